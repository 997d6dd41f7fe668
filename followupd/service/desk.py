"""What everybody who works for one mailbox has at hand, and the three things they all do with it."""

import logging
from dataclasses import dataclass, field

from sqlalchemy import Connection

from followupd.config import Mailbox, Settings
from followupd.core.lifecycle import Event, HeldUp
from followupd.core.model import Contact, Enrollment, Hold
from followupd.mail.ports import Clock
from followupd.replies.phrases.lexicon import Lexicon
from followupd.service import changes
from followupd.service.house import House
from followupd.service.lessons import Lessons
from followupd.service.plans import Planner
from followupd.service.sending.halts import Guard
from followupd.service.sending.journal import Journal
from followupd.service.sending.writing import Writer
from followupd.service.telling import maillog
from followupd.service.telling.alerts import Alert, Bell
from followupd.service.telling.maillog import ReplyLog
from followupd.store import contacts, enrollments
from followupd.store.engine import Store
from followupd.templates import Library

log = logging.getLogger("followupd.desk")


@dataclass(slots=True, kw_only=True)
class Desk:
    """One mailbox's settings and tools. A reload puts new settings on it; whoever works here sees them next time."""

    mailbox: Mailbox
    settings: Settings
    planner: Planner
    library: Library
    store: Store
    clock: Clock
    bell: Bell
    reply_log: ReplyLog
    journal: Journal
    guard: Guard
    lexicon: Lexicon
    lessons: Lessons = field(default_factory=Lessons)

    def take(self, house: House, mailbox: Mailbox) -> None:
        """Go on with other settings; a step that is being done ends with the old ones."""
        self.mailbox, self.settings, self.planner = mailbox, house.settings, house.planner
        self.library, self.lexicon = house.library, house.lexicon

    @property
    def writer(self) -> Writer:
        """Return who writes the mails of this mailbox."""
        return Writer(mailbox=self.mailbox, planner=self.planner, library=self.library)

    async def happen(self, enrollment: Enrollment, event: Event, words: str = "") -> None:
        """Write an event; where somebody else was quicker, nothing: the next turn looks again."""
        at = self.clock.now()

        def work(connection: Connection) -> None:
            changes.happen(connection, self.planner, enrollment, event, at=at, words=words)

        try:
            await self.store.run(work)
        except enrollments.StaleError:
            log.debug("enrollment %s changed meanwhile", enrollment.id)

    async def hold(self, enrollment: Enrollment, hold: Hold, why: str) -> None:
        """Hold an enrollment for the owner, and tell them why."""
        contact = await self.store.run(lambda c: contacts.get(c, enrollment.contact))
        maillog.held(contact, enrollment, why)
        await self.happen(enrollment, HeldUp(hold=hold), words=why)
        self.ring("held", f"{contact.name or contact.address} waits for you", why, contact=contact)

    async def flush_log(self) -> None:
        """Bring replies.jsonl up to date with the database; a file that cannot be written now is made good later."""
        try:
            await self.store.run(self.reply_log.bring_up_to_date)
        except OSError as error:
            log.error("reply log not written error=%r next='with the next reply'", str(error))  # noqa: TRY400

    def ring(
        self,
        kind: str,
        title: str,
        words: str,
        *,
        contact: Contact | None = None,
        reply: int | None = None,
        cause: str = "",
    ) -> None:
        """Tell the owner something."""
        self.bell.ring(
            Alert(
                kind=kind,
                title=title,
                words=words,
                mailbox=self.mailbox.name,
                at=self.clock.now(),
                contact=contact.address if contact else "",
                reply=reply,
                cause=f"{self.mailbox.name}/{cause}" if cause else "",
            )
        )
