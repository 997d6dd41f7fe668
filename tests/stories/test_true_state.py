"""A state that was copied or restored sends nothing before its owner says which one is the true one."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.model import Hold
from followupd.mail.ports import Folders
from tests.fakes import Delivery, FakeInbox, FakeMailer
from tests.shell.cli_user import User
from tests.stories.world import MONDAY, World, world


class Post:
    """One mailbox for several runs: what is sent is filed, as a provider does."""

    def __init__(self, *, files: bool = True) -> None:
        roles = Folders(inbox="INBOX", junk="Junk", sent="Sent" if files else None)
        self.inbox = FakeInbox(roles)
        self.mailer = FakeMailer(on_delivery=self._file if files else None)
        self.stage: World | None = None

    def _file(self, delivery: Delivery) -> None:
        assert self.stage is not None
        self.inbox.deliver(delivery.raw, "Sent", at=self.stage.clock.now())


async def one_mail_then_a_backup_then_another(folder: Path, post: Post) -> None:
    """Leave a database from before the second mail."""
    database, backup = folder / "state" / "followupd.db", folder / "backup.db"
    async with world(folder, inbox=post.inbox, mailer=post.mailer) as post.stage:
        await post.stage.enroll("sam@acme.example")
        await post.stage.until_sent(1)
    shutil.copy(database, backup)
    async with world(folder, inbox=post.inbox, mailer=post.mailer, start=MONDAY + timedelta(days=1)) as post.stage:
        await post.stage.until_sent(2)
    for rest in database.parent.glob("followupd.db*"):
        rest.unlink()
    shutil.copy(backup, database)


async def test_a_restored_database_hears_says_why_and_sends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post()
    await one_mail_then_a_backup_then_another(tmp_path, post)
    async with world(tmp_path, inbox=post.inbox, mailer=post.mailer, start=MONDAY + timedelta(days=4)) as stage:
        post.stage = stage
        await stage.enroll("kim@globex.example")
        await stage.days(3)
        assert len(stage.sent) == 2
        status = User(folder=tmp_path, clock=stage.clock).type("status")
        await stage.answer("Yes, send the offer!")
        assert stage.labels() == ["yes"]
    assert status.code == 1
    assert "lease: nothing is sent: The database is older" in status.out
    assert caplog.text.count("title='followupd sends nothing'") == 1
    assert "rule=lease" in caplog.text


async def test_once_adopted_it_goes_on_and_sends_nothing_twice(tmp_path: Path) -> None:
    """What left after the backup lies in Sent: it is read before the first mail, and nobody in it is written to."""
    post = Post()
    await one_mail_then_a_backup_then_another(tmp_path, post)
    async with world(tmp_path, inbox=post.inbox, mailer=post.mailer, start=MONDAY + timedelta(days=4)) as stage:
        post.stage = stage
        me = User(folder=tmp_path, clock=stage.clock)
        await stage.enroll("kim@globex.example")
        assert me.type("adopt").code == 64  # not without --yes in a pipe
        said = me.type("adopt", "--yes")
        assert said.code == 0, said.err
        assert "no other copy must run" in said.out
        await stage.wake()
        await stage.days(30)
        to_sam = [mail["Subject"] for mail in stage.sent if "sam@" in mail["To"]]
        assert to_sam == ["Your pump", "Fwd: Your pump"]
        assert any("kim@globex.example" in mail["To"] for mail in stage.sent)
        assert "There is nothing to adopt" in me.type("adopt").out
    async with world(tmp_path, inbox=post.inbox, mailer=post.mailer, start=MONDAY + timedelta(days=40)) as again:
        assert "lease" not in User(folder=tmp_path, clock=again.clock).type("status").out


async def test_without_a_sent_folder_whoever_was_due_by_then_waits_for_a_look(tmp_path: Path) -> None:
    post = Post(files=False)
    await one_mail_then_a_backup_then_another(tmp_path, post)
    async with world(tmp_path, inbox=post.inbox, mailer=post.mailer, start=MONDAY + timedelta(days=4)) as stage:
        User(folder=tmp_path, clock=stage.clock).type("adopt", "--yes")
        await stage.wake()
        await stage.days(30)
        assert len(stage.sent) == 2
        assert [task.hold for task in stage.tasks()] == [Hold.STALE]
        assert "no Sent folder" in stage.tasks()[0].words


async def test_a_copied_directory_sends_nothing_while_the_first_one_goes_on(tmp_path: Path) -> None:
    first, second, inbox = tmp_path / "first", tmp_path / "second", FakeInbox()
    async with world(first, inbox=inbox) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
    shutil.copytree(first, second)
    async with world(second, inbox=inbox, start=MONDAY + timedelta(days=1)) as copy:
        await copy.days(7)
        assert copy.sent == []
    async with world(first, inbox=inbox, start=MONDAY + timedelta(days=1)) as stage:
        await stage.until_sent(1)


async def test_an_everyday_restart_needs_no_adoption(tmp_path: Path) -> None:
    inbox = FakeInbox()
    async with world(tmp_path, inbox=inbox) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
    async with world(tmp_path, inbox=inbox, start=MONDAY + timedelta(days=1)) as stage:
        await stage.until_sent(1)
