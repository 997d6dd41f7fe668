"""Forgetting a person: every row about them, and of the suppression list the name but not the bar."""

import re

from sqlalchemy import Connection, delete, select, update

from followupd.core.model import ContactId
from followupd.store.tables import contacts, log_lines, meta, metadata, replies


def forget(connection: Connection, contact: ContactId) -> None:
    """Delete all rows of a contact, in whatever table, those first that point to others."""
    theirs = select(replies.c.id).where(replies.c.contact == contact)
    connection.execute(delete(log_lines).where(log_lines.c.reply.in_(theirs)))
    for table in reversed(metadata.sorted_tables):
        if "contact" in table.c:
            connection.execute(delete(table).where(table.c.contact == contact))
    connection.execute(delete(contacts).where(contacts.c.id == contact))


def unname(connection: Connection, address: str) -> None:
    """Take an address out of the single values: what a server said last of a mailbox may name it."""
    named = re.compile(re.escape(address), re.IGNORECASE)
    for key, value in connection.execute(select(meta)).all():
        if named.search(value):
            connection.execute(update(meta).where(meta.c.key == key).values(value=named.sub("(erased)", value)))
