"""Signatures that nothing marks: name, title, company, telephone, address, links, at the end of what somebody wrote.

Known by their structure: short lines without a sentence, that begin with the writer's name or stand below a closing,
and among them ways to reach somebody, a title, a company. The closing and the name under it are the writer's words
and stay. In doubt everything stays: somebody else's card or the address for the parcel is an answer.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import cast

from followupd.core.model import Person
from followupd.replies.patterns import compiled, word_lists

NOBODY = Person(address="")

_REACH = 24  # lines from the end within which a signature begins
_LONG, _WORDY = 160, 8  # characters and words that no line of a signature has
_NAME_WORDS = 4
_NEAR_TOP = 4  # lines of a block within which its owner's name stands

_LISTS = word_lists("signatures")


def _either(name: str) -> str:
    return "|".join(cast("list[str]", _LISTS[name]))


_SIGN_OFF = compiled(word_lists("trailers")["sign_off"], r"^\W{0,3}", r"[\s,.!;:–-]{0,3}$")
_SIGNED = compiled(word_lists("trailers")["sign_off"], r"^\W{0,3}", r"[\s,.!–-]{1,4}(?P<name>[^\W\d_].{0,60})$")
_TITLE = compiled(_LISTS["titles"], r"(?<!\w)", r"(?!\w)")
_COMPANY = re.compile(rf"(?<!\w)(?:{_either('companies')})(?!\w)")
_WAYS = compiled(_LISTS["reach"])
_PLACE = re.compile(rf"(?i:{_either('streets')})|{_either('postcodes')}")
_REGISTERED = compiled(_LISTS["registered"], r"(?<!\w)")
_ORNAMENT = compiled(_LISTS["ornaments"], r"^\W{0,4}")
_TIME = compiled(_LISTS["times"])
_TALK = frozenset(cast("str", _LISTS["talk"]).split())
_NO_NAMES = frozenset(cast("str", _LISTS["no_names"]).split())

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_LINKS = re.compile(r"<[^<>]{0,400}>|https?://\S{1,400}|[\w.+-]{1,64}@[\w.-]{1,80}|\bwww\.\S{1,200}")
_ITEM = re.compile(r"^\s{0,6}(?:[-*•–]\s|\(?\d{1,2}[.)]\s)")
_CLOSED = re.compile(r"[.!?…)\u3002\uff01\uff1f]\W{0,3}$|[^\w\s,:;-]$")
_SEPARATED = re.compile(r"\s[|·•/–—-]\s|[,|(]|\s{2,}")
_MOTTO = re.compile(r"^[\"“„«'‘][^\"“”„«»]{10,140}[\"”“»'’]$")
_EDGES = " \t*_|•·"


class _Kind(Enum):
    """What a line may be; the last three are evidence for a signature."""

    TALK = auto()  # no line of a signature
    PLAIN = auto()  # short enough to be one
    ORNAMENT = auto()
    TITLE = auto()  # title, company, address, registry
    REACH = auto()


def signature_lines(lines: Sequence[str], gone: frozenset[int], writer: Person) -> range:
    """Return the lines of the signature of a text, of which the lines in `gone` are set aside already."""
    left = [number for number, line in enumerate(lines) if line.strip() and number not in gone]
    text = _Text.of([lines[number] for number in left], left, writer)
    for place in range(max(1, len(left) - _REACH), len(left)):
        end = text.end_of_block(place)
        if end > place and text.begins_signature(place, end):
            return range(left[place], len(lines) if end == len(left) else left[end - 1] + 1)
    return range(0)


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines that are not blank, with their places in the whole."""

    lines: Sequence[str]
    numbers: Sequence[int]
    kinds: Sequence[_Kind]
    names: frozenset[str]  # words of the writer's name

    @classmethod
    def of(cls, lines: Sequence[str], numbers: Sequence[int], writer: Person) -> "_Text":
        skipped = max(0, len(lines) - _REACH)
        kinds = [_Kind.TALK] * skipped + [_kind(line) for line in lines[skipped:]]
        return cls(lines, numbers, kinds, _names_of(writer) | _name_under_closing(lines[skipped:]))

    def end_of_block(self, start: int) -> int:
        """Return where the lines that may belong to a signature end."""
        end = start
        while end < len(self.lines) and self.kinds[end] is not _Kind.TALK:
            end += 1
        return end

    def begins_signature(self, place: int, end: int) -> bool:
        """Tell whether the block from `place` to `end` is the writer's signature and not a part of the answer."""
        before = self.lines[place - 1].rstrip()
        if before.endswith((":", "：")) and not self._closes(place - 1):
            return False  # "Please send it to:"
        block = self.kinds[place:end]
        reach, evidence = block.count(_Kind.REACH), sum(kind in {_Kind.REACH, _Kind.TITLE} for kind in block)
        if end < len(self.lines) and reach < 2:
            return False  # something was written below it
        if self._closes(place - 1):  # the name stays, unless its line says more
            return self._is_owner(place) and bool(_SEPARATED.search(self.lines[place])) and evidence >= 1
        if self._closes(place) or (self._is_lone_name(place) and self._names_owner(place + 1, end)):
            return False  # "Sam" above "Sam Marsh, Acme Ltd"
        if self._is_below_name(place):
            is_more = self.kinds[place] is _Kind.TITLE or self._names_owner(place, end)
            return evidence >= (1 if is_more else 2) and not self._is_card(place, end)
        if not self._is_apart(place):
            return False
        if not re.search(r"\w", self.lines[place]):
            return evidence >= 2 and reach >= 1  # below a line that is drawn
        if not self._names_owner(place, min(end, place + _NEAR_TOP)):
            return False
        is_told = bool(_CLOSED.search(before)) or self._is_owner(place - 1)
        if self._is_owner(place):
            return evidence >= 1 if is_told else reach >= 1
        return evidence >= 2 and reach >= 1

    def _is_apart(self, place: int) -> bool:
        """Tell whether a line begins a paragraph, or follows a name above a rule or the end of a sentence."""
        is_gap = self.numbers[place] - self.numbers[place - 1] > 1 or self._is_lone_name(place - 1)
        return is_gap or bool(_CLOSED.search(self.lines[place - 1].rstrip()))

    def _is_lone_name(self, place: int) -> bool:
        """Tell whether a line is a name that stands by itself, above a blank line or a rule."""
        is_last = self.numbers[place + 1 : place + 2] != [self.numbers[place] + 1]
        is_name = self.kinds[place] is _Kind.PLAIN and _is_name(self.lines[place]) and self._is_owner(place)
        return is_name and (is_last or self.kinds[place + 1] is _Kind.ORNAMENT)

    def _is_below_name(self, place: int) -> bool:
        """Tell whether the line before is the name under a closing, or behind it."""
        is_closed = place >= 2 and self._closes(place - 2) and _is_name(self.lines[place - 1])
        return is_closed or _is_signed(self.lines[place - 1])

    def _closes(self, place: int) -> bool:
        """Tell whether a line is a closing: one that we know, or a few words between the text and the bare name."""
        line = self.lines[place].rstrip()
        if _SIGN_OFF.search(line[:80]):
            return True
        if not 0 < place < len(self.lines) - 1 or len(line) > 50 or re.search(r"[\d?!:@]|[^,.]\.$", line):
            return False
        is_plain = self.kinds[place] is _Kind.PLAIN or line.endswith(",")
        is_name_next = self.kinds[place + 1] is _Kind.PLAIN and _is_name(self.lines[place + 1])
        return is_plain and is_name_next and self._is_owner(place + 1) and not self._is_owner(place)

    def _names_owner(self, start: int, end: int) -> bool:
        return any(self._is_owner(place) for place in range(start, end))

    def _is_owner(self, place: int) -> bool:
        """Tell whether a line holds the writer's name, or begins with a part of it."""
        words = [_folded(word) for word in _WORD.findall(_LINKS.sub(" ", self.lines[place][:_LONG]))]
        if len(self.names.intersection(words)) >= 2:
            return True
        first = _SEPARATED.split(self.lines[place].strip(_EDGES))[0]
        parts = {_folded(word) for word in _WORD.findall(first)} - _NO_NAMES
        return _is_name(first) and not parts.isdisjoint(self.names) and self._may_be_initials(parts - self.names)

    def _may_be_initials(self, others: set[str]) -> bool:
        """Tell whether the rest of a name can be the writer's too: "S. Marsh" for Sam; "Tom Marsh" is his brother."""
        return len(self.names) == 1 or {word[0] for word in others} <= {name[0] for name in self.names}

    def _is_card(self, place: int, end: int) -> bool:
        """Tell whether a block is the card of somebody else: another name, with a title or address of its own."""
        is_apart = self.numbers[place] - self.numbers[place - 1] > 1
        if not is_apart or self._names_owner(place, end) or not _is_name(self.lines[place]):
            return False
        if self.kinds[place] is not _Kind.PLAIN:
            return False
        words = {_folded(word) for word in _WORD.findall(self.lines[place])}
        others = " ".join(self.lines[place + 1 : end])
        addressed = {
            _folded(part) for local in re.findall(r"([\w.+-]{1,64})@", others) for part in re.split(r"\W", local)
        }
        return self.kinds[place + 1 : place + 2] == [_Kind.TITLE] or bool(words & addressed)


