"""The demo's journal: under the demo's time, out of the way of the story, and no error in it goes unnoticed."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.core.errors import UnavailableError
from followupd.demo.clock import VirtualClock
from followupd.demo.journal import journal

NOW = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)


async def test_a_line_has_the_time_of_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "journal.log"
    with journal(path, VirtualClock(NOW)):
        logging.getLogger("followupd.x").info("sent")
    assert path.read_text("utf-8") == "2026-11-09 09:30:00 INFO followupd.x: sent\n"


async def test_nothing_reaches_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with journal(tmp_path / "journal.log", VirtualClock(NOW)):
        logging.getLogger("mail.log").warning("a library has something to say")
    assert capfd.readouterr() == ("", "")


async def test_an_error_fails_the_demo_and_is_quoted(tmp_path: Path) -> None:
    with journal(tmp_path / "journal.log", VirtualClock(NOW)) as kept:
        fault = TypeError("no such thing")
        logging.getLogger("followupd.x").error("a fault", exc_info=fault)
    with pytest.raises(UnavailableError, match=r"a fault: TypeError\('no such thing'\)"):
        kept.raise_any()


async def test_a_warning_fails_nothing(tmp_path: Path) -> None:
    with journal(tmp_path / "journal.log", VirtualClock(NOW)) as kept:
        logging.getLogger("followupd.x").warning("an alert")
    kept.raise_any()


async def test_afterwards_logging_is_as_it_was(tmp_path: Path) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger("followupd").level
    with journal(tmp_path / "journal.log", VirtualClock(NOW)):
        pass
    assert (logging.getLogger().handlers, logging.getLogger("followupd").level) == before
