"""Lexemes → readings: which days a text speaks of, and whether after, until or from them.

A recursive descent over the lexemes of `lexing`. Every rule looks at a bounded number of lexemes, and a rule
that calls another has consumed one before, so the whole is linear. A rule takes the index where it starts and
returns the `Period` with the index behind it, or None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from followupd.replies.when.feasts import occasion, school_break, season, the_holidays
from followupd.replies.when.lexing import Lexeme
from followupd.replies.when.numeric import Order, calendar_day
from followupd.replies.when.periods import (
    DAY,
    Period,
    add_months,
    last_workdays,
    months_from,
    nth_weekday,
    part_of,
    single,
    step,
    unit_around,
    week_of,
)
from followupd.replies.when.words import speakers

Found = tuple[Period, int] | None
Shape = Callable[[Period], Period]

_PREFIX = ("bound", "at", "art", "of", "coming", "duration", "wait")
_NAMES = {"may", "march", "mar", "june", "april", "august", "jan", "jun", "sept", "sep", "out", "set", "ago", "mars",
          "maja", "lis", "dec", "mai", "mei", "maj", "gen", "lug", "mag"}  # fmt: skip
_PEOPLE = {"june", "april", "may", "august", "jan", "jun", "mar"}
_TINY_WEEKDAYS = {"so", "do", "di", "mi", "man", "sex", "ma", "za", "sa", "mo", "fr", "ven", "as", "lun", "mer"}
_BEFORE_BARE = {"le", "el", "il", "dia", "den", "du", "au", "del", "al", "dal", "am", "vom", "zum", "dem", "o", "d",
                "op", "tot", "til", "do", "dnia", "die", "de", "den"}  # fmt: skip
_AFTER_BARE = {"works", "suits", "good", "fine", "passt", "geht", "wieder", "onwards", "latest", "earliest", "again"}
_NO_DATE_BEFORE = {"of", "de", "der", "des", "van", "di", "av", "af", "uhr", "h", "hrs", "euro", "eur", "am", "pm", "klokken"}
_POSSESSIVE = {"our", "your", "their", "my", "his", "her", "unser", "unsere", "notre", "nuestro", "nuestra", "onze", "ons"}
_TITLES = {"frau", "herr", "herrn", "mr", "mrs", "ms", "miss", "mme", "m", "sra", "sr", "mevrouw", "dhr", "dr", "fru", "pani"}
_SLACK = {"month": 9, "quarter": 20, "half": 30, "year": 0}
_OFFSET_SLACK = {"day": 1, "workday": 1, "weekend": 2, "week": 3, "fortnight": 3}
_MAX_DEPTH = 4  # "early in the first half of next year" needs three
_MAX_READINGS = 100  # nobody names more dates than these in a reply
_FISCAL = {"GB": (4, 6), "IN": (4, 1), "JP": (4, 1), "AU": (7, 1), "NZ": (4, 1), "CA": (4, 1)}
_PLURAL_WEEKS = {"weeks", "wks", "wochen", "kalenderwochen", "weken", "semaines", "semanas", "settimane", "veckor",
                 "uger", "uker", "tygodnie", "tygodni", "weekjes"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A period with how the text is bound to it, as lexeme indices; `negated` for "not next week"."""

    period: Period
    bound: str
    first: int
    behind: int
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The circumstances that words are read in."""

    today: date
    country: str
    order: Order
    grace: int  # a date without a year this many days ago is past, not next year's


class Grammar:
    """Reads one text; `readings` are in text order, past and negated ones among them."""

    def __init__(self, lexemes: Sequence[Lexeme], setting: Setting) -> None:
        self._lexemes = lexemes
        self._today = setting.today
        self._setting = setting
        self._bound = "on"
        self._previous: Period | None = None
        self._depth = 0
        self._seen: dict[tuple[int, str, int], Found] = {}
        self._short = sum(not lexeme.get("mark") and not lexeme.get("stop") for lexeme in lexemes) <= 6

    def readings(self) -> list[Reading]:
        found: list[Reading] = []
        index = 0
        while index < len(self._lexemes) and len(found) < _MAX_READINGS:
            reading = self._reading(index) if self._lexemes[index].means else None
            if reading:
                found.append(reading)
                self._previous = reading.period
                index = reading.behind
            else:
                index += 1
        return found

    # --- a mention: what binds it, the days, what follows ---

    def _reading(self, start: int) -> Reading | None:
        bound, negated, index = "on", False, start
        for _ in range(7):
            self._bound = bound
            found = self._span(index)
            if found:
                return self._finish(start, bound, negated, found)
            lexeme = self._at(index)
            if lexeme and bound == "once" and (lexeme.get("isover") or lexeme.get("begins")):
                bound, index = "after" if lexeme.get("isover") else "from", index + 1
                continue
            if not lexeme or not any(lexeme.get(each) for each in _PREFIX):
                return None
            word = lexeme.get("bound")
            if word == "not":
                negated = True
            elif word:
                bound, negated = _combine(bound, word, negated)
            index += 1 + (word in {"after", "before"} and self._has(index + 1, "dash"))
        return None

    def _finish(self, start: int, bound: str, negated: bool, found: tuple[Period, int]) -> Reading:
        period, index = found
        if bound == "weekof":
            days = week_of(period.first + DAY) if period.first.weekday() == 6 else week_of(period.first)
            period, bound = replace(days, rule="date.week-of"), "on"
        if bound in {"on", "during"}:
            bound = self._event_bound(start, bound)
        if self._refused(index):
            negated, index = True, index + 1
        if negated and period.grain != "day" and period.first <= self._today <= period.last:
            negated, bound = False, "after"
        lexeme = self._at(index)
        if lexeme and lexeme.get("comma") and self._has(index + 1, "incl"):
            index, lexeme = index + 1, self._at(index + 1)
        if lexeme and lexeme.get("incl"):
            bound, index = ("through" if bound in {"until", "through", "by", "on"} else bound), index + 1
        elif lexeme and lexeme.get("isover"):
            bound, index = "after", index + 1
        elif lexeme and (lexeme.get("begins") or lexeme.get("onward")):
            bound, index = ("after" if bound == "after" else "from"), index + 1
        if bound == "once":
            bound = "from"
        return Reading(period=period, bound=bound, first=start, behind=index, negated=negated)

    def _refused(self, index: int) -> bool:
        """"this year no", "im Februar nicht mehr": a bare "not" behind the days."""
        after = self._at(index + 1)
        bare = not after or after.get("stop") or after.get("comma") or after.text in {"mehr", "more", "possible", "mas", "meer", "plus"}
        return self._get(index, "bound") == "not" and bool(bare)

    def _event_bound(self, start: int, bound: str) -> str:
        """"after our kickoff on 14 January": the day is the kickoff's, the bound stands before it."""
        for index in range(start - 1, max(-1, start - 6), -1):
            lexeme = self._lexemes[index]
            if lexeme.get("bound") in {"after", "through"} and index < start - 1:
                return str(lexeme.get("bound"))
            if lexeme.means and not lexeme.get("art") and not lexeme.get("of"):
                break
        return bound

    def _span(self, index: int) -> Found:
        """Two ends of a range, or one period."""
        short = self._elliptic(index)
        if short:
            return short
        found = self._anaphor(index) or self._counted(index) or self._basic(index)
        if not found:
            return None
        return self._range_end(*found) or found

    def _elliptic(self, index: int) -> Found:
        """"3.-14.1.", "vom 3. bis 14. Januar", "5 to 9 May": the month stands at the second day only."""
        day, behind = self._day_number(index)
        if not day or not self._joins(behind):
            return None
        second = self._basic(self._skip(behind + 1, "art", "at", "of"))
        if not second or second[0].grain != "day" or not second[0].by_hand:
            return None
        last = second[0].last
        month = last if day <= last.day else add_months(last, -1)
        first = _safe(month.year, month.month, day)
        return (_range(first, last), second[1]) if first else None

    def _range_end(self, first: Period, index: int) -> Found:
        if not self._joins(index) or first.grain == "offset":
            return None
        behind = self._skip(index + 1, "art", "at", "bound", "of")
        if first.grain == "day" and first.by_hand:
            day, after = self._day_number(behind)
            named = self._basic(behind)
            if day and not named and not self._has(after, "unit") and not self._has(after, "month"):
                last = _safe(first.first.year, first.first.month, day)
                return (_range(first.first, last), after) if last and last > first.first else None
        second = self._basic(behind)
        if not second or second[0].grain.endswith("part") != first.grain.endswith("part"):
            return None
        start, end = first.last + DAY if first.grain == "feast" else first.first, second[0].last
        if start > end and first.grain == "day":
            start = add_months(start, -12)
        if start > end:
            end = add_months(end, 12)
        if not DAY <= end - start <= DAY * 200:
            return None
        ambiguous = first.ambiguous or second[0].ambiguous
        return replace(_range(start, end), ambiguous=ambiguous), second[1]

    def _joins(self, index: int) -> bool:
        lexeme = self._at(index)
        return bool(lexeme and (lexeme.get("dash") or lexeme.get("to") or (self._bound == "during" and lexeme.get("and"))))

    def _anaphor(self, index: int) -> Found:
        kind = self._get(index, "anaphor")
        following = self._at(index + 1)
        if not kind and self._get(index, "bound") == "after" and (not following or following.get("stop") or following.get("comma")):
            kind = "after"
        if not kind or not self._previous:
            return None
        last = self._previous.last
        if kind == "after":
            days = single(last + DAY, "date.after-that", by_hand=False)
        elif kind == "day":
            days = single(last + DAY, "date.day-after")
        else:
            days = unit_around(last, kind, 1, f"date.{kind}-after")
        return days, index + 1

    # --- so many units from now, or from another date ---

    def _counted(self, index: int) -> Found:
        past = bool(self._get(index, "agoprefix"))
        bare = index
        while self._has(index, "within", "duration", "wait", "agoprefix") and index - bare < 3:
            index += 1
        index = self._skip(index, "at") if index > bare and self._has(self._skip(index, "at"), "num") else index
        introduced = index > bare
        number, behind, definite = self._count(index)
        if number is None:
            return None
        unit = self._get(behind, "unit")
        if unit == "fiscal" or not unit:
            return self._weekdays_from_now(number, behind)
        behind += 1
        if self._has(behind, "plushalf"):
            number, behind = number + 0.5, behind + 1
        chained = self._chained(number, unit, behind, definite)
        if chained:
            return chained
        if definite and self._has(behind, "afterw") and self._previous:
            return unit_around(self._previous.last, unit, 1, f"date.{unit}-after"), behind + 1
        if self._has(behind, "ago") or (past and not definite):
            days = single(min(step(self._today, -number, unit), self._today - DAY), "date.ago")
            return days, behind + self._has(behind, "ago")
        if self._has(behind, "later"):
            introduced, behind = True, behind + 1
        bare = self._short and unit != "day" or number > 1 and self._short
        if definite or not (introduced or bare) or number > 400:
            return None
        return self._from_now(number, unit), behind

    def _weekdays_from_now(self, number: float, index: int) -> Found:
        """"two Tuesdays from now"."""
        weekday = self._get(index, "weekday")
        if weekday is None or not self._has(index + 1, "later"):
            return None
        ahead = (weekday - self._today.weekday()) % 7 or 7
        return single(self._today + DAY * (ahead + 7 * (int(number) - 1)), "date.weekday"), index + 2

    def _count(self, index: int) -> tuple[float | None, int, bool]:
        """Return a number of units, the index behind it, and whether it is "the" (the week after Easter)."""
        if self._has(index, "art") and self._has(index + 1, "unit"):
            return 1, index + 1, True
        if self._has(index, "unit") and self._has(index + 1, "afterw", "before"):
            return 1, index, True
        index = self._skip(index, "art") if self._has(index + 1, "num") else index
        number = self._get(index, "num")
        if number is None and self._has(index, "unit") and self._has(index - 1, "within") and self._lexemes[index - 1].text == "za":
            return 1, index, False
        if number is None:
            return None, index, False
        index += 1
        if self._has(index, "num") and not self._has(index, "unit") and number == 1:
            number, index = self._get(index, "num"), index + 1
        if self._has(index, "plushalf"):
            number, index = number + 0.5, index + 1
        if (self._has(index, "dash", "to", "and")) and self._has(index + 1, "num"):
            index += 2
        index = self._skip(index, "dash", "of")
        return number, index, False

    def _chained(self, number: float, unit: str, index: int, definite: bool) -> Found:
        """"a month before Easter", "the week after Thanksgiving", "a week on Tuesday"."""
        if self._get(index, "anaphor") == "after" and self._previous:
            day = step(self._previous.last, number, unit)
            return replace(single(day, "date.chained"), by_hand=False), index + 1
        backwards, forwards = self._has(index, "before"), self._has(index, "afterw")
        if not backwards and not forwards and not self._has(index, "day", "weekday"):
            return None
        on = self._skip(index + (backwards or forwards), "art", "at")
        base = self._that(index + 1) or self._basic(on) or self._event(on)
        if not base or (base[0].grain != "day" and not (backwards or forwards)):
            return None
        anchor = base[0].first if backwards else base[0].last
        sign = -1 if backwards else 1
        if definite and unit in {"week", "month", "quarter", "year", "weekend"}:
            return unit_around(anchor, unit, sign, f"date.{unit}-{'before' if backwards else 'after'}"), base[1]
        day = step(anchor, sign * number, unit)
        return replace(single(day, "date.chained"), by_hand=False), base[1]

    def _event(self, index: int) -> Found:
        """"before our renewal on 1 June": the day of a thing that is named before it."""
        start = index
        while index - start < 5 and self._at(index) and not self._has(index, "at", "stop", "comma"):
            index += 1
        found = self._basic(self._skip(index, "at", "art")) if index > start and self._has(index, "at") else None
        return found if found and found[0].grain == "day" else None

    def _that(self, index: int) -> Found:
        if not self._previous or not (self._has(index, "that", "stop", "comma") or index >= len(self._lexemes)):
            return None
        return self._previous, index + self._has(index, "that")

    def _from_now(self, number: float, unit: str) -> Period:
        day = step(self._today, number, unit)
        slack = DAY * _OFFSET_SLACK.get(unit, 7)
        return Period(first=day, last=day + slack, grain="offset", rule=f"date.in-{unit}s")

    # --- one period ---

    def _basic(self, index: int, shape: Shape | None = None) -> Found:
        """One period, by the first rule that reads one; of parts of parts only so many."""
        lexeme = self._at(index)
        if not lexeme or not lexeme.means or self._depth == _MAX_DEPTH:
            return None
        key = (index, self._bound, self._depth)
        if shape is None and key in self._seen:
            return self._seen[key]
        self._depth += 1
        found = self._by_rules(index, shape)
        self._depth -= 1
        if shape is None:
            self._seen[key] = found
        return found

    def _by_rules(self, index: int, shape: Shape | None) -> Found:
        for rule in (self._nth, self._parted, self._numeric, self._day_of_month, self._weekday, self._iso_week,
                     self._day_word, self._weekend_of_feast, self._bare_day):  # fmt: skip
            found = rule(index)
            if found:
                return found
        for shaped in (self._quarter, self._relative, self._month, self._season, self._year):
            found = shaped(index, shape)
            if found:
                return found
        return None

    def _parted(self, index: int) -> Found:
        whole = self._get(index, "partunit")
        if whole:
            part, unit = whole.split()
            days = part_of(unit_around(self._today, unit, 0, ""), part) if unit != "day" else single(self._today, "date.eod")
            relative = self._relative_unit(index + 1)
            if relative and relative[0] == unit:
                return part_of(unit_around(self._today, unit, relative[1], ""), part), relative[2]
            if days.last <= self._today and unit != "day":
                days = part_of(unit_around(self._today, unit, 1, ""), part)
            return days, index + 1
        part = self._get(index, "part")
        if not part:
            return self._part_season(index)

        def shaped(period: Period) -> Period:
            return part_of(period, part)

        behind = self._skip(index + 1, "of", "art", "dash", "at")
        found = self._basic(behind, shaped)
        if found:
            done = found[0].grain.endswith("part") or found[0].grain == "range"
            return (found[0] if done else part_of(found[0], part)), found[1]
        unit = self._get(behind, "unit")
        if unit and unit not in {"fiscal", "day", "fortnight", "workday"}:
            days = part_of(unit_around(self._today, unit, 0, ""), part)
            days = days if days.last > self._today else part_of(unit_around(self._today, unit, 1, ""), part)
            return days, behind + 1
        return None

    def _part_season(self, index: int) -> Found:
        """"Spätsommer"."""
        words = self._get(index, "partseason")
        if not words:
            return None
        part, name = words.split()
        days = part_of(season(name, self._today, self._setting.country), part)
        later = season(name, season(name, self._today, self._setting.country).last + DAY, self._setting.country)
        return (days if days.last > self._today else part_of(later, part)), index + 1

    def _nth(self, index: int) -> Found:
        index = self._skip(index, "art")
        nth = self._get(index, "ord")
        if nth is None or self._get(index, "weekday") is not None:
            return None
        behind = index + 1 + self._has(index + 1, "num") * (self._has(index + 2, "unit"))
        kind = self._at(behind)
        if not kind:
            return None
        if kind.get("monthhalf"):
            part = "half1" if nth == 1 else "half2"
            return self._pick_months(kind.get("monthhalf"), "month", None, lambda month: part_of(month, part)), behind + 1
        if kind.get("monthweek"):
            return self._pick_months(kind.get("monthweek"), "month", None, lambda month: _nth_week(month, nth)), behind + 1
        shape = self._nth_shape(nth, kind)
        if not shape:
            return None
        if kind.get("unit") in {"quarter", "half"}:
            found = self._numbered(kind.get("unit"), nth, behind + 1)
            if found:
                return found
        if not self._has(behind + 1, "of", "art", "at", "month", "rel", "q", "unit", "year") and kind.get("bound") != "weekof":
            return None
        on = self._skip(behind + 1, "of", "art", "at")
        base = self._basic(on, shape)
        if not base and self._get(on, "unit") in {"month", "quarter", "year", "half"}:
            unit = self._get(on, "unit")
            days = shape(unit_around(self._today, unit, 0, ""))
            return (days if days.last >= self._today else shape(unit_around(self._today, unit, 1, ""))), on + 1
        if not base:
            return None
        return (base[0] if base[0].rule.startswith("date.nth") or base[0].grain.startswith("half") and base[0].grain.endswith("part") else shape(base[0])), base[1]

    def _nth_shape(self, nth: int, kind: Lexeme) -> Shape | None:
        if kind.get("halfof") and nth in {1, 2, -1}:
            return lambda period: part_of(period, "half1" if nth == 1 else "half2")
        if kind.get("unit") == "week" or kind.get("bound") == "weekof":
            return lambda period: _nth_week(period, nth)
        if kind.get("weekday") is not None:
            return lambda period: single(
                nth_weekday(period.first.year, period.first.month, kind.get("weekday"), nth), "date.nth-weekday"
            )
        if kind.get("unit") in {"day", "workday"}:
            return lambda period: _nth_day(period, nth)
        if kind.get("unit") in {"quarter", "half", "month"}:
            return lambda period: _nth_unit(period, nth, kind.get("unit"))
        return None

    def _numbered(self, unit: str, number: int, index: int) -> Found:
        """A quarter or half by its number, with its year where that follows."""
        size, most = (3, 4) if unit == "quarter" else (6, 2)
        number = most if number < 0 else number
        if not 1 <= number <= most:
            return None
        year, behind = self._year_after(index)
        return self._pick_months((number - 1) * size + 1, unit, year, None), behind

    def _quarter(self, index: int, shape: Shape | None) -> Found:
        lexeme = self._lexemes[index]
        number, unit, behind = lexeme.get("q"), "quarter", index + 1
        if self._modifies(index):
            return None
        if not number:
            number, unit = lexeme.get("h"), "half"
        if not number and lexeme.get("unit") in {"quarter", "half"} and self._has(index + 1, "num"):
            number, unit, behind = int(self._get(index + 1, "num")), lexeme.get("unit"), index + 2
        if not number and lexeme.get("fy"):
            return self._fiscal(lexeme.get("fy")), index + 1
        if not number or number > (4 if unit == "quarter" else 2):
            return None
        year, behind = self._year_after(behind)
        if lexeme.text[0] in "tsh" and not (year or self._led(index) or self._short):
            return None
        return self._pick_months((number - 1) * (3 if unit == "quarter" else 6) + 1, unit, year, shape), behind

    def _fiscal(self, year: int) -> Period:
        month, day = _FISCAL.get(self._setting.country, (1, 1))
        first = date(year, month, day)
        return Period(first=first, last=add_months(first, 12) - DAY, grain="year", rule="date.fiscal-year")

    def _pick_months(self, month: int, grain: str, year: int | None, shape: Shape | None) -> Period:
        """Choose the year: the one named, else the first in which the stretch is still to come."""
        rule = f"date.{grain}"
        if year:
            return _shape(months_from(date(year, month, 1), grain, rule), shape)
        for each in (self._today.year, self._today.year + 1):
            whole = months_from(date(each, month, 1), grain, rule)
            days = _shape(whole, shape)
            if shape or self._bound in {"after", "through", "by"}:
                alive = days.last > self._today
            else:
                alive = whole.first + DAY * _SLACK[grain] >= self._today
            if alive:
                return days
        return days

    def _year_after(self, index: int) -> tuple[int | None, int]:
        """A year right behind a month, quarter or feast: "2027", "'27", "next year", "of this year"."""
        behind = self._skip(index, "comma", "of", "dash", "art")
        year = self._get(behind, "year")
        if year and abs(year - self._today.year) <= 20:
            return year, behind + 1
        lexeme = self._at(behind)
        if lexeme and lexeme.get("digits") and self._today.year % 100 <= lexeme.get("num") <= self._today.year % 100 + 5 and len(lexeme.text) == 2:
            if not self._has(behind + 1, "unit", "month"):
                return 2000 + int(lexeme.get("num")), behind + 1
        relative = self._relative_unit(behind)
        if relative and relative[0] == "year":
            return self._today.year + relative[1], relative[2]
        return None, index

    def _relative_unit(self, index: int) -> tuple[str, int, int] | None:
        """Return unit, shift and the index behind "next month", "mois prochain", "the week after next"."""
        index = index if self._has(index, "rel", "unit") else self._skip(index, "art")
        first, second = self._at(index), self._at(index + 1)
        if not first or not second:
            return None
        if first.get("rel") is not None and second.get("unit"):
            shift, behind = first.get("rel"), index + 2
            if shift == 1 and self._get(behind, "rel") == 2:
                behind += 1
            return second.get("unit"), shift, behind
        if first.get("coming") and second.get("unit"):
            return second.get("unit"), 1, index + 2
        after_next = second.get("bound") == "after" and self._get(index + 2, "rel") == 1
        if first.get("unit") and after_next and not self._has(index + 3, "unit", "weekday", "month"):
            return first.get("unit"), 2, index + 3
        if first.get("unit") and second.get("rel") is not None:
            return first.get("unit"), second.get("rel"), index + 2
        if first.get("unit") and second.get("coming"):
            return first.get("unit"), 1, index + 2
        return None

    def _relative(self, index: int, shape: Shape | None) -> Found:
        again = self._has(index, "sametime")
        relative = self._relative_unit(index + again)
        if not relative:
            return self._turning(self._skip(index, "art"))
        unit, shift, behind = relative
        if again and unit in {"week", "month", "quarter", "year"}:
            return self._from_now(shift, unit), behind
        if unit == "fiscal":
            year = self._today.year
            days = self._fiscal(year + shift)
            days = self._fiscal(year) if shift == 1 and self._fiscal(year).first > self._today else days
            return days, behind
        if unit == "fortnight":
            return self._from_now(1, unit), behind
        days = unit_around(self._today, unit, shift, f"date.relative-{unit}")
        on = self._skip(behind, "comma", "at", "of", "art")
        if unit == "week" and self._get(on, "weekday") is not None:
            return single(days.first + DAY * self._get(on, "weekday"), "date.weekday"), on + 1
        if unit == "year" and shift >= 0:
            inner = self._inside_year(days.first.year, on)
            if inner:
                return inner
        return _shape(days, shape), behind

    def _turning(self, index: int) -> Found:
        """"once the quarter is over", "en cuanto empiece el año": the running unit's end, or the next one's start."""
        unit = self._get(index, "unit")
        if unit not in {"month", "quarter", "half", "year"}:
            return None
        if self._has(index + 1, "isover"):
            return unit_around(self._today, unit, 0, f"date.this-{unit}"), index + 1
        if self._has(index + 1, "begins") or self._has(index - 1, "begins") or self._has(index - 2, "begins"):
            return unit_around(self._today, unit, 1, f"date.next-{unit}"), index + 1
        return None

    def _inside_year(self, year: int, index: int) -> Found:
        """"next year in March", "nächstes Jahr Mitte Mai", "next year Q2"."""
        part = self._get(index, "part")
        on = self._skip(index + 1, "of", "art", "at") if part else index
        shape: Shape | None = (lambda period: part_of(period, part)) if part else None
        month = self._get(on, "month")
        if month:
            return self._pick_months(month, "month", year, shape), on + 1
        number = self._get(on, "q")
        if number:
            return self._pick_months(number * 3 - 2, "quarter", year, shape), on + 1
        return None

    def _numeric(self, index: int) -> Found:
        lexeme = self._lexemes[index]
        if not lexeme.get("numdate"):
            return None
        led = self._led(index) or self._has(index - 1, "weekday", "dash", "to") or self._has(index + 1, "dash")
        after = self._at(index + 1)
        part_of_something = bool(after and after.text in _NO_DATE_BEFORE)
        day = calendar_day(lexeme, self._setting.order, self._today, self._setting.grace, led=led)
        if not day or (part_of_something and lexeme.get("shape") == "weak"):
            return None
        return day, index + 1

    def _day_number(self, index: int) -> tuple[int, int]:
        """Return a day of the month and the index behind it; 0 where there is none."""
        lexeme = self._at(index)
        if not lexeme:
            return 0, index
        number = lexeme.get("ord")
        if number is None and lexeme.get("digits"):
            number = lexeme.get("num")
        if number is None or not 1 <= number <= 31 or number != int(number):
            return 0, index
        stop = self._at(index + 1)
        if stop and stop.get("stop") and stop.text == "." and lexeme.get("digits") and self._has(index + 2, "month", "dash"):
            return int(number), index + 2
        return int(number), index + 1

    def _day_of_month(self, index: int) -> Found:
        start = index
        weekday = self._get(index, "weekday")
        if weekday is not None:
            index = self._skip(index + 1, "comma", "art", "at", "stop")
            if self._has(index, "numdate"):
                return self._numeric(index)
        elif self._has(index, "art") and self._day_number(index + 1)[0]:
            index += 1
        found = self._day_then_month(index) or self._month_then_day(index)
        if found or weekday is None:
            return found
        day, behind = self._day_number(index)
        article = self._has(index - 1, "art") or index == start + 1
        if not day or self._has(behind, "unit", "month") or not (self._get(index, "ord") or article):
            return None
        for ahead in range(1, 63):
            each = self._today + DAY * ahead
            if each.day == day and each.weekday() == weekday:
                return single(each, "date.weekday-day"), behind
        return None

    def _day_then_month(self, index: int) -> Found:
        day, behind = self._day_number(index)
        if not day:
            return None
        on = self._skip(behind, "of", "art", "dash")
        month = self._get(on, "month")
        if month:
            year, end = self._year_after(self._abbreviated(on + 1, on))
            return self._dated(day, month, year, end)
        if on > behind and self._get(on, "unit") == "month":
            return self._next_such_day(day, on + 1)
        relative = self._relative_unit(on) if on > behind else None
        if relative and relative[0] == "month":
            first = unit_around(self._today, "month", relative[1], "").first
            found = _safe(first.year, first.month, day)
            return (single(found, "date.day-of-month"), relative[2]) if found else None
        return None

    def _month_then_day(self, index: int) -> Found:
        month = self._get(index, "month")
        if not month:
            return None
        on = self._skip(self._abbreviated(index + 1, index), "art", "at" if False else "art")
        day, behind = self._day_number(on)
        if not day or self._has(behind, "unit", "month") or self._get(on, "halfof"):
            return None
        year, end = self._year_after(behind)
        return self._dated(day, month, year, end)

    def _abbreviated(self, index: int, word: int) -> int:
        """Step over the full stop of "Jan." where the sentence goes on with a number."""
        stop = self._at(index)
        short = len(self._lexemes[word].text) <= 4
        return index + 1 if short and stop and stop.text == "." and self._has(index + 1, "num", "ord", "year") else index

    def _dated(self, day: int, month: int, year: int | None, behind: int) -> Found:
        if year:
            found = _safe(year, month, day)
            return (single(found, "date.day-month-year"), behind) if found else None
        earliest = self._today - DAY * self._setting.grace
        for each in (earliest.year, earliest.year + 1, earliest.year + 2, earliest.year + 3, earliest.year + 4):
            found = _safe(each, month, day)
            if found and found >= earliest:
                return single(found, "date.day-month"), behind
        return None

    def _bare_day(self, index: int) -> Found:
        """"after the 15th", "am 15.", "le 15": the next day of that number."""
        lexeme = self._lexemes[index]
        day, behind = self._day_number(index)
        if not day or index == 0:
            return None
        before = self._lexemes[index - 1]
        led = before.get("art") or before.get("bound") or before.get("at")
        if lexeme.get("digits") and before.text.rsplit(" ", 1)[-1] not in _BEFORE_BARE:
            return None
        if not led or not self._ends_here(behind, strict=day < 10 and not lexeme.text[0].isdigit()):
            return None
        return self._next_such_day(day, behind)

    def _next_such_day(self, day: int, behind: int) -> Found:
        ahead = (self._today + DAY * number for number in range(1, 63))
        return next(((single(each, "date.day"), behind) for each in ahead if each.day == day), None)

    def _ends_here(self, index: int, *, strict: bool) -> bool:
        """Whether no noun follows that a number would belong to ("the 2nd option")."""
        lexeme = self._at(index)
        if not lexeme or lexeme.get("stop") or lexeme.get("comma") or lexeme.get("mark"):
            return True
        if strict or lexeme.get("unit") or lexeme.get("month") or lexeme.get("junk") or lexeme.text in {"h", "uhr"}:
            return False
        known = any(weight == 3 for _, weight in speakers().get(lexeme.text.split(" ")[0], ()))
        return known or lexeme.text in _AFTER_BARE or any(lexeme.get(each) for each in ("dash", "to", "onward", "incl", "and", "at"))

    def _weekday(self, index: int) -> Found:
        shift = self._get(index, "rel")
        coming = self._has(index, "coming")
        on = index + 1 if shift is not None or coming else index
        weekday = self._get(on, "weekday")
        if weekday is None or not self._plausible_weekday(on) or self._modifies(on):
            return None
        behind = self._abbreviated(on + 1, on)
        after_next = self._get(behind, "bound") == "after" and self._get(behind + 1, "rel") == 1
        if after_next and not self._has(behind + 2, "unit", "weekday", "month"):
            shift, behind = 2, behind + 2
        elif self._has(behind, "afterw", "before") and not self._has(behind, "at"):
            anchored = self._weekday_around(weekday, behind)
            if anchored:
                return anchored
        if shift is None and self._get(behind, "rel") is not None and not self._has(behind + 1, "unit"):
            shift, behind = self._get(behind, "rel"), behind + 1
        elif self._has(behind, "coming"):
            behind += 1
        if shift is not None and shift != 0:
            return single(week_of(self._today).first + DAY * (7 * shift + weekday), "date.weekday"), behind
        ahead = (weekday - self._today.weekday()) % 7 or 7
        return self._week_added(single(self._today + DAY * ahead, "date.weekday"), behind)

    def _weekday_around(self, weekday: int, index: int) -> Found:
        """"the Monday after Easter", "le vendredi avant Noël"."""
        on = self._skip(index + 1, "art", "at")
        base = self._basic(on) or self._event(on)
        if not base:
            return None
        if self._has(index, "before"):
            anchor = base[0].first - DAY
            return single(anchor - DAY * ((anchor.weekday() - weekday) % 7), "date.chained"), base[1]
        anchor = base[0].last + DAY
        return single(anchor + DAY * ((weekday - anchor.weekday()) % 7), "date.chained"), base[1]

    def _week_added(self, day: Period, behind: int) -> tuple[Period, int]:
        """"Tuesday week", "lundi en huit", "Thursday next week", "Mittwoch in zwei Wochen"."""
        if self._has(behind, "eight"):
            return single(day.first + DAY * 7, day.rule), behind + 1
        if self._has(behind, "fifteen"):
            return single(day.first + DAY * 14, day.rule), behind + 1
        unit = self._get(behind, "unit")
        if unit in {"week", "fortnight"} and not self._has(behind + 1, "num", "rel", "afterw", "before"):
            return single(day.first + DAY * (7 if unit == "week" else 14), day.rule), behind + 1
        on = self._skip(behind, "of", "at", "comma", "art")
        relative = self._relative_unit(on)
        if relative and relative[0] == "week" and relative[1] >= 0:
            monday = week_of(self._today).first + DAY * 7 * relative[1]
            return single(monday + DAY * day.first.weekday(), day.rule), relative[2]
        counted = self._counted(behind) if self._has(behind, "within") else None
        if counted and counted[0].grain == "offset":
            back = 7 if day.first - self._today == DAY * 7 else 0
            return single(day.first + (counted[0].first - self._today) - DAY * back, day.rule), counted[1]
        return day, behind

    def _modifies(self, index: int) -> bool:
        """Whether it only names a thing: "our Monday meeting", "your Q3 report"."""
        before, after = self._at(index - 1), self._at(index + 1)
        return bool(before and before.text in _POSSESSIVE and after and not after.means)

    def _plausible_weekday(self, index: int) -> bool:
        word = self._lexemes[index].text
        if len(word) > 3:
            return True
        following = self._has(index + 1, "num", "ord", "numdate") or (self._has(index + 1, "comma", "stop") and self._has(index + 2, "num", "ord", "numdate"))
        if word in _TINY_WEEKDAYS:
            return following
        return following or self._led(index) or self._has(index - 1, "rel", "coming", "to", "dash", "wait") or self._has(index + 1, "dash", "to")

    def _iso_week(self, index: int) -> Found:
        lexeme = self._lexemes[index]
        if lexeme.get("unit") != "week" or lexeme.text in _PLURAL_WEEKS:
            return None
        on = self._skip(index + 1, "stop", "mark") if len(lexeme.text) <= 3 else self._skip(index + 1, "mark")
        number, digits = self._get(on, "num") or self._get(on, "ord"), self._at(on)
        if not number or not digits or not digits.text[0].isdigit() or not 1 <= number <= 53 or self._has(on + 1, "unit"):
            return None
        year, behind = self._year_after(on + 1)
        for each in (year,) if year else range(self._today.year, self._today.year + 3):
            monday = _iso_monday(each, int(number))
            if monday and (year or monday + DAY * 6 >= self._today):
                return replace(week_of(monday), rule="date.iso-week"), behind
        return None

    def _day_word(self, index: int) -> Found:
        shift = self._get(index, "day")
        if shift is None or (index and self._lexemes[index - 1].text in {"guten", "gute", "la", "por la", "der", "good"}):
            return None
        day = single(self._today + DAY * shift, "date.relative-day")
        return self._week_added(day, index + 1) if shift >= 0 else (day, index + 1)

    def _weekend_of_feast(self, index: int) -> Found:
        name = self._get(index, "feast")
        if name:
            days = occasion(name, self._today, self._setting.country)
        elif self._get(index, "newyear"):
            days = self._new_year(index)
        elif self._get(index, "school"):
            days = school_break(self._get(index, "school"), self._today, self._setting.country)
        elif self._has(index, "holidays") and self._means_the_holidays(index):
            days = the_holidays(self._today, self._setting.country)
        else:
            return None
        year, behind = self._year_after(index + 1)
        while year and days.last.year < year and days.last < date(self._today.year + 3, 1, 1):
            days = replace(days, first=add_months(days.first, 12), last=add_months(days.last, 12))
        return days, behind

    def _new_year(self, index: int) -> Period:
        if self._bound in {"after", "through"}:
            return occasion("newyear", self._today, self._setting.country)
        year = self._today.year + (self._today.month > 1)
        return Period(first=date(year, 1, 1), last=date(year, 1, 15), grain="start-part", rule="date.new-year")

    def _means_the_holidays(self, index: int) -> bool:
        mine = self._at(index - 1)
        if mine and mine.text in {"my", "meinen", "meinem", "mes", "mis", "mijn", "mie", "minhas", "min", "mon", "mi"}:
            return False
        return self._bound in {"after", "until", "through", "once", "before", "during"} or self._has(index + 1, "isover")

    def _month(self, index: int, shape: Shape | None) -> Found:
        on = index + 1 if self._get(index, "rel") in {0, 1} or self._has(index, "coming") else index
        month = self._get(on, "month")
        if not month or not self._plausible_month(on, prefixed=on > index or shape is not None):
            return None
        behind = self._abbreviated(on + 1, on)
        behind += self._get(behind, "rel") == 1 and not self._has(behind + 1, "unit")
        year, behind = self._year_after(behind)
        return self._pick_months(month, "month", year, shape), behind

    def _plausible_month(self, index: int, *, prefixed: bool) -> bool:
        """Whether a month's name is one, and not a verb or a person: "May I", "June will be back"."""
        word = self._lexemes[index].text
        before = self._at(index - 1)
        if before and (before.text in _TITLES or (before.text == "." and self._at(index - 2) and self._lexemes[index - 2].text in _TITLES)):
            return False
        if prefixed or word not in _NAMES or self._has(index + 1, "year"):
            return True
        ends = self._ends_here(index + 1, strict=True)
        if self._led(index) or self._has(index - 1, "of", "to", "dash", "and"):
            return ends or self._lexemes[index - 1].text != "to"
        return ends and (self._short or word not in _PEOPLE) and not self._has(index - 1, "comma", "stop", "mark")

    def _season(self, index: int, shape: Shape | None) -> Found:
        relative = self._get(index, "rel")
        on = index + 1 if relative in {0, 1} else index
        name = self._get(on, "season")
        if not name:
            return None
        year, behind = self._year_after(on + 1)
        ends = self._ends_here(on + 1, strict=True)
        led = on > index or shape or year or (self._short and ends)
        led = led or ((self._led(index) or self._has(index - 1, "of")) and (ends or self._lexemes[index - 1].text != "to"))
        if not led:
            return None
        country, today = self._setting.country, self._today
        days = season(name, max(today, date(year, 1, 1)) if year else today, country)
        running = days.first + DAY * 30 < today and relative is None and self._bound in {"on", "from", "notbefore"}
        if running and not shape:
            days = season(name, days.last + DAY, country)
        return _shape(days, shape), behind

    def _year(self, index: int, shape: Shape | None) -> Found:
        year = self._get(index, "year")
        if not year or not self._today.year <= year <= self._today.year + 5:
            return None
        if not (self._led(index) or shape or self._has(index - 1, "unit", "of")):
            return None
        return _shape(months_from(date(year, 1, 1), "year", "date.year"), shape), index + 1

    # --- looking around ---

    def _led(self, index: int) -> bool:
        """Whether the lexeme before leads into a date: a preposition, an article, "week of"."""
        return self._has(index - 1, "at", "bound", "art", "part", "within", "rel", "afterw", "before")

    def _at(self, index: int) -> Lexeme | None:
        return self._lexemes[index] if 0 <= index < len(self._lexemes) else None

    def _get(self, index: int, category: str) -> Any:
        lexeme = self._at(index)
        return lexeme.get(category) if lexeme else None

    def _has(self, index: int, *categories: str) -> bool:
        lexeme = self._at(index)
        return bool(lexeme and any(category in lexeme.means for category in categories))

    def _skip(self, index: int, *categories: str) -> int:
        """Return the index behind at most three lexemes of these categories."""
        for _ in range(3):
            if not self._has(index, *categories) or self._has(index, "unit", "month", "weekday"):
                break
            index += 1
        return index


