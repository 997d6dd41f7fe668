"""Which label to act on: the one whose expected cost is least, not the most probable one.

`COSTS[truth][said]` is what it costs to say `said` of a reply that means `truth`, in looks by a person: a lost yes
costs eleven looks, a mail to somebody who declined eight to ten. Only the two likeliest labels and `unclear` are
candidates: nothing is said that the reply does not suggest, nor anything too far below `unsure_below`. A delay asks
for more than a stop, because a person can undo a stop and nobody can undo a mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from followupd.core.errors import ConfigError
from followupd.core.model import VERDICT_OF, Label

Table = Mapping[Label, Mapping[Label, float]]

UNSURE_BELOW = 0.80
BOLDNESS = 2.0
"""How far the expected cost leans to the likelier labels. 1 weighs every small doubt in full, which sends two replies
in five to a person; 4 is right a little more often and ends one yes in twelve, of replies written to mislead."""

_HEADS = tuple(map(Label, "yes no later unsubscribe question referral unclear auto_reply bounce".split()))
_ROWS = {
    #             yes   no   later unsub quest refer unclr auto  bounce
    "yes":        (0.0, 11.0, 3.0, 12.0, 1.0, 1.0, 1.0, 3.0, 11.0),
    "no":         (1.0, 0.0, 8.0, 0.7, 1.0, 1.0, 1.0, 9.0, 1.0),
    "later":      (1.0, 3.0, 0.0, 4.0, 1.0, 1.0, 1.0, 1.5, 3.0),
    "unsubscribe": (1.5, 1.0, 10.0, 0.0, 1.2, 1.2, 1.2, 10.0, 1.0),
    "question":   (0.7, 3.0, 2.0, 4.0, 0.0, 0.6, 0.6, 2.0, 4.0),
    "referral":   (0.8, 2.0, 2.0, 3.0, 0.6, 0.0, 0.6, 2.0, 3.0),
    "unclear":    (0.8, 2.0, 1.0, 3.0, 0.5, 0.5, 0.0, 1.0, 3.0),
    "auto_reply": (1.0, 6.5, 1.0, 7.0, 1.0, 1.0, 1.0, 0.0, 6.5),
    "bounce":     (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0),
}  # fmt: skip
COSTS: Table = {Label(truth): dict(zip(_HEADS, costs, strict=True)) for truth, costs in _ROWS.items()}
_LENIENCE = dict.fromkeys(Label, 6) | {Label.LATER: 4, Label.AUTO_REPLY: 4, Label.BOUNCE: 4}
"""A label must reach `unsure_below` to this power: 0.8 asks 0.26 of a no and 0.41 of a delay, 1.0 sends all to you."""


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
    ranked = sorted(probabilities, key=lambda label: -probabilities[label])
    candidates = [said for said in ranked[:2] if _sure_enough(said, probabilities, unsure_below)]
    weighed = _emboldened(probabilities)
    expected = {said: expected_cost(said, weighed, costs) for said in (*candidates, Label.UNCLEAR)}
    label = min(expected, key=lambda said: expected[said])
    return Decision(label=label, confidence=_confidence(label, probabilities), likeliest=ranked[0])


def expected_cost(said: Label, probabilities: Mapping[Label, float], costs: Table = COSTS) -> float:
    """What saying this label is expected to cost."""
    return sum(chance * costs[truth][said] for truth, chance in probabilities.items())


def _emboldened(probabilities: Mapping[Label, float]) -> dict[Label, float]:
    powers = {label: chance**BOLDNESS for label, chance in probabilities.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


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


def _sure_enough(said: Label, probabilities: Mapping[Label, float], unsure_below: float) -> bool:
    return _confidence(said, probabilities) >= unsure_below ** _LENIENCE[said]


def _confidence(label: Label, probabilities: Mapping[Label, float]) -> float:
    """How sure the verdict is: a no that may be an unsubscribe is as sure as both together."""
    if label in (Label.NO, Label.UNSUBSCRIBE):
        verdict = VERDICT_OF[label]
        return sum(chance for each, chance in probabilities.items() if VERDICT_OF[each] is verdict)
    return probabilities.get(label, 0.0)
