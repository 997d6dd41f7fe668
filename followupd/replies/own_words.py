"""Finds our own mails again in a reply, where nothing marks them as quoted.

Runs of six words are compared, without regard to wrapping, punctuation or case. Whole lines are found, never a
part of a sentence: somebody who repeats half a line of ours inside a sentence of theirs says something with it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

RUN = 6
_MOST = 0.9  # a line of ours in which a client rewrote a word is still ours
_LONG_LINE, _LONG_RUN = 160, 20  # characters of a line, words of ours in it, that nobody quotes in a sentence
_MIN_LONE = 20  # words: a shorter piece of ours that would be the whole reply is an answer ("2. Yes, call me …")

_LINK = re.compile(r"<?(?:https?://|www\.|mailto:)\S{1,2000}", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def lines_of_ours(lines: Sequence[str], ours: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines that repeat, in runs of at least six words, what `ours` says."""
    known = {run for text in ours for run in _runs(_words(text))}
    if not known:
        return frozenset()
    words, line_of = _numbered(lines)
    covered = _covered(words, known)
    found = _whole_lines(covered, line_of)
    is_lone = found >= set(line_of) and len(words) < _MIN_LONE
    if is_lone and all(len(words) * 2 < len(_words(text)) for text in ours):
        return frozenset()
    return found


def parted(lines: Sequence[str], ours: Sequence[str]) -> list[str]:
    """Cut lines before and after what they repeat of ours at length, where a converter lost the line ends."""
    if not ours or all(len(line) < _LONG_LINE for line in lines):
        return list(lines)
    known = {run for text in ours for run in _runs(_words(text))}
    return [part for line in lines for part in _pieces(line, known)]


def _pieces(line: str, known: set[tuple[str, ...]]) -> Sequence[str]:
    if len(line) < _LONG_LINE or line.lstrip().startswith(">"):
        return (line,)
    words = list(_WORD.finditer(line))
    cuts = [0, len(line)]
    for first, last in _spans(_covered([word[0].casefold() for word in words], known)):
        if last - first >= _LONG_RUN:
            end = words[last + 1].start() if last + 1 < len(words) else len(line)
            cuts.extend((words[first].start(), words[last].end() + _closing(line[words[last].end() : end])))
    cuts.sort()
    return [line] if len(cuts) == 2 else [line[start:end].strip() for start, end in pairwise(cuts) if start < end]


def repeated_lines(lines: Sequence[str], ours: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines that are, word for word, a line of ours, however short."""
    known = {tuple(_words(line)) for text in ours for line in text.split("\n")} - {()}
    return frozenset(number for number, line in enumerate(lines) if tuple(_words(line)) in known)


def _closing(between: str) -> int:
    """Return how many characters of punctuation belong to the word before."""
    return len(between) - len(between.lstrip(".,;:!?)…\"'»”"))


def _words(text: str) -> list[str]:
    return _WORD.findall(_LINK.sub(" ", text).casefold())


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[shift:] for shift in range(RUN)), strict=False)


def _numbered(lines: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return all words and, for each, the number of its line."""
    words: list[str] = []
    line_of: list[int] = []
    for number, line in enumerate(lines):
        found = _words(line)
        words.extend(found)
        line_of.extend([number] * len(found))
    return words, line_of


def _covered(words: Sequence[str], known: set[tuple[str, ...]]) -> list[bool]:
    covered = [False] * len(words)
    reach = 0
    for start, run in enumerate(_runs(words)):
        if run in known:
            for index in range(max(start, reach), start + RUN):
                covered[index] = True
            reach = start + RUN
    return covered


def _whole_lines(covered: Sequence[bool], line_of: Sequence[int]) -> frozenset[int]:
    """Return the lines of each covered run that begins and ends with a line, or nearly so."""
    total, hit = dict[int, int](), dict[int, int]()
    for number, is_covered in zip(line_of, covered, strict=True):
        total[number] = total.get(number, 0) + 1
        hit[number] = hit.get(number, 0) + is_covered
    mostly = {number for number, count in total.items() if hit[number] >= RUN and hit[number] >= _MOST * count}
    whole = {number for number, count in total.items() if hit[number] == count}
    found: set[int] = set()
    for first, last in _spans(covered):
        inside = set(line_of[first : last + 1])
        edges = {line_of[first], line_of[last]}
        if edges <= mostly | whole:
            found |= inside
    return frozenset(found)


def _spans(covered: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Yield the first and last index of each run of covered words."""
    first = -1
    for index, is_covered in enumerate((*covered, False)):
        if is_covered and first < 0:
            first = index
        elif not is_covered and first >= 0:
            yield first, index - 1
            first = -1
