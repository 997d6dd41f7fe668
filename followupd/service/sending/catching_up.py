"""After a standstill nothing bursts: what came due while nothing could leave gets new times, and what is stale asks.

It does not matter why nothing left: the machine was off, the brake was pulled, the inbox could not be read, a backup
was restored. The first mail that is late when the queue moves again leads here, with everybody else who is overdue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.config import Settings
from followupd.core import lifecycle
from followupd.core.calendar import schedule
from followupd.core.calendar.schedule import NeverOpenError, Overdue
from followupd.core.model import Contact, Enrollment, Hold
from followupd.core.sequences import AUTOMATIC, Step
from followupd.service import changes
from followupd.service.plans import Planner
from followupd.service.sending.facts import patience
from followupd.store import contacts, enrollments


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """What became of those who were overdue."""

    asked: tuple[Contact, ...]  # too late to send without a look
    moved: int
    next_at: datetime | None  # of those who were moved, None where nobody was


@dataclass(frozen=True, slots=True, kw_only=True)
class _Late:
    """A mail that is to have a new time."""

    enrollment: Enrollment
    contact: Contact
    step: Step


def catch_up(connection: Connection, planner: Planner, mailbox: str, now: datetime) -> CaughtUp:
    """Hold what is stale and spread the other mails over the open hours to come; promises and tasks keep their time."""
    asked: list[Contact] = []
    late: list[_Late] = []
    for enrollment in enrollments.due(connection, mailbox, now, limit=1_000_000):
        step = planner.step(enrollment)
        if step is None or enrollment.due_at is None:
            continue
        contact = contacts.get(connection, enrollment.contact)
        try:
            stale = _stale(planner, enrollment, contact, enrollment.due_at, now)
            opens_at = planner.open_at(step, contact, now)
        except NeverOpenError as error:
            _hold(connection, planner, enrollment, Hold.FAULT, str(error), now)
            continue
        if stale is not None:
            _hold(connection, planner, enrollment, Hold.STALE, stale, now)
            asked.append(contact)
        elif step.kind in AUTOMATIC and enrollment.promised_at is None:
            late.append(_Late(enrollment=enrollment, contact=contact, step=step))
        elif opens_at > now:
            changes.happen(connection, planner, enrollment, lifecycle.Postponed(due_at=opens_at), at=now)
    times = _spread(connection, planner, mailbox, late, now)
    return CaughtUp(asked=tuple(asked), moved=len(late), next_at=min(times, default=None))


def stale_words(contact: Contact, due_at: datetime, *, promised: bool) -> str:
    """Return what the owner reads about something that came due too long ago."""
    was = "promised for" if promised else "due on"
    return (
        f"It was {was} {due_at:%Y-%m-%d}, and by now its words may be wrong. Look at it with followupd why"
        f" {contact.address}; go on all the same with followupd resume {contact.address}, or end it with stop."
    )


def _stale(planner: Planner, enrollment: Enrollment, contact: Contact, due_at: datetime, now: datetime) -> str | None:
    promised = enrollment.promised_at is not None
    due_at = enrollment.promised_at or due_at
    if now - due_at <= patience(planner, contact, due_at, promised=promised):
        return None
    return stale_words(contact, due_at, promised=promised)


def _hold(
    connection: Connection, planner: Planner, enrollment: Enrollment, hold: Hold, words: str, now: datetime
) -> None:
    changes.happen(connection, planner, enrollment, lifecycle.HeldUp(hold=hold), at=now, words=words)


def _spread(
    connection: Connection, planner: Planner, mailbox: str, late: Sequence[_Late], now: datetime
) -> list[datetime]:
    overdue = [
        Overdue(
            key=each.enrollment.id,
            due_at=each.enrollment.due_at or now,
            calendar=planner.calendar(each.contact),
            windows=planner.windows(each.step),
        )
        for each in late
    ]
    promised = enrollments.promised_times(connection, mailbox)
    times = schedule.spread(overdue, now, _distance(planner.settings), seed=mailbox, taken=promised)
    for each in late:
        event = lifecycle.Postponed(due_at=times[each.enrollment.id])
        changes.happen(connection, planner, each.enrollment, event, at=now)
    return list(times.values())


def _distance(settings: Settings) -> tuple[timedelta, timedelta]:
    """Return how far apart they are to leave: as after any mail, and so that the cap of the hour need not speak."""
    shortest, longest = (bound.rough_length for bound in settings.sending.gap)
    by_cap = timedelta(hours=1) / settings.sending.per_hour
    return max(shortest, by_cap), max(longest, by_cap)
