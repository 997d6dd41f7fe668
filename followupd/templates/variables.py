"""What a template may speak of: the facts about a contact, as small frozen views with named parts.

A fact that is not there (no voicemail was logged, a column is empty) is left out, and a template that needs it
is refused in words that say so. A view hands out its named parts and nothing else of itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from difflib import get_close_matches

from followupd.core.model import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Something with named parts. A part that is None or blank counts as not there."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of all parts that there can be, also of those not there."""
        return tuple(part.name for part in fields(cls))

    def look_up(self, name: str) -> object | None:
        """Return a part, None where there is none of this name or nothing in it."""
        value: object = getattr(self, name) if name in self.names() else None
        return None if isinstance(value, str) and not value.strip() else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender(View):
    """The mailbox that writes."""

    name: str
    email: str
    signature: str | None = None
    postal_address: str | None = None
    first_name: str | None = None  # None: the first word of `name`

    def look_up(self, name: str) -> object | None:
        if name == "first_name" and self.first_name is None:
            return self.name.split()[0] if self.name.split() else None
        return View.look_up(self, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch(View):
    """A mail that was really sent, or anything else in the ledger of attempts."""

    at: datetime
    kind: str  # a StepKind or a Channel
    subject: str | None = None  # None of what has no subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged(View):
    """A voicemail or a call that was logged."""

    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(View):
    """The next step that was agreed on."""

    what: str
    on: date
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep(View):
    """The step after this one; a text that says `at` makes a promise."""

    at: datetime
    kind: str  # a StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(View):
    """The last time that a mail of ours named and that has come; a text can claim it was kept only where it was."""

    at: datetime
    kept: datetime | None = None  # when what was promised happened; None: it was broken


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView(View):
    """A contact: every column of their row in the CSV, and what the program itself knows of them."""

    columns: Mapping[str, str] = field(default_factory=dict)

    def look_up(self, name: str) -> object | None:
        value = self.columns.get(name, "")
        return value if value.strip() else None


VARIABLES: Mapping[str, tuple[str, ...]] = {
    "contact": (),  # any column
    "sender": Sender.names(),
    "last_email": Touch.names(),
    "first_email": Touch.names(),
    "last_contact": Touch.names(),
    "voicemail": Logged.names(),
    "call": Logged.names(),
    "agreement": Agreement.names(),
    "next_step": NextStep.names(),
    "promise": Promise.names(),
    "attempts": (),
    "now": (),
}
"""Every variable, with the names of its parts."""

_DID_NOT_HAPPEN: Mapping[str, str] = {
    "voicemail": "there is no voicemail logged for {who}; once you have left one: followupd log {who} voicemail",
    "call": "there is no call logged for {who}; once you have called: followupd log {who} call",
    "agreement": 'no next step is agreed with {who}; set one with: followupd agree {who} --what "…" --on DATE',
    "last_email": "no e-mail has been sent to {who} yet",
    "first_email": "no e-mail has been sent to {who} yet",
    "last_contact": "there was no contact with {who} yet",
    "promise": "no e-mail to {who} has named a time that has come, so there is no promise to speak of",
    "next_step": "no step follows this one, so there is no time to name to {who}",
}


def build_variables(
    *,
    contact: Contact,
    sender: Sender,
    now: datetime,
    attempts: int = 0,
    first_email: Touch | None = None,
    last_email: Touch | None = None,
    last_contact: Touch | None = None,
    voicemail: Logged | None = None,
    call: Logged | None = None,
    agreement: Agreement | None = None,
    next_step: NextStep | None = None,
    promise: Promise | None = None,
) -> Mapping[str, object]:
    """Put together what `render` takes. All times aware; `now` is the time the mail will bear.

    What is None is left out. `contact` gets its columns, and `email`, `name`, `timezone`, `country`, `language`
    from the record where the columns have none of that name.
    """
    facts: dict[str, object | None] = {
        "contact": view_of(contact),
        "sender": sender,
        "now": now,
        "attempts": attempts,
        "first_email": first_email,
        "last_email": last_email,
        "last_contact": last_contact,
        "voicemail": voicemail,
        "call": call,
        "agreement": agreement,
        "next_step": next_step,
        "promise": promise,
    }
    return {name: value for name, value in facts.items() if value is not None}


def view_of(contact: Contact) -> ContactView:
    """Show a contact as templates see them."""
    known = {
        "email": contact.address,
        "name": contact.name,
        "timezone": contact.timezone or "",
        "country": contact.country or "",
        "language": contact.language or "",
    }
    own = {name: text for name, text in known.items() if not contact.fields.get(name, "").strip()}
    return ContactView(columns={**contact.fields, **own})


def may_be_absent(owner: View | None, name: str) -> bool:
    """Tell whether a name that was not found is known all the same: a fact that may or may not be there."""
    if owner is None:
        return name in VARIABLES
    if isinstance(owner, ContactView):
        return name in owner.columns
    return name in owner.names()


def explain_missing(variables: Mapping[str, object], owner: View | None, name: str) -> str:
    """Say in a sentence why a variable has nothing to show. `owner` is the view it was looked up in."""
    who = _who(variables)
    if owner is None:
        return _DID_NOT_HAPPEN[name].format(who=who) if name in _DID_NOT_HAPPEN else _unknown(name, variables)
    holder = next((key for key, value in variables.items() if value is owner), "it")
    dotted = f"{holder}.{name}"
    if isinstance(owner, ContactView):
        if name in owner.columns:
            return f'{dotted} is empty for {who}; fill it in or write {{{{ {dotted} | default("…") }}}}'
        return _unknown(dotted, variables)
    if name not in owner.names():
        return _unknown(dotted, variables)
    if isinstance(owner, Promise):
        return f"the promise to {_who(variables)} was not kept: claim it only inside {{% if promise.kept %}}"
    if holder == "sender":
        return f"{dotted} is not set; set it in followupd.toml, in the section of the mailbox"
    return f"{dotted} is empty: nothing was noted there for {who}"


def unknown_name(dotted: str, columns: tuple[str, ...] = ()) -> str:
    """Say that a dotted name is no variable, and which one is nearest."""
    everything = [f"contact.{column}" for column in columns]
    for variable, parts in VARIABLES.items():
        everything += [f"{variable}.{part}" for part in parts] or [variable]
    owner, _, part = dotted.partition(".")
    if owner == "contact":  # the part alone counts: what all columns share makes none of them nearer
        near = [f"contact.{column}" for column in get_close_matches(part, columns, n=1, cutoff=0.75)]
    else:
        near = get_close_matches(dotted, everything, n=1, cutoff=0.75) or _same_part(dotted, everything)
    if near:
        return f"{dotted} is not known; did you mean {near[0]}?"
    if owner == "contact" and columns:
        given = ", ".join(columns)
        return (
            f'{dotted} is not known; the contact has {given}; write {{{{ {dotted} | default("…") }}}} if it is optional'
        )
    parts = VARIABLES.get(owner, ())
    there_is = ", ".join(f"{owner}.{part}" for part in parts) or ", ".join(VARIABLES)
    return f"{dotted} is not known; there is {there_is}"


def _unknown(dotted: str, variables: Mapping[str, object]) -> str:
    contact = variables.get("contact")
    return unknown_name(dotted, tuple(contact.columns) if isinstance(contact, ContactView) else ())


def _same_part(dotted: str, everything: list[str]) -> list[str]:
    """Find names that differ only in their owner: `first_name` is meant to be `contact.first_name`."""
    part = dotted.rpartition(".")[2]
    by_part = {name.rpartition(".")[2]: name for name in reversed(everything)}
    return [by_part[near] for near in get_close_matches(part, by_part, n=1, cutoff=0.8)]


def _who(variables: Mapping[str, object]) -> str:
    contact = variables.get("contact")
    email = contact.look_up("email") if isinstance(contact, ContactView) else None
    return str(email or "this contact")
