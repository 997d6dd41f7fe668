"""The owner's part: tasks, done, report."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from followupd.cli.opening import config_option, json_option, office
from followupd.cli.tables import harmless, local, one_line, show_json, show_table, stamp
from followupd.core import reports
from followupd.core.model import Contact, Hold, Outcome, StepKind, TaskId
from followupd.core.promises import Standing
from followupd.service.asking import owner
from followupd.store import contacts, figures, ledger, promises
from followupd.store.ledger import Task
from followupd.templates import spoken_seconds

TITLES = {
    Hold.TASK: "",
    Hold.UNSURE: "an answer to read",
    Hold.UNREADABLE: "a message that could not be read",
    Hold.IN_DOUBT: "a mail in doubt",
    Hold.PAUSED: "paused",
    Hold.REFUSED: "a mail that the server refused",
    Hold.FAULT: "a mail that cannot be written",
    Hold.STALE: "a mail that is very late",
}


@click.command()
@json_option
@config_option
def tasks(*, as_json: bool, config: Path | None) -> None:
    """Show what is for you: calls with their scripts, notes, unsure replies, mails in doubt.

    \b
    Example:  followupd tasks
    """

    def read(connection: Connection) -> list[tuple[Task, Contact]]:
        return [(task, contacts.get(connection, task.contact)) for task in ledger.open_tasks(connection)]

    with office(config) as here:
        found = here.look(read)
        if as_json:
            show_json({"tasks": [_as_json(task, contact) for task, contact in found]})
            return
        for task, contact in found:
            click.echo(f"{_heading(task, contact)}  since {local(task.opened_at, here.zone)}")
            click.echo("".join(f"    {line}\n" for line in harmless(task.words).strip().split("\n")), nl=False)
            click.echo(f"  → {_next(task)}\n")
        if not found:
            click.echo("Nothing for you to do.")


def _heading(task: Task, contact: Contact) -> str:
    title = TITLES[task.hold] or task.step_key.replace(":", " ")
    phone = contact.fields.get("phone", "")
    reach = f", phone {one_line(phone)}" if phone and _is_call(task) else ""
    spoken = f", about {spoken_seconds(task.words)} seconds" if _is_call(task) else ""
    return f"{task.id}  {title}: {one_line(contact.name) or contact.address} <{contact.address}>{reach}{spoken}"


def _is_call(task: Task) -> bool:
    return task.hold is Hold.TASK and task.step_key.startswith(StepKind.CALL)


def _next(task: Task) -> str:
    if _is_call(task):
        return f"followupd done {task.id} --outcome voicemail, spoke or no-answer"
    if task.hold is Hold.TASK:
        return f"followupd done {task.id}"
    if task.hold is Hold.IN_DOUBT:
        return "look into the Sent folder, then settle it as said above"
    return "see to it, then followupd resume EMAIL to go on, or stop EMAIL to end it"


def _as_json(task: Task, contact: Contact) -> dict[str, Any]:
    return {
        "id": task.id,
        "kind": task.hold.value,
        "step_key": task.step_key,
        "contact": contact.address,
        "name": contact.name,
        "phone": contact.fields.get("phone"),
        "words": task.words,
        "opened_at": stamp(task.opened_at),
    }


@click.command()
@click.argument("number", metavar="ID", type=int)
@click.option(
    "--outcome",
    type=click.Choice([outcome.value for outcome in Outcome]),
    default=Outcome.DONE.value,
    show_default=True,
    help="voicemail: you left one. spoke: you talked, and the sequence ends.",
)
@click.option("--note", default="", help="For yourself; a template can show it as voicemail.note or call.note.")
@config_option
def done(number: int, outcome: str, note: str, config: Path | None) -> None:
    """Tick off a task; the sequence goes on from there.

    \b
    Example:  followupd done 7 --outcome voicemail --note "about the packing line"
    """
    with office(config) as here:
        click.echo(
            here.change(
                lambda c: owner.finish_task(c, here.planner, TaskId(number), Outcome(outcome), note=note, at=here.now)
            )
        )


@click.command()
@json_option
@config_option
def report(*, as_json: bool, config: Path | None) -> None:
    """Show what came of it, per sequence and per step: sent, answered yes, no, later, how long it took.

    \b
    Example:  followupd report
    """
    with office(config) as here:
        found = here.look(lambda c: reports.report(figures.sent_mails(c), figures.answers(c)))
        promised = here.look(promises.counts)
        if as_json:
            show_json({**asdict(found), "promises": {each.value: promised.get(each, 0) for each in Standing}})
            return
        rows = [
            (
                each.sequence,
                f"{each.step + 1} {each.step_key}",
                str(each.sent),
                str(each.yes),
                str(each.no),
                str(each.later),
                str(each.unsure),
                _days(each.days_to_yes),
                _days(each.days_to_no),
            )
            for each in found.steps
        ]
        columns = ("sequence", "step", "sent", "yes", "no", "later", "unsure", "days to yes", "days to no")
        show_table(columns, rows, empty="Nothing has been sent yet.")
        if rows:
            average = "–" if found.mails_to_answer is None else f"{found.mails_to_answer:.1f} on average"
            words = ", ".join(f"{promised.get(each, 0)} {each}" for each in Standing)
            click.echo(f"\nMails to an answer: {average}. Promises of a time: {words}.")


def _days(days: float | None) -> str:
    return "–" if days is None else f"{days:.1f}"
