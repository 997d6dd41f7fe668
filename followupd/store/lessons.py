"""What the owner taught: the corrections, each an event that stays, and the versions of the model made of them.

A version is a link of a chain: the version it was made from and one correction more. Version 0 is the model that ships;
it has no row. The version in use is a value of its own, so that going back changes no history.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from followupd.core.model import ContactId, Label, ReplyId
from followupd.store import meta
from followupd.store.tables import corrections, models

SHIPPED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The owner's word about a reply. `trace` is what is kept of its words; None where there were none."""

    reply: ReplyId
    contact: ContactId
    made_at: datetime
    was: Label
    label: Label
    until: date | None
    writer: str
    trace: Mapping[str, Any] | None
    id: int = 0  # given by the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the model; `correction` may be gone with the person whose reply it was about."""

    parent: int
    correction: int
    made_at: datetime
    reach: str
    why: str
    held: int
    earlier: int
    checked: str
    id: int = 0  # given by the store


def correct(connection: Connection, correction: Correction) -> int:
    """Store a correction; return its number."""
    values = {
        "reply": correction.reply,
        "contact": correction.contact,
        "made_at": correction.made_at,
        "was": correction.was.value,
        "label": correction.label.value,
        "until": correction.until,
        "writer": correction.writer,
        "trace": correction.trace,
    }
    number: int = connection.execute(insert(corrections).values(**values).returning(corrections.c.id)).scalar_one()
    return number


def add(connection: Connection, version: Version) -> int:
    """Store a version and put it into use; return its number."""
    values = {name: getattr(version, name) for name in ("correction", "made_at", "reach", "why", "held", "earlier")}
    values |= {"parent": version.parent or None, "checked": version.checked}
    number: int = connection.execute(insert(models).values(**values).returning(models.c.id)).scalar_one()
    use(connection, number)
    return number


def use(connection: Connection, number: int) -> None:
    """Put a version into use."""
    meta.put(connection, meta.MODEL, str(number))


def in_use(connection: Connection) -> int:
    """Return the number of the version in use."""
    return int(meta.get(connection, meta.MODEL) or SHIPPED)


def state(connection: Connection) -> tuple[int, int]:
    """Return what changes whenever the lessons in force do: one is taught, another version is used, one is erased."""
    count: int = connection.execute(select(func.count()).select_from(corrections)).scalar_one()
    return in_use(connection), count


def versions(connection: Connection) -> Sequence[Version]:
    """Return all versions but the shipped one, oldest first."""
    rows = connection.execute(select(models).order_by(models.c.id)).mappings()
    return [Version(**{**row, "parent": row["parent"] or SHIPPED}) for row in rows]


def chain(known: Sequence[Version], number: int) -> Sequence[Version]:
    """Return the versions that one is made of, the oldest first and itself last; none for the shipped one."""
    by_number = {version.id: version for version in known}

    def back() -> Iterator[Version]:
        current = by_number.get(number)
        while current is not None:
            yield current
            current = by_number.get(current.parent)

    return [*back()][::-1]


def everything(connection: Connection) -> Mapping[int, Correction]:
    """Return all corrections by their numbers, oldest first."""
    rows = connection.execute(select(corrections).order_by(corrections.c.id)).mappings()
    return {row["id"]: _correction(row) for row in rows}


def _correction(row: RowMapping) -> Correction:
    return Correction(**{**row, "was": Label(row["was"]), "label": Label(row["label"])})
