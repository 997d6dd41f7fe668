"""`Inbox` over IMAP: one connection that reads, one that waits for news; only `append` and `mark` change anything.

Folders are opened with EXAMINE and messages read with BODY.PEEK, so no flag changes (R3.2). IDLE is a hint; the truth
is what UID SEARCH finds above the cursor. The folder is opened anew at the start of each call, so that one that was
deleted or rebuilt meanwhile is noticed.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from aioimaplib import aioimaplib

from followupd.core.model import Cursor
from followupd.mail.imap_answers import (
    Opened,
    Text,
    Weighed,
    batches,
    loads,
    response_code,
    texts_in,
    uids_in,
    weighed_in,
)
from followupd.mail.imap_faults import refusal
from followupd.mail.imap_grammar import Argument, Literal, astring, search_day, write_date
from followupd.mail.imap_names import encode_name, read_list, roles
from followupd.mail.imap_session import Account, Session, lost, open_session
from followupd.mail.imap_wire import Reply, Wire
from followupd.mail.ports import Fetched, Folders, InboxError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much at once and how long to wait. Real time: network deadlines follow no test clock."""

    cap: int = 1 << 20  # bytes of one message; what is longer comes truncated (R3.5)
    batch: int = 200  # messages in one FETCH
    batch_bytes: int = 4 << 20
    renew_s: float = 540.0  # IDLE anew: routers forget a silent connection after some ten minutes (R3.6)
    done_s: float = 10.0  # for a server to accept IDLE and to answer DONE
    unused_s: float = 60.0  # a connection that was left alone for this long is asked before it is used
    logout_s: float = 5.0


