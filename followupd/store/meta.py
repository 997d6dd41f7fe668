"""Single values of the whole installation: the emergency brake, the hash key, how far the log file is written."""

import secrets

from sqlalchemy import Connection, delete, insert, select, update

from followupd.store.tables import meta

PAUSED = "paused"
LOG_POSITION = "log_position"
HASH_KEY = "hash_key"
STEPS = "steps"
MODEL = "model"  # the version in use; without it, the one that ships


def trouble(mailbox: str) -> str:
    """Return the key under which stands why a mailbox cannot send, where it cannot."""
    return f"trouble:{mailbox}"


def probes(mailbox: str) -> str:
    """Return the key under which stands where messages of our own lie that could not be removed."""
    return f"probes:{mailbox}"


def get(connection: Connection, key: str) -> str | None:
    """Return the value, or None where it was never set."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def get_locked(connection: Connection, key: str) -> str:
    """Return the value, which must be there, and keep others from changing it until the transaction ends."""
    query = select(meta.c.value).where(meta.c.key == key).with_for_update()
    value: str = connection.execute(query).scalar_one()
    return value


def put(connection: Connection, key: str, value: str) -> None:
    """Set the value."""
    changed = connection.execute(update(meta).where(meta.c.key == key).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(meta).values(key=key, value=value))


def remove(connection: Connection, key: str) -> None:
    """Forget the value."""
    connection.execute(delete(meta).where(meta.c.key == key))


def begin(connection: Connection) -> None:
    """Write what every database holds from its first day, so that no reader ever has to make it."""
    put(connection, LOG_POSITION, "0")
    put(connection, HASH_KEY, secrets.token_hex(32))


def hash_key(connection: Connection) -> bytes:
    """Return the key that hides suppressed addresses."""
    return bytes.fromhex(connection.execute(select(meta.c.value).where(meta.c.key == HASH_KEY)).scalar_one())
