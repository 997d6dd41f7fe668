"""Rows -> figures: what was sent, what came of it, how long a yes and a no took.

An answer is put down to the last mail that was sent before it in the same enrollment. Bounces and auto-replies are no
answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from followupd.core.model import EnrollmentId, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail that was accepted."""

    enrollment: EnrollmentId
    sequence: str
    step: int
    step_key: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered."""

    enrollment: EnrollmentId
    verdict: Verdict
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFigures:
    """One step of one sequence, numbered from 0. The days are means, from the first mail of an enrollment on."""

    sequence: str
    step: int
    step_key: str
    sent: int
    yes: int
    no: int
    later: int
    unsure: int
    days_to_yes: float | None
    days_to_no: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures."""

    steps: tuple[StepFigures, ...]
    mails_to_answer: float | None  # on average, over those who answered; None where nobody did


def report(sent: Iterable[SentMail], answers: Iterable[Answer]) -> Report:
    """Return the figures of everything that was ever sent."""
    by_enrollment: dict[EnrollmentId, list[SentMail]] = defaultdict(list)
    for mail in sorted(sent, key=lambda mail: mail.sent_at):
        by_enrollment[mail.enrollment].append(mail)
    earned: dict[tuple[str, int, str], list[tuple[Verdict, float]]] = defaultdict(list)
    mails_before = []
    for answer in answers:
        before = [mail for mail in by_enrollment.get(answer.enrollment, ()) if mail.sent_at <= answer.at]
        if before and answer.verdict is not Verdict.NONE:
            days = (answer.at - before[0].sent_at) / timedelta(days=1)
            earned[_key(before[-1])].append((answer.verdict, days))
            mails_before.append(len(before))
    everything = [mail for mails in by_enrollment.values() for mail in mails]
    return Report(
        steps=tuple(_figures(everything, earned)),
        mails_to_answer=fmean(mails_before) if mails_before else None,
    )


def _key(mail: SentMail) -> tuple[str, int, str]:
    return mail.sequence, mail.step, mail.step_key


def _figures(
    everything: Sequence[SentMail], earned: Mapping[tuple[str, int, str], Sequence[tuple[Verdict, float]]]
) -> Iterable[StepFigures]:
    sent: dict[tuple[str, int, str], int] = defaultdict(int)
    for mail in everything:
        sent[_key(mail)] += 1
    for key in sorted(sent):
        verdicts = [verdict for verdict, _ in earned.get(key, ())]
        sequence, step, step_key = key
        yield StepFigures(
            sequence=sequence,
            step=step,
            step_key=step_key,
            sent=sent[key],
            yes=verdicts.count(Verdict.YES),
            no=verdicts.count(Verdict.NO),
            later=verdicts.count(Verdict.LATER),
            unsure=verdicts.count(Verdict.UNSURE),
            days_to_yes=_mean_days(earned.get(key, ()), Verdict.YES),
            days_to_no=_mean_days(earned.get(key, ()), Verdict.NO),
        )


def _mean_days(earned: Iterable[tuple[Verdict, float]], wanted: Verdict) -> float | None:
    days = [each for verdict, each in earned if verdict is wanted]
    return fmean(days) if days else None
