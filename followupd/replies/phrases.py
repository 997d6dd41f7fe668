"""The lexicon: what people write, as rules from `phrases/*.toml`, each with an id that a user can read and change.

A rule's id begins with what it means: `no.sold`, `later.circle-back`. Its phrases are written in a small language
of words, not in regular expressions, so that no phrase can be slow:

    call me             these words, in this order; case, accents and commas do not matter
    interes*            any word that begins so
    (call|ring) me      one of these; an alternative may be several words
    [please] call       "please" may be missing
    not ... interested  up to three words between; `..6` up to six
    @negation           any of the words of that list of the same file
    ^ no thanks $       the clause begins here, ends here
    how much ?          the clause is a question
    # <name> <email> <phone> <url> <money> <date>   a number, a capitalised word, an address …

Every repetition is bounded, so a phrase costs time linear in the text. A user's file may add rules, replace a shipped
rule (same language, same id), lengthen it (`also`), or switch it off (`off = true`).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path

from followupd.core.errors import ConfigError
from followupd.core.model import Label
from followupd.replies.clauses import Clause, fold

MEANINGS = (*(label.value for label in Label), "answer", "nothing", "greeting", "closing", "ours")
"""What an id may begin with: a label; `answer.*` short answers; `nothing.*` idioms whose words mean no more than
themselves; `greeting.*` and `closing.*` lines around a reply; `ours.*` what a question of ours asks."""

MAX_GAP = 9
MAX_GAPS = 4
MAX_PHRASE = 600  # characters
_KEYS = ("phrases", "also", "unless", "strength", "negated", "off")
_LEX = re.compile(
    r"\s*(?:(?P<gap>\.\.(?:\.|\d+))|(?P<mark>[()\[\]|^$?#])|(?P<list>@[\w-]+)|(?P<class><\w+>)|(?P<word>[^\s()\[\]|^$?#@<>.]+\*?)|(?P<bad>\S))"
)


class Strength(IntEnum):
    """How much one phrase says: `hint` alone decides nothing, `sure` wins against everything but another `sure`."""

    HINT = 1
    LIKELY = 2
    SURE = 3


class PhraseError(ConfigError):
    """All faults of all phrase files, one sentence a line."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a rule, ready to be looked for.

    `keys` are words of which at least one stands in every text that the phrase can match (`pre*` for a beginning).
    """

    text: str
    pattern: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the lexicon. `negated` is the meaning under a negation: None for "nothing"."""

    id: str
    language: str
    strength: Strength = Strength.LIKELY
    phrases: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    negated: str | None = None

    @property
    def means(self) -> str:
        """The first part of the id: a label or one of the other `MEANINGS`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's phrase found in a clause: words `first` to `last` (exclusive) of it."""

    rule: Rule
    first: int
    last: int


