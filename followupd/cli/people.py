"""The people: import, enroll, log, agree, show, suppress, export, erase."""

import csv
import io
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import click
from sqlalchemy import Connection

from followupd.cli.moments import parse_day, parse_past
from followupd.cli.opening import Office, config_option, json_option, office
from followupd.cli.tables import is_terminal, local, one_line, show_json, show_table, stamp
from followupd.core.contacts import RowFault, read_csv
from followupd.core.errors import BusyError, DataError, UsageError
from followupd.core.letters.addresses import AddressError, domain_of, normalise
from followupd.core.model import Channel, Contact
from followupd.core.sequences import Sequence
from followupd.service.asking import dossier, enrolling, leftovers, owner
from followupd.service.asking.timeline import timeline
from followupd.store import enrollments, suppressions

CSV_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True)
sequence_option = click.option("--sequence", required=True, metavar="NAME", help="A file in sequences/, without .toml")
mailbox_option = click.option("--mailbox", metavar="NAME", help="Who writes to them; needed with more than one.")


@click.command("import")
@click.argument("file", metavar="FILE.csv", type=CSV_FILE)
@sequence_option
@mailbox_option
@click.option("--skip-bad", is_flag=True, help="Take the good rows and leave out the bad ones.")
@config_option
def import_(file: Path, sequence: str, mailbox: str | None, *, skip_bad: bool, config: Path | None) -> None:
    """Take in contacts from a CSV file and enroll them.

    The first line names the columns: email is needed; first_name, company, phone, timezone, country and language are
    understood, and every column can be used in a template. Nobody on the suppression list comes in.

    \b
    Example:  followupd import people.csv --sequence voicemail
    """
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    name = "standard input" if str(file) == "-" else str(file)
    with office(config) as here:
        plan, box = here.sequence(sequence), here.mailbox(mailbox).name
        try:
            table = read_csv(content)
        except DataError as error:
            raise DataError(f"{name}: {error}") from error
        _name_faults(name, table.faults, skipped=skip_bad)
        admission = here.change(
            lambda c: enrolling.admit(c, here.planner, table.contacts, plan, mailbox=box, at=here.now)
        )
        _tell(here, admission, plan)


def _name_faults(name: str, faults: Iterable[RowFault], *, skipped: bool) -> None:
    """Name every bad row; without leave to skip them, that is the end."""
    lines = [f"{name}, {fault}" for fault in faults]
    if not lines:
        return
    if not skipped:
        lines.append("Nothing was imported. Mend these rows, or take only the good ones with --skip-bad.")
        raise DataError("\n".join(lines))
    for line in lines:
        click.echo(f"left out: {line}", err=True)


def _tell(here: Office, admission: enrolling.Admission, sequence: Sequence) -> None:
    for address, why in admission.refused:
        click.echo(f"not enrolled: {address} {why}", err=True)
    count = len(admission.enrolled)
    click.echo(f"{count} enrolled in “{sequence.name}”.")
    if admission.first_due_at is not None:
        first = local(admission.first_due_at, here.zone)
        click.echo(f"The first one is due {first} ({here.zone}). See all: followupd plan")
    if count and not here.settings.live:
        click.echo("Nothing leaves yet: write live = true in followupd.toml when you are ready.")


@click.command()
@click.argument("emails", metavar="EMAIL...", nargs=-1, required=True)
@sequence_option
@mailbox_option
@config_option
def enroll(emails: tuple[str, ...], sequence: str, mailbox: str | None, config: Path | None) -> int:
    """Put contacts that are known into a sequence.

    \b
    Example:  followupd enroll sam@acme.example kim@globex.example --sequence quote-sent
    """
    with office(config) as here:
        plan, box = here.sequence(sequence), here.mailbox(mailbox).name

        def work(connection: Connection) -> enrolling.Admission:
            people = [owner.contact_at(connection, email) for email in emails]
            return enrolling.admit(connection, here.planner, people, plan, mailbox=box, at=here.now)

        admission = here.change(work)
        _tell(here, admission, plan)
        return DataError.exit_code if admission.refused and not admission.enrolled else 0


@click.command()
@click.argument("email")
@click.argument("kind", metavar="voicemail|call|note|visit|…")
@click.option("--note", default="", help="What was said; a template can show it as voicemail.note or call.note.")
@click.option("--at", "at", metavar="WHEN", help="14:30, “yesterday 14:30” or “2026-11-20 14:30”; else now.")
@config_option
def log(email: str, kind: str, note: str, at: str | None, config: Path | None) -> None:
    """Write down something that you did outside a task: a voicemail, a call, a note.

    It counts as an attempt, templates may speak of it, and it ends a call task that waited for just that.

    \b
    Example:  followupd log sam@acme.example voicemail --note "about the packing line" --at 14:30
    """
    channel = _channel(kind)
    with office(config) as here:
        when = here.now if at is None else parse_past(at, here.now, here.zone, "--at")

        def work(connection: Connection) -> str:
            contact = owner.contact_at(connection, email)
            return owner.log_attempt(connection, here.planner, contact, channel, note=note, at=when)

        click.echo(here.change(work))


