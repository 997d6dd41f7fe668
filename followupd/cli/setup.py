"""The beginning: init writes the folder, check finds what is wrong with it."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import click

from followupd.cli.opening import Office, config_option, office
from followupd.cli.tables import is_terminal
from followupd.config import PROVIDERS, FileSecret, Mailbox, SettingsError, load_settings, local_timezone
from followupd.core.errors import ConfigError, FollowupdError, UsageError
from followupd.core.letters.addresses import parse_address
from followupd.mail.ports import Folders
from followupd.service.asking.founding import write_folder
from followupd.service.asking.inspection import Finding, inspect, international


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "sender", metavar='"Name <address>"', help="Who the mails are from.")
@click.option("--provider", type=click.Choice(list(PROVIDERS)), help="Who runs the mailbox; may be left out.")
def init(folder: Path, sender: str | None, provider: str | None) -> None:
    """Write the folder that you will edit: settings, sequences, templates, phrases. Overwrites nothing.

    \b
    Example:  followupd init ~/followups --from "Ana Ruiz <ana@example.com>" --provider gmail
    """
    folder = folder.expanduser()
    person = parse_address(sender if sender is not None else _ask_for_sender(folder))
    path = write_folder(folder, person, provider, local_timezone(os.environ))
    click.echo(f"Written: {path}, with sequences, templates and phrases beside it. Next:")
    for number, line in enumerate(_next_steps(path), 1):
        click.echo(f"  {number}. {line}")
    click.echo("Nothing leaves until you write live = true. See it at work without an account: followupd demo")


def _ask_for_sender(folder: Path) -> str:
    if not is_terminal():
        raise UsageError(f'Say who the mails are from: followupd init {folder} --from "Your Name <you@example.com>"')
    answer: str = click.prompt('Who are the mails from? "Your Name <you@example.com>"')
    return answer


def _next_steps(path: Path) -> list[str]:
    """Return the three things to type next; what the file still lacks comes first."""
    try:
        mailbox = next(iter(load_settings(path).mailboxes.values()))
        first = _password_step(mailbox)
    except SettingsError as error:
        first = "\n     ".join(["edit followupd.toml:", *(str(fault) for fault in error.faults)])
    folder = path.parent
    return [
        first,
        f"followupd check --online --config {folder}",
        f"followupd import people.csv --sequence voicemail --config {folder}",
    ]


def _password_step(mailbox: Mailbox) -> str:
    preset = PROVIDERS.get(mailbox.provider)
    hint = f"\n     {preset.login_hint}" if preset else ""
    if isinstance(mailbox.password, FileSecret):
        place = mailbox.password.path
        return f"umask 077; cat > {place}     (paste the password, then Enter and Ctrl-D){hint}"
    return f"put the password where followupd.toml says that it lies{hint}"


@click.command()
@click.option("--online", is_flag=True, help="Log in to the mail servers as well; sends nothing.")
@config_option
def check(*, online: bool, config: Path | None) -> int:
    """Find every fault in settings, sequences, templates and phrases, and what could be better.

    Templates are rendered for every contact who waits for a step. Faults make the exit code 78, advice does not.

    \b
    Example:  followupd check --online
    """
    with office(config) as here:
        findings = here.look(lambda c: inspect(c, here.house, here.now))
        faults = [finding for finding in findings if finding.is_fault]
        _print("fault ", faults)
        _print("advice", [finding for finding in findings if not finding.is_fault])
        faulty = [name for name in here.settings.mailboxes if online and not _is_reachable(here, name)]
        for name in faulty:
            click.echo(f"mailboxes.{name} cannot be used as it is: mend what is said above and check again.")
        click.echo(_result(here, faults, len(findings) - len(faults)))
        if faults:
            return ConfigError.exit_code
        return 69 if faulty else 0


def _print(word: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        click.echo(f"{word}  {finding}")


def _result(here: Office, faults: Sequence[Finding], advice: int) -> str:
    found = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}" if faults else "No faults"
    mode = "live" if here.settings.live else "a dry run: nothing leaves before live = true"
    return f"{found}, {advice} piece{'' if advice == 1 else 's'} of advice in {here.settings.folder}. It is {mode}."


def _is_reachable(here: Office, name: str) -> bool:
    """Log in and print what the servers said; whether both let us in."""
    from followupd.cli.connecting import probe  # noqa: PLC0415 - the mail adapters, which only --online needs

    waiting = here.look(lambda c: international(c, name))
    try:
        found = asyncio.run(probe(here.settings.mailboxes[name], international=next(iter(waiting), "")))
    except FollowupdError as error:
        click.echo(f"fault   mailboxes.{name}: {error}")
        return False
    for fault in found.faults:
        click.echo(f"fault   mailboxes.{name}: {fault}")
    if found.folders is not None:
        click.echo(f"online  mailboxes.{name}: {_described(found.folders, found.capabilities)}")
    if found.takes_international is not None:
        click.echo(_about_international(name, waiting, offered=found.takes_international))
    return not found.faults


def _about_international(name: str, waiting: Sequence[str], *, offered: bool) -> str:
    who = waiting[0] if len(waiting) == 1 else f"{waiting[0]} and {len(waiting) - 1} more"
    if offered:
        return f"online  mailboxes.{name}: the server takes addresses with letters outside ASCII, as {who}."
    return (
        f"advice  mailboxes.{name}: the server cannot send to addresses with letters outside ASCII (no SMTPUTF8), "
        f"as {who}: ask them for another address, or their mails will be held."
    )


def _described(folders: Folders, capabilities: frozenset[str]) -> str:
    roles = {
        "Inbox": folders.inbox,
        "Junk": folders.junk,
        "Sent": folders.sent,
        "All mail": folders.all_mail,
        "Drafts": folders.drafts,
    }
    found = ", ".join(f"{role} is “{name}”" for role, name in roles.items() if name is not None)
    idle = "answers are seen at once (IDLE)" if "IDLE" in capabilities else "no IDLE: answers are seen every minute"
    return f"logged in. {found}; {idle}."
