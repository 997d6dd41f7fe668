"""Everything between the owner and one contact, in the order of time: a person's file, from the rows of the store."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from followupd.core.model import Contact
from followupd.store import enrollments, ledger, mails, promises, replies
from followupd.store.mails import MailState


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `kind` is a word for programs too."""

    at: datetime
    kind: str  # enrolled, mail, reply, task, agreement, promise, or the channel of an attempt
    words: str
    number: int | None = None  # of a reply or a task, as the commands take it


def timeline(connection: Connection, contact: Contact) -> list[Entry]:
    """Return every attempt, mail, reply, task and agreement, oldest first."""
    entries = [
        *_enrolled(connection, contact),
        *_mails(connection, contact),
        *_attempts(connection, contact),
        *_replies(connection, contact),
        *_tasks(connection, contact),
        *_agreements(connection, contact),
        *_promises(connection, contact),
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _enrolled(connection: Connection, contact: Contact) -> Iterator[Entry]:
    for enrollment in enrollments.of_contact(connection, contact.id):
        words = f"into “{enrollment.sequence}”, mailbox {enrollment.mailbox}"
        yield Entry(at=enrollment.enrolled_at, kind="enrolled", words=words)


def _mails(connection: Connection, contact: Contact) -> Iterator[Entry]:
    for mail, state, answer in mails.ever_for(connection, contact.id):
        said = f" ({answer})" if answer and state is not MailState.ACCEPTED else ""
        words = f"{mail.kind} “{mail.subject}”, step {mail.step + 1}: {state}{said}"
        yield Entry(at=mail.sent_at or mail.claimed_at, kind="mail", words=words, number=mail.id)


def _attempts(connection: Connection, contact: Contact) -> Iterator[Entry]:
    """Yield what is in the ledger besides the mails, which have said more of themselves."""
    for attempt in ledger.attempts_on(connection, contact.id):
        if attempt.mail is None:
            yield Entry(at=attempt.at, kind=attempt.channel, words=attempt.note)


def _replies(connection: Connection, contact: Contact) -> Iterator[Entry]:
    for reply in replies.of_contact(connection, contact.id):
        until = f", from {reply.resume_on}" if reply.resume_on else ""
        evidence = next((f": “{item.text}”" for item in reply.evidence if item.text), "")
        words = f"{reply.label} → {reply.verdict}{until} ({reply.confidence:.0%}){evidence}; {reply.action}"
        yield Entry(at=reply.received_at, kind="reply", words=words, number=reply.id)


def _tasks(connection: Connection, contact: Contact) -> Iterator[Entry]:
    for task in ledger.tasks_of(connection, contact.id):
        what = task.step_key if task.hold == "task" else task.hold
        ended = "open" if task.closed_at is None else f"closed{f': {task.outcome}' if task.outcome else ''}"
        yield Entry(at=task.opened_at, kind="task", words=f"{what}, {ended}", number=task.id)


def _agreements(connection: Connection, contact: Contact) -> Iterator[Entry]:
    for agreement in ledger.agreements_with(connection, contact.id):
        words = f"agreed on “{agreement.what}” for {agreement.agreed_on}"
        yield Entry(at=agreement.made_at, kind="agreement", words=words)


def _promises(connection: Connection, contact: Contact) -> Iterator[Entry]:
    """Yield each time that a mail of ours named, at that time."""
    for promise in promises.made_to(connection, contact.id):
        yield Entry(at=promise.at, kind="promise", words=f"named by a mail for {promise.step_key}: {promise.standing}")
