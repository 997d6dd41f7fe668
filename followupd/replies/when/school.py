"""Holidays of the schools, and of all who go by them; and "the holidays" that need no name.

What differs from country to country errs on the late side where the country is not known.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from followupd.replies.when.feasts import EPIPHANY_ENDS_CHRISTMAS, ONE_EASTER_DAY, Days, occasion
from followupd.replies.when.periods import DAY, Period, easter, nth_weekday


def _christmas_break(year: int, country: str) -> Days:
    return date(year - 1, 12, 21), date(year, 1, 6 if country in EPIPHANY_ENDS_CHRISTMAS else 1)


def _summer_break(year: int, country: str) -> Days:
    if country == "US":
        return date(year, 6, 15), nth_weekday(year, 9, 0, 1)
    if country in {"DE", "AT", "CH"}:  # Bavaria's, the last to end, run into the second week of September
        return date(year, 7, 1), date(year, 9, 9)
    if country in {"SE", "NO", "DK", "FI"}:
        return date(year, 6, 25), date(year, 8, 15)
    return date(year, 7, 1), date(year, 8, 31)


def _autumn_break(year: int, country: str) -> Days:
    return date(year, 10, 10), date(year, 11, 6 if country in {"DE", "FR"} else 1)


def _winter_break(year: int, country: str) -> Days:
    return date(year, 2, 1), date(year, 3, 7) if country in {"FR", "BE", "NL"} else date(year, 2, 28)


def _easter_break(year: int, country: str) -> Days:
    if country == "US":
        return date(year, 3, 8), date(year, 3, 28)
    if country == "FR":
        return date(year, 4, 5), date(year, 5, 4)
    sunday = easter(year)
    if country == "NL":
        return date(year, 4, 24), date(year, 5, 9)
    return sunday - DAY * 8, sunday + DAY * (1 if country in ONE_EASTER_DAY | {"ES", "IT"} else 8)


def _february_half_term(year: int, _country: str) -> Days:
    return date(year, 2, 10), date(year, 2, 28)


def _may_half_term(year: int, _country: str) -> Days:
    monday = nth_weekday(year, 5, 0, -1)
    return monday, monday + DAY * 6


def _october_half_term(year: int, _country: str) -> Days:
    return date(year, 10, 20), date(year, 11, 1)


def _whitsun_break(year: int, _country: str) -> Days:
    sunday = easter(year) + DAY * 49
    return sunday - DAY * 1, sunday + DAY * 14


def _back_to_school(year: int, country: str) -> Days:
    first = nth_weekday(year, 9, 0, 1) + DAY if country == "US" else date(year, 9, 1)
    return first, first + timedelta(days=6)


def _in_july(year: int, _country: str) -> Days:
    return date(year, 7, 1), date(year, 7, 31)


def _building_break(year: int, country: str) -> Days:
    return date(year, 7, 15), date(year, 8, 1) if country == "BE" else date(year, 8, 20)


def _january_return(year: int, _country: str) -> Days:
    first = nth_weekday(year, 1, 0, 1)
    return first, first + DAY * 6


_SCHOOL: Mapping[str, Callable[[int, str], Days]] = {
    "christmas": _christmas_break,
    "summer": _summer_break,
    "autumn": _autumn_break,
    "winter": _winter_break,
    "easter": _easter_break,
    "whitsun": _whitsun_break,
    "backtoschool": _back_to_school,
    "septemberback": _back_to_school,
    "januaryback": _january_return,
    "midyear": _in_july,
    "febhalf": _february_half_term,
    "mayhalf": _may_half_term,
    "octoberhalf": _october_half_term,
    "bouwvak": _building_break,
}


def school_break(name: str, today: date, country: str) -> Period:
    """Return the next such holiday of the schools (and of those who go by them) that is not over yet."""
    if name == "backtoschool" and (today.month, today.day) >= (11, 1):
        name = "januaryback"  # said in November, "la rentrée" is the one after New Year
    if name == "halfterm":
        terms = (school_break(each, today, country) for each in ("febhalf", "mayhalf", "octoberhalf"))
        return min(terms, key=lambda term: term.first)
    spans = (_SCHOOL[name](year, country) for year in (today.year, today.year + 1, today.year + 2))
    first, last = next(days for days in spans if days[1] >= today)
    return Period(first=first, last=last, grain="feast", rule=f"date.{name}-break")


def the_holidays(today: date, country: str) -> Period:
    """Return the holidays that go without a name at this time of the year."""
    month = today.month
    if month >= 10 or (month == 1 and today.day <= 6):
        return school_break("christmas", today, country)
    if month <= 4 and easter(today.year) + DAY >= today:
        return occasion("easter", today, country)
    if month <= 9 and not (month == 9 and today.day > 15):
        return school_break("summer", today, country)
    return school_break("christmas", today, country)
