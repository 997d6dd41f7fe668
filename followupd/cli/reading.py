"""The answers: replies, reply, correct."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from followupd.cli.moments import parse_day, parse_since
from followupd.cli.opening import Office, config_option, office
from followupd.cli.tables import aligned, harmless, local, one_line, show_marked, show_table
from followupd.core.errors import UsageError
from followupd.core.model import VERDICT_OF, Label, ReplyId, Verdict
from followupd.service.asking import owner
from followupd.service.telling import logbook
from followupd.service.telling.logbook import Line
from followupd.store import contacts
from followupd.store import replies as stored
from followupd.store.replies import Reply

LOOK_AGAIN_S = 1.0
COLUMNS = ("time", "id", "contact", "label → verdict", "sure", "from", "because of", "action")
LABELS = tuple(label.value for label in Label)
VERDICTS = tuple(verdict.value for verdict in Verdict if verdict is not Verdict.NONE)


@click.command()
@click.option("--follow", is_flag=True, help="Go on with each new one, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="The lines of replies.jsonl, as they are.")
@click.option("--since", metavar="7d|DATE", help="Not older than this.")
@click.option("--label", type=click.Choice(tuple(dict.fromkeys((*LABELS, *VERDICTS)))), help="Of one label or verdict.")
@click.option("--unsure", is_flag=True, help="Only those that still wait for you to say what they mean.")
@config_option
def replies(
    *, follow: bool, as_json: bool, since: str | None, label: str | None, unsure: bool, config: Path | None
) -> None:
    """Show the reply-classification log: who answered what, and what was made of it.

    \b
    Example:  followupd replies --since 7d --label later
    Example:  followupd replies --follow --json | jq .
    """
    with office(config) as here:
        start = None if since is None else parse_since(since, here.now, here.zone, "--since")
        lines = here.look(lambda c: logbook.read(c, since=start, label=label or "", unsure=unsure))
        _print_lines(here, lines, as_json=as_json)
        position = max((line.position for line in here.look(logbook.read)), default=0)
        while follow:
            time.sleep(LOOK_AGAIN_S)
            fresh = here.look(lambda c, after=position: logbook.read(c, after=after))  # type: ignore[misc]
            wanted = [line for line in fresh if _is_wanted(line.entry, label, unsure=unsure)]
            _print_lines(here, wanted, as_json=as_json, follows=True)
            position = max([position, *(line.position for line in fresh)])


def _is_wanted(entry: Mapping[str, Any], label: str | None, *, unsure: bool) -> bool:
    return label in {None, entry["label"], entry["verdict"]} and (not unsure or entry["verdict"] == Verdict.UNSURE)


def _print_lines(here: Office, lines: Sequence[Line], *, as_json: bool, follows: bool = False) -> None:
    if as_json:
        for line in lines:
            click.echo(line.text)
        return
    rows = [_row(here, line) for line in lines]
    if not follows:
        show_table(COLUMNS, rows, empty="No replies yet.")
    elif rows:
        click.echo("\n".join(aligned(rows)))


def _row(here: Office, line: Line) -> tuple[str, ...]:
    entry = line.entry
    strongest = next((item["text"] for item in entry["evidence"] if item["text"]), "")
    by_hand = " (by you)" if entry["by"] == "owner" else ""
    return (
        local(line.at, here.zone),
        str(entry["reply"]),
        entry["contact"],
        f"{entry['label']} → {entry['verdict']}",
        f"{entry['confidence']:.0%}",
        entry["resume_on"] or "",
        one_line(strongest, 44),
        f"{entry['action']}{by_hand}",
    )


@click.command()
@click.argument("number", metavar="ID", type=int)
@config_option
def reply(number: int, config: Path | None) -> None:
    """Show one reply: the text as read, what was set aside as quoted, each piece of evidence, the decision.

    \b
    Example:  followupd reply 41
    """
    with office(config) as here:
        found = here.look(lambda c: stored.get(c, ReplyId(number)))
        if found is None:
            raise UsageError(f"There is no reply {number}. See which there are: followupd replies")
        contact = here.look(lambda c: contacts.get(c, found.contact))
        click.echo(f"Reply {number} of {one_line(contact.name)} <{contact.address}>".replace(" of  <", " of <"))
        click.echo(f"from {one_line(found.sender)}, “{one_line(found.subject)}”, {local(found.received_at, here.zone)}")
        click.echo(f"found in {one_line(found.folder)} of {found.mailbox}, tied to the contact by {found.matched_by}\n")
        _print_text(found)
        _print_decision(here, found)


def _print_text(found: Reply) -> None:
    show_marked(found.fresh.strip() or "(nothing new was written)", [item.text for item in found.evidence])
    if found.quoted.strip():
        click.echo("\nSet aside as quoted, signature or legal text:")
        show_marked("\n".join(f"  | {line}" for line in found.quoted.strip().split("\n")), [], dimmed=True)


def _print_decision(here: Office, found: Reply) -> None:
    click.echo("\nEvidence:")
    for item in found.evidence:
        click.echo(f"  {f'“{one_line(item.text)}”' if item.text else '–'}  {harmless(item.why)}")
    until = f", write again from {found.resume_on}" if found.resume_on else ""
    click.echo(f"\nTaken for: {found.label} → {found.verdict} ({found.confidence:.0%}){until}; {found.action}")
    lines = here.look(logbook.read)
    for line in lines:
        if line.entry["reply"] == found.id and line.entry["by"] == "owner":
            click.echo(f"Corrected by you on {local(line.at, here.zone)}: {line.entry['label']}")
            for item in line.entry["evidence"]:
                click.echo(f"  {item['why']}")
    click.echo(f"If that is wrong: followupd correct {found.id} yes, no or later --until DATE")


@click.command()
@click.argument("number", metavar="ID", type=int)
@click.argument("label", type=click.Choice(LABELS))
@click.option("--until", metavar="DATE", help="With later: the first day on which to write again.")
@config_option
def correct(number: int, label: str, until: str | None, config: Path | None) -> None:
    """Put a verdict right: the reply, the sequence and the log. Replies like it are read so from now on.

    What was learnt, and how to go back: followupd model.

    \b
    Example:  followupd correct 41 later --until 2027-01-12
    """
    day = None if until is None else parse_day(until, "--until")
    with office(config) as here:
        lexicon = here.house.lexicon

        def work(connection: Connection) -> str:
            return owner.correct(
                connection, here.planner, ReplyId(number), Label(label), until=day, at=here.now, lexicon=lexicon
            )

        click.echo(here.change(work))
        click.echo(f"It stands for {VERDICT_OF[Label(label)]} in the log as well: followupd reply {number}")
