"""The date words of each language, compiled into look-ups for the lexer.

A table maps a category (with a value after "=") to its spellings, parted by "|". A key that ends in "*n" holds
a list parted by ";" whose values count up from n. Spellings are written as people write them; folding makes
case, accents and the two spellings of German umlauts equal.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from followupd.replies.when.words import da, de, en, es, fr, it, nl, no, pl, pt, sv

Meaning = Mapping[str, str | float | bool]
LANGUAGES = ("en", "de", "fr", "es", "nl", "it", "pt", "sv", "da", "no", "pl")
_MODULES = {
    "en": en,
    "de": de,
    "fr": fr,
    "es": es,
    "nl": nl,
    "it": it,
    "pt": pt,
    "sv": sv,
    "da": da,
    "no": no,
    "pl": pl,
}
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "å": "a", "ł": "l", "œ": "oe", "đ": "d"})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BINDING = {"afterw": "after", "before": "before"}
_HYPHENATED = {"num", "ord", "unit", "school", "feast", "part", "partunit", "hopeless"}
_CONTRACTED = {"isover", "begins"}  # "once the summer's over"
SHORTEST_MISSPELT = 7  # letters: "friday" is too near to "frida" and "fridge"
LONGEST_MISSPELT = 12
_OFTEN_MISSPELT = ("month", "weekday", "day")
_PIECE = re.compile(r"[^\W\d_]+|\d+|[-/.]")


def fold(word: str) -> str:
    """Return the word in lower case without accents."""
    lower = word.lower()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower.translate(_SPECIAL))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _entries(table: Mapping[str, str]) -> Iterator[tuple[str, str | float | bool, str]]:
    for key, spellings in table.items():
        if "*" in key:
            category, start = key.split("*")
            for value, group in enumerate(spellings.split(";"), int(start)):
                yield from ((category, value, spelling) for spelling in group.split("|"))
        else:
            category, _, text = key.partition("=")
            yield from ((category, _value(category, text), spelling) for spelling in spellings.split("|"))


def _value(category: str, text: str) -> str | float | bool:
    if category == "num":
        return float(text)
    return int(text) if category in {"ord", "rel", "day"} else text or True


def _spellings(category: str, spelling: str) -> set[str]:
    found = {fold(spelling), fold(spelling.lower().translate(_DIGRAPHS))}
    if category in _CONTRACTED:
        found |= {"s" + each[2:] for each in found if each.startswith("is ")}
    return found | {each.replace(" ", "-") for each in found} if category in _HYPHENATED else found


class Lexicon:
    """One language's words: `phrases` by their first word, longest first; `known` for guessing the language."""

    def __init__(self, language: str) -> None:
        module = _MODULES[language]
        meanings: dict[tuple[str, ...], dict[str, str | float | bool]] = {}
        for category, value, written in _entries(module.WORDS):
            for spelling in _spellings(category, written):
                words = tuple(_PIECE.findall(spelling))
                meaning = meanings.setdefault(words, {})
                meaning.setdefault(category, value)
                if category in _BINDING and len(words) > 1:
                    meaning.setdefault("bound", _BINDING[category])
        self.phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for words, meaning in sorted(meanings.items(), key=lambda item: -len(item[0])):
            self.phrases.setdefault(words[0], []).append((words, meaning))
        self._misspellings = _misspellings(meanings)
        self._initials = {meant["first"] for meant in self._misspellings.values()}
        self.stops = frozenset(fold(word) for word in module.STOPS.split())
        self.known = frozenset(word for words in meanings for word in words) - self.stops

    def misspelt(self, word: str) -> Meaning | None:
        """Return what a long name of a month or day means that is one slip of the finger off: "Febuary"."""
        if word[0] not in self._initials:
            return None
        for slip in _slips(word):
            if slip in self._misspellings and self._misspellings[slip]["first"] == word[0]:
                return {key: value for key, value in self._misspellings[slip].items() if key != "first"}
        return None


def _misspellings(meanings: Mapping[tuple[str, ...], dict[str, str | float | bool]]) -> dict[str, dict[str, Any]]:
    """Return the slips of the names that are long enough to be known in spite of one."""
    found: dict[str, dict[str, Any]] = {}
    for words, meaning in meanings.items():
        name = words[0]
        if len(words) == 1 and len(name) >= SHORTEST_MISSPELT and any(each in meaning for each in _OFTEN_MISSPELT):
            for slip in _slips(name):
                found.setdefault(slip, {**meaning, "first": name[0]})
    return found


def _slips(word: str) -> set[str]:
    """Return the word and all it becomes with one letter left out: two words a slip apart share one of them."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


@cache
def cues(languages: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return the words that tell what a date beside them is for: past, contact, free, back, away, reason, ..."""
    merged: dict[str, set[str]] = {"answer": set()}  # not every language has verbs of answering among those of return
    for language in languages:
        for name, words in _MODULES[language].CUES.items():
            merged.setdefault(name, set()).update(words.split())
    return {name: frozenset(words) for name, words in merged.items()}


@cache
def lexicon(language: str) -> Lexicon:
    """Return the compiled words of a language."""
    return Lexicon(language)


@cache
def speakers() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return for each word the languages that use it, with a weight: 3 for a function word, 2 for a date word."""
    users: dict[str, list[tuple[str, int]]] = {}
    for language in LANGUAGES:
        words = lexicon(language)
        for stop in words.stops:
            users.setdefault(stop, []).append((language, 3))
        for known in words.known:
            users.setdefault(known, []).append((language, 2))
    return {word: tuple(found) for word, found in users.items()}
