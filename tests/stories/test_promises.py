"""Our word: a time that a mail named is computed first, written into the text, kept, or owned up to."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.delivery.status import SmtpLost, SmtpReply, Stage
from followupd.core.model import Hold, Outcome, State
from followupd.core.promises import Standing
from followupd.service.asking import owner
from followupd.store import promises
from tests.fakes import FakeMailer
from tests.stories.world import BERLIN, CONFIG, World, text_of, world

CALL = """
[[steps]]
kind = "email"
template = "promise.j2"
[[steps]]
kind = "call"
script = "script.j2"
after = "3 business days"
window = ["mon-fri 09:00-12:00"]
[[steps]]
kind = "email"
template = "afterwards.j2"
after = "1 business day"
"""
MAIL = """
[[steps]]
kind = "email"
template = "promise.j2"
[[steps]]
kind = "email"
template = "closer.j2"
after = "1 business day"
at = "17:00"
"""
FILES = {
    "sequences/promised-call.toml": CALL,
    "sequences/promised-mail.toml": MAIL,
    "templates/promise.j2": "Subject: Your pump\n\nI'll try you again {{ next_step.at | day_part }}.\n",
    "templates/afterwards.j2": (
        "I tried you{% if promise.kept %} {{ promise.at | day_part }}, as I said I would{% endif %}.\n"
    ),
}
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN)
TUESDAY_AT_FIVE = datetime(2026, 11, 24, 17, 0, tzinfo=BERLIN)


def standings(stage: World) -> dict[Standing, int]:
    return dict(stage.do(promises.counts))


async def test_the_text_and_the_schedule_name_the_same_time(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-call")
        assert "try you again Thursday morning" in text_of(stage.sent[0])
        assert stage.enrollment(sam).promised_at == THURSDAY
        await stage.until(THURSDAY - timedelta(seconds=1))
        assert stage.tasks() == []
        await stage.until(THURSDAY)
        assert [task.hold for task in stage.tasks()] == [Hold.TASK]


async def test_a_call_made_before_the_morning_is_over_keeps_the_promise(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        await stage.enroll("sam@acme.example", "promised-call")
        await stage.until(THURSDAY + timedelta(hours=2, minutes=59))
        await stage.finish_task(Outcome.NO_ANSWER)
        assert standings(stage) == {Standing.KEPT: 1}
        await stage.until_sent(2)
        assert "as I said I would" in text_of(stage.sent[1])


async def test_a_promised_call_is_called_out_when_it_comes_and_an_hour_before_it_is_missed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "followupd.alerts")
    async with world(tmp_path, files=FILES) as stage:
        await stage.enroll("sam@acme.example", "promised-call")
        await stage.until(THURSDAY)
        assert "promised for now, call script: Sam" in caplog.text
        await stage.until(THURSDAY + timedelta(hours=1, minutes=59))
        assert "still open" not in caplog.text
        await stage.until(THURSDAY + timedelta(hours=2))
        assert caplog.text.count("Promised to Sam for Thursday morning, and still open") == 1
        await stage.days(1)
        assert caplog.text.count("still open") == 1


async def test_a_broken_promise_is_owned_up_to_and_no_text_claims_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "followupd.alerts")
    async with world(tmp_path, files=FILES) as stage:
        await stage.enroll("sam@acme.example", "promised-call")
        await stage.until(THURSDAY + timedelta(hours=3))
        assert standings(stage) == {Standing.BROKEN: 1}
        assert caplog.text.count("The promise to Sam was not kept") == 1
        await stage.until(THURSDAY + timedelta(hours=6))
        await stage.finish_task(Outcome.NO_ANSWER)
        await stage.until_sent(2)
        assert text_of(stage.sent[1]).strip() == "I tried you."
        assert standings(stage) == {Standing.BROKEN: 1}


async def test_what_was_done_in_time_and_reported_late_was_kept(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-call")
        await stage.until(THURSDAY + timedelta(hours=5))
        assert standings(stage) == {Standing.BROKEN: 1}
        at, planner = THURSDAY + timedelta(hours=1), stage.daemon.house.planner
        stage.do(lambda c: owner.log_attempt(c, planner, sam, "voicemail", note="", at=at))
        assert standings(stage) == {Standing.KEPT: 1}


async def test_a_text_that_claims_a_broken_promise_is_held(tmp_path: Path) -> None:
    lie = "As promised {{ promise.kept | ago }}, I called.\n"
    async with world(tmp_path, files={**FILES, "templates/afterwards.j2": lie}) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-call")
        await stage.until(THURSDAY + timedelta(hours=5))
        await stage.finish_task(Outcome.NO_ANSWER)
        await stage.days(3)
        assert stage.enrollment(sam).hold is Hold.FAULT
        assert "was not kept" in stage.tasks()[0].words


async def test_an_answer_frees_from_the_promise(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        await stage.enroll("sam@acme.example", "promised-call")
        await stage.answer("Yes, call me on Friday.")
        await stage.days(10)
        assert standings(stage) == {Standing.FREED: 1}
        assert stage.tasks() == []


@pytest.mark.parametrize("cap", ["per_day = 1", "per_hour = 1", 'per_contact = "1 per 5 days"'])
async def test_no_cap_moves_a_promised_mail(tmp_path: Path, cap: str) -> None:
    async with world(tmp_path, config=f"{CONFIG}\n[sending]\n{cap}\n", files=FILES) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-mail")
        assert stage.enrollment(sam).promised_at == TUESDAY_AT_FIVE
        await stage.until(TUESDAY_AT_FIVE - timedelta(minutes=30))
        await stage.enroll("kim@globex.example")
        await stage.until(TUESDAY_AT_FIVE + timedelta(seconds=1))
        assert [mail["To"] for mail in stage.sent][-1].endswith("sam@acme.example>")
        assert standings(stage) == {Standing.KEPT: 1}


async def test_a_promised_mail_that_could_not_leave_that_day_asks(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-mail")
        stage.do(lambda c: owner.pull_brake(c, stage.clock.now()))
        await stage.until(TUESDAY_AT_FIVE + timedelta(hours=15))
        stage.do(owner.release_brake)
        await stage.wake()
        await stage.days(2)
        assert len(stage.sent) == 1
        assert stage.enrollment(sam).hold is Hold.STALE
        assert standings(stage) == {Standing.BROKEN: 1}
        stage.do(lambda c: owner.resume(c, stage.daemon.house.planner, sam, stage.clock.now()))
        await stage.wake()
        await stage.days(1)
        assert len(stage.sent) == 2
        assert standings(stage) == {Standing.BROKEN: 1}


async def test_a_promise_is_no_reason_to_write_at_night(tmp_path: Path) -> None:
    mailer = FakeMailer()
    async with world(tmp_path, files=FILES, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-mail")
        for _ in range(3):
            mailer.answer(SmtpReply(stage=Stage.RCPT, code=451, text="4.7.1 try again later"))
        await stage.days(3)
        assert len(stage.sent) == 1
        assert (stage.enrollment(sam).state, stage.enrollment(sam).hold) == (State.HELD, Hold.STALE)


async def test_a_pause_that_ends_in_time_leaves_the_promise_where_it_was(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-call")
        planner = stage.daemon.house.planner
        stage.do(lambda c: owner.pause(c, planner, sam, stage.clock.now()))
        await stage.days(1)
        stage.do(lambda c: owner.resume(c, planner, sam, stage.clock.now()))
        assert (stage.enrollment(sam).due_at, stage.enrollment(sam).promised_at) == (THURSDAY, THURSDAY)


async def test_a_promise_that_could_not_be_seen_to_is_broken_at_the_next_start(tmp_path: Path) -> None:
    async with world(tmp_path, files=FILES) as stage:
        sam = await stage.enroll("sam@acme.example", "promised-call")
    saturday = THURSDAY + timedelta(days=2)
    async with world(tmp_path, files=FILES, start=saturday) as again:
        assert standings(again) == {Standing.BROKEN: 1}
        assert again.enrollment(sam).hold is Hold.STALE
        assert "promised for 2026-11-26" in again.tasks()[0].words


async def test_a_promised_mail_in_doubt_is_judged_once_it_is_known_when_it_left(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "followupd.alerts")
    mailer = FakeMailer()
    async with world(tmp_path, files=FILES, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example", "promised-mail")
        mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=True)
        await stage.until(TUESDAY_AT_FIVE + timedelta(hours=4))
        assert standings(stage) == {Standing.OPEN: 1}
        await stage.arrive(mailer.delivered[-1].raw, "Sent")
        assert standings(stage) == {Standing.KEPT: 1}
        assert "not kept" not in caplog.text
