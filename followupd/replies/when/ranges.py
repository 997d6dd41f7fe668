"""Two ends of a stretch, and what points back to a date before: "3.-14.1.", "after that", "the week after"."""

from dataclasses import replace
from datetime import date

from followupd.replies.when.counted import Counted
from followupd.replies.when.cursor import Found
from followupd.replies.when.periods import DAY, Period, add_months, calendar_date, single, unit_around

_MEMORY = 20  # lexemes
_VERBS = {"is", "works", "would", "suits", "should", "ist", "passt", "geht", "convient", "schikt", "kan", "va"}


class Ranges(Counted):
    """Rules for what is made of two dates, or of one and the one before it."""

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
        """As in "3.-14.1.", "vom 3. bis 14. Januar", "5 to 9 May": the month stands at the second day only."""
        day, behind = self._day_number(index)
        if not day or not self._joins(behind):
            return None
        second = self._basic(self._skip(behind + 1, "art", "at", "of"))
        if not second or second[0].grain != "day" or not second[0].by_hand:
            return None
        last = second[0].last
        month = last if day <= last.day else add_months(last, -1)
        first = calendar_date(month.year, month.month, day)
        if first and first < self._today and second[0].rule == "date.day" and first < last:
            first, last = add_months(first, 1), add_months(last, 1)  # "del 24 al 6", said on the 2nd
        return (_range(first, last), second[1]) if first else None

    def _range_end(self, first: Period, index: int) -> Found:
        if not self._joins(index) or first.grain == "offset":
            return None
        behind = self._skip(index + 1, "art", "at", "bound", "of")
        if first.grain == "day" and first.by_hand:
            day, after = self._day_number(behind)
            named = self._basic(behind)
            bare = not named or named[0].rule == "date.day"
            if day and bare and day < first.first.day and not self._has(after, "unit", "month"):
                month = add_months(first.first, 1)  # "del 24 al 6"
                last = calendar_date(month.year, month.month, day)
                return (_range(first.first, last), after) if last else None
            if day and bare and not self._has(after, "unit") and not self._has(after, "month"):
                last = calendar_date(first.first.year, first.first.month, day)
                return (_range(first.first, last), after) if last and last > first.first else None
        second = self._basic(behind)
        if not second or second[0].grain.endswith("part") != first.grain.endswith("part"):
            return None
        if first.rule == second[0].rule == "date.weekday":  # "Thursday or Friday next week": both are next week's
            weeks = (second[0].first - first.first).days // 7
            first = replace(first, first=first.first + DAY * 7 * weeks, last=first.last + DAY * 7 * weeks)
        start, end = first.last + DAY if first.grain == "feast" else first.first, second[0].last
        if start > end and first.grain == "day":
            start = add_months(start, -12)
        if start > end:
            end = add_months(end, 12)
        if not DAY <= end - start <= DAY * 400:
            return None
        ambiguous = first.ambiguous or second[0].ambiguous
        return replace(_range(start, end), ambiguous=ambiguous), second[1]

    def _joins(self, index: int) -> bool:
        lexeme, before = self._at(index), self._at(index - 1)
        if lexeme and before and lexeme.get("dash") and self._bound == "after" and lexeme.start > before.end:
            return False  # "after the holidays - first week of January?"
        return bool(
            lexeme and (lexeme.get("dash") or lexeme.get("to") or (self._bound == "during" and lexeme.get("and")))
        )

    def _anaphor(self, index: int) -> Found:
        if not self._previous:
            return self._week_after(index)
        kind, behind = self._get(index, "anaphor"), index + 1
        if not kind and self._get(index, "bound") == "after":
            behind += self._has(behind, "that")
            following = self._at(behind)
            ends = not following or following.get("stop") or following.get("comma") or following.text in _VERBS
            kind = "after" if ends or self._names_again(behind) else None
            behind += 2 * (kind is not None and not ends)
        if not kind or kind == "before":
            return None
        last = self._previous.last
        if kind == "after":
            days = single(last + DAY, "date.after-that", by_hand=False)
        elif kind == "day":
            days = single(last + DAY, "date.day-after")
        else:
            days = unit_around(last, kind, 1, f"date.{kind}-after")
        return days, behind

    def _names_again(self, index: int) -> bool:
        """As in "we freeze from … to …. After the freeze": what the date before was said of."""
        noun = self._at(index + 1)
        if not noun or noun.means or not self._has(index, "art") or not self._ends_here(index + 2, strict=True):
            return False
        before = self._lexemes[max(0, self._previous_end - _MEMORY) : self._previous_end]
        return any(lexeme.text == noun.text for lexeme in before)

    def _week_after(self, index: int) -> Found:
        """As in "The week after?", which answers our "next week"."""
        if not self._short or self._get(index, "anaphor") != "week":
            return None
        return unit_around(self._today, "week", 2, "date.week-after"), index + 1


def _range(first: date, last: date) -> Period:
    return Period(first=first, last=last, grain="range", rule="date.range", by_hand=True)
