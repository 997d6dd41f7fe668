"""Enrollments: the rows that `core.lifecycle` decides about, and the index of what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from followupd.core.model import ContactId, Enrollment, EnrollmentId, Hold, State, Stop
from followupd.store.tables import enrollments


class StaleError(Exception):
    """Somebody else saved this enrollment since it was read: decide again."""


def _enrollment(row: RowMapping) -> Enrollment:
    return Enrollment(
        id=EnrollmentId(row["id"]),
        contact=ContactId(row["contact"]),
        sequence=row["sequence"],
        mailbox=row["mailbox"],
        state=State(row["state"]),
        step=row["step"],
        step_key=row["step_key"],
        enrolled_at=row["enrolled_at"],
        due_at=row["due_at"],
        promised_at=row["promised_at"],
        not_before=row["not_before"],
        hold=None if row["hold"] is None else Hold(row["hold"]),
        stop=None if row["stop"] is None else Stop(row["stop"]),
        revision=row["revision"],
    )


def _values(enrollment: Enrollment) -> dict[str, Any]:
    return {
        "contact": enrollment.contact,
        "sequence": enrollment.sequence,
        "mailbox": enrollment.mailbox,
        "state": enrollment.state.value,
        "step": enrollment.step,
        "step_key": enrollment.step_key,
        "enrolled_at": enrollment.enrolled_at,
        "due_at": enrollment.due_at,
        "promised_at": enrollment.promised_at,
        "not_before": enrollment.not_before,
        "hold": None if enrollment.hold is None else enrollment.hold.value,
        "stop": None if enrollment.stop is None else enrollment.stop.value,
    }


def add(connection: Connection, enrollment: Enrollment) -> Enrollment:
    """Store a new enrollment (its id is ignored) and return it with its id."""
    new = insert(enrollments).values(**_values(enrollment), revision=0).returning(enrollments.c.id)
    return replace(enrollment, id=EnrollmentId(connection.execute(new).scalar_one()), revision=0)


def save(connection: Connection, before: Enrollment, after: Enrollment) -> Enrollment:
    """Compare and set: write `after` where the row still is `before`, else raise StaleError."""
    if after == before:
        return before
    result = connection.execute(
        update(enrollments)
        .where(enrollments.c.id == before.id, enrollments.c.revision == before.revision)
        .values(**_values(after), revision=before.revision + 1)
    )
    if result.rowcount != 1:
        raise StaleError(f"enrollment {before.id} has changed since revision {before.revision}")
    return replace(after, revision=before.revision + 1)


def get(connection: Connection, identity: EnrollmentId) -> Enrollment:
    """Return an enrollment that is known to exist."""
    row = connection.execute(select(enrollments).where(enrollments.c.id == identity)).mappings().one()
    return _enrollment(row)


def of_contact(connection: Connection, contact: ContactId) -> Sequence[Enrollment]:
    """Return every enrollment of a contact, oldest first."""
    rows = connection.execute(select(enrollments).where(enrollments.c.contact == contact).order_by(enrollments.c.id))
    return [_enrollment(row) for row in rows.mappings()]


def active(connection: Connection, contact: ContactId | None = None) -> Sequence[Enrollment]:
    """Return the enrollments that are not stopped, of one contact or of all."""
    query = select(enrollments).where(enrollments.c.state != State.STOPPED.value).order_by(enrollments.c.id)
    if contact is not None:
        query = query.where(enrollments.c.contact == contact)
    return [_enrollment(row) for row in connection.execute(query).mappings()]


def due(connection: Connection, mailbox: str, now: datetime, limit: int) -> Sequence[Enrollment]:
    """Return what has come due in this mailbox, promises first, then the longest overdue."""
    rows = connection.execute(
        select(enrollments)
        .where(
            enrollments.c.mailbox == mailbox, enrollments.c.state == State.WAITING.value, enrollments.c.due_at <= now
        )
        .order_by(enrollments.c.promised_at.is_(None), enrollments.c.due_at, enrollments.c.id)
        .limit(limit)
    )
    return [_enrollment(row) for row in rows.mappings()]


def next_due_at(connection: Connection, mailbox: str, after: datetime) -> datetime | None:
    """Return when the next enrollment of this mailbox comes due after a moment; None where none waits."""
    moment: datetime | None = connection.execute(
        select(func.min(enrollments.c.due_at)).where(
            enrollments.c.mailbox == mailbox,
            enrollments.c.state == State.WAITING.value,
            enrollments.c.due_at > after,
        )
    ).scalar_one()
    return moment


def promised_times(connection: Connection, mailbox: str) -> Sequence[datetime]:
    """Return the times that are promised to somebody in this mailbox, in order."""
    query = (
        select(enrollments.c.promised_at)
        .where(
            enrollments.c.mailbox == mailbox,
            enrollments.c.state == State.WAITING.value,
            enrollments.c.promised_at.is_not(None),
        )
        .order_by(enrollments.c.promised_at)
    )
    return connection.execute(query).scalars().all()


def last_for(connection: Connection, contact: ContactId) -> Enrollment | None:
    """Return the enrollment that counts: the live one of a contact, else the latest; None where they never had one."""
    found = of_contact(connection, contact)
    live = [enrollment for enrollment in found if enrollment.state is not State.STOPPED]
    return next(iter([*live, *reversed(found)]), None)


def everything(connection: Connection) -> Sequence[Enrollment]:
    """Return all enrollments, oldest first."""
    return [_enrollment(row) for row in connection.execute(select(enrollments).order_by(enrollments.c.id)).mappings()]


def counts(connection: Connection) -> Mapping[str, int]:
    """Return how many enrollments are in each state."""
    rows = connection.execute(select(enrollments.c.state, func.count()).group_by(enrollments.c.state))
    return {row[0]: row[1] for row in rows}


def oldest_open(connection: Connection, mailbox: str) -> datetime | None:
    """Return when the oldest enrollment that is not stopped began: mail before that concerns nobody."""
    moment: datetime | None = connection.execute(
        select(func.min(enrollments.c.enrolled_at)).where(
            enrollments.c.mailbox == mailbox, enrollments.c.state != State.STOPPED.value
        )
    ).scalar_one()
    return moment
