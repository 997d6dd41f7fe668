"""The daemon's journal, kept in a file and dated by the demo's clock: the terminal is for the story."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from followupd.core.errors import UnavailableError
from followupd.demo.cast import ZONE
from followupd.mail.ports import Clock


class Journal(logging.FileHandler):
    """Writes each record under the time of a clock, and remembers the errors among them."""

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(path, encoding="utf-8")
        self.setFormatter(logging.Formatter("%(virtual)s %(levelname)s %(name)s: %(message)s"))
        self._clock = clock
        self._errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        record.virtual = f"{self._clock.now().astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
        if record.levelno >= logging.ERROR:
            cause = record.exc_info[1] if record.exc_info else None
            self._errors.append(record.getMessage() if cause is None else f"{record.getMessage()}: {cause!r}")
        super().emit(record)

    def raise_any(self) -> None:
        """Raise UnavailableError where an error was logged: on a stage of its own, nothing may go wrong."""
        if self._errors:
            where = "With --keep DIR the whole journal is in DIR/state/journal.log."
            raise UnavailableError(f"The demo went wrong: {self._errors[0]}. {where}")


@contextmanager
def journal(path: Path, clock: Clock) -> Iterator[Journal]:
    """Write what anybody in this process logs into a file and nowhere else, for as long as the context lasts."""
    root, ours = logging.getLogger(), logging.getLogger("followupd")
    handler = Journal(path, clock)
    before = root.handlers[:], ours.level
    root.handlers[:] = [handler]
    ours.setLevel(logging.INFO)
    try:
        yield handler
    finally:
        root.handlers[:] = before[0]
        ours.setLevel(before[1])
        handler.close()
