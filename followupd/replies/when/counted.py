"""So many units from a day: "in two weeks", "a month before Easter", "the week after Thanksgiving"."""

from dataclasses import replace
from datetime import date

from followupd.replies.when.cursor import Found
from followupd.replies.when.parts import Parts
from followupd.replies.when.periods import DAY, Period, single, step, unit_around

_SENTENCE = 10  # lexemes over which "later" counts from the day named before
_TERMS = {"within", "inside", "innerhalb", "binnen", "entro", "dentro de", "inom", "inden for", "w ciagu"}
_THEM = {"give her", "give him", "give them", "give that", "geben sie ihr", "geben sie ihm"}  # from that day on
_ME = {"give me", "give us", "geben sie mir", "laissez moi", "deme", "dame", "geef me"}
_FOR = {"for", "fur", "pour", "pendant", "por", "durante", "voor", "per", "gedurende", "for about"}
_NEXT_SENTENCE = 4  # "…. A week later": the stop, the number and the unit
_AND = {"and", "und", "et", "y", "en", "e", "och", "og", "i", "und dann"}
_PLAIN_LATER = {"later", "spater", "plus tard", "despues", "mas tarde", "dopo", "depois", "senare", "senere", "pozniej"}


class Counted(Parts):
    """Rules that count, forwards from now or to both sides of another date."""

    def _counted(self, index: int) -> Found:
        behind = self._lead_in(index)
        number, behind, definite = self._count(behind)
        unit = self._get(behind, "unit")
        if number is None:
            return None
        if unit == "fiscal" or not unit:
            return self._weekdays_from_now(number, behind)
        behind += 1
        if self._has(behind, "plushalf"):
            number, behind = number + 0.5, behind + 1
        number, unit, behind = self._or_longer(number, unit, behind)
        return (
            self._chained(number, unit, behind, definite)
            or self._from_the_one_before(index, number, unit, behind, definite)
            or self._ago(index, number, unit, behind, definite)
            or self._ahead(index, number, unit, behind, definite)
        )

    def _lead_in(self, index: int) -> int:
        """Return the index behind "in about", "give me", "for the next"."""
        start = index
        while self._has(index, "within", "duration", "wait", "agoprefix") and index - start < 3:
            index += 1
        on = self._skip(index, "at")
        return on if index > start and self._has(on, "num") else index

    def _from_the_one_before(self, start: int, number: float, unit: str, behind: int, definite: bool) -> Found:
        """As in "the week after", "two days later", "from Monday for two weeks"."""
        previous = self._previous
        if not previous:
            return None
        if definite and self._has(behind, "afterw") and not self._is_name(behind + 1):
            return unit_around(previous.last, unit, 1, f"date.{unit}-after"), behind + 1
        if self._lasts_from_previous(start):
            return replace(self._stepped(number, unit, previous.first), grain="offset"), behind
        if self._has(start, "wait") and self._waits_from_previous(start):
            return self._stepped(number, unit), behind
        if self._has(behind, "later") and self._counts_from_previous(behind):
            return self._stepped(number, unit), behind + 1
        return None

    def _ago(self, start: int, number: float, unit: str, behind: int, definite: bool) -> Found:
        told = self._has(behind, "ago")
        if not told and (definite or not self._has(start, "agoprefix")):
            return None
        return single(min(step(self._today, -number, unit), self._today - DAY), "date.ago"), behind + told

    def _ahead(self, start: int, number: float, unit: str, behind: int, definite: bool) -> Found:
        """So many units from now, where words lead into the number or a short answer is nothing but it."""
        before = self._at(start - 1)
        if definite:
            return (self._from_now(1, unit), behind) if before and before.text in _TERMS else None
        later = self._has(behind, "later")
        after = self._bound == "after" and self._has(start - 1, "bound") and self._lead_in(start) == start
        if after and not later and (unit == "year" or self._is_of(behind)):
            return None  # "after two years of trying"
        introduced = later or after or self._lead_in(start) > start or (self._short and (unit != "day" or number > 1))
        proverbial = self._is_of(behind) and self._has(behind + 1, "weekday")  # "a month of Sundays"
        if not introduced or number > 400 or unit == "weekend" or proverbial:
            return None
        return self._from_now(number, unit), behind + later

    def _or_longer(self, number: float, unit: str, behind: int) -> tuple[float, str, int]:
        """As in "a month or two", "a week or ten days": of two spans the longer."""
        joined = self._at(behind)
        other = self._get(behind + 1, "num")
        if not joined or not joined.get("to") or joined.text in _AND or other is None or self._has(behind + 1, "art"):
            return number, unit, behind
        second = self._get(behind + 2, "unit")
        longer = step(self._today, other, second or unit) > step(self._today, number, unit)
        behind += 3 if second else 2
        return (other, second or unit, behind) if longer else (number, unit, behind)

    def _counts_from_previous(self, index: int) -> bool:
        """Whether "two days later" is said right after another day, in the same sentence or at the head of the next."""
        between = range(self._previous_end, index)
        stops = sum(self._has(at, "stop") for at in between)
        near = self._previous is not None and len(between) <= (_SENTENCE if not stops else _NEXT_SENTENCE)
        return near and stops <= 1 and self._lexemes[index].text in _PLAIN_LATER

    def _lasts_from_previous(self, index: int) -> bool:
        """Whether "for two weeks" is said right behind the day it begins on: "away from Monday for two weeks"."""
        gap = index - self._previous_end
        here = self._at(index)
        told = self._previous is not None and self._previous.grain == "day" and self._previous.first > self._today
        between = self._lexemes[self._previous_end : index][:3]
        reach = 5 if any(lexeme.text == "then" for lexeme in between) else 2
        leads = here is not None and here.text in _FOR and not self._has(index - 1, "stop")
        return told and leads and 0 <= gap <= reach

    def _waits_from_previous(self, index: int) -> bool:
        """As in "she starts on 1 May. Give her a month", "back on the 2nd, give me two days"."""
        word = self._lexemes[index].text
        near = index - self._previous_end <= 2 and not any(
            self._has(at, "stop") for at in range(self._previous_end, index)
        )
        return word in _THEM or (near and word in _ME and bool(self._previous and self._previous.grain == "day"))

    def _stepped(self, number: float, unit: str, since: date | None = None) -> Period:
        day = step(since or (self._previous.last if self._previous else self._today), number, unit)
        return replace(single(day, "date.chained"), by_hand=False)

    def _is_of(self, index: int) -> bool:
        lexeme = self._at(index)
        return bool(lexeme and lexeme.text in {"of", "with", "mit", "de", "avec", "met"})

    def _weekdays_from_now(self, number: float, index: int) -> Found:
        """As in "two Tuesdays from now"."""
        weekday = self._get(index, "weekday")
        if weekday is None or not self._has(index + 1, "later"):
            return None
        ahead = (weekday - self._today.weekday()) % 7 or 7
        return single(self._today + DAY * (ahead + 7 * (int(number) - 1)), "date.weekday"), index + 2

    def _count(self, index: int) -> tuple[float | None, int, bool]:
        """Return a number of units, the index behind it, and whether it is "the" (the week after Easter)."""
        if self._has(index, "art") and self._has(index + 1, "unit"):
            return 1, index + 1, True
        any_day = self._get(index, "unit") == "day" and self._get(index + 1, "bound") == "from"
        if self._has(index, "unit") and self._has(index + 1, "afterw", "before") and not any_day:
            return 1, index, True
        index = self._skip(index, "art") if self._has(index + 1, "num") else index
        number = self._get(index, "num")
        if number is None and self._has(index, "unit") and self._has(index - 1, "within"):
            alone = self._lexemes[index - 1].text == "za" or self._has(index + 1, "plushalf")
            return (1, index, False) if alone else (None, index, False)  # "za tydzień", "dentro de mes y medio"
        if number is None:
            return None, index, False
        index += 1
        if self._has(index, "num") and not self._has(index, "unit") and number == 1:
            number, index = self._get(index, "num"), index + 1
        if self._has(index, "plushalf"):
            number, index = number + 0.5, index + 1
        if (self._has(index, "dash", "to", "and")) and self._has(index + 1, "num"):
            number, index = max(number, self._get(index + 1, "num")), index + 2
        index = self._skip(index, "dash", "of")
        return number, index, False

    def _chained(self, number: float, unit: str, index: int, definite: bool) -> Found:
        """As in "a month before Easter", "the week after Thanksgiving", "a week on Tuesday"."""
        anaphor = self._get(index, "anaphor")
        if anaphor == "after" and self._previous:
            return self._stepped(number, unit), index + 1
        if anaphor == "before" and self._previous:
            day = step(self._previous.first, -number, unit)
            return replace(single(day, "date.chained"), by_hand=False), index + 1
        backwards = self._has(index, "before")
        forwards = self._has(index, "afterw") or self._get(index, "bound") == "from"
        if not backwards and not forwards and not self._has(index, "day", "weekday"):
            return None
        on = self._skip(index + (backwards or forwards), "art", "at")
        base = self._that(index + 1) or self._basic(on) or self._event(on)
        if not base or (base[0].grain != "day" and not (backwards or forwards)):
            return None
        base = self._more_exactly(*base)
        starts = backwards and base[0].grain != "end-part"  # "a month before year end" counts from the last day
        anchor = base[0].first if starts or _day_after_feast(unit, base[0]) else base[0].last
        sign = -1 if backwards else 1
        if definite and unit in {"week", "month", "quarter", "year", "weekend"}:
            return unit_around(anchor, unit, sign, f"date.{unit}-{'before' if backwards else 'after'}"), base[1]
        day = step(anchor, sign * number, unit)
        return replace(single(day, "date.chained"), by_hand=False), base[1]

    def _that(self, index: int) -> Found:
        if not self._previous or not (self._has(index, "that", "stop", "comma") or index >= len(self._lexemes)):
            return None
        return self._previous, index + self._has(index, "that")


def _day_after_feast(unit: str, feast: Period) -> bool:
    """Thanksgiving lasts to Sunday for those who write "after" it; the day after it is the Friday."""
    return unit == "day" and feast.rule == "date.thanksgiving"
