"""A disk that is full, a database that is locked: what cannot be recorded is not sent, and it goes on by itself."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.delivery.status import SmtpResult
from followupd.core.model import State
from followupd.mail.ports import Envelope
from followupd.store import sqlite
from followupd.store.mails import MailState
from tests.fakes import FakeMailer
from tests.scripted import imap_server, smtp_server
from tests.shell.test_run import HEAD, PATIENCE_S, enroll, in_state, mailbox, running
from tests.stories.world import MONDAY, world, write_folder

HOUR = timedelta(hours=1)


class Disk:
    """The disk of a process, this one unless told otherwise: while it is full no file of it can grow or change."""

    def __init__(self, pid: int = 0) -> None:
        self._pid = pid
        self._before = resource.prlimit(pid, resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (0, self._before[1]))

    def clear(self) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, self._before)


@pytest.fixture
def disk() -> Iterator[Disk]:
    own = Disk()
    yield own
    own.clear()


async def test_on_a_full_disk_nothing_is_sent_and_all_goes_on_when_there_is_room(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example", settle=False)
        disk.fill()
        await stage.wake()
        await stage.until(MONDAY + HOUR / 2)
        assert stage.mailer.attempts == []
        assert "cannot be written" in caplog.text
        disk.clear()
        await stage.until(MONDAY + HOUR)
        assert len(stage.sent) == 1


async def test_a_disk_that_fills_while_the_server_accepts_loses_no_outcome_and_sends_nothing_else(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = FakeMailer(on_delivery=lambda delivery: disk.fill() if "sam@" in delivery.envelope.recipient else None)
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example", settle=False)
        await stage.enroll("kim@globex.example", settle=False)
        await stage.wake()
        await stage.until(MONDAY + HOUR)
        assert len(mailer.attempts) == 1
        assert "What was sent cannot be recorded" in caplog.text
        disk.clear()
        await stage.until(MONDAY + HOUR + timedelta(minutes=1))
        after = stage.enrollment(sam)
        assert (after.state, after.step) == (State.WAITING, 1)
    assert [delivery.envelope.recipient for delivery in mailer.delivered] == ["sam@acme.example", "kim@globex.example"]


class FillsTheDisk(FakeMailer):
    """A way out on which the disk fills between the claim and the last byte, once."""

    def __init__(self, disk: Disk) -> None:
        super().__init__()
        self._disk = disk
        self._full_at_first = True

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        if self._full_at_first:
            self._disk.fill()
            self._full_at_first = False
        return await super().send(envelope, raw, last_look, mark)


async def test_a_disk_that_fills_right_before_the_last_byte_keeps_the_mail_here(tmp_path: Path, disk: Disk) -> None:
    """Neither mark nor lease can be written: what a crash now would leave could not be told from a mail that left."""
    mailer = FillsTheDisk(disk)
    async with world(tmp_path, mailer=mailer) as stage:
        await stage.enroll("sam@acme.example", settle=False)
        await stage.wake()
        await stage.until(MONDAY + HOUR / 2)
        assert mailer.delivered == []
        disk.clear()
        await stage.until(MONDAY + HOUR)
        assert len(mailer.delivered) == 1


async def test_a_database_that_is_locked_delays_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_S", 0.05)
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example", settle=False)
        with closing(sqlite3.connect(tmp_path / "state" / "followupd.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            await stage.wake()
            await stage.until(MONDAY + timedelta(minutes=2))
            assert stage.mailer.attempts == []
            assert "is being written to by another process" in caplog.text
            other.rollback()
        await stage.until(MONDAY + HOUR / 2)
        assert len(stage.sent) == 1


async def test_a_real_process_says_that_its_disk_is_full_and_sends_once_there_is_room(tmp_path: Path) -> None:
    async with smtp_server() as smtp, imap_server() as imap:
        write_folder(tmp_path, config=HEAD + mailbox("ana", smtp=smtp.port, imap=imap.port))
        enroll(tmp_path, ("sam@acme.example", "ana"))
        async with running(tmp_path) as daemon:
            await daemon.says("sent mailbox=ana")
            disk = Disk(daemon.process.pid)
            disk.fill()
            enroll(tmp_path, ("kim@globex.example", "ana"))
            said = await daemon.says("cannot be written")
            assert str(tmp_path / "state") in said
            assert "again in 30 seconds" in said
            assert len(smtp.delivered) == 1
            disk.clear()
            await daemon.says("sent mailbox=ana", within_s=30 + PATIENCE_S)
            assert await daemon.end() == 0
    assert "Traceback" not in daemon.said
    assert sorted(in_state(tmp_path, MailState.ACCEPTED)) == ["kim@globex.example", "sam@acme.example"]
