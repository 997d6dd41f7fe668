"""The queue of one mailbox: finds what is due, asks the gate, and lets the courier carry it or the owner do it.

The due time is a column with an index; this loop sleeps until the next one and holds no list of its own.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from followupd.core import gate, lifecycle
from followupd.core.calendar.schedule import NeverOpenError
from followupd.core.errors import FollowupdError
from followupd.core.model import Contact, Enrollment, Hold
from followupd.core.sequences import AUTOMATIC
from followupd.mail.ports import InboxError
from followupd.service import changes
from followupd.service.desk import Desk
from followupd.service.hearing.intake import Ear
from followupd.service.pulse import Pulse
from followupd.service.sending import adopting, agreements, catching_up, facts, promising, rests
from followupd.service.sending.courier import Courier
from followupd.service.sending.facts import Due
from followupd.service.telling import maillog
from followupd.store import enrollments

log = logging.getLogger("followupd.dispatch")

BATCH = 200  # how many due enrollments a turn looks at; the rest is there at the next one
NAMED = 5  # how many contacts an alert names
QUEUED = frozenset({"per-day", "per-hour"})  # who waits for one of these caps is not late


class Dispatcher:
    """Serves what comes due in one mailbox."""

    def __init__(self, desk: Desk, ear: Ear, courier: Courier, pulse: Pulse) -> None:
        self._desk = desk
        self._pulse = pulse
        self._ear = ear
        self._courier = courier
        self._stopping = False
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Serve the queue until `stop`; a mail that is on its way is finished first."""
        while not self._stopping:
            self.wake.clear()
            self._pulse.beat("dispatch")
            until = await self.turn()
            if not self._stopping:
                await self._desk.clock.wait(self.wake, until)
        await self._courier.close()

    def stop(self) -> None:
        """Take no new work."""
        self._stopping = True
        self.wake.set()

    async def turn(self) -> datetime | None:
        """Serve everything that may happen now; return when to look again, None when only a wake-up can tell."""
        now, mailbox = self._desk.clock.now(), self._desk.mailbox.name
        halt = self._desk.guard.look(mailbox)
        if halt is not None:
            return halt.until
        again = await self._keep_word(now)
        full: gate.Wait | None = None  # why the whole mailbox sends nothing now; the owner's tasks go on
        for enrollment in await self._desk.store.run(lambda c: enrollments.due(c, mailbox, now, BATCH)):
            if self._stopping:
                return None
            if full is not None and self._is_mail(enrollment):
                continue
            try:
                full = await self._serve(enrollment) or full
            except NeverOpenError as error:
                await self._desk.hold(enrollment, Hold.FAULT, str(error))
        again += [full.until] if full and full.until else []
        following = await self._desk.store.run(lambda c: enrollments.next_due_at(c, mailbox, now))
        again += [following] if following else []
        return min(again, default=None)

    def _is_mail(self, enrollment: Enrollment) -> bool:
        step = self._desk.planner.step(enrollment)
        return step is not None and step.kind in AUTOMATIC

    async def _keep_word(self, now: datetime) -> list[datetime]:
        """Look after promises and agreements; return when to do so again."""
        desk, planner, mailbox = self._desk, self._desk.planner, self._desk.mailbox.name

        def look(connection: Connection) -> tuple[promising.Watch, promising.Watch]:
            promised = promising.watch(connection, planner, mailbox, now)
            return promised, agreements.follow_up(connection, planner, mailbox, now)

        promised, agreed = await desk.store.run(look)
        for kind, watch in (("promise", promised), ("agreement", agreed)):
            for notice in watch.notices:
                desk.ring(kind, notice.title, notice.words, contact=notice.contact)
        return [watch.again_at for watch in (promised, agreed) if watch.again_at is not None]

    async def _serve(self, enrollment: Enrollment) -> gate.Wait | None:
        """Do what is due for one enrollment; return a Wait where the whole mailbox has to."""
        if self._courier.has_shown(enrollment.id, enrollment.step_key):
            return None
        place = self._desk.planner.located(enrollment)
        if place is None:
            await self._desk.hold(enrollment, Hold.FAULT, _gone(enrollment))
            return None
        sequence, index = place
        if index >= len(sequence.steps):
            await self._desk.happen(enrollment, lifecycle.Expired())
            return None
        if sequence.steps[index].kind in AUTOMATIC:
            wait = await self._prepare_to_speak()
            if wait is not None:
                return wait
        now = self._desk.clock.now()
        seen = await self._desk.store.run(lambda c: facts.look(c, self._desk, enrollment, sequence, index, now=now))
        if seen is None:
            return None
        due, known = seen
        answer = gate.ask(known)
        if isinstance(answer, gate.Wait) and (answer.everybody or answer.until is None):
            return await self._stand_still(answer, now) if known.is_mail else None
        await self._do(due, answer, now)
        return None

    async def _prepare_to_speak(self) -> gate.Wait | None:
        """Before a mail: respect a pause that the server asked for, and listen first."""
        mailbox, now = self._desk.mailbox.name, self._desk.clock.now()
        rest = self._desk.store.glance(lambda c: rests.current(c, mailbox, now))
        if rest is not None:
            if rest.tell:  # a delivery report may have begun it; what the courier has told is not told twice
                self._desk.ring("trouble", f"The mailbox {mailbox} cannot send", rest.why, cause=f"rest {rest.rule}")
            return gate.Wait(rule="rest", why=rest.why, until=rest.until, everybody=True)
        if not await self._listens():
            return gate.Wait(rule="deaf", why="the inbox cannot be read now", until=None, everybody=True)
        await self._prove()
        return None

    async def _prove(self) -> None:
        """After an adoption, before its first mail: what the ledger cannot know is for the owner to look at."""
        desk, mailbox, now = self._desk, self._desk.mailbox.name, self._desk.clock.now()
        if not desk.store.glance(lambda c: adopting.is_unproved(c, mailbox)):
            return
        sees_sent = self._ear.sees_sent
        held = await desk.store.run(lambda c: adopting.prove(c, desk.planner, mailbox, sees_sent=sees_sent, now=now))
        log.info("ledger compared with Sent mailbox=%s held=%s", mailbox, len(held))
        if held:
            words = f"The ledger was restored, and no Sent folder shows whether their mail left: {_named(held)}."
            desk.ring("held", f"{len(held)} waiting for a look from you", f"{words} Look at them: followupd tasks")

    async def _open_task(self, due: Due, now: datetime) -> None:
        """Hand a call or another task to the owner, with the words to say."""
        desk, step, contact = self._desk, due.step, due.contact
        try:
            following = desk.planner.after(due.sequence, due.index, contact, now)
            script = desk.writer.words(due.sequence, due.index, due.history, following, now).text if step.script else ""
        except FollowupdError as error:
            await desk.hold(due.enrollment, Hold.FAULT, str(error))
            return
        words = script or step.text
        await desk.happen(due.enrollment, lifecycle.TaskOpened(), words=words)
        promised = "promised for now, " if due.enrollment.promised_at is not None else ""
        desk.ring("task", f"{promised}{step.name}: {contact.name or contact.address}", words, contact=contact)

    async def _do(self, due: Due, answer: gate.Answer, now: datetime) -> None:
        match answer:
            case gate.Go() if due.step.kind in AUTOMATIC:
                await self._courier.carry(due)
            case gate.Go():
                await self._open_task(due, now)
            case gate.Wait(until=until):
                await self._desk.happen(due.enrollment, lifecycle.Postponed(due_at=until or now))
            case gate.Skip(why=why):
                maillog.skipped(due.contact, due.enrollment, why)
                following = self._desk.planner.after(due.sequence, due.index, due.contact, now)
                await self._desk.happen(due.enrollment, lifecycle.Skipped(next=following))
            case gate.Ask(rule="stale"):
                await self._catch_up(now)
            case gate.Ask(hold=hold, why=why):
                await self._desk.hold(due.enrollment, hold, why)
            case gate.End(stop=stop):
                await self._desk.happen(due.enrollment, lifecycle.Cancelled(stop=stop))
            case _:
                assert_never(answer)

    async def _listens(self) -> bool:
        """Fetch what has arrived up to this moment: cannot hear, does not speak (R2.26)."""
        try:
            await self._ear.catch_up()
        except InboxError as error:
            log.info("inbox not read before a claim mailbox=%s error=%r", self._desk.mailbox.name, str(error))
            self._ear.wake.set()  # the hearing loop finds out how long to wait, and wakes us afterwards
            return False
        return True

    async def _stand_still(self, wait: gate.Wait, now: datetime) -> gate.Wait:
        """Find the others a place where the mailbox as a whole has to wait: who is late, or over a cap."""
        if wait.rule == "late":
            return replace(wait, until=await self._catch_up(now))
        until = wait.until
        if wait.rule in QUEUED and until is not None:
            await self._desk.store.run(lambda c: self._put_off(c, now, until))
        return wait

    def _put_off(self, connection: Connection, now: datetime, until: datetime) -> None:
        for enrollment in enrollments.due(connection, self._desk.mailbox.name, now, limit=1_000_000):
            if enrollment.promised_at is None and self._is_mail(enrollment):
                event = lifecycle.Postponed(due_at=until)
                changes.happen(connection, self._desk.planner, enrollment, event, at=now)

    async def _catch_up(self, now: datetime) -> datetime | None:
        """Give everybody who is overdue a new time, and tell the owner once of all who need a look."""
        desk = self._desk
        found = await desk.store.run(lambda c: catching_up.catch_up(c, desk.planner, desk.mailbox.name, now))
        log.info("caught up mailbox=%s moved=%s held=%s", desk.mailbox.name, found.moved, len(found.asked))
        if found.asked:
            names = _named(found.asked)
            words = f"It is so late that their next step may be wrong: {names}. Look at them: followupd tasks"
            desk.ring("held", f"{len(found.asked)} waiting for a look from you", words)
        return found.next_at


def _named(people: Sequence[Contact]) -> str:
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    return ", ".join(contact.address for contact in people[:NAMED]) + more


def _gone(enrollment: Enrollment) -> str:
    return (
        f"The step “{enrollment.step_key}” is not in sequences/{enrollment.sequence}.toml any more. "
        "Put it back, or stop this contact."
    )
