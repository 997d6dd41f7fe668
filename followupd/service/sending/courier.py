"""One mail's way out: written -> [claimed] -> Mailer.send -> judged -> [outcome]. Each bracket is one transaction.

The claim holds Message-ID and bytes before the first byte of SMTP, and the journal a mark before the last one. What a
crash leaves between the brackets is in doubt where the mark is there, and else put back: `doubts.recover` tells them
apart at the next start, and nothing ever repeats a mail blindly.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.delivery import status
from followupd.core.delivery.consequences import Rest
from followupd.core.errors import FollowupdError
from followupd.core.letters.message_ids import new_message_id
from followupd.core.lifecycle import Event
from followupd.core.model import Fault, Hold, Outgoing, OutgoingId, StepKind
from followupd.mail.ports import Envelope, Mailer
from followupd.service import changes
from followupd.service.desk import Desk
from followupd.service.hearing.intake import Ear
from followupd.service.sending import brake, dry_run, rests
from followupd.service.sending.doubts import SETTLE, note_delivered, settle_filed
from followupd.service.sending.facts import Due
from followupd.service.sending.writing import Written, substantive
from followupd.service.telling import maillog
from followupd.store import enrollments, lease, mails, meta, suppressions
from followupd.store.mails import Claim, MailState

log = logging.getLogger("followupd.sending")
T = TypeVar("T")

RECORD_AGAIN_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """What identifies an attempt inside the database and outside."""

    mail: OutgoingId
    attempt: int
    generation: int  # of the lease


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What became of an attempt, for the owner."""

    words: str
    held: bool  # the mail was refused, and its sequence waits for them
    rest: Rest | None  # the mailbox sends nothing for a while


