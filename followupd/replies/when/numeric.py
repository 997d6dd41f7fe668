"""Dates written in figures: 2027-01-12, 12.1., 12/01/2027, and 1/12 where it is one."""

from datetime import date
from typing import Literal

from followupd.replies.when.lexing import Lexeme
from followupd.replies.when.periods import DAY, Period, single

Order = Literal["dmy", "mdy", "unknown"]

_MONTH_FIRST = {"US", "PH", "PR", "FM", "MH", "PW"}
_EITHER = {"", "CA", "SA", "ZA"}
_DAY_FIRST_LANGUAGES = {"de", "fr", "es", "nl", "it", "pt", "sv", "da", "no", "pl"}


def day_month_order(country: str, language: str) -> Order:
    """Return the order of day and month in a country; by the language where the country leaves it open."""
    if country in _MONTH_FIRST:
        return "mdy"
    if country in _EITHER and language not in _DAY_FIRST_LANGUAGES:
        return "unknown"
    return "dmy"


def calendar_day(lexeme: Lexeme, order: Order, today: date, grace: int, *, led: bool) -> Period | None:
    """Return the day that a numeric date means.

    `led`: a preposition, weekday or dash stands beside it, without which "3/4" is a fraction and "3.2" a version.
    Where the order is not known, the later of both readings, marked as ambiguous: never earlier than they said.
    """
    parts, shape, separator = lexeme.get("numdate"), lexeme.get("shape"), lexeme.get("sep")
    if shape == "weak" and not _date_like(parts, separator, lexeme.text, led=led):
        return None
    if shape == "iso":
        return _dated(parts[0], parts[1], parts[2], "date.iso")
    first, second = parts[0], parts[1]
    year = _full_year(parts[2]) if len(parts) == 3 else None
    if separator == ".":
        order = "dmy"
    readings = [(first, second)] if order == "dmy" else [(second, first)]
    if order == "unknown":
        readings = [(first, second), (second, first)]
    days = [found for day, month in readings if (found := _upcoming(day, month, year, today, grace))]
    if not days and order != "unknown":
        month, day = readings[0]  # 25/12 in a country that writes 12/25 can only be one day
        days = [found] if (found := _upcoming(day, month, year, today, grace)) else []
    if not days:
        return None
    return single(max(days), "date.numeric", ambiguous=len(set(days)) > 1)


def _date_like(parts: tuple[int, ...], separator: str, text: str, *, led: bool) -> bool:
    first, second = parts
    if text in {"24/7", "7/24", "9/11"}:
        return False
    if separator == ".":
        return led and len(text.split(".")[1]) == 2
    fraction = (first <= second <= 10 or first == second) and "0" not in text
    return led or not fraction


def _full_year(year: int) -> int:
    return year if year > 99 else 2000 + year


def _dated(year: int, month: int, day: int, rule: str) -> Period | None:
    try:
        return single(date(year, month, day), rule)
    except ValueError:
        return None


def _upcoming(day: int, month: int, year: int | None, today: date, grace: int) -> date | None:
    earliest = today - DAY * grace
    for each in (year,) if year else range(earliest.year, earliest.year + 5):
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= earliest:
            return found
    return None
