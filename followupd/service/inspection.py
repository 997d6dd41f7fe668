"""Is everything ready? What is wrong or could be better in templates and sequences, and for whom of the contacts.

The folder itself has been read without a fault before anything here is asked (`house.open_house`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from followupd.config import CredentialSecret, FileSecret, Mailbox, SecretError, provider_of, read_secret
from followupd.config.providers import PROVIDERS
from followupd.core.cadence import advice
from followupd.core.errors import FollowupdError
from followupd.core.model import Enrollment, Hold, State, StepKind
from followupd.core.sequences import Sequence, file_of
from followupd.service.facts import missing
from followupd.service.house import House
from followupd.service.letters import Writer, gather
from followupd.store import contacts, enrollments
from followupd.templates import Severity, Template, TemplateError, lint, variables_used


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, or could be better: `place` is a file with its line, a contact or a mailbox."""

    place: str
    sentence: str
    is_fault: bool

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def inspect(connection: Connection, house: House, now: datetime) -> list[Finding]:
    """Return everything that is to be said, faults and advice, in the order of the files."""
    return [
        *_templates(connection, house),
        *_sequences(house),
        *_mailboxes(house),
        *_edits(connection, house),
        *_next_mails(connection, house, now),
    ]


# --- files ----------------------------------------------------------------------------------------------------------


def _templates(connection: Connection, house: House) -> Iterator[Finding]:
    """Lint every template as the steps use it, in every language that somebody is written to in."""
    people = contacts.everybody(connection)
    columns = {column for person in people for column in person.fields} | {"name", "timezone", "country", "language"}
    spoken = {mailbox.language for mailbox in house.settings.mailboxes.values()}
    spoken |= {person.language for person in people if person.language}
    seen: set[tuple[Path, StepKind, bool, bool]] = set()
    for sequence in house.sequences.values():
        for index, step in enumerate(sequence.steps):
            first = _is_first_mail(sequence, index)
            for language in sorted(spoken) if step.file else ():
                try:
                    template = house.library.find(step.file, language)
                except TemplateError as error:
                    yield _broken(error, step.file)
                    continue
                use = (template.path, step.kind, first, step.closer)
                if use not in seen:
                    seen.add(use)
                    yield from _linted(template, step.kind, first, step.closer, columns if people else None, house)
    yield from _unused(house, {path for path, *_ in seen})


def _linted(
    template: Template, kind: StepKind, first: bool, closer: bool, columns: set[str] | None, house: House
) -> Iterator[Finding]:
    for found in lint(template, kind, first=first, closer=closer, columns=columns):
        place = f"{_short(template.path, house)}:{found.line}"
        yield Finding(place=place, sentence=found.sentence, is_fault=found.severity is Severity.FAULT)


def _unused(house: House, used: set[Path]) -> Iterator[Finding]:
    """Of the user's own templates that no step names, only what nobody could use is said."""
    for path in sorted((house.settings.folder / "templates").glob("*.j2")):
        if path not in used:
            try:
                variables_used(house.library.find(path.name))
            except TemplateError as error:
                yield _broken(error, path.name)


def _broken(error: TemplateError, name: str) -> Finding:
    place = ":".join(str(part) for part in (error.path or name, error.line) if part is not None)
    return Finding(place=place, sentence=error.reason, is_fault=True)


def _is_first_mail(sequence: Sequence, index: int) -> bool:
    mails = [number for number, step in enumerate(sequence.steps) if step.kind is StepKind.EMAIL]
    return mails[:1] == [index]


def _short(path: Path, house: House) -> str:
    folder = house.settings.folder
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else f"shipped {path.parent.name}/{path.name}"


def _sequences(house: House) -> Iterator[Finding]:
    for sequence in house.sequences.values():
        for item in advice(sequence):
            yield Finding(place=file_of(sequence.name), sentence=str(item), is_fault=False)


def _mailboxes(house: House) -> Iterator[Finding]:
    for mailbox in house.settings.mailboxes.values():
        place = f"mailboxes.{mailbox.name}"
        provider = PROVIDERS.get(mailbox.provider) or provider_of(mailbox.sender.address)
        if provider is not None and not provider.takes_passwords:
            yield Finding(place=place, sentence=provider.login_hint, is_fault=False)
        yield from _password(mailbox, place)


def _password(mailbox: Mailbox, place: str) -> Iterator[Finding]:
    """Look at a password file; the other places belong to the service or to a program that may ask questions."""
    secret = mailbox.password
    if isinstance(secret, FileSecret):
        try:
            read_secret(secret)
        except SecretError as error:
            yield Finding(place=place, sentence=str(error), is_fault=secret.path.exists())
    elif isinstance(secret, CredentialSecret):
        words = f"the password comes from systemd: LoadCredential={secret.name}:/etc/followupd/{secret.name}.password"
        yield Finding(place=place, sentence=words, is_fault=False)


# --- contacts -------------------------------------------------------------------------------------------------------


def _edits(connection: Connection, house: House) -> Iterator[Finding]:
    """Say what an edit of a sequence changes for those who are in it."""
    moved: Counter[tuple[str, str, int]] = Counter()
    for enrollment in enrollments.active(connection):
        place = house.planner.located(enrollment)
        if place is None:
            address = contacts.get(connection, enrollment.contact).address
            sentence = (
                f"waits for the step “{enrollment.step_key}”, which is not in {file_of(enrollment.sequence)} any more:"
                f" put it back, or type: followupd stop {address}"
            )
            yield Finding(place=address, sentence=sentence, is_fault=True)
        elif place[1] != enrollment.step:
            moved[enrollment.sequence, enrollment.step_key, place[1]] += 1
    for (sequence, key, index), count in moved.items():
        people = "1 contact goes" if count == 1 else f"{count} contacts go"
        sentence = f"{people} on with “{key}”, which is step {index + 1} now"
        yield Finding(place=file_of(sequence), sentence=sentence, is_fault=False)


def _next_mails(connection: Connection, house: House, now: datetime) -> Iterator[Finding]:
    """Render the next step of everybody who is in a sequence, as it would be done now."""
    for enrollment in enrollments.active(connection):
        mailbox = house.settings.mailboxes.get(enrollment.mailbox)
        if mailbox is None:
            address = contacts.get(connection, enrollment.contact).address
            sentence = (
                f"is written to from [mailboxes.{enrollment.mailbox}], which followupd.toml does not have any more"
            )
            yield Finding(place=address, sentence=sentence, is_fault=True)
        elif enrollment.state is State.WAITING or enrollment.hold in {Hold.TASK, Hold.PAUSED, Hold.FAULT}:
            yield from _next_words(connection, house, enrollment, mailbox, now)


def _next_words(
    connection: Connection, house: House, enrollment: Enrollment, mailbox: Mailbox, now: datetime
) -> Iterator[Finding]:
    place = house.planner.located(enrollment)
    if place is None or place[1] >= len(place[0].steps) or not place[0].steps[place[1]].file:
        return
    sequence, index = place
    history = gather(connection, enrollment)
    if missing(house.planner, sequence.steps[index], history, now) is not None:
        return  # the step will be skipped, as it should be
    writer = Writer(mailbox=mailbox, planner=house.planner, library=house.library)
    try:
        following = house.planner.after(sequence, index, history.contact, now)
        writer.words(sequence, index, history, following, now)
    except FollowupdError as error:
        where = f"{history.contact.address} ({sequence.name}, step {index + 1})"
        yield Finding(place=where, sentence=str(error), is_fault=True)
