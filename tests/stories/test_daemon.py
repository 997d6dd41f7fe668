"""The life of the daemon: signals, settings that change under it, mailboxes that fail alone, what systemd hears."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection

from followupd.config import Mailbox
from followupd.core.delivery.status import SmtpReply, Stage
from followupd.core.model import Contact, ContactId, Enrollment, Stop
from followupd.mail.ports import Folders, Inbox, InboxError, Mailer
from followupd.service import changes, pulse
from followupd.service import daemon as daemon_module
from followupd.service.clock import SystemClock, Ticks
from followupd.service.daemon import Daemon
from followupd.service.house import House, open_house
from followupd.service.notify import Notifier
from followupd.store import contacts, enrollments
from followupd.store.engine import Store, open_store
from tests.fakes import FakeInbox, FakeMailer
from tests.stories.world import read, text_of, write_folder

PATIENCE_S = 20
HEAD = """
timezone = "UTC"
state = "state"
live = true
[sending]
window = ["mon-sun 00:00-24:00"]
gap = "0s-0s"
"""


def mailbox(name: str, *, user: str = "") -> str:
    return f"""
[mailboxes.{name}]
from = "{name.title()} Ruiz <{name}@northwind.example>"
smtp = {{ host = "127.0.0.1", port = 2525, security = "none" }}
imap = {{ host = "127.0.0.1", port = 1143, security = "none" }}
username = "{user or name}"
"""


ANA, BEN = mailbox("ana"), mailbox("ben")


class DeafInbox(FakeInbox):
    """A mailbox whose password is wrong."""

    async def folders(self) -> Folders:
        raise InboxError("LOGIN: the server says '[AUTHENTICATIONFAILED] no'", permanent=True)


class Manager:
    """systemd's end of $NOTIFY_SOCKET."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(self.path)
        self.heard: list[str] = []

    async def hears(self, words: str) -> str:
        """Return the next datagram with these words in it."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                said = (await asyncio.get_running_loop().sock_recv(self._socket, 4096)).decode()
                self.heard.append(said)
                if words in said:
                    return said

    def close(self) -> None:
        self._socket.close()
        Path(self.path).unlink()


@dataclass(kw_only=True)
class Running:
    """A daemon in real time between servers in memory."""

    folder: Path
    manager: Manager
    mailers: dict[str, FakeMailer] = field(default_factory=dict)
    inboxes: dict[str, FakeInbox] = field(default_factory=dict)
    connected: list[str] = field(default_factory=list)
    sent: asyncio.Event = field(default_factory=asyncio.Event)
    house: House
    store: Store
    daemon: Daemon = field(init=False)
    task: asyncio.Task[None] = field(init=False)

    def connect(self, box: Mailbox) -> tuple[Mailer, Inbox]:
        self.connected.append(box.name)
        mailer = self.mailers.setdefault(box.name, FakeMailer(lambda _: self.sent.set()))
        return mailer, self.inboxes.setdefault(box.name, FakeInbox())

    def enroll(self, address: str, name: str = "ana", *, first_name: str = "Sam") -> Contact:
        house = self.daemon.house

        def work(connection: Connection) -> Contact:
            new = Contact(id=ContactId(0), address=address, fields={"email": address, "first_name": first_name})
            at = SystemClock().now()
            contact = contacts.add(connection, new, at)
            changes.enroll(connection, house.planner, contact, house.sequences["no-reply"], mailbox=name, at=at)
            return contact

        contact = self.store.now(work)
        self.daemon.wake()
        return contact

    def enrollment(self, contact: Contact) -> Enrollment:
        return self.store.glance(lambda c: enrollments.of_contact(c, contact.id))[0]

    async def delivered(self, count: int, name: str = "ana") -> list[str]:
        """Return the texts of what this mailbox has sent, once there are so many."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.mailers[name].delivered) < count:
                self.sent.clear()
                await self.sent.wait()
        return [text_of(read(delivery.raw)) for delivery in self.mailers[name].delivered]

    def configure(self, *mailboxes: str, head: str = HEAD) -> None:
        (self.folder / "followupd.toml").write_text("".join((head, *mailboxes)))

    async def hang_up(self) -> str:
        """Send SIGHUP and return what systemd hears at the end of it."""
        os.kill(os.getpid(), signal.SIGHUP)
        await self.manager.hears("RELOADING=1")
        return await self.manager.hears("READY=1")

    async def ended(self) -> None:
        await asyncio.wait_for(asyncio.shield(self.task), PATIENCE_S)


