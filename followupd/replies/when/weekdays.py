"""Weekdays and days relative to now: "Tuesday week", "the Monday after Easter", "tomorrow"."""

from datetime import date

from followupd.replies.when.cursor import Found
from followupd.replies.when.days import Days
from followupd.replies.when.periods import DAY, Period, nth_weekday, single, week_of

_TINY_WEEKDAYS = {"so", "do", "di", "mi", "man", "sex", "ma", "za", "sa", "mo", "fr", "ven", "as", "lun", "mer"}
_NOT_TOMORROW_AFTER = {"guten", "gute", "la", "por la", "der", "good"}  # "guten Morgen", "por la mañana"


class Weekdays(Days):
    """Rules for a day that goes by its name in the week, or by its distance from today."""

    def _day_word(self, index: int) -> Found:
        shift = self._get(index, "day")
        if shift is None or (index and self._lexemes[index - 1].text in _NOT_TOMORROW_AFTER):
            return None
        day = single(self._today + DAY * shift, "date.relative-day")
        return self._week_added(day, index + 1) if shift >= 0 else (day, index + 1)

    def _weekday(self, index: int) -> Found:
        shift = self._get(index, "rel")
        coming = self._has(index, "coming")
        on = index + 1 if shift is not None or coming else index
        weekday = self._get(on, "weekday")
        if (
            weekday is None
            or not self._plausible_weekday(on)
            or self._is_indefinite(index - 1)
            or self._modifies(on)
            or self._recurs(on)
            or self._is_compound(on)
        ):
            return None
        behind = self._abbreviated(on + 1, on)
        after_next = self._get(behind, "bound") == "after" and self._get(behind + 1, "rel") == 1
        if after_next and not self._has(behind + 2, "unit", "weekday", "month"):
            shift, behind = 2, behind + 2
        elif self._has(behind, "afterw", "before") and not self._has(behind, "at"):
            anchored = self._weekday_around(weekday, behind)
            if anchored:
                return anchored
        if (
            shift is None
            and not self._has(behind, "eight", "fifteen")
            and self._get(behind, "rel") is not None
            and not self._has(behind + 1, "unit")
        ):
            shift, behind = self._get(behind, "rel"), behind + 1
        elif self._has(behind, "coming"):
            behind += 1
        if shift is not None and shift != 0:
            return single(week_of(self._today).first + DAY * (7 * shift + weekday), "date.weekday"), behind
        month = self._month(self._skip(behind, "of", "at"), None) if self._has(behind, "of", "at") else None
        if shift is None and month:  # "any Tuesday in October"
            first = month[0].first
            return single(nth_weekday(first.year, first.month, weekday, 1), "date.nth-weekday"), month[1]
        if shift is None and self._in_the_week_named(on):
            return single(self._previous_week() + DAY * weekday, "date.weekday"), behind
        ahead = (weekday - self._today.weekday()) % 7 or 7
        return self._week_added(single(self._today + DAY * ahead, "date.weekday"), behind)

    def _in_the_week_named(self, index: int) -> bool:
        """As in "the week after next, Wednesday for preference"."""
        between = range(self._previous_end, index)
        week = self._previous is not None and self._previous.grain == "week" and self._previous.first > self._today
        return week and 0 < len(between) <= 3 and not any(self._has(at, "stop") for at in between)

    def _previous_week(self) -> date:
        return week_of(self._previous.first if self._previous else self._today).first

    def _weekday_around(self, weekday: int, index: int) -> Found:
        """As in "the Monday after Easter", "le vendredi avant Noël"."""
        on = self._skip(index + 1, "art", "at")
        base = self._basic(on) or self._event(on) or self._before_it(index + 1)
        if not base:
            return None
        if self._has(index, "before"):
            anchor = base[0].first - DAY
            return single(anchor - DAY * ((anchor.weekday() - weekday) % 7), "date.chained"), base[1]
        anchor = base[0].last + DAY
        return single(anchor + DAY * ((weekday - anchor.weekday()) % 7), "date.chained"), base[1]

    def _before_it(self, index: int) -> Found:
        """As in "until the 18th. From the Monday after": the date before, where no other follows."""
        return (self._previous, index) if self._previous and not self._is_name(index) else None

    def _week_added(self, day: Period, behind: int) -> tuple[Period, int]:
        """As in "Tuesday week", "lundi en huit", "Thursday next week", "Mittwoch in zwei Wochen"."""
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
            weeks = round((counted[0].first - self._today).days / 7)  # "acht Tage" are one
            return single(day.first + DAY * (7 * weeks - back), day.rule), counted[1]
        return day, behind

    def _is_compound(self, index: int) -> bool:
        following = self._at(index + 1)
        return bool(following and (following.get("dash") or following.get("mark")) and self._is_in_name(index))

    def _recurs(self, index: int) -> bool:
        """Whether it is every week's: "Fridays", "mittwochs"."""
        return self._lexemes[index].text.endswith(("days", "tags", "wochs", "abends"))

    def _plausible_weekday(self, index: int) -> bool:
        word = self._lexemes[index].text
        if len(word) > 3:
            return True
        following = self._has(index + 1, "num", "ord", "numdate") or (
            self._has(index + 1, "comma", "stop") and self._has(index + 2, "num", "ord", "numdate")
        )
        if word in _TINY_WEEKDAYS:
            return following
        return (
            following
            or self._led(index)
            or self._has(index - 1, "rel", "coming", "to", "dash", "wait")
            or (self._has(index + 1, "dash", "to") and self._has(index + 2, "weekday", "num", "ord", "numdate"))
        )

    def _event(self, index: int) -> Found:
        """As in "before our renewal on 1 June": the day of a thing that is named before it."""
        start = index
        while index - start < 5 and self._at(index) and not self._has(index, "at", "stop", "comma"):
            index += 1
        found = self._basic(self._skip(index, "at", "art")) if index > start and self._has(index, "at") else None
        return found if found and found[0].grain in {"day", "month"} else None
