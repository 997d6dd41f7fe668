"""The suppression list: who is never written to again, by address or by domain.

An address is found by its keyed hash, so that the list still works for people whose data were erased. Nothing but
`remove` takes anybody off it: not a delete, not a re-import, not a restore.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select, update

from followupd.store import meta
from followupd.store.tables import suppressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One entry: an address, an erased address (both None), or a whole domain."""

    address: str | None
    domain: str | None
    reason: str
    made_at: datetime
    note: str


def add(connection: Connection, address: str, *, reason: str, at: datetime, note: str = "") -> bool:
    """Suppress an address; False where it already was (the first reason stays, an opt-out replaces any other)."""
    digest = _hash(connection, address)
    known = connection.execute(select(suppressions.c.reason).where(suppressions.c.address_hash == digest)).first()
    if known is None:
        connection.execute(
            insert(suppressions).values(
                address_hash=digest, address=address.lower(), reason=reason, made_at=at, note=note
            )
        )
        return True
    if reason == "unsubscribed" and known.reason != reason:
        connection.execute(
            update(suppressions).where(suppressions.c.address_hash == digest).values(reason=reason, made_at=at)
        )
    return False


def add_domain(connection: Connection, domain: str, *, reason: str, at: datetime, note: str = "") -> bool:
    """Suppress everybody at a domain; False where it already was."""
    if connection.execute(select(suppressions.c.id).where(suppressions.c.domain == domain.lower())).first():
        return False
    connection.execute(insert(suppressions).values(domain=domain.lower(), reason=reason, made_at=at, note=note))
    return True


def remove(connection: Connection, address_or_domain: str) -> bool:
    """Take an entry off the list, by the owner's express wish alone; False where there is none."""
    key = address_or_domain.lower()
    condition = suppressions.c.address_hash == _hash(connection, key) if "@" in key else suppressions.c.domain == key
    return bool(connection.execute(delete(suppressions).where(condition)).rowcount)


def anonymise(connection: Connection, address: str) -> bool:
    """Keep an entry by its keyed hash alone, without the address and the note; False where there is none."""
    entry = suppressions.c.address_hash == _hash(connection, address)
    return bool(connection.execute(update(suppressions).where(entry).values(address=None, note="")).rowcount)


def reason(connection: Connection, address: str) -> str | None:
    """Return why this address must not be written to, None where it may be."""
    domain = address.rpartition("@")[2].lower()
    found = connection.execute(
        select(suppressions.c.reason).where(
            (suppressions.c.address_hash == _hash(connection, address)) | (suppressions.c.domain == domain)
        )
    )
    return found.scalars().first()


def everybody(connection: Connection) -> Sequence[Suppression]:
    """Return the whole list, oldest first."""
    columns = suppressions.c
    rows = connection.execute(
        select(columns.address, columns.domain, columns.reason, columns.made_at, columns.note).order_by(columns.id)
    )
    return [Suppression(**row) for row in rows.mappings()]


def _hash(connection: Connection, address: str) -> str:
    return hmac.new(meta.hash_key(connection), address.lower().encode(), sha256).hexdigest()
