"""The exam itself: as large as promised, half of it apart, every message readable, nothing of it to be learnt."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from followupd.core.model import Inbound, Label
from tests.replies.evaluate import FOLDER, Case, cases, read, stray_words

LEARNT = Path(__file__).resolve().parents[2] / "corpus"
HALVES = [pytest.param(False, id="open"), pytest.param(True, id="apart")]


@cache
def half(apart: bool) -> tuple[Case, ...]:
    return tuple(case for case in cases() if case.apart is apart)


@pytest.mark.parametrize("apart", HALVES)
def test_each_half_has_at_least_three_hundred_messages_of_its_own(apart: bool) -> None:
    mine, others = ({case.raw for case in half(each)} for each in (apart, not apart))
    assert len(mine) >= 300
    assert not mine & others


def test_halves_are_equal_in_size_and_in_labels() -> None:
    sizes = [Counter(case.labels[0] for case in half(each)) for each in (False, True)]
    assert all(abs(sizes[0][label] - sizes[1][label]) <= 4 for label in Label)
    assert min(sizes[0][label] for label in Label) >= 10


@pytest.mark.parametrize("apart", HALVES)
def test_every_message_has_its_entry(apart: bool) -> None:
    """An entry without a message would have failed to load; labels and questions that do not exist likewise."""
    listed = [case.name for case in half(apart)]
    files = {path.name for path in (FOLDER / ("apart" if apart else "open")).iterdir()}
    assert len(listed) == len(set(listed))
    assert set(listed) == files


@pytest.mark.parametrize("apart", HALVES)
def test_every_message_is_one_that_a_mail_program_could_have_sent(apart: bool) -> None:
    assert [case.name for case in half(apart) if not _is_whole(read(case))] == []


@pytest.mark.parametrize("apart", HALVES)
def test_window_holds_the_day_that_it_is_about(apart: bool) -> None:
    dated = [(case.resume_on, case.window) for case in half(apart) if case.resume_on and case.window]
    assert len(dated) >= 50
    assert all(first <= on <= last for on, (first, last) in dated)


@pytest.mark.parametrize("apart", HALVES)
def test_no_word_of_a_writer_is_taken_for_quotation(apart: bool) -> None:
    """R2.7; two words may go, where a short one is also the beginning of a signature."""
    assert [case.name for case in half(apart) if stray_words(case)[0] > 2] == []


def test_nothing_is_learnt_from_what_judges() -> None:
    learnt = _plain(" ".join(path.read_text("utf-8").replace("\\n", " ") for path in LEARNT.glob("*.txt")))
    texts = [_plain(case.own or "") for each in (False, True) for case in half(each)]
    long_ones = [text for text in texts if len(text.split()) >= 5]
    assert len(long_ones) >= 500
    assert not [text for text in long_ones if text in learnt]


def _is_whole(inbound: Inbound) -> bool:
    return bool(inbound.message_id and inbound.sender.address and inbound.sent_at and inbound.to and inbound.subject)


def _plain(text: str) -> str:
    """Return the bare words, with a blank around each."""
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "
