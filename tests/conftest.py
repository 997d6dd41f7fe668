"""The database server that the tests of several folders share; without its package they are skipped with a word."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.postgresql import HOW_TO_GET_IT, PostgreSQL, programs, run_postgresql


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    binaries = programs()
    if binaries is None:
        pytest.skip(HOW_TO_GET_IT)
    # Not a folder of pytest's: nobody may not look into those, and their paths are too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="followupd-pg-"))
    try:
        with run_postgresql(folder, binaries) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)
