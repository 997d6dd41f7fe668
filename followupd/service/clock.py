"""The one clock of a running daemon, and the one place that may ask the operating system for the time."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class SystemClock:
    """`mail.ports.Clock` in real time."""

    def now(self) -> datetime:
        """Return the present as aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place

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
        """Wait for the time alone."""
        await self.wait(asyncio.Event(), until)


STRETCH_S = 30.0


class Ticks:
    """The housekeeping rhythm: APScheduler owns the ticks, and no mail. Each tick only wakes somebody."""

    def __init__(self) -> None:
        # Late is better than never and once is enough, also after a laptop slept through ten ticks.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, seconds: float, tick: Callable[[], Any]) -> None:
        """Call `tick`, a function or a coroutine function, every so often; it must not block."""
        self._scheduler.add_job(tick, "interval", seconds=seconds)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End at once."""
        self._scheduler.shutdown(wait=False)
