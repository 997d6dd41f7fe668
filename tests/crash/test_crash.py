"""The plug is pulled at points all over the story: no mail twice, none lost, doubt only where the last byte had left.

`make crash` pulls it at every point, and at random.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.crash.campaign import Campaign, campaign, random_points, some_points
from tests.crash.scene import WORLDS, World

PLACES = 8
SEEDS = 2


@pytest_asyncio.fixture(scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Campaign]:
    async with campaign(tmp_path_factory.mktemp("crash")) as found:
        yield found


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
async def test_a_kill_leaves_no_duplicate_and_no_loss(there: Campaign, world: World) -> None:
    undisturbed = await there.undisturbed(world)
    trials = [*some_points(world, undisturbed, PLACES), *random_points(world, undisturbed, SEEDS)]
    results = [result async for result in there.make(trials, undisturbed)]
    assert [(each.run.killed_at, each.faults) for each in results if each.faults] == []
    assert any(each.run.doubted for each in results)
    assert (world.probe == "off") != any(" lay" in point for point in undisturbed.points)
    assert sum(len(each.run.killed_at) for each in results) >= PLACES
