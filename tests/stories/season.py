"""What happened in a season of follow-up, and a checker that knows the promises of the product but not its code.

`violations` judges what the world received; the rows of the store only say what a mail was for. Hours, holidays and
caps are written down here once more, from public calendars and the README, so that a slip in the program's own shows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from followupd.core.model import Enrollment, State
from followupd.core.promises import Promise, Standing

DAYS_OFF = {
    "DE": {date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 17)},
    "US": {date(2027, 2, 15), date(2027, 5, 31)},
    "JP": {
        date(2027, 2, 23), date(2027, 3, 21), date(2027, 3, 22), date(2027, 4, 29), date(2027, 5, 3),
        date(2027, 5, 4), date(2027, 5, 5),
    },
}  # fmt: skip
OPEN_HOURS = ((time(8, 30), time(12)), (time(13), time(17, 30)))
GAP, PER_HOUR, PER_DAY, PER_DOMAIN, PER_CONTACT = timedelta(seconds=90), 10, 30, 2, timedelta(days=2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOO_LATE = timedelta(days=12)  # five business days over Easter, and a night in the queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A mail as the world got it, with what it was for."""

    at: datetime
    to: str
    message_id: str
    enrollment: int
    step: int
    step_key: str
    planned_at: datetime | None  # what the mail before it in the sequence had planned for this step, where it did
    promised: bool  # that mail had named the time


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """From a moment on somebody is to hear nothing more, or nothing before a day of theirs."""

    since: datetime
    why: str
    until: date | None = None


@dataclass(slots=True, kw_only=True)
class Season:
    """Everything that happened."""

    country: dict[str, str] = field(default_factory=dict)  # by address
    zone: dict[str, ZoneInfo] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    silences: dict[str, list[Silence]] = field(default_factory=lambda: defaultdict(list))
    resumed: set[str] = field(default_factory=set)  # whom the owner let go on though it was late
    ups: list[tuple[datetime, datetime]] = field(default_factory=list)  # when the machine was on
    promises: list[Promise] = field(default_factory=list)
    enrollments: list[Enrollment] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)

    @property
    def end(self) -> datetime:
        return self.ups[-1][1]

    def was_on(self, begin: datetime, end: datetime) -> bool:
        """Whether the machine was on all this time."""
        return any(on <= begin and end < off for on, off in self.ups)


def violations(season: Season) -> list[str]:
    """Return every broken rule in words; [] is what is to be."""
    return [f"{rule.__name__.strip('_')}: {words}" for rule in RULES for words in rule(season)]


def table(season: Season) -> str:
    """Return the figures of a season and the rules that were checked."""
    standings = Counter(promise.standing.value for promise in season.promises)
    states = Counter(str(each.stop or each.hold or each.state) for each in season.enrollments)
    busiest = max(Counter(mail.at.date() for mail in season.received).values(), default=0)
    lines = [
        f"{len(season.country)} contacts, {len(season.received)} mails, at most {busiest} on a day",
        f"what they did:  {_listed(season.events)}",
        f"promises:       {_listed(standings)}",
        f"enrollments:    {_listed(states)}",
        "",
        f"{'rule':16} {'violations':>10}",
    ]
    lines += [f"{rule.__name__.strip('_'):16} {len(list(rule(season))):>10}" for rule in RULES]
    return "\n".join(lines)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))


def _hours(season: Season) -> Iterator[str]:
    for mail in season.received:
        local = mail.at.astimezone(season.zone[mail.to])
        if not any(opens <= local.time() < closes for opens, closes in OPEN_HOURS) or local.fold:
            yield f"{mail.to} at {local:%a %H:%M}"


def _days(season: Season) -> Iterator[str]:
    for mail in season.received:
        day = mail.at.astimezone(season.zone[mail.to]).date()
        if day.weekday() > 4 or day in DAYS_OFF[season.country[mail.to]]:
            yield f"{mail.to} on {day:%a %Y-%m-%d}, {season.country[mail.to]}"


def _gaps(season: Season) -> Iterator[str]:
    for before, mail in pairwise(season.received):
        if not mail.promised and mail.at - before.at < GAP:
            yield f"{mail.to} {mail.at - before.at} after {before.to}"


