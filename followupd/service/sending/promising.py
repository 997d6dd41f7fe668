"""Keeps our word: writes down the times that our mails named, and sees to it that they are kept or owned up to.

A promised mail leaves at its time by itself. A promised call is the owner's to make: they hear of it when its time has
come, once more while it can still be kept, and when it is too late.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.core.language.languages import LANGUAGES
from followupd.core.language.wording import Wording, base_language
from followupd.core.lifecycle import Fate
from followupd.core.model import Contact, Enrollment, Hold, State
from followupd.core.promises import Promise, Standing, look, standing
from followupd.service.plans import Planner
from followupd.store import contacts, enrollments, ledger, mails, promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about a promise that the owner wants to know now."""

    contact: Contact
    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a look at our word brought up, and when the next one is due (None: nothing is open)."""

    notices: tuple[Notice, ...]
    again_at: datetime | None


def give(connection: Connection, planner: Planner, enrollment: Enrollment, at: datetime, made_at: datetime) -> None:
    """Write down that a mail named the time of the step that comes next."""
    contact = contacts.get(connection, enrollment.contact)
    written_in = contact.language or planner.settings.mailboxes[enrollment.mailbox].language
    promise = Promise(
        id=0,
        enrollment=enrollment.id,
        contact=contact.id,
        step_key=enrollment.step_key,
        at=at,
        until=_wording(planner, contact, written_in).end_of_part(at),
    )
    promises.make(connection, promise, made_at)


def end(connection: Connection, enrollment: Enrollment, fate: Fate, at: datetime) -> None:
    """Write down what became of the promise of an enrollment."""
    promise = promises.last_of(connection, enrollment.id)
    if promise is None:
        return
    # A mail whose doubt is settled later left when it left.
    mail = mails.of_step(connection, enrollment.id, promise.step_key)
    done_at = mail.sent_at if mail is not None and mail.sent_at is not None else at
    promises.settle(connection, promise, standing(promise, fate, done_at), done_at if fate is Fate.DONE else None)


def watch(connection: Connection, planner: Planner, mailbox: str, now: datetime) -> Watch:
    """Look at the open promises of a mailbox: note which are broken, and say what the owner is to hear."""
    notices: list[Notice] = []
    again: list[datetime] = []
    for promise in promises.open_in(connection, mailbox):
        if promise.at > now:
            again.append(promise.at)
            break
        enrollment = enrollments.get(connection, promise.enrollment)
        if enrollment.state is State.SENDING or enrollment.hold is Hold.IN_DOUBT:
            continue  # whether it was kept is not known yet
        found = look(promise, now, task_is_open=enrollment.hold is Hold.TASK)
        notices += _told(connection, planner, promise, now, remind=found.remind, is_broken=found.is_broken)
        again += [found.again_at] if found.again_at else []
    return Watch(notices=tuple(notices), again_at=min(again, default=None))


def _told(
    connection: Connection, planner: Planner, promise: Promise, now: datetime, *, remind: bool, is_broken: bool
) -> Iterator[Notice]:
    contact = contacts.get(connection, promise.contact)
    name = contact.name or contact.address
    when = replace(_wording(planner, contact, "en"), now=now).day_part(promise.at)
    if is_broken:
        promises.settle(connection, promise, Standing.BROKEN)
        yield Notice(
            contact=contact,
            title=f"The promise to {name} was not kept",
            words=f"Your last mail named {when} for “{promise.step_key}”, and it has not happened. No text will claim"
            f" that it did. See what is next: followupd why {contact.address}",
        )
    elif remind:
        promises.note_reminder(connection, promise, now)
        tasks = [task.id for task in ledger.open_tasks(connection, contact.id) if task.hold is Hold.TASK]
        done = f" Done? followupd done {tasks[0]} --outcome voicemail, spoke or no-answer" if tasks else ""
        yield Notice(
            contact=contact,
            title=f"Promised to {name} for {when}, and still open",
            words=f"There is time until {promise.until.astimezone(ZoneInfo(planner.zone(contact).name)):%H:%M}"
            f" where they are.{done}",
        )


def _wording(planner: Planner, contact: Contact, language: str) -> Wording:
    known = language if base_language(language) in LANGUAGES else "en"
    return Wording(language=known, zone=ZoneInfo(planner.zone(contact).name))
