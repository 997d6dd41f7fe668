"""The daemon and its reins: run, demo, status, adopt, pause, resume, stop, settle, backup."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import click
from sqlalchemy import Connection

from followupd.cli.opening import Office, clock, config_option, json_option, office, open_folder
from followupd.cli.tables import is_terminal, local, show_json, show_table, stamp
from followupd.core.errors import BusyError, UsageError
from followupd.core.model import Contact, Enrollment
from followupd.service.asking import health, owner
from followupd.service.asking.founding import OccupiedError
from followupd.service.plans import Planner
from followupd.service.sending import adopting, brake, halts
from followupd.store import contacts, enrollments, lease
from followupd.store.engine import backup as copy_database
from followupd.store.engine import daemon_lock, open_store

LEVELS = ("debug", "info", "warning", "error")
all_option = click.option("--all", "everybody", is_flag=True, help="Everybody, in every mailbox.")


@click.command()
@click.option("--log-level", type=click.Choice(LEVELS), default="info", show_default=True, help="What is worth a line.")
@config_option
def run(log_level: str, config: Path | None) -> None:
    """Run the daemon, in the foreground: reads the mailboxes, sends what is due, sorts the answers.

    Ctrl-C or SIGTERM finishes the mail in flight first; SIGHUP reads the folder again. One daemon per state
    directory: another one ends with exit code 75.

    \b
    Example:  followupd run
    """
    from followupd.cli.connecting import connect  # noqa: PLC0415 - the mail adapters, which no other verb here needs
    from followupd.cli.journal import begin_logging  # noqa: PLC0415
    from followupd.service.clock import Ticks  # noqa: PLC0415
    from followupd.service.daemon import Daemon  # noqa: PLC0415
    from followupd.service.notify import Notifier  # noqa: PLC0415

    house = open_folder(config)
    begin_logging(log_level)
    with (
        daemon_lock(house.settings.state_dir),
        closing(open_store(house.settings.database)) as store,
        closing(store.server_lock()) as lock,
    ):
        taken = lock.refusal()
        if taken is not None:
            raise BusyError(taken)
        asyncio.run(Daemon(house, store, clock(), connect, Notifier(), lock.refusal).run(Ticks()))


@click.command()
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Keep the folder here.")
@click.option("--plain", is_flag=True, help="Lines instead of a live picture; so it is in a pipe, too.")
def demo(keep: Path | None, *, plain: bool) -> int:
    """See it all on this machine: real mail servers inside the process, made-up contacts who answer, three weeks.

    Needs no account, and nothing leaves this machine.

    \b
    Example:  followupd demo --keep ~/demo
    """
    from followupd.demo.command import run_demo  # noqa: PLC0415 - mail servers, which no other verb needs

    return run_demo(keep, plain=plain or not is_terminal())


# --- how things are -------------------------------------------------------------------------------------------------


@click.command()
@click.option("--contacts", "people", is_flag=True, help="Also list everybody and where they stand.")
@json_option
@config_option
def status(*, people: bool, as_json: bool, config: Path | None) -> int:
    """Say how things are: when each mailbox was last read, what is due, held or in doubt, what needs you.

    The exit code is 1 when something is wrong; each cause has a name in the JSON.

    \b
    Example:  followupd status --json | jq -r '.causes[].code'
    """
    with office(config) as here:
        found = here.look(lambda c: health.examine(c, here.house, here.now))
        standing = here.look(_standing) if people else None
        if as_json:
            show_json(_as_json(here, found, standing))
        else:
            _print_health(here, found)
            if standing is not None:
                click.echo()
                columns = ("contact", "name", "sequence", "step", "state", "next")
                show_table(columns, [_row(here, *each) for each in standing], empty="No contacts yet.")
        return 1 if found.causes else 0


def _print_health(here: Office, found: health.Health) -> None:
    click.echo("Live." if found.live else "Dry run: nothing leaves before live = true stands in followupd.toml.")
    rows = [
        (
            box.name,
            local(box.heard_at, here.zone) if box.heard_at else "never",
            local(box.last_sent_at, here.zone),
            str(box.sent_today),
            str(box.waiting),
            str(box.due),
            str(box.held),
            str(box.in_doubt),
            local(box.next_due_at, here.zone),
        )
        for box in found.mailboxes
    ]
    show_table(("mailbox", "read", "sent", "in 24 h", "waiting", "due", "held", "in doubt", "next"), rows)
    if found.tasks:
        click.echo(f"{found.tasks} for you: followupd tasks")
    for cause in found.causes:
        click.echo(f"{cause.code}: {cause.words}")
    if not found.causes:
        click.echo("Nothing is wrong.")


def _as_json(
    here: Office, found: health.Health, standing: list[tuple[Contact, Enrollment | None]] | None
) -> dict[str, object]:
    boxes = [
        {
            "name": box.name,
            "heard_at": stamp(box.heard_at),
            "last_sent_at": stamp(box.last_sent_at),
            "sent_last_24h": box.sent_today,
            "waiting": box.waiting,
            "due": box.due,
            "held": box.held,
            "in_doubt": box.in_doubt,
            "next_due_at": stamp(box.next_due_at),
        }
        for box in found.mailboxes
    ]
    listed = {} if standing is None else {"contacts": [_contact_as_json(*each) for each in standing]}
    return {
        "time": stamp(here.now),
        "ok": not found.causes,
        "live": found.live,
        "tasks": found.tasks,
        "mailboxes": boxes,
        "causes": [{"code": each.code, "mailbox": each.mailbox or None, "words": each.words} for each in found.causes],
        **listed,
    }


def _standing(connection: Connection) -> list[tuple[Contact, Enrollment | None]]:
    """Return everybody with the enrollment that counts."""
    return [(contact, enrollments.last_for(connection, contact.id)) for contact in contacts.everybody(connection)]


def _row(here: Office, contact: Contact, last: Enrollment | None) -> tuple[str, ...]:
    if last is None:
        return (contact.address, contact.name, "", "", "in no sequence", "–")
    why = last.hold or last.stop
    state = f"{last.state}: {why}" if why else last.state.value
    return (contact.address, contact.name, last.sequence, str(last.step + 1), state, local(last.due_at, here.zone))


def _contact_as_json(contact: Contact, last: Enrollment | None) -> dict[str, object]:
    return {
        "contact": contact.address,
        "name": contact.name,
        "sequence": last.sequence if last else None,
        "step": last.step + 1 if last else None,
        "state": last.state.value if last else None,
        "hold": last.hold if last else None,
        "stop": last.stop if last else None,
        "due_at": stamp(last.due_at) if last else None,
    }


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def adopt(*, yes: bool, config: Path | None) -> None:
    """Say that this state is the true one, and that the clock is right: after a restore, a move, a clock put right.

    A state directory that is a copy, or whose database comes from a backup, sends nothing until then. Any other copy
    sends nothing from then on, once it meets this database or this directory: see to it that it does not run.

    \b
    Example:  followupd adopt
    """
    with office(config) as here:
        halt = here.look(lambda c: halts.standing(c, here.settings.state_dir, here.now))
        if halt is None:
            click.echo("There is nothing to adopt: this state is the true one, and the clock agrees with it.")
            return
        click.echo(halt.why)
        click.echo(adopting.CONSEQUENCES)
        if not yes and not is_terminal():
            raise UsageError("If you are sure: followupd adopt --yes")
        if not yes:
            click.confirm("Is this the true one?", abort=True)
        generation = here.change(lambda c: adopting.adopt(c, here.settings, here.now))
        lease.record(here.settings.state_dir, generation)
        click.echo("Adopted. A daemon that runs here goes on by itself; what is overdue gets new times.")


# --- by hand --------------------------------------------------------------------------------------------------------

Act = Callable[[Connection, Planner, Contact], str]


@click.command()
@click.argument("email", required=False)
@all_option
@config_option
def pause(email: str | None, *, everybody: bool, config: Path | None) -> None:
    """Hold the sequences of a contact. With --all it is the emergency brake: a running daemon sends no further mail.

    A file called PAUSE in the state directory does the same as --all.

    \b
    Example:  followupd pause sam@acme.example
    Example:  followupd pause --all
    """
    with _one_of(email, config, everybody=everybody) as here:
        if everybody:
            here.change(lambda c: owner.pull_brake(c, here.now))
            click.echo("Everything is paused, from before the next mail on. Go on with: followupd resume --all")
        else:
            click.echo(_for_contact(here, email, lambda c, planner, who: owner.pause(c, planner, who, here.now)))


@click.command()
@click.argument("email", required=False)
@all_option
@config_option
def resume(email: str | None, *, everybody: bool, config: Path | None) -> int:
    """Go on with a contact who is held, or with everything after pause --all.

    With --all also from mailboxes that rest because a server refused their mail: mend the cause first.

    \b
    Example:  followupd resume sam@acme.example
    """
    with _one_of(email, config, everybody=everybody) as here:
        if not everybody:
            click.echo(_for_contact(here, email, lambda c, planner, who: owner.resume(c, planner, who, here.now)))
            return 0
        here.change(lambda c: owner.release_brake(c, here.settings.mailboxes))
        still = here.look(lambda c: brake.pulled(c, here.settings.state_dir))
        click.echo(f"Still paused: {still}" if still else "Everything goes on.")
        return 1 if still else 0


@click.command()
@click.argument("email", required=False)
@all_option
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@config_option
def stop(email: str | None, *, everybody: bool, yes: bool, config: Path | None) -> None:
    """End the sequences of a contact for good, or with --all those of everybody.

    \b
    Example:  followupd stop sam@acme.example
    """
    with _one_of(email, config, everybody=everybody) as here:
        if not everybody:
            click.echo(_for_contact(here, email, lambda c, planner, who: owner.stop(c, planner, who, here.now)))
            return
        if not yes and not is_terminal():
            raise UsageError("This ends every sequence of everybody. If you are sure: followupd stop --all --yes")
        if not yes:
            click.confirm("End every sequence of everybody? (pause --all only halts them)", abort=True)
        count = here.change(lambda c: owner.stop_everybody(c, here.planner, here.now))
        click.echo(f"{count} sequences stopped.")


def _one_of(email: str | None, config: Path | None, *, everybody: bool) -> AbstractContextManager[Office]:
    """Open the office for one contact or for all, not both and not neither."""
    if (email is None) is not everybody:
        raise UsageError("Say who: an EMAIL, or --all for everybody." if email is None else "Either an EMAIL or --all.")
    return office(config)


def _for_contact(here: Office, email: str | None, act: Act) -> str:
    address = email or ""
    return here.change(lambda c: act(c, here.planner, owner.contact_at(c, address)))


@click.command()
@click.argument("number", metavar="ID", type=int)
@click.argument("verdict", type=click.Choice(("delivered", "resend")))
@config_option
def settle(number: int, verdict: str, config: Path | None) -> None:
    """End the doubt about a mail: it was delivered, or it never left and may be sent once more.

    Look into the Sent folder first. followupd tasks shows the ids of mails in doubt.

    \b
    Example:  followupd settle 12 delivered
    """
    with office(config) as here:
        delivered = verdict == "delivered"
        click.echo(here.change(lambda c: owner.settle(c, here.planner, number, delivered=delivered, at=here.now)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
def backup(file: Path, config: Path | None) -> None:
    """Copy the database to a file, consistent even while the daemon runs.

    \b
    Example:  followupd backup ~/backup/followupd-$(date +%F).db
    """
    if file.exists():
        raise OccupiedError(f"{file} is there already, and a backup overwrites nothing: take another name.")
    with office(config) as here:
        copy_database(here.settings.database, file)
        click.echo(f"Written: {file}")
