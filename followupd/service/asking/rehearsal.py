"""A sequence played through for one contact on a calendar, without anything leaving: what would be said, and when.

The play assumes silence: every step is done when it is due, every call ends in a voicemail, nobody answers. The words
and the bytes come from the same hand as the real ones.
"""

from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.core.errors import FollowupdError
from followupd.core.letters import compose
from followupd.core.lifecycle import Planned
from followupd.core.model import Channel, Contact, ContactId, EnrollmentId, Letter, Outgoing, OutgoingId, StepKind
from followupd.core.sequences import AUTOMATIC, Sequence, Step
from followupd.service.sending.facts import missing
from followupd.service.sending.writing import History, Writer, substantive
from followupd.store import ledger
from followupd.store.ledger import Agreement, Attempt
from followupd.templates import Library, TemplateError, variables_used
from followupd.templates.usage import dated_columns

_EXAMPLES = {
    "company": "Acme",
    "topic": "the packing line",
    "reason": "I read that you are opening a second plant.",
    "quote": "Q-1001",
}
_LONGEST_DRIP = 24  # pieces; who plans two years of a drip sees the first of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One step as it would happen. Exactly one of `words` and `fault` is set."""

    index: int
    step: Step
    at: datetime
    words: str = ""  # of a mail the words above what it forwards, of a call the script, of a task its text
    subject: str = ""
    raw: bytes = b""  # of a mail its bytes
    promised_at: datetime | None = None  # the time of the step after it, where the words name that
    fault: str = ""  # why it cannot be written, with the place in the template
    reason: str = ""  # the same without the place: the fact that is missing
    left_out: bool = False  # a fault at which the daemon would not stop: it goes on with the step after


def rehearse(writer: Writer, sequence: Sequence, history: History, enrolled_at: datetime) -> list[Scene]:
    """Write every message of a sequence for somebody who is enrolled at a moment."""
    first = writer.planner.first(sequence, history.contact, enrolled_at)
    return rehearse_rest(writer, sequence, history, 0, first.due_at)


def rehearse_rest(
    writer: Writer, sequence: Sequence, history: History, first: int, at: datetime, *, until: datetime | None = None
) -> list[Scene]:
    """Write what is left of a sequence for somebody whose step number `first` (from 0) is done at a moment.

    With `until` the play ends there, and what would happen later is not written.
    """
    scenes = []
    for index in range(first, min(len(sequence.steps), first + _LONGEST_DRIP)):
        if until is not None and at > until:
            break
        planned = writer.planner.after(sequence, index, history.contact, at)
        history = _with_requirement(sequence.steps[index], history, at)
        scene = _play(writer, sequence, index, history, planned, at)
        left_out = missing(writer.planner, scene.step, history, at) is not None
        scene = replace(scene, left_out=left_out)
        history = _remembered(history, scene, writer)
        scenes.append(scene)
        at = planned.due_at
    return scenes


def newcomer(connection: Connection, contact: Contact) -> History:
    """Return what is known of a contact to whom nothing was sent yet.

    Without the token of their way out: who tries the button of a test mail must not take the contact off.
    """
    return History(contact=contact, agreement=ledger.agreement_with(connection, contact.id))


def made_up(sequence: Sequence, library: Library, language: str, now: datetime) -> History:
    """Return a contact of whom everything is known that the templates of a sequence speak of."""
    columns = {"first_name": "Sam", "last_name": "Lee", "email": "sam@acme.example"}
    for step in sequence.steps:
        if step.file:
            template = library.find(step.file, language)
            dated = dated_columns(template)
            for name in sorted(variables_used(template)):
                owner, _, column = name.partition(".")
                if owner == "contact" and column not in {"", "name", "timezone", "country", "language"}:
                    example = _EXAMPLES.get(column, column.replace("_", " "))
                    columns.setdefault(column, f"{now - timedelta(days=4):%Y-%m-%d}" if column in dated else example)
    contact = Contact(id=ContactId(0), address="sam@acme.example", fields=columns, language=language)
    agreed = Agreement(
        contact=contact.id,
        what="a call about the next step",
        agreed_on=(now - timedelta(days=3)).date(),
        made_at=now - timedelta(days=17),
    )
    return History(contact=contact, agreement=agreed)


def _play(writer: Writer, sequence: Sequence, index: int, history: History, following: Planned, at: datetime) -> Scene:
    step = sequence.steps[index]
    empty = Scene(index=index, step=step, at=at)
    try:
        if step.kind not in AUTOMATIC:
            if not step.script:
                return replace(empty, words=step.text)
            script = writer.words(sequence, index, history, following, at)
            return replace(empty, words=script.text, promised_at=script.promised_at)
        forwarded = substantive(history) if step.kind is StepKind.BUMP else None
        written = writer.write(
            sequence,
            index,
            history,
            following=following,
            now=at,
            message_id=_message_id(writer, index),
            original=forwarded.raw if forwarded else None,
        )
    except TemplateError as error:
        return replace(empty, fault=str(error), reason=error.reason)
    except FollowupdError as error:
        return replace(empty, fault=f"{step.file}: {error}", reason=str(error))
    promised_at = written.following.due_at if written.following.promised else None
    return replace(empty, words=written.text, subject=written.subject, raw=written.raw, promised_at=promised_at)


def _with_requirement(step: Step, history: History, at: datetime) -> History:
    """Let the voicemail or call that a step rests on have happened."""
    if step.requires is None or history.last(step.requires) is not None:
        return history
    logged = Attempt(contact=history.contact.id, channel=step.requires, at=at)
    return replace(history, attempts=(*history.attempts, logged))


def _remembered(history: History, scene: Scene, writer: Writer) -> History:
    """Return what the ledger would hold after a scene."""
    step, contact = scene.step, history.contact
    channel = {StepKind.CALL: Channel.VOICEMAIL, StepKind.TASK: Channel.TASK, StepKind.BUMP: Channel.BUMP}
    attempt = Attempt(contact=contact.id, channel=channel.get(step.kind, Channel.EMAIL), at=scene.at)
    attempts = (*history.attempts, attempt)
    if step.kind not in AUTOMATIC:
        return history if scene.fault else replace(history, attempts=attempts)
    if scene.left_out:
        return history
    mail = Outgoing(
        id=OutgoingId(scene.index),
        enrollment=EnrollmentId(0),
        contact=contact.id,
        mailbox=writer.mailbox.name,
        step=scene.index,
        step_key=step.key,
        kind=step.kind,
        message_id="",
        to=contact.address,
        subject=scene.subject,
        text=scene.words,
        raw=scene.raw or _stand_in(writer, scene),
        asks=None,
        claimed_at=scene.at,
        sent_at=scene.at,
    )
    sent: Many[Outgoing] = (*history.sent, mail)
    return replace(history, sent=sent, attempts=attempts)


def _stand_in(writer: Writer, scene: Scene) -> bytes:
    """Return a mail in the place of one that cannot be written, so that the ones after it have faults of their own."""
    return compose.email(
        Letter(
            sender=writer.mailbox.sender,
            to=writer.mailbox.sender,
            subject=f"Step {scene.index + 1}",
            text=f"(step {scene.index + 1}, which cannot be written yet)",
            message_id=_message_id(writer, scene.index),
            written_at=scene.at,
        )
    )


def _message_id(writer: Writer, index: int) -> str:
    return compose.new_message_id(f"rehearsal-of-step-{index + 1:02}", writer.mailbox.sender.address)
