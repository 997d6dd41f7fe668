"""How long is a named time kept, and when is what to be said about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from followupd.core.lifecycle import Fate
from followupd.core.model import ContactId, EnrollmentId
from followupd.core.promises import Look, Promise, Standing, look, standing, time_kept

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
AT = datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN)
UNTIL = AT + 3 * HOUR
PROMISE = Promise(id=1, enrollment=EnrollmentId(1), contact=ContactId(1), step_key="call:x", at=AT, until=UNTIL)


@pytest.mark.parametrize(
    ("now", "task_is_open", "found"),
    [
        (AT, True, Look(again_at=UNTIL - HOUR)),
        (UNTIL - HOUR, True, Look(remind=True, again_at=UNTIL)),
        (UNTIL - HOUR, False, Look(again_at=UNTIL)),
        (UNTIL - MINUTE, True, Look(remind=True, again_at=UNTIL)),
        (UNTIL, True, Look(is_broken=True)),
        (UNTIL + 48 * HOUR, False, Look(is_broken=True)),
    ],
)
def test_an_open_task_is_called_out_an_hour_before_it_is_too_late(
    now: datetime, found: Look, *, task_is_open: bool
) -> None:
    assert look(PROMISE, now, task_is_open=task_is_open) == found


def test_nobody_is_reminded_twice() -> None:
    reminded = replace(PROMISE, reminded_at=UNTIL - HOUR)
    assert look(reminded, UNTIL - MINUTE, task_is_open=True) == Look(again_at=UNTIL)


def test_a_short_morning_is_called_out_when_it_begins() -> None:
    short = replace(PROMISE, until=AT + 30 * MINUTE)
    assert look(short, AT, task_is_open=True).remind


@pytest.mark.parametrize(
    ("was", "fate", "done_at", "is_now"),
    [
        (Standing.OPEN, Fate.DONE, UNTIL - MINUTE, Standing.KEPT),
        (Standing.OPEN, Fate.DONE, UNTIL, Standing.BROKEN),
        (Standing.BROKEN, Fate.DONE, UNTIL - MINUTE, Standing.KEPT),  # done in time, reported late
        (Standing.OPEN, Fate.MISSED, AT, Standing.BROKEN),
        (Standing.OPEN, Fate.FREED, AT, Standing.FREED),
        (Standing.BROKEN, Fate.FREED, UNTIL + HOUR, Standing.BROKEN),
    ],
)
def test_what_a_promise_comes_to(was: Standing, fate: Fate, done_at: datetime, is_now: Standing) -> None:
    assert standing(replace(PROMISE, standing=was), fate, done_at) is is_now


@pytest.mark.parametrize(
    ("promise", "now", "kept"),
    [
        (PROMISE, AT, AT),  # the promised mail itself may say so
        (PROMISE, AT - MINUTE, None),
        (PROMISE, UNTIL, None),
        (replace(PROMISE, standing=Standing.KEPT, done_at=AT + HOUR), UNTIL + 99 * HOUR, AT + HOUR),
        (replace(PROMISE, standing=Standing.BROKEN, done_at=UNTIL + HOUR), UNTIL + 99 * HOUR, None),
        (replace(PROMISE, standing=Standing.FREED), AT, None),
    ],
)
def test_a_text_may_claim_only_what_was_kept(promise: Promise, now: datetime, kept: datetime | None) -> None:
    assert time_kept(promise, now.astimezone(UTC)) == kept
