"""How far each folder was read, and when it was last read to its end: what the daemon has heard."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from followupd.core.model import Cursor
from followupd.store import meta
from followupd.store.tables import cursors


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


def heard_at(connection: Connection, mailbox: str) -> datetime | None:
    """Return up to which moment this mailbox was heard; None where it never was."""
    found = meta.get(connection, f"heard:{mailbox}")
    return None if found is None else datetime.fromisoformat(found)
