"""What is kept of a reply instead of its words: its fingerprint, and what the weights and the rules saw in it.

The same for a reply that was corrected and for one of the guard; as JSON it is what store and data file hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from followupd.core.model import Label, Person
from followupd.replies.answers import Asked
from followupd.replies.features import features, row
from followupd.replies.learning.prints import Print, print_of
from followupd.replies.phrases.lexicon import Lexicon, Strength
from followupd.replies.reading import Reading, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A reply without its words: `rows` are those of the model, `reading` is the rules' verdict without its cues.

    `is_stop` where a rule saw a wish to be left alone, however weakly.
    """

    seen: Print
    rows: tuple[int, ...]
    reading: Reading
    is_stop: bool


def trace_of(page: Script, ours: Asked, reading: Reading, writer: Person, lexicon: Lexicon) -> Trace:
    """Keep of a reply what is needed to know it, and others like it, again."""
    return Trace(
        seen=print_of(page, ours, reading, writer, lexicon),
        rows=tuple(sorted({row(each) for each in features(page, reading, ours.what)})),
        reading=_verdict(
            reading.label, reading.strength, contested=reading.contested, firm=reading.firm, settled=reading.settled
        ),
        is_stop=sees_a_stop(reading),
    )


def sees_a_stop(reading: Reading) -> bool:
    """Say whether any rule saw a wish to be left alone."""
    stop = Label.UNSUBSCRIBE
    return reading.label is stop or any(cue.means == stop.value for cue in reading.cues)


def pack(trace: Trace) -> dict[str, Any]:
    """Return a trace as JSON can hold it."""
    reading = trace.reading
    return {
        "asked": trace.seen.asked,
        "exact": trace.seen.exact,
        "shingles": sorted(trace.seen.shingles),
        "sense": trace.seen.sense,
        "rows": list(trace.rows),
        "rules": [reading.label, reading.strength.value, reading.contested, reading.firm, reading.settled],
        "stop": trace.is_stop,
    }


def unpack(stored: Mapping[str, Any]) -> Trace:
    """Return the trace that `pack` made this of."""
    label, strength, contested, firm, settled = stored["rules"]
    return Trace(
        seen=Print(
            asked=stored["asked"],
            exact=stored["exact"],
            shingles=frozenset(stored["shingles"]),
            sense=stored["sense"],
        ),
        rows=tuple(stored["rows"]),
        reading=_verdict(label and Label(label), Strength(strength), contested=contested, firm=firm, settled=settled),
        is_stop=stored["stop"],
    )


def _verdict(label: Label | None, strength: Strength, *, contested: bool, firm: bool, settled: bool) -> Reading:
    return Reading(label=label, strength=strength, contested=contested, firm=firm, settled=settled)
