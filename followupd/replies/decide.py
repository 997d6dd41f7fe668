"""Which label to act on: the one whose expected cost is least, not the most probable one.

`COSTS[truth][said]` is what it costs to say `said` of a reply that means `truth`, in looks by a person: a lost yes
costs eleven looks, a mail to somebody who declined nine. `no`, `later`, `unsubscribe` and `auto_reply` act without a
person and are said only above `unsure_below`; a stop asks for less, because a person can undo it and nobody can undo
a mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from followupd.core.errors import ConfigError
from followupd.core.model import VERDICT_OF, Label

Table = Mapping[Label, Mapping[Label, float]]

UNSURE_BELOW = 0.80
_STOP_DISCOUNT = 0.6  # of the threshold: an unsubscribe is believed sooner
_HEADS = ("yes", "no", "later", "unsubscribe", "question", "referral", "unclear", "auto_reply", "bounce")
_ROWS = {
    #             yes   no   later unsub quest refer unclr auto  bounce
    "yes":        (0.0, 11.0, 3.0, 12.0, 0.6, 1.0, 1.0, 3.0, 11.0),
    "no":         (1.2, 0.0, 8.0, 0.7, 1.0, 1.0, 1.0, 9.0, 1.0),
    "later":      (0.8, 4.0, 0.0, 5.0, 0.8, 0.9, 1.0, 2.0, 4.0),
    "unsubscribe": (2.0, 1.0, 10.0, 0.0, 1.5, 1.5, 1.2, 10.0, 1.0),
    "question":   (0.6, 6.0, 2.5, 7.0, 0.0, 0.6, 0.6, 3.0, 7.0),
    "referral":   (0.8, 3.0, 2.5, 4.0, 0.6, 0.0, 0.6, 2.5, 3.0),
    "unclear":    (0.8, 3.0, 1.5, 4.0, 0.5, 0.5, 0.0, 1.5, 4.0),
    "auto_reply": (2.0, 6.5, 1.0, 7.0, 1.0, 1.0, 1.0, 0.0, 6.5),
    "bounce":     (2.0, 1.0, 1.5, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0),
}  # fmt: skip
COSTS: Table = {
    Label(truth): dict(zip(map(Label, _HEADS), costs, strict=True)) for truth, costs in _ROWS.items()
}
_ACTS_ALONE = frozenset({Label.NO, Label.LATER, Label.AUTO_REPLY, Label.UNSUBSCRIBE, Label.BOUNCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The label to act on, how sure that its verdict is right, and the most probable label beside it."""

    label: Label
    confidence: float
    likeliest: Label


def decide(
    probabilities: Mapping[Label, float], *, costs: Table = COSTS, unsure_below: float = UNSURE_BELOW
) -> Decision:
    """Choose the label of least expected cost among those that are sure enough to be acted on."""
    likeliest = max(probabilities, key=lambda label: probabilities[label])
    expected = {
        said: sum(chance * costs[truth][said] for truth, chance in probabilities.items())
        for said in Label
        if _allowed(said, probabilities, unsure_below)
    }
    label = min(expected, key=lambda said: expected[said])
    return Decision(label=label, confidence=_confidence(label, probabilities), likeliest=likeliest)


def read_costs(table: Mapping[str, object]) -> Table:
    """Overlay a user's cost table on the shipped one: `{"yes": {"no": 20}}` makes a lost yes dearer.

    Raises ConfigError that lists every fault.
    """
    costs = {truth: dict(row) for truth, row in COSTS.items()}
    faults = []
    names = {label.value for label in Label}
    for truth, row in table.items():
        if truth not in names or not isinstance(row, Mapping):
            faults.append(f"costs.{truth}: must be a table named after a label, one of {', '.join(sorted(names))}.")
            continue
        for said, cost in row.items():
            if said not in names or isinstance(cost, bool) or not isinstance(cost, int | float) or cost < 0:
                faults.append(f"costs.{truth}.{said} = {cost!r}: must be a label and a number of at least 0.")
                continue
            costs[Label(truth)][Label(said)] = float(cost)
    if faults:
        raise ConfigError("\n".join(faults))
    return costs


def _allowed(said: Label, probabilities: Mapping[Label, float], unsure_below: float) -> bool:
    if said not in _ACTS_ALONE:
        return True
    needed = unsure_below * (_STOP_DISCOUNT if said is Label.UNSUBSCRIBE else 1.0)
    return _confidence(said, probabilities) >= needed


def _confidence(label: Label, probabilities: Mapping[Label, float]) -> float:
    """How sure the verdict is: a no that may be an unsubscribe is as sure as both together."""
    if label in (Label.NO, Label.UNSUBSCRIBE):
        verdict = VERDICT_OF[label]
        return sum(chance for each, chance in probabilities.items() if VERDICT_OF[each] is verdict)
    return probabilities.get(label, 0.0)
