"""The world around the daemon: post on its way, contacts who answer it, Ana who makes her calls.

The world moves the clock from one moment to the next, acts only while the daemon is at rest, and goes on when the
daemon has taken in what happened. So two runs tell the same story, however busy the machine is.
"""

from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from heapq import heappop, heappush
from itertools import count

from followupd.core.model import ContactId, Hold, Outcome, TaskId
from followupd.demo import handwriting
from followupd.demo.cast import CAST, OWNER, Answer, Role
from followupd.demo.clock import VirtualClock
from followupd.demo.handwriting import Received
from followupd.demo.journal import Journal
from followupd.demo.servers import MailServers
from followupd.service.asking import owner
from followupd.service.daemon import Daemon
from followupd.service.house import House
from followupd.store import contacts, ledger, replies
from followupd.store.engine import Store
from followupd.store.ledger import Task
from followupd.store.replies import Reply

LOOPS = 2  # of the daemon that wait by the clock: the one that hears and the one that sends
BEFORE_A_CALL = timedelta(minutes=9)  # a task is done as soon as the coffee is finished
ROLES = {role.address: role for role in CAST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mail reached a contact."""

    role: Role
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer was read and taken for something."""

    role: Role
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Ana did something herself."""

    role: Role
    words: str


Happening = Sent | Answered | ByHand
Tell = Callable[[datetime, Happening | None], None]
"""Told what happened and when; without a happening, only that time has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the world acts on: the daemon under its clock, and the servers between the two."""

    clock: VirtualClock
    house: House
    store: Store
    daemon: Daemon
    servers: MailServers
    post: deque[tuple[str, bytes]]  # what the SMTP server took and nobody has read: the recipient, the mail
    log: Journal


class World:
    """Everybody but the daemon."""

    def __init__(self, stage: Stage, tell: Tell) -> None:
        self._stage = stage
        self._tell = tell
        self._diary = Diary()
        self._mails: Counter[Role] = Counter()
        self._calls: Counter[Role] = Counter()
        self._tasks: set[TaskId] = set()  # that Ana has seen
        self._replies = 0  # that were told
        for role in CAST:
            if role.by_hand_at is not None:
                self._diary.plan(role.by_hand_at, partial(self._write_by_hand, role))

    async def play(self, end: datetime) -> None:
        """Let time pass until `end`, or raise UnavailableError at the first error of the daemon."""
        clock = self._stage.clock
        await clock.settled(LOOPS)
        while clock.now() < end:
            await self._look_around()
            for do in self._diary.due(clock.now()):
                await do()
                await self._wake()
                await self._look_around()
            await clock.step(min(end, self._diary.next_at or end))
            self._tell(clock.now(), None)
            self._stage.log.raise_any()
        await self._look_around()

    async def _look_around(self) -> None:
        """Let everybody see what is new for them."""
        clock, store = self._stage.clock, self._stage.store
        if self._stage.post:
            while self._stage.post:
                self._read(*self._stage.post.popleft())
            await self._wake()
        for task in store.glance(ledger.open_tasks):
            if task.hold is Hold.TASK and task.id not in self._tasks:
                self._tasks.add(task.id)
                self._diary.plan(clock.now() + BEFORE_A_CALL, partial(self._do, task))
        for reply in store.glance(replies.everything)[self._replies :]:
            self._replies += 1
            self._tell(clock.now(), Answered(role=self._role(reply.contact), reply=reply))

    async def _wake(self) -> None:
        """Have the daemon look at everything, as its minute tick does, and wait until it is at rest again."""
        self._stage.daemon.wake()
        await self._stage.clock.settled()

    def _role(self, contact: ContactId) -> Role:
        return ROLES[self._stage.store.glance(lambda c: contacts.get(c, contact)).address]

    # --- contacts ---------------------------------------------------------------------------------------------------

    def _read(self, recipient: str, raw: bytes) -> None:
        """Let a contact read a mail; what they will answer, and when, is settled at once."""
        if recipient == OWNER.address:
            return  # a notice of the daemon: Ana reads it on her telephone
        at, role = self._stage.clock.now(), ROLES[recipient]
        received = Received(message=message_from_bytes(raw, policy=policy.default), at=at)
        self._mails[role] += 1
        self._tell(at, Sent(role=role, subject=str(received.message["Subject"])))
        answer = role.reaction(self._mails[role])
        if answer is not None:
            self._diary.plan(at + answer.after, partial(self._answer, received, role, answer))

    async def _answer(self, received: Received, role: Role, answer: Answer) -> None:
        at = self._stage.clock.now()
        raw = handwriting.answer_to(received, role, answer, at)
        await self._stage.servers.deliver(raw, answer.folder, at)

    # --- Ana --------------------------------------------------------------------------------------------------------

    async def _do(self, task: Task) -> None:
        """Do a task and report it, unless an answer has made it needless."""
        at, role, planner = self._stage.clock.now(), self._role(task.contact), self._stage.house.planner
        if task.id not in {each.id for each in self._stage.store.glance(ledger.open_tasks)}:
            return
        outcome = self._call(role) if task.step_key.startswith("call") else Outcome.DONE
        await self._stage.store.run(lambda c: owner.finish_task(c, planner, task.id, outcome, note="", at=at))
        self._tell(at, ByHand(role=role, words=_WORDS[outcome].format(task.step_key.partition(":")[2])))

    def _call(self, role: Role) -> Outcome:
        self._calls[role] += 1
        return role.call(self._calls[role])

    async def _write_by_hand(self, role: Role) -> None:
        """Write to somebody from another mail program: the mail lies in Sent afterwards."""
        at = self._stage.clock.now()
        await self._stage.servers.deliver(handwriting.by_hand(role, at), "Sent", at, seen=True)
        self._tell(at, ByHand(role=role, words="writes to them herself, in her own mail program"))


_WORDS = {
    Outcome.VOICEMAIL: "calls and leaves a voicemail",
    Outcome.NO_ANSWER: "calls, nobody answers",
    Outcome.SPOKE: "calls and speaks with them",
    Outcome.DONE: "does her task: {}",
}


@dataclass(order=True, frozen=True, slots=True)
class _Entry:
    """Something that will be done; of two at the same moment, the one that was thought of first."""

    at: datetime
    number: int
    do: Callable[[], Awaitable[None]] = field(compare=False)


class Diary:
    """What will be done, and when."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._numbers = count()

    @property
    def next_at(self) -> datetime | None:
        """When the next thing is to be done, None where nothing is."""
        return self._entries[0].at if self._entries else None

    def plan(self, at: datetime, do: Callable[[], Awaitable[None]]) -> None:
        """Do this then."""
        heappush(self._entries, _Entry(at, next(self._numbers), do))

    def due(self, now: datetime) -> Iterator[Callable[[], Awaitable[None]]]:
        """Take out what is to be done by now, also what is added meanwhile."""
        while self._entries and self._entries[0].at <= now:
            yield heappop(self._entries).do
