"""A deaf ear is noticed: after a long silence the Inbox has to show what is put into it."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.service.hearing.proof import FIELD, is_probe, write_probe
from followupd.store import cursors, meta
from tests.profiles.mailbox import ProfileServer
from tests.profiles.providers import DOVECOT, GMAIL, PROFILES, YAHOO, Profile
from tests.profiles.server import serve
from tests.profiles.stage import at, condition, stage_at
from tests.stories.world import CONFIG, MONDAY, World

PROBING = f"{CONFIG}[inbox]\nprobe = '6h'\n"
KEY = b"k" * 32


def probes(server: ProfileServer) -> int:
    """How many probes were laid."""
    return sum(line.startswith("APPEND") and "INBOX" in line for line in server.seen)


def silent_for_long(stage: World) -> None:
    """The Inbox has not shown anything new since yesterday."""
    stage.do(lambda c: cursors.proved(c, "ana", stage.clock.now() - timedelta(days=1)))


def left(server: ProfileServer) -> list[str]:
    """Where probes lie."""
    return [name for name, box in server.boxes.items() for each in box.messages.values() if FIELD.encode() in each.raw]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name)
async def test_a_probe_is_read_back_and_removed_and_nobody_sees_it_as_new(profile: Profile, tmp_path: Path) -> None:
    async with stage_at(profile, tmp_path, config=PROBING) as (stage, server):
        silent_for_long(stage)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert probes(server) == 1
        assert stage.labels() == []
        if "UIDPLUS" in profile.after.split():
            assert left(server) == []
        else:  # nothing else may be expunged with it
            (message,) = server.boxes["INBOX"].messages.values()
            assert message.flags == {r"\Seen", r"\Deleted"}


async def test_a_probe_is_laid_after_each_silence_only(tmp_path: Path) -> None:
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        silent_for_long(stage)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        for hours in range(1, 25):  # as the ticks do
            await stage.until(MONDAY + timedelta(hours=hours))
            await stage.wake()
        assert probes(server) == 5


async def test_silence_is_counted_from_the_first_reading(tmp_path: Path) -> None:
    """A new installation writes at once, also where the server would not take a probe."""
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        server.answers["APPEND"] = "$TAG NO not here"
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert probes(server) == 0


async def test_news_in_the_inbox_spare_the_probe(tmp_path: Path) -> None:
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        await stage.arrive(b"From: news@shop.example\r\nSubject: 20 % off\r\n\r\n.")
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert probes(server) == 0


@pytest.mark.parametrize(
    ("config", "somebody"),
    [(PROBING, False), (PROBING.replace("live = true", "live = false"), True), (PROBING.replace("6h", "off"), True)],
    ids=["nobody in a sequence", "dry run", "off"],
)
async def test_no_probe_is_laid_for_nothing(config: str, somebody: bool, tmp_path: Path) -> None:
    async with stage_at(DOVECOT, tmp_path, config=config) as (stage, server):
        if somebody:
            await stage.enroll("sam@acme.example")
        await stage.days(1)
        await stage.wake()
        assert probes(server) == 0


async def test_a_session_that_is_stuck_is_healed_by_a_new_login(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage_at(YAHOO, tmp_path, config=PROBING) as (stage, server):
        await stage.enroll("sam@acme.example", settle=False)
        await stage.until_sent(1)
        server.freeze(this_login_only=True)
        await stage.answer("Yes, call me.")
        assert stage.labels() == []
        await stage.days(0.3)
        await stage.wake()
        await stage.days(0.01)
        assert stage.labels() == ["yes"]
        assert left(server) == []
        assert not [record for record in caplog.records if "alert kind=trouble" in record.getMessage()]


async def test_a_mailbox_that_is_stuck_sends_nothing_and_tells_the_owner(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage_at(YAHOO, tmp_path, config=PROBING) as (stage, server):
        server.freeze()
        silent_for_long(stage)
        await stage.enroll("sam@acme.example", settle=False)
        await stage.until(MONDAY + timedelta(hours=2))
        assert stage.sent == []
        assert [record for record in caplog.records if "alert kind=trouble" in record.getMessage()]
        (deaf,) = [cause for cause in condition(stage).causes if cause.code == "deaf"]
        assert "does not show up there" in deaf.words
        assert probes(server) <= 3  # one an hour, not one with each look
        server.thaw()
        await stage.until(MONDAY + timedelta(hours=3))
        assert len(stage.sent) == 1
        assert left(server) == []
        await stage.wake()
        assert not [cause for cause in condition(stage).causes if cause.code in {"deaf", "left-alone"}]


async def test_a_mailbox_that_is_full_sends_nothing(tmp_path: Path) -> None:
    """Nobody's answer would fit into it either."""
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        server.answers["APPEND"] = "$TAG NO [OVERQUOTA] Quota exceeded (mailbox for user is full)"
        silent_for_long(stage)
        await stage.enroll("sam@acme.example", settle=False)
        await stage.until(MONDAY + timedelta(hours=2))
        assert stage.sent == []
        assert "OVERQUOTA" in " ".join(cause.words for cause in condition(stage).causes)


