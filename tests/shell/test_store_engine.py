"""One writer, many readers: when what was written can be relied on, and whom a failure concerns."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from followupd.store import meta
from followupd.store.engine import Store, open_store
from tests.servers.postgresql import PostgreSQL

PATIENCE_S = 20


def write(key: str, value: str = "here") -> Callable[[Connection], None]:
    return lambda connection: meta.put(connection, key, value)


def seen(store: Store, key: str) -> str | None:
    """What anybody else can see of it."""
    return store.glance(lambda c: meta.get(c, key))


def fail(connection: Connection) -> None:
    meta.put(connection, "failed", "half")
    raise RuntimeError("this one alone")


def fail_in_the_database(connection: Connection) -> None:
    meta.put(connection, "failed", "half")
    connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('failed', 'again')")


class Bolt:
    """Work that stays at work until it is let go."""

    def __init__(self) -> None:
        self._begun = threading.Event()
        self._open = threading.Event()

    def __call__(self, connection: Connection) -> None:
        meta.put(connection, "bolt", "here")
        self._begun.set()
        assert self._open.wait(PATIENCE_S)

    async def begun(self) -> None:
        assert await asyncio.to_thread(self._begun.wait, PATIENCE_S)

    def let_go(self) -> None:
        self._open.set()


async def gathered(store: Store, *works: Callable[[Connection], None]) -> list[asyncio.Task[None]]:
    """Ask for these pieces while the writer is busy, so that they share the next transaction."""
    bolt = Bolt()
    first = asyncio.create_task(store.run(bolt))
    await bolt.begun()
    tasks = [asyncio.create_task(store.run(work)) for work in works]
    await asyncio.sleep(0)  # each of them has asked
    bolt.let_go()
    await first
    return tasks


async def test_what_was_awaited_is_committed(store: Store) -> None:
    await store.run(write("a"))
    assert seen(store, "a") == "here"


@pytest.mark.parametrize(("broken", "error"), [(fail, RuntimeError), (fail_in_the_database, IntegrityError)])
async def test_one_failing_piece_leaves_the_others_of_its_group_alone(
    store: Store, broken: Callable[[Connection], None], error: type[Exception]
) -> None:
    before, failing, after = await gathered(store, write("before"), broken, write("after"))
    with pytest.raises(error):
        await failing
    await asyncio.gather(before, after)
    assert [seen(store, key) for key in ("before", "failed", "after")] == ["here", None, "here"]


async def test_results_arrive_only_after_the_commit_of_their_group(store: Store) -> None:
    bolt = Bolt()
    early, late = await gathered(store, write("early"), bolt)
    await bolt.begun()
    assert not early.done()
    assert seen(store, "early") is None
    bolt.let_go()
    await early
    assert seen(store, "early") == "here"
    await late


async def test_a_glance_waits_for_no_writer(store: Store) -> None:
    bolt = Bolt()
    writing = asyncio.create_task(store.run(bolt))
    await bolt.begun()
    assert seen(store, "bolt") is None
    bolt.let_go()
    await writing
    assert seen(store, "bolt") == "here"


async def test_a_glance_is_one_snapshot(store: Store) -> None:
    """What is committed while it looks does not come into view half-way."""
    store.now(write("a", "old"))

    def look(connection: Connection) -> list[str | None]:
        first = meta.get(connection, "a")
        with ThreadPoolExecutor() as others:
            others.submit(store.now, write("a", "new")).result(PATIENCE_S)
        return [first, meta.get(connection, "a")]

    assert await asyncio.to_thread(store.glance, look) == ["old", "old"]
    assert seen(store, "a") == "new"


async def test_cancelling_the_wait_does_not_cancel_the_work(store: Store) -> None:
    """A daemon that is told twice to end still has what it asked to be recorded."""
    bolt = Bolt()
    first = asyncio.create_task(store.run(bolt))
    await bolt.begun()
    waiting = asyncio.create_task(store.run(write("asked")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    bolt.let_go()
    await first
    store.close()
    assert seen(store, "asked") == "here"


async def test_closing_finishes_what_was_asked_for(store: Store) -> None:
    tasks = [asyncio.create_task(store.run(write(str(number)))) for number in range(200)]
    await asyncio.sleep(0)
    store.close()
    await asyncio.gather(*tasks)
    assert seen(store, "199") == "here"


async def test_work_is_done_in_the_order_it_was_asked_for(store: Store) -> None:
    await asyncio.gather(*(store.run(write("last", str(number))) for number in range(200)))
    assert seen(store, "last") == "199"


def test_two_processes_may_open_a_new_database_at_once(url: str) -> None:
    def open_one(_: int) -> bytes:
        with closing(open_store(url)) as store:
            return store.now(meta.hash_key)

    with ThreadPoolExecutor(8) as several:
        assert len(set(several.map(open_one, range(8)))) == 1


async def test_a_connection_that_the_server_ended_is_made_anew(postgresql: PostgreSQL) -> None:
    with closing(open_store(postgresql.new_database())) as store:
        await store.run(write("a"))
        postgresql.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        await store.run(write("b"))
        assert seen(store, "b") == "here"
