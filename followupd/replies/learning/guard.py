"""The guard: replies of all labels and languages that ship with the program, which no lesson may make it read worse.

`data/guard.json` holds of each its text, what it means, and its trace; `tools/make_guard.py` writes it from `corpus/`,
of replies that the shipped model reads rightly. A guard reply is nobody's: what it is recalled as, any stranger's is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from followupd.core.model import Classification, Label
from followupd.replies.classify import chances_of, stop_of
from followupd.replies.decide import decide
from followupd.replies.learning.harm import is_harmful
from followupd.replies.learning.memory import Lesson
from followupd.replies.learning.overlay import add
from followupd.replies.learning.taught import Taught, revise
from followupd.replies.learning.traces import Trace, unpack
from followupd.replies.model import Model, shipped_model

HAIR = 0.005  # of all guard replies, so many may be read less well than before: never a harmful one
TOO_LIKE = 0.50  # the likeness from which a lesson contradicts a guard reply, long before the memory would take it up
_FILE = Path(__file__).parent.parent / "data" / "guard.json"
_NOBODY = ""  # the key of a writer that no lesson has


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reply of the guard."""

    text: str
    label: Label
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How the guard was read: by their place in it, what was read wrongly enough to hurt, and which stops were seen."""

    right: int
    harmful: frozenset[int]
    stops: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Guard:
    """The replies, and the model that has been taught nothing."""

    entries: Sequence[Entry]
    model: Model

    @cached_property
    def untaught(self) -> Marks:
        """How the model reads them without any lesson."""
        return self.examine(Taught())

    def objection(self, taught: Taught) -> str:
        """Return what these lessons would make worse, "" where nothing."""
        marks = self.examine(taught)
        hurt = sorted(marks.harmful - self.untaught.harmful) or sorted(self.untaught.stops - marks.stops)
        if hurt:
            entry = self.entries[hurt[0]]
            return f"“{entry.text}”, which means {entry.label}, would be read wrongly"
        lost = self.untaught.right - marks.right
        if lost > HAIR * len(self.entries):
            return f"{lost} of {len(self.entries)} replies that are read rightly now would not be any more"
        return ""

    def contradiction(self, lesson: Lesson) -> str:
        """Return which reply of the guard is so much like a lesson's that strangers must not be read by it."""
        for entry in self.entries:
            seen = entry.trace.seen
            alike = seen.is_same(lesson.trace.seen) or seen.likeness(lesson.trace.seen) >= TOO_LIKE
            if alike and is_harmful(entry.label, lesson.label):
                return f"“{entry.text}” means {entry.label}"
        return ""

    def examine(self, taught: Taught) -> Marks:
        """Read the guard with these lessons."""
        said = [self._said(place, taught) for place in range(len(self.entries))]
        pairs = list(enumerate(zip(self.entries, said, strict=True)))
        return Marks(
            right=sum(entry.label is label for _, (entry, label) in pairs),
            harmful=frozenset(place for place, (entry, label) in pairs if is_harmful(entry.label, label)),
            stops=frozenset(place for place, (entry, label) in pairs if entry.label is label is Label.UNSUBSCRIBE),
        )

    def _said(self, place: int, taught: Taught) -> Label:
        trace, (logits, plain) = self.entries[place].trace, self._plain[place]
        recalled = taught.memory.recall(trace.seen, _NOBODY)

        def again() -> Classification:
            return judged(trace, add(logits, taught.overlay.logits(trace.rows)), self.model.scale)

        return revise(plain, recalled, is_stop=trace.is_stop, again=again).label

    @cached_property
    def _plain(self) -> Sequence[tuple[Mapping[Label, float], Classification]]:
        """What the model makes of each reply: the costly half of every examination, and always the same."""
        logits = [self.model.logits(entry.trace.rows) for entry in self.entries]
        return [
            (each, judged(entry.trace, each, self.model.scale))
            for entry, each in zip(self.entries, logits, strict=True)
        ]


def judged(trace: Trace, logits: Mapping[Label, float], scale: float) -> Classification:
    """Decide as `classify.judge` does, from what is kept of a reply."""
    chances = chances_of(logits, trace.reading, scale)
    stop = stop_of(trace.reading, chances)
    if stop is not None:
        return Classification(label=stop, confidence=1.0, evidence=())
    decision = decide(chances)
    return Classification(label=decision.label, confidence=decision.confidence, evidence=())


@cache
def shipped_guard() -> Guard:
    """Return the guard that ships, of the model that ships; read once."""
    stored = json.loads(_FILE.read_text("utf-8"))["replies"]
    entries = [Entry(text=each["text"], label=Label(each["label"]), trace=unpack(each["trace"])) for each in stored]
    return Guard(entries=tuple(entries), model=shipped_model())


@cache
def shipped_digest() -> str:
    """Return a name for the shipped guard and the shipped weights together: a lesson was checked against just these."""
    files = (_FILE, _FILE.with_name("model.json"))
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
