"""Each message takes effect once, at every kind of server, wherever it is moved and however it is numbered."""

from email import message_from_bytes
from pathlib import Path

import pytest

from followupd.core.model import State
from tests.profiles.mailbox import ProfileServer
from tests.profiles.providers import EXCHANGE, GMAIL, PROFILES, YAHOO, Profile
from tests.profiles.server import serve
from tests.profiles.stage import at, stage_at
from tests.stories.world import World

every_profile = pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name)


def uid_of(server: ProfileServer, words: bytes, folder: str = "INBOX") -> int:
    return next(each.uid for each in server.boxes[folder].messages.values() if words in each.raw)


async def answered(stage: World) -> None:
    """One contact who has answered, and has been heard."""
    await stage.enroll("sam@acme.example")
    await stage.until_sent(1)
    await stage.answer("Please write again in the second week of January.")
    assert stage.labels() == ["later"]


async def assert_heard_once(stage: World) -> None:
    await stage.days(1)
    assert stage.labels() == ["later"]
    assert len(stage.log) == 1


@every_profile
async def test_an_answer_is_heard_without_waiting_for_an_announcement(profile: Profile, tmp_path: Path) -> None:
    """A server that takes IDLE and stays mute, or has none, is read all the same (R3.6)."""
    async with stage_at(profile, tmp_path) as (stage, _):
        await answered(stage)
        await assert_heard_once(stage)


@every_profile
async def test_a_message_that_is_moved_from_folder_to_folder_takes_effect_once(
    profile: Profile, tmp_path: Path
) -> None:
    async with stage_at(profile, tmp_path) as (stage, server):
        await answered(stage)
        archived = server.move(uid_of(server, b"second week"), "INBOX", "Archive 2026")
        await stage.days(1)
        in_junk = server.move(archived, "Archive 2026", profile.folder("junk"))
        await stage.days(1)
        server.move(in_junk, profile.folder("junk"), "INBOX")
        await assert_heard_once(stage)


@every_profile
async def test_messages_that_get_new_uids_take_effect_once(profile: Profile, tmp_path: Path) -> None:
    """R3.3: a new UIDVALIDITY, as after a restore or a move of the account to another machine."""
    async with stage_at(profile, tmp_path) as (stage, server):
        await answered(stage)
        for folder in list(server.boxes):
            server.rebuild(folder, keep=True)
        await assert_heard_once(stage)
        await stage.answer("No, thank you.")
        assert stage.labels() == ["later", "no"]


async def test_a_message_that_is_rendered_anew_takes_effect_once(tmp_path: Path) -> None:
    """Exchange keeps no bytes but makes them for each reader, and after an update it may make others."""
    async with stage_at(EXCHANGE, tmp_path) as (stage, server):
        await answered(stage)
        uid = uid_of(server, b"second week")
        stored = server.boxes["INBOX"].messages[uid]
        rendered = message_from_bytes(stored.raw)
        rendered.set_payload(f"[External mail]\r\n\r\n{rendered.get_payload()}")
        stored.raw = rendered.as_bytes()
        server.move(uid, "INBOX", EXCHANGE.folder("junk"))
        await assert_heard_once(stage)


async def test_two_answers_of_one_second_are_two(tmp_path: Path) -> None:
    async with stage_at(YAHOO, tmp_path) as (stage, _):
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("What does it cost?")
        await stage.answer("And what does the delivery cost?")
        assert stage.labels() == ["question", "question"]


async def test_after_a_restore_from_a_backup_the_uids_that_are_given_out_again_are_read(tmp_path: Path) -> None:
    """The same UIDVALIDITY, but the UIDs begin anew below our cursor."""
    async with serve(YAHOO) as server:
        async with at(server, tmp_path) as stage:
            sam = await stage.enroll("sam@acme.example")
            await stage.until_sent(1)
            for number in range(5):
                await stage.arrive(b"From: x@y.example\r\nSubject: %d\r\n\r\n." % number)
            sent = list(stage.mailer.delivered)
        server.boxes["INBOX"].messages.clear()
        server.boxes["INBOX"].uidnext = 1
        async with at(server, tmp_path) as again:
            again.mailer.delivered[:] = sent
            await again.answer("Please write again in the second week of January.")
            assert again.labels() == ["later"]
            assert again.enrollment(sam).state is State.WAITING


async def test_a_message_that_arrives_while_others_vanish_is_read(tmp_path: Path) -> None:
    """Exchange tells of removed messages in the middle of a FETCH: numbers shift, UIDs do not."""
    async with stage_at(EXCHANGE, tmp_path) as (stage, server):
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        doomed = [
            server.deliver(b"From: x@y.example\r\nSubject: %d\r\n\r\n." % number, at=stage.clock.now())
            for number in range(20)
        ]
        for uid in doomed[::2]:
            server.boxes["INBOX"].messages.pop(uid)
        await stage.answer("Yes, gladly.")
        assert stage.labels() == ["yes"]


async def test_a_reply_that_the_provider_moved_to_junk_before_it_was_read_is_heard(tmp_path: Path) -> None:
    async with stage_at(GMAIL, tmp_path) as (stage, _):
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes, gladly.", folder=GMAIL.folder("junk"))
        assert stage.labels() == ["yes"]
