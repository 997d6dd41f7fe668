"""What happened in a run, each thing when it did, and what is left at the end."""

from dataclasses import dataclass, field
from datetime import datetime

from followupd.core.model import Hold, Label, State, Stop
from followupd.store.mails import MailState

# Times are those of the run's own clock.


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A contact's answer lies in the owner's mailbox. Nothing is to be written to them before `quiet_until`."""

    contact: str
    folder: str
    message_id: str
    label: Label
    quiet_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The owner has put somebody on the suppression list."""

    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The daemon has read a folder to its end. `began` is the number of things that had happened before it began."""

    folder: str
    began: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The claim is written, and the mail is in the hands of who submits it."""

    contact: str
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The last look before MAIL FROM found nothing against it."""

    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The server's 354 has come through: what follows may be taken for a message. Seen in the clear only."""

    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """All but the end of the mail is on the wire."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A mail lies in the contact's mailbox."""

    contact: str
    message_id: str
    step: str


Happening = Answered | Barred | Read | Handed | Looked | Invited | Marked | Arrived


@dataclass(slots=True)
class History:
    """Everything that happened, oldest first."""

    happenings: list[Happening] = field(default_factory=list)

    def add(self, happening: Happening) -> None:
        self.happenings.append(happening)

    @property
    def length(self) -> int:
        return len(self.happenings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an enrollment stands."""

    contact: str
    state: State
    due_at: datetime | None = None
    hold: Hold | None = None
    stop: Stop | None = None
    open_tasks: tuple[Hold | None, ...] = ()  # what the owner is asked about
    unsure_tasks: int = 0  # that were ever opened about an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What the database says of a mail."""

    contact: str
    message_id: str
    state: MailState
    was_in_doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is left when the weather has been fair for a while."""

    at: datetime
    files_sent: bool  # the provider puts what it sends into Sent
    in_the_clear: bool
    standings: tuple[Standing, ...] = ()
    mails: tuple[Mail, ...] = ()
    stored: tuple[str, ...] = ()  # Message-IDs of the replies in the database
    logged: tuple[str, ...] = ()  # and in replies.jsonl
    in_sent: tuple[str, ...] = ()  # Message-IDs in the owner's Sent folder
    in_inbox: tuple[str, ...] = ()  # and in Inbox and Junk
    suppressed: frozenset[str] = frozenset()
    outcry: tuple[str, ...] = ()  # what the daemon says of faults in itself
    unrecovered: tuple[str, ...] = ()  # what does not work again, though nothing stands in its way
