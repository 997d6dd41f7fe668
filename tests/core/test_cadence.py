"""Advice on sequences, and the shipped ones, which need none."""

from pathlib import Path

import pytest

from followupd.core.cadence import advice
from followupd.core.sequences import Sequence, check_references, parse_sequence
from followupd.shipped import shipped

SHIPPED = sorted((shipped("config") / "sequences").glob("*.toml"))

MAIL = ("email", 'template = "a.j2"')
BUMP = ("bump", 'template = "b.j2"')
CALL = ("call", 'script = "c.j2"')
NOTE = ("task", 'text = "Write"\nchannel = "note"')
CLOSER = ("email", 'template = "z.j2"\ncloser = true')


def sequence(*steps: tuple[tuple[str, str], str], head: str = "") -> Sequence:
    """Build a sequence from (kind and content, delay) pairs."""
    tables = [f'[[steps]]\nkind = "{kind}"\n{content}\nafter = "{after}"\n' for (kind, content), after in steps]
    return parse_sequence("s", head + "".join(tables))


def rules(*steps: tuple[tuple[str, str], str]) -> list[tuple[str, int | None]]:
    return [(item.rule, item.step) for item in advice(sequence(*steps))]


GOOD = (
    (MAIL, "0m"),
    (BUMP, "3 business days"),
    (CALL, "2 business days"),
    (BUMP, "2 business days"),
    (NOTE, "3 days"),
    (CALL, "2 business days"),
    (CLOSER, "1 week"),
)


def test_a_good_sequence_gets_no_advice() -> None:
    assert rules(*GOOD) == []


def test_fewer_than_seven_attempts_are_few() -> None:
    assert rules(*GOOD[:5], GOOD[6]) == [("attempts", None)]


def test_fewer_than_two_attempts_a_week_are_too_rare() -> None:
    assert rules(*((what, "4 business days") for what, _ in GOOD)) == [("pace", None)]


@pytest.mark.parametrize("after", ["0m", "3 hours", "0 days"])
def test_two_attempts_on_one_day_are_pressure(after: str) -> None:
    assert rules(*GOOD[:2], (CALL, after), *GOOD[3:]) == [("twice-a-day", 3)]


def test_a_mail_that_goes_with_a_voicemail_is_not_a_second_attempt_of_the_day() -> None:
    goes_with_it = ("email", 'template = "v.j2"\nrequires = "voicemail"')
    assert rules((CALL, "0m"), (goes_with_it, "0m"), *GOOD[1:]) == []


def test_after_five_business_days_of_silence_another_medium() -> None:
    assert rules((MAIL, "0m"), (BUMP, "3 business days"), (BUMP, "2 business days"), *GOOD[2:]) == [("medium", 3)]


def test_the_closer_may_come_by_the_medium_that_was_silent() -> None:
    assert rules(*GOOD[:5], (MAIL, "2 business days"), (CLOSER, "1 week")) == []


def test_a_sequence_with_mail_needs_a_way_out() -> None:
    assert rules(*GOOD[:6], (NOTE, "1 week")) == [("closer", None)]


def test_nothing_comes_after_the_closer() -> None:
    assert rules(*GOOD, (CALL, "3 business days")) == [("closer-last", 8)]


def test_a_drip_gets_no_advice() -> None:
    assert advice(sequence((MAIL, "1 month"), head='every = "1 month"\n')) == ()


def test_advice_says_which_step_and_why() -> None:
    [first] = advice(sequence(*GOOD[:2], (CALL, "0m"), *GOOD[3:]))
    assert str(first).startswith("step 3: it may come on the same day as the step before it")


def test_the_shipped_sequences_are_the_five_that_the_program_speaks_of() -> None:
    names = ["drip", "missed-next-step", "no-reply", "quote-sent", "voicemail"]
    assert [path.stem for path in SHIPPED] == names


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_sequence_keeps_its_own_advice(path: Path) -> None:
    assert advice(parse_sequence(path.stem, path.read_text(encoding="utf-8"))) == ()


def test_the_shipped_sequences_refer_only_to_what_is_shipped() -> None:
    sequences = [parse_sequence(path.stem, path.read_text(encoding="utf-8")) for path in SHIPPED]
    templates = [path.name for path in shipped("templates").glob("*.j2")]
    assert [str(fault) for fault in check_references(sequences, templates)] == []


def test_no_shipped_drip_piece_comes_twice() -> None:
    [drip] = [parse_sequence(path.stem, path.read_text(encoding="utf-8")) for path in SHIPPED if path.stem == "drip"]
    pieces = [step.template for step in drip.steps]
    assert len(set(pieces)) == len(pieces) > 1
