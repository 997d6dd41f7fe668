"""Let the daemon work for a month on the virtual clock, and print what it holds in each night.

Usage: python -m tests.soak [--days N] [--people N]
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from tests.soak.meter import Sample, growth, heading, line
from tests.soak.town import live


def main() -> int:
    """Return 1 where anything grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--days", type=int, default=30, metavar="N")
    parser.add_argument("--people", type=int, default=40, metavar="N", help="new contacts on each working day")
    wanted = parser.parse_args()
    logging.basicConfig(level=logging.CRITICAL)
    first: list[Sample] = []

    def tell(sample: Sample) -> None:
        first.append(sample)
        sys.stdout.write(f"{line(sample, first[0])}\n")
        sys.stdout.flush()

    sys.stdout.write(f"{heading()}\n")
    with tempfile.TemporaryDirectory() as folder:
        samples = asyncio.run(live(Path(folder), days=wanted.days, people=wanted.people, tell=tell))
    faults = growth(samples)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "nothing grows\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
