"""The fakes do as they are told: what other tests rest on."""

import asyncio
from datetime import UTC, datetime

import pytest

from followupd.core.delivery.status import SmtpLost, SmtpReply, SmtpResult, Stage
from followupd.mail.ports import InboxError
from tests.contract.mailer_contract import envelope, mail, no_mark, nothing_against_it
from tests.fakes import ACCEPTED, FakeInbox, FakeMailer

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
IN_DOUBT = SmtpLost(stage=Stage.DOT, error="reset by peer")


@pytest.mark.parametrize(
    ("result", "delivered", "arrives"),
    [
        (SmtpReply(stage=Stage.RCPT, code=550, text="no"), None, False),
        (IN_DOUBT, None, False),
        (IN_DOUBT, True, True),
        (ACCEPTED, None, True),
        (ACCEPTED, False, False),
    ],
)
async def test_a_scripted_answer_is_given_once(result: SmtpResult, delivered: bool | None, arrives: bool) -> None:
    mailer = FakeMailer()
    mailer.answer(result, delivered=delivered)
    assert await mailer.send(envelope(), mail("one"), nothing_against_it, no_mark) == result
    assert len(mailer.delivered) == arrives
    assert await mailer.send(envelope(), mail("two"), nothing_against_it, no_mark) == ACCEPTED


async def test_a_send_can_be_held_in_the_middle() -> None:
    mailer = FakeMailer()
    mailer.gate, looked = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(mailer.send(envelope(), mail("one"), looked.set, no_mark))
    await looked.wait()
    assert (len(mailer.attempts), len(mailer.delivered)) == (1, 0)
    mailer.gate.set()
    assert await task == ACCEPTED
    assert len(mailer.delivered) == 1


async def test_a_fetch_can_break_off_and_is_then_not_read_to_its_end() -> None:
    inbox = FakeInbox()
    for name in ("one", "two"):
        inbox.deliver(mail(name), at=NOW)
    inbox.fail(InboxError("reset by peer"), "fetch_after", after=1)
    fetch = inbox.fetch_after("INBOX", None, NOW)
    assert (await anext(fetch)).uid == 1
    with pytest.raises(InboxError):
        await anext(fetch)
    assert inbox.read_to_end["INBOX"] == 0
    assert [message.uid async for message in inbox.fetch_after("INBOX", None, NOW)] == [1, 2]
    assert inbox.read_to_end["INBOX"] == 1


async def test_whoever_idles_can_lose_the_connection() -> None:
    inbox, wake = FakeInbox(), asyncio.Event()
    task = asyncio.create_task(inbox.idle(wake))
    await wake.wait()
    inbox.drop_idle()
    with pytest.raises(InboxError):
        await task


async def test_a_rebuilt_folder_keeps_its_messages_under_new_uids() -> None:
    inbox = FakeInbox()
    inbox.remove(inbox.deliver(mail("one"), at=NOW))
    inbox.deliver(mail("two"), at=NOW)
    before = await inbox.position("INBOX")
    inbox.rebuild()
    (message,) = [each async for each in inbox.fetch_after("INBOX", before, NOW)]
    assert (message.raw, message.uid) == (mail("two"), 1)
