"""An alert as a mail from the mailbox to its owner: marked so that no program answers it (R1.30)."""

import secrets
from zoneinfo import ZoneInfo

from followupd.core.delivery import status
from followupd.core.letters import compose
from followupd.core.model import Letter, Person
from followupd.mail.ports import Envelope, Mailer
from followupd.service.desk import Desk
from followupd.service.telling.alerts import Alert


async def send_notice(desk: Desk, mailer: Mailer, alert: Alert) -> None:
    """Send an alert to [alerts] email; in a dry run nothing leaves. Raises OSError where it was not taken."""
    to = desk.settings.alerts.email
    if to is None or not desk.settings.live:
        return
    sender = desk.mailbox.sender
    letter = Letter(
        sender=sender,
        to=Person(address=to),
        subject=f"[followupd] {alert.title}",
        text=alert.words,
        message_id=compose.new_message_id(secrets.token_hex(16), sender.address),
        written_at=alert.at.astimezone(ZoneInfo(desk.settings.timezone)),
    )
    envelope = Envelope(sender=sender.address, recipient=to)
    result = await mailer.send(envelope, compose.notice(letter), last_look=lambda: None, mark=lambda: None)
    verdict = status.judge(result)
    if not isinstance(verdict, status.Accepted):
        raise OSError(f"the alert to {to} was not taken: {verdict}")
