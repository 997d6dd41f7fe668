"""The world around the daemon: post that is on its way, contacts who answer, Ana who makes her calls.

The world moves the clock from one moment to the next, and acts only while the daemon is at rest; it goes on when the
daemon has taken in what happened. So two runs tell the same story, whatever the machine is busy with.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from heapq import heappop, heappush
from itertools import count

from followupd.core.model import Hold, Outcome, TaskId
from followupd.demo import handwriting
from followupd.demo.cast import CAST, Answer, Role
from followupd.demo.clock import VirtualClock
from followupd.demo.handwriting import Received
from followupd.demo.servers import MailServers
from followupd.service import owner
from followupd.service.daemon import Daemon
from followupd.service.plans import Planner
from followupd.store import contacts, ledger, replies
from followupd.store.engine import Store
from followupd.store.ledger import Task
from followupd.store.replies import Reply

LOOPS = 2  # of the daemon that wait by the clock: the one that hears, the one that sends
BEFORE_A_CALL = timedelta(minutes=9)  # Ana finishes her coffee first
ROLES = {role.address: role for role in CAST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mail of Ana's arrived at somebody."""

    at: datetime
    role: Role
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """An answer came in and was taken for something."""

    at: datetime
    role: Role
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Ana did something herself; `words` says what."""

    at: datetime
    role: Role
    words: str


Happening = Sent | Sorted | Done
Tell = Callable[[datetime, Happening | None], None]
"""Told the time whenever it has moved, and what happened, if anything did."""


@dataclass(order=True, frozen=True, slots=True)
class _Errand:
    """Something that will happen; of two at the same moment the one that was thought of first."""

    at: datetime
    number: int
    do: Callable[[], Awaitable[None]] = field(compare=False)


class World:
    """Everything outside of followupd."""

    def __init__(self, clock: VirtualClock, tell: Tell) -> None:
        self._clock = clock
        self._tell = tell
        self._errands: list[_Errand] = []
        self._numbers = count()
        self._mails: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._known_tasks: set[TaskId] = set()
        self._known_replies = 0

    def take(self, recipient: str, raw: bytes) -> None:
        """Bring a mail to its reader, who decides at once what to answer and when."""
        at, role = self._clock.now(), ROLES[recipient]
        received = Received(message=message_from_bytes(raw, policy=policy.default), at=at)
        self._mails[recipient] += 1
        self._tell(at, Sent(at=at, role=role, subject=str(received.message["Subject"])))
        answer = role.reaction(self._mails[recipient])
        if answer is not None:
            self._plan(at + answer.after, partial(self._answer, received, role, answer))

    async def play(self, daemon: Daemon, store: Store, planner: Planner, servers: MailServers, end: datetime) -> None:
        """Let time pass until `end`, with everything that happens in it."""

    # --- errands ----------------------------------------------------------------------------------------------------

    def _plan(self, at: datetime, do: Callable[[], Awaitable[None]]) -> None:
        heappush(self._errands, _Errand(at, next(self._numbers), do))
