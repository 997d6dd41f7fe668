"""One event, one transaction: what core.lifecycle decides and everything that follows from it, written together.

These are functions of a `Connection`, for the daemon's writer thread and for the command line alike.
"""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.lifecycle import Event, Transition
from followupd.core.model import Contact, Enrollment, EnrollmentId, Hold, State, Stop, Verdict
from followupd.core.sequences import STOP, Sequence
from followupd.service.plans import Planner
from followupd.service.sending import promising
from followupd.store import contacts, enrollments, ledger, replies, suppressions

Say = Callable[[Hold], str]
"""Words for the task that a hold makes for the owner."""


def happen(
    connection: Connection, planner: Planner, before: Enrollment, event: Event, *, at: datetime, words: str = ""
) -> Enrollment:
    """Write what `event` makes of an enrollment, with its effects; return the enrollment as it is now.

    `words` is what the owner reads where the event makes a task for them. Raises enrollments.StaleError when the
    enrollment was changed since it was read.
    """
    change = lifecycle.transition(before, event)
    after = enrollments.save(connection, before, change.after)
    _write_effects(connection, planner, change, at, words)
    return after


def happen_to(
    connection: Connection, planner: Planner, identity: EnrollmentId, event: Event, *, at: datetime, words: str = ""
) -> Enrollment:
    """`happen` for an enrollment as it stands in this transaction."""
    return happen(connection, planner, enrollments.get(connection, identity), event, at=at, words=words)


def _write_effects(connection: Connection, planner: Planner, change: Transition, at: datetime, words: str) -> None:
    enrollment = change.after
    for effect in change.effects:
        match effect:
            case lifecycle.Suppress(reason=reason):
                address = contacts.get(connection, enrollment.contact).address
                suppressions.add(connection, address, reason=reason.value, at=at)
            case lifecycle.Ask(hold=hold):
                ledger.open_task(
                    connection,
                    enrollment.contact,
                    enrollment.id,
                    hold=hold,
                    step_key=enrollment.step_key,
                    words=words,
                    at=at,
                )
            case lifecycle.CloseTasks():
                ledger.close_tasks(connection, enrollment.id, at)
            case lifecycle.GoOn():
                _go_on(connection, planner, enrollment, at)
            case lifecycle.GiveWord(at=promised_at):
                promising.give(connection, planner, enrollment, promised_at, at)
            case lifecycle.WordIsOver(fate=fate):
                promising.end(connection, enrollment, fate, at)
            case _:
                assert_never(effect)


def _go_on(connection: Connection, planner: Planner, ended: Enrollment, at: datetime) -> None:
    """Enrol into what the ended sequence names for silence, unless they are in it or have been through it."""
    sequence = planner.sequences.get(ended.sequence)
    following = planner.sequences.get(sequence.no_answer.then) if sequence else None
    if sequence is None or following is None or sequence.no_answer.then == STOP:
        return
    contact = contacts.get(connection, ended.contact)
    if following.every is not None and _has_answered(connection, contact):
        return  # who has talked to us is no stranger to keep warm: what follows is the owner's
    if refusal(connection, contact, following.name) is None:
        enroll(connection, planner, contact, following, mailbox=ended.mailbox, at=at)


def _has_answered(connection: Connection, contact: Contact) -> bool:
    return any(reply.verdict is not Verdict.NONE for reply in replies.of_contact(connection, contact.id))


def enroll(
    connection: Connection, planner: Planner, contact: Contact, sequence: Sequence, *, mailbox: str, at: datetime
) -> Enrollment:
    """Put a contact into a sequence; the caller has asked `refusal` first."""
    return enrollments.add(connection, beginning(planner, contact, sequence, mailbox=mailbox, at=at))


def beginning(planner: Planner, contact: Contact, sequence: Sequence, *, mailbox: str, at: datetime) -> Enrollment:
    """Return an enrollment as it begins; it has no id yet."""
    first = planner.first(sequence, contact, at)
    return Enrollment(
        id=EnrollmentId(0),
        contact=contact.id,
        sequence=sequence.name,
        mailbox=mailbox,
        state=State.WAITING,
        step=first.step,
        step_key=first.step_key,
        enrolled_at=at,
        due_at=first.due_at,
    )


def refusal(connection: Connection, contact: Contact, sequence: str) -> str | None:
    """Return why this contact cannot be put into this sequence, None where nothing speaks against it."""
    suppressed = suppressions.reason(connection, contact.address)
    if suppressed is not None:
        return f"is on the suppression list ({suppressed})"
    for enrollment in enrollments.of_contact(connection, contact.id):
        if enrollment.state is not State.STOPPED:
            return f"is in the sequence “{enrollment.sequence}” already"
        if enrollment.stop in {Stop.NO, Stop.UNSUBSCRIBED}:
            return f"has said {enrollment.stop}"
        if enrollment.sequence == sequence:
            return f"has been through the sequence “{sequence}” before ({enrollment.stop})"
    return None
