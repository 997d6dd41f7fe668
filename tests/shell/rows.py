"""Rows as the tests of the store write them, with what they are about spelled out and the rest filled in."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from followupd.core.lifecycle import Planned
from followupd.core.model import (
    Contact,
    ContactId,
    Enrollment,
    EnrollmentId,
    Evidence,
    Label,
    OutgoingId,
    ReplyId,
    State,
    StepKind,
    Verdict,
)
from followupd.store import contacts, enrollments, mails, replies
from followupd.store.mails import Claim
from followupd.store.replies import Reply

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HEAD = bytes(range(22))  # of a Thread-Index


def new_contact(connection: Connection, address: str = "sam@acme.example", **fields: str) -> Contact:
    return contacts.add(connection, Contact(id=ContactId(0), address=address, fields={"email": address, **fields}), NOW)


def new_enrollment(
    connection: Connection,
    contact: Contact | None = None,
    *,
    mailbox: str = "ana",
    due_at: datetime = NOW,
    promised_at: datetime | None = None,
    enrolled_at: datetime = NOW,
) -> Enrollment:
    """Store a contact, unless one is given, and an enrollment that waits."""
    known = contact or new_contact(connection)
    waiting = Enrollment(
        id=EnrollmentId(0),
        contact=known.id,
        sequence="no-reply",
        mailbox=mailbox,
        state=State.WAITING,
        step=0,
        step_key="email:first",
        enrolled_at=enrolled_at,
        due_at=due_at,
        promised_at=promised_at,
    )
    return enrollments.add(connection, waiting)


def claim_of(
    enrollment: Enrollment, *, message_id: str = "<one@northwind.example>", recipient: str = "sam@acme.example"
) -> Claim:
    return Claim(
        enrollment=enrollment,
        kind=StepKind.EMAIL,
        message_id=message_id,
        recipient=recipient,
        subject="Your pump",
        text="Is the pump still of interest?\n",
        raw=b"Subject: Your pump\r\n\r\nIs the pump still of interest?\r\n",
        thread_index=HEAD,
        asks=None,
        following=Planned(step=1, step_key="bump:second", due_at=NOW + 3 * DAY, promised=True),
    )


def new_mail(
    connection: Connection, enrollment: Enrollment, *, message_id: str = "<one@northwind.example>", at: datetime = NOW
) -> OutgoingId:
    return mails.claim(connection, claim_of(enrollment, message_id=message_id), at)


def reply_of(contact: Contact, *, identity: str = "one", mailbox: str = "ana", folder: str = "INBOX") -> Reply:
    return Reply(
        id=ReplyId(0),
        contact=contact.id,
        enrollment=None,
        mailbox=mailbox,
        folder=folder,
        message_id="<answer@acme.example>",
        identity=identity,
        received_at=NOW,
        decided_at=NOW,
        sender=contact.address,
        subject="Re: Your pump",
        fresh="Yes, please.",
        quoted="",
        matched_by="in-reply-to",
        label=Label.YES,
        verdict=Verdict.YES,
        confidence=0.97,
        resume_on=None,
        evidence=(Evidence(text="Yes, please", why="yes.please"),),
        action="stopped",
    )


def new_reply(connection: Connection, contact: Contact, *, identity: str = "one") -> ReplyId:
    return replies.add(connection, reply_of(contact, identity=identity))
