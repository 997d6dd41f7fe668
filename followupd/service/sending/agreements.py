"""An agreed next step whose day has passed without anything happening: go on with what the owner named for that.

Anything at all counts as having happened: an attempt, a mail, an answer. Who is in a sequence already, or must not be
written to, is left alone, and the owner hears of it either way.
"""

from collections.abc import Sequence as Many
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from followupd.core.calendar import schedule
from followupd.core.calendar.calendars import Calendar
from followupd.core.calendar.zones import instant
from followupd.core.model import Contact
from followupd.service import changes
from followupd.service.plans import Planner
from followupd.service.sending.promising import Notice, Watch
from followupd.store import contacts, enrollments, ledger, replies
from followupd.store.ledger import Agreement


def follow_up(connection: Connection, planner: Planner, mailbox: str, now: datetime) -> Watch:
    """See to the agreements of this mailbox's contacts whose day is over; look again when the next one is."""
    notices: list[Notice] = []
    again: list[datetime] = []
    for agreement in ledger.agreements_to_watch(connection):
        contact = contacts.get(connection, agreement.contact)
        if _mailbox_of(connection, planner, contact) != mailbox:
            continue
        over_at = _day_after(agreement, planner.calendar(contact))
        if now < over_at:
            again.append(over_at)
            continue
        ledger.settle_agreements(connection, contact.id, now)
        if not _has_happened(connection, agreement, planner.calendar(contact)):
            notices.append(_missed(connection, planner, agreement, contact, mailbox, now))
    return Watch(notices=tuple(notices), again_at=min(again, default=None))


def _missed(
    connection: Connection, planner: Planner, agreement: Agreement, contact: Contact, mailbox: str, now: datetime
) -> Notice:
    sequence = planner.sequences.get(agreement.next_sequence or "")
    title = f"{contact.name or contact.address}: “{agreement.what}” on {agreement.agreed_on} has passed"
    if sequence is None:
        words = f"There is no sequence “{agreement.next_sequence}” any more. Choose one: followupd enroll"
        return Notice(contact=contact, title=title, words=f"{words} {contact.address} --sequence NAME")
    refusal = changes.refusal(connection, contact, sequence.name)
    if refusal is not None:
        words = f"They were not put into “{sequence.name}”: {contact.address} {refusal}."
        return Notice(contact=contact, title=title, words=words)
    changes.enroll(connection, planner, contact, sequence, mailbox=mailbox, at=now)
    words = f"Nothing has happened since, so “{sequence.name}” begins. If it did happen: followupd stop"
    return Notice(contact=contact, title=title, words=f"{words} {contact.address}")


def _has_happened(connection: Connection, agreement: Agreement, calendar: Calendar) -> bool:
    """Whether anything came after the day on which it was agreed, or after that very moment where it was for that day.

    What else is noted on that first day belongs to the talk in which they agreed.
    """
    same_day = calendar.day_of(agreement.made_at) == agreement.agreed_on
    since = agreement.made_at if same_day else schedule.end_of_day(agreement.made_at, calendar)
    attempts = [attempt.at for attempt in ledger.attempts_on(connection, agreement.contact)]
    answers = [reply.received_at for reply in replies.of_contact(connection, agreement.contact)]
    return any(at > since for at in (*attempts, *answers))


def _day_after(agreement: Agreement, calendar: Calendar) -> datetime:
    return instant(agreement.agreed_on + timedelta(days=1), time.min, calendar.tz)


def _mailbox_of(connection: Connection, planner: Planner, contact: Contact) -> str:
    """Return the mailbox that wrote to them last, else the first one."""
    mailboxes: Many[str] = list(planner.settings.mailboxes)
    last = enrollments.last_for(connection, contact.id)
    return last.mailbox if last is not None and last.mailbox in mailboxes else mailboxes[0]
