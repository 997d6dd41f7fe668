"""May it leave now? Rule by rule, in their order, and which rules a promise or a call is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core import gate
from followupd.core.gate import Answer, Ask, End, Facts, Go, Halt, Limits, Skip, Wait
from followupd.core.model import Hold, Stop

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)

LIMITS = Limits(
    per_day=3,
    per_hour=2,
    per_domain_per_day=2,
    per_contact=1,
    per_contact_within=2 * DAY,
    gap=5 * MINUTE,
    inbox_max_age=5 * MINUTE,
    stale_after=7 * DAY,
)
CLEAR = Facts(now=NOW, due_at=NOW, limits=LIMITS, open_at=NOW, heard_at=NOW)


def rules(facts: Facts) -> list[str]:
    return [objection.rule for objection in gate.objections(facts)]


def test_nothing_objects_to_a_mail_that_is_due_in_a_quiet_mailbox() -> None:
    assert gate.ask(CLEAR) == Go()


def waits(rule: str, until: datetime | None, *, everybody: bool) -> Wait:
    return Wait(rule=rule, why="", until=until, everybody=everybody)


CASES: dict[str, tuple[Facts, Answer]] = {
    "halt": (replace(CLEAR, halt=Halt(rule="lease", why="a copy")), waits("lease", None, everybody=True)),
    "halt, before the brake": (
        replace(CLEAR, halt=Halt(rule="clock", why="1970", until=NOW + HOUR), braked="by Ana"),
        waits("clock", NOW + HOUR, everybody=True),
    ),
    "brake": (replace(CLEAR, braked="by Ana"), waits("brake", None, everybody=True)),
    "rest": (
        replace(CLEAR, rest=Halt(rule="rest", why="a quota", until=NOW + HOUR)),
        waits("rest", NOW + HOUR, everybody=True),
    ),
    "rest, promised": (
        replace(CLEAR, rest=Halt(rule="rest", why="a quota"), promised=True),
        waits("rest", None, everybody=True),
    ),
    "suppressed": (replace(CLEAR, suppressed="no"), End(rule="suppressed", why="", stop=Stop.NO)),
    "suppressed, opt-out": (
        replace(CLEAR, suppressed="unsubscribed"),
        End(rule="suppressed", why="", stop=Stop.UNSUBSCRIBED),
    ),
    "suppressed, dead address": (
        replace(CLEAR, suppressed="undeliverable"),
        End(rule="suppressed", why="", stop=Stop.UNDELIVERABLE),
    ),
    "suppressed, the owner's word": (
        replace(CLEAR, suppressed="competitor"),
        End(rule="suppressed", why="", stop=Stop.BY_HAND),
    ),
    "deaf, never heard": (replace(CLEAR, heard_at=None), waits("deaf", None, everybody=True)),
    "deaf, too long ago": (
        replace(CLEAR, heard_at=NOW - 5 * MINUTE - SECOND),
        waits("deaf", None, everybody=True),
    ),
    "deaf, heard by a wrong clock": (replace(CLEAR, heard_at=NOW + HOUR), waits("deaf", None, everybody=True)),
    "heard just in time": (replace(CLEAR, heard_at=NOW - 5 * MINUTE), Go()),
    "in doubt": (replace(CLEAR, in_doubt=True), Ask(rule="in-doubt", why="", hold=Hold.IN_DOUBT)),
    "missing": (replace(CLEAR, missing="no voicemail is logged"), Skip(rule="requires", why="")),
    "stale": (replace(CLEAR, due_at=NOW - 7 * DAY - SECOND), Ask(rule="stale", why="", hold=Hold.STALE)),
    "late": (replace(CLEAR, due_at=NOW - HOUR - SECOND), waits("late", None, everybody=True)),
    "late, but not yet stale": (replace(CLEAR, due_at=NOW - 7 * DAY), waits("late", None, everybody=True)),
    "not late yet": (replace(CLEAR, due_at=NOW - HOUR), Go()),
    "outside the window": (replace(CLEAR, open_at=NOW + HOUR), waits("window", NOW + HOUR, everybody=False)),
    "contact": (
        replace(CLEAR, contact_claims=[NOW - DAY]),
        waits("per-contact", NOW + DAY, everybody=False),
    ),
    "contact, long ago": (replace(CLEAR, contact_claims=[NOW - 2 * DAY]), Go()),
    "domain": (
        replace(CLEAR, domain_claims=[NOW - 5 * HOUR, NOW - HOUR]),
        waits("per-domain", NOW + 19 * HOUR, everybody=False),
    ),
    "domain, one more fits": (replace(CLEAR, domain_claims=[NOW - HOUR]), Go()),
    "day": (
        replace(CLEAR, mailbox_claims=[NOW - 9 * HOUR, NOW - 8 * HOUR, NOW - 7 * HOUR]),
        waits("per-day", NOW + 15 * HOUR, everybody=True),
    ),
    "hour": (
        replace(CLEAR, mailbox_claims=[NOW - 50 * MINUTE, NOW - 40 * MINUTE]),
        waits("per-hour", NOW + 10 * MINUTE, everybody=True),
    ),
    "gap": (replace(CLEAR, mailbox_claims=[NOW - MINUTE]), waits("gap", NOW + 4 * MINUTE, everybody=True)),
    "gap is over": (replace(CLEAR, mailbox_claims=[NOW - 5 * MINUTE]), Go()),
}


@pytest.mark.parametrize(("facts", "expected"), CASES.values(), ids=CASES)
def test_each_rule_objects_to_its_own_case(facts: Facts, expected: Answer) -> None:
    answer = gate.ask(facts)
    assert isinstance(answer, Go) or answer.why  # the owner reads the reason
    assert (answer if isinstance(answer, Go) else replace(answer, why="")) == expected


EVERYTHING = replace(
    CLEAR,
    braked="by Ana",
    suppressed="no",
    heard_at=None,
    in_doubt=True,
    missing="no voicemail is logged",
    due_at=NOW - 30 * DAY,
    open_at=NOW + HOUR,
    contact_claims=[NOW],
    domain_claims=[NOW, NOW],
    mailbox_claims=[NOW, NOW, NOW],
)
SAFETY = ["brake", "suppressed", "deaf", "in-doubt", "requires", "stale"]
MANNERS = ["late", "window", "per-contact", "per-domain", "per-day", "per-hour", "gap"]


def test_safety_comes_before_manners_and_every_id_is_for_ever() -> None:
    """`followupd why` prints these and scripts compare them: none is renamed, none changes its place unseen."""
    assert rules(EVERYTHING) == [*SAFETY, *MANNERS]


def test_the_first_objection_decides() -> None:
    answer = gate.ask(EVERYTHING)
    assert isinstance(answer, Wait)
    assert answer.rule == "brake"


def test_a_promised_mail_is_asked_about_safety_and_the_window_alone() -> None:
    assert rules(replace(EVERYTHING, promised=True)) == [*SAFETY, "window"]


def test_a_call_is_asked_what_concerns_a_call() -> None:
    assert rules(replace(EVERYTHING, is_mail=False)) == ["brake", "suppressed", "requires", "stale", "window"]


def test_a_promise_that_is_stale_says_so() -> None:
    answer = gate.ask(replace(CLEAR, promised=True, due_at=NOW - 8 * DAY))
    assert isinstance(answer, Ask)
    assert "promised for 2026-11-15" in answer.why


def test_a_day_that_is_short_because_the_mailbox_is_new_says_so() -> None:
    claims = [NOW - HOUR * hours for hours in range(16, 2, -1)]
    limits = replace(LIMITS, per_day=14, ramp_to=30)
    answer = gate.ask(replace(CLEAR, limits=limits, mailbox_claims=claims))
    assert isinstance(answer, Wait)
    assert (answer.rule, answer.why) == ("per-day", "this mailbox is new to followupd: 14 of 30 today")


@given(
    minutes=st.lists(st.integers(0, 3 * 24 * 60), max_size=60).map(sorted),
    limit=st.integers(1, 5),
    gap=st.integers(0, 90),
)
def test_no_rolling_window_ever_holds_more_than_its_cap(minutes: list[int], limit: int, gap: int) -> None:
    """Whoever asks whenever they like and obeys never has more claims in any day or hour than the caps say (R5.7)."""
    limits = replace(LIMITS, per_day=2 * limit, per_hour=limit, gap=gap * MINUTE)
    claims: list[datetime] = []
    for minute in minutes:
        now = NOW + minute * MINUTE
        recent = [at for at in claims if at > now - DAY]
        facts = replace(CLEAR, now=now, due_at=now, open_at=now, heard_at=now, limits=limits, mailbox_claims=recent)
        if gate.ask(facts) == Go():
            claims.append(now)
    for number, at in enumerate(claims):
        since = claims[: number + 1]
        assert sum(each > at - DAY for each in since) <= limits.per_day
        assert sum(each > at - HOUR for each in since) <= limits.per_hour
        assert number == 0 or at - claims[number - 1] >= limits.gap


@given(minutes=st.lists(st.integers(0, 24 * 60 - 1), min_size=3, max_size=10).map(lambda found: sorted(found)[::-1]))
def test_at_the_time_that_it_names_a_cap_lets_go(minutes: list[int]) -> None:
    """Otherwise the queue would be looked at again and again, or a mail be late for nothing."""
    claims = [NOW - minute * MINUTE for minute in minutes]
    limits = replace(LIMITS, per_hour=100, gap=timedelta(0))
    answer = gate.ask(replace(CLEAR, limits=limits, mailbox_claims=claims))
    assert isinstance(answer, Wait)
    assert answer.until is not None
    then = replace(CLEAR, now=answer.until, due_at=answer.until, open_at=answer.until, heard_at=answer.until)
    recent = [at for at in claims if at > answer.until - DAY]
    assert gate.ask(replace(then, limits=limits, mailbox_claims=recent)) == Go()
