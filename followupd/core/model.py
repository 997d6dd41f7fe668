"""The nouns: ids, the closed sets of words, and the frozen records that the rooms hand to one another.

Times are aware UTC `datetime`s and end in `_at`; dates in the contact's zone end in `_on`. An address is
stored as `local@domain` with the domain in lower-case A-labels (IDNA 2008).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

ContactId = NewType("ContactId", int)
EnrollmentId = NewType("EnrollmentId", int)
OutgoingId = NewType("OutgoingId", int)
ReplyId = NewType("ReplyId", int)
TaskId = NewType("TaskId", int)


class StepKind(StrEnum):
    """What a step of a sequence does."""

    EMAIL = "email"  # a templated mail, in the same thread unless the step asks for a new one
    BUMP = "bump"  # a genuine forward of the last substantive mail with one short line on top
    CALL = "call"  # a task for the owner, with a script to read out
    TASK = "task"  # any other task for the owner: a visit, a handwritten note


class State(StrEnum):
    """Where an enrollment stands; `core.lifecycle` alone moves it."""

    WAITING = "waiting"  # `due_at` is set
    SENDING = "sending"  # claimed: Message-ID and bytes are stored, the outcome is not
    HELD = "held"  # a person must look; `hold` says at what
    STOPPED = "stopped"  # for good; `stop` says why


class Hold(StrEnum):
    """Why an enrollment waits for a person."""

    UNSURE = "unsure"  # a reply that could not be sorted with enough confidence
    UNREADABLE = "unreadable"  # a message of theirs that could not be read at all
    IN_DOUBT = "in-doubt"  # a mail that may or may not have left
    TASK = "task"  # a call or a task of the sequence is the owner's to do
    PAUSED = "paused"  # by hand
    REFUSED = "refused"  # the server refused the mail for a reason that is not the contact's
    FAULT = "fault"  # the template, the sequence or a fact it needs is missing
    STALE = "stale"  # came due so long ago that sending it now might be wrong


class Stop(StrEnum):
    """Why an enrollment ended."""

    YES = "yes"
    NO = "no"
    UNSUBSCRIBED = "unsubscribed"
    UNDELIVERABLE = "undeliverable"
    EXHAUSTED = "exhausted"  # silence to the end
    BY_HAND = "by-hand"
    OWNER_WROTE = "owner-wrote"  # a person took over
    SPOKE = "spoke"  # they talked on the phone


class Label(StrEnum):
    """What a reply says: the labels of the reply-classification log."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    UNSUBSCRIBE = "unsubscribe"
    QUESTION = "question"
    REFERRAL = "referral"
    UNCLEAR = "unclear"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"


class Verdict(StrEnum):
    """What a label comes down to for the sequence."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    UNSURE = "unsure"
    NONE = "-"  # not an answer


VERDICT_OF: Mapping[Label, Verdict] = {
    Label.YES: Verdict.YES,
    Label.NO: Verdict.NO,
    Label.LATER: Verdict.LATER,
    Label.UNSUBSCRIBE: Verdict.NO,
    Label.QUESTION: Verdict.UNSURE,
    Label.REFERRAL: Verdict.UNSURE,
    Label.UNCLEAR: Verdict.UNSURE,
    Label.AUTO_REPLY: Verdict.NONE,
    Label.BOUNCE: Verdict.NONE,
}


class Asks(StrEnum):
    """What a short answer to a mail of ours means; a template's `Asks:` line."""

    INTEREST = "interest"  # yes is yes
    CLOSE_FILE = "close-file"  # "yes" to "shall I close your file?" is a no
    CHOOSE = "choose"  # 1 / 2 / 3
    EITHER_OR = "either-or"  # a bare yes tells nothing


class Channel(StrEnum):
    """How a contact was tried: the kinds of entries in the ledger of attempts."""

    EMAIL = "email"
    BUMP = "bump"
    VOICEMAIL = "voicemail"
    CALL = "call"  # an attempt without a message, or a conversation
    NOTE = "note"
    VISIT = "visit"
    TASK = "task"


