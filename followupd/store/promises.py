"""Promises: each time that a mail of ours named, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from followupd.core.model import ContactId, EnrollmentId
from followupd.core.promises import Promise, Standing
from followupd.store.tables import enrollments, promises


def make(connection: Connection, promise: Promise, at: datetime) -> None:
    """Write down a promise that was made at a moment (its id is ignored)."""
    values: dict[str, Any] = {
        name: getattr(promise, name) for name in ("enrollment", "contact", "step_key", "at", "until", "standing")
    }
    connection.execute(insert(promises).values(**values, made_at=at))


def settle(connection: Connection, promise: Promise, standing: Standing, done_at: datetime | None = None) -> None:
    """Write down what became of it."""
    ended = update(promises).where(promises.c.id == promise.id)
    connection.execute(ended.values(standing=standing.value, done_at=done_at))


def note_reminder(connection: Connection, promise: Promise, at: datetime) -> None:
    """Remember that the owner was reminded."""
    connection.execute(update(promises).where(promises.c.id == promise.id).values(reminded_at=at))


def last_of(connection: Connection, enrollment: EnrollmentId) -> Promise | None:
    """Return the latest promise of an enrollment, whatever became of it."""
    return _first(connection, promises.c.enrollment == enrollment)


def last_to(connection: Connection, contact: ContactId) -> Promise | None:
    """Return the latest promise to a contact from which nothing has freed us."""
    return _first(connection, (promises.c.contact == contact) & (promises.c.standing != Standing.FREED.value))


def open_in(connection: Connection, mailbox: str) -> Sequence[Promise]:
    """Return the open promises that mails of this mailbox made, in the order of their times."""
    query = (
        select(promises)
        .join(enrollments, promises.c.enrollment == enrollments.c.id)
        .where(promises.c.standing == Standing.OPEN.value, enrollments.c.mailbox == mailbox)
        .order_by(promises.c.at, promises.c.id)
    )
    return [_promise(row) for row in connection.execute(query).mappings()]


def made_to(connection: Connection, contact: ContactId) -> Sequence[Promise]:
    """Return every promise to a contact, oldest first."""
    query = select(promises).where(promises.c.contact == contact).order_by(promises.c.id)
    return [_promise(row) for row in connection.execute(query).mappings()]


def counts(connection: Connection) -> Mapping[Standing, int]:
    """Return how many promises were kept, broken, freed, or are open."""
    rows = connection.execute(select(promises.c.standing, func.count()).group_by(promises.c.standing))
    return {Standing(row[0]): row[1] for row in rows}


def _first(connection: Connection, condition: Any) -> Promise | None:
    query = select(promises).where(condition).order_by(promises.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else _promise(row)


def _promise(row: RowMapping) -> Promise:
    return Promise(
        id=row["id"],
        enrollment=EnrollmentId(row["enrollment"]),
        contact=ContactId(row["contact"]),
        step_key=row["step_key"],
        at=row["at"],
        until=row["until"],
        standing=Standing(row["standing"]),
        done_at=row["done_at"],
        reminded_at=row["reminded_at"],
    )
