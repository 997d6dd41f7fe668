"""The words around a date: past, refused, a return, a deferral, or only a reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from followupd.replies.when.grammar import Reading
from followupd.replies.when.lexing import Lexeme

_REACH = 14  # lexemes to either side, within the sentence
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


_WISHED = {"feast", "season", "start-part", "weekend", "day"}
_GOOD = {"good", "guten", "bon", "bonne", "buen", "buena", "god", "godt"}  # also said of a day that suits
_TERMS = {"within", "innerhalb", "binnen"}
_YOUR = {"your", "ihre", "ihrer", "ihr", "deine", "votre", "ton", "vos", "tu", "su", "je", "jouw", "uw", "tua", "sua",
         "seu", "din", "deres"}  # fmt: skip
_SUBJECTS = frozenset(("we", "i", "they", "you", "he", "she", "ve", "it"))


class Context:
    """Answers about the sentence that a reading stands in."""

    def __init__(
        self,
        lexemes: Sequence[Lexeme],
        readings: Sequence[Reading],
        cues: Mapping[str, frozenset[str]],
        today: date,
    ) -> None:
        self._lexemes = lexemes
        self._cues = cues
        self._today = today
        words = {word for lexeme in lexemes for word in lexeme.text.split(" ")}
        self._invited = bool(words & (cues["contact"] - {"meeting"}))
        self._inside = {index for reading in readings for index in range(reading.first, reading.behind)}

    def past(self, reading: Reading) -> bool:
        """Whether its sentence tells of what has been."""
        before, after = self._around(reading, clause=True)
        words = {*before, *after}
        if self._wished(reading, before):
            return True
        if self._counts_mails(reading, before):
            return True
        if reading.bound in {"until", "after", "notbefore", "through"}:
            return bool(words & {"was", "were", "war", "waren"})
        told = words & self._cues["past"] or any(_regular_past(*pair) for pair in pairwise([*before, "", *after]))
        return bool(told) and not words & (self._cues["contact"] | {"will", "ll"})

    def _wished(self, reading: Reading, before: list[str]) -> bool:
        """As in "Happy Easter!", "have a good weekend"."""
        wishes = self._cues["wish"]
        near = set(before[-3:]) & wishes - _GOOD or set(before[-1:]) & wishes
        return bool(near) and reading.bound == "on" and reading.period.grain in _WISHED

    def _counts_mails(self, reading: Reading, before: list[str]) -> bool:
        """As in "your mail of Monday", "the third mail in two weeks": days of what was written to them."""
        if reading.bound in {"on", "from", "during"} and set(before[-3:]) & self._cues["mail"]:
            own = bool(set(before[-5:]) & _YOUR)
            return own if reading.period.grain != "offset" else bool(set(before) & self._cues["times"])
        return reading.period.grain == "offset" and bool(set(before[-4:]) & self._cues["times"])

    def idle(self, reading: Reading) -> bool:
        """Whether it names the running week or year, or a term, and nothing that is to happen then."""
        period = reading.period
        running = (
            period.rule.startswith("date.relative-") and period.grain != "day" and reading.bound in {"on", "during"}
        )
        own = set(_words(self._lexemes[reading.first : reading.behind]))
        term = bool(own & _TERMS) and not own & {"next", "nachsten", "coming"}
        if not term and not (running and period.first <= self._today <= period.last):
            return False
        near = {word for words in self._around(reading, clause=True) for word in words}
        return not near & (self._cues["contact"] | self._cues["free"])

    def denied(self, reading: Reading) -> bool:
        """Whether its "before" is denied: "no budget before April", "vor Ostern wird das nichts"."""
        before, after = self._around(reading, clause=True)
        return reading.bound == "before" and bool({*before[-5:], *after[:5]} & self._cues["none"])

    def returns(self, reading: Reading) -> bool:
        """Whether it is the day of a return, not of an absence: the nearest such word before it, else behind it."""
        if reading.bound not in {"on", "from", "after", "notbefore", "by"}:
            return False
        before, after = self._around(reading, clause=False)
        own = _words(self._lexemes[reading.first : reading.behind])
        for word in (*reversed(own), *reversed(before), *after):
            if word in self._cues["back"]:
                return True
            if word in self._cues["away"]:
                return False
        return False

    def weight(self, reading: Reading) -> int:
        """How much a reading speaks for writing again on it."""
        before, after = self._around(reading, clause=True)
        near = {*before, *after}
        sentence = {word for words in self._around(reading, clause=False) for word in words}
        weight = _STRENGTH.get(reading.bound, 1)
        weight += 5 * bool(near & self._cues["contact"]) + bool(sentence & self._cues["contact"])
        weight += 2 * bool(near & self._cues["free"])
        weight += 2 * bool(near & self._cues["prefer"]) + 3 * self.preferred(reading)
        weight += 3 * (not near)  # "I'm slammed till Christmas. January?": a date that stands alone is the proposal
        weight += 4 * _anaphoric(reading) + (reading.period.by_hand and reading.period.grain == "day")
        weight -= 3 * bool(near & self._cues["reason"]) + 3 * bool(set(before) & self._cues["away"])
        return weight - 5 * bool(set(after[:5]) & self._cues["refused"] and reading.bound == "on")

    def preferred(self, reading: Reading) -> bool:
        """Whether a word of preference leads into it: "ideally", "say", "am besten"."""
        before, _ = self._around(reading, clause=True)
        own = _words(self._lexemes[reading.first : reading.behind])
        return bool({*before[-2:], *own} & self._cues["prefer"])

    def only_reason(self, reading: Reading) -> bool:
        """Whether it dates a renewal or a meeting, in a text that nowhere speaks of writing again."""
        if _anaphoric(reading):
            return False
        before, after = self._around(reading, clause=False)
        return (
            reading.bound in {"on", "until", "by"}
            and not self._invited
            and bool({*before, *after} & self._cues["reason"])
        )

    def english(self, reading: Reading) -> bool:
        """Whether its "until" is the English one, which excludes the day it names."""
        texts = {lexeme.text for lexeme in self._lexemes[reading.first : reading.behind]}
        return bool(texts & {"until", "till", "til", "up until"})

    def _around(self, reading: Reading, *, clause: bool) -> tuple[list[str], list[str]]:
        """Return the words before and behind a reading: of its clause (to a comma or another date) or its sentence."""
        before = self._run(range(reading.first - 1, max(-1, reading.first - 1 - _REACH), -1), clause=clause)
        behind = self._run(range(reading.behind, min(len(self._lexemes), reading.behind + _REACH)), clause=clause)
        return _words(reversed(before)), _words(behind)

    def _run(self, indices: Iterable[int], *, clause: bool) -> list[Lexeme]:
        run = []
        for index in indices:
            lexeme = self._lexemes[index]
            if lexeme.get("stop") or (clause and (lexeme.get("comma") or lexeme.get("dash") or index in self._inside)):
                break
            run.append(lexeme)
        return run


def _anaphoric(reading: Reading) -> bool:
    """Whether it counts from another date: the day named last is the one meant."""
    return reading.period.rule.endswith("-after") or reading.period.rule in {"date.after-that", "date.chained"}


def _regular_past(subject: str, verb: str) -> bool:
    """As in "We talked in January": a regular English verb in the past right behind its subject."""
    return subject in _SUBJECTS and verb.endswith("ed") and verb != "need"


def _words(lexemes: Iterable[Lexeme]) -> list[str]:
    return [word for lexeme in lexemes for word in lexeme.text.split(" ")]
