"""The mail that a bump forwards, read back from its bytes: who, when, to whom, about what, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from itertools import islice

from followupd.core.letters.fields import decode_bytes, decode_words, read_fields, read_people
from followupd.core.letters.headers import ComposeError, harmless, shown
from followupd.core.letters.message_ids import scan_ids
from followupd.core.letters.mime import clean_text
from followupd.core.letters.subjects import bare_subject, clean_subject
from followupd.core.model import Person

MAX_BYTES = 10_000_000
_MAX_PARTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What a forward shows of a mail. There is no Bcc here, so that none can be shown."""

    message_id: str  # "" where it has none
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    sent_at: datetime  # aware, in the zone of its Date field
    subject: str
    text: str  # with "\n" line ends, exactly one at the end
    forwards: bool  # it is a forward itself, as bumps are


def read_original(raw: bytes) -> Original:
    """Read a mail of our own; raises `ComposeError` where a forward could not show it truly."""
    fields = read_fields(raw)

    def first(name: str) -> str:
        return fields.get(name, ("",))[0]

    subject = clean_subject(harmless(decode_words(first("subject"))))
    senders = read_people(first("from"))
    if not senders:
        raise ComposeError(f"The mail “{subject}” cannot be forwarded: its From field has no address")
    return Original(
        message_id=next(iter(scan_ids(first("message-id"))), ""),
        sender=senders[0],
        to=read_people(first("to")),
        cc=read_people(first("cc")),
        sent_at=_sent_at(first("date"), subject),
        subject=subject,
        text=_text(raw, subject),
        forwards=_is_forward(fields, subject),
    )


def _is_forward(fields: Mapping[str, tuple[str, ...]], subject: str) -> bool:
    """Whether it names what it forwards, or starts a thread of its own under a subject with a prefix.

    Exchange takes any three letters and a colon for a prefix; only those that are known as one count.
    """
    if fields.keys() & {"references", "in-reply-to", "x-forwarded-message-id"}:
        return "x-forwarded-message-id" in fields
    topic = clean_subject(harmless(decode_words(fields.get("thread-topic", (subject,))[0])))
    return topic != subject and topic == bare_subject(subject, in_thread=True)


def _sent_at(date: str, subject: str) -> datetime:
    try:
        at = parsedate_to_datetime(date[:200])
    except (ValueError, OverflowError) as fault:
        raise ComposeError(
            f"The mail “{subject}” cannot be forwarded: its date “{shown(date)}” cannot be read"
        ) from fault
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # "-0000" is UTC without a word on the writer's zone


def _text(raw: bytes, subject: str) -> str:
    """Return its first plain text; the HTML beside it says the same."""
    if len(raw) > MAX_BYTES:
        raise ComposeError(f"The mail “{subject}” cannot be forwarded: it has more than 10 MB")
    try:
        parts = islice(BytesParser(policy=compat32).parsebytes(raw).walk(), _MAX_PARTS)
        part = next((part for part in parts if _is_body(part)), None)
    except RecursionError as fault:
        raise ComposeError(f"The mail “{subject}” cannot be forwarded: its parts are nested too deep") from fault
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise ComposeError(f"The mail “{subject}” cannot be forwarded: it has no plain text")
    return clean_text(decode_bytes(payload, part.get_content_charset("utf-8")))


def _is_body(part: "Message[str, str]") -> bool:
    return part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment"