def _kind(line: str) -> _Kind:
    bare = line.strip(_EDGES)
    if not re.search(r"\w", bare) or _ORNAMENT.search(bare[:400]) or _MOTTO.search(bare[:_LONG]):
        return _Kind.REACH if _WAYS.search(bare[:_LONG]) else _Kind.ORNAMENT
    shown = _LINKS.sub(" ", line[:1000])
    if len(shown) > _LONG or re.search(r"[?!]", shown) or _talks(shown):
        return _Kind.TALK
    if _ITEM.search(line) and not (_TITLE.search(bare) or _WAYS.search(bare)):
        return _Kind.TALK
    if _SIGN_OFF.search(line[:80]) or _is_signed(line):
        return _Kind.TALK
    if _WAYS.search(bare[:_LONG]):
        return _Kind.REACH
    if _PLACE.search(bare) or _REGISTERED.search(bare):
        return _Kind.TITLE
    words = _WORD.findall(shown)
    if _TIME.search(bare) or len(words) > _WORDY * 2:
        return _Kind.TALK
    if _COMPANY.search(bare) or _TITLE.search(bare):
        return _Kind.TITLE
    is_sentence = bare.endswith(",") or (bare.endswith(".") and len(words) > 1)
    return _Kind.TALK if is_sentence or len(words) > _WORDY or bare[:1].islower() else _Kind.PLAIN


