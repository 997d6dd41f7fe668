"""Text → clauses of folded words, the form in which phrases are looked for and n-grams are counted.

A *word* is folded (lower case, no accents, contractions spelled out), so that "I'm not intéressé" and "im NOT
interesse" are the same; numbers, amounts, addresses become classes such as `<email>`. A *clause* is a run of words
up to a full stop, a question mark, a line that ends early, a dash or a word like "but". Each word remembers where it
stood in the text, so that evidence can quote the writer. Knows no meanings.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

MAX_CHARS = 20_000  # an answer longer than this is decided by its beginning
MAX_CLAUSE = 60  # words; a text without any punctuation is cut into pieces

_TOKEN = re.compile(
    r"""
      (?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})
    | (?P<url>https?://\S{1,300}|www\.\S{1,300})
    | (?P<money>[€$£]\s?\d[\d.,]{0,12}k?\b|\b\d[\d.,]{0,12}k?\s?(?:[€$£]|(?:eur|euros?|usd|dollars?|pounds?)\b))
    | (?P<date>\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}[:.]\d{2}(?!\d))
    | (?P<phone>\+?\(?\d(?:[ ()/.-]{0,2}\d){6,15})
    | (?P<number>\d{1,9}(?:[.,]\d{1,9}){0,3})
    | (?P<word>[^\W\d_]+(?:['’‘`´][^\W\d_]+)*['’]?)
    | (?P<comma>,)
    | (?P<face>[:;]-?[)D(]|👍|🙏|👎)
    | (?P<stop>[?!;:…()\[\]\n]|[.](?=\s|$|[^\w])|\s[-–—]{1,3}(?=\s)|[–—])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "`": "'", "´": "'"})
_SHORTHAND = {
    "u": "you", "ur": "your", "pls": "please", "plz": "please", "thx": "thanks", "tx": "thanks", "ty": "thanks",
    "im": "i am", "ive": "i have", "id": "i would", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "cant": "can not", "cannot": "can not", "couldnt": "could not", "wont": "will not",
    "wouldnt": "would not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "havent": "have not",
    "hasnt": "has not", "shouldnt": "should not", "lets": "let us", "thats": "that is", "whats": "what is",
    "were'nt": "were not", "gonna": "going to", "gotta": "got to", "wanna": "want to", "ok": "okay", "k": "okay",
    "can't": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us", "ain't": "is not",
    "c'mon": "come on", "y'all": "you", "o'clock": "oclock", "tbh": "honestly", "nvm": "never mind",
}  # fmt: skip
_ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_IS_AFTER = frozenset({"it", "that", "what", "there", "who", "how", "where", "he", "she", "here", "this", "when"})
_BUT = frozenset(
    "but however though although aber jedoch allerdings sondern doch mais cependant toutefois pero maar echter doch ma "
    "pero mas porem contudo men dock ale jednak".split()
)
_NOTHING_BUT = frozenset("nothing anything all none nichts rien nada niets niente last everything anyone".split())
_NO_NAME = frozenset({"I", "I'", "I’"})
_FULL_LINE = 45  # a line shorter than this was ended by its writer, not by a mail program that wraps


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word; `start` and `end` are where it (or what it was folded from) stands in the text."""

    norm: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that belong together. `line` is their searchable form, one space after each word.

    A capitalised word is written `~word` in the line, a comma is `, `, and a question ends in `? `.
    """

    words: tuple[Word, ...]
    line: str
    starts: tuple[int, ...]  # where each word begins in `line`
    asked: bool
    after_but: bool
    paragraph: int

    @property
    def norms(self) -> tuple[str, ...]:
        """The folded words without commas."""
        return tuple(word.norm for word in self.words if word.norm != ",")


@lru_cache(maxsize=8192)
def fold(word: str) -> tuple[str, ...]:
    """Fold one written word into one or more searchable words: "Don't" → ("do", "not"), "l'idée" → ("l", "idee")."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_SPECIAL))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).strip("'")
    if plain in _SHORTHAND:
        return tuple(_SHORTHAND[plain].split())
    for ending, meaning in _ENDINGS.items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return (plain.removesuffix(ending), meaning)
    if plain.endswith("'s"):
        owner = plain.removesuffix("'s")
        return (owner, "is") if owner in _IS_AFTER else (owner,)
    return tuple(part for part in plain.split("'") if part)


def split(text: str) -> tuple[Clause, ...]:
    """Split a text into its clauses, in order; words beyond `MAX_CHARS` are not looked at."""
    builder = _Builder(text[:MAX_CHARS])
    for match in _TOKEN.finditer(builder.text):
        builder.take(match)
    return builder.finish()


class _Builder:
    """Collects words into clauses while the tokens go by."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._clauses: list[Clause] = []
        self._words: list[Word] = []
        self._after_but = False
        self._paragraph = 0

    def take(self, match: re.Match[str]) -> None:
        kind, written = match.lastgroup or "", match.group()
        if kind == "word":
            self._take_word(match)
        elif kind == "stop":
            self._take_stop(written, match.start())
        elif kind == "comma":
            if self._words:
                self._words.append(Word(",", match.start(), match.end(), capital=False))
        elif kind == "number":
            self._words.append(Word(written.lower(), match.start(), match.end(), capital=False))
        else:
            self._words.append(Word(_class_of(kind, written), match.start(), match.end(), capital=False))
        if len(self._words) >= MAX_CLAUSE:
            self._close(asked=False)

    def finish(self) -> tuple[Clause, ...]:
        self._close(asked=False)
        return tuple(self._clauses)

    def _take_word(self, match: re.Match[str]) -> None:
        written = match.group()
        norms = fold(written)
        if norms and norms[0] in _BUT and not self._excepts():
            self._close(asked=False)
            self._after_but = True
            return
        capital = written[0].isupper() and written[:2] not in _NO_NAME
        self._words.extend(Word(norm, match.start(), match.end(), capital) for norm in norms)

    def _excepts(self) -> bool:
        """Whether the "but" that comes next says "except": nothing but, anything but."""
        return any(word.norm in _NOTHING_BUT for word in self._words[-4:])

    def _take_stop(self, sign: str, at: int) -> None:
        if sign == "\n":
            line_start = self.text.rfind("\n", 0, at) + 1
            blank = not self.text[line_start:at].strip()
            self._paragraph += blank
            if blank or at - line_start < _FULL_LINE:
                self._close(asked=False)
        elif not (sign == "." and self._is_ordinal(at)):
            self._close(asked=sign == "?")

    def _is_ordinal(self, at: int) -> bool:
        """Whether this full stop belongs to a number, as in "am 15. März"."""
        before = self.text[max(0, at - 2) : at].strip()
        after = self.text[at + 1 : at + 3].strip()
        return before.isdigit() and bool(after) and after[0].isalnum()

    def _close(self, *, asked: bool) -> None:
        if not self._words:
            return
        while self._words and self._words[-1].norm == ",":
            self._words.pop()
        self._clauses.append(_clause(tuple(self._words), asked, self._after_but, self._paragraph))
        self._words, self._after_but = [], False


def _clause(words: tuple[Word, ...], asked: bool, after_but: bool, paragraph: int) -> Clause:
    starts, parts, at = [], [], 0
    for word in words:
        part = f"{'~' if word.capital else ''}{word.norm} "
        starts.append(at)
        parts.append(part)
        at += len(part)
    line = "".join(parts) + ("? " if asked else "")
    return Clause(words, line, tuple(starts), asked, after_but, paragraph)


def _class_of(kind: str, written: str) -> str:
    if kind == "face":
        return "<thumb>" if written == "👍" else "<face>"
    return f"<{kind}>"
