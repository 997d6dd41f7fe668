"""What becomes of an enrollment: State x Event -> Transition, in one total function.

The shell finds out what happened and says it as an event that carries every time and number it needs; this module
says what the enrollment is afterwards and what else must be written in the same transaction (the effects). An
event that makes no sense in a state changes nothing and has no effect: a late outcome after a stop is only history.
`tests/core/golden/lifecycle.txt` shows the whole matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from followupd.core.model import Enrollment, Hold, Label, Outcome, State, Stop

# --- what can happen ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The step that comes next and when; a step past the last one is the end of the silence after it."""

    step: int
    step_key: str
    due_at: datetime
    promised: bool = False  # the mail that was just sent names this time


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The mail of the step that is due is about to be sent; its Message-ID and bytes are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The server took the mail of this step."""

    step: int
    next: Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """The mail did not leave and may be tried again."""

    retry_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The mail was refused for good. `dead_address`: the recipient does not exist; else the fault is on our side."""

    dead_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtArose:
    """The connection was lost where the mail may or may not have been taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A doubt is over: by evidence or by the owner. `next` when it was delivered, `retry_at` when it never left."""

    step: int
    next: Planned | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A person answered. `resume_at` goes with `later` alone: the first moment to write again."""

    label: Label
    resume_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoReplied:
    """A machine answered for a person: nothing before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced:
    """A delivery report came back. `dead_address`: the recipient does not exist; else the fault is on our side."""

    dead_address: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerWrote:
    """The owner wrote to the contact by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened:
    """The step that is due is the owner's to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """The owner did it."""

    outcome: Outcome
    next: Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The step that is due has lost its reason (no voicemail was left): on to the next."""

    next: Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """The step that is due may not happen yet: a window, a cap."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """The silence after the last step lasted to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUp:
    """Something is in the way that a person must look at, or the owner pauses the enrollment."""

    hold: Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A person looked: go on, not before `due_at`."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The owner, or a suppression made elsewhere, ends it."""

    stop: Stop = Stop.BY_HAND


Event = (
    Claimed
    | Accepted
    | Deferred
    | Refused
    | DoubtArose
    | Settled
    | Answered
    | AutoReplied
    | Bounced
    | OwnerWrote
    | TaskOpened
    | TaskDone
    | Skipped
    | Postponed
    | Expired
    | HeldUp
    | Released
    | Cancelled
)

# --- what follows from it -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suppress:
    """The contact's address is never to be written to again by any sequence."""

    reason: Stop


@dataclass(frozen=True, slots=True)
class Ask:
    """The owner gets a task: this hold is theirs to end."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class CloseTasks:
    """Open tasks of this enrollment have lost their reason."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """The sequence ended in silence: enrol into what its [no_answer] names, where it names something."""


class Fate(StrEnum):
    """How a promise came to its end."""

    DONE = "done"  # what was promised has happened; whether in time, the clock of the shell knows
    MISSED = "missed"  # the step went another way, without an answer of theirs as the reason
    FREED = "freed"  # they answered, or it was ended: nobody waits for it any more


@dataclass(frozen=True, slots=True)
class GiveWord:
    """The mail that has just left named the time of the next step: a promise."""

    at: datetime


@dataclass(frozen=True, slots=True)
class WordIsOver:
    """The promise that was open is none any more."""

    fate: Fate


Effect = Suppress | Ask | CloseTasks | GoOn | GiveWord | WordIsOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The enrollment as it is from now on, and what to write in the same transaction."""

    after: Enrollment
    effects: tuple[Effect, ...] = ()


def transition(enrollment: Enrollment, event: Event) -> Transition:
    """Return what `event` makes of `enrollment`. Total: every pair has an answer, STOPPED is absorbing."""
    change = _transition(enrollment, event)
    return replace(change, effects=(*change.effects, *_promises(enrollment, event, change.after)))


def _transition(enrollment: Enrollment, event: Event) -> Transition:  # noqa: C901, PLR0912 - one arm per event
    match event:
        case Claimed():
            return _claimed(enrollment)
        case Accepted():
            return _sent(enrollment, event.step, event.next)
        case Deferred():
            return _while_sending(enrollment, lambda e: _wait(e, event.retry_at))
        case Refused() if event.dead_address:
            return _undeliverable(enrollment)
        case Refused():
            return _while_sending(enrollment, lambda e: _hold(e, Hold.REFUSED), Ask(Hold.REFUSED))
        case DoubtArose():
            return _doubt(enrollment)
        case Settled():
            return _settled(enrollment, event)
        case Answered():
            return _answered(enrollment, event)
        case AutoReplied():
            return _not_before(enrollment, event.until)
        case Bounced() if event.dead_address:
            return _undeliverable(enrollment)
        case Bounced():
            return _held_up(enrollment, Hold.REFUSED)
        case OwnerWrote():
            return _stop(enrollment, Stop.OWNER_WROTE)
        case TaskOpened():
            return _while_waiting(enrollment, lambda e: _hold(e, Hold.TASK), Ask(Hold.TASK))
        case TaskDone():
            return _task_done(enrollment, event)
        case Skipped():
            return _while_waiting(enrollment, lambda e: _go_to(e, event.next))
        case Postponed():
            return _while_waiting(enrollment, lambda e: _wait(e, event.due_at))
        case Expired():
            return _expired(enrollment)
        case HeldUp():
            return _held_up(enrollment, event.hold)
        case Released():
            return _released(enrollment, event.due_at)
        case Cancelled():
            return _stop(enrollment, event.stop)
        case _:
            assert_never(event)


