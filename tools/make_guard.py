"""Choose the guard of `followupd.replies.learning` from `corpus/` and write `followupd/replies/data/guard.json`.

    python tools/make_guard.py

After every `tools/train_replies.py`: of each label and language some short replies that the new weights read rightly,
spread evenly over the corpus. Refusals, wishes to be left alone, acceptances and absences are more than the rest, for
it is they that a wrong lesson would hurt.
"""

# ruff: noqa: T201, INP001 - a script that prints

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from train_replies import NOW, Entry, entries  # noqa: E402

from followupd.core.model import Label, Person, Question  # noqa: E402
from followupd.replies.answers import asked  # noqa: E402
from followupd.replies.classify import read  # noqa: E402
from followupd.replies.learning.guard import judged  # noqa: E402
from followupd.replies.learning.traces import Trace, pack, trace_of  # noqa: E402
from followupd.replies.model import shipped_model  # noqa: E402
from followupd.replies.phrases.shipped import shipped_lexicon  # noqa: E402
from followupd.replies.reading import script  # noqa: E402

TARGET = ROOT / "followupd" / "replies" / "data" / "guard.json"
LONGEST = 80  # characters
OF_ENGLISH = {Label.NO: 40, Label.UNSUBSCRIBE: 40, Label.YES: 30, Label.AUTO_REPLY: 20, Label.LATER: 20}
OF_OTHERS = {Label.NO: 8, Label.UNSUBSCRIBE: 8, Label.YES: 6, Label.AUTO_REPLY: 4, Label.LATER: 4}
OF_THE_REST = (8, 2)  # of every other label, in English and in each other language
NOBODY = Person(address="")


def main() -> None:
    """Write the file."""
    groups: dict[tuple[str, Label], list[Entry]] = defaultdict(list)
    for entry in entries(ROOT / "corpus"):
        if len(entry.text) <= LONGEST and "\n" not in entry.text:
            groups[entry.language, entry.label].append(entry)
    chosen = [
        found
        for (language, label), group in sorted(groups.items())
        for found in choose(group, how_many(language, label))
    ]
    replies = [{"text": entry.text, "label": entry.label, "trace": pack(trace)} for entry, trace in chosen]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in replies)
    TARGET.write_text(f'{{"replies":[\n{lines}\n]}}\n', "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(replies)} replies, {TARGET.stat().st_size / 1e6:.2f} MB")


def how_many(language: str, label: Label) -> int:
    """Return how many replies of a label and language are wanted."""
    if language == "en":
        return OF_ENGLISH.get(label, OF_THE_REST[0])
    return OF_OTHERS.get(label, OF_THE_REST[1])


def choose(group: Sequence[Entry], count: int) -> Iterable[tuple[Entry, Trace]]:
    """Yield replies that are read rightly, evenly spread; one that is not gives way to the next."""
    model, stride = shipped_model(), max(1, len(group) // count)
    for start in range(0, min(len(group), stride * count), stride):
        for entry in group[start : start + stride]:
            trace = traced(entry)
            if judged(trace, model.logits(trace.rows), model.scale).label is entry.label:
                yield entry, trace
                break


def traced(entry: Entry) -> Trace:
    """Return what is kept of a reply of the corpus."""
    lexicon = shipped_lexicon()
    question = Question(now=NOW, timezone="Europe/Berlin", asks=entry.asks)
    page = script(entry.text, lexicon)
    ours = asked(question, "", lexicon)
    return trace_of(page, ours, read(page, ours, question, lexicon), NOBODY, lexicon)


if __name__ == "__main__":
    main()
