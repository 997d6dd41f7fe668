"""Mails in doubt: how a crash leaves one, and how evidence or the owner ends the doubt.

A mail is in doubt from the moment at which its last byte may have left until somebody knows. It is never sent again
on a guess: 300 of 301 such mails had in fact arrived when this was measured. What ends a doubt (R4.9):

    a copy of it is in Sent, or a reply or a bounce names it        it left
    its provider files what it sends, and Sent, read to its end
    a while after the doubt arose, holds no copy                    it never left: one more try, under the same id
    the owner's word                                                either
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.delivery.status import replaces_ids
from followupd.core.model import Channel, Hold, Outgoing, OutgoingId, StepKind
from followupd.mail.ports import Inbox
from followupd.service import changes
from followupd.service.desk import Desk
from followupd.service.plans import Planner
from followupd.service.sending.filing import provider_files
from followupd.service.sending.journal import Marks
from followupd.store import cursors, enrollments, ledger, mails
from followupd.store.ledger import Attempt, Task
from followupd.store.mails import MailState

SETTLE = "Look into the Sent folder, then type: followupd settle {id} delivered, or followupd settle {id} resend"
IN_SENT = "a copy of it is in Sent"
FILED_WITHIN = timedelta(minutes=15)  # a provider that files sent mail has done so by then (R4.9)


# --- at the start ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What became of the mails that were on their way when the last run ended."""

    in_doubt: int = 0
    put_back: int = 0  # proved not to have left: they wait again


def recover(connection: Connection, planner: Planner, marks: Marks, at: datetime) -> Recovered:
    """At the start: what may have left is in doubt, what has not is put back and keeps its Message-ID."""
    in_doubt = put_back = 0
    for mail in mails.in_state(connection, MailState.SENDING):
        attempt, _ = mails.tries(connection, mail.id)
        if marks.may_have_left(mail.id, attempt):
            in_doubt += 1
            answer = "followupd ended while this mail was on its way"
            words = f"“{mail.subject}” to {mail.to} was on its way when followupd ended. {SETTLE.format(id=mail.id)}"
            mails.settle(connection, mail.id, MailState.IN_DOUBT, answer=answer)
            changes.happen_to(connection, planner, mail.enrollment, lifecycle.DoubtArose(), at=at, words=words)
            settle_filed(connection, planner, mail.id, at)
        else:
            put_back += 1
            mails.settle(connection, mail.id, MailState.DEFERRED, answer="followupd ended before this mail left")
            changes.happen_to(connection, planner, mail.enrollment, lifecycle.Deferred(retry_at=at), at=at)
    return Recovered(in_doubt=in_doubt, put_back=put_back)


# --- how it ends ----------------------------------------------------------------------------------------------------


def note_delivered(
    connection: Connection, mail: OutgoingId, at: datetime, *, answer: str, wire_id: str | None = None
) -> None:
    """Record that a mail has left, in its row and in the ledger of attempts."""
    mails.settle(connection, mail, MailState.ACCEPTED, answer=answer, sent_at=at, wire_id=wire_id)
    sent = mails.get(connection, mail)
    channel = Channel.BUMP if sent.kind is StepKind.BUMP else Channel.EMAIL
    attempt = Attempt(contact=sent.contact, enrollment=sent.enrollment, mail=mail, channel=channel, at=at)
    ledger.note_attempt(connection, attempt)


def settle_delivered(connection: Connection, planner: Planner, mail: Outgoing, at: datetime, evidence: str) -> None:
    """End a doubt: the mail did leave, at the time of its claim."""
    note_delivered(connection, mail.id, mail.claimed_at, answer=f"settled: {evidence}")
    event = lifecycle.Settled(step=_step(connection, mail), next=mails.plan(connection, mail.id))
    changes.happen_to(connection, planner, mail.enrollment, event, at=at)
    _close_tasks(connection, mail, at)


def settle_unsent(connection: Connection, planner: Planner, mail: Outgoing, at: datetime) -> None:
    """End a doubt: the mail never left, and may be tried once more with the same Message-ID."""
    mails.settle(connection, mail.id, MailState.DEFERRED, answer="settled: it never left")
    event = lifecycle.Settled(step=_step(connection, mail), retry_at=at)
    changes.happen_to(connection, planner, mail.enrollment, event, at=at)
    _close_tasks(connection, mail, at)


