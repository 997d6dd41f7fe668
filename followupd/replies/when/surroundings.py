"""The words around a reading: of its clause, or of its sentence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from followupd.replies.when.grammar import Reading
from followupd.replies.when.lexing import Lexeme

_REACH = 14  # lexemes to either side, within the sentence
_BRIEF = 6  # words: all of so short an answer is its date


class Surroundings:
    """Looks around in the text that the readings stand in; what it saw of each it keeps."""

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
        self._near: dict[tuple[int, int, bool], tuple[list[str], list[str], str]] = {}
        self._brief = sum(not lexeme.get("mark") for lexeme in lexemes) <= _BRIEF
        self._inside = {index for reading in readings for index in range(reading.first, reading.behind)}

    def _around(self, reading: Reading, *, clause: bool) -> tuple[list[str], list[str]]:
        """Return the words before and behind a reading: of its clause (to a comma or another date) or its sentence."""
        return self._looked(reading, clause=clause)[:2]

    def _written(self, reading: Reading, *, clause: bool = True) -> str:
        """The clause of a reading as it was written: folded, "hätte" is no more to be told from "hatte"."""
        return self._looked(reading, clause=clause)[2]

    def _looked(self, reading: Reading, *, clause: bool) -> tuple[list[str], list[str], str]:
        key = (reading.first, reading.behind, clause)
        if key not in self._near:
            before = self._run(range(reading.first - 1, max(-1, reading.first - 1 - _REACH), -1), clause=clause)
            behind = self._run(range(reading.behind, min(len(self._lexemes), reading.behind + _REACH)), clause=clause)
            start = (before[-1] if before else self._lexemes[reading.first]).start
            end = (behind[-1] if behind else self._lexemes[reading.behind - 1]).end
            self._near[key] = words_of(reversed(before)), words_of(behind), self._text[start:end]
        return self._near[key]

    def _run(self, indices: Iterable[int], *, clause: bool) -> list[Lexeme]:
        run = []
        for index in indices:
            lexeme = self._lexemes[index]
            means = lexeme.means
            if "stop" in means or (clause and ("comma" in means or "dash" in means or index in self._inside)):
                break
            run.append(lexeme)
        return run


def words_of(lexemes: Iterable[Lexeme]) -> list[str]:
    """Return the single words; of a phrase that says "hopeless" that word, whatever verbs it is made of."""
    found: list[str] = []
    for lexeme in lexemes:
        if "hopeless" in lexeme.means:
            found.append("hopeless")
        elif " " in lexeme.text:
            found += lexeme.text.split(" ")
        else:
            found.append(lexeme.text)
    return found
