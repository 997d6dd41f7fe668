"""The one clock of a running daemon, and the one place that may ask the operating system for the time."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class SystemClock:
    """`mail.ports.Clock` in real time."""

    def now(self) -> datetime:
        """Return the present as aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place

    def elapsed(self) -> timedelta:
        """Return the time since the boot, suspended or not; where a kernel does not count that, its nearest clock."""
        return timedelta(seconds=time.clock_gettime(_STEADY))

    def is_unset(self) -> bool:
        """Say whether systemd's time service runs here and has not set the clock yet (systemd-timesyncd(8))."""
        return TIME_SERVICE.is_dir() and not (TIME_SERVICE / "synchronized").exists()

    async def wait(self, wake: asyncio.Event, until: datetime | None) -> None:
        """Wait for the event or the time, in stretches: a suspended laptop stops the loop's clock, not the wall's."""
        while not wake.is_set():
            left = None if until is None else (until - self.now()).total_seconds()
            if left is not None and left <= 0:
                return
            stretch = STRETCH_S if left is None else min(left, STRETCH_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), stretch)

    async def pause(self, until: datetime) -> None:
        """Wait for the time alone, in stretches too, by the clock that nobody sets."""
        over_at, never = self.elapsed() + (until - self.now()), asyncio.Event()
        while (left := (over_at - self.elapsed()).total_seconds()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(never.wait(), min(left, STRETCH_S))


STRETCH_S = 30.0
TIME_SERVICE = Path("/run/systemd/timesync")
_STEADY: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Ticks:
    """The housekeeping rhythm: APScheduler owns the ticks, and no mail. Each tick only wakes somebody."""

    def __init__(self) -> None:
        # Late is better than never and once is enough, also after a laptop slept through ten ticks.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._look_after: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, seconds: float, tick: Callable[[], Any]) -> None:
        """Call `tick`, a function or a coroutine function, every so often; it must not block."""
        self._scheduler.add_job(tick, "interval", seconds=seconds)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()
        self._look_after = asyncio.get_running_loop().call_later(STRETCH_S, self._mend)

    def stop(self) -> None:
        """End at once."""
        if self._look_after is not None:
            self._look_after.cancel()
        self._scheduler.shutdown(wait=False)

    def _mend(self) -> None:
        """Where the clock was set back, the next tick of each lies hours ahead: begin its rhythm anew."""
        for job in self._scheduler.get_jobs():
            if job.next_run_time - SystemClock().now() > job.trigger.interval:
                job.reschedule(job.trigger)
        self._look_after = asyncio.get_running_loop().call_later(STRETCH_S, self._mend)
