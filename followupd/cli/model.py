"""What the reader was taught: model."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from followupd.cli.opening import config_option, json_option, office
from followupd.cli.tables import local, show_json, show_table, stamp
from followupd.core.errors import UsageError
from followupd.replies.learning.memory import Reach
from followupd.service.asking import teaching
from followupd.service.asking.teaching import Learnt

COLUMNS = ("version", "made", "taught by", "learnt", "taken up by", "in use")
TAKEN_UP = {
    Reach.WEIGHTS: "weights and memory",
    Reach.WORDS: "memory",
    Reach.WRITER: "memory, for that writer alone",
}


@click.command()
@click.argument("action", type=click.Choice(["back", "use"]), required=False)
@click.argument("number", metavar="[N]", type=click.IntRange(min=0), required=False)
@json_option
@config_option
def model(action: str | None, number: int | None, *, as_json: bool, config: Path | None) -> None:
    """Show what your corrections taught the reader, version by version, and go back.

    Every correction makes a version of the model; version 0 is the one that ships. `back` uses the version before the
    present one, `use N` any of them: a running daemon reads the next reply by it.

    \b
    Example:  followupd model
    Example:  followupd model back
    Example:  followupd model use 0
    """
    if (action == "use") != (number is not None):
        raise UsageError("Say which version: followupd model use N. See which there are: followupd model")
    with office(config) as here:
        if action is not None:
            done = here.change(teaching.go_back if number is None else partial(teaching.use, number=number))
            if not as_json:
                click.echo(done)
                return
        found = here.look(teaching.history)
        if as_json:
            show_json({"versions": [_as_json(each) for each in found]})
        else:
            _show(found, here.zone)


def _show(found: Sequence[Learnt], zone: str) -> None:
    show_table(COLUMNS, [_row(each, zone) for each in found])
    for each in found:
        if each.version is not None and each.version.why:
            click.echo(f"Version {each.number} went no farther: {each.version.why}.")


def _row(each: Learnt, zone: str) -> tuple[str, ...]:
    mark = "in use" if each.is_in_use else ""
    if each.version is None:
        return ("0", "", "ships with the program", "", "", mark)
    correction = each.correction
    by = f"reply {correction.reply}: {correction.was} → {correction.label}" if correction else "(erased)"
    made = local(each.version.made_at, zone)
    return (str(each.number), made, by, _counts(each), TAKEN_UP[Reach(each.version.reach)], mark)


def _counts(each: Learnt) -> str:
    """Return how many corrections of each label a version is made of."""
    return ", ".join(f"{count} {label}" for label, count in _labels(each).items()) or "nothing"


def _labels(each: Learnt) -> Counter[str]:
    return Counter(lesson.label.value for lesson in each.lessons)


def _as_json(each: Learnt) -> dict[str, Any]:
    version, correction = each.version, each.correction
    return {
        "version": each.number,
        "in_use": each.is_in_use,
        "made_at": stamp(version.made_at if version else None),
        "made_from": version.parent if version else None,
        "reply": correction.reply if correction else None,
        "was": correction.was.value if correction else None,
        "label": correction.label.value if correction else None,
        "reach": version.reach if version else None,
        "weights_taken": version is not None and version.reach == Reach.WEIGHTS,
        "why_not": version.why if version else "",
        "earlier_corrections": version.earlier if version else 0,
        "still_hold": version.held if version else 0,
        "labels": dict(_labels(each)),
        "replies": [lesson.reply for lesson in each.lessons],
    }