def _caps(season: Season) -> Iterator[str]:
    for allowed, within, same in (
        (PER_HOUR, HOUR, lambda _: ""),
        (PER_DAY, DAY, lambda _: ""),
        (PER_DOMAIN, DAY, lambda mail: mail.to.partition("@")[2]),
        (1, PER_CONTACT, lambda mail: mail.to),
    ):
        yield from _over(season.received, allowed, within, same)


def _over(
    received: Sequence[Received], allowed: int, within: timedelta, same: Callable[[Received], str]
) -> Iterator[str]:
    recent: dict[str, list[datetime]] = defaultdict(list)
    for mail in received:
        recent[same(mail)] = [at for at in recent[same(mail)] if at > mail.at - within] + [mail.at]
        if len(recent[same(mail)]) > allowed and not mail.promised:
            yield f"{mail.to} is number {len(recent[same(mail)])} within {within}"


def _twice_a_day(season: Season) -> Iterator[str]:
    days = Counter((mail.to, mail.at.astimezone(season.zone[mail.to]).date()) for mail in season.received)
    yield from (f"{to}: {number} on {day}" for (to, day), number in days.items() if number > 1)


def _once(season: Season) -> Iterator[str]:
    for what in ("message_id", "step_key"):
        seen = Counter((getattr(mail, what), mail.enrollment) for mail in season.received)
        yield from (f"{key} {number} times" for (key, _), number in seen.items() if number > 1)


def _order(season: Season) -> Iterator[str]:
    last: dict[int, int] = {}
    for mail in season.received:
        if mail.step <= last.get(mail.enrollment, -1):
            yield f"{mail.to}: step {mail.step} after step {last[mail.enrollment]}"
        last[mail.enrollment] = mail.step


def _silence(season: Season) -> Iterator[str]:
    for mail in season.received:
        for silence in season.silences[mail.to]:
            day = mail.at.astimezone(season.zone[mail.to]).date()
            if mail.at > silence.since and (silence.until is None or day < silence.until):
                yield f"{mail.to} at {mail.at:%m-%d %H:%M} after {silence.why} at {silence.since:%m-%d %H:%M}"


def _downtime(season: Season) -> Iterator[str]:
    yield from (mail.to for mail in season.received if not season.was_on(mail.at, mail.at))


def _stale(season: Season) -> Iterator[str]:
    for mail in season.received:
        late = timedelta() if mail.planned_at is None else mail.at - mail.planned_at
        if late > TOO_LATE and mail.to not in season.resumed and not season.silences[mail.to]:
            yield f"{mail.to}: {mail.step_key} {late} after its time"


def _word(season: Season) -> Iterator[str]:
    """A promised mail leaves at the second that was named if the machine is on; a kept promise was kept."""
    for mail in season.received:
        if not mail.promised or mail.planned_at is None or mail.to in season.resumed or season.silences[mail.to]:
            continue  # an answer, also one that only asks for patience, frees us from our word
        if season.was_on(mail.planned_at, mail.planned_at) and mail.at != mail.planned_at:
            yield f"{mail.to}: {mail.step_key} promised for {mail.planned_at}, came at {mail.at}"
    for promise in season.promises:
        if promise.standing is Standing.KEPT and not (promise.done_at and promise.done_at < promise.until):
            yield f"promise {promise.id} is said to be kept"
        if promise.standing is Standing.OPEN and promise.until < season.end:
            yield f"promise {promise.id} for {promise.at} is open at the end"


def _forgotten(season: Season) -> Iterator[str]:
    for enrollment in season.enrollments:
        due_at = enrollment.due_at
        if enrollment.state is State.WAITING and due_at is not None and due_at < season.end - DAY:
            yield f"enrollment {enrollment.id} has been due since {due_at}"
        if enrollment.state is State.SENDING:
            yield f"enrollment {enrollment.id} is still being sent"


RULES: tuple[Callable[[Season], Iterator[str]], ...] = (
    _hours,
    _days,
    _gaps,
    _caps,
    _twice_a_day,
    _once,
    _order,
    _silence,
    _downtime,
    _stale,
    _word,
    _forgotten,
)
