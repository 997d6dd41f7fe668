"""One engine, one writer: the connection of the database to the rest of the program.

The daemon awaits `Store.run`: functions of a `Connection` are executed one after another on a thread of their own,
and what several mailboxes have to record at the same moment goes into one transaction (group commit: one fsync).
The command line uses `Store.now` on its own thread.
"""

import asyncio
import fcntl
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from followupd.core.errors import BusyError, ConfigError, FollowupdError, UnavailableError, UsageError
from followupd.store import migrations, sqlite
from followupd.store.server_lock import ServerLock

T = TypeVar("T")
Work = Callable[[Connection], T]

_READ_ONLY: Mapping[str, Mapping[str, Any]] = {
    "sqlite": sqlite.READ_ONLY,
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
GROUP = 64  # how many pieces of work share a transaction at the most


class Store:
    """A database that is open and has the schema of this version."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[tuple[Work[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def now(self, work: Work[T]) -> T:
        """Run `work` in a transaction on the calling thread."""
        with _sentences(self._engine), self._engine.begin() as connection:
            return work(connection)

    def glance(self, work: Work[T]) -> T:
        """Run a `work` that only reads on the calling thread: a snapshot that waits for no writer."""
        reading = _READ_ONLY[self._engine.dialect.name]
        with _sentences(self._engine), self._engine.connect().execution_options(**reading) as connection:
            return work(connection)

    async def run(self, work: Work[T]) -> T:
        """Run `work` on the writer thread; when this returns, what it wrote is committed.

        An exception of `work` undoes its own writes only. Cancelling the wait does not cancel the work.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="store", daemon=True)
            self._thread.start()
        future: Future[T] = Future()
        self._queue.put((work, future))
        return await asyncio.shield(asyncio.wrap_future(future))

    def compact(self) -> None:
        """Leave nothing of what was deleted in the files of an SQLite database; a server does that in its own time."""
        if self._engine.dialect.name == "sqlite":
            with _sentences(self._engine):
                sqlite.compact(self._engine)

    def server_lock(self) -> ServerLock:
        """Return what keeps other daemons from this database; to be closed before the store is."""
        return ServerLock(self._engine)

    def close(self) -> None:
        """Finish what was asked for and close the connections."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        self._engine.dispose()

    def _write(self) -> None:
        """Take what has gathered since the last commit as one transaction, until the end is asked for."""
        while (first := self._queue.get()) is not None:
            group = [first]
            while len(group) < GROUP and not self._queue.empty():
                item = self._queue.get()
                if item is None:
                    self._commit(group)
                    return
                group.append(item)
            self._commit(group)

    def _commit(self, group: list[tuple[Work[Any], Future[Any]]]) -> None:
        try:
            with _sentences(self._engine), self._engine.begin() as connection:
                results = [_attempt(connection, work) for work, _ in group]
        except Exception as error:  # noqa: BLE001 - a failed commit is everybody's who was in it
            for _, future in group:
                future.set_exception(error)
            return
        for (_, future), (result, failure) in zip(group, results, strict=True):
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)


def _attempt(connection: Connection, work: Work[T]) -> tuple[T | None, Exception | None]:
    """Run one piece in a savepoint, so that its failure leaves the others of its group alone."""
    savepoint = connection.begin_nested()
    try:
        result = work(connection)
    except DBAPIError as error:
        if error.connection_invalidated or sqlite.is_fatal(error):
            raise
        savepoint.rollback()
        return None, error
    except Exception as error:  # noqa: BLE001 - handed to the one who waits for it
        savepoint.rollback()
        return None, error
    savepoint.commit()
    return result, None


@contextmanager
def _sentences(engine: Engine) -> Iterator[None]:
    """Turn the database's own weather into errors with a remedy."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        # The driver's own error arrives bare where a connection is being prepared.
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, sqlite3.Error):
            sentence = sqlite.sentence(cause, engine.url.database)
        else:
            sentence = _server_sentence(error)
        if sentence is None:
            raise
        raise sentence from error


def _server_sentence(error: Exception) -> FollowupdError | None:
    """Return what PostgreSQL has to say, None where the fault is the program's."""
    if not isinstance(error, OperationalError):
        return None
    state = getattr(error.orig, "sqlstate", None) or ""
    if state.startswith("40"):  # serialization failure, deadlock: the transaction was undone
        return BusyError("Another process changed the same data at this very moment; try again.")
    said = str(error.orig).strip().partition("\n")[0]
    return UnavailableError(f"The database server cannot do it: {said}. See that it runs, and the database setting.")


def is_made(url: str) -> bool:
    """Say whether there is a database to open; a server is taken to have one."""
    file = _file_of(url)
    return file is None or file.exists()


def open_store(url: str) -> Store:
    """Open the database, bring its schema up to date (with a backup before), and return it.

    Raises ConfigError when the database was written by a newer followupd, UnavailableError when it cannot be opened.
    """
    try:
        engine = sqlite.create(url) if url.startswith("sqlite") else _server(url)
    except OSError as error:
        raise UnavailableError(f"The database cannot be made: {error.strerror}: {error.filename}.") from error
    try:
        with _sentences(engine):
            migrations.migrate(engine, _file_of(url))
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def backup(url: str, target: Path) -> None:
    """Write a consistent copy of an SQLite database to `target`, while others go on using it.

    The copy appears under its name when it is whole. Raises UsageError for a server, which has tools of its own.
    """
    if not url.startswith("sqlite"):
        raise UsageError("The database is a PostgreSQL server: copy it with pg_dump.")
    part = target.with_name(f"{target.name}.part")
    sqlite.copy(Path(make_url(url).database or ""), part)
    part.replace(target)


def _server(url: str) -> Engine:
    try:
        # PostgreSQL's READ COMMITTED: compare-and-set and the unique keys guard what is written. A stricter level
        # would refuse one of two processes that merely take turns.
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"The database URL needs the Python package {error.name}: pip install 'followupd[postgres]'."
        ) from error


def _file_of(url: str) -> Path | None:
    database = make_url(url).database if url.startswith("sqlite") else None
    return Path(database) if database else None


@contextmanager
def daemon_lock(state_dir: Path) -> Iterator[None]:
    """Hold the state directory for one daemon; BusyError (exit 75) when another one has it.

    The lock is the kernel's (flock): it is gone with the process, however that ends.
    """
    state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = state_dir / "followupd.lock"
    with path.open("a+") as file:
        path.chmod(0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"Another followupd already runs on {state_dir}. "
                "Stop it first, or give this one a state directory of its own."
            ) from error
        yield
