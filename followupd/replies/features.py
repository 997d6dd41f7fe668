"""What the weights see of a reply: words and their neighbours, where they stand, and what the rules made of them.

A feature is a readable string, because it is what an explanation names; the model hashes it into a row of its tables.

    price                a word of a clause; `^` and `$` are its ends, `?` the end of a question, `^but` after a "but"
    not now              two words, or three, side by side
    not * now            two words with one or two (`**`) between
    =not_inter           the beginnings of two or three words side by side: endings say little
    ~int                 three to five letters of a word, `_` at its ends: what typing errors and compounds leave alone
    first:not            a word or pair of the first clause, of the last
    close-file:yes       a word or pair near the beginning, after what we asked
    cue:no:3 …           the lexicon's cues, their order and its verdict
    day:near:after       how far away the day is that they name, and whether they mean on, after, until ...
    picked:later         the option of ours that they named
    rule:en:no.sold>no   one rule's phrase: some rules are right more often than others
"""

import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

from followupd.replies.clauses import Clause
from followupd.replies.reading import Reading, Script

BITS = 19
_PIECES = (3, 4, 5)
_STEM = 5  # letters
_MAX_CLAUSES = 40  # a reply's sense is in its beginning; the cost stays bounded
_ANSWER = 15  # words: an answer to our question is given early
_SHORT = 6


def features(page: Script, reading: Reading, asked: str) -> list[str]:
    """List a reply's features, each once, in the order of the text."""
    found: dict[str, None] = {}
    clauses = page.clauses[:_MAX_CLAUSES]
    for clause in clauses:
        found.update(dict.fromkeys(_of_clause(clause)))
    if len(clauses) > 1:
        found.update(dict.fromkeys(_placed("first", _words(clauses[0]))))
        found.update(dict.fromkeys(_placed("last", _words(clauses[-1]))))
    if asked:
        opening = [word for clause in clauses[:3] for word in _words(clause)]
        found.update(dict.fromkeys(_placed(asked, opening[:_ANSWER])))
    found.update(dict.fromkeys(_of_rules(reading, asked, page.size)))
    return list(found)


def row(feature: str) -> int:
    """The row of a feature, below `2 ** BITS`."""
    return zlib.crc32(feature.encode()) & ((1 << BITS) - 1)


def is_word(feature: str) -> bool:
    """Whether a person who reads the feature sees words of the reply and nothing else."""
    return feature[0] not in "~^=" and not any(sign in feature for sign in ":*$?")


def _words(clause: Clause) -> list[str]:
    return [_general(norm) for norm in clause.norms]


def _general(norm: str) -> str:
    """A number by its length: which one it is says nothing, that it is a year or a time does."""
    return f"<{len(norm)} digits>" if norm[0].isdigit() and len(norm) > 1 else norm


def _of_clause(clause: Clause) -> Iterator[str]:
    words = _words(clause)
    framed = ["^but" if clause.after_but else "^", *words, "?" if clause.asked else "$"]
    yield from framed
    yield from map(" ".join, pairwise(framed))
    yield from map(" ".join, zip(framed, framed[1:], framed[2:], strict=False))
    yield from (f"{one} * {two}" for one, two in zip(words, words[2:], strict=False))
    yield from (f"{one} ** {two}" for one, two in zip(words, words[3:], strict=False))
    stems = [word[:_STEM] for word in words]
    yield from (f"={one}_{two}" for one, two in pairwise(stems))
    yield from (f"={one}_{two}_{three}" for one, two, three in zip(stems, stems[1:], stems[2:], strict=False))
    for word in words:
        if len(word) > 3 and word[0] != "<":
            yield from _pieces(f"_{word}_")


def _placed(place: str, words: Sequence[str]) -> Iterator[str]:
    yield from (f"{place}:{word}" for word in words)
    yield from (f"{place}:{one} {two}" for one, two in pairwise(words))


def _pieces(word: str) -> Iterator[str]:
    for size in _PIECES:
        for start in range(len(word) - size + 1):
            yield f"~{word[start : start + size]}"


def _of_rules(reading: Reading, asked: str, size: int) -> Iterator[str]:
    yield f"size:{size.bit_length()}"
    if size <= _SHORT:
        yield f"short:{asked}"
    meanings = [cue.means for cue in reading.cues]
    yield from (f"cue:{cue.means}:{cue.strength}" for cue in reading.cues)
    yield from (f"rule:{cue.rule.language}:{cue.rule.id}>{cue.means}" for cue in reading.cues)
    yield from (f"cue:{first}>{second}" for first, second in pairwise(meanings))
    if reading.day:
        yield f"day:{reading.day}"
        yield f"day:{reading.day.partition(':')[0]}"
    if reading.picked:
        yield f"picked:{reading.label}"
    if reading.label is not None:
        yield f"rules:{reading.label}:{reading.strength}:{reading.contested}"
