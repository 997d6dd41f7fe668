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


_CLOSING = compiled(word_lists("trailers")["sign_off"]).pattern
_SIGN_OFF = re.compile(rf"^\W{{0,3}}{_CLOSING}(?:\s?/\s?{_CLOSING})?[\s,.!;:–-]{{0,3}}$", re.IGNORECASE)
_SIGNED = compiled(word_lists("trailers")["sign_off"], r"^\W{0,3}", r"[\s,.!–-]{1,4}(?P<name>[^\W\d_].{0,60})$")
_TITLE = compiled(_LISTS["titles"], r"(?<!\w)", r"(?!\w)")
_COMPANY = re.compile(rf"(?<!\w)(?:{_either('companies')})(?!\w)")
_WAYS = compiled(_LISTS["reach"])
_PLACE = re.compile(rf"(?i:{_either('streets')})|{_either('postcodes')}")
_REGISTERED = compiled(_LISTS["registered"], r"(?<!\w)")
_ORNAMENT = compiled(_LISTS["ornaments"], r"^\W{0,4}")
_TIME = compiled(_LISTS["times"])
_DETAILS = compiled(_LISTS["details"], r"(?<!\w)", r"(?!\w)")
_TALK = frozenset(cast("str", _LISTS["talk"]).split())
_NO_NAMES = frozenset(cast("str", _LISTS["no_names"]).split())

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_LINKS = re.compile(r"<[^<>]{0,400}>|https?://\S{1,400}|[\w.+-]{1,64}@[\w.-]{1,80}|\bwww\.\S{1,200}")
_LOCAL = re.compile(r"([\w.+-]{1,64})@")
_ITEM = re.compile(r"^\s{0,6}(?:[-*•–]\s|\(?\d{1,2}[.)]\s)")
_CLOSED = re.compile(r"[.!?…)\u3002\uff01\uff1f]\W{0,3}$|[^\w\s,:;-]$")
_SEPARATED = re.compile(r"\s[|·•/–—-]\s|[,|(]|\s{2,}")
_MOTTO = re.compile(r"^[\"“„«'‘][^\"“”„«»]{10,140}[\"”“»'’]$")
_BARRED = re.compile(r"\S\s{0,3}[|·•]\s{0,3}\S")  # several things on one line
_EDGES = " \t*_|•·"


class _Kind(Enum):
    """What a line may be; the last three are evidence for a signature."""

    TALK = auto()  # no line of a signature
    SMALL = auto()  # one only right below a name: it begins with a small letter
    PLAIN = auto()  # short enough to be one
    ORNAMENT = auto()
    TITLE = auto()  # title, company, address, registry
    REACH = auto()


