"""Rules, and the lexicon that finds them in a clause."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from followupd.core.model import Label
from followupd.replies.clauses import Clause
from followupd.replies.phrases.syntax import Phrase

MEANINGS = (*(label.value for label in Label), "answer", "nothing", "greeting", "closing", "ours")
"""What an id may begin with: a label; `answer.*` short answers; `nothing.*` idioms whose words mean no more than
themselves; `greeting.*` and `closing.*` lines around a reply; `ours.*` what a question of ours asks."""


class Strength(IntEnum):
    """How much one phrase says: `hint` alone decides nothing, `sure` wins against everything but another `sure`."""

    HINT = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the lexicon. `negated` is the meaning under a negation: None for "nothing"."""

    id: str
    language: str
    strength: Strength = Strength.LIKELY
    phrases: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    negated: str | None = None
    own: bool = False  # from a file of the user's

    @property
    def means(self) -> str:
        """The first part of the id: a label or one of the other `MEANINGS`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's phrase found in a clause: words `first` to `last` (exclusive) of it."""

    rule: Rule
    first: int
    last: int


@dataclass(frozen=True)
class Lexicon:
    """All rules of all languages, with an index by word; immutable once built."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages it has rules for."""
        return tuple(sorted({rule.language for rule in self.rules}))

    @cached_property
    def ours(self) -> "Lexicon":
        """The rules about our own questions alone."""
        return Lexicon(tuple(rule for rule in self.rules if rule.means == "ours"), self.lists)

    @cached_property
    def common(self) -> Mapping[str, Sequence[str]]:
        """The commonest words with the languages that they are common in: they tell what a text is written in."""
        found: dict[str, list[str]] = {}
        for language in self.languages:
            for word in self.words("common", language):
                found.setdefault(word, []).append(language)
        return found

    @cached_property
    def _index(self) -> dict[str, list[tuple[Rule, Phrase]]]:
        index: dict[str, list[tuple[Rule, Phrase]]] = {}
        for rule in self.rules:
            for phrase in rule.phrases:
                for key in phrase.keys:
                    index.setdefault(key, []).append((rule, phrase))
        return index

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def words(self, name: str, language: str) -> frozenset[str]:
        """The single words of a list of one language: `negation`, `common`. "mai" negates in Italian alone."""
        return self.lists.get(language, {}).get(name, frozenset())

    def matches(self, clause: Clause, languages: Iterable[str]) -> list[Match]:
        """Find every rule of these languages in a clause, in order of position; overlaps included."""
        wanted, keys = frozenset(languages), frozenset(_keys_of(clause))
        seen: set[int] = set()
        found: list[Match] = []
        for key in keys:
            for rule, phrase in self._index.get(key, ()):
                if rule.language in wanted and id(phrase) not in seen:
                    seen.add(id(phrase))
                    found.extend(self._look(rule, phrase, clause, keys))
        return sorted(found, key=lambda match: (match.first, -match.last, match.rule.id))

    def _look(self, rule: Rule, phrase: Phrase, clause: Clause, keys: frozenset[str]) -> Iterator[Match]:
        if any(keys.isdisjoint(need) for need in phrase.needs):
            return
        spans = [_words_of(clause, hit) for hit in self._regex(phrase).finditer(clause.line)]
        if spans and not any(self._stands(other, clause, keys) for other in rule.unless):
            yield from (Match(rule, first, last) for first, last in spans)

    def _stands(self, phrase: Phrase, clause: Clause, keys: frozenset[str]) -> bool:
        if any(keys.isdisjoint(need) for need in (phrase.keys, *phrase.needs)):
            return False
        return self._regex(phrase).search(clause.line) is not None

    def _regex(self, phrase: Phrase) -> re.Pattern[str]:
        """Compile a phrase when it is first needed: compiling all of them would cost a second at every start."""
        if phrase.pattern not in self._compiled:
            self._compiled[phrase.pattern] = re.compile(phrase.pattern)
        return self._compiled[phrase.pattern]


def _keys_of(clause: Clause) -> Iterator[str]:
    """Every key that a phrase matching this clause could be filed under."""
    for norm in {word.norm for word in clause.words}:
        yield norm
        yield from (f"{norm[:size]}*" for size in range(2, len(norm) + 1))
        if norm[0].isdigit():
            yield "#"
    if any(word.capital for word in clause.words):
        yield "~"
    if clause.asked:
        yield "?"


def _words_of(clause: Clause, hit: re.Match[str]) -> tuple[int, int]:
    """The words that a hit in the clause's line covers; none, at its end, for a bare question mark."""
    inside = [index for index, start in enumerate(clause.starts) if hit.start() <= start < hit.end()]
    return (inside[0], inside[-1] + 1) if inside else (len(clause.words), len(clause.words))
