"""Dates and times as people type them, in the owner's zone; what cannot be read is a usage error that shows how."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from followupd.core.calendar.spans import WEEKDAYS, parse_delay

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def parse_day(text: str, option: str) -> date:
    """Read a date: 2027-01-12."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.UsageError(f"{option} “{text}” is not a date: write it as 2027-01-12") from None


def parse_past(text: str, now: datetime, zone: str, option: str) -> datetime:
    """Read when something was done: "14:30", "yesterday 14:30", "friday 9:00", "2026-11-20 14:30". Never the future."""
    local = now.astimezone(ZoneInfo(zone))
    words = text.strip().lower().replace("t", " ", 1) if text[:4].isdigit() else text.strip().lower()
    day_word, _, clock = words.rpartition(" ")
    found, day = _CLOCK.fullmatch(clock), _day_before(day_word, local.date())
    if found is None or day is None:
        raise click.UsageError(f"{option} “{text}” is not a time: write 14:30, yesterday 14:30 or 2026-11-20 14:30")
    moment = datetime.combine(day, time(int(found[1]), int(found[2])), ZoneInfo(zone)).astimezone(UTC)
    if moment > now:
        raise click.UsageError(f"{option} “{text}” lies in the future: write when it was done")
    return moment


def parse_since(text: str, now: datetime, zone: str, option: str) -> datetime:
    """Read how far to look back: a duration such as "7d", or a date."""
    try:
        return now - parse_delay(text).rough_length
    except ValueError:
        pass
    try:
        return datetime.combine(date.fromisoformat(text.strip()), time(), ZoneInfo(zone)).astimezone(UTC)
    except ValueError:
        raise click.UsageError(f"{option} “{text}” is no stretch of time: write 7d, 2 weeks or 2026-11-20") from None


def _day_before(word: str, today: date) -> date | None:
    """Return the day that a word names, today or before it; None where it names none."""
    if word in {"", "today"}:
        return today
    if word == "yesterday":
        return today - timedelta(days=1)
    for number, name in enumerate(WEEKDAYS):
        if word in {name, name[:3]}:
            return today - timedelta(days=(today.weekday() - number) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
