"""The contract of `Inbox`, over the fake one and over a real IMAP server inside this process."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.contract.inbox_contract import InboxContract, InboxWorld
from tests.contract.worlds import FakeWorld, Pymap, run_pymap
from tests.servers.machines import free_port


class TestFakeInbox(InboxContract):
    @pytest.fixture
    def world(self) -> InboxWorld:
        return FakeWorld()


@pytest_asyncio.fixture(scope="session")
async def pymap() -> AsyncIterator[Pymap]:
    async with run_pymap(free_port()) as running:
        yield running


class TestImapInboxAtPymap(InboxContract):
    @pytest_asyncio.fixture
    async def world(self, pymap: Pymap) -> AsyncIterator[InboxWorld]:
        world = await pymap.world()
        yield world
        await world.inbox.close()