def _channel(kind: str) -> str:
    """Return a channel: one of ours, or the owner's own word where it is no misspelling of ours."""
    word = kind.strip().lower()
    if word in set(Channel):
        return word
    near = get_close_matches(word, list(Channel), n=1, cutoff=0.7)
    if near or not re.fullmatch(r"[a-z][a-z-]{1,30}", word):
        hint = f"Did you mean {near[0]}?" if near else "Write voicemail, call, note, visit or a word of your own."
        raise UsageError(f"“{kind}” is no kind of attempt. {hint}")
    return word


@click.command()
@click.argument("email")
@click.option("--what", required=True, help="The next step, in the words that a mail can use: “a call with your CFO”.")
@click.option("--on", "on", required=True, metavar="DATE", help="The day of it, such as 2027-01-12.")
@click.option("--then", metavar="NAME", help="The sequence that begins where the day passes and nothing happens.")
@config_option
def agree(email: str, what: str, on: str, then: str | None, config: Path | None) -> None:
    """Write down the next step that you agreed on; templates speak of it as agreement.

    \b
    Example:  followupd agree sam@acme.example --what "a call with your CFO" --on 2027-01-12 --then missed-next-step
    """
    day = parse_day(on, "--on")
    if not what.strip():
        raise UsageError("--what is empty: say what you agreed on")
    with office(config) as here:
        follows = None if then is None else here.sequence(then).name

        def work(connection: Connection) -> str:
            contact = owner.contact_at(connection, email)
            return owner.agree(connection, contact, what=what.strip(), on=day, at=here.now, then=follows)

        click.echo(here.change(work))


@click.command()
@click.argument("email")
@json_option
@config_option
def show(email: str, *, as_json: bool, config: Path | None) -> None:
    """Show a contact's timeline: every attempt on every channel, every mail, reply, task and agreement.

    \b
    Example:  followupd show sam@acme.example
    """
    with office(config) as here:
        contact = here.look(lambda c: owner.contact_at(c, email))
        entries = here.look(lambda c: timeline(c, contact))
        live = here.look(lambda c: enrollments.of_contact(c, contact.id))
        suppressed = here.look(lambda c: suppressions.reason(c, contact.address))
        if as_json:
            show_json(here.look(lambda c: dossier.summary(c, contact)))
            return
        zone = here.planner.zone(contact)
        click.echo(_head(contact, f"{zone.name} ({zone.source})", suppressed))
        for enrollment in live:
            click.echo(owner.describe(enrollment, here.planner, contact))
        click.echo()
        rows = [
            (local(entry.at, here.zone), entry.kind, "" if entry.number is None else str(entry.number), entry.words)
            for entry in entries
        ]
        show_table(("when", "what", "id", "details"), rows, empty="Nothing has happened yet.")


def _head(contact: Contact, zone: str, suppressed: str | None) -> str:
    name = f"{one_line(contact.name)} <{contact.address}>" if contact.name else contact.address
    known = {name: value for name, value in contact.fields.items() if name not in {"email", "first_name", "last_name"}}
    columns = "".join(f"\n  {name}: {one_line(value)}" for name, value in known.items())
    barred = f"\n  on the suppression list: {suppressed}" if suppressed else ""
    return f"{name}\n  time zone: {zone}{columns}{barred}"


# --- those who are never written to ---------------------------------------------------------------------------------


@click.group()
def suppress() -> None:
    """Keep the list of people and domains that are never to be written to.

    \b
    Example:  followupd suppress add sam@acme.example --note "asked on the phone"
    Example:  followupd suppress add competitor.example
    """


@suppress.command("add")
@click.argument("entries", metavar="EMAIL|DOMAIN...", nargs=-1, required=True)
@click.option("--note", default="", help="Why, for yourself.")
@config_option
def suppress_add(entries: tuple[str, ...], note: str, config: Path | None) -> None:
    """Put addresses or whole domains on the list; what runs there is stopped.

    \b
    Example:  followupd suppress add sam@acme.example competitor.example
    """
    keys = [_entry(text) for text in entries]
    with office(config) as here:
        _suppress_all(here, [(key, "by-hand", note) for key in keys])


@suppress.command("remove")
@click.argument("entry", metavar="EMAIL|DOMAIN")
@config_option
def suppress_remove(entry: str, config: Path | None) -> None:
    """Take somebody off the list, because they want to hear from you again. Their sequences stay stopped.

    \b
    Example:  followupd suppress remove sam@acme.example
    """
    key = _entry(entry)
    with office(config) as here:
        if not here.change(lambda c: suppressions.remove(c, key)):
            raise UsageError(f"{key} is not on the suppression list. See who is: followupd suppress list")
        click.echo(f"{key} may be written to again.")


