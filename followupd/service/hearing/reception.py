"""What a message that arrived does to the people in the sequences: bytes -> whose -> what it means -> what follows.

Everything here happens inside the transaction that also moves the cursor. A message that concerns nobody leaves no
trace; one that cannot be read holds whoever wrote it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.letters import authentication, threads
from followupd.core.letters.fields import read_fields, read_people
from followupd.core.letters.message_ids import scan_ids
from followupd.core.letters.threads import Match, OwnMail
from followupd.core.lifecycle import Event
from followupd.core.model import (
    Classification,
    Contact,
    Enrollment,
    EnrollmentId,
    Evidence,
    Hold,
    Inbound,
    KindName,
    Label,
    Outgoing,
    Person,
    Question,
    ReplyId,
    State,
    Verdict,
)
from followupd.mail.ports import Fetched
from followupd.replies.classify import classify
from followupd.replies.parse import parse
from followupd.service import changes
from followupd.service.desk import Desk
from followupd.service.hearing import copies, refusals, unsubscribing
from followupd.service.hearing.identity import identity_of, took_effect
from followupd.service.hearing.known import look_up
from followupd.service.hearing.meaning import event_of
from followupd.service.sending.doubts import IN_SENT, settle_named
from followupd.service.sending.filing import sighted
from followupd.service.telling import maillog
from followupd.store import contacts, enrollments, mails, replies
from followupd.store.replies import Reply

BUTTON = "list-unsubscribe"  # the field whose token came back
_SHOWN = 600  # characters of a reply in an alert or a task


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one message brought about, for those who tell the owner after the commit."""

    reply: ReplyId
    contact: Contact
    enrollment: Enrollment | None
    classification: Classification
    fresh: str
    action: str

    def tell(self, desk: Desk) -> None:
        """Log the reply, and ring where the owner is wanted now."""
        maillog.answered(self.contact, desk.mailbox.name, self.classification, self.action)
        label = self.classification.label
        wanted = self.classification.verdict in {Verdict.YES, Verdict.UNSURE} or self.action.startswith("held")
        if wanted:
            name = self.contact.name or self.contact.address
            titles = {Label.YES: f"{name}: yes", Label.BOUNCE: f"A mail to {name} came back: please look"}
            title = titles.get(label, f"{name} answered ({label}): please look")
            words = explain(self.reply, self.classification, self.fresh)
            desk.ring(label.value, title, words, contact=self.contact, reply=self.reply)


def receive(connection: Connection, desk: Desk, fetched: Fetched) -> Effect | None:
    """Take in one message; None where it concerned nobody or has taken effect before."""
    inbound = parse(fetched.raw, truncated=fetched.truncated)
    leaver = unsubscribing.asked_by(connection, inbound)
    if leaver is not None:
        return _leave(connection, desk, fetched, inbound, leaver)
    copies.recognise(connection, desk, inbound, fetched.raw)
    found = threads.match(inbound, look_up(connection, desk, inbound), received_at=fetched.received_at)
    match found:
        case None:
            return None
        case OwnMail():
            _own(connection, desk, inbound, found, fetched.received_at)
            return None
        case Match():
            return _answer(connection, desk, fetched, inbound, found)
        case _:
            assert_never(found)


def hold_unread(connection: Connection, desk: Desk, fetched: Fetched) -> None:
    """Hold whoever a message is from that our own reader failed at: its header alone is looked at."""
    fields = read_fields(fetched.raw[:65_536])
    people = read_people(fields.get("from", ("",))[0])
    inbound = Inbound(
        message_id="",
        sender=people[0] if people else Person(address=""),
        in_reply_to=scan_ids(fields.get("in-reply-to", ("",))[0]),
        references=scan_ids(fields.get("references", ("",))[0]),
    )
    found = threads.match(inbound, look_up(connection, desk, inbound), received_at=fetched.received_at)
    if isinstance(found, Match):
        words = f"A message of theirs in {fetched.folder} could not be read; please read it in your mail program."
        at = desk.clock.now()
        for identity in (found.enrollment, *found.also):
            event = lifecycle.HeldUp(hold=Hold.UNREADABLE)
            changes.happen_to(connection, desk.planner, identity, event, at=at, words=words)


# --- mail of our own side -------------------------------------------------------------------------------------------


