"""The lessons in force: from the store to what `classify` takes, read again when somebody changed them.

A version of the model is checked when it is made. Where it was checked with another guard, other weights, or a lesson
that has been erased since, it is checked again before it is used.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from followupd.replies.learning.guard import shipped_guard
from followupd.replies.learning.memory import Lesson, Reach
from followupd.replies.learning.taught import Taught
from followupd.replies.learning.teaching import agreed, stamp, taught
from followupd.replies.learning.traces import unpack
from followupd.store import lessons as stored
from followupd.store.lessons import Correction, Version


class Lessons:
    """What one reader of replies has been taught: kept while nobody changes it."""

    def __init__(self) -> None:
        self._state: tuple[int, int] | None = None
        self._taught: Taught | None = None

    def taught(self, connection: Connection) -> Taught | None:
        """Return the lessons of the version in use, None where there are none."""
        state = stored.state(connection)
        if state != self._state:
            self._taught, self._state = in_use(connection), state
        return self._taught


def in_use(connection: Connection) -> Taught | None:
    """Return the lessons of the version in use, None where there are none."""
    lessons = lessons_in(connection, stored.in_use(connection))
    return taught(lessons, shipped_guard()) if lessons else None


def lessons_in(connection: Connection, number: int) -> Sequence[Lesson]:
    """Return the lessons of a version, oldest first, with as much reach as the guard of this program agrees to."""
    made_of = stored.chain(stored.versions(connection), number)
    lessons = lessons_of(made_of, stored.everything(connection))
    if not lessons or made_of[-1].checked == stamp(lessons):
        return lessons
    return agreed(lessons, shipped_guard())


def lessons_of(made_of: Sequence[Version], corrections: Mapping[int, Correction]) -> list[Lesson]:
    """Return the lessons of a chain of versions, oldest first, without those that were erased."""
    return [
        lesson_of(corrections[version.correction], Reach(version.reach))
        for version in made_of
        if version.correction in corrections
    ]


def lesson_of(correction: Correction, reach: Reach = Reach.WEIGHTS) -> Lesson:
    """Return a correction as the reader takes it; it has to have a trace."""
    if correction.trace is None:
        raise ValueError(f"correction {correction.id} has nothing to learn from")
    return Lesson(
        number=correction.id,
        reply=correction.reply,
        was=correction.was,
        label=correction.label,
        taught_on=correction.made_at.date(),
        writer=correction.writer,
        trace=unpack(correction.trace),
        reach=reach,
    )