class ImapInbox:
    """The `Inbox` of one account."""

    def __init__(self, account: Account, limits: Limits | None = None) -> None:
        self._account = account
        self._limits = limits or Limits()
        self._session: Session | None = None  # the one that reads
        self._watcher: Session | None = None  # the one that idles
        self._used_at = 0.0  # of the loop's clock
        self._selected = ""  # the folder that the reading connection has open
        self._turn = asyncio.Lock()

    async def folders(self) -> Folders:
        async with self._reading() as wire:
            reply = await self._run(wire, "LIST", '""', '"*"', *self._list_options())
            _raise_unless_ok(reply, "the folders cannot be listed")
            return roles(read_list(reply.untagged))

    async def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        opened, uids, first_at = await self._begin(folder, cursor, since)
        while uids:
            for some in batches(uids, self._limits.batch):
                weighed = [each for each in await self._weigh(folder, opened, some) if not each.before(first_at)]
                for few in loads(weighed, cap=self._limits.cap, limit=self._limits.batch_bytes):
                    for message in await self._read(folder, opened, few):
                        yield message
            uids = await self._uids_above(folder, opened, uids[-1])  # what came in meanwhile

    async def position(self, folder: str) -> Cursor:
        async with self._reading() as wire:
            opened = await self._examine(wire, folder)
            last_uid = opened.uidnext - 1 if opened.uidnext is not None else await self._highest_uid(wire)
            return Cursor(uidvalidity=opened.uidvalidity, last_uid=last_uid)

    async def idle(self, wake: asyncio.Event) -> None:
        session = await open_session(self._account, wake.set)
        self._watcher = session
        try:
            await self._watch(session)
        except OSError as error:
            session.wire.abort()
            raise lost(self._account.server, error) from error
        finally:
            session.wire.leave()
            self._watcher = None

    async def find(self, folder: str, message_id: str) -> Fetched | None:
        async with self._reading() as wire:
            opened = await self._examine(wire, folder)
            uids = await self._search(wire, "HEADER", "Message-ID", _argument(message_id))
        weighed = await self._weigh(folder, opened, uids[-1:]) if uids else []
        return next(iter(await self._read(folder, opened, weighed)), None) if weighed else None

    async def append(self, folder: str, raw: bytes, at: datetime) -> None:
        patience_s = self._account.command_s + len(raw) / 20_000  # the server is silent while it takes the upload
        where = _argument(encode_name(folder))
        async with self._reading() as wire:
            reply = await wire.run("APPEND", where, r"(\Seen)", write_date(at), Literal(raw), timeout_s=patience_s)
            _raise_unless_ok(reply, f"the copy cannot be filed in {folder!r}")

    async def mark(self, message: Fetched, keyword: str) -> None:
        async with self._reading() as wire:
            await self._open(wire, "SELECT", message.folder, message.uidvalidity)
            reply = await self._run(wire, "STORE", str(message.uid), "+FLAGS.SILENT", f"({keyword})", by_uid=True)
            self._selected = ""  # what comes next opens its folder for reading only
            _raise_unless_ok(reply, f"a message in {message.folder!r} cannot be marked")

    async def close(self) -> None:
        session, self._session = self._session, None
        if self._watcher is not None:
            self._watcher.wire.leave()
        if session is None:
            return
        try:
            await session.wire.run("LOGOUT", timeout_s=self._limits.logout_s)
        except OSError:  # it was gone already, or says nothing
            pass
        finally:
            session.wire.abort()

    # The connection that reads.

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Wire]:
        """Give the reading connection to one caller at a time.

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

    async def _connected(self) -> Session:
        """Return the open connection, or a new one where there is none or it does not answer any more."""
        session = self._session
        if session is None or session.wire.lost or not await self._answers(session.wire):
            self._selected = ""
            session = self._session = await open_session(self._account, _nobody_waits)
        return session

    async def _answers(self, wire: Wire) -> bool:
        if asyncio.get_running_loop().time() - self._used_at <= self._limits.unused_s:
            return True
        try:
            await wire.run("NOOP", timeout_s=self._limits.done_s)
        except OSError:
            wire.abort()
            return False
        return True

    # Its commands.

    async def _run(self, wire: Wire, name: str, *arguments: Argument, by_uid: bool = False) -> Reply:
        return await wire.run(name, *arguments, by_uid=by_uid, timeout_s=self._account.command_s)

    async def _examine(self, wire: Wire, folder: str) -> Opened:
        """Open a folder for reading only."""
        return await self._open(wire, "EXAMINE", folder)

    async def _open(self, wire: Wire, how: str, folder: str, uidvalidity_before: int | None = None) -> Opened:
        self._selected = ""
        reply = await self._run(wire, how, _argument(encode_name(folder)))
        wire.state = aioimaplib.SELECTED if reply.ok else aioimaplib.AUTH  # the library's examine() forgets this
        _raise_unless_ok(reply, f"the folder {folder!r} cannot be opened")
        uidvalidity, uidnext = response_code(reply, b"UIDVALIDITY"), response_code(reply, b"UIDNEXT")
        if uidvalidity is None:
            raise InboxError(f"the folder {folder!r} has no UIDVALIDITY: its messages cannot be told apart")
        if uidvalidity_before not in {None, uidvalidity}:
            raise InboxError(f"the folder {folder!r} was rebuilt by the server while it was read")
        self._selected = folder
        return Opened(uidvalidity=uidvalidity, uidnext=uidnext)

    @asynccontextmanager
    async def _reopened(self, folder: str, opened: Opened) -> AsyncIterator[Wire]:
        """Go on with a folder; another call may have opened a different one, or the connection is a new one."""
        async with self._reading() as wire:
            if self._selected != folder and (await self._examine(wire, folder)).uidvalidity != opened.uidvalidity:
                raise InboxError(f"the folder {folder!r} was rebuilt by the server while it was read")
            yield wire

    async def _begin(
        self, folder: str, cursor: Cursor | None, since: datetime
    ) -> tuple[Opened, list[int], datetime | None]:
        """Open the folder and find what to read in it: the UIDs, and the time before which messages do not count.

        SEARCH SINCE compares days in whatever zone each message was filed with, so a day more is asked for.
        """
        async with self._reading() as wire:
            opened = await self._examine(wire, folder)
            if cursor is None or cursor.uidvalidity != opened.uidvalidity:
                first_at = datetime.combine(since.astimezone(UTC).date(), time(), tzinfo=UTC)
                return opened, await self._search(wire, "SINCE", search_day(first_at - timedelta(days=1))), first_at
            if opened.uidnext is not None and opened.uidnext <= cursor.last_uid + 1:
                return opened, [], None
            return opened, await self._search_above(wire, cursor.last_uid), None

    async def _uids_above(self, folder: str, opened: Opened, uid: int) -> list[int]:
        async with self._reopened(folder, opened) as wire:
            return await self._search_above(wire, uid)

    async def _search_above(self, wire: Wire, uid: int) -> list[int]:
        """`n:*` always names the last message, even one below n (RFC 9051 section 9)."""
        return [each for each in await self._search(wire, "UID", f"{uid + 1}:*") if each > uid]

    async def _search(self, wire: Wire, *criteria: Argument) -> list[int]:
        reply = await self._run(wire, "SEARCH", *criteria, by_uid=True)
        _raise_unless_ok(reply, "the folder cannot be searched")
        return uids_in(reply)

    async def _highest_uid(self, wire: Wire) -> int:
        """Return the UID of the last message, 0 for an empty folder: the best that a server without UIDNEXT tells."""
        return max(await self._search(wire, "UID", "*"), default=0)

    async def _weigh(self, folder: str, opened: Opened, uids: Sequence[int]) -> list[Weighed]:
        async with self._reopened(folder, opened) as wire:
            reply = await self._fetch(wire, uids, "RFC822.SIZE INTERNALDATE")
            _raise_unless_ok(reply, f"the messages of {folder!r} cannot be listed")
            return weighed_in(reply)

    async def _read(self, folder: str, opened: Opened, weighed: Sequence[Weighed]) -> list[Fetched]:
        """Fetch the texts. A message that was expunged since is left out."""
        async with self._reopened(folder, opened) as wire:
            texts = await self._texts(wire, [each.uid for each in weighed])
        return [
            Fetched(
                folder=folder,
                uidvalidity=opened.uidvalidity,
                uid=each.uid,
                raw=texts[each.uid].raw[: self._limits.cap],
                received_at=each.received_at,
                truncated=not texts[each.uid].whole or len(texts[each.uid].raw) > self._limits.cap,
            )
            for each in weighed
            if each.uid in texts
        ]

    async def _texts(self, wire: Wire, uids: Sequence[int]) -> dict[int, Text]:
        """Fetch one byte more than the cap of each message, so that a cut one shows; sizes as told may be wrong.

        Some servers refuse a whole batch for one message that they cannot give (Exchange): then each is asked for
        alone.
        """
        reply = await self._fetch(wire, uids, f"BODY.PEEK[]<0.{self._limits.cap + 1}>")
        if reply.ok:
            return texts_in(reply)
        error = refusal("the messages cannot be read", reply.text)
        if reply.result == "BAD" or error.permanent or error.retry_after_s is not None:
            raise error  # no matter of one message
        if len(uids) == 1:
            return await self._remains(wire, uids[0])
        alone = [await self._texts(wire, [uid]) for uid in uids]
        return {uid: text for each in alone for uid, text in each.items()}

    async def _remains(self, wire: Wire, uid: int) -> dict[int, Text]:
        """Return what can be had of a message that the server refuses: its header, else nothing but that it exists."""
        header = await self._fetch(wire, [uid], "BODY.PEEK[HEADER]")
        there = header if header.ok else await self._fetch(wire, [uid], "RFC822.SIZE")
        return texts_in(there, whole=False)

    async def _fetch(self, wire: Wire, uids: Sequence[int], items: str) -> Reply:
        return await self._run(wire, "FETCH", ",".join(map(str, uids)), f"(UID {items})", by_uid=True)

    def _list_options(self) -> tuple[str, ...]:
        """Cyrus gives the SPECIAL-USE attributes on demand only, others always, Exchange never."""
        extended = self._session is not None and {"SPECIAL-USE", "LIST-EXTENDED"} <= self._session.capabilities
        return ("RETURN (SPECIAL-USE)",) if extended else ()

    # The connection that waits.

    async def _watch(self, session: Session) -> None:
        if "IDLE" not in session.capabilities:
            return
        wire, limits, clock = session.wire, self._limits, asyncio.get_running_loop().time
        reply = await self._run(wire, "EXAMINE", "INBOX")  # its EXISTS sets `wake`
        _raise_unless_ok(reply, "the folder 'INBOX' cannot be opened")
        wire.state = aioimaplib.SELECTED
        while True:
            began = clock()
            refused = await wire.idle(for_s=limits.renew_s, timeout_s=limits.done_s)
            if refused is not None:
                raise refusal("waiting for new mail is refused", refused.text)
            if clock() - began < min(1.0, limits.renew_s):
                raise InboxError(f"{self._account.server.host} ends each IDLE at once")
            await wire.run("NOOP", timeout_s=limits.done_s)


def _nobody_waits() -> None:
    """An EXISTS on the reading connection: what it announces is found by the search that ends each fetch."""


def _argument(text: str) -> Argument:
    try:
        return astring(text)
    except ValueError as error:
        raise InboxError(f"{text!r}: {error}", permanent=True) from error


def _raise_unless_ok(reply: Reply, doing: str) -> None:
    if not reply.ok:
        raise refusal(doing, reply.text)
