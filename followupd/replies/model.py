"""The weights: an n-gram logistic regression in plain Python, trained by `tools/train_replies.py` on `corpus/`.

Each feature of a reply (see `features`) is hashed into one of `2 ** BITS` rows; the model holds one small integer per
row and label. The probabilities are calibrated by the temperature that the training found on replies it had not
learnt from.
"""

import base64
import json
import math
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from followupd.core.model import Label
from followupd.replies.features import BITS, row

VERSION = 2
RARITY_STEPS = 12  # of `rarity` to one
LABELS = tuple(Label)
_SHIPPED = Path(__file__).parent / "data" / "model.json"


class ModelError(ValueError):
    """The model file is not one that this version can read."""


@dataclass(frozen=True)
class Model:
    """Weights by label, one signed byte per row; `unit` is what a step of one is worth.

    `rarity` says how much a row counts in the length of a reply: a word that stands in few replies counts more. The
    weights have it multiplied in already.
    """

    weights: Mapping[Label, Sequence[int]]
    rarity: Sequence[int]
    bias: Mapping[Label, float]
    unit: float
    scale: float  # what turns logits into calibrated ones, found by the training on replies apart

    def logits(self, rows: Sequence[int]) -> dict[Label, float]:
        """Score each label for a reply's rows."""
        share = self.unit * share_of(rows, self.rarity)
        return {
            label: self.bias[label] + share * sum(map(table.__getitem__, rows)) for label, table in self.weights.items()
        }

    def weight(self, feature: str, label: Label) -> float:
        """What one feature says for a label: positive speaks for it."""
        return self.weights[label][row(feature)] * self.unit


def share_of(rows: Sequence[int], rarity: Sequence[int]) -> float:
    """The factor that makes all replies equally long, however many words they have."""
    return RARITY_STEPS / math.sqrt(sum(rarity[each] ** 2 for each in rows) or 1)


def softmax(logits: Mapping[Label, float]) -> dict[Label, float]:
    """Turn logits into probabilities."""
    top = max(logits.values())
    powers = {label: math.exp(value - top) for label, value in logits.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def read_model(text: str) -> Model:
    """Read a model file. Raises ModelError where it is of another version or not a model at all."""
    try:
        table = json.loads(text)
        _check_version(table["version"], table["bits"])
        weights = {Label(name): memoryview(_unpack(packed)).cast("b") for name, packed in table["weights"].items()}
        bias = {Label(name): float(value) for name, value in table["bias"].items()}
        rarity = _unpack(table["rarity"])
        return Model(weights=weights, rarity=rarity, bias=bias, unit=float(table["unit"]), scale=float(table["scale"]))
    except ModelError:
        raise
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise ModelError(f"the model file cannot be read: {error!r}") from error


def _check_version(version: object, bits: object) -> None:
    if (version, bits) != (VERSION, BITS):
        raise ModelError(f"the model is of version {version}, this program reads version {VERSION}")


def write_model(model: Model) -> str:
    """Return the file text that `read_model` reads back."""
    table = {
        "version": VERSION,
        "bits": BITS,
        "unit": model.unit,
        "scale": model.scale,
        "bias": {label.value: value for label, value in model.bias.items()},
        "rarity": _pack(bytes(model.rarity)),
        "weights": {label.value: _pack(array("b", table).tobytes()) for label, table in model.weights.items()},
    }
    return json.dumps(table, indent=1) + "\n"


@cache
def shipped_model() -> Model:
    """The model that comes with the program; read once, when the first reply needs it."""
    return read_model(_SHIPPED.read_text("utf-8"))


def _unpack(packed: str) -> bytes:
    return zlib.decompress(base64.b64decode(packed))


def _pack(numbers: bytes) -> str:
    return base64.b64encode(zlib.compress(numbers, 9)).decode()
