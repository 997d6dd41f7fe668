"""May the mail of this step leave now? One ordered table of named rules; the first that objects decides.

`followupd why` prints the rule that decided, so an id is forever. A rule is a function of `Facts` alone. Rules about
safety come before rules about manners. A promised mail is asked about safety and the window alone, for its time is
already given; a call or another task of the owner is no mail, and is asked what concerns it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.core.model import Hold, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The caps and tolerances that hold for a mailbox."""

    per_day: int
    per_hour: int
    per_domain_per_day: int
    per_contact: int
    per_contact_within: timedelta
    gap: timedelta  # drawn for this mail
    inbox_max_age: timedelta
    stale_after: timedelta
    throttled: bool = False  # a server found this mailbox's mail too frequent today: `per_day` is halved
    ramp_to: int | None = None  # what the setting gives, where a new mailbox has less: `per_day`


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Why nothing at all may leave from this installation: it is not sure whose state this is, or what time it is."""

    rule: str
    why: str
    until: datetime | None = None  # None: only a change elsewhere ends it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a rule may look at, found out right before the claim."""

    now: datetime
    due_at: datetime
    limits: Limits
    open_at: datetime  # the first moment from now on that lies inside the window
    promised: bool = False
    is_mail: bool = True  # False: a call or another task of the owner
    halt: Halt | None = None
    rest: Halt | None = None  # why this mailbox sends nothing for a while
    braked: str | None = None  # who pulled the emergency brake
    suppressed: str | None = None  # why the address must not be written to
    heard_at: datetime | None = None  # when Inbox and Junk were last read to their end
    in_doubt: bool = False  # an earlier mail of this enrollment may or may not have left
    missing: str | None = None  # what the step requires and the ledger does not hold
    mailbox_claims: Sequence[datetime] = ()  # of the last 24 hours, oldest first
    domain_claims: Sequence[datetime] = ()
    contact_claims: Sequence[datetime] = ()  # of the last `per_contact_within`


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    """Nothing objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Not before `until`; None when only a change elsewhere can end the wait. `everybody`: the whole mailbox waits."""

    rule: str
    why: str
    until: datetime | None
    everybody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """The step has lost its reason: on to the next."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A person must look first."""

    rule: str
    why: str
    hold: Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """There will be no mail to this person."""

    rule: str
    why: str
    stop: Stop


Objection = Wait | Skip | Ask | End
Answer = Go | Objection
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LATE_AFTER = HOUR


def _halted(facts: Facts) -> Objection | None:
    halt = facts.halt
    return None if halt is None else Wait(rule=halt.rule, why=halt.why, until=halt.until, everybody=True)


def _brake(facts: Facts) -> Objection | None:
    if facts.braked is None:
        return None
    return Wait(rule="brake", why=f"everything is paused: {facts.braked}", until=None, everybody=True)


def _resting(facts: Facts) -> Objection | None:
    rest = facts.rest
    return None if rest is None else Wait(rule=rest.rule, why=rest.why, until=rest.until, everybody=True)


def _suppressed(facts: Facts) -> Objection | None:
    if facts.suppressed is None:
        return None
    stops = {"unsubscribed": Stop.UNSUBSCRIBED, "no": Stop.NO, "undeliverable": Stop.UNDELIVERABLE}
    stop = stops.get(facts.suppressed, Stop.BY_HAND)
    return End(rule="suppressed", why=f"the address is on the suppression list ({facts.suppressed})", stop=stop)


def _deaf(facts: Facts) -> Objection | None:
    """Cannot hear, does not speak: an answer may lie unread. A reading in the future is one by a wrong clock."""
    if facts.heard_at is not None and abs(facts.now - facts.heard_at) <= facts.limits.inbox_max_age:
        return None
    since = "never" if facts.heard_at is None else f"last at {facts.heard_at:%Y-%m-%d %H:%M} UTC"
    return Wait(rule="deaf", why=f"the inbox has not been read to its end ({since})", until=None, everybody=True)


def _in_doubt(facts: Facts) -> Objection | None:
    if not facts.in_doubt:
        return None
    return Ask(rule="in-doubt", why="an earlier mail to them may or may not have left", hold=Hold.IN_DOUBT)


