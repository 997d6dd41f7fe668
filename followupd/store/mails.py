"""The mails we send: claimed before the first SMTP byte, settled right after the answer, never deleted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from followupd.core.lifecycle import Planned
from followupd.core.model import Asks, ContactId, Enrollment, EnrollmentId, Outgoing, OutgoingId, StepKind
from followupd.store.tables import mails


class MailState(StrEnum):
    """How far a mail has come."""

    SENDING = "sending"  # claimed; whether a byte has left is not known
    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # did not leave; the same bytes and Message-ID will be tried again
    REFUSED = "refused"
    IN_DOUBT = "in-doubt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is stored of a mail before it is sent."""

    enrollment: Enrollment
    kind: StepKind
    message_id: str
    recipient: str
    subject: str
    text: str
    raw: bytes
    thread_index: bytes  # the first 22 bytes
    asks: Asks | None
    following: Planned  # the plan for the step after this one


def _mail(row: RowMapping) -> Outgoing:
    return Outgoing(
        id=OutgoingId(row["id"]),
        enrollment=EnrollmentId(row["enrollment"]),
        contact=ContactId(row["contact"]),
        mailbox=row["mailbox"],
        step=row["step"],
        step_key=row["step_key"],
        kind=StepKind(row["kind"]),
        message_id=row["message_id"],
        to=row["recipient"],
        subject=row["subject"],
        text=row["text"],
        raw=row["raw"],
        asks=None if row["asks"] is None else Asks(row["asks"]),
        claimed_at=row["claimed_at"],
        sent_at=row["sent_at"],
        wire_id=row["wire_id"],
        thread_head=row["thread_index"] or b"",
    )


def claim(connection: Connection, claimed: Claim, at: datetime) -> OutgoingId:
    """Store a mail as SENDING. A second one for the same step of the same enrollment is refused by its key."""
    enrollment = claimed.enrollment
    new = (
        insert(mails)
        .values(
            enrollment=enrollment.id,
            contact=enrollment.contact,
            mailbox=enrollment.mailbox,
            step=enrollment.step,
            step_key=enrollment.step_key,
            kind=claimed.kind.value,
            state=MailState.SENDING.value,
            message_id=claimed.message_id,
            recipient=claimed.recipient,
            domain=claimed.recipient.rpartition("@")[2].lower(),
            subject=claimed.subject,
            text=claimed.text,
            raw=claimed.raw,
            thread_index=claimed.thread_index or None,
            asks=None if claimed.asks is None else claimed.asks.value,
            attempt=1,
            claimed_at=at,
            first_claimed_at=at,
            **_plan(claimed.following),
        )
        .returning(mails.c.id)
    )
    return OutgoingId(connection.execute(new).scalar_one())


def claim_again(connection: Connection, mail: OutgoingId, raw: bytes, following: Planned, at: datetime) -> None:
    """Take up a deferred mail once more: same Message-ID, a fresh Date and a fresh plan."""
    connection.execute(
        update(mails)
        .where(mails.c.id == mail)
        .values(state=MailState.SENDING.value, raw=raw, claimed_at=at, attempt=mails.c.attempt + 1, **_plan(following))
    )


def _plan(following: Planned) -> dict[str, Any]:
    return {
        "next_step": following.step,
        "next_step_key": following.step_key,
        "next_due_at": following.due_at,
        "next_promised": following.promised,
    }


def plan(connection: Connection, mail: OutgoingId) -> Planned:
    """Return the plan that was made with this mail."""
    row = connection.execute(
        select(mails.c.next_step, mails.c.next_step_key, mails.c.next_due_at, mails.c.next_promised).where(
            mails.c.id == mail
        )
    ).one()
    return Planned(step=row.next_step, step_key=row.next_step_key, due_at=row.next_due_at, promised=row.next_promised)


def settle(
    connection: Connection,
    mail: OutgoingId,
    state: MailState,
    *,
    answer: str,
    sent_at: datetime | None = None,
    wire_id: str | None = None,
) -> None:
    """Record how the attempt ended."""
    values: dict[str, Any] = {"state": state.value, "answer": answer[:2000]}
    if sent_at is not None:
        values["sent_at"] = sent_at
    if wire_id is not None:
        values["wire_id"] = wire_id
    connection.execute(update(mails).where(mails.c.id == mail).values(**values))


