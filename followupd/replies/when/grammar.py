"""Lexemes → readings: which days a text speaks of, and whether after, until or from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from followupd.replies.when.cursor import Found, Setting, Shape
from followupd.replies.when.lexing import Lexeme
from followupd.replies.when.periods import DAY, Period, week_of
from followupd.replies.when.ranges import Ranges

__all__ = ["Grammar", "Reading", "Setting"]

_PREFIX = frozenset(("bound", "at", "art", "of", "coming", "duration", "wait"))
_COUNTS = frozenset(("within", "duration", "wait", "agoprefix", "num", "art", "unit"))
_ON = {"on", "am", "le", "el", "op", "il", "den", "em", "no"}
_WHOLE_DATES = {"date.day-month", "date.day-month-year", "date.numeric", "date.iso"}
_GENITIVES = {"de", "del", "du", "do", "da", "vom", "van"}
_EVENT_WORDS = ("art", "of", "isover", "unit", "that", "part", "publicholiday", "season", "feast")
_MAX_PREFIX = 7  # words between "not" and the day: "not any time before the end of"
_MAX_READINGS = 100  # nobody names more dates than these in a reply
_STARTS = (
    _PREFIX
    | _COUNTS
    | frozenset(
        (
            "ord",
            "part",
            "partunit",
            "partseason",
            "numdate",
            "weekday",
            "month",
            "rel",
            "day",
            "isoweek",
            "running",
            "halfof",
            "feast",
            "publicholiday",
            "newyear",
            "school",
            "holidays",
            "q",
            "h",
            "fy",
            "sametime",
            "season",
            "year",
            "anaphor",
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A period with how the text is bound to it, as lexeme indices; `negated` for "not next week"."""

    period: Period
    bound: str
    first: int
    behind: int
    negated: bool = False


