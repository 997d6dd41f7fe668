"""The language of phrases: one phrase → a pattern over clause lines that cannot be slow."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from followupd.replies.clauses import fold

MAX_GAP = 9
MAX_GAPS = 4
MAX_PHRASE = 600  # characters
_LEX = re.compile(
    r"\s*(?:(?P<gap>\.\.(?:\.|\d+))|(?P<mark>[()\[\]|^$?#])|(?P<list>@[\w-]+)|(?P<class><\w+>)|(?P<word>[^\s()\[\]|^$?#@<>.]+\*?)|(?P<bad>\S))"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a rule, ready to be looked for.

    `keys` are words of which at least one stands in every text that the phrase can match (`pre*` for a beginning);
    `needs` are more such sets: a text without a word of each need not be looked at.
    """

    text: str
    pattern: str
    keys: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a phrase as a regular expression, with sets of words of each of which one must stand there."""

    pattern: str
    needs: tuple[frozenset[str], ...] = ()


def compile_phrase(text: str, lists: Mapping[str, frozenset[str]]) -> Phrase:
    """Turn a phrase into a bounded pattern over clause lines. Raises ValueError that says what is wrong with it."""
    if len(text) > MAX_PHRASE:
        raise ValueError(f"is longer than {MAX_PHRASE} characters")
    tokens = _lex(text)
    gaps = [token for kind, token in tokens if kind == "gap"]
    if len(gaps) > MAX_GAPS:
        raise ValueError(f"has more than {MAX_GAPS} gaps")
    parser = _Parser(tokens, lists)
    piece = parser.alternatives()
    if parser.left:
        raise ValueError(f"has a {parser.left[0][1]!r} that nothing opens")
    if not piece.needs:
        raise ValueError("needs at least one word that is always there")
    keys, *needs = sorted(piece.needs, key=_cost)
    return Phrase(text, rf"(?:\A|(?<= )){piece.pattern}", keys, tuple(needs))


def _lex(text: str) -> list[tuple[str, str]]:
    tokens = [(match.lastgroup or "", match.group().strip()) for match in _LEX.finditer(text) if match.lastgroup]
    bad = next((token for kind, token in tokens if kind == "bad"), None)
    if bad is not None:
        raise ValueError(f"{bad!r} means nothing here")
    if not tokens:
        raise ValueError("is empty")
    if tokens[0][0] == "gap" or tokens[-1][0] == "gap":
        raise ValueError("begins or ends with a gap")
    return tokens


class _Parser:
    """Recursive descent over a phrase's signs, first alternatives, then sequences, then items."""

    def __init__(self, signs: list[tuple[str, str]], lists: Mapping[str, frozenset[str]]) -> None:
        self.left = list(signs)
        self._lists = lists

    def alternatives(self) -> _Piece:
        branches = [self._sequence()]
        while self.left and self.left[0] == ("mark", "|"):
            self.left.pop(0)
            branches.append(self._sequence())
        return _either(branches)

    def _sequence(self) -> _Piece:
        pieces = []
        while self.left and self.left[0][1] not in ("|", ")", "]"):
            pieces.append(self._item(*self.left.pop(0)))
        if not pieces:
            raise ValueError("has an empty alternative")
        needs = tuple(dict.fromkeys(need for piece in pieces for need in piece.needs))
        return _Piece("".join(piece.pattern for piece in pieces), needs)

    def _item(self, kind: str, sign: str) -> _Piece:
        match kind:
            case "word":
                return _word(sign)
            case "gap":
                return _gap(sign)
            case "list":
                return self._list(sign[1:])
            case "class":
                return _class(sign)
            case _:
                return self._mark(sign)

    def _mark(self, sign: str) -> _Piece:
        if sign in "([":
            inner, end = self.alternatives(), ")" if sign == "(" else "]"
            if not self.left or self.left.pop(0)[1] != end:
                raise ValueError(f"has a {sign!r} that is not closed")
            return inner if sign == "(" else _Piece(f"(?:{inner.pattern})?")
        fixed = {"^": r"\A", "$": r"(?:\? )?\Z", "?": r"(?=[^?]*\? \Z)", "#": r"\d\S* (?:, )?"}
        return _Piece(fixed[sign], (frozenset({sign}),) if sign in "#?" else ())

    def _list(self, name: str) -> _Piece:
        if name not in self._lists:
            raise ValueError(f"names the list @{name}, which [lists] does not have")
        return _any_of(self._lists[name])


@cache
def _any_of(members: frozenset[str]) -> _Piece:
    return _either([_words(member) for member in sorted(members)])


def _cost(keys: frozenset[str]) -> tuple[int, int]:
    """Prefer keys that few texts contain: few of them, and long."""
    return len(keys), -min(len(key) for key in keys)


def _either(branches: list[_Piece]) -> _Piece:
    if len(branches) == 1:
        return branches[0]
    pattern = f"(?:{'|'.join(branch.pattern for branch in branches)})"
    if not all(branch.needs for branch in branches):
        return _Piece(pattern)
    return _Piece(pattern, (frozenset().union(*(min(branch.needs, key=_cost) for branch in branches)),))


def _word(sign: str) -> _Piece:
    if sign.endswith("*"):
        stem = "".join(fold(sign[:-1]))
        if len(stem) < 2:
            raise ValueError(f"{sign!r} is too short a beginning of a word")
        return _Piece(rf"~?{re.escape(stem)}[^ ]* (?:, )?", (frozenset({f"{stem}*"}),))
    return _words(" ".join(" ".join(fold(part)) for part in sign.replace("-", " ").split()))


def _words(folded: str) -> _Piece:
    words = folded.split()
    if not words:
        raise ValueError("has a sign that is no word")
    pattern = "".join(rf"~?{re.escape(word)} (?:, )?" for word in words)
    return _Piece(pattern, tuple(frozenset({word}) for word in words))


def _gap(sign: str) -> _Piece:
    size = 3 if sign == "..." else int(sign[2:])
    if not 1 <= size <= MAX_GAP:
        raise ValueError(f"{sign!r}: a gap is 1 to {MAX_GAP} words")
    return _Piece(rf"(?:[^ ?]+ (?:, )?){{0,{size}}}?")


def _class(sign: str) -> _Piece:
    if sign == "<name>":
        return _Piece(r"~[^ ]+ (?:, )?", (frozenset({"~"}),))
    return _Piece(rf"{sign} (?:, )?", (frozenset({sign}),))