def _combine(bound: str, word: str, negated: bool) -> tuple[str, bool]:
    """Return what two binding words mean together: "not" + "until" is a lower bound, "until" + "after" an end."""
    if negated and word in {"until", "before", "after", "through"}:
        return "notbefore" if word != "after" else "after", False
    if bound == "until" and word in {"after", "through"}:
        return "through", negated
    if word in {"from", "during", "by", "before", "once"} and bound in {"notbefore", "after", "until", "through", "since"}:
        return bound, negated
    if bound in {"since", "weekof"}:
        return bound, negated
    return word, negated


def _shape(period: Period, shape: Shape | None) -> Period:
    return shape(period) if shape else period


def _range(first: date, last: date) -> Period:
    return Period(first=first, last=last, grain="range", rule="date.range", by_hand=True)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso_monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _nth_week(period: Period, nth: int) -> Period:
    """The nth week: the first is the first one with at least four days in the period, the last likewise."""
    if nth < 0:
        last = week_of(period.last)
        days = last if min(period.last.weekday(), 4) >= 2 else week_of(last.first - DAY)
    else:
        opening = week_of(period.first)
        opening = opening if period.first.weekday() <= 3 else week_of(opening.last + DAY)
        days = week_of(opening.first + DAY * 7 * (nth - 1))
    return replace(days, first=max(days.first, period.first), rule="date.nth-week")


def _nth_day(period: Period, nth: int) -> Period:
    """The first working day, the third day, the last day: counted in working days."""
    day = last_workdays(period.last, 1) if nth < 0 else step(period.first - DAY, nth, "workday")
    return replace(single(day, "date.nth-day"), by_hand=False)


def _nth_unit(period: Period, nth: int, unit: str) -> Period:
    first = period.first if nth > 0 else period.last
    days = unit_around(first, unit, nth - 1 if nth > 0 else 0, "date.nth-unit")
    return days
