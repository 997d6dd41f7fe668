"""One run: people are enrolled, get mails and answer while the weather comes and goes; then it stays fair for days."""

import asyncio
import json
import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from followupd.config import Security
from followupd.core.model import Contact, ContactId, Hold
from followupd.demo.world import Diary
from followupd.service import changes
from followupd.store import contacts, enrollments, ledger, mails, replies, suppressions
from tests.weather.cast import FOR_EVER, NO_SUCH_USER, ROLES, Answer, letter
from tests.weather.checks import Violation, judge
from tests.weather.faults import Kind, Protocol
from tests.weather.history import Answered, Arrived, Barred, Ending, Mail, Standing
from tests.weather.servers import Postbox, Servers, message_id
from tests.weather.stage import OnFault, Scene, Set, Twist, as_it_is, stage

START = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
TICK, FAIR_TICK = timedelta(hours=1), timedelta(hours=2)
BUNCHES = 2
LOOPS = 2  # of the daemon that wait by the clock
LAST = timedelta(hours=8)  # for the copy of the last mail, and whatever is tried again once an hour
ANNOUNCED_WITHIN_S = 5.0  # of real time
TRIES = 6  # a machine that is busy makes a weather of its own
LONGEST_RUN_S = 600.0
OUTAGE = 5.0  # an intensity that little gets through


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long a run is, and with how many people."""

    storm: timedelta
    everybody: int  # times the cast
    skies: tuple[float, ...]  # of an hour, each as likely as the others
    fair: timedelta = timedelta(days=1.5)  # afterwards: long enough for everybody to come to the end


WEEK = Plan(storm=timedelta(days=5), everybody=4, skies=(0.0, 0.5, 1.0, 1.0, 2.0, 5.0))
SHORT = Plan(storm=timedelta(hours=14), everybody=1, skies=(0.5, 0.7, 1.0))
BRIEF = Plan(storm=timedelta(hours=16), everybody=1, skies=(1.0, 1.5), fair=timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of it."""

    seed: str
    scene: Scene
    injected: Counter[tuple[Protocol, str, Kind]]
    mails: int
    replies: int
    doubts: int
    violations: list[Violation]


async def run(folder: Path, servers: Servers, scene: Scene, plan: Plan, *, seed: str, twist: Twist = as_it_is) -> Run:
    """Play and judge. Raises TimeoutError where the daemon hangs: its clock does not move any more."""
    on_fault = OnFault()
    async with (
        asyncio.timeout(LONGEST_RUN_S),
        stage(folder, servers, scene, seed=seed, start=START, on_fault=on_fault, twist=twist) as set_,
    ):
        world = _World(set_, plan, seed)
        on_fault.tell = world.before_a_fault
        playing = asyncio.create_task(world.play())
        await asyncio.wait({playing, set_.running}, return_when=asyncio.FIRST_COMPLETED)
        playing.cancel()  # where the daemon has died first: the world would wait for it for ever
        with suppress(asyncio.CancelledError):
            await playing
        ending = await world.ending()
        happenings = list(set_.history.happenings)
        set_.weather.intensity = OUTAGE  # for the farewells: whatever they come to, the daemon ends
    kinds = Counter(type(each) for each in happenings)
    return Run(
        seed=seed,
        scene=scene,
        injected=set_.weather.injected,
        mails=kinds[Arrived],
        replies=kinds[Answered],
        doubts=sum(mail.was_in_doubt for mail in ending.mails),
        violations=judge(happenings, ending),
    )


@dataclass(slots=True, kw_only=True)
class _Person:
    """Somebody who is written to."""

    address: str
    answer: Answer | None
    postbox: Postbox
    is_barred: bool = False


@dataclass(slots=True, kw_only=True)
class _Reply:
    """An answer that is to arrive."""

    person: _Person
    answer: Answer
    to: str  # the Message-ID


