"""A mail server in memory: `FakeMailer` takes mail, `FakeInbox` holds it. Both keep the contracts of `mail.ports`.

    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.RCPT, code=550, text="5.1.1 no such user"))   # the next send gets this
    mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=True)           # and the one after it this
    mailer.delivered[-1].raw                                                          # what the world received

    inbox = FakeInbox()
    inbox.deliver(raw, at=now)                       # arrives in INBOX and wakes whoever idles
    inbox.deliver(raw, "Junk", at=now)
    inbox.fail(InboxError("BYE"), "fetch_after", after=2)   # the next fetch breaks off behind its second message
    inbox.drop_idle()                                # whoever idles loses the connection
    inbox.read_to_end["INBOX"]                       # how often a fetch came to its end

Every fault is used up once; what is not scripted works.
"""

import asyncio
import re
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from followupd.core.delivery.status import SmtpLost, SmtpReply, SmtpResult, SmtpVetoed, Stage
from followupd.core.errors import FollowupdError
from followupd.core.model import Cursor
from followupd.mail.ports import Envelope, Fetched, Folders, InboxError
from followupd.mail.smtp import unsendable

ACCEPTED = SmtpReply(stage=Stage.DOT, code=250, text="2.0.0 Ok: queued")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that the server took."""

    envelope: Envelope
    raw: bytes


class FakeMailer:
    """A `Mailer` whose server accepts everything unless told otherwise by `answer`."""

    def __init__(self, on_delivery: Callable[[Delivery], None] | None = None) -> None:
        self.attempts: list[Envelope] = []  # every send that came past its last look
        self.delivered: list[Delivery] = []
        self.closed = False
        self.reached = asyncio.Event()  # set once a send has come past its last look
        self.gate: asyncio.Event | None = None  # when given: each send waits here, marked, for its answer
        self._on_delivery = on_delivery
        self._answers: deque[tuple[SmtpResult, bool]] = deque()

    def answer(self, result: SmtpResult, *, delivered: bool | None = None) -> None:
        """Script one send. `delivered` says whether the message arrived all the same; by default only a 250 does."""
        accepted = isinstance(result, SmtpReply) and result.stage is Stage.DOT and result.code == 250
        self._answers.append((result, accepted if delivered is None else delivered))

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        if refused := unsendable(envelope):
            return refused
        if reason := last_look():
            return SmtpVetoed(reason=reason)
        self.attempts.append(envelope)
        result, delivered = self._answers.popleft() if self._answers else (ACCEPTED, True)
        if _ends_at_the_dot(result):
            try:
                mark()
            except FollowupdError as error:
                return SmtpLost(stage=Stage.BODY, error=str(error))
        self.reached.set()
        if self.gate is not None:
            await self.gate.wait()
        if delivered:
            self._deliver(Delivery(envelope=envelope, raw=raw))
        return result

    async def close(self) -> None:
        self.closed = True

    def _deliver(self, delivery: Delivery) -> None:
        self.delivered.append(delivery)
        if self._on_delivery is not None:
            self._on_delivery(delivery)


def _ends_at_the_dot(result: SmtpResult) -> bool:
    return isinstance(result, SmtpReply | SmtpLost) and result.stage is Stage.DOT


@dataclass(slots=True)
class FakeFolder:
    """One folder: its messages by ascending UID, and which of them are marked as read."""

    uidvalidity: int = 1
    next_uid: int = 1
    messages: list[Fetched] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    keywords: dict[int, set[str]] = field(default_factory=dict)

    def next_after(self, uid: int) -> Fetched | None:
        """Return the oldest message with a higher UID."""
        return next((message for message in self.messages if message.uid > uid), None)


class FakeInbox:
    """An `Inbox` over lists. Names of folders are those of `roles`; `deliver` makes any other on its first mail."""

    def __init__(self, roles: Folders | None = None, *, has_idle: bool = True, cap: int = 1 << 20) -> None:
        self.roles = roles or Folders(inbox="INBOX", junk="Junk", sent="Sent", drafts="Drafts")
        self.boxes = {name: FakeFolder() for name in _names(self.roles)}
        self.has_idle = has_idle
        self.read_to_end: Counter[str] = Counter()
        self.closed = False
        self._cap = cap
        self._faults: dict[str, deque[tuple[InboxError, int]]] = {}
        self._idlers: dict[asyncio.Event, asyncio.Event] = {}  # the caller's wake -> the connection is lost

    # What a test does to the mailbox.

    def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime) -> int:
        """Put a message into a folder as the server would; return its UID."""
        box = self.boxes.setdefault(folder, FakeFolder())
        uid, box.next_uid = box.next_uid, box.next_uid + 1
        body, truncated = raw[: self._cap], len(raw) > self._cap
        box.messages.append(
            Fetched(folder=folder, uidvalidity=box.uidvalidity, uid=uid, raw=body, received_at=at, truncated=truncated)
        )
        if folder == self.roles.inbox:
            for wake in self._idlers:
                wake.set()
        return uid

    def remove(self, uid: int, folder: str = "INBOX") -> None:
        """Expunge a message, as another client would."""
        box = self.boxes[folder]
        box.messages = [message for message in box.messages if message.uid != uid]

    def rebuild(self, folder: str = "INBOX") -> None:
        """Give the folder a new UIDVALIDITY and its messages new UIDs, as after a restore on the server."""
        old = self.boxes[folder]
        self.boxes[folder] = FakeFolder(uidvalidity=old.uidvalidity + 1)
        for message in old.messages:
            assert message.received_at is not None
            self.deliver(message.raw, folder, at=message.received_at)

    def fail(self, error: InboxError, method: str, *, after: int = 0) -> None:
        """Let the next call of `method` raise; a fetch yields `after` messages first."""
        self._faults.setdefault(method, deque()).append((error, after))

    def drop_idle(self) -> None:
        """Cut the connection of whoever idles."""
        for lost in self._idlers.values():
            lost.set()

    # The `Inbox` of mail.ports.

    async def folders(self) -> Folders:
        self._raise_if_scripted("folders")
        return self.roles

    async def fetch_after(self, folder: str, cursor: Cursor | None, since: datetime) -> AsyncIterator[Fetched]:
        error, after = self._next_fault("fetch_after")
        box = self._box(folder)
        first_at = datetime.combine(since.astimezone(UTC).date(), time(), tzinfo=UTC)
        known = cursor is not None and cursor.uidvalidity == box.uidvalidity
        last_uid = cursor.last_uid if cursor is not None and known else 0
        yielded = 0
        while message := box.next_after(last_uid):  # mail that arrives during the fetch belongs to it
            last_uid = message.uid
            if not known and message.received_at is not None and message.received_at < first_at:
                continue
            if error is not None and yielded == after:
                raise error
            yield message
            yielded += 1
        if error is not None:
            raise error
        self.read_to_end[folder] += 1

    async def position(self, folder: str) -> Cursor:
        self._raise_if_scripted("position")
        box = self._box(folder)
        return Cursor(uidvalidity=box.uidvalidity, last_uid=box.next_uid - 1)

    async def idle(self, wake: asyncio.Event) -> None:
        self._raise_if_scripted("idle")
        if not self.has_idle:
            return
        lost = self._idlers[wake] = asyncio.Event()
        wake.set()
        try:
            await lost.wait()
        finally:
            del self._idlers[wake]
        raise InboxError("the connection was lost while waiting for new mail")

    async def find(self, folder: str, message_id: str) -> Fetched | None:
        self._raise_if_scripted("find")
        return next((each for each in self._box(folder).messages if _message_id(each.raw) == message_id), None)

    async def append(self, folder: str, raw: bytes, at: datetime) -> None:
        self._raise_if_scripted("append")
        uid = self.deliver(raw, self._checked(folder), at=at)
        self.boxes[folder].seen.add(uid)

    async def mark(self, message: Fetched, keyword: str) -> None:
        self._raise_if_scripted("mark")
        if self._box(message.folder).uidvalidity != message.uidvalidity:
            raise InboxError(f"the folder {message.folder!r} was rebuilt")
        self._box(message.folder).keywords.setdefault(message.uid, set()).add(keyword)

    async def discard(self, message: Fetched) -> None:
        self._raise_if_scripted("discard")
        if self._box(message.folder).uidvalidity != message.uidvalidity:
            raise InboxError(f"the folder {message.folder!r} was rebuilt")
        self.remove(message.uid, message.folder)

    async def close(self) -> None:
        self.closed = True

    def _box(self, folder: str) -> FakeFolder:
        return self.boxes[self._checked(folder)]

    def _checked(self, folder: str) -> str:
        if folder not in self.boxes:
            raise InboxError(f"the mailbox has no folder {folder!r}")
        return folder

    def _next_fault(self, method: str) -> tuple[InboxError | None, int]:
        waiting = self._faults.get(method)
        return waiting.popleft() if waiting else (None, 0)

    def _raise_if_scripted(self, method: str) -> None:
        error, _ = self._next_fault(method)
        if error is not None:
            raise error


def _names(roles: Folders) -> list[str]:
    every = (roles.inbox, roles.junk, roles.sent, roles.all_mail, roles.drafts)
    return [name for name in every if name is not None]


def _message_id(raw: bytes) -> str:
    header = raw.partition(b"\r\n\r\n")[0]
    found = re.search(rb"(?im)^message-id:\s*(<[^>\r\n]*>)", header)
    return found[1].decode("ascii", "replace") if found else ""
