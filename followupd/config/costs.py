"""[replies.costs]: what it costs to take a reply that means one thing for another, in looks by a person.

The table is laid over the one that ships (`replies.decide.COSTS`). Every cost may be raised. What mail to somebody who
declined costs may not be lowered: that no setting can switch off.
"""

from difflib import get_close_matches

from followupd.config import values
from followupd.config.faults import Table
from followupd.core.model import Label
from followupd.replies.decide import COSTS, read_costs
from followupd.replies.decide import Table as Costs
from followupd.replies.learning.harm import is_harmful

HIGHEST = 1000
_LABELS = tuple(label.value for label in Label)
_DECLINED = frozenset({Label.NO, Label.UNSUBSCRIBE})


def read(table: Table) -> Costs:
    """Return the whole table of costs, with the user's own in it."""
    own: dict[str, dict[str, float]] = {}
    for truth in table.names():
        if _is_label(truth, table):
            row = table.table(truth)
            own[truth] = {
                said: row.read(said, values.share(_lowest(Label(truth), Label(said)), HIGHEST), 0.0)
                for said in row.names()
                if _is_label(said, row) and _is_mistake(truth, said, row)
            }
    return read_costs(own)


def _is_label(name: str, table: Table) -> bool:
    if name in _LABELS:
        return True
    near = get_close_matches(name, _LABELS, n=1)
    hint = f"write {near[0]}" if near else f"they are {', '.join(_LABELS)}"
    table.fault(name, f"there is no such label: {hint}")
    return False


def _is_mistake(truth: str, said: str, row: Table) -> bool:
    if truth != said:
        return True
    row.fault(said, "to be right costs nothing: take it out")
    return False


def _lowest(truth: Label, said: Label) -> float:
    return COSTS[truth][said] if truth in _DECLINED and is_harmful(truth, said) else 0
