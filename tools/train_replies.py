"""Train the weights of `followupd.replies.model` on `corpus/` and write `followupd/replies/data/model.json`.

    python tools/train_replies.py [--check]

Plain Python, no dependency, the same result on every machine: one to two minutes. First the corpus is cut in five; each
part is judged by weights that were trained on the other four, and on those judgements the blend of rules and weights
is calibrated. Then the weights are trained once more on everything. `--check` prints the cross-validation only.
"""

# ruff: noqa: T201, INP001 - a script that prints

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from followupd.core.model import Asks, Label, Question  # noqa: E402
from followupd.replies.answers import asked  # noqa: E402
from followupd.replies.classify import blended, read  # noqa: E402
from followupd.replies.model import (  # noqa: E402
    BITS,
    RARITY_STEPS,
    Blend,
    Model,
    features,
    read_model,
    row,
    share_of,
    softmax,
    write_model,
)
from followupd.replies.phrases import Lexicon, shipped_lexicon  # noqa: E402
from followupd.replies.reading import Reading, script  # noqa: E402

LABELS = tuple(Label)
FOLDS = 4
EPOCHS = 6
RATE = 3.0
SLOWING = 0.5  # how fast the rate falls from epoch to epoch
BIAS_RATE = 0.01
UNIT = 0.5  # a step of the weights in the file
SURE_ENOUGH = 0.004  # an error below this is not worth the time
SHRINK = (
    0.85  # the rules were written by people who have seen the corpus: what they did for it is believed by this much
)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TARGET = ROOT / "followupd" / "replies" / "data" / "model.json"


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

    rows: tuple[int, ...]
    label: int
    reading: Reading
    entry: Entry


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
    rows = tuple(sorted({row(each) for each in features(page, reading, ours.what)}))
    return Example(rows=rows, label=LABELS.index(entry.label), reading=reading, entry=entry)


def train(examples: Sequence[Example], rarity: Sequence[int]) -> tuple[list[list[float]], list[float]]:
    """Fit a softmax regression by stochastic gradient descent; ending early is what keeps the weights small."""
    weights = [[0.0] * (1 << BITS) for _ in LABELS]
    bias = [0.0] * len(LABELS)
    squares = [(each / RARITY_STEPS) ** 2 for each in rarity]
    pulls = [tuple(squares[each] for each in example.rows) for example in examples]
    shares = [share_of(example.rows, rarity) for example in examples]
    order = list(range(len(examples)))
    for epoch in range(EPOCHS):
        shuffle(order, epoch)
        rate = RATE / (1 + SLOWING * epoch)
        for index in order:
            step(examples[index], pulls[index], shares[index], weights, bias, rate)
    return weights, bias


def step(
    example: Example,
    pulls: tuple[float, ...],
    share: float,
    weights: list[list[float]],
    bias: list[float],
    rate: float,
) -> None:
    """Move the weights by one example. They have the rarity multiplied in, hence its square in `pulls`."""
    rows = example.rows
    logits = [bias[c] + share * sum(map(weights[c].__getitem__, rows)) for c in range(len(bias))]
    top = max(logits)
    powers = [math.exp(each - top) for each in logits]
    total = sum(powers)
    for c, power in enumerate(powers):
        error = power / total - (c == example.label)
        if abs(error) < SURE_ENOUGH:
            continue
        bias[c] -= BIAS_RATE * error
        table, move = weights[c], rate * error * share
        for each, pull in zip(rows, pulls, strict=True):
            table[each] -= move * pull


def rarity_of(examples: Sequence[Example]) -> list[int]:
    """Inverse document frequency of each row, in steps."""
    counts = Counter(each for example in examples for each in example.rows)
    total = len(examples)
    return [round(RARITY_STEPS * (1 + math.log((1 + total) / (1 + counts[each])))) for each in range(1 << BITS)]


def shuffle(order: list[int], seed: int) -> None:
    """Shuffle reproducibly on every version of Python: a linear congruential generator is enough."""
    state = seed * 7919 + 12345
    for index in range(len(order) - 1, 0, -1):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        other = state % (index + 1)
        order[index], order[other] = order[other], order[index]


