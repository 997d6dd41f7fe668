"""The ledger: every attempt on every channel with its time, what was agreed, and what is the owner's to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from followupd.core.model import Channel, ContactId, EnrollmentId, Hold, OutgoingId, TaskId
from followupd.store.tables import agreements, attempts, tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to reach a contact; `channel` is one of `Channel` or the owner's own word for a task."""

    contact: ContactId
    channel: str
    at: datetime
    note: str = ""
    enrollment: EnrollmentId | None = None
    mail: OutgoingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A next step that was agreed on."""

    contact: ContactId
    what: str
    agreed_on: date
    made_at: datetime
    next_sequence: str | None = None  # to go on with where the day passes and nothing happens; None: nothing does


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for the owner; an enrollment is held for it until it is done."""

    id: TaskId
    contact: ContactId
    enrollment: EnrollmentId
    hold: Hold
    step_key: str
    words: str
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: str | None = None
    note: str = ""


def note_attempt(connection: Connection, attempt: Attempt) -> None:
    """Write an attempt into the ledger."""
    connection.execute(
        insert(attempts).values(
            contact=attempt.contact,
            enrollment=attempt.enrollment,
            mail=attempt.mail,
            channel=str(attempt.channel),
            at=attempt.at,
            note=attempt.note,
        )
    )


def attempts_on(connection: Connection, contact: ContactId) -> Sequence[Attempt]:
    """Return every attempt on a contact, oldest first."""
    rows = connection.execute(
        select(attempts).where(attempts.c.contact == contact).order_by(attempts.c.at, attempts.c.id)
    )
    return [_attempt(row) for row in rows.mappings()]


def last_attempt(connection: Connection, contact: ContactId, channel: Channel) -> Attempt | None:
    """Return the latest attempt of one kind, None where there is none."""
    rows = connection.execute(
        select(attempts)
        .where(attempts.c.contact == contact, attempts.c.channel == channel.value)
        .order_by(attempts.c.at.desc(), attempts.c.id.desc())
        .limit(1)
    ).mappings()
    row = rows.first()
    return None if row is None else _attempt(row)


def last_by_channel(connection: Connection, channels: Sequence[Channel]) -> Mapping[str, datetime]:
    """Return when each of these channels was last used for anybody."""
    rows = connection.execute(
        select(attempts.c.channel, func.max(attempts.c.at))
        .where(attempts.c.channel.in_([channel.value for channel in channels]))
        .group_by(attempts.c.channel)
    )
    return {row[0]: row[1] for row in rows}


def _attempt(row: RowMapping) -> Attempt:
    return Attempt(
        contact=ContactId(row["contact"]),
        channel=row["channel"],
        at=row["at"],
        note=row["note"],
        enrollment=None if row["enrollment"] is None else EnrollmentId(row["enrollment"]),
        mail=None if row["mail"] is None else OutgoingId(row["mail"]),
    )


def agree(connection: Connection, agreement: Agreement) -> None:
    """Write down an agreed next step; the latest one counts."""
    connection.execute(
        insert(agreements).values(
            contact=agreement.contact,
            what=agreement.what,
            agreed_on=agreement.agreed_on,
            made_at=agreement.made_at,
            next_sequence=agreement.next_sequence,
        )
    )


def agreement_with(connection: Connection, contact: ContactId) -> Agreement | None:
    """Return the latest agreement with a contact, None where there is none."""
    made = agreements_with(connection, contact)
    return made[-1] if made else None


def agreements_with(connection: Connection, contact: ContactId) -> Sequence[Agreement]:
    """Return every agreement with a contact, oldest first."""
    rows = connection.execute(
        select(agreements).where(agreements.c.contact == contact).order_by(agreements.c.made_at, agreements.c.id)
    ).mappings()
    return [_agreement(row) for row in rows]


def agreements_to_watch(connection: Connection) -> Sequence[Agreement]:
    """Return the agreements that something is to follow if their day passes: of each contact the latest one."""
    newest = select(func.max(agreements.c.id)).group_by(agreements.c.contact)
    query = (
        select(agreements)
        .where(agreements.c.id.in_(newest), agreements.c.next_sequence.is_not(None), agreements.c.settled_at.is_(None))
        .order_by(agreements.c.agreed_on, agreements.c.id)
    )
    return [_agreement(row) for row in connection.execute(query).mappings()]


def settle_agreements(connection: Connection, contact: ContactId, at: datetime) -> None:
    """Remember that the agreements with a contact have been seen to."""
    open_ones = (agreements.c.contact == contact, agreements.c.settled_at.is_(None))
    connection.execute(update(agreements).where(*open_ones).values(settled_at=at))


def _agreement(row: RowMapping) -> Agreement:
    return Agreement(
        contact=ContactId(row["contact"]),
        what=row["what"],
        agreed_on=row["agreed_on"],
        made_at=row["made_at"],
        next_sequence=row["next_sequence"],
    )


def open_task(
    connection: Connection,
    contact: ContactId,
    enrollment: EnrollmentId,
    *,
    hold: Hold,
    step_key: str,
    words: str,
    at: datetime,
) -> TaskId:
    """Give the owner something to do; a task that is open for the same hold is brought up to date instead."""
    same = (tasks.c.enrollment == enrollment, tasks.c.hold == hold.value, tasks.c.closed_at.is_(None))
    known = connection.execute(select(tasks.c.id).where(*same)).scalar_one_or_none()
    if known is not None:
        connection.execute(update(tasks).where(tasks.c.id == known).values(words=words))
        return TaskId(known)
    new = (
        insert(tasks)
        .values(contact=contact, enrollment=enrollment, hold=hold.value, step_key=step_key, words=words, opened_at=at)
        .returning(tasks.c.id)
    )
    return TaskId(connection.execute(new).scalar_one())


def close_tasks(
    connection: Connection,
    enrollment: EnrollmentId,
    at: datetime,
    *,
    outcome: str = "",
    note: str = "",
    only: TaskId | None = None,
) -> None:
    """Close the open tasks of an enrollment, or one of them."""
    query = update(tasks).where(tasks.c.enrollment == enrollment, tasks.c.closed_at.is_(None))
    if only is not None:
        query = query.where(tasks.c.id == only)
    connection.execute(query.values(closed_at=at, outcome=outcome, note=note))


def open_tasks(connection: Connection, contact: ContactId | None = None) -> Sequence[Task]:
    """Return what is the owner's to do, oldest first."""
    query = select(tasks).where(tasks.c.closed_at.is_(None)).order_by(tasks.c.opened_at, tasks.c.id)
    if contact is not None:
        query = query.where(tasks.c.contact == contact)
    return [_task(row) for row in connection.execute(query).mappings()]


def tasks_of(connection: Connection, contact: ContactId) -> Sequence[Task]:
    """Return every task that a contact ever made, open or closed, oldest first."""
    query = select(tasks).where(tasks.c.contact == contact).order_by(tasks.c.opened_at, tasks.c.id)
    return [_task(row) for row in connection.execute(query).mappings()]


def task(connection: Connection, identity: TaskId) -> Task | None:
    """Return a task, open or closed."""
    row = connection.execute(select(tasks).where(tasks.c.id == identity)).mappings().first()
    return None if row is None else _task(row)


def _task(row: RowMapping) -> Task:
    return Task(
        id=TaskId(row["id"]),
        contact=ContactId(row["contact"]),
        enrollment=EnrollmentId(row["enrollment"]),
        hold=Hold(row["hold"]),
        step_key=row["step_key"],
        words=row["words"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        outcome=row["outcome"],
        note=row["note"],
    )
