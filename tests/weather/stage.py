"""The stage of a run: the daemon and the adapters that it really has, on a clock that jumps, behind two proxies.

Its clock moves only while the daemon is at rest, so that no wait of the schedule takes time; the network's patience
runs in real time and is short.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from followupd.config import Mailbox, Security
from followupd.demo.clock import VirtualClock
from followupd.mail.imap import ImapInbox, Limits
from followupd.mail.imap_session import Account
from followupd.mail.ports import Clock, Inbox, Mailer
from followupd.mail.smtp import Reuse, SmtpMailer, SmtpTimeouts, Submission
from followupd.service.daemon import Daemon
from followupd.service.house import House, open_house
from followupd.service.notify import Notifier
from followupd.store.engine import Store, open_store
from tests.weather.faults import Weather
from tests.weather.history import History, Invited
from tests.weather.proxy import Proxy, proxy
from tests.weather.servers import Backdoor, Servers, backdoor, password
from tests.weather.talk import ImapTalk, SmtpTalk, Talk
from tests.weather.watch import WatchedInbox, WatchedMailer

SEQUENCE = """
[[steps]]
kind = "email"
template = "one.j2"
[[steps]]
kind = "bump"
template = "two.j2"
after = "8 hours"
[[steps]]
kind = "email"
template = "three.j2"
after = "8 hours"
[no_answer]
after = "8 hours"
"""
TEMPLATES = {
    "one.j2": "Subject: Your pump\nAsks: interest\n\nMark one. Is the pump still of interest?\n",
    "two.j2": "Mark two. In case this got buried.\n",
    "three.j2": "Asks: close-file\n\nMark three. Shall I close your file?\n",
}
CONFIG = """
timezone = "Europe/Berlin"
state = "state"
live = true

[mailboxes.ana]
from = "Ana Ruiz <{owner}>"
{provider}
smtp = {{ host = "127.0.0.1", port = {smtp}, security = "{security}" }}
imap = {{ host = "127.0.0.1", port = {imap}, security = "{security}" }}
username = "{username}"
password = {{ env = "FOLLOWUPD_TEST" }}
ramp_up = false

[sending]
window = ["mon-sun 00:00-24:00"]
gap = "0s-0s"
per_hour = 200
per_day = 200
per_contact = "20 per 1 days"
per_domain_per_day = 9

[inbox]
label = true
"""
PATIENCE_S = 0.25
SMTP_PATIENCE = SmtpTimeouts(
    greeting_s=PATIENCE_S, command_s=PATIENCE_S, data_s=PATIENCE_S, block_s=PATIENCE_S, dot_s=PATIENCE_S,
    check_s=PATIENCE_S, quit_s=PATIENCE_S / 2,
)  # fmt: skip
IMAP_LIMITS = Limits(renew_s=0.3, done_s=PATIENCE_S, unused_s=0.02, logout_s=PATIENCE_S / 2)
REUSE = Reuse(mails=3, idle_s=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where a run is set."""

    files_sent: bool  # the provider puts what it sends into Sent
    security: Security = Security.NONE

    @property
    def name(self) -> str:
        where = "clear" if self.security is Security.NONE else "tls"
        return f"{where}, {'provider files' if self.files_sent else 'we file'}"


@dataclass(slots=True, kw_only=True)
class Set:
    """Everything that stands on the stage."""

    scene: Scene
    folder: Path
    owner: str
    clock: VirtualClock
    house: House
    store: Store
    daemon: Daemon
    running: asyncio.Task[None]
    history: History
    weather: Weather
    servers: Servers
    backdoor: Backdoor
    smtp: Proxy
    imap: Proxy
    outcry: list[str]


Twist = Callable[[Mailer, Inbox], tuple[Mailer, Inbox]]
"""Makes another daemon of it, to see whether anybody notices."""


def as_it_is(mailer: Mailer, inbox: Inbox) -> tuple[Mailer, Inbox]:
    return mailer, inbox


@dataclass(slots=True)
class OnFault:
    """Whom to tell before something breaks: the run, once there is one."""

    tell: Callable[[], "asyncio.Future[None] | None"] = field(default=lambda: None)

    async def __call__(self) -> None:
        told = self.tell()
        if told is not None:
            await asyncio.shield(told)  # the connection may end meanwhile; what has begun to arrive does so