def _promises(before: Enrollment, event: Event, after: Enrollment) -> tuple[Effect, ...]:
    """Return the promise that ended with this event, and the one that was made by it."""
    if before.promised_at == after.promised_at:
        return ()
    ended = () if before.promised_at is None else (WordIsOver(_fate(event)),)
    made = () if after.promised_at is None else (GiveWord(after.promised_at),)
    return (*ended, *made)


def _fate(event: Event) -> Fate:
    match event:
        case Accepted() | Settled() | TaskDone():
            return Fate.DONE
        case Skipped() | Released() | Expired():
            return Fate.MISSED
        case _:
            return Fate.FREED


# --- one function per event -----------------------------------------------------------------------------------------


def _claimed(enrollment: Enrollment) -> Transition:
    return _while_waiting(enrollment, lambda e: replace(e, state=State.SENDING, due_at=None))


def _sent(enrollment: Enrollment, step: int, following: Planned) -> Transition:
    """Go past the step that was sent. A hold or a stop that came while it was on its way stays."""
    if enrollment.step != step:
        return Transition(after=enrollment)
    match enrollment.state:
        case State.SENDING:
            return Transition(after=_go_to(enrollment, following))
        case State.HELD:
            return Transition(after=_advance(enrollment, following))
        case State.WAITING | State.STOPPED:
            return Transition(after=enrollment)
        case _:
            assert_never(enrollment.state)


def _doubt(enrollment: Enrollment) -> Transition:
    """Hold in doubt; where an answer already holds it for another reason, the doubt still asks."""
    match enrollment.state:
        case State.SENDING:
            return Transition(after=_hold(enrollment, Hold.IN_DOUBT), effects=(Ask(Hold.IN_DOUBT),))
        case State.HELD:
            return Transition(after=enrollment, effects=(Ask(Hold.IN_DOUBT),))
        case State.WAITING | State.STOPPED:
            return Transition(after=enrollment)
        case _:
            assert_never(enrollment.state)


def _settled(enrollment: Enrollment, event: Settled) -> Transition:
    if enrollment.state is not State.HELD or enrollment.step != event.step:
        return Transition(after=enrollment)
    if event.next is not None:
        moved = _advance(enrollment, event.next)
        due_at = event.next.due_at
    elif event.retry_at is not None:
        moved, due_at = enrollment, event.retry_at
    else:
        raise ValueError("a doubt is settled as delivered (next) or as never sent (retry_at)")
    if enrollment.hold is not Hold.IN_DOUBT:
        return Transition(after=moved)
    return Transition(after=_wait(moved, due_at), effects=(CloseTasks(),))


def _answered(enrollment: Enrollment, event: Answered) -> Transition:
    match event.label:
        case Label.YES:
            return _stop(enrollment, Stop.YES)
        case Label.NO:
            return _stop(enrollment, Stop.NO, Suppress(Stop.NO))
        case Label.UNSUBSCRIBE:
            return _stop(enrollment, Stop.UNSUBSCRIBED, Suppress(Stop.UNSUBSCRIBED))
        case Label.LATER if event.resume_at is not None:
            return _not_before(enrollment, event.resume_at, at_once=True)
        case Label.LATER | Label.QUESTION | Label.REFERRAL | Label.UNCLEAR | Label.AUTO_REPLY | Label.BOUNCE:
            # "If I don't hear from you, I'll call on Thursday": now we have heard from them.
            return _held_up(replace(enrollment, promised_at=None), Hold.UNSURE)
        case _:
            assert_never(event.label)


def _undeliverable(enrollment: Enrollment) -> Transition:
    return _stop(enrollment, Stop.UNDELIVERABLE, Suppress(Stop.UNDELIVERABLE))


