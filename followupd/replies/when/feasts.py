"""Feasts and seasons: which days people mean by their names.

`occasion` answers with the first occurrence that is not over yet. How long Easter lasts differs from country to
country; where the country is not known, it errs on the late side.
"""

from collections.abc import Callable, Mapping
from datetime import date

from followupd.replies.when.periods import DAY, Period, easter, nth_weekday

Days = tuple[date, date]
EPIPHANY_ENDS_CHRISTMAS = {"ES", "IT", "PL", "SE", "AT", "FI"}
ONE_EASTER_DAY = {"US", "PT", "BR", "MX", "CO", "AR", "CL", "PE"}

# First days of lunar feasts, from the astronomical calendars; moon sightings may move Ramadan and Eid by a day.
_LUNAR: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "lunarnewyear": (7, ("2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23")),
    "ramadan": (30, ("2026-02-18", "2027-02-08", "2028-01-28", "2029-01-16", "2030-01-06", "2030-12-26")),
    "eid": (3, ("2026-03-20", "2027-03-10", "2028-02-27", "2029-02-15", "2030-02-05", "2031-01-25")),
    "eidadha": (4, ("2026-05-27", "2027-05-17", "2028-05-05", "2029-04-24", "2030-04-14", "2031-04-03")),
    "diwali": (2, ("2026-11-08", "2027-10-29", "2028-10-17", "2029-11-05", "2030-10-26", "2031-11-14")),
    "passover": (8, ("2026-04-02", "2027-04-22", "2028-04-11", "2029-03-31", "2030-04-18", "2031-04-08")),
    "roshhashanah": (2, ("2026-09-12", "2027-10-02", "2028-09-21", "2029-09-10", "2030-09-28", "2031-09-18")),
    "yomkippur": (1, ("2026-09-21", "2027-10-11", "2028-09-30", "2029-09-19", "2030-10-07", "2031-09-27")),
    "sukkot": (8, ("2026-09-26", "2027-10-16", "2028-10-05", "2029-09-24", "2030-10-12", "2031-10-02")),
    "holi": (2, ("2026-03-03", "2027-03-22", "2028-03-11", "2029-02-28", "2030-03-19", "2031-03-08")),
    "dussehra": (2, ("2026-10-20", "2027-10-09", "2028-09-27", "2029-10-16", "2030-10-06", "2031-10-25")),
    "ganesh": (11, ("2026-09-14", "2027-09-04", "2028-08-23", "2029-09-11", "2030-09-01", "2031-09-20")),
    "vesak": (1, ("2026-05-31", "2027-05-20", "2028-05-09", "2029-05-27", "2030-05-17", "2031-06-05")),
    "midautumn": (3, ("2026-09-24", "2027-09-14", "2028-10-02", "2029-09-21", "2030-09-11", "2031-09-30")),
    "shavuot": (2, ("2026-05-22", "2027-06-11", "2028-05-31", "2029-05-20", "2030-06-07", "2031-05-28")),
    "matariki": (1, ("2026-07-10", "2027-06-25", "2028-07-14", "2029-07-06", "2030-06-21", "2031-07-11")),
    "hanukkah": (8, ("2026-12-05", "2027-12-25", "2028-12-13", "2029-12-02", "2030-12-21", "2031-12-10")),
}
# Month, day, length in days.
_FIXED: Mapping[str, tuple[int, int, int]] = {
    "christmas": (12, 24, 3),
    "christmaseve": (12, 24, 1),
    "newyear": (12, 31, 2),
    "betweenyears": (12, 25, 8),
    "epiphany": (1, 6, 1),
    "july4": (7, 4, 1),
    "canadaday": (7, 1, 1),
    "veteransday": (11, 11, 1),
    "armistice": (11, 11, 1),
    "taxday": (4, 15, 1),
    "halloween": (10, 31, 1),
    "valentine": (2, 14, 1),
    "stpatrick": (3, 17, 1),
    "goldenweek": (4, 29, 7),
    "mayday": (5, 1, 1),
    "maybridges": (5, 1, 9),
    "germanunity": (10, 3, 1),
    "reformation": (10, 31, 1),
    "allsaints": (11, 1, 2),
    "augustfirst": (8, 1, 1),
    "nikolaus": (12, 6, 1),
    "sinterklaas": (12, 5, 1),
    "kingsday": (4, 27, 1),
    "liberation": (5, 5, 1),
    "nationalbelgium": (7, 21, 1),
    "bastille": (7, 14, 1),
    "assumption": (8, 15, 1),
    "constitution": (12, 6, 3),
    "immaculate": (12, 8, 1),
    "hispanidad": (10, 12, 1),
    "fallas": (3, 15, 5),
    "mexicoindep": (9, 15, 5),
    "guadalupereyes": (12, 12, 26),
    "liberationit": (4, 25, 1),
    "republicit": (6, 2, 1),
    "brazilindep": (9, 7, 1),
    "saintjohn": (6, 24, 1),
    "lucia": (12, 13, 1),
    "swedenday": (6, 6, 1),
    "norwayday": (5, 17, 1),
    "dayofdead": (11, 1, 2),
    "buenfin": (11, 13, 5),
    "constitutionda": (6, 5, 1),
    "nationalday_cn": (10, 1, 7),
    "australiaday": (1, 26, 1),
    "anzacday": (4, 25, 1),
    "waitangi": (2, 6, 1),
    "groundhogday": (2, 2, 1),
    "burnsnight": (1, 25, 1),
    "bonfirenight": (11, 5, 1),
    "veteransday_any": (11, 11, 5),
    "juneteenth": (6, 19, 1),
    "cincodemayo": (5, 5, 1),
    "indianindep": (8, 15, 1),
    "stgeorge": (4, 23, 1),
    "standrew": (11, 30, 1),
    "stdavid": (3, 1, 1),
    "majowka": (5, 1, 3),
    "polishindep": (11, 11, 1),
    "martinmas": (11, 11, 1),
    "portugal": (6, 10, 1),
    "carnation": (4, 25, 1),
    "finnishindep": (12, 6, 1),
}
# Month, weekday, nth of the month (-1 the last), length in days.
_NTH: Mapping[str, tuple[int, int, int, int]] = {
    "laborday": (9, 0, 1, 1),
    "memorialday": (5, 0, -1, 1),
    "presidentsday": (2, 0, 3, 1),
    "mlk": (1, 0, 3, 1),
    "columbusday": (10, 0, 2, 1),
    "augbank": (8, 0, -1, 1),
    "maybank": (5, 0, 1, 1),
    "springbank": (5, 0, -1, 1),
    "superbowl": (2, 6, 2, 1),
    "familyday": (2, 0, 3, 1),
    "fathersday": (6, 6, 3, 1),
    "melbournecup": (11, 1, 1, 1),
}
# Days from Easter Sunday to the first day, length in days.
_EASTER: Mapping[str, tuple[int, int]] = {
    "goodfriday": (-2, 1),
    "holyweek": (-7, 8),
    "ascension": (39, 2),
    "whitsun": (49, 2),
    "corpuschristi": (60, 1),
    "carnival": (-52, 7),
    "rosenmontag": (-48, 1),
    "shrovetuesday": (-47, 1),
    "ashwednesday": (-46, 1),
    "lent": (-46, 46),
    "palmsunday": (-7, 1),
    "maundythursday": (-3, 1),
}
_SEASONS: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "spring": ((3, 20), (5, 31)),
    "summer": ((6, 21), (8, 31)),
    "autumn": ((9, 21), (11, 30)),
    "winter": ((12, 21), (2, 28)),
}
_SOUTH = {"AU", "NZ", "ZA", "AR", "CL", "UY", "BR", "PE"}
_AMERICAN_CLOCKS = {"US", "CA"}
_OPPOSITE = {"spring": "autumn", "autumn": "spring", "summer": "winter", "winter": "summer"}


