"""Is this message a mail of ours that came back with another Message-ID?

Outlook.com and Amazon SES give a mail an id of their own on its way (R1.6). Its copy in Sent then looks like a mail
that somebody wrote by hand, which would end the sequence, unless it is known again by what it says and to whom.
"""

from collections.abc import Mapping

from followupd.core.errors import DataError
from followupd.core.letters.addresses import address_key
from followupd.core.letters.message_ids import scan_ids
from followupd.core.letters.original import Original, read_original

_FIRST_ID_FIELDS = ("x-microsoft-original-message-id", "x-google-original-message-id")


def first_ids(headers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the Message-IDs that a message says it had before its provider gave it another; by lower-case name."""
    return tuple(each for name in _FIRST_ID_FIELDS for value in headers.get(name, ()) for each in scan_ids(value))


def is_copy(message: bytes, ours: bytes) -> bool:
    """Whether two mails go to the same people with the same subject and the same words, however encoded.

    White space does not count, nor does the Date: SES writes its own. Two mails that the owner wrote would differ in
    their words; what cannot be read is no copy.
    """
    try:
        return _essence(read_original(message)) == _essence(read_original(ours))
    except DataError:
        return False


def _essence(mail: Original) -> tuple[frozenset[str], str, str]:
    return frozenset(address_key(person.address) for person in mail.to), mail.subject, "".join(mail.text.split())
