"""An overlay: a small sum that is added to a model's logits, one number for each row that a lesson has touched."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from followupd.core.model import Label
from followupd.replies.features import row
from followupd.replies.model import Model


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lessons add to each label, by row; a reply's share of it shrinks with its length, as the model's does."""

    weights: Mapping[Label, Mapping[int, float]] = field(default_factory=dict)

    def logits(self, rows: Sequence[int]) -> dict[Label, float]:
        """Return what is to be added for a reply's rows, of the labels that were ever touched."""
        share = 1 / math.sqrt(len(rows) or 1)
        return {label: share * sum(table.get(each, 0.0) for each in rows) for label, table in self.weights.items()}


@dataclass(frozen=True, kw_only=True)
class TaughtModel(Model):
    """A model with an overlay on it."""

    overlay: Overlay

    def logits(self, rows: Sequence[int]) -> dict[Label, float]:
        """Score each label as the model does, and add what was learnt."""
        return add(super().logits(rows), self.overlay.logits(rows))

    def weight(self, feature: str, label: Label) -> float:
        """What one feature says for a label, lessons included."""
        return super().weight(feature, label) + self.overlay.weights.get(label, {}).get(row(feature), 0.0)


def taught_model(model: Model, overlay: Overlay) -> Model:
    """Return the model as the lessons have changed it."""
    if not overlay.weights:
        return model
    return TaughtModel(**{each.name: getattr(model, each.name) for each in fields(Model)}, overlay=overlay)


def add(logits: Mapping[Label, float], more: Mapping[Label, float]) -> dict[Label, float]:
    """Return the sum of two scores; a label that the second leaves out stays."""
    return {label: value + more.get(label, 0.0) for label, value in logits.items()}