def occasion(name: str, today: date, country: str) -> Period:
    """Return the next feast of this name that is not over before `today`."""
    if name == "clockchange":
        turns = (occasion(each, today, country) for each in ("springforward", "fallback"))
        return min(turns, key=lambda turn: turn.first)
    found = next(days for days in _candidates(name, today.year, country) if days[1] >= today)
    return Period(first=found[0], last=found[1], grain="feast", rule=f"date.{name}")


def _candidates(name: str, year: int, country: str) -> list[Days]:
    if name in _LUNAR:
        length, firsts = _LUNAR[name]
        days = [date.fromisoformat(first) for first in firsts]
        return [(day, day + DAY * (length - 1)) for day in days] + [(date.max - DAY, date.max)]
    return [_in_year(name, each, country) for each in (year - 1, year, year + 1, year + 2)]


def _in_year(name: str, year: int, country: str) -> Days:
    if name in _FIXED:
        month, day, length = _FIXED[name]
        first = date(year, month, day)
        return first, first + DAY * (length - 1)
    if name in _NTH:
        month, weekday, nth, length = _NTH[name]
        first = nth_weekday(year, month, weekday, nth)
        return first, first + DAY * (length - 1)
    if name in _EASTER:
        offset, length = _EASTER[name]
        first = easter(year) + DAY * offset
        return first, first + DAY * (length - 1)
    return _COMPUTED[name](year, country)


