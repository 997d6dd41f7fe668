"""The whole daemon against real Dovecot and Postfix: sent, arrived, answered, stopped; and a server that goes away."""

import asyncio
import logging
import smtplib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Connection

from followupd.config import Mailbox, Security
from followupd.core.model import Contact, ContactId, Enrollment, State, Stop
from followupd.mail.imap import ImapInbox
from followupd.mail.imap_session import Account
from followupd.mail.ports import Inbox, Mailer
from followupd.mail.smtp import SmtpMailer, Submission
from followupd.service import changes
from followupd.service.clock import SystemClock, Ticks
from followupd.service.daemon import Daemon
from followupd.service.house import House, open_house
from followupd.service.notify import Notifier
from followupd.store import contacts, enrollments
from followupd.store.engine import Store, open_store
from tests.servers.machines import PASSWORD, Dovecot, Postfix, configure_dovecot, serving
from tests.stories.world import read, write_folder

pytestmark = pytest.mark.servers

CONFIG = """
timezone = "UTC"
state = "state"
live = true

[mailboxes.ana]
from = "Ana Ruiz <ana@example.test>"
smtp = {{ host = "127.0.0.1", port = {smtp}, security = "starttls" }}
imap = {{ host = "127.0.0.1", port = {imap}, security = "{security}" }}
username = "ana"
password = {{ env = "FOLLOWUPD_TEST" }}

[sending]
window = ["mon-sun 00:00-24:00"]
gap = "0s-0s"
"""


class Journal(logging.Handler):
    """Wakes whoever waits for a line of the daemon's log."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = asyncio.Event()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        self.changed.set()

    def has(self, words: str) -> bool:
        return any(words in line for line in self.lines)


@dataclass(kw_only=True)
class Running:
    """A daemon between real servers."""

    house: House
    store: Store
    daemon: Daemon
    journal: Journal

    def enroll(self, address: str) -> Contact:
        def work(connection: Connection) -> Contact:
            new = Contact(id=ContactId(0), address=address, fields={"email": address, "first_name": "Sam"})
            now = SystemClock().now()
            contact = contacts.add(connection, new, now)
            sequence = self.house.sequences["no-reply"]
            changes.enroll(connection, self.house.planner, contact, sequence, mailbox="ana", at=now)
            return contact

        contact = self.store.now(work)
        self.daemon.wake()
        return contact

    def enrollment(self, contact: Contact) -> Enrollment:
        return self.store.now(lambda c: enrollments.of_contact(c, contact.id))[0]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return when the condition holds; it is asked after each line that the daemon logs."""
        async with asyncio.timeout(20):
            while not condition():
                self.journal.changed.clear()
                await self.journal.changed.wait()


@asynccontextmanager
async def running(folder: Path, dovecot: Dovecot, postfix: Postfix, security: Security) -> AsyncIterator[Running]:
    server = dovecot.server(security)
    config = CONFIG.format(smtp=postfix.port, imap=server.port, security=security.value)
    house = open_house(write_folder(folder, config=config))
    store = open_store(house.settings.database)

    async def password() -> str:
        return PASSWORD

    def connect(mailbox: Mailbox) -> tuple[Mailer, Inbox]:
        account = Account(server=mailbox.imap, username="ana", password=password, ssl_context=dovecot.trust)
        submission = Submission(server=mailbox.smtp, ssl_context=postfix.trust)
        return SmtpMailer(submission), ImapInbox(account)

    journal = Journal()
    logger = logging.getLogger("followupd")
    logger.addHandler(journal)
    level = logger.level
    logger.setLevel(logging.INFO)
    daemon = Daemon(house, store, SystemClock(), connect, Notifier({}))
    task = asyncio.create_task(daemon.run(Ticks()))
    try:
        await daemon.ready.wait()
        yield Running(house=house, store=store, daemon=daemon, journal=journal)
    finally:
        daemon.stop()
        await task
        store.close()
        logger.removeHandler(journal)
        logger.setLevel(level)


def answer(postfix: Postfix, mail: EmailMessage, words: str) -> None:
    """Answer a mail as its recipient would: through the same Postfix."""
    reply = EmailMessage()
    reply["From"], reply["To"] = mail["To"], "ana@example.test"
    reply["Subject"], reply["In-Reply-To"] = f"Re: {mail['Subject']}", mail["Message-ID"]
    reply["Message-ID"] = f"<re-{mail['Message-ID'].strip('<>')}>"
    reply.set_content(words)
    with smtplib.SMTP("127.0.0.1", postfix.port, local_hostname="contact.example.test") as smtp:
        smtp.send_message(reply)


async def received(dovecot: Dovecot, user: str) -> EmailMessage:
    """Return the newest mail in a contact's own mailbox, waiting for it where it is still on its way."""

    async def password() -> str:
        return PASSWORD

    account = Account(server=dovecot.server(), username=user, password=password)
    inbox = ImapInbox(account)
    wake = asyncio.Event()
    watch = asyncio.create_task(inbox.idle(wake))
    try:
        async with asyncio.timeout(20):
            while True:
                wake.clear()
                start = SystemClock().now()
                found = [each async for each in inbox.fetch_after("INBOX", None, start)]
                if found:
                    return read(found[-1].raw)
                await wake.wait()
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await inbox.close()


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_sent_arrived_answered_stopped(
    tmp_path: Path, dovecot: Dovecot, postfix: Postfix, security: Security
) -> None:
    async with running(tmp_path, dovecot, postfix, security) as stage:
        sam = stage.enroll(f"sam-{security}@example.test")
        await stage.until(lambda: stage.enrollment(sam).step == 1)
        mail = await received(dovecot, f"sam-{security}")
        assert mail["Subject"] == "Your pump"
        await asyncio.to_thread(answer, postfix, mail, "Yes, let us talk on Thursday.")
        await stage.until(lambda: stage.enrollment(sam).state is State.STOPPED)
        assert stage.enrollment(sam).stop is Stop.YES
        await stage.until(lambda: '"label":"yes"' in (tmp_path / "state" / "replies.jsonl").read_text())


async def test_a_server_that_restarts_is_found_again(tmp_path: Path, open_folder: Path, postfix: Postfix) -> None:
    folder = open_folder / "restarting"
    folder.mkdir()
    dovecot = configure_dovecot(folder)
    async with AsyncExitStack() as stack:
        with serving(dovecot):
            stage = await stack.enter_async_context(running(tmp_path, dovecot, postfix, Security.NONE))
            kim = stage.enroll("kim@example.test")
            await stage.until(lambda: stage.enrollment(kim).step == 1)
        await stage.until(lambda: stage.journal.has("watch lost"))
        with serving(dovecot), smtplib.LMTP("127.0.0.1", dovecot.lmtp_port) as lmtp:
            words = "From: kim@example.test\r\nTo: ana@example.test\r\n\r\nNo, thank you.\r\n"
            await asyncio.to_thread(lmtp.sendmail, "kim@example.test", ["ana@example.test"], words)
            await stage.until(lambda: stage.enrollment(kim).stop is Stop.NO)
            await stack.aclose()