def _talks(text: str) -> bool:
    """Tell whether a line has a word of a sentence in it."""
    words = (word.replace("’", "'") for word in _WORD.findall(text))
    return any(word.casefold() in _TALK for word in words if word == "I" or not (word.isupper() or word == "i"))


def _is_signed(line: str) -> bool:
    """Tell whether a line is a closing with a name: "Best, Sam"."""
    signed = _SIGNED.search(line[:100].rstrip())
    return bool(signed and _is_name(signed["name"]))


def _is_name(line: str) -> bool:
    """Tell whether a line can be somebody's name."""
    words = _WORD.findall(line)
    is_short = 0 < len(words) <= _NAME_WORDS and not re.search(r"\d|[?!@]", line)
    return is_short and words[-1][0].isupper() and not _talks(line)


def _names_of(writer: Person) -> frozenset[str]:
    """Return the words of a name and of the part of the address before "@"."""
    name = re.split(r"[(|@]| via | bei | at ", writer.name, maxsplit=1)[0]
    words = (_folded(word) for word in _WORD.findall(f"{name} {re.sub(r'[._+-]', ' ', writer.address.split('@')[0])}"))
    return frozenset(word for word in words if word not in _NO_NAMES)


def _name_under_closing(lines: Sequence[str]) -> frozenset[str]:
    """Return the words of the name that follows the last closing."""
    for closing in range(len(lines) - 2, -1, -1):
        if _SIGN_OFF.search(lines[closing][:80]) and _is_name(lines[closing + 1]):
            words = (_folded(word) for word in _WORD.findall(lines[closing + 1]))
            return frozenset(word for word in words if len(word) > 1 and word not in _NO_NAMES)
    return frozenset()


def _folded(word: str) -> str:
    """Return a word without case and accents: "Inés" signs as "ines"."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().rstrip("."))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
