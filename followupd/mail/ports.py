"""What the service needs of the world outside: the time, a way out for mail, an ear for the inbox.

Each protocol has a real adapter here and a second implementation (the demo's clock, the fakes of the tests);
`tests/contract` holds them to the same promises.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from followupd.core.delivery.status import SmtpResult
from followupd.core.model import Cursor


class Clock(Protocol):
    """The only source of time. Network deadlines are not its business: they run in real time."""

    def now(self) -> datetime:
        """Return the present as aware UTC."""

    def elapsed(self) -> timedelta:
        """Return the time since some fixed moment, by a clock that nobody can set and that no sleep stops."""

    def is_unset(self) -> bool:
        """Say whether the machine still waits for somebody to tell it the time: what `now` says is a guess then."""

    async def wait(self, wake: asyncio.Event, until: datetime | None) -> None:
        """Return when `wake` is set or `until` has come, whichever is first; `until` None waits for `wake` alone.

        Leaves `wake` as it finds it. May return early for no reason: callers look again at what they wait for.
        """

    async def pause(self, until: datetime) -> None:
        """Return when the time until `until` has passed: the wait after a failure, which nothing shortens.

        Also where the clock is set meanwhile, it takes as long as it would have.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """RFC 5321 envelope: not to be mistaken for the header's From and To."""

    sender: str
    recipient: str


class Mailer(Protocol):
    """Submits one message at a time for one account."""

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        """Try once to hand over one message; never retries, never raises for anything a server or network does.

        `last_look` is called right before MAIL FROM; a reason that it returns ends the attempt as `SmtpVetoed`
        with nothing sent. `mark` is called once everything but the end of the message is on the wire, with nothing
        between it and the byte that completes the message; a FollowupdError that it raises ends the attempt as
        `SmtpLost` at `Stage.BODY`, and the message does not arrive. So a message without a mark has not left.
        Cancellation closes the connection.
        """

    async def close(self) -> None:
        """Say QUIT where there is somebody to say it to; never raises for the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One message as the server gave it. `truncated` when `raw` is only its beginning."""

    folder: str
    uidvalidity: int
    uid: int
    raw: bytes
    received_at: datetime | None  # INTERNALDATE; None where the server gave none
    truncated: bool = False
    gmail_id: str = ""  # Gmail's number of the message, the same in every folder; "" at any other server
    is_draft: bool = False  # nobody has sent it; `raw` is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folders that matter, by their role, under the names the server knows them by; None where there is none.

    `all_mail` is Gmail's, where lies what a filter archived past the Inbox (R3.7). What others call so may hold the
    bin and the drafts as well, so it counts for none.
    """

    inbox: str
    junk: str | None = None
    sent: str | None = None
    all_mail: str | None = None
    drafts: str | None = None


class InboxError(Exception):
    """The mailbox cannot be read now. `permanent` when waiting will not help (a password, a certificate)."""

    def __init__(self, message: str, *, permanent: bool = False, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after_s = retry_after_s  # the server's own wish, where it stated one


class Inbox(Protocol):
    """Reads one mailbox, changing nothing in it: EXAMINE and BODY.PEEK only, but for the three calls that say so.

    Every method raises `InboxError` when the server or the network fails, after which the connection is closed
    and the next call opens a new one.
    """

    async def folders(self) -> Folders:
        """Find the folders by SPECIAL-USE, else by LIST attributes, else by their usual names."""

    def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        """Yield, oldest first, each message after the cursor, in batches of bounded size.

        Without a cursor, or when UIDVALIDITY has changed, yields what arrived on or after the day of `since`.
        When the iterator ends without an error the folder was read to its end.
        """

    async def position(self, folder: str) -> Cursor:
        """Return UIDVALIDITY and the highest UID given out so far (UIDNEXT - 1), without reading anything."""

    async def idle(self, wake: asyncio.Event) -> None:
        """Set `wake` whenever the server announces anything new in the INBOX, until cancelled.

        Sets it once at the start, too: what came before the connection stood was announced to nobody. A hint only,
        on a connection of its own: renewal, a watchdog and keep-alive are inside. Raises `InboxError` when the
        connection is lost, and when the server has no IDLE returns after setting nothing.
        """

    async def find(self, folder: str, message_id: str) -> Fetched | None:
        """Return the message with this Message-ID, or None where the folder does not hold it."""

    async def append(self, folder: str, raw: bytes, at: datetime) -> None:
        """File a copy as read (`\\Seen`) with this INTERNALDATE."""

    async def mark(self, message: Fetched, keyword: str) -> None:
        """Put an IMAP keyword on a message: only where the owner asked for it (`inbox.label`)."""

    async def discard(self, message: Fetched) -> None:
        """Remove exactly this message: only one that we put there ourselves.

        Where the server cannot do that to a single message it is marked as deleted. One that is gone is no error.
        """

    async def close(self) -> None:
        """Log out; never raises for the network. The next call logs in anew."""
