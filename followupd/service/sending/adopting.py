"""After `followupd adopt`: a ledger that may have missed mails is compared with Sent before it sends the first one.

A copy or a backup does not know what left after it was made. The Sent folder does: it is read from where the ledger
stopped before any mail leaves, and what lies there to a contact ends their sequence, as a mail by the owner's own hand
does. Where a mailbox has no Sent folder nothing tells, so that whoever was due by then waits for a look.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from followupd.config import Settings
from followupd.core import lifecycle
from followupd.core.model import Contact, Hold
from followupd.core.sequences import AUTOMATIC
from followupd.service import changes
from followupd.service.plans import Planner
from followupd.store import contacts, cursors, enrollments, lease, mails, meta

CONSEQUENCES = """\
From now on this one sends, and no other copy must run. Before the first mail the Sent folder is read, and nobody is
written to again whom it shows a mail to since the backup. What it cannot show is lost: what you typed since then
(pause, suppress, done, log), and people imported since then, who would be written to from the start if you import them
again. Mail that arrived since then is read again."""

_WORDS = (
    "The ledger was restored, and this mailbox has no Sent folder that shows whether the mail left already. Ask your"
    " memory; then followupd resume {address} sends it, followupd stop {address} ends it."
)


def adopt(connection: Connection, settings: Settings, now: datetime) -> int:
    """Declare a state the true one and the present time right; return the lease's generation, to be recorded."""
    for mailbox in settings.mailboxes:
        meta.put(connection, _key(mailbox), now.isoformat())
    cursors.forget_after(connection, now)
    mails.forget_after(connection, now)
    return lease.adopt(connection, settings.state_dir)


def is_unproved(connection: Connection, mailbox: str) -> bool:
    """Say whether the ledger still has to be compared with this mailbox."""
    return meta.get(connection, _key(mailbox)) is not None


def prove(
    connection: Connection, planner: Planner, mailbox: str, *, sees_sent: bool, now: datetime
) -> Sequence[Contact]:
    """Now that every folder was read to its end: hold whom nothing speaks for; return who was held."""
    adopted_at = datetime.fromisoformat(meta.get_locked(connection, _key(mailbox)))
    meta.remove(connection, _key(mailbox))
    held = []
    for enrollment in [] if sees_sent else enrollments.due(connection, mailbox, adopted_at, limit=1_000_000):
        step = planner.step(enrollment)
        if step is None or step.kind not in AUTOMATIC:
            continue
        contact = contacts.get(connection, enrollment.contact)
        words = _WORDS.format(address=contact.address)
        changes.happen(connection, planner, enrollment, lifecycle.HeldUp(hold=Hold.STALE), at=now, words=words)
        held.append(contact)
    return held


def _key(mailbox: str) -> str:
    return f"adopted:{mailbox}"
