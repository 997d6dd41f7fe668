"""Whose words are whose: what the writer of a reply wrote, apart from what the reply carries along.

Nothing of the reply may be lost: that error is worse than a quoted line that stays. So every rule sets whole lines
aside, in their order, and what was typed between two quotations remains.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from followupd.core.model import Person
from followupd.replies.attributions import (
    attribution,
    before_attribution,
    header_block,
    is_header_line,
    is_lone_mark,
    is_rule,
    is_separator,
    label_of,
    notes_block,
)
from followupd.replies.interleaved import answers_in, points_below
from followupd.replies.own_words import lines_of_ours, parted, repeated_lines
from followupd.replies.signatures import NOBODY
from followupd.replies.trailers import banner_lines, trailing_lines

_MARK = re.compile(r"^\s{0,3}(?:>|&gt;)")
_ODD_MARK = re.compile(r"^\s{0,3}(?:[A-Z]{1,4}>|[|»¦](?!.*\|\s*$))\s?")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000]")
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Split:
    """A text in two: `fresh` is its writer's, `quoted` is what was set aside; both in the order of the lines."""

    fresh: str
    quoted: str


def isolate(text: str, *, ours: Sequence[str] = (), html: str = "", writer: Person = NOBODY) -> Split:
    """Split a text.

    `html` is the text of the same message's HTML form, whose markup may know of quotations, signatures and answers in
    colour; `writer` is who it is from: a signature is known by the name.
    """
    if not html or html == text:
        return _isolate(text, ours, writer)
    lines = html.split("\n")
    marked = [_MARK.sub("", line) for line in lines if _MARK.match(line)]
    only_marked = repeated_lines(marked, ["\n".join(line for line in lines if not _MARK.match(line))])
    endings = [line for number, line in enumerate(marked) if number not in only_marked]
    split = _isolate(text, ours, writer, endings)
    if not split.quoted and marked:
        split = _isolate(text, (*ours, "\n".join(marked)), writer, endings)
    if points_below(split.fresh):
        split = max(split, _isolate(html, ours, writer), key=lambda each: len(each.fresh.split()))
    return split


def _isolate(text: str, ours: Sequence[str], writer: Person, endings: Sequence[str] = ()) -> Split:
    """Split one form of a text; `endings` are lines that the other form marks as not the writer's."""
    lines = parted([_visible(line) for line in text.split("\n")], ours)
    page = _Page([part for line in lines for part in before_attribution(line)])
    page.set_aside(number for number, line in enumerate(page.lines) if _MARK.match(line))
    _set_announced_aside(page)
    page.set_aside(banner_lines(page.lines))
    if ours and _answers_are_below(page):
        page.aside -= answers_in(page.lines, ours, lambda number: _is_older(page, number))
    page.set_aside(page.fresh_numbers(lines_of_ours(page.fresh_lines(), ours)))
    page.set_aside(page.fresh_numbers(_marked_end(page.fresh_lines(), endings)))
    is_first = True
    for stretch in page.stretches():
        lines = [page.lines[number] for number in stretch]
        page.set_aside(stretch[each] for each in trailing_lines(lines, writer, is_first=is_first))
        is_first = is_first and not any(line.strip() for line in lines)
    return Split(page.fresh_text(), page.quoted_text())


def _marked_end(lines: Sequence[str], endings: Sequence[str]) -> range:
    """Return the last lines, as far as they are those of `endings`; nothing where that would be all."""
    marked = repeated_lines(lines, endings)
    start = len(lines)
    while start and (start - 1 in marked or not lines[start - 1].strip()):
        start -= 1
    return range(start, len(lines)) if start else range(0)


