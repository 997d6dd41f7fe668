"""Forgetting a person: every row about them, and of the suppression list the name but not the bar."""

from sqlalchemy import Connection, delete, select

from followupd.core.model import ContactId
from followupd.store.tables import contacts, log_lines, metadata, replies


def forget(connection: Connection, contact: ContactId) -> None:
    """Delete all rows of a contact, in whatever table, those first that point to others."""
    theirs = select(replies.c.id).where(replies.c.contact == contact)
    connection.execute(delete(log_lines).where(log_lines.c.reply.in_(theirs)))
    for table in reversed(metadata.sorted_tables):
        if "contact" in table.c:
            connection.execute(delete(table).where(table.c.contact == contact))
    connection.execute(delete(contacts).where(contacts.c.id == contact))
