"""Feasts, school holidays and seasons: "after Easter", "the summer break", "next spring"."""

from dataclasses import replace
from datetime import date

from followupd.replies.when.cursor import Found, Shape
from followupd.replies.when.feasts import occasion, season
from followupd.replies.when.periods import DAY, Period, add_months, single
from followupd.replies.when.quarters import Quarters
from followupd.replies.when.school import school_break, the_holidays
from followupd.replies.when.stretches import shaped
from followupd.replies.when.workdays import next_holiday

_MINE = {"my", "meinen", "meinem", "mes", "mis", "mijn", "mie", "minhas", "min", "mon", "mi"}


class Occasions(Quarters):
    """Rules for days and stretches that have a name of their own."""

    def _occasion(self, index: int) -> Found:
        if self._is_in_name(index) or self._modifies(index):
            return None
        name = self._get(index, "feast")
        if name:
            days = occasion(name, self._today, self._setting.country)
        elif self._get(index, "newyear"):
            days = self._new_year()
        elif self._get(index, "school"):
            days = school_break(self._get(index, "school"), self._today, self._setting.country)
        elif self._has(index, "publicholiday") and not self._has(index + 1, "of"):
            holiday = next_holiday(self._today, self._setting.country)
            return (replace(single(holiday, "date.public-holiday"), grain="feast"), index + 1) if holiday else None
        elif self._has(index, "holidays") and self._means_the_holidays(index):
            days = the_holidays(self._today, self._setting.country)
        else:
            return None
        year, behind = self._year_after(self._when_in_the_year(index + 1))
        while year and days.last.year < year and days.last < date(self._today.year + 3, 1, 1):
            days = replace(days, first=add_months(days.first, 12), last=add_months(days.last, 12))
        return days, behind

    def _when_in_the_year(self, index: int) -> int:
        """Step over "in spring" behind a feast that has said as much."""
        told = self._has(index, "at", "of") and self._has(index + 1, "season", "month")
        return index + 2 if told and not self._has(index + 2, "num", "ord", "year") else index

    def _new_year(self) -> Period:
        if self._bound in {"after", "through"}:
            return occasion("newyear", self._today, self._setting.country)
        year = self._today.year + (self._today.month > 1)
        return Period(first=date(year, 1, 1), last=date(year, 1, 15), grain="start-part", rule="date.new-year")

    def _means_the_holidays(self, index: int) -> bool:
        mine = self._at(index - 1)
        if mine and mine.text in _MINE:
            return False
        return self._bound in {"after", "until", "through", "once", "before", "during"} or self._has(
            index + 1, "isover"
        )

    def _season(self, index: int, shape: Shape | None) -> Found:
        relative = self._get(index, "rel")
        on = index + 1 if relative in {0, 1} else index
        name = self._get(on, "season")
        if not name or self._is_in_name(on) or self._modifies(on):
            return None
        year, behind = self._year_after(on + 1)
        ends = self._ends_here(on + 1, strict=True)
        led = on > index or shape or year or (self._short and self._ends_here(on + 1, strict=False))
        led = led or (
            (self._led(index) or self._has(index - 1, "of")) and (ends or self._lexemes[index - 1].text != "to")
        )
        if not led and not self._is_proposed(on):
            return None
        country, today = self._setting.country, self._today
        days = season(name, max(today, date(year, 1, 1)) if year else today, country)
        running = days.first + DAY * 30 < today and relative is None and self._bound in {"on", "from", "notbefore"}
        if running and not shape:
            days = season(name, days.last + DAY, country)
        return shaped(days, shape), behind