@dataclass(slots=True)
class _Page:
    lines: list[str]
    aside: set[int] = field(default_factory=set)

    def set_aside(self, numbers: Iterable[int]) -> None:
        self.aside.update(numbers)

    def fresh_numbers(self, of: Iterable[int]) -> list[int]:
        """Translate numbers among the fresh lines into numbers of the page."""
        kept = self._kept()
        return [kept[number] for number in of]

    def fresh_lines(self) -> list[str]:
        return [self.lines[number] for number in self._kept()]

    def stretches(self) -> list[list[int]]:
        """Return the runs of neighbouring fresh lines."""
        found: list[list[int]] = []
        for number in self._kept():
            if found and found[-1][-1] == number - 1:
                found[-1].append(number)
            else:
                found.append([number])
        return found

    def fresh_text(self) -> str:
        """Return the fresh lines, with one blank line wherever there were more or something was set aside."""
        paragraphs = re.sub(r"\n{3,}", "\n\n", "\n".join(self._with_gaps()))
        return paragraphs.strip("\n")

    def quoted_text(self) -> str:
        return "\n".join(line for number, line in enumerate(self.lines) if number in self.aside).strip("\n")

    def _kept(self) -> list[int]:
        return [number for number in range(len(self.lines)) if number not in self.aside]

    def _with_gaps(self) -> Iterable[str]:
        before = -1
        for number in self._kept():
            if number != before + 1:
                yield ""
            yield self.lines[number]
            before = number


def _visible(line: str) -> str:
    return _BLANKS.sub(" ", _TURNS.sub("", _INVISIBLE.sub("", line))).rstrip()


def _set_announced_aside(page: _Page) -> None:
    """Find what announces a quotation; without quote marks after it, all the rest is quoted."""
    number = 0
    while number < len(page.lines):
        is_announced = is_lone_mark(page.lines[number])
        if (number in page.aside and not is_announced) or not page.lines[number].strip():
            number += 1
            continue
        found = _announcement(page, number)
        if found is None:
            number += 1
            continue
        first, end = found
        page.set_aside(range(_with_rule_above(page.lines, first), end))
        page.set_aside(_oddly_marked(page, end))
        if not _is_marked(page, end):
            page.set_aside(range(end, len(page.lines)))
            return
        number = end


def _oddly_marked(page: _Page, start: int) -> Iterable[int]:
    """Return the lines with the mark that the first line below an announcement has: "AR> ", "| ", "» "."""
    first = _next_line(page, start)
    mark = None if first is None or first in page.aside else _ODD_MARK.match(page.lines[first])
    if first is None or mark is None:
        return ()
    return (each for each in range(first, len(page.lines)) if page.lines[each].startswith(mark[0].rstrip()))


def _next_line(page: _Page, start: int) -> int | None:
    """Return the number of the next line that is not blank."""
    return next((number for number in range(start, len(page.lines)) if page.lines[number].strip()), None)


def _announcement(page: _Page, number: int) -> tuple[int, int] | None:
    """Return first and end (exclusive) of the lines that announce a quotation, the last of which may be `number`."""
    lines = page.lines
    if is_separator(lines[number]) or is_lone_mark(lines[number]):
        return number, _end_of_block_below(lines, number + 1)
    if is_header_line(lines[number]):
        return number, number + 1
    if (above := notes_block(lines, number)) is not None:
        return above, number + 1
    if label_of(lines[number]) and (end := header_block(lines, number)):
        return number, end
    first = attribution(lines, number, before_quote=_is_marked(page, number + 1))
    return None if first is None else (first, number + 1)


def _end_of_block_below(lines: Sequence[str], start: int) -> int:
    """Return the end of the header block that follows a separator, `start` where none does."""
    for number in range(start, min(start + 3, len(lines))):
        if label_of(lines[number]):
            return header_block(lines, number) or start
    return start


def _is_marked(page: _Page, start: int) -> bool:
    """Tell whether the next line that is not blank has a quote mark."""
    return _next_line(page, start) in page.aside


def _with_rule_above(lines: Sequence[str], first: int) -> int:
    """Take in the line that Outlook draws above a header block."""
    above = first - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and is_rule(lines[above]) else first


def _answers_are_below(page: _Page) -> bool:
    fresh = page.fresh_text()
    return not fresh or points_below(fresh)


def _is_older(page: _Page, number: int) -> bool:
    """Tell whether a line is quoted by a mark, announces older mail or belongs to a header block."""
    line = page.lines[number]
    return bool(_MARK.match(line) or label_of(line)) or _announcement(page, number) is not None