_EVIDENCE = frozenset({_Kind.TITLE, _Kind.REACH})
_NO_SIGNATURE = frozenset({_Kind.TALK, _Kind.SMALL})


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
        while end < len(self.lines) and (self.kinds[end] not in _NO_SIGNATURE or self._is_small_title(end)):
            end += 1
        return end

    def _is_small_title(self, place: int) -> bool:
        """Tell whether a line that begins with a small letter follows a name at once, as a title does."""
        is_next = self.numbers[place] - self.numbers[place - 1] == 1
        return is_next and self.kinds[place] is _Kind.SMALL and _is_name(self.lines[place - 1])

    def begins_signature(self, place: int, end: int) -> bool:
        """Tell whether the block from `place` to `end` is the writer's signature and not a part of the answer."""
        block = self.kinds[place:end]
        reach, evidence = block.count(_Kind.REACH), len([kind for kind in block if kind in _EVIDENCE])
        evidence += any(_BARRED.search(self.lines[each]) for each in range(place, end) if self.kinds[each] in _EVIDENCE)
        if (end < len(self.lines) and reach < 2) or self._asks_for_it(place) or self._names_others(place, end):
            return False
        if self._closes(place - 1):  # the name stays, unless its line says more
            is_title = self.kinds[place] is _Kind.TITLE and self._names_owner(place + 1, min(end, place + 2))
            says_more = self._is_owner(place) and bool(_SEPARATED.search(self.lines[place]))
            return (is_title or says_more) and evidence >= 1
        if self._closes(place) or self._is_signed_above(place, end):
            return False
        if self._is_below_name(place):
            is_next = self.numbers[place] - self.numbers[place - 1] == 1
            is_sure = self._names_owner(place, end) or (
                is_next and (self.kinds[place] is _Kind.TITLE or len(block) > 1)
            )
            return (evidence >= 1 if is_sure else evidence >= 2 and reach >= 1) and not self._is_card(place, end)
        return self._is_apart(place) and self._is_owners_block(place, end, reach, evidence)

    def _is_signed_above(self, place: int, end: int) -> bool:
        """Tell whether a line is the name under the text, and no part of the block: "Sam" above "Sam Marsh, Acme"."""
        is_first_name = len(_WORD.findall(self.lines[place])) == 1
        return self._is_lone_name(place) and (is_first_name or self._names_owner(place + 1, end))

    def _is_owners_block(self, place: int, end: int, reach: int, evidence: int) -> bool:
        """Tell whether a block without a closing above it is the writer's: it has the name, and more than that."""
        if not re.search(r"\w", self.lines[place]):
            return evidence >= 2 and reach >= 1  # below a line that is drawn
        if self._is_owner(place):
            is_told = _CLOSED.search(self.lines[place - 1].rstrip()) or self._is_owner(place - 1)
            return evidence >= 1 if is_told else reach >= 1
        has_name = self._names_owner(place, min(end, place + _NEAR_TOP))
        is_closing = self.kinds[place] is _Kind.PLAIN and self._is_bare_name(place + 1)
        return has_name and evidence >= 2 and reach >= 1 and not is_closing

    def _asks_for_it(self, place: int) -> bool:
        """Tell whether what stands above makes the block an answer: "Please send it to:", or a mere greeting."""
        before = self.lines[place - 1].rstrip()
        tells_details = len(before.split()) <= _WORDY and not before.endswith("?") and _DETAILS.search(before)
        is_led_up_to = before.endswith((":", "：")) or bool(tells_details)
        is_greeting = place == 1 and before.endswith(",")
        return (is_led_up_to or is_greeting) and not self._closes(place - 1)

    def _is_apart(self, place: int) -> bool:
        """Tell whether a line begins a paragraph, or follows a name above a rule or the end of a sentence."""
        is_gap = self.numbers[place] - self.numbers[place - 1] > 1 or self._is_lone_name(place - 1)
        return is_gap or bool(_CLOSED.search(self.lines[place - 1].rstrip()))

    def _is_lone_name(self, place: int) -> bool:
        """Tell whether a line is a name that stands by itself, above a blank line or a rule."""
        is_last = self.numbers[place + 1 : place + 2] != [self.numbers[place] + 1]
        return self._is_bare_name(place) and (is_last or self.kinds[place + 1] is _Kind.ORNAMENT)

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
        is_nameless = self.names.isdisjoint(_folded(word) for word in _WORD.findall(line))
        return is_plain and is_nameless and self._is_bare_name(place + 1)

    def _is_bare_name(self, place: int) -> bool:
        """Tell whether a line is the writer's name and nothing else."""
        is_short = place < len(self.lines) and self.kinds[place] is _Kind.PLAIN and _is_name(self.lines[place])
        return is_short and self._is_owner(place)

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
        """Tell whether a block is the card of somebody else: a paragraph with another name and a title below it."""
        is_apart = self.numbers[place] - self.numbers[place - 1] > 1
        is_name = self.kinds[place] is _Kind.PLAIN and _is_name(self.lines[place])
        is_titled = self.kinds[place + 1 : place + 2] == [_Kind.TITLE]
        return is_apart and is_name and is_titled and not self._names_owner(place, end)

    def _names_others(self, start: int, end: int) -> bool:
        """Tell whether a block gives the address of somebody else: "Joost Smit, joost@acme.example"."""
        return any(not self._is_owner(place) and self._has_own_address(place, end) for place in range(start, end))

    def _has_own_address(self, place: int, end: int) -> bool:
        """Tell whether the name on a line is also the beginning of an address on it or right below."""
        first = _SEPARATED.split(self.lines[place].strip(_EDGES))[0]
        if not _is_name(first):
            return False
        below = " ".join(self.lines[place : min(end, place + 3)])
        addressed = {_folded(part) for local in _LOCAL.findall(below) for part in re.split(r"\W", local)}
        return not addressed.isdisjoint(_folded(word) for word in _WORD.findall(first))


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
    if is_sentence or len(words) > _WORDY:
        return _Kind.TALK
    return _Kind.SMALL if bare[:1].islower() else _Kind.PLAIN


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
