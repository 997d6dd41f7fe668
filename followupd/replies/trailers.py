"""What stands around the words of a reply without being one: banners, signatures, mobile footers, disclaimers.

Every rule here works on whole lines or paragraphs and is narrow on purpose: a footer that stays is noise, a sentence
that goes is a lost answer.
"""

import re
from collections.abc import Sequence

from followupd.core.model import Person
from followupd.replies.patterns import compiled, word_lists
from followupd.replies.signatures import NOBODY, signature_lines

_SIGNATURE_LINES = 15  # non-blank lines that a signature may have after "--"
_BANNER_DEPTH = 12  # lines from the top within which a gateway puts its banner
_MARKS = 3  # words of a disclaimer in a paragraph that stands where the answer should

_LISTS = word_lists("trailers")
_DEVICE = compiled(_LISTS["device"]).pattern
_SENT = compiled(_LISTS["sent"]).pattern
_FOOTER = re.compile(rf"^\W{{0,4}}{_SENT}.{{0,60}}?\b{_DEVICE}\b.{{0,60}}$", re.IGNORECASE)
_FOOTER_LAST = compiled(_LISTS["sent_last"], r"^\W{0,4}", r"\W{0,6}$")
_FOOTER_LINK = re.compile(
    r"^\W{0,3}<?https?://(?:aka\.ms|\S{0,60}(?:yahoo|overview\.mail|proton\.me|onelink))\S{0,300}>?$"
)

_DISCLAIMER = compiled(_LISTS["disclaimer"], r"^\W{0,8}")
_DISCLAIMER_WORDS = compiled(_LISTS["disclaimer_words"])
_BANNER = compiled(_LISTS["banner"], r"^\W{0,8}")
_WARNING, _MAIL, _OUTSIDE = (compiled(_LISTS[name]).pattern for name in ("warning", "warned_of", "from_outside"))
_WARNS = re.compile(
    rf"^\W{{0,8}}{_WARNING}\b\W{{0,6}}(?:.{{0,60}}\b{_MAIL}\b.{{0,80}}\b{_OUTSIDE}|\bextern\w* {_MAIL})\b",
    re.IGNORECASE,
)
_BANNER_GOES_ON = re.compile(
    rf"^\W{{0,6}}{compiled(_LISTS['banner_goes_on']).pattern}|{compiled(_LISTS['banner_anywhere']).pattern}",
    re.IGNORECASE,
)


def banner_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines of a warning that the recipient's gateway put on top: "[EXTERNAL]", "CAUTION: …"."""
    found: set[int] = set()
    for number, line in enumerate(lines[:_BANNER_DEPTH]):
        goes_on = number - 1 in found and _BANNER_GOES_ON.search(line[:400])
        if _BANNER.search(line[:400]) or _WARNS.search(line[:400]) or goes_on:
            found.add(number)
    return frozenset(found)


def trailing_lines(lines: Sequence[str], writer: Person = NOBODY) -> frozenset[int]:
    """Return the lines of one stretch of fresh text that are signature, footer or disclaimer."""
    found = frozenset({*_footers(lines), *_disclaimers(lines), *_marked_signature(lines)})
    return found | frozenset(signature_lines(lines, found, writer))


def _marked_signature(lines: Sequence[str]) -> range:
    """Find RFC 3676 section 4.3's "-- ", also where the blank was lost on the way."""
    for number, line in enumerate(lines):
        if re.fullmatch(r"\s{0,2}(?:--|—|--—)\s{0,3}", line):
            rest = [later for later in lines[number + 1 :] if later.strip()]
            if len(rest) <= _SIGNATURE_LINES:
                return range(number, len(lines))
    return range(0)


def _footers(lines: Sequence[str]) -> list[int]:
    found: list[int] = []
    for number, line in enumerate(lines):
        is_footer = len(line) <= 160 and (_FOOTER.search(line) or _FOOTER_LAST.search(line))
        is_its_link = found[-1:] == [number - 1] and _FOOTER_LINK.search(line[:400])
        if is_footer or is_its_link:
            found.append(number)
    return found


def _disclaimers(lines: Sequence[str]) -> list[int]:
    """Find where a paragraph begins to read like one; later paragraphs need only its vocabulary.

    The first paragraph of a reply is the answer, unless it has all the marks.
    """
    found: list[int] = []
    for first, end in _paragraphs(lines):
        starts = (each for each in range(first, end) if _DISCLAIMER.match(_from(lines, each, end)))
        start = next(starts, None)
        text = _from(lines, first, end)
        if start is not None and (first > 0 or len(set(_DISCLAIMER_WORDS.findall(text))) >= _MARKS):
            found.extend(range(start, end))
        elif found and _DISCLAIMER_WORDS.search(text):
            found.extend(range(first, end))
    return found


def _from(lines: Sequence[str], start: int, end: int) -> str:
    """Return some lines of a paragraph as one, enough to judge it."""
    return " ".join(lines[start : min(end, start + 8)])[:1000]


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return first and end (exclusive) of each run of lines without a blank one."""
    found: list[tuple[int, int]] = []
    first = 0
    for number, line in enumerate((*lines, "")):
        if not line.strip():
            if number > first:
                found.append((first, number))
            first = number + 1
    return found
