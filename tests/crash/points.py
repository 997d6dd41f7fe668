"""Where a run may be killed: found by the run itself, so that a new transaction or a new await needs no list.

A point is a place and how often it was come to: `commit of enrollments mails#2`, `waits in sending.py:91 carry#1`.
Before and after every commit that writes; before and after every wait of a task that dispatch or intake is at work
in; around the last look and the mark of every mail.
"""

import asyncio
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool

import followupd
from followupd.core.delivery.status import SmtpResult
from followupd.mail.ports import Envelope, Mailer

OURS = tuple(str(Path(followupd.__file__).parent / room) for room in ("service", "mail"))
WATCHED = ("dispatch.py", "intake.py")  # in whose tasks every wait counts


class Points:
    """Counts the points of a run and ends it with SIGKILL at one of them: by its name, or as the n-th of all."""

    def __init__(self, last: Path, *, at: str = "", nth: int = 0) -> None:
        self.passed: list[str] = []
        self._last = last  # the file that tells where it ended
        self._at = at
        self._nth = nth
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()  # the store's thread and the loop's

    def hit(self, place: str) -> None:
        with self._lock:
            self._times[place] += 1
            name = f"{place}#{self._times[place]}"
            self.passed.append(name)
            if name == self._at or len(self.passed) == self._nth:
                self._last.write_text(name)
                os.kill(os.getpid(), signal.SIGKILL)


# --- transactions ---------------------------------------------------------------------------------------------------


class _Transactions(threading.local):
    """What the transaction of this thread has written so far."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.committed = ""


def watch_transactions(points: Points) -> None:
    """Have every commit of every engine counted, before and after, under the tables that it writes."""
    here = _Transactions()

    def note(connection: Connection, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if found := _WRITES.match(statement):
            here.tables.add(_of_one_key(statement, values) if found[1] == "meta" else found[1])

    def before(connection: Connection) -> None:
        here.committed = " ".join(sorted(here.tables))
        here.tables.clear()
        if here.committed:
            points.hit(f"commit of {here.committed}")

    def after(*_: Any) -> None:
        if here.committed:
            points.hit(f"committed {here.committed}")
            here.committed = ""

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "commit", before)
    event.listen(Pool, "checkin", after)


def _of_one_key(statement: str, values: Any) -> str:
    """Tell the single values apart: what is kept of the log and of the inbox has nothing in common but the table."""
    return f"meta/{values[0 if statement.startswith('INSERT') else -1]}"


_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE) (\w+)")


# --- waits ----------------------------------------------------------------------------------------------------------


def watch_waits(points: Points, loop: asyncio.AbstractEventLoop) -> None:
    """Have every task of the loop run in steps that are counted."""

    def make(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        return asyncio.Task(_Stepped(coroutine, points), loop=loop, **options)

    loop.set_task_factory(make)


class _Stepped(Coroutine[Any, Any, Any]):
    """A coroutine that tells where it begins to wait and where it goes on."""

    def __init__(self, inner: Coroutine[Any, Any, Any], points: Points) -> None:
        self._inner = inner
        self._points = points

    def send(self, value: Any) -> Any:
        return self._step(lambda: self._inner.send(value))

    def throw(self, error: Any, value: Any = None, traceback: TracebackType | None = None) -> Any:
        return self._step(lambda: self._inner.throw(error))

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    def _step(self, step: Callable[[], Any]) -> Any:
        self._tell("goes on in")
        result = step()
        self._tell("waits in")
        return result

    def _tell(self, what: str) -> None:
        place = _place(self._inner)
        if place is not None:
            self._points.hit(f"{what} {place}")


def _place(coroutine: Any) -> str | None:
    """Return the innermost line of ours that waits, where dispatch or intake is at work in this task."""
    place, watched = None, False
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        if frame is not None and frame.f_lasti > 0:
            code: CodeType = frame.f_code
            watched = watched or Path(code.co_filename).name in WATCHED
            if code.co_filename.startswith(OURS):
                place = f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}"
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
    return place if watched else None


# --- the way out ----------------------------------------------------------------------------------------------------


class WatchedMailer:
    """A `Mailer` whose last look and mark are points, too: nothing waits there."""

    def __init__(self, inner: Mailer, points: Points) -> None:
        self._inner = inner
        self._points = points

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        def look() -> str | None:
            self._points.hit("last look")
            return last_look()

        def marked() -> None:
            self._points.hit("before the mark")
            mark()
            self._points.hit(BEHIND_THE_MARK)

        return await self._inner.send(envelope, raw, look, marked)

    async def close(self) -> None:
        await self._inner.close()


BEHIND_THE_MARK = "behind the mark"
