"""Contacts: one row a person, found by address."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from followupd.core.letters.addresses import address_key
from followupd.core.model import Contact, ContactId
from followupd.store.tables import contacts


def _contact(row: RowMapping) -> Contact:
    return Contact(
        id=ContactId(row["id"]),
        address=row["address"],
        fields=row["fields"],
        timezone=row["timezone"],
        country=row["country"],
        language=row["language"],
    )


def add(connection: Connection, contact: Contact, at: datetime) -> Contact:
    """Store a new contact (its id is ignored), or the new columns of a known address; return it with its id."""
    known = by_address(connection, contact.address)
    values: dict[str, Any] = {
        "fields": {**(known.fields if known else {}), **contact.fields},
        "timezone": contact.timezone or (known.timezone if known else None),
        "country": contact.country or (known.country if known else None),
        "language": contact.language or (known.language if known else None),
    }
    if known is None:
        new = insert(contacts).values(address=contact.address, created_at=at, **values).returning(contacts.c.id)
        identity = ContactId(connection.execute(new).scalar_one())
    else:
        connection.execute(update(contacts).where(contacts.c.id == known.id).values(**values))
        identity = known.id
    return get(connection, identity)


def get(connection: Connection, identity: ContactId) -> Contact:
    """Return a contact that is known to exist."""
    return _contact(connection.execute(select(contacts).where(contacts.c.id == identity)).mappings().one())


def find(connection: Connection, identity: ContactId) -> Contact | None:
    """Return a contact who may have been erased, or never was."""
    row = connection.execute(select(contacts).where(contacts.c.id == identity)).mappings().first()
    return None if row is None else _contact(row)


def by_address(connection: Connection, address: str) -> Contact | None:
    """Return the contact with this address, however it is written; the local part is compared without case."""
    row = connection.execute(select(contacts).where(func.lower(contacts.c.address).in_(_lowered(address))))
    found = row.mappings().first()
    return None if found is None else _contact(found)


def by_addresses(connection: Connection, addresses: Sequence[str]) -> Mapping[str, Contact]:
    """Return the contacts among these addresses, by lower-case address."""
    if not addresses:
        return {}
    wanted = [form for address in addresses for form in _lowered(address)]
    rows = connection.execute(select(contacts).where(func.lower(contacts.c.address).in_(wanted))).mappings()
    return {row["address"].lower(): _contact(row) for row in rows}


def _lowered(address: str) -> tuple[str, ...]:
    """Return what the database may make of an address by lower(): SQLite folds ASCII alone, PostgreSQL all letters."""
    key = address_key(address)
    return tuple(dict.fromkeys((key, key.lower())))


def by_domain(connection: Connection, domain: str) -> Sequence[Contact]:
    """Return the contacts at this mail domain."""
    suffix = "%@" + domain.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = connection.execute(select(contacts).where(func.lower(contacts.c.address).like(suffix, escape="\\")))
    return [_contact(row) for row in rows.mappings()]


def everybody(connection: Connection) -> Sequence[Contact]:
    """Return all contacts, oldest first."""
    return [_contact(row) for row in connection.execute(select(contacts).order_by(contacts.c.id)).mappings()]
