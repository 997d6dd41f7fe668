"""Time zones: is there one of this name, what instant is a wall time there, and where might somebody be?

The two nights a year on which wall time is not a straight line have one rule each:

- **gap** (the clocks go forward): a wall time that does not exist means the first instant after the gap;
- **overlap** (the clocks go back): a wall time that comes twice means its first pass. Nothing is due in the second.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones


def valid_zone(name: str) -> bool:
    """Whether the IANA database has a zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; outside the database; a folder such as "Europe"
        return False
    return True


def parse_zone(text: str) -> str:
    """Return the name of a zone that exists, or raise ValueError with the nearest right one."""
    if valid_zone(text):
        return text
    near = get_close_matches(text, available_timezones(), n=1)
    raise ValueError(
        f'"{text}" is not a time zone: write an IANA name such as "{near[0] if near else "Europe/Berlin"}"'
    )


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a wall time, by the rules for gap and overlap above."""
    wall = datetime.combine(day, clock, tzinfo=zone).replace(fold=0)  # the first pass
    at = wall.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return at
    # In a gap fold 0 counts with the offset before the change and fold 1 with the one after (PEP 495): the change
    # lies between the two instants.
    after = at.astimezone(zone).utcoffset()
    return _first(wall.replace(fold=1).astimezone(UTC), at, lambda t: t.astimezone(zone).utcoffset() == after)


def in_second_pass(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows at this instant what it has shown before."""
    return at.astimezone(zone).fold == 1


def end_of_second_pass(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant from `at` on at which the wall clock shows something new."""
    wall = at.astimezone(zone)
    repeated = at - wall.replace(fold=0).astimezone(UTC)
    return _first(at, at + repeated, lambda t: not in_second_pass(t, zone))


def _first(begin: datetime, end: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """Return the first whole second between the two at which something holds that goes on to hold."""
    begin = begin.replace(microsecond=0)  # clocks change on a whole second
    seconds = range(int((end - begin).total_seconds()))
    return begin + timedelta(seconds=bisect_left(seconds, True, key=lambda n: holds(begin + timedelta(seconds=n))))
