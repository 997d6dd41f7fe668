"""Text → lexemes: numbers, numeric dates and the words of the languages it is written in.

Linear in the text: one pass of a regular expression without nested repetition, then look-ups of at most a few
words each. Which languages count is decided for the whole text, then for each of its lines.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from followupd.replies.when.words import (
    LANGUAGES,
    LONGEST_MISSPELT,
    SHORTEST_MISSPELT,
    Lexicon,
    fold,
    lexicon,
    speakers,
)

MAX_TEXT = 64 * 1024
_MAX_TOKENS = 6000  # a reply that names its date later than that is no reply
_TOKEN = re.compile(
    r"""
    (?P<plain>(?![fF][yY][ '’]?\d)[^\W\d_]+(?!\w|[.@]\w))
  | (?P<address>[\w-]{1,40}(?:[.@][\w-]{1,30}){0,4}\.(?:com|io|net|org|ai|app|co|de|eu|uk|fr|es|nl|example)(?!\w))
  | (?P<iso>(?<![\w.+/-])20\d\d(?P<between>[-/.])\d{1,2}(?P=between)\d{1,2}(?![\d]))
  | (?P<full>(?<![\w+])(?<!\d[/.,])\d{1,2}
      (?:\.[ ]?\d{1,2}\.(?:[ ]?20\d\d|\d\d)|/\d{1,2}/(?:20\d\d|\d\d)|-\d{1,2}-(?:20\d\d|\d\d))(?![\d./]\d|\w|[/-]\w))
  | (?P<dotted>(?<![\w+])(?<!\d[/,])\d{1,2}\.[ ]?\d{1,2}\.(?![\d]))
  | (?P<weak>(?<![\w+])(?<!\d[/.,])\d{1,2}[./]\d{1,2}(?![\d%]|[.,/]\d))
  | (?P<quarter>(?<!\w)(?:[qtQT][1-4]|[hHsS][12]|[1-4][qQ]|[12][hH])(?![^\W\d_]))
  | (?P<shortyear>(?<!\w)['’]\d\d(?!\w))
  | (?P<isoweek>(?<!\w)[sSvVwW][0-5]\d(?!\w))
  | (?P<fiscal>(?<!\w)[fF][yY][ '’]?(?:20)?\d\d(?!\w))
  | (?P<ordinal>(?<![\w.,/])\d{1,2}(?:st|nd|rd|th|ère|er|ers|ème|eme|ste|de|:e|:a|e|\.?º|\.?ª|°)(?!\w))
  | (?P<ish>[-‐‑–]?ish(?!\w))
  | (?P<word>(?<!\w)2m[or]\w{1,6}|[^\W\d_]+)
  | (?P<number>\d+(?:[.,:]\d+)*)
  | (?P<blank>\n[ \t\r>]*\n)
  | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE,
)
_ORDINAL_DOT = {"de", "da", "no", "pl"}
_DROPPED = frozenset("'’‘´`\"“”„»«*_()[]")
_STOPS = frozenset(".!?;:")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word or group of words with all it may mean: category → value."""

    text: str
    start: int
    end: int
    means: dict[str, Any] = field(default_factory=dict)
    capital: bool = False  # written with one, as the names of people and firms are

    def get(self, category: str) -> Any:
        """Return its value in a category, None where it is not of that category."""
        return self.means.get(category)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str  # folded
    start: int
    end: int
    line: int
    capital: bool


def lex(text: str, language: str | None) -> tuple[list[Lexeme], tuple[str, ...]]:
    """Return the lexemes of a text, in order, and its languages, most likely first; beyond 64 KB it is not read."""
    tokens = _tokens(text[:MAX_TEXT])
    words = Counter(token.text for token in tokens if token.kind == "word")
    whole = _languages(words, language)
    lines: dict[int, Counter[str]] = {}
    for token in tokens:
        if token.kind == "word":
            lines.setdefault(token.line, Counter())[token.text] += 1
    active = {line: _lexicons(_languages(found, whole[0]), whole) for line, found in lines.items()}
    default = _lexicons(whole, ())
    return _lexemes(tokens, active, default, _ORDINAL_DOT & set(whole[:1])), whole


def _tokens(text: str) -> list[_Token]:
    tokens, line, seen = [], 0, 0
    for match in islice(_TOKEN.finditer(text), _MAX_TOKENS):
        kind = "word" if match.lastgroup == "plain" else match.lastgroup or "mark"
        line += text.count("\n", seen, match.start())
        seen = match.start()
        text = match.group()
        if text not in _DROPPED and kind != "ish":
            folded = "tomorrow" if text[0] == "2" and kind == "word" else fold(text)
            tokens.append(_Token(kind, folded, match.start(), match.end(), line, text[0].isupper()))
    return tokens


def _languages(words: Counter[str], hint: str | None) -> tuple[str, ...]:
    """Return the languages of these words, most likely first: those with at least half the points of the first."""
    points: Counter[str] = Counter()
    users = speakers()
    for word, count in words.items():
        for language, weight in users.get(word, ()):
            points[language] += weight * min(count, 3)
    if hint in LANGUAGES:
        points[hint] += 1
    if not points:
        return ("en",)
    best = max(points.values())
    ranked = sorted(points, key=lambda each: (-points[each], LANGUAGES.index(each)))
    return tuple(each for each in ranked[:3] if points[each] * 4 >= best * 3)


def _lexicons(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[Lexicon, ...]:
    return tuple(lexicon(each) for each in dict.fromkeys((first[0], *then[:1], *first[1:])))


def _lexemes(
    tokens: list[_Token],
    active: dict[int, tuple[Lexicon, ...]],
    default: tuple[Lexicon, ...],
    dotted: set[str],
) -> list[Lexeme]:
    texts = [token.text for token in tokens]
    lexemes: list[Lexeme] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "word":
            length, means = _look_up(texts, index, active.get(token.line, default))
            words = " ".join(texts[index : index + length])
            lexemes.append(Lexeme(words, token.start, tokens[index + length - 1].end, means, token.capital))
            index += length
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if _is_ordinal_dot(token, following, dotted):
            means = {"ord": int(token.text)}
            lexemes.append(Lexeme(token.text, token.start, token.end + 1, means))
            index += 2
            continue
        lexemes.append(Lexeme(token.text, token.start, token.end, _plain(token)))
        index += 1
    return lexemes


def _is_ordinal_dot(token: _Token, following: _Token | None, dotted: set[str]) -> bool:
    return bool(
        dotted
        and token.kind == "number"
        and len(token.text) <= 2
        and following is not None
        and following.text == "."
        and following.start == token.end
    )


def _look_up(texts: list[str], index: int, lexicons: tuple[Lexicon, ...]) -> tuple[int, dict[str, Any]]:
    """Return the longest phrase from here on; of equal ones, the one of the likelier language."""
    longest, means = 0, {}
    for words in lexicons:
        for phrase, meaning in words.phrases.get(texts[index], ()):
            length = len(phrase)
            if length <= longest:
                break
            if tuple(texts[index : index + length]) == phrase:
                longest, means = length, dict(meaning)
                break
    if not longest and SHORTEST_MISSPELT - 1 <= len(texts[index]) <= LONGEST_MISSPELT:
        means = next((dict(meant) for words in lexicons if (meant := words.misspelt(texts[index]))), {})
    return max(longest, 1), means


def _plain(token: _Token) -> dict[str, Any]:
    text, kind = token.text, token.kind
    if kind in {"iso", "full", "dotted", "weak"}:
        parts = tuple(int(part) for part in re.findall(r"\d+", text))
        return {"numdate": parts, "shape": kind, "sep": "/" if "/" in text else "." if "." in text else "-"}
    if kind == "quarter":
        digit = int(next(char for char in text if char.isdigit()))
        letter = next(char for char in text if char.isalpha())
        return {"q": digit} if letter in "qt" else {"h": digit}
    if kind == "shortyear":
        return {"year": 2000 + int(text[1:])}
    if kind == "isoweek":
        return {"isoweek": int(text[1:])}
    if kind == "fiscal":
        return {"fy": 2000 + int(text[-2:])}
    if kind == "ordinal":
        return {"ord": int(re.match(r"\d+", text).group())}  # type: ignore[union-attr]
    if kind == "number":
        if text.isdigit() and len(text) <= 4:
            return {"year": int(text)} if len(text) == 4 else {"num": float(text), "digits": True}
        return {"junk": True}
    if kind == "blank" or text in _STOPS:
        return {"stop": True}
    if text in {"-", "–", "—", "‐", "‑", "/", "−", "→"}:
        return {"dash": True}
    return {"comma": True} if text == "," else {"mark": True}
