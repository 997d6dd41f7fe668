"""The people, the owner, and the servers in their bad hours: what one mailbox lives through, day after day.

The servers keep nothing overnight, for they run in the same process as the daemon that is weighed.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import cast

from sqlalchemy import Connection

from followupd.core.model import Contact, ContactId
from followupd.mail.imap import ImapInbox
from followupd.mail.smtp import Reuse, SmtpMailer, Submission
from followupd.service import changes
from followupd.store import contacts
from tests.fakes import FakeInbox, FakeMailer
from tests.profiles.mailbox import ProfileServer
from tests.profiles.providers import DOVECOT
from tests.profiles.server import serve
from tests.profiles.stage import ServedInbox
from tests.scripted import Action, Scripted, Talk, smtp_server
from tests.soak.meter import Sample, weigh
from tests.stories.world import BERLIN, CONFIG, World, read, world

START = datetime(2026, 11, 23, 3, 0, tzinfo=BERLIN)  # a Monday
HOUR = timedelta(hours=1)
TURNS = 10  # of the event loop: a transport that is closed gives its file descriptor back in a later one
OWNER = "ana@northwind.example"
BUSY = f"""{CONFIG}ramp_up = false
[sending]
per_day = 150
per_hour = 40
gap = "20s-60s"
[alerts]
email = "{OWNER}"
command = ["true"]
"""

ANSWERS = {
    "yes": (0.08, "Yes, let's talk on Thursday."),
    "no": (0.08, "No thanks, we are not interested."),
    "opt-out": (0.02, "Please remove me from your list."),
    "question": (0.04, "Does it also run on 110 volts?"),
    "later": (0.04, "Not right now, please circle back in two weeks."),
    "away": (0.06, "I am out of the office this week and will answer when I am back."),
    "bounce": (0.04, ""),
}
_REPORT = """\
From: MAILER-DAEMON@northwind.example
To: {owner}
Subject: Undelivered Mail
Message-ID: <report-{number}@northwind.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.northwind.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""
_NEWS = "From: news@shop.example\nTo: {owner}\nSubject: 20 % off\nMessage-ID: <news-{number}@shop.example>\n\nNow.\n"


async def live(folder: Path, *, days: int, people: int, tell: Callable[[Sample], None], seed: int = 1) -> list[Sample]:
    """Let days pass with so many new contacts on each; return what the process held in each night."""
    async with _town(folder, people, Random(seed)) as town:  # noqa: S311 - no secret
        samples = []
        for day in range(1, days + 1):
            await town.day()
            samples.append(await town.weigh(day))
            tell(samples[-1])
        return samples


@asynccontextmanager
async def _town(folder: Path, people: int, chance: Random) -> AsyncIterator["_Town"]:
    """Start the servers and the daemon, with the real adapters between them."""
    script: dict[str, Action] = {}
    async with serve(DOVECOT) as imap, smtp_server(script) as smtp:
        mailer = SmtpMailer(Submission(server=smtp.address()), reuse=Reuse(idle_s=0.2))
        inbox: ImapInbox = ServedInbox(imap)
        async with world(
            folder,
            start=START,
            config=BUSY,
            mailer=cast("FakeMailer", mailer),  # as far as this story uses them
            inbox=cast("FakeInbox", inbox),
        ) as stage:
            town = _Town(stage, imap, smtp, people, chance)
            script["RCPT"] = town.receives
            yield town


