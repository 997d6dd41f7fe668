"""Dates of being away and of coming back: which day ends an absence, and which hours are only every week's."""

import re
from datetime import timedelta
from itertools import zip_longest

from followupd.replies.when.grammar import Reading
from followupd.replies.when.past import Past
from followupd.replies.when.surroundings import words_of

_AFTER = {"after", "nach", "apres", "na", "despues", "dopo", "depois", "efter", "etter", "po"}
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
_ABSENT = re.compile(
    r"\b(?:i|we|he|she|they)(?:[’'](?:m|re|s|ll be)| am| are| is| will be)?\s+(?:\w+\s+){0,2}?"
    r"(?:off|away|out|on leave|on holiday|on holidays|on vacation|on pto|travell?ing|abroad|closed|tied up|swamped|"
    r"slammed|snowed under|buried|flat out|booked|busy|maxed out)\b"
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


class Absences(Past):
    """Says of a reading what it has to do with an absence."""

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
        away = set(self._around(reading, clause=True)[0][-5:]) & self._cues["away"] - {"out"}
        if reading.period.grain == "range" and away and not self.returns(reading):
            return True
        if reading.bound not in {"on", "during"} and not (reading.bound == "from" and reading.period.grain == "range"):
            return False
        said = _ABSENT.search(self._text[max(0, start - 60) : start]) or _ABSENT_THEN.match(self._text[end : end + 60])
        return bool(said) and not self.returns(reading)

    def ends_an_absence(self, reading: Reading) -> bool:
        """As in "nach meinem Urlaub, der bis 13.11. geht", "back from the Christmas break": the day after that."""
        words = self._around(reading, clause=False)[0]
        if reading.period.grain == "feast" and reading.bound == "from" and words[-1:] == ["back"]:
            return True
        before = set(words)
        return reading.bound == "until" and bool(before & _AFTER) and bool(before & self._cues["away"])

    def final_day(self, reading: Reading) -> bool:
        """As in "my last day of leave is the 9th": they are back on the next."""
        start = self._lexemes[reading.first].start
        return reading.bound in {"on", "by"} and bool(_FINAL_DAY.search(self._text[max(0, start - 80) : start]))

    def returns(self, reading: Reading) -> bool:
        """Whether it is the day of a return, not of an absence: the nearest such word before it, else behind it."""
        if reading.bound not in {"on", "from", "after", "notbefore", "by"}:
            return False
        before, after = self._around(reading, clause=False)
        own = words_of(self._lexemes[reading.first : reading.behind])
        near = [*reversed(own), *(word for pair in zip_longest(reversed(before), after) for word in pair if word)]
        for word in near:
            if word in self._cues["back"]:
                return True
            if word in self._cues["away"]:
                return False
        return False
