"""What a follow-up takes over from the mail before it: ids, base subject, Outlook's index.

Gmail asks for the same subject and for ids it has seen (R1.10), Outlook for its Thread-Index (R1.11), Apple Mail
and Thunderbird for the ids (R1.12): a `Thread` holds what satisfies all of them.
"""

from followupd.core.letters.fields import decode_words, read_fields
from followupd.core.letters.headers import harmless
from followupd.core.letters.message_ids import is_wire_safe, root_of, scan_ids
from followupd.core.letters.subjects import bare_subject, clean_subject
from followupd.core.letters.thread_index import decode_index
from followupd.core.model import Thread

MAX_REFERENCES = 20


def thread_after(raw: bytes, *, wire_id: str | None = None) -> Thread:
    """Return the thread for the mail that follows `raw`: a mail of ours as stored, a Sent copy, or one of theirs.

    Reads the header only, tolerates what is malformed and never raises. `wire_id` is the Message-ID by which the
    world knows a mail of ours whose provider has replaced the one in our bytes (R1.6).
    """
    fields = read_fields(raw)

    def first(name: str) -> str:
        return fields.get(name, ("",))[0]

    return thread_of(
        message_id=wire_id or first("message-id"),
        references=scan_ids(first("references")),
        in_reply_to=scan_ids(first("in-reply-to")),
        subject=decode_words(first("subject")),
        topic=decode_words(first("thread-topic")),
        thread_index=decode_index(first("thread-index")),
    )


def thread_of(
    *,
    message_id: str,
    references: tuple[str, ...],
    in_reply_to: tuple[str, ...],
    subject: str,
    topic: str = "",
    thread_index: bytes = b"",
) -> Thread:
    """Return the thread for the mail that follows one with these fields.

    A mail without References but with exactly one id in In-Reply-To has that one for its reference (RFC 5322
    section 3.6.4). In a thread's first mail "Ref: 4711" is a subject and no prefix, unless its Thread-Topic (`topic`)
    says otherwise. `parent_id` is "" where the mail has no id that could be named.
    """
    if not references and len(in_reply_to) == 1:
        references = in_reply_to
    subject, topic = harmless(subject), harmless(topic)
    bare = bare_subject(subject, in_thread=True)
    is_first = not in_reply_to and all(root_of(each) for each in references)  # it may name the anchor of its thread
    if is_first and bare != clean_subject(topic):
        bare = bare_subject(subject)
    parent = next(iter(scan_ids(message_id)), "")
    return Thread(
        parent_id=parent if is_wire_safe(parent) else "",
        references=tuple(each for each in references if is_wire_safe(each) and each != parent),
        base_subject=bare,
        thread_index=thread_index,
    )


def references_in(thread: Thread) -> tuple[str, ...]:
    """Return the References of a mail in this thread: the root, then the newest, at most 20, each once (R1.8)."""
    ids = tuple(dict.fromkeys(each for each in thread.references if each != thread.parent_id))
    ids += (thread.parent_id,) if thread.parent_id else ()
    return ids if len(ids) <= MAX_REFERENCES else (ids[0], *ids[1 - MAX_REFERENCES :])