@dataclass(frozen=True)
class Lexicon:
    """All rules of all languages, with an index by word; immutable once built."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages it has rules for."""
        return tuple(sorted({rule.language for rule in self.rules}))

    @cached_property
    def _index(self) -> dict[str, list[tuple[Rule, Phrase]]]:
        index: dict[str, list[tuple[Rule, Phrase]]] = {}
        for rule in self.rules:
            for phrase in rule.phrases:
                for key in phrase.keys:
                    index.setdefault(key, []).append((rule, phrase))
        return index

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    def words(self, name: str, language: str) -> frozenset[str]:
        """The single words of a list of one language: `negation`, `common`. "mai" negates in Italian alone."""
        return self.lists.get(language, {}).get(name, frozenset())

    def matches(self, clause: Clause, languages: Iterable[str]) -> list[Match]:
        """Find every rule of these languages in a clause, in order of position; overlaps included."""
        wanted, keys = frozenset(languages), frozenset(_keys_of(clause))
        seen: set[tuple[str, str, str]] = set()
        found: list[Match] = []
        for key in keys:
            for rule, phrase in self._index.get(key, ()):
                if rule.language in wanted and (rule.id, rule.language, phrase.text) not in seen:
                    seen.add((rule.id, rule.language, phrase.text))
                    found.extend(self._look(rule, phrase, clause, keys))
        return sorted(found, key=lambda match: (match.first, -match.last, match.rule.id))

    def _look(self, rule: Rule, phrase: Phrase, clause: Clause, keys: frozenset[str]) -> Iterator[Match]:
        spans = [_words_of(clause, hit) for hit in self._regex(phrase).finditer(clause.line)]
        excepted = (other for other in rule.unless if other.keys & keys)
        if spans and not any(self._regex(other).search(clause.line) for other in excepted):
            yield from (Match(rule, first, last) for first, last in spans)

    def _regex(self, phrase: Phrase) -> re.Pattern[str]:
        """Compile a phrase when it is first needed: compiling all of them would cost a second at every start."""
        if phrase.pattern not in self._compiled:
            self._compiled[phrase.pattern] = re.compile(phrase.pattern)
        return self._compiled[phrase.pattern]


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with the program: from inside the wheel, or from the top of a checkout."""
    package = Path(__file__).parents[1]
    folder = next(
        path for path in (package / "_data/config/phrases", package.parent / "config/phrases") if path.is_dir()
    )
    return load_lexicon({f"phrases/{path.name}": path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))})


def load_lexicon(texts: Mapping[str, str]) -> Lexicon:
    """Build the lexicon from TOML texts by name (the name is what faults are reported under), later ones over earlier.

    Raises `PhraseError` (a ConfigError) that lists every fault of every text.
    """
    faults: list[str] = []
    rules: dict[tuple[str, str], Rule] = {}
    lists: dict[str, dict[str, frozenset[str]]] = {}
    for name, text in texts.items():
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{name}: not valid TOML: {error}.")
            continue
        _Reader(name, table, faults, rules, lists).read()
    if faults:
        raise PhraseError("\n".join(faults))
    return Lexicon(tuple(rules.values()), lists)


class _Reader:
    """Reads one file into the rules and lists gathered so far, noting every fault."""

    def __init__(
        self,
        name: str,
        table: dict[str, object],
        faults: list[str],
        rules: dict[tuple[str, str], Rule],
        lists: dict[str, dict[str, frozenset[str]]],
    ) -> None:
        self._name, self._table, self._faults, self._rules = name, table, faults, rules
        language = table.get("language")
        self._language = language if isinstance(language, str) else ""
        self._lists = lists.setdefault(self._language, {})
        self._all_lists = lists

    def read(self) -> None:
        if not self._language:
            self._fault('the file must begin with a line such as language = "en"')
        self._read_lists()
        for meaning, group in self._table.items():
            if meaning in ("language", "lists"):
                continue
            if meaning not in MEANINGS or not isinstance(group, dict):
                self._fault(f"[{meaning}] is not a meaning; a rule's id begins with one of: {', '.join(MEANINGS)}")
                continue
            for short, body in group.items():
                self._read_rule(f"{meaning}.{short}", body)

    def _fault(self, sentence: str) -> None:
        self._faults.append(f"{self._name}: {sentence}.")

    def _read_lists(self) -> None:
        table = self._table.get("lists", {})
        if not isinstance(table, dict):
            self._fault("[lists] must be a table of lists")
            return
        for name, value in table.items():
            if not isinstance(value, str):
                self._fault(f'lists.{name} must be a text such as "one | two"')
                continue
            members = (" ".join(" ".join(fold(part)) for part in each.split()) for each in value.split("|"))
            self._lists[name] = frozenset(members) - {""}

    def _read_rule(self, rule_id: str, body: object) -> None:
        if not isinstance(body, dict):
            self._fault(f'{rule_id} must be a table with phrases = ["…"]')
            return
        for key in body.keys() - set(_KEYS):
            self._fault(f"{rule_id}: unknown key {key!r}; a rule knows {', '.join(_KEYS)}")
        where = (self._language, rule_id)
        if body.get("off") is True:
            self._rules.pop(where, None)
            return
        old = self._rules.get(where)
        phrases = self._phrases(rule_id, body.get("phrases", []))
        also = self._phrases(rule_id, body.get("also", []))
        if not phrases and also and old is not None:
            self._rules[where] = replace(old, phrases=(*old.phrases, *also))
            return
        if not phrases and not also:
            self._fault(f'{rule_id}: needs phrases = ["…"] (or off = true to switch a shipped rule off)')
            return
        self._rules[where] = Rule(
            id=rule_id,
            language=self._language,
            strength=self._strength(rule_id, body.get("strength", "likely")),
            phrases=(*phrases, *also),
            unless=self._phrases(rule_id, body.get("unless", [])),
            negated=self._negated(rule_id, body.get("negated")),
        )

    def _strength(self, rule_id: str, value: object) -> Strength:
        try:
            return Strength[str(value).upper()]
        except KeyError:
            self._fault(f"{rule_id}: strength is {value!r}; it must be hint, likely or sure")
            return Strength.LIKELY

    def _negated(self, rule_id: str, value: object) -> str | None:
        if value is None or value in MEANINGS:
            return value
        self._fault(f"{rule_id}: negated is {value!r}; it must be one of: {', '.join(MEANINGS)}")
        return None

    def _phrases(self, rule_id: str, value: object) -> tuple[Phrase, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._fault(f'{rule_id}: phrases must be a list of texts such as ["call me", "ring me"]')
            return ()
        read = []
        for text in value:
            try:
                read.append(compile_phrase(text, self._lists))
            except ValueError as error:
                self._fault(f"{rule_id}: phrase {text!r}: {error}")
        return tuple(read)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a phrase as a regular expression; `keys` None where any text may match it."""

    pattern: str
    keys: frozenset[str] | None = None


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
    if not piece.keys:
        raise ValueError("needs at least one word that is always there")
    return Phrase(text, rf"(?:\A|(?<= )){piece.pattern}", piece.keys)


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
        keyed = [piece.keys for piece in pieces if piece.keys]
        return _Piece("".join(piece.pattern for piece in pieces), min(keyed, key=_cost) if keyed else None)

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
        return _Piece(fixed[sign], frozenset({sign}) if sign in "#?" else None)

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
    keys = [branch.keys for branch in branches]
    known = None if any(each is None for each in keys) else frozenset().union(*(each or () for each in keys))
    return _Piece(f"(?:{'|'.join(branch.pattern for branch in branches)})", known)


