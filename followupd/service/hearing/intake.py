"""The ear of one mailbox: takes in what arrived and lets it take effect, each message once.

    IDLE or tick -> fetch_after(cursor) -> parse -> match -> classify -> [reply, enrollments, tasks, cursor] -> logs

The bracket is one transaction: cursor and effect commit together, so that reading a message twice changes nothing.
IDLE is only a hint; reading by UID behind the cursor is the truth, and after a long silence the probe shows that it is.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.core.errors import BusyError, UnavailableError
from followupd.core.model import Cursor, Outgoing
from followupd.mail.ports import Fetched, Folders, Inbox, InboxError
from followupd.service.desk import Desk
from followupd.service.hearing import reception
from followupd.service.hearing.proof import Proof
from followupd.service.hearing.reception import Effect
from followupd.service.hearing.rest import Rest
from followupd.service.sending.doubts import settle_silent
from followupd.service.sending.filing import file_copies
from followupd.store import cursors, enrollments

log = logging.getLogger("followupd.intake")

LOOK_BACK = timedelta(days=1)  # SEARCH SINCE counts days in the server's zone


class Ear:
    """Reads Inbox, Junk and Sent of one mailbox, and Gmail's All Mail."""

    def __init__(self, desk: Desk, inbox: Inbox) -> None:
        self._desk = desk
        self._inbox = inbox
        self._reading = asyncio.Lock()
        self._folders: Folders | None = None
        self._proof = Proof(desk, inbox)
        self.rest = Rest()
        self.wake = asyncio.Event()

    async def catch_up(self) -> None:
        """Read every watched folder to its end. Raises InboxError where that is not possible now.

        While the mailbox is left alone it raises at once, without a word to the server.
        """
        mailbox = self._desk.mailbox.name
        async with self._turn() as began_at:
            is_first = self._folders is None
            folders = self._folders = self._folders or await self._inbox.folders()
            await self._proof.begin()
            for folder in self._watched(folders):
                await self._read(folder, is_first=is_first)
            if await self._proof.is_owed(began_at):
                await self._proof.lay(folders.inbox, began_at)
                await self._read(folders.inbox)
                await self._proof.demand(folders.inbox)

            def heard(connection: Connection) -> None:
                cursors.heard(connection, mailbox, began_at)
                if self._proof.given:
                    cursors.proved(connection, mailbox, began_at)

            await self._desk.store.run(heard)

    async def look_into_sent(self) -> datetime | None:
        """File what Sent lacks, and end the doubts that its silence ends; return when to look again."""
        async with self._turn():
            sent = self._folders.sent if self._folders else None
            moments = (
                await file_copies(self._desk, self._inbox, sent),
                await settle_silent(self._desk, self._inbox, sent),
            )
        self.rest.end()
        return min((moment for moment in moments if moment is not None), default=None)

    async def listen(self) -> None:
        """Have `wake` set by the server's announcements, for as long as the connection lasts."""
        await self._inbox.idle(self.wake)

    @property
    def sees_sent(self) -> bool:
        """Say whether the mailbox has a Sent folder, as the last reading found."""
        return self._folders is not None and self._folders.sent is not None

    async def sent_copy(self, mail: Outgoing) -> bytes | None:
        """Return our mail as it lies in Sent, perhaps edited by its owner; None where no copy can be had (R1.15)."""
        if self._folders is None or self._folders.sent is None:
            return None
        try:
            found = await self._inbox.find(self._folders.sent, mail.wire_id or mail.message_id)
        except InboxError:
            return None
        return found.raw if found is not None and not found.truncated else None

    async def close(self) -> None:
        """Log out."""
        await self._inbox.close()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[datetime]:
        """Have the mailbox for oneself; give the time at which that began. A failure begins a rest for everybody."""
        async with self._reading:
            began_at = self._desk.clock.now()
            self.rest.refuse(self._desk.clock.elapsed())
            try:
                yield began_at
            except InboxError as error:
                self._folders = None
                await self._leave_alone(error)
                raise

    async def _leave_alone(self, error: InboxError) -> None:
        """Begin a rest, and say so: in the journal for now, in the database for `followupd status`."""
        name, why, clock = self._desk.mailbox.name, str(error), self._desk.clock
        length = self.rest.begin(error, clock.elapsed(), random.random())  # noqa: S311 - no secret
        until, again = clock.now() + length, f"again in {length.total_seconds():.0f} s"
        loud = error.permanent or error.retry_after_s is not None or self.rest.failures > 1
        level = logging.WARNING if loud else logging.INFO
        log.log(level, "inbox not read mailbox=%s failures=%s error=%r next=%r", name, self.rest.failures, why, again)
        await self._desk.store.run(lambda c: cursors.not_heard(c, name, why, until))

    def _watched(self, folders: Folders) -> list[str]:
        """Return what to read: Junk too, where answers get lost, and Sent, where the owner's own mail lies.

        All Mail comes last: what lies in another folder as well has taken effect by then (R3.7).
        """
        junk = folders.junk if self._desk.settings.inbox.junk else None
        every = (folders.inbox, junk, folders.sent, folders.all_mail)
        return [folder for folder in every if folder is not None]

    async def _read(self, folder: str, *, is_first: bool = False) -> None:
        """Read one folder behind its cursor; a first cursor is set even where there was nothing to read.

        `is_first`: nothing is known of the server yet. A mailbox that was restored from a backup gives out its UIDs a
        second time: a cursor above them all would read none of these, so it is dropped. All Mail has no past for us:
        what lay there before it was watched lay in the other folders, too, or is too much to look through.
        """
        cursor, since = await self._desk.store.run(lambda c: self._place(c, folder))
        start = await self._inbox.position(folder) if is_first or cursor is None else None
        last = known = None if _is_above(cursor, start) else cursor
        if cursor is not None or self._folders is None or folder != self._folders.all_mail:
            async for fetched in self._inbox.fetch_after(folder, known, since):
                last = await self._take_in(fetched)
        end = _further(start, last)
        if end is not None and end != cursor:
            await self._desk.store.run(lambda c: cursors.put(c, self._desk.mailbox.name, folder, end))

    def _place(self, connection: Connection, folder: str) -> tuple[Cursor | None, datetime]:
        mailbox = self._desk.mailbox.name
        oldest = enrollments.oldest_open(connection, mailbox) or self._desk.clock.now()
        return cursors.get(connection, mailbox, folder), oldest - LOOK_BACK

    async def _take_in(self, fetched: Fetched) -> Cursor:
        """Let one message take effect. A fault of ours must neither stop the reading nor let the contact's mail go."""
        desk, cursor = self._desk, Cursor(uidvalidity=fetched.uidvalidity, last_uid=fetched.uid)
        if fetched.is_draft or await self._proof.takes(fetched):
            await desk.store.run(lambda c: cursors.put(c, desk.mailbox.name, fetched.folder, cursor))
            return cursor

        def receive(connection: Connection) -> Effect | None:
            effect = reception.receive(connection, desk, fetched)
            cursors.put(connection, desk.mailbox.name, fetched.folder, cursor)
            return effect

        def hold(connection: Connection) -> None:
            reception.hold_unread(connection, desk, fetched)
            cursors.put(connection, desk.mailbox.name, fetched.folder, cursor)

        try:
            effect = await desk.store.run(receive)
        except (BusyError, UnavailableError):
            raise  # the database cannot be written: the message stays before the cursor
        except Exception:
            log.exception(
                "message not read mailbox=%s folder=%s uid=%s", desk.mailbox.name, fetched.folder, fetched.uid
            )
            await desk.store.run(hold)
            where = f"{fetched.folder} of {desk.mailbox.name}, UID {fetched.uid}"
            desk.ring("trouble", "A message could not be read", f"Please look at {where}.", cause=f"unread {where}")
            return cursor
        if effect is not None:
            await desk.flush_log()
            effect.tell(desk)
            await self._label(fetched, effect)
        return cursor

    async def _label(self, fetched: Fetched, effect: Effect) -> None:
        """Mark a sorted reply where the owner wants that; a server that has no keywords is no trouble."""
        if not self._desk.settings.inbox.label:
            return
        keyword = f"followupd-{effect.classification.label.value.replace('_', '-')}"
        try:
            await self._inbox.mark(fetched, keyword)
        except InboxError as error:
            log.info("reply not marked mailbox=%s error=%r", self._desk.mailbox.name, str(error))


def _is_above(cursor: Cursor | None, position: Cursor | None) -> bool:
    """Say whether the folder has never given out the UID that the cursor stands at."""
    if cursor is None or position is None or cursor.uidvalidity != position.uidvalidity:
        return False
    return cursor.last_uid > position.last_uid


def _further(*cursors_: Cursor | None) -> Cursor | None:
    """Return the cursor that has come furthest; one of another UIDVALIDITY is out of date."""
    known = [cursor for cursor in cursors_ if cursor is not None]
    current = [cursor for cursor in known if cursor.uidvalidity == known[-1].uidvalidity]
    return max(current, key=lambda cursor: cursor.last_uid, default=None)
