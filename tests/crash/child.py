"""The daemon's process: the real daemon and the real SMTP adapter, on a clock that jumps, until the end or a SIGKILL.

Run as a program it is the one that forks them: everything is imported once, and each job, a line of JSON, gets a
process of its own. The answer to a line is the wait status of that process.
"""

import asyncio
import json
import logging
import os
import sys
import traceback
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from followupd.config import Mailbox, load_settings
from followupd.demo.clock import VirtualClock
from followupd.mail.ports import Inbox, Mailer
from followupd.mail.smtp import SmtpMailer, Submission
from followupd.replies.phrases.lexicon import Lexicon
from followupd.service.daemon import Daemon
from followupd.service.house import House, read_lexicon, read_sequences
from followupd.service.notify import Notifier
from followupd.shipped import shipped
from followupd.store.engine import open_store
from followupd.templates import Library
from tests.crash.mailbox import FileInbox
from tests.crash.points import Points, WatchedMailer, watch_transactions, watch_waits

TICK = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run: from where the clock stands in this folder to `end`, or to the point where it is killed."""

    folder: str
    end: str
    at: str = ""  # the name of the point
    nth: int = 0  # or its number


def clock_file(folder: Path) -> Path:
    """Where a run leaves its time for the next one."""
    return folder / "clock"


def passed_file(folder: Path) -> Path:
    """Where a run that came to its end leaves the names of its points."""
    return folder / "points.json"


def open_house(folder: Path) -> House:
    """Read the story's folder."""
    sequences, faults = read_sequences(folder / "sequences")
    assert faults == []
    library = Library(user_dir=folder / "templates", shipped_dir=shipped("templates"))
    settings = load_settings(folder / "followupd.toml")
    return House(settings=settings, sequences=sequences, library=library, lexicon=lexicon())


@cache
def lexicon() -> Lexicon:
    """Read the shipped phrases, once for all runs of a process and its forks."""
    return read_lexicon(Path("none"))


def last_file(folder: Path) -> Path:
    """Where a run that was killed leaves the name of its last point."""
    return folder / "last"


async def work(job: Job) -> None:
    """Run the daemon in this process."""
    folder, end = Path(job.folder), datetime.fromisoformat(job.end)
    points = Points(last_file(folder), at=job.at, nth=job.nth)
    watch_transactions(points)
    watch_waits(points, asyncio.get_running_loop())
    house = open_house(folder)
    store = open_store(house.settings.database)
    clock = VirtualClock(datetime.fromisoformat(clock_file(folder).read_text()))

    def connect(mailbox: Mailbox) -> tuple[Mailer, Inbox]:
        return WatchedMailer(SmtpMailer(Submission(server=mailbox.smtp)), points), FileInbox(folder / "mailbox")

    daemon = Daemon(house, store, clock, connect, Notifier({}))
    running = asyncio.create_task(daemon.run())
    await daemon.ready.wait()
    await clock.settled(2)
    while clock.now() < end:
        await clock.step(min(end, clock.now() + TICK))
        _replace(clock_file(folder), clock.now().isoformat())
        daemon.wake()
        await clock.settled(2)
    daemon.stop()
    await running
    store.close()
    _replace(passed_file(folder), json.dumps(points.passed))


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all: the other thread may be killing us."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def fork(job: Job) -> int:
    """Do a job in a process of its own and return its wait status."""
    pid = os.fork()
    if pid:
        return os.waitpid(pid, 0)[1]
    code = 1
    try:
        logging.basicConfig(filename=Path(job.folder) / "log", level=logging.INFO)
        asyncio.run(work(job))
        code = 0
    except BaseException:  # noqa: BLE001 - the process ends here, whatever it was
        (Path(job.folder) / "fault").write_text(traceback.format_exc())
    finally:
        os._exit(code)


def serve() -> None:
    """Do the jobs of standard input, one after another."""
    lexicon()
    for line in sys.stdin:
        sys.stdout.write(f"{fork(Job(**json.loads(line)))}\n")
        sys.stdout.flush()


class Forker:
    """The other end of `serve`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> "Forker":
        pipe = asyncio.subprocess.PIPE
        root = Path(__file__).parents[2]
        arguments = (sys.executable, "-m", "tests.crash.child")
        return cls(await asyncio.create_subprocess_exec(*arguments, stdin=pipe, stdout=pipe, cwd=root))

    async def do(self, job: Job) -> int:
        """Return the exit code of the job's process, negative where a signal ended it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
        return os.waitstatus_to_exitcode(int(await self._process.stdout.readline()))

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


if __name__ == "__main__":
    serve()
