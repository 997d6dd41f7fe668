"""What an edit of a sequence changes for those who are in it."""

from datetime import UTC, datetime

import pytest

from followupd.core.edits import Change, EditEffect, effects_of_edit, keys_of
from followupd.core.model import ContactId, Enrollment, EnrollmentId, State, Stop
from followupd.core.sequences import END_KEY, Sequence, parse_sequence

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def sequence(*ids: str, every: str = "") -> Sequence:
    head = f'every = "{every}"\n' if every else ""
    steps = [f'[[steps]]\nid = "{each}"\nkind = "task"\ntext = "x"\n' for each in ids]
    return parse_sequence("s", head + "".join(steps))


def waiting(key: str, step: int, number: int = 1) -> Enrollment:
    return Enrollment(
        id=EnrollmentId(number),
        contact=ContactId(number),
        sequence="s",
        mailbox="ana",
        state=State.WAITING,
        step=step,
        step_key=key,
        enrolled_at=NOW,
        due_at=NOW,
    )


OLD = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("now", "key", "step", "found"),
    [
        (("a", "b", "c", "d"), "b", 1, []),
        (("a", "x", "b", "c", "d"), "b", 1, []),  # added behind them: nothing to them
        (("a", "b", "x", "c", "d"), "b", 1, [(Change.ADDED, ("x",))]),
        (("a", "b", "d"), "b", 1, [(Change.DROPPED, ("c",))]),
        (("b", "c", "d"), "b", 1, []),  # what is gone lay behind them
        (("a", "b", "d", "c"), "b", 1, [(Change.REORDERED, ("b", "d", "c"))]),
        (("b", "a", "c", "d"), "b", 1, [(Change.PASSED_OVER, ("a",))]),
        (("a", "c", "d"), "b", 1, [(Change.STRANDED, ("b",))]),
        (("a", "b", "c", "d", "e"), END_KEY, 4, []),  # past the end of a sequence nothing is added
    ],
)
def test_what_an_edit_changes(now: tuple[str, ...], key: str, step: int, found: list[tuple[Change, object]]) -> None:
    effects = effects_of_edit([waiting(key, step)], {"s": OLD}, {"s": sequence(*now)})
    assert [(effect.change, effect.keys) for effect in effects] == found


def test_those_at_the_end_of_a_drip_get_what_was_added() -> None:
    drip = sequence("a", "b", "c", every="1 month")
    effects = effects_of_edit([waiting(END_KEY, 2)], {"s": ("a", "b")}, {"s": drip})
    assert [(effect.change, effect.keys) for effect in effects] == [(Change.ADDED, ("c",))]


def test_everybody_whom_one_change_concerns_is_in_one_effect() -> None:
    people = [waiting("b", 1, 1), waiting("b", 1, 2), waiting("c", 2, 3)]
    assert effects_of_edit(people, {"s": OLD}, {"s": sequence("a", "c", "d")}) == (
        EditEffect(sequence="s", change=Change.STRANDED, keys=("b",), enrollments=(EnrollmentId(1), EnrollmentId(2))),
    )


@pytest.mark.parametrize(
    ("sequences", "change"), [({}, Change.ENDED), ({"s": sequence("a", "c", "d")}, Change.STRANDED)]
)
def test_what_leaves_somebody_without_a_step_is_refused(sequences: dict[str, Sequence], change: Change) -> None:
    effects = effects_of_edit([waiting("b", 1)], {"s": OLD}, sequences)
    assert [(effect.change, effect.is_refused) for effect in effects] == [(change, True)]


def test_who_has_left_the_sequence_is_not_concerned() -> None:
    stopped = Enrollment(
        id=EnrollmentId(1),
        contact=ContactId(1),
        sequence="s",
        mailbox="ana",
        state=State.STOPPED,
        stop=Stop.YES,
        step=1,
        step_key="b",
        enrolled_at=NOW,
    )
    assert effects_of_edit([stopped], {"s": OLD}, {}) == ()


def test_the_keys_to_remember_are_those_of_the_steps() -> None:
    assert keys_of(sequence("a", "b")) == ("a", "b")
