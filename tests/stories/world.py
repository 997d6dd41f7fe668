"""The stage of the stories: a folder as a user writes it, the daemon, contacts who answer when the story says so."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.config import Mailbox
from followupd.core.model import Contact, ContactId, Enrollment, Outcome
from followupd.demo.clock import VirtualClock
from followupd.mail.ports import Inbox, Mailer
from followupd.service import changes
from followupd.service.asking import owner
from followupd.service.daemon import Daemon
from followupd.service.house import open_house
from followupd.service.notify import Notifier
from followupd.store import contacts, enrollments, ledger, replies, suppressions
from followupd.store.engine import Store, open_store
from followupd.store.ledger import Task
from tests.fakes import Delivery, FakeInbox, FakeMailer

T = TypeVar("T")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)

CONFIG = """
timezone = "Europe/Berlin"
country = "DE"
state = "state"
live = true

[mailboxes.ana]
from = "Ana Ruiz <ana@northwind.example>"
signature = "Ana Ruiz\\nNorthwind"
smtp = { host = "127.0.0.1", port = 2525, security = "none" }
imap = { host = "127.0.0.1", port = 1143, security = "none" }
username = "ana"
"""

TEMPLATES = {
    "first.j2": (
        "Subject: Your pump\nAsks: interest\n\nHi {{ contact.first_name }},\n\nIs the pump still of interest?\n"
    ),
    "bump.j2": "Want to follow up in case this e-mail got buried.\n",
    "closer.j2": "Asks: close-file\n\nShall I close your file? It is OK to say no.\n",
    "after-call.j2": (
        "Subject: My voicemail\nAsks: interest\n\nHi {{ contact.first_name }},\n\n"
        "I left you a voicemail {{ voicemail.at | ago }}.\n"
    ),
    "script.j2": "Hello {{ contact.first_name }}, I will send the same by e-mail.\n",
}

SEQUENCES = {
    "no-reply": """
        [[steps]]
        kind = "email"
        template = "first.j2"
        [[steps]]
        kind = "bump"
        template = "bump.j2"
        after = "3 business days"
        [[steps]]
        kind = "email"
        template = "closer.j2"
        after = "5 business days"
        closer = true
        [no_answer]
        after = "10 business days"
    """,
    "voicemail": """
        [[steps]]
        kind = "call"
        script = "script.j2"
        [[steps]]
        kind = "email"
        template = "after-call.j2"
        after = "0m"
        requires = "voicemail"
        within = "1 business day"
        [[steps]]
        kind = "bump"
        template = "bump.j2"
        after = "3 business days"
    """,
}


@dataclass(slots=True, kw_only=True)
class World:
    """Everything that a story may look at or do."""

    folder: Path
    clock: VirtualClock
    mailer: FakeMailer
    inbox: FakeInbox
    store: Store
    daemon: Daemon
    replied: int = field(default=0)

    @property
    def sent(self) -> list[EmailMessage]:
        """What the world received, oldest first."""
        return [read(delivery.raw) for delivery in self.mailer.delivered]

    @property
    def log(self) -> list[dict[str, Any]]:
        """The reply-classification log as it lies in its file."""
        path = self.folder / "state" / "replies.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def do(self, work: Callable[[Connection], T]) -> T:
        """Run a transaction as the command line would."""
        return self.store.now(work)

    async def enroll(self, address: str, sequence: str = "no-reply", *, settle: bool = True, **fields: str) -> Contact:
        """Import one contact, as `followupd import` does; wait until what is due at once has happened."""
        house = open_house(self.folder / "followupd.toml")
        columns = {"email": address, "first_name": "Sam", **fields}
        new = Contact(id=ContactId(0), address=address, fields=columns, timezone=fields.get("timezone"))

        def work(connection: Connection) -> Contact:
            contact = contacts.add(connection, new, self.clock.now())
            changes.enroll(
                connection,
                house.planner,
                contact,
                house.sequences[sequence],
                mailbox="ana",
                at=self.clock.now(),
            )
            return contact

        contact = self.do(work)
        self.daemon.wake()
        if settle:
            await self.clock.settled(2)
        return contact

    async def wake(self) -> None:
        """Let the daemon look at everything, as its ticks do, until it is at rest again."""
        self.daemon.wake()
        await self.clock.settled(2)

    async def until(self, end: datetime) -> None:
        """Let time pass."""
        await self.clock.run_until(end)

    async def days(self, days: float) -> None:
        """Let days pass."""
        await self.clock.run_until(self.clock.now() + timedelta(days=days))

    async def until_sent(self, count: int) -> None:
        """Let time pass until so many mails have left; fails after a hundred days."""
        end = self.clock.now() + timedelta(days=100)
        while len(self.sent) < count:
            assert self.clock.now() < end, f"{len(self.sent)} mails sent in a hundred days, not {count}"
            await self.clock.run_until(self.clock.now() + timedelta(hours=1))

    async def answer(self, text: str, *, folder: str = "INBOX", quote: bool = True, **headers: str) -> None:
        """Let the contact answer the last mail, with our words quoted below as most programs do."""
        last = self.sent[-1]
        self.replied += 1
        reply = EmailMessage()
        fields = {
            "From": last["To"],
            "To": last["From"],
            "Subject": f"Re: {last['Subject']}",
            "Message-ID": f"<answer-{self.replied}@acme.example>",
            "In-Reply-To": last["Message-ID"],
            "Date": self.clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for name, value in fields.items():
            if value:
                reply[name] = value
        ours = "".join(f"> {line}\n" for line in text_of(last).splitlines())
        quoted = f"\n\nOn Mon, Nov 23, 2026 at 9:00 AM Ana Ruiz <ana@northwind.example> wrote:\n{ours}" if quote else ""
        reply.set_content(text + quoted)
        await self.arrive(reply.as_bytes(policy=policy.SMTP), folder)

    async def arrive(self, raw: bytes, folder: str = "INBOX") -> None:
        """Let a message arrive, announced by IDLE where it is the Inbox."""
        self.inbox.deliver(raw, folder, at=self.clock.now())
        await self.wake()

    def enrollment(self, contact: Contact) -> Enrollment:
        """How the contact's latest enrollment stands."""
        return self.do(lambda c: enrollments.of_contact(c, contact.id))[-1]

    def tasks(self) -> list[Task]:
        """What is the owner's to do."""
        return list(self.do(ledger.open_tasks))

    def suppressed(self, contact: Contact) -> str | None:
        """Why the contact must not be written to."""
        return self.do(lambda c: suppressions.reason(c, contact.address))

    async def finish_task(self, outcome: Outcome = Outcome.DONE) -> None:
        """Do the oldest task, as `followupd done` does."""
        house = open_house(self.folder / "followupd.toml")
        task = self.tasks()[0]
        at = self.clock.now()
        self.do(lambda c: owner.finish_task(c, house.planner, task.id, outcome, note="", at=at))
        await self.wake()

    def labels(self) -> list[str]:
        """What the replies were taken for, oldest first."""
        return [reply.label.value for reply in self.do(replies.everything)]


