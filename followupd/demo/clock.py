"""A clock that jumps: three weeks pass in seconds, and nothing happens at any other time than it would have.

It moves only when everybody who waits by it is at rest, and then to the next moment that anybody waits for. So the
daemon runs its own code at its own times, and only the waiting is left out.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True, kw_only=True)
class _Rest:
    """One task that waits: for a time, for a wake-up, or for whichever is first."""

    until: datetime | None
    wake: asyncio.Event | None

    def is_over(self, now: datetime) -> bool:
        woken = self.wake is not None and self.wake.is_set()
        return woken or (self.until is not None and self.until <= now)


class VirtualClock:
    """`mail.ports.Clock` for the demo and the tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._set_by = timedelta()  # how far off it is from where it would be, had nobody set it
        self._loops: set[asyncio.Task[object]] = set()  # whoever waits again and again; the others come and go
        self._resting: dict[asyncio.Task[object], _Rest] = {}
        self._moved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """Return the present of this world."""
        return self._now

    def elapsed(self) -> timedelta:
        """Return what has passed in this world, however often its clock was set."""
        return self._now - self._set_by - _EPOCH

    def is_unset(self) -> bool:
        """Nobody has to tell this clock the time."""
        return False

    def set_by(self, by: timedelta) -> None:
        """Set it forward or back, as a person or a time server does: no time passes."""
        self._set_by += by
        for rest in self._resting.values():
            if rest.wake is None and rest.until is not None:
                rest.until += by  # a pause takes as long as it would have
        self._move(self._now + by)

    def oversleep(self, span: timedelta) -> None:
        """Let time pass at once, as for a machine that was suspended: nobody wakes up in between."""
        self._move(self._now + span)

    async def wait(self, wake: asyncio.Event, until: datetime | None) -> None:
        """Wait as the daemon's loops do: the clock does not move while one of them is at work."""
        task = _current()
        if task not in self._loops:
            self._loops.add(task)
            task.add_done_callback(self._left)
        await self._rest(task, _Rest(until=until, wake=wake))

    async def pause(self, until: datetime) -> None:
        """Wait for a time alone."""
        await self._rest(_current(), _Rest(until=until, wake=None))

    async def settled(self, loops: int = 0) -> None:
        """Return when everybody is at rest, and at least so many loops have come to rest for a first time."""
        while len(self._loops) < loops or not self._is_quiet():
            self._changed.clear()
            await self._changed.wait()

    async def run_until(self, end: datetime) -> None:
        """Let time pass, from one awaited moment to the next, until `end`."""
        while self._now < end:
            await self.step(end)
        await self.settled()

    async def step(self, end: datetime) -> None:
        """Let time pass to the next moment that anybody waits for, at most to `end`, and let everybody finish there."""
        await self.settled()
        moments = [rest.until for rest in self._resting.values() if rest.until is not None]
        self._move(max(self._now, min([*moments, end.astimezone(UTC)])))
        await self.settled()

    def _move(self, to: datetime) -> None:
        self._now = to
        self._moved.set_result(None)
        self._moved = asyncio.get_running_loop().create_future()

    def _is_quiet(self) -> bool:
        at_rest = all(task in self._resting for task in self._loops)
        return at_rest and not any(rest.is_over(self._now) for rest in self._resting.values())

    async def _rest(self, task: asyncio.Task[object], rest: _Rest) -> None:
        self._resting[task] = rest
        self._changed.set()
        try:
            while not rest.is_over(self._now):
                await self._next_move(rest.wake)
        finally:
            del self._resting[task]
            self._changed.set()

    async def _next_move(self, wake: asyncio.Event | None) -> None:
        waking = asyncio.ensure_future(wake.wait()) if wake is not None else None
        try:
            await asyncio.wait({self._moved, *({waking} if waking else ())}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if waking is not None:
                waking.cancel()

    def _left(self, task: asyncio.Task[object]) -> None:
        self._loops.discard(task)
        self._changed.set()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _current() -> asyncio.Task[object]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a clock is waited for inside a task")
    return task