async def test_a_probe_that_a_crash_left_behind_is_removed_by_the_next_run(tmp_path: Path) -> None:
    async with serve(DOVECOT) as server:
        async with at(server, tmp_path, config=PROBING) as stage:
            key = stage.do(meta.hash_key)
        server.deliver(write_probe("ana@northwind.example", key, MONDAY), at=MONDAY)
        async with at(server, tmp_path, config=PROBING):
            assert left(server) == []


async def test_a_probe_that_could_not_be_removed_is_removed_by_the_next_run(tmp_path: Path) -> None:
    async with serve(DOVECOT) as server:
        server.answers["UID EXPUNGE"] = "$TAG NO [SERVERBUG] try again later"
        async with at(server, tmp_path, config=PROBING) as stage:
            silent_for_long(stage)
            await stage.enroll("sam@acme.example")
            await stage.until_sent(1)
        assert left(server) == ["INBOX"]
        del server.answers["UID EXPUNGE"]
        async with at(server, tmp_path, config=PROBING):
            assert left(server) == []


async def test_a_uid_that_was_given_out_a_second_time_costs_nobody_a_mail(tmp_path: Path) -> None:
    """A mailbox that was restored from a backup: where the probe lay there is somebody's mail now."""
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        server.answers["UID EXPUNGE"] = "$TAG NO [SERVERBUG] try again later"
        silent_for_long(stage)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        ((uid, probe),) = server.boxes["INBOX"].messages.items()
        del server.answers["UID EXPUNGE"]
        server.boxes["INBOX"].messages[uid] = replace(probe, raw=b"Subject: 20 % off\r\n\r\n.", flags=set())
        await stage.days(1 / 12)
        await stage.wake()
        assert server.boxes["INBOX"].messages[uid].flags == set()


async def test_a_probe_that_cannot_be_removed_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        server.answers["UID EXPUNGE"] = "$TAG NO [NOPERM] not allowed"
        silent_for_long(stage)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert probes(server) == 1
        assert [record for record in caplog.records if record.levelno == logging.WARNING and "probe" in record.message]


async def test_an_answer_that_calls_itself_a_probe_is_an_answer(tmp_path: Path) -> None:
    async with stage_at(GMAIL, tmp_path, config=PROBING) as (stage, server):
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes, call me.", X_Followupd_Probe=f"{'0' * 16}-{'0' * 32}")
        assert stage.labels() == ["yes"]
        assert left(server)


def test_a_probe_is_known_by_its_key_alone() -> None:
    raw = write_probe("ana@northwind.example", KEY, MONDAY)
    assert is_probe(raw, KEY)
    assert not is_probe(raw, b"x" * 32)
    assert not is_probe(b"From: a@b.example\r\n\r\n" + raw, KEY)  # forwarded by somebody
