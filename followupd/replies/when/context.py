"""What a date is for: a deferral, a preference, ruled out, or only a reason."""

from followupd.replies.when.absences import Absences
from followupd.replies.when.grammar import Reading
from followupd.replies.when.surroundings import words_of

_STRENGTH = {
    "after": 3,
    "notbefore": 3,
    "from": 2,
    "until": 2,
    "through": 2,
    "on": 1,
    "during": 0,
    "by": 0,
    "before": 0,
}


_THEN = {"then", "dann", "alors", "entonces", "dan", "allora", "entao", "da", "wtedy"}
_TERMS = {"within", "innerhalb", "binnen"}
_BRINGS = {"brings", "bring", "holds", "bringt", "apporte", "apportera", "trae", "traiga", "brengt", "porta", "traz"}
_BEFORE = frozenset("before until till vor bevor avant antes voor prima fore innan for przed".split())
_BETTER = {"better", "ideal", "besser", "mieux", "mejor", "beter", "meglio", "melhor"}
_ONCE = {"once", "sobald"}
_SOMETIME = {"sometime", "some", "anytime", "irgendwann", "courant", "ergens"}
_TODAY_IS = (["it", "is"], ["it", "s"], ["today", "is"])


class Context(Absences):
    """Answers about the sentence that a reading stands in."""

    def idle(self, reading: Reading) -> bool:
        """Whether it names the running week or year, or a term, and nothing that is to happen then."""
        before, after = self._around(reading, clause=True)
        if set(after[:3]) & _BRINGS or (reading.period.rule == "date.weekday" and before[-2:] in _TODAY_IS):
            return True
        period = reading.period
        running = (
            period.rule.startswith("date.relative-") and period.grain != "day" and reading.bound in {"on", "during"}
        )
        own = set(words_of(self._lexemes[reading.first : reading.behind]))
        term = bool(own & _TERMS) and not own & {"next", "nachsten", "coming"}
        term = term and not self._brief
        running = running and not own & _SOMETIME
        if not term and not (running and period.first <= self._today <= period.last):
            return False
        near = {word for words in self._around(reading, clause=True) for word in words}
        return not near & (self._cues["contact"] | self._cues["free"])

    def until_then(self, reading: Reading) -> bool:
        """As in "if nothing changes before June, try me then": the day itself is meant."""
        _, after = self._around(reading, clause=False)
        return reading.bound == "before" and bool(set(after) & _THEN)

    def denied(self, reading: Reading) -> bool:
        """Whether its "before" is denied: "no budget before April", "vor Ostern wird das nichts"."""
        before, after = self._around(reading, clause=True)
        if reading.bound == "on" and self._waits(self._around(reading, clause=False)[0]):
            return True
        return reading.bound == "before" and bool({*before[-5:], *after[:5]} & self._cues["none"])

    def weight(self, reading: Reading) -> int:
        """How much a reading speaks for writing again on it."""
        before, after = self._around(reading, clause=True)
        near = {*before, *after}
        sentence = {word for words in self._around(reading, clause=False) for word in words}
        weight = _STRENGTH.get(reading.bound, 1)
        weight += 5 * bool(near & self._cues["contact"]) + bool(sentence & self._cues["contact"])
        weight += 2 * bool(near & self._cues["free"])
        weight += 2 * bool(near & self._cues["prefer"]) + 3 * self.preferred(reading)
        weight += 3 * (
            not near and reading.period.grain != "feast"
        )  # "I'm slammed till Christmas. January?": a date that stands alone is the proposal
        weight += 7 * _anaphoric(reading) + (reading.period.by_hand and reading.period.grain == "day")
        weight -= 3 * self._is_attribute(reading)
        return weight - 3 * bool(near & self._cues["reason"]) - 3 * bool(set(before) & self._cues["away"])

    def refused(self, reading: Reading) -> bool:
        """Whether it is named only to be ruled out: "January is hopeless"."""
        _, after = self._around(reading, clause=True)
        return bool(set(after[:5]) & self._cues["refused"]) and reading.bound == "on"

    def _is_attribute(self, reading: Reading) -> bool:
        """As in "our calendar for next year": what the days belong to stands right before them."""
        before = self._lexemes[reading.first - 1] if reading.first else None
        own = self._lexemes[reading.first].text in {"for", "fur", "pour", "para", "voor", "per"}
        long = reading.period.grain in {"month", "quarter", "half", "year", "season"}
        return own and long and before is not None and not before.means and not self._is_cue(before.text)

    def _is_cue(self, word: str) -> bool:
        return any(word in self._cues[name] for name in ("contact", "free", "prefer", "away", "back"))

    def preferred(self, reading: Reading) -> bool:
        """Whether a word of preference leads into it: "ideally", "say", "am besten"."""
        before, after = self._around(reading, clause=True)
        if set(after[:2]) & _BETTER:
            return True
        own = words_of(self._lexemes[reading.first : reading.behind])
        return bool({*before[-2:], *own} & self._cues["prefer"])

    def _waits(self, before: list[str]) -> bool:
        """As in "nothing can happen before the budget round, which closes on": the day they wait for."""
        denials = [place for place, word in enumerate(before) if word in self._cues["none"]]
        return bool(denials) and bool(set(before[denials[0] :]) & _BEFORE)

    def only_reason(self, reading: Reading) -> bool:
        """Whether it dates a renewal or a meeting, in a text that nowhere speaks of writing again."""
        if _anaphoric(reading) or self.preferred(reading):
            return False
        before, after = self._around(reading, clause=False)
        if self._waits(before) or set(before) & _ONCE:
            return False
        if reading.bound == "until" and set(self._around(reading, clause=True)[0]) & self._cues["none"]:
            return False  # "no budget till April"
        return (
            reading.bound in {"on", "until", "by", "during"}
            and not self._invited
            and bool({*before, *after} & self._cues["reason"])
        )

    def english(self, reading: Reading) -> bool:
        """Whether its "until" is the English one, which excludes the day it names."""
        texts = {lexeme.text for lexeme in self._lexemes[reading.first : reading.behind]}
        return bool(texts & {"until", "till", "til", "up until"})


def _anaphoric(reading: Reading) -> bool:
    """Whether it counts from another date: the day named last is the one meant."""
    return reading.period.rule.endswith("-after") or reading.period.rule in {"date.after-that", "date.chained"}
