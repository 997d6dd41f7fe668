"""What is kept about a person: all of it for them to read, a summary for a program, and how it is forgotten."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from followupd.core.errors import BusyError
from followupd.core.model import Contact, Enrollment, State
from followupd.service.asking.timeline import timeline
from followupd.service.telling.maillog import ReplyLog
from followupd.store import enrollments, erasure, ledger, lessons, mails, replies, suppressions

Json = Mapping[str, Any]


def summary(connection: Connection, contact: Contact) -> Json:
    """Return where a contact stands and what has happened, oldest first."""
    return {
        "contact": _contact(contact),
        "suppressed": suppressions.reason(connection, contact.address),
        "enrollments": [_enrollment(each) for each in enrollments.of_contact(connection, contact.id)],
        "timeline": [
            {"at": _text(entry.at), "kind": entry.kind, "id": entry.number, "words": entry.words}
            for entry in timeline(connection, contact)
        ],
    }


def everything(connection: Connection, contact: Contact) -> Json:
    """Return every datum about a person, the words of all mails among them."""
    sent = [
        {
            "at": _text(mail.sent_at or mail.claimed_at),
            "state": state.value,
            "message_id": mail.message_id,
            "subject": mail.subject,
            "text": mail.text,
            "answer": answer,
        }
        for mail, state, answer in mails.ever_for(connection, contact.id)
    ]
    received = [
        {
            "at": _text(reply.received_at),
            "from": reply.sender,
            "subject": reply.subject,
            "text": reply.fresh,
            "quoted": reply.quoted,
            "label": reply.label.value,
            "verdict": reply.verdict.value,
            "confidence": reply.confidence,
            "resume_on": _text(reply.resume_on),
            "evidence": [{"text": item.text, "why": item.why} for item in reply.evidence],
        }
        for reply in replies.of_contact(connection, contact.id)
    ]
    attempts = [
        {"at": _text(attempt.at), "channel": attempt.channel, "note": attempt.note}
        for attempt in ledger.attempts_on(connection, contact.id)
    ]
    corrected = [
        {
            "at": _text(each.made_at),
            "reply": each.reply,
            "was": each.was.value,
            "label": each.label.value,
            "until": _text(each.until),
        }
        for each in lessons.everything(connection).values()
        if each.contact == contact.id
    ]
    return {
        **summary(connection, contact),
        "mails": sent,
        "replies": received,
        "corrections": corrected,
        "attempts": attempts,
    }


def erase(connection: Connection, contact: Contact, log: ReplyLog) -> bool:
    """Forget a person, in the database and in the reply log; return whether a bar to writing to them remains."""
    if any(each.state is State.SENDING for each in enrollments.of_contact(connection, contact.id)):
        raise BusyError(f"A mail to {contact.address} is on its way at this moment; try again in a minute.")
    erasure.forget(connection, contact.id)
    erasure.unname(connection, contact.address)
    log.forget(contact.address)
    return suppressions.anonymise(connection, contact.address)


def _contact(contact: Contact) -> Json:
    return {
        "address": contact.address,
        "timezone": contact.timezone,
        "country": contact.country,
        "language": contact.language,
        "fields": dict(contact.fields),
    }


def _enrollment(enrollment: Enrollment) -> Json:
    return {
        "sequence": enrollment.sequence,
        "mailbox": enrollment.mailbox,
        "state": enrollment.state.value,
        "step": enrollment.step + 1,
        "step_key": enrollment.step_key,
        "enrolled_at": _text(enrollment.enrolled_at),
        "due_at": _text(enrollment.due_at),
        "promised_at": _text(enrollment.promised_at),
        "not_before": _text(enrollment.not_before),
        "hold": enrollment.hold,
        "stop": enrollment.stop,
    }


def _text(at: datetime | date | None) -> str | None:
    if isinstance(at, datetime):
        return f"{at:%Y-%m-%dT%H:%M:%SZ}"
    return None if at is None else at.isoformat()
