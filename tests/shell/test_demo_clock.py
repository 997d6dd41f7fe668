"""The clock that jumps: time passes only while everybody rests, and stops at every moment that anybody waits for."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from followupd.demo.clock import VirtualClock

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def looping(clock: VirtualClock, wake: asyncio.Event, every: timedelta, seen: list[datetime]) -> asyncio.Task[None]:
    """A loop of the kind that the daemon has: it works, and waits for the next time or a wake-up."""

    async def loop() -> None:
        while True:
            wake.clear()
            await asyncio.sleep(0)  # work that gives the floor to others
            seen.append(clock.now())
            await clock.wait(wake, clock.now() + every)

    return asyncio.create_task(loop())


async def ended(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_loop_runs_at_exactly_the_times_it_waits_for() -> None:
    clock, seen = VirtualClock(START), list[datetime]()
    task = looping(clock, asyncio.Event(), HOUR, seen)
    await clock.settled(1)
    await clock.run_until(START + 3 * HOUR)
    assert seen == [START + n * HOUR for n in range(4)]
    await ended(task)


async def test_a_step_goes_to_the_next_moment_that_anybody_waits_for() -> None:
    clock, seen = VirtualClock(START), list[datetime]()
    tasks = [looping(clock, asyncio.Event(), every, seen) for every in (3 * HOUR, 2 * HOUR)]
    await clock.settled(2)
    await clock.step(START + 24 * HOUR)
    assert clock.now() == START + 2 * HOUR
    await clock.step(START + 24 * HOUR)
    assert clock.now() == START + 3 * HOUR
    await ended(*tasks)


async def test_a_step_goes_no_further_than_its_end() -> None:
    clock = VirtualClock(START)
    task = looping(clock, asyncio.Event(), 2 * HOUR, [])
    await clock.settled(1)
    await clock.step(START + HOUR)
    assert clock.now() == START + HOUR
    await ended(task)


async def test_a_wake_up_ends_a_wait_without_time_passing() -> None:
    clock, wake, seen = VirtualClock(START), asyncio.Event(), list[datetime]()
    task = looping(clock, wake, HOUR, seen)
    await clock.settled(1)
    wake.set()
    await clock.settled(1)
    assert seen == [START, START]
    await ended(task)


async def test_time_stands_still_while_a_loop_is_at_work() -> None:
    clock, gate = VirtualClock(START), asyncio.Event()

    async def busy() -> None:
        await clock.wait(asyncio.Event(), START + HOUR)
        await gate.wait()  # a network call, say
        await clock.wait(asyncio.Event(), None)

    task = asyncio.create_task(busy())
    await clock.settled(1)
    passing = asyncio.create_task(clock.run_until(START + 5 * HOUR))
    for _ in range(20):
        await asyncio.sleep(0)
    assert clock.now() == START + HOUR
    gate.set()
    await passing
    assert clock.now() == START + 5 * HOUR
    await ended(task)


async def test_nothing_shortens_a_pause() -> None:
    clock, ends = VirtualClock(START), list[datetime]()

    async def pausing() -> None:
        await clock.pause(START + 2 * HOUR)
        ends.append(clock.now())

    task = asyncio.create_task(pausing())
    await asyncio.sleep(0)
    await clock.run_until(START + HOUR)
    assert not task.done()
    await clock.run_until(START + 2 * HOUR)
    await task
    assert ends == [START + 2 * HOUR]


async def test_a_loop_that_has_ended_holds_nobody_up() -> None:
    clock = VirtualClock(START)
    task = looping(clock, asyncio.Event(), HOUR, [])
    await clock.settled(1)
    await ended(task)
    await clock.run_until(START + 2 * HOUR)
    assert clock.now() == START + 2 * HOUR
