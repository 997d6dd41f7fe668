"""The connection that reads: one command at a time, one folder open, opened anew where it does not answer any more.

Folders are opened with EXAMINE (R3.2), and only for as long as something has to be changed with SELECT.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aioimaplib import aioimaplib

from followupd.mail.imap_answers import Opened, response_code
from followupd.mail.imap_faults import refusal
from followupd.mail.imap_grammar import Argument, astring
from followupd.mail.imap_names import encode_name
from followupd.mail.imap_session import Account, Session, lost, open_session
from followupd.mail.imap_wire import Reply, Wire
from followupd.mail.ports import InboxError


class ReadingConnection:
    """`unused_s`: left alone for so long it is asked before it is used, and has `patience_s` to answer."""

    def __init__(self, account: Account, *, unused_s: float, patience_s: float) -> None:
        self._account = account
        self._unused_s = unused_s
        self._patience_s = patience_s
        self._session: Session | None = None
        self._used_at = 0.0  # of the loop's clock
        self._selected = ""  # the folder that is open for reading
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Wire]:
        """Give the connection to one caller at a time.

        It outlives a server's NO. After anything else an answer may still be on its way, so it is not used again.
        """
        async with self._turn:
            session = await self._connected()
            try:
                yield session.wire
            except InboxError:
                raise
            except (OSError, ValueError) as error:
                session.wire.abort()
                raise lost(self._account.server, error) from error
            except BaseException:
                session.wire.abort()
                raise
            finally:
                self._used_at = asyncio.get_running_loop().time()

    @asynccontextmanager
    async def reopened(self, folder: str, opened: Opened) -> AsyncIterator[Wire]:
        """Go on with a folder; another call may have opened a different one, or the connection is a new one."""
        async with self.use() as wire:
            if self._selected != folder and (await self.examine(wire, folder)).uidvalidity != opened.uidvalidity:
                raise _rebuilt(folder)
            yield wire

    def offers(self, *capabilities: str) -> bool:
        """Say whether the server that is being talked to has all of these."""
        return self._session is not None and self._session.capabilities.issuperset(capabilities)

    async def run(self, wire: Wire, name: str, *arguments: Argument, by_uid: bool = False) -> Reply:
        """Run a command with the account's patience."""
        return await wire.run(name, *arguments, by_uid=by_uid, timeout_s=self._account.command_s)

    async def examine(self, wire: Wire, folder: str) -> Opened:
        """Open a folder for reading only."""
        opened = await self._open(wire, "EXAMINE", folder)
        self._selected = folder
        return opened

    async def select(self, wire: Wire, folder: str, uidvalidity: int) -> None:
        """Open a folder to change something in it; whoever reads next opens it anew. InboxError if it was rebuilt."""
        if (await self._open(wire, "SELECT", folder)).uidvalidity != uidvalidity:
            raise _rebuilt(folder)

    async def close(self, patience_s: float) -> None:
        """Log out; never raises for the network."""
        session, self._session = self._session, None
        if session is None:
            return
        try:
            await session.wire.run("LOGOUT", timeout_s=patience_s)
        except OSError:  # it was gone already, or says nothing
            pass
        finally:
            session.wire.abort()

    async def _connected(self) -> Session:
        """Return the open connection, or a new one where there is none or it does not answer any more."""
        session = self._session
        if session is None or session.wire.lost or not await self._answers(session.wire):
            self._selected = ""
            session = self._session = await open_session(self._account, _nobody_waits)
        return session

    async def _answers(self, wire: Wire) -> bool:
        if asyncio.get_running_loop().time() - self._used_at <= self._unused_s:
            return True
        try:
            await wire.run("NOOP", timeout_s=self._patience_s)
        except OSError:
            wire.abort()
            return False
        return True

    async def _open(self, wire: Wire, how: str, folder: str) -> Opened:
        self._selected = ""
        reply = await self.run(wire, how, argument(encode_name(folder)))
        wire.state = aioimaplib.SELECTED if reply.ok else aioimaplib.AUTH  # the library's examine() forgets this
        raise_unless_ok(reply, f"the folder {folder!r} cannot be opened")
        uidvalidity, uidnext = response_code(reply, b"UIDVALIDITY"), response_code(reply, b"UIDNEXT")
        if uidvalidity is None:
            raise InboxError(f"the folder {folder!r} has no UIDVALIDITY: its messages cannot be told apart")
        return Opened(uidvalidity=uidvalidity, uidnext=uidnext)


def argument(text: str) -> Argument:
    """Return the text as an argument; InboxError where no server could take it."""
    try:
        return astring(text)
    except ValueError as error:
        raise InboxError(f"{text!r}: {error}", permanent=True) from error


def raise_unless_ok(reply: Reply, doing: str) -> None:
    if not reply.ok:
        raise refusal(doing, reply.text)


def _rebuilt(folder: str) -> InboxError:
    return InboxError(f"the folder {folder!r} was rebuilt by the server while it was read")


def _nobody_waits() -> None:
    """An EXISTS on the reading connection: what it announces is found by the search that ends each fetch."""