def learn_wire_id(connection: Connection, mail: OutgoingId, wire_id: str) -> None:
    """Remember under which Message-ID the world knows a mail."""
    connection.execute(update(mails).where(mails.c.id == mail).values(wire_id=wire_id))


def ids_were_replaced(connection: Connection, mailbox: str) -> bool:
    """Say whether the provider of this mailbox was ever seen to put another Message-ID in the place of ours."""
    query = select(mails.c.id).where(mails.c.wire_id > "", mails.c.mailbox == mailbox).limit(1)
    return connection.execute(query).first() is not None


def mark_filed(connection: Connection, mail: OutgoingId) -> None:
    """Remember that a copy of this mail is in the Sent folder."""
    connection.execute(update(mails).where(mails.c.id == mail).values(filed=True))


def is_filed(connection: Connection, mail: OutgoingId) -> bool:
    """Say whether a copy of this mail was seen in, or put into, the Sent folder."""
    return bool(connection.execute(select(mails.c.filed).where(mails.c.id == mail)).scalar_one())


def get(connection: Connection, mail: OutgoingId) -> Outgoing:
    """Return a mail that is known to exist."""
    return _mail(connection.execute(select(mails).where(mails.c.id == mail)).mappings().one())


def state_of(connection: Connection, mail: OutgoingId) -> MailState:
    """Return how far this mail has come."""
    return MailState(connection.execute(select(mails.c.state).where(mails.c.id == mail)).scalar_one())


def of_step(connection: Connection, enrollment: EnrollmentId, step_key: str) -> Outgoing | None:
    """Return the mail of this step, where one was ever claimed."""
    rows = connection.execute(
        select(mails).where(mails.c.enrollment == enrollment, mails.c.step_key == step_key)
    ).mappings()
    row = rows.first()
    return None if row is None else _mail(row)


def in_state(connection: Connection, state: MailState, enrollment: EnrollmentId | None = None) -> Sequence[Outgoing]:
    """Return the mails in a state, of one enrollment or of all, oldest first."""
    query = select(mails).where(mails.c.state == state.value).order_by(mails.c.id)
    if enrollment is not None:
        query = query.where(mails.c.enrollment == enrollment)
    return [_mail(row) for row in connection.execute(query).mappings()]


def sent_to(connection: Connection, contact: ContactId, sequence_of: EnrollmentId | None = None) -> Sequence[Outgoing]:
    """Return what was really sent to a contact, or in one enrollment, oldest first."""
    query = select(mails).where(mails.c.contact == contact, mails.c.sent_at.is_not(None)).order_by(mails.c.sent_at)
    if sequence_of is not None:
        query = query.where(mails.c.enrollment == sequence_of)
    return [_mail(row) for row in connection.execute(query).mappings()]


def ever_for(connection: Connection, contact: ContactId) -> Sequence[tuple[Outgoing, MailState, str]]:
    """Return every mail that was ever claimed for a contact, with how far it came and what the server said last."""
    query = select(mails).where(mails.c.contact == contact).order_by(mails.c.claimed_at, mails.c.id)
    return [(_mail(row), MailState(row["state"]), row["answer"]) for row in connection.execute(query).mappings()]


def claimed_between(connection: Connection, mailbox: str, start: datetime, end: datetime) -> Sequence[Outgoing]:
    """Return the mails of a mailbox that were claimed in a span of time, whatever became of them, oldest first."""
    span = (mails.c.claimed_at >= start, mails.c.claimed_at <= end)
    query = select(mails).where(mails.c.mailbox == mailbox, *span).order_by(mails.c.id)
    return [_mail(row) for row in connection.execute(query).mappings()]


def by_ids(connection: Connection, message_ids: Collection[str]) -> Sequence[Outgoing]:
    """Return our mails among these Message-IDs, whichever of the two ids a mail is known by."""
    if not message_ids:
        return []
    wanted = list(message_ids)
    query = select(mails).where(or_(mails.c.message_id.in_(wanted), mails.c.wire_id.in_(wanted)))
    return [_mail(row) for row in connection.execute(query).mappings()]


