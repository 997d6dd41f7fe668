"""One mailbox at work: it hears, it watches, it sends. Whatever befalls it stays here and never stops another one."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

from followupd.core.errors import FollowupdError
from followupd.mail.ports import Inbox, InboxError, Mailer
from followupd.service.desk import Desk
from followupd.service.hearing.intake import Ear
from followupd.service.hearing.rest import Rest
from followupd.service.pulse import Pulse
from followupd.service.sending.courier import Courier
from followupd.service.sending.dispatch import Dispatcher
from followupd.service.sending.notices import send_notice
from followupd.service.telling.alerts import Alert

log = logging.getLogger("followupd.worker")

STEADY = timedelta(minutes=1)  # a connection that stood for so long was no failure: Gmail ends them hourly (R3.9)
DEAF_AFTER = 4  # failures in a row before the owner is told; reconnecting once is everyday life (R3.9)


class Worker:
    """The three loops of a mailbox."""

    def __init__(self, desk: Desk, mailer: Mailer, inbox: Inbox) -> None:
        self.desk = desk
        self._settings = desk.settings  # as they were when this worker looked at them last
        self.pulse = Pulse()
        self._ear = Ear(desk, inbox)
        self._dispatcher = Dispatcher(desk, self._ear, Courier(desk, mailer, self._ear), self.pulse)
        self._mailer = mailer
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Have a look at everything: a tick of the clock, a change of the settings.

        Settings that were read again may hold what a mailbox lacked: it is tried at once (R3.11).
        """
        if self.desk.settings is not self._settings:
            self._settings = self.desk.settings
            self._ear.rest.end()
        self._ear.wake.set()
        self._dispatcher.wake.set()

    def look_at_queue(self) -> None:
        """Have a look at what is due: another process may have changed it."""
        self._dispatcher.wake.set()

    async def write_to_owner(self, alert: Alert) -> None:
        """Tell the owner by mail."""
        await send_notice(self.desk, self._mailer, alert)

    async def run(self) -> None:
        """Work until `stop`. Ends when the mail in flight is done; hearing ends with it."""
        hearing = [
            asyncio.create_task(self._steadily(self._hear), name=f"{self.desk.mailbox.name}: hear"),
            asyncio.create_task(self._steadily(self._watch), name=f"{self.desk.mailbox.name}: watch"),
        ]
        try:
            await self._steadily(self._dispatcher.run)
        finally:
            for task in hearing:
                task.cancel()
            await asyncio.gather(*hearing, return_exceptions=True)
            await self._ear.close()

    def stop(self) -> None:
        """Take no new work."""
        self._stopping.set()
        self._dispatcher.stop()

    async def _hear(self) -> None:
        """Read what is new whenever woken; the dispatcher looks at its queue after each reading."""
        while True:
            self._ear.wake.clear()
            self.pulse.beat("hear")
            try:
                await self._ear.catch_up()
                look_again_at = await self._ear.look_into_sent()
            except InboxError as error:
                await self._recover(error)
                continue
            self._dispatcher.wake.set()
            await self.desk.clock.wait(self._ear.wake, look_again_at)

    async def _watch(self) -> None:
        """Hold an IDLE connection open; a server without IDLE leaves us to the ticks."""
        clock, rest = self.desk.clock, Rest()
        while True:
            began_at = clock.elapsed()
            try:
                await self._ear.listen()
            except InboxError as error:
                now = clock.elapsed()
                if now - began_at >= STEADY:
                    rest.end()
                length = max(rest.begin(error, now, random.random()), self._ear.rest.left(now))  # noqa: S311
                again = f"again in {length.total_seconds():.0f} s"
                log.info("watch lost mailbox=%s error=%r next=%r", self.desk.mailbox.name, str(error), again)
                await clock.pause(clock.now() + length)
                self._ear.wake.set()
            else:
                return

    async def _recover(self, error: InboxError) -> None:
        """Wait before the next try; tell the owner where it does not look like the weather."""
        name, rest = self.desk.mailbox.name, self._ear.rest
        if error.permanent or rest.failures >= DEAF_AFTER:
            words = f"{error}. Nothing is sent from this mailbox until its inbox can be read again."
            self.desk.ring("trouble", f"The mailbox {name} cannot be read", words, cause="deaf")
        self.pulse.rest("hear")
        clock = self.desk.clock
        while left := rest.left(clock.elapsed()):
            self._ear.wake.clear()
            await clock.wait(self._ear.wake, clock.now() + left)

    async def _steadily(self, loop: Callable[[], Awaitable[None]]) -> None:
        """Keep a loop running: a fault in it is logged and told, and the loop begins anew."""
        while not self._stopping.is_set():
            try:
                await loop()
            except FollowupdError as error:
                self._fault(str(error))
            except Exception as error:
                log.exception("fault in the program mailbox=%s", self.desk.mailbox.name)
                self._fault(f"A fault in the program itself: {type(error).__name__}: {error}")
            else:
                return
            await self.desk.clock.wait(self._stopping, self.desk.clock.now() + timedelta(seconds=30))

    def _fault(self, words: str) -> None:
        name = self.desk.mailbox.name
        log.error("stopped mailbox=%s error=%r next='again in 30 seconds'", name, words)
        self.desk.ring("trouble", f"The mailbox {name} is in trouble", words, cause=words[:80])
