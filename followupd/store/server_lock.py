"""One daemon on one PostgreSQL database: a lock of the server's own, held by a connection that does nothing else.

The flock of the state directory keeps two daemons apart on one machine; two machines have two directories. The lock
belongs to the session: it is gone with the connection, however that ends, and then this daemon has to get it back
before it sends another mail.
"""

from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_NAME = 0x466F6C6C
# Of the schema too, for one database may hold several ledgers in schemas of their own.
_TAKE = text("SELECT pg_try_advisory_lock(:name, hashtext(current_schema()))")
_HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
    " AND classid = :name"
)
_GIVE = text("SELECT pg_advisory_unlock_all()")

TAKEN = "Another followupd works on the same database: stop it first, or give this one a database of its own."


class ServerLock:
    """The lock of one daemon on a server; with SQLite there is none to hold."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine if engine.dialect.name == "postgresql" else None
        self._session: Connection | None = None

    def refusal(self) -> str | None:
        """Return why the database is not ours to work with, None where it is; a lost lock is taken anew."""
        if self._engine is None:
            return None
        try:
            if self._session is None or not self._is_held(self._session):
                self._session = self._begin(self._engine)
        except DBAPIError as error:
            self.close()
            said = str(error.orig).strip().partition("\n")[0]
            return f"The database server cannot be asked whose the database is: {said}."
        return None if self._session is not None else TAKEN

    def close(self) -> None:
        """Give the lock back at once, and end its session: a server takes its time to notice the end of one."""
        if self._session is not None:
            with suppress(SQLAlchemyError):  # a session that is lost has no lock any more
                self._session.execute(_GIVE)
            self._session.invalidate()
            self._session.close()
            self._session = None

    def _is_held(self, session: Connection) -> bool:
        return bool(session.execute(_HELD, {"name": _NAME}).scalar_one())

    def _begin(self, engine: Engine) -> Connection | None:
        """Open a session and take the lock in it; None where somebody else has it."""
        self.close()
        session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if session.execute(_TAKE, {"name": _NAME}).scalar_one():
            return session
        session.close()
        return None
