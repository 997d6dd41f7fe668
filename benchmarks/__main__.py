"""`make bench`: run every measurement and print the table."""

import asyncio
import logging

from rich.console import Console
from rich.table import Table

from benchmarks import hearing, reading, sending
from benchmarks.figures import Figure


async def measure() -> list[Figure]:
    """Run them one after another: two cores are few."""
    return [*await sending.measure(), *await hearing.measure(), *reading.measure()]


def main() -> None:
    """Print what was measured."""
    for name in ("followupd", "mail.log"):  # the second is the sink's
        logging.getLogger(name).setLevel(logging.CRITICAL)
    table = Table(title="followupd, measured on this machine in this run", title_justify="left")
    table.add_column("what")
    for heading in ("followupd", "reference", "ratio"):
        table.add_column(heading, justify="right")
    table.add_column("the reference")
    for figure in asyncio.run(measure()):
        table.add_row(
            figure.what, figure.shown(figure.ours), figure.shown(figure.reference), figure.ratio, figure.against
        )
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
