"""The mail servers of the demo: SMTP by aiosmtpd, IMAP by pymap, in the daemon's own event loop, on loopback alone.

The daemon talks to them over TCP with the adapters that talk to real providers. The operating system chooses the
ports. Nothing leaves the machine: what SMTP receives is handed to a function.
"""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pysasl.hashing import BuiltinHash

LOOPBACK = "127.0.0.1"
FOLDERS = ("Junk", "Sent", "Drafts")

FAREWELL_S = 5.0

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Take = Callable[[str, bytes], None]
"""Called with the envelope's recipient and the bytes of each mail that was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServers:
    """Both servers, running. `deliver` is the way in for what the world writes."""

    smtp_port: int
    imap_port: int
    backend: DictBackend

    async def deliver(self, raw: bytes, folder: str, at: datetime, *, seen: bool = False) -> None:
        """Put a message into a folder of the mailbox; whoever waits there by IDLE is told."""
        flags = frozenset({Flag(b"\\Seen")} if seen else ())
        async with self.backend.login.demo_user_identity.new_session() as session:
            await session.append_messages(folder, [AppendMessage(raw, at, flags)])


@asynccontextmanager
async def mail_servers(username: str, password: str, take: Take) -> AsyncIterator[MailServers]:
    """Run both servers for one account for as long as the context lasts."""
    backend = await _mailbox(username, password)
    sessions: set[asyncio.Task[object]] = set()
    imap = await asyncio.start_server(_imap_service(backend, sessions), LOOPBACK, 0)
    smtp = await _submission(username, password, take)
    try:
        yield MailServers(smtp_port=_port(smtp), imap_port=_port(imap), backend=backend)
    finally:
        for server in (smtp, imap):
            server.close()
        if sessions:  # their clients have left; they end as soon as they notice
            await asyncio.wait(sessions, timeout=FAREWELL_S)


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port


# --- IMAP -----------------------------------------------------------------------------------------------------------


async def _mailbox(username: str, password: str) -> DictBackend:
    """Return a mailbox in memory with the usual folders."""
    unset = ("cert", "key", "proxy_protocol", "passlib_cfg")
    options = Namespace(
        **dict.fromkeys(unset),
        debug=False,
        host=LOOPBACK,
        port=0,
        tls=False,
        demo_data=False,
        demo_user=username,
        demo_password=password,
    )
    # By default half a million rounds of hashing at each login, and a look at a DNS block list for each connection.
    backend, config = await DictBackend.init(options, hash_context=BuiltinHash(rounds=1), reject_dnsbl=False)
    config.apply_context()
    async with backend.login.demo_user_identity.new_session() as session:
        for folder in FOLDERS:
            await session.create_mailbox(folder)
    return backend


def _imap_service(backend: DictBackend, sessions: "set[asyncio.Task[object]]") -> Serve:
    """Return what serves one IMAP connection.

    pymap's own service leaves each session to a task that nobody holds on to: since Python 3.12 the garbage collector
    ends it in the middle of a command.
    """
    imap, proxy = IMAPServer(backend.login, backend.config), ProxyProtocolReader(backend.config.proxy_protocol)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            sessions.add(task)
            task.add_done_callback(sessions.discard)
        result = await proxy.read(reader)  # reads nothing: there is no proxy
        await imap(reader, writer, SocketInfo.get(writer, result, unique_id=token_bytes(8)))

    return serve


# --- SMTP -----------------------------------------------------------------------------------------------------------


class _Postbox:
    """Takes every mail."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._taken = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Hand the mail on before it is acknowledged."""
        self._taken += 1
        self._take(envelope.rcpt_tos[0], envelope.original_content or b"")
        return f"250 2.0.0 accepted as mail {self._taken} of the demo"


async def _submission(username: str, password: str, take: Take) -> asyncio.Server:
    """Listen for one account; a login is asked for, as a provider does."""
    loop = asyncio.get_running_loop()

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:  # noqa: ARG001
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (
            username.encode(),
            password.encode(),
        )
        return AuthResult(success=known, handled=False)  # False: the server says 535 itself

    handler = _Postbox(take)
    return await loop.create_server(
        lambda: SMTP(
            handler,
            hostname="localhost",
            ident="followupd demo",
            loop=loop,
            auth_require_tls=False,
            authenticator=check,
        ),
        LOOPBACK,
        0,
    )
