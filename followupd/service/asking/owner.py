"""What the owner does by hand: ends a task, logs a call, agrees on a date, corrects a verdict, pulls the brake.

Functions of a `Connection`, for the command line: each is one transaction beside a running daemon, and returns a
sentence that says what was done. Each raises a FollowupdError whose sentence says what to type instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.errors import BusyError, DataError, UsageError
from followupd.core.lifecycle import Event
from followupd.core.model import (
    VERDICT_OF,
    Channel,
    Classification,
    Contact,
    Enrollment,
    Evidence,
    Hold,
    Label,
    Outcome,
    ReplyId,
    State,
    StepKind,
    Stop,
    TaskId,
)
from followupd.core.sequences import Step
from followupd.replies.phrases.lexicon import Lexicon
from followupd.service import changes
from followupd.service.asking import teaching
from followupd.service.plans import Planner
from followupd.service.sending import doubts, rests
from followupd.service.telling import maillog
from followupd.store import contacts, enrollments, ledger, mails, meta, replies, suppressions
from followupd.store.ledger import Agreement, Attempt, Task
from followupd.store.mails import MailState


def contact_at(connection: Connection, address: str) -> Contact:
    """Return the contact with this address; raises UsageError where nobody has it."""
    found = contacts.by_address(connection, address)
    if found is None:
        raise UsageError(f"Nobody with the address {address} is known. See who is: followupd status --contacts")
    return found


# --- tasks and calls ------------------------------------------------------------------------------------------------


def finish_task(
    connection: Connection, planner: Planner, identity: TaskId, outcome: Outcome, *, note: str, at: datetime
) -> str:
    """Tick off a call or another task of a sequence; what happened goes into the ledger."""
    task = ledger.task(connection, identity)
    if task is None:
        raise UsageError(f"There is no task {identity}. See which there are: followupd tasks")
    if task.closed_at is not None:
        raise UsageError(f"Task {identity} was closed on {task.closed_at:%Y-%m-%d}.")
    if task.hold is not Hold.TASK:
        raise UsageError(f"Task {identity} is no call: {_instead(task)}")
    enrollment = enrollments.get(connection, task.enrollment)
    contact = contacts.get(connection, task.contact)
    _note(connection, contact, _channel_of(outcome, planner.step(enrollment)), at, note, enrollment)
    ledger.close_tasks(connection, task.enrollment, at, outcome=outcome.value, note=note, only=task.id)
    after = _next(connection, planner, enrollment, contact, outcome, at)
    return f"{contact.address}: {outcome}. {describe(after, planner, contact)}"


def _next(
    connection: Connection, planner: Planner, enrollment: Enrollment, contact: Contact, outcome: Outcome, at: datetime
) -> Enrollment:
    place = planner.located(enrollment)
    if place is None:
        raise DataError(f"The step “{enrollment.step_key}” is not in the sequence {enrollment.sequence} any more.")
    following = planner.after(*place, contact, at)
    event = lifecycle.TaskDone(outcome=outcome, next=following)
    return changes.happen(connection, planner, enrollment, event, at=at)


def log_attempt(
    connection: Connection, planner: Planner, contact: Contact, channel: str, *, note: str, at: datetime
) -> str:
    """Write down something that was done outside a task; it ends an open call task that asked for just that."""
    task = _call_to_make(connection, planner, contact, at) if channel in _CALLED else None
    if task is not None:
        return finish_task(connection, planner, task.id, _CALLED[channel], note=note, at=at)
    _note(connection, contact, channel, at, note, None)
    return f"{contact.address}: {channel} noted."


_CALLED: Mapping[str, Outcome] = {Channel.VOICEMAIL: Outcome.VOICEMAIL, Channel.CALL: Outcome.NO_ANSWER}


def _call_to_make(connection: Connection, planner: Planner, contact: Contact, at: datetime) -> Task | None:
    """Return the open call task that a call at this moment has done; one of an earlier day was not meant by it."""
    day_of = planner.calendar(contact).day_of
    for task in ledger.open_tasks(connection, contact.id):
        step = planner.step(enrollments.get(connection, task.enrollment))
        is_call = task.hold is Hold.TASK and step is not None and step.kind is StepKind.CALL
        if is_call and day_of(at) >= day_of(task.opened_at):
            return task
    return None


def agree(
    connection: Connection, contact: Contact, *, what: str, on: date, at: datetime, then: str | None = None
) -> str:
    """Write down an agreed next step; `then` is the sequence to go on with if the day passes and nothing happens."""
    agreement = Agreement(contact=contact.id, what=what, agreed_on=on, made_at=at, next_sequence=then)
    ledger.agree(connection, agreement)
    follows = f" If that day passes and nothing happens, “{then}” begins." if then else ""
    return f"{contact.address}: agreed on “{what}” for {on}.{follows}"


def _note(
    connection: Connection, contact: Contact, channel: str, at: datetime, note: str, enrollment: Enrollment | None
) -> None:
    attempt = Attempt(
        contact=contact.id, channel=channel, at=at, note=note, enrollment=enrollment.id if enrollment else None
    )
    ledger.note_attempt(connection, attempt)


def _channel_of(outcome: Outcome, step: Step | None) -> str:
    """Return what the ledger calls this: a call without a message is no voicemail, a task has the owner's own word."""
    if outcome is Outcome.VOICEMAIL:
        return Channel.VOICEMAIL
    if step is None or step.kind is StepKind.CALL:
        return Channel.CALL
    return step.channel or Channel.TASK


