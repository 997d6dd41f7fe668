"""What the journal of marks proves, and when it proves nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from followupd.core.model import OutgoingId
from followupd.service.sending.journal import FILE, LONG, Journal, JournalError, Marks, read_marks
from followupd.store.engine import Store, open_store

BOOT, EPOCH = "boot-1", "e1"
HEAD = f"{BOOT} {EPOCH}"
ONE, TWO = OutgoingId(1), OutgoingId(2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = open_store(f"sqlite:///{tmp_path}/followupd.db")
    yield found
    found.close()


def begun(store: Store, folder: Path, boot: str = BOOT) -> Journal:
    journal = Journal(folder / FILE, boot)
    store.now(journal.renew)
    return journal


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{HEAD}\n", set()),
        (f"{HEAD}\n{HEAD} 1 1\n", {(1, 1)}),
        (f"{HEAD}\n{HEAD} 1 1\n{HEAD} 2 3\n", {(1, 1), (2, 3)}),
    ],
)
def test_what_is_marked_may_have_left_and_nothing_else(text: str, left: set[tuple[int, int]]) -> None:
    assert read_marks(text, boot=BOOT, epoch=EPOCH) == Marks(in_force=True, attempts=frozenset(left))


@pytest.mark.parametrize(
    ("text", "boot", "epoch"),
    [
        (f"{HEAD}\n", "boot-2", EPOCH),  # the power was gone: an unsynced mark may be gone with it
        (f"{HEAD}\n", BOOT, "e2"),  # a database that was restored
        (f"{HEAD}\n", BOOT, ""),
        (" e1\n", "", EPOCH),  # a kernel without a boot id
        ("", BOOT, EPOCH),
        (HEAD, BOOT, EPOCH),
        (f"{HEAD} 1 1\n", BOOT, EPOCH),
        (f"{HEAD}\n{HEAD} 1 1", BOOT, EPOCH),
        (f"{HEAD}\n{HEAD} 1\n", BOOT, EPOCH),
        (f"{HEAD}\n{HEAD} {HEAD} 1 1\n", BOOT, EPOCH),  # behind a torn record
        (f"{HEAD}\nboot-0 e0 1 1\n", BOOT, EPOCH),
        (f"{HEAD}\n\n", BOOT, EPOCH),
    ],
)
def test_without_a_whole_journal_of_this_boot_and_epoch_everything_may_have_left(
    text: str, boot: str, epoch: str
) -> None:
    marks = read_marks(text, boot=boot, epoch=epoch)
    assert not marks.in_force
    assert marks.may_have_left(ONE, 1)


def test_a_mark_is_found_by_the_next_run(store: Store, tmp_path: Path) -> None:
    begun(store, tmp_path).mark(ONE, 2)
    marks = store.now(Journal(tmp_path / FILE, BOOT).read)
    assert [marks.may_have_left(mail, attempt) for mail, attempt in ((ONE, 1), (ONE, 2), (TWO, 1))] == [
        False,
        True,
        False,
    ]


def test_a_new_journal_knows_nothing_of_the_old_one(store: Store, tmp_path: Path) -> None:
    begun(store, tmp_path).mark(ONE, 1)
    begun(store, tmp_path)
    assert store.now(Journal(tmp_path / FILE, BOOT).read) == Marks(in_force=True)


def test_after_a_power_loss_nothing_is_proved(store: Store, tmp_path: Path) -> None:
    begun(store, tmp_path)
    assert not store.now(Journal(tmp_path / FILE, "boot-2").read).in_force


def test_only_its_owner_may_read_it(store: Store, tmp_path: Path) -> None:
    begun(store, tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("make_way", [lambda path: path.unlink(), lambda path: (path.unlink(), path.mkdir())])
def test_a_journal_that_is_gone_takes_no_mark(store: Store, tmp_path: Path, make_way: object) -> None:
    assert callable(make_way)
    journal = begun(store, tmp_path)
    make_way(tmp_path / FILE)
    with pytest.raises(JournalError, match=r"sending\.journal cannot be written .*nothing is sent"):
        journal.mark(ONE, 1)


def test_a_full_disk_takes_no_mark(store: Store) -> None:
    journal = Journal(Path("/dev/full"), BOOT)
    with pytest.raises(JournalError, match="No space left"):
        journal.mark(ONE, 1)


def test_it_grows_long_and_is_begun_anew(store: Store, tmp_path: Path) -> None:
    journal = begun(store, tmp_path)
    assert not journal.is_long
    for attempt in range(LONG):
        journal.mark(ONE, attempt)
    grown = journal.is_long
    store.now(journal.renew)
    assert (grown, journal.is_long) == (True, False)
    assert len((tmp_path / FILE).read_text().splitlines()) == 1