@asynccontextmanager
async def running(
    folder: Path,
    *mailboxes: str,
    inboxes: dict[str, FakeInbox] | None = None,
    mailers: dict[str, FakeMailer] | None = None,
    watchdog_us: str = "",
) -> AsyncIterator[Running]:
    house = open_house(write_folder(folder, config="".join((HEAD, *(mailboxes or (ANA,))))))
    with closing(Manager(folder)) as manager, closing(open_store(house.settings.database)) as store:
        stage = Running(
            folder=folder, manager=manager, house=house, store=store, inboxes=inboxes or {}, mailers=mailers or {}
        )
        notifier = Notifier({"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": watchdog_us})
        stage.daemon = Daemon(house, store, SystemClock(), stage.connect, notifier)
        stage.task = asyncio.create_task(stage.daemon.run(Ticks()))
        try:
            await manager.hears("READY=1")
            yield stage
        finally:
            stage.daemon.stop()
            await stage.ended()


def slow() -> FakeMailer:
    """A mail server that has not yet said what it makes of the mail."""
    mailer = FakeMailer()
    mailer.gate = asyncio.Event()
    return mailer


# --- signals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_a_signal_finishes_and_records_the_mail_in_flight(tmp_path: Path, number: signal.Signals) -> None:
    mailer = slow()
    async with running(tmp_path, mailers={"ana": mailer}) as stage:
        sam, kim = stage.enroll("sam@acme.example"), stage.enroll("kim@other.example")
        await mailer.reached.wait()
        os.kill(os.getpid(), number)
        await stage.manager.hears("STOPPING=1")
        assert not stage.task.done()
        cast("asyncio.Event", mailer.gate).set()
        await stage.ended()
        assert len(mailer.delivered) == 1
        assert [stage.enrollment(each).step for each in (sam, kim)] == [1, 0]
        assert mailer.closed
        assert stage.inboxes["ana"].closed


async def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    mailer = slow()
    async with running(tmp_path, mailers={"ana": mailer}) as stage:
        stage.enroll("sam@acme.example")
        await mailer.reached.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        await stage.manager.hears("STOPPING=1")
        os.kill(os.getpid(), signal.SIGTERM)
        await stage.ended()
        assert mailer.delivered == []


async def test_after_its_end_a_signal_is_no_business_of_the_daemon_any_more(tmp_path: Path) -> None:
    async with running(tmp_path):
        pass
    taken = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    assert [signal.getsignal(number) for number in taken] == [
        signal.SIG_DFL,
        signal.default_int_handler,
        signal.SIG_DFL,
    ]


