"""The words around a date: past, refused, a return, a deferral, or only a reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, zip_longest

from followupd.replies.when.grammar import Reading
from followupd.replies.when.lexing import Lexeme
from followupd.replies.when.tense import has_lasted, tells_of_the_past

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
_THEN = {"then", "dann", "alors", "entonces", "dan", "allora", "entao", "da", "wtedy"}
_AFTER = {"after", "nach", "apres", "na", "despues", "dopo", "depois", "efter", "etter", "po"}
_GOOD = {"good", "guten", "bon", "bonne", "buen", "buena", "god", "godt"}  # also said of a day that suits
_TERMS = {"within", "innerhalb", "binnen"}
_YOUR = {"your", "ihre", "ihrer", "ihr", "deine", "votre", "ton", "vos", "tu", "su", "je", "jouw", "uw", "tua", "sua",
         "seu", "din", "deres"}  # fmt: skip
_BRINGS = {"brings", "bring", "holds", "bringt", "apporte", "apportera", "trae", "traiga", "brengt", "porta", "traz"}
_BEFORE = {
    "before",
    "until",
    "till",
    "vor",
    "bevor",
    "avant",
    "antes",
    "voor",
    "prima",
    "fore",
    "innan",
    "for",
    "przed",
}
_BRIEF = 6  # words: all of so short an answer is its date
_FINAL_DAY = re.compile(
    r"(?:\b(?:last|final) (?:\w+ )?day\b[^,;.\n]*\b(?:leave|off|holidays?|vacation|pto|away|absence)\b"
    r"|\bletzte[rn]? (?:urlaubs|ferien|abwesenheits)tag|\bdernier jour de (?:mes |mon )?(?:congés?|vacances|absence)"
    r"|\búltimo día de (?:mis )?(?:vacaciones|permiso|baja)|\blaatste (?:(?:vakantie|verlof)dag|vrije dag)"
    r"|\bultimo giorno di (?:ferie|vacanza)|\búltimo dia de férias)[^,;.\n]{0,30}$",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:mailbox|inbox|account|address|position|role|postfach|konto|adresse|boîte|compte|buzón|cuenta|postvak)\b"
    r".*\b(?:closed|deactivated|discontinued|deleted|disabled|eliminated|switched off|gelöscht|abgeschaltet|"
    r"deaktiviert|fermée?|désactivée?|supprimée?|cerrad[oa]|desactivad[oa]|opgeheven|gesloten)\b",
    re.IGNORECASE | re.DOTALL,
)
_FOILED = re.compile(r"\b(?:was|were) (?:going|planning|supposed|meant|hoping|due) to\b", re.IGNORECASE)
_ABSENT = re.compile(
    r"\b(?:i|we|he|she|they)(?:[’'](?:m|re|s|ll be)| am| are| is| will be)?\s+(?:\w+\s+){0,2}?"
    r"(?:off|away|out|on leave|on holiday|on holidays|on vacation|on pto|travell?ing|abroad|closed)\b"
    r"(?!\s+(?:to|of|on|with|until|till)\b)[^.,!?;]{0,25}$",
    re.IGNORECASE,
)
_ABSENT_THEN = re.compile(
    r",?\s+(?:i|we)(?:[’'](?:m|re|ll be)| am| are| will be)\s+(?:\w+\s+){0,2}?"
    r"(?:off|away|out|in meetings|in a meeting|on leave|on holiday|on vacation|travell?ing|closed|booked|busy)\b",
    re.IGNORECASE,
)
_BACK_TO_YOU = re.compile(r"\bback to (?:you|all|everyone)\b", re.IGNORECASE)
_DAYS_OF_TERMS = {"date.in-days", "date.in-workdays"}
_NOUNS = {"contact", "contacto", "contatto", "contato", "meeting"}
_ADVERBS = {"last", "already", "just", "also", "recently", "never", "only", "first", "finally", "then", "both", "all"}
_SUBJECTS = frozenset(("we", "i", "they", "you", "he", "she", "ve", "it", "who"))


class Context:
    """Answers about the sentence that a reading stands in."""

    def __init__(
        self,
        text: str,
        lexemes: Sequence[Lexeme],
        readings: Sequence[Reading],
        cues: Mapping[str, frozenset[str]],
        today: date,
    ) -> None:
        self._text = text
        self._lexemes = lexemes
        self._cues = cues
        self._today = today
        words = {word for lexeme in lexemes for word in lexeme.text.split(" ")}
        self._invited = bool(words & (cues["contact"] - {"meeting"}))
        self._brief = sum(not lexeme.get("mark") for lexeme in lexemes) <= _BRIEF
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
        clause = self._written(reading)
        if reading.period.grain == "offset" and has_lasted(clause):
            return True
        if _FOILED.search(clause):
            return True
        invites = (self._cues["contact"] - self._cues["mail"] - _NOUNS) | {"will", "ll"}
        for close in (before[-6:], [*before[-6:], "", *after[:3]]):
            if self._tells(close) and not set(close) & invites:
                return True
        told = self._tells([*before, "", *after]) or tells_of_the_past(clause)
        return told and not words & invites

    def _tells(self, words: list[str]) -> bool:
        bare = [word for word in words if word not in _ADVERBS]
        return bool(set(words) & self._cues["past"]) or any(_regular_past(*pair) for pair in pairwise(bare))

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
        _, after = self._around(reading, clause=True)
        if set(after[:3]) & _BRINGS:
            return True
        period = reading.period
        running = (
            period.rule.startswith("date.relative-") and period.grain != "day" and reading.bound in {"on", "during"}
        )
        own = set(_words(self._lexemes[reading.first : reading.behind]))
        term = bool(own & _TERMS) and not own & {"next", "nachsten", "coming"}
        term = term and not self._brief
        if not term and not (running and period.first <= self._today <= period.last):
            return False
        near = {word for words in self._around(reading, clause=True) for word in words}
        return not near & (self._cues["contact"] | self._cues["free"])

    def habit(self, reading: Reading) -> bool:
        """Whether it is a stretch of every week: "open Mon-Fri", "Sprechzeiten Mo-Do 8-12 Uhr"."""
        own = self._lexemes[reading.first : reading.behind]
        days = [lexeme for lexeme in own if lexeme.get("weekday") is not None]
        named = any(lexeme.get(each) for lexeme in own for each in ("ord", "num", "numdate", "month", "rel"))
        joined = reading.first > 1 and self._lexemes[reading.first - 1].get("dash")
        if not days or (len(days) < 2 and not joined) or named:
            return False
        sentence = {word for words in self._around(reading, clause=False) for word in words}
        after = self._lexemes[reading.behind] if reading.behind < len(self._lexemes) else None
        hours = after is not None and (after.get("digits") or after.get("junk"))
        if hours or sentence & self._cues["habit"]:
            return True
        most = len(days) == 2 and reading.period.last - reading.period.first >= timedelta(days=3)
        return most and not sentence & (self._cues["away"] | self._cues["free"] | self._cues["contact"])

    def service_term(self, reading: Reading) -> bool:
        """Whether a robot says how long answers take, or when a mailbox closes for good: no absence ends then."""
        before, after = self._around(reading, clause=False)
        sentence = self._written(reading, clause=False)
        if _GONE.search(sentence):
            return True
        if reading.period.rule not in _DAYS_OF_TERMS:
            return False
        returns = self._cues["back"] - self._cues["answer"]
        near = {*before, *after}
        return bool(_BACK_TO_YOU.search(sentence)) or not near & (returns | self._cues["away"])

    def absent(self, reading: Reading) -> bool:
        """As in "I'm off 2-10 July": who asks to be written to later means when they are back."""
        start = self._lexemes[reading.first].start
        end = self._lexemes[reading.behind - 1].end
        if reading.bound not in {"on", "during"} and not (reading.bound == "from" and reading.period.grain == "range"):
            return False
        said = _ABSENT.search(self._text[max(0, start - 60) : start]) or _ABSENT_THEN.match(self._text[end : end + 60])
        return bool(said) and not self.returns(reading)

    def ends_an_absence(self, reading: Reading) -> bool:
        """As in "nach meinem Urlaub, der bis 13.11. geht": the day after that."""
        before = set(self._around(reading, clause=False)[0])
        return reading.bound == "until" and bool(before & _AFTER) and bool(before & self._cues["away"])

    def until_then(self, reading: Reading) -> bool:
        """As in "if nothing changes before June, try me then": the day itself is meant."""
        _, after = self._around(reading, clause=False)
        return reading.bound == "before" and bool(set(after) & _THEN)

    def final_day(self, reading: Reading) -> bool:
        """As in "my last day of leave is the 9th": they are back on the next."""
        start = self._lexemes[reading.first].start
        return reading.bound in {"on", "by"} and bool(_FINAL_DAY.search(self._text[max(0, start - 80) : start]))

    def denied(self, reading: Reading) -> bool:
        """Whether its "before" is denied: "no budget before April", "vor Ostern wird das nichts"."""
        before, after = self._around(reading, clause=True)
        if reading.bound == "on" and self._waits(self._around(reading, clause=False)[0]):
            return True
        return reading.bound == "before" and bool({*before[-5:], *after[:5]} & self._cues["none"])

    def returns(self, reading: Reading) -> bool:
        """Whether it is the day of a return, not of an absence: the nearest such word before it, else behind it."""
        if reading.bound not in {"on", "from", "after", "notbefore", "by"}:
            return False
        before, after = self._around(reading, clause=False)
        own = _words(self._lexemes[reading.first : reading.behind])
        near = [*reversed(own), *(word for pair in zip_longest(reversed(before), after) for word in pair if word)]
        for word in near:
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
        weight += 3 * (
            not near and reading.period.grain != "feast"
        )  # "I'm slammed till Christmas. January?": a date that stands alone is the proposal
        weight += 4 * _anaphoric(reading) + (reading.period.by_hand and reading.period.grain == "day")
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
        return own and before is not None and not before.means and not self._is_cue(before.text)

    def _is_cue(self, word: str) -> bool:
        return any(word in self._cues[name] for name in ("contact", "free", "prefer", "away", "back"))

    def preferred(self, reading: Reading) -> bool:
        """Whether a word of preference leads into it: "ideally", "say", "am besten"."""
        before, _ = self._around(reading, clause=True)
        own = _words(self._lexemes[reading.first : reading.behind])
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
        if self._waits(before):
            return False
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

    def _written(self, reading: Reading, *, clause: bool = True) -> str:
        """The clause of a reading as it was written: folded, "hätte" is no more to be told from "hatte"."""
        before = self._run(range(reading.first - 1, max(-1, reading.first - 1 - _REACH), -1), clause=clause)
        behind = self._run(range(reading.behind, min(len(self._lexemes), reading.behind + _REACH)), clause=clause)
        start = before[-1].start if before else self._lexemes[reading.first].start
        return self._text[start : behind[-1].end if behind else self._lexemes[reading.behind - 1].end]

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
    return [word for lexeme in lexemes for word in (["hopeless"] if lexeme.get("hopeless") else lexeme.text.split(" "))]
