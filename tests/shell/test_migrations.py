"""The schema's way forward: a new database and one that has come all the way end alike, and nothing goes backward."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, create_engine, inspect

from followupd.core.errors import ConfigError
from followupd.store import contacts, lessons, meta, migrations, replies
from followupd.store.engine import open_store
from tests.shell.rows import new_contact

NEXT = migrations.VERSION + 1
GOLDEN = Path(__file__).parent / "golden"


def add_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE contacts ADD COLUMN nickname VARCHAR(64)")


def break_half_way(connection: Connection) -> None:
    add_column(connection)
    raise RuntimeError("half-way")


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Connection], None]], None]:
    """Make the program one version newer, with this step to it."""

    def upgrade(step: Callable[[Connection], None]) -> None:
        monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, NEXT: step})
        monkeypatch.setattr(migrations, "VERSION", NEXT)

    return upgrade


def put_version(url: str, version: int) -> None:
    with closing(open_store(url)) as store:
        store.now(lambda c: meta.put(c, "schema", str(version)))


def columns(url: str, of: str) -> list[str]:
    engine = create_engine(url)
    found = [column["name"] for column in inspect(engine).get_columns(of)]
    engine.dispose()
    return found


def schema(url: str) -> list[object]:
    """The tables of a database and their columns."""
    engine = create_engine(url)
    inspector = inspect(engine)
    found: list[object] = [
        (name, [str(column) for column in inspector.get_columns(name)]) for name in sorted(inspector.get_table_names())
    ]
    engine.dispose()
    return found


def test_a_newer_database_is_refused_and_left_alone(url: str) -> None:
    put_version(url, NEXT)
    before = schema(url)
    with pytest.raises(ConfigError, match=f"schema {NEXT}, this followupd knows {migrations.VERSION}") as caught:
        open_store(url)
    assert caught.value.exit_code == 78
    assert schema(url) == before


def test_every_version_from_the_first_has_its_step() -> None:
    assert list(migrations.STEPS) == list(range(2, migrations.VERSION + 1))


def test_an_older_database_is_brought_forward_with_its_rows(
    url: str, upgraded: Callable[[Callable[[Connection], None]], None]
) -> None:
    with closing(open_store(url)) as store:
        sam = store.now(new_contact)
    upgraded(add_column)
    with closing(open_store(url)) as store:
        assert store.now(lambda c: meta.get(c, "schema")) == str(NEXT)
        assert store.now(contacts.everybody) == [sam]
    assert "nickname" in columns(url, "contacts")
    open_store(url).close()  # and no step is done twice


def test_a_step_that_fails_leaves_the_database_as_it_was(
    url: str, upgraded: Callable[[Callable[[Connection], None]], None]
) -> None:
    open_store(url).close()
    before = schema(url)
    upgraded(break_half_way)
    with pytest.raises(RuntimeError, match="half-way"):
        open_store(url)
    assert schema(url) == before


def test_a_copy_is_made_before_anything_changes(
    tmp_path: Path, upgraded: Callable[[Callable[[Connection], None]], None]
) -> None:
    file = tmp_path / "followupd.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.now(new_contact)
    copy = tmp_path / f"followupd.db.before-{NEXT}"
    assert not copy.exists()
    upgraded(break_half_way)
    with pytest.raises(RuntimeError):
        open_store(f"sqlite:///{file}")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT address FROM contacts").fetchall() == [("sam@acme.example",)]


def test_a_new_database_needs_no_step_and_no_copy(
    tmp_path: Path, upgraded: Callable[[Callable[[Connection], None]], None]
) -> None:
    upgraded(break_half_way)
    with closing(open_store(f"sqlite:///{tmp_path}/followupd.db")) as store:
        assert store.now(lambda c: meta.get(c, "schema")) == str(NEXT)
    assert not list(tmp_path.glob("*.before-*"))


@pytest.mark.parametrize("version", range(1, migrations.VERSION + 1))
def test_all_ways_end_in_the_same_schema(tmp_path: Path, version: int) -> None:
    """Every schema as it was released, taken through the steps that are left, is what a new database gets.

    A changed table takes a step in `followupd.store.migrations` and a golden file of the new version, written by
    PYTHONPATH=. python tests/shell/test_migrations.py; the older files stay as they are.
    """
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript((GOLDEN / f"schema-{version}.sql").read_text())
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", str(version)), ("log_position", "0")])
        connection.commit()
    for file in (old, new):
        open_store(f"sqlite:///{file}").close()
    assert statements(old) == statements(new)


def test_the_first_schemas_replies_come_along(tmp_path: Path) -> None:
    """What they answered was not remembered then: unknown is not the same as nothing."""
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((GOLDEN / "schema-1.sql").read_text())
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", "1"), ("log_position", "0")])
        at = "2026-11-23 09:00:00"
        connection.execute("INSERT INTO contacts VALUES (1, 'sam@acme.example', '{}', NULL, NULL, NULL, ?)", (at,))
        connection.execute(
            "INSERT INTO replies VALUES (1, 1, NULL, 'ana', 'INBOX', '<a@b>', 'x', ?, ?, 'sam@acme.example', '', 'No.',"
            " '', 'from', 'no', 'no', 1.0, NULL, '[]', '')",
            (at, at),
        )
        connection.commit()
    with closing(open_store(f"sqlite:///{file}")) as store:
        (reply,) = store.now(replies.everything)
        assert (reply.fresh, reply.asked) == ("No.", None)
        assert store.now(lessons.in_use) == lessons.SHIPPED


def statements(file: Path) -> list[str]:
    """Return what makes the tables and indexes of a database."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        return sorted(" ".join(row[0].split()) for row in rows)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        open_store(f"sqlite:///{folder}/new.db").close()
        made = sorted(statements(Path(folder) / "new.db"), key=lambda each: (" INDEX " in each.partition("(")[0], each))
    (GOLDEN / f"schema-{migrations.VERSION}.sql").write_text("".join(f"{each};\n" for each in made))
