"""The lease: which ledger may send from which place, as a table, and on real files."""

import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from followupd.store import lease
from followupd.store.engine import Store, open_store
from followupd.store.lease import Lease, LeaseError, Ledger, Place

FOLDER = Path("/var/lib/followupd")
HERE = Place(device=1, inode=10, machine="a")
GOOD = Lease(state="s", generation=7, place=HERE)
LEDGER = Ledger(state="s", generation=7)

CASES: list[tuple[str, Ledger, Lease | None, Place | None, str]] = [
    ("a first start", Ledger(state=None, generation=0), None, None, ""),
    ("a first start that was cut off", Ledger(state=None, generation=0), replace(GOOD, generation=0), HERE, ""),
    ("as it was left", LEDGER, GOOD, HERE, ""),
    ("a crash between commit and file", replace(LEDGER, generation=8), GOOD, HERE, ""),
    ("a file that a power loss took back", LEDGER, replace(GOOD, generation=3), HERE, ""),
    ("devices numbered anew at the boot", LEDGER, GOOD, replace(HERE, device=2), ""),
    ("the same volume in a new container", LEDGER, GOOD, replace(HERE, machine="b"), ""),
    ("a copy on the same disk", LEDGER, GOOD, replace(HERE, inode=11), "is a copy"),
    ("a copy on another disk", LEDGER, GOOD, Place(device=2, inode=11, machine="a"), "is a copy"),
    ("a copy on another machine", LEDGER, GOOD, Place(device=2, inode=10, machine="b"), "is a copy"),
    ("a backup of the database", replace(LEDGER, generation=6), GOOD, HERE, "comes from a backup"),
    ("another database", replace(LEDGER, state="t"), GOOD, HERE, "is not the one"),
    ("a database from before its first start", Ledger(state=None, generation=0), GOOD, HERE, "is not the one"),
    ("a database without its directory", LEDGER, None, None, "was in use elsewhere"),
    ("a lease that cannot be read", LEDGER, None, HERE, "is damaged"),
]


@pytest.mark.parametrize(("ledger", "lease_", "place", "says"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_may_send(ledger: Ledger, lease_: Lease | None, place: Place | None, says: str) -> None:
    found = lease.fault(ledger, lease_, place, FOLDER)
    if not says:
        assert found is None
    else:
        assert found is not None
        assert says in found
        assert "followupd adopt" in found
        assert str(FOLDER) in found


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def store(state: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{state}/followupd.db")) as opened:
        yield opened


def start(store: Store, folder: Path) -> bool:
    """Do what a daemon does at its start; say whether it may send."""
    generation = store.now(lambda c: lease.take_up(c, folder))
    if generation is not None:
        lease.record(folder, generation)
    return store.now(lambda c: lease.look(c, folder)) is None


def adopt(store: Store, folder: Path) -> None:
    lease.record(folder, store.now(lambda c: lease.adopt(c, folder)))


def claim(store: Store, folder: Path) -> None:
    lease.record(folder, store.now(lease.advance))


def test_it_is_the_owners_alone_and_shows_no_machine_id(store: Store, state: Path) -> None:
    assert start(store, state)
    path = state / lease.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    identity = Path("/etc/machine-id")
    assert not identity.exists() or not (own := identity.read_text().strip()) or own not in path.read_text()


def test_start_after_start_is_good(store: Store, state: Path) -> None:
    assert [start(store, state) for _ in range(3)] == [True, True, True]


def test_a_renamed_directory_is_the_same_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    with closing(open_store(f"sqlite:///{old}/followupd.db")) as store:
        assert start(store, old)
    old.rename(new)
    with closing(open_store(f"sqlite:///{new}/followupd.db")) as store:
        assert start(store, new)


def test_a_copied_directory_may_not_send_and_once_adopted_its_database_fits_nowhere_else(
    store: Store, state: Path, tmp_path: Path
) -> None:
    assert start(store, state)
    copy = tmp_path / "copy"
    shutil.copytree(state, copy)
    with closing(open_store(f"sqlite:///{copy}/followupd.db")) as other:
        assert not start(other, copy)
        adopt(other, copy)
        assert start(other, copy)
        found = other.now(lambda c: lease.look(c, state))
        assert found is not None


def test_a_backup_of_this_morning_is_noticed_by_the_mails_since(store: Store, state: Path, tmp_path: Path) -> None:
    start(store, state)
    shutil.copytree(state, tmp_path / "backup")
    claim(store, state)
    with closing(open_store(f"sqlite:///{tmp_path}/backup/followupd.db")) as old:
        assert not start(old, state)
        adopt(old, state)
        assert start(old, state)


def test_a_lease_that_is_gone_lets_nothing_leave_and_is_not_made_anew(store: Store, state: Path) -> None:
    start(store, state)
    (state / lease.FILE).unlink()
    with pytest.raises(LeaseError, match="so nothing is sent"):
        claim(store, state)
    assert not start(store, state)
    assert not (state / lease.FILE).exists()
