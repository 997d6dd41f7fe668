"""Text into clauses of folded words."""

import pytest

from followupd.replies.clauses import MAX_CLAUSE, fold, split


def norms(text: str) -> list[tuple[str, ...]]:
    return [clause.norms for clause in split(text)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Don't", ("do", "not")),
        ("DONT", ("do", "not")),
        ("can’t", ("can", "not")),
        ("I'm", ("i", "am")),
        ("let's", ("let", "us")),
        ("Dana's", ("dana",)),
        ("l'idée", ("l", "idee")),
        ("Grüße", ("grusse",)),
        ("świętami", ("swietami",)),
        ("OK", ("okay",)),
    ],
)
def test_word_is_folded(written: str, folded: tuple[str, ...]) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("No. Call me!", [("no",), ("call", "me")]),
        ("Nice, but no", [("nice",), ("no",)]),
        ("nothing but your plan", [("nothing", "but", "your", "plan")]),
        ("am 15. März", [("am", "15", "marz")]),
        ("Hi Ana,\nno thanks", [("hi", "ana"), ("no", "thanks")]),
        ("write to a@b.example or +49 171 5550199", [("write", "to", "<email>", "or", "<phone>")]),
        ("it costs 5,000 € I think", [("it", "costs", "<money>", "i", "think")]),
        ("", []),
        ("...", []),
    ],
)
def test_text_is_split(text: str, clauses: list[tuple[str, ...]]) -> None:
    assert norms(text) == clauses


def test_line_that_a_mail_program_wrapped_goes_on_in_the_next() -> None:
    text = "We looked at this for a good while and came to the\nconclusion that it is not for us."
    assert len(split(text)) == 1


def test_word_remembers_where_it_stood() -> None:
    text = "Well, I DON'T need it."
    word = next(word for word in split(text)[0].words if word.norm == "not")
    assert text[word.start : word.end] == "DON'T"


def test_question_and_but_are_marked() -> None:
    first, second = split("Nice but how much?")
    assert (first.asked, first.after_but, second.asked, second.after_but) == (False, False, True, True)


def test_text_without_punctuation_is_cut() -> None:
    assert max(len(clause.words) for clause in split("word " * 5000)) <= MAX_CLAUSE
