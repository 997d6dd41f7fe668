"""Many runs side by side, and the tables of what befell them and what came of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from followupd.config import Security
from tests.weather.faults import IN_THE_CLEAR, UNDER_TLS, Kind, Protocol
from tests.weather.servers import Servers
from tests.weather.stage import Scene, Twist, as_it_is
from tests.weather.week import Plan, Run, run

SCENES = (
    Scene(files_sent=True),
    Scene(files_sent=False),
    Scene(files_sent=True, security=Security.STARTTLS),
    Scene(files_sent=False, security=Security.STARTTLS),
)
SIDE_BY_SIDE = 5  # most of the time a run waits for a server that will never answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One run to be made."""

    seed: str  # and its name: no two at the same servers have the same
    scene: Scene
    plan: Plan
    twist: Twist = as_it_is


async def make(place: Path, servers: Servers, trials: Sequence[Trial]) -> AsyncIterator[Run]:
    """Make the runs and yield each as it ends."""
    turns = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(trial: Trial) -> Run:
        async with turns:
            return await run(place / trial.seed, servers, trial.scene, trial.plan, seed=trial.seed, twist=trial.twist)

    waiting = [asyncio.create_task(one(trial)) for trial in trials]
    for done in asyncio.as_completed(waiting):
        yield await done


# --- tables ---------------------------------------------------------------------------------------------------------

HEAD = f"{'seed':10}{'scene':24}{'faults':>8}{'mails':>7}{'replies':>9}{'doubts':>8}{'violations':>12}"


def line(made: Run) -> str:
    """Return a run's line of the table."""
    figures = f"{made.injected.total():8}{made.mails:7}{made.replies:9}{made.doubts:8}{len(made.violations):12}"
    return f"{made.seed:10}{made.scene.name:24}{figures}"


def fault_table(injected: Counter[tuple[Protocol, str, Kind]]) -> Iterator[str]:
    """Yield how often what befell which step."""
    yield f"{'faults':22}" + "".join(f"{kind:>11}" for kind in Kind) + f"{'all':>8}"
    for protocol, step in STEPS:
        counts = [injected[protocol, step, kind] for kind in Kind]
        yield f"{protocol} {step:17}" + "".join(f"{count or '-':>11}" for count in counts) + f"{sum(counts):8}"


def untouched(injected: Counter[tuple[Protocol, str, Kind]]) -> list[str]:
    """Return the steps that nothing has befallen."""
    touched = {(protocol, step) for protocol, step, _ in injected}
    return [f"{protocol} {step}" for protocol, step in STEPS if (protocol, step) not in touched]


STEPS = tuple(
    dict.fromkeys(
        (protocol, step) for steps in (IN_THE_CLEAR, UNDER_TLS) for protocol in Protocol for step in steps[protocol]
    )
)
