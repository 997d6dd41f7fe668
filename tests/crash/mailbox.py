"""A mailbox of files: one folder for each folder, one file for each message, named by its UID.

What was removed leaves an empty file, so that its UID is never given out again.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from followupd.core.model import Cursor
from followupd.mail.ports import Fetched, Folders

FOLDERS = Folders(inbox="INBOX", junk="Junk", sent="Sent")


def put(mailbox: Path, folder: str, raw: bytes) -> None:
    """Put a message into a folder, whole or not at all; the server and the daemon may both do so at a time."""
    place = mailbox / folder
    place.mkdir(parents=True, exist_ok=True)
    new = place / f"new-{os.getpid()}"
    new.write_bytes(raw)
    uid = _last_uid(place) + 1
    while not _linked(new, place / f"{uid:06}.eml"):
        uid += 1
    new.unlink()


def _linked(new: Path, name: Path) -> bool:
    """Give a file a name that nobody has taken."""
    try:
        name.hardlink_to(new)
    except FileExistsError:
        return False
    return True


def messages(mailbox: Path, folder: str) -> list[tuple[int, bytes]]:
    """Return UID and bytes of every message in a folder."""
    every = [(int(path.stem), path.read_bytes()) for path in sorted((mailbox / folder).glob("*.eml"))]
    return [(uid, raw) for uid, raw in every if raw]


def message_id(raw: bytes) -> str:
    """Return the Message-ID of a message that has one."""
    return _field(raw, b"message-id")


def _last_uid(place: Path) -> int:
    return max((int(path.stem) for path in place.glob("*.eml")), default=0)


def _field(raw: bytes, name: bytes) -> str:
    found = re.search(rb"(?im)^" + name + rb":\s*(.*?)\r?$", raw)
    assert found is not None
    return found[1].decode("ascii")


class FileInbox:
    """An `Inbox` over such a mailbox, on which nothing is lost with the process. INTERNALDATE is the Date field."""

    def __init__(self, mailbox: Path) -> None:
        self._mailbox = mailbox

    async def folders(self) -> Folders:
        await asyncio.sleep(0)
        return FOLDERS

    async def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        last_uid = cursor.last_uid if cursor is not None else 0
        for uid, raw in messages(self._mailbox, folder):
            if uid > last_uid:
                await asyncio.sleep(0)
                at = parsedate_to_datetime(_field(raw, b"date"))
                yield Fetched(folder=folder, uidvalidity=1, uid=uid, raw=raw, received_at=at)

    async def position(self, folder: str) -> Cursor:
        await asyncio.sleep(0)
        return Cursor(uidvalidity=1, last_uid=_last_uid(self._mailbox / folder))

    async def idle(self, wake: asyncio.Event) -> None:
        """Like a server without IDLE: the clock's steps wake the daemon."""

    async def find(self, folder: str, message_id: str) -> Fetched | None:
        async for each in self.fetch_after(folder, None, datetime.min.replace(tzinfo=UTC)):
            if _field(each.raw, b"message-id") == message_id:
                return each
        return None

    async def append(self, folder: str, raw: bytes, at: datetime) -> None:
        await asyncio.sleep(0)
        put(self._mailbox, folder, raw)
        await asyncio.sleep(0)

    async def mark(self, message: Fetched, keyword: str) -> None:
        """Never asked for: labels are off."""

    async def discard(self, message: Fetched) -> None:
        await asyncio.sleep(0)
        (self._mailbox / message.folder / f"{message.uid:06}.eml").write_bytes(b"")
        await asyncio.sleep(0)

    async def close(self) -> None:
        pass


def sync(path: Path, line: bytes) -> None:
    """Append a line and have it on the disk when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
