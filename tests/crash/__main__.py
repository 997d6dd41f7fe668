"""Kill the daemon at every point of the story and at random ones, and print what came of it.

Usage: python -m tests.crash [--seeds N] [--every K]
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.crash.campaign import Campaign, Result, all_points, campaign, random_points
from tests.crash.scene import WORLDS, World

COLUMNS = ("points", "kills", "duplicates", "losses", "unfounded", "unsettled", "replies", "probes", "in doubt")
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory: what is killed is the process, and fsync costs nothing


def main() -> int:
    """Return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--seeds", type=int, default=200, metavar="N", help="random runs in each world")
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only every K-th point")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        return asyncio.run(_run(Path(place), wanted.seeds, wanted.every))


async def _run(place: Path, seeds: int, every: int) -> int:
    faults = 0
    _row("", *COLUMNS, "verdict")
    async with campaign(place) as there:
        for world in WORLDS:
            faults += await _world(there, world, seeds, every)
    return 1 if faults else 0


async def _world(there: Campaign, world: World, seeds: int, every: int) -> int:
    undisturbed = await there.undisturbed(world)
    trials = [*all_points(world, undisturbed)[::every], *random_points(world, undisturbed, seeds)]
    table: dict[str, Counter[str]] = {trial.group: Counter() for trial in trials}
    faulty: list[Result] = []
    async for result in there.make(trials, undisturbed):
        _count(table[result.trial.group], result)
        faulty += [result] if result.faults else []
    sys.stdout.write(f"{world.name}\n")
    for group, figures in table.items():
        _row(f"  {group}", *(str(figures[column]) for column in COLUMNS), "FAULTY" if figures["faulty"] else "ok")
    for result in faulty:
        sys.stdout.write(f"  killed at {', '.join(result.run.killed_at)}: {result.faults}\n")
    sys.stdout.flush()
    return len(faulty)


def _count(figures: Counter[str], result: Result) -> None:
    faults = result.faults
    figures.update(
        {
            "points": len(result.trial.kills),
            "kills": len(result.run.killed_at),
            "duplicates": len(faults.duplicates),
            "losses": len(faults.losses),
            "unfounded": len(faults.unfounded),
            "unsettled": len(faults.unsettled),
            "replies": len(faults.replies),
            "probes": len(faults.probes),
            "in doubt": len(result.run.doubted),
            "faulty": bool(faults),
        }
    )


def _row(name: str, *cells: str) -> None:
    sys.stdout.write(f"{name:32}" + "".join(f"{cell:>11}" for cell in cells) + "\n")


if __name__ == "__main__":
    sys.exit(main())
