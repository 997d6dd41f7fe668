"""The lexicon: the phrase language, faults all at once, users' files over shipped ones."""

import json
import re
import string

import pytest

from followupd.core.errors import ConfigError
from followupd.replies.clauses import split
from followupd.replies.phrases.files import load_lexicon
from followupd.replies.phrases.lexicon import Lexicon
from followupd.replies.phrases.shipped import COMPILED, digest, shipped_lexicon, shipped_texts
from followupd.replies.phrases.syntax import MAX_PHRASE, compile_phrase

LISTS = {"call": frozenset({"call", "ring", "get back"}), "negation": frozenset({"not"})}


def found(phrase: str, text: str) -> bool:
    pattern = re.compile(compile_phrase(phrase, LISTS).pattern)
    return any(pattern.search(clause.line) for clause in split(text))


def ids(lexicon: Lexicon, text: str) -> list[str]:
    return [match.rule.id for clause in split(text) for match in lexicon.matches(clause, lexicon.languages)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("call me", "Please CALL me."),
        ("call me", "call, me"),
        ("interes*", "I'm interested"),
        ("(call|ring) me", "ring me"),
        ("[please] call me", "call me"),
        ("not ... interested", "I am not in the least interested"),
        ("@call (me|us)", "get back us"),
        ("^ no thanks $", "No thanks!"),
        ("how much ?", "And how much is that?"),
        ("ask <name>", "ask Dana"),
        ("write to <email>", "write to dana@acme.example"),
        ("call me on <phone>", "call me on +49 171 555 01 99"),
        ("in # weeks", "in 3 weeks"),
        ("don't", "do not"),
        ("don't", "dont"),
        ("interesse", "Intéressé"),
        ("grüße", "grüsse"),
    ],
)
def test_phrase_finds(phrase: str, text: str) -> None:
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("call me", "recall me"),
        ("call me", "call her"),
        ("interes*", "uninterested"),
        ("not ... interested", "not a single one of us was ever interested"),
        ("^ no thanks $", "no thanks to you we lost it"),
        ("how much ?", "how much we love it"),
        ("ask <name>", "ask dana"),
        ("call me", "I will call. Me too"),
    ],
)
def test_phrase_does_not_find(phrase: str, text: str) -> None:
    assert not found(phrase, text)


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "(call",
        "call)",
        "[call] [me]",
        "... call",
        "call ...",
        "call ..12 me",
        "@nobody",
        "a|",
        "x" * (MAX_PHRASE + 1),
        "f*",
    ],
)
def test_phrase_that_makes_no_sense_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        compile_phrase(phrase, LISTS)


def test_every_fault_of_every_file_is_reported_at_once() -> None:
    texts = {
        "phrases/a.toml": 'language = "en"\n[no.x]\nphrases = ["(call"]\ncolour = "red"\n[maybe.y]\nphrases = ["z"]\n',
        "phrases/b.toml": "[no.z]\nphrases = []\n",
        "phrases/c.toml": "language =",
    }
    with pytest.raises(ConfigError) as caught:
        load_lexicon(texts)
    sentences = str(caught.value)
    for part in (
        "a.toml: no.x: unknown key 'colour'",
        "'(call'",
        "[maybe]",
        "b.toml: the file must begin",
        "b.toml: no.z",
        "c.toml: not valid TOML",
    ):
        assert part in sentences


def test_user_file_replaces_lengthens_and_switches_off_rules_by_id() -> None:
    shipped = (
        'language = "en"\n[no.a]\nphrases = ["apple"]\n[no.b]\nphrases = ["banana"]\n[no.c]\nphrases = ["cherry"]\n'
    )
    own = (
        'language = "en"\n[no.a]\nphrases = ["apricot"]\n[no.b]\nalso = ["berry"]\n'
        '[no.c]\noff = true\n[yes.d]\nphrases = ["date"]\n'
    )
    lexicon = load_lexicon({"shipped": shipped, "own": own})
    assert ids(lexicon, "apple apricot banana berry cherry date") == ["no.a", "no.b", "no.b", "yes.d"]


def test_rule_is_silent_where_its_unless_phrase_stands_in_the_same_clause() -> None:
    lexicon = load_lexicon({"x": 'language = "en"\n[no.a]\nphrases = ["apple"]\nunless = ["pie"]\n'})
    assert ids(lexicon, "an apple pie") == []
    assert ids(lexicon, "an apple. A pie.") == ["no.a"]


def test_shipped_lexicon_is_without_faults_and_speaks_at_least_five_languages() -> None:
    assert {"en", "de", "fr", "es", "nl"} <= set(shipped_lexicon().languages)


def test_no_phrase_is_slow_on_hostile_text() -> None:
    lexicon = shipped_lexicon()
    hostile = " ".join(f"not {letter} call me back in interested" for letter in string.ascii_lowercase * 200)
    for clause in split(hostile)[:200]:
        lexicon.matches(clause, lexicon.languages)


def test_the_compiled_copy_is_the_phrases_that_ship() -> None:
    texts = shipped_texts()
    assert json.loads(COMPILED.read_text("utf-8"))["digest"] == digest(texts), "run tools/compile_phrases.py"
    assert shipped_lexicon() == load_lexicon(texts)


def test_an_edited_phrase_file_is_never_met_by_an_old_copy() -> None:
    texts = shipped_texts()
    assert digest({**texts, "phrases/en.toml": texts["phrases/en.toml"] + "# edited\n"}) != digest(texts)


def test_own_phrases_go_over_the_shipped_ones_and_leave_them_as_they_were() -> None:
    before = shipped_lexicon()
    mine = load_lexicon(
        {"phrases/own.toml": 'language = "en"\n[no.goats]\nphrases = ["only goats here"]\n'}, over=before
    )
    assert "no.goats" in ids(mine, "Only goats here.")
    assert "no.goats" not in ids(before, "Only goats here.")
    assert set(ids(mine, "Please call me in March")) == set(ids(before, "Please call me in March"))
