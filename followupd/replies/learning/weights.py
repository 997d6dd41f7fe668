"""Lessons -> overlay: a few steps of gradient descent on the replies that were corrected, and never far.

Each lesson moves the rows of its own reply until the reply is read as it was corrected, or for a few steps at most.
Rows that many replies have in common move least: they say little about this one. What the rules settle by themselves
(a short answer to our own question) is left to the memory.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from followupd.core.model import Label
from followupd.replies.classify import chances_of
from followupd.replies.learning.memory import Lesson
from followupd.replies.learning.overlay import Overlay, add
from followupd.replies.learning.traces import Trace
from followupd.replies.model import Model

RECENT = 200
"""The newest lessons that move the weights: an inbox changes, and a start must not take long."""

STEPS = 8
RATE = 4.0
SLIGHT = 0.02  # an error below this is not worth a step
LEARNT = 0.75  # a lesson whose label is this likely has nothing to add
FARTHEST = 24.0
"""The greatest length (L2) of the overlay. In a reply of middle length the model's own logits are some ten apart."""

Rarity = Mapping[int, float]


def rarity_of(replies: Iterable[Trace]) -> Rarity:
    """Return for each row how much it may be moved: less, the more replies have it."""
    counts = Counter(each for reply in replies for each in reply.rows)
    return {each: 1 / (1 + count) for each, count in counts.items()}


def learn(lessons: Sequence[Lesson], model: Model, rarity: Rarity) -> Overlay:
    """Return what the lessons add to the model's weights; the same for the same lessons in the same order."""
    weights: dict[Label, dict[int, float]] = {label: {} for label in Label}
    overlay = Overlay(weights)
    for lesson in lessons[-RECENT:]:
        if not lesson.trace.reading.firm:
            _follow(lesson, model, rarity, weights, overlay)
    return _shortened(overlay)


def _follow(
    lesson: Lesson, model: Model, rarity: Rarity, weights: dict[Label, dict[int, float]], overlay: Overlay
) -> None:
    """Move the weights towards one lesson."""
    rows, reading = lesson.trace.rows, lesson.trace.reading
    base = model.logits(rows)
    share = 1 / math.sqrt(len(rows) or 1)
    for _ in range(STEPS):
        chances = chances_of(add(base, overlay.logits(rows)), reading, model.scale)
        if chances[lesson.label] >= LEARNT:
            return
        for label, chance in chances.items():
            error = (label is lesson.label) - chance
            if abs(error) < SLIGHT:
                continue
            table, move = weights[label], RATE * share * error
            for each in rows:
                table[each] = table.get(each, 0.0) + move * rarity.get(each, 1.0)


def _shortened(overlay: Overlay) -> Overlay:
    """Return the overlay, no longer than FARTHEST, without the rows that hardly matter."""
    kept = {
        label: {each: value for each, value in table.items() if abs(value) > 1e-3}
        for label, table in overlay.weights.items()
    }
    length = math.sqrt(sum(value * value for table in kept.values() for value in table.values()))
    scale = min(1.0, FARTHEST / length) if length else 1.0
    return Overlay(
        {label: {each: value * scale for each, value in table.items()} for label, table in kept.items() if table}
    )
