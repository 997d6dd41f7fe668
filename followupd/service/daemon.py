"""The daemon: builds the parts, runs a worker for each mailbox, keeps the rhythm, obeys signals, talks to systemd."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from followupd.config import Mailbox
from followupd.core.errors import FollowupdError
from followupd.mail.ports import Clock, Inbox, Mailer
from followupd.replies.model import shipped_model
from followupd.service.asking import editing, lookahead
from followupd.service.asking.previews import Gap
from followupd.service.clock import Ticks
from followupd.service.desk import Desk
from followupd.service.house import House, open_house
from followupd.service.notify import Notifier
from followupd.service.sending import doubts, journal
from followupd.service.sending.halts import Guard
from followupd.service.sending.journal import Journal
from followupd.service.telling.alerts import Alert, Bell
from followupd.service.telling.maillog import ReplyLog
from followupd.service.worker import Worker
from followupd.store import enrollments, lease
from followupd.store.engine import Store

log = logging.getLogger("followupd")

QUEUE_EVERY_S = 3.0  # another process (`followupd log`, `resume`) may have changed what is due
INBOX_EVERY_S = 60.0  # for servers without IDLE, and against an IDLE that has died in silence (R3.6)
STATUS_EVERY_S = 15.0
LOOK_AHEAD_EVERY_S = 60.0  # whether it is time for the nightly one
LAST_MAIL_S = 75.0  # the unit's TimeoutStopSec is a little longer

Connect = Callable[[Mailbox], tuple[Mailer, Inbox]]


class Daemon:
    """All mailboxes of one configuration on one database."""

    def __init__(
        self,
        house: House,
        store: Store,
        clock: Clock,
        connect: Connect,
        notifier: Notifier,
        taken: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`taken` says why the database server is not this daemon's to work with, None where it is."""
        self.house = house
        self._store = store
        self._clock = clock
        self._connect = connect
        self._notifier = notifier
        self.reply_log = ReplyLog(house.settings.state_dir / "replies.jsonl")
        self._journal = Journal(house.settings.state_dir / journal.FILE, journal.boot_id())
        self._bell = Bell(house.settings.alerts, clock, self._by_mail)
        self._guard = Guard(store, clock, house.settings.state_dir, self._bell, taken)
        self._workers: dict[str, tuple[Worker, asyncio.Task[None]]] = {}
        self._looked_ahead_at: datetime | None = None
        self._reloading = asyncio.Lock()
        self._stopping = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self, ticks: Ticks | None = None) -> None:
        """Work until `stop`. Without ticks somebody else has to wake the workers: the demo's clock does."""
        await self._begin()
        async with asyncio.TaskGroup() as group:
            for mailbox in self.house.settings.mailboxes.values():
                self._start(group, mailbox)
            if ticks is not None:
                self._keep_rhythm(ticks, group)
            self._look_at_halts()
            self._notifier.ready(self._status())
            self.ready.set()
            await self._stopping.wait()
            self._notifier.stopping()
            await self._finish()
        await self._bell.close()
        if ticks is not None:
            self._end_rhythm(ticks)

    @property
    def is_stopping(self) -> bool:
        """Say whether the end has begun."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Finish the mail in flight and end. A second call ends at once: that mail may then be in doubt."""
        if self._stopping.is_set():
            for _, task in self._workers.values():
                task.cancel()
        self._stopping.set()

    def wake(self) -> None:
        """Have every worker look at everything."""
        for worker, _ in self._workers.values():
            worker.wake()

    async def look_ahead(self) -> None:
        """Tell the owner what cannot be written in the days to come. Whatever fails here, the sending goes on."""
        house, now = self.house, self._clock.now()
        self._looked_ahead_at = now

        def look() -> list[Gap]:
            return self._store.glance(lambda c: lookahead.missing_ahead(c, house, now, self._stopping.is_set))

        try:
            # A thread of its own: to render the mails of thousands must hold up neither the loop nor the writer.
            found = await asyncio.to_thread(look)
        except FollowupdError as error:
            log.error("not looked ahead error=%r next='tomorrow; until then: followupd check'", str(error))  # noqa: TRY400
        except Exception:
            log.exception("fault in the program while it looked ahead next='tomorrow; until then: followupd check'")
        else:
            if found and not self.is_stopping:
                self._bell.ring(lookahead.alert(found, house, now))

    async def _by_mail(self, alert: Alert) -> None:
        """Write to the owner from the mailbox that the alert is about."""
        worker, _ = self._workers[alert.mailbox]
        await worker.write_to_owner(alert)

    async def _begin(self) -> None:
        """Face what the last run left: mails in doubt, lines that the log file does not have yet."""
        await asyncio.to_thread(shipped_model)  # read now, so that the first reply does not wait for it
        planner, at = self.house.planner, self._clock.now()
        left = await self._store.run(lambda c: doubts.recover(c, planner, self._journal.read(c), at))
        if left.in_doubt:
            log.warning("mails in doubt count=%s next='see: followupd tasks'", left.in_doubt)
        if left.put_back:
            log.info("mails that never left count=%s next='they wait again'", left.put_back)
        await self._store.run(self._journal.renew)
        self._guard.begin(await self._store.run(lambda c: lease.take_up(c, self.house.settings.state_dir)))
        await self._store.run(self.reply_log.bring_up_to_date)
        await self._store.run(lambda c: editing.remember(c, self.house.sequences))

    def _start(self, group: asyncio.TaskGroup, mailbox: Mailbox) -> None:
        mailer, inbox = self._connect(mailbox)
        desk = Desk(
            mailbox=mailbox,
            settings=self.house.settings,
            planner=self.house.planner,
            library=self.house.library,
            lexicon=self.house.lexicon,
            store=self._store,
            clock=self._clock,
            bell=self._bell,
            reply_log=self.reply_log,
            journal=self._journal,
            guard=self._guard,
        )
        worker = Worker(desk, mailer, inbox)
        task = group.create_task(worker.run(), name=mailbox.name)
        self._workers[mailbox.name] = (worker, task)

    async def _finish(self) -> None:
        """Let every worker finish what it has in hand."""
        for worker, _ in self._workers.values():
            worker.stop()
        tasks = [task for _, task in self._workers.values()]
        _, late = await asyncio.wait(tasks, timeout=LAST_MAIL_S) if tasks else (set(), set())
        for task in late:
            task.cancel()

    # --- the rhythm -------------------------------------------------------------------------------------------------

    def _keep_rhythm(self, ticks: Ticks, group: asyncio.TaskGroup) -> None:
        ticks.every(QUEUE_EVERY_S, self._look_at_queues)
        ticks.every(INBOX_EVERY_S, self.wake)
        ticks.every(LOOK_AHEAD_EVERY_S, self._look_ahead_at_night)
        ticks.every(STATUS_EVERY_S, self._look_at_halts)
        ticks.every(STATUS_EVERY_S, lambda: self._notifier.status(self._status()))
        if self._notifier.watchdog_every_s is not None:
            ticks.every(self._notifier.watchdog_every_s, self._feed_watchdog)
        ticks.start()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, lambda: group.create_task(self.reload(group)))

    def _end_rhythm(self, ticks: Ticks) -> None:
        ticks.stop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            asyncio.get_running_loop().remove_signal_handler(number)

    def _look_at_queues(self) -> None:
        for worker, _ in self._workers.values():
            worker.look_at_queue()

    async def _look_ahead_at_night(self) -> None:
        if lookahead.is_due(self._looked_ahead_at, self._clock.now(), ZoneInfo(self.house.settings.timezone)):
            await self.look_ahead()

    def _look_at_halts(self) -> None:
        """Tell the owner at once why nothing is sent, also where nothing is due."""
        with suppress(FollowupdError):  # a database that cannot be read now: whoever wants to send will say so
            self._guard.look(next(iter(self.house.settings.mailboxes)))

    def _feed_watchdog(self) -> None:
        """Feed it only while every loop moves: a process that hangs is to be started anew."""
        silent = [f"{name}/{loop}" for name, (worker, _) in self._workers.items() for loop in worker.pulse.silent()]
        if silent:
            log.error("no progress loops=%s next='the watchdog is not fed'", ",".join(silent))
        else:
            self._notifier.alive()

    def _status(self) -> str:
        """Return the line that `systemctl status` shows."""
        mode = "live" if self.house.settings.live else "dry run, nothing leaves"
        try:
            halt = self._store.glance(self._guard.objection)
            counts = self._store.glance(enrollments.counts)
        except FollowupdError as error:
            return f"{mode}; {error}"
        if halt is not None:
            return f"nothing is sent: {halt.why}"
        numbers = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "no contacts yet"
        mailboxes = "1 mailbox" if len(self._workers) == 1 else f"{len(self._workers)} mailboxes"
        return f"{mode}; {mailboxes}; {numbers}"

    # --- new settings -----------------------------------------------------------------------------------------------

    async def reload(self, group: asyncio.TaskGroup) -> None:
        """Take a valid configuration, keep the old one otherwise. Reloads take turns; none begins after `stop`."""
        async with self._reloading:
            if self.is_stopping:
                return
            self._notifier.reloading()
            try:
                house = open_house(self.house.settings.path)
                await self._store.run(lambda c: editing.remember(c, house.sequences))
            except FollowupdError as error:
                self._refuse(str(error))
            except Exception as error:
                log.exception("fault in the program while the configuration was read")
                self._refuse(f"{type(error).__name__}: {error}")
            else:
                await self._take(house, group)

    def _refuse(self, why: str) -> None:
        log.error("configuration refused error=%r next='the old one stays in force'", why)
        self._notifier.ready("the new configuration has faults, the old one is in force: followupd check")

    async def _take(self, house: House, group: asyncio.TaskGroup) -> None:
        """Put other settings in force; mailboxes that did not change go on undisturbed."""
        if house.settings.database != self.house.settings.database:
            log.warning("the database setting changed next='restart followupd to use it'")
        before, self.house = self.house, house
        self._bell.take(house.settings.alerts)
        for name in list(self._workers):
            await self._refresh(name, before.settings.mailboxes[name])
        if self.is_stopping:
            return  # the end came while a mail of an account that has changed was finished
        for name, mailbox in house.settings.mailboxes.items():
            if name not in self._workers:
                self._start(group, mailbox)
        self.wake()
        log.info("configuration read again mailboxes=%s", ",".join(self._workers))
        self._notifier.ready(self._status())

    async def _refresh(self, name: str, before: Mailbox) -> None:
        """Give a worker its new settings, or end it where its account changed or is gone."""
        worker, task = self._workers[name]
        mailbox = self.house.settings.mailboxes.get(name)
        if mailbox is not None and _same_account(mailbox, before):
            worker.desk.take(self.house, mailbox)
            return
        worker.stop()
        with suppress(asyncio.CancelledError):
            await task
        del self._workers[name]


def _same_account(one: Mailbox, other: Mailbox) -> bool:
    return (one.smtp, one.imap, one.username, one.password) == (other.smtp, other.imap, other.username, other.password)
