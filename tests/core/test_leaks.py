"""One contact's data in a text for another one."""

import pytest

from followupd.core.letters.leaks import leaks

SAM = {
    "email": "sam@acme.example",
    "first_name": "Sam",
    "company": "Acme Pumps",
    "phone": "+49 30 1234567",
    "topic": "filters",
}
KIM = {"email": "kim@globex.example", "first_name": "Kimberly", "company": "Globex Corporation", "city": "Springfield"}
ROWS = {"sam": SAM, "kim": KIM}


def found(text: str, *, common: tuple[str, ...] = (), rows: dict[str, dict[str, str]] | None = None) -> list[str]:
    return [leak.value for leak in leaks([("sam", text)], rows or ROWS, common=common)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hi Kimberly, how are things?", "Kimberly"),
        ("Hi Kimberly's team", "Kimberly"),
        ("How is\nGlobex\nCorporation?", "Globex Corporation"),
        ("(kim@globex.example)", "kim@globex.example"),
        ("<kim@globex.example>", "kim@globex.example"),
        ("to Springfield.", "Springfield"),
    ],
)
def test_a_value_of_somebody_else_is_found(text: str, value: str) -> None:
    assert found(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sam, how is Acme Pumps?",
        "Kimberlys are people, kimberly is no name",
        "Globex is half of a name",
        "akim@globex.example",
        "McSpringfield",
        "kim@globex.examples",
        "",
    ],
)
def test_what_is_their_own_or_only_resembles_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("value", ["filters", "Kim", "2026", "March", "Thursday", "Donnerstag"])
def test_what_could_be_anybodys_word_tells_nobody_apart(value: str) -> None:
    assert found(f"about {value} again", rows={"sam": SAM, "kim": {"x": value}}) == []


def test_what_two_rows_hold_is_nobodys() -> None:
    rows = {**ROWS, "pat": {"company": "Globex Corporation"}}
    assert found("Globex Corporation", rows=rows) == []


def test_what_the_sender_is_called_is_no_secret() -> None:
    assert found("Yours, Kimberly", common=("Kimberly Ruiz",)) == []


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("Grace", False),
        ("Summit", False),
        ("10 %", False),
        ("Globex Corporation", True),
        ("kim@globex.example", True),
        ("+49 30 7654321", True),
        ("0307654321", True),
    ],
)
def test_a_single_word_may_be_an_accident(value: str, plain: bool) -> None:
    (leak,) = leaks([("sam", f"so {value} it is")], {"sam": SAM, "kim": {"x": value}})
    assert leak.is_plain is plain


def test_each_reader_hears_of_a_value_once() -> None:
    assert len(leaks([("sam", "Kimberly Kimberly"), ("sam", "Kimberly")], ROWS)) == 1


def test_ten_thousand_rows_that_begin_alike_take_no_time() -> None:
    rows = {str(number): {"company": f"Company {number}", "x": f"the line of {number}"} for number in range(10_000)}
    texts = [(str(number), f"the line of Company {number} {'of the company ' * 50}") for number in range(2_000)]
    assert leaks(texts, rows) == []
