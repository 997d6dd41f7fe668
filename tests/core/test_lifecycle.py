"""The one function that decides what becomes of an enrollment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core import lifecycle as lc
from followupd.core.model import ContactId, Enrollment, EnrollmentId, Hold, Label, Outcome, State, Stop

GOLDEN = Path(__file__).parent / "golden" / "lifecycle.txt"

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOON, LATER, MUCH_LATER = (NOW + timedelta(days=days) for days in (3, 30, 60))

WAITING = Enrollment(
    id=EnrollmentId(1),
    contact=ContactId(1),
    sequence="voicemail",
    mailbox="ana",
    state=State.WAITING,
    step=2,
    step_key="email:b",
    enrolled_at=NOW - timedelta(days=9),
    due_at=NOW,
)
SENDING = replace(WAITING, state=State.SENDING, due_at=None)


def held(hold: Hold) -> Enrollment:
    return replace(WAITING, state=State.HELD, due_at=None, hold=hold)


def stopped(stop: Stop) -> Enrollment:
    return replace(WAITING, state=State.STOPPED, due_at=None, stop=stop)


STATES = {
    "waiting": WAITING,
    "promised": replace(WAITING, promised_at=NOW),
    "sending": SENDING,
    **{f"held {hold}": held(hold) for hold in (Hold.TASK, Hold.UNSURE, Hold.IN_DOUBT, Hold.PAUSED)},
    "stopped no": stopped(Stop.NO),
}
NEXT = lc.Planned(step=3, step_key="bump:c", due_at=SOON)
PROMISE = replace(NEXT, promised=True)

EVENTS: dict[str, lc.Event] = {
    "claimed": lc.Claimed(),
    "accepted": lc.Accepted(step=2, next=NEXT),
    "accepted, promising": lc.Accepted(step=2, next=PROMISE),
    "accepted, of another step": lc.Accepted(step=1, next=NEXT),
    "deferred": lc.Deferred(retry_at=SOON),
    "refused, our side": lc.Refused(dead_address=False),
    "refused, dead address": lc.Refused(dead_address=True),
    "doubt arose": lc.DoubtArose(),
    "settled, delivered": lc.Settled(step=2, next=NEXT),
    "settled, never left": lc.Settled(step=2, retry_at=SOON),
    **{f"answered {label}": lc.Answered(label=label, resume_at=LATER) for label in Label},
    "answered later, no date": lc.Answered(label=Label.LATER),
    "auto-replied": lc.AutoReplied(until=LATER),
    "bounced, our side": lc.Bounced(dead_address=False),
    "bounced, dead address": lc.Bounced(dead_address=True),
    "owner wrote": lc.OwnerWrote(),
    "task opened": lc.TaskOpened(),
    **{f"task done, {outcome}": lc.TaskDone(outcome=outcome, next=NEXT) for outcome in Outcome},
    "skipped": lc.Skipped(next=NEXT),
    "postponed": lc.Postponed(due_at=SOON),
    "expired": lc.Expired(),
    "held up, paused": lc.HeldUp(hold=Hold.PAUSED),
    "held up, fault": lc.HeldUp(hold=Hold.FAULT),
    "released": lc.Released(due_at=SOON),
    "cancelled": lc.Cancelled(),
}
WORDS = {NOW: "now", SOON: "soon", LATER: "later", MUCH_LATER: "much later"}


def in_words(before: Enrollment, change: lc.Transition) -> str:
    after = change.after
    parts = []
    if after != before:
        parts.append(after.state.value)
        parts += [str(value) for value in (after.hold, after.stop) if value]
        parts += [f"step {after.step}"] if after.step != before.step else []
        parts += [f"due {WORDS[after.due_at]}"] if after.due_at else []
        parts += [f"not before {WORDS[after.not_before]}"] if after.not_before else []
        parts += ["promised"] if after.promised_at else []
    effects = ", ".join(_effect(effect) for effect in change.effects)
    return (" ".join(parts) or "-") + (f"  + {effects}" if effects else "")


def _effect(effect: lc.Effect) -> str:
    match effect:
        case lc.Suppress(reason=reason):
            return f"suppress {reason}"
        case lc.Ask(hold=hold):
            return f"ask {hold}"
        case lc.CloseTasks():
            return "close tasks"
        case lc.GoOn():
            return "go on"
        case lc.GiveWord(at=at):
            return f"give word for {WORDS[at]}"
        case lc.WordIsOver(fate=fate):
            return f"word is {fate}"


def matrix() -> str:
    lines = ["What becomes of an enrollment: `-` is no change. Written by tests/core/test_lifecycle.py.", ""]
    for event_name, event in EVENTS.items():
        lines.append(event_name)
        for state_name, enrollment in STATES.items():
            lines.append(f"    {state_name:14} -> {in_words(enrollment, lc.transition(enrollment, event))}")
    return "\n".join(lines) + "\n"


def test_the_matrix_is_the_golden_one() -> None:
    """To accept an intended change: `python -m tests.core.test_lifecycle` and read the diff."""
    assert matrix() == GOLDEN.read_text(encoding="utf-8")


def test_the_matrix_has_every_event() -> None:
    assert {type(event) for event in EVENTS.values()} == set(get_args(lc.Event))


def test_later_while_sending_keeps_the_new_date() -> None:
    asked = lc.transition(SENDING, lc.Answered(label=Label.LATER, resume_at=LATER)).after
    after = lc.transition(asked, lc.Accepted(step=2, next=NEXT)).after
    assert (after.state, after.step, after.due_at) == (State.WAITING, 3, LATER)


def test_a_promise_that_their_later_overtakes_is_no_promise_any_more() -> None:
    asked = lc.transition(SENDING, lc.Answered(label=Label.LATER, resume_at=LATER)).after
    assert lc.transition(asked, lc.Accepted(step=2, next=PROMISE)).after.promised_at is None


def test_an_answer_while_sending_is_not_undone_by_the_outcome() -> None:
    yes = lc.transition(SENDING, lc.Answered(label=Label.YES)).after
    assert lc.transition(yes, lc.Accepted(step=2, next=NEXT)).after == yes


def test_a_hold_while_sending_goes_on_past_the_mail_that_was_sent() -> None:
    unsure = lc.transition(SENDING, lc.Answered(label=Label.UNCLEAR)).after
    sent = lc.transition(unsure, lc.Accepted(step=2, next=NEXT)).after
    assert (sent.state, sent.hold, sent.step) == (State.HELD, Hold.UNSURE, 3)
    assert lc.transition(sent, lc.Released(due_at=SOON)).after.step == 3


def test_an_absence_never_moves_a_plan_earlier() -> None:
    planned = replace(WAITING, due_at=MUCH_LATER)
    assert lc.transition(planned, lc.AutoReplied(until=LATER)).after.due_at == MUCH_LATER


def test_a_date_they_named_moves_a_plan_in_both_directions() -> None:
    planned = replace(WAITING, due_at=MUCH_LATER)
    assert lc.transition(planned, lc.Answered(label=Label.LATER, resume_at=LATER)).after.due_at == LATER


def test_resuming_never_overrules_the_date_they_named() -> None:
    paused = replace(held(Hold.PAUSED), not_before=LATER)
    assert lc.transition(paused, lc.Released(due_at=SOON)).after.due_at == LATER


@pytest.mark.parametrize("label", [label for label in Label if label is not Label.LATER])
def test_a_promise_is_over_once_they_have_answered(label: Label) -> None:
    promised = replace(WAITING, promised_at=SOON, due_at=SOON)
    change = lc.transition(promised, lc.Answered(label=label))
    assert change.after.promised_at is None
    assert lc.WordIsOver(lc.Fate.FREED) in change.effects


def test_a_pause_that_ends_in_time_does_not_move_a_promise() -> None:
    paused = replace(held(Hold.PAUSED), promised_at=LATER)
    after = lc.transition(paused, lc.Released(due_at=SOON)).after
    assert (after.due_at, after.promised_at) == (LATER, LATER)


def test_what_is_released_after_its_promised_time_is_no_promise_any_more() -> None:
    late = replace(held(Hold.STALE), promised_at=NOW)
    change = lc.transition(late, lc.Released(due_at=SOON))
    assert (change.after.due_at, change.after.promised_at) == (SOON, None)
    assert lc.WordIsOver(lc.Fate.MISSED) in change.effects


@pytest.mark.parametrize("label", [Label.NO, Label.UNSUBSCRIBE])
def test_a_refusal_after_the_end_still_suppresses(label: Label) -> None:
    effects = lc.transition(stopped(Stop.EXHAUSTED), lc.Answered(label=label)).effects
    assert any(isinstance(effect, lc.Suppress) for effect in effects)


@given(st.sampled_from(list(STATES.values())), st.sampled_from(list(EVENTS.values())))
def test_any_human_answer_leaves_nothing_to_send_before_their_date(before: Enrollment, event: lc.Event) -> None:
    """R2.2: whatever happened before, after a person's answer nothing is due unless they named a day."""
    answered = lc.transition(before, lc.Answered(label=Label.UNCLEAR)).after
    assert answered.state in {State.HELD, State.STOPPED}
    if not isinstance(event, lc.Released | lc.Settled | lc.Answered):
        assert lc.transition(answered, event).after.state in {State.HELD, State.STOPPED}


@given(st.sampled_from(list(Stop)), st.sampled_from(list(EVENTS.values())))
def test_stopped_is_absorbing(stop: Stop, event: lc.Event) -> None:
    assert lc.transition(stopped(stop), event).after == stopped(stop)


if __name__ == "__main__":
    GOLDEN.write_text(matrix(), encoding="utf-8")
