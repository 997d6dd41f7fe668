"""Weeks of bad weather, one for each seed, and the tables of what came of them.

Usage: python -m tests.weather [--seeds N] [--first K]
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.servers.machines import missing
from tests.weather.campaign import HEAD, SCENES, Trial, fault_table, line, make
from tests.weather.faults import Kind, Protocol
from tests.weather.servers import run_servers
from tests.weather.week import WEEK


def main() -> int:
    """Return 1 where any promise was broken, 69 where there are no servers to be had."""
    parser = argparse.ArgumentParser(prog="python -m tests.weather")
    parser.add_argument("--seeds", type=int, default=8, metavar="N", help="how many runs")
    parser.add_argument("--first", type=int, default=0, metavar="K", help="the first seed")
    wanted = parser.parse_args()
    lacking = missing("dovecot", "postfix", "openssl")
    if lacking or os.geteuid() != 0:
        sys.stderr.write(f"{lacking or 'Postfix can only be started by root'}\n")
        return os.EX_UNAVAILABLE
    trials = [
        Trial(seed=f"w{seed}", scene=SCENES[seed % len(SCENES)], plan=WEEK)
        for seed in range(wanted.first, wanted.first + wanted.seeds)
    ]
    with tempfile.TemporaryDirectory(prefix="followupd-") as place:
        Path(place).chmod(0o755)  # the servers have users of their own
        return asyncio.run(_run(Path(place), trials))


async def _run(place: Path, trials: list[Trial]) -> int:
    injected: Counter[tuple[Protocol, str, Kind]] = Counter()
    broken = 0
    _say(HEAD)
    with run_servers(place) as servers:
        async for made in make(place / "runs", servers, trials):
            injected += made.injected
            broken += bool(made.violations)
            _say(line(made), *(f"    {each.rule}: {each.words}" for each in made.violations))
    _say("", *fault_table(injected))
    return 1 if broken else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{each}\n" for each in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
