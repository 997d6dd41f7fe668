"""What stands around the words of a reply without being one: banners, signatures, mobile footers, disclaimers.

Every rule here works on whole lines or paragraphs and is narrow on purpose: a footer that stays is noise, a sentence
that goes is a lost answer.
"""

import re
from collections.abc import Sequence

from followupd.core.model import Person
from followupd.replies.attributions import is_rule
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

_APP, _SYSTEM = (compiled(_LISTS[name], r"(?<!\w)", r"(?!\w)") for name in ("apps", "systems"))
_FETCH = compiled(_LISTS["fetch"])
_APP_LINK = re.compile(r"<?https?://\S{1,300}>?$")
_EXCUSE = compiled(_LISTS["excuse"], r"^\W{0,4}")
_SCANNED = compiled(_LISTS["scanned"], r"^\W{0,6}", rf"\W{{0,6}}(?:www\.)?(?:{compiled(_LISTS['scanners']).pattern}|$)")
_SCANNER_LINE = compiled(_LISTS["scanners"], r"^\W{0,6}<?(?:https?://|www\.)\S{0,60}")
_MAILING = compiled(_LISTS["mailing"], r"^\W{0,6}")
_MAILING_GOES_ON = compiled(_LISTS["mailing_goes_on"], r"^\W{0,6}", r"\W{0,6}$")
_SPEAKS = re.compile(rf"(?<!\w)(?:(?i:{compiled(_LISTS['speaks']).pattern})|I|I['’]\w{{1,2}})(?!\w)")
_STROKES = re.compile(r"^\s*[-_=–—]{1,200}\s*$")

_DISCLAIMER = compiled(_LISTS["disclaimer"], r"^\W{0,8}")
_DISCLAIMER_WORDS = compiled(_LISTS["disclaimer_words"])
_BANNER = compiled(_LISTS["banner"], r"^\W{0,8}")
_WARNING, _MAIL, _OUTSIDE = (compiled(_LISTS[name]).pattern for name in ("warning", "warned_of", "from_outside"))
_WARNS = re.compile(
    rf"^\W{{0,8}}{_WARNING}\b\W{{0,6}}(?:.{{0,60}}\b{_MAIL}\b[^,;]{{0,80}}\b{_OUTSIDE}|\bextern\w* {_MAIL})\b",
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


def trailing_lines(lines: Sequence[str], writer: Person = NOBODY, *, is_first: bool = True) -> frozenset[int]:
    """Return the lines of one stretch of fresh text that are signature, footer or disclaimer.

    `is_first`: nothing of the reply stands above this stretch, so that its first paragraph is most likely the answer.
    """
    found = frozenset({*_footers(lines), *_disclaimers(lines, is_first=is_first), *_marked_signature(lines)})
    found |= _rules_beside(lines, found)
    found |= frozenset(signature_lines(lines, found, writer))
    return found | _strokes_at_end(lines, found)


def _marked_signature(lines: Sequence[str]) -> range:
    """Find RFC 3676 section 4.3's "-- ", also where the blank was lost on the way."""
    for number, line in enumerate(lines):
        if re.fullmatch(r"\s{0,2}(?:--|—|--—)\s{0,3}", line):
            rest = [later for later in lines[number + 1 :] if later.strip()]
            if len(rest) <= _SIGNATURE_LINES:
                return range(number, len(lines))
    return range(0)


def _footers(lines: Sequence[str]) -> list[int]:
    """Find what mail programs, telephones, virus scanners and mailing tools put under what somebody wrote."""
    found: list[int] = []
    for number, line in enumerate(lines):
        is_next = found[-1:] == [number - 1] or (found[-1:] == [number - 2] and not lines[number - 1].strip())
        if (is_next and _goes_on(line[:400])) or _is_footer(line) or (number > 0 and _is_mailing(line[:400])):
            found.append(number)
    return found


def _is_footer(line: str) -> bool:
    if not line.strip() or len(line) > 500:
        return False
    shown = _APP_LINK.sub("", line.strip()).strip()
    if len(shown) > 160:
        return False
    says_sent = _FOOTER.search(shown) or _FOOTER_LAST.search(shown) or _SCANNED.search(shown)
    return bool(says_sent or _is_advert(shown, has_link="aka.ms" in line))


def _is_advert(line: str, *, has_link: bool) -> bool:
    """Tell whether a line says no more than "Get Outlook for iOS", in whatever language."""
    is_short = len(line) <= 60 and not re.search(r"[?!,;]", line)
    return (
        is_short and bool(_APP.search(line)) and bool(_SYSTEM.search(line)) and (has_link or bool(_FETCH.search(line)))
    )


def _goes_on(line: str) -> bool:
    """Tell whether a line belongs to the footer right above it."""
    is_link = _FOOTER_LINK.search(line) or _SCANNER_LINE.search(line)
    return bool(is_link or _MAILING_GOES_ON.search(line) or (len(line) <= 120 and _EXCUSE.search(line)))


def _strokes_at_end(lines: Sequence[str], gone: frozenset[int]) -> frozenset[int]:
    """Return the last lines as far as they are only strokes, such as a "-" that somebody left above the quotation."""
    left = [number for number, line in enumerate(lines) if line.strip() and number not in gone]
    last = len(left)
    while last and _STROKES.search(lines[left[last - 1]]):
        last -= 1
    return frozenset(left[last:]) if last else frozenset()


def _is_mailing(line: str) -> bool:
    return bool(_MAILING.search(line)) and not _SPEAKS.search(line)


def _rules_beside(lines: Sequence[str], found: frozenset[int]) -> frozenset[int]:
    """Return the lines that only draw one, right above or below what was found."""
    beside = {number + step for number in found for step in (-1, 1)} - found
    return frozenset(number for number in beside if 0 <= number < len(lines) and is_rule(lines[number]))


def _disclaimers(lines: Sequence[str], *, is_first: bool) -> list[int]:
    """Find where a paragraph begins to read like one; later paragraphs need only its vocabulary.

    The first paragraph of a reply is the answer, unless it has all the marks.
    """
    found: list[int] = []
    for first, end in _paragraphs(lines):
        starts = (each for each in range(first, end) if _DISCLAIMER.match(_from(lines, each, end)))
        start = next(starts, None)
        text = _from(lines, first, end)
        if (
            start is not None
            and not _SPEAKS.search(text)
            and (not is_first or first > 0 or len(set(_DISCLAIMER_WORDS.findall(text))) >= _MARKS)
        ):
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
