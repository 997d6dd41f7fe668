"""The daemon's journal, kept in a file and dated by the demo's clock: the terminal is for the story."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from followupd.demo.cast import ZONE
from followupd.mail.ports import Clock


class _DatedBy(logging.Filter):
    """Gives each record the time of a clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def filter(self, record: logging.LogRecord) -> bool:
        record.virtual = f"{self._clock.now().astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
        return True


@contextmanager
def journal(path: Path, clock: Clock) -> Iterator[None]:
    """Write what anybody in this process logs into a file and nowhere else, for as long as the context lasts."""
    root, ours = logging.getLogger(), logging.getLogger("followupd")
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.addFilter(_DatedBy(clock))
    handler.setFormatter(logging.Formatter("%(virtual)s %(levelname)s %(name)s: %(message)s"))
    before = root.handlers[:], ours.level
    root.handlers[:] = [handler]
    ours.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.handlers[:] = before[0]
        ours.setLevel(before[1])
        handler.close()
