"""One daemon on one PostgreSQL database, whichever state directory it has."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from followupd.store.engine import open_store
from followupd.store.server_lock import TAKEN, ServerLock
from tests.servers.postgresql import PostgreSQL
from tests.shell.test_run import HEAD, Manager, deserted, running
from tests.stories.world import world, write_folder

END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"


@contextmanager
def daemon(url: str) -> Iterator[ServerLock]:
    with closing(open_store(url)) as store, closing(store.server_lock()) as lock:
        yield lock


def test_a_second_daemon_is_refused_as_long_as_the_first_one_lives(postgresql: PostgreSQL) -> None:
    url = postgresql.new_database()
    with daemon(url) as second:
        with daemon(url) as first:
            assert first.refusal() is None
            refusal = second.refusal()
            assert refusal is not None
            assert "Another followupd works on the same database" in refusal
            assert first.refusal() is None
        assert second.refusal() is None


def test_ledgers_in_schemas_of_their_own_do_not_disturb_each_other(postgresql: PostgreSQL) -> None:
    with daemon(postgresql.new_database()) as one, daemon(postgresql.new_database()) as other:
        assert one.refusal() is None
        assert other.refusal() is None


def test_a_lost_connection_loses_the_lock_until_it_is_regained(postgresql: PostgreSQL) -> None:
    with daemon(postgresql.new_database()) as lock:
        assert lock.refusal() is None
        postgresql.run(END_SESSIONS)
        lost = lock.refusal()
        assert lost is not None
        assert "cannot be asked" in lost
        assert lock.refusal() is None


def test_a_lock_that_somebody_else_took_meanwhile_stays_lost(postgresql: PostgreSQL) -> None:
    url = postgresql.new_database()
    with daemon(url) as first, daemon(url) as second:
        assert first.refusal() is None
        postgresql.run(END_SESSIONS)
        assert second.refusal() is None
        assert first.refusal() is not None
        assert first.refusal() is not None


@pytest.mark.parametrize("daemons", [2])
def test_a_file_needs_no_lock_of_a_server(tmp_path: object, daemons: int) -> None:
    for _ in range(daemons):
        with daemon(f"sqlite:///{tmp_path}/followupd.db") as lock:
            assert lock.refusal() is None


def server_config(url: str) -> str:
    return f'database = "{url}"\n{HEAD}{deserted()}'


async def test_a_second_process_with_a_state_directory_of_its_own_ends_with_75(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    url = postgresql.new_database()
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        write_folder(folder, config=server_config(url))
    with closing(Manager(tmp_path)) as manager:
        async with running(folders[0], env=manager.env) as first:
            await manager.hears("READY=1")
            async with running(folders[1]) as second:
                assert await second.ended() == 75
            assert TAKEN in second.said
            assert await first.end() == 0
    async with running(folders[1]) as later:
        await later.says("no lease for it")  # the lock is free, but this is not the place that the ledger knows
        assert await later.end() == 0


async def test_a_daemon_that_lost_the_server_sends_nothing_until_it_has_it_again(tmp_path: Path) -> None:
    gone: list[str] = []
    async with world(tmp_path, taken=lambda: gone[0] if gone else None) as stage:
        gone.append(TAKEN)
        await stage.enroll("sam@acme.example")
        await stage.days(0.1)
        assert stage.sent == []
        gone.clear()
        await stage.wake()
        await stage.until_sent(1)