def _missing(facts: Facts) -> Objection | None:
    if facts.missing is None:
        return None
    return Skip(rule="requires", why=facts.missing)


def _stale(facts: Facts) -> Objection | None:
    """So late that the words may no longer be true: ask instead of sending."""
    if facts.now - facts.due_at <= facts.limits.stale_after:
        return None
    due = f"promised for {facts.due_at:%Y-%m-%d}" if facts.promised else f"due on {facts.due_at:%Y-%m-%d}"
    return Ask(rule="stale", why=f"it was {due}, and its words may be wrong by now", hold=Hold.STALE)


def _late(facts: Facts) -> Objection | None:
    """Due while nothing could leave, with others perhaps: no burst, everybody who is overdue gets a new time."""
    if facts.now - facts.due_at <= LATE_AFTER:
        return None
    return Wait(rule="late", why="it came due while nothing could leave", until=None, everybody=True)


def _window(facts: Facts) -> Objection | None:
    if facts.open_at <= facts.now:
        return None
    return Wait(rule="window", why="outside the sending window, or a day off", until=facts.open_at)


def _per_contact(facts: Facts) -> Objection | None:
    free = _free_at(facts.contact_claims, facts.limits.per_contact, facts.limits.per_contact_within)
    if free is None or free <= facts.now:
        return None
    return Wait(rule="per-contact", why="they were written to a short time ago", until=free)


def _per_domain(facts: Facts) -> Objection | None:
    free = _free_at(facts.domain_claims, facts.limits.per_domain_per_day, DAY)
    if free is None or free <= facts.now:
        return None
    return Wait(rule="per-domain", why="colleagues of theirs were written to today", until=free)


def _per_day(facts: Facts) -> Objection | None:
    free = _free_at(facts.mailbox_claims, facts.limits.per_day, DAY)
    if free is None or free <= facts.now:
        return None
    why = "this mailbox has sent its share of a day"
    if facts.limits.throttled:
        why = "the mail server found this mailbox's mail too frequent: half its share today"
    elif facts.limits.ramp_to is not None:
        why = f"this mailbox is new to followupd: {facts.limits.per_day} of {facts.limits.ramp_to} today"
    return Wait(rule="per-day", why=why, until=free, everybody=True)


def _per_hour(facts: Facts) -> Objection | None:
    free = _free_at(facts.mailbox_claims, facts.limits.per_hour, HOUR)
    if free is None or free <= facts.now:
        return None
    return Wait(rule="per-hour", why="this mailbox has sent its share of an hour", until=free, everybody=True)


def _gap(facts: Facts) -> Objection | None:
    if not facts.mailbox_claims:
        return None
    free = facts.mailbox_claims[-1] + facts.limits.gap
    if free <= facts.now:
        return None
    return Wait(rule="gap", why="the pause since the last mail of this mailbox", until=free, everybody=True)


def _free_at(claims: Sequence[datetime], allowed: int, within: timedelta) -> datetime | None:
    """Return when one more fits under a rolling cap: when enough of the newest have grown old. None: at once."""
    return claims[-allowed] + within if len(claims) >= allowed else None


Rule = Callable[[Facts], Objection | None]

SAFETY: Sequence[Rule] = (_halted, _brake, _resting, _suppressed, _deaf, _in_doubt, _missing, _stale)
MANNERS: Sequence[Rule] = (_late, _window, _per_contact, _per_domain, _per_day, _per_hour, _gap)
PROMISED: Sequence[Rule] = (*SAFETY, _window)
TASKS: Sequence[Rule] = (_halted, _brake, _suppressed, _missing, _stale, _window)


def _rules(facts: Facts) -> Sequence[Rule]:
    if not facts.is_mail:
        return TASKS
    return PROMISED if facts.promised else (*SAFETY, *MANNERS)


def ask(facts: Facts) -> Answer:
    """Return `Go`, or the first objection in the order of the table."""
    return next(objections(facts), Go())


def objections(facts: Facts) -> Iterator[Objection]:
    """Yield everything that speaks against it, in the order of the table."""
    for rule in _rules(facts):
        objection = rule(facts)
        if objection is not None:
            yield objection
