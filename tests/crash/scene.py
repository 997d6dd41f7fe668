"""The story, a run of it with its kills, and what must hold of every such run."""

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from followupd.core.model import Contact, ContactId, Hold, State
from followupd.service import changes
from followupd.service.hearing.proof import is_probe
from followupd.store import contacts, mails, meta, tables
from followupd.store.engine import open_store
from followupd.store.mails import MailState
from tests.crash.child import Forker, Job, clock_file, last_file, open_house, passed_file
from tests.crash.mailbox import message_id, messages
from tests.crash.points import BEHIND_THE_MARK
from tests.crash.sink import OWNER, Delivery, Sink, sink

START = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
END = START + timedelta(hours=5)
PEOPLE = ("silent", "yes", "no", "away", "dead", "grey", "gone")
LONGEST_RUN_S = 60

CONFIG = """
timezone = "Europe/Berlin"
state = "state"
live = true

[mailboxes.ana]
from = "Ana Ruiz <{owner}>"
{provider}
smtp = {{ host = "127.0.0.1", port = {port}, security = "none" }}
imap = {{ host = "127.0.0.1", port = 1, security = "none" }}
ramp_up = false

[sending]
window = ["mon-sun 00:00-24:00"]
gap = "0s-0s"
per_hour = 200
per_day = 200
per_contact = "20 per 1 days"
per_domain_per_day = 9

[inbox]
probe = "{probe}"
"""
SEQUENCE = """
[[steps]]
kind = "email"
template = "one.j2"
[[steps]]
kind = "bump"
template = "two.j2"
after = "1 hour"
[[steps]]
kind = "email"
template = "three.j2"
after = "1 hour"
[no_answer]
after = "1 hour"
"""
TEMPLATES = {
    "one.j2": "Subject: Your pump\nAsks: interest\n\nMark one. Is the pump still of interest?\n",
    "two.j2": "Mark two. In case this got buried.\n",
    "three.j2": "Asks: close-file\n\nMark three. Shall I close your file?\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where the story is set."""

    name: str
    provider: str  # a line of the configuration
    files_sent: bool
    probe: str  # after how long a silence the Inbox has to show that it is not stuck


WORLDS = (
    World(name="provider files Sent", provider='provider = "gmail"', files_sent=True, probe="1h"),
    World(name="we file Sent", provider="", files_sent=False, probe="off"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Where a run ends: at a point by its name, or at the n-th of all."""

    at: str = ""
    nth: int = 0


@dataclass(slots=True, kw_only=True)
class Run:
    """What came of one story."""

    world: World
    killed_at: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)  # Message-IDs that were ever in doubt
    in_doubt: set[str] = field(default_factory=set)  # and those that still are: their recipients
    may_have_left: set[str] = field(default_factory=set)  # Message-IDs whose last byte had left at a kill
    accepted: set[str] = field(default_factory=set)  # what the database says was sent
    states: dict[str, State] = field(default_factory=dict)  # of each contact
    answers: list[str] = field(default_factory=list)  # that were given
    probes: list[str] = field(default_factory=list)  # that still lie in the mailbox
    logged: list[str] = field(default_factory=list)  # in replies.jsonl
    points: list[str] = field(default_factory=list)  # of the last process


async def play(forker: Forker, folder: Path, world: World, kills: Sequence[Kill] = ()) -> Run:
    """Play the story in a new folder, killed and started anew as often as asked."""
    run = Run(world=world)
    async with sink(folder, files_sent=world.files_sent) as server:
        prepare(folder, world, server.port)
        for kill in (*kills, Kill()):
            job = Job(folder=str(folder), end=END.isoformat(), at=kill.at, nth=kill.nth)
            code = await asyncio.wait_for(forker.do(job), LONGEST_RUN_S)
            await server.quiet()
            if code == 0:
                break
            assert code == -signal.SIGKILL, (folder / "fault").read_text()
            run.killed_at.append(last_file(folder).read_text())
            run.may_have_left |= {each.message_id for each in server.deliveries}
        _look(run, folder, server)
    return run


def prepare(folder: Path, world: World, port: int) -> None:
    """Write what the user edits and enrol everybody."""
    (folder / "sequences").mkdir()
    (folder / "sequences" / "pump.toml").write_text(SEQUENCE)
    (folder / "templates").mkdir()
    for name, text in TEMPLATES.items():
        (folder / "templates" / name).write_text(text)
    config = CONFIG.format(owner=OWNER, provider=world.provider, port=port, probe=world.probe)
    (folder / "followupd.toml").write_text(config)
    clock_file(folder).write_text(START.isoformat())
    house = open_house(folder)
    store = open_store(house.settings.database)

    def enroll(connection: Connection) -> None:
        for name in PEOPLE:
            address = f"{name}@{name}.example"
            new = Contact(id=ContactId(0), address=address, fields={"email": address})
            contact = contacts.add(connection, new, START)
            changes.enroll(connection, house.planner, contact, house.sequences["pump"], mailbox="ana", at=START)

    store.now(enroll)
    store.close()


def _look(run: Run, folder: Path, server: Sink) -> None:
    """Read what is left at the end."""
    run.deliveries = list(server.deliveries)
    log = folder / "state" / "replies.jsonl"
    run.logged = [json.loads(line)["message_id"] for line in log.read_text().splitlines()] if log.exists() else []
    run.points = json.loads(passed_file(folder).read_text())
    store = open_store(open_house(folder).settings.database)
    store.now(lambda connection: _query(run, connection))
    key = store.now(meta.hash_key)
    store.close()
    for _, raw in messages(folder / "mailbox", "INBOX"):
        (run.probes if is_probe(raw, key) else run.answers).append(message_id(raw))


def _query(run: Run, connection: Connection) -> None:
    run.in_doubt = {mail.to for mail in mails.in_state(connection, MailState.IN_DOUBT)}
    run.accepted = {mail.message_id for mail in mails.in_state(connection, MailState.ACCEPTED)}
    doubts = select(tables.mails.c.message_id).join(
        tables.tasks,
        (tables.tasks.c.enrollment == tables.mails.c.enrollment) & (tables.tasks.c.step_key == tables.mails.c.step_key),
    )
    run.doubted = set(connection.execute(doubts.where(tables.tasks.c.hold == Hold.IN_DOUBT.value)).scalars())
    rows = connection.execute(
        select(tables.contacts.c.address, tables.enrollments.c.state).join(
            tables.enrollments, tables.enrollments.c.contact == tables.contacts.c.id
        )
    )
    run.states = {row.address: State(row.state) for row in rows}


# --- what must hold -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What is wrong with a run; empty where nothing is."""

    duplicates: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    unfounded: tuple[str, ...] = ()  # doubts about mails that cannot have left
    unsettled: tuple[str, ...] = ()  # doubts that Sent could have ended
    replies: tuple[str, ...] = ()  # not exactly once in the log
    probes: tuple[str, ...] = ()  # left in the owner's Inbox

    def __bool__(self) -> bool:
        return any((self.duplicates, self.losses, self.unfounded, self.unsettled, self.replies, self.probes))


def judge(run: Run, undisturbed: Run) -> Faults:
    """Compare a run with one that nobody disturbed."""
    steps = [(each.recipient, each.step) for each in run.deliveries]
    arrived = {each.message_id for each in run.deliveries}
    missing = {(each.recipient, each.step) for each in undisturbed.deliveries} - set(steps)
    losses = [f"{who} {step}" for who, step in missing if who not in run.in_doubt]
    losses += [f"{who} stands still" for who, state in run.states.items() if state is State.SENDING]
    losses += [f"{sent} was recorded and is not there" for sent in run.accepted - arrived]
    return Faults(
        duplicates=(*_repeated(each.message_id for each in run.deliveries), *_repeated(map(str, steps))),
        losses=tuple(losses),
        unfounded=() if _between_mark_and_byte(run) else tuple(run.doubted - run.may_have_left),
        unsettled=tuple(run.in_doubt) if run.world.files_sent else (),
        replies=tuple((Counter(run.logged) - Counter(run.answers)) + (Counter(run.answers) - Counter(run.logged))),
        probes=tuple(run.probes),
    )


def _between_mark_and_byte(run: Run) -> bool:
    return any(place.startswith(BEHIND_THE_MARK) for place in run.killed_at)


def _repeated(items: Iterable[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]