def _easter_days(year: int, country: str) -> Days:
    sunday = easter(year)
    return sunday - DAY * 2, sunday + DAY * (0 if country in ONE_EASTER_DAY else 1)


def _midsummer(year: int, country: str) -> Days:
    if country not in {"SE", "FI"}:
        return date(year, 6, 23), date(year, 6, 24)
    eve = date(year, 6, 19) + DAY * ((4 - date(year, 6, 19).weekday()) % 7)
    return eve, eve + DAY


def _black_friday(year: int, _country: str) -> Days:
    friday = nth_weekday(year, 11, 3, 4) + DAY
    return friday, friday


def _cyber_monday(year: int, _country: str) -> Days:
    monday = nth_weekday(year, 11, 3, 4) + DAY * 4
    return monday, monday


def _oktoberfest(year: int, _country: str) -> Days:
    opening = nth_weekday(year, 9, 5, 3)
    closing = nth_weekday(year, 10, 6, 1)
    return opening, max(closing, date(year, 10, 3))


def _kings_birthday(year: int, country: str) -> Days:
    monday = nth_weekday(year, 6, 0, 1 if country == "NZ" else 2)
    return monday, monday


def _victoria_day(year: int, _country: str) -> Days:
    monday = date(year, 5, 24) - DAY * date(year, 5, 24).weekday()
    return monday, monday


def _thanksgiving(year: int, country: str) -> Days:
    if country == "CA":
        return nth_weekday(year, 10, 0, 2) - DAY * 2, nth_weekday(year, 10, 0, 2)
    thursday = nth_weekday(year, 11, 3, 4)
    return thursday, thursday + DAY * 3


def _mothers_day(year: int, country: str) -> Days:
    sunday = easter(year) - DAY * 21 if country in {"GB", "IE"} else nth_weekday(year, 5, 6, 2)
    return sunday, sunday


def _orthodox_easter(year: int, _country: str) -> Days:
    """Julian computus (Meeus), thirteen days on."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    found = date(year, month, day + 1) + DAY * 13
    return found - DAY * 2, found + DAY


def _advent_sunday(number: int) -> Callable[[int, str], Days]:
    def days(year: int, _country: str) -> Days:
        fourth = date(year, 12, 24) - DAY * ((date(year, 12, 24).weekday() + 1) % 7)
        sunday = fourth - DAY * 7 * (4 - number)
        return sunday, sunday

    return days


def _advent(year: int, country: str) -> Days:
    return _advent_sunday(1)(year, country)[0], date(year, 12, 24)


def _spring_forward(year: int, country: str) -> Days:
    if country in _SOUTH:
        sunday = nth_weekday(year, 9, 6, -1) if country == "NZ" else nth_weekday(year, 10, 6, 1)
    else:
        sunday = nth_weekday(year, 3, 6, 2 if country in _AMERICAN_CLOCKS else -1)
    return sunday, sunday


def _fall_back(year: int, country: str) -> Days:
    if country in _SOUTH:
        sunday = nth_weekday(year, 4, 6, 1)
    else:
        sunday = nth_weekday(year, 11, 6, 1) if country in _AMERICAN_CLOCKS else nth_weekday(year, 10, 6, -1)
    return sunday, sunday


_COMPUTED: Mapping[str, Callable[[int, str], Days]] = {
    "easter": _easter_days,
    "midsummer": _midsummer,
    "blackfriday": _black_friday,
    "cybermonday": _cyber_monday,
    "oktoberfest": _oktoberfest,
    "kingsbirthday": _kings_birthday,
    "victoriaday": _victoria_day,
    "thanksgiving": _thanksgiving,
    "mothersday": _mothers_day,
    "orthodoxeaster": _orthodox_easter,
    "advent": _advent,
    "advent1": _advent_sunday(1),
    "advent2": _advent_sunday(2),
    "advent3": _advent_sunday(3),
    "advent4": _advent_sunday(4),
    "springforward": _spring_forward,
    "fallback": _fall_back,
}


def season(name: str, today: date, country: str) -> Period:
    """Return the season that runs or comes next; six months apart south of the equator."""
    (month, day), (end_month, end_day) = _SEASONS[_OPPOSITE[name] if country in _SOUTH else name]
    for year in (today.year - 1, today.year, today.year + 1):
        first, last = date(year, month, day), date(year + (end_month < month), end_month, end_day)
        if last >= today:
            return Period(first=first, last=last, grain="season", rule=f"date.{name}")
    raise AssertionError("one of three years' seasons is not over")