@asynccontextmanager
async def stage(
    folder: Path, servers: Servers, scene: Scene, *, seed: str, start: datetime, on_fault: OnFault, twist: Twist
) -> AsyncIterator[Set]:
    """Set it, and let the daemon run for as long as the context lasts."""
    username = f"ana-{seed}"
    history, weather = History(), Weather(seed)
    async with AsyncExitStack() as stack:
        outcry = stack.enter_context(_outcry())
        clock = VirtualClock(start)
        way_out = Proxy(
            weather=weather,
            upstream=servers.postfix.port,
            make_talk=SmtpTalk,
            on_fault=on_fault,
            on_answer=lambda talk: _note_invitation(history, talk),
        )
        way_in = Proxy(weather=weather, upstream=servers.dovecot.port, make_talk=ImapTalk, on_fault=on_fault)
        smtp = await stack.enter_async_context(proxy(way_out))
        imap = await stack.enter_async_context(proxy(way_in))
        owner = f"{username}@northwind.test"
        provider = 'provider = "gmail"' if scene.files_sent else ""
        config = CONFIG.format(
            owner=owner, provider=provider, smtp=smtp.port, imap=imap.port, security=scene.security, username=username
        )
        house = _write(folder, config)
        store = open_store(house.settings.database)
        stack.callback(store.close)
        connect = _connecting(servers, history, clock, twist)
        daemon = Daemon(house, store, clock, connect, Notifier({}))
        back = await stack.enter_async_context(backdoor(servers, username))
        running = asyncio.create_task(daemon.run())
        begun = asyncio.create_task(daemon.ready.wait())
        try:
            await asyncio.wait({running, begun}, return_when=asyncio.FIRST_COMPLETED)
            yield Set(
                scene=scene, folder=folder, owner=owner, clock=clock, house=house, store=store, daemon=daemon,
                running=running, history=history, weather=weather, servers=servers, backdoor=back, smtp=smtp,
                imap=imap, outcry=outcry,
            )  # fmt: skip
        finally:
            begun.cancel()
            daemon.stop()
            await asyncio.wait({running})


def _write(folder: Path, config: str) -> House:
    """Write what the user edits."""
    for kind in ("sequences", "templates"):
        (folder / kind).mkdir(parents=True)
    (folder / "sequences" / "pump.toml").write_text(SEQUENCE)
    for name, text in TEMPLATES.items():
        (folder / "templates" / name).write_text(text)
    path = folder / "followupd.toml"
    path.write_text(config)
    return open_house(path)


def _note_invitation(history: History, talk: Talk) -> None:
    if isinstance(talk, SmtpTalk) and talk.step == "DATA" and talk.goes_on:
        history.add(Invited(contact=talk.recipient))


def _connecting(
    servers: Servers, history: History, clock: Clock, twist: Twist
) -> Callable[[Mailbox], tuple[Mailer, Inbox]]:
    def connect(mailbox: Mailbox) -> tuple[Mailer, Inbox]:
        submission = Submission(
            server=mailbox.smtp, username=mailbox.username, password=password, ssl_context=servers.postfix.trust
        )
        account = Account(
            server=mailbox.imap, username=mailbox.username, password=password, ssl_context=servers.dovecot.trust,
            connect_s=PATIENCE_S, command_s=PATIENCE_S,
        )  # fmt: skip
        mailer = SmtpMailer(submission, timeouts=SMTP_PATIENCE, reuse=REUSE)
        inbox = ImapInbox(account, IMAP_LIMITS)
        return twist(WatchedMailer(mailer, history, clock), WatchedInbox(inbox, history, clock))

    return connect


# --- what the daemon cries out --------------------------------------------------------------------------------------

_of_this_run: ContextVar[list[str] | None] = ContextVar("outcry", default=None)


class _Ear(logging.Handler):
    """Hears of faults in the program itself; several runs share the loggers, and each hears its own."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        serious = record.exc_info or line.startswith("stopped") or record.name == "asyncio"
        if serious and _of_this_run.get() is self.lines:
            cause = f": {record.exc_info[1]!r}" if record.exc_info else ""
            self.lines.append(f"{line}{cause}")


@contextmanager
def _outcry() -> Iterator[list[str]]:
    """Have what the daemon says of faults in itself written down."""
    ear, loggers = _Ear(level=logging.WARNING), [logging.getLogger(name) for name in ("followupd", "asyncio")]
    token = _of_this_run.set(ear.lines)
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield ear.lines
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
        _of_this_run.reset(token)
