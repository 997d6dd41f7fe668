"""What does an edit of a sequence file change, and for whom? Said before the daemon takes it over.

Everybody goes on with the step that they have reached, found again by its key. A step that is gone and that somebody
waits for is the one edit that cannot be taken: nobody knows what they should get instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from followupd.core.model import Enrollment, EnrollmentId, State
from followupd.core.sequences import Sequence as Steps
from followupd.core.sequences import locate

Keys = Sequence[str]  # of the steps of a sequence, in order


class Change(StrEnum):
    """What an edit means for somebody who is in the sequence."""

    STRANDED = "stranded"  # the step that they wait for is gone: refused
    ADDED = "added"  # a step lies ahead of them that was not there before
    DROPPED = "dropped"  # a step that lay ahead of them is gone
    REORDERED = "reordered"  # the steps ahead of them come in another order
    PASSED_OVER = "passed-over"  # a step that they have had comes after theirs now: it is skipped, never repeated
    ENDED = "ended"  # the whole sequence is gone: refused


REFUSED = frozenset({Change.STRANDED, Change.ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class EditEffect:
    """One change, with everybody whom it concerns."""

    sequence: str
    change: Change
    keys: tuple[str, ...]  # of the steps in question
    enrollments: tuple[EnrollmentId, ...]

    @property
    def is_refused(self) -> bool:
        """Whether the edit cannot be taken over while these people are in the sequence."""
        return self.change in REFUSED


def effects_of_edit(
    enrollments: Iterable[Enrollment], old_keys: Mapping[str, Keys], sequences: Mapping[str, Steps]
) -> tuple[EditEffect, ...]:
    """Return what the sequences as they are now change for those who are in them, against the keys of before.

    A sequence without old keys is new to us: of it only those who are stranded are known. Stopped ones do not count.
    """
    concerned: dict[tuple[str, Change, tuple[str, ...]], list[EnrollmentId]] = defaultdict(list)
    for enrollment in enrollments:
        if enrollment.state is not State.STOPPED:
            old = old_keys.get(enrollment.sequence)
            for change, keys in _changes(enrollment, old, sequences.get(enrollment.sequence)):
                concerned[enrollment.sequence, change, keys].append(enrollment.id)
    return tuple(
        EditEffect(sequence=sequence, change=change, keys=keys, enrollments=tuple(who))
        for (sequence, change, keys), who in sorted(concerned.items())
    )


def keys_of(sequence: Steps) -> tuple[str, ...]:
    """Return the keys of the steps in order, as they are to be remembered."""
    return tuple(step.key for step in sequence.steps)


def _changes(
    enrollment: Enrollment, old: Keys | None, sequence: Steps | None
) -> Iterable[tuple[Change, tuple[str, ...]]]:
    if sequence is None:
        yield Change.ENDED, ()
        return
    index = locate(sequence, enrollment.step, enrollment.step_key)
    if index is None:
        yield Change.STRANDED, (enrollment.step_key,)
        return
    if old is None:
        return
    reached = old.index(enrollment.step_key) if enrollment.step_key in old else len(old)
    behind, ahead = old[:reached], old[reached:]
    now_ahead = keys_of(sequence)[index:]
    found = {
        Change.ADDED: tuple(key for key in now_ahead if key not in old),
        Change.DROPPED: tuple(key for key in ahead if key not in now_ahead),
        Change.PASSED_OVER: tuple(key for key in now_ahead if key in behind),
        Change.REORDERED: _reordered(ahead, now_ahead),
    }
    yield from ((change, keys) for change, keys in found.items() if keys)


def _reordered(before: Keys, after: Keys) -> tuple[str, ...]:
    """Return the steps that both have, in their new order, where that is another one than before."""
    kept, now = [key for key in before if key in after], tuple(key for key in after if key in before)
    return () if now == tuple(kept) else now
