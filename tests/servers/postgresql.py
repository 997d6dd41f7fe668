"""A real PostgreSQL in a throw-away folder, on a unix socket alone: no port, no password, nothing of it survives.

Debian: `apt install postgresql`. Its programs refuse root, so that root runs them as nobody.
"""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

HOW_TO_GET_IT = "apt install postgresql, to run this against a real PostgreSQL"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgreSQL:
    """A running server."""

    folder: Path

    def new_database(self) -> str:
        """Make an empty database and return its URL as followupd.toml takes it."""
        name = f"t{secrets.token_hex(8)}"
        self.run(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://followupd@/{name}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run a statement as the owner of the whole server."""
        address = f"host={self.folder} user=followupd dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


def programs() -> Path | None:
    """Return the folder of initdb and postgres, None where they are not installed; Debian keeps them off the PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else installed[-1].parent if installed else None


@contextmanager
def run_postgresql(folder: Path, binaries: Path) -> Iterator[PostgreSQL]:
    """Run a server with its files in `folder` for the length of the block."""
    as_root = os.geteuid() == 0
    user, group = ("nobody", "nogroup") if as_root else (None, None)
    if as_root:
        shutil.chown(folder, user, group)
    subprocess.run(
        [binaries / "initdb", "-D", folder / "data", "-U", "followupd", "-A", "trust", "-E", "UTF8", "--no-sync"]
        + ["--locale=C.UTF-8"],
        check=True,
        capture_output=True,
        user=user,
        group=group,
        extra_groups=[] if as_root else None,
    )
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "full_page_writes=off"]
    command = [binaries / "postgres", "-D", folder / "data", *(word for each in settings for word in ("-c", each))]
    log = folder / "postgres.log"
    with (
        log.open("ab") as output,
        subprocess.Popen(
            command, stdout=output, stderr=output, user=user, group=group, extra_groups=[] if as_root else None
        ) as process,
    ):
        server = PostgreSQL(folder=folder)
        try:
            _wait_for(server, process, log)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast": whoever is connected is sent away


def _wait_for(server: PostgreSQL, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
