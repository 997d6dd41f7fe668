"""The one real clock, and the ticks."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.service import clock as clock_module
from followupd.service.clock import SystemClock, Ticks

PATIENCE_S = 20
FAR = timedelta(days=1)


def test_now_is_aware_utc_and_goes_forward() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert clock.now() >= first


async def test_waiting_ends_with_the_wake_up_and_leaves_it_as_it_is() -> None:
    clock, wake = SystemClock(), asyncio.Event()
    waiting = asyncio.create_task(clock.wait(wake, clock.now() + FAR))
    await asyncio.sleep(0)
    assert not waiting.done()
    wake.set()
    await asyncio.wait_for(waiting, PATIENCE_S)
    assert wake.is_set()


@pytest.mark.parametrize("until", [None, FAR, -FAR], ids=["for ever", "tomorrow", "yesterday"])
async def test_whoever_is_awake_does_not_wait(until: timedelta | None) -> None:
    clock, wake = SystemClock(), asyncio.Event()
    wake.set()
    await asyncio.wait_for(clock.wait(wake, None if until is None else clock.now() + until), PATIENCE_S)


async def test_waiting_ends_at_its_time_and_not_before() -> None:
    clock, wake = SystemClock(), asyncio.Event()
    until = clock.now() + timedelta(milliseconds=30)
    await asyncio.wait_for(clock.wait(wake, until), PATIENCE_S)
    assert clock.now() >= until
    assert not wake.is_set()


async def test_a_pause_is_over_at_its_time() -> None:
    clock = SystemClock()
    until = clock.now() + timedelta(milliseconds=30)
    await asyncio.wait_for(clock.pause(until), PATIENCE_S)
    assert clock.now() >= until
    await asyncio.wait_for(clock.pause(until - FAR), PATIENCE_S)


async def test_a_wait_can_be_given_up() -> None:
    clock = SystemClock()
    waiting = asyncio.create_task(clock.wait(asyncio.Event(), None))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_ticks_come_again_and_again() -> None:
    ticks, third = Ticks(), asyncio.Event()
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count == 3:
            third.set()

    ticks.every(0.02, tick)
    ticks.start()
    await asyncio.wait_for(third.wait(), PATIENCE_S)
    ticks.stop()
    assert count >= 3


async def test_a_tick_that_fails_does_not_end_the_others(caplog: pytest.LogCaptureFixture) -> None:
    ticks, second = Ticks(), asyncio.Event()
    times = iter([False, True])

    def tick() -> None:
        if not next(times, True):
            raise RuntimeError("once")
        second.set()

    ticks.every(0.02, tick)
    ticks.start()
    await asyncio.wait_for(second.wait(), PATIENCE_S)
    ticks.stop()
    assert "once" in caplog.text


def test_the_steady_clock_goes_on_and_is_not_the_wall() -> None:
    clock = SystemClock()
    first = clock.elapsed()
    assert clock.elapsed() >= first >= timedelta()


@pytest.mark.parametrize(
    ("runs", "has_set_it", "unset"), [(False, False, False), (True, False, True), (True, True, False)]
)
def test_a_clock_is_unset_while_the_machines_time_service_has_not_reached_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: bool, has_set_it: bool, unset: bool
) -> None:
    """R5.16; systemd-timesyncd(8)."""
    folder = tmp_path / "timesync"
    monkeypatch.setattr(clock_module, "TIME_SERVICE", folder)
    if runs:
        folder.mkdir()
    if has_set_it:
        (folder / "synchronized").touch()
    assert SystemClock().is_unset() is unset
