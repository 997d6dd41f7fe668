"""Sets the stage: folder, servers, clock, and the daemon that `followupd run` runs; then the world plays on it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe

from followupd.config import Mailbox, load_settings, read_secret
from followupd.core.errors import UnavailableError
from followupd.demo.cast import ENDS_AT, OWNER, STARTS_AT
from followupd.demo.clock import VirtualClock
from followupd.demo.folder import enroll_everybody, lay_down, write_folder
from followupd.demo.journal import journal
from followupd.demo.result import Result, read_result
from followupd.demo.servers import mail_servers
from followupd.demo.world import Stage, Tell, World
from followupd.mail.imap import ImapInbox
from followupd.mail.imap_session import Account
from followupd.mail.ports import Inbox, Mailer
from followupd.mail.smtp import SmtpMailer, Submission
from followupd.service.daemon import Daemon
from followupd.service.house import House, open_house
from followupd.service.notify import Notifier
from followupd.store.engine import daemon_lock, open_store

LONGEST_S = 120.0  # of real time; it takes seconds


async def perform(folder: Path, tell: Tell) -> Result:
    """Play the three weeks in this folder, which must be empty, and return how they went.

    Raises UnavailableError where the daemon reports an error, or it takes longer than any machine needs.
    """
    try:
        async with asyncio.timeout(LONGEST_S):
            return await _perform(folder, tell)
    except TimeoutError as error:
        raise UnavailableError(f"The demo did not come to its end within {LONGEST_S:.0f} seconds.") from error


async def _perform(folder: Path, tell: Tell) -> Result:
    async with _stage(folder) as stage:
        await _while_it_runs(stage.daemon, World(stage, tell))
        return stage.store.glance(lambda c: read_result(c, stage.house.planner, ENDS_AT))


@asynccontextmanager
async def _stage(folder: Path) -> AsyncIterator[Stage]:
    password = token_urlsafe()
    post: deque[tuple[str, bytes]] = deque()
    async with mail_servers(OWNER.address, password, lambda *mail: post.append(mail)) as servers:
        path = write_folder(folder, smtp_port=servers.smtp_port, imap_port=servers.imap_port, password=password)
        house, clock = _house(path), VirtualClock(STARTS_AT)
        state = house.settings.state_dir
        with daemon_lock(state), journal(state / "journal.log", clock) as log:
            store = open_store(house.settings.database)
            try:
                store.now(lambda c: enroll_everybody(c, house, clock.now()))
                daemon = Daemon(house, store, clock, _connect, Notifier({}))
                yield Stage(clock=clock, house=house, store=store, daemon=daemon, servers=servers, post=post, log=log)
            finally:
                store.close()
                lay_down(path)


def _house(path: Path) -> House:
    """Open the folder without its surroundings: $STATE_DIRECTORY may be that of a daemon with real contacts."""
    return replace(open_house(path), settings=load_settings(path, env={}))


def _connect(mailbox: Mailbox) -> tuple[Mailer, Inbox]:
    """Connect over TCP, with the adapters that talk to real providers."""

    async def password() -> str:
        return "" if mailbox.password is None else read_secret(mailbox.password)

    mailer = SmtpMailer(Submission(server=mailbox.smtp, username=mailbox.username, password=password))
    return mailer, ImapInbox(Account(server=mailbox.imap, username=mailbox.username, password=password))


async def _while_it_runs(daemon: Daemon, world: World) -> None:
    """Play while the daemon runs. Where the daemon fails, the play ends with its error: it would wait for ever."""
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(daemon.run(), name="daemon")
            await daemon.ready.wait()
            await world.play(ENDS_AT)
            daemon.stop()
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed
