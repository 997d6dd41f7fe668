"""The memory: replies that the owner corrected, found again when the same words, or much the same, come back.

Of the same writer first, then of anybody; the same words before words that are alike, and the newest before the
oldest. What strangers' lessons contradict each other about, nobody is said to have meant.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from followupd.core.model import Evidence, Label, ReplyId
from followupd.replies.learning.prints import Print
from followupd.replies.learning.traces import Trace

LIKE = 0.70
"""The likeness from which two replies of the same sense are taken for the same."""

_SAME_WORDS = 0.97
_LIKE_WORDS = 0.90
_WORD_OF_ONE = 0.50  # below every threshold: such a lesson is followed by asking


class Reach(StrEnum):
    """How far a lesson may be followed: each includes the ones behind it."""

    WEIGHTS = "weights"  # it has moved the weights, too
    WORDS = "words"  # replies in its words, or much like them, of anybody
    WRITER = "writer"  # its very words, of its own writer; and then the owner is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One correction: reply `reply` of `writer`, taken for `was`, means `label`. `number` is the correction's own."""

    number: int
    reply: ReplyId
    was: Label
    label: Label
    taught_on: date
    writer: str  # prints.writer_key
    trace: Trace
    reach: Reach = Reach.WEIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """What the memory holds against a reply: the lesson, and in how far it is about this very reply."""

    lesson: Lesson
    is_same: bool  # the very words
    is_own: bool  # of the same writer

    @property
    def confidence(self) -> float:
        """How sure it is that the reply means what the lesson's did."""
        if self.lesson.reach is Reach.WRITER:
            return _WORD_OF_ONE
        return _SAME_WORDS if self.is_same else _LIKE_WORDS

    @property
    def evidence(self) -> Evidence:
        """The lesson that was followed, for the log."""
        lesson = self.lesson
        how = "the same words" if self.is_same else "much the same words"
        why = f"memory → {lesson.label} (corrected {lesson.taught_on}, reply {lesson.reply}: {how})"
        return Evidence(text="", why=why)


class Memory:
    """The lessons, the newest last, with an index by what can be found in a reply."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        self.lessons: Sequence[Lesson] = tuple(lessons)
        self._by_words: dict[str, list[Lesson]] = {}
        self._by_shingle: dict[int, list[int]] = {}
        for index, lesson in enumerate(self.lessons):
            self._by_words.setdefault(lesson.trace.seen.exact, []).append(lesson)
            for shingle in lesson.trace.seen.shingles:
                self._by_shingle.setdefault(shingle, []).append(index)

    def recall(self, seen: Print, writer: str) -> Recollection | None:
        """Return the lesson that this reply repeats, None where it repeats none."""
        same = self._by_words.get(seen.exact, ())
        alike = [each for each in self._alike(seen) if each not in same]
        for is_same, found in ((True, same), (False, alike)):
            own = [each for each in found if each.writer == writer and (is_same or each.reach is not Reach.WRITER)]
            if own:
                return Recollection(lesson=own[-1], is_same=is_same, is_own=True)
        for is_same, found in ((True, same), (False, alike)):
            others = [each for each in found if each.reach is not Reach.WRITER]
            if others:
                agree = len({each.label for each in others}) == 1
                return Recollection(lesson=others[-1], is_same=is_same, is_own=False) if agree else None
        return None

    def _alike(self, seen: Print) -> Iterator[Lesson]:
        """Yield the lessons that are like this reply, oldest first."""
        if not seen.can_be_like:
            return
        shared = Counter(index for shingle in seen.shingles for index in self._by_shingle.get(shingle, ()))
        for index in sorted(shared):
            other = self.lessons[index].trace.seen
            count = shared[index]
            alike = count >= LIKE * (len(seen.shingles) + len(other.shingles) - count)
            if alike and (other.sense, other.asked) == (seen.sense, seen.asked):
                yield self.lessons[index]
