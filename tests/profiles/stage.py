"""The daemon at a server of a certain kind: the stage of the stories, with the real adapter for the fake inbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import cast

from followupd.mail.imap import ImapInbox, Limits
from followupd.service.asking import health
from followupd.service.asking.health import Health
from tests.fakes import FakeInbox
from tests.profiles.mailbox import ProfileServer
from tests.profiles.providers import Profile
from tests.profiles.server import serve
from tests.profiles.world import account
from tests.stories.world import CONFIG, World, world

STUBBORN = f"{CONFIG}[inbox]\nprobe = 'off'\n"  # for stories about something else


class ServedInbox(ImapInbox):
    """The real adapter, with the hand of the world beside it that the stories know from the fake one."""

    def __init__(self, server: ProfileServer) -> None:
        super().__init__(account(server), Limits(done_s=2.0, logout_s=2.0))
        self._server = server

    def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime) -> int:
        """Put a message into a folder."""
        return self._server.deliver(raw, folder, at=at)


@asynccontextmanager
async def stage_at(
    profile: Profile, folder: Path, *, config: str = STUBBORN
) -> AsyncIterator[tuple[World, ProfileServer]]:
    """Run a server and a daemon that uses it."""
    async with serve(profile) as server, at(server, folder, config=config) as stage:
        yield stage, server


@asynccontextmanager
async def at(server: ProfileServer, folder: Path, *, config: str = STUBBORN) -> AsyncIterator[World]:
    """Run a daemon at a server that runs already."""
    inbox = cast("FakeInbox", ServedInbox(server))  # as far as these stories use it
    async with world(folder, config=config, inbox=inbox) as stage:
        yield stage


def condition(stage: World) -> Health:
    """Return what `followupd status` would tell."""
    return stage.do(lambda c: health.examine(c, stage.daemon.house, stage.clock.now()))
