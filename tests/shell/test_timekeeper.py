"""Has the clock been set while the program ran? Told from time that passed, slept through or not."""

from datetime import UTC, datetime, timedelta

from followupd.demo.clock import VirtualClock
from followupd.service.timekeeper import Timekeeper
from tests.stories.world import MONDAY

BOOT = datetime(1970, 1, 1, tzinfo=UTC)  # from where this clock counts
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class FreshlyBooted(VirtualClock):
    """A clock that waits for a time server."""

    def is_unset(self) -> bool:
        return True


async def test_time_that_passes_awake_or_asleep_is_no_jump() -> None:
    clock = VirtualClock(MONDAY)
    keeper = Timekeeper(clock)
    await clock.run_until(MONDAY + HOUR)
    assert keeper.jump() is None
    clock.oversleep(100 * HOUR)
    assert keeper.jump() is None


async def test_a_jump_is_watched_for_an_hour_of_real_time() -> None:
    clock = VirtualClock(MONDAY)
    keeper = Timekeeper(clock)
    clock.set_by(-3 * HOUR)
    found = keeper.jump()
    assert found is not None
    assert (found.by, found.left) == (-3 * HOUR, HOUR)
    clock.oversleep(59 * MINUTE)
    again = keeper.jump()
    assert again is not None
    assert (again.by, again.left) == (-3 * HOUR, MINUTE)
    clock.oversleep(MINUTE)
    assert keeper.jump() is None


async def test_many_small_corrections_are_no_jump() -> None:
    clock = VirtualClock(MONDAY)
    keeper = Timekeeper(clock)
    for _ in range(20):
        clock.set_by(MINUTE)
        assert keeper.jump() is None


async def test_a_time_service_is_waited_for_an_hour_after_the_boot_and_no_longer() -> None:
    clock = FreshlyBooted(BOOT)
    keeper = Timekeeper(clock)
    assert keeper.is_unset()
    clock.oversleep(59 * MINUTE)
    assert keeper.is_unset()
    clock.oversleep(MINUTE)
    assert not keeper.is_unset()
