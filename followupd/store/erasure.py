"""Forgetting a person: every row about them, and of the suppression list the name but not the bar."""

from sqlalchemy import Connection, delete, select

from followupd.core.model import ContactId
from followupd.store.tables import agreements, attempts, contacts, enrollments, log_lines, mails, replies, tasks


def forget(connection: Connection, contact: ContactId) -> None:
    """Delete all rows of a contact, those first that point to others."""
    theirs = select(replies.c.id).where(replies.c.contact == contact)
    connection.execute(delete(log_lines).where(log_lines.c.reply.in_(theirs)))
    for table in (replies, attempts, tasks, agreements, mails, enrollments):
        connection.execute(delete(table).where(table.c.contact == contact))
    connection.execute(delete(contacts).where(contacts.c.id == contact))
