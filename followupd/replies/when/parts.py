"""Parts and counts of a longer stretch: "mid-January", "end of Q1", "the second week of May", "first Monday in June"."""

from dataclasses import replace

from followupd.replies.when.cursor import Found, Shape
from followupd.replies.when.days import Days
from followupd.replies.when.feasts import season
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


class Parts(Days):
    """Rules that take a stretch apart."""

    def _parted(self, index: int) -> Found:
        whole = self._get(index, "partunit")
        if whole:
            part, unit = whole.split()
            days = (
                part_of(unit_around(self._today, unit, 0, ""), part)
                if unit != "day"
                else single(self._today, "date.eod")
            )
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
        """ "Spätsommer"."""
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
            return self._pick_months(
                kind.get("monthhalf"), "month", None, lambda month: part_of(month, part)
            ), behind + 1
        if kind.get("monthweek"):
            return self._pick_months(
                kind.get("monthweek"), "month", None, lambda month: _nth_week(month, nth)
            ), behind + 1
        shape = self._nth_shape(nth, kind)
        if not shape:
            return None
        if kind.get("unit") in {"quarter", "half"}:
            found = self._numbered(kind.get("unit"), nth, behind + 1)
            if found:
                return found
        if (
            not self._has(behind + 1, "of", "art", "at", "month", "rel", "q", "unit", "year")
            and kind.get("bound") != "weekof"
        ):
            return None
        on = self._skip(behind + 1, "of", "art", "at")
        base = self._basic(on, shape)
        if not base and self._get(on, "unit") in {"month", "quarter", "year", "half"}:
            unit = self._get(on, "unit")
            days = shape(unit_around(self._today, unit, 0, ""))
            return (days if days.last >= self._today else shape(unit_around(self._today, unit, 1, ""))), on + 1
        if not base:
            return None
        return (
            base[0]
            if base[0].rule.startswith("date.nth")
            or (base[0].grain.startswith("half")
            and base[0].grain.endswith("part"))
            else shape(base[0])
        ), base[1]

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
    return unit_around(first, unit, nth - 1 if nth > 0 else 0, "date.nth-unit")
