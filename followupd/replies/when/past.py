"""Dates of what has been, and of what is only wished: no day to come is named by them."""

import re
from itertools import pairwise

from followupd.replies.when.grammar import Reading
from followupd.replies.when.surroundings import Surroundings
from followupd.replies.when.tense import has_lasted, tells_of_the_past

_WISHED = {"feast", "season", "start-part", "weekend", "day"}
_GOOD = {"good", "guten", "bon", "bonne", "buen", "buena", "god", "godt"}  # also said of a day that suits
_FOILED = re.compile(
    r"\b(?:was|were) (?:going|planning|supposed|meant|hoping|due) to\b"
    r"|(?<!if )(?<!as )\b(?:we|i|they|you) (?:had|did) (?!better|rather|not\b)",
    re.IGNORECASE,
)
_NOUNS = {"contact", "contacto", "contatto", "contato", "meeting", "back"}
_DONE_BY_US = {"call", "visit", "offer", "quote", "proposal", "demo"}
_STATES = {"is", "are", "am", "be", "being", "m", "re"}  # "closed" behind these is no tale but a state
_ADVERBS = {"last", "already", "just", "also", "recently", "never", "only", "first", "finally", "then", "both", "all"}
_SUBJECTS = frozenset(("we", "i", "they", "you", "he", "she", "ve", "it", "who"))
_YOUR = {"your", "ihre", "ihrer", "ihr", "deine", "votre", "ton", "vos", "tu", "su", "je", "jouw", "uw", "tua", "sua",
         "seu", "din", "deres"}  # fmt: skip


class Past(Surroundings):
    """Says of a reading whether its sentence looks back."""

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
        for close in () if "once" in words else (before[-6:], [*before[-6:], "", *after[:3]]):
            if self._tells(close) and not set(close) & invites:
                return True
        if "once" in words:
            return False  # "once the board has met"
        told = self._tells([*before, "", *after]) or tells_of_the_past(clause)
        return told and not words & invites

    def _tells(self, words: list[str]) -> bool:
        words = ["" if before in _STATES else word for before, word in pairwise(["", *words])]
        bare = [word for word in words if word not in _ADVERBS]
        return bool(set(words) & self._cues["past"]) or any(_regular_past(*pair) for pair in pairwise(bare))

    def _wished(self, reading: Reading, before: list[str]) -> bool:
        """As in "Happy Easter!", "have a good weekend"."""
        wishes = self._cues["wish"]
        near = set(before[-3:]) & wishes - _GOOD or set(before[-1:]) & wishes
        return bool(near) and reading.bound == "on" and reading.period.grain in _WISHED

    def _counts_mails(self, reading: Reading, before: list[str]) -> bool:
        """As in "your mail of Monday", "the third mail in two weeks": days of what was written to them."""
        if before[-1:] and before[-1] in self._cues["mail"] and before[-2:-1] and before[-2][0].isdigit():
            return True  # "the 3rd mail this week"
        if reading.bound == "on" and set(before[-3:]) & _DONE_BY_US and set(before[-5:]) & _YOUR:
            return True
        if reading.bound in {"on", "from", "during"} and set(before[-3:]) & self._cues["mail"]:
            own = bool(set(before[-5:]) & _YOUR)
            return own if reading.period.grain != "offset" else bool(set(before) & self._cues["times"])
        return reading.period.grain == "offset" and bool(set(before[-4:]) & self._cues["times"])


def _regular_past(subject: str, verb: str) -> bool:
    """As in "We talked in January": a regular English verb in the past right behind its subject."""
    return subject in _SUBJECTS and verb.endswith("ed") and verb != "need"
