"""`followupd demo`: three weeks of follow-up on this machine, in seconds, without an account."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from followupd.demo import lines
from followupd.demo.result import Result
from followupd.demo.screen import Pipe, Screen, live_terminal
from followupd.demo.stage import perform
from followupd.service.asking.founding import OccupiedError


def run_demo(keep: Path | None, *, plain: bool = False) -> int:
    """Play the demo and show it; return the exit code.

    Writes into a temporary folder, or into `keep`, which stays. On a terminal progress is live unless `plain`; in a
    pipe it is plain lines. Raises OccupiedError where `keep` holds anything already.
    """
    with _folder(keep) as folder:
        if plain or not sys.stdout.isatty():
            screen: Screen = Pipe()
            screen.say(lines.OPENING)
            result = _play(folder, screen)
        else:
            with live_terminal() as screen:
                screen.say(lines.OPENING)
                result = _play(folder, screen)
        screen.show(result)
        screen.say(lines.closing(str(folder) if keep else None))
    return 0


def _play(folder: Path, screen: Screen) -> Result:
    return asyncio.run(perform(folder, screen.tell))


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Give an empty folder to play in."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="followupd-demo-") as name:
            yield Path(name)
        return
    folder = keep.expanduser().absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OccupiedError(f"{folder} holds something already, and the demo overwrites nothing: name a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield folder
