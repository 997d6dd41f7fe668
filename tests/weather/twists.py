"""Daemons as they must not be: with these adapters it breaks its word, and the checks have to say so."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime

from followupd.core.delivery.status import SmtpLost, SmtpResult, Stage
from followupd.core.model import Cursor
from followupd.mail.ports import Envelope, Fetched, Inbox, InboxError, Mailer
from tests.weather.watch import PassingInbox


class BlindMailer:
    """Takes every lost connection for one that was lost before the dot: what follows is a blind second try."""

    def __init__(self, inner: Mailer) -> None:
        self._inner = inner

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        result = await self._inner.send(envelope, raw, last_look, mark)
        return replace(result, stage=Stage.BODY) if isinstance(result, SmtpLost) else result

    async def close(self) -> None:
        await self._inner.close()


class DeafInbox(PassingInbox):
    """Takes a connection that broke for the end of a folder, and an empty one at that."""

    async def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        try:
            async for message in self._inner.fetch_after(folder, cursor, since):
                yield message
        except InboxError:
            return

    async def position(self, folder: str) -> Cursor:
        try:
            return await self._inner.position(folder)
        except InboxError:
            return Cursor(uidvalidity=1, last_uid=0)


def blind(mailer: Mailer, inbox: Inbox) -> tuple[Mailer, Inbox]:
    """A daemon that sends again what may have left."""
    return BlindMailer(mailer), inbox


def deaf(mailer: Mailer, inbox: Inbox) -> tuple[Mailer, Inbox]:
    """A daemon that speaks without having heard."""
    return mailer, DeafInbox(inbox)
