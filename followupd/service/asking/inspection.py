"""Is everything ready? What is wrong or could be better in templates and sequences, and for whom of the contacts.

The folder itself has been read without a fault before anything here is asked (`house.open_house`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from sqlalchemy import Connection

from followupd.config import CredentialSecret, FileSecret, Mailbox, SecretError, provider_of, read_secret
from followupd.config.providers import PROVIDERS
from followupd.core.cadence import advice
from followupd.core.edits import Change
from followupd.core.letters.addresses import is_international
from followupd.core.model import Contact, StepKind
from followupd.core.sequences import Sequence, file_of
from followupd.service.asking import editing
from followupd.service.asking.previews import gaps, strangers, upcoming
from followupd.service.house import House
from followupd.store import contacts, enrollments
from followupd.templates import Severity, Template, TemplateError, lint, variables_used

_NAMED = 3  # contacts that a sentence names before it only counts


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
        *_settings(house),
        *_mailboxes(house),
        *_edits(connection, house),
        *_messages(connection, house, now),
    ]


def international(connection: Connection, mailbox: str) -> list[str]:
    """Return the addresses that are to be written to from this mailbox and need SMTPUTF8 of its server (R1.26)."""
    active = [each for each in enrollments.active(connection) if each.mailbox == mailbox]
    found = {contacts.get(connection, each.contact).address for each in active}
    return sorted(address for address in found if is_international(address))


# --- files ----------------------------------------------------------------------------------------------------------


def _templates(connection: Connection, house: House) -> Iterator[Finding]:
    """Lint every template as the steps use it, in every language that somebody is written to in."""
    people = contacts.everybody(connection)
    spoken = {mailbox.language for mailbox in house.settings.mailboxes.values()}
    spoken |= {person.language for person in people if person.language}
    used: dict[tuple[Path, StepKind, bool, bool], Template] = {}
    for sequence in house.sequences.values():
        for index, step in enumerate(sequence.steps):
            for language in sorted(spoken) if step.file else ():
                try:
                    template = house.library.find(step.file, language)
                except TemplateError as error:
                    yield _broken(error, step.file)
                else:
                    used[template.path, step.kind, _is_first_mail(sequence, index), step.closer] = template
    for (_, kind, first, closer), template in used.items():
        yield from _linted(template, kind, first, closer, house)
    yield from _unused(house, {template.path for template in used.values()})
    yield from _empty_columns(people, {template.path: template for template in used.values()}, house)


def _empty_columns(people: Many[Contact], used: Mapping[Path, Template], house: House) -> Iterator[Finding]:
    """Name each column that templates speak of and no contact has, once: it is optional, or it is misspelt."""
    columns = {"name", "timezone", "country", "language"}.union(*(person.fields for person in people))
    speak: dict[str, list[Template]] = defaultdict(list)
    for template in used.values() if people else ():
        with suppress(TemplateError):
            for name in variables_used(template):
                owner, _, column = name.partition(".")
                if owner == "contact" and column and column not in columns:
                    speak[column].append(template)
    for column, templates in sorted(speak.items()):
        near = get_close_matches(column, columns, n=1, cutoff=0.75)
        hint = f"did you mean contact.{near[0]}?" if near else "if it is optional, all is well"
        others = len(templates) - 1
        more = f" (and {others} other{'' if others == 1 else 's'})" if others else ""
        sentence = f"it{more} speaks of contact.{column}, which no contact has: {hint}"
        yield Finding(place=_short(templates[0].path, house), sentence=sentence, is_fault=False)


def _linted(template: Template, kind: StepKind, first: bool, closer: bool, house: House) -> Iterator[Finding]:
    for found in lint(template, kind, first=first, closer=closer):
        where = f"{found.line}:{found.column}" if found.column is not None else f"{found.line}"
        place = f"{_short(template.path, house)}:{where}"
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


def _settings(house: House) -> Iterator[Finding]:
    if house.settings.country is None:
        words = 'no country is set, so no public holiday counts and mails leave on Christmas Day: write country = "DE"'
        yield Finding(place=house.settings.path.name, sentence=words, is_fault=False)


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


_EDITS: Mapping[Change, str] = {
    Change.STRANDED: "{who} wait for {keys}, which is not there any more: put it back, or stop them",
    Change.ENDED: "the file is gone, and {who} are in it: put it back, or stop them",
    Change.ADDED: "{who} will also get {keys}, which is new",
    Change.DROPPED: "{who} will not get {keys} any more",
    Change.REORDERED: "{who} will get {keys} in this new order",
    Change.PASSED_OVER: "{who} have had {keys}, which comes after their step now: it is not repeated",
}


def _edits(connection: Connection, house: House) -> Iterator[Finding]:
    """Say what an edit of a sequence changes, and for whom; one that strands somebody is refused."""
    for effect in editing.effects(connection, house.sequences):
        people = [enrollments.get(connection, each).contact for each in effect.enrollments[:_NAMED]]
        names = ", ".join(contacts.get(connection, person).address for person in people)
        more = len(effect.enrollments) - len(people)
        who = f"{names} and {more} more" if more else names
        keys = ", ".join(f"“{key}”" for key in effect.keys)
        sentence = _EDITS[effect.change].format(who=who, keys=keys)
        yield Finding(place=file_of(effect.sequence), sentence=sentence, is_fault=effect.is_refused)


def _messages(connection: Connection, house: House, now: datetime) -> Iterator[Finding]:
    """Render every message that is still to come, for everybody who is in a sequence."""
    yield from _mailboxes_gone(connection, house)
    previews = list(upcoming(connection, house, now))
    for gap in gaps(previews):
        place = f"{gap.contact.address} ({gap.sequence}, step {gap.index + 1})"
        yield Finding(place=place, sentence=gap.sentence, is_fault=True)
    for leak in strangers(connection, house, previews):
        sentence = (
            f"what is to be sent to them says “{leak.value}”, which is the {leak.column} of {leak.owner}: "
            "was a template written for one person?"
        )
        yield Finding(place=leak.reader, sentence=sentence, is_fault=leak.is_plain)


def _mailboxes_gone(connection: Connection, house: House) -> Iterator[Finding]:
    for enrollment in enrollments.active(connection):
        if enrollment.mailbox not in house.settings.mailboxes:
            address = contacts.get(connection, enrollment.contact).address
            sentence = (
                f"is written to from [mailboxes.{enrollment.mailbox}], which followupd.toml does not have any more"
            )
            yield Finding(place=address, sentence=sentence, is_fault=True)
