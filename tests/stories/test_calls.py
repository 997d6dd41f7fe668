"""Calls and voicemails: what is logged releases the mail that speaks of it, and nothing else does."""

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.model import Channel, Hold, Outcome, State, Stop
from followupd.service.asking import owner
from followupd.store import ledger
from tests.stories.world import CONFIG, MONDAY, World, text_of, world

MIXED = {
    "sequences/mixed.toml": """
[[steps]]
id = "greeting"
kind = "task"
channel = "linkedin"
text = "Say hello."
[[steps]]
id = "second-call"
kind = "call"
script = "script.j2"
[[steps]]
kind = "email"
template = "after-any-call.j2"
requires = "call"
""",
    "templates/after-any-call.j2": "Subject: My call\n\nI called you {{ call.at | ago }}.\n",
}


def log(stage: World, address: str, channel: str, hours_ago: float = 0) -> str:
    at = stage.clock.now() - timedelta(hours=hours_ago)
    planner = stage.daemon.house.planner
    return stage.do(lambda c: owner.log_attempt(c, planner, owner.contact_at(c, address), channel, note="", at=at))


async def test_the_mail_after_a_voicemail_leaves_at_once_and_quotes_its_real_time(tmp_path: Path) -> None:
    async with world(tmp_path, start=MONDAY + timedelta(hours=5)) as stage:
        await stage.enroll("sam@acme.example", "voicemail")
        log(stage, "sam@acme.example", "voicemail", hours_ago=2)
        before = stage.clock.now()
        await stage.wake()
        assert stage.clock.now() == before
        assert "I left you a voicemail this afternoon." in text_of(stage.sent[0])


async def test_a_voicemail_left_after_hours_is_mentioned_in_the_morning(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example", "voicemail")
        await stage.until(MONDAY + timedelta(hours=11))  # 20:00
        await stage.finish_task(Outcome.VOICEMAIL)
        assert stage.sent == []
        await stage.until(MONDAY + timedelta(hours=24))
        assert "I left you a voicemail yesterday." in text_of(stage.sent[0])


async def test_a_voicemail_that_has_grown_old_is_not_mentioned(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example", "voicemail")
        stage.do(lambda c: owner.pull_brake(c, stage.clock.now()))
        await stage.finish_task(Outcome.VOICEMAIL)
        await stage.days(2)
        stage.do(owner.release_brake)
        await stage.wake()
        await stage.days(1)
        assert stage.sent == []
        assert (stage.enrollment(sam).state, stage.enrollment(sam).step) == (State.WAITING, 2)


@pytest.mark.parametrize(("outcome", "mails"), [(Outcome.VOICEMAIL, 1), (Outcome.NO_ANSWER, 1), (Outcome.SPOKE, 0)])
async def test_any_call_is_a_call_whatever_its_step_is_called(tmp_path: Path, outcome: Outcome, mails: int) -> None:
    async with world(tmp_path, files=MIXED) as stage:
        await stage.enroll("sam@acme.example", "mixed")
        await stage.finish_task()
        await stage.days(1)
        await stage.finish_task(outcome)
        await stage.days(0.1)
        assert len(stage.sent) == mails


async def test_what_is_no_call_keeps_the_owners_own_word(tmp_path: Path) -> None:
    async with world(tmp_path, files=MIXED) as stage:
        sam = await stage.enroll("sam@acme.example", "mixed")
        await stage.finish_task()
        await stage.days(1)
        await stage.finish_task(Outcome.NO_ANSWER)
        channels = [attempt.channel for attempt in stage.do(lambda c: ledger.attempts_on(c, sam.id))]
        assert channels == ["linkedin", Channel.CALL, Channel.EMAIL]


async def test_a_logged_call_does_not_tick_off_another_kind_of_task(tmp_path: Path) -> None:
    async with world(tmp_path, files=MIXED) as stage:
        await stage.enroll("sam@acme.example", "mixed")
        log(stage, "sam@acme.example", "voicemail")
        assert [task.hold for task in stage.tasks()] == [Hold.TASK]


async def test_a_call_of_last_week_does_not_tick_off_the_call_of_today(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example", "voicemail")
        log(stage, "sam@acme.example", "voicemail", hours_ago=7 * 24)
        assert [task.hold for task in stage.tasks()] == [Hold.TASK]


async def test_a_full_mailbox_does_not_keep_a_call_waiting(tmp_path: Path) -> None:
    async with world(tmp_path, config=f"{CONFIG}\n[sending]\nper_hour = 1\n") as stage:
        for number in range(2):
            await stage.enroll(f"sam{number}@acme{number}.example", settle=False)
        await stage.enroll("kim@globex.example", "voicemail", settle=False)
        await stage.wake()
        assert (len(stage.sent), len(stage.tasks())) == (1, 1)


async def test_speaking_stops_for_the_agreed_next_step(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example", "voicemail")
        await stage.finish_task(Outcome.SPOKE)
        await stage.days(60)
        assert stage.enrollment(sam).stop is Stop.SPOKE
        assert stage.sent == []