class _Town:
    """What happens hour by hour."""

    def __init__(self, stage: World, imap: ProfileServer, smtp: Scripted, people: int, chance: Random) -> None:
        self._stage, self._imap, self._smtp = stage, imap, smtp
        self._people, self._chance = people, chance
        self._letters: deque[tuple[datetime, bytes]] = deque()  # on their way to the owner
        self._throttled = False
        self._numbers: Counter[str] = Counter()
        self._by_hour: dict[int, Callable[[], None]] = {
            8: self._import,
            9: self._throttle,
            10: self._relent,
            11: self._hang_up,
            14: self._lock_out,
            15: self._let_in,
            17: self._hang_up,
        }

    async def day(self) -> None:
        """Let a day pass, from three in the morning to three in the morning."""
        for _ in range(24):
            await self._stage.until(self._stage.clock.now() + HOUR)
            act = self._by_hour.get(self._stage.clock.now().astimezone(BERLIN).hour)
            if act is not None:
                act()
            self._read_mail()
            self._deliver()
            await self._stage.wake()
        await self._night()

    async def weigh(self, day: int) -> Sample:
        """Weigh the process, once every SMTP connection has been given back, at both ends."""
        await self._stage.mailer.close()
        while self._smtp.open:
            await asyncio.wait(set(self._smtp.open))
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return weigh(day, self._stage.folder / "state", mails=self._numbers["mail"], replies=self._numbers["reply"])

    async def receives(self, talk: Talk) -> None:
        """Answer RCPT: some addresses are dead, and for an hour a day the server has had enough."""
        if self._throttled:
            await talk.say("451 4.7.0 too many mails, try again later")
        elif "<dead" in talk.line:
            await talk.say("550 5.1.1 no such user")
        else:
            await talk.say("250 2.1.5 ok")

    # --- the hours --------------------------------------------------------------------------------------------------

    def _import(self) -> None:
        house, at = self._stage.daemon.house, self._stage.clock.now()

        def work(connection: Connection) -> None:
            for _ in range(self._people):
                self._numbers["person"] += 1
                number = self._numbers["person"]
                address = f"{'dead' if number % 20 == 0 else 'p'}{number}@firm{number // 2}.example"
                person = Contact(id=ContactId(0), address=address, fields={"email": address, "first_name": "Sam"})
                known = contacts.add(connection, person, at)
                changes.enroll(connection, house.planner, known, house.sequences["no-reply"], mailbox="ana", at=at)

        if at.astimezone(BERLIN).weekday() < 5:
            self._stage.do(work)

    def _hang_up(self) -> None:
        for session in list(self._imap.sessions):
            session.hang_up()

    def _throttle(self) -> None:
        self._throttled = True

    def _relent(self) -> None:
        self._throttled = False

    def _lock_out(self) -> None:
        self._imap.refuse("LOGIN", "$TAG NO [UNAVAILABLE] too many connections")

    def _let_in(self) -> None:
        del self._imap.answers["LOGIN"]

    async def _night(self) -> None:
        """The owner has tidied up; the daemon looks ahead and reads its settings anew."""
        for box in self._imap.boxes.values():
            box.messages.clear()
        self._imap.seen.clear()
        self._smtp.seen.clear()
        await self._stage.daemon.look_ahead()
        async with asyncio.TaskGroup() as group:
            await self._stage.daemon.reload(group)
        await self._stage.wake()

    # --- the people -------------------------------------------------------------------------------------------------

    def _read_mail(self) -> None:
        """Have everybody read what has come in this hour; some answer within two days."""
        now = self._stage.clock.now()
        for raw in self._smtp.delivered:
            mail = read(raw)
            self._numbers["mail"] += 1
            if OWNER in str(mail["To"]):
                continue
            drawn = self._chance.random()
            for kind, (chance, text) in ANSWERS.items():
                drawn -= chance
                if drawn < 0:
                    self._letters.append((now + HOUR * self._chance.randrange(48), self._answer(kind, text, mail)))
                    break
        self._smtp.delivered.clear()

    def _deliver(self) -> None:
        """Bring what is due, and an advertisement in every third hour."""
        now = self._stage.clock.now()
        for _ in range(len(self._letters)):
            at, raw = self._letters.popleft()
            if at > now:
                self._letters.append((at, raw))
                continue
            self._imap.deliver(raw, at=now)
            self._numbers["reply"] += 1
        if now.hour % 3 == 0 and now.astimezone(BERLIN).hour > 6:
            self._numbers["news"] += 1
            self._imap.deliver(_NEWS.format(owner=OWNER, number=self._numbers["news"]).encode(), at=now)

    def _answer(self, kind: str, text: str, mail: EmailMessage) -> bytes:
        self._numbers["answer"] += 1
        number, message_id, who = self._numbers["answer"], str(mail["Message-ID"]), str(mail["To"])
        if kind == "bounce":
            report = _REPORT.format(owner=OWNER, number=number, recipient=who, message_id=message_id)
            return report.replace("\n", "\r\n").encode()
        reply = EmailMessage()
        reply["From"], reply["To"], reply["Subject"] = who, OWNER, f"Re: {mail['Subject']}"
        reply["In-Reply-To"], reply["Message-ID"] = message_id, f"<answer-{number}@firm.example>"
        if kind == "away":
            reply["Auto-Submitted"] = "auto-replied"
        reply.set_content(text)
        return reply.as_bytes()