def _instead(task: Task) -> str:
    if task.hold is Hold.IN_DOUBT:
        return "settle the mail with followupd settle"
    if task.hold is Hold.UNSURE:
        return "say what the reply means with followupd correct, or go on with followupd resume"
    return "go on with followupd resume, or end it with followupd stop"


# --- pause, resume, stop --------------------------------------------------------------------------------------------


def pause(connection: Connection, planner: Planner, contact: Contact, at: datetime) -> str:
    """Hold every sequence of a contact until resumed."""
    return _each(connection, planner, contact, lambda _: lifecycle.HeldUp(hold=Hold.PAUSED), at)


def resume(connection: Connection, planner: Planner, contact: Contact, at: datetime) -> str:
    """Go on where it was held, at the time that the next step would have had or in the next window after it."""
    for enrollment in enrollments.active(connection, contact.id):
        if enrollment.hold is Hold.IN_DOUBT:
            mail = mails.in_state(connection, MailState.IN_DOUBT, enrollment.id)[0]
            raise UsageError(f"A mail to {contact.address} is in doubt. {doubts.SETTLE.format(id=mail.id)}")

    def release(enrollment: Enrollment) -> Event:
        return lifecycle.Released(due_at=_due_again(connection, planner, enrollment, contact, at))

    return _each(connection, planner, contact, release, at)


def _due_again(
    connection: Connection, planner: Planner, enrollment: Enrollment, contact: Contact, at: datetime
) -> datetime:
    """Return when the next step comes after a hold: the hold may have been short, and is no reason to come early."""
    opens_at = planner.open_at(planner.step(enrollment), contact, at)
    place = planner.located(enrollment)
    if place is None:
        return opens_at
    sequence, index = place
    if index == 0:
        return max(opens_at, planner.first(sequence, contact, enrollment.enrolled_at).due_at)
    attempts = ledger.attempts_on(connection, contact.id)
    last_at = max((each.at for each in attempts if each.enrollment == enrollment.id), default=enrollment.enrolled_at)
    return max(opens_at, planner.after(sequence, index - 1, contact, last_at).due_at)


def stop(connection: Connection, planner: Planner, contact: Contact, at: datetime) -> str:
    """End every sequence of a contact."""
    return _each(connection, planner, contact, lambda _: lifecycle.Cancelled(stop=Stop.BY_HAND), at)


def stop_everybody(connection: Connection, planner: Planner, at: datetime) -> int:
    """End every live sequence; return how many that were. A mail on its way right now is not called back."""
    live = enrollments.active(connection)
    for enrollment in live:
        changes.happen(connection, planner, enrollment, lifecycle.Cancelled(stop=Stop.BY_HAND), at=at)
    return len(live)


def pull_brake(connection: Connection, at: datetime) -> None:
    """Stop everything before the next mail."""
    meta.put(connection, meta.PAUSED, f"{at:%Y-%m-%dT%H:%M:%SZ}")


def release_brake(connection: Connection, mailboxes: Iterable[str] = ()) -> None:
    """Let everything go on, also from mailboxes that rest since a server refused their mail."""
    meta.remove(connection, meta.PAUSED)
    for mailbox in mailboxes:
        rests.end(connection, mailbox)


def _each(
    connection: Connection,
    planner: Planner,
    contact: Contact,
    event: Callable[[Enrollment], Event],
    at: datetime,
) -> str:
    """Apply an event to every live enrollment of a contact and say what became of them."""
    live: Sequence[Enrollment] = enrollments.active(connection, contact.id)
    if not live:
        return f"{contact.address} is in no sequence."
    done = []
    for enrollment in live:
        after = changes.happen(connection, planner, enrollment, event(enrollment), at=at)
        done.append(describe(after, planner, contact))
    return f"{contact.address}: {' '.join(done)}"


def describe(enrollment: Enrollment, planner: Planner, contact: Contact) -> str:
    """Say in a sentence where an enrollment stands."""
    name = f"“{enrollment.sequence}”"
    match enrollment.state:
        case State.WAITING if enrollment.due_at is not None:
            local = enrollment.due_at.astimezone(planner.calendar(contact).tz)
            return f"{name} goes on with step {enrollment.step + 1} on {local:%a %d %b %Y at %H:%M} their time."
        case State.HELD:
            return f"{name} is held ({enrollment.hold})."
        case State.STOPPED:
            return f"{name} is stopped ({enrollment.stop})."
        case _:
            return f"{name} is being sent at this moment."