def _not_before(enrollment: Enrollment, moment: datetime, *, at_once: bool = False) -> Transition:
    """Keep silent until `moment`; `at_once` also moves an earlier plan there: they named the time themselves."""
    if enrollment.state is State.STOPPED:
        return Transition(after=enrollment)
    kept = moment if at_once else _latest(moment, enrollment.not_before)
    quiet = replace(enrollment, not_before=kept, promised_at=None)
    match enrollment.state:
        case State.WAITING:
            due_at = kept if at_once or enrollment.due_at is None else _latest(kept, enrollment.due_at)
            return Transition(after=replace(quiet, due_at=due_at))
        case State.HELD if enrollment.hold is Hold.TASK:
            return Transition(after=_wait(quiet, kept), effects=(CloseTasks(),))
        case State.SENDING | State.HELD:
            return Transition(after=quiet)
        case _:
            assert_never(enrollment.state)


def _task_done(enrollment: Enrollment, event: TaskDone) -> Transition:
    if enrollment.state is not State.HELD or enrollment.hold is not Hold.TASK:
        return Transition(after=enrollment)
    if event.outcome is Outcome.SPOKE:
        return _stop(enrollment, Stop.SPOKE)
    return Transition(after=_go_to(enrollment, event.next), effects=(CloseTasks(),))


def _expired(enrollment: Enrollment) -> Transition:
    if enrollment.state is not State.WAITING:
        return Transition(after=enrollment)
    return _stop(enrollment, Stop.EXHAUSTED, GoOn())


def _held_up(enrollment: Enrollment, hold: Hold) -> Transition:
    """Hold, whatever was going on. What a person wrote outweighs a task; a pause gives way to any reason to look."""
    match enrollment.state:
        case State.WAITING | State.SENDING:
            effects: tuple[Effect, ...] = () if hold is Hold.PAUSED else (Ask(hold),)
            return Transition(after=_hold(enrollment, hold), effects=effects)
        case State.HELD if hold is Hold.PAUSED and enrollment.hold is Hold.TASK:
            return Transition(after=_hold(enrollment, hold), effects=(CloseTasks(),))
        case State.HELD if hold is Hold.PAUSED:
            return Transition(after=enrollment)
        case State.HELD:
            return Transition(after=_hold(enrollment, hold), effects=(Ask(hold),))
        case State.STOPPED:
            return Transition(after=enrollment)
        case _:
            assert_never(enrollment.state)


def _released(enrollment: Enrollment, due_at: datetime) -> Transition:
    """Go on with the same step, at the promised time where that lies ahead. A doubt has to be settled instead."""
    if enrollment.state is not State.HELD or enrollment.hold is Hold.IN_DOUBT:
        return Transition(after=enrollment)
    promised_at = enrollment.promised_at if enrollment.promised_at and enrollment.promised_at >= due_at else None
    released = _wait(replace(enrollment, promised_at=promised_at), promised_at or due_at)
    return Transition(after=released, effects=(CloseTasks(),))


# --- the shapes -----------------------------------------------------------------------------------------------------


def _while_waiting(enrollment: Enrollment, change: Callable[[Enrollment], Enrollment], *effects: Effect) -> Transition:
    if enrollment.state is not State.WAITING:
        return Transition(after=enrollment)
    return Transition(after=change(enrollment), effects=effects)


def _while_sending(enrollment: Enrollment, change: Callable[[Enrollment], Enrollment], *effects: Effect) -> Transition:
    if enrollment.state is not State.SENDING:
        return Transition(after=enrollment)
    return Transition(after=change(enrollment), effects=effects)


def _wait(enrollment: Enrollment, due_at: datetime) -> Enrollment:
    due = _latest(due_at, enrollment.not_before)
    return replace(enrollment, state=State.WAITING, due_at=due, hold=None, stop=None)


def _hold(enrollment: Enrollment, hold: Hold) -> Enrollment:
    return replace(enrollment, state=State.HELD, hold=hold, due_at=None, stop=None)


def _stop(enrollment: Enrollment, stop: Stop, *effects: Effect) -> Transition:
    """End it; a stop that is already there stays, but a refusal still suppresses."""
    suppressions = tuple(effect for effect in effects if isinstance(effect, Suppress))
    if enrollment.state is State.STOPPED:
        return Transition(after=enrollment, effects=suppressions)
    ended = replace(enrollment, state=State.STOPPED, stop=stop, due_at=None, hold=None, promised_at=None)
    return Transition(after=ended, effects=(CloseTasks(), *effects))


def _advance(enrollment: Enrollment, following: Planned) -> Enrollment:
    in_time = enrollment.not_before is None or following.due_at >= enrollment.not_before
    promised_at = following.due_at if following.promised and in_time else None
    return replace(enrollment, step=following.step, step_key=following.step_key, promised_at=promised_at)


def _go_to(enrollment: Enrollment, following: Planned) -> Enrollment:
    return _wait(_advance(enrollment, following), following.due_at)


def _latest(moment: datetime, other: datetime | None) -> datetime:
    return moment if other is None else max(moment, other)
