"""The queue of one mailbox: finds what is due, asks the gate, and lets the courier carry it.

The due time is a column with an index; this loop sleeps until the next one and holds no list of its own.
"""

import asyncio
import logging
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from followupd.core import gate, lifecycle
from followupd.core.errors import FollowupdError
from followupd.core.model import Enrollment, Hold, StepKind
from followupd.core.schedule import NeverOpenError
from followupd.core.sequences import Sequence
from followupd.mail.ports import InboxError
from followupd.service import changes, facts, maillog
from followupd.service.desk import Desk
from followupd.service.facts import Due
from followupd.service.intake import Ear
from followupd.service.letters import gather
from followupd.service.pulse import Pulse
from followupd.service.sending import Courier
from followupd.store import enrollments

log = logging.getLogger("followupd.dispatch")

BATCH = 50  # how many due enrollments a turn looks at; the rest is there at the next one
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
        again: list[datetime] = []
        for enrollment in await self._desk.store.run(lambda c: enrollments.due(c, mailbox, now, BATCH)):
            if self._stopping:
                return None
            try:
                wait = await self._serve(enrollment)
            except NeverOpenError as error:
                await self._desk.hold(enrollment, Hold.FAULT, str(error))
                continue
            if wait is not None:
                again += [wait.until] if wait.until else []
                break
        following = await self._desk.store.run(lambda c: enrollments.next_due_at(c, mailbox, now))
        again += [following] if following else []
        return min(again, default=None)

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
        if sequence.steps[index].kind in {StepKind.CALL, StepKind.TASK}:
            await self._open_task(enrollment, sequence, index)
            return None
        return await self._serve_mail(enrollment, sequence, index)

    async def _open_task(self, enrollment: Enrollment, sequence: Sequence, index: int) -> None:
        """Hand a call or another task to the owner, with the words to say."""
        desk, now, step = self._desk, self._desk.clock.now(), sequence.steps[index]
        history = await desk.store.run(lambda c: gather(c, enrollment))
        try:
            following = desk.planner.after(sequence, index, history.contact, now)
            words = desk.writer.words(sequence, index, history, following, now).text if step.script else step.text
        except FollowupdError as error:
            await desk.hold(enrollment, Hold.FAULT, str(error))
            return
        await desk.happen(enrollment, lifecycle.TaskOpened(), words=words)
        contact = history.contact
        desk.ring("task", f"{step.name}: {contact.name or contact.address}", words, contact=contact)

    async def _serve_mail(self, enrollment: Enrollment, sequence: Sequence, index: int) -> gate.Wait | None:
        """Listen, look, ask the gate, and do what it says."""
        rest_until, now = self._courier.rest_until, self._desk.clock.now()
        if rest_until is not None and now < rest_until:
            return gate.Wait(rule="rest", why="the mail server asks for a pause", until=rest_until, everybody=True)
        if not await self._listens():
            return gate.Wait(rule="deaf", why="the inbox cannot be read now", until=None, everybody=True)
        now = self._desk.clock.now()
        seen = await self._desk.store.run(lambda c: facts.look(c, self._desk, enrollment, sequence, index, now=now))
        if seen is None:
            return None
        due, known = seen
        answer = gate.ask(known)
        if isinstance(answer, gate.Wait) and (answer.everybody or answer.until is None):
            await self._queue(answer, now)
            return answer
        await self._do(due, answer, now)
        return None

    async def _do(self, due: Due, answer: gate.Answer, now: datetime) -> None:
        match answer:
            case gate.Go():
                await self._courier.carry(due)
            case gate.Wait(until=until):
                await self._desk.happen(due.enrollment, lifecycle.Postponed(due_at=until or now))
            case gate.Skip(why=why):
                maillog.skipped(due.contact, due.enrollment, why)
                following = self._desk.planner.after(due.sequence, due.index, due.contact, now)
                await self._desk.happen(due.enrollment, lifecycle.Skipped(next=following))
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

    async def _queue(self, wait: gate.Wait, now: datetime) -> None:
        """Where a cap of the day or the hour is reached, put off all that is due."""
        until = wait.until
        if wait.rule not in QUEUED or until is None:
            return

        def put_off(connection: Connection) -> None:
            for enrollment in enrollments.due(connection, self._desk.mailbox.name, now, limit=100_000):
                if enrollment.promised_at is None:
                    event = lifecycle.Postponed(due_at=until)
                    changes.happen(connection, self._desk.planner, enrollment, event, at=now)

        await self._desk.store.run(put_off)


def _gone(enrollment: Enrollment) -> str:
    return (
        f"The step “{enrollment.step_key}” is not in sequences/{enrollment.sequence}.toml any more. "
        "Put it back, or stop this contact."
    )
