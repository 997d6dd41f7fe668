"""Replies: what arrived, what it was taken for and why, and the lines of the reply-classification log.

The line of the log is stored in the transaction that decides; the file is written from these rows afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from followupd.core.model import ContactId, EnrollmentId, Evidence, Label, ReplyId, Verdict
from followupd.store import meta
from followupd.store.tables import log_lines, replies


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One inbound message that concerned a contact, as it was read and sorted."""

    id: ReplyId
    contact: ContactId
    enrollment: EnrollmentId | None
    mailbox: str
    folder: str
    message_id: str
    identity: str
    received_at: datetime
    decided_at: datetime
    sender: str
    subject: str
    fresh: str
    quoted: str
    matched_by: str
    label: Label
    verdict: Verdict
    confidence: float
    resume_on: date | None
    evidence: tuple[Evidence, ...]
    action: str
    asked: str | None = None  # what our mail asked; None where it was stored before that was remembered


def add(connection: Connection, reply: Reply) -> ReplyId:
    """Store a reply (its id is ignored); the unique key refuses the same message a second time."""
    values: dict[str, Any] = {
        name: getattr(reply, name)
        for name in (
            "contact", "enrollment", "mailbox", "folder", "message_id", "identity", "received_at", "decided_at",
            "sender", "subject", "fresh", "quoted", "matched_by", "confidence", "resume_on", "action",
            "asked",
        )
    }  # fmt: skip
    values["label"] = reply.label.value
    values["verdict"] = reply.verdict.value
    values["evidence"] = [{"text": item.text, "why": item.why} for item in reply.evidence]
    return ReplyId(connection.execute(insert(replies).values(**values).returning(replies.c.id)).scalar_one())


def set_action(connection: Connection, reply: ReplyId, action: str) -> None:
    """Record what was done about a reply."""
    connection.execute(update(replies).where(replies.c.id == reply).values(action=action))


def is_known(connection: Connection, mailbox: str, identity: str) -> bool:
    """Say whether this message has taken effect already, from whatever folder."""
    query = select(replies.c.id).where(replies.c.mailbox == mailbox, replies.c.identity == identity)
    return connection.execute(query).first() is not None


def is_filed(connection: Connection, mailbox: str, message_id: str, sender: str, received_at: datetime) -> bool:
    """Say whether a message with this id, of this writer, filed at this moment, has taken effect already."""
    query = select(replies.c.id).where(
        replies.c.mailbox == mailbox,
        replies.c.message_id == message_id,
        replies.c.sender == sender,
        replies.c.received_at == received_at,
    )
    return connection.execute(query).first() is not None


def get(connection: Connection, identity: ReplyId) -> Reply | None:
    """Return a reply by its number."""
    row = connection.execute(select(replies).where(replies.c.id == identity)).mappings().first()
    return None if row is None else _reply(row)


def of_contact(connection: Connection, contact: ContactId) -> Sequence[Reply]:
    """Return what a contact answered, oldest first."""
    rows = connection.execute(select(replies).where(replies.c.contact == contact).order_by(replies.c.id))
    return [_reply(row) for row in rows.mappings()]


def everything(connection: Connection, *, since: datetime | None = None, label: str | None = None) -> Sequence[Reply]:
    """Return the replies that were decided since a moment, of one label or verdict or of all, oldest first."""
    query = select(replies).order_by(replies.c.id)
    if since is not None:
        query = query.where(replies.c.decided_at >= since)
    if label is not None:
        query = query.where((replies.c.label == label) | (replies.c.verdict == label))
    return [_reply(row) for row in connection.execute(query).mappings()]


def _reply(row: RowMapping) -> Reply:
    return Reply(
        **{
            **row,
            "label": Label(row["label"]),
            "verdict": Verdict(row["verdict"]),
            "evidence": tuple(Evidence(text=item["text"], why=item["why"]) for item in row["evidence"]),
        }
    )


def correct(connection: Connection, reply: ReplyId, label: Label, verdict: Verdict, resume_on: date | None) -> None:
    """Put the owner's word in the place of the verdict."""
    connection.execute(
        update(replies)
        .where(replies.c.id == reply)
        .values(label=label.value, verdict=verdict.value, resume_on=resume_on, confidence=1.0)
    )


def add_line(connection: Connection, reply: ReplyId, line: str) -> None:
    """Store a line of the log: the decision, or a correction of it.

    In turns: a line that was numbered earlier and committed later than another would be passed over by `lines_after`.
    """
    meta.get_locked(connection, meta.LOG_POSITION)
    connection.execute(insert(log_lines).values(reply=reply, line=line))


def lines_after(connection: Connection, position: int) -> Sequence[tuple[int, str]]:
    """Return the log's lines past a position, each with its own."""
    rows = connection.execute(
        select(log_lines.c.id, log_lines.c.line).where(log_lines.c.id > position).order_by(log_lines.c.id)
    )
    return [(row[0], row[1]) for row in rows]
