"""Many runs side by side, and what they come to."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from tests.crash.child import Forker
from tests.crash.points import BEHIND_THE_MARK
from tests.crash.scene import Faults, Kill, Run, World, judge, play

# Where a mail, or a line of the log, could be doubled or lost, or a probe left behind.
WINDOW = (BEHIND_THE_MARK, "_hand_over", "commit of attempts", "commit of meta/log_position", " lay", " _remove")
MOST_KILLS = 3  # of one random run
RECOVERY = 80  # points: about what a restarted daemon comes to before it sends again


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One run to be made, and the line of the table that it counts for."""

    world: World
    group: str
    kills: tuple[Kill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run that was made."""

    trial: Trial
    run: Run
    faults: Faults


@dataclass(slots=True, kw_only=True)
class Campaign:
    """A place for the folders and processes that fork the runs."""

    place: Path
    forkers: asyncio.Queue[Forker]
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1 << 30)))

    async def undisturbed(self, world: World) -> Run:
        """Play the story without a kill; it has to be faultless itself."""
        run = await self._play(world, ())
        faults = judge(run, run)
        assert not faults, faults
        return run

    async def make(self, trials: Sequence[Trial], undisturbed: Run) -> AsyncIterator[Result]:
        """Make the runs, as many at a time as there are forkers, and yield each as it ends."""
        waiting = {asyncio.create_task(self._make(trial, undisturbed)) for trial in trials}
        for done in asyncio.as_completed(waiting):
            yield await done

    async def _make(self, trial: Trial, undisturbed: Run) -> Result:
        run = await self._play(trial.world, trial.kills)
        return Result(trial=trial, run=run, faults=judge(run, undisturbed))

    async def _play(self, world: World, kills: Sequence[Kill]) -> Run:
        forker = await self.forkers.get()
        folder = self.place / str(next(self.numbers))
        folder.mkdir()
        try:
            return await play(forker, folder, world, kills)
        finally:
            self.forkers.put_nowait(forker)
            rmtree(folder)


@asynccontextmanager
async def campaign(place: Path) -> AsyncIterator[Campaign]:
    """Have as many forkers as there are processors."""
    every = [await Forker.start() for _ in range(os.cpu_count() or 1)]
    free: asyncio.Queue[Forker] = asyncio.Queue()
    for forker in every:
        free.put_nowait(forker)
    try:
        yield Campaign(place=place, forkers=free)
    finally:
        for forker in every:
            await forker.stop()


# --- which runs -----------------------------------------------------------------------------------------------------


def all_points(world: World, undisturbed: Run) -> list[Trial]:
    """Return a run for every point that the undisturbed run came to."""
    return [_killed_at(world, point) for point in undisturbed.points]


def some_points(world: World, undisturbed: Run, count: int) -> list[Trial]:
    """Return about so many runs, evenly spread over the places; the window after the mark is always among them."""
    of_place: dict[str, list[str]] = {}
    for point in undisturbed.points:
        of_place.setdefault(point.rpartition("#")[0], []).append(point)
    middle = [points[len(points) // 2] for points in of_place.values()]
    window = [point for point in middle if any(word in point for word in WINDOW)]
    chosen = middle[:: max(1, len(middle) // count)]
    return [_killed_at(world, point) for point in dict.fromkeys((*window, *chosen))]


def random_points(world: World, undisturbed: Run, seeds: int) -> list[Trial]:
    """Return runs that are killed anywhere, most of them again while they recover."""
    trials = []
    for seed in range(seeds):
        chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        first = chance.randint(1, len(undisturbed.points))
        again = [chance.randint(1, RECOVERY) for _ in range(chance.randrange(MOST_KILLS))]
        kills = tuple(Kill(nth=nth) for nth in (first, *again))
        trials.append(Trial(world=world, group="random, up to three in a row", kills=kills))
    return trials


def _killed_at(world: World, point: str) -> Trial:
    return Trial(world=world, group=_group(point), kills=(Kill(at=point),))


def _group(point: str) -> str:
    return next(group for begin, group in GROUPS.items() if point.startswith(begin))


GROUPS = {
    "commit of": "before a commit",
    "committed": "after a commit",
    "waits in": "before a wait",
    "goes on in": "after a wait",
    "": "at the last look or the mark",
}
