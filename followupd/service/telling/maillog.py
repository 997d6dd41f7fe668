"""The two logs that a user reads: `replies.jsonl` and the send log. One method per event.

The database is the truth: a line of the reply log is stored in the transaction that decides, and written to the file
afterwards, in order, each line once. A crash between the two is made good at the next start.
"""

import json
import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.core.model import Classification, Contact, Enrollment, Outgoing, ReplyId
from followupd.store import meta, replies

log = logging.getLogger("followupd")


def reply_line(
    reply: ReplyId,
    *,
    at: datetime,
    mailbox: str,
    contact: str,
    enrollment: Enrollment | None,
    message_id: str,
    classification: Classification,
    action: str,
    timezone: str,
    by: str = "followupd",
) -> str:
    """Return one line of the reply-classification log: JSON, version 1, without a line end."""
    due_at = enrollment.due_at if enrollment else None
    entry: dict[str, Any] = {
        "v": 1,
        "time": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "reply": reply,
        "mailbox": mailbox,
        "contact": contact,
        "sequence": enrollment.sequence if enrollment else None,
        "step": enrollment.step if enrollment else None,
        "message_id": message_id,
        "label": classification.label.value,
        "verdict": classification.verdict.value,
        "confidence": round(classification.confidence, 3),
        "resume_on": classification.resume_on.isoformat() if classification.resume_on else None,
        "evidence": [{"text": item.text, "why": item.why} for item in classification.evidence],
        "action": action,
        "next_at": due_at.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds") if due_at else None,
        "by": by,
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


class ReplyLog:
    """The file `replies.jsonl`, brought up to date from the database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def bring_up_to_date(self, connection: Connection) -> None:
        """Append what the file does not have yet.

        Inside a transaction that locks the position: a daemon and a command line that flush at the same moment take
        turns. What a crash before the commit leaves in the file, whole or torn, is found there and not written twice.
        """
        lines = replies.lines_after(connection, int(meta.get_locked(connection, meta.LOG_POSITION)))
        if not lines:
            return
        last = self._mend()
        texts = [line for _, line in lines]
        missing = texts[texts.index(last) + 1 :] if last in texts else texts
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in missing)
            file.flush()
            os.fsync(file.fileno())  # before the position is committed: a power loss must not leave a gap
        meta.put(connection, meta.LOG_POSITION, str(lines[-1][0]))

    def forget(self, address: str) -> None:
        """Take the lines about a contact out of the file; inside a transaction, as `bring_up_to_date`."""
        if not self._path.exists():
            return
        lines = self._path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["contact"] != address]
        copy = self._path.with_suffix(".new")
        copy.touch(mode=0o600)
        copy.write_text("".join(kept), encoding="utf-8")
        copy.replace(self._path)

    def _mend(self) -> str | None:
        """Cut off a torn last line and return the last whole one."""
        if not self._path.exists():
            return None
        with self._path.open("rb+") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - TAIL)
            file.seek(start)
            tail = file.read()
            whole = tail.rfind(b"\n") + 1
            file.truncate(start + whole)
        lines = tail[:whole].splitlines()
        return lines[-1].decode("utf-8", "replace") if lines else None


TAIL = 1 << 20  # longer than any line: evidence is bounded


def shortened(address: str) -> str:
    """Return an address as the journal shows it: who reads the journal need not learn everybody's address."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"


def sent(mail: Outgoing, contact: Contact, answer: str) -> None:
    """Say that a mail was accepted."""
    log.info(
        "sent mailbox=%s contact=%s step=%s message_id=%s answer=%r",
        mail.mailbox, shortened(contact.address), mail.step_key, mail.message_id, answer[:120],
    )  # fmt: skip


def not_sent(mail: Outgoing, contact: Contact, *, what: str, answer: str, next_: str) -> None:
    """Say that a mail was not accepted, what the server said, and what happens next."""
    log.warning(
        "%s mailbox=%s contact=%s step=%s message_id=%s answer=%r next=%r",
        what, mail.mailbox, shortened(contact.address), mail.step_key, mail.message_id, answer[:200], next_,
    )  # fmt: skip


def answered(contact: Contact, mailbox: str, classification: Classification, action: str) -> None:
    """Say that somebody answered, and what was made of it."""
    log.info(
        "reply mailbox=%s contact=%s label=%s confidence=%.2f action=%s",
        mailbox, shortened(contact.address), classification.label, classification.confidence, action,
    )  # fmt: skip


def held(contact: Contact, enrollment: Enrollment, why: str) -> None:
    """Say that a person must look."""
    log.warning(
        "held contact=%s sequence=%s step=%s why=%r next='see: followupd tasks'",
        shortened(contact.address), enrollment.sequence, enrollment.step_key, why,
    )  # fmt: skip


def skipped(contact: Contact, enrollment: Enrollment, why: str) -> None:
    """Say that a step was left out, and why."""
    log.info(
        "skipped contact=%s sequence=%s step=%s why=%r",
        shortened(contact.address), enrollment.sequence, enrollment.step_key, why,
    )  # fmt: skip
