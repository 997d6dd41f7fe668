"""Mailboxes for the contract tests: the one in memory, and any IMAP server through the standard library's client."""

import asyncio
import imaplib
import time
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from secrets import token_hex
from ssl import SSLContext
from typing import TypeVar

from pymap.backend.dict import DictBackend, Identity
from pymap.config import IMAPConfig
from pymap.imap import IMAPService
from pymap.user import UserMetadata
from pysasl.hashing import BuiltinHash

from followupd.config.settings import Security, Server
from followupd.mail.imap import ImapInbox, Limits
from followupd.mail.imap_session import Account
from tests.contract.inbox_contract import NOW, InboxWorld
from tests.fakes import FakeFolder, FakeInbox

T = TypeVar("T")

PASSWORD = "pw-anyone"


class FakeWorld(InboxWorld):
    """The inbox of tests/fakes.py."""

    def __init__(self) -> None:
        self.inbox: FakeInbox = FakeInbox(cap=self.cap)

    async def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime = NOW) -> None:
        self.inbox.deliver(raw, folder, at=at)

    async def remove(self, uid: int) -> None:
        self.inbox.remove(uid)

    async def rebuild(self, folder: str) -> None:
        self.inbox.boxes[folder] = FakeFolder(uidvalidity=self.inbox.boxes[folder].uidvalidity + 1)

    async def seen(self, folder: str) -> list[bool]:
        box = self.inbox.boxes[folder]
        return [message.uid in box.seen for message in box.messages]

    async def marked(self, folder: str, keyword: str) -> list[bool]:
        box = self.inbox.boxes[folder]
        return [keyword in box.keywords.get(message.uid, set()) for message in box.messages]


class ImapWorld(InboxWorld):
    """A mailbox on an IMAP server on this machine; what happens to it is done by imaplib, over the clear-text port."""

    def __init__(
        self, server: Server, username: str, password: str, *, clear_port: int, trust: SSLContext | None = None
    ) -> None:
        async def give() -> str:
            return password

        account = Account(server=server, username=username, password=give, ssl_context=trust)
        self.inbox: ImapInbox = ImapInbox(account, Limits(cap=self.cap, batch=2))
        self.username = username
        self._port, self._login = clear_port, (username, password)

    async def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime = NOW) -> None:
        date = imaplib.Time2Internaldate(at)
        await self._do(lambda imap: imap.append(folder, "", date, raw))

    async def remove(self, uid: int) -> None:
        def expunge(imap: imaplib.IMAP4) -> None:
            imap.select("INBOX")
            imap.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            imap.expunge()

        await self._do(expunge)

    async def rebuild(self, folder: str) -> None:
        def replace(imap: imaplib.IMAP4) -> None:
            time.sleep(1.1)  # Dovecot makes a UIDVALIDITY from the second of the folder's birth
            imap.delete(folder)
            imap.create(folder)

        await self._do(replace)

    async def seen(self, folder: str) -> list[bool]:
        return await self.marked(folder, "\\Seen")

    async def marked(self, folder: str, keyword: str) -> list[bool]:
        def flags(imap: imaplib.IMAP4) -> list[bool]:
            imap.select(folder, readonly=True)
            _, lines = imap.fetch("1:*", "(FLAGS)")
            return [keyword.encode() in line for line in lines if isinstance(line, bytes)]

        return await self._do(flags)

    async def create(self, folder: str) -> None:
        await self._do(lambda imap: imap.create(folder))

    async def _do(self, action: Callable[[imaplib.IMAP4], T]) -> T:
        return await asyncio.to_thread(self._session, action)

    def _session(self, action: Callable[[imaplib.IMAP4], T]) -> T:
        with imaplib.IMAP4("127.0.0.1", self._port, timeout=10) as imap:
            imap.login(*self._login)
            return action(imap)


@dataclass(slots=True)
class Pymap:
    """An IMAP server inside this process, which makes a mailbox for each test."""

    backend: DictBackend
    config: IMAPConfig
    port: int
    numbers: "count[int]"

    async def world(self) -> ImapWorld:
        user = f"user{next(self.numbers)}"
        identity = Identity(user, self.backend.login, None, frozenset({"admin"}))
        hashed = BuiltinHash(rounds=1).hash(PASSWORD)  # half a million rounds by default, at each login
        await identity.set(UserMetadata(self.config, user, password=hashed))
        server = Server(host="127.0.0.1", port=self.port, security=Security.NONE)
        world = ImapWorld(server, user, PASSWORD, clear_port=self.port)
        for folder in ("Junk", "Sent", "Drafts"):
            await world.create(folder)
        world.keeps_keywords = False
        return world


@asynccontextmanager
async def run_pymap(port: int) -> AsyncIterator[Pymap]:
    unset = ("cert", "key", "proxy_protocol", "inherited_sockets", "logging_cfg", "set_uid", "set_gid", "pid_file")
    options = Namespace(
        **dict.fromkeys((*unset, "passlib_cfg")),
        debug=False,
        host="127.0.0.1",
        port=str(port),
        tls=False,
        demo_data=False,
        demo_user="setup",
        demo_password=token_hex(),
        skip_services=[],
    )
    async with AsyncExitStack() as stack:
        backend, config = await DictBackend.init(options)
        config.apply_context()
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        yield Pymap(backend=backend, config=config, port=port, numbers=count())
