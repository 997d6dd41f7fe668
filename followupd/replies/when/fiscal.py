"""Fiscal years: when they start in a country, and which one "FY28" is."""

from datetime import date

from followupd.replies.when.periods import DAY, MONTHS_IN, Period, add_months

_STARTS = {"GB": (4, 6), "IN": (4, 1), "JP": (4, 1), "AU": (7, 1), "NZ": (4, 1), "CA": (4, 1)}


def named_year(year: int, today: date, country: str) -> Period:
    """Return the fiscal year of this number: by the year it ends in, or, where that one runs, by that it starts in.

    Both ways of numbering are in use; of two readings the later one counts.
    """
    ending = _starting(year - 1, country)
    return ending if country in _STARTS and ending.first > today else _starting(year, country)


def coming_year(shift: int, today: date, country: str) -> Period:
    """Return the fiscal year that runs (0), or one so many later."""
    running = _starting(today.year, country)
    if running.first > today:
        running = _starting(today.year - 1, country)
    return _starting(running.first.year + shift, country)


def part_of_year(year: Period, number: int, grain: str) -> Period:
    """Return a quarter or half of a fiscal year by its number."""
    months = MONTHS_IN[grain]
    first = add_months(year.first, (number - 1) * months)
    return Period(first=first, last=add_months(first, months) - DAY, grain=grain, rule=f"date.fiscal-{grain}")


def _starting(year: int, country: str) -> Period:
    month, day = _STARTS.get(country, (1, 1))
    first = date(year, month, day)
    return Period(first=first, last=add_months(first, 12) - DAY, grain="year", rule="date.fiscal-year")
