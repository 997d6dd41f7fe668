"""A mailbox that rests: what servers said of it, kept in the database, so that no restart makes it try at once."""

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.core.delivery.consequences import POLICY_WITHIN, Rest, is_policy, rest_of, rest_of_report
from followupd.core.delivery.status import SmtpVerdict
from followupd.store import meta


def note(
    connection: Connection, mailbox: str, verdict: SmtpVerdict, at: datetime, *, in_report: bool = False
) -> Rest | None:
    """Take down what a verdict means for its mailbox; return the rest that begins with it, None where none does."""
    count = _count(connection, mailbox, at) if is_policy(verdict) else 0
    rest = rest_of_report(verdict, count) if in_report else rest_of(verdict, count)
    if rest is None:
        return None
    if rest.halves:
        meta.put(connection, _throttled(mailbox), at.isoformat())
    until = None if rest.length is None else at + rest.length
    standing = current(connection, mailbox, at)
    if standing is None or (standing.until is not None and (until is None or until > standing.until)):
        record = {"rule": rest.rule, "why": rest.why, "until": until and until.isoformat(), "tell": rest.tell}
        meta.put(connection, _rests(mailbox), json.dumps(record))
    return rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A rest as it stands."""

    rule: str
    why: str
    until: datetime | None  # None: until its owner resumes the mailbox
    tell: bool


def current(connection: Connection, mailbox: str, now: datetime) -> Resting | None:
    """Return why a mailbox sends nothing now; None where it may send."""
    text = meta.get(connection, _rests(mailbox))
    if text is None:
        return None
    record = json.loads(text)
    until = None if record["until"] is None else datetime.fromisoformat(record["until"])
    if until is not None and until <= now:
        return None
    return Resting(rule=record["rule"], why=record["why"], until=until, tell=record["tell"])


def is_throttled(connection: Connection, mailbox: str, now: datetime, timezone: str) -> bool:
    """Say whether a server found this mailbox's mail too frequent today, by the owner's calendar."""
    found = meta.get(connection, _throttled(mailbox))
    if found is None:
        return False
    zone = ZoneInfo(timezone)
    return datetime.fromisoformat(found).astimezone(zone).date() == now.astimezone(zone).date()


def end(connection: Connection, mailbox: str) -> None:
    """Let a mailbox send again, by its owner's wish; what was counted against it is forgotten."""
    for key in (_rests(mailbox), _refusals(mailbox)):
        meta.remove(connection, key)


def _count(connection: Connection, mailbox: str, at: datetime) -> int:
    """Count a refusal for policy, and return how many there were of late."""
    known = json.loads(meta.get(connection, _refusals(mailbox)) or "[]")
    recent = [text for text in known if at - datetime.fromisoformat(text) < POLICY_WITHIN]
    meta.put(connection, _refusals(mailbox), json.dumps([*recent, at.isoformat()]))
    return len(recent) + 1


def _rests(mailbox: str) -> str:
    return f"rests:{mailbox}"


def _throttled(mailbox: str) -> str:
    return f"throttled:{mailbox}"


def _refusals(mailbox: str) -> str:
    return f"refusals:{mailbox}"
