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
        """Return the URL of a place without tables, as followupd.toml takes it: a schema, which is made in no time."""
        name = f"t{secrets.token_hex(8)}"
        self.run(f"CREATE SCHEMA {name}")
        return f"postgresql+psycopg://followupd@/postgres?host={self.folder}&options=-csearch_path%3D{name}"

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
    nobody = _nobody(folder)
    data = ["-D", str(folder / "data")]
    init = [str(binaries / "initdb"), *data, *"-U followupd -A trust -E UTF8 --locale=C.UTF-8 --no-sync".split()]
    subprocess.run([*nobody, *init], check=True, capture_output=True)
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "full_page_writes=off"]
    command = [str(binaries / "postgres"), *data, *(word for each in settings for word in ("-c", each))]
    log = folder / "postgres.log"
    with log.open("ab") as output, subprocess.Popen([*nobody, *command], stdout=output, stderr=output) as process:
        server = PostgreSQL(folder=folder)
        try:
            _wait_for(server, process, log)
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody will want these data again


def _nobody(folder: Path) -> list[str]:
    """Return what goes before a command that root must not run itself, and give `folder` away; else nothing."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody", "nogroup")
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


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
