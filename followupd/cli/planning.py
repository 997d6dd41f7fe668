"""Ahead: plan, why, preview, simulate."""

from collections.abc import Sequence as Many
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from followupd.cli.moments import parse_day
from followupd.cli.opening import Office, config_option, json_option, office
from followupd.cli.tables import harmless, local, one_line, show_json, show_table, stamp
from followupd.core.calendar.calendars import parse_country
from followupd.core.calendar.zones import parse_zone
from followupd.core.errors import ConfigError, UsageError
from followupd.core.model import Contact, ContactId, StepKind
from followupd.service.asking import owner, rehearsal
from followupd.service.asking.outlook import Expected, outlook
from followupd.service.asking.previews import as_html
from followupd.service.asking.reasons import Explanation, Reason, explain
from followupd.service.asking.rehearsal import Scene
from followupd.service.asking.simulation import Event, passed_over
from followupd.service.asking.simulation import simulate as play
from followupd.service.sending.writing import Writer
from followupd.store import suppressions
from followupd.templates import spoken_seconds


@click.command()
@click.option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help="How far to look ahead.")
@click.option("--contact", "email", metavar="EMAIL", help="Of one contact only.")
@json_option
@config_option
def plan(days: int, email: str | None, *, as_json: bool, config: Path | None) -> None:
    """Show what will be sent to whom and when, as it stands now, and what the caps push back.

    It assumes that nobody answers, that the daemon runs, and that you do each task on the day on which it comes.

    \b
    Example:  followupd plan --days 7
    """
    with office(config) as here:
        contact = None if email is None else here.look(lambda c: owner.contact_at(c, email))
        until = here.now + timedelta(days=days)
        expected = [
            each
            for each in here.look(lambda c: outlook(c, here.planner, here.now, until))
            if contact is None or each.contact.id == contact.id
        ]
        if as_json:
            show_json({"time": stamp(here.now), "until": stamp(until), "plan": [_as_json(each) for each in expected]})
            return
        columns = (f"when ({here.zone})", "contact", "sequence", "step", "what", "note")
        show_table(columns, [_row(here, each) for each in expected], empty=f"Nothing happens in the next {days} days.")


def _row(here: Office, each: Expected) -> tuple[str, ...]:
    notes = [each.note, f"pushed back by {each.pushed_by}" if each.pushed_by else ""]
    return (
        local(each.at, here.zone),
        each.contact.address,
        each.sequence,
        str(each.number),
        each.what,
        ", ".join(filter(None, notes)),
    )


def _as_json(each: Expected) -> dict[str, object]:
    return {
        "at": stamp(each.at),
        "contact": each.contact.address,
        "sequence": each.sequence,
        "step": each.number,
        "what": each.what,
        "mail": each.is_mail,
        "note": each.note or None,
        "pushed_by": each.pushed_by or None,
    }


@click.command()
@click.argument("email")
@config_option
def why(email: str, config: Path | None) -> None:
    """Say what happens next to a contact and when, what speaks against it now, and what would change that.

    \b
    Example:  followupd why sam@acme.example
    """
    with office(config) as here:
        contact = here.look(lambda c: owner.contact_at(c, email))
        found = here.look(lambda c: explain(c, here.planner, contact, here.now))
        suppressed = here.look(lambda c: suppressions.reason(c, contact.address))
        zone = here.planner.zone(contact).name
        name = f"{one_line(contact.name)} <{contact.address}>" if contact.name else contact.address
        click.echo(name + (f" is on the suppression list ({suppressed})" if suppressed else ""))
        for each in found:
            click.echo(_told(each, zone))
        if not found:
            click.echo(f"  in no sequence. Begin one: followupd enroll {contact.address} --sequence NAME")


def _told(each: Explanation, zone: str) -> str:
    when = f" on {local(each.due_at, zone)} their time" if each.due_at else ""
    lines = [f"  “{each.sequence}”: {each.headline}{when}"]
    lines += [f"    {line}" for fact in each.facts for line in harmless(fact).split("\n")]
    if each.reasons:
        lines.append("    were it due this minute, it would not leave:")
        lines += [_reason(reason, zone) for reason in each.reasons]
    return "\n".join(lines)


def _reason(reason: Reason, zone: str) -> str:
    until = f", until {local(reason.until, zone)}" if reason.until else ""
    remedy = f"\n        {reason.remedy}" if reason.remedy else ""
    return f"      {reason.rule}: {reason.words}{until}{remedy}"


# --- a sequence, played through -------------------------------------------------------------------------------------


