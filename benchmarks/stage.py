"""A daemon between in-process servers, with contacts enrolled: what sending and hearing both need."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from benchmarks.figures import house
from followupd.config import Mailbox
from followupd.core.model import Contact, ContactId
from followupd.demo.servers import MailServers, mail_servers
from followupd.mail.imap import ImapInbox
from followupd.mail.imap_session import Account
from followupd.mail.ports import Inbox, Mailer
from followupd.mail.smtp import SmtpMailer, Submission
from followupd.service import changes
from followupd.service.clock import SystemClock
from followupd.service.daemon import Daemon
from followupd.service.house import House
from followupd.service.notify import Notifier
from followupd.store import contacts
from followupd.store.engine import Store

PASSWORD = "benchmark"  # noqa: S105 - of a server inside this process


class Lines(logging.Handler):
    """Wakes whoever waits for the daemon to say something."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[str] = []
        self.changed = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line."""
        self.said.append(record.getMessage())
        self.changed.set()

    async def until(self, word: str, count: int) -> None:
        """Return when so many lines that begin with a word were said."""
        while sum(line.startswith(word) for line in self.said) < count:
            self.changed.clear()
            await self.changed.wait()


@dataclass(kw_only=True)
class Stage:
    """Everything in its place; nobody is enrolled yet."""

    house: House
    store: Store
    daemon: Daemon
    servers: MailServers
    lines: Lines
    received: list[tuple[str, bytes]] = field(default_factory=list)

    def enroll(self, count: int) -> None:
        """Put so many contacts of so many companies into the sequence."""

        def work(connection: Connection) -> None:
            now = SystemClock().now()
            for number in range(count):
                address = f"sam@company{number}.example"
                new = Contact(id=ContactId(0), address=address, fields={"email": address, "first_name": "Sam"})
                contact = contacts.add(connection, new, now)
                sequence = self.house.sequences["plain"]
                changes.enroll(connection, self.house.planner, contact, sequence, mailbox="ana", at=now)

        self.store.now(work)


async def _password() -> str:
    return PASSWORD


def account(port: int, mailbox: Mailbox) -> Account:
    """Return the login of the in-process IMAP server."""
    server = type(mailbox.imap)(host="127.0.0.1", port=port, security=mailbox.imap.security)
    return Account(server=server, username="ana", password=_password)


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Set up servers, folder and daemon; the daemon runs until the block ends."""
    received: list[tuple[str, bytes]] = []
    async with (
        mail_servers("ana", PASSWORD, lambda to, raw: received.append((to, raw))) as servers,
        house(smtp=servers.smtp_port, imap=servers.imap_port) as (opened, store),
    ):

        def connect(mailbox: Mailbox) -> tuple[Mailer, Inbox]:
            submission = Submission(server=mailbox.smtp, username="ana", password=_password)
            return SmtpMailer(submission), ImapInbox(account(servers.imap_port, mailbox))

        lines = Lines()
        logger = logging.getLogger("followupd")
        logger.addHandler(lines)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        daemon = Daemon(opened, store, SystemClock(), connect, Notifier({}))
        task = asyncio.create_task(daemon.run())
        try:
            await daemon.ready.wait()
            yield Stage(house=opened, store=store, daemon=daemon, servers=servers, lines=lines, received=received)
        finally:
            daemon.stop()
            await task
            logger.removeHandler(lines)
