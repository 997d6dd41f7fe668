"""Single values of the whole installation: the emergency brake, the hash key, how far the log file is written."""

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from followupd.store.tables import meta

PAUSED = "paused"
LOG_POSITION = "log_position"
HASH_KEY = "hash_key"


def get(connection: Connection, key: str) -> str | None:
    """Return the value, or None where it was never set."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def get_locked(connection: Connection, key: str) -> str | None:
    """Return the value and keep others from changing it until the transaction ends."""
    query = select(meta.c.value).where(meta.c.key == key).with_for_update()
    return connection.execute(query).scalar_one_or_none()


def put(connection: Connection, key: str, value: str) -> None:
    """Set the value."""
    changed = connection.execute(update(meta).where(meta.c.key == key).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(meta).values(key=key, value=value))


def remove(connection: Connection, key: str) -> None:
    """Forget the value."""
    connection.execute(delete(meta).where(meta.c.key == key))


def hash_key(connection: Connection) -> bytes:
    """Return the key that hides suppressed addresses, making it at its first use."""
    found = get(connection, HASH_KEY)
    if found is None:
        found = secrets.token_hex(32)
        put(connection, HASH_KEY, found)
    return bytes.fromhex(found)
