"""A user at the command line: types a command, reads what comes back."""

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followupd.cli.main import run
from tests.stories.world import CONFIG, write_folder

FOLDER_TABLES = (
    "contacts",
    "enrollments",
    "mails",
    "attempts",
    "agreements",
    "tasks",
    "replies",
    "corrections",
    "suppressions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(slots=True, kw_only=True)
class User:
    """Works on one folder, in a pipe; `clock` is what the commands go by, None for the system's."""

    folder: Path
    clock: Any = None

    def type(self, *arguments: str) -> Said:
        """Run a command on this folder."""
        return typed(*arguments, "--config", str(self.folder), clock=self.clock)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that the database holds of people: to show that a command changed nothing."""
        path = self.folder / "state" / "followupd.db"
        with closing(sqlite3.connect(path)) as database:
            return {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in FOLDER_TABLES}  # noqa: S608

    @contextmanager
    def changes_nothing(self) -> Iterator[None]:
        """Fail where the block changes any row."""
        self.type("status")  # makes the database where there is none yet
        before = self.rows()
        yield
        assert self.rows() == before

    def write(self, name: str, text: str) -> Path:
        """Write a file of the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def import_people(self, *addresses: str, sequence: str = "no-reply") -> Said:
        """Import people called Sam."""
        rows = "".join(f"{address},Sam\n" for address in addresses)
        return self.type("import", str(self.write("people.csv", f"email,first_name\n{rows}")), "--sequence", sequence)


def typed(*arguments: str, clock: Any = None) -> Said:
    """Run a command as it stands."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments, clock)
    return Said(code=code, out=out.getvalue(), err=err.getvalue())


def user(folder: Path, *, config: str = CONFIG, clock: Any = None) -> User:
    """Write the folder of the stories and sit down in front of it."""
    write_folder(folder, config=config)
    return User(folder=folder, clock=clock)
