"""What lies ahead: what will be sent to whom and when, as it stands now, and what the caps push back.

The forecast assumes silence and a daemon that runs: every task is done on the day on which it comes due, every mail
passes. The same gate as in earnest is asked, with the mails of the forecast counted as sent.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.core import gate
from followupd.core.gate import Facts
from followupd.core.model import Contact, ContactId, Enrollment, State
from followupd.core.sequences import AUTOMATIC, STOP, Sequence, Step
from followupd.service.plans import Planner
from followupd.service.sending.facts import limits_of
from followupd.store import contacts, enrollments, mails


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One thing that will happen; `at` None: not before a person has looked."""

    at: datetime | None
    contact: Contact
    enrollment: Enrollment
    sequence: str
    number: int  # of the step, as a person counts
    what: str  # the step's name, or what the end of the silence leads to
    is_mail: bool = False
    note: str = ""  # what it depends on
    pushed_by: str = ""  # the rule of the gate that moved it to a later time


@dataclass(slots=True)
class _Claims:
    """The mails that have left or are forecast to, by what the caps count."""

    first: dict[str, datetime] = field(default_factory=dict)  # ever, of each mailbox
    by_mailbox: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    by_domain: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    by_contact: dict[ContactId, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def add(self, at: datetime, mailbox: str, domain: str, contact: ContactId) -> None:
        self.first.setdefault(mailbox, at)
        self.by_mailbox[mailbox].append(at)
        self.by_domain[domain].append(at)
        self.by_contact[contact].append(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """An enrollment whose step comes next in the forecast."""

    at: datetime
    enrollment: Enrollment
    contact: Contact
    sequence: Sequence
    index: int
    promised: bool = False
    pushed_by: str = ""

    @property
    def step(self) -> Step | None:
        """The step, None for the end of the silence after the last."""
        return self.sequence.steps[self.index] if self.index < len(self.sequence.steps) else None

    def expected(self, what: str, note: str = "", *, is_mail: bool = False) -> Expected:
        return Expected(
            at=self.at,
            contact=self.contact,
            enrollment=self.enrollment,
            sequence=self.sequence.name,
            number=self.index + 1,
            what=what,
            is_mail=is_mail,
            note=note,
            pushed_by=self.pushed_by,
        )


class _Forecast:
    """The queues of all mailboxes, served in the order of time."""

    def __init__(self, planner: Planner, until: datetime) -> None:
        self._planner = planner
        self._until = until
        self._queues: dict[str, list[tuple[datetime, int, _Turn]]] = defaultdict(list)
        self._free_at: dict[str, datetime] = {}  # a cap of the whole mailbox keeps everybody waiting until then
        self._count = 0
        self.claims = _Claims()

    def put(self, turn: _Turn) -> None:
        if turn.at <= self._until:
            self._count += 1
            heapq.heappush(self._queues[turn.enrollment.mailbox], (turn.at, self._count, turn))

    def run(self) -> Iterator[Expected]:
        """Yield what happens until the end of the forecast."""
        while any(self._queues.values()):
            mailbox = min((name for name, queue in self._queues.items() if queue), key=self._next_at)
            at = self._next_at(mailbox)
            turn = heapq.heappop(self._queues[mailbox])[2]
            if at <= self._until:
                yield from self._serve(turn, at)

    def _next_at(self, mailbox: str) -> datetime:
        return max(self._queues[mailbox][0][0], self._free_at.get(mailbox, self._queues[mailbox][0][0]))

    def _serve(self, turn: _Turn, at: datetime) -> Iterator[Expected]:
        step = turn.step
        if step is None:
            yield from self._end(turn)
        elif step.kind not in AUTOMATIC:
            yield turn.expected(step.name)
            self._go_on(turn, turn.at)
        else:
            answer = gate.ask(self._facts(turn, step, at))
            if isinstance(answer, gate.Wait) and answer.until is not None:
                self._push_back(turn, at, answer, answer.until)
            else:
                yield self._sent(replace(turn, at=at), step)

    def _facts(self, turn: _Turn, step: Step, at: datetime) -> Facts:
        """Return the facts of the forecast: the ear is open, nothing is in doubt, only the manners speak."""
        return Facts(
            now=at,
            due_at=at,
            limits=limits_of(
                self._planner.settings, turn.enrollment, step, at, self.claims.first.get(turn.enrollment.mailbox)
            ),
            open_at=self._planner.open_at(step, turn.contact, at),
            promised=turn.promised,
            heard_at=at,
            mailbox_claims=self.claims.by_mailbox[turn.enrollment.mailbox],
            domain_claims=self.claims.by_domain[_domain(turn.contact)],
            contact_claims=self.claims.by_contact[turn.contact.id],
        )

    def _push_back(self, turn: _Turn, at: datetime, wait: gate.Wait, until: datetime) -> None:
        if wait.everybody:
            self._free_at[turn.enrollment.mailbox] = until
            pushed_by = turn.pushed_by if wait.rule == "gap" else wait.rule  # minutes are not worth a word
            self.put(replace(turn, pushed_by=pushed_by))
        else:
            self.put(replace(turn, at=max(until, at), pushed_by=wait.rule))

    def _sent(self, turn: _Turn, step: Step) -> Expected:
        self.claims.add(turn.at, turn.enrollment.mailbox, _domain(turn.contact), turn.contact.id)
        self._go_on(turn, turn.at)
        note = f"only once a {step.requires} is logged" if step.requires else ""
        return turn.expected(step.name, f"{note}, promised".lstrip(", ") if turn.promised else note, is_mail=True)

    def _go_on(self, turn: _Turn, at: datetime) -> None:
        following = self._planner.after(turn.sequence, turn.index, turn.contact, at)
        self.put(replace(turn, at=following.due_at, index=following.step, promised=False, pushed_by=""))

    def _end(self, turn: _Turn) -> Iterator[Expected]:
        then = turn.sequence.no_answer.then
        following = None if then == STOP else self._planner.sequences.get(then)
        yield turn.expected("the end of the silence", "it ends there" if following is None else f"“{then}” begins")
        if following is not None:
            first = self._planner.first(following, turn.contact, turn.at)
            self.put(replace(turn, at=first.due_at, sequence=following, index=0, pushed_by=""))


def outlook(connection: Connection, planner: Planner, now: datetime, until: datetime) -> list[Expected]:
    """Return what will happen until a moment, in the order of time, those who are held first."""
    forecast = _Forecast(planner, until)
    forecast.claims.first.update(_first_claims(connection, planner))
    for claim in mails.recent_claims(connection, now - _memory(planner)):
        forecast.claims.add(*claim)
    held = []
    people = {contact.id: contact for contact in contacts.everybody(connection)}
    for enrollment in enrollments.active(connection):
        contact, place = people[enrollment.contact], planner.located(enrollment)
        if place is None or enrollment.state is State.HELD:
            held.append(_held(enrollment, contact, place))
            continue
        at = max(enrollment.due_at or now, now)
        promised = enrollment.promised_at is not None
        sequence, index = place
        forecast.put(
            _Turn(at=at, enrollment=enrollment, contact=contact, sequence=sequence, index=index, promised=promised)
        )
    return [*held, *forecast.run()]


def _first_claims(connection: Connection, planner: Planner) -> Iterator[tuple[str, datetime]]:
    for mailbox in planner.settings.mailboxes:
        at = mails.first_claim_at(connection, mailbox)
        if at is not None:
            yield mailbox, at


def _memory(planner: Planner) -> timedelta:
    return max(gate.DAY, planner.settings.sending.per_contact.per.rough_length)


def _held(enrollment: Enrollment, contact: Contact, place: tuple[Sequence, int] | None) -> Expected:
    step = place[0].steps[place[1]] if place and place[1] < len(place[0].steps) else None
    note = f"held ({enrollment.hold})" if place else "its step is gone from the file: followupd check"
    return Expected(
        at=None,
        contact=contact,
        enrollment=enrollment,
        sequence=enrollment.sequence,
        number=enrollment.step + 1,
        what=step.name if step else enrollment.step_key,
        note=note,
    )


def _domain(contact: Contact) -> str:
    return contact.address.rpartition("@")[2].lower()
