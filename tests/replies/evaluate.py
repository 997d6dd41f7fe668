"""Judge the classifier by the replies in `corpus/`: confusion, costly errors, calibration, languages.

    python tests/replies/evaluate.py [--errors]

`--errors` prints what went wrong in the open half; the half that is kept apart is shown through totals only.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "corpus"
sys.path.insert(0, str(FOLDER.parents[2]))

from followupd.core.model import Asks, Classification, Inbound, Label, Person, Question  # noqa: E402
from followupd.replies.classify import classify  # noqa: E402
from followupd.replies.decide import COSTS  # noqa: E402

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REFUSALS = frozenset({Label.NO, Label.UNSUBSCRIBE})
MAILED_AGAIN = frozenset({Label.LATER, Label.AUTO_REPLY})
ENDED = frozenset({Label.NO, Label.UNSUBSCRIBE, Label.BOUNCE})
TO_A_PERSON = frozenset({Label.QUESTION, Label.REFERRAL, Label.UNCLEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One reply with what a careful person makes of it; the first label is the exact one."""

    labels: tuple[Label, ...]
    language: str
    text: str
    ours: str
    asks: Asks | None
    resume_on: date | None
    apart: bool


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Read every case of every file."""
    for path in sorted(folder.glob("*.txt")):
        for index, block in enumerate(path.read_text("utf-8").split("=== ")[1:]):
            yield _case(block, apart=index % 4 in (1, 2))


def judge(case: Case) -> Classification:
    """Classify a case as the daemon would."""
    quoted = "\n".join(f"> {line}" for line in case.ours.splitlines())
    inbound = Inbound(
        message_id="<case@example.org>", sender=Person(address="a@b.example"), fresh=case.text, quoted=quoted
    )
    question = Question(now=NOW, timezone="Europe/Berlin", asks=case.asks, our_text=case.ours)
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


def score(judged: Sequence[tuple[Case, Classification]]) -> Score:
    """Add up what went right and what was costly."""
    count = len(judged)
    wanted = [(case, found) for case, found in judged if case.resume_on is not None]
    return Score(
        count=count,
        strict=sum(found.label is case.labels[0] for case, found in judged) / count,
        lenient=sum(found.label in case.labels for case, found in judged) / count,
        cost_per_100=100 * sum(cost(case, found) for case, found in judged) / count,
        yes_ended=sum(case.labels[0] is Label.YES and found.label in ENDED for case, found in judged),
        refusals_mailed=sum(case.labels[0] in REFUSALS and found.label in MAILED_AGAIN for case, found in judged),
        absences_ended=sum(case.labels[0] is Label.AUTO_REPLY and found.label in ENDED for case, found in judged),
        to_a_person=sum(found.label in TO_A_PERSON for _, found in judged) / count,
        unclear=sum(found.label is Label.UNCLEAR for _, found in judged) / count,
        dates_right=sum(found.resume_on == case.resume_on for case, found in wanted),
        dates_wanted=len(wanted),
    )


def cost(case: Case, found: Classification) -> float:
    return min(COSTS[label][found.label] for label in case.labels)


def _case(block: str, *, apart: bool) -> Case:
    head, _, body = block.partition("\n")
    labels, language, *options = head.split()
    values = dict(option.split("=", 1) for option in options)
    lines = body.strip().splitlines()
    return Case(
        labels=tuple(Label(label) for label in labels.split(",")),
        language=language,
        text="\n".join(line for line in lines if not line.startswith("<")).strip(),
        ours="\n".join(line.removeprefix("<").strip() for line in lines if line.startswith("<")),
        asks=Asks(values["asks"]) if "asks" in values else None,
        resume_on=date.fromisoformat(values["resume"]) if "resume" in values else None,
        apart=apart,
    )


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


def _print_errors(judged: Iterable[tuple[Case, Classification]]) -> None:
    for case, found in judged:
        if found.label not in case.labels or found.resume_on != case.resume_on != None:  # noqa: E711
            print(f"\n{case.labels[0]} said {found.label} {found.confidence} {found.resume_on} (want {case.resume_on})")
            print(f"  {case.ours and '< ' + case.ours + ' > '}{case.text[:300]!r}")
            for each in found.evidence:
                print(f"    {each.why}: {each.text[:80]}")


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
        print(f"\n{name}: {score(half)}")
        _print_confusion(half)
        _print_calibration(half)
        _print_languages(half)


if __name__ == "__main__":
    main()