@suppress.command("list")
@json_option
@config_option
def suppress_list(*, as_json: bool, config: Path | None) -> None:
    """Show the list.

    \b
    Example:  followupd suppress list
    """
    with office(config) as here:
        entries = here.look(suppressions.everybody)
        if as_json:
            show_json({"suppressed": [_as_json(entry) for entry in entries]})
            return
        rows = [
            (entry.address or entry.domain or "(erased)", entry.reason, local(entry.made_at, here.zone), entry.note)
            for entry in entries
        ]
        show_table(("who", "why", "since", "note"), rows, empty="Nobody is on the suppression list.")


@suppress.command("import")
@click.argument("file", metavar="FILE", type=click.File("r", encoding="utf-8-sig"))
@config_option
def suppress_import(file: io.TextIOBase, config: Path | None) -> None:
    """Put everybody in a file on the list: an address or a domain at the beginning of each line, or what export wrote.

    \b
    Example:  followupd suppress import unsubscribed.csv
    """
    wanted, faults = [], []
    for number, row in enumerate(csv.reader(io.StringIO(file.read())), 1):
        if not row or not row[0].strip() or (number == 1 and row[0].strip().lower() in {"entry", "email", "domain"}):
            continue
        try:
            reason, note = (row[1:2] or ["by-hand"])[0].strip() or "by-hand", (row[3:4] or [""])[0]
            wanted.append((_entry(row[0]), reason, note))
        except DataError as error:
            faults.append(f"{getattr(file, 'name', 'the file')}, line {number}: {error}")
    if faults:
        raise DataError("\n".join([*faults, "Nothing was imported. Mend these lines and try again."]))
    with office(config) as here:
        _suppress_all(here, wanted)


@suppress.command("export")
@config_option
def suppress_export(config: Path | None) -> None:
    """Print the list as CSV, for another program or another followupd. Erased people are known by no name any more.

    \b
    Example:  followupd suppress export > suppressed.csv
    """
    with office(config) as here:
        writer = csv.writer(sys.stdout)
        writer.writerow(("entry", "reason", "since", "note"))
        for entry in here.look(suppressions.everybody):
            if entry.address or entry.domain:
                writer.writerow((entry.address or entry.domain, entry.reason, stamp(entry.made_at), entry.note))


def _suppress_all(here: Office, wanted: list[tuple[str, str, str]]) -> None:
    def work(connection: Connection) -> list[tuple[bool, int]]:
        return [
            enrolling.suppress(connection, here.planner, key, reason=reason, note=note, at=here.now)
            for key, reason, note in wanted
        ]

    results = here.change(work)
    new, ended = sum(is_new for is_new, _ in results), sum(count for _, count in results)
    click.echo(f"{new} put on the suppression list, {len(results) - new} there already; {ended} sequences stopped.")


def _entry(text: str) -> str:
    """Return an address or a domain in the form in which it is kept."""
    words = text.strip().lower()
    if "@" in words.lstrip("@"):
        return normalise(words, eai=True)
    domain = domain_of(f"anybody@{words.lstrip('@')}")
    if "." not in domain or not re.fullmatch(r"[a-z0-9.-]+", domain):
        raise AddressError(f"“{text}” is neither an address nor a domain: write sam@acme.example or acme.example")
    return domain


def _as_json(entry: suppressions.Suppression) -> dict[str, str | None]:
    return {
        "address": entry.address,
        "domain": entry.domain,
        "reason": entry.reason,
        "since": stamp(entry.made_at),
        "note": entry.note,
    }


# --- what is kept about a person ------------------------------------------------------------------------------------


@click.command()
@click.argument("email")
@config_option
def export(email: str, config: Path | None) -> None:
    """Print everything that is kept about a person, as JSON: the answer to “what do you know about me?”.

    \b
    Example:  followupd export sam@acme.example > sam.json
    """
    with office(config) as here:
        show_json(here.look(lambda c: dossier.everything(c, owner.contact_at(c, email))))


@click.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def erase(email: str, *, yes: bool, config: Path | None) -> None:
    """Forget a person: contact, mails, replies, attempts and tasks. What stops a re-import stays, as a keyed hash.

    \b
    Example:  followupd erase sam@acme.example --yes
    """
    with office(config) as here:
        contact = here.look(lambda c: owner.contact_at(c, email))
        if not yes:
            if not is_terminal():
                raise UsageError(f"This cannot be undone. If you are sure: followupd erase {contact.address} --yes")
            click.confirm(f"Forget everything about {contact.address}? This cannot be undone.", abort=True)
        barred = here.change(lambda c: dossier.erase(c, contact, here.reply_log))
        try:
            here.store.compact()
        except BusyError:
            click.echo("The database is in use: its log still holds what was deleted, until the daemon rests a moment.")
        leftovers.sweep(here.settings.state_dir, contact)
        rest = "; a keyed hash of the address stays on the suppression list" if barred else ""
        click.echo(f"Everything about {contact.address} is forgotten{rest}.")
        for path in leftovers.still_naming(here.settings.state_dir, contact):
            click.echo(f"{path} still names them. If it is a copy that you can do without, delete it.")
