"""At a real Dovecot, too, each message takes effect once: moved by its owner, and in a folder that was rebuilt."""

import imaplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import cast

import pytest

from followupd.mail.imap import ImapInbox
from followupd.mail.imap_session import Account
from followupd.store import cursors
from tests.fakes import FakeInbox
from tests.servers.machines import PASSWORD, Dovecot
from tests.stories.world import CONFIG, World, world

pytestmark = pytest.mark.servers

PROBING = f"{CONFIG}[inbox]\nprobe = '6h'\n"
_numbers = count()


class DovecotInbox(ImapInbox):
    """The real adapter, with the hand of the world beside it that the stories know from the fake one."""

    def __init__(self, dovecot: Dovecot, user: str) -> None:
        async def password() -> str:
            return PASSWORD

        super().__init__(Account(server=dovecot.server(), username=user, password=password))
        self.maildir = dovecot.root / "mail" / user / "Maildir"
        self._port, self._user = dovecot.port, user

    def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime) -> None:
        """File a message."""
        with imaplib.IMAP4("127.0.0.1", self._port, timeout=10) as imap:
            imap.login(self._user, PASSWORD)
            imap.append(folder, "", imaplib.Time2Internaldate(at), raw)

    def move_all(self, folder: str, to: str) -> None:
        """Move what lies in a folder, as the owner does in a mail program."""
        with imaplib.IMAP4("127.0.0.1", self._port, timeout=10) as imap:
            imap.login(self._user, PASSWORD)
            imap.create(to)
            imap.select(folder)
            assert imap.uid("MOVE", "1:*", to)[0] == "OK"

    def count(self, folder: str) -> int:
        """Return how many messages lie in a folder."""
        with imaplib.IMAP4("127.0.0.1", self._port, timeout=10) as imap:
            imap.login(self._user, PASSWORD)
            return int(imap.select(folder, readonly=True)[1][0] or b"0")

    def forget_uids(self) -> None:
        """Take away what Dovecot knows of its UIDs: it gives out new ones, under a new UIDVALIDITY."""
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
            (self.maildir / name).unlink(missing_ok=True)


@asynccontextmanager
async def stage_at(inbox: DovecotInbox, folder: Path) -> AsyncIterator[World]:
    async with world(folder, config=PROBING, inbox=cast("FakeInbox", inbox)) as stage:
        yield stage


@pytest.fixture
def inbox(dovecot: Dovecot) -> DovecotInbox:
    return DovecotInbox(dovecot, f"once{next(_numbers)}")


async def test_an_answer_that_is_moved_takes_effect_once(inbox: DovecotInbox, tmp_path: Path) -> None:
    async with stage_at(inbox, tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Please write again in the second week of January.")
        for folder, to in (("INBOX", "Archive"), ("Archive", "Junk"), ("Junk", "INBOX")):
            inbox.move_all(folder, to)
            await stage.wake()
        assert stage.labels() == ["later"]


async def test_messages_under_new_uids_take_effect_once(inbox: DovecotInbox, tmp_path: Path) -> None:
    async with stage_at(inbox, tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Please write again in the second week of January.")
        before = await inbox.position("INBOX")
        sent = list(stage.mailer.delivered)
    inbox.forget_uids()
    async with stage_at(inbox, tmp_path) as again:
        assert (await inbox.position("INBOX")).uidvalidity != before.uidvalidity
        assert again.labels() == ["later"]
        again.mailer.delivered[:] = sent
        await again.answer("No, thank you.", Message_ID="<another@acme.example>")
        assert again.labels() == ["later", "no"]


async def test_a_probe_comes_back_and_leaves_nothing_behind(inbox: DovecotInbox, tmp_path: Path) -> None:
    async with stage_at(inbox, tmp_path) as stage:
        stage.do(lambda c: cursors.proved(c, "ana", stage.clock.now() - timedelta(days=1)))
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert (await inbox.position("INBOX")).last_uid == 1
        assert inbox.count("INBOX") == 0
