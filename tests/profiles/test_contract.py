"""The contract of `Inbox` at every kind of server, with the real adapter."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.contract.inbox_contract import FolderContract, InboxWorld, WatchContract
from tests.profiles.providers import PROFILES, Profile
from tests.profiles.server import serve
from tests.profiles.world import ProfileWorld

ANNOUNCING = [each for each in PROFILES if each.pushes and "IDLE" in each.after.split()]


@pytest_asyncio.fixture
async def world(request: pytest.FixtureRequest) -> AsyncIterator[InboxWorld]:
    profile: Profile = request.param
    async with serve(profile) as server:
        world = ProfileWorld(server)
        yield world
        await world.inbox.close()


@pytest.mark.parametrize("world", PROFILES, ids=lambda each: each.name, indirect=True)
class TestFoldersAtProviders(FolderContract):
    pass


@pytest.mark.parametrize("world", ANNOUNCING, ids=lambda each: each.name, indirect=True)
class TestWatchingAtProviders(WatchContract):
    pass
