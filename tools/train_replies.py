"""Train the weights of `followupd.replies.model` on `corpus/` and write `followupd/replies/data/model.json`.

    python tools/train_replies.py [--check]

Needs numpy, which the program itself does not, and some minutes. First the corpus is cut in parts; each is judged by
weights that were trained on the others, and on those judgements the scale of the logits is found. Then the weights
are trained once more on everything. `--check` prints the cross-validation only.
"""

# ruff: noqa: T201, INP001 - a script that prints

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from followupd.core.model import Asks, Label, Question  # noqa: E402
from followupd.replies.answers import asked  # noqa: E402
from followupd.replies.classify import read  # noqa: E402
from followupd.replies.features import BITS, features, row  # noqa: E402
from followupd.replies.model import (  # noqa: E402
    RARITY_STEPS,
    Model,
    read_model,
    write_model,
)
from followupd.replies.phrases.lexicon import Lexicon  # noqa: E402
from followupd.replies.phrases.shipped import shipped_lexicon  # noqa: E402
from followupd.replies.reading import Reading, script  # noqa: E402

LABELS = tuple(Label)
FOLDS = 4
EPOCHS = 8
RATE = 3.0
SLOWING = 0.5  # how fast the rate falls from epoch to epoch
HIDDEN = 0.3  # the part of an example's features that is hidden each time
BIAS_RATE = 0.01
UNIT = 0.5  # a step of the weights in the file
SEED = 1
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TARGET = ROOT / "followupd" / "replies" / "data" / "model.json"


Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reply of the corpus."""

    text: str
    label: Label
    language: str
    asks: Asks | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An entry as the trainer sees it: rows of the model, the label's index, what the rules read."""

    rows: NDArray[np.intp]
    label: int
    reading: Reading
    entry: Entry


Judged = tuple[Example, dict[Label, float]]


def entries(folder: Path) -> Iterator[Entry]:
    """Read the corpus: one reply a line under `[label]` or `[label asks]`, `\\n` for a line break, `#` for comments."""
    for path in sorted(folder.glob("*.txt")):
        label, asks = None, None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("[") and line.rstrip().endswith("]"):
                first, _, second = line.strip("[] ").partition(" ")
                label, asks = Label(first), Asks(second) if second else None
                continue
            if label is None:
                raise SystemExit(f"{path}:{number}: a reply before the first [label]")
            text = line.strip().replace("\\n", "\n")
            yield Entry(text=text, label=label, language=path.stem[:2], asks=asks)


def example(entry: Entry, lexicon: Lexicon) -> Example:
    """Turn an entry into rows and the rules' reading, exactly as `classify` does it."""
    question = Question(now=NOW, timezone="Europe/Berlin", asks=entry.asks)
    page = script(entry.text, lexicon)
    ours = asked(question, "", lexicon)
    reading = read(page, ours, question, lexicon)
    rows = np.array(sorted({row(each) for each in features(page, reading, ours.what)}))
    return Example(rows=rows, label=LABELS.index(entry.label), reading=reading, entry=entry)


def train(examples: Sequence[Example], rarity: Numbers) -> tuple[Numbers, Numbers]:
    """Fit a softmax regression by stochastic gradient descent; what keeps the weights small is ending early.

    Each time an example is seen, a part of its features is hidden: a reply must be understood from any of its words.
    """
    weights, bias = np.zeros((1 << BITS, len(LABELS))), np.zeros(len(LABELS))
    pulls = [rarity[each.rows] / np.linalg.norm(rarity[each.rows]) for each in examples]
    chance = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        rate = RATE / (1 + SLOWING * epoch)
        for index in chance.permutation(len(examples)):
            example = examples[index]
            kept = chance.random(len(example.rows)) >= HIDDEN
            rows, pull = example.rows[kept], pulls[index][kept] / (1 - HIDDEN)
            error = chances(bias + pull @ weights[rows])
            error[example.label] -= 1
            bias -= BIAS_RATE * error
            weights[rows] -= rate * np.outer(pull, error)
    return weights, bias


def chances(logits: Numbers) -> Numbers:
    """Softmax over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Numbers = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def rarity_of(examples: Sequence[Example]) -> Numbers:
    """Inverse document frequency of each row, in steps of `1 / RARITY_STEPS`."""
    counts = np.bincount(np.concatenate([each.rows for each in examples]), minlength=1 << BITS)
    total = len(examples)
    return np.round(RARITY_STEPS * (1 + np.log((1 + total) / (1 + counts)))).clip(max=255)


def cross_validate(examples: Sequence[Example], rarity: Numbers) -> list[Judged]:
    """Judge each example by weights that have not seen it."""
    judged = []
    for fold in range(FOLDS):
        weights, bias = train([each for index, each in enumerate(examples) if index % FOLDS != fold], rarity)
        for each in examples[fold::FOLDS]:
            pull = rarity[each.rows] / np.linalg.norm(rarity[each.rows])
            scores = dict(zip(LABELS, map(float, bias + pull @ weights[each.rows]), strict=True))
            judged.append((each, scores))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return judged


def calibrate(judged: Sequence[Judged]) -> float:
    """Find the scale of the logits that has the least log loss (the inverse of a temperature)."""
    logits = np.array([[scores[label] for label in LABELS] for _, scores in judged])
    labels = np.array([each.label for each, _ in judged])

    def loss(scale: float) -> float:
        right = chances(scale * logits)[np.arange(len(labels)), labels]
        return float(-np.log(right + 1e-9).mean())

    return min((step / 50 for step in range(20, 101)), key=loss)


def report(judged: Sequence[Judged], scale: float) -> None:
    """Print how often weights and rules are right on replies that the weights have not seen."""
    right = sum(top(scores) is LABELS[each.label] for each, scores in judged)
    spoken = [each for each, _ in judged if each.reading.label is not None]
    by_rules = sum(each.reading.label is LABELS[each.label] for each in spoken)
    print(f"{len(judged)} replies: weights right in {right / len(judged):.3f}, scale {scale}; ", end="")
    print(f"rules alone in {by_rules / len(spoken):.3f} of {len(spoken)}")
    for language in sorted({each.entry.language for each, _ in judged}):
        mine = [top(scores) is LABELS[each.label] for each, scores in judged if each.entry.language == language]
        print(f"    {language}: {sum(mine) / len(mine):.3f} of {len(mine)}")


def top(scores: dict[Label, float]) -> Label:
    return max(scores, key=lambda label: scores[label])


def packed(weights: Numbers, bias: Numbers, rarity: Numbers, scale: float) -> Model:
    """Round the weights, with the rarity multiplied in, to signed bytes; the few out of their range are cut off."""
    steps = np.round(weights * rarity[:, None] / RARITY_STEPS / UNIT).clip(-127, 127).astype(int)
    tables = {label: steps[:, c].tolist() for c, label in enumerate(LABELS)}
    biases = {label: round(float(bias[c]), 4) for c, label in enumerate(LABELS)}
    return Model(weights=tables, rarity=rarity.astype(int).tolist(), bias=biases, unit=UNIT, scale=scale)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = arguments.parse_args()
    lexicon = shipped_lexicon()
    examples = [example(each, lexicon) for each in entries(ROOT / "corpus")]
    examples = [examples[index] for index in np.random.default_rng(SEED).permutation(len(examples))]
    rarity = rarity_of(examples)
    judged = cross_validate(examples, rarity)
    scale = calibrate(judged)
    report(judged, scale)
    if options.check:
        return
    text = write_model(packed(*train(examples, rarity), rarity, scale))
    read_model(text)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(text) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
