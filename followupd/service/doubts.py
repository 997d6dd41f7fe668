"""Mails in doubt: how a crash leaves one, and how evidence or the owner ends the doubt.

A mail is in doubt from the first moment at which its last byte may have left until somebody knows. It is never sent
again on a guess: 300 of 301 such mails had in fact arrived when this was measured.
"""

from datetime import datetime

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.model import Channel, Outgoing, OutgoingId, StepKind
from followupd.service import changes
from followupd.service.plans import Planner
from followupd.store import ledger, mails
from followupd.store.ledger import Attempt
from followupd.store.mails import MailState

SETTLE = "Look into the Sent folder, then type: followupd settle {id} delivered, or followupd settle {id} resend"


def recover(connection: Connection, planner: Planner, at: datetime) -> int:
    """At the start: whatever was on its way when the last run ended is in doubt. Return how many mails that are."""
    lost = mails.in_state(connection, MailState.SENDING)
    for mail in lost:
        mails.settle(connection, mail.id, MailState.IN_DOUBT, answer="followupd ended while this mail was on its way")
        words = f"“{mail.subject}” to {mail.to} was on its way when followupd ended. {SETTLE.format(id=mail.id)}"
        changes.happen_to(connection, planner, mail.enrollment, lifecycle.DoubtArose(), at=at, words=words)
    return len(lost)


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
    event = lifecycle.Settled(step=mail.step, next=mails.plan(connection, mail.id))
    changes.happen_to(connection, planner, mail.enrollment, event, at=at)


def settle_unsent(connection: Connection, planner: Planner, mail: Outgoing, at: datetime) -> None:
    """End a doubt: the mail never left, and may be tried once more with the same Message-ID."""
    mails.settle(connection, mail.id, MailState.DEFERRED, answer="settled: it never left")
    event = lifecycle.Settled(step=mail.step, retry_at=at)
    changes.happen_to(connection, planner, mail.enrollment, event, at=at)