# --- new settings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("followupd.toml", b"this is not TOML"),
        ("followupd.toml", (HEAD + ANA + 'colour = "blue"\n').encode()),
        ("followupd.toml", b"\xff\xfe"),
        ("sequences/no-reply.toml", b"[[steps]]\nkind = 'letter'\n"),
        ("sequences/new.toml", b"[[steps]]\nkind = 'email'\ntemplate = 'nowhere.j2'\n"),
        ("sequences/new.toml", b"description = 'caf\xe9'\n"),
        ("phrases/mine.toml", b"language = 'caf\xe9'\n"),
        ("phrases/mine.toml", b"[nonsense]\n"),
    ],
    ids=[
        "no TOML", "unknown key", "binary", "unknown kind", "missing template", "sequence in Latin-1",
        "phrases in Latin-1", "phrases that mean nothing",
    ],
)  # fmt: skip
async def test_a_reload_with_faults_keeps_the_old_settings_and_says_so(
    tmp_path: Path, file: str, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(tmp_path) as stage:
        old = stage.daemon.house
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(content)
        assert "the old one is in force: followupd check" in await stage.hang_up()
        assert stage.daemon.house is old
        assert any("configuration refused" in record.getMessage() for record in caplog.records)
        stage.enroll("sam@acme.example")
        await stage.delivered(1)


async def test_a_reload_puts_new_words_in_force(tmp_path: Path) -> None:
    async with running(tmp_path) as stage:
        (tmp_path / "templates" / "first.j2").write_text(
            "Subject: Your pump\nAsks: interest\n\nHi {{ contact.first_name }},\n\nThese are new words.\n"
        )
        await stage.hang_up()
        stage.enroll("sam@acme.example")
        assert "These are new words." in (await stage.delivered(1))[0]


async def test_a_reload_starts_what_is_new_ends_what_is_gone_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    async with running(tmp_path, ANA, BEN) as stage:
        stage.configure(ANA, mailbox("eva"))
        assert "2 mailboxes" in await stage.hang_up()
        assert stage.connected == ["ana", "ben", "eva"]
        assert [stage.inboxes[name].closed for name in ("ana", "ben", "eva")] == [False, True, False]
        stage.enroll("sam@acme.example", "eva")
        await stage.delivered(1, "eva")
        stage.enroll("kim@other.example", "ana")
        await stage.delivered(1, "ana")


async def test_a_reload_with_another_account_connects_anew(tmp_path: Path) -> None:
    async with running(tmp_path, ANA, BEN) as stage:
        stage.configure(mailbox("ana", user="ana-2"), BEN)
        await stage.hang_up()
        assert stage.connected == ["ana", "ben", "ana"]


async def test_a_reload_can_begin_with_a_mailbox_and_end_with_another(tmp_path: Path) -> None:
    """Two SIGHUPs while a mail is on its way: they take turns, and the last settings win."""
    mailer = slow()
    async with running(tmp_path, ANA, BEN, mailers={"ben": mailer}) as stage:
        stage.enroll("sam@acme.example", "ben")
        await mailer.reached.wait()
        stage.configure(ANA)
        os.kill(os.getpid(), signal.SIGHUP)
        await stage.manager.hears("RELOADING=1")
        stage.configure(ANA, mailbox("eva"))
        os.kill(os.getpid(), signal.SIGHUP)
        cast("asyncio.Event", mailer.gate).set()
        await stage.manager.hears("1 mailbox")
        await stage.manager.hears("2 mailboxes")
        assert stage.connected == ["ana", "ben", "eva"]
        assert len(mailer.delivered) == 1


async def test_the_end_may_come_during_a_reload(tmp_path: Path) -> None:
    mailer = slow()
    async with running(tmp_path, BEN, mailers={"ben": mailer}) as stage:
        sam = stage.enroll("sam@acme.example", "ben")
        await mailer.reached.wait()
        stage.configure(ANA)
        os.kill(os.getpid(), signal.SIGHUP)
        await stage.manager.hears("RELOADING=1")
        os.kill(os.getpid(), signal.SIGTERM)
        await stage.manager.hears("STOPPING=1")
        cast("asyncio.Event", mailer.gate).set()
        await stage.ended()
        assert stage.enrollment(sam).step == 1
        assert stage.connected == ["ben"]


# --- one mailbox fails ----------------------------------------------------------------------------------------------


async def test_a_mailbox_that_cannot_be_read_is_its_own_trouble(tmp_path: Path) -> None:
    async with running(tmp_path, ANA, BEN, inboxes={"ana": DeafInbox()}) as stage:
        stage.enroll("sam@acme.example", "ana")
        stage.enroll("kim@other.example", "ben")
        await stage.delivered(1, "ben")
        assert stage.mailers["ana"].attempts == []


async def test_a_mailbox_that_cannot_log_in_to_send_is_its_own_trouble(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.AUTH, code=535, text="5.7.8 bad credentials"))
    async with running(tmp_path, ANA, BEN, mailers={"ana": mailer}) as stage:
        sam = stage.enroll("sam@acme.example", "ana")
        await mailer.reached.wait()
        stage.enroll("kim@other.example", "ben")
        await stage.delivered(1, "ben")
        assert mailer.delivered == []
        assert stage.enrollment(sam).step == 0


