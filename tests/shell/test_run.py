"""`followupd run` as a process of its own: what it says to systemd, to the shell, and to those who end it."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection

from followupd.core.model import Contact, ContactId
from followupd.service import changes
from followupd.service.clock import SystemClock
from followupd.service.house import open_house
from followupd.store import contacts, mails, meta
from followupd.store.engine import open_store
from followupd.store.mails import MailState
from tests.scripted import Action, Talk, imap_server, smtp_server
from tests.servers.machines import free_port
from tests.stories.world import write_folder

PATIENCE_S = 30
HEAD = """
timezone = "UTC"
state = "state"
live = true
[sending]
window = ["mon-sun 00:00-24:00"]
gap = "0s-0s"
[inbox]
probe = "off"
"""  # a scripted server keeps nothing that is put into it


def mailbox(name: str, *, smtp: int, imap: int) -> str:
    return f"""
[mailboxes.{name}]
from = "{name}@northwind.example"
smtp = {{ host = "127.0.0.1", port = {smtp}, security = "none" }}
imap = {{ host = "127.0.0.1", port = {imap}, security = "none" }}
username = "{name}"
"""


def deserted() -> str:
    """A mailbox at whose ports nobody listens."""
    return mailbox("ana", smtp=free_port(), imap=free_port())


def enroll(folder: Path, *people: tuple[str, str]) -> None:
    """Put addresses into the sequence, each from one mailbox, as an import before the start does."""
    house = open_house(folder / "followupd.toml")
    at = SystemClock().now()

    def work(connection: Connection) -> None:
        for address, name in people:
            new = Contact(id=ContactId(0), address=address, fields={"email": address, "first_name": "Sam"})
            contact = contacts.add(connection, new, at)
            changes.enroll(connection, house.planner, contact, house.sequences["no-reply"], mailbox=name, at=at)

    with closing(open_store(house.settings.database)) as store:
        store.now(work)


def in_state(folder: Path, state: MailState) -> list[str]:
    """Return to whom mails in this state go."""
    with closing(open_store(open_house(folder / "followupd.toml").settings.database)) as store:
        return [mail.to for mail in store.now(lambda c: mails.in_state(c, state))]


class Manager:
    """systemd's end of $NOTIFY_SOCKET."""

    def __init__(self, folder: Path) -> None:
        self.env = {"NOTIFY_SOCKET": str(folder / "notify")}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(self.env["NOTIFY_SOCKET"])

    async def hears(self, words: str) -> None:
        """Return once a datagram with these words has come."""
        async with asyncio.timeout(PATIENCE_S):
            while words not in (await asyncio.get_running_loop().sock_recv(self._socket, 4096)).decode():
                pass

    def close(self) -> None:
        self._socket.close()


