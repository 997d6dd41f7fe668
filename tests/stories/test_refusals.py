"""What servers refuse, through the daemon: mailboxes rest, caps shrink, the owner hears of it (requirements 4b)."""

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.delivery.status import SmtpLost, SmtpReply, Stage
from followupd.core.model import Hold, State
from tests.fakes import FakeInbox, FakeMailer
from tests.replies.test_bounces import group, report
from tests.shell.cli_user import User
from tests.stories.test_downtime import SEASONED, enroll_many
from tests.stories.world import MONDAY, World, world

SPAM = SmtpReply(stage=Stage.DOT, code=550, text="5.7.1 rejected as spam")
THROTTLED = SmtpReply(stage=Stage.DOT, code=421, text="4.7.0 unusual rate, try again later")
BAD_PASSWORD = SmtpReply(stage=Stage.AUTH, code=535, text="5.7.8 not accepted")
HOUR = timedelta(hours=1)


def command(stage: World, *words: str) -> str:
    """What a command prints, at the time of the story."""
    return User(folder=stage.folder, clock=stage.clock).type(*words).out


async def test_one_mail_refused_for_policy_is_held_and_the_others_go_on(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        stage.mailer.answer(SPAM)
        await enroll_many(stage, 3)
        await stage.days(0.3)
        assert len(stage.sent) == 2
        assert [task.hold for task in stage.tasks()] == [Hold.REFUSED]


async def test_two_within_a_day_rest_the_mailbox_until_it_is_resumed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = FakeInbox()
    async with world(tmp_path, inbox=inbox) as stage:
        stage.mailer.answer(SPAM)
        stage.mailer.answer(SPAM)
        await enroll_many(stage, 4)
        await stage.days(1.2)
        assert stage.sent == []
        assert len(stage.mailer.attempts) == 2
        assert "cannot-send: ana cannot send: 2 mails were refused" in command(stage, "status")
        assert caplog.text.count("The mailbox ana cannot send") == 1
    async with world(tmp_path, inbox=inbox, start=MONDAY + timedelta(days=2)) as again:
        await again.days(0.3)
        assert again.sent == []  # a restart is no resume
        command(again, "resume", "--all")
        await again.wake()
        await again.days(1)
        assert len(again.sent) == 2


async def test_refusals_that_come_back_in_reports_count_as_well(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path, config=SEASONED) as stage:
        await enroll_many(stage, 2)
        await stage.days(0.1)
        for number, mail in enumerate(stage.sent):
            returned = f"Message-ID: {mail['Message-ID']}\r\nSubject: x\r\n\r\n"
            status = group("5.7.1", "550 5.7.1 rejected as spam", recipient=f"sam{number}@acme{number}.example")
            await stage.arrive(report(status, text=f"Could not be delivered ({number}).", returned=returned))
        await stage.enroll("kim@globex.example")
        await stage.days(1)
        assert len(stage.sent) == 2
        assert "cannot-send" in command(stage, "status")
        assert "The mailbox ana cannot send" in caplog.text


async def test_two_in_different_weeks_rest_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        for name in ("sam", "kim"):
            stage.mailer.answer(SPAM)
            await stage.enroll(f"{name}@{name}.example")
            await stage.days(7)
        await stage.enroll("lee@lee.example")
        await stage.days(1)
        assert len(stage.sent) == 1


async def test_a_throttle_rests_an_hour_and_halves_the_share_until_tomorrow(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = SEASONED.replace("ramp_up", "ramp_up").replace("[mailboxes", "[sending]\nper_day = 8\n[mailboxes")
    async with world(tmp_path, config=config) as stage:
        await enroll_many(stage, 14)
        await stage.until(MONDAY + timedelta(minutes=5))
        before = len(stage.mailer.attempts)
        stage.mailer.answer(THROTTLED)
        while len(stage.mailer.attempts) == before:
            await stage.until(stage.clock.now() + timedelta(minutes=1))
        throttled_at = stage.clock.now()
        assert "The mailbox ana cannot send" in caplog.text
        await stage.until(throttled_at + timedelta(minutes=55))
        assert len(stage.mailer.attempts) == before + 1
        await stage.until(MONDAY + timedelta(hours=14))
        assert len(stage.mailer.attempts) == 4
        await stage.until(MONDAY + timedelta(days=1, hours=14))
        assert len(stage.mailer.attempts) > 8


async def test_a_wrong_password_is_tried_twice_an_hour_at_the_most_also_across_restarts(tmp_path: Path) -> None:
    """R3.11: no lock-out."""
    mailer, inbox, tries = FakeMailer(), FakeInbox(), list[int]()
    for start in (MONDAY, MONDAY + timedelta(minutes=20), MONDAY + timedelta(minutes=40)):
        for _ in range(20):
            mailer.answer(BAD_PASSWORD)
        async with world(tmp_path, mailer=mailer, inbox=inbox, start=start) as stage:
            if start == MONDAY:
                await enroll_many(stage, 5)
            await stage.until(start + timedelta(minutes=20))
            tries.append(len(mailer.attempts))
    assert tries[-1] <= 2


async def test_a_mail_that_nobody_takes_is_given_up_after_three_days_and_said_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """R4.10."""
    async with world(tmp_path) as stage:
        for _ in range(200):
            stage.mailer.answer(SmtpReply(stage=Stage.RCPT, code=451, text="4.3.5 try later"))
        sam = await stage.enroll("sam@acme.example")
        await stage.days(5)
        held = stage.enrollment(sam)
        assert (held.state, held.hold) == (State.HELD, Hold.REFUSED)
        assert "could not be handed over for 3 days and is given up" in stage.tasks()[0].words
        assert "followupd resume sam@acme.example" in stage.tasks()[0].words
        assert "waits for you: a mail was refused" in caplog.text


async def test_a_blocked_account_waits_for_its_owner(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        stage.mailer.answer(SmtpReply(stage=Stage.MAIL, code=550, text="5.7.705 tenant has exceeded threshold"))
        await stage.enroll("sam@acme.example")
        await stage.days(3)
        assert stage.sent == []
        assert "rest" in command(stage, "why", "sam@acme.example")
        command(stage, "resume", "--all")
        await stage.wake()
        await stage.days(3)
        assert len(stage.sent) == 1


async def test_a_lost_connection_concerns_the_account_for_minutes(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        stage.mailer.answer(SmtpLost(stage=Stage.CONNECT, error="refused"))
        await stage.enroll("sam@acme.example")
        await stage.until(MONDAY + HOUR)
        assert len(stage.sent) == 1
        assert "cannot-send" not in command(stage, "status")