class Courier:
    """Carries the mails of one mailbox to its server, one at a time."""

    def __init__(self, desk: Desk, mailer: Mailer, ear: Ear) -> None:
        self._desk = desk
        self._mailer = mailer
        self._ear = ear
        self._shown: set[tuple[int, str]] = set()

    def has_shown(self, enrollment: int, step_key: str) -> bool:
        """Say whether a dry run has written this mail out already."""
        return (enrollment, step_key) in self._shown

    async def close(self) -> None:
        """Take leave of the mail server."""
        await self._mailer.close()

    async def carry(self, due: Due) -> None:
        """Send the mail of a step that the gate has let through; in a dry run, only show it."""
        try:
            written, earlier = await self._write(due)
        except FollowupdError as error:
            await self._desk.hold(due.enrollment, Hold.FAULT, str(error))
            return
        if earlier is not None and earlier.sent_at is not None:
            await self._pass_over(due)
            return
        if not self._desk.settings.live:
            await self._show(due, written)
            return
        at = self._desk.clock.now()
        try:
            claim = await self._desk.store.run(lambda c: self._claim(c, due, written, earlier, at))
        except enrollments.StaleError:
            return  # somebody paused or stopped it a moment ago: the next turn looks again
        envelope = Envelope(sender=self._desk.mailbox.sender.address, recipient=due.contact.address)
        result = await self._mailer.send(
            envelope,
            written.raw,
            last_look=lambda: self._last_look(due.contact.address),
            mark=lambda: self._mark(claim),
        )
        mail = claim.mail
        verdict = status.judge(result)
        at = self._desk.clock.now()
        outcome = await self._certainly(lambda c: self._record(c, mail, due, verdict, at))
        self._tell(mail, due, verdict, outcome)
        if self._desk.journal.is_long:
            await self._desk.store.run(self._desk.journal.renew)
        self._ear.wake.set()  # a copy may lie in Sent now, or has to be filed there

    async def _pass_over(self, due: Due) -> None:
        """Never send a step twice, also where an edited sequence or a restored database has gone back to it."""
        maillog.skipped(due.contact, due.enrollment, "this mail was sent before")
        following = self._desk.planner.after(due.sequence, due.index, due.contact, self._desk.clock.now())
        await self._desk.happen(due.enrollment, lifecycle.Skipped(next=following))

    # --- before -----------------------------------------------------------------------------------------------------

    async def _write(self, due: Due) -> tuple[Written, Outgoing | None]:
        """Write the mail; one that was deferred before keeps its Message-ID (R4.9)."""
        desk, now = self._desk, self._desk.clock.now()
        earlier = await desk.store.run(lambda c: mails.of_step(c, due.enrollment.id, due.step.key))
        message_id = earlier.message_id if earlier else new_message_id(_token(), desk.mailbox.sender.address)
        original = None
        if due.step.kind is StepKind.BUMP and (mail := substantive(due.history)) is not None:
            original = await self._ear.sent_copy(mail) or mail.raw
        written = desk.writer.write(
            due.sequence,
            due.index,
            due.history,
            following=desk.planner.after(due.sequence, due.index, due.contact, now),
            now=now,
            message_id=message_id,
            original=original,
        )
        return written, earlier

    def _claim(
        self, connection: Connection, due: Due, written: Written, earlier: Outgoing | None, at: datetime
    ) -> "_Claimed":
        """First bracket: from here on this step has one identity."""
        generation = lease.advance(connection)
        changes.happen(connection, self._desk.planner, due.enrollment, lifecycle.Claimed(), at=at)
        if earlier is not None:
            mails.claim_again(connection, earlier.id, written.raw, written.following, at)
            attempt = mails.tries(connection, earlier.id)[0]
            return _Claimed(mail=earlier.id, attempt=attempt, generation=generation)
        claim = Claim(
            enrollment=replace(due.enrollment, step=due.index, step_key=due.step.key),
            kind=written.kind,
            message_id=written.message_id,
            recipient=due.contact.address,
            subject=written.subject,
            text=written.text,
            raw=written.raw,
            thread_index=written.thread_index,
            asks=written.asks,
            following=written.following,
        )
        return _Claimed(mail=mails.claim(connection, claim, at), attempt=1, generation=generation)

    def _mark(self, claimed: "_Claimed") -> None:
        """Note outside the database, right before the last byte, what a restored one would not know."""
        self._desk.journal.mark(claimed.mail, claimed.attempt)
        self._desk.guard.mark(claimed.generation)

    def _last_look(self, address: str) -> str | None:
        """Look right before MAIL FROM, where nothing stands between the list and the wire any more (R5.9, R5.15)."""

        def look(connection: Connection) -> str | None:
            suppressed = suppressions.reason(connection, address)
            if suppressed is not None:
                return f"{address} is on the suppression list ({suppressed})"
            halt = self._desk.guard.objection(connection)
            return halt.why if halt is not None else brake.pulled(connection, self._desk.settings.state_dir)

        return self._desk.store.glance(look)

    # --- after ------------------------------------------------------------------------------------------------------

    def _record(
        self, connection: Connection, mail: OutgoingId, due: Due, verdict: status.SmtpVerdict, at: datetime
    ) -> "_Outcome":
        """Second bracket: what the server said, and what becomes of the enrollment."""
        state, answer = _said(verdict)
        if state is MailState.ACCEPTED:
            wire_id = status.wire_id(answer, self._desk.mailbox.smtp.host)
            note_delivered(connection, mail, at, answer=answer, wire_id=wire_id)
            meta.remove(connection, meta.trouble(self._desk.mailbox.name))
        else:
            mails.settle(connection, mail, state, answer=answer)
        if _is_account_at_fault(verdict):
            meta.put(connection, meta.trouble(self._desk.mailbox.name), _words(mail, due, verdict))
        rest = rests.note(connection, self._desk.mailbox.name, verdict, at)
        event = _event(connection, mail, due, verdict, at)
        words = _given_up(due, verdict) if _gives_up(event, verdict) else _words(mail, due, verdict)
        after = changes.happen_to(connection, self._desk.planner, due.enrollment.id, event, at=at, words=words)
        if state is MailState.IN_DOUBT:
            settle_filed(connection, self._desk.planner, mail, at)
        return _Outcome(words=words, held=after.hold is Hold.REFUSED, rest=rest)

    async def _certainly(self, work: Callable[[Connection], T]) -> T:
        """Write an outcome whatever it takes: until it is recorded, this mailbox sends nothing else."""
        while True:
            try:
                return await self._desk.store.run(work)
            except FollowupdError as error:
                self._desk.ring("trouble", "What was sent cannot be recorded", str(error), cause="store")
                await self._desk.clock.pause(self._desk.clock.now() + RECORD_AGAIN_AFTER)

    def _tell(self, mail: OutgoingId, due: Due, verdict: status.SmtpVerdict, outcome: "_Outcome") -> None:
        """Log the outcome; call the owner where the mail is theirs to decide about, or the whole mailbox rests."""
        outgoing = self._desk.store.glance(lambda c: mails.get(c, mail))
        state, answer = _said(verdict)
        if state is MailState.ACCEPTED:
            maillog.sent(outgoing, due.contact, answer)
            return
        maillog.not_sent(outgoing, due.contact, what=state.value, answer=answer, next_=outcome.words)
        if outcome.held:
            title = f"{due.contact.name or due.contact.address} waits for you: a mail was refused"
            self._desk.ring("held", title, outcome.words, contact=due.contact)
        if outcome.rest is not None and outcome.rest.tell:
            title = f"The mailbox {self._desk.mailbox.name} cannot send: {answer}"
            self._desk.ring("trouble", title, outcome.rest.why, cause=f"rest {outcome.rest.rule}")

    async def _show(self, due: Due, written: Written) -> None:
        """In a dry run, leave the mail as a file; the enrollment stays where it is."""
        self._shown.add((due.enrollment.id, due.enrollment.step_key))
        address, folder = due.contact.address, self._desk.settings.state_dir
        path = await asyncio.to_thread(dry_run.write, folder, address, due.index + 1, written.raw)
        log.info(
            "dry run, not sent mailbox=%s contact=%s step=%s folder=%s next='set live = true to send'",
            self._desk.mailbox.name, maillog.shortened(address), due.step.key, path.parent,
        )  # fmt: skip


