"""Durations, rates, windows and times of day: the words of the config and sequence files, as records.

A `Delay` keeps the unit that it was written in, because "1 day" and "24 hours" part ways when the clocks change and
"3 business days" has no length at all until a calendar gives it one (`schedule` does). Weekdays are counted as
Python counts them: Monday is 0.

Every `parse_…` raises ValueError with a sentence that names the value and shows a right one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Unit(StrEnum):
    """What an amount of time is counted in. From DAY on it is the calendar that counts, not the clock."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"


_LENGTH: Mapping[Unit, timedelta] = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
}
_ROUGH: Mapping[Unit, timedelta] = {**_LENGTH, Unit.BUSINESS_DAY: timedelta(days=1.4), Unit.MONTH: timedelta(days=30.4)}
_LONGEST = timedelta(days=3660)

_UNIT_WORDS: Mapping[str, Unit] = {
    **dict.fromkeys(("s", "sec", "second"), Unit.SECOND),
    **dict.fromkeys(("m", "min", "minute"), Unit.MINUTE),
    **dict.fromkeys(("h", "hour"), Unit.HOUR),
    **dict.fromkeys(("d", "day"), Unit.DAY),
    **dict.fromkeys(("business day", "working day", "workday"), Unit.BUSINESS_DAY),
    **dict.fromkeys(("w", "week"), Unit.WEEK),
    "month": Unit.MONTH,
}
_DELAY_EXAMPLE = 'write a number and a unit, such as "90s", "2 hours" or "3 business days"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """An amount of time as a person says it. `str()` gives it back in words."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a delay cannot be negative: {self.amount} {self.unit}s")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def by_clock(self) -> bool:
        """Whether it is counted in elapsed time; the others are counted in days of the calendar."""
        return self.unit in {Unit.SECOND, Unit.MINUTE, Unit.HOUR}

    @property
    def length(self) -> timedelta | None:
        """The length it has on an ordinary day; None where only a calendar knows (business days, months)."""
        each = _LENGTH.get(self.unit)
        return None if each is None else each * self.amount

    @property
    def rough_length(self) -> timedelta:
        """About how long it is, for comparing delays of different units; never for computing a time."""
        return _ROUGH[self.unit] * self.amount


def parse_delay(text: str) -> Delay:
    """Read "90s", "0m", "2 hours", "3 business days", "2 weeks", "1 month"."""
    words = " ".join(text.lower().split())
    found = re.fullmatch(r"([0-9]{1,9}) ?([a-z ]+)", words)
    unit = _unit(found[2]) if found else None
    if found is None or unit is None:
        raise ValueError(f'"{text}" is not a duration: {_DELAY_EXAMPLE}')
    amount = int(found[1])
    if _ROUGH[unit] > _LONGEST / max(amount, 1):
        raise ValueError(f'"{text}" is longer than ten years: {_DELAY_EXAMPLE}')
    return Delay(amount=amount, unit=unit)


def parse_duration(text: str) -> timedelta:
    """Read a delay that has the same length whenever it begins: no business days, no months."""
    length = parse_delay(text).length
    if length is None:
        raise ValueError(f'"{text}" has no fixed length: write seconds, minutes, hours, days or weeks, such as "5m"')
    return length


