"""Stretches of days and what is done to them: parts of a month, the next quarter, two weeks after.

A `Period` is closed: both `first` and `last` belong to it. Pure calendar; knows no words.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days that words mean, with the id of the rule that read them."""

    first: date
    last: date
    grain: str  # day, weekend, week, month, quarter, half, year, season, feast, offset, range
    rule: str
    ambiguous: bool = False
    by_hand: bool = False  # the very day was named: no public holiday moves it


def single(day: date, rule: str, *, ambiguous: bool = False, by_hand: bool = True) -> Period:
    """Return the period of one named day."""
    return Period(first=day, last=day, grain="day", rule=rule, ambiguous=ambiguous, by_hand=by_hand)


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (following - DAY).day


def months_from(first: date, grain: str, rule: str) -> Period:
    """Return the month, quarter, half or year that starts on this first of a month."""
    return Period(first=first, last=add_months(first, MONTHS_IN[grain]) - DAY, grain=grain, rule=rule)


def calendar_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the month has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def week_of(day: date, rule: str = "date.week") -> Period:
    """Return the week, Monday to Sunday, that a day lies in."""
    monday = day - DAY * day.weekday()
    return Period(first=monday, last=monday + DAY * 6, grain="week", rule=rule)


def unit_around(day: date, unit: str, shift: int, rule: str) -> Period:
    """Return the unit that a day lies in, or the one `shift` units later."""
    if unit == "week":
        return week_of(day + DAY * 7 * shift, rule)
    if unit == "weekend":
        saturday = week_of(day).first + DAY * (5 + 7 * shift)
        return Period(first=saturday, last=saturday + DAY, grain="weekend", rule=rule)
    if unit in {"day", "workday"}:
        return single(day + DAY * shift, rule)
    size = MONTHS_IN[unit]
    start = date(day.year, (day.month - 1) // size * size + 1, 1)
    return months_from(add_months(start, size * shift), unit, rule)


def step(day: date, number: float, unit: str) -> date:
    """Return the day `number` units later (earlier when negative)."""
    if unit == "workday":
        return _step_workdays(day, int(number))
    if unit in {"day", "weekend"}:
        return day + DAY * round(number)
    if unit in {"week", "fortnight"}:
        return day + DAY * round(number * (7 if unit == "week" else 14))
    months = number * MONTHS_IN[unit]
    whole = int(months)
    return add_months(day, whole) + DAY * round((months - whole) * 30)


def _step_workdays(day: date, number: int) -> date:
    direction = DAY if number > 0 else -DAY
    weeks, rest = divmod(abs(number), 5)
    moved = day + direction * 7 * weeks
    while rest:
        moved += direction
        rest -= moved.weekday() < 5
    return moved


def last_workdays(last: date, number: int) -> date:
    """Return the first of the last `number` days, Monday to Friday, up to this day."""
    day = last
    while True:
        number -= day.weekday() < 5
        if not number:
            return day
        day -= DAY


def part_of(period: Period, part: str) -> Period:
    """Return the early, middle or late stretch of a period.

    Where people differ about when it begins, it begins late: "late January" on the 25th.
    """
    rule = f"date.{part}-{period.grain}"
    first, last = _bounds(period, part)
    return Period(first=max(first, period.first), last=last, grain=f"{part}-part", rule=rule)


def _bounds(period: Period, part: str) -> tuple[date, date]:
    start, end = period.first, period.last
    days = (end - start).days + 1
    if days <= 1:
        return start, end
    if part == "half1":
        return start, start + DAY * (days // 2 - 1)
    if part == "half2":
        middle = start.replace(day=16) if period.grain == "month" else start + DAY * ((days + 1) // 2)
        return (add_months(start, 6), end) if period.grain == "year" else (middle, end)
    if days <= 7:
        return _week_bounds(start, end, part)
    if days <= 31:
        bounds = {"start": (0, 7), "mid": (14, 17), "late": (24, days - 1), "end": (0, days - 1)}[part]
        first = last_workdays(end, 1) if part == "end" else start + DAY * bounds[0]
        return first, start + DAY * bounds[1]
    return _long_bounds(start, end, days, part)


def _week_bounds(start: date, end: date, part: str) -> tuple[date, date]:
    first, last = {"start": (0, 1), "mid": (2, 3), "late": (4, 4), "end": (4, 4)}[part]
    return start + DAY * first, min(start + DAY * last, end)


def _long_bounds(start: date, end: date, days: int, part: str) -> tuple[date, date]:
    """Quarters, halves, years and seasons. A year's end is its last ten days: Christmas is in between."""
    if part == "start":
        return start, start + DAY * min(days // 6, 30)
    if part == "mid":
        middle = start + DAY * (days // 2 - 1)
        return middle, middle + DAY * (days // 10)
    if part == "late":
        return end - DAY * (days // 8), end
    return (end - DAY * 10 if days > 100 else last_workdays(end, 1)), end


def easter(year: int) -> date:
    """Return Easter Sunday of the western churches (Gregorian computus, Meeus/Jones/Butcher)."""
    golden, century, year_of = year % 19, year // 100, year % 100
    leap = century // 4
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year_of // 4) - moon - year_of % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth such weekday of a month; nth -1 is the last one, -2 the last but one."""
    if nth < 0:
        last = date(year, month, _length(year, month))
        return last - DAY * ((last.weekday() - weekday) % 7 + 7 * (-nth - 1))
    first = date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