def _word(sign: str) -> _Piece:
    if sign.endswith("*"):
        stem = "".join(fold(sign[:-1]))
        if len(stem) < 2:
            raise ValueError(f"{sign!r} is too short a beginning of a word")
        return _Piece(rf"~?{re.escape(stem)}[^ ]* (?:, )?", frozenset({f"{stem}*"}))
    return _words(" ".join(" ".join(fold(part)) for part in sign.replace("-", " ").split()))


def _words(folded: str) -> _Piece:
    words = folded.split()
    if not words:
        raise ValueError("has a sign that is no word")
    pattern = "".join(rf"~?{re.escape(word)} (?:, )?" for word in words)
    return _Piece(pattern, frozenset({max(words, key=len)}))


def _gap(sign: str) -> _Piece:
    size = 3 if sign == "..." else int(sign[2:])
    if not 1 <= size <= MAX_GAP:
        raise ValueError(f"{sign!r}: a gap is 1 to {MAX_GAP} words")
    return _Piece(rf"(?:[^ ?]+ (?:, )?){{0,{size}}}?")


def _class(sign: str) -> _Piece:
    if sign == "<name>":
        return _Piece(r"~[^ ]+ (?:, )?", frozenset({"~"}))
    return _Piece(rf"{sign} (?:, )?", frozenset({sign}))


def _keys_of(clause: Clause) -> Iterator[str]:
    """Every key that a phrase matching this clause could be filed under."""
    for norm in {word.norm for word in clause.words}:
        yield norm
        yield from (f"{norm[:size]}*" for size in range(2, len(norm) + 1))
        if norm[0].isdigit():
            yield "#"
    if any(word.capital for word in clause.words):
        yield "~"
    if clause.asked:
        yield "?"


def _words_of(clause: Clause, hit: re.Match[str]) -> tuple[int, int]:
    """The words that a hit in the clause's line covers; none, at its end, for a bare question mark."""
    inside = [index for index, start in enumerate(clause.starts) if hit.start() <= start < hit.end()]
    return (inside[0], inside[-1] + 1) if inside else (len(clause.words), len(clause.words))
