"""Ninety days of two hundred contacts on the virtual clock, and what the checker of `season` says to them.

    python -m tests.stories.ninety_days            # the full size, with its table
    python -m tests.stories.ninety_days 60 7       # so many contacts, from another seed

People answer, are away, refuse and stay silent; the owner makes calls late or never; the clocks change on two
continents; the machine is off for a night, for three days and for two weeks.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from functools import partial
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from followupd.core.model import Contact, ContactId, Hold, Outcome, TaskId
from followupd.service import changes
from followupd.service.asking import owner
from followupd.shipped import shipped
from followupd.store import contacts, enrollments, promises, tables
from followupd.store.ledger import Task
from tests.fakes import Delivery, FakeInbox, FakeMailer
from tests.stories.season import DAY, Received, Season, Silence, table, violations
from tests.stories.world import BERLIN, read, world

START = datetime(2027, 2, 15, 8, 0, tzinfo=BERLIN)
DAYS = 90
OFF = ((9.5, 10.1), (23.2, 26.4), (44.1, 58.3))  # the machine, from day to day
ZONES = {"DE": "Europe/Berlin", "US": "America/Los_Angeles", "JP": "Asia/Tokyo"}
COLUMNS = {"company": "Acme", "topic": "the pump", "quote": "Q1", "quote_on": "2027-02-12"}
NAMES = ("no-reply", "voicemail", "quote-sent", "word")

WORD = """
[[steps]]
kind = "email"
template = "word.j2"
[[steps]]
kind = "email"
template = "word-kept.j2"
after = "2 business days"
at = "10:00"
[[steps]]
kind = "call"
script = "script.j2"
after = "3 business days"
[[steps]]
kind = "email"
template = "closer.j2"
after = "4 business days"
closer = true
"""
FILES = {
    **{
        f"sequences/{name}.toml": (shipped("config") / "sequences" / f"{name}.toml").read_text(encoding="utf-8")
        for name in ("voicemail", "quote-sent", "drip")
    },
    "sequences/word.toml": WORD,
    "templates/word.j2": "Subject: Your pump\nAsks: interest\n\nI'll write again {{ next_step.at | day_part }}.\n",
    "templates/word-kept.j2": "{% if promise.kept %}As I said. {% endif %}I'll call {{ next_step.at | day_part }}.\n",
}

LATER_UNTIL = date(2027, 5, 11)
BACK_ON = date(2027, 3, 22)
ANSWERS = {
    "yes": (0.05, "Yes, let's talk on Thursday."),
    "no": (0.05, "No thanks, we are not interested."),
    "opt-out": (0.02, "Please remove me from your list."),
    "question": (0.03, "Does it also run on 110 volts?"),
    "later": (0.03, "Not right now, please circle back on May 11th."),
    "away": (0.06, "I am out of the office until 22 March 2027 and will answer then."),
}
MINUTES_TO_ANSWER = (1, 7, 50, 300, 1500, 5000)


async def live(folder: Path, *, people: int, seed: int = 1) -> Season:
    """Let the days pass; return what happened."""
    director = _Director(folder, people, Random(seed))  # noqa: S311 - no secret
    for begin, end in _ups():
        await director.act(begin, end)
    return director.season


def _ups() -> Iterator[tuple[datetime, datetime]]:
    """Yield when the machine is on."""
    begin = 0.0
    for off, on in (*OFF, (float(DAYS), 0.0)):
        yield START + DAY * begin, START + DAY * off
        begin = on


class _Director:
    """Plays the contacts and the owner, from a diary that is drawn from one seed as things happen."""

    def __init__(self, folder: Path, people: int, chance: Random) -> None:
        self.season = Season()
        self._folder = folder
        self._chance = chance
        self._inbox, self._mailer = FakeInbox(), FakeMailer(on_delivery=self._arrive)
        self._arrived_at: dict[str, datetime] = {}
        self._order = count()
        self._diary: list[tuple[datetime, int, Callable[[], None]]] = []
        self._handed: set[TaskId] = set()
        for number in range(people):
            self._write(START + DAY * 30 * number / people, partial(self._import, number))

    async def act(self, begin: datetime, end: datetime) -> None:
        """Play from one start of the machine to its next end."""
        self.season.ups.append((begin, end))
        async with world(self._folder, start=begin, files=FILES, mailer=self._mailer, inbox=self._inbox) as stage:
            self._stage = stage
            while stage.clock.now() < end:
                await stage.clock.step(max(stage.clock.now(), min(end, self._next_line_at(end))))
                if self._play_what_is_due():
                    await stage.wake()
                self._hand_out_tasks()
            stage.do(self._take_stock)

    # --- the diary --------------------------------------------------------------------------------------------------

    def _write(self, at: datetime, line: Callable[[], None]) -> None:
        heappush(self._diary, (at, next(self._order), line))

    def _next_line_at(self, end: datetime) -> datetime:
        return self._diary[0][0] if self._diary else end

    def _play_what_is_due(self) -> bool:
        played = False
        while self._diary and self._diary[0][0] <= self._stage.clock.now():
            heappop(self._diary)[2]()
            played = True
        return played

    # --- contacts ---------------------------------------------------------------------------------------------------

    def _import(self, number: int) -> None:
        country = ("DE", "DE", "US", "JP")[number % 4]
        domain = f"firm{number - number % 3}.example" if number % 20 else "group.example"
        person = Contact(
            id=ContactId(0),
            address=f"p{number}@{domain}",
            fields={"first_name": f"P{number}", **COLUMNS},
            timezone=ZONES[country],
            country=country,
        )
        self.season.country[person.address] = country
        self.season.zone[person.address] = ZoneInfo(ZONES[country])
        house, at = self._stage.daemon.house, self._stage.clock.now()
        sequence = house.sequences[NAMES[number // 2 % len(NAMES)]]

        def work(connection: Connection) -> None:
            known = contacts.add(connection, person, at)
            changes.enroll(connection, house.planner, known, sequence, mailbox="ana", at=at)

        self._stage.do(work)

    def _arrive(self, delivery: Delivery) -> None:
        """A mail has come: perhaps they answer, minutes or days later; a machine answers at once."""
        mail = read(delivery.raw)
        at = mail["Date"].datetime  # in a world without delays that is the second in which it came
        self._arrived_at[str(mail["Message-ID"])] = at
        drawn = self._chance.random()
        for kind, (chance, _) in ANSWERS.items():
            drawn -= chance
            if drawn < 0:
                minutes = 1 if kind == "away" else self._chance.choice(MINUTES_TO_ANSWER)
                self._write(at + timedelta(minutes=minutes), partial(self._answer, kind, delivery, mail))
                return

    def _answer(self, kind: str, delivery: Delivery, mail: EmailMessage) -> None:
        who, now = delivery.envelope.recipient, self._stage.clock.now()
        reply = EmailMessage()
        reply["From"], reply["To"], reply["Subject"] = who, str(mail["From"]), f"Re: {mail['Subject']}"
        reply["In-Reply-To"], reply["Message-ID"] = str(mail["Message-ID"]), f"<{next(self._order)}@{who}>"
        if kind == "away":
            reply["Auto-Submitted"] = "auto-replied"
        reply.set_content(ANSWERS[kind][1])
        self._inbox.deliver(reply.as_bytes(), at=now)
        self.season.events[kind] += 1
        until = {"later": LATER_UNTIL, "away": BACK_ON}.get(kind)
        if until is None or until > now.date():
            self.season.silences[who].append(Silence(since=now, why=kind, until=until))

    # --- the owner --------------------------------------------------------------------------------------------------

    def _hand_out_tasks(self) -> None:
        """The owner sees each new task and does it within the hour, within three days, or never."""
        for task in self._stage.tasks():
            if task.id not in self._handed:
                self._handed.add(task.id)
                hours = self._chance.choice((0.2, 0.5, 0.5, 1, 1, 2, 4, 5, 26, 70, None))
                if hours is not None:
                    self._write(self._stage.clock.now() + timedelta(hours=hours), partial(self._work, task))

    def _work(self, task: Task) -> None:
        if task.id not in {each.id for each in self._stage.tasks()}:
            return  # an answer came first
        planner, at = self._stage.daemon.house.planner, self._stage.clock.now()
        if task.hold is Hold.TASK:
            is_call = task.step_key.startswith("call")
            outcomes = (Outcome.VOICEMAIL, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.SPOKE)
            outcome = self._chance.choice(outcomes) if is_call else Outcome.DONE
            self._stage.do(lambda c: owner.finish_task(c, planner, task.id, outcome, note="", at=at))
            self.season.events[str(outcome)] += 1
            if outcome is Outcome.SPOKE:
                self._hush(task, at)
        elif task.hold is Hold.STALE and self._chance.random() < 0.5:
            who = self._stage.do(lambda c: contacts.get(c, task.contact))
            self._stage.do(lambda c: owner.resume(c, planner, who, at))
            self.season.resumed.add(who.address)
            self.season.events["resumed"] += 1

    def _hush(self, task: Task, at: datetime) -> None:
        who = self._stage.do(lambda c: contacts.get(c, task.contact))
        self.season.silences[who.address].append(Silence(since=at, why="spoke"))

    # --- the end ----------------------------------------------------------------------------------------------------

    def _take_stock(self, connection: Connection) -> None:
        """Join what arrived to the rows that say what it was for."""
        columns = tables.mails.c
        rows = connection.execute(select(tables.mails).order_by(columns.claimed_at)).mappings().all()
        planned = {(row["enrollment"], row["next_step_key"]): row for row in rows}
        self.season.received = []
        for row in rows:
            if row["message_id"] not in self._arrived_at:
                continue
            before = planned.get((row["enrollment"], row["step_key"]))
            mail = Received(
                at=self._arrived_at[row["message_id"]],
                to=row["recipient"],
                message_id=row["message_id"],
                enrollment=row["enrollment"],
                step=row["step"],
                step_key=row["step_key"],
                planned_at=before["next_due_at"] if before else None,
                promised=bool(before and before["next_promised"]),
            )
            self.season.received.append(mail)
        self.season.enrollments = list(enrollments.everything(connection))
        people = contacts.everybody(connection)
        self.season.promises = [each for who in people for each in promises.made_to(connection, who.id)]


def main() -> None:
    """Play at full size, print the table, and end with 1 where a rule was broken."""
    people, seed = (int(word) for word in (sys.argv[1:] + ["200", "1"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        season = asyncio.run(live(Path(folder), people=people, seed=seed))
    print(table(season))  # noqa: T201
    broken = violations(season)
    print("\n".join(broken[:40]))  # noqa: T201
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
