"""R5.16: a clock in doubt holds everything and says so; a night asleep is no jump, and bursts no more than one off."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes import FakeInbox, FakeMailer
from tests.shell.cli_user import User
from tests.stories.test_downtime import EVENLY, SEASONED, assert_no_burst, enroll_many, sent_at
from tests.stories.world import MONDAY, World, world

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOLD = "title='followupd sends nothing'"


async def jump(stage: World, by: timedelta) -> None:
    stage.clock.set_by(by)
    await stage.wake()


async def test_a_clock_set_forward_by_days_sends_nothing_for_an_hour_and_then_no_burst(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path, config=SEASONED) as stage:
        await enroll_many(stage, 12)
        await stage.days(0.3)
        assert len(stage.sent) == 12
        await jump(stage, 4 * DAY)
        began_at = stage.clock.now()
        assert caplog.text.count(TOLD) == 1
        assert "was set forward by 4 days" in caplog.text
        await stage.days(4)
        bumps = sent_at(stage)[12:]
        assert len(bumps) == 12
        assert bumps[0] >= began_at + HOUR
        assert_no_burst(bumps, gap=EVENLY)


async def test_a_clock_set_back_sends_nothing_before_the_ledgers_own_time_has_come_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path, start=MONDAY + 4 * HOUR) as stage:
        await jump(stage, -3 * HOUR)
        await stage.enroll("sam@acme.example", settle=False)
        await stage.wake()
        await stage.until(MONDAY + 3 * HOUR + timedelta(minutes=45))
        assert stage.sent == []
        assert "set it right" in caplog.text
        status = User(folder=tmp_path, clock=stage.clock).type("status")
        assert "clock: nothing is sent: The clock of this machine says" in status.out
        await stage.wake()
        await stage.until(MONDAY + 8 * HOUR)
        assert len(stage.sent) == 1


async def test_1970_at_the_boot_sends_nothing_until_the_clock_is_right(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = FakeInbox()
    async with world(tmp_path, inbox=inbox) as stage:
        await stage.enroll("sam@acme.example", settle=False)
        await stage.until_sent(1)
    boot = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    async with world(tmp_path, inbox=inbox, start=boot) as again:
        await again.days(1)
        assert again.sent == []
        assert "1970-01-01, which is long past" in caplog.text
        await jump(again, MONDAY + DAY - again.clock.now())
        await again.days(3)
        assert [mail["Subject"] for mail in again.sent] == ["Fwd: Your pump"]


async def test_a_laptop_that_slept_is_no_jump_and_its_mails_get_new_times(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = FakeMailer()
    async with world(tmp_path, mailer=mailer, config=SEASONED) as stage:
        await enroll_many(stage, 12)
        await stage.days(0.3)
        stage.clock.oversleep(4 * DAY)
        await stage.wake()
        await stage.days(4)
        assert len(stage.sent) == 24
        assert_no_burst(sent_at(stage)[12:], gap=EVENLY)
        assert TOLD not in caplog.text


async def test_a_time_server_that_sets_it_by_minutes_disturbs_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await jump(stage, -timedelta(minutes=8))
        await jump(stage, timedelta(minutes=9))
        await stage.enroll("sam@acme.example")
        assert len(stage.sent) == 1


async def test_a_ledger_from_a_wrong_future_goes_on_once_its_owner_says_that_the_clock_is_right(
    tmp_path: Path,
) -> None:
    inbox = FakeInbox()
    async with world(tmp_path, inbox=inbox, start=MONDAY.replace(year=2031)) as stage:
        await stage.enroll("sam@acme.example", settle=False)
        await stage.until_sent(1)
    async with world(tmp_path, inbox=inbox, start=MONDAY) as again:
        me = User(folder=tmp_path, clock=again.clock)
        await again.enroll("kim@globex.example")
        assert again.sent == []
        said = me.type("adopt", "--yes")
        assert "If it is right now: followupd adopt" in said.out
        await again.wake()
        await again.until_sent(1)
        assert again.clock.now() < MONDAY + DAY