def cross_validate(examples: Sequence[Example], rarity: Sequence[int]) -> list[tuple[Example, dict[Label, float]]]:
    """Judge each example by weights that have not seen it."""
    judged = []
    for fold in range(FOLDS):
        weights, bias = train([each for index, each in enumerate(examples) if index % FOLDS != fold], rarity)
        for each in examples[fold::FOLDS]:
            share = share_of(each.rows, rarity)
            scores = {
                label: bias[c] + share * sum(map(weights[c].__getitem__, each.rows)) for c, label in enumerate(LABELS)
            }
            judged.append((each, scores))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return judged


def calibrate(judged: Sequence[tuple[Example, dict[Label, float]]]) -> Blend:
    """Find the blend with the least log loss by coordinate descent over its five numbers."""
    best = {"scale": 1.0, "hint": 0.5, "likely": 1.5, "sure": 2.5, "contested": 0.5}
    loss = log_loss(judged, blend_of(best))
    span = 0.5
    while span > 0.02:
        moved = False
        for name in tuple(best):
            for factor in (1 + span, 1 / (1 + span)):
                trial = best | {name: best[name] * factor}
                found = log_loss(judged, blend_of(trial))
                if found < loss - 1e-5:
                    best, loss, moved = trial, found, True
        if not moved:
            span /= 2
    return blend_of({name: round(value, 3) for name, value in best.items()})


def blend_of(numbers: dict[str, float]) -> Blend:
    rules = {name: numbers[name] for name in ("hint", "likely", "sure")}
    return Blend(scale=numbers["scale"], rules=rules, contested=numbers["contested"])


def log_loss(judged: Iterable[tuple[Example, dict[Label, float]]], blend: Blend) -> float:
    losses = [
        -math.log(softmax(blended(scores, each.reading, blend))[LABELS[each.label]] + 1e-9) for each, scores in judged
    ]
    return sum(losses) / len(losses)


def report(judged: Sequence[tuple[Example, dict[Label, float]]], blend: Blend) -> None:
    """Print how often rules, weights and both are right on replies that the weights have not seen."""
    both = sum(top(softmax(blended(scores, each.reading, blend))) is LABELS[each.label] for each, scores in judged)
    alone = sum(top(scores) is LABELS[each.label] for each, scores in judged)
    spoken = [each for each, _ in judged if each.reading.label is not None]
    right = sum(each.reading.label is LABELS[each.label] for each in spoken)
    total = len(judged)
    print(f"{total} replies: weights {alone / total:.3f}, rules {right / len(spoken):.3f} of {len(spoken)}, ", end="")
    print(f"both {both / total:.3f}, log loss {log_loss(judged, blend):.3f}, {blend}")


def top(scores: dict[Label, float]) -> Label:
    return max(scores, key=lambda label: scores[label])


def packed(weights: list[list[float]], bias: list[float], rarity: Sequence[int], blend: Blend) -> Model:
    """Round the weights to signed bytes; the few that are out of their range are cut off."""
    tables = {
        label: [max(-127, min(127, round(value / UNIT))) for value in weights[c]] for c, label in enumerate(LABELS)
    }
    biases = {label: round(bias[c], 4) for c, label in enumerate(LABELS)}
    return Model(weights=tables, rarity=rarity, bias=biases, unit=UNIT, blend=blend)


def shrunk(blend: Blend) -> Blend:
    rules = {name: round(value * SHRINK, 3) for name, value in blend.rules.items()}
    return Blend(scale=blend.scale, rules=rules, contested=blend.contested)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="cross-validate, write nothing")
    options = arguments.parse_args()
    lexicon = shipped_lexicon()
    examples = [example(each, lexicon) for each in entries(ROOT / "corpus")]
    order = list(range(len(examples)))
    shuffle(order, 1)
    examples = [examples[index] for index in order]
    rarity = rarity_of(examples)
    judged = cross_validate(examples, rarity)
    blend = shrunk(calibrate(judged))
    report(judged, blend)
    if options.check:
        return
    text = write_model(packed(*train(examples, rarity), rarity, blend))
    read_model(text)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(text) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
