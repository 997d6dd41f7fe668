"""Which message is it? One and the same takes effect once, in whatever folders and under whatever UIDs it turns up."""

from hashlib import sha256

from sqlalchemy import Connection

from followupd.core.model import Inbound
from followupd.mail.ports import Fetched
from followupd.store import replies


def identity_of(fetched: Fetched, inbound: Inbound) -> str:
    """Return what a message is known by in every folder: Gmail's own number (R3.8), elsewhere its content."""
    return f"gmail-{fetched.gmail_id}" if fetched.gmail_id else _content(inbound)


def took_effect(connection: Connection, mailbox: str, fetched: Fetched, inbound: Inbound) -> bool:
    """Say whether this message was read before: in another folder, under another UID, or by an earlier followupd.

    Servers that render a message anew at each reading (Exchange), and a reader of ours that reads it better than the
    last one did, give it other words: then its id, its writer and the time of its filing, which moves along, tell.
    """
    return any(
        replies.is_known(connection, mailbox, each) for each in (identity_of(fetched, inbound), _content(inbound))
    ) or (
        fetched.received_at is not None
        and inbound.message_id != ""
        and replies.is_filed(connection, mailbox, inbound.message_id, inbound.sender.address, fetched.received_at)
    )


def _content(inbound: Inbound) -> str:
    """Return a digest of what was written by whom and when; the text counts too, for an id alone can be repeated."""
    sent_at = inbound.sent_at.isoformat() if inbound.sent_at else ""
    text = repr((inbound.message_id, inbound.sender.address, sent_at, inbound.subject, inbound.fresh))
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
