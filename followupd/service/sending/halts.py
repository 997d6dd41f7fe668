"""May anything leave at all? Whose state this is, whether the clock is believed, whose database it is.

What a `Halt` says is asked before anything is done for anybody, and once more right before MAIL FROM. Mail is read all
the while. The owner is told once, and again when it is over.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from followupd.core.gate import Halt
from followupd.core.timekeeping import UNSET, jumped, too_early
from followupd.mail.ports import Clock
from followupd.service.telling.alerts import Alert, Bell
from followupd.service.timekeeper import Timekeeper
from followupd.store import cursors, lease, mails
from followupd.store.engine import Store

log = logging.getLogger("followupd.halts")


def standing(connection: Connection, folder: Path, now: datetime) -> Halt | None:
    """Return what anybody can see who has the state directory before them."""
    leaseless = lease.look(connection, folder)
    if leaseless is not None:
        return Halt(rule="lease", why=leaseless)
    latest = latest_at(connection)
    early = too_early(now, latest)
    return None if early is None else Halt(rule="clock", why=early, until=latest)


def latest_at(connection: Connection) -> datetime | None:
    """Return the last time that the ledger knows: of a claim, or of a mailbox that was read."""
    known = (mails.last_claim_at(connection), cursors.latest(connection))
    return max((at for at in known if at is not None), default=None)


class Guard:
    """Stands at the way out for all mailboxes of a daemon."""

    def __init__(self, store: Store, clock: Clock, folder: Path, bell: Bell, taken: Callable[[], str | None]) -> None:
        self._store = store
        self._clock = clock
        self._folder = folder
        self._bell = bell
        self._taken = taken  # why the database server is not ours to work with
        self._timekeeper = Timekeeper(clock)
        self._told: str | None = None  # the rule that the owner was told of

    def begin(self, generation: int | None) -> None:
        """Bring the lease into force that was taken up."""
        if generation is not None:
            lease.record(self._folder, generation)

    def mark(self, generation: int) -> None:
        """Note a claim in the lease. Raises LeaseError: then the mail must not leave."""
        lease.record(self._folder, generation)

    def objection(self, connection: Connection) -> Halt | None:
        """Return why nothing at all may leave now, None where nothing speaks against it."""
        jump = self._timekeeper.jump()  # asked each time, to notice the next one
        taken = self._taken()
        if taken is not None:
            return Halt(rule="server", why=taken)
        halt = standing(connection, self._folder, self._clock.now())
        if halt is not None:
            return halt
        if self._timekeeper.is_unset():
            return Halt(rule="clock", why=UNSET)
        return None if jump is None else Halt(rule="clock", why=jumped(jump), until=self._clock.now() + jump.left)

    def look(self, mailbox: str) -> Halt | None:
        """Return the same, having told the owner where that is new; `mailbox` is the one that carries an alert."""
        halt = self._store.glance(self.objection)
        rule = halt.rule if halt else None
        if rule != self._told:
            self._told = rule
            self._tell(halt, mailbox)
        return halt

    def _tell(self, halt: Halt | None, mailbox: str) -> None:
        if halt is None:
            log.warning("sending goes on next='what came due meanwhile gets new times'")
            return
        log.error("nothing is sent rule=%s why=%r next='mail is read all the same'", halt.rule, halt.why)
        self._bell.ring(
            Alert(kind="halt", title="followupd sends nothing", words=halt.why, mailbox=mailbox, at=self._clock.now())
        )