class Outcome(StrEnum):
    """How a task of the owner ended: the words of `followupd done --outcome`."""

    VOICEMAIL = "voicemail"  # left a message
    SPOKE = "spoke"
    NO_ANSWER = "no-answer"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A display name with an address, as in a From or To header field."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person who showed interest. `fields` holds every column of their CSV row, `email` included."""

    id: ContactId
    address: str
    fields: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None  # IANA name; None where the CSV did not say
    country: str | None = None  # ISO 3166 code, with a state as in "DE-BE"; None where unknown
    language: str | None = None  # ISO 639 code; None where unknown

    @property
    def name(self) -> str:
        """Their whole name, or "" where the columns give none."""
        given = self.fields.get("name", "")
        parts = (self.fields.get("first_name", ""), self.fields.get("last_name", ""))
        return given or " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment:
    """One contact in one sequence.

    `step` is the index of the step that comes next (or is being sent); `step_key` names it, so that an edited
    sequence file can be matched to it again. A step equal to the number of steps is the silence after the last one.
    """

    id: EnrollmentId
    contact: ContactId
    sequence: str
    mailbox: str
    state: State
    step: int
    step_key: str
    enrolled_at: datetime
    due_at: datetime | None = None  # set while WAITING, else None
    promised_at: datetime | None = None  # the time that our last mail named for the next step; never moved
    not_before: datetime | None = None  # they asked for nothing earlier than this; outlives SENDING and HELD
    hold: Hold | None = None  # set while HELD
    stop: Stop | None = None  # set when STOPPED
    revision: int = 0  # grows with every save: the compare-and-set of the store

    def __post_init__(self) -> None:
        """Refuse at birth what no state may look like."""
        if (self.state is State.WAITING) != (self.due_at is not None):
            raise ValueError(f"enrollment {self.id}: due_at goes with WAITING, not with {self.state}")
        if (self.state is State.HELD) != (self.hold is not None):
            raise ValueError(f"enrollment {self.id}: a hold goes with HELD, not with {self.state}")
        if (self.state is State.STOPPED) != (self.stop is not None):
            raise ValueError(f"enrollment {self.id}: a stop reason goes with STOPPED, not with {self.state}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What a mail needs to know of the conversation it goes into.

    `parent_id` and `references` are Message-IDs with their angle brackets, in the order of the References field
    of the parent; `thread_index` is the parent's Thread-Index, decoded (22 + 5n bytes), b"" where it had none.
    """

    parent_id: str
    references: tuple[str, ...]
    base_subject: str
    thread_index: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that is ready to be put into bytes: nothing in it is a template any more."""

    sender: Person
    to: Person
    subject: str  # without "Re:" or "Fwd:"; in a thread the base subject of the thread wins
    text: str  # the body as the user wrote it: "\n" line ends, unwrapped paragraphs
    message_id: str  # with angle brackets, from compose.new_message_id
    written_at: datetime  # aware, in the sender's zone: becomes the Date field
    thread: Thread | None = None  # None for the first mail of a thread
    html: bool = False  # also the same words as HTML
    language: str = "en"
    anchored: bool = False  # a first mail names the anchor of its thread: for providers that replace Message-IDs
    unsubscribe: str = ""  # a mailto: URI for List-Unsubscribe; "" for a mail without that field


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A mail of ours as the store keeps it, from the claim on."""

    id: OutgoingId
    enrollment: EnrollmentId
    contact: ContactId
    mailbox: str
    step: int
    step_key: str
    kind: StepKind
    message_id: str
    to: str
    subject: str
    text: str  # our own words, without what a bump forwards
    raw: bytes
    asks: Asks | None
    claimed_at: datetime
    sent_at: datetime | None = None  # set once the server accepted it
    thread_head: bytes = b""  # the first 22 bytes of its Thread-Index, the same in the whole conversation
    wire_id: str | None = None  # the Message-ID that the provider put in its place, where it did


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One recipient's part of a delivery status notification (RFC 3464 section 2.3), fields as found."""

    recipient: str
    action: str  # failed, delayed, delivered, relayed, expanded; "" where unknown
    status: str  # enhanced status code such as 5.1.1; "" where unknown
    diagnostic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A message that arrived, read by `replies.parse`: bounded, decoded, never more than it says.

    `fresh` is what its writer wrote; `quoted` is what was set aside (quotations, forwarded blocks, signature,
    disclaimer). Header fields are decoded, in lower case, at most the first values of each.
    """

    message_id: str  # with angle brackets; "" where the message has none
    sender: Person  # From; address "" where it cannot be read
    subject: str = ""
    reply_to: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reported_ids: tuple[str, ...] = ()  # Message-IDs inside attached reports, headers or messages
    returned_to: tuple[str, ...] = ()  # To and Cc of a message that is attached: of a DSN, who it was for
    thread_index: bytes = b""
    sent_at: datetime | None = None  # the Date field, aware; None where absent or unreadable
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    content_type: str = "text/plain"
    fresh: str = ""
    quoted: str = ""
    reports: tuple[Report, ...] = ()
    report_type: str = ""  # of a multipart/report: delivery-status, disposition-notification, feedback-report
    calendar: str = ""  # the first text/calendar part
    has_attachment: bool = False
    unreadable: str = ""  # why its text could not be read; "" when it could

    def header(self, name: str) -> str:
        """Return the first value of a header field, "" where it is absent."""
        return self.headers.get(name.lower(), ("",))[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a folder was read: every UID up to `last_uid` under this UIDVALIDITY has been dealt with."""

    uidvalidity: int
    last_uid: int


class KindName(StrEnum):
    """Who made a message: decided from its structure before any text is judged."""

    HUMAN = "human"
    AUTO_REPLY = "auto-reply"  # absence notes, ticket acknowledgements, challenges
    BOUNCE = "bounce"
    DELAY = "delay"  # a delivery report that reports no failure
    RECEIPT = "receipt"
    COMPLAINT = "complaint"  # RFC 5965 feedback report
    CALENDAR = "calendar"
    UNREADABLE = "unreadable"


class Fault(StrEnum):
    """Whose problem a failed delivery is."""

    RECIPIENT = "recipient"
    ACCOUNT = "account"
    DOMAIN = "domain"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for a decision: the words it rests on and the id of the rule that saw them."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What kind of message this is, with the evidence for it."""

    name: KindName
    evidence: tuple[Evidence, ...] = ()
    permanent: bool = False  # of a bounce: will not get better by waiting
    fault: Fault | None = None  # of a bounce: whose problem
    recipients: tuple[str, ...] = ()  # of a bounce: who was not reached
    # calendar: accepted, declined, tentative, request; auto-reply: absence, left, ticket, challenge;
    # bounce: the reason's name, such as user-unknown; receipt and complaint: the type that the report states
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the mail that is being answered asked, and the circumstances that its answer is read in."""

    now: datetime
    timezone: str  # of the writer: "tomorrow" is theirs
    asks: Asks | None = None
    our_text: str = ""  # the words of our mail that they answer: found again in theirs, they are quotation
    country: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a message means for a sequence."""

    label: Label
    confidence: float  # 0 to 1, calibrated: of replies marked 0.9, nine of ten are right
    evidence: tuple[Evidence, ...]
    resume_on: date | None = None  # the first day on which to write again, wherever the text names one
    kind: Kind = Kind(name=KindName.HUMAN)
    asked: str = ""  # what our mail asked, as it was taken into account; "" where nothing was found

    @property
    def verdict(self) -> Verdict:
        """The label, boiled down to what a sequence does about it."""
        return VERDICT_OF[self.label]
