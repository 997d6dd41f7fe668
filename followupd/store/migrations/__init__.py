"""The schema's way forward: one function per version, applied in order, never backward.

A new database gets the tables of this version at once. An older one is copied beside itself first
(`followupd.db.before-N`), then each missing step runs in one transaction. `tests/shell/test_migrations.py` holds that
both ways end in the same schema.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select, update

from followupd.core.errors import ConfigError
from followupd.store import sqlite
from followupd.store.tables import meta, metadata

# Version -> what turns the version before into it. Version 1 is the first.
STEPS: Mapping[int, Callable[[Connection], None]] = {}
VERSION = 1 + len(STEPS)


def migrate(engine: Engine, file: Path | None) -> None:
    """Bring the database to VERSION; `file` is where an SQLite database lies, to be copied before it is changed.

    Raises ConfigError for a database of a newer version: nothing is changed then.
    """
    found = _version(engine)
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
        if not found:
            metadata.create_all(connection)
            connection.execute(insert(meta), {"key": "schema", "value": str(VERSION)})
        for version in range(found + 1 if found else VERSION + 1, VERSION + 1):
            STEPS[version](connection)
            connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(version)))


def _version(engine: Engine) -> int:
    """Return the stored schema version, 0 for an empty database."""
    if not inspect(engine).has_table("meta"):
        return 0
    with engine.connect() as connection:
        return int(connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar_one())
