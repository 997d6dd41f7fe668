"""What every `Inbox` promises. A class of tests per implementation inherits these and gives them a world."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest

from followupd.core.model import Cursor
from followupd.mail.ports import Fetched, Inbox, InboxError

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PATIENCE_S = 10


def mail(name: str) -> bytes:
    return f"Message-ID: <{name}@example.com>\r\nSubject: {name}\r\n\r\n.\r\nGrüße, {name}\r\n".encode()


class InboxWorld(ABC):
    """One mailbox with INBOX, Junk, Sent and Drafts, and what happens to it beside the `Inbox` under test."""

    inbox: Inbox
    junk, sent, drafts = "Junk", "Sent", "Drafts"  # what these folders are called
    cap = 1 << 20
    tells_uidnext = True  # Courier does not
    removes = True  # a server without UIDPLUS can but mark as deleted
    keeps_keywords = True  # pymap takes them and forgets them

    @abstractmethod
    async def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime = NOW) -> None:
        """Put a message into a folder."""

    @abstractmethod
    async def remove(self, uid: int) -> None:
        """Expunge a message of the INBOX."""

    @abstractmethod
    async def rebuild(self, folder: str) -> None:
        """Replace a folder by an empty one of the same name with another UIDVALIDITY."""

    @abstractmethod
    async def seen(self, folder: str) -> list[bool]:
        """Return of each message whether it is marked as read."""

    @abstractmethod
    async def marked(self, folder: str, keyword: str) -> list[bool]:
        """Return of each message whether it carries a keyword."""


async def read(world: InboxWorld, cursor: Cursor | None = None, folder: str = "INBOX") -> list[Fetched]:
    since = NOW - timedelta(days=30)
    return [message async for message in world.inbox.fetch_after(folder, cursor, since)]


def after(message: Fetched) -> Cursor:
    return Cursor(uidvalidity=message.uidvalidity, last_uid=message.uid)


@asynccontextmanager
async def idling(inbox: Inbox, wake: asyncio.Event) -> AsyncIterator[None]:
    """IDLE for the length of the block, which begins when the watcher listens."""
    task = asyncio.create_task(inbox.idle(wake))
    try:
        await asyncio.wait_for(wake.wait(), PATIENCE_S)
        wake.clear()
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class FolderContract:
    """What holds for every server, with or without IDLE. Inherit, and give a fixture `world`."""

    async def test_an_empty_folder_is_read_to_its_end(self, world: InboxWorld) -> None:
        assert await read(world) == []

    async def test_messages_come_oldest_first_byte_for_byte(self, world: InboxWorld) -> None:
        for name in ("one", "two", "three"):
            await world.deliver(mail(name))
        messages = await read(world)
        assert [message.raw for message in messages] == [mail("one"), mail("two"), mail("three")]
        assert [message.uid for message in messages] == sorted({message.uid for message in messages})
        assert {message.folder for message in messages} == {"INBOX"}

    async def test_a_message_has_the_time_at_which_it_was_filed(self, world: InboxWorld) -> None:
        await world.deliver(mail("one"), at=NOW)
        assert (await read(world))[0].received_at == NOW

    async def test_after_the_cursor_comes_only_what_is_newer(self, world: InboxWorld) -> None:
        await world.deliver(mail("one"))
        cursor = after((await read(world))[-1])
        assert await read(world, cursor) == []
        await world.deliver(mail("two"))
        assert [message.raw for message in await read(world, cursor)] == [mail("two")]

    async def test_behind_a_cursor_mail_may_be_of_any_age(self, world: InboxWorld) -> None:
        await world.deliver(mail("one"))
        cursor = after((await read(world))[-1])
        await world.deliver(mail("old"), at=NOW - timedelta(days=400))
        assert [message.raw for message in await read(world, cursor)] == [mail("old")]

    async def test_without_a_cursor_older_days_are_left_out(self, world: InboxWorld) -> None:
        first_day = datetime(2026, 10, 21, tzinfo=UTC)
        await world.deliver(mail("before"), at=first_day - timedelta(seconds=1))
        await world.deliver(mail("on"), at=first_day.astimezone(timezone(timedelta(hours=-8))))  # the 20th over there
        assert [message.raw for message in await read(world)] == [mail("on")]

    async def test_a_new_uidvalidity_makes_the_cursor_worthless(self, world: InboxWorld) -> None:
        await world.deliver(mail("one"), world.junk)
        await world.deliver(mail("two"), world.junk)
        cursor = after((await read(world, folder=world.junk))[-1])
        await world.rebuild(world.junk)
        await world.deliver(mail("three"), world.junk)
        messages = await read(world, cursor, world.junk)
        assert [message.raw for message in messages] == [mail("three")]
        assert messages[0].uidvalidity != cursor.uidvalidity

    async def test_a_removed_message_is_not_missed(self, world: InboxWorld) -> None:
        for name in ("one", "two", "three"):
            await world.deliver(mail(name))
        first, second, _ = await read(world)
        await world.remove(second.uid)
        assert [message.raw for message in await read(world, after(first))] == [mail("three")]

    async def test_a_message_over_the_cap_is_cut_and_says_so(self, world: InboxWorld) -> None:
        long = mail("long") + b"x" * world.cap
        await world.deliver(long)
        (message,) = await read(world)
        assert message.truncated
        assert message.raw == long[: world.cap]

    async def test_a_message_of_exactly_the_cap_is_whole(self, world: InboxWorld) -> None:
        raw = mail("full").ljust(world.cap, b"x")
        await world.deliver(raw)
        (message,) = await read(world)
        assert (message.raw, message.truncated) == (raw, False)

    async def test_a_folder_that_is_not_there_is_an_error(self, world: InboxWorld) -> None:
        with pytest.raises(InboxError, match="Nowhere"):
            await read(world, folder="Nowhere")
        assert await read(world) == []

    async def test_other_calls_may_come_between_two_messages(self, world: InboxWorld) -> None:
        names = ("one", "two", "three", "four", "five")
        for name in names:
            await world.deliver(mail(name))
        found = []
        async for message in world.inbox.fetch_after("INBOX", None, NOW):
            assert await world.inbox.find(world.junk, "<none@example.com>") is None
            found.append(message.raw)
        assert found == [mail(name) for name in names]

    async def test_position_is_the_last_uid_given_out(self, world: InboxWorld) -> None:
        start = await world.inbox.position("INBOX")
        await world.deliver(mail("one"))
        (message,) = await read(world, start)
        assert await world.inbox.position("INBOX") == after(message)
        if world.tells_uidnext:
            await world.remove(message.uid)
            assert await world.inbox.position("INBOX") == after(message)

    async def test_folders_are_found_by_their_roles(self, world: InboxWorld) -> None:
        folders = await world.inbox.folders()
        assert (folders.inbox, folders.junk) == ("INBOX", world.junk)
        assert (folders.sent, folders.drafts) == (world.sent, world.drafts)

    async def test_a_copy_is_filed_as_read_with_its_date(self, world: InboxWorld) -> None:
        await world.inbox.append(world.sent, mail("copy"), NOW)
        assert await world.seen(world.sent) == [True]
        (message,) = await read(world, folder=world.sent)
        assert (message.raw, message.received_at) == (mail("copy"), NOW)

    async def test_a_copy_for_a_folder_that_is_not_there_is_an_error(self, world: InboxWorld) -> None:
        with pytest.raises(InboxError, match="Nowhere"):
            await world.inbox.append("Nowhere", mail("copy"), NOW)

    async def test_a_message_is_found_by_its_id(self, world: InboxWorld) -> None:
        for name in ("one", "two", "three"):
            await world.deliver(mail(name), world.sent)
        found = await world.inbox.find(world.sent, "<two@example.com>")
        assert found is not None
        assert found.raw == mail("two")
        assert await world.inbox.find(world.sent, "<four@example.com>") is None

    async def test_reading_marks_nothing_as_read(self, world: InboxWorld) -> None:
        """R3.2"""
        await world.deliver(mail("one"))
        await world.deliver(mail("two"))
        await read(world)
        await world.inbox.find("INBOX", "<two@example.com>")
        assert await world.seen("INBOX") == [False, False]

    async def test_a_keyword_goes_on_one_message_and_marks_nothing_as_read(self, world: InboxWorld) -> None:
        for name in ("one", "two"):
            await world.deliver(mail(name))
        first, second = await read(world)
        await world.inbox.mark(second, "followupd-yes")
        assert await world.marked("INBOX", "followupd-yes") == [False, world.keeps_keywords]
        assert await world.seen("INBOX") == [False, False]
        assert await read(world, after(first)) == [second]

    async def test_a_message_of_a_rebuilt_folder_is_not_marked(self, world: InboxWorld) -> None:
        await world.deliver(mail("old"), world.junk)
        (message,) = await read(world, folder=world.junk)
        await world.rebuild(world.junk)
        await world.deliver(mail("new"), world.junk)
        with pytest.raises(InboxError):
            await world.inbox.mark(message, "followupd-yes")
        assert await world.marked(world.junk, "followupd-yes") == [False]

    async def test_one_message_is_discarded_and_no_other(self, world: InboxWorld) -> None:
        for name in ("one", "two", "three"):
            await world.deliver(mail(name))
        first, second, third = await read(world)
        await world.inbox.discard(second)
        if world.removes:
            assert await read(world) == [first, third]
        else:
            assert await world.marked("INBOX", "\\Deleted") == [False, True, False]
        await world.inbox.discard(second)

    async def test_a_message_of_a_rebuilt_folder_is_not_discarded(self, world: InboxWorld) -> None:
        await world.deliver(mail("old"), world.junk)
        (message,) = await read(world, folder=world.junk)
        await world.rebuild(world.junk)
        await world.deliver(mail("new"), world.junk)
        with pytest.raises(InboxError):
            await world.inbox.discard(message)
        assert [each.raw for each in await read(world, folder=world.junk)] == [mail("new")]

    async def test_a_closed_inbox_opens_again(self, world: InboxWorld) -> None:
        await read(world)
        await world.inbox.close()
        await world.deliver(mail("one"))
        assert len(await read(world)) == 1


class WatchContract:
    """What holds for every server that announces what is new. Inherit, and give a fixture `world`."""

    async def test_new_mail_wakes_whoever_idles(self, world: InboxWorld) -> None:
        wake = asyncio.Event()
        async with idling(world.inbox, wake):
            await world.deliver(mail("one"))
            await asyncio.wait_for(wake.wait(), PATIENCE_S)

    async def test_mail_can_be_read_while_idle(self, world: InboxWorld) -> None:
        async with idling(world.inbox, asyncio.Event()):
            await world.deliver(mail("one"))
            assert len(await read(world)) == 1


class InboxContract(FolderContract, WatchContract):
    """Both."""
