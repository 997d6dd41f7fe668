"""A mailbox of years: how much is asked for depends on what is new, never on how much there is (R3.4)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.profiles.mailbox import Box, ProfileServer, Stored
from tests.profiles.providers import DOVECOT, EXCHANGE, GMAIL, OLD, YAHOO, Profile
from tests.profiles.server import serve
from tests.profiles.stage import at
from tests.stories.world import MONDAY

COUNT = 100_000
RAW = b"From: x@y.example\r\nMessage-ID: <old@y.example>\r\nSubject: long ago\r\n\r\n.\r\n"


def fill(server: ProfileServer) -> None:
    """Ten years of mail in every folder, the last message a week ago."""
    for name, box in server.boxes.items():
        step = timedelta(days=3650) / COUNT
        server.boxes[name] = Box(uidvalidity=box.uidvalidity, uidnext=COUNT + 1)
        server.boxes[name].messages = {
            uid: Stored(uid=uid, raw=RAW, at=MONDAY - timedelta(days=7) - step * (COUNT - uid), number=uid)
            for uid in range(1, COUNT + 1)
        }


def fetched(server: ProfileServer) -> int:
    """How many messages a client has asked something about."""
    sets = [line.split(" ")[2] for line in server.seen if line.startswith("UID FETCH")]
    assert not [each for each in sets if re.search(r"[:*]", each)]
    return sum(len(each.split(",")) for each in sets)


@pytest.mark.parametrize("profile", [GMAIL, EXCHANGE, YAHOO, OLD], ids=lambda each: each.name)
async def test_the_first_start_asks_for_what_is_new(profile: Profile, tmp_path: Path) -> None:
    async with serve(profile) as server:
        fill(server)
        async with at(server, tmp_path) as stage:
            await stage.enroll("sam@acme.example")
            await stage.until_sent(1)
            await stage.answer("Yes, gladly.")
            assert stage.labels() == ["yes"]
        assert fetched(server) <= 10
        assert server.told <= 50
        assert len(server.seen) <= 150


async def test_a_new_uidvalidity_asks_for_what_may_concern_somebody(tmp_path: Path) -> None:
    async with serve(DOVECOT) as server:
        fill(server)
        async with at(server, tmp_path) as stage:
            await stage.enroll("sam@acme.example")
            await stage.until_sent(1)
            server.rebuild("INBOX", keep=True)
            server.seen.clear()
            await stage.answer("Yes, gladly.")
            assert stage.labels() == ["yes"]
        assert fetched(server) <= 10
