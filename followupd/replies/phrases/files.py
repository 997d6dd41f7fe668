"""Phrase files: TOML texts → a lexicon, or all their faults at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace

from followupd.core.errors import ConfigError
from followupd.replies.clauses import fold
from followupd.replies.phrases.lexicon import MEANINGS, Lexicon, Rule, Strength
from followupd.replies.phrases.syntax import Phrase, compile_phrase

_KEYS = ("phrases", "also", "unless", "strength", "negated", "off")


class PhraseError(ConfigError):
    """All faults of all phrase files, one sentence a line."""


def load_lexicon(texts: Mapping[str, str], over: Lexicon | None = None) -> Lexicon:
    """Build a lexicon from TOML texts by name (the name is what faults are reported under), later ones over earlier.

    All of them go over the rules and lists of `over`, which stays as it is. Raises `PhraseError` (a ConfigError)
    that lists every fault of every text.
    """
    faults: list[str] = []
    rules = {(rule.language, rule.id): rule for rule in over.rules} if over else {}
    lists = {language: dict(found) for language, found in over.lists.items()} if over else {}
    for name, text in texts.items():
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{name}: not valid TOML: {error}.")
            continue
        _Reader(name, table, faults, rules, lists, own=over is not None).read()
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
        *,
        own: bool,
    ) -> None:
        self._name, self._table, self._faults, self._rules = name, table, faults, rules
        language = table.get("language")
        self._language = language if isinstance(language, str) else ""
        self._lists = lists.setdefault(self._language, {})
        self._own = own

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
            own=self._own,
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
