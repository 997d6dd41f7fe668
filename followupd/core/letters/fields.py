"""Header fields read from bytes: bounded and forgiving, never raising, linear in what it reads.

For mails of our own (the stored bytes, the Sent copy) and for the few fields by which an answer is tied to a
thread. The standard library's parser raises on ordinary ids and takes seconds on hostile kilobytes (R2.25).
"""

import binascii
import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from followupd.core.letters.headers import harmless
from followupd.core.model import Person

MAX_BLOCK = 65_536
MAX_FIELDS = 500
MAX_PEOPLE = 50

_WORD = re.compile(r"=\?(?P<charset>[\w.:-]{1,40})(?:\*[\w-]*)?\?(?P<form>[bqBQ])\?(?P<payload>[^?\s]*)\?=")
_PERSON = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,;"<]|["<])+')
_CHARSETS = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|(?:windows|cp)-?\d{3,4}|koi8-[ru]|mac-?roman|macintosh|"
    r"gb2312|gbk|gb18030|big5(?:-hkscs)?|shift[_-]jis|sjis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|ks_c_5601-1987|tis-620"
)


def read_fields(raw: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return the values of each header field, unfolded, by lower-case name, in the order of the message.

    Reads the block up to the first empty line, at most 64 KiB of it. Encoded-words are left as they are.
    """
    block = re.split(rb"\r?\n\r?\n", raw[:MAX_BLOCK], maxsplit=1)[0]
    fields: dict[str, list[str]] = {}
    for count, line in enumerate(re.split(rb"\r?\n(?![ \t])", block)):
        if count == MAX_FIELDS:
            break
        name, colon, value = line.partition(b":")
        if colon and re.fullmatch(rb"[!-9;-~]{1,80}[ \t]*", name):
            fields.setdefault(name.decode("ascii").strip().lower(), []).append(_unfolded(value))
    return {name: tuple(values) for name, values in fields.items()}


def decode_words(value: str) -> str:
    """Return a field's text with its encoded-words decoded (RFC 2047), adjacent ones joined.

    Characters that some encoder cut in two between words of one charset come out whole. What cannot be decoded
    stays as it was written.
    """
    value = value[:8192]
    pieces: list[tuple[str, bytes | str]] = []  # charset and bytes of a word, or "" and plain text
    end = 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        if between and not (pieces and pieces[-1][0] and between.isspace()):
            pieces.append(("", between))
        charset = word["charset"].lower()
        payload = _payload(word["form"].lower(), word["payload"])
        pieces.append((charset, payload) if payload is not None and charset_known(charset) else ("", word[0]))
        end = word.end()
    pieces.append(("", value[end:]))
    return "".join(
        _joined(charset, [piece for _, piece in group]) for charset, group in groupby(pieces, lambda it: it[0])
    )


def read_people(value: str) -> tuple[Person, ...]:
    """Return the mailboxes of an address field, names decoded and harmless; what has no address is left out."""
    people = (_person(part[0].strip()) for part in _PERSON.finditer(value[:8192]))
    return tuple(person for person in people if "@" in person.address)[:MAX_PEOPLE]


def charset_known(charset: str) -> bool:
    """Whether a charset is one that mail uses. utf-7 and punycode are codecs as well, made for attacks by now."""
    return _CHARSETS.fullmatch(charset.lower()) is not None


def decode_bytes(raw: bytes, charset: str) -> str:
    """Decode by a charset that may be wrong or unknown; never raises."""
    try:
        return raw.decode(charset if charset_known(charset) else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return raw.decode("latin-1")


def _person(text: str) -> Person:
    before, bracket, after = text.rpartition("<")
    name, address = (before.strip(), after.partition(">")[0]) if bracket else ("", text)
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return Person(address=address.strip(), name=harmless(decode_words(name)).strip())


def _unfolded(value: bytes) -> str:
    value = re.sub(rb"\r?\n(?=[ \t])", b"", value).strip()
    return decode_bytes(value, "utf-8")


def _payload(form: str, payload: str) -> bytes | None:
    """Undo base64 or Q; None where it is neither."""
    if not payload.isascii():
        return None
    try:
        if form == "b":
            return binascii.a2b_base64(payload + "=" * (-len(payload) % 4))
        return binascii.a2b_qp(payload, header=True)
    except binascii.Error:
        return None


def _joined(charset: str, pieces: Iterable[bytes | str]) -> str:
    """Join what stands in one charset before decoding it."""
    parts = list(pieces)
    if not charset:
        return "".join(part for part in parts if isinstance(part, str))
    return decode_bytes(b"".join(part for part in parts if isinstance(part, bytes)), charset)
