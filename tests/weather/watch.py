"""A mailer and an inbox that write down when what they were asked for happened."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from followupd.core.delivery.status import SmtpResult
from followupd.core.model import Cursor
from followupd.mail.ports import Clock, Envelope, Fetched, Folders, Inbox, Mailer
from tests.weather.history import Handed, History, Looked, Marked, Read
from tests.weather.servers import message_id


class WatchedMailer:
    """A `Mailer` whose moments are written down."""

    def __init__(self, inner: Mailer, history: History, clock: Clock) -> None:
        self._inner = inner
        self._history = history
        self._clock = clock

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        contact, identity = envelope.recipient, message_id(raw)
        self._history.add(Handed(contact=contact, message_id=identity, at=self._clock.now()))

        def look() -> str | None:
            found = last_look()
            if found is None:
                self._history.add(Looked(contact=contact))
            return found

        def marked() -> None:
            mark()
            self._history.add(Marked(message_id=identity))

        return await self._inner.send(envelope, raw, look, marked)

    async def close(self) -> None:
        await self._inner.close()


class PassingInbox:
    """An `Inbox` that does what another one does."""

    def __init__(self, inner: Inbox) -> None:
        self._inner = inner

    async def folders(self) -> Folders:
        return await self._inner.folders()

    def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        return self._inner.fetch_after(folder, cursor, since)

    async def position(self, folder: str) -> Cursor:
        return await self._inner.position(folder)

    async def idle(self, wake: asyncio.Event) -> None:
        await self._inner.idle(wake)

    async def find(self, folder: str, message_id: str) -> Fetched | None:
        return await self._inner.find(folder, message_id)

    async def append(self, folder: str, raw: bytes, at: datetime) -> None:
        await self._inner.append(folder, raw, at)

    async def mark(self, message: Fetched, keyword: str) -> None:
        await self._inner.mark(message, keyword)

    async def discard(self, message: Fetched) -> None:
        await self._inner.discard(message)

    async def close(self) -> None:
        await self._inner.close()


class WatchedInbox(PassingInbox):
    """An `Inbox` of which it is known what was read to its end, and since when."""

    def __init__(self, inner: Inbox, history: History, clock: Clock) -> None:
        super().__init__(inner)
        self._history = history
        self._clock = clock

    async def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        began = self._history.length
        async for message in self._inner.fetch_after(folder, cursor, since):
            yield message
        self._history.add(Read(folder=folder, began=began, at=self._clock.now()))
