"""The corpus of date phrases: the dev half and the regressions case by case, the half kept apart by its totals."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from followupd.replies.when import Purpose, resume_date

FOLDER = Path(__file__).parent / "dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    text: str
    zone: str
    now: datetime
    purpose: Purpose
    window: tuple[date, date] | None

    def answer(self) -> date | None:
        mention = resume_date(self.text, now=self.now, zone=self.zone, purpose=self.purpose)
        return mention.resume_on if mention else None

    def accepts(self, answer: date | None) -> bool:
        if self.window is None or answer is None:
            return self.window is None and answer is None
        return self.window[0] <= answer <= self.window[1]


def cases_of(name: str) -> Iterator[Case]:
    for group in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["group"]:
        for text, *days in group["cases"]:
            window = (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None
            yield Case(text=text, zone=group["zone"], now=group["now"], purpose=group["purpose"], window=window)


@pytest.mark.parametrize("case", list(cases_of("dev.toml")), ids=lambda case: case.text)
def test_a_phrase_of_the_dev_half_is_read_within_its_window(case: Case) -> None:
    answer = case.answer()
    assert case.accepts(answer), f"{answer}, not in {case.window}"


@pytest.mark.parametrize("case", list(cases_of("read.toml")), ids=lambda case: case.text)
def test_a_phrase_that_was_read_rightly_is_still_read_so(case: Case) -> None:
    assert case.accepts(case.answer()), f"{case.answer()}, not {case.window}"


def wrong(cases: Iterable[Case]) -> list[tuple[str, date | None]]:
    return [(case.text, answer) for case in cases if not case.accepts(answer := case.answer())]


def early(cases: Iterable[Case]) -> int:
    return sum(case.window is not None and (case.answer() or date.max) < case.window[0] for case in cases)


def invented(cases: Iterable[Case]) -> int:
    return sum(case.window is None and case.answer() is not None for case in cases)


def test_of_the_phrases_that_may_be_looked_at_at_most_two_in_a_hundred_are_misread() -> None:
    cases = list(cases_of("phrases.toml"))
    missed = wrong(cases)
    assert len(missed) <= 0.02 * len(cases), missed
    assert early(cases) <= 0.005 * len(cases)


@pytest.mark.parametrize("name", ["kept_apart.toml", "phrases_apart.toml"])
def test_of_phrases_kept_apart_at_least_nine_in_ten_are_right_and_few_are_read_too_early(name: str) -> None:
    cases = list(cases_of(name))
    assert len(wrong(cases)) <= 0.1 * len(cases)
    assert early(cases) <= 0.025 * len(cases)
    assert invented(cases) <= 0.02 * len(cases)
