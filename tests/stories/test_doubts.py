"""Mails in doubt: how they come to be, and what ends the doubt (R4.8, R4.9)."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from followupd.core.delivery.status import SmtpLost, SmtpReply, Stage
from followupd.core.model import Contact, Hold, Outgoing, State
from followupd.service.sending import journal
from followupd.store import mails
from followupd.store.mails import MailState
from tests.fakes import FakeInbox, FakeMailer
from tests.stories.world import CONFIG, World, world

LOST = SmtpLost(stage=Stage.DOT, error="reset")
GMAIL = CONFIG.replace('username = "ana"', 'username = "ana"\nprovider = "gmail"')


def doubts(stage: World) -> list[Outgoing]:
    return list(stage.do(lambda c: mails.in_state(c, MailState.IN_DOUBT)))


async def die_while_sending(folder: Path, mailer: FakeMailer, inbox: FakeInbox | None = None) -> tuple[Contact, str]:
    """Let a daemon end in the middle of its first mail; return its contact and its Message-ID."""
    mailer.gate = asyncio.Event()
    async with world(folder, mailer=mailer, inbox=inbox) as stage:
        sam = await stage.enroll("sam@acme.example", settle=False)
        await mailer.reached.wait()
        (mail,) = stage.do(lambda c: mails.in_state(c, MailState.SENDING))
        stage.daemon.stop()
        stage.daemon.stop()
    return sam, mail.message_id


def not_yet_marked() -> FakeMailer:
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.RCPT, code=451, text="later"))
    return mailer


# At the start.


async def test_a_mail_without_a_mark_goes_out_after_the_restart_under_its_message_id(tmp_path: Path) -> None:
    _, message_id = await die_while_sending(tmp_path, not_yet_marked())
    async with world(tmp_path) as again:
        assert doubts(again) == []
        await again.until_sent(1)
        assert again.sent[0]["Message-ID"] == message_id
        assert again.tasks() == []


async def test_a_mail_that_is_put_back_need_not_wait_for_its_own_claim(tmp_path: Path) -> None:
    await die_while_sending(tmp_path, not_yet_marked())
    async with world(tmp_path) as again:
        await again.until(again.clock.now() + timedelta(minutes=10))
        assert len(again.sent) == 1


async def test_a_second_crash_before_the_mark_puts_back_again(tmp_path: Path) -> None:
    _, message_id = await die_while_sending(tmp_path, not_yet_marked())
    mailer = not_yet_marked()
    mailer.gate = asyncio.Event()
    async with world(tmp_path, mailer=mailer) as stage:
        waiting = asyncio.create_task(stage.clock.run_until(stage.clock.now() + timedelta(minutes=10)))
        await mailer.reached.wait()
        waiting.cancel()
        stage.daemon.stop()
        stage.daemon.stop()
    async with world(tmp_path) as again:
        await again.until_sent(1)
        assert [mail["Message-ID"] for mail in again.sent] == [message_id]


async def test_after_a_power_loss_a_mail_without_a_mark_is_in_doubt(tmp_path: Path) -> None:
    await die_while_sending(tmp_path, not_yet_marked())
    path = tmp_path / "state" / journal.FILE
    path.write_text(path.read_text().replace(journal.boot_id(), "an-earlier-boot"))
    async with world(tmp_path) as again:
        await again.days(3)
        assert len(doubts(again)) == 1
        assert again.sent == []


async def test_without_its_journal_a_mail_is_in_doubt(tmp_path: Path) -> None:
    await die_while_sending(tmp_path, not_yet_marked())
    (tmp_path / "state" / journal.FILE).unlink()
    async with world(tmp_path) as again:
        assert len(doubts(again)) == 1


async def test_a_copy_that_was_read_before_the_crash_leaves_no_doubt_after_it(tmp_path: Path) -> None:
    inbox, mailer = FakeInbox(), FakeMailer()
    mailer.gate = asyncio.Event()
    async with world(tmp_path, mailer=mailer, inbox=inbox) as stage:
        sam = await stage.enroll("sam@acme.example", settle=False)
        await mailer.reached.wait()
        (mail,) = stage.do(lambda c: mails.in_state(c, MailState.SENDING))
        inbox.deliver(mail.raw, "Sent", at=stage.clock.now())
        stage.daemon.wake()
        while not stage.do(lambda c: mails.is_filed(c, mail.id)):  # noqa: ASYNC110 - another task reads it
            await asyncio.sleep(0)
        stage.daemon.stop()
        stage.daemon.stop()
    async with world(tmp_path, inbox=inbox) as again:
        assert (doubts(again), again.tasks()) == ([], [])
        assert again.enrollment(sam).step == 1


async def test_a_mail_that_cannot_be_marked_is_tried_again_later(tmp_path: Path) -> None:
    mailer = FakeMailer()
    async with world(tmp_path, mailer=mailer) as stage:
        path = tmp_path / "state" / journal.FILE
        hidden = path.rename(path.with_suffix(".hidden"))
        await stage.enroll("sam@acme.example")
        assert (stage.sent, len(mailer.attempts)) == ([], 1)
        hidden.rename(path)
        await stage.until_sent(1)


# What others know.


def bounce_of(mail: Outgoing) -> bytes:
    report = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nNo such user.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; northwind.example\n\nFinal-Recipient: rfc822; {mail.to}\nAction: failed\nStatus: 5.1.1\n"
        f"\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {mail.message_id}\nTo: {mail.to}\n\n--b--\n"
    )
    head = "From: MAILER-DAEMON@northwind.example\nTo: ana@northwind.example\nSubject: failed\n"
    return f"{head}Message-ID: <bounce@northwind.example>\nMIME-Version: 1.0\n{report}".encode()


async def test_a_bounce_that_names_it_shows_that_it_left(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(LOST, delivered=True)
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        (mail,) = doubts(stage)
        await stage.arrive(bounce_of(mail))
        assert stage.do(lambda c: mails.state_of(c, mail.id)) is MailState.ACCEPTED
        assert stage.enrollment(sam).state is State.STOPPED


async def test_a_reply_to_another_mail_of_the_conversation_settles_nothing(tmp_path: Path) -> None:
    mailer = FakeMailer()
    async with world(tmp_path, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example")
        mailer.answer(LOST, delivered=False)
        while not doubts(stage):
            await stage.days(1)
        note = EmailMessage()
        note["From"], note["To"], note["Subject"] = "sam@acme.example", "ana@northwind.example", "Re: Your pump"
        note["Message-ID"], note["Auto-Submitted"] = "<away@acme.example>", "auto-replied"
        note["Thread-Index"] = stage.sent[0]["Thread-Index"]
        note.set_content("I am out of the office.")
        await stage.arrive(note.as_bytes())
        assert len(doubts(stage)) == 1


# The copy that is not there.


async def test_where_the_provider_files_sent_a_missing_copy_sends_it_once_more(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(LOST, delivered=False)
    async with world(tmp_path, config=GMAIL, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example")
        (mail,) = doubts(stage)
        await stage.until(stage.clock.now() + timedelta(minutes=14))
        assert len(mailer.attempts) == 1
        await stage.until(stage.clock.now() + timedelta(minutes=2))
        assert len(mailer.attempts) == 2
        assert [sent["Message-ID"] for sent in stage.sent] == [mail.message_id]
        assert stage.tasks() == []


async def test_a_second_doubt_about_the_same_mail_is_the_owners(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(LOST, delivered=False)
    mailer.answer(LOST, delivered=False)
    async with world(tmp_path, config=GMAIL, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.days(5)
        assert len(mailer.attempts) == 2
        assert stage.enrollment(sam).hold is Hold.IN_DOUBT
        assert "followupd settle" in stage.tasks()[0].words


async def test_a_copy_within_the_time_settles_it_and_nothing_is_sent_again(tmp_path: Path) -> None:
    inbox, mailer = FakeInbox(), FakeMailer()
    mailer.answer(LOST, delivered=True)
    async with world(tmp_path, config=GMAIL, mailer=mailer, inbox=inbox) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until(stage.clock.now() + timedelta(minutes=13))
        await stage.arrive(mailer.delivered[0].raw, "Sent")
        await stage.until(stage.clock.now() + timedelta(hours=2))
        assert len(mailer.attempts) == 1
        assert stage.enrollment(sam).step == 1


async def test_where_nobody_files_sent_a_missing_copy_proves_nothing(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(LOST, delivered=True)
    async with world(tmp_path, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example")
        await stage.days(5)
        assert len(mailer.attempts) == 1
        assert len(doubts(stage)) == 1