class BrokenInbox(FakeInbox):
    """A fault of the program itself, wherever a mailbox is read."""

    async def folders(self) -> Folders:
        raise ZeroDivisionError("division by zero")


async def test_a_fault_of_the_program_in_one_mailbox_does_not_stop_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(tmp_path, ANA, BEN, inboxes={"ana": BrokenInbox()}) as stage:
        stage.enroll("kim@other.example", "ben")
        await stage.delivered(1, "ben")
        assert not stage.task.done()
    assert any("fault in the program mailbox=ana" in record.getMessage() for record in caplog.records)


@asynccontextmanager
async def telephone() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """A webhook, and what is set once it is called."""
    called = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()
        called.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", called


async def test_a_log_file_that_cannot_be_written_keeps_no_answer_from_the_owner(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The database has the answer and the file can be made good later; the alert must not wait for that."""
    async with telephone() as (url, called), running(tmp_path) as stage:
        stage.configure(ANA, head=f'{HEAD}[alerts]\nwebhook = "{url}"\n')
        await stage.hang_up()
        sam = stage.enroll("sam@acme.example")
        await stage.delivered(1)
        (tmp_path / "state" / "replies.jsonl").mkdir()
        answer = b"From: sam@acme.example\r\nTo: ana@northwind.example\r\n\r\nYes, please call me.\r\n"
        stage.inboxes["ana"].deliver(answer, at=SystemClock().now())
        await asyncio.wait_for(called.wait(), PATIENCE_S)
        assert stage.enrollment(sam).stop is Stop.YES
    assert any("reply log not written" in record.getMessage() for record in caplog.records)


# --- the nightly look ahead -----------------------------------------------------------------------------------------


class Listener(logging.Handler):
    """Waits for words in the journal."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self._words in record.getMessage():
            self.heard.set()


async def test_soon_after_a_start_the_daemon_looks_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(tmp_path) as stage:
        stage.enroll("kim@globex.example", first_name="")  # which her first mail needs
    monkeypatch.setattr(daemon_module, "LOOK_AHEAD_EVERY_S", 0.05)
    listener = Listener("alert kind=missing")
    logging.getLogger("followupd.alerts").addHandler(listener)
    try:
        async with running(tmp_path):
            await asyncio.wait_for(listener.heard.wait(), PATIENCE_S)
    finally:
        logging.getLogger("followupd.alerts").removeHandler(listener)


# --- what systemd hears ---------------------------------------------------------------------------------------------


async def test_ready_does_not_wait_for_the_network(tmp_path: Path) -> None:
    async with running(tmp_path, ANA, inboxes={"ana": DeafInbox()}) as stage:
        assert stage.manager.heard == ["READY=1\nSTATUS=live; 1 mailbox; no contacts yet"]


async def test_the_status_says_how_many_are_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon_module, "STATUS_EVERY_S", 0.05)
    async with running(tmp_path) as stage:
        stage.enroll("sam@acme.example")
        assert await stage.manager.hears("1 waiting") == "STATUS=live; 1 mailbox; 1 waiting"


async def test_the_watchdog_is_fed_while_every_loop_moves(tmp_path: Path) -> None:
    async with running(tmp_path, watchdog_us="100000") as stage:
        for _ in range(3):
            await stage.manager.hears("WATCHDOG=1")


async def test_the_watchdog_is_not_fed_once_a_loop_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(daemon_module, "STATUS_EVERY_S", 0.3)
    monkeypatch.setitem(cast("dict[str, float]", pulse.PATIENCE_S), "dispatch", -1.0)
    async with running(tmp_path, watchdog_us="100000") as stage:
        await stage.manager.hears("STATUS=live")  # ticks go on, after several for the watchdog
        await stage.manager.hears("STATUS=live")
        assert not [said for said in stage.manager.heard if "WATCHDOG" in said]
    assert any("no progress loops=ana/dispatch" in record.getMessage() for record in caplog.records)
