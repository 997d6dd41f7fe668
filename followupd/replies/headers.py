"""A bounded scanner of header blocks, and readers for the fields that matter.

Written by hand because `email.policy.default` raises on ids that Microsoft sends every day and takes seconds on
hostile kilobytes. Nothing here recurses, backtracks or raises; every size is capped before anything is decoded.
RFC 5322 is the grammar, what servers really send is the guide.
"""

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from followupd.core.letters.message_ids import scan_ids
from followupd.replies.charsets import decode

MAX_BLOCK = 64 * 1024
MAX_VALUE = 8 * 1024
MAX_VALUES = 10
MAX_PARAMETERS = 16
MAX_DATE = 128

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:[ \t]*(.*)", re.DOTALL)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
_CONTINUATION = re.compile(r"\*\d*\*?$")
_ID_FIELDS = frozenset({"references", "in-reply-to"})


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one header block: raw values by lower-case name, in order, each cut at `MAX_VALUE`."""

    values: Mapping[str, Sequence[bytes]] = field(default_factory=dict)

    def raw(self, name: str) -> bytes:
        """Return the first value, unfolded; b"" where there is none."""
        return next(iter(self.values.get(name, ())), b"")

    def text(self, name: str) -> str:
        """Return the first value as text, encoded-words decoded."""
        return decode_words(self.raw(name))

    def decoded(self) -> dict[str, tuple[str, ...]]:
        """Return every field as text, with at most `MAX_VALUES` values each."""
        return {name: tuple(decode_words(value) for value in values) for name, values in self.values.items()}


def split_message(raw: bytes) -> tuple[Fields, bytes]:
    """Split a message or MIME entity into its fields and its body.

    What does not begin like a header block is all body; a line inside the block that is no field is passed over,
    for relays break long lines.
    """
    raw = _without_envelope_line(raw)
    first_line = raw[:1000].split(b"\n", 1)[0]
    if not _FIELD.match(first_line):
        return Fields(), raw.removeprefix(b"\r").removeprefix(b"\n")
    end = _BLANK_LINE.search(raw)
    block, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    return scan(block), body


def _without_envelope_line(raw: bytes) -> bytes:
    """Drop what mailbox files and some relays put before the first field."""
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    return raw


def scan(block: bytes) -> Fields:
    """Read the fields of a block of header lines."""
    values: dict[str, list[bytes]] = {}
    for name, value in _unfolded(block[:MAX_BLOCK]):
        known = values.setdefault(name, [])
        if len(known) < MAX_VALUES:
            known.append(_cut(name, value))
    return Fields(values)


def _unfolded(block: bytes) -> Iterator[tuple[str, bytes]]:
    name, pieces = "", list[bytes]()
    for line in block.replace(b"\r\n", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            pieces.append(line)
        elif match := _FIELD.match(line):
            if name:
                yield name, b"".join(pieces)
            name, pieces = match[1].decode("ascii").lower(), [match[2]]
    if name:
        yield name, b"".join(pieces)


def _cut(name: str, value: bytes) -> bytes:
    """Cap a value; of a long list of ids the newest, at its end, count most."""
    value = value.strip()
    if len(value) > MAX_VALUE and name in _ID_FIELDS:
        return value[: MAX_VALUE // 4] + b" " + value[-MAX_VALUE * 3 // 4 :]
    return value[:MAX_VALUE]


def decode_words(value: bytes | str) -> str:
    """Decode RFC 2047 encoded-words; neighbours in one charset are joined first, for mailers split characters."""
    text = value if isinstance(value, str) else decode(value)
    if "=?" not in text:
        return text
    out: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        label = match[1].partition("*")[0].lower()  # RFC 2231 section 5: a language may follow
        if between.strip() or label != charset:
            out.append(decode(pending, charset))
            pending = b""
        if between.strip() or not end:
            out.append(between)
        pending, charset, end = pending + _word_bytes(match[2], match[3]), label, match.end()
    return "".join((*out, decode(pending, charset), text[end:]))


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("latin-1", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return decode_base64(data)


def decode_base64(data: bytes) -> bytes:
    """Decode what can be decoded: stray characters are skipped, a cut end is completed."""
    cleaned = data.translate(None, delete=_NOT_BASE64).partition(b"=")[0]
    cleaned = cleaned[: len(cleaned) - (len(cleaned) % 4 == 1)]
    return binascii.a2b_base64(cleaned + b"=" * (-len(cleaned) % 4))


_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="),
)


def message_ids(value: bytes) -> tuple[str, ...]:
    """Return the Message-IDs of a field, with angle brackets, in order, each once (R2.3)."""
    return scan_ids(decode(value))


def content_type(value: bytes | str) -> tuple[str, dict[str, str]]:
    """Split a Content-Type or Content-Disposition value into its lower-case type and its parameters.

    RFC 2231 continuations are joined and charsets decoded, enough for boundaries and file names.
    """
    text = value if isinstance(value, str) else decode(value)
    kind, semicolon, rest = text.partition(";")
    found: dict[str, str] = {}
    for count, match in enumerate(_PARAMETER.finditer(semicolon + rest)):
        if count >= MAX_PARAMETERS:
            break
        name = match[1].lower()
        raw = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else match[3].strip()
        base = _CONTINUATION.sub("", name)
        found[base] = found.get(base, "") + (_extended(raw) if name.endswith("*") else decode_words(raw))
    return kind.strip().lower(), found


def _extended(value: str) -> str:
    """Decode RFC 2231 `charset'language'percent-encoded`."""
    charset, quote, rest = value.partition("'")
    payload = rest.partition("'")[2] if quote else value
    return decode(unquote_to_bytes(payload), charset if quote else "")


def date_of(value: str) -> datetime | None:
    """Return a Date field as aware UTC, None where it is absent or unreadable."""
    try:
        found = parsedate_to_datetime(value[:MAX_DATE])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
