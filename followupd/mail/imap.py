"""`Inbox` over IMAP: one connection that reads, one that waits; only `append`, `mark` and `discard` change anything.

Folders are opened with EXAMINE and messages read with BODY.PEEK, so no flag changes (R3.2). IDLE is a hint; the truth
is what UID SEARCH finds above the cursor. The folder is opened anew at the start of each call, so that one that was
deleted or rebuilt meanwhile is noticed.
"""

from asyncio import Event
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from followupd.core.model import Cursor
from followupd.mail import imap_removal
from followupd.mail.imap_answers import Opened, Text, Weighed, batches, loads, texts_in, uids_in, weighed_in
from followupd.mail.imap_faults import refusal
from followupd.mail.imap_grammar import Argument, Literal, search_day, write_date
from followupd.mail.imap_names import encode_name, read_list, roles
from followupd.mail.imap_reading import ReadingConnection, argument, raise_unless_ok
from followupd.mail.imap_session import Account, Session, lost, open_session
from followupd.mail.imap_watching import watch
from followupd.mail.imap_wire import Reply, Wire
from followupd.mail.ports import Fetched, Folders

GMAIL = "X-GM-EXT-1"
"""The capability by which Gmail gives each message a number that holds in all its folders, and its labels (R3.8)."""


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
        self._reading = ReadingConnection(account, unused_s=self._limits.unused_s, patience_s=self._limits.done_s)
        self._watcher: Session | None = None  # the one that idles

    async def folders(self) -> Folders:
        async with self._reading.use() as wire:
            reply = await self._reading.run(wire, "LIST", '""', '"*"', *self._list_options())
            raise_unless_ok(reply, "the folders cannot be listed")
            found = roles(read_list(reply.untagged))
            return found if self._reading.offers(GMAIL) else replace(found, all_mail=None)

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
        async with self._reading.use() as wire:
            opened = await self._reading.examine(wire, folder)
            last_uid = opened.uidnext - 1 if opened.uidnext is not None else await self._highest_uid(wire)
            return Cursor(uidvalidity=opened.uidvalidity, last_uid=last_uid)

    async def idle(self, wake: Event) -> None:
        session = await open_session(self._account, wake.set)
        self._watcher = session
        try:
            await watch(session, self._account, renew_s=self._limits.renew_s, done_s=self._limits.done_s)
        except OSError as error:
            session.wire.abort()
            raise lost(self._account.server, error) from error
        finally:
            session.wire.leave()
            self._watcher = None

    async def find(self, folder: str, message_id: str) -> Fetched | None:
        async with self._reading.use() as wire:
            opened = await self._reading.examine(wire, folder)
            uids = await self._search(wire, "HEADER", "Message-ID", argument(message_id))
        weighed = await self._weigh(folder, opened, uids[-1:]) if uids else []
        return next(iter(await self._read(folder, opened, weighed)), None) if weighed else None

    async def append(self, folder: str, raw: bytes, at: datetime) -> None:
        patience_s = self._account.command_s + len(raw) / 20_000  # the server is silent while it takes the upload
        where = argument(encode_name(folder))
        async with self._reading.use() as wire:
            reply = await wire.run("APPEND", where, r"(\Seen)", write_date(at), Literal(raw), timeout_s=patience_s)
            raise_unless_ok(reply, f"the copy cannot be filed in {folder!r}")

    async def mark(self, message: Fetched, keyword: str) -> None:
        async with self._reading.use() as wire:
            await self._reading.select(wire, message.folder, message.uidvalidity)
            reply = await self._reading.run(
                wire, "STORE", str(message.uid), "+FLAGS.SILENT", f"({keyword})", by_uid=True
            )
            raise_unless_ok(reply, f"a message in {message.folder!r} cannot be marked")

    async def discard(self, message: Fetched) -> None:
        async with self._reading.use() as wire:
            await self._reading.select(wire, message.folder, message.uidvalidity)
            if self._reading.offers(GMAIL, "MOVE"):
                await imap_removal.out_of_gmail(self._reading, wire, message.uid)
            else:
                await imap_removal.remove(self._reading, wire, message.uid)

    async def close(self) -> None:
        if self._watcher is not None:
            self._watcher.wire.leave()
        await self._reading.close(self._limits.logout_s)

    # What there is to read.

    async def _begin(
        self, folder: str, cursor: Cursor | None, since: datetime
    ) -> tuple[Opened, list[int], datetime | None]:
        """Open the folder and find what to read in it: the UIDs, and the time before which messages do not count.

        SEARCH SINCE compares days in whatever zone each message was filed with, so a day more is asked for.
        """
        async with self._reading.use() as wire:
            opened = await self._reading.examine(wire, folder)
            if cursor is None or cursor.uidvalidity != opened.uidvalidity:
                first_at = datetime.combine(since.astimezone(UTC).date(), time(), tzinfo=UTC)
                return opened, await self._search(wire, "SINCE", search_day(first_at - timedelta(days=1))), first_at
            if opened.uidnext is not None and opened.uidnext <= cursor.last_uid + 1:
                return opened, [], None
            return opened, await self._search_above(wire, cursor.last_uid), None

    async def _uids_above(self, folder: str, opened: Opened, uid: int) -> list[int]:
        async with self._reading.reopened(folder, opened) as wire:
            return await self._search_above(wire, uid)

    async def _search_above(self, wire: Wire, uid: int) -> list[int]:
        """`n:*` always names the last message, even one below n (RFC 9051 section 9)."""
        return [each for each in await self._search(wire, "UID", f"{uid + 1}:*") if each > uid]

    async def _search(self, wire: Wire, *criteria: Argument) -> list[int]:
        reply = await self._reading.run(wire, "SEARCH", *criteria, by_uid=True)
        raise_unless_ok(reply, "the folder cannot be searched")
        return uids_in(reply)

    async def _highest_uid(self, wire: Wire) -> int:
        """Return the UID of the last message, 0 for an empty folder: the best that a server without UIDNEXT tells."""
        return max(await self._search(wire, "UID", "*"), default=0)

    # The messages.

    async def _weigh(self, folder: str, opened: Opened, uids: Sequence[int]) -> list[Weighed]:
        async with self._reading.reopened(folder, opened) as wire:
            known_at_gmail = " X-GM-MSGID X-GM-LABELS" if self._reading.offers(GMAIL) else ""
            reply = await self._fetch(wire, uids, f"RFC822.SIZE INTERNALDATE{known_at_gmail}")
            raise_unless_ok(reply, f"the messages of {folder!r} cannot be listed")
            return weighed_in(reply)

    async def _read(self, folder: str, opened: Opened, weighed: Sequence[Weighed]) -> list[Fetched]:
        """Fetch the texts. A message that was expunged since is left out; the text of a draft is nobody's business."""
        texts = {each.uid: Text(raw=b"", whole=False) for each in weighed if each.is_draft}
        wanted = [each.uid for each in weighed if not each.is_draft]
        if wanted:
            async with self._reading.reopened(folder, opened) as wire:
                texts |= await self._texts(wire, wanted)
        return [
            Fetched(
                folder=folder,
                uidvalidity=opened.uidvalidity,
                uid=each.uid,
                raw=texts[each.uid].raw[: self._limits.cap],
                received_at=each.received_at,
                truncated=not texts[each.uid].whole or len(texts[each.uid].raw) > self._limits.cap,
                gmail_id=each.gmail_id,
                is_draft=each.is_draft,
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
        return await self._reading.run(wire, "FETCH", ",".join(map(str, uids)), f"(UID {items})", by_uid=True)

    def _list_options(self) -> tuple[str, ...]:
        """Cyrus gives the SPECIAL-USE attributes on demand only, others always, Exchange never."""
        return ("RETURN (SPECIAL-USE)",) if self._reading.offers("SPECIAL-USE", "LIST-EXTENDED") else ()
