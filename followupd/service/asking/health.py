"""How are things? Each mailbox, what is due, what waits for the owner, and what is wrong, each cause with a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.config import Mailbox
from followupd.core.gate import DAY
from followupd.core.model import Enrollment, Hold, State
from followupd.service.house import House
from followupd.service.sending import brake, halts, rests
from followupd.store import cursors, enrollments, ledger, mails, meta
from followupd.store.mails import MailState

WORTH_TELLING = timedelta(minutes=1)  # a connection that is made anew after seconds is everyday life (R3.9)
TROUBLE = frozenset({Hold.FAULT, Hold.REFUSED, Hold.UNREADABLE})  # the other holds are a day's work


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxHealth:
    """How one mailbox is. `silence`: why its inbox could not be read the last time, and until when it is left alone."""

    name: str
    heard_at: datetime | None  # when Inbox and Junk were last read to their end; None: never
    last_sent_at: datetime | None
    sent_today: int  # in the last 24 hours, as the caps count
    waiting: int
    due: int
    held: int
    in_doubt: int
    next_due_at: datetime | None
    trouble: str | None = None  # why the account cannot send, as the server said last
    silence: tuple[str, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that is wrong; `code` is for programs, and forever."""

    code: str  # lease, clock, brake, deaf, left-alone, cannot-send, in-doubt, held-fault, held-refused, held-unreadable
    words: str
    mailbox: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How everything is; well where there are no causes."""

    live: bool
    mailboxes: tuple[MailboxHealth, ...]
    tasks: int
    causes: tuple[Cause, ...]


def examine(connection: Connection, house: House, now: datetime) -> Health:
    """Look at everything that the database knows."""
    settings = house.settings
    live = enrollments.active(connection)
    found = tuple(_mailbox(connection, mailbox, live, now) for mailbox in settings.mailboxes.values())
    causes = []
    halt = halts.standing(connection, settings.state_dir, now)
    if halt is not None:
        causes.append(Cause(code=halt.rule, words=f"nothing is sent: {halt.why}"))
    pulled = brake.pulled(connection, settings.state_dir)
    if pulled is not None:
        causes.append(Cause(code="brake", words=f"everything is paused: {pulled}"))
    for mailbox in found:
        causes += _causes(mailbox, house, now)
    for hold in sorted(TROUBLE):
        count = sum(enrollment.hold is hold for enrollment in live)
        if count:
            causes.append(Cause(code=f"held-{hold}", words=f"{count} held ({hold}): see followupd tasks"))
    tasks = len(ledger.open_tasks(connection))
    return Health(live=settings.live, mailboxes=found, tasks=tasks, causes=tuple(causes))


def _mailbox(connection: Connection, mailbox: Mailbox, live: Sequence[Enrollment], now: datetime) -> MailboxHealth:
    mine = [each for each in live if each.mailbox == mailbox.name]
    waiting = [each for each in mine if each.state is State.WAITING]
    claims = mails.claims_since(connection, now - DAY, mailbox=mailbox.name)
    doubtful = [mail for mail in mails.in_state(connection, MailState.IN_DOUBT) if mail.mailbox == mailbox.name]
    resting = rests.current(connection, mailbox.name, now)
    return MailboxHealth(
        name=mailbox.name,
        heard_at=cursors.heard_at(connection, mailbox.name),
        last_sent_at=mails.last_sent_at(connection, mailbox.name),
        sent_today=len(claims),
        waiting=len(waiting),
        due=sum(each.due_at is not None and each.due_at <= now for each in waiting),
        held=sum(each.state is State.HELD for each in mine),
        in_doubt=len(doubtful),
        trouble=resting.why if resting and resting.tell else meta.get(connection, meta.trouble(mailbox.name)),
        silence=cursors.silence(connection, mailbox.name),
        next_due_at=min((each.due_at for each in waiting if each.due_at is not None), default=None),
    )


def _causes(mailbox: MailboxHealth, house: House, now: datetime) -> list[Cause]:
    causes = []
    max_age = house.settings.inbox.max_age
    if mailbox.trouble is not None:
        words = f"{mailbox.name} cannot send: {mailbox.trouble}"
        causes.append(Cause(code="cannot-send", words=words, mailbox=mailbox.name))
    if house.settings.live and (mailbox.heard_at is None or now - mailbox.heard_at > max_age):
        since = "never" if mailbox.heard_at is None else f"last at {mailbox.heard_at:%Y-%m-%d %H:%M} UTC"
        why = _silence(mailbox.silence) if mailbox.silence else "does followupd run?"
        words = f"the inbox of {mailbox.name} was {since} read to its end, so nothing is sent: {why}"
        causes.append(Cause(code="deaf", words=words, mailbox=mailbox.name))
    elif mailbox.silence is not None and mailbox.silence[1] - now > WORTH_TELLING:
        words = f"the inbox of {mailbox.name} is left alone for a while: {_silence(mailbox.silence)}"
        causes.append(Cause(code="left-alone", words=words, mailbox=mailbox.name))
    if mailbox.in_doubt:
        words = f"{mailbox.in_doubt} of its mails may or may not have left: see followupd tasks"
        causes.append(Cause(code="in-doubt", words=words, mailbox=mailbox.name))
    return causes


def _silence(silence: tuple[str, datetime]) -> str:
    why, until = silence
    return f"{why} (it is looked at again at {until:%H:%M} UTC)"
