"""Judge the classifier by the messages in `corpus/`: confusion, costly errors, calibration, dates, languages.

    python -m tests.replies.evaluate [--errors]

A message takes the way that it takes in the daemon: bytes, parse, classify against the mail of ours that it answers.
`--errors` prints what went wrong in the open half; the half that is kept apart is shown through totals only.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "corpus"
sys.path.insert(0, str(FOLDER.parents[2]))

from followupd.core.model import Asks, Classification, Inbound, Label, Question  # noqa: E402
from followupd.replies.classify import classify  # noqa: E402
from followupd.replies.decide import COSTS  # noqa: E402
from followupd.replies.parse import parse  # noqa: E402

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # for a message without a Date
REFUSALS = frozenset({Label.NO, Label.UNSUBSCRIBE})
MAILED_AGAIN = frozenset({Label.LATER, Label.AUTO_REPLY})
ENDED = frozenset({Label.NO, Label.UNSUBSCRIBE, Label.BOUNCE})
TO_A_PERSON = frozenset({Label.QUESTION, Label.REFERRAL, Label.UNCLEAR})
FEW_LOST, FEW_LEFT = 2, 5  # words that a stripper may get wrong before anybody minds


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One message with what a careful person makes of it; the first label is the exact one."""

    name: str
    raw: bytes
    labels: tuple[Label, ...]
    language: str
    timezone: str  # of its writer
    ours: str  # the words of our mail that it answers
    asks: Asks | None
    resume_on: date | None
    window: tuple[date, date] | None  # the days that are as good as `resume_on`; None where there is no such day
    own: str | None  # what its writer wrote; None where a machine did
    apart: bool


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Read every case of both halves."""
    for half in ("open", "apart"):
        expected = tomllib.loads((folder / f"{half}.toml").read_text("utf-8"))
        for entry in expected["reply"]:
            yield _case(folder / half, entry, apart=half == "apart")


def read(case: Case) -> Inbound:
    """Parse a case as the daemon would."""
    return parse(case.raw, ours=[case.ours])


def judge(case: Case) -> Classification:
    """Parse and classify a case as the daemon would."""
    inbound = read(case)
    question = Question(now=inbound.sent_at or NOW, timezone=case.timezone, asks=case.asks, our_text=case.ours)
    return classify(inbound, question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The totals of one half."""

    count: int
    strict: float
    lenient: float
    cost_per_100: float
    yes_ended: int
    refusals_mailed: int
    absences_ended: int
    to_a_person: float
    unclear: float
    dates_right: int
    dates_wanted: int
    dates_early: int  # would write before the day that was asked for
    dates_invented: int  # in deferrals and absences that name none


def score(judged: Sequence[tuple[Case, Classification]]) -> Score:
    """Add up what went right and what was costly."""
    count = len(judged)
    dated = [(case.window, found.resume_on) for case, found in judged if case.window is not None]
    return Score(
        count=count,
        strict=sum(found.label is case.labels[0] for case, found in judged) / count,
        lenient=sum(found.label in case.labels for case, found in judged) / count,
        cost_per_100=100 * sum(cost(case, found) for case, found in judged) / count,
        yes_ended=sum(_is_ended(case, found, Label.YES) for case, found in judged),
        refusals_mailed=sum(_is_mailed_again(case, found) for case, found in judged),
        absences_ended=sum(_is_ended(case, found, Label.AUTO_REPLY) for case, found in judged),
        to_a_person=sum(found.label in TO_A_PERSON for _, found in judged) / count,
        unclear=sum(found.label is Label.UNCLEAR for _, found in judged) / count,
        dates_right=sum(on is not None and first <= on <= last for (first, last), on in dated),
        dates_wanted=len(dated),
        dates_early=sum(on is not None and on < first for (first, _), on in dated),
        dates_invented=sum(_is_invented(case, found) for case, found in judged),
    )


def cost(case: Case, found: Classification) -> float:
    """Return what it costs to take the case for this, by the most lenient of its labels."""
    return min(COSTS[label][found.label] for label in case.labels)


def stray_words(case: Case) -> tuple[int, int]:
    """Count the words of the writer that were set aside, and the words of others that were kept."""
    own = Counter(re.findall(r"\w+", case.own or ""))
    fresh = Counter(re.findall(r"\w+", read(case).fresh))
    return (own - fresh).total(), (fresh - own).total()


