"""The words of IMAP on the wire (RFC 3501 section 9): arguments into commands, responses into values.

A response is a list of *parts*: a line, the literal it announced, the rest of the line, and so on. A value is
bytes (an atom or a string), None (NIL), or a list of values (in parentheses).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

Value = bytes | None | list["Value"]


class Literal(bytes):
    """An argument whose bytes are announced with their number and sent once the server says `+`."""

    __slots__ = ()


Argument = str | Literal

_LITERAL_MARK = re.compile(rb"~?\{\d+\+?\}$")
_TOKEN = re.compile(rb'[ \t]*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DATE = re.compile(r" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def astring(text: str) -> Argument:
    """Return the text as an argument: quoted, or as a literal where it is not plain ASCII.

    ValueError for control characters: a CR or LF would begin a command of its own.
    """
    if _CONTROL.search(text):
        raise ValueError("a control character cannot be part of an IMAP argument")
    if not text.isascii():
        return Literal(text.encode())
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pieces(arguments: Sequence[Argument]) -> list[bytes]:
    """Return what is sent at once, then what is sent after each `+` of the server, all without their line ends."""
    sent = [b""]
    for index, argument in enumerate(arguments):
        gap = b" " if index else b""
        if isinstance(argument, Literal):
            sent[-1] += gap + b"{%d}" % len(argument)
            sent.append(bytes(argument))
        else:
            sent[-1] += gap + argument.encode("ascii")
    return sent


def values(parts: Sequence[bytes]) -> list[Value]:
    """Read the parts of one response; ValueError where they are no IMAP."""
    stack: list[list[Value]] = [[]]
    for token in _tokens(parts):
        if token == b"(":
            stack.append([])
        elif token == b")":
            inner = stack.pop()
            if not stack:
                raise ValueError("a parenthesis too many")
            stack[-1].append(inner)
        else:
            stack[-1].append(token[0] if isinstance(token, tuple) else token)
    if len(stack) > 1:
        raise ValueError("a parenthesis is missing")
    return stack[0]


def _tokens(parts: Sequence[bytes]) -> Iterator[bytes | tuple[bytes] | None]:
    """Yield parentheses and atoms as bytes, NIL as None, strings and literals in a tuple: "(" is none of either."""
    for index, part in enumerate(parts):
        if index % 2:
            yield (part,)
            continue
        text = _LITERAL_MARK.sub(b"", part) if index + 1 < len(parts) else part
        text, at = text.rstrip(), 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                raise ValueError(f"no IMAP at {text[at : at + 20]!r}")
            at = token.end()
            if token[2] is not None:
                yield (re.sub(rb"\\(.)", rb"\1", token[2]),)
            else:
                word = token[1] or token[3]
                yield None if word.upper() == b"NIL" else word


def fetched_items(parts: Sequence[bytes]) -> dict[bytes, Value] | None:
    """Return the items of a FETCH response by their names in capitals; None where it is another response.

    The order of items differs between servers, and so does the case of their names.
    """
    if re.match(rb"\* \d+ FETCH \(", parts[0], re.IGNORECASE) is None:
        return None
    items = values(parts)[3]
    if not isinstance(items, list):
        raise ValueError("FETCH without a list")
    names = [name.upper() for name in items[::2] if isinstance(name, bytes)]
    return dict(zip(names, items[1::2], strict=True))


def read_date(text: str) -> datetime | None:
    """Read an INTERNALDATE; None where it is none. Not by strptime: month names would follow the locale."""
    found = _DATE.match(text)
    if found is None or found[2].title() not in MONTHS:
        return None
    offset = timedelta(hours=int(found[8]), minutes=int(found[9]))
    try:
        zone = timezone(-offset if found[7] == "-" else offset)
        day, year, hour, minute, second = (int(found[n]) for n in (1, 3, 4, 5, 6))
        return datetime(year, MONTHS.index(found[2].title()) + 1, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def write_date(at: datetime) -> str:
    """Return the quoted date-time that APPEND takes."""
    return f'"{at.day:02}-{MONTHS[at.month - 1]}-{at.year:04} {at:%H:%M:%S %z}"'


def search_day(at: datetime) -> str:
    """Return the date that SEARCH SINCE takes."""
    return f"{at.day}-{MONTHS[at.month - 1]}-{at.year:04}"
