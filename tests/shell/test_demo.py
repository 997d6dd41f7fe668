"""`followupd demo`: the story of each contact ends as it should, on real servers, and the same way every time."""

import asyncio
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.errors import UnavailableError
from followupd.core.model import Contact, Enrollment, Hold, Label, Outgoing, State, Stop
from followupd.demo.cast import CAST
from followupd.demo.command import run_demo
from followupd.demo.stage import perform
from followupd.demo.world import Happening
from followupd.service.asking.founding import OccupiedError
from followupd.store import contacts, enrollments, ledger, mails, replies, suppressions
from followupd.store.engine import Store, open_store
from followupd.store.replies import Reply

ROOT = Path(__file__).parents[2]
RUN = """
import sys
from pathlib import Path
from followupd.demo.command import run_demo
sys.exit(run_demo(Path(sys.argv[1]) if sys.argv[1:] else None))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A run of the demo in a process of its own, in a home that was empty."""

    done: subprocess.CompletedProcess[str]
    home: Path

    @property
    def tables(self) -> str:
        """What was printed once the three weeks were over, without the advice on what to type next."""
        return self.done.stdout.partition("Mails sent\n")[2].partition("To ")[0]


def play(home: Path, *arguments: str) -> Played:
    """Run it where every place that it might write to by mistake lies in `home`."""
    places = ("HOME", "TMPDIR", "STATE_DIRECTORY", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "CREDENTIALS_DIRECTORY")
    for place in places:
        (home / place).mkdir(parents=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT), **{place: str(home / place) for place in places}}
    command = [sys.executable, "-W", "error", "-X", "dev", "-B", "-c", RUN, *arguments]
    done = subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, check=False, timeout=110)
    return Played(done=done, home=home)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "kept"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Played:
    return play(tmp_path_factory.mktemp("home"), str(kept))