def by_thread_index(connection: Connection, head: bytes) -> Sequence[Outgoing]:
    """Return our mails of the conversation with this Thread-Index head (22 bytes)."""
    query = select(mails).where(mails.c.thread_index == head).order_by(mails.c.id)
    return [_mail(row) for row in connection.execute(query).mappings()]


def claims_since(
    connection: Connection,
    since: datetime,
    *,
    mailbox: str | None = None,
    domain: str | None = None,
    contact: ContactId | None = None,
) -> Sequence[datetime]:
    """Return when mails were claimed after `since`, oldest first: refused ones count, the server saw them too.

    What was deferred counts for its mailbox alone: nobody was written to, and its own retry need not wait for it.
    """
    query = select(mails.c.claimed_at).where(mails.c.claimed_at > since).order_by(mails.c.claimed_at)
    if mailbox is not None:
        query = query.where(mails.c.mailbox == mailbox)
    else:
        query = query.where(mails.c.state != MailState.DEFERRED.value)
    if domain is not None:
        query = query.where(mails.c.domain == domain)
    if contact is not None:
        query = query.where(mails.c.contact == contact)
    return connection.execute(query).scalars().all()


def first_claim_at(connection: Connection, mailbox: str) -> datetime | None:
    """Return when a mailbox claimed its first mail ever, None where it never did.

    Rows are numbered as they are claimed: the first of the mailbox is its oldest, and the search ends there instead of
    reading the whole table for a minimum before every mail. The mails of a contact who was erased are forgotten.
    """
    query = select(mails.c.first_claimed_at).where(mails.c.mailbox == mailbox).order_by(mails.c.id).limit(1)
    moment: datetime | None = connection.execute(query).scalar_one_or_none()
    return moment


def last_claim_at(connection: Connection) -> datetime | None:
    """Return when a mail was last claimed, of whatever mailbox; None where none ever was."""
    moment: datetime | None = connection.execute(select(func.max(mails.c.claimed_at))).scalar_one()
    return moment


def forget_after(connection: Connection, now: datetime) -> None:
    """Move claims and sendings in the future, which a wrong clock noted, to the present: the caps would never end."""
    for column in (mails.c.claimed_at, mails.c.first_claimed_at, mails.c.sent_at):
        connection.execute(update(mails).where(column > now).values({column.name: now}))


def recent_claims(connection: Connection, since: datetime) -> Sequence[tuple[datetime, str, str, ContactId]]:
    """Return when mails were claimed after `since`, with mailbox, domain and contact, oldest first."""
    rows = connection.execute(
        select(mails.c.claimed_at, mails.c.mailbox, mails.c.domain, mails.c.contact)
        .where(mails.c.claimed_at > since)
        .order_by(mails.c.claimed_at)
    )
    return [(row[0], row[1], row[2], ContactId(row[3])) for row in rows]


def unfiled(connection: Connection, mailbox: str, since: datetime) -> Sequence[Outgoing]:
    """Return the mails of a mailbox that were sent since a moment and have no known copy in Sent, oldest first."""
    query = (
        select(mails)
        .where(mails.c.mailbox == mailbox, mails.c.sent_at >= since, mails.c.filed.is_(False))
        .order_by(mails.c.sent_at)
    )
    return [_mail(row) for row in connection.execute(query).mappings()]


def tries(connection: Connection, mail: OutgoingId) -> tuple[int, datetime]:
    """Return how often a mail was tried, and when for the first time."""
    row = connection.execute(select(mails.c.attempt, mails.c.first_claimed_at).where(mails.c.id == mail)).one()
    return row.attempt, row.first_claimed_at


def last_sent_at(connection: Connection, mailbox: str) -> datetime | None:
    """Return when a server last accepted a mail of this mailbox, None where none ever did."""
    moment: datetime | None = connection.execute(
        select(func.max(mails.c.sent_at)).where(mails.c.mailbox == mailbox)
    ).scalar_one()
    return moment
