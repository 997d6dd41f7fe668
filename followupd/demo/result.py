"""How the three weeks went: the mails, the answers and the figures, read from the database at the end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.core.letters.fields import decode_words, read_fields
from followupd.core.model import Contact, Outgoing, State, Verdict
from followupd.service.plans import Planner
from followupd.store import contacts, enrollments, ledger, mails, replies
from followupd.store.replies import Reply

KEPT_WITHIN = timedelta(hours=2)  # "Thursday morning" is Thursday morning


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A row of the table of mails. `at` is in the contact's zone."""

    at: datetime
    to: str
    step: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedReply:
    """A row of the reply-classification log."""

    contact: str
    reply: Reply


class Promise(Enum):
    """What became of a time that a mail named."""

    KEPT = "kept"
    BROKEN = "broken"
    OVERTAKEN = "overtaken"  # an answer came first, or the time is still to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that is shown at the end."""

    mails: Sequence[SentMail]
    replies: Sequence[SortedReply]
    verdicts: Counter[Verdict]
    held: int
    by_hand: int  # calls and other tasks of the owner
    promises: Counter[Promise]


def read_result(connection: Connection, planner: Planner, now: datetime) -> Result:
    """Read what has become of everybody by `now`."""
    people = {contact.id: contact for contact in contacts.everybody(connection)}
    sent = [(people[each], mail) for each in people for mail in mails.sent_to(connection, each)]
    attempts = [attempt for each in people for attempt in ledger.attempts_on(connection, each)]
    answers = replies.everything(connection)
    rows = [_row(connection, planner, contact, mail) for contact, mail in sent]
    promises = [_promise(connection, mail, now) for _, mail in sent]
    return Result(
        mails=sorted(rows, key=lambda row: row.at),
        replies=[SortedReply(contact=people[each.contact].name, reply=each) for each in answers],
        verdicts=Counter(each.verdict for each in answers),
        held=sum(each.state is State.HELD for each in enrollments.active(connection)),
        by_hand=sum(attempt.mail is None for attempt in attempts),
        promises=Counter(each for each in promises if each is not None),
    )


def _row(connection: Connection, planner: Planner, contact: Contact, mail: Outgoing) -> SentMail:
    sequence = enrollments.get(connection, mail.enrollment).sequence
    return SentMail(
        at=(mail.sent_at or mail.claimed_at).astimezone(ZoneInfo(planner.zone(contact).name)),
        to=contact.name,
        step=f"{sequence} {mail.step + 1}, {mail.kind}",
        subject=decode_words(read_fields(mail.raw)["subject"][0]),
    )


def _promise(connection: Connection, mail: Outgoing, now: datetime) -> Promise | None:
    """Return what became of the time that a mail named, None where it named none."""
    plan = mails.plan(connection, mail.id)
    if not plan.promised:
        return None
    attempts = [attempt.at for attempt in ledger.attempts_on(connection, mail.contact)]
    if any(plan.due_at <= at <= plan.due_at + KEPT_WITHIN for at in attempts):
        return Promise.KEPT
    stopped = enrollments.get(connection, mail.enrollment).state is not State.WAITING
    answered = any(each.decided_at <= plan.due_at for each in replies.of_contact(connection, mail.contact))
    return Promise.OVERTAKEN if answered or stopped or plan.due_at > now else Promise.BROKEN