@dataclass(kw_only=True)
class Running:
    """A `followupd run` that is under way."""

    process: Process
    lines: list[str] = field(default_factory=list)

    async def says(self, words: str, within_s: float = PATIENCE_S) -> str:
        """Return the next line of its log with these words in it."""
        assert self.process.stderr is not None
        async with asyncio.timeout(within_s):
            while line := (await self.process.stderr.readline()).decode():
                self.lines.append(line)
                if words in line:
                    return line
        raise AssertionError(f"{words!r} was not said: {''.join(self.lines)}")

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end and return its exit code."""
        self.process.send_signal(number)
        return await self.ended()

    async def ended(self) -> int:
        assert self.process.stderr is not None
        async with asyncio.timeout(PATIENCE_S):
            self.lines += (await self.process.stderr.read()).decode().splitlines(keepends=True)
            return await self.process.wait()

    @property
    def said(self) -> str:
        return "".join(self.lines)


@asynccontextmanager
async def running(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> AsyncIterator[Running]:
    """Start it; whatever a test leaves of it is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "followupd.cli", "run", "--config", str(folder), *arguments,
        stderr=PIPE, env={**os.environ, **(env or {})},
    )  # fmt: skip
    try:
        yield Running(process=process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


# --- the end --------------------------------------------------------------------------------------------------------


async def test_sigterm_during_a_slow_dot_finishes_and_records_that_mail(tmp_path: Path) -> None:
    """R6.3."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def think(talk: Talk) -> None:
        asked.set()
        await go_on.wait()
        await talk.say("250 2.0.0 queued after all")

    script: dict[str, Action] = {"DOT": think}
    async with AsyncExitStack() as stack:
        smtp = await stack.enter_async_context(smtp_server(script))
        imap = await stack.enter_async_context(imap_server())
        manager = stack.enter_context(closing(Manager(tmp_path)))
        write_folder(tmp_path, config=HEAD + mailbox("ana", smtp=smtp.port, imap=imap.port))
        enroll(tmp_path, ("sam@acme.example", "ana"), ("kim@other.example", "ana"))
        daemon = await stack.enter_async_context(running(tmp_path, env=manager.env))
        await asyncio.wait_for(asked.wait(), PATIENCE_S)
        daemon.process.send_signal(signal.SIGTERM)
        await manager.hears("STOPPING=1")
        go_on.set()
        assert await daemon.ended() == 0
    assert len(smtp.delivered) == 1
    assert in_state(tmp_path, MailState.ACCEPTED) == ["sam@acme.example"]
    assert "queued after all" in daemon.said


async def test_ctrl_c_ends_it_in_peace(tmp_path: Path) -> None:
    async with smtp_server() as smtp, imap_server() as imap:
        write_folder(tmp_path, config=HEAD + mailbox("ana", smtp=smtp.port, imap=imap.port))
        enroll(tmp_path, ("sam@acme.example", "ana"))
        async with running(tmp_path) as daemon:
            await daemon.says("sent mailbox=ana")
            assert await daemon.end(signal.SIGINT) == 0
    assert "Traceback" not in daemon.said


# --- what it is told by others --------------------------------------------------------------------------------------


async def test_a_wrong_password_and_a_closed_port_stop_no_other_mailbox(tmp_path: Path) -> None:
    refuses: dict[str, Action] = {"LOGIN": "$TAG NO [AUTHENTICATIONFAILED] no"}
    async with smtp_server() as smtp, imap_server(refuses) as locked, imap_server() as imap:
        boxes = (
            mailbox("locked", smtp=smtp.port, imap=locked.port),
            mailbox("mute", smtp=free_port(), imap=imap.port),
            mailbox("deaf", smtp=smtp.port, imap=free_port()),
            mailbox("fine", smtp=smtp.port, imap=imap.port),
        )
        write_folder(tmp_path, config=HEAD + "".join(boxes))
        names = ("locked", "mute", "deaf", "fine")
        enroll(tmp_path, *((f"sam@{name}.example", name) for name in names))
        async with running(tmp_path) as daemon:
            await daemon.says("sent mailbox=fine")
            assert await daemon.end() == 0
    assert in_state(tmp_path, MailState.ACCEPTED) == ["sam@fine.example"]
    assert len(smtp.delivered) == 1


async def test_it_is_ready_without_a_network_and_keeps_its_settings_through_a_bad_reload(tmp_path: Path) -> None:
    """R6.3 and R6.12, at systemd's own socket."""
    with closing(Manager(tmp_path)) as manager:
        write_folder(tmp_path, config=HEAD + deserted())
        async with running(tmp_path, env=manager.env) as daemon:
            await manager.hears("READY=1")
            (tmp_path / "followupd.toml").write_text("colour = blue")
            daemon.process.send_signal(signal.SIGHUP)
            await manager.hears("the old one is in force")
            (tmp_path / "followupd.toml").write_text(HEAD + deserted())
            daemon.process.send_signal(signal.SIGHUP)
            await manager.hears("1 mailbox")
            assert await daemon.end() == 0
            await manager.hears("STOPPING=1")
    assert "configuration refused" in daemon.said
    assert "Traceback" not in daemon.said


async def test_a_second_one_on_the_same_state_ends_with_75(tmp_path: Path) -> None:
    async with imap_server() as imap:
        write_folder(tmp_path, config=HEAD + mailbox("ana", smtp=free_port(), imap=imap.port))
        enroll(tmp_path, ("sam@acme.example", "ana"))
        async with running(tmp_path) as first:
            await first.says("mailbox=ana")  # it is at work
            async with running(tmp_path) as second:
                assert await second.ended() == 75
            assert f"Another followupd already runs on {tmp_path / 'state'}" in second.said
            assert await first.end() == 0


# --- exit codes -----------------------------------------------------------------------------------------------------


def _faulty(folder: Path) -> None:
    write_folder(folder, config=HEAD + deserted() + 'colour = "blue"\n')


def _missing(folder: Path) -> None:
    """Nothing is there."""


def _newer(folder: Path) -> None:
    write_folder(folder, config=HEAD + deserted())
    with closing(open_store(open_house(folder / "followupd.toml").settings.database)) as store:
        store.now(lambda c: meta.put(c, "schema", "99"))


def _damaged(folder: Path) -> None:
    write_folder(folder, config=HEAD + deserted())
    (folder / "state").mkdir()
    (folder / "state" / "followupd.db").write_bytes(b"this is no database" * 100)


def _no_server(folder: Path) -> None:
    url = f"postgresql+psycopg://followupd@/followupd?host={folder}"
    write_folder(folder, config=f'database = "{url}"\n{HEAD}{deserted()}')


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (_faulty, 78, "colour"),
        (_missing, 78, "followupd init"),
        (_newer, 78, "schema 99"),
        (_damaged, 69, "is damaged"),
        (_no_server, 69, "database server"),
    ],
    ids=["a wrong key", "no folder", "a newer database", "a damaged database", "no database server"],
)
async def test_what_keeps_it_from_starting_is_a_sentence_and_an_exit_code(
    tmp_path: Path, fault: Callable[[Path], None], code: int, words: str
) -> None:
    """R6.4: systemd does not start it again and again for what only a person can mend."""
    fault(tmp_path)
    async with running(tmp_path) as daemon:
        assert await daemon.ended() == code, daemon.said
    assert words in daemon.said
    assert "Traceback" not in daemon.said


async def test_an_option_that_does_not_exist_ends_with_64(tmp_path: Path) -> None:
    async with running(tmp_path, "--quickly") as daemon:
        assert await daemon.ended() == 64
