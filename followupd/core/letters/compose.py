"""Our mails in bytes (RFC 5322): a letter alone, in its thread, as a forward of the last one, or to the owner.

The same letter always gives the same bytes. A mail to a contact has no field beyond those that a person's own
program writes: nothing that tracks, no Auto-Submitted, whose absence notes we want (R1.30), and no list field but the
List-Unsubscribe that its owner may have asked for (R1.29).
Everything is ASCII, but for the To of a contact whose address is not (RFC 6532): that mail needs SMTPUTF8 (R1.26).
The bytes are put together by hand, as `EmailMessage` is slow and encodes long ids; the tests read them back with it.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.letters.addresses import AddressError, normalise
from followupd.core.letters.conversation import references_in, thread_after, thread_of
from followupd.core.letters.forward import ForwardStyle, forward
from followupd.core.letters.headers import (
    ComposeError,
    date_field,
    guarded,
    ids_field,
    person_field,
    plain_field,
    text_field,
)
from followupd.core.letters.message_ids import anchor_of, is_wire_safe, new_message_id
from followupd.core.letters.mime import alternative_entity, clean_text, html_document, html_paragraphs, text_entity
from followupd.core.letters.original import read_original
from followupd.core.letters.subjects import clean_subject
from followupd.core.letters.thread_index import child_index, encode_index, first_index
from followupd.core.model import Letter, Person

__all__ = [
    "ComposeError",
    "ForwardStyle",
    "bump",
    "email",
    "new_message_id",
    "notice",
    "readdressed",
    "thread_after",
    "thread_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The words of a mail, as text and as the inside of an HTML body."""

    text: str
    html: str


def email(letter: Letter) -> bytes:
    """Return the letter as a mail: "Re: base subject" where it has a thread, else under its own subject.

    Raises `ComposeError` for anything that would break out of its field or cannot be delivered.
    """
    return _assembled(letter, _subject_fields(letter, "Re:"), _letter_body(letter))


def notice(letter: Letter) -> bytes:
    """Return a mail that the daemon writes to its owner on its own account, which no program should answer (R1.30)."""
    marks = plain_field("Auto-Submitted", "auto-generated") + plain_field("X-Auto-Response-Suppress", "All")
    return _assembled(letter, _subject_fields(letter, "Re:") + marks, _letter_body(letter))


def bump(letter: Letter, original: bytes, *, style: ForwardStyle, keep_thread: bool = True) -> bytes:
    """Return a genuine forward of `original`, the Sent copy of our last mail, under the one line of the letter.

    What is forwarded is what those bytes say, not what a template would say today (R1.15), with its true From,
    Date, To, Cc and Subject in the words and order of `style` (R1.14); Bcc and attachments stay behind (R1.19).
    The date is shown in the zone of `letter.written_at`. The subject is the original's, whatever the letter's.

    With `keep_thread` the forward stays in the conversation: under `letter.thread` where that is set, else under the
    original itself. Without, it starts a new one and names no ids (R1.17).
    Raises `ComposeError` for an original without text, or that is a forward itself (R1.16).
    """
    mail = read_original(original)
    if mail.forwards:
        raise ComposeError(
            f"The mail “{mail.subject}” to {letter.to.address} is itself a forward: forward the one before"
        )
    part = forward(mail, style, letter.language, letter.written_at.tzinfo)
    conversation = thread_after(original)
    letter = replace(
        letter,
        subject=conversation.base_subject,
        thread=(letter.thread or conversation) if keep_thread else None,
    )
    fields = _subject_fields(letter, part.prefix, forced=True)
    if keep_thread and is_wire_safe(mail.message_id):
        fields += ids_field("X-Forwarded-Message-Id", [mail.message_id])
    top = _letter_body(letter)
    return _assembled(letter, fields, _Body(text=f"{top.text}\n{part.text}", html=f"{top.html}\n{part.html}"))


