"""The facts that the gate asks about, read from the store in one transaction right before the claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from followupd.config import Settings
from followupd.core import ramp
from followupd.core.calendar import schedule
from followupd.core.calendar.spans import Delay, Unit
from followupd.core.gate import DAY, Facts, Halt, Limits
from followupd.core.letters.addresses import is_freemail
from followupd.core.model import Channel, Contact, Enrollment, State, StepKind
from followupd.core.sequences import AUTOMATIC, Sequence, Step
from followupd.service.desk import Desk
from followupd.service.plans import Planner
from followupd.service.sending import brake, halts, rests
from followupd.service.sending.writing import History, gather, substantive
from followupd.store import cursors, enrollments, mails, suppressions
from followupd.store.mails import MailState

STALE_AFTER = Delay(amount=5, unit=Unit.BUSINESS_DAY)  # R5.16


# What satisfies a `requires`: a voicemail is a call too.
ACCEPTED: Mapping[Channel, tuple[Channel, ...]] = {
    Channel.VOICEMAIL: (Channel.VOICEMAIL,),
    Channel.CALL: (Channel.CALL, Channel.VOICEMAIL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A step that has come due, with what is known about its contact."""

    enrollment: Enrollment
    sequence: Sequence
    index: int
    history: History

    @property
    def step(self) -> Step:
        """Return the step itself."""
        return self.sequence.steps[self.index]

    @property
    def contact(self) -> Contact:
        """Return whom it goes to."""
        return self.history.contact


def look(
    connection: Connection, desk: Desk, enrollment: Enrollment, sequence: Sequence, index: int, *, now: datetime
) -> tuple[Due, Facts] | None:
    """Return what is due as it stands now, None where it was answered, paused or postponed in the meantime."""
    current = enrollments.get(connection, enrollment.id)
    if current.state is not State.WAITING or current.due_at is None or current.due_at > now:
        return None
    due = Due(enrollment=current, sequence=sequence, index=index, history=gather(connection, current))
    return due, facts_of(connection, desk.planner, due, current.due_at, now)


def facts_of(connection: Connection, planner: Planner, due: Due, due_at: datetime, now: datetime) -> Facts:
    """Return what the gate asks about, for a step that is due at `due_at` or is treated as if it were."""
    mailbox = due.enrollment.mailbox
    promised_at = due.enrollment.promised_at
    due_at = promised_at or due_at  # what a server's refusal put off is still late by the word that was given
    stale_after = patience(planner, due.contact, due_at, promised=promised_at is not None)
    first_claim_at = mails.first_claim_at(connection, mailbox)
    throttled = rests.is_throttled(connection, mailbox, now, planner.settings.timezone)
    limits = limits_of(
        planner.settings, due.enrollment, due.step, now, first_claim_at, stale_after=stale_after, throttled=throttled
    )
    domain = due.contact.address.rpartition("@")[2].lower()
    return Facts(
        now=now,
        due_at=due_at,
        limits=limits,
        open_at=planner.open_at(due.step, due.contact, now),
        promised=promised_at is not None,
        is_mail=due.step.kind in AUTOMATIC,
        halt=halts.standing(connection, planner.settings.state_dir, now),
        rest=_rest(connection, mailbox, now),
        braked=brake.pulled(connection, planner.settings.state_dir),
        suppressed=suppressions.reason(connection, due.contact.address),
        heard_at=cursors.heard_at(connection, mailbox),
        in_doubt=bool(mails.in_state(connection, MailState.IN_DOUBT, due.enrollment.id)),
        missing=missing(planner, due.step, due.history, now),
        mailbox_claims=mails.claims_since(connection, now - DAY, mailbox=mailbox),
        # Strangers share a freemail domain: they are no company that is written to twice a day.
        domain_claims=() if is_freemail(domain) else mails.claims_since(connection, now - DAY, domain=domain),
        contact_claims=mails.claims_since(connection, now - limits.per_contact_within, contact=due.contact.id),
    )


def _rest(connection: Connection, mailbox: str, now: datetime) -> Halt | None:
    resting = rests.current(connection, mailbox, now)
    return None if resting is None else Halt(rule="rest", why=resting.why, until=resting.until)


def patience(planner: Planner, contact: Contact, due_at: datetime, *, promised: bool) -> timedelta:
    """Return how late a step may be before a person is asked: a promise is for its day, anything else has a week."""
    calendar = planner.calendar(contact)
    if promised:
        return schedule.end_of_day(due_at, calendar) - due_at
    return schedule.add_delay(due_at, STALE_AFTER, calendar) - due_at


def limits_of(
    settings: Settings,
    enrollment: Enrollment,
    step: Step,
    now: datetime,
    first_claim_at: datetime | None,
    *,
    stale_after: timedelta = timedelta.max,
    throttled: bool = False,
) -> Limits:
    """Return the caps and tolerances that hold for one mail; `first_claim_at` is the mailbox's, None: none yet."""
    sending = settings.sending
    mailbox = settings.mailboxes.get(enrollment.mailbox)  # an edit may have taken it away
    ramps = mailbox is not None and mailbox.ramp_up
    per_day = ramp.allowed(sending.per_day, first_claim_at, now) if ramps else sending.per_day
    per_day = max(1, per_day // 2) if throttled else per_day
    shortest, longest = (bound.rough_length for bound in sending.gap)
    return Limits(
        per_day=per_day,
        per_hour=sending.per_hour,
        per_domain_per_day=sending.per_domain_per_day,
        per_contact=sending.per_contact.count,
        per_contact_within=sending.per_contact.per.rough_length,
        gap=schedule.draw(f"{enrollment.id}/{step.key}", shortest, longest),
        inbox_max_age=settings.inbox.max_age,
        stale_after=stale_after,
        throttled=throttled,
        ramp_to=sending.per_day if per_day < sending.per_day else None,
    )


def missing(planner: Planner, step: Step, history: History, now: datetime) -> str | None:
    """Return why this step has lost its reason, None where it has not: what it rests on is not in the ledger."""
    if any(mail.step_key == step.key for mail in history.sent):
        return f"“{step.key}” went out to {history.contact.address} before"
    if step.kind is StepKind.BUMP and substantive(history) is None:
        return f"nothing was sent to {history.contact.address} that could be forwarded"
    if step.requires is None:
        return None
    logged = history.last(*ACCEPTED[step.requires])
    if logged is None:
        return f"no {step.requires} to {history.contact.address} is logged"
    fresh_until = schedule.fresh_until(step, logged.at, planner.calendar(history.contact))
    if fresh_until is not None and now > fresh_until:
        return f"the {step.requires} of {logged.at:%Y-%m-%d} is more than {step.within} old"
    return None
