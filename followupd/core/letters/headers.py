"""Header fields put into bytes: guarded, encoded and folded (RFC 5322 section 2.2, RFC 2047).

Lines end in CRLF and aim at 76 characters; nothing above 0x7F leaves here but in an international address, which
RFC 6532 wants as it is: an encoded-word inside an addr-spec is no address at all (R1.26). Identification fields are
folded between ids only and never encoded: the standard library encodes each id longer than a line, which includes
every 80-character id of Microsoft's and breaks the thread (R1.5).
"""

import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from followupd.core.errors import DataError
from followupd.core.letters.message_ids import is_wire_safe
from followupd.core.model import Person

LINE = 76  # RFC 2047 section 2 wants two less than RFC 5322
_HARD_LINE = 900  # of the 998 octets that RFC 5322 allows, with room for the field's name
_FRAME = len("=?utf-8?q??=")
_WORD = 75 - _FRAME

_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line ends of every kind, control characters, bidi overrides, halves of characters: none has business in a field."""

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_Q_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/ ")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ComposeError(DataError):
    """A mail that cannot be put into bytes as it is: the sentence names the part that is at fault."""


def text_field(name: str, value: str) -> str:
    """Return an unstructured field (Subject, Thread-Topic): plain words as long as they can be, then encoded-words.

    "Re:" in front thus stays legible for the many programs that look for it without decoding anything.
    """
    words = _spaced(guarded(name, value))
    plain = next((place for place, word in enumerate(words) if not _is_plain(word)), len(words))
    if plain == len(words):
        return _folded(name, words)
    return _folded(name, [*words[:plain], *encoded_words(" ".join(words[plain:]), first_line=LINE - len(name) - 2)])


def person_field(name: str, person: Person) -> str:
    """Return an address field of one mailbox: From, To. Its address comes from `addresses.normalise`."""
    return _folded(name, _mailbox(name, person))


def ids_field(name: str, ids: Iterable[str]) -> str:
    """Return an identification field, each id on its line byte for byte; raises for what is no id."""
    lines = list(ids)
    for each in lines:
        if not is_wire_safe(each):
            raise ComposeError(f"{name}: “{shown(each)}” is not a Message-ID")
    return _line(name, "\r\n ".join(lines))


def plain_field(name: str, value: str) -> str:
    """Return a field whose value is ours and short: MIME-Version, Content-Type, Thread-Index."""
    return _line(name, guarded(name, value))


def date_field(at: datetime) -> str:
    """Return the Date field in the zone that `at` is in, with a numeric offset (R1.3)."""
    return _line("Date", rfc_date(at))


def rfc_date(at: datetime) -> str:
    """Return a date of RFC 5322 section 3.3. `at` must be aware: "-0000" says that the zone is unknown."""
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a time without a zone cannot be written into a mail")
    minutes = round(offset.total_seconds() / 60)
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    day = f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04}"
    return f"{day} {at.hour:02}:{at.minute:02}:{at.second:02} {zone}"


def guarded(name: str, value: str) -> str:
    """Return the value unchanged, or raise where it could add a field or make the reader see another text (R1.27)."""
    if bad := _FORBIDDEN.search(value):
        raise ComposeError(f"{name}: “{shown(value)}” has the control character U+{ord(bad[0]):04X} in it")
    return value


def harmless(value: str) -> str:
    """Return a value of somebody else's without the characters that `guarded` refuses."""
    return _FORBIDDEN.sub("", value)


def shown(value: str) -> str:
    """Return a value fit for an error sentence."""
    return _FORBIDDEN.sub("�", value)


def encoded_words(value: str, *, first_line: int) -> list[str]:
    """Return RFC 2047 encoded-words that decode to the value, none above 75 characters, split at whole characters.

    `first_line`: the room beside the field's name, which the first of them has to keep to.
    """
    room = first_line - _FRAME
    if sum(map(_q_length, value)) <= 4 * len(value.encode()) // 3:
        return [f"=?utf-8?q?{_q(chunk)}?=" for chunk in _chunks(value, _q_length, room, _WORD)]
    return [f"=?utf-8?b?{_b(chunk)}?=" for chunk in _chunks(value, _byte_length, room // 4 * 3, _WORD // 4 * 3)]


def _mailbox(field: str, person: Person) -> list[str]:
    """Return the words of `name <address>`, between which the field may be folded."""
    name = " ".join(_spaced(guarded(field, person.name)))
    address = guarded(field, person.address)
    if not name:
        return [address]
    if not name.isascii() or len(name) > LINE - 10 or "=?" in name:
        return [*encoded_words(name, first_line=LINE - len(field) - 2), f"<{address}>"]
    if _ATOMS.fullmatch(name):
        return [*name.split(" "), f"<{address}>"]
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{escaped}"', f"<{address}>"]


def _is_plain(word: str) -> bool:
    return word.isascii() and "=?" not in word and len(word) <= _HARD_LINE


def _chunks(value: str, length: Callable[[str], int], first: int, others: int) -> Iterator[str]:
    """Cut a text into pieces that are no longer, encoded, than the first and every other word has room for."""
    start, used, room = 0, 0, first
    for place, character in enumerate(value):
        used += length(character)
        if used > room and place > start:
            yield value[start:place]
            start, used, room = place, length(character), others
    yield value[start:]


def _q(text: str) -> str:
    """Encode for any place in a field, display names included, which allow the fewest characters (section 5 (3))."""
    return "".join(
        character if character in _Q_PLAIN else "".join(f"={byte:02X}" for byte in character.encode())
        for character in text
    ).replace(" ", "_")


def _q_length(character: str) -> int:
    return 1 if character in _Q_PLAIN else 3 * len(character.encode())


def _b(text: str) -> str:
    return binascii.b2a_base64(text.encode(), newline=False).decode("ascii")


def _byte_length(character: str) -> int:
    return len(character.encode())


def _spaced(value: str) -> list[str]:
    """Return the words between plain spaces; a no-break space belongs to its word."""
    return [word for word in value.split(" ") if word]


def _folded(name: str, words: Iterable[str]) -> str:
    """Join words with single spaces, going to a new line before a word that would not fit."""
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    lines.append(line)
    return "".join(f"{each}\r\n" for each in lines)


def _line(name: str, value: str) -> str:
    return f"{name}: {value}\r\n"
