"""The schema's way forward: one function per version, applied in order, never backward.

A new database gets the tables of this version at once. An older one is copied beside itself first
(`followupd.db.before-N`), then each missing step runs in one transaction. `tests/shell/test_migrations.py` holds that
both ways end in the same schema.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select, update

from followupd.core.errors import ConfigError
from followupd.store import meta, sqlite
from followupd.store.tables import corrections, metadata, models
from followupd.store.tables import meta as table


def _learn_from_corrections(connection: Connection) -> None:
    """Make room for what the owner teaches, and remember of a reply what it answered."""
    connection.exec_driver_sql("ALTER TABLE replies ADD COLUMN asked TEXT")
    for made in (corrections, models):
        made.create(connection)


# Version -> what turns the version before into it. Version 1 is the first.
STEPS: Mapping[int, Callable[[Connection], None]] = {2: _learn_from_corrections}
VERSION = 1 + len(STEPS)
TURN = 0x466F6C6C  # the name of a lock among those of the whole server


def migrate(engine: Engine, file: Path | None) -> None:
    """Bring the database to VERSION; `file` is where an SQLite database lies, to be copied before it is changed.

    Raises ConfigError for a database of a newer version: nothing is changed then.
    """
    with engine.connect().execution_options(**sqlite.READ_ONLY) as connection:
        found = _version(connection)
    if found == VERSION:
        return
    if found > VERSION:
        raise ConfigError(
            f"The database has schema {found}, this followupd knows {VERSION}: it was written by a newer version. "
            "Install that version again, or restore a backup."
        )
    if found and file is not None:
        copy = file.with_name(f"{file.name}.before-{VERSION}")
        if not copy.exists():
            sqlite.copy(file, copy)
    with engine.begin() as connection:
        _take_turns(connection)
        _bring_forward(connection, _version(connection))  # asked again: another process may have been quicker


def _bring_forward(connection: Connection, found: int) -> None:
    if not found:
        metadata.create_all(connection)
        connection.execute(insert(table), {"key": "schema", "value": str(VERSION)})
        meta.begin(connection)
        return
    for version in range(found + 1, VERSION + 1):
        STEPS[version](connection)
        connection.execute(update(table).where(table.c.key == "schema").values(value=str(version)))


def _take_turns(connection: Connection) -> None:
    """Let one process at a time change the schema: SQLite's transactions do, PostgreSQL has to be asked."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


def _version(connection: Connection) -> int:
    """Return the stored schema version, 0 for an empty database."""
    if not inspect(connection).has_table("meta"):
        return 0
    return int(connection.execute(select(table.c.value).where(table.c.key == "schema")).scalar_one())
