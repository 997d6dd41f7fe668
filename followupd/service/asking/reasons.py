"""Why does a contact get what they get, or nothing? What happens next, what speaks against it, what changes that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from followupd.core import gate
from followupd.core.model import Contact, Enrollment, Hold, State, Stop
from followupd.core.sequences import AUTOMATIC, Sequence
from followupd.service.plans import Planner
from followupd.service.sending.facts import Due, facts_of
from followupd.service.sending.writing import gather
from followupd.store import enrollments, ledger, replies, suppressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule that speaks against the next step, in its words, with what the owner can do about it."""

    rule: str
    words: str
    remedy: str = ""
    until: datetime | None = None  # None: only a change elsewhere ends it


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Where one enrollment stands and why. `due_at` is set while it waits for its time."""

    sequence: str
    headline: str
    due_at: datetime | None = None
    facts: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


_REMEDY: Mapping[str, str] = {
    "lease": "followupd adopt, if this is the true one",
    "clock": "set the clock of this machine right; if it is right: followupd adopt",
    "brake": "followupd resume --all",
    "rest": "it ends by itself at its time; where you have mended the cause: followupd resume --all",
    "suppressed": "Only if they ask you to write again: followupd suppress remove {address}",
    "deaf": "Start the daemon (followupd run); where it runs, see what is wrong: followupd status",
    "in-doubt": "followupd tasks shows the mail and how to settle it",
    "requires": "If it did happen: followupd log {address} voicemail. Else the step is skipped",
    "stale": "followupd resume {address} sends it all the same, followupd stop {address} ends it",
    "late": "nothing to do: it gets a new time as soon as mail can leave again",
    "window": "[sending] window in followupd.toml, or window in the step",
    "per-contact": "[sending] per_contact in followupd.toml",
    "per-domain": "[sending] per_domain_per_day in followupd.toml",
    "per-day": "[sending] per_day in followupd.toml; of a mailbox that is new to followupd, its ramp_up",
    "per-hour": "[sending] per_hour in followupd.toml",
    "gap": "[sending] gap in followupd.toml",
}

_HELD: Mapping[Hold, str] = {
    Hold.UNSURE: "an answer of theirs is for you to read; then followupd correct ID yes, no or later",
    Hold.UNREADABLE: "a message of theirs could not be read; read it, then followupd resume {address} or stop",
    Hold.IN_DOUBT: "a mail may or may not have left; followupd tasks shows how to settle it",
    Hold.TASK: "the step is yours to do; then followupd done ID",
    Hold.PAUSED: "you paused it; go on with followupd resume {address}",
    Hold.REFUSED: "the mail server refused the mail for a reason of ours; mend it, then followupd resume {address}",
    Hold.FAULT: "something that the mail needs is missing; mend it (followupd check), then followupd resume {address}",
    Hold.STALE: "it is so late that the words may be wrong; followupd resume {address} sends it all the same",
}

_STOPPED: Mapping[Stop, str] = {
    Stop.YES: "they said yes",
    Stop.NO: "they said no; nothing is ever sent to them again",
    Stop.UNSUBSCRIBED: "they asked not to be written to; nothing is ever sent to them again",
    Stop.UNDELIVERABLE: "the address does not exist",
    Stop.EXHAUSTED: "there was no answer to the end of the sequence",
    Stop.BY_HAND: "you stopped it",
    Stop.OWNER_WROTE: "you wrote to them yourself",
    Stop.SPOKE: "you spoke with them",
}


def explain(connection: Connection, planner: Planner, contact: Contact, now: datetime) -> list[Explanation]:
    """Return one explanation for each live enrollment, else for the last one; [] where there never was one."""
    live = enrollments.active(connection, contact.id)
    last = enrollments.last_for(connection, contact.id)
    return [_explain(connection, planner, contact, each, now) for each in live or ([last] if last else [])]


def _explain(
    connection: Connection, planner: Planner, contact: Contact, enrollment: Enrollment, now: datetime
) -> Explanation:
    match enrollment.state:
        case State.STOPPED:
            return _stopped(connection, contact, enrollment)
        case State.HELD:
            return _held(connection, contact, enrollment)
        case State.SENDING:
            return Explanation(sequence=enrollment.sequence, headline="a mail is on its way at this moment")
        case State.WAITING:
            return _waiting(connection, planner, contact, enrollment, now)
        case _:
            assert_never(enrollment.state)


def _stopped(connection: Connection, contact: Contact, enrollment: Enrollment) -> Explanation:
    why = _STOPPED[enrollment.stop] if enrollment.stop else "it is stopped"
    facts = []
    answers = replies.of_contact(connection, contact.id)
    if answers and enrollment.stop in {Stop.YES, Stop.NO, Stop.UNSUBSCRIBED}:
        number = answers[-1].id
        facts.append(f"see the answer: followupd reply {number}; if it was read wrongly: followupd correct {number} …")
    suppressed = suppressions.reason(connection, contact.address)
    if suppressed is not None:
        facts.append(f"the address is on the suppression list ({suppressed})")
    return Explanation(sequence=enrollment.sequence, headline=f"stopped: {why}", facts=tuple(facts))


def _held(connection: Connection, contact: Contact, enrollment: Enrollment) -> Explanation:
    why = _HELD[enrollment.hold].format(address=contact.address) if enrollment.hold else "a person must look"
    facts = [f"task {task.id}: {task.words}" for task in ledger.open_tasks(connection, contact.id)]
    return Explanation(sequence=enrollment.sequence, headline=f"held: {why}", facts=tuple(facts))


def _waiting(
    connection: Connection, planner: Planner, contact: Contact, enrollment: Enrollment, now: datetime
) -> Explanation:
    place = planner.located(enrollment)
    if place is None:
        words = f"the step “{enrollment.step_key}” is not in the file any more: put it back, or stop {contact.address}"
        return Explanation(sequence=enrollment.sequence, headline=words, due_at=enrollment.due_at)
    sequence, index = place
    return Explanation(
        sequence=enrollment.sequence,
        headline=_next(sequence, index),
        due_at=enrollment.due_at,
        facts=tuple(_circumstances(enrollment, planner, contact)),
        reasons=tuple(_objections(connection, planner, contact, enrollment, place, now)),
    )


def _next(sequence: Sequence, index: int) -> str:
    if index >= len(sequence.steps):
        then = sequence.no_answer.then
        return f"the silence after the last step ends, then {then}" if then == "stop" else f"then “{then}” begins"
    step = sequence.steps[index]
    return f"step {index + 1} of {len(sequence.steps)}, {step.name}"


def _circumstances(enrollment: Enrollment, planner: Planner, contact: Contact) -> list[str]:
    facts = []
    if enrollment.promised_at is not None:
        facts.append("the last mail named this time: it is a promise, and the caps do not move it")
    if enrollment.not_before is not None:
        day = planner.calendar(contact).day_of(enrollment.not_before)
        facts.append(f"nothing before {day}: they asked for that, or are away until then")
    zone = planner.zone(contact)
    facts.append(f"their time zone is {zone.name} (known from: {zone.source})")
    return facts


def _objections(
    connection: Connection,
    planner: Planner,
    contact: Contact,
    enrollment: Enrollment,
    place: tuple[Sequence, int],
    now: datetime,
) -> list[Reason]:
    """Return what would object if the step were due at this moment; nothing does to what is no mail."""
    sequence, index = place
    if index >= len(sequence.steps) or sequence.steps[index].kind not in AUTOMATIC:
        return []
    due = Due(enrollment=enrollment, sequence=sequence, index=index, history=gather(connection, enrollment))
    facts = facts_of(connection, planner, due, min(enrollment.due_at or now, now), now)
    reasons = [_reason(objection, contact) for objection in gate.objections(facts)]
    if not planner.settings.live:
        words = "this is a dry run: everything happens but the sending"
        reasons.append(Reason(rule="dry-run", words=words, remedy="live = true in followupd.toml"))
    return reasons


def _reason(objection: gate.Objection, contact: Contact) -> Reason:
    until = objection.until if isinstance(objection, gate.Wait) else None
    remedy = _REMEDY.get(objection.rule, "").format(address=contact.address)
    return Reason(rule=objection.rule, words=objection.why, remedy=remedy, until=until)
