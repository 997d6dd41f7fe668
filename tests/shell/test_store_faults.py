"""The database's bad days: each ends in a sentence that names the file, and the store works again afterwards."""

import asyncio
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from followupd.core.errors import BusyError, FollowupdError, UnavailableError
from followupd.store import enrollments, meta, sqlite
from followupd.store.engine import Store, backup, open_store
from followupd.store.migrations import VERSION
from tests.servers.postgresql import PostgreSQL
from tests.shell.rows import new_contact, new_enrollment


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "followupd.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{file}")) as opened:
        yield opened


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_the_database(store: Store, file: Path) -> None:
    store.now(new_contact)
    assert mode(file.parent) == 0o700
    lying = sorted(file.parent.iterdir())
    assert file in lying
    assert {path.name: mode(path) for path in lying} == {path.name: 0o600 for path in lying}


# --- a full disk ----------------------------------------------------------------------------------------------------


def limit_pages(connection: Connection, spare: int) -> None:
    used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {used + spare}")


def fill(connection: Connection) -> None:
    meta.put(connection, "large", "x" * 100_000)


async def test_a_full_disk_is_a_sentence_and_no_end(store: Store, file: Path) -> None:
    await store.run(lambda c: limit_pages(c, 2))
    with pytest.raises(UnavailableError, match="cannot be written: database or disk is full") as caught:
        await store.run(fill)
    assert str(file) in str(caught.value)
    await store.run(lambda c: limit_pages(c, 1000))
    await store.run(fill)
    assert store.glance(lambda c: meta.get(c, "large")) == "x" * 100_000


async def test_a_full_disk_undoes_the_whole_group_and_tells_everybody_in_it(store: Store) -> None:
    await store.run(lambda c: limit_pages(c, 2))
    small, large = (
        asyncio.create_task(store.run(lambda c: meta.put(c, "small", "x"))),
        asyncio.create_task(store.run(fill)),
    )
    outcomes = await asyncio.gather(small, large, return_exceptions=True)
    kept = store.glance(lambda c: meta.get(c, "small"))
    assert isinstance(outcomes[1], UnavailableError)
    assert (outcomes[0] is None) == (kept == "x")  # whoever was told that it is kept can rely on it


# --- damage ---------------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_named(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"Dear diary, this is not a database. " * 100)
    with pytest.raises(UnavailableError, match=r"is damaged .*`followupd backup`") as caught:
        open_store(f"sqlite:///{file}")
    assert str(file) in str(caught.value)


def test_a_damaged_page_is_a_sentence(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.now(new_enrollment)
    raw = bytearray(file.read_bytes())
    raw[4096:] = b"\x5a" * (len(raw) - 4096)  # all pages but the first
    file.write_bytes(raw)
    with (
        pytest.raises(UnavailableError, match=r"is damaged \(.*malformed"),
        closing(open_store(f"sqlite:///{file}")) as store,
    ):
        store.now(enrollments.everything)


def test_a_backup_taken_in_use_is_whole_private_and_opens_again(store: Store, tmp_path: Path) -> None:
    contact = store.now(new_contact)
    store.now(lambda c: new_enrollment(c, contact))
    copy = tmp_path / "copy.db"
    backup(f"sqlite:///{tmp_path}/state/followupd.db", copy)
    assert mode(copy) == 0o600
    assert not copy.with_name("copy.db.part").exists()
    with closing(open_store(f"sqlite:///{copy}")) as restored:
        assert len(restored.now(enrollments.everything)) == 1


# --- others ---------------------------------------------------------------------------------------------------------


def test_a_lock_that_lasts_is_somebody_to_wait_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_S", 0.05)
    with closing(open_store(f"sqlite:///{file}")) as store, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="being written to by another process") as caught:
            store.now(new_contact)
        assert caught.value.exit_code == 75
        other.rollback()
        assert store.now(new_contact).address == "sam@acme.example"


def test_a_database_that_may_only_be_read_is_a_sentence(store: Store) -> None:
    store.now(lambda c: c.exec_driver_sql("PRAGMA query_only = ON"))
    with pytest.raises(UnavailableError, match="permissions"):
        store.now(new_contact)


def _a_file_for_a_folder(tmp_path: Path) -> str:
    (tmp_path / "state").write_text("not a folder")
    return f"sqlite:///{tmp_path}/state/followupd.db"


def _a_folder_for_a_file(tmp_path: Path) -> str:
    (tmp_path / "followupd.db").mkdir()
    return f"sqlite:///{tmp_path}/followupd.db"


def _nobody_there(tmp_path: Path) -> str:
    return f"postgresql+psycopg://followupd@/followupd?host={tmp_path}"


@pytest.mark.parametrize("place", [_a_file_for_a_folder, _a_folder_for_a_file, _nobody_there])
def test_a_place_that_cannot_be_opened_is_a_sentence_that_names_it(tmp_path: Path, place: object) -> None:
    assert callable(place)
    with pytest.raises(UnavailableError) as caught:
        open_store(place(tmp_path))
    assert str(tmp_path) in str(caught.value)


def test_a_database_that_a_server_does_not_have_is_a_sentence(postgresql: PostgreSQL) -> None:
    with pytest.raises(UnavailableError, match='database "nowhere" does not exist'):
        open_store(f"postgresql+psycopg://followupd@/nowhere?host={postgresql.folder}")


def test_a_fault_of_the_program_is_not_hidden_behind_a_sentence(store: Store) -> None:
    with pytest.raises(Exception, match="no such table") as caught:
        store.now(lambda c: c.exec_driver_sql("SELECT * FROM nonsense"))
    assert not isinstance(caught.value, FollowupdError)
    assert store.now(lambda c: meta.get(c, "schema")) == str(VERSION)
