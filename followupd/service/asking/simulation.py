"""One contact's whole run on the calendar, in memory: what would happen and when, if nobody ever answered.

The same decisions as the daemon's, to the second: `core.lifecycle` moves the enrollment, `core.gate` is asked about
each step, the planner gives the times. Every task is done at the moment it comes, every call ends in a voicemail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from followupd.core import gate, lifecycle
from followupd.core.calendar.calendars import day_off
from followupd.core.gate import Facts
from followupd.core.model import (
    Channel,
    Contact,
    Enrollment,
    Outcome,
    Outgoing,
    OutgoingId,
    State,
    StepKind,
)
from followupd.core.sequences import AUTOMATIC, STOP, Sequence, Step
from followupd.service.changes import beginning
from followupd.service.plans import Planner
from followupd.service.sending.facts import limits_of, missing
from followupd.service.sending.writing import History
from followupd.store.ledger import Attempt
from followupd.templates import Library, uses_promise

END = "silence: the end"
_LONGEST = 200  # events; nobody plans further ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that would happen. At the very end `index` is the number of steps and the name is END."""

    at: datetime
    sequence: str
    index: int
    name: str
    is_mail: bool = False
    skipped: str = ""  # why the step would be left out
    pushed_by: str = ""  # the rule of the gate that moved it to a later time
    promised: bool = False  # the mail before it may name this time


def simulate(
    planner: Planner, library: Library, sequence: Sequence, contact: Contact, start: datetime, *, mailbox: str
) -> list[Event]:
    """Play a sequence, and what silence leads to, for somebody who is enrolled at `start`.

    Raises NeverOpenError where a step has no day to happen on, and TemplateError where a template is not there.
    """
    played: list[Event] = []
    names: set[str] = set()
    run = _Run(planner, library, contact, mailbox)
    playing: Sequence | None = sequence
    while playing is not None and playing.name not in names and len(played) < _LONGEST:
        names.add(playing.name)
        played += run.through(playing, start)
        start = played[-1].at
        then = playing.no_answer.then
        playing = None if then == STOP else planner.sequences.get(then)
        if playing is not None:
            played.pop()  # where another sequence begins, it is not the end
    return played


class _Run:
    """What has happened to one contact so far."""

    def __init__(self, planner: Planner, library: Library, contact: Contact, mailbox: str) -> None:
        self._planner = planner
        self._library = library
        self._mailbox = mailbox
        self._claims: list[datetime] = []
        self._history = History(contact=contact)

    def through(self, sequence: Sequence, start: datetime) -> Iterator[Event]:
        """Yield what happens in one sequence; the last event is the end of the silence."""
        self._history = replace(self._history, sent=())  # a text knows the mails of its own enrollment
        enrollment = beginning(self._planner, self._history.contact, sequence, mailbox=self._mailbox, at=start)
        pushed_by = ""
        while enrollment.state is State.WAITING and enrollment.due_at is not None:
            now, index = enrollment.due_at, enrollment.step
            name = sequence.steps[index].name if index < len(sequence.steps) else END
            event = Event(at=now, sequence=sequence.name, index=index, name=name, pushed_by=pushed_by)
            event = replace(event, promised=enrollment.promised_at is not None)
            if index >= len(sequence.steps):
                enrollment = lifecycle.transition(enrollment, lifecycle.Expired()).after
                yield event
                return
            step = sequence.steps[index]
            answer = gate.ask(self._facts(enrollment, step, now))
            if isinstance(answer, gate.Wait):
                pushed_by = answer.rule
                enrollment = lifecycle.transition(enrollment, lifecycle.Postponed(due_at=answer.until or now)).after
                continue
            pushed_by = ""
            skipped = answer.why if isinstance(answer, gate.Skip) else ""
            yield replace(event, is_mail=step.kind in AUTOMATIC, skipped=skipped)
            enrollment = self._done(enrollment, sequence, step, now, skip=bool(skipped))

    def _facts(self, enrollment: Enrollment, step: Step, now: datetime) -> Facts:
        """Return the facts of an undisturbed world: the ear is open, nothing is in doubt, the brake is off."""
        return Facts(
            now=now,
            due_at=now,
            limits=limits_of(self._planner.settings, enrollment, step, now, self._claims[0] if self._claims else None),
            open_at=self._planner.open_at(step, self._history.contact, now),
            promised=enrollment.promised_at is not None,
            is_mail=step.kind in AUTOMATIC,
            heard_at=now,
            missing=missing(self._planner, step, self._history, now),
            mailbox_claims=self._claims,
            domain_claims=self._claims,
            contact_claims=self._claims,
        )

    def _done(self, enrollment: Enrollment, sequence: Sequence, step: Step, now: datetime, *, skip: bool) -> Enrollment:
        """Let the step happen, in the events of the daemon."""
        contact = self._history.contact
        following = self._planner.after(sequence, enrollment.step, contact, now)
        if skip:
            return lifecycle.transition(enrollment, lifecycle.Skipped(next=following)).after
        if step.kind not in AUTOMATIC:
            is_call = step.kind is StepKind.CALL
            self._note(Channel.VOICEMAIL if is_call else step.channel or Channel.TASK, now)
            opened = lifecycle.transition(enrollment, lifecycle.TaskOpened()).after
            outcome = Outcome.VOICEMAIL if is_call else Outcome.DONE
            return lifecycle.transition(opened, lifecycle.TaskDone(outcome=outcome, next=following)).after
        self._claims.append(now)
        self._remember(enrollment, step, now)
        following = replace(following, promised=self._names_the_next(sequence, enrollment.step, step))
        claimed = lifecycle.transition(enrollment, lifecycle.Claimed()).after
        return lifecycle.transition(claimed, lifecycle.Accepted(step=enrollment.step, next=following)).after

    def _names_the_next(self, sequence: Sequence, index: int, step: Step) -> bool:
        language = self._history.contact.language or self._planner.settings.mailboxes[self._mailbox].language
        return index + 1 < len(sequence.steps) and uses_promise(self._library.find(step.file, language))

    def _note(self, channel: str, now: datetime) -> None:
        attempt = Attempt(contact=self._history.contact.id, channel=channel, at=now)
        self._history = replace(self._history, attempts=(*self._history.attempts, attempt))

    def _remember(self, enrollment: Enrollment, step: Step, now: datetime) -> None:
        """Note a mail as sent; what it said does not matter to when the next one leaves."""
        self._note(Channel.BUMP if step.kind is StepKind.BUMP else Channel.EMAIL, now)
        mail = Outgoing(
            id=OutgoingId(len(self._claims)),
            enrollment=enrollment.id,
            contact=enrollment.contact,
            mailbox=enrollment.mailbox,
            step=enrollment.step,
            step_key=step.key,
            kind=step.kind,
            message_id="",
            to=self._history.contact.address,
            subject="",
            text="",
            raw=b"",
            asks=None,
            claimed_at=now,
            sent_at=now,
        )
        self._history = replace(self._history, sent=(*self._history.sent, mail))


def passed_over(planner: Planner, contact: Contact, after: datetime, until: datetime) -> tuple[str, ...]:
    """Name the days between two moments on which nothing happens though they are no weekend."""
    calendar = planner.calendar(contact)
    day, last = calendar.day_of(after), calendar.day_of(until)
    found = []
    while day < last:
        name = day_off(day, calendar)
        if name is not None and day.weekday() < 5:
            found.append(f"{day:%d %b}: {name}")
        day += timedelta(days=1)
    return tuple(found)