def parse_range(text: str) -> tuple[Delay, Delay]:
    """Read "90s-300s", the shorter end first; a single "120s" is a range of one value. Both have a fixed length."""
    ends = [parse_delay(part) for part in re.split(r"[-–]", text)]
    lengths = [end.length for end in ends]
    if len(ends) > 2 or None in lengths:
        raise ValueError(f'"{text}" is not a range of durations: write both ends with a unit, such as "90s-300s"')
    if ends[0].rough_length > ends[-1].rough_length:
        raise ValueError(f'"{text}" begins with the longer end: write the shorter one first, such as "90s-300s"')
    return ends[0], ends[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most `count` within any stretch of `per`."""

    count: int
    per: Delay

    def __str__(self) -> str:
        return f"{self.count} per {self.per.unit if self.per.amount == 1 else self.per}"


def parse_rate(text: str) -> Rate:
    """Read "1 per 2 days" or "10 per hour"."""
    example = 'write how many in what time, such as "1 per 2 days"'
    found = re.fullmatch(r"([0-9]{1,6}) per ([0-9]*)(.+)", " ".join(text.lower().split()))
    if found is None or int(found[1]) == 0:
        raise ValueError(f'"{text}" is not a rate: {example}')
    try:
        per = parse_delay(f"{found[2] or 1}{found[3]}")
    except ValueError:
        raise ValueError(f'"{text}" is not a rate: {example}') from None
    if per.amount == 0:
        raise ValueError(f'"{text}" allows any number: {example}')
    return Rate(count=int(found[1]), per=per)


# Parts of the day. Early and late are when people pick up the phone themselves; the others are plain office hours.
_PARTS: Mapping[str, tuple[time, time]] = {
    "early": (time(7, 30), time(8, 30)),
    "morning": (time(9), time(11, 30)),
    "noon": (time(12), time(13)),
    "afternoon": (time(14), time(16, 30)),
    "late": (time(17), time(18)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfDay:
    """A wall time that a step is fixed to, or a part of the day, with a weekday or on any day.

    `end` is None for an exact time; a part of the day ("morning") begins at `start` and is over at `end`.
    """

    start: time
    end: time | None = None
    weekday: int | None = None  # None: whichever day the delay leads to

    def __str__(self) -> str:
        day = "" if self.weekday is None else f"{WEEKDAYS[self.weekday]} "
        part = next((name for name, hours in _PARTS.items() if hours == (self.start, self.end)), f"{self.start:%H:%M}")
        return day + part

    @property
    def last(self) -> time:
        """The latest wall time that still keeps it."""
        return self.start if self.end is None else self.end


def parse_at(text: str) -> TimeOfDay:
    """Read "09:30", "thursday 09:00", "morning", "thursday morning"."""
    example = 'write a time, a part of the day or a weekday with one of them, such as "09:30" or "thursday morning"'
    *before, clock = text.lower().split() or [""]
    try:
        weekday = _weekday(" ".join(before)) if before else None
        start, end = _PARTS[clock] if clock in _PARTS else (_clock(clock), None)
    except ValueError as error:
        parts = ", ".join(_PARTS)
        raise ValueError(f'"{text}" is not a time of day, {error}: {example}; the parts are {parts}') from None
    return TimeOfDay(start=start, end=end, weekday=weekday)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Hours of some weekdays, in the wall time of whoever is written to.

    `start` is inside, `end` is outside; an `end` of 00:00 is the midnight that ends the day. No window runs past
    midnight: two windows say that more clearly.
    """

    weekdays: frozenset[int]
    start: time
    end: time

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("a window needs weekdays from 0 (Monday) to 6 (Sunday)")
        if self.end != time.min and self.start >= self.end:
            raise ValueError("a window ends after it starts and not later than midnight")

    def __str__(self) -> str:
        return f"{_weekday_words(self.weekdays)} {self.start:%H:%M}-{_clock_words(self.end)}"

    def covers(self, at: time) -> bool:
        """Whether this wall time lies inside, on a day that counts."""
        return self.start <= at and (self.end == time.min or at < self.end)

    def admits(self, at: TimeOfDay) -> bool:
        """Whether a step fixed to this time of day can keep it inside this window."""
        if at.weekday is not None and at.weekday not in self.weekdays:
            return False
        return self.covers(at.start) or (at.end is not None and at.start < self.start < at.end)


def parse_window(text: str) -> Window:
    """Read "mon-fri 08:30-12:00", "tue,thu 13:00-17:30", "fri-mon 10:00-24:00"."""
    example = 'write weekdays and hours, such as "mon-fri 08:30-12:00"'
    found = re.fullmatch(r"\s*([a-z, -]+?)\s+([0-9]{1,2}:[0-9]{2})\s*[-–]\s*([0-9]{1,2}:[0-9]{2})\s*", text.lower())
    if found is None:
        raise ValueError(f'"{text}" is not a window: {example}')
    try:
        weekdays = frozenset(day for part in found[1].split(",") for day in _weekday_range(part))
        start, end = _clock(found[2]), time.min if found[3] == "24:00" else _clock(found[3])
    except ValueError as error:
        raise ValueError(f'"{text}" is not a window, {error}: {example}') from None
    if end == time.min and found[3] != "24:00":
        raise ValueError(f'"{text}" ends at the midnight before it starts: write 24:00 for the end of the day')
    if end != time.min and start >= end:
        raise ValueError(f'"{text}" ends before it starts: write two windows to go past midnight')
    return Window(weekdays=weekdays, start=start, end=end)


def parse_days(text: str) -> frozenset[date]:
    """Read days off: "2026-12-24", or "2026-12-24..2027-01-03" with both ends included."""
    first, dots, last = (part.strip() for part in text.partition(".."))
    try:
        begin = date.fromisoformat(first)
        end = date.fromisoformat(last) if dots else begin
    except ValueError:
        raise ValueError(f'"{text}" is not a day: write "2026-12-24" or "2026-12-24..2027-01-03"') from None
    if not begin <= end <= begin + timedelta(days=366):
        raise ValueError(f'"{text}" must end after it begins and span at most a year: "2026-12-24..2027-01-03"')
    return frozenset(begin + timedelta(days=n) for n in range((end - begin).days + 1))


def _unit(word: str) -> Unit | None:
    return _UNIT_WORDS.get(word) or _UNIT_WORDS.get(word.removesuffix("s"))


def _weekday(word: str) -> int:
    matching = [number for number, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    if not matching:
        raise ValueError(f'"{word}" is no weekday')
    return matching[0]


def _weekday_range(text: str) -> list[int]:
    """Weekday numbers of "tue" or "fri-mon", which goes over the weekend."""
    first, dash, last = (part.strip() for part in text.partition("-"))
    begin = _weekday(first)
    days = (_weekday(last) - begin) % 7 + 1 if dash else 1
    return [(begin + n) % 7 for n in range(days)]


def _weekday_words(weekdays: frozenset[int]) -> str:
    """Three-letter names, with a run of three days or more drawn together as in "mon-fri"."""
    days = sorted(weekdays)
    names = [WEEKDAYS[day][:3] for day in days]
    return f"{names[0]}-{names[-1]}" if len(days) > 2 and days[-1] - days[0] == len(days) - 1 else ",".join(names)


def _clock(text: str) -> time:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f'"{text}" is no time from 00:00 to 23:59')
    return time(int(found[1]), int(found[2]))


def _clock_words(end: time) -> str:
    return "24:00" if end == time.min else f"{end:%H:%M}"
