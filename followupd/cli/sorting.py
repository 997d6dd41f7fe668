"""Mail files, sorted without touching anything: classify. Needs neither settings nor database nor account.

Where there is a folder of the user's, their phrases and what their corrections taught count here as they do at work.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import click

from followupd.cli.options import config_option
from followupd.cli.tables import is_terminal, one_line, show_table
from followupd.config import find_config
from followupd.core.errors import ConfigError
from followupd.core.letters.addresses import normalise
from followupd.core.model import Label
from followupd.service.asking.mailpile import Found, Manner, Pile, Sorted, files_of, messages, split

NO_INPUT = 66
_EXAMPLES = 3  # of each label in a summary
_NAME = 40


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--me", "me", multiple=True, metavar="ADDRESS", help="An own address: its mail tells what was asked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per message and line.")
@click.option("--summary", is_flag=True, help="Only how many there are of each label, with examples.")
@config_option
def classify(paths: tuple[str, ...], me: tuple[str, ...], *, as_json: bool, summary: bool, config: Path | None) -> int:
    """Sort mail files, folders, Maildirs, mboxes or standard input (-) without touching anything.

    Your own phrases, costs and corrections count where a followupd.toml is found; without one, what ships does.

    Mail from your own address (--me) is not sorted; it is the context of what answers it. A file that cannot be read
    is named and passed over; the exit code is 66 then.

    \b
    Example:  followupd classify ~/Maildir --me ana@example.com --json > sorted.jsonl
    Example:  followupd classify reply.eml
    """
    pile = Pile([normalise(address, eai=True) for address in me], _manner(config))
    files = [_Input(path) for path in paths]
    everything = [place for file in files for place in file.places]
    if me:
        pile.learn(found for place in everything for found in place.messages())
    faults: list[Found] = []
    done = _sorted(pile, _watched(everything), faults)
    if summary:
        _print_summary(done, as_json=as_json)
    elif as_json:
        for each in done:
            click.echo(json.dumps(_as_json(each), ensure_ascii=False))
    elif is_terminal():
        show_table(("message", "from", "label", "sure", "write again", "because of"), [_row(each) for each in done])
    else:
        for each in done:
            click.echo("  ".join(_row(each)))
    return NO_INPUT if faults else 0


def _manner(config: Path | None) -> Manner:
    """Return how the daemon reads replies here; what ships where there is no folder of the user's."""
    try:
        path = find_config(config, os.environ)
    except ConfigError:
        return Manner()
    from followupd.cli.manner import manner_of  # noqa: PLC0415 - it brings the database along

    return manner_of(path, is_named=config is not None)


class _Place:
    """One file, or standard input, which can be read once only and is kept."""

    def __init__(self, path: Path | None, content: bytes = b"") -> None:
        self._path = path
        self._content = content

    def messages(self) -> Iterator[Found]:
        return split(BytesIO(self._content), "-") if self._path is None else messages(self._path)


class _Input:
    """What the user named."""

    def __init__(self, path: str) -> None:
        if path == "-":
            self.places = [_Place(None, sys.stdin.buffer.read())]
        else:
            self.places = [_Place(file) for file in files_of(Path(path))]


def _watched(places: list[_Place]) -> Iterator[_Place]:
    """Yield the places, with a bar on the terminal where nothing else shows that it moves."""
    if not sys.stderr.isatty() or len(places) < 20:
        yield from places
        return
    with click.progressbar(places, label="sorting", file=sys.stderr) as bar:
        yield from bar


def _sorted(pile: Pile, places: Iterable[_Place], faults: list[Found]) -> Iterator[Sorted]:
    """Yield what each message was taken for; what cannot be read is named on the way."""
    for place in places:
        for found in place.messages():
            if found.fault:
                faults.append(found)
                click.echo(f"{found.name} {found.fault}", err=True)
            elif not pile.is_own(found.raw):
                try:
                    yield pile.sort(found, _now)
                except Exception as error:  # noqa: BLE001 - one message that we fail at must not hide the others
                    fault = f"a fault in the program itself: {type(error).__name__}: {error}"
                    faults.append(Found(name=found.name, fault=fault))
                    click.echo(f"{found.name} {fault}. Please report it with the message.", err=True)


def _now() -> datetime:
    from followupd.service.clock import SystemClock  # noqa: PLC0415 - it brings the scheduler along

    given = click.get_current_context().obj
    return (given or SystemClock()).now()


def _as_json(each: Sorted) -> dict[str, object]:
    found = each.classification
    return {
        "path": each.name,
        "message_id": each.inbound.message_id,
        "label": found.label.value,
        "verdict": found.verdict.value,
        "confidence": round(found.confidence, 3),
        "resume_on": found.resume_on.isoformat() if found.resume_on else None,
        "evidence": [{"text": item.text, "why": item.why} for item in found.evidence],
    }


def _row(each: Sorted) -> tuple[str, ...]:
    found = each.classification
    strongest = next((item.text or item.why for item in found.evidence), "")
    return (
        one_line(each.name),
        one_line(each.inbound.sender.address, 40),
        found.label.value,
        f"{found.confidence:.0%}",
        found.resume_on.isoformat() if found.resume_on else "–",
        one_line(strongest, 50),
    )


def _print_summary(done: Iterable[Sorted], *, as_json: bool) -> None:
    counts: Counter[Label] = Counter()
    examples: dict[Label, list[Sorted]] = {label: [] for label in Label}
    for each in done:
        label = each.classification.label
        counts[label] += 1
        if len(examples[label]) < _EXAMPLES:
            examples[label].append(each)
    if as_json:
        labels = {label.value: counts[label] for label in Label}
        shown = {label.value: [_example(each) for each in found] for label, found in examples.items()}
        click.echo(json.dumps({"v": 1, "messages": counts.total(), "labels": labels, "examples": shown}))
        return
    rows = [
        (label.value if first else "", str(counts[label]) if first else "", _where(each), _words(each))
        for label, found in examples.items()
        for first, each in zip((True, False, False), found, strict=False)
    ]
    show_table(("label", "messages", "such as", "which says"), rows)
    click.echo(f"{counts.total()} messages.")


def _example(each: Sorted) -> dict[str, object]:
    return {"path": each.name, "text": _words(each), "confidence": round(each.classification.confidence, 3)}


def _where(each: Sorted) -> str:
    """The end of a long path: its beginning is the same for all."""
    name = one_line(each.name)
    return name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"


def _words(each: Sorted) -> str:
    return one_line(each.inbound.fresh.strip() or each.inbound.subject, 70)
