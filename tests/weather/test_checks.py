"""The checks themselves: a good history has no fault, and each promise that is broken in it is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followupd.core.model import Hold, Label, State, Stop
from followupd.store.mails import MailState
from tests.weather.cast import FOR_EVER, STEPS
from tests.weather.checks import CHECKS, judge
from tests.weather.history import (
    Answered,
    Arrived,
    Barred,
    Ending,
    Handed,
    Happening,
    Invited,
    Looked,
    Mail,
    Marked,
    Read,
    Standing,
)

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
SAM, KIM = "sam@sam.test", "kim@kim.test"


def sending(contact: str, step: str, day: int, began: int) -> list[Happening]:
    """Return how one mail leaves: heard, handed over, looked, invited, marked, arrived."""
    at, identity = MONDAY + timedelta(days=day), f"<{step}-{contact}>"
    return [
        Read(folder="INBOX", began=began, at=at),
        Read(folder="Junk", began=began, at=at),
        Handed(contact=contact, message_id=identity, at=at),
        Looked(contact=contact),
        Invited(contact=contact),
        Marked(message_id=identity),
        Arrived(contact=contact, message_id=identity, step=step),
    ]


def answer(contact: str = KIM, label: Label = Label.YES) -> Answered:
    return Answered(
        contact=contact, folder="INBOX", message_id=f"<answer-{contact}>", label=label, quiet_until=FOR_EVER
    )


def history() -> list[Happening]:
    """Sam is silent to the end; Kim says yes to the first mail."""
    found: list[Happening] = []
    for day, step in enumerate(STEPS):
        found += sending(SAM, step, day, len(found))
    found += [*sending(KIM, "one", 3, len(found)), answer()]
    return found


def mails(contact: str, *steps: str) -> tuple[Mail, ...]:
    return tuple(Mail(contact=contact, message_id=f"<{step}-{contact}>", state=MailState.ACCEPTED) for step in steps)


def ending() -> Ending:
    return Ending(
        at=MONDAY + timedelta(days=9),
        files_sent=True,
        in_the_clear=True,
        standings=(
            Standing(contact=SAM, state=State.STOPPED, stop=Stop.EXHAUSTED),
            Standing(contact=KIM, state=State.STOPPED, stop=Stop.YES),
        ),
        mails=(*mails(SAM, *STEPS), *mails(KIM, "one")),
        stored=(f"<answer-{KIM}>",),
        logged=(f"<answer-{KIM}>",),
        in_sent=tuple(mail.message_id for mail in (*mails(SAM, *STEPS), *mails(KIM, "one"))),
    )


def test_a_good_history_has_no_fault() -> None:
    assert judge(history(), ending()) == []


def again(found: list[Happening]) -> list[Happening]:
    """What a daemon does that retries blindly after DATA: the same mail once more."""
    return [*found, *sending(SAM, "one", 8, len(found))]


def again_with_another_id(found: list[Happening]) -> list[Happening]:
    return [*found, Arrived(contact=SAM, message_id="<other>", step="one")]


def after_the_answer(found: list[Happening]) -> list[Happening]:
    return [*found, *sending(KIM, "two", 8, len(found))]


def without_listening(found: list[Happening]) -> list[Happening]:
    return [each for each in found if not (isinstance(each, Read) and each.folder == "Junk")]


def to_the_suppressed(found: list[Happening]) -> list[Happening]:
    return [Barred(contact=SAM), *found]


def never_arrived(found: list[Happening]) -> list[Happening]:
    return [each for each in found if not (isinstance(each, Arrived) and each.step == "two")]


def a_second_answer(found: list[Happening]) -> list[Happening]:
    return [*found, replace(answer(), message_id="<unheard>")]


BROKEN_HISTORIES: list[tuple[Callable[[list[Happening]], list[Happening]], str]] = [
    (again, "a mail twice"),
    (again_with_another_id, "a mail twice"),
    (after_the_answer, "a mail after an answer"),
    (without_listening, "a mail without listening"),
    (to_the_suppressed, "a mail to the suppressed"),
    (never_arrived, "something lost"),
    (never_arrived, "the books are wrong"),
    (a_second_answer, "an answer not exactly once"),
]


@pytest.mark.parametrize(("broken", "rule"), BROKEN_HISTORIES, ids=lambda each: getattr(each, "__name__", each))
def test_a_broken_history_is_noticed(broken: Callable[[list[Happening]], list[Happening]], rule: str) -> None:
    assert rule in {violation.rule for violation in judge(broken(history()), ending())}


def standing(**changes: object) -> dict[str, object]:
    """Return what Sam's standing becomes."""
    kim = ending().standings[1]
    stands = {"contact": SAM, "state": State.STOPPED, "stop": None, "hold": None, "due_at": None}
    return {"standings": (Standing(**{**stands, **changes}), kim)}  # type: ignore[arg-type]


