"""Parts of a longer stretch: "mid-January", "end of Q1", "the second week of May", "first Monday in June"."""

from dataclasses import replace

from followupd.replies.when.cursor import Found, Shape
from followupd.replies.when.days import iso_monday
from followupd.replies.when.feasts import occasion, season
from followupd.replies.when.lexing import Lexeme
from followupd.replies.when.periods import (
    DAY,
    Period,
    last_workdays,
    nth_weekday,
    part_of,
    single,
    step,
    unit_around,
    week_of,
)
from followupd.replies.when.weekdays import Weekdays

_FULL = {"full", "working", "whole", "vollen", "volle", "ganzen", "complete", "completa", "hele", "volledige"}
_NUMBERED_WEEKS = {"kw", "kalenderwoche", "cw", "calendar week"}
_POINTING = {"that", "jener", "jenes", "esa", "ese", "quella", "quel"}


class Parts(Weekdays):
    """Rules that take a stretch apart."""

    def _parted(self, index: int) -> Found:
        """As in "mid-January", "the end of that week", "EOM"."""
        if self._has(index, "partunit"):
            return self._named_part(index)
        part = self._get(index, "part")
        if not part and self._has(index, "halfof") and self._has(index + 1, "month"):
            part = "mid"  # Dutch "half november", in a text that could be English
        if not part:
            return self._part_season(index)

        def shape(period: Period) -> Period:
            return part_of(period, part)

        alternative = self._has(index + 1, "dash", "to", "and") and self._has(index + 2, "part")
        behind = self._skip(index + 3 if alternative else index + 1, "of", "art", "dash", "at")
        return self._taken_apart(behind, shape) or self._running(behind, shape) or self._early_in(behind, shape)

    def _taken_apart(self, index: int, shape: Shape) -> Found:
        """The part of the period that starts here; a rule that has to choose a year applies the shape itself."""
        made: list[Period] = []

        def recording(period: Period) -> Period:
            made.append(shape(period))
            return made[-1]

        above, self._wanted = self._wanted, recording
        found = self._basic(index, recording)
        self._wanted = above
        return found if not found or found[0] in made else (shape(found[0]), found[1])

    def _early_in(self, index: int, shape: Shape) -> Found:
        year = self._short_year(index)
        return (shape(year[0]), year[1]) if year else None

    def _running(self, index: int, shape: Shape) -> Found:
        """The part of this month, this week, this year; of "that week", the week of the date named before."""
        unit = self._get(index, "unit")
        if unit not in {"week", "weekend", "month", "quarter", "half", "year"}:
            return None
        before = self._at(index - 1)
        if before and before.text in _POINTING and self._previous:
            return shape(unit_around(self._previous.last, unit, 0, "")), index + 1
        days = shape(unit_around(self._today, unit, 0, ""))
        return (days if days.last > self._today else shape(unit_around(self._today, unit, 1, ""))), index + 1

    def _named_part(self, index: int) -> Found:
        """A word for the part of a unit: "EOM", "Jahresende", "midweek next week"."""
        part, unit = self._get(index, "partunit").split()
        if unit == "day":
            return single(self._today, "date.end-day"), index + 1
        on = self._skip(index + 1, "of", "at")
        named = unit if unit in {"month", "year"} else "q"
        if self._has(on, named):
            return self._taken_apart(on, lambda period: part_of(period, part))
        relative = self._relative_unit(index + 1)
        if relative and relative[0] == unit:
            return part_of(unit_around(self._today, unit, relative[1], ""), part), relative[2]
        if self._get(index + 1, "rel") == 1:
            return part_of(unit_around(self._today, unit, 1, ""), part), index + 2
        days = part_of(unit_around(self._today, unit, 0, ""), part)
        return (days if days.last > self._today else part_of(unit_around(self._today, unit, 1, ""), part)), index + 1

    def _part_season(self, index: int) -> Found:
        """As in "Spätsommer"."""
        words = self._get(index, "partseason")
        if not words:
            return None
        part, name = words.split()
        days = part_of(season(name, self._today, self._setting.country), part)
        later = season(name, season(name, self._today, self._setting.country).last + DAY, self._setting.country)
        return (days if days.last > self._today else part_of(later, part)), index + 1

    def _nth(self, index: int) -> Found:
        """As in "the second week of May", "first Monday in June", "the last two weeks of January"."""
        index = self._skip(index, "art")
        nth = self._get(index, "ord")
        weekday = self._get(index, "weekday") is not None  # Portuguese "segunda" is both
        week_follows = self._has(index + 1, "unit") or self._get(index + 1, "bound") == "weekof"
        if nth is None or (weekday and not week_follows):
            return None
        behind, count = index + 1, 1
        if self._has(behind, "to", "and", "dash") and self._has(behind + 1, "ord"):
            behind += 2  # "the 2nd or 3rd week": from the first of them on
        if self._has(behind, "num") and self._has(behind + 1, "unit"):
            behind, count = behind + 1, int(self._get(behind, "num"))
        full = self._at(behind)
        behind += bool(full and full.text in _FULL)
        kind = self._at(behind)
        if kind and kind.text in _NUMBERED_WEEKS:
            monday = iso_monday(self._today, None, nth)
            return (week_of(monday, "date.iso-week"), behind + 1) if monday else None
        if kind and nth == 1 and kind.get("unit") == "week" and self._is_week_back(behind, working=behind > index + 1):
            return self._pick_months(1, "month", None, lambda month: _nth_week(month, 1, 1)), behind + 1
        if kind and kind.get("weekday") is not None and nth > 0 and self._has(behind + 1, "afterw"):
            first = self._weekday_around(kind.get("weekday"), behind + 1)  # "the second Monday after New Year"
            return (single(first[0].first + DAY * 7 * (nth - 1), "date.chained"), first[1]) if first else None
        return self._nth_of(nth, count, kind, behind + 1) if kind else None

    def _is_week_back(self, index: int, *, working: bool) -> bool:
        """As in "first week back", "first working week", said before Christmas: January's."""
        after = self._at(index + 1)
        back = bool(after and after.text == "back")
        ends = not after or after.get("stop") or after.get("comma") or back
        return self._today.month >= 10 and (working or back) and bool(ends)

    def _nth_of(self, nth: int, count: int, kind: Lexeme, behind: int) -> Found:
        if kind.get("monthhalf") or kind.get("monthweek"):
            return self._nth_in_month(nth, kind), behind
        if kind.get("feast") == "advent" and 1 <= nth <= 4:
            return occasion(f"advent{nth}", self._today, self._setting.country), behind
        shape = _nth_shape(nth, count, kind)
        if not shape:
            return None
        numbered = self._numbered(kind.get("unit"), nth, behind) if kind.get("unit") in {"quarter", "half"} else None
        if numbered:
            return numbered
        followed = self._has(behind, "of", "art", "at", "month", "rel", "q", "unit", "year")
        if not followed and kind.get("bound") != "weekof":
            return None
        on = self._skip(behind, "of", "art", "at")
        return self._taken_apart(on, shape) or self._running(on, shape)

    def _nth_in_month(self, nth: int, kind: Lexeme) -> Period:
        """As in "in der ersten Januarwoche", "die zweite Januarhälfte"."""
        if kind.get("monthweek"):
            return self._pick_months(kind.get("monthweek"), "month", None, lambda month: _nth_week(month, nth, 1))
        part = "half1" if nth == 1 else "half2"
        return self._pick_months(kind.get("monthhalf"), "month", None, lambda month: part_of(month, part))