def is_costly(case: Case, found: Classification) -> bool:
    """Say whether an interest was ended, an absence taken for the end, or a refusal mailed again."""
    ended = _is_ended(case, found, Label.YES) or _is_ended(case, found, Label.AUTO_REPLY)
    return ended or _is_mailed_again(case, found)


def _case(folder: Path, entry: Mapping[str, Any], *, apart: bool) -> Case:
    resume_on = entry.get("resume")
    first, last = entry.get("window", (resume_on, resume_on))
    return Case(
        name=entry["file"],
        raw=(folder / entry["file"]).read_bytes(),
        labels=tuple(Label(label) for label in entry["labels"]),
        language=entry["language"],
        timezone=entry["timezone"],
        ours=entry["ours"],
        asks=Asks(entry["asks"]) if "asks" in entry else None,
        resume_on=resume_on,
        window=None if resume_on is None else (first, last),
        own=entry.get("own"),
        apart=apart,
    )


def _is_ended(case: Case, found: Classification, truth: Label) -> bool:
    return case.labels[0] is truth and found.label in ENDED and found.label not in case.labels


def _is_mailed_again(case: Case, found: Classification) -> bool:
    return case.labels[0] in REFUSALS and found.label in MAILED_AGAIN and found.label not in case.labels


def _is_invented(case: Case, found: Classification) -> bool:
    waits = case.labels[0] in MAILED_AGAIN and found.label in MAILED_AGAIN
    return waits and case.window is None and found.resume_on is not None


def _is_right(case: Case, found: Classification) -> bool:
    if case.window is None:
        return found.label in case.labels
    first, last = case.window
    return found.label in case.labels and found.resume_on is not None and first <= found.resume_on <= last


def _print_totals(judged: Sequence[tuple[Case, Classification]]) -> None:
    print(score(judged))
    written = [stray_words(case) for case, _ in judged if case.own is not None]
    lost = sum(lost > FEW_LOST for lost, _ in written)
    left = sum(left > FEW_LEFT for _, left in written)
    print(f"words of the writer lost in {lost}, of others kept in {left}, of {len(written)}")


def _print_confusion(judged: Iterable[tuple[Case, Classification]]) -> None:
    counts = Counter((case.labels[0], found.label) for case, found in judged)
    print("truth \\ said " + " ".join(f"{label.value[:6]:>6}" for label in Label))
    for truth in Label:
        print(f"{truth.value:12} " + " ".join(f"{counts[truth, said] or '.':>6}" for said in Label))


def _print_calibration(judged: Iterable[tuple[Case, Classification]]) -> None:
    bins: dict[int, list[bool]] = defaultdict(list)
    for case, found in judged:
        if found.label not in TO_A_PERSON:
            bins[min(int(found.confidence * 10), 9)].append(found.label in case.labels)
    for number, hits in sorted(bins.items()):
        print(f"confidence {number / 10:.1f}..: {sum(hits):3} of {len(hits):3} right")


def _print_languages(judged: Sequence[tuple[Case, Classification]]) -> None:
    for language in sorted({case.language for case, _ in judged}):
        mine = [(case, found) for case, found in judged if case.language == language]
        right = sum(found.label in case.labels for case, found in mine)
        print(f"{language}: {right} of {len(mine)}")


def _print_costly(judged: Iterable[tuple[Case, Classification]]) -> None:
    for case, found in judged:
        if is_costly(case, found):
            print(f"costly: {case.name} {case.labels[0]} said {found.label}: {_words(case)[:90]!r}")


def _print_errors(judged: Iterable[tuple[Case, Classification]]) -> None:
    for case, found in judged:
        if not _is_right(case, found):
            wanted = f"{case.labels[0]} {case.resume_on or ''}".strip()
            print(f"\n{case.name}: {wanted}, said {found.label} {found.confidence:.2f} {found.resume_on or ''}")
            print(f"  {case.asks or ''} {_words(case)[:300]!r}")
            for each in found.evidence:
                print(f"    {each.why}: {each.text[:80]}")


def _words(case: Case) -> str:
    return read(case).fresh


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--errors", action="store_true", help="print the errors of the open half")
    options = arguments.parse_args()
    judged = [(case, judge(case)) for case in cases()]
    halves = {
        "open": [pair for pair in judged if not pair[0].apart],
        "apart": [pair for pair in judged if pair[0].apart],
    }
    if options.errors:
        _print_errors(halves["open"])
    for name, half in halves.items():
        print(f"\n{name}")
        _print_totals(half)
        _print_confusion(half)
        _print_calibration(half)
        _print_languages(half)
    _print_costly(halves["open"])


if __name__ == "__main__":
    main()