def doubt(mail: Mail, state: MailState) -> dict[str, object]:
    return {"mails": (*mails(SAM, *STEPS), replace(mail, state=state, was_in_doubt=True))}


KIMS = mails(KIM, "one")[0]
BROKEN_ENDINGS: list[tuple[str, dict[str, object], str]] = [
    ("sent for ever", standing(state=State.SENDING), "something lost"),
    ("waits for ever", standing(state=State.WAITING, due_at=MONDAY), "something lost"),
    ("held, and nobody is told", standing(state=State.HELD, hold=Hold.REFUSED), "something lost"),
    ("stopped for no reason", standing(stop=Stop.NO), "something lost"),
    ("sent by the books alone", {"mails": (*ending().mails, *mails(KIM, "two"))}, "the books are wrong"),
    ("arrived, and put off", {"mails": (*mails(SAM, *STEPS), replace(KIMS, state=MailState.DEFERRED))},
     "the books are wrong"),
    ("logged twice", {"logged": ending().logged * 2}, "an answer not exactly once"),
    ("not stored", {"stored": ()}, "an answer not exactly once"),
    ("yes, and goes on", {"standings": (ending().standings[0], Standing(contact=KIM, state=State.WAITING))},
     "an answer without its effect"),
    ("in Sent, and doubted", doubt(KIMS, MailState.IN_DOUBT), "a doubt without an end"),
    ("doubted, and never marked", doubt(replace(KIMS, message_id="<unmarked>"), MailState.DEFERRED),
     "a doubt without a reason"),
    ("filed twice", {"in_sent": ending().in_sent * 2}, "copies in Sent"),
    ("not filed", {"in_sent": ()}, "copies in Sent"),
    ("a probe left behind", {"in_inbox": (f"<answer-{KIM}>", "<probe>")}, "something left in the Inbox"),
    ("a fault of its own", {"outcry": ("fault in the program",)}, "a fault in the program"),
    ("does not get up", {"unrecovered": ("no IDLE",)}, "no recovery"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "rule"), [case[1:] for case in BROKEN_ENDINGS], ids=[c[0] for c in BROKEN_ENDINGS])
def test_a_bad_ending_is_noticed(changes: dict[str, object], rule: str) -> None:
    bad = replace(ending(), **changes)  # type: ignore[arg-type]
    assert rule in {violation.rule for violation in judge(history(), bad)}


def test_an_answer_that_nobody_could_have_read_is_no_reproach() -> None:
    """It arrived behind the reading that came before the claim."""
    found = history()
    leaving = sending(KIM, "two", 8, len(found) - 1)
    assert "a mail after an answer" not in {each.rule for each in judge([*found, *leaving], ending())}


def test_whoever_is_away_may_be_written_to_when_they_are_back() -> None:
    back = MONDAY + timedelta(days=7)
    found = [*history()[:-1], replace(answer(label=Label.AUTO_REPLY), quiet_until=back)]
    early, late = (sending(KIM, "two", day, len(found)) for day in (6, 8))
    assert "a mail after an answer" in {each.rule for each in judge([*found, *early], ending())}
    assert "a mail after an answer" not in {each.rule for each in judge([*found, *late], ending())}


def test_every_check_is_seen_to_fail() -> None:
    seen = {rule for _, rule in BROKEN_HISTORIES} | {rule for _, _, rule in BROKEN_ENDINGS}
    assert seen == set(CHECKS)
