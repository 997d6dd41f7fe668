"""The copy in Sent: exactly one, whatever the server does, and never a mail sent again (R1.31)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.mail.ports import InboxError
from followupd.service.sending.filing import LOOKS, PATIENCE, Habit, habit_of, next_look
from tests.fakes import FakeInbox
from tests.stories.world import CONFIG, World, world

SENT_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOW = timedelta(0)


async def send(stage: World, number: int, *, files_after: timedelta | None) -> None:
    """Send a mail of which the provider files a copy of its own, unless that is None; let two hours pass."""
    await stage.enroll(f"sam@acme{number}.example")
    end = stage.clock.now() + timedelta(hours=2)
    if files_after is not None:
        await stage.until(stage.clock.now() + files_after)
        await stage.arrive(stage.mailer.delivered[-1].raw, "Sent")
    await stage.until(end)


def copies(stage: World) -> list[bytes]:
    return sorted(message.raw for message in stage.inbox.boxes["Sent"].messages)


def sent(stage: World) -> list[bytes]:
    return sorted(each.raw for each in stage.mailer.delivered)


def habit(stage: World) -> Habit | None:
    mailbox = stage.daemon.house.settings.mailboxes["ana"]
    return stage.do(lambda c: habit_of(c, mailbox))


@pytest.mark.parametrize(
    ("files_after", "learnt"),
    [
        (NOW, Habit.FILES),
        (timedelta(seconds=100), Habit.FILES),
        (timedelta(seconds=170), Habit.FILES),
        (None, Habit.LEAVES),
    ],
    ids=["at once", "late", "very late", "never"],
)
async def test_three_mails_leave_three_copies_and_the_provider_is_known(
    tmp_path: Path, files_after: timedelta | None, learnt: Habit
) -> None:
    async with world(tmp_path) as stage:
        for number in range(3):
            await send(stage, number, files_after=files_after)
        assert copies(stage) == sent(stage)
        assert len(stage.mailer.attempts) == 3
        assert habit(stage) is learnt


async def test_the_first_copy_waits_for_an_unknown_provider_and_the_second_one_for_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until(stage.clock.now() + LOOKS[-1] - timedelta(seconds=1))
        assert copies(stage) == []
        await stage.until(stage.clock.now() + timedelta(hours=1))
        await stage.enroll("kim@globex.example")
        assert copies(stage) == sent(stage)


async def test_our_copy_is_read_and_bears_the_time_at_which_the_mail_left(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        left_at = stage.clock.now()
        await send(stage, 0, files_after=None)
        folder = stage.inbox.boxes["Sent"]
        assert [(each.uid, each.received_at) for each in folder.messages] == [(1, left_at)]
        assert folder.seen == {1}


@pytest.mark.parametrize("failures", [1, 3])
async def test_a_failing_append_is_tried_again_on_its_own(tmp_path: Path, failures: int) -> None:
    inbox = FakeInbox()
    for _ in range(failures):
        inbox.fail(InboxError("NO [OVERQUOTA]"), "append")
    async with world(tmp_path, inbox=inbox) as stage:
        await send(stage, 0, files_after=None)
        assert copies(stage) == sent(stage)
        assert len(stage.mailer.attempts) == 1


async def test_a_provider_that_begins_to_file_costs_one_copy_too_many_and_no_more(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await send(stage, 0, files_after=None)
        for number in range(1, 4):
            await send(stage, number, files_after=timedelta(minutes=1))
        assert len(copies(stage)) == len(sent(stage)) + 1
        assert set(copies(stage)) == set(sent(stage))
        assert habit(stage) is Habit.FILES


async def test_a_provider_that_files_no_more_is_found_out(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await send(stage, 0, files_after=NOW)
        await send(stage, 1, files_after=None)
        assert copies(stage) == sent(stage)
        assert habit(stage) is Habit.LEAVES


@pytest.mark.parametrize(("setting", "count"), [("always", 1), ("never", 0), ("auto", 1)])
async def test_the_owner_decides(tmp_path: Path, setting: str, count: int) -> None:
    config = CONFIG.replace('username = "ana"', f'username = "ana"\nsent_copy = "{setting}"')
    async with world(tmp_path, config=config) as stage:
        await send(stage, 0, files_after=None)
        assert len(copies(stage)) == count


async def test_always_waits_for_nobody(tmp_path: Path) -> None:
    config = CONFIG.replace('username = "ana"', 'username = "ana"\nsent_copy = "always"')
    async with world(tmp_path, config=config) as stage:
        await stage.enroll("sam@acme.example")
        assert copies(stage) == sent(stage)


@pytest.mark.parametrize(
    ("habit", "after", "look"),
    [
        (None, NOW, LOOKS[0]),
        (None, LOOKS[0], LOOKS[1]),
        (None, LOOKS[1], LOOKS[2]),
        (None, LOOKS[2], None),
        (Habit.FILES, LOOKS[2], PATIENCE),
        (Habit.FILES, PATIENCE, None),
        (Habit.LEAVES, NOW, None),
    ],
)
def test_when_to_look_for_the_providers_copy(habit: Habit | None, after: timedelta, look: timedelta | None) -> None:
    expected = None if look is None else SENT_AT + look
    assert next_look(habit, SENT_AT, SENT_AT + after) == expected
