"""An address that is not ASCII, through a real Postfix (R1.26): mail arrives, or comes back for the right reason."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from followupd.config.settings import Security, Server
from followupd.core.delivery.status import Refused, SmtpReply, SmtpResult, Stage, judge
from followupd.core.letters.compose import email
from followupd.core.model import Fault, KindName, Person
from followupd.demo.servers import mail_servers
from followupd.mail import ports
from followupd.mail.smtp import SmtpMailer, Submission
from followupd.replies.kinds import kind_of
from followupd.replies.parse import parse
from tests.contract.inbox_contract import NOW
from tests.contract.worlds import ImapWorld
from tests.core.letters import letter
from tests.servers.machines import PASSWORD, Dovecot, Postfix, free_port, missing, run_postfix
from tests.servers.test_mail_loop import without_traces

pytestmark = pytest.mark.servers

JUERGEN = "jürgen@international.test"
ROUTE = """
smtputf8_enable = yes
virtual_mailbox_domains = example.test, international.test
transport_maps = inline:{{{{ international.test = lmtp:inet:127.0.0.1:{port} }}}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A Postfix that takes international.test to a port of ours, and example.test to a Dovecot without SMTPUTF8."""

    postfix: Postfix
    port: int


@pytest.fixture(scope="module")
def route(open_folder: Path, dovecot: Dovecot) -> Iterator[Route]:
    if how := missing("postfix", "openssl"):
        pytest.skip(how)
    if os.geteuid() != 0:
        pytest.skip("Postfix can only be started by root")
    folder, port = open_folder / "postfix-utf8", free_port()
    folder.mkdir()
    with run_postfix(folder, dovecot.lmtp_port, ROUTE.format(port=port)) as postfix:
        yield Route(postfix=postfix, port=port)


@dataclass(slots=True)
class Sink:
    """The far end: takes mail by LMTP, SMTPUTF8 included."""

    arrived: asyncio.Queue[tuple[list[str], bytes]] = field(default_factory=asyncio.Queue)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        await self.arrived.put((list(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 taken"


@asynccontextmanager
async def sink_at(port: int) -> AsyncIterator[Sink]:
    sink = Sink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: LMTP(sink, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port)
    async with server:
        yield sink


async def password() -> str:
    return "pw"


async def submit(postfix: Postfix, raw: bytes, recipient: str) -> SmtpResult:
    mailer = SmtpMailer(Submission(server=postfix.server(), ssl_context=postfix.trust))
    envelope = ports.Envelope(sender="ana@international.test", recipient=recipient)
    result = await mailer.send(envelope, raw, lambda: None, lambda: None)
    await mailer.close()
    return result


async def test_a_mail_arrives_byte_for_byte_at_an_international_address(route: Route) -> None:
    raw = email(letter(to=Person(name="Jürgen", address=JUERGEN), subject="Grüße", text="Grüß Gott,\n\nAna"))
    async with sink_at(route.port) as sink, asyncio.timeout(20):
        result = await submit(route.postfix, raw, JUERGEN)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code) == (Stage.DOT, 250)
        recipients, arrived = await sink.arrived.get()
    assert recipients == [JUERGEN]
    assert without_traces(arrived) == raw


async def test_a_mail_that_a_later_server_cannot_take_comes_back_and_says_why(route: Route) -> None:
    """Dovecot's LMTP has no SMTPUTF8: Postfix has taken the mail and must return it (RFC 6531 section 3.5)."""
    raw = email(letter(to=Person(address="jürgen@example.test")))
    async with sink_at(route.port) as sink, asyncio.timeout(20):
        assert isinstance(await submit(route.postfix, raw, "jürgen@example.test"), SmtpReply)
        _, returned = await sink.arrived.get()
    bounce = parse(returned)
    kind = kind_of(bounce)
    assert (kind.name, kind.detail) == (KindName.BOUNCE, "needs-smtputf8")
    assert kind.permanent
    assert kind.fault is not Fault.ACCOUNT
    assert kind.recipients == ("jürgen@example.test",)
    assert letter().message_id in bounce.reported_ids


async def test_a_server_without_smtputf8_gets_no_mail_for_such_an_address() -> None:
    taken: list[str] = []
    async with mail_servers("ana", "pw", lambda recipient, _: taken.append(recipient)) as servers:
        server = Server(host="127.0.0.1", port=servers.smtp_port, security=Security.NONE)
        mailer = SmtpMailer(Submission(server=server, username="ana", password=password))
        envelope = ports.Envelope(sender="ana@example.test", recipient=JUERGEN)
        verdict = judge(await mailer.send(envelope, b"x", lambda: None, lambda: None))
        await mailer.close()
    assert isinstance(verdict, Refused)
    assert (verdict.rule, verdict.fault, verdict.suppress) == ("recipient.needs-smtputf8", Fault.RECIPIENT, False)
    assert taken == []


async def test_its_copy_in_sent_is_filed_and_found_as_it_is(dovecot: Dovecot) -> None:
    """IMAP without UTF8=ACCEPT (RFC 6855) promises nothing for such a header; this server keeps every byte."""
    raw = email(letter(to=Person(name="Jürgen", address=JUERGEN)))
    inbox = ImapWorld(dovecot.server(), "juergen", PASSWORD, clear_port=dovecot.port).inbox
    await inbox.append("Sent", raw, NOW)
    found = await inbox.find("Sent", letter().message_id)
    await inbox.close()
    assert found is not None
    assert found.raw == raw
