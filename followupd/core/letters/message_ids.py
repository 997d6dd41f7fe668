"""Message-IDs: made for our mail, and found in what other programs put into their header fields.

A Message-ID is kept with its angle brackets, byte for byte. The identification fields are no place for
encoded-words (RFC 2047 section 5), but Python and some gateways put them there: reading undoes that (R2.3).
"""

import binascii
import re

from followupd.core.errors import DataError
from followupd.core.letters.addresses import domain_of

MAX_FIELD = 32_768
"""Characters of a field that are read: two hundred of the longest ids in use."""

_ANCHOR = "thread."  # no token of `new_message_id` begins so: its maker uses hexadecimal digits

_TOKEN = re.compile(r"<([^<>]*)>|[^\s,;<>\"()]+")
_ENCODED_WORDS = re.compile(r"=\?[\w.:-]{1,40}\?([bq])\?([^?\s]*)\?=", re.IGNORECASE)
_WIRE_SAFE = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")


def new_message_id(token: str, from_address: str) -> str:
    """Return the Message-ID `<token@domain of From>` (R1.1).

    `token` is the shell's: 16 to 48 random characters of letters, digits, dot, underscore and hyphen, at least
    64 bits of chance, so that an id in an answer proves that its writer saw our mail. Nothing of the host or of
    the contact goes in.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-](?:[A-Za-z0-9._-]{14,46})[A-Za-z0-9_-]", token) or ".." in token:
        raise DataError(f"“{token}” cannot be the token of a Message-ID: 16 to 48 letters, digits, . _ -")
    return f"<{token}@{domain_of(from_address)}>"


def anchor_of(message_id: str) -> str:
    """Return the anchor of the thread that begins with this mail: an id that no mail ever bears (R1.7).

    It stands first in the References of the whole thread, and survives where a provider gives our mails other
    Message-IDs on their way. It is made from the first mail's own id alone, so that nothing has to be stored.
    """
    return f"<{_ANCHOR}{message_id[1:]}"


def root_of(anchor: str) -> str | None:
    """Return the Message-ID that our first mail had when it left us, None where the id is no anchor."""
    return f"<{anchor[len(_ANCHOR) + 1 :]}" if anchor.casefold().startswith(f"<{_ANCHOR}") else None


def scan_ids(text: str) -> tuple[str, ...]:
    """Return the ids of an In-Reply-To or References field, with brackets, in order, each once.

    Takes what is found in the wild: white space inside the brackets, commas between ids, ids without brackets,
    encoded-words. Never raises; words that are no ids are left out.
    """
    found: dict[str, None] = {}
    for token in _TOKEN.finditer(_undo_encoded_words(text[:MAX_FIELD])):
        inner = "".join(token[1].split()) if token[1] is not None else token[0].strip("'")
        if inner and (token[1] is not None or "@" in inner.strip("@")):
            found[f"<{inner}>"] = None
    return tuple(found)


def is_wire_safe(message_id: str) -> bool:
    """Whether an id may be written into a header field: printable ASCII in brackets, short enough for one line."""
    return _WIRE_SAFE.fullmatch(message_id) is not None


def _undo_encoded_words(text: str) -> str:
    if "=?" not in text:
        return text
    text = re.sub(r"\?=\s+=\?", "?==?", text)  # white space between encoded-words is not part of what they say
    return _ENCODED_WORDS.sub(lambda word: _decoded(word[1], word[2]), text)


def _decoded(encoding: str, payload: str) -> str:
    try:
        if encoding.lower() == "b":
            raw = binascii.a2b_base64(payload + "=" * (-len(payload) % 4))
        else:
            raw = binascii.a2b_qp(payload, header=True)
    except binascii.Error:
        return payload
    return raw.decode("ascii", "replace")
