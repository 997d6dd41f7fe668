"""Months, quarters, years, seasons, feasts and what is relative to now: "Q2", "next month", "after Easter"."""

from datetime import date

from followupd.replies.when.cursor import Cursor, Found, Shape
from followupd.replies.when.fiscal import coming_year
from followupd.replies.when.periods import (
    DAY,
    Period,
    months_from,
    part_of,
    single,
    step,
    unit_around,
)

_NAMES = {"may", "march", "mar", "june", "april", "august", "jan", "jun", "sept", "sep", "out", "set", "ago", "mars",
          "maja", "dec", "mai", "mei", "maj", "gen", "lug", "mag"}  # fmt: skip
_PEOPLE = {"dec", "june", "april", "may", "august", "jan", "jun", "mar"}
_TITLES = {
    "frau",
    "herr",
    "herrn",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mme",
    "m",
    "sra",
    "sr",
    "mevrouw",
    "dhr",
    "dr",
    "fru",
    "pani",
}
_IN_THE_NEXT = {"in the next", "for the next", "over the next", "in the coming", "the next"}
PLURALS = frozenset(
    (
        "weeks wks wochen kalenderwochen weken semaines semanas settimane veckor uger uker tygodnie tygodni weekjes "
        "days tage tagen jours dias dagen giorni dagar dage dager dni "
        "months monate monaten meses maanden mesi manader maneder miesiace miesiecy"
    ).split()
)
_NAMED_NEXT = {"fiscal", "quarter", "half", "year"}  # "in the next week" is a span instead
_SO = {"so", "then", "try", "therefore", "also", "donc", "dus"}
_IS = {"is", "s", "seems", "sounds", "would", "might", "could", "looks"}
_FITS = {"good", "better", "best", "fine", "ok", "okay", "realistic", "quieter", "calmer", "easier", "possible", "free",
         "open", "clear", "likely", "be", "work", "suit", "great", "perfect", "ideal"}  # fmt: skip
_SLACK = {"month": 9, "quarter": 60, "half": 30, "year": 0}
_OFFSET_SLACK = {"day": 1, "workday": 1, "weekend": 2, "week": 3, "fortnight": 3}


def shaped(period: Period, shape: Shape | None) -> Period:
    """Return the part of a period that is meant, or the whole."""
    return shape(period) if shape else period


