"""Does a text for one contact say something that only another contact's row holds?

The classic is a template that was written for one person and then used for all: "Hi Kim, how is Globex?". What several
rows hold, what the reader's own row holds and what is a word of the calendar tells nobody apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from followupd.core.language.languages import LANGUAGES

_SHORTEST = 4
_LONG_NUMBER = 7  # digits: a telephone number, and no year and no price
_WORD = re.compile(r"\w+")
_CALENDAR = frozenset(word for words in LANGUAGES.values() for word in (*words.days, *words.months))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A value out of one contact's row in a text for another one. All three as the tables call them."""

    reader: str
    owner: str
    column: str
    value: str

    @property
    def is_plain(self) -> bool:
        """Whether it can be no accident: a single word may be a name here and a word there, "Grace" or "Summit"."""
        letters, digits = sum(map(str.isalpha, self.value)), sum(map(str.isdigit, self.value))
        return "@" in self.value or digits >= _LONG_NUMBER or (" " in self.value and letters >= 2 * _SHORTEST)


def leaks(
    texts: Iterable[tuple[str, str]], rows: Mapping[str, Mapping[str, str]], *, common: Iterable[str] = ()
) -> list[Leak]:
    """Return every distinctive value of a row that stands in a text for somebody else, once for each reader.

    `texts`: reader and text; `rows`: of each contact, by the same key. `common` are texts whose words are nobody's
    secret: the sender's name and signature.
    """
    known = _by_rarest_word(_distinctive(rows, " ".join(common)))
    found: dict[tuple[str, str, str], Leak] = {}
    for reader, text in texts:
        own = " ".join(rows.get(reader, {}).values())
        for owner, column, value in _spoken(text, known):
            if owner != reader and value not in own:
                found[reader, owner, value] = Leak(reader=reader, owner=owner, column=column, value=value)
    return list(found.values())


_Value = tuple[str, str, str]  # owner, column, value


def _distinctive(rows: Mapping[str, Mapping[str, str]], common: str) -> Iterator[_Value]:
    """Yield the values that one contact alone has and that are no common words."""
    holders: dict[str, set[str]] = defaultdict(set)
    for owner, row in rows.items():
        for value in row.values():
            holders[_spaced(value)].add(owner)
    for owner, row in rows.items():
        for column, cell in row.items():
            value = _spaced(cell)
            if len(holders[value]) == 1 and _tells_apart(value) and value not in common:
                yield owner, column, value


def _tells_apart(value: str) -> bool:
    """Whether a value can be known again in a text: names are written with a capital, addresses have an @."""
    if value.isdecimal():
        return len(value) >= _LONG_NUMBER
    is_word = value.isalpha() and value == value.lower()
    return len(value) >= _SHORTEST and not is_word and value not in _CALENDAR


def _by_rarest_word(values: Iterable[_Value]) -> Mapping[str, list[tuple[int, _Value]]]:
    """Index each value, with the place of the word in it, by its word that the fewest others have."""
    places = [(each, list(_WORD.finditer(each[2]))) for each in values]
    count = Counter(word[0] for _, words in places for word in words)
    index: dict[str, list[tuple[int, _Value]]] = defaultdict(list)
    for each, words in places:
        if words:
            rarest = min(words, key=lambda word: count[word[0]])
            index[rarest[0]].append((rarest.start(), each))
    return index


def _spoken(text: str, known: Mapping[str, list[tuple[int, _Value]]]) -> Iterator[_Value]:
    """Yield the values that stand in a text as whole words; one look at each word, however many values there are."""
    text = _spaced(text)
    for word in _WORD.finditer(text):
        for offset, each in known.get(word[0], ()):
            start = word.start() - offset
            if start >= 0 and text.startswith(each[2], start) and _stands_alone(text, start, start + len(each[2])):
                yield each


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not text[max(start - 1, 0) : start].isalnum() and not text[end : end + 1].isalnum()


def _spaced(text: str) -> str:
    return " ".join(text.split())