@click.command()
@click.argument("sequence")
@click.option("--contact", "email", metavar="EMAIL", help="For this contact; else for a made-up one.")
@click.option("--mailbox", metavar="NAME", help="Who writes; needed with more than one mailbox.")
@click.option("--eml", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write each mail there.")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write a page.")
@config_option
def preview(
    sequence: str, email: str | None, mailbox: str | None, eml: Path | None, page: Path | None, config: Path | None
) -> int:
    """Show every message of a sequence as it would go out, with the dates that the calendar gives.

    It plays an enrollment at this moment, with a voicemail left at every call and no answer. Sends nothing.

    \b
    Example:  followupd preview no-reply --contact sam@acme.example
    """
    with office(config) as here:
        plan_ = here.sequence(sequence)
        writer = Writer(mailbox=here.mailbox(mailbox), planner=here.planner, library=here.house.library)
        history = (
            rehearsal.made_up(plan_, here.house.library, writer.mailbox.language, here.now)
            if email is None
            else here.look(lambda c: rehearsal.newcomer(c, owner.contact_at(c, email)))
        )
        scenes = rehearsal.rehearse(writer, plan_, history, here.now)
        zone = here.planner.zone(history.contact).name
        if eml is not None:
            _write_mails(scenes, eml)
        if page is not None:
            page.write_text(as_html(plan_, scenes, zone), encoding="utf-8")
            click.echo(f"Written: {page}")
        if eml is None and page is None:
            for scene in scenes:
                click.echo(f"{_title(scene, len(scenes), zone)}\n\n{_body(scene)}\n")
        return ConfigError.exit_code if any(scene.fault for scene in scenes) else 0


def _title(scene: Scene, count: int, zone: str) -> str:
    spoken = f", about {spoken_seconds(scene.words)} seconds to say" if scene.step.kind is StepKind.CALL else ""
    title = f"{scene.index + 1} of {count}  {local(scene.at, zone)} their time  {scene.step.name}{spoken}"
    return f"{title}\n{'─' * len(title)}"


def _body(scene: Scene) -> str:
    """Return a mail as its reader sees it, a script as it is read out, or why there is none."""
    if scene.fault:
        return f"This cannot be sent: {scene.fault}"
    if not scene.raw:
        return harmless(scene.words.strip())
    mail = message_from_bytes(scene.raw, policy=default)
    text = mail.get_body(("plain",))
    head = "\n".join(f"{name}: {mail[name]}" for name in ("From", "To", "Subject", "Date"))
    return harmless(f"{head}\n\n{text.get_content().strip() if text else ''}")


def _write_mails(scenes: Many[Scene], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        if scene.raw:
            path = folder / f"{scene.index + 1:02}-{scene.step.name.replace(' ', '-')}.eml"
            path.write_bytes(scene.raw)
            click.echo(f"Written: {path}")
        elif scene.fault:
            click.echo(f"Not written: step {scene.index + 1}: {scene.fault}", err=True)


@click.command()
@click.argument("sequence")
@click.option("--from", "start", required=True, metavar="DATE", help="The day of the enrollment: 2026-12-18.")
@click.option("--zone", metavar="NAME", help="Where the contact is, such as America/Chicago; else your own zone.")
@click.option("--country", metavar="CODE", help="Whose public holidays count, such as US or DE-BE; else yours.")
@json_option
@config_option
def simulate(
    sequence: str, start: str, zone: str | None, country: str | None, *, as_json: bool, config: Path | None
) -> None:
    """Show the dates of every step, across weekends, public holidays and clock changes.

    \b
    Example:  followupd simulate voicemail --from 2026-12-18 --zone America/Chicago
    """
    day = parse_day(start, "--from")
    contact = Contact(id=ContactId(0), address="sam@acme.example")
    try:
        contact = replace(contact, timezone=parse_zone(zone)) if zone else contact
        contact = replace(contact, country=parse_country(country)) if country else contact
    except ValueError as error:
        raise UsageError(str(error)) from error
    with office(config) as here:
        plan_ = here.sequence(sequence)
        contact = contact if contact.timezone else replace(contact, timezone=here.zone)
        where = contact.timezone or here.zone
        midnight = datetime.combine(day, time(), ZoneInfo(where)).astimezone(UTC)
        mailbox = next(iter(here.settings.mailboxes))
        found = play(here.planner, here.house.library, plan_, contact, midnight, mailbox=mailbox)
        passed = [
            passed_over(here.planner, contact, before, event.at)
            for before, event in zip([midnight, *(event.at for event in found)], found, strict=False)
        ]
        if as_json:
            steps = [_event_as_json(*each) for each in zip(found, passed, strict=True)]
            show_json({"sequence": plan_.name, "zone": where, "steps": steps})
            return
        rows = [
            (local(each.at, where), each.sequence, str(each.index + 1), each.name, "; ".join((*_notes(each), *days)))
            for each, days in zip(found, passed, strict=True)
        ]
        show_table((f"when ({where})", "sequence", "step", "what", "note"), rows)


def _notes(event: Event) -> list[str]:
    """Return what there is to say about a date besides the days that were passed over to get there."""
    said = [f"left out: {event.skipped}"] if event.skipped else []
    said += [f"moved by {event.pushed_by}"] if event.pushed_by else []
    return [*said, "the mail before names this time"] if event.promised else said


def _event_as_json(event: Event, passed: tuple[str, ...]) -> dict[str, object]:
    return {
        "at": stamp(event.at),
        "sequence": event.sequence,
        "step": event.index + 1,
        "what": event.name,
        "skipped": event.skipped or None,
        "moved_by": event.pushed_by or None,
        "promised": event.promised,
        "passed_over": list(passed),
    }
