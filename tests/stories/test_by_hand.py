"""What the owner does: calls, voicemails, pauses, corrections."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.core.errors import UsageError
from followupd.core.model import Channel, Hold, Label, Outcome, State, Stop
from followupd.service.asking import owner
from followupd.store import ledger, replies
from tests.stories.world import text_of, world


async def test_a_voicemail_releases_the_mail_that_mentions_it(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example", "voicemail")
        assert "Hello Sam" in stage.tasks()[0].words
        await stage.days(1)
        assert stage.sent == []
        await stage.finish_task(Outcome.VOICEMAIL)
        await stage.days(0.01)
        assert "I left you a voicemail" in text_of(stage.sent[0])
        await stage.answer("Yes, call me on Friday.")
        assert stage.labels() == ["yes"]


async def test_no_answer_releases_no_text_that_claims_a_voicemail(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example", "voicemail")
        await stage.finish_task(Outcome.NO_ANSWER)
        await stage.days(30)
        assert stage.sent == []
        assert stage.enrollment(sam).stop is Stop.EXHAUSTED


async def test_speaking_ends_the_sequence(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example", "voicemail")
        await stage.finish_task(Outcome.SPOKE)
        assert stage.enrollment(sam).stop is Stop.SPOKE


async def test_a_voicemail_logged_outside_the_task_ends_the_task(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example", "voicemail")
        at = stage.clock.now()
        stage.do(lambda c: owner.log_attempt(c, stage.daemon.house.planner, sam, "voicemail", note="", at=at))
        await stage.wake()
        await stage.days(0.01)
        assert stage.tasks() == []
        assert len(stage.sent) == 1


async def test_the_ledger_has_every_attempt(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example", "voicemail")
        await stage.finish_task(Outcome.VOICEMAIL)
        await stage.until_sent(2)
        channels = [attempt.channel for attempt in stage.do(lambda c: ledger.attempts_on(c, sam.id))]
        assert channels == [Channel.VOICEMAIL, Channel.EMAIL, Channel.BUMP]


async def test_pause_holds_and_resume_goes_on_with_the_same_step(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        planner = stage.daemon.house.planner
        stage.do(lambda c: owner.pause(c, planner, sam, stage.clock.now()))
        await stage.days(20)
        assert len(stage.sent) == 1
        assert stage.enrollment(sam).hold is Hold.PAUSED
        stage.do(lambda c: owner.resume(c, planner, sam, stage.clock.now()))
        await stage.wake()
        await stage.until_sent(2)
        assert stage.sent[1]["Subject"] == "Fwd: Your pump"


async def test_the_brake_stops_everybody_and_lets_go_without_a_burst(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        stage.do(lambda c: owner.pull_brake(c, stage.clock.now()))
        for number in range(3):
            await stage.enroll(f"sam{number}@acme{number}.example")
        await stage.days(1)
        assert stage.sent == []
        stage.do(owner.release_brake)
        await stage.wake()
        await stage.until(stage.clock.now() + timedelta(seconds=80))
        assert len(stage.sent) == 1
        await stage.until_sent(3)


async def test_a_pause_file_stops_the_next_mail(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        (tmp_path / "state" / "PAUSE").touch()
        await stage.enroll("sam@acme.example")
        await stage.days(1)
        assert stage.mailer.attempts == []


async def test_stop_ends_it(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        stage.do(lambda c: owner.stop(c, stage.daemon.house.planner, sam, stage.clock.now()))
        await stage.days(30)
        assert len(stage.sent) == 1
        assert stage.enrollment(sam).stop is Stop.BY_HAND


async def test_correcting_a_no_to_later_starts_again_on_that_day(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("No thanks, we are not interested.")
        assert stage.suppressed(sam) == "no"
        reply = stage.do(replies.everything)[0]
        planner = stage.daemon.house.planner
        stage.do(
            lambda c: owner.correct(c, planner, reply.id, Label.LATER, until=date(2027, 1, 12), at=stage.clock.now())
        )
        stage.do(stage.daemon.reply_log.bring_up_to_date)
        await stage.wake()
        assert stage.suppressed(sam) is None
        after = stage.enrollment(sam)
        assert (after.state, after.due_at and after.due_at.date()) == (State.WAITING, date(2027, 1, 12))
        assert [(line["label"], line["by"]) for line in stage.log] == [("no", "followupd"), ("later", "owner")]


async def test_an_opt_out_is_not_undone_by_a_correction_alone(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("Please remove me from your list.")
        reply = stage.do(replies.everything)[0]
        planner = stage.daemon.house.planner
        with pytest.raises(UsageError, match="followupd suppress remove"):
            stage.do(lambda c: owner.correct(c, planner, reply.id, Label.YES, until=None, at=stage.clock.now()))
        assert stage.suppressed(sam) == "unsubscribed"
