"""The way out by a button: a signed token in List-Unsubscribe, and the mail by which it comes back (R1.29).

    List-Unsubscribe: <mailto:ana@example.com?subject=unsubscribe%20u17-mfrggzdfmztwq2lknnwg23tpob>

The token names a contact and is signed with the key of the database: one that is made up opens nothing. Whoever sends
the mail, it counts: a colleague, an assistant, the mail provider on behalf of its user.
"""

import hmac
import re
from base64 import b32encode
from hashlib import sha256
from urllib.parse import quote

from sqlalchemy import Connection

from followupd.core.model import Contact, ContactId, Inbound
from followupd.store import contacts, meta

_TOKEN = re.compile(r"(?<![\w-])u(\d{1,9})-([a-z2-7]{26})(?![\w-])", re.IGNORECASE)


def token(connection: Connection, contact: Contact) -> str:
    """Return what proves that a mail of ours went to this contact; it stays the same."""
    return f"u{contact.id}-{_signature(connection, contact)}"


def mailto(address: str, token: str) -> str:
    """Return the URI that sends the token back to an address of the owner's (RFC 2369 section 3.2, RFC 6068)."""
    return f"mailto:{quote(address, safe='@')}?subject=unsubscribe%20{token}"


def asked_by(connection: Connection, inbound: Inbound) -> Contact | None:
    """Return whom a token in the subject, or behind the plus of an address, takes off; None where none is genuine."""
    for place in (inbound.subject, *inbound.to, *inbound.cc):
        for found in _TOKEN.finditer(place):
            contact = contacts.find(connection, ContactId(int(found[1])))
            if contact is not None and hmac.compare_digest(_signature(connection, contact), found[2].lower()):
                return contact
    return None


def _signature(connection: Connection, contact: Contact) -> str:
    """Sign the address with the number: of a person who was erased, the number may be given out again."""
    text = f"unsubscribe {contact.id} {contact.address.lower()}"
    digest = hmac.new(meta.hash_key(connection), text.encode(), sha256).digest()
    return b32encode(digest[:16]).decode("ascii").rstrip("=").lower()
