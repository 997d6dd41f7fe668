"""The decision: least expected cost, thresholds, the user's cost table."""

from collections.abc import Mapping

import pytest

from followupd.core.errors import ConfigError
from followupd.core.model import Label
from followupd.replies.decide import COSTS, decide, read_costs


def chances(**given: float) -> dict[Label, float]:
    rest = (1 - sum(given.values())) / (len(Label) - len(given))
    return {label: given.get(label.value, rest) for label in Label}


@pytest.mark.parametrize(
    ("probabilities", "label"),
    [
        (chances(yes=0.95), Label.YES),
        (chances(no=0.97), Label.NO),
        (chances(no=0.55, yes=0.43), Label.YES),  # a lost yes costs more than a look at a no
        (chances(later=0.60, no=0.38), Label.UNCLEAR),  # a mail to somebody who declined is worse than a look
        (chances(unsubscribe=0.55, no=0.43), Label.UNSUBSCRIBE),  # both stop: no doubt about the verdict
        (chances(auto_reply=0.55, no=0.43), Label.UNCLEAR),
        (chances(question=0.60, referral=0.35), Label.QUESTION),
    ],
)
def test_label_of_least_expected_cost_is_chosen(probabilities: Mapping[Label, float], label: Label) -> None:
    assert decide(probabilities).label is label


def test_no_and_unsubscribe_share_one_verdict_and_so_their_confidence() -> None:
    assert decide(chances(no=0.5, unsubscribe=0.48)).confidence == pytest.approx(0.98)


@pytest.mark.parametrize("label", [Label.NO, Label.LATER, Label.AUTO_REPLY, Label.BOUNCE])
def test_nothing_acts_alone_below_the_threshold(label: Label) -> None:
    probabilities = chances(**{label.value: 0.9})
    assert decide(probabilities).label is label
    assert decide(probabilities, unsure_below=1.0).label is not label


def test_users_cost_table_changes_the_choice() -> None:
    probabilities = chances(no=0.85, yes=0.10)
    dear = read_costs({"yes": {"no": 5000}})
    assert decide(probabilities).label is Label.NO
    assert decide(probabilities, costs=dear).label is not Label.NO


def test_cost_table_reports_every_fault() -> None:
    with pytest.raises(ConfigError) as caught:
        read_costs({"perhaps": {"no": 1}, "yes": {"maybe": 1, "no": -1}, "no": {"later": True}})
    sentences = str(caught.value)
    assert all(part in sentences for part in ("costs.perhaps", "costs.yes.maybe", "costs.yes.no", "costs.no.later"))


def test_being_right_costs_nothing_and_every_pair_has_a_price() -> None:
    assert all(COSTS[truth][truth] == 0 for truth in Label)
    assert all(COSTS[truth][said] > 0 for truth in Label for said in Label if said is not truth)
