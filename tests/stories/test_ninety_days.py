"""A season of follow-up breaks no rule; and each rule of its checker can be broken."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.model import ContactId, Enrollment, EnrollmentId, State
from followupd.core.promises import Promise, Standing
from tests.stories.ninety_days import live
from tests.stories.season import Received, Season, Silence, violations
from tests.stories.world import BERLIN

BEGIN, END = datetime(2027, 3, 1, tzinfo=BERLIN), datetime(2027, 4, 30, tzinfo=BERLIN)
MAIL = Received(
    at=datetime(2027, 3, 23, 10, 0, tzinfo=BERLIN),
    to="sam@acme.example",
    message_id="<1@x>",
    enrollment=1,
    step=1,
    step_key="email:b",
    planned_at=None,
    promised=False,
)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NEXT = replace(MAIL, at=MAIL.at + 7 * DAY, step=2, step_key="email:c", message_id="<2@x>")
OTHER = replace(MAIL, to="kim@globex.example", enrollment=2, message_id="<3@x>")
WAITING = Enrollment(
    id=EnrollmentId(1),
    contact=ContactId(1),
    sequence="s",
    mailbox="ana",
    state=State.WAITING,
    step=2,
    step_key="c",
    enrolled_at=BEGIN,
    due_at=END - 5 * DAY,
)
PROMISE = Promise(
    id=1,
    enrollment=EnrollmentId(1),
    contact=ContactId(1),
    step_key="c",
    at=MAIL.at,
    until=MAIL.at + timedelta(hours=2),
)


def season(*received: Received) -> Season:
    people = ("sam@acme.example", "kim@globex.example", "lee@acme.example", "ann@acme.example")
    return Season(
        country=dict.fromkeys(people, "DE"),
        zone=dict.fromkeys(people, BERLIN),
        received=sorted(received, key=lambda mail: mail.at),
        ups=[(BEGIN, END)],
    )


async def test_ninety_days_break_no_rule(tmp_path: Path) -> None:
    lived = await live(tmp_path, people=40)
    assert violations(lived) == []
    assert len(lived.received) > 60
    assert {"yes", "no", "later", "away", "voicemail"} <= set(lived.events)
    assert {promise.standing for promise in lived.promises} >= {Standing.KEPT, Standing.BROKEN, Standing.FREED}


def test_a_season_without_a_fault_has_none() -> None:
    assert violations(season(MAIL, NEXT, replace(OTHER, at=MAIL.at + 2 * MINUTE))) == []


@pytest.mark.parametrize(
    ("rule", "received"),
    [
        ("hours", [replace(MAIL, at=MAIL.at.replace(hour=12, minute=30))]),
        ("hours", [replace(MAIL, at=MAIL.at.replace(hour=3))]),
        ("days", [replace(MAIL, at=datetime(2027, 3, 27, 10, tzinfo=BERLIN))]),
        ("days", [replace(MAIL, at=datetime(2027, 3, 29, 10, tzinfo=BERLIN))]),  # Easter Monday
        ("gaps", [MAIL, replace(OTHER, at=MAIL.at + MINUTE)]),
        (
            "caps",
            [replace(MAIL, to=f"{who}@acme.example", enrollment=n) for n, who in enumerate(("sam", "lee", "ann"))],
        ),
        ("caps", [MAIL, replace(NEXT, at=MAIL.at + DAY)]),
        ("twice_a_day", [MAIL, replace(NEXT, at=MAIL.at + 60 * MINUTE)]),
        ("once", [MAIL, replace(NEXT, message_id=MAIL.message_id)]),
        ("once", [MAIL, replace(NEXT, step_key=MAIL.step_key)]),
        ("order", [MAIL, replace(NEXT, step=0)]),
        ("downtime", [replace(MAIL, at=datetime(2027, 5, 10, 10, tzinfo=BERLIN))]),
        ("stale", [replace(MAIL, planned_at=MAIL.at - 20 * DAY)]),
        ("word", [replace(MAIL, planned_at=MAIL.at - MINUTE, promised=True)]),
    ],
)
def test_each_rule_can_be_broken_by_a_mail(rule: str, received: list[Received]) -> None:
    assert rule in {words.partition(":")[0] for words in violations(season(*received))}


@pytest.mark.parametrize(
    ("silence", "is_broken"),
    [
        (Silence(since=MAIL.at - DAY, why="no"), True),
        (Silence(since=MAIL.at - DAY, why="later", until=date(2027, 3, 24)), True),
        (Silence(since=MAIL.at - DAY, why="later", until=date(2027, 3, 23)), False),
        (Silence(since=MAIL.at + DAY, why="no"), False),
    ],
)
def test_a_mail_into_the_silence_is_found(silence: Silence, *, is_broken: bool) -> None:
    told = season(MAIL)
    told.silences[MAIL.to].append(silence)
    assert bool(violations(told)) is is_broken


def test_who_is_forgotten_is_found() -> None:
    left = season()
    left.enrollments = [WAITING]
    assert "forgotten" in violations(left)[0]


@pytest.mark.parametrize(
    ("standing", "done_at"), [(Standing.OPEN, None), (Standing.KEPT, None), (Standing.KEPT, MAIL.at + DAY)]
)
def test_a_promise_that_is_left_open_or_kept_in_name_only_is_found(
    standing: Standing, done_at: datetime | None
) -> None:
    told = season()
    told.promises = [replace(PROMISE, standing=standing, done_at=done_at)]
    assert "word" in violations(told)[0]
