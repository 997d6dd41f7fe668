"""After a standstill nothing bursts: not after a night off, not after a holiday, not when the brake is let go."""

import logging
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from followupd.core.model import Hold, State
from followupd.mail.ports import InboxError
from followupd.service.asking import owner
from followupd.store import enrollments
from tests.fakes import FakeMailer
from tests.stories.world import BERLIN, CONFIG, MONDAY, World, read, world

SEASONED = f"{CONFIG}ramp_up = false\n"
SHORTEST_GAP = timedelta(seconds=90)
EVENLY = timedelta(minutes=6)  # ten an hour: not ten at once and then nothing until the hour is over
CALL = {
    "sequences/call.toml": """
[[steps]]
kind = "call"
script = "script.j2"
after = "3 business days"
window = ["mon-fri 07:30-08:30"]
"""
}


def sent_at(stage: World) -> list[datetime]:
    """When each mail says that it was written, oldest first."""
    return [read(delivery.raw)["Date"].datetime.astimezone(BERLIN) for delivery in stage.mailer.delivered]


def assert_no_burst(times: list[datetime], *, gap: timedelta = SHORTEST_GAP) -> None:
    assert all(later - earlier >= gap for earlier, later in pairwise(times)), times
    assert all(len([t for t in times if at <= t < at + timedelta(hours=1)]) <= 10 for at in times), times
    assert all(at.weekday() < 5 and 8 <= at.hour < 18 for at in times), times


async def enroll_many(stage: World, count: int) -> None:
    for number in range(count):
        await stage.enroll(f"sam{number}@acme{number}.example", settle=False)
    await stage.wake()


async def test_two_days_off_are_made_up_for_without_a_burst(tmp_path: Path) -> None:
    mailer = FakeMailer()
    async with world(tmp_path, mailer=mailer) as stage:
        await enroll_many(stage, 15)
        await stage.days(2)
    assert len(mailer.delivered) == 15
    async with world(tmp_path, mailer=mailer, start=MONDAY + timedelta(days=4, hours=1)) as again:
        await again.days(4)
        bumps = sent_at(again)[15:]
        assert len(bumps) == 15
        assert_no_burst(bumps, gap=EVENLY)


async def test_after_ten_days_off_the_stale_ask_and_nothing_is_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """R5.16: older than five business days."""
    caplog.set_level(logging.WARNING, "followupd.alerts")
    async with world(tmp_path) as stage:
        await enroll_many(stage, 15)
        await stage.days(1)
    async with world(tmp_path, start=MONDAY + timedelta(days=14)) as again:
        await again.days(5)
        assert again.sent == []
        assert {task.hold for task in again.tasks()} == {Hold.STALE}
        assert len(again.tasks()) == 15
        assert caplog.text.count("15 waiting for a look from you") == 1
        assert caplog.text.count("kind=held") == 1


async def test_letting_go_of_the_brake_after_days_does_not_burst(tmp_path: Path) -> None:
    async with world(tmp_path, config=SEASONED) as stage:
        await enroll_many(stage, 12)
        await stage.days(1)
        stage.do(lambda c: owner.pull_brake(c, stage.clock.now()))
        await stage.days(3)
        assert len(stage.sent) == 12
        stage.do(owner.release_brake)
        await stage.wake()
        await stage.days(5)
        assert len(stage.sent) == 24
        assert_no_burst(sent_at(stage)[12:], gap=EVENLY)


async def test_a_mail_in_the_queue_for_its_turn_is_not_taken_for_downtime(tmp_path: Path) -> None:
    """Twenty at once wait for gaps and caps for hours: nobody is held, everybody is served."""
    async with world(tmp_path, config=SEASONED) as stage:
        await enroll_many(stage, 25)
        await stage.days(1.5)
        assert len(stage.sent) == 25
        assert stage.tasks() == []
        assert_no_burst(sent_at(stage))


async def test_a_call_that_came_due_meanwhile_waits_for_its_hours(tmp_path: Path) -> None:
    async with world(tmp_path, files=CALL) as stage:
        await stage.enroll("sam@acme.example", "call")  # due on Thursday at 07:30
    saturday = MONDAY + timedelta(days=5)
    async with world(tmp_path, files=CALL, start=saturday) as again:
        await again.days(1)
        assert again.tasks() == []
        await again.until(MONDAY + timedelta(days=6, hours=22, minutes=30))  # Monday, 07:30
        assert [task.hold for task in again.tasks()] == [Hold.TASK]


async def test_the_owners_tasks_come_while_the_mailbox_cannot_be_read(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        for _ in range(50):
            stage.inbox.fail(InboxError("connection refused"), "fetch_after")
        await stage.enroll("sam@acme.example")
        await stage.enroll("kim@globex.example", "voicemail")
        assert stage.sent == []
        assert [task.hold for task in stage.tasks()] == [Hold.TASK]


async def test_everything_is_paused_means_the_tasks_too(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        stage.do(lambda c: owner.pull_brake(c, stage.clock.now()))
        await stage.enroll("kim@globex.example", "voicemail")
        assert stage.tasks() == []
        stage.do(owner.release_brake)
        await stage.wake()
        assert [task.hold for task in stage.tasks()] == [Hold.TASK]


async def test_a_calendar_without_an_open_day_asks_instead_of_stopping_the_queue(tmp_path: Path) -> None:
    closed = ", ".join(f'"{year}-01-01..{year}-12-31"' for year in range(2026, 2031))
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
    never = CONFIG.replace('country = "DE"', f'country = "DE"\ndays_off = [{closed}]')
    async with world(tmp_path, config=never) as again:
        await again.days(10)
        held = again.enrollment(sam)
        assert (held.state, held.hold) == (State.HELD, Hold.FAULT)
        assert "days off" in again.tasks()[0].words


async def test_a_pause_and_a_resume_within_the_hour_change_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        due_at, planner = stage.enrollment(sam).due_at, stage.daemon.house.planner
        stage.do(lambda c: owner.pause(c, planner, sam, stage.clock.now()))
        stage.do(lambda c: owner.resume(c, planner, sam, stage.clock.now()))
        assert stage.enrollment(sam).due_at == due_at
        assert stage.do(enrollments.counts) == {"waiting": 1}
