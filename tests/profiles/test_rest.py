"""A server that wants to be left alone is: longer each time, by everybody, and the owner can see why (R3.10, R3.11)."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.mail.ports import InboxError
from followupd.service.hearing.rest import LONGEST_S, STANDING_S, Rest, pause_s
from tests.profiles.providers import DOVECOT, EXCHANGE, GMAIL, ICLOUD, OUTLOOK, YAHOO, Profile
from tests.profiles.stage import condition, stage_at
from tests.stories.world import MONDAY, world

# What they say when they have had enough, at which command, and how long they are to be left alone at least.
THROTTLING = [
    (EXCHANGE, "EXAMINE", "$TAG NO Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92.415),
    (EXCHANGE, "EXAMINE", "$TAG BAD User is authenticated but not connected.", 300),
    (EXCHANGE, "UID FETCH", "$TAG NO [THROTTLED] Request is throttled. Suggested Backoff Time: 5 milliseconds", 5),
    (EXCHANGE, "UID FETCH", "* BYE Connection is closed. 13", 5),
    (OUTLOOK, "LOGIN", "$TAG NO [UNAVAILABLE] Server Unavailable. 15", 60),
    (OUTLOOK, "GREETING", "* BYE Too many simultaneous connections", 300),
    (GMAIL, "LOGIN", "$TAG NO [ALERT] Too many simultaneous connections. (Failure)", 300),
    (GMAIL, "LOGIN", "$TAG NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)", 3600),
    (GMAIL, "EXAMINE", "* BYE [ALERT] Account exceeded command or bandwidth limits.", 3600),
    (GMAIL, "UID FETCH", "$TAG NO [THROTTLED] (Failure)", 300),
    (GMAIL, "GREETING", "* BYE [UNAVAILABLE] Temporary System Error", 60),
    (YAHOO, "LOGIN", "$TAG NO [LIMIT] Rate limit hit", 300),
    (YAHOO, "EXAMINE", "$TAG NO [UNAVAILABLE] EXAMINE Server error - Please try again later", 60),
    (ICLOUD, "LOGIN", "$TAG NO [INUSE] Mailbox in use", 60),
    (DOVECOT, "LOGIN", "$TAG NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded", 300),
]


@pytest.mark.parametrize(("profile", "command", "says", "at_least_s"), THROTTLING)
async def test_whoever_throttles_is_left_alone(
    profile: Profile, command: str, says: str, at_least_s: float, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage_at(profile, tmp_path) as (stage, server):
        server.refuse(command, says)
        server.deliver(b"From: x@y.example\r\nSubject: news\r\n\r\n.", at=stage.clock.now())
        await stage.enroll("sam@acme.example", settle=False)
        server.seen.clear()
        for minutes in range(1, 121):  # what is due is looked at all the time
            await stage.until(MONDAY + timedelta(minutes=minutes))
            stage.daemon.wake()
        assert stage.sent == []
        tries = [line for line in server.seen if line.startswith(("LOGIN", 'EXAMINE "INBOX"'))]
        assert len(tries) <= 3 * (7200 / max(at_least_s, LONGEST_S / 2) + 8), tries
        said = re.sub(r"^(\$TAG|\*) \w+ ", "", says)
        lines = [record.getMessage() for record in caplog.records if said in record.getMessage()]
        assert "again in" in lines[0]
        assert said in " ".join(cause.words for cause in condition(stage).causes)
        del server.answers[command]
        await stage.until(MONDAY + timedelta(hours=4))
        await stage.wake()
        assert len(stage.sent) == 1
        assert not [cause for cause in condition(stage).causes if cause.code in {"deaf", "left-alone"}]


async def test_a_dead_password_is_tried_twice_an_hour_at_most(tmp_path: Path) -> None:
    """R3.11: once by the connection that reads, once by the one that waits."""
    async with stage_at(GMAIL, tmp_path) as (stage, server):
        await stage.enroll("sam@acme.example", settle=False)
        server.refuse("LOGIN", "$TAG NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")
        server.seen.clear()
        for minutes in range(1, 60):
            await stage.until(MONDAY + timedelta(minutes=minutes))
            stage.daemon.wake()
        assert len([line for line in server.seen if line.startswith("LOGIN")]) <= 2


async def test_a_reload_tries_again_at_once(tmp_path: Path) -> None:
    """R3.11: the owner has put the right password into its file."""
    async with stage_at(GMAIL, tmp_path) as (stage, server):
        server.refuse("LOGIN", "$TAG NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")
        await stage.enroll("sam@acme.example", settle=False)
        await stage.until(MONDAY + timedelta(minutes=5))
        assert stage.sent == []
        del server.answers["LOGIN"]
        async with asyncio.TaskGroup() as group:
            await stage.daemon.reload(group)
        await stage.until(MONDAY + timedelta(minutes=10))
        assert len(stage.sent) == 1


async def test_a_connection_that_is_ended_hourly_is_made_anew_each_time_without_growing_pauses(tmp_path: Path) -> None:
    """R3.9: Gmail ends sessions as a matter of course. What is announced a minute later is heard."""
    async with world(tmp_path) as stage:
        for hour in range(1, 25):
            await stage.until(MONDAY + timedelta(hours=hour))
            stage.inbox.drop_idle()
            await stage.wake()
            await stage.until(MONDAY + timedelta(hours=hour, minutes=1))
            await stage.wake()
        read_before = stage.inbox.read_to_end["INBOX"]
        stage.inbox.deliver(b"From: x@y.example\r\n\r\n.", at=stage.clock.now())
        await stage.clock.settled()
        assert stage.inbox.read_to_end["INBOX"] == read_before + 1


NO_WISH, HALF_AN_HOUR = InboxError("gone"), InboxError("throttled", retry_after_s=1800)


@pytest.mark.parametrize(
    ("failures", "error", "shortest_s", "longest_s"),
    [
        (1, NO_WISH, 5, 10),
        (2, NO_WISH, 10, 20),
        (5, NO_WISH, 80, 160),
        (50, NO_WISH, LONGEST_S / 2, LONGEST_S),
        (1, InboxError("throttled", retry_after_s=0.03), 5, 10),  # Exchange asks for milliseconds and means it
        (1, InboxError("throttled", retry_after_s=300), 300, 300),
        (2, InboxError("throttled", retry_after_s=300), 600, 600),
        (5, InboxError("throttled", retry_after_s=300), LONGEST_S, LONGEST_S),
        (3, HALF_AN_HOUR, 1800, 1800),
        (1, InboxError("wrong password", permanent=True), STANDING_S, STANDING_S),
    ],
)
def test_a_pause_grows_and_is_never_shorter_than_asked_for(
    failures: int, error: InboxError, shortest_s: float, longest_s: float
) -> None:
    assert (pause_s(failures, error, 0.0), pause_s(failures, error, 1.0)) == (shortest_s, longest_s)


def test_a_rest_repeats_what_the_server_said_until_it_is_over() -> None:
    rest, now = Rest(), timedelta(days=1)
    length = rest.begin(HALF_AN_HOUR, now, 0.5)
    with pytest.raises(InboxError, match="throttled"):
        rest.refuse(now + length - timedelta(seconds=1))
    rest.refuse(now + length)
    assert rest.failures == 1
    rest.end()
    rest.refuse(now)
    assert (rest.failures, rest.left(now)) == (0, timedelta())