class _World:
    """Everybody but the daemon."""

    def __init__(self, set_: Set, plan: Plan, seed: str) -> None:
        self._set = set_
        self._plan = plan
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._diary = Diary()
        self._people: list[_Person] = []
        self._ripe: list[_Reply] = []  # answers that arrive while something breaks
        self._arriving: set[asyncio.Future[None]] = set()
        self._skies: dict[int, float] = {}
        self._unrecovered: list[str] = []

    async def play(self) -> None:
        """Let the weather come and go, then have fair days."""
        await self._set.clock.settled(LOOPS)  # the first look is a fair one: a loop is known once it has come to rest
        self._cast_roles()
        end = START + self._plan.storm
        await self._until(end, stormy=True)
        self._set.weather.intensity = 0.0
        await self._until(end + self._plan.fair, stormy=False)
        await self._try_everything()
        for _ in range(TRIES):
            await self._until(self._set.clock.now() + LAST, stormy=False)
            if not await self._clutter():
                break

    def before_a_fault(self) -> "asyncio.Future[None] | None":
        """Let an answer arrive in the very moment in which something breaks."""
        if not self._ripe:
            return None
        task = asyncio.ensure_future(self._arrive(self._ripe.pop()))
        self._arriving.add(task)
        task.add_done_callback(self._arriving.discard)
        return task

    def _cast_roles(self) -> None:
        """Enrol them in a few bunches, as lists are imported: several mails leave over one connection."""
        bunches = [self._chance.random() * (self._plan.storm - timedelta(hours=8)) for _ in range(BUNCHES)]
        for number in range(self._plan.everybody):
            for role in ROLES:
                if role == "nobody" and number:
                    continue
                at = START + self._chance.choice(bunches)
                self._diary.plan(at, partial(self._enroll, role, str(number)))

    async def _until(self, end: datetime, *, stormy: bool) -> None:
        """Let time pass. The world acts while the daemon is at rest, and while something breaks."""
        clock = self._set.clock
        while clock.now() < end:
            if stormy:
                self._set.weather.intensity = self._sky(clock.now())
            elif self._ripe:
                await self._arrive(self._ripe.pop())
            for do in self._diary.due(clock.now()):
                await do()
            self._set.daemon.wake()
            await clock.settled()
            await self._read_post()
            await clock.step(min(end, clock.now() + (TICK if stormy else FAIR_TICK), self._diary.next_at or end))
            await self._read_post()

    def _sky(self, at: datetime) -> float:
        """Return the intensity of this hour."""
        hour = int((at - START) / timedelta(hours=1))
        return self._skies.setdefault(hour, self._chance.choice(self._plan.skies))

    # --- people -----------------------------------------------------------------------------------------------------

    async def _enroll(self, role: str, number: str) -> None:
        set_ = self._set
        address = NO_SUCH_USER
        if role != "nobody":
            name = f"{role}-{number}-{set_.owner.partition('@')[0]}"
            address = f"{name}@{name}.test"
        person = _Person(address=address, answer=ROLES.get(role), postbox=set_.servers.postbox(address))
        self._people.append(person)
        new = Contact(id=ContactId(0), address=address, fields={"email": address})
        at = set_.clock.now()

        def enroll(connection: Connection) -> None:
            contact = contacts.add(connection, new, at)
            changes.enroll(connection, set_.house.planner, contact, set_.house.sequences["pump"], mailbox="ana", at=at)

        await set_.store.run(enroll)
        if role == "barred":
            after = timedelta(hours=self._chance.uniform(0, 20))
            self._diary.plan(at + after, partial(self._bar, person))

    async def _bar(self, person: _Person) -> None:
        """Put somebody on the list, and note it in the same breath."""
        at = self._set.clock.now()
        self._set.store.now(lambda c: suppressions.add(c, person.address, reason="by hand", at=at))
        self._set.history.add(Barred(contact=person.address))

    async def _read_post(self) -> None:
        """Wait for what is on its way, and have everybody read it; where the provider files, the copy is in Sent."""
        await asyncio.gather(*self._arriving)
        await self._set.smtp.calm()
        await self._set.imap.calm()
        await self._set.servers.delivered()
        for person in self._people:
            for raw in person.postbox.new():
                await self._receive(person, raw)

    async def _receive(self, person: _Person, raw: bytes) -> None:
        set_, now = self._set, self._set.clock.now()
        found = re.search(rb"Mark (\w+)\.", raw)
        assert found is not None
        step, identity = found[1].decode(), message_id(raw)
        set_.history.add(Arrived(contact=person.address, message_id=identity, step=step))
        if set_.scene.files_sent:
            await set_.backdoor.put("Sent", raw[raw.index(b"From: ") :], now)
        answer = person.answer
        if answer is not None and answer.to_step == step:
            person.answer = None
            reply = _Reply(person=person, answer=answer, to=identity)
            self._diary.plan(now + timedelta(hours=self._chance.uniform(0.2, 12)), partial(self._ripen, reply))

    async def _ripen(self, reply: _Reply) -> None:
        """Have it arrive now, or with the next thing that breaks."""
        if self._chance.random() < 0.5:
            self._ripe.append(reply)
        else:
            await self._arrive(reply)

    async def _arrive(self, reply: _Reply) -> None:
        set_, person, answer, at = self._set, reply.person, reply.answer, self._set.clock.now()
        raw = letter(answer, sender=person.address, to=set_.owner, in_reply_to=reply.to, at=at)
        await set_.backdoor.put(answer.folder, raw, at)
        quiet_until = FOR_EVER if answer.quiet_for is None else at + answer.quiet_for
        there = Answered(
            contact=person.address,
            folder=answer.folder,
            message_id=message_id(raw),
            label=answer.label,
            quiet_until=quiet_until,
        )
        set_.history.add(there)

    # --- the end ----------------------------------------------------------------------------------------------------

    async def _try_everything(self) -> None:
        """See whether somebody new is written to, and whether their answer is announced: nobody wakes the daemon."""
        await self._enroll("yes", "new")
        person = self._people[-1]
        for _ in range(TRIES):
            if person.answer is None:
                break
            self._set.daemon.wake()
            await self._set.clock.step(self._set.clock.now() + TICK)
            await self._read_post()
        else:
            self._unrecovered.append("somebody new is not written to")
        for do in self._diary.due(FOR_EVER):
            await do()
        while self._ripe:
            await self._arrive(self._ripe.pop())
        for _ in range(TRIES):
            if await self._is_announced(person):
                break
            await self._set.clock.step(self._set.clock.now() + TICK)
        else:
            self._unrecovered.append("an answer is not announced: no IDLE")
        await self._set.clock.settled()

    async def _is_announced(self, person: _Person) -> bool:
        """Say whether an answer takes effect by itself within a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANNOUNCED_WITHIN_S):
                while not await self._set.store.run(lambda c: _has_answered(c, person.address)):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
                return True
        return False

    async def _clutter(self) -> set[str]:
        """Return what lies in the Inbox and is nobody's answer: a busy machine may break the last removal, too."""
        theirs = {each.message_id for each in self._set.history.happenings if isinstance(each, Answered)}
        return set(await self._set.backdoor.message_ids("INBOX")) - theirs

    async def ending(self) -> Ending:
        """Look at what is left."""
        set_ = self._set
        if set_.running.done():
            self._unrecovered.append(f"the daemon has died: {set_.running.exception()!r}")
        log = set_.folder / "state" / "replies.jsonl"
        lines = log.read_text().splitlines() if log.exists() else []
        in_sent = await set_.backdoor.message_ids("Sent")
        in_inbox = [*await set_.backdoor.message_ids("INBOX"), *await set_.backdoor.message_ids("Junk")]
        at = set_.clock.now()

        def look(connection: Connection) -> Ending:
            everybody = {each.id: contacts.get(connection, each.contact) for each in enrollments.everything(connection)}
            return Ending(
                at=at,
                files_sent=set_.scene.files_sent,
                in_the_clear=set_.scene.security is Security.NONE,
                standings=_standings(connection),
                mails=_mails(connection, list(everybody.values())),
                stored=tuple(each.message_id for each in replies.everything(connection)),
                logged=tuple(json.loads(line)["message_id"] for line in lines),
                in_sent=in_sent,
                in_inbox=tuple(in_inbox),
                suppressed=frozenset(
                    each.address for each in everybody.values() if suppressions.reason(connection, each.address)
                ),
                outcry=tuple(set_.outcry),
                unrecovered=tuple(self._unrecovered),
            )

        return await set_.store.run(look)


def _has_answered(connection: Connection, address: str) -> bool:
    person = contacts.by_addresses(connection, [address])
    return any(replies.of_contact(connection, each.id) for each in person.values())


def _standings(connection: Connection) -> tuple[Standing, ...]:
    found = []
    for each in enrollments.everything(connection):
        tasks = ledger.tasks_of(connection, each.contact)
        found.append(
            Standing(
                contact=contacts.get(connection, each.contact).address,
                state=each.state,
                due_at=each.due_at,
                hold=each.hold,
                stop=each.stop,
                open_tasks=tuple(task.hold for task in tasks if task.closed_at is None),
                unsure_tasks=sum(task.hold is Hold.UNSURE for task in tasks),
            )
        )
    return tuple(found)


def _mails(connection: Connection, people: list[Contact]) -> tuple[Mail, ...]:
    found = []
    for person in people:
        doubted = {task.step_key for task in ledger.tasks_of(connection, person.id) if task.hold is Hold.IN_DOUBT}
        for mail, state, _ in mails.ever_for(connection, person.id):
            found.append(
                Mail(
                    contact=person.address,
                    message_id=mail.message_id,
                    state=state,
                    was_in_doubt=mail.step_key in doubted,
                )
            )
    return tuple(found)
