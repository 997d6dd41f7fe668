"""The settings as the rest of the program knows them: frozen, checked, with every default filled in.

One record per table of followupd.toml, one field per key. `load` makes them; nobody else has to doubt a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from followupd.config.credentials import Secret
from followupd.core.calendar.spans import Delay, Rate, Window
from followupd.core.letters.forward import ForwardStyle
from followupd.core.model import Person
from followupd.replies.decide import Table as Costs

MAX_PER_DAY = 200
"""Automatic mails of one mailbox in a day, whatever the file says (R5.7): this is for writing to people one by one."""


class Security(StrEnum):
    """How a connection to a mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"  # loopback only


class SentCopy(StrEnum):
    """Whether followupd files a copy in the Sent folder itself."""

    AUTO = "auto"  # only where the provider does not do it
    ALWAYS = "always"
    NEVER = "never"


class ListUnsubscribe(StrEnum):
    """Whether mails carry a List-Unsubscribe field, which mail programs show as a button."""

    NEVER = "never"  # the text says how to opt out, and any reply does it
    MAILTO = "mailto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a mail server listens."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One account that mail is sent from and that answers come back to."""

    name: str  # of its table: [mailboxes.NAME]
    sender: Person
    smtp: Server
    imap: Server
    username: str
    password: Secret | None = None  # None: a server on this machine that asks for none
    aliases: tuple[str, ...] = ()  # further addresses of the owner: mail from them is never a reply
    signature: str = ""
    postal_address: str = ""
    provider: str = ""  # the preset's name; "" where the servers are written out
    html: bool = False
    language: str = "en"
    forward_style: ForwardStyle = ForwardStyle.GMAIL
    sent_copy: SentCopy = SentCopy.AUTO
    list_unsubscribe: ListUnsubscribe = ListUnsubscribe.NEVER
    ramp_up: bool = True  # few mails a day at first (core.ramp)
    authserv: tuple[str, ...] = ()  # whose Authentication-Results are believed (core.letters.authentication)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that is the owner's own, the one that sends first."""
        return (self.sender.address, *self.aliases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """When and how much: the caps of [sending]. They hold for each mailbox."""

    windows: tuple[Window, ...]
    per_day: int
    per_hour: int
    gap: tuple[Delay, Delay]  # shortest and longest pause between two mails of one mailbox
    per_contact: Rate  # across all sequences and mailboxes
    per_domain_per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRules:
    """What has to be read before anything may be sent."""

    max_age: timedelta
    probe: timedelta | None  # after how much silence the Inbox has to prove that it is no deafness; None: never
    junk: bool
    label: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRules:
    """What becomes of answers where the words alone do not settle it."""

    unsure_below: float  # a confidence below this one holds the contact and asks
    later_default: Delay
    costs: Costs  # what it costs to take a reply that means one thing for another


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Whom to tell, on which ways. The journal is told in any case."""

    email: str | None = None
    command: tuple[str, ...] = ()
    webhook: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A whole followupd.toml."""

    path: Path  # of the file, absolute
    timezone: str
    country: str | None  # None: no public holidays are known
    state_dir: Path  # absolute; may not exist yet
    database: str  # an SQLAlchemy URL; the path of a SQLite file in it is absolute
    live: bool
    mailboxes: Mapping[str, Mailbox]
    sending: Sending
    inbox: InboxRules
    replies: ReplyRules
    alerts: Alerts = field(default_factory=Alerts)
    days_off: frozenset[date] = frozenset()

    @property
    def folder(self) -> Path:
        """The folder that the user edits: sequences, templates and phrases lie beside the file."""
        return self.path.parent
