"""The weights: a file that is read back unchanged, probabilities that are some, refusal of what is no model."""

import json

import pytest

from followupd.core.model import Label
from followupd.replies.features import row
from followupd.replies.model import ModelError, read_model, shipped_model, softmax, write_model


def test_model_file_is_read_back_unchanged() -> None:
    model = shipped_model()
    again = read_model(write_model(model))
    rows = [row(each) for each in ("no", "not interested", "call me")]
    assert again.logits(rows) == model.logits(rows)
    assert again.scale == model.scale


def test_probabilities_add_up_to_one() -> None:
    chances = softmax(shipped_model().logits([row("yes")]))
    assert sum(chances.values()) == pytest.approx(1)
    assert set(chances) == set(Label)


def test_every_weight_can_be_named() -> None:
    model = shipped_model()
    assert model.weight("remove", Label.UNSUBSCRIBE) > model.weight("remove", Label.YES)


@pytest.mark.parametrize(
    "change", [{"version": 0}, {"bits": 3}, {"weights": {"yes": "!!"}}, {"weights": {"perhaps": ""}}, {"scale": {}}]
)
def test_file_of_another_make_is_refused(change: dict[str, object]) -> None:
    table = json.loads(write_model(shipped_model())) | change
    with pytest.raises(ModelError):
        read_model(json.dumps(table))


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(ModelError):
        read_model("no model")
