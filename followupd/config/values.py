"""Single values of followupd.toml: each function takes what TOML gave and returns what the program uses.

All raise `ValueError`, or the error of the core parser they lean on, in a sentence that names the value and says
what to write; `faults.Table` puts the file and the key in front. A value of the wrong type is one of the wrong
values here, so it is no `TypeError`.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from followupd.core.calendar.calendars import parse_country
from followupd.core.calendar.spans import (
    Delay,
    Rate,
    Window,
    parse_days,
    parse_delay,
    parse_duration,
    parse_range,
    parse_rate,
    parse_window,
)
from followupd.core.calendar.zones import parse_zone
from followupd.core.letters.addresses import parse_address
from followupd.core.model import Person

Choice = TypeVar("Choice", bound=StrEnum)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def line(value: object) -> str:
    """Read a text of one line that says something."""
    text = lines(value)
    if not text or "\n" in text:
        raise ValueError(f'{_shown(value)} is not one line of text: write "…"')
    return text


def lines(value: object) -> str:
    """Read a text that may have several lines, or none."""
    if not isinstance(value, str):
        raise ValueError(f'{_shown(value)} is not a text: write it in quotes, "…"')
    if any(ord(character) < 32 and character not in "\n\t" for character in value):
        raise ValueError(f"{value!r} holds control characters: take them out")
    return value.strip()


def flag(value: object) -> bool:
    """Read a boolean."""
    if not isinstance(value, bool):
        raise ValueError(f"{_shown(value)} is neither true nor false: write one of them, without quotes")
    return value


def whole(low: int, high: int) -> Callable[[object], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"{_shown(value)} is not possible here: write a whole number from {low} to {high}")
        return value

    return read


def share(low: float, high: float) -> Callable[[object], float]:
    """Return a reader of fractions from `low` to `high`."""

    def read(value: object) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"{_shown(value)} is not possible here: write a number from {low} to {high}")
        return float(value)

    return read


def choice(kind: type[Choice]) -> Callable[[object], Choice]:
    """Return a reader of the words of an enum."""

    def read(value: object) -> Choice:
        if value not in list(kind):
            raise ValueError(f"{_shown(value)} is not possible here: write {either(list(kind))}")
        return kind(str(value))

    return read


def one_of(words: Sequence[str]) -> Callable[[object], str]:
    """Return a reader of some words."""

    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"{_shown(value)} is not possible here: write {either(words)}")
        return str(value)

    return read


def zone(value: object) -> str:
    """Read an IANA time zone."""
    return parse_zone(line(value))


def country(value: object) -> str:
    """Read a country, with a state as in "DE-BE", whose public holidays are known."""
    return parse_country(line(value))


def days(value: object) -> frozenset[date]:
    """Read a list of days and ranges of days; TOML's own dates need no quotes."""
    ranges = _items(value, '["2026-12-24..2027-01-03"]')
    return frozenset(day for item in ranges for day in parse_days(str(item)))


def person(value: object) -> Person:
    """Read `Ana Ruiz <ana@example.com>`."""
    return parse_address(line(value))


def address(value: object) -> str:
    """Read a bare address."""
    return person(value).address


def addresses(value: object) -> tuple[str, ...]:
    """Read a list of bare addresses."""
    return tuple(address(item) for item in _items(value, '["ana@example.com"]'))


def language(value: object) -> str:
    """Read a language code."""
    text = line(value)
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f'"{text}" is no language code: write one such as "en" or "de"')
    return text


def argv(value: object) -> tuple[str, ...]:
    """Read a program with its arguments. No shell will see it, so a single string is refused."""
    example = '["program", "argument"]'
    items = _items(value, example)
    if not items:
        raise ValueError(f"[] names no program: write {example}")
    return tuple(line(item) for item in items)


def webhook(value: object) -> str:
    """Read an https URL: an alert quotes what a contact wrote."""
    text = line(value)
    parts = urlsplit(text)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))):
        raise ValueError(f'"{text}" cannot be reached in private: write an address that begins with "https://"')
    return text


def delay(value: object) -> Delay:
    """Read a span such as "30 days"."""
    return parse_delay(line(value))


def duration(low: str, high: str) -> Callable[[object], timedelta]:
    """Return a reader of spans with a fixed length, from `low` to `high`."""

    def read(value: object) -> timedelta:
        length = parse_duration(line(value))
        if not parse_duration(low) <= length <= parse_duration(high):
            raise ValueError(f'{_shown(value)} is not possible here: write a time from "{low}" to "{high}"')
        return length

    return read


def duration_or_off(low: str, high: str) -> Callable[[object], timedelta | None]:
    """Return a reader of such spans, or of "off", which is None."""
    read_length = duration(low, high)

    def read(value: object) -> timedelta | None:
        return None if value == "off" else read_length(value)

    return read


def delay_range(value: object) -> tuple[Delay, Delay]:
    """Read a range of spans such as "90s-300s"."""
    return parse_range(line(value))


def rate(value: object) -> Rate:
    """Read a rate such as "1 per 2 days"."""
    return parse_rate(line(value))


def windows(value: object) -> tuple[Window, ...]:
    """Read a list of weekly windows."""
    example = '["mon-fri 09:00-17:00"]'
    items = _items(value, example)
    if not items:
        raise ValueError(f"[] leaves no time to send in: write {example}")
    return tuple(parse_window(line(item)) for item in items)


def file_name(value: object) -> str:
    """Read the name of a file without any folder."""
    text = line(value)
    if "/" in text or text.startswith("."):
        raise ValueError(f'"{text}" is not a plain file name: leave out "/" and a leading "."')
    return text


def secret_place(value: object) -> Mapping[str, object]:
    """Let through a table that names one place of a password, and refuse the password itself (R6.7)."""
    example = '{ file = "…" }, { credential = "…" }, { env = "…" } or { command = ["…"] }'
    if not isinstance(value, dict):
        # The value is not repeated: it is a password.
        raise ValueError(
            f"a password does not belong in this file: put it into a file that only you may read and write {example}"
        )
    if len(value) != 1:
        raise ValueError(f"{len(value)} places are given for one password: write {example}")
    return value


def is_mailbox_name(name: str) -> bool:
    """Tell whether this can be the NAME of [mailboxes.NAME]: it is typed on command lines and stands in the log."""
    return _NAME.fullmatch(name) is not None


def is_loopback(host: str) -> bool:
    """Tell whether a host name certainly means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def either(words: Sequence[str]) -> str:
    """Return the words in quotes, for "write a, b or c"."""
    *firsts, last = (f'"{word}"' for word in words)
    return f"{', '.join(firsts)} or {last}" if firsts else last


def _items(value: object, example: str) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{_shown(value)} is not a list: write {example}")
    return value


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else "a table" if isinstance(value, dict) else str(value)
