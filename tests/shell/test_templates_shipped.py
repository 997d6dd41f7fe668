"""The texts that come with the program: each renders for everybody, passes the linter, and keeps to the practices."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.core.errors import UnavailableError
from followupd.core.model import Asks, Contact, ContactId, StepKind
from followupd.shipped import shipped
from followupd.templates import (
    VARIABLES,
    Agreement,
    Library,
    Logged,
    NextStep,
    Rendered,
    Sender,
    Touch,
    build_variables,
    lint,
    render,
    spoken_seconds,
    variables_used,
)


def stem_of(name: str) -> str:
    """Return "closer" of "closer.j2" and of "closer.de.j2"."""
    return name.partition(".")[0]


FOLDER = shipped("templates")
LIBRARY = Library(user_dir=None, shipped_dir=FOLDER)
NAMES = LIBRARY.names()
LANGUAGES = ("en", "de", "fr", "es")
STEMS = sorted({stem_of(name) for name in NAMES})
CLOSERS = {"ok-to-say-no", "close-file", "either-way", "one-number"}
NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)


def kind_of(stem: str) -> StepKind:
    if stem.startswith("bump-"):
        return StepKind.BUMP
    return StepKind.CALL if stem.endswith("-script") else StepKind.EMAIL


def rendered(name: str, *, everything: bool, next_kind: StepKind = StepKind.EMAIL) -> Rendered:
    """Render for a contact of whom everything is known, or only what the text cannot do without."""
    columns = {
        "first_name": "Sam",
        "last_name": "Lee",
        "company": "Acme",
        "topic": "the packing line",
        "reason": "You wrote that Hall 2 opens in May.",
        "quote": "Q-17",
        "quote_on": "2026-03-09",
    }
    mail = Touch(at=NOW - timedelta(days=21), kind="email", subject="Hello")
    variables = build_variables(
        contact=Contact(id=ContactId(1), address="sam@acme.example", fields=columns if everything else {}),
        sender=Sender(
            name="Ana Ruiz",
            email="ana@example.com",
            signature="Ana Ruiz\nNorthwind" if everything else None,
            postal_address="1 Main St, Springfield" if everything else None,
        ),
        now=NOW,
        attempts=3,
        first_email=mail if everything else None,
        last_email=mail if everything else None,
        voicemail=Logged(at=NOW - timedelta(minutes=50)) if "voicemail" in name else None,
        agreement=Agreement(what="X", on=date(2026, 3, 12), made_at=NOW - timedelta(days=21))
        if "missed" in name
        else None,
        next_step=NextStep(at=NOW + timedelta(days=3), kind=next_kind) if everything else None,
    )
    return render(LIBRARY.find(name), variables, None, ZoneInfo("Europe/Berlin"))


def test_every_text_is_there_in_every_language() -> None:
    expected = {f"{stem}.j2" if code == "en" else f"{stem}.{code}.j2" for stem in STEMS for code in LANGUAGES}
    assert set(NAMES) == expected
    assert {LIBRARY.find(name).language for name in NAMES} == set(LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_the_linter_has_nothing_to_say(name: str) -> None:
    stem = stem_of(name)
    findings = lint(LIBRARY.find(name), kind_of(stem), first=stem == "first-mail", closer=stem in CLOSERS)
    assert [finding.sentence for finding in findings] == []


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_whole_whatever_is_known(name: str, everything: bool) -> None:
    for next_kind in StepKind:
        out = rendered(name, everything=everything, next_kind=next_kind)
        for text in (out.subject or "", out.text):
            assert not re.search(r"  (?!\w)|\n\n\n| [,.]|\bNone\b|\(\)|^ | $", text, re.MULTILINE), text


@pytest.mark.parametrize("stem", STEMS)
def test_all_languages_ask_the_same_and_know_the_same(stem: str) -> None:
    templates = [LIBRARY.find(f"{stem}.j2", code) for code in LANGUAGES]
    assert len({template.asks for template in templates}) == 1
    names = {"contact.name", "contact.first_name"}  # how one greets is a matter of the language
    assert len({frozenset(variables_used(template) - names) for template in templates}) == 1


@pytest.mark.parametrize("name", [name for name in NAMES if kind_of(stem_of(name)) is StepKind.CALL])
def test_a_script_is_said_in_thirty_seconds(name: str) -> None:
    assert spoken_seconds(rendered(name, everything=True).text) <= 30


@pytest.mark.parametrize("stem", [stem for stem in STEMS if kind_of(stem) is StepKind.CALL])
def test_a_script_mentions_the_mail_that_follows(stem: str) -> None:
    for code, word in (("en", "e-mail"), ("de", "E-Mail"), ("fr", "e-mail"), ("es", "correo")):
        name = f"{stem}.j2" if code == "en" else f"{stem}.{code}.j2"
        assert word in rendered(name, everything=True).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I'll try you again Thursday morning."),
        ("de", "versuche ich es am Donnerstagmorgen noch einmal."),
        ("fr", "je réessaierai jeudi matin."),
        ("es", "lo intentaré de nuevo el jueves por la mañana."),
    ],
)
def test_the_mail_after_a_voicemail_says_when_it_is_tried_again(language: str, words: str) -> None:
    step = NextStep(at=datetime(2026, 3, 19, 7, 45, tzinfo=UTC), kind="call")  # 8:45 in Berlin
    variables = build_variables(
        contact=Contact(id=ContactId(1), address="sam@acme.example"),
        sender=Sender(name="Ana", email="ana@example.com"),
        now=NOW,
        voicemail=Logged(at=NOW),
        next_step=step,
    )
    out = render(LIBRARY.find("after-voicemail.j2", language), variables, language, ZoneInfo("Europe/Berlin"))
    assert words in out.text
    assert out.promised_at == step.at


@pytest.mark.parametrize(
    ("stem", "asks"),
    [("close-file", Asks.CLOSE_FILE), ("either-way", Asks.EITHER_OR), ("one-number", Asks.CHOOSE)],
)
def test_a_closer_says_what_a_short_answer_means(stem: str, asks: Asks) -> None:
    assert LIBRARY.find(f"{stem}.j2").asks is asks


def test_the_postal_address_stands_where_it_is_set() -> None:
    assert "1 Main St, Springfield" in rendered("first-mail.j2", everything=True).text
    assert rendered("first-mail.j2", everything=False).text.endswith("\nAna Ruiz\n")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.j2")), ids=lambda path: path.name)
def test_a_comment_on_top_says_when_a_text_is_used(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{# ")


def test_the_readmes_table_is_that_of_the_code() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## The variables\n")[2].partition("\n## ")[0]
    table = {}
    for names, parts in re.findall(r"(?m)^\| ((?:`\w+`(?:, )?)+) \| ([^|]*)\|", section):
        for name in re.findall(r"`(\w+)`", names):
            table[name] = set(re.findall(r"`\.(\w+)`", parts))
    assert table == {name: set(parts) for name, parts in VARIABLES.items()}


def test_what_is_not_there_is_said_and_not_guessed() -> None:
    with pytest.raises(UnavailableError, match="the shipped nothing are missing"):
        shipped("nothing")  # type: ignore[arg-type]
