"""A message of a sequence for its owner's own eyes: what the contact would get, but for the name on the envelope."""

from datetime import datetime
from zoneinfo import ZoneInfo

from followupd.config import Mailbox
from followupd.core.delivery.status import Accepted, Deferred, InDoubt, Refused, SmtpVerdict, Vetoed, judge
from followupd.core.errors import ConfigError, UnavailableError, UsageError
from followupd.core.letters import compose
from followupd.core.letters.addresses import address_key
from followupd.core.model import Person
from followupd.core.sequences import AUTOMATIC, Sequence
from followupd.mail.ports import Envelope, Mailer
from followupd.service.asking.rehearsal import rehearse
from followupd.service.sending.writing import History, Writer


def own_address(mailbox: Mailbox, address: str) -> str:
    """Return the address as the settings write it; UsageError where it is not one of the owner's own.

    A trial is sent past every cap and in a dry run too: it must not be a way to write to anybody else.
    """
    for own in mailbox.addresses:
        if address_key(own) == address_key(address):
            return own
    raise UsageError(
        f"A test goes to yourself alone, and {address} is no address of [mailboxes.{mailbox.name}]. "
        f"Type one of {', '.join(mailbox.addresses)}, or add yours to its aliases in followupd.toml."
    )


def trial(
    writer: Writer, sequence: Sequence, history: History, *, step: int | None, to: str, message_id: str, now: datetime
) -> bytes:
    """Write the mail of a step (counted from 1; None: the first mail), as a contact would get it, for `to`.

    Raises UsageError for a step that is no mail, ConfigError for one that cannot be written.
    """
    number = _number(sequence, step)
    scenes = rehearse(writer, sequence, history, now)[:number]
    for scene in scenes:
        # What forwards or answers a mail that cannot be written would show what nobody will ever get.
        if scene.fault and scene.step.kind in AUTOMATIC:
            raise ConfigError(scene.fault)
    at = now.astimezone(ZoneInfo(writer.planner.settings.timezone))
    reader = Person(address=to, name=writer.mailbox.sender.name)
    return compose.readdressed(scenes[-1].raw, to=reader, message_id=message_id, at=at)


async def send_trial(mailer: Mailer, mailbox: Mailbox, to: str, raw: bytes) -> str:
    """Hand a trial over; return what the server said. UnavailableError where it did not take the mail."""
    envelope = Envelope(sender=mailbox.sender.address, recipient=own_address(mailbox, to))
    try:
        verdict = judge(await mailer.send(envelope, raw, lambda: None, lambda: None))
    finally:
        await mailer.close()
    return _said(verdict, mailbox)


def _said(verdict: SmtpVerdict, mailbox: Mailbox) -> str:
    match verdict:
        case Accepted(code=code, text=text):
            return f"{code} {text}"
        case Deferred(text=text, advice=advice) | Refused(text=text, advice=advice):
            raise UnavailableError(f"{mailbox.smtp.host} did not take the mail: {text}. {advice}".rstrip())
        case InDoubt(text=text):
            raise UnavailableError(f"The mail may or may not have left ({text}): look into your inbox.")
        case Vetoed(reason=reason):
            raise UnavailableError(f"Nothing was sent: {reason}")


def _number(sequence: Sequence, step: int | None) -> int:
    mails = [number for number, each in enumerate(sequence.steps, 1) if each.kind in AUTOMATIC]
    if step is None and mails:
        return mails[0]
    if step in mails:
        return step
    listed = ", ".join(str(number) for number in mails) or "none"
    which = f"Step {step} of “{sequence.name}” is no mail" if step is not None else f"“{sequence.name}” has no mail"
    raise UsageError(f"{which}. Its mails are: {listed}. See them all: followupd preview {sequence.name}")