def read(raw: bytes) -> EmailMessage:
    """Parse a mail as the receiving world does."""
    return message_from_bytes(raw, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    """Return the words of a mail."""
    part = message.get_body(preferencelist=("plain",))
    assert part is not None
    return cast("str", part.get_content())


def write_folder(folder: Path, *, config: str = CONFIG, files: Mapping[str, str] | None = None) -> Path:
    """Write what the user edits, `files` being those of this story alone; return the path of followupd.toml."""
    everyday = {f"templates/{name}": text for name, text in TEMPLATES.items()}
    everyday |= {f"sequences/{name}.toml": text for name, text in SEQUENCES.items()}
    for kind in ("templates", "sequences"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for name, text in {**everyday, **(files or {})}.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "followupd.toml"
    path.write_text(config, encoding="utf-8")
    return path


@asynccontextmanager
async def world(
    folder: Path,
    *,
    start: datetime = MONDAY,
    config: str = CONFIG,
    files: Mapping[str, str] | None = None,
    mailer: FakeMailer | None = None,
    inbox: FakeInbox | None = None,
    taken: Callable[[], str | None] = lambda: None,
) -> AsyncIterator[World]:
    """Set the stage and let the daemon run; at the end it is asked to stop and must do so."""
    house = open_house(write_folder(folder, config=config, files=files))
    clock = VirtualClock(start)
    mailer, inbox = mailer or FakeMailer(), inbox or FakeInbox()
    store = open_store(house.settings.database)

    def connect(_: Mailbox) -> tuple[Mailer, Inbox]:
        return mailer, inbox

    daemon = Daemon(house, store, clock, connect, Notifier({}), taken)
    running = asyncio.create_task(daemon.run())
    try:
        await daemon.ready.wait()
        stage = World(folder=folder, clock=clock, mailer=mailer, inbox=inbox, store=store, daemon=daemon)
        await clock.settled(2)
        yield stage
    finally:
        if not daemon.is_stopping:
            daemon.stop()
        await running
        store.close()


def delivery_times(deliveries: list[Delivery]) -> list[str]:
    """Return the Date fields of what was sent."""
    return [str(read(delivery.raw)["Date"]) for delivery in deliveries]
