"""Which country a zone lies in, and which days one works there."""

from collections.abc import Container, Mapping
from datetime import date
from functools import lru_cache

from followupd.replies.when.periods import DAY

_COUNTRY_OF: Mapping[str, str] = {
    "Europe/London": "GB", "Europe/Belfast": "GB", "Europe/Dublin": "IE", "Europe/Berlin": "DE",
    "Europe/Busingen": "DE", "Europe/Vienna": "AT", "Europe/Zurich": "CH", "Europe/Paris": "FR",
    "Europe/Brussels": "BE", "Europe/Luxembourg": "LU", "Europe/Amsterdam": "NL", "Europe/Madrid": "ES",
    "Atlantic/Canary": "ES", "Europe/Lisbon": "PT", "Europe/Rome": "IT", "Europe/Stockholm": "SE",
    "Europe/Copenhagen": "DK", "Europe/Oslo": "NO", "Europe/Helsinki": "FI", "Europe/Warsaw": "PL",
    "Europe/Prague": "CZ", "Europe/Budapest": "HU", "Europe/Athens": "GR", "Europe/Bucharest": "RO",
    "Europe/Istanbul": "TR", "America/New_York": "US", "America/Chicago": "US", "America/Denver": "US",
    "America/Los_Angeles": "US", "America/Phoenix": "US", "America/Anchorage": "US", "America/Detroit": "US",
    "America/Boise": "US", "Pacific/Honolulu": "US", "America/Puerto_Rico": "PR", "America/Toronto": "CA",
    "America/Vancouver": "CA", "America/Montreal": "CA", "America/Edmonton": "CA", "America/Winnipeg": "CA",
    "America/Halifax": "CA", "America/Mexico_City": "MX", "America/Monterrey": "MX", "America/Bogota": "CO",
    "America/Lima": "PE", "America/Santiago": "CL", "America/Sao_Paulo": "BR",
    "America/Argentina/Buenos_Aires": "AR", "America/Buenos_Aires": "AR", "America/Montevideo": "UY",
    "America/Caracas": "VE", "Asia/Tokyo": "JP", "Asia/Singapore": "SG", "Asia/Hong_Kong": "HK",
    "Asia/Shanghai": "CN", "Asia/Taipei": "TW", "Asia/Seoul": "KR", "Asia/Kolkata": "IN", "Asia/Calcutta": "IN",
    "Asia/Dubai": "AE", "Asia/Jerusalem": "IL", "Asia/Manila": "PH", "Asia/Bangkok": "TH", "Asia/Jakarta": "ID",
    "Asia/Riyadh": "SA", "Asia/Karachi": "PK", "Australia/Sydney": "AU", "Australia/Melbourne": "AU",
    "Australia/Brisbane": "AU", "Australia/Perth": "AU", "Australia/Adelaide": "AU", "Pacific/Auckland": "NZ",
    "Africa/Johannesburg": "ZA", "Africa/Lagos": "NG", "Africa/Nairobi": "KE", "Africa/Cairo": "EG",
    "Africa/Casablanca": "MA",
}  # fmt: skip
_LANGUAGE_OF: Mapping[str, str] = {
    "DE": "de", "AT": "de", "CH": "de", "FR": "fr", "ES": "es", "MX": "es", "CO": "es", "AR": "es", "CL": "es",
    "PE": "es", "UY": "es", "VE": "es", "NL": "nl", "IT": "it", "PT": "pt", "BR": "pt", "SE": "sv", "DK": "da",
    "NO": "no", "PL": "pl",
}  # fmt: skip
_UNITED_STATES = ("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")


_NOWHERE = {(1, 1), (12, 25)}  # nobody works on these, wherever Christmas is kept


def country_of(zone: str) -> str:
    """Return the ISO 3166 code of a zone's country, "" where the zone names none that is known here."""
    return "US" if zone.startswith(_UNITED_STATES) else _COUNTRY_OF.get(zone, "")


def language_of(country: str) -> str:
    """Return the language most written in a country, "en" where several are or none is known."""
    return _LANGUAGE_OF.get(country, "en")


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> Container[date]:
    """Return a country's public holidays of a year; "DE-BE" counts those of the state too."""
    import holidays  # noqa: PLC0415 - takes longer to load than all the rest; most mails name no date

    name, _, state = ("GB-ENG" if country == "GB" else country).partition("-")  # else without Easter Monday
    try:
        return frozenset(holidays.country_holidays(name, subdiv=state or None, years=year))
    except NotImplementedError:
        return frozenset()


def next_holiday(today: date, country: str) -> date | None:
    """Return the next public holiday that falls on a working day; None where the country's are not known."""
    ahead = (today + DAY * number for number in range(1, 200))
    return next((day for day in ahead if day.weekday() < 5 and day in _holidays(country, day.year)), None)


def working_day(day: date, country: str, *, heed_holidays: bool) -> date:
    """Return this day, or the next one that is from Monday to Friday and, if asked, no public holiday."""
    while (
        day.weekday() > 4
        or (day.month, day.day) in _NOWHERE
        or (heed_holidays and country and day in _holidays(country, day.year))
    ):
        day += DAY
    return day