@pytest.fixture(scope="module")
def store(played: Played, kept: Path) -> Iterator[Store]:
    assert played.done.returncode == 0, played.done.stderr
    opened = open_store(f"sqlite:///{kept}/state/followupd.db")
    yield opened
    opened.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What the database knows of a contact at the end."""

    contact: Contact
    enrollment: Enrollment
    mails: list[Outgoing]
    replies: list[Reply]
    suppressed: str | None


def fate(store: Store, address: str) -> Fate:
    contact = store.glance(lambda c: contacts.by_address(c, address))
    assert contact is not None
    return Fate(
        contact=contact,
        enrollment=store.glance(lambda c: enrollments.of_contact(c, contact.id))[-1],
        mails=list(store.glance(lambda c: mails.sent_to(c, contact.id))),
        replies=list(store.glance(lambda c: replies.of_contact(c, contact.id))),
        suppressed=store.glance(lambda c: suppressions.reason(c, contact.address)),
    )


ENDS: list[tuple[str, State, Stop | Hold | None, list[Label], int, str | None]] = [
    # who, state, why, their answers as they were sorted, mails to them, on the suppression list because
    ("sam@acme.example", State.STOPPED, Stop.YES, [Label.YES], 2, None),
    (
        "dana.whitfield@lakeside.example",
        State.STOPPED,
        Stop.UNSUBSCRIBED,
        [Label.UNSUBSCRIBE],
        1,
        "unsubscribed",
    ),
    ("nils.berg@fjordfisk.example", State.WAITING, None, [], 4, None),
    ("ines.costa@azulejo.example", State.STOPPED, Stop.OWNER_WROTE, [], 0, None),
    ("priya.nair@brightwell.example", State.WAITING, None, [Label.LATER], 1, None),
    ("tom.becker@hafenbau.example", State.STOPPED, Stop.YES, [Label.AUTO_REPLY, Label.YES], 2, None),
    ("greta.vogel@isarwerk.example", State.STOPPED, Stop.NO, [Label.NO], 2, "no"),
    ("helene.moreau@maisonverte.example", State.HELD, Hold.UNSURE, [Label.QUESTION], 1, None),
    ("luis.ortega@cobalto.example", State.STOPPED, Stop.UNDELIVERABLE, [Label.BOUNCE], 1, "undeliverable"),
    ("olivia.chen@mapleworks.example", State.HELD, Hold.UNSURE, [Label.REFERRAL], 2, None),
    ("marek@wisla.example", State.STOPPED, Stop.YES, [Label.YES], 1, None),
    ("joost@dewit.example", State.STOPPED, Stop.NO, [Label.NO], 2, "no"),
]


@pytest.mark.parametrize(("address", "state", "why", "labels", "count", "suppressed"), ENDS, ids=[e[0] for e in ENDS])
def test_every_story_ends_as_it_should(
    store: Store,
    address: str,
    state: State,
    why: Stop | Hold | None,
    labels: list[Label],
    count: int,
    suppressed: str | None,
) -> None:
    end = fate(store, address)
    assert end.enrollment.state is state
    assert (end.enrollment.stop or end.enrollment.hold) is why
    assert [reply.label for reply in end.replies] == labels
    assert len(end.mails) == count
    assert end.suppressed == suppressed


def test_the_table_of_stories_leaves_nobody_out() -> None:
    assert {end[0] for end in ENDS} == {role.address for role in CAST}
    assert len(CAST) == 12


@pytest.mark.parametrize("address", [role.address for role in CAST])
def test_nobody_is_written_to_after_an_answer(store: Store, address: str) -> None:
    end = fate(store, address)
    answers = [reply.decided_at for reply in end.replies if reply.label is not Label.AUTO_REPLY]
    late = [mail.subject for mail in end.mails if answers and (mail.sent_at or mail.claimed_at) > min(answers)]
    assert not late


def test_who_says_later_is_waited_for_until_the_day_they_named(store: Store) -> None:
    end = fate(store, "priya.nair@brightwell.example")
    assert end.enrollment.due_at is not None
    # Mid-January has no exact day; whatever is made of it, it is not before the 11th and not after the 18th.
    assert datetime(2027, 1, 11, tzinfo=UTC) <= end.enrollment.due_at <= datetime(2027, 1, 19, tzinfo=UTC)


def test_who_is_away_hears_nothing_before_the_day_after_their_return(store: Store) -> None:
    end = fate(store, "tom.becker@hafenbau.example")
    first, second = (mail.sent_at for mail in end.mails)
    assert first is not None
    assert second is not None
    assert second >= datetime(2026, 11, 19, tzinfo=UTC)


def test_no_mail_speaks_of_a_voicemail_that_was_not_left(store: Store) -> None:
    end = fate(store, "ines.costa@azulejo.example")
    calls = [attempt.channel for attempt in store.glance(lambda c: ledger.attempts_on(c, end.contact.id))]
    assert calls == ["call", "voicemail"]
    assert end.mails == []


def test_an_answer_in_junk_counts(store: Store) -> None:
    assert [reply.folder for reply in fate(store, "joost@dewit.example").replies] == ["Junk"]


def test_an_answer_from_another_address_is_found_by_its_thread(store: Store) -> None:
    (reply,) = fate(store, "marek@wisla.example").replies
    assert reply.sender == "marek.nowak.home@postbox.example"
    assert reply.verdict == "yes"


def test_silence_is_met_with_the_whole_sequence(store: Store) -> None:
    end = fate(store, "nils.berg@fjordfisk.example")
    assert [mail.kind for mail in end.mails] == ["email", "bump", "bump", "email"]


def test_every_mail_leaves_inside_the_hours_of_its_reader(store: Store) -> None:
    for role in CAST:
        for mail in fate(store, role.address).mails:
            local = (mail.sent_at or mail.claimed_at).astimezone(role.zone)
            assert local.weekday() < 5
            assert timedelta(hours=8, minutes=30) <= timedelta(hours=local.hour, minutes=local.minute)
            assert local.hour < 18


def test_a_copy_of_every_mail_was_filed_in_sent(store: Store) -> None:
    assert not store.glance(lambda c: mails.unfiled(c, "ana", since=datetime(2026, 11, 1, tzinfo=UTC)))


def test_it_says_nothing_on_stderr_and_exits_with_0(played: Played) -> None:
    assert (played.done.returncode, played.done.stderr) == (0, "")


def test_both_tables_and_the_figures_are_printed(played: Played, store: Store, kept: Path) -> None:
    sent = [mail for role in CAST for mail in fate(store, role.address).mails]
    for mail in sent:
        assert re.search(rf"^\w+ \d+ Nov \d\d:\d\d  .*{re.escape(mail.subject)}$", played.tables, re.MULTILINE)
    entries = [json.loads(line) for line in (kept / "state" / "replies.jsonl").read_text("utf-8").splitlines()]
    shown = re.findall(r"(\w+) → (\S+)  +\d+%", played.tables)
    assert shown == [(entry["label"], entry["verdict"]) for entry in entries]
    assert f"{len(sent)} mails sent to 11 people" in played.tables
    assert "Answered: 3 yes, 3 no, 1 later; 2 by machines; 2 held for you." in played.tables
    assert "did not" in played.tables


def test_the_words_that_decided_are_shown_with_their_rule(played: Played) -> None:
    assert "“take me off your list” unsubscribe." in played.tables
    assert "“circle back in mid-January”" in played.tables


def test_it_says_what_to_type_next(played: Played) -> None:
    assert "followupd init ~/followups --from" in played.done.stdout


def test_a_second_run_tells_the_same_story_and_leaves_nothing_behind(played: Played, tmp_path: Path) -> None:
    again = play(tmp_path)
    assert again.tables == played.tables
    assert again.tables
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_kept_folder_is_all_that_is_written(played: Played) -> None:
    assert [path for path in played.home.rglob("*") if path.is_file()] == []


def test_a_kept_folder_cannot_send_any_more(store: Store, kept: Path) -> None:
    assert re.search(r"^live = false$", (kept / "followupd.toml").read_text("utf-8"), re.MULTILINE)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    with pytest.raises(OccupiedError, match="overwrites nothing"):
        run_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_error_of_the_daemon_ends_the_demo_at_once(tmp_path: Path) -> None:
    told = []

    def tell(at: datetime, happening: Happening | None) -> None:
        told.append(happening)
        logging.getLogger("followupd").error("out of paper")

    with pytest.raises(UnavailableError, match="out of paper"):
        asyncio.run(perform(tmp_path, tell))
    assert len(told) == 1
