"""How exactly one message is taken out of a folder that is open for writing, and no other with it."""

import re

from followupd.mail.imap_names import encode_name, folder_with, read_list
from followupd.mail.imap_reading import ReadingConnection, argument, raise_unless_ok
from followupd.mail.imap_wire import Reply, Wire

_COPYUID = re.compile(rb"\[COPYUID (\d+) \d+ (\d+)\]", re.IGNORECASE)


async def remove(connection: ReadingConnection, wire: Wire, uid: int) -> None:
    """Mark a message as deleted, and expunge it where the server can do so by UID (RFC 4315).

    A plain EXPUNGE would take along whatever the owner has marked: without UIDPLUS the mark has to do.
    """
    marked = await connection.run(wire, "STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)", by_uid=True)
    raise_unless_ok(marked, "a message of our own cannot be removed")
    if connection.offers("UIDPLUS"):
        gone = await connection.run(wire, "EXPUNGE", str(uid), by_uid=True)
        raise_unless_ok(gone, "a message of our own cannot be removed")


async def out_of_gmail(connection: ReadingConnection, wire: Wire, uid: int) -> None:
    """Remove a message by way of the bin: expunged anywhere else, Gmail keeps it in All Mail."""
    listed = await connection.run(wire, "LIST", '""', '"*"')
    trash = folder_with(r"\trash", read_list(listed.untagged))
    if trash is None:  # the owner hides it from mail programs
        await remove(connection, wire, uid)
        return
    moved = await connection.run(wire, "MOVE", str(uid), argument(encode_name(trash)), by_uid=True)
    raise_unless_ok(moved, "a message of our own cannot be removed")
    place = _place_in_trash(moved)
    if place is not None:
        uidvalidity, there = place
        await connection.select(wire, trash, uidvalidity)
        await remove(connection, wire, there)


def _place_in_trash(moved: Reply) -> tuple[int, int] | None:
    """Return UIDVALIDITY and UID of the moved message; None where the server does not tell (RFC 6851 section 4.3)."""
    lines = [*(parts[0] for parts in moved.untagged), moved.text.encode()]
    found = next((match for line in lines if (match := _COPYUID.search(line))), None)
    return (int(found[1]), int(found[2])) if found else None