def readdressed(raw: bytes, *, to: Person, message_id: str, at: datetime) -> bytes:
    """Return a mail of ours as it would look to another reader, sent at another time: all else stays as it is."""
    head, gap, body = raw.partition(b"\r\n\r\n")
    for name, field in (
        ("To", person_field("To", _deliverable(to))),
        ("Date", date_field(at)),
        ("Message-ID", ids_field("Message-ID", [message_id])),
    ):
        head = _with_field(head, name.encode(), field.rstrip("\r\n").encode("ascii"))
    return head + gap + body


def _with_field(head: bytes, name: bytes, field: bytes) -> bytes:
    """Put a field, folded or not, in the place of the one that is there."""
    lines = re.split(rb"\r\n(?![ \t])", head)
    return b"\r\n".join(field if line.startswith(name + b":") else line for line in lines)


def _assembled(letter: Letter, fields: str, body: _Body) -> bytes:
    """Put the fields that every mail has around those that are this mail's own."""
    if letter.html:
        document = html_document(body.html, letter.language)
        entity = alternative_entity(clean_text(body.text), document, letter.message_id)
    else:
        entity = text_entity(clean_text(body.text))
    sender = person_field("From", _deliverable(letter.sender))
    to = person_field("To", _deliverable(letter.to, eai=True))
    head = (
        date_field(letter.written_at)
        + ids_field("Message-ID", [letter.message_id])
        + fields
        + (plain_field("List-Unsubscribe", f"<{letter.unsubscribe}>") if letter.unsubscribe else "")
        + plain_field("MIME-Version", "1.0")
    )
    return sender.encode("ascii") + to.encode() + (head + entity).encode("ascii")


def _deliverable(person: Person, *, eai: bool = False) -> Person:
    """Return the person with the address as it goes over the wire; it is looked at once more right here (R1.26)."""
    try:
        return replace(person, address=normalise(person.address, eai=eai))
    except AddressError as fault:
        raise ComposeError(str(fault)) from fault


def _letter_body(letter: Letter) -> _Body:
    text = clean_text(letter.text)
    if not text.strip():
        raise ComposeError(f"The mail to {letter.to.address} has no text")
    return _Body(text=text, html=html_paragraphs(text))


def _subject_fields(letter: Letter, prefix: str, *, forced: bool = False) -> str:
    """Return Subject and what ties the mail to its conversation; `forced`: the prefix stands without a thread too."""
    topic = clean_subject(letter.thread.base_subject if letter.thread else guarded("Subject", letter.subject))
    if not topic and letter.thread is None:
        raise ComposeError(f"The mail to {letter.to.address} has no subject")
    subject = f"{prefix} {topic}" if letter.thread or forced else topic
    return (
        text_field("Subject", subject)
        + _id_fields(letter)
        + (text_field("Thread-Topic", topic) if topic else "")
        + plain_field("Thread-Index", encode_index(_thread_index(letter)))
    )


def _id_fields(letter: Letter) -> str:
    """Return In-Reply-To and References (RFC 5322 section 3.6.4, R1.4).

    A first mail answers nothing. Where it names the anchor of its thread, that is in References alone: an In-Reply-To
    would pretend to be an answer (R1.7).
    """
    thread = letter.thread
    if thread is None:
        return ids_field("References", [anchor_of(letter.message_id)]) if letter.anchored else ""
    references = references_in(thread)
    return (ids_field("In-Reply-To", [thread.parent_id]) if thread.parent_id else "") + (
        ids_field("References", references) if references else ""
    )


def _thread_index(letter: Letter) -> bytes:
    """Return the parent's Thread-Index with a block more; a thread that has none yet gets one named after its root.

    The root and not the parent gives the name: whichever mail of the thread a follow-up hangs under, Outlook sees
    the same conversation.
    """
    thread = letter.thread
    if thread is not None and thread.thread_index:
        return child_index(thread.thread_index, letter.message_id, letter.written_at)
    references = references_in(thread) if thread else ()
    return first_index(references[0] if references else letter.message_id, letter.written_at)