class Stretches(Cursor):
    """Rules for what is longer than a day. `shape` is the part of it that is meant: which year follows from that."""

    def _pick_months(self, month: int, grain: str, year: int | None, shape: Shape | None) -> Period:
        """Choose the year: the one named, else the first in which the stretch is still to come."""
        rule = f"date.{grain}"
        if year:
            return shaped(months_from(date(year, month, 1), grain, rule), shape)
        for each in (self._today.year, self._today.year + 1):
            whole = months_from(date(each, month, 1), grain, rule)
            days = shaped(whole, shape)
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
        if year and 1900 <= year <= 2100:
            return year, behind + 1
        spelt = self._spelt_year(behind)
        if spelt:
            return spelt, behind + 2
        lexeme = self._at(behind)
        if (
            lexeme
            and lexeme.get("digits")
            and self._today.year % 100 <= lexeme.get("num") <= self._today.year % 100 + 5
            and len(lexeme.text) == 2
        ) and not self._has(behind + 1, "unit", "month"):
            return 2000 + int(lexeme.get("num")), behind + 1
        relative = self._relative_unit(behind)
        if relative and relative[0] == "year":
            return self._today.year + relative[1], relative[2]
        return None, index

    def _spelt_year(self, index: int) -> int | None:
        """As in "twenty twenty-seven"."""
        century, year = self._get(index, "num"), self._get(index + 1, "num")
        spelt = self._lexemes[index].text == "twenty" if century == 20 else False
        return 2000 + int(year) if spelt and year and 26 <= year <= 35 and not self._has(index + 2, "unit") else None

    def _short_year(self, index: int) -> Found:
        """As in "early 27", "Anfang 27"."""
        lexeme, ends = self._at(index), self._ends_here(index + 1, strict=True)
        if not lexeme or not lexeme.get("digits") or len(lexeme.text) != 2 or not ends:
            return None
        year = 2000 + int(lexeme.text)
        return (
            (months_from(date(year, 1, 1), "year", "date.year"), index + 1)
            if 0 <= year - self._today.year <= 3
            else None
        )

    def _relative_unit(self, index: int) -> tuple[str, int, int] | None:
        """Return unit, shift and the index behind "next month", "mois prochain", "the week after next"."""
        index = index if self._has(index, "rel", "unit") else self._skip(index, "art")
        first, second = self._at(index), self._at(index + 1)
        if not first or not second:
            return None
        if second.get("unit") in _NAMED_NEXT and first.text in _IN_THE_NEXT:
            return second.get("unit"), 1, index + 2
        if first.get("rel") is not None and second.get("unit"):
            shift, behind = first.get("rel"), index + 2
            if shift == 1 and self._is_but_one(behind):
                return second.get("unit"), 2, behind + 2
            if shift == 1 and self._get(behind, "rel") == 2:
                behind += 1
            return second.get("unit"), shift, behind
        if first.get("coming") and second.get("unit"):
            return second.get("unit"), 1, index + 2
        after_next = second.get("bound") == "after" and self._get(index + 2, "rel") == 1
        if first.get("unit") and after_next and not self._has(index + 3, "unit", "weekday", "month"):
            return first.get("unit"), 2, index + 3
        if first.get("unit") and second.get("rel") is not None and not self._has(index + 2, "unit"):
            return first.get("unit"), second.get("rel"), index + 2
        if first.get("unit") and second.get("coming"):
            return first.get("unit"), 1, index + 2
        return None

    def _coming_span(self, index: int) -> Found:
        """As in "in the next month", "dans les prochaines semaines": a span from now, of two where it is many."""
        lexeme, unit = self._at(index), self._get(index + 1, "unit")
        if not lexeme or unit not in {"day", "week", "fortnight", "month"}:
            return None
        many = self._lexemes[index + 1].text in PLURALS
        if many and (lexeme.get("rel") == 1 or lexeme.get("coming") or lexeme.text in _IN_THE_NEXT):
            return self._from_now(2, unit), index + 2
        if unit != "day" and lexeme.text in _IN_THE_NEXT:
            return self._from_now(1, unit), index + 2
        return None

    def _is_but_one(self, index: int) -> bool:
        """As in "next month but one"."""
        but, one = self._at(index), self._at(index + 1)
        return bool(but and one and but.text == "but" and one.text == "one")

    def _relative(self, index: int, shape: Shape | None) -> Found:
        running = self._get(index, "running")
        if running:
            return shaped(unit_around(self._today, running, 0, f"date.relative-{running}"), shape), index + 1
        coming = self._coming_span(index)
        if coming:
            return coming
        again = self._has(index, "sametime")
        relative = self._relative_unit(index + again)
        if not relative:
            return self._next_again(index) or self._turning(self._skip(index, "art"))
        unit, shift, behind = relative
        if again and unit in {"week", "month", "quarter", "year"}:
            return self._from_now(shift, unit), behind
        if unit == "fiscal":
            return coming_year(shift, self._today, self._setting.country), behind
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
        return shaped(days, shape), behind

    def _next_again(self, index: int) -> Found:
        """As in "not this year, not next": the unit is the one of the date before."""
        before, behind = self._previous, self._at(index + 1)
        ends = not behind or behind.get("stop") or behind.get("comma")
        if self._get(index, "rel") != 1 or not before or not ends or not before.rule.startswith("date.relative-"):
            return None
        return unit_around(before.last + DAY, before.grain, 0, before.rule), index + 1

    def _turning(self, index: int) -> Found:
        """As in "once the quarter is over", "en cuanto empiece el año": this unit's end, or the next one's start."""
        unit = self._get(index, "unit")
        if unit == "weekend" and self._has(index - 1, "art", "bound") and self._bound not in {"on", "from"}:
            return unit_around(self._today, unit, 0, "date.this-weekend"), index + 1
        if unit not in {"month", "quarter", "half", "year"}:
            return None
        if self._has(index + 1, "isover"):
            return unit_around(self._today, unit, 0, f"date.this-{unit}"), index + 1
        if self._has(index + 1, "begins") or self._has(index - 1, "begins") or self._has(index - 2, "begins"):
            return unit_around(self._today, unit, 1, f"date.next-{unit}"), index + 1
        return None

    def _inside_year(self, year: int, index: int) -> Found:
        """As in "next year in March", "nächstes Jahr Mitte Mai", "next year Q2"."""
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
        if before and (
            before.text in _TITLES
            or (before.text == "." and self._at(index - 2) and self._lexemes[index - 2].text in _TITLES)
        ):
            return False
        yearly = bool(before and before.text in {"every", "each"})
        after = self._at(index + 1)
        if after and (after.get("dash") or after.get("mark")) and self._is_in_name(index):
            return False
        if (word in _PEOPLE and self._is_name(index + 1)) or (self._bound == "on" and self._modifies(index)):
            return False
        if self._is_proposed(index):
            return True
        if self._has(index + 1, "dash", "to", "and") and self._has(index + 2, "month"):
            return True
        if prefixed or yearly or word not in _NAMES or self._has(index + 1, "year"):
            return True
        ends = self._ends_here(index + 1, strict=True)
        if self._led(index) or self._has(index - 1, "of", "to", "dash", "and"):
            return ends or self._lexemes[index].capital or self._lexemes[index - 1].text not in {"to", "the"}
        return ends and (self._short or word not in _PEOPLE) and not self._has(index - 1, "comma", "stop", "mark")

    def _year(self, index: int, shape: Shape | None) -> Found:
        spelt = self._spelt_year(index)
        if spelt:
            return shaped(months_from(date(spelt, 1, 1), "year", "date.year"), shape), index + 2
        year = self._get(index, "year")
        if self._is_name(index + 1):
            return None  # "the 2027 Expo"
        if not year or not self._today.year <= year <= self._today.year + 5:
            return None
        before = self._at(index - 1)
        joined = before is not None and any(before.get(each) for each in ("num", "junk", "stop", "mark", "dash"))
        alone = self._short and not joined and self._ends_here(index + 1, strict=True)
        if not (alone or self._led(index) or shape or self._has(index - 1, "unit", "of")):
            return None
        return shaped(months_from(date(year, 1, 1), "year", "date.year"), shape), index + 1

    def _is_proposed(self, index: int) -> bool:
        """As in "May is good", "so June", "April would work": said of a month, not by or of a person."""
        before, verb, then = self._at(index - 1), self._at(index + 1), self._at(index + 2)
        if before and before.text in _SO and self._lexemes[index].capital and self._ends_here(index + 1, strict=True):
            return True
        fits = bool(then and then.text in _FITS)
        return bool(verb and (verb.text in {"works", "suits", "better"} or (verb.text in _IS and fits)))

    def _from_now(self, number: float, unit: str) -> Period:
        day = step(self._today, number, unit)
        slack = DAY * _OFFSET_SLACK.get(unit, 7)
        return Period(first=day, last=day + slack, grain="offset", rule=f"date.in-{unit}s")
