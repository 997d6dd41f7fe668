"""What is kept of a reply instead of its words: hashes by which the same reply, or one much like it, is known again.

The words are folded as the rules read them. Greeting and closing are left out; the writer's own name, months, days of
the week, amounts and longer numbers are replaced by what they are, so that "back on 3 December, Sam" and "back on
14 January, Kim" are the same note. A single digit stays: it may be the option of ours that they picked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

from followupd.core.letters.addresses import address_key
from followupd.core.model import Person
from followupd.replies.answers import SHORT, Asked
from followupd.replies.clauses import Clause, Word, fold
from followupd.replies.phrases.lexicon import Lexicon
from followupd.replies.reading import Reading, Script
from followupd.replies.when import words as dates

_FEWEST = 6  # shingles: what is shorter is the same or it is not
_SHORTEST_NAME = 3  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The fingerprint of a reply: `exact` of all its words, `shingles` of its pairs of words.

    `asked` is what our mail asked, where the answer is so short that it depends on that. `sense` is what the rules
    saw, in order, and how often something is negated: two texts that differ in it are not alike, however many words
    they share.
    """

    asked: str
    exact: str
    shingles: frozenset[int]
    sense: str

    def likeness(self, other: "Print") -> float:
        """Return the share of pairs of words that both have, 0 to 1 (Jaccard)."""
        either = len(self.shingles | other.shingles)
        return len(self.shingles & other.shingles) / either if either else 0.0

    def is_same(self, other: "Print") -> bool:
        """Say whether both are the same words in answer to the same question."""
        return self.exact == other.exact

    @property
    def can_be_like(self) -> bool:
        """Say whether there are words enough to speak of likeness at all."""
        return len(self.shingles) >= _FEWEST


def print_of(page: Script, ours: Asked, reading: Reading, writer: Person, lexicon: Lexicon) -> Print:
    """Take the fingerprint of a reply as the rules read it."""
    negations = _negations(lexicon)
    names = _names(writer) - negations
    words = [word for clause in page.clauses for word in _words(clause, names)]
    norms = [norm for clause in page.clauses for norm in clause.norms]
    asked = ours.what if page.size <= SHORT or any(cue.rule.means == "answer" for cue in reading.cues) else ""
    meanings = " ".join(cue.means for cue in reading.cues)
    return Print(
        asked=asked,
        exact=_digest("\n".join((asked, *words))),
        shingles=frozenset(_shingles(words)),
        sense=f"{meanings}/{sum(norm in negations for norm in norms)}",
    )


def writer_key(writer: Person) -> str:
    """Return what a writer is known by."""
    return _digest(address_key(writer.address))


def _shingles(words: list[str]) -> Iterator[int]:
    framed = ["^", *words, "$"]
    return (crc32(f"{first} {second}".encode()) for first, second in pairwise(framed))


def _words(clause: Clause, names: frozenset[str]) -> Iterator[str]:
    for index, word in enumerate(clause.words):
        if word.norm != ",":
            yield _general(word, names if index else frozenset())
    if clause.asked:
        yield "?"


def _general(word: Word, names: frozenset[str]) -> str:
    """Return what a word is where it does not matter which; a capital alone makes no name: German nouns have one."""
    if word.norm[0].isdigit():
        return word.norm if len(word.norm) == 1 else f"<{len(word.norm)} digits>"
    if word.capital and word.norm in names:
        return "<name>"
    if word.norm in _day_words() and (word.capital or len(word.norm) > _SHORTEST_NAME):
        return "<day>"
    return word.norm


def _names(writer: Person) -> frozenset[str]:
    """The words of the writer's name and address, as they may stand in their text."""
    written = f"{writer.name} {writer.address}"
    pieces = "".join(char if char.isalpha() else " " for char in written).split()
    return frozenset(norm for piece in pieces for norm in fold(piece) if len(norm) >= _SHORTEST_NAME)


@cache
def _day_words() -> frozenset[str]:
    """Months and days of the week in all languages, folded."""
    phrases = (dates.lexicon(language).phrases for language in dates.LANGUAGES)
    return frozenset(
        first
        for known in phrases
        for first, meanings in known.items()
        for written, meaning in meanings
        if len(written) == 1 and len(first) >= _SHORTEST_NAME and meaning.keys() & {"month", "weekday"}
    )


def _negations(lexicon: Lexicon) -> frozenset[str]:
    return frozenset().union(*(lexicon.words("negation", language) for language in lexicon.languages))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
