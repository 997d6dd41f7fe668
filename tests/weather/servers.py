"""Postfix and Dovecot for the owner and for everybody they write to; a run has addresses of its own."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from followupd.mail.imap import ImapInbox
from followupd.mail.imap_session import Account
from tests.servers.machines import PASSWORD, Dovecot, Postfix, free_port, run_dovecot, run_postfix

LONGEST_S = 30.0  # for a mail to get through a queue with nothing in its way
_QUEUES = ("maildrop", "incoming", "active", "deferred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Both, running."""

    root: Path
    dovecot: Dovecot
    postfix: Postfix

    async def delivered(self) -> None:
        """Return when every mail that Postfix has taken by now lies in its mailbox."""
        waiting = self._queued()
        async with asyncio.timeout(LONGEST_S):
            while waiting := waiting & self._queued():  # noqa: ASYNC110 - another program's folders tell nobody
                await asyncio.sleep(0.002)

    def _queued(self) -> set[str]:
        """Return the mails in the queue. One that is still being written, and may never be, is not yet executable."""
        found = set()
        for queue in _QUEUES:
            for path in (self.root / "postfix" / "spool" / queue).rglob("*"):
                try:
                    mode = path.stat().st_mode
                except FileNotFoundError:
                    continue  # it has moved on: a later look finds it, or not
                if path.is_file() and mode & 0o100:
                    found.add(path.name)
        return found

    def postbox(self, address: str) -> "Postbox":
        """Return where mail to this address is delivered."""
        return Postbox(folder=self.root / "dovecot" / "mail" / address.partition("@")[0] / "Maildir" / "new")


@dataclass(slots=True, kw_only=True)
class Postbox:
    """A contact's mailbox, as its files."""

    folder: Path
    _seen: set[str] = field(default_factory=set)

    def new(self) -> list[bytes]:
        """Return what has come since the last look."""
        names = sorted(path.name for path in self.folder.glob("*") if path.name not in self._seen)
        self._seen.update(names)
        return [(self.folder / name).read_bytes() for name in names]


@contextmanager
def run_servers(root: Path) -> Iterator[Servers]:
    """Run both: Postfix lets nobody submit without a login that Dovecot knows, and delivers every domain to it."""
    for name in ("dovecot", "postfix"):
        (root / name).mkdir()
    port = free_port()
    logins = f"service auth {{\n  inet_listener {{\n    address = 127.0.0.1\n    port = {port}\n  }}\n}}\n"
    more = f"""
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{port}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
virtual_mailbox_domains = static:all
"""
    with (
        run_dovecot(root / "dovecot", logins) as dovecot,
        run_postfix(root / "postfix", dovecot.lmtp_port, more) as post,
    ):
        yield Servers(root=root, dovecot=dovecot, postfix=post)


async def password() -> str:
    """Return everybody's."""
    return PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdoor:
    """The owner's mailbox, past the weather: for what the world puts there, and for the look at the end."""

    inbox: ImapInbox

    async def put(self, folder: str, raw: bytes, at: datetime) -> None:
        await self.inbox.append(folder, raw, at)

    async def message_ids(self, folder: str) -> tuple[str, ...]:
        """Return the Message-ID of every message, as often as it is there."""
        first = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
        return tuple([message_id(each.raw) async for each in self.inbox.fetch_after(folder, None, first)])


@asynccontextmanager
async def backdoor(servers: Servers, username: str) -> AsyncIterator[Backdoor]:
    account = Account(server=servers.dovecot.server(), username=username, password=password)
    inbox = ImapInbox(account)
    try:
        yield Backdoor(inbox=inbox)
    finally:
        await inbox.close()


def message_id(raw: bytes) -> str:
    """Return the Message-ID of a mail, "" where it has none."""
    found = re.search(rb"(?im)^message-id:\s*(<[^>]*>)", raw)
    return found[1].decode() if found else ""
