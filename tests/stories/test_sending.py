"""What the server answers, and what is never done about it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.core.delivery.status import SmtpLost, SmtpReply, Stage
from followupd.core.model import Hold, State, Stop
from followupd.mail.ports import InboxError
from followupd.service.asking import owner
from followupd.service.asking.health import examine
from followupd.store import enrollments, mails
from followupd.store.mails import MailState
from tests.fakes import Delivery, FakeInbox, FakeMailer
from tests.stories.world import CONFIG, MONDAY, World, world


async def test_a_temporary_refusal_is_tried_again_with_the_same_message_id(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.RCPT, code=451, text="4.7.1 greylisted, try again later"))
    async with world(tmp_path, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example")
        claimed = stage.do(lambda c: mails.in_state(c, MailState.DEFERRED))
        await stage.until_sent(1)
        assert stage.sent[0]["Message-ID"] == claimed[0].message_id
        assert len(mailer.attempts) == 2


async def test_an_unknown_recipient_is_suppressed(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.RCPT, code=550, text="5.1.1 no such user"))
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.days(30)
        assert stage.enrollment(sam).stop is Stop.UNDELIVERABLE
        assert stage.suppressed(sam) == "undeliverable"
        assert stage.sent == []


async def test_a_connection_lost_after_the_dot_is_never_tried_again(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=True)
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.days(30)
        assert len(mailer.attempts) == 1
        held = stage.enrollment(sam)
        assert (held.state, held.hold) == (State.HELD, Hold.IN_DOUBT)
        assert "followupd settle" in stage.tasks()[0].words


async def test_a_copy_in_sent_settles_the_doubt(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=True)
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.arrive(mailer.delivered[0].raw, "Sent")
        assert stage.enrollment(sam).step == 1
        assert stage.tasks() == []
        await stage.until_sent(2)
        assert stage.sent[1]["Subject"] == "Fwd: Your pump"


async def test_a_reply_settles_the_doubt(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=True)
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("Yes, call me tomorrow.")
        assert stage.enrollment(sam).stop is Stop.YES
        assert stage.do(lambda c: mails.in_state(c, MailState.IN_DOUBT)) == []


async def test_resend_after_a_doubt_keeps_the_message_id(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=False)
    async with world(tmp_path, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example")
        doubtful = stage.do(lambda c: mails.in_state(c, MailState.IN_DOUBT))[0]
        planner = stage.daemon.house.planner
        stage.do(lambda c: owner.settle(c, planner, doubtful.id, delivered=False, at=stage.clock.now()))
        await stage.wake()
        await stage.until_sent(1)
        assert stage.sent[0]["Message-ID"] == doubtful.message_id


async def test_a_mail_on_its_way_at_a_crash_is_in_doubt_at_the_next_start(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.gate = asyncio.Event()
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example", settle=False)
        await mailer.reached.wait()
        stage.daemon.stop()
        stage.daemon.stop()  # the second one does not wait for the mail in flight
    async with world(tmp_path) as again:
        assert [mail.to for mail in again.do(lambda c: mails.in_state(c, MailState.IN_DOUBT))] == [sam.address]
        await again.days(20)
        assert again.sent == []
        assert again.enrollment(sam).hold is Hold.IN_DOUBT


async def test_sigterm_finishes_the_mail_in_flight(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.gate = asyncio.Event()
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example", settle=False)
        await mailer.reached.wait()
        stage.daemon.stop()
        mailer.gate.set()
    async with world(tmp_path) as again:
        assert again.enrollment(sam).step == 1


async def test_a_mailbox_that_cannot_be_read_sends_nothing(tmp_path: Path) -> None:
    inbox = FakeInbox()
    async with world(tmp_path, inbox=inbox) as stage:
        for _ in range(200):
            inbox.fail(InboxError("connection refused"), "folders")
            inbox.fail(InboxError("connection refused"), "fetch_after")
        await stage.enroll("sam@acme.example")
        await stage.days(1)
        assert stage.sent == []


async def test_hearing_again_lets_the_queue_go(tmp_path: Path) -> None:
    inbox = FakeInbox()
    async with world(tmp_path, inbox=inbox) as stage:
        for _ in range(3):
            inbox.fail(InboxError("connection refused"), "fetch_after")
        await stage.enroll("sam@acme.example")
        assert stage.sent == []
        await stage.days(0.2)
        assert len(stage.sent) == 1


async def test_nobody_is_written_to_outside_their_own_window(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("kim@pacific.example")
        home = stage.clock.now()
        moved = await stage.enroll("lee@pacific.example", timezone="America/Los_Angeles")
        await stage.until_sent(6)
        there = [
            mail for mail in stage.sent if mail["To"].endswith(f"<{moved.address}>") or mail["To"] == moved.address
        ]
        hours = [mail["Date"].datetime.astimezone(ZoneInfo("America/Los_Angeles")).hour for mail in there]
        assert len(hours) == 3
        assert all(8 <= hour < 18 for hour in hours), (home, hours)


@pytest.mark.parametrize(("cap", "setting"), [(2, "per_day = 2"), (2, "per_hour = 2")])
async def test_a_cap_holds_and_nobody_is_lost(tmp_path: Path, cap: int, setting: str) -> None:
    config = f"{CONFIG}\n[sending]\n{setting}\nper_domain_per_day = 10\n"
    async with world(tmp_path, config=config) as stage:
        for number in range(5):
            await stage.enroll(f"sam{number}@acme{number}.example", sequence="no-reply")
        await stage.until(stage.clock.now() + timedelta(minutes=50))
        assert len(stage.sent) == cap
        await stage.until(stage.clock.now() + timedelta(days=5))
        first = [mail for mail in stage.sent if mail["Subject"] == "Your pump"]
        assert len(first) == 5


EAGER = '\n[sending]\nper_hour = 30\ngap = "0s-0s"\n'


async def enroll_fifteen(stage: World) -> None:
    for number in range(15):
        await stage.enroll(f"sam{number}@acme{number}.example")


async def test_a_new_mailbox_sends_ten_on_its_first_day_and_nobody_is_lost(tmp_path: Path) -> None:
    """R5.11: the setting says 30, and the other five get theirs on the days after."""
    async with world(tmp_path, config=CONFIG + EAGER) as stage:
        await enroll_fifteen(stage)
        await stage.until(MONDAY + timedelta(hours=23))
        assert len(stage.sent) == 10
        await stage.until(MONDAY + timedelta(days=5))
        first = [mail["To"] for mail in stage.sent if mail["Subject"] == "Your pump"]
        assert len(first) == len(set(first)) == 15


async def test_a_mailbox_that_has_written_for_years_need_not_begin_small(tmp_path: Path) -> None:
    async with world(tmp_path, config=f"{CONFIG}ramp_up = false\n{EAGER}") as stage:
        await enroll_fifteen(stage)
        await stage.until(MONDAY + timedelta(hours=2))
        assert len(stage.sent) == 15


async def test_two_colleagues_a_day_are_enough(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        for number in range(4):
            await stage.enroll(f"sam{number}@acme.example")
        await stage.until(stage.clock.now() + timedelta(hours=8))
        assert len(stage.sent) == 2


async def test_the_copy_in_sent_is_filed_once(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.days(1)
        assert [message.raw for message in stage.inbox.boxes["Sent"].messages] == [stage.mailer.delivered[0].raw]


async def test_a_copy_that_the_provider_files_is_not_filed_again(tmp_path: Path) -> None:
    inbox = FakeInbox()
    start: list[World] = []

    def file(delivery: Delivery) -> None:
        inbox.deliver(delivery.raw, "Sent", at=start[0].clock.now())

    async with world(tmp_path, inbox=inbox, mailer=FakeMailer(on_delivery=file)) as stage:
        start.append(stage)
        await stage.enroll("sam@acme.example")
        await stage.days(2)
        assert len(inbox.boxes["Sent"].messages) == 1


async def test_a_failing_append_never_sends_again(tmp_path: Path) -> None:
    inbox = FakeInbox()
    inbox.fail(InboxError("NO [OVERQUOTA]"), "append")
    async with world(tmp_path, inbox=inbox) as stage:
        await stage.enroll("sam@acme.example")
        await stage.days(1)
        assert len(stage.mailer.attempts) == 1
        assert len(inbox.boxes["Sent"].messages) == 1


async def test_a_dry_run_shows_the_mail_and_sends_nothing(tmp_path: Path) -> None:
    async with world(tmp_path, config=CONFIG.replace("live = true", "live = false")) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.days(20)
        assert stage.mailer.attempts == []
        assert stage.enrollment(sam).step == 0
        shown = list((tmp_path / "state" / "dry-run").iterdir())
        assert [path.name for path in shown] == ["sam@acme.example-1.eml"]
        assert b"Is the pump still of interest?" in shown[0].read_bytes()


async def test_a_step_that_was_sent_is_never_sent_again(tmp_path: Path) -> None:
    """An edited sequence, a restored database: whatever led back to the step, its mail has left already."""
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        sent = stage.enrollment(sam)
        back = replace(sent, step=0, step_key="email:first", due_at=stage.clock.now() + timedelta(days=3))
        stage.do(lambda c: enrollments.save(c, sent, back))
        await stage.wake()
        await stage.until_sent(2)
        assert [mail["Subject"] for mail in stage.sent] == ["Your pump", "Fwd: Your pump"]


async def test_status_knows_that_the_account_cannot_send_and_forgets_it_once_it_can(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.AUTH, code=535, text="5.7.8 wrong password"))
    async with world(tmp_path, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example")
        house = stage.daemon.house
        wrong = stage.do(lambda c: examine(c, house, stage.clock.now())).causes
        assert [cause.code for cause in wrong] == ["cannot-send"]
        await stage.until_sent(1)
        assert stage.do(lambda c: examine(c, house, stage.clock.now())).causes == ()
