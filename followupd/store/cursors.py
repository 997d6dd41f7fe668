"""How far each folder was read, and when it was last read to its end: what the daemon has heard."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from followupd.core.model import Cursor
from followupd.store import meta
from followupd.store.tables import cursors
from followupd.store.tables import meta as table

LATEST = "latest"


def get(connection: Connection, mailbox: str, folder: str) -> Cursor | None:
    """Return the cursor of a folder, None where it was never read."""
    row = connection.execute(
        select(cursors.c.uidvalidity, cursors.c.last_uid).where(
            cursors.c.mailbox == mailbox, cursors.c.folder == folder
        )
    ).first()
    return None if row is None else Cursor(uidvalidity=row.uidvalidity, last_uid=row.last_uid)


def put(connection: Connection, mailbox: str, folder: str, cursor: Cursor) -> None:
    """Move the cursor, in the transaction of what the message brought about."""
    key = (cursors.c.mailbox == mailbox) & (cursors.c.folder == folder)
    values = {"uidvalidity": cursor.uidvalidity, "last_uid": cursor.last_uid}
    if not connection.execute(update(cursors).where(key).values(**values)).rowcount:
        connection.execute(insert(cursors).values(mailbox=mailbox, folder=folder, **values))


def heard(connection: Connection, mailbox: str, at: datetime) -> None:
    """Remember that every watched folder was read to its end, as it stood at this moment."""
    meta.put(connection, f"heard:{mailbox}", at.isoformat())
    latest_at = latest(connection)
    if latest_at is None or at > latest_at:
        meta.put(connection, LATEST, at.isoformat())
    meta.remove(connection, f"unheard:{mailbox}")


def latest(connection: Connection) -> datetime | None:
    """Return the latest time at which any mailbox was ever heard, also where the clock was set back since."""
    found = meta.get(connection, LATEST)
    return None if found is None else datetime.fromisoformat(found)


def forget_after(connection: Connection, now: datetime) -> None:
    """Forget readings in the future, which a wrong clock noted."""
    readings = table.c.key.startswith("heard:") | (table.c.key == LATEST)
    for key, value in connection.execute(select(table).where(readings)).all():
        if datetime.fromisoformat(value) > now:
            meta.remove(connection, key)


def heard_at(connection: Connection, mailbox: str) -> datetime | None:
    """Return up to which moment this mailbox was heard; None where it never was."""
    found = meta.get(connection, f"heard:{mailbox}")
    return None if found is None else datetime.fromisoformat(found)


def not_heard(connection: Connection, mailbox: str, why: str, until: datetime) -> None:
    """Remember why this mailbox could not be read, and until when it is left alone."""
    meta.put(connection, f"unheard:{mailbox}", f"{until.isoformat()} {why}")


def silence(connection: Connection, mailbox: str) -> tuple[str, datetime] | None:
    """Return why this mailbox cannot be read, and when that is tried again; None where it was read last time."""
    found = meta.get(connection, f"unheard:{mailbox}")
    if found is None:
        return None
    until, _, why = found.partition(" ")
    return why, datetime.fromisoformat(until)


def proved(connection: Connection, mailbox: str, at: datetime) -> None:
    """Remember that something new was seen in the Inbox at this moment: it is not stuck."""
    meta.put(connection, f"proved:{mailbox}", at.isoformat())


def proved_at(connection: Connection, mailbox: str) -> datetime | None:
    """Return when something new was last seen in the Inbox; None: never."""
    found = meta.get(connection, f"proved:{mailbox}")
    return None if found is None else datetime.fromisoformat(found)
