"""What was taught, as `classify` asks it: the memory first, the adjusted weights second, and where neither may speak.

What a lesson may do to a reply is bounded here, whatever it says: a reply that looks like a wish to be left alone
stays one, and weights alone never turn a refusal into mail or a yes into an end. That takes the memory of the very
words, or a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from followupd.core.model import Classification, Evidence, Label
from followupd.replies.learning.harm import is_harmful
from followupd.replies.learning.memory import Memory, Recollection
from followupd.replies.learning.overlay import Overlay, taught_model
from followupd.replies.model import Model

_DOUBT = 0.50  # for a person, whatever the threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """All lessons in force."""

    memory: Memory = field(default_factory=lambda: Memory(()))
    overlay: Overlay = field(default_factory=Overlay)

    def model(self, shipped: Model) -> Model:
        """Return the shipped model as the lessons have changed it."""
        return taught_model(shipped, self.overlay)


def revise(
    plain: Classification, recalled: Recollection | None, *, is_stop: bool, again: Callable[[], Classification]
) -> Classification:
    """Return what a reply means with everything that was taught.

    `plain` is what it means without; `again` judges it by the adjusted weights; `is_stop` where a rule saw a wish to
    be left alone.
    """
    is_protected = is_stop or plain.label is Label.UNSUBSCRIBE
    if recalled is not None and _may_speak(recalled, is_protected=is_protected):
        return _remembered(plain, recalled, is_protected=is_protected)
    if is_protected:
        return plain
    moved = again()
    if moved.label is plain.label:
        return moved
    if is_harmful(plain.label, moved.label):
        why = f"lessons → {moved.label}, without them {plain.label}: only you can tell"
        return replace(moved, label=Label.UNCLEAR, confidence=_DOUBT, evidence=(_said(why), *plain.evidence))
    why = f"lessons → {moved.label}, without them {plain.label}"
    return replace(moved, evidence=(*moved.evidence, _said(why)))


def _may_speak(recalled: Recollection, *, is_protected: bool) -> bool:
    is_same_reply = recalled.is_same and recalled.is_own
    return not is_protected or is_same_reply or recalled.lesson.label is Label.UNSUBSCRIBE


def _remembered(plain: Classification, recalled: Recollection, *, is_protected: bool) -> Classification:
    label = recalled.lesson.label
    is_doubtful = is_protected and label is not Label.UNSUBSCRIBE
    return replace(
        plain,
        label=label,
        confidence=_DOUBT if is_doubtful or _is_a_leap(plain, recalled) else recalled.confidence,
        evidence=(recalled.evidence, *plain.evidence),
    )


def _is_a_leap(plain: Classification, recalled: Recollection) -> bool:
    """Say whether mere likeness would overturn something else than the mistake that was corrected, and might hurt."""
    lesson = recalled.lesson
    return not recalled.is_same and plain.label is not lesson.was and is_harmful(plain.label, lesson.label)


def _said(why: str) -> Evidence:
    return Evidence(text="", why=why)