def _own(connection: Connection, desk: Desk, inbound: Inbound, own: OwnMail, received_at: datetime | None) -> None:
    """A copy of ours is evidence that it left; what the owner wrote by hand ends the sequence (R2.6)."""
    at = desk.clock.now()
    for mail in mails.by_ids(connection, [inbound.message_id]):
        sighted(connection, desk.mailbox, mail, received_at)
    settle_named(connection, desk.planner, [inbound.message_id], at, IN_SENT)
    for identity in own.by_hand:
        changes.happen_to(connection, desk.planner, identity, lifecycle.OwnerWrote(), at=at)


# --- mail of theirs -------------------------------------------------------------------------------------------------


def _leave(connection: Connection, desk: Desk, fetched: Fetched, inbound: Inbound, contact: Contact) -> Effect | None:
    """They pressed the button of their mail program: no word of theirs has to be weighed."""
    enrollment = enrollments.last_for(connection, contact.id)
    if enrollment is None:
        return None  # whoever got a mail of ours was in a sequence
    found = Match(rule=BUTTON, enrollment=enrollment.id, outgoing=None, certain=True, from_contact=True)
    told = Classification(
        label=Label.UNSUBSCRIBE, confidence=1.0, evidence=(Evidence(text=inbound.subject, why=BUTTON),)
    )
    return _answer(connection, desk, fetched, inbound, found, told)


def _answer(
    connection: Connection,
    desk: Desk,
    fetched: Fetched,
    inbound: Inbound,
    found: Match,
    told: Classification | None = None,
) -> Effect | None:
    """Let an answer take effect; `told` is what it means where that is beyond doubt."""
    mailbox = desk.mailbox.name
    identity = identity_of(fetched, inbound)
    if took_effect(connection, mailbox, fetched, inbound):
        return None
    enrollment = enrollments.get(connection, found.enrollment)
    contact = contacts.get(connection, enrollment.contact)
    answered = None if found.outgoing is None else mails.get(connection, found.outgoing)
    ours = [mail.text for mail in mails.sent_to(connection, contact.id)]
    inbound = parse(fetched.raw, ours=ours, truncated=fetched.truncated)
    classification = told or _classified(connection, desk, inbound, contact, answered, found)
    classification = _unless_forged(desk, inbound, classification)
    at = desk.clock.now()
    number = replies.add(
        connection, _record(mailbox, fetched, inbound, enrollment, found, classification, identity, at)
    )
    refusals.note(connection, mailbox, inbound, classification.kind, at)
    witness = "a bounce" if classification.label is Label.BOUNCE else "a reply"
    settle_named(connection, desk.planner, threads.keys(inbound).ids, at, f"{witness} names it")
    event = event_of(desk, contact, classification, found, at)
    words = explain(number, classification, inbound.fresh)
    after = _take_effect(connection, desk, contact, found, event=event, at=at, words=words)
    action = _action(event, after)
    replies.set_action(connection, number, action)
    line = maillog.reply_line(
        number,
        at=at,
        mailbox=mailbox,
        contact=contact.address,
        enrollment=after,
        message_id=inbound.message_id,
        classification=classification,
        action=action,
        timezone=desk.planner.zone(contact).name,
    )
    replies.add_line(connection, number, line)
    return Effect(
        reply=number,
        contact=contact,
        enrollment=after,
        classification=classification,
        fresh=inbound.fresh,
        action=action,
    )


def _record(
    mailbox: str,
    fetched: Fetched,
    inbound: Inbound,
    enrollment: Enrollment,
    found: Match,
    classification: Classification,
    identity: str,
    at: datetime,
) -> Reply:
    """Return the row of a reply; its number comes with the row, and what was done about it afterwards."""
    return Reply(
        id=ReplyId(0),
        contact=enrollment.contact,
        enrollment=enrollment.id,
        mailbox=mailbox,
        folder=fetched.folder,
        message_id=inbound.message_id,
        identity=identity,
        received_at=fetched.received_at or at,
        decided_at=at,
        sender=inbound.sender.address,
        subject=inbound.subject,
        fresh=inbound.fresh,
        quoted=inbound.quoted,
        matched_by=found.rule,
        label=classification.label,
        verdict=classification.verdict,
        confidence=classification.confidence,
        resume_on=classification.resume_on,
        evidence=classification.evidence,
        action="",
        asked=classification.asked,
    )


