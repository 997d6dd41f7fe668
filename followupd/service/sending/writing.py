"""From an enrollment to the mail of its step: what the ledger knows, the template's words, the bytes.

Reading the ledger (`gather`) and writing the mail (`Writer.write`) are apart: the first needs a Connection, the second
none, so that preview, check and the daemon write with the same hand.
"""

from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.config import ListUnsubscribe, Mailbox
from followupd.core.delivery.status import replaces_ids
from followupd.core.letters import compose
from followupd.core.letters.compose import ForwardStyle
from followupd.core.lifecycle import Planned
from followupd.core.model import Asks, Channel, Contact, Enrollment, Letter, Outgoing, Person, StepKind, Thread
from followupd.core.promises import Promise, time_kept
from followupd.core.sequences import Sequence, Step
from followupd.service.hearing import unsubscribing
from followupd.service.plans import Planner
from followupd.store import contacts, ledger, mails, promises, replies
from followupd.store.ledger import Agreement, Attempt
from followupd.templates import (
    Agreement as AgreementView,
)
from followupd.templates import (
    Library,
    Logged,
    NextStep,
    Rendered,
    Sender,
    TemplateError,
    Touch,
    build_variables,
    render,
)
from followupd.templates import (
    Promise as PromiseView,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the ledger holds of a contact: the facts that a text may speak of."""

    contact: Contact
    sent: Many[Outgoing] = ()  # in this enrollment, oldest first
    attempts: Many[Attempt] = ()  # on every channel, in every sequence, oldest first
    agreement: Agreement | None = None
    promise: Promise | None = None  # the last one that nothing has freed us from
    last_reply: tuple[str, datetime] | None = None  # Message-ID and time of the newest mail of theirs
    ids_replaced: bool = False  # the provider was seen to give our mails other Message-IDs
    way_out: str = ""  # the token of unsubscribing.token; "" for a contact who is made up

    def last(self, *channels: Channel) -> Attempt | None:
        """Return the latest attempt on one of these channels."""
        wanted = {str(channel) for channel in channels}
        return next((attempt for attempt in reversed(self.attempts) if attempt.channel in wanted), None)


def gather(connection: Connection, enrollment: Enrollment) -> History:
    """Read what is known about the contact of an enrollment."""
    answers = [reply for reply in replies.of_contact(connection, enrollment.contact) if reply.message_id]
    newest = max(answers, key=lambda reply: reply.received_at, default=None)
    contact = contacts.get(connection, enrollment.contact)
    return History(
        contact=contact,
        sent=mails.sent_to(connection, enrollment.contact, enrollment.id),
        attempts=ledger.attempts_on(connection, enrollment.contact),
        agreement=ledger.agreement_with(connection, enrollment.contact),
        promise=promises.last_to(connection, enrollment.contact),
        last_reply=None if newest is None else (newest.message_id, newest.received_at),
        ids_replaced=mails.ids_were_replaced(connection, enrollment.mailbox),
        way_out=unsubscribing.token(connection, contact),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A mail that could leave now."""

    kind: StepKind
    raw: bytes
    message_id: str
    subject: str
    text: str
    asks: Asks | None
    thread_index: bytes  # the head that every mail of the conversation shares
    following: Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes the mails and call scripts of one mailbox."""

    mailbox: Mailbox
    planner: Planner
    library: Library

    def words(self, sequence: Sequence, index: int, history: History, following: Planned, now: datetime) -> Rendered:
        """Render the template of a step; raises TemplateError where a fact that it needs is not there."""
        step, contact = sequence.steps[index], history.contact
        template = self.library.find(step.file, contact.language or self.mailbox.language)
        facts = build_variables(
            contact=contact,
            sender=self._sender(),
            now=now,
            attempts=len(history.attempts),
            first_email=_touch(history.sent[0]) if history.sent else None,
            last_email=_touch(history.sent[-1]) if history.sent else None,
            last_contact=_last_contact(history),
            voicemail=_logged(history.last(Channel.VOICEMAIL)),
            call=_logged(history.last(Channel.CALL, Channel.VOICEMAIL)),
            agreement=_agreement(history.agreement),
            next_step=_next_step(sequence, following),
            promise=_promise(history.promise, now),
        )
        zone = ZoneInfo(self.planner.zone(contact).name)
        return render(template, facts, contact.language or self.mailbox.language, zone)

    def write(
        self,
        sequence: Sequence,
        index: int,
        history: History,
        *,
        following: Planned,
        now: datetime,
        message_id: str,
        original: bytes | None = None,
    ) -> Written:
        """Write the mail of a step.

        `original` is the mail that a bump forwards, as it really went out. Raises TemplateError, ComposeError or
        another FollowupdError: nothing is sent then.
        """
        step = sequence.steps[index]
        if step.kind is StepKind.BUMP and original is None:
            raise TemplateError(f"there is no e-mail to {history.contact.address} that could be forwarded")
        rendered = self.words(sequence, index, history, following, now)
        thread = None if step.new_thread else self._thread(history)
        letter = Letter(
            sender=self.mailbox.sender,
            to=Person(address=history.contact.address, name=history.contact.name),
            subject=self._subject(step, rendered, thread),
            text=rendered.text,
            message_id=message_id,
            written_at=now.astimezone(ZoneInfo(self.planner.settings.timezone)),
            thread=thread,
            html=self.mailbox.html,
            language=rendered.language,
            anchored=history.ids_replaced or replaces_ids(self.mailbox.smtp.host),
            unsubscribe=self._way_out(history),
        )
        raw = self._bytes(letter, original)
        return Written(
            kind=step.kind,
            raw=raw,
            message_id=message_id,
            subject=letter.subject,
            text=rendered.text,
            asks=rendered.asks,
            thread_index=compose.thread_after(raw).thread_index[:22],
            following=replace(following, promised=rendered.promised_at is not None),
        )

    def _bytes(self, letter: Letter, original: bytes | None) -> bytes:
        if original is None:
            return compose.email(letter)
        return compose.bump(letter, original, style=ForwardStyle(self.mailbox.forward_style))

    def _subject(self, step: Step, rendered: Rendered, thread: Thread | None) -> str:
        if thread is not None:
            return thread.base_subject
        if rendered.subject is None:
            raise TemplateError(f"{step.file} begins a conversation and needs a Subject line at the top")
        return rendered.subject

    def _way_out(self, history: History) -> str:
        """Return the mailto: URI of List-Unsubscribe, where the owner wants one (R1.29)."""
        if self.mailbox.list_unsubscribe is ListUnsubscribe.NEVER or not history.way_out:
            return ""
        return unsubscribing.mailto(self.mailbox.sender.address, history.way_out)

    def _thread(self, history: History) -> Thread | None:
        """Return the place under the newest mail of the conversation, ours or theirs (R1.4)."""
        if not history.sent:
            return None
        last = history.sent[-1]
        thread = compose.thread_after(last.raw, wire_id=last.wire_id)
        if history.last_reply is not None and last.sent_at is not None and history.last_reply[1] > last.sent_at:
            answer = history.last_reply[0]
            thread = replace(thread, parent_id=answer, references=(*thread.references, thread.parent_id))
        return thread

    def _sender(self) -> Sender:
        return Sender(
            name=self.mailbox.sender.name or self.mailbox.sender.address,
            email=self.mailbox.sender.address,
            signature=self.mailbox.signature or None,
            postal_address=self.mailbox.postal_address or None,
        )


def substantive(history: History) -> Outgoing | None:
    """Return the mail that a bump forwards: the last one that is no bump itself (R1.16)."""
    return next((mail for mail in reversed(history.sent) if mail.kind is StepKind.EMAIL), None)


def _next_step(sequence: Sequence, following: Planned) -> NextStep | None:
    """Return the step that a text may announce; the end of the silence is none."""
    if following.step >= len(sequence.steps):
        return None
    return NextStep(at=following.due_at, kind=sequence.steps[following.step].kind.value)


def _touch(mail: Outgoing) -> Touch:
    return Touch(at=mail.sent_at or mail.claimed_at, kind=mail.kind.value, subject=mail.subject)


def _last_contact(history: History) -> Touch | None:
    if not history.attempts:
        return None
    last = history.attempts[-1]
    subjects = {mail.id: mail.subject for mail in history.sent}
    subject = None if last.mail is None else subjects.get(last.mail)
    return Touch(at=last.at, kind=last.channel, subject=subject)


def _logged(attempt: Attempt | None) -> Logged | None:
    return None if attempt is None else Logged(at=attempt.at, note=attempt.note or None)


def _promise(promise: Promise | None, now: datetime) -> PromiseView | None:
    return None if promise is None or promise.at > now else PromiseView(at=promise.at, kept=time_kept(promise, now))


def _agreement(agreement: Agreement | None) -> AgreementView | None:
    if agreement is None:
        return None
    return AgreementView(what=agreement.what, on=agreement.agreed_on, made_at=agreement.made_at)
