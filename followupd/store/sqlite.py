"""All that only SQLite knows: how it is opened, how it is copied while in use, which of its errors are fatal."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from followupd.core.errors import BusyError, FollowupdError, UnavailableError

BUSY_S = 10.0  # how long a statement waits for another process that writes
READ_ONLY = {"followupd_reads": True}  # execution options of a connection that will not write


def create(url: str) -> Engine:
    """Return an engine on the file of `url`, which is made with mode 0600 where it is missing."""
    path = Path(make_url(url).database or "")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):
        path.touch(mode=0o600)
    # isolation_level None: the driver's own idea of when a transaction begins would leave SELECTs outside.
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "isolation_level": None, "check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")
        # A commit that is lost with the power is a mail that goes out twice.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what an owner has erased is gone from the file, too


def _begin(connection: Connection) -> None:
    # IMMEDIATE: two processes that read first and write later would otherwise refuse each other half-way.
    reads = connection.get_execution_options().get("followupd_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def compact(engine: Engine) -> None:
    """Write the database anew without what was deleted, and empty the log that still holds it.

    Waits for others, who keep the log from being emptied as long as they read; then the next checkpoint does it.
    """
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copy(source: Path, target: Path) -> None:
    """Write a consistent copy of the database to `target`, mode 0600, while others go on using it."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def is_fatal(error: DBAPIError) -> bool:
    """Say whether SQLite has given up the whole transaction by itself (disk full, I/O error, corruption)."""
    return isinstance(error.orig, sqlite3.Error) and _code(error.orig) in {*_DAMAGED, *_UNWRITABLE}


def sentence(error: sqlite3.Error, file: str | None) -> FollowupdError | None:
    """Return what is wrong with the database file, None where the fault is the program's."""
    code = _code(error)
    if code in _TAKEN:
        return BusyError(f"The database {file} is being written to by another process; try again in a moment.")
    if code in _DAMAGED:
        return UnavailableError(
            f"The database {file} is damaged ({error}). Put a backup in its place that `followupd backup` made."
        )
    if code in _UNWRITABLE:
        return UnavailableError(
            f"The database {file} cannot be written: {error}. Check free space and permissions of its folder."
        )
    return None


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code: the low byte of the extended one."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


_TAKEN = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_UNWRITABLE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
