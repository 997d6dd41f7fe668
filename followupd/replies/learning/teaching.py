"""Teaching: how far a new lesson may reach without making anything worse that is known to be right.

The farthest reach that the guard and the earlier lessons allow is taken: the weights and the memory of everybody's
replies, the memory alone, or nothing but the writer's very words. The last is never refused: the owner has said what
this reply means.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from followupd.core.model import Label
from followupd.replies.learning.guard import Guard, judged, shipped_digest
from followupd.replies.learning.memory import Lesson, Memory, Reach
from followupd.replies.learning.taught import Taught
from followupd.replies.learning.weights import learn, rarity_of

STOP_RULE = "it reads like a wish to be left alone, and that is not for teaching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a new lesson: with the reach it was given; `why` a farther one was refused, "" where none was.

    `held` of the `earlier` corrections are still read as they were corrected. `checked` is what the guard agreed to.
    """

    lesson: Lesson
    why: str
    checked: str
    held: int
    earlier: int


def teach(known: Sequence[Lesson], new: Lesson, guard: Guard) -> Outcome:
    """Find how far a lesson may reach; `known` are the lessons in force, oldest first."""
    if _is_against_the_stop_rules(new, guard):
        return _outcome(known, replace(new, reach=Reach.WRITER), STOP_RULE)
    why = guard.contradiction(new)
    for reach in () if why else (Reach.WEIGHTS, Reach.WORDS):
        lesson = replace(new, reach=reach)
        objection = guard.objection(taught([*known, lesson], guard))
        if not objection:
            return _outcome(known, lesson, why)
        why = why or objection
    return _outcome(known, replace(new, reach=Reach.WRITER), why)


def taught(lessons: Sequence[Lesson], guard: Guard) -> Taught:
    """Return the lessons in force as `classify` takes them; of several about one reply the newest counts."""
    kept = in_force(lessons)
    moving = [each for each in kept if each.reach is Reach.WEIGHTS]
    rarity = rarity_of(each.trace for each in guard.entries)
    return Taught(memory=Memory(kept), overlay=learn(moving, guard.model, rarity))


def in_force(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Return the lessons without those about a reply that was corrected again later."""
    return sorted({each.reply: each for each in lessons}.values(), key=lambda each: each.number)


def held(lessons: Sequence[Lesson], memory: Memory) -> int:
    """Count the lessons that a reply like their own would still be read by."""
    found = [memory.recall(each.trace.seen, each.writer) for each in lessons]
    return sum(
        each is not None and each.lesson.label is lesson.label for each, lesson in zip(found, lessons, strict=True)
    )


def _is_against_the_stop_rules(lesson: Lesson, guard: Guard) -> bool:
    stays_away = lesson.label in {Label.NO, Label.UNSUBSCRIBE}
    trace, model = lesson.trace, guard.model
    plain = judged(trace, model.logits(trace.rows), model.scale)
    is_stop = trace.is_stop or plain.label is Label.UNSUBSCRIBE
    return is_stop and not stays_away


def _outcome(known: Sequence[Lesson], lesson: Lesson, why: str) -> Outcome:
    earlier = [each for each in in_force(known) if each.reply != lesson.reply]
    memory = Memory(in_force([*known, lesson]))
    checked = stamp([*known, lesson])
    return Outcome(lesson=lesson, why=why, checked=checked, held=held(earlier, memory), earlier=len(earlier))


def stamp(lessons: Sequence[Lesson]) -> str:
    """Return a name for these lessons together with what ships: what was checked under this name need not be again."""
    text = " ".join(f"{each.number}:{each.reach}" for each in lessons)
    return f"{shipped_digest()}-{crc32(text.encode()):08x}"


def agreed(lessons: Sequence[Lesson], guard: Guard) -> Sequence[Lesson]:
    """Return the lessons with as much reach as the guard agrees to: for a newer guard, or where one of them is gone."""
    words_only = [each if each.reach is Reach.WRITER else replace(each, reach=Reach.WORDS) for each in lessons]
    for capped in (lessons, words_only):
        if not guard.objection(taught(capped, guard)):
            return capped
    return [replace(each, reach=Reach.WRITER) for each in lessons]