class Grammar(Ranges):
    """Reads one text; `readings` are in text order, past and negated ones among them."""

    def __init__(self, lexemes: Sequence[Lexeme], setting: Setting) -> None:
        super().__init__(lexemes, setting)
        self._plain_rules = (
            (frozenset(("ord", "art")), self._nth),
            (frozenset(("part", "partunit", "partseason", "halfof")), self._parted),
            (frozenset(("numdate",)), self._numeric),
            (frozenset(("weekday", "ord", "num", "art", "month")), self._day_of_month),
            (frozenset(("weekday", "rel", "coming")), self._weekday),
            (frozenset(("unit",)), self._iso_week),
            (frozenset(("isoweek",)), self._short_iso_week),
            (frozenset(("day",)), self._day_word),
            (frozenset(("feast", "newyear", "school", "holidays", "publicholiday")), self._occasion),
            (frozenset(("ord", "num")), self._bare_day),
        )
        self._shaped_rules = (
            (frozenset(("q", "h", "fy", "unit")), self._quarter),
            (frozenset(("art", "rel", "coming", "unit", "sametime", "within", "duration", "running")), self._relative),
            (frozenset(("month", "rel", "coming")), self._month),
            (frozenset(("season", "rel")), self._season),
            (frozenset(("year", "num")), self._year),
        )

    def readings(self) -> list[Reading]:
        found: list[Reading] = []
        index = 0
        while index < len(self._lexemes) and len(found) < _MAX_READINGS:
            starts = not _STARTS.isdisjoint(self._lexemes[index].means)
            reading = self._reading(index) if starts else None
            if reading:
                found.append(reading)
                self._previous, self._previous_end = reading.period, reading.behind
                index = reading.behind
            else:
                index += 1
        return found

    def _reading(self, start: int) -> Reading | None:
        bound, negated, week, index = "on", False, False, start
        for _ in range(_MAX_PREFIX):
            self._bound = bound
            found = self._span(index)
            if found:
                return self._finish(start, bound, negated, (_whole_week(found[0]), found[1]) if week else found)
            lexeme = self._at(index)
            if lexeme and bound == "once" and (lexeme.get("isover") or lexeme.get("begins")):
                bound, index = "after" if lexeme.get("isover") else "from", index + 1
                continue
            if not lexeme or _PREFIX.isdisjoint(lexeme.means):
                return None
            word = lexeme.get("bound")
            if word == "not":
                negated = True
            elif word == "weekof":
                week = True
            elif word:
                bound, negated = _combine(bound, word, negated)
            index += 1 + (word in {"after", "before"} and self._has(index + 1, "dash"))
        return None

    def _finish(self, start: int, bound: str, negated: bool, found: tuple[Period, int]) -> Reading:
        period, index = self._more_exactly(*found)
        if bound in {"on", "during"} or self._lexemes[start].text in _GENITIVES:
            bound = self._event_bound(start, bound)
        if bound in {"on", "during"} and self._refused(index):
            negated, index = True, index + 1
        if negated and period.grain == "offset":
            negated, bound = False, "notbefore"  # "not for another three months"
        if negated and period.grain != "day" and period.first <= self._today <= period.last:
            negated, bound = False, "ruledout"
        lexeme = self._at(index)
        if lexeme and lexeme.get("comma") and self._has(index + 1, "incl"):
            index, lexeme = index + 1, self._at(index + 1)
        if lexeme and lexeme.get("incl"):
            bound, index = ("through" if bound in {"until", "through", "by", "on"} else bound), index + 1
        elif lexeme and (lexeme.get("isover") or lexeme.get("begins")) and (told := self._turns_on(index + 1)):
            period, index = told
            bound = "after" if lexeme.get("isover") else "from"
        elif lexeme and lexeme.get("isover"):
            bound, index = "after", index + 1
        elif lexeme and (lexeme.get("begins") or lexeme.get("onward")):
            bound, index = ("after" if bound == "after" else "from"), index + 1
        if bound == "once":
            bound = "after" if period.grain == "end-part" else "from"
        return Reading(period=period, bound=bound, first=start, behind=index, negated=negated)

    def _more_exactly(self, period: Period, index: int) -> tuple[Period, int]:
        """As in "after our year end on 31 March": the day is better than the stretch."""
        here = self._at(index)
        if period.grain == "day" or not here or here.text not in _ON:
            return period, index
        found = self._basic(self._skip(index + 1, "art"))
        return found if found and found[0].rule in _WHOLE_DATES else (period, index)

    def _turns_on(self, index: int) -> Found:
        """As in "FY27 starts in October", "Q4 closes on 31 January": the day they say is better than ours."""
        on = self._skip(index, "at", "art")
        found = self._basic(on) if on > index and self._has(on, "month", "num", "ord", "numdate", "weekday") else None
        return found if found and found[0].grain in {"day", "month"} else None

    def _refused(self, index: int) -> bool:
        """As in "this year no", "im Februar nicht mehr": a bare "not" behind the days."""
        after = self._at(index + 1)
        bare = (
            not after
            or after.get("stop")
            or after.get("comma")
            or after.text in {"mehr", "more", "possible", "mas", "meer", "plus"}
        )
        return self._get(index, "bound") == "not" and bool(bare)

    def _event_bound(self, start: int, bound: str) -> str:
        """As in "after our kickoff on 14 January": the day is the kickoff's, the bound stands before it."""
        for index in range(start - 1, max(-1, start - 6), -1):
            lexeme = self._lexemes[index]
            if lexeme.get("bound") in {"after", "through", "since"} and lexeme.text != "through" and index < start - 1:
                return str(lexeme.get("bound"))
            if lexeme.means and not any(lexeme.get(each) for each in _EVENT_WORDS):
                break
        return bound

    def _by_rules(self, index: int, shape: Shape | None) -> Found:
        means = self._lexemes[index].means.keys()
        for starts, rule in self._plain_rules:
            found = None if starts.isdisjoint(means) else rule(index)
            if found:
                return found
        for starts, shaped_rule in self._shaped_rules:
            found = None if starts.isdisjoint(means) else shaped_rule(index, shape)
            if found:
                return found
        return None


def _whole_week(period: Period) -> Period:
    """Return the week that a day lies in; a Sunday opens the week that it is named for."""
    day = period.first + DAY if period.first.weekday() == 6 else period.first
    return week_of(day, "date.week-of")


def _combine(bound: str, word: str, negated: bool) -> tuple[str, bool]:
    """Return what two binding words mean together: "not" + "until" is a lower bound, "until" + "after" an end."""
    if negated and word in {"until", "before", "after", "through"}:
        return "notbefore" if word != "after" else "after", False
    if bound == "until" and word in {"after", "through"}:
        return "through", negated
    if word in {"from", "during", "by", "before", "once"} and bound in {
        "notbefore",
        "after",
        "until",
        "through",
        "since",
    }:
        return bound, negated
    if bound == "since":
        return bound, negated
    return word, negated
