"""How the daemon's log lines look: for the journal a priority in front, for a terminal or a file the time (R6.8)."""

import logging
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

_PRIORITIES = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
_CHATTY = ("apscheduler", "aioimaplib", "aiosmtplib", "asyncio")  # other people's words, from warnings on


class JournalFormatter(logging.Formatter):
    """`<N>` as sd-daemon(3) has it; the journal knows the time. One event is one line, a traceback too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        priority = next((number for level, number in _PRIORITIES if record.levelno >= level), 7)
        return f"<{priority}>" + super().format(record).replace("\n", f"\n<{priority}>  ")


class TimedFormatter(logging.Formatter):
    """ISO 8601 time, level, logger, message."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        """Return the time of the event in UTC."""
        return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"


def begin_logging(level: str, stream: TextIO | None = None, env: Mapping[str, str] = os.environ) -> None:
    """Send all log lines from `level` on to `stream`, standard error unless given."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JournalFormatter("%(message)s") if goes_to_journal(stream, env) else TimedFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def goes_to_journal(stream: TextIO, env: Mapping[str, str]) -> bool:
    """Say whether a stream is the one that `$JOURNAL_STREAM` names by device and inode (systemd.exec(5))."""
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return env.get("JOURNAL_STREAM", "") == f"{status.st_dev}:{status.st_ino}"