def _nth_shape(nth: int, count: int, kind: Lexeme) -> Shape | None:
    if kind.get("halfof") and nth in {1, 2, -1}:
        return lambda period: part_of(period, "half1" if nth == 1 else "half2")
    if kind.get("unit") == "week" or kind.get("bound") == "weekof":
        return lambda period: _nth_week(period, nth, count)
    if kind.get("weekday") is not None:
        return lambda period: _nth_weekday_of(period, kind.get("weekday"), nth)
    if kind.get("unit") in {"day", "workday"}:
        return lambda period: _nth_day(period, nth)
    if kind.get("unit") in {"quarter", "half", "month"}:
        return lambda period: _nth_unit(period, nth, kind.get("unit"))
    return None


def _nth_weekday_of(period: Period, weekday: int, nth: int) -> Period:
    anchor = period.first if nth > 0 else period.last
    return single(nth_weekday(anchor.year, anchor.month, weekday, nth), "date.nth-weekday")


def _nth_week(period: Period, nth: int, count: int) -> Period:
    """The nth week: the first is the first one with at least four days in the period, the last likewise."""
    if nth < 0:
        last = week_of(period.last)
        days = last if min(period.last.weekday(), 4) >= 2 else week_of(last.first - DAY)
        days = week_of(days.first - DAY * 7 * (count - 1 - nth - 1))
    else:
        opening = week_of(period.first)
        opening = opening if period.first.weekday() <= 3 else week_of(opening.last + DAY)
        days = week_of(opening.first + DAY * 7 * (nth - 1))
    return replace(days, first=max(days.first, period.first), rule="date.nth-week")


def _nth_day(period: Period, nth: int) -> Period:
    """The first working day, the third day, the last day: counted in working days."""
    day = last_workdays(period.last, -nth) if nth < 0 else step(period.first - DAY, nth, "workday")
    return replace(single(day, "date.nth-day"), by_hand=False)


def _nth_unit(period: Period, nth: int, unit: str) -> Period:
    first = period.first if nth > 0 else period.last
    return unit_around(first, unit, nth - 1 if nth > 0 else nth + 1, "date.nth-unit")