def _classified(
    connection: Connection, desk: Desk, inbound: Inbound, contact: Contact, answered: Outgoing | None, found: Match
) -> Classification:
    """Sort it; where it is not certain whose answer this is, it is for a person (R2.2)."""
    question = Question(
        now=desk.clock.now(),
        timezone=desk.planner.zone(contact).name,
        asks=answered.asks if answered else None,
        our_text=answered.text if answered else "",
        country=contact.country or desk.settings.country,
        language=contact.language,
    )
    rules = desk.settings.replies
    result = classify(
        inbound,
        question,
        desk.lexicon,
        costs=rules.costs,
        unsure_below=rules.unsure_below,
        taught=desk.lessons.taught(connection),
    )
    if found.certain or result.kind.name is not KindName.HUMAN:
        return result
    doubt = Evidence(text=inbound.sender.address, why=f"whose answer this is was only guessed ({found.rule})")
    return replace(result, label=Label.UNCLEAR, confidence=0.5, evidence=(doubt, *result.evidence))


def _unless_forged(desk: Desk, inbound: Inbound, found: Classification) -> Classification:
    """A yes that our own server says is not from whom it claims is for a person; any other answer is obeyed (R2.24)."""
    stamps = inbound.headers.get("authentication-results", ())
    if found.label is not Label.YES or not authentication.is_disowned(stamps, desk.mailbox.authserv):
        return found
    doubt = Evidence(text=inbound.sender.address, why="the sender could not be verified (dmarc=fail)")
    return replace(found, label=Label.UNCLEAR, confidence=0.5, evidence=(doubt, *found.evidence))


def _take_effect(
    connection: Connection, desk: Desk, contact: Contact, found: Match, *, event: Event | None, at: datetime, words: str
) -> Enrollment:
    """Apply the event to the enrollment, to every other one of this contact, and to those the match leads to."""
    main = enrollments.get(connection, found.enrollment)
    if event is None:
        return main
    others: Sequence[EnrollmentId] = [each.id for each in enrollments.active(connection, contact.id)]
    after = changes.happen(connection, desk.planner, main, _for(desk, main, event), at=at, words=words)
    for identity in dict.fromkeys((*others, *found.also)):
        if identity != main.id:
            other = enrollments.get(connection, identity)
            changes.happen(connection, desk.planner, other, _for(desk, other, event), at=at, words=words)
    return after


def _for(desk: Desk, enrollment: Enrollment, event: Event) -> Event:
    """Any answer leaves a drip: who says "later" there is for the owner to write to on that day, not for a piece."""
    sequence = desk.planner.sequences.get(enrollment.sequence)
    is_later = isinstance(event, lifecycle.Answered) and event.label is Label.LATER
    in_drip = sequence is not None and sequence.every is not None
    return lifecycle.HeldUp(hold=Hold.UNSURE) if is_later and in_drip else event


def _action(event: Event | None, after: Enrollment) -> str:
    """Return the word of the log for what was done."""
    match event:
        case None:
            return "none"
        case lifecycle.Answered(label=Label.NO | Label.UNSUBSCRIBE) | lifecycle.Bounced(dead_address=True):
            return "stopped, suppressed"
        case lifecycle.Answered(label=Label.LATER) if after.state is State.WAITING:
            return "rescheduled"
        case lifecycle.AutoReplied() if after.state is State.WAITING:
            return "waiting"
        case _:
            return {State.STOPPED: "stopped", State.HELD: "held"}.get(after.state, "noted")


def explain(reply: ReplyId, classification: Classification, fresh: str) -> str:
    """Return what the owner reads about a reply: their words, what they were taken for, what to type."""
    words = fresh.strip()[:_SHOWN] or "(nothing new was written)"
    why = "; ".join(f"“{item.text}” ({item.why})" if item.text else item.why for item in classification.evidence[:3])
    until = f", from {classification.resume_on}" if classification.resume_on else ""
    return (
        f"{words}\n\n"
        f"Taken for: {classification.label}{until} ({classification.confidence:.0%}). Because: {why}\n"
        f"If that is wrong: followupd correct {reply} yes, no or later (--until DATE)"
    )
