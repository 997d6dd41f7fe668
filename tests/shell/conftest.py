"""A database to write into, once as a file of SQLite's and once on a PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from followupd.store.engine import Store, open_store
from tests.servers.postgresql import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that nobody has opened yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state/followupd.db"
    return cast("PostgreSQL", request.getfixturevalue("postgresql")).new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    yield opened
    opened.close()