def _is_account_at_fault(verdict: status.SmtpVerdict) -> bool:
    """Say whether waiting will not help: a password, a certificate, an account that may not send."""
    if not isinstance(verdict, status.Deferred | status.Refused):
        return False
    return verdict.fault is Fault.ACCOUNT and verdict.permanent


def _said(verdict: status.SmtpVerdict) -> tuple[MailState, str]:
    match verdict:
        case status.Accepted(code=code, text=text):
            return MailState.ACCEPTED, f"{code} {text}"
        case status.Deferred(code=code, text=text):
            return MailState.DEFERRED, f"{code or ''} {text}".strip()
        case status.Refused(code=code, text=text):
            return MailState.REFUSED, f"{code or ''} {text}".strip()
        case status.InDoubt(text=text):
            return MailState.IN_DOUBT, text
        case status.Vetoed(reason=reason):
            return MailState.DEFERRED, reason
        case _:
            assert_never(verdict)


def _event(connection: Connection, mail: OutgoingId, due: Due, verdict: status.SmtpVerdict, at: datetime) -> Event:
    match verdict:
        case status.Accepted():
            return lifecycle.Accepted(step=due.enrollment.step, next=mails.plan(connection, mail))
        case status.Deferred():
            tries, first_at = mails.tries(connection, mail)
            delay = status.next_delay(verdict, attempts=tries, since_first=at - first_at)
            return lifecycle.Refused(dead_address=False) if delay is None else lifecycle.Deferred(retry_at=at + delay)
        case status.Refused(suppress=suppress):
            return lifecycle.Refused(dead_address=suppress)
        case status.InDoubt():
            return lifecycle.DoubtArose()
        case status.Vetoed():
            return lifecycle.Deferred(retry_at=at)
        case _:
            assert_never(verdict)


def _words(mail: OutgoingId, due: Due, verdict: status.SmtpVerdict) -> str:
    """Return what the owner reads about a mail that was not simply accepted."""
    match verdict:
        case status.Deferred(advice=advice) | status.Refused(advice=advice):
            return f"The mail to {due.contact.address}: {_said(verdict)[1]}. {advice}"
        case status.InDoubt(text=text):
            return f"The mail to {due.contact.address} may or may not have left: {text}. {SETTLE.format(id=mail)}"
        case status.Vetoed(reason=reason):
            return reason
        case status.Accepted():
            return ""
        case _:
            assert_never(verdict)


def _gives_up(event: Event, verdict: status.SmtpVerdict) -> bool:
    return isinstance(event, lifecycle.Refused) and isinstance(verdict, status.Deferred)


def _given_up(due: Due, verdict: status.SmtpVerdict) -> str:
    """Return what the owner reads about a mail that no server took for days (R4.10)."""
    address = due.contact.address
    return (
        f"The mail to {address} could not be handed over for {status.GIVE_UP_AFTER.days} days and is given up, the last"
        f" answer: {_said(verdict)[1]}. followupd resume {address} tries again, followupd stop {address} ends it."
    )


def _token() -> str:
    """Return 128 bits of chance in the characters of a Message-ID."""
    return secrets.token_hex(16)
