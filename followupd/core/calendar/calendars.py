"""Whose day is it? One contact's zone, weekends, public holidays and the owner's own days off.

Public holidays and weekends come from the `holidays` library, by country and state ("DE-BE"). It costs 36 ms to
import, so it is loaded when the first country is asked about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

from followupd.core.calendar.zones import parse_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days of one contact. Records with equal fields share everything that was computed for one of them."""

    zone: str  # IANA name
    country: str | None = None  # ISO 3166 code, with a state as in "DE-BE"; None: no public holidays are known
    days_off: frozenset[date] = frozenset()  # the owner's: nothing goes out on them

    def __post_init__(self) -> None:
        parse_zone(self.zone)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def day_of(self, at: datetime) -> date:
        """The date that this instant has where the contact is."""
        return at.astimezone(self.tz).date()


def day_off(day: date, calendar: Calendar) -> str | None:
    """Say which holiday or day off this is, None for a day like any other, weekends included."""
    if day in calendar.days_off:
        return "your day off"
    return _year(calendar.country, day.year).holidays.get(day)


def is_weekend(day: date, calendar: Calendar) -> bool:
    """Whether the country rests on this weekday: Friday and Saturday in some, Saturday and Sunday where unknown."""
    return day.weekday() in _year(calendar.country, day.year).weekend


def is_business_day(day: date, calendar: Calendar) -> bool:
    """Whether offices are open: neither weekend nor public holiday nor a day off."""
    return not is_weekend(day, calendar) and day_off(day, calendar) is None


def parse_country(text: str) -> str:
    """Return "DE" or "DE-BE" in capitals, or raise ValueError with what is right.

    Elsewhere a code that the library does not know is not refused: it has no public holidays, and a state it does
    not know has those of the whole country. A contact is not lost to a typing error.
    """
    from holidays import list_supported_countries  # noqa: PLC0415 - 36 ms that most commands need not pay

    country, dash, state = text.strip().upper().partition("-")
    known = list_supported_countries()
    if country not in known or len(country) != 2:
        raise ValueError(f'"{text}" is not a country code: write two letters, and a state where it matters: "DE-BE"')
    if dash and state not in known[country]:
        near = get_close_matches(state, known[country], n=1) or known[country][:1]
        right = f"{country}-{near[0]}" if near else country
        raise ValueError(f'"{text}" names no state whose holidays are known: write for example "{right}"')
    return country + dash + state


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    """What one country does in one year."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: Mapping[date, str] = field(default_factory=dict)


@lru_cache(maxsize=1024)
def _year(country: str | None, year: int) -> _Year:
    if country is None:
        return _Year()
    from holidays import country_holidays  # noqa: PLC0415 - as above

    code, _, state = country.upper().partition("-")
    for subdivision in (state or None, None):
        try:
            rules = country_holidays(code, subdiv=subdivision, years=year, language="en_US")
        except NotImplementedError:  # no such country, or no such state in it
            continue
        return _Year(weekend=frozenset(rules.weekend), holidays=dict(rules.items()))
    return _Year()
