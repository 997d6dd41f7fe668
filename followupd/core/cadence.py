"""Is it a good sequence? Advice on how often, how long and by what medium, each with the reason for it.

The rules are those of people who sell for a living: about two attempts a week, at least seven before giving up, never
two on one day, another medium after five business days of silence, a way out at the very end. They count the steps of
the owner (calls, notes, visits) as what they are: attempts. A drip is another matter and gets no advice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from followupd.core.calendar.spans import Delay, Unit
from followupd.core.model import StepKind
from followupd.core.sequences import AUTOMATIC, Sequence, Step

ATTEMPTS = 7
LONGEST_MEAN_GAP = 3  # business days; two a week are 2.5 apart
SILENCE = 5  # business days on one medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing that could be better. `step` is the number of the step as a person counts, None for the whole."""

    rule: str
    message: str
    step: int | None = None

    def __str__(self) -> str:
        return self.message if self.step is None else f"step {self.step}: {self.message}"


def advice(sequence: Sequence) -> tuple[Advice, ...]:
    """Return what the rules below have to say, in their order; () for a drip and for a sequence that keeps them."""
    if sequence.every is not None:
        return ()
    return tuple(item for rule in _RULES for item in rule(sequence))


def _few_attempts(sequence: Sequence) -> Iterator[Advice]:
    count = len(sequence.steps)
    if count < ATTEMPTS:
        yield Advice(
            rule="attempts",
            message=f"{count} attempts over all channels; most answers come later: plan at least {ATTEMPTS},"
            " calls, notes and visits included",
        )


def _long_gaps(sequence: Sequence) -> Iterator[Advice]:
    days = _days(sequence)
    if len(days) > 1 and (days[-1] - days[0]) / (len(days) - 1) > LONGEST_MEAN_GAP:
        yield Advice(
            rule="pace",
            message=f"{len(days)} attempts in about {days[-1] - days[0]:.0f} business days is fewer than two a week;"
            " who hears from you so rarely has forgotten the last time",
        )


def _twice_a_day(sequence: Sequence) -> Iterator[Advice]:
    for number, step in enumerate(sequence.steps[1:], 2):
        if step.requires is None and step.at is None and _business_days(step.after) < 0.5:
            yield Advice(
                rule="twice-a-day",
                step=number,
                message="it may come on the same day as the step before it, and two attempts on one day feel like"
                ' pressure: write after = "1 business day" or more, or requires = "voicemail" for a mail that'
                " goes with a voicemail",
            )


def _same_medium(sequence: Sequence) -> Iterator[Advice]:
    """One piece of advice for each run of steps on one medium that outlasts the silence; the closer may repeat it."""
    days = _days(sequence)
    start = 0
    for index, step in enumerate(sequence.steps):
        if _medium(step) != _medium(sequence.steps[start]):
            start = index
        elif days[index] - days[start] >= SILENCE and not step.closer:
            yield Advice(
                rule="medium",
                step=index + 1,
                message=f"{_medium(step)} again after {days[index] - days[start]:.0f} business days of silence on it:"
                " who does not answer there may answer elsewhere, so put a call or a task in between",
            )
            start = index


def _no_way_out(sequence: Sequence) -> Iterator[Advice]:
    closers = [index for index, step in enumerate(sequence.steps) if step.closer]
    if not closers and any(step.kind in AUTOMATIC for step in sequence.steps):
        yield Advice(
            rule="closer",
            message="no step has closer = true: end with a mail that makes it easy to say no, for a no heard is worth"
            " more than silence",
        )
    if closers and closers[0] != len(sequence.steps) - 1:
        yield Advice(
            rule="closer-last",
            step=closers[0] + 2,
            message="it comes after the closer, which told them that you will leave it there: move it before",
        )


_RULES: tuple[Callable[[Sequence], Iterator[Advice]], ...] = (
    _few_attempts,
    _long_gaps,
    _twice_a_day,
    _same_medium,
    _no_way_out,
)

_BUSINESS_DAYS_IN: Mapping[Unit, float] = {
    Unit.SECOND: 0,
    Unit.MINUTE: 0,
    Unit.HOUR: 5 / 7 / 24,
    Unit.DAY: 5 / 7,
    Unit.BUSINESS_DAY: 1,
    Unit.WEEK: 5,
    Unit.MONTH: 21.7,
}


def _business_days(delay: Delay) -> float:
    """About how many business days a delay takes."""
    return delay.amount * _BUSINESS_DAYS_IN[delay.unit]


def _days(sequence: Sequence) -> list[float]:
    """About how many business days after the enrollment each step comes."""
    passed, days = 0.0, []
    for step in sequence.steps:
        passed += _business_days(step.after)
        days.append(passed)
    return days


def _medium(step: Step) -> str:
    if step.kind in AUTOMATIC:
        return "e-mail"
    return "phone" if step.kind is StepKind.CALL else step.channel or "task"
