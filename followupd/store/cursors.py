"""How far each folder was read, and when it was last read to its end: what the daemon has heard."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from followupd.mail.ports import Cursor
from followupd.store.tables import cursors


def get(connection: Connection, mailbox: str, folder: str) -> Cursor | None:
    """Return the cursor of a folder, None where it was never read."""
    row = connection.execute(
        select(cursors.c.uidvalidity, cursors.c.last_uid).where(
            cursors.c.mailbox == mailbox, cursors.c.folder == folder
        )
    ).first()
    return None if row is None else Cursor(uidvalidity=row.uidvalidity, last_uid=row.last_uid)


def put(connection: Connection, mailbox: str, folder: str, cursor: Cursor, read_at: datetime | None) -> None:
    """Move the cursor, in the transaction of what the message brought about; `read_at` when the end was reached."""
    key = (cursors.c.mailbox == mailbox) & (cursors.c.folder == folder)
    values: dict[str, object] = {"uidvalidity": cursor.uidvalidity, "last_uid": cursor.last_uid}
    if read_at is not None:
        values["read_at"] = read_at
    if not connection.execute(update(cursors).where(key).values(**values)).rowcount:
        connection.execute(insert(cursors).values(mailbox=mailbox, folder=folder, **values))


def read_at(connection: Connection, mailbox: str) -> Mapping[str, datetime | None]:
    """Return when each folder of a mailbox was last read to its end, None where it never was."""
    rows = connection.execute(select(cursors.c.folder, cursors.c.read_at).where(cursors.c.mailbox == mailbox))
    return {row.folder: row.read_at for row in rows}
