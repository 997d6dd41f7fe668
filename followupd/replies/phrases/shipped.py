"""The lexicon that comes with the program.

Its phrases are compiled from `config/phrases/*.toml`, which takes a quarter of a second; so a compiled copy lies in
`data/lexicon.json`, written by `tools/compile_phrases.py`. It is taken only where it was made from just these texts:
whoever edits the phrases in a checkout never meets an old copy.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from followupd.replies.phrases.files import load_lexicon
from followupd.replies.phrases.lexicon import Lexicon, Rule, Strength
from followupd.replies.phrases.syntax import Phrase

COMPILED = Path(__file__).parents[1] / "data" / "lexicon.json"
_PACKAGE = Path(__file__).parents[2]
_FORM = 2  # of the compiled copy


@cache
def shipped_lexicon() -> Lexicon:
    """The shipped lexicon: from inside the wheel, or from the top of a checkout."""
    texts = shipped_texts()
    try:
        stored = json.loads(COMPILED.read_text("utf-8"))
        if stored["digest"] == digest(texts):
            return _unpacked(json.loads(zlib.decompress(b64decode(stored["lexicon"]))))
    except (OSError, ValueError, KeyError, zlib.error):
        pass  # no copy, or one that cannot be read: the texts say it all
    return load_lexicon(texts)


def shipped_texts() -> Mapping[str, str]:
    """The phrase files that ship, by name."""
    places = (_PACKAGE / "_data/config/phrases", _PACKAGE.parent / "config/phrases")
    folder = next(path for path in places if path.is_dir())
    return {f"phrases/{path.name}": path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}


def digest(texts: Mapping[str, str]) -> str:
    """A name for these texts as this version compiles them."""
    parts = (part for name, text in sorted(texts.items()) for part in (name, text))
    return sha256("\0".join((str(_FORM), *parts)).encode()).hexdigest()


def compiled(texts: Mapping[str, str]) -> str:
    """Return the file text of a compiled copy."""
    packed = zlib.compress(json.dumps(_packed(load_lexicon(texts)), ensure_ascii=False).encode(), 9)
    return json.dumps({"digest": digest(texts), "lexicon": b64encode(packed).decode()}, indent=1) + "\n"


def _packed(lexicon: Lexicon) -> dict[str, Any]:
    return {
        "lists": {
            language: {name: sorted(words) for name, words in lists.items()}
            for language, lists in lexicon.lists.items()
        },
        "rules": [
            [rule.id, rule.language, int(rule.strength), _rows(rule.phrases), _rows(rule.unless), rule.negated]
            for rule in lexicon.rules
        ],
    }


def _rows(phrases: Iterable[Phrase]) -> list[list[Any]]:
    return [
        [phrase.text, phrase.pattern, *(sorted(words) for words in (phrase.keys, *phrase.needs))] for phrase in phrases
    ]


def _unpacked(stored: Mapping[str, Any]) -> Lexicon:
    rules = tuple(
        Rule(
            id=rule_id,
            language=language,
            strength=Strength(strength),
            phrases=_phrases(phrases),
            unless=_phrases(unless),
            negated=negated,
        )
        for rule_id, language, strength, phrases, unless, negated in stored["rules"]
    )
    lists = {
        language: {name: frozenset(words) for name, words in lists.items()}
        for language, lists in stored["lists"].items()
    }
    return Lexicon(rules, lists)


def _phrases(rows: Iterable[list[Any]]) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(text, pattern, frozenset(keys), tuple(map(frozenset, needs))) for text, pattern, keys, *needs in rows
    )
