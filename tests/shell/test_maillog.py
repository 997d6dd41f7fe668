"""replies.jsonl: what a line says, and that each is there once, in order, whatever crashes when."""

import json
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from followupd.core.model import Classification, Enrollment, Evidence, Label, ReplyId
from followupd.service.telling.maillog import ReplyLog, reply_line, shortened
from followupd.store import meta, replies
from followupd.store.engine import Store, open_store
from followupd.store.tables import log_lines
from followupd.store.tables import replies as table
from tests.shell.rows import DAY, NOW, new_contact, new_enrollment, new_reply

PATIENCE_S = 20


# --- a line ---------------------------------------------------------------------------------------------------------

LATER = Classification(
    label=Label.LATER,
    confidence=0.96,
    evidence=(
        Evidence(text="circle back in mid-January", why="later.circle-back"),
        Evidence(text="mid-January", why="date → 2027-01-12..18"),
    ),
    resume_on=date(2027, 1, 12),
)


def line(classification: Classification, enrollment: Enrollment | None) -> str:
    return reply_line(
        ReplyId(41),
        at=NOW,
        mailbox="ana",
        contact="sam@acme.example",
        enrollment=enrollment,
        message_id="<one@acme.example>",
        classification=classification,
        action="rescheduled",
        timezone="Europe/Berlin",
    )


def test_a_line_is_what_scripts_rely_on_to_the_character(store: Store) -> None:
    waiting = replace(store.now(new_enrollment), due_at=NOW + 50 * DAY, step=3)
    assert line(LATER, waiting) == (
        '{"v":1,"time":"2026-11-23T09:00:00Z","reply":41,"mailbox":"ana","contact":"sam@acme.example",'
        '"sequence":"no-reply","step":3,"message_id":"<one@acme.example>","label":"later","verdict":"later",'
        '"confidence":0.96,"resume_on":"2027-01-12",'
        '"evidence":[{"text":"circle back in mid-January","why":"later.circle-back"},'
        '{"text":"mid-January","why":"date → 2027-01-12..18"}],'
        '"action":"rescheduled","next_at":"2027-01-12T10:00:00+01:00","by":"followupd"}'
    )


def test_what_is_not_known_is_null_and_never_missing() -> None:
    answer = Classification(label=Label.AUTO_REPLY, confidence=1 / 3, evidence=())
    entry = json.loads(line(answer, None))
    assert list(entry) == list(json.loads(line(LATER, None)))
    assert (entry["sequence"], entry["step"], entry["resume_on"], entry["next_at"]) == (None, None, None, None)
    assert (entry["verdict"], entry["confidence"], entry["evidence"]) == ("-", 0.333, [])


def test_a_line_is_one_line_whatever_they_wrote() -> None:
    nasty = replace(LATER, evidence=(Evidence(text='two\nlines\r\n\u2028"quoted"\x00', why="x"),))
    written = line(nasty, None)
    assert len(written.encode().splitlines()) == 1
    assert json.loads(written)["evidence"][0]["text"] == 'two\nlines\r\n\u2028"quoted"\x00'


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("sam.lee@acme.example", "s***@acme.example"),
        ("x@y.example", "x***@y.example"),
        ("Zoë@y.example", "Z***@y.example"),
    ],
)
def test_the_journal_shows_an_address_shortened(address: str, shown: str) -> None:
    assert shortened(address) == shown


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "replies.jsonl"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(open_store(url)) as opened:
        yield opened


@pytest.fixture
def reply(store: Store) -> ReplyId:
    return store.now(lambda c: new_reply(c, new_contact(c)))


def add(store: Store, reply: ReplyId, *lines: str) -> None:
    def work(connection: Connection) -> None:
        for each in lines:
            replies.add_line(connection, reply, each)

    store.now(work)


def flush(store: Store, file: Path) -> None:
    store.now(ReplyLog(file).bring_up_to_date)


def test_each_line_is_written_once_and_in_order(store: Store, reply: ReplyId, file: Path) -> None:
    flush(store, file)
    assert not file.exists()
    add(store, reply, "one", "two")
    flush(store, file)
    flush(store, file)
    add(store, reply, "three – ü")
    flush(store, file)
    assert file.read_text(encoding="utf-8") == "one\ntwo\nthree – ü\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("written", range(len("one\ntwo\nthrëe\n".encode()) + 1))
def test_a_crash_at_any_byte_before_the_commit_is_made_good(
    store: Store, reply: ReplyId, file: Path, written: int
) -> None:
    """The lines are in the file so far as the crash let them; the position says that none is."""
    add(store, reply, "zero")
    flush(store, file)
    add(store, reply, "one", "two", "thrëe")
    file.write_bytes(b"zero\n" + "one\ntwo\nthrëe\n".encode()[:written])
    flush(store, file)
    assert file.read_text(encoding="utf-8") == "zero\none\ntwo\nthrëe\n"


def test_a_log_that_was_rotated_away_begins_anew_with_what_is_new(store: Store, reply: ReplyId, file: Path) -> None:
    add(store, reply, "one")
    flush(store, file)
    file.rename(file.with_suffix(".1"))
    add(store, reply, "two")
    flush(store, file)
    assert file.read_text() == "two\n"


def test_a_flush_that_fails_is_made_good_by_the_next(store: Store, reply: ReplyId, file: Path) -> None:
    add(store, reply, "one")
    file.mkdir()
    with pytest.raises(OSError, match="directory"):
        flush(store, file)
    file.rmdir()
    flush(store, file)
    assert file.read_text() == "one\n"


def test_what_an_erased_contact_leaves_behind_swallows_no_line(store: Store, reply: ReplyId, file: Path) -> None:
    """The number of a line is given out once, also when the line with the highest one is gone."""
    add(store, reply, "one", "two")
    flush(store, file)
    store.now(lambda c: c.execute(delete(log_lines)))
    store.now(lambda c: c.execute(delete(table)))
    again = store.now(lambda c: new_reply(c, new_contact(c), identity="another"))
    assert again != reply
    add(store, again, "three")
    flush(store, file)
    assert file.read_text() == "one\ntwo\nthree\n"


def test_a_daemon_and_a_command_line_that_flush_at_once_take_turns(
    url: str, store: Store, reply: ReplyId, file: Path
) -> None:
    expected = [f"line {number}" for number in range(40)]

    def work(each: str) -> None:
        add(store, reply, each)
        with closing(open_store(url)) as another:
            flush(another, file)

    with ThreadPoolExecutor(4) as several:
        list(several.map(work, expected))
    assert sorted(file.read_text().splitlines()) == sorted(expected)
    assert store.now(lambda c: [each for _, each in replies.lines_after(c, 0)]) == file.read_text().splitlines()


def test_a_line_that_is_committed_late_is_not_passed_over(url: str, store: Store, reply: ReplyId, file: Path) -> None:
    stored, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        replies.add_line(connection, reply, "numbered first")
        stored.set()
        assert go_on.wait(PATIENCE_S)

    def quick() -> None:
        with closing(open_store(url)) as another:
            add(another, reply, "numbered second")
            flush(another, file)

    with ThreadPoolExecutor(2) as several:
        late = several.submit(store.now, slow)
        assert stored.wait(PATIENCE_S)
        early = several.submit(quick)
        wait({early}, timeout=0.3)  # it either is through by now, or waits for its turn
        go_on.set()
        late.result(PATIENCE_S)
        early.result(PATIENCE_S)
    flush(store, file)
    assert sorted(file.read_text().splitlines()) == ["numbered first", "numbered second"]
    assert store.now(lambda c: meta.get(c, meta.LOG_POSITION)) == "2"