# --- verdicts and doubts --------------------------------------------------------------------------------------------


def correct(
    connection: Connection,
    planner: Planner,
    number: ReplyId,
    label: Label,
    *,
    until: date | None,
    at: datetime,
    lexicon: Lexicon | None = None,
) -> str:
    """Put a verdict right: the reply, the sequence (also one that was stopped or went on), the log, and the reader.

    `lexicon` is the one that replies are read with, the shipped one unless given.
    """
    reply = replies.get(connection, number)
    if reply is None:
        raise UsageError(f"There is no reply {number}. See which there are: followupd replies")
    contact = contacts.get(connection, reply.contact)
    if reply.enrollment is None:
        raise DataError(f"Reply {number} belongs to no sequence.")
    enrollment = enrollments.get(connection, reply.enrollment)
    if enrollment.state is State.SENDING:
        raise BusyError(f"A mail to {contact.address} is on its way at this moment; try again in a minute.")
    _lift_suppression(connection, contact, reply.label, label)
    learnt = teaching.learn(connection, planner, reply, contact, label, until=until, at=at, lexicon=lexicon)
    evidence = (
        Evidence(text="", why=f"corrected by hand; it was taken for {reply.label}"),
        Evidence(text="", why=f"learnt → {learnt}"),
    )
    told = Classification(label=label, confidence=1.0, evidence=evidence, resume_on=until)
    replies.correct(connection, number, label, told.verdict, until)
    reopened = _reopened(connection, planner, enrollment, contact, at)
    event = _event_of(planner, contact, told)
    after = changes.happen(connection, planner, reopened, event, at=at, words=reply.fresh) if event else reopened
    line = maillog.reply_line(
        number,
        at=at,
        mailbox=reply.mailbox,
        contact=contact.address,
        enrollment=after,
        message_id=reply.message_id,
        classification=told,
        action="corrected",
        timezone=planner.zone(contact).name,
        by="owner",
    )
    replies.add_line(connection, number, line)
    return f"Reply {number} is {label} ({VERDICT_OF[label]}) now. {describe(after, planner, contact)}\n{learnt}"


def _lift_suppression(connection: Connection, contact: Contact, was: Label, is_now: Label) -> None:
    """Take back what the wrong verdict did; an opt-out stays until its owner removes it expressly."""
    if was is Label.NO and is_now not in {Label.NO, Label.UNSUBSCRIBE}:
        if suppressions.reason(connection, contact.address) == Stop.NO.value:
            suppressions.remove(connection, contact.address)
    elif was is Label.UNSUBSCRIBE and is_now not in {Label.NO, Label.UNSUBSCRIBE}:
        raise UsageError(
            f"{contact.address} was taken for an opt-out. If they did not ask for that, type first: "
            f"followupd suppress remove {contact.address}"
        )


def _reopened(
    connection: Connection, planner: Planner, enrollment: Enrollment, contact: Contact, at: datetime
) -> Enrollment:
    """Return the enrollment as if the wrong verdict had not been: waiting for the step that was next."""
    due_at = _due_again(connection, planner, enrollment, contact, at)
    waiting = replace(
        enrollment, state=State.WAITING, due_at=due_at, not_before=None, promised_at=None, hold=None, stop=None
    )
    ledger.close_tasks(connection, enrollment.id, at, outcome="corrected")
    return enrollments.save(connection, enrollment, waiting)


def _event_of(planner: Planner, contact: Contact, told: Classification) -> Event | None:
    """Return what the right verdict means; `auto_reply` and `bounce` only let the sequence go on."""
    if told.label is Label.LATER:
        if told.resume_on is None:
            raise UsageError("Say until when: followupd correct ID later --until 2027-01-12")
        return lifecycle.Answered(label=Label.LATER, resume_at=planner.on(told.resume_on, contact))
    if told.label in {Label.AUTO_REPLY, Label.BOUNCE}:
        if told.resume_on is None:
            return None
        return lifecycle.AutoReplied(until=planner.on(told.resume_on, contact))
    return lifecycle.Answered(label=told.label)


def settle(connection: Connection, planner: Planner, number: int, *, delivered: bool, at: datetime) -> str:
    """End a doubt by the owner's word."""
    doubtful = {mail.id: mail for mail in mails.in_state(connection, MailState.IN_DOUBT)}
    mail = next((mail for identity, mail in doubtful.items() if identity == number), None)
    if mail is None:
        listed = ", ".join(f"{mail.id} ({mail.to})" for mail in doubtful.values()) or "none"
        raise UsageError(f"Mail {number} is not in doubt. In doubt: {listed}.")
    if delivered:
        doubts.settle_delivered(connection, planner, mail, at, "the owner's word")
    else:
        doubts.settle_unsent(connection, planner, mail, at)
    after = enrollments.get(connection, mail.enrollment)
    contact = contacts.get(connection, mail.contact)
    return f"{contact.address}: {describe(after, planner, contact)}"