def settle_filed(connection: Connection, planner: Planner, mail: OutgoingId, at: datetime) -> None:
    """End a doubt that arose when the copy had been read in Sent already: it will not be read there again."""
    if mails.is_filed(connection, mail):
        settle_delivered(connection, planner, mails.get(connection, mail), at, IN_SENT)


def settle_named(connection: Connection, planner: Planner, ids: Collection[str], at: datetime, evidence: str) -> None:
    """End the doubt about every mail that somebody else knows by its Message-ID: it did leave."""
    for mail in mails.by_ids(connection, ids):
        if mails.state_of(connection, mail.id) is MailState.IN_DOUBT:
            settle_delivered(connection, planner, mail, at, evidence)


def _step(connection: Connection, mail: Outgoing) -> int:
    """Return the step of a mail as its enrollment counts: the sequence may have been edited since."""
    enrollment = enrollments.get(connection, mail.enrollment)
    return enrollment.step if enrollment.step_key == mail.step_key else mail.step


def _close_tasks(connection: Connection, mail: Outgoing, at: datetime) -> None:
    """Take the doubt from the owner's list, also where the enrollment is held for something else."""
    for task in _tasks(connection, mail):
        if task.closed_at is None:
            ledger.close_tasks(connection, mail.enrollment, at, only=task.id)


def _tasks(connection: Connection, mail: Outgoing) -> list[Task]:
    """Return the tasks that doubts about a mail ever made, oldest first."""
    tasks = ledger.tasks_of(connection, mail.contact)
    about = (mail.enrollment, mail.step_key, Hold.IN_DOUBT)
    return [task for task in tasks if (task.enrollment, task.step_key, task.hold) == about]


# --- the copy that is not there -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What is known of a mail in doubt that nothing speaks of."""

    arose_at: datetime
    provider_files: bool  # the provider itself puts what it sends into Sent
    doubted_before: bool

    @property
    def proves_from(self) -> datetime | None:
        """Return from when on a Sent folder without a copy proves that the mail never left; None: it proves nothing.

        A second doubt about the same mail is the owner's: more than one try on such a proof is a loop (R4.9).
        """
        return self.arose_at + FILED_WITHIN if self.provider_files and not self.doubted_before else None


async def settle_silent(desk: Desk, inbox: Inbox, sent_folder: str | None) -> datetime | None:
    """Put back what provably never left; return when to look again, None when nothing waits for that.

    Called after every folder was read to its end. Raises InboxError; the doubt stays then.
    """
    if sent_folder is None or not provider_files(desk.mailbox) or replaces_ids(desk.mailbox.smtp.host):
        return None  # no Sent, or none that says anything about an id of ours
    heard_at, waiting = await desk.store.run(lambda c: _waiting(c, desk.mailbox.name))
    later: list[datetime] = []
    for mail, proves_from in waiting:
        if heard_at is None or heard_at < proves_from:
            later.append(proves_from)
        else:
            copy = await inbox.find(sent_folder, mail.message_id)  # asked for by name, besides having read it all
            await _end(desk, mail, delivered=copy is not None)
    return min(later, default=None)


def _waiting(connection: Connection, mailbox: str) -> tuple[datetime | None, list[tuple[Outgoing, datetime]]]:
    """Return when the folders were last read to their end, and the doubts that silence will end, with from when on."""
    found = []
    for mail in mails.in_state(connection, MailState.IN_DOUBT):
        tasks = _tasks(connection, mail)
        if mail.mailbox != mailbox or not tasks:
            continue
        arose_at = max(tasks[-1].opened_at, mail.claimed_at)
        silence = Silence(arose_at=arose_at, provider_files=True, doubted_before=len(tasks) > 1)
        if silence.proves_from is not None:
            found.append((mail, silence.proves_from))
    return cursors.heard_at(connection, mailbox), found


async def _end(desk: Desk, mail: Outgoing, *, delivered: bool) -> None:
    at = desk.clock.now()

    def work(connection: Connection) -> None:
        if mails.state_of(connection, mail.id) is not MailState.IN_DOUBT:
            return  # a reply, or the owner, was quicker
        if delivered:
            settle_delivered(connection, desk.planner, mail, at, IN_SENT)
        else:
            settle_unsent(connection, desk.planner, mail, at)

    await desk.store.run(work)
