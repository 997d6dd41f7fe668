"""`SmtpMailer` against a real Postfix that delivers to a real Dovecot, over STARTTLS."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from followupd.core.delivery.status import SmtpLost, SmtpReply, Stage
from followupd.core.model import Cursor
from followupd.mail.imap import ImapInbox
from followupd.mail.smtp import SmtpMailer, Submission
from tests.contract.inbox_contract import NOW, idling
from tests.contract.mailer_contract import MailerContract, MailerWorld, envelope, mail, no_mark, nothing_against_it
from tests.contract.worlds import ImapWorld
from tests.servers.machines import PASSWORD, Dovecot, Postfix

pytestmark = pytest.mark.servers


@dataclass(kw_only=True)
class PostfixWorld(MailerWorld):
    inbox: ImapInbox  # of sam@example.test
    start: Cursor

    async def arrived(self, count: int) -> list[bytes]:
        wake = asyncio.Event()
        async with asyncio.timeout(10), idling(self.inbox, wake):
            while len(messages := await self._messages()) < count:
                await wake.wait()
                wake.clear()
        assert len(messages) == count
        return messages

    async def _messages(self) -> list[bytes]:
        return [message.raw async for message in self.inbox.fetch_after("INBOX", self.start, NOW)]


class TestSmtpMailerAtPostfix(MailerContract):
    @pytest_asyncio.fixture
    async def world(self, dovecot: Dovecot, postfix: Postfix) -> AsyncIterator[MailerWorld]:
        mailer = SmtpMailer(Submission(server=postfix.server(), ssl_context=postfix.trust))
        inbox = ImapWorld(dovecot.server(), "sam", PASSWORD, clear_port=dovecot.port).inbox
        yield PostfixWorld(mailer=mailer, inbox=inbox, start=await inbox.position("INBOX"))
        await mailer.close()
        await inbox.close()


async def test_an_unknown_authority_is_refused_for_good(postfix: Postfix) -> None:
    mailer = SmtpMailer(Submission(server=postfix.server()))
    result = await mailer.send(envelope(), mail("one"), nothing_against_it, no_mark)
    assert isinstance(result, SmtpLost)
    assert (result.stage, result.permanent) == (Stage.CONNECT, True)


async def test_a_message_over_postfix_size_is_not_sent(postfix: Postfix) -> None:
    mailer = SmtpMailer(Submission(server=postfix.server(), ssl_context=postfix.trust))
    result = await mailer.send(envelope(), mail("long") + b"x\r\n" * 4_000_000, nothing_against_it, no_mark)
    assert isinstance(result, SmtpReply)
    assert (result.stage, result.code) == (Stage.MAIL, 552)
    await mailer.close()
