"""How an answer looks on the wire: the same words as Gmail, Outlook or an iPhone would send them, and two machines.

Pure functions of the answer, the mail that is answered, and the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from html import escape

from followupd.demo.cast import OWNER, ZONE, Answer, Hand, Role

MAIL_SYSTEM = "mx.northwind.example"
_AWAY: Mapping[str, str] = {"de": "Automatische Antwort", "en": "Automatic reply"}
_OUTLOOK: Mapping[str, tuple[str, str, str, str, str]] = {
    "de": ("Von", "Gesendet", "An", "Betreff", "%d.%m.%Y %H:%M"),
    "en": ("From", "Sent", "To", "Subject", "%d %B %Y %H:%M"),
}
_GMAIL: Mapping[str, str] = {
    "en": "On {at:%b %d, %Y at %H:%M} {who} wrote:",
    "fr": "Le {at:%d/%m/%Y à %H:%M}, {who} a écrit :",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A mail of Ana's as it lies before its reader."""

    message: EmailMessage
    at: datetime

    @property
    def text(self) -> str:
        """Its words."""
        part = self.message.get_body(preferencelist=("plain",))
        return "" if part is None else str(part.get_content())

    @property
    def subject(self) -> str:
        """Its subject, without the "Re:" that every answer puts before it anew."""
        return str(self.message["Subject"]).removeprefix("Re: ")


def answer_to(received: Received, role: Role, answer: Answer, at: datetime) -> bytes:
    """Return the answer as it arrives in Ana's mailbox at `at`."""
    match answer.hand:
        case Hand.MAIL_SYSTEM:
            message = _bounce(received, role, answer)
        case Hand.EXCHANGE:
            message = _absence(received, role, answer)
        case Hand.GMAIL:
            message = _gmail(received, role, answer)
        case Hand.OUTLOOK:
            message = _outlook(received, role, answer)
        case Hand.IPHONE:
            message = _iphone(received, role, answer)
    number = f"{at:%Y%m%d%H%M%S}.{role.address}"
    message["To"] = formataddr((OWNER.name, OWNER.address))
    message["Date"] = format_datetime(at.astimezone(role.zone))
    message["Message-ID"] = f"<{number}>"
    return message.as_bytes(policy=policy.SMTP)


def by_hand(role: Role, at: datetime) -> bytes:
    """Return the mail that Ana writes to somebody from her own mail program, as it lies in Sent."""
    message = EmailMessage()
    message["From"] = formataddr((OWNER.name, OWNER.address))
    message["To"] = formataddr((role.name, role.address))
    message["Subject"] = "A visit next month?"
    message["Date"] = format_datetime(at.astimezone(ZONE))
    message["Message-ID"] = f"<{at:%Y%m%d%H%M%S}.by-hand@northwind.example>"
    message.set_content(role.by_hand)
    return message.as_bytes(policy=policy.SMTP)


# --- people ---------------------------------------------------------------------------------------------------------


def _gmail(received: Received, role: Role, answer: Answer) -> EmailMessage:
    """Text and HTML, our mail below a line in the language of the writer."""
    message = _reply(received, role, answer)
    who = f"{OWNER.name} <{OWNER.address}>"
    line = _GMAIL[role.row["language"]].format(at=received.at.astimezone(role.zone), who=who)
    message.set_content(f"{answer.words}\n\n{line}\n\n{_marked(received.text)}\n")
    words, ours = (escape(text).replace("\n", "<br>") for text in (answer.words, received.text))
    message.add_alternative(
        f'<div dir="ltr">{words}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(line)}'
        f'<br></div><blockquote class="gmail_quote">{ours}</blockquote></div>',
        subtype="html",
    )
    return message


def _outlook(received: Received, role: Role, answer: Answer) -> EmailMessage:
    """Our mail below a rule and four header lines, not marked in any other way."""
    message = _reply(received, role, answer, prefix="AW" if role.row["language"] == "de" else "RE")
    sender, sent, to, subject, date = _OUTLOOK[role.row["language"]]
    at = received.at.astimezone(role.zone)
    message.set_content(
        f"{answer.words}\n\n________________________________\n"
        f"{sender}: {OWNER.name} <{OWNER.address}>\n{sent}: {at:{date}}\n"
        f"{to}: {role.name} <{role.address}>\n{subject}: {received.subject}\n\n{received.text}"
    )
    return message


def _iphone(received: Received, role: Role, answer: Answer) -> EmailMessage:
    """The line that says what it was sent from, and then our mail, marked with its own introduction."""
    message = _reply(received, role, answer)
    at = received.at.astimezone(role.zone)
    line = f"On {at.day} {at:%b %Y, at %H:%M}, {OWNER.name} <{OWNER.address}> wrote:"
    quoted = _marked(f"{line}\n\n{received.text}")
    message.set_content(f"{answer.words}\n\nSent from my iPhone\n\n{quoted}\n")
    return message


def _reply(received: Received, role: Role, answer: Answer, prefix: str = "Re") -> EmailMessage:
    ours = str(received.message["Message-ID"])
    message = EmailMessage()
    message["From"] = formataddr((role.name, answer.sender or role.address))
    message["Subject"] = f"{prefix}: {received.subject}"
    message["In-Reply-To"] = ours
    message["References"] = f"{received.message.get('References', '')} {ours}".strip()
    return message


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.splitlines())


# --- machines -------------------------------------------------------------------------------------------------------


def _absence(received: Received, role: Role, answer: Answer) -> EmailMessage:
    """What Exchange sends for somebody who is away: no quotation, and marks that stop two of them from chatting."""
    message = EmailMessage()
    message["From"] = formataddr((role.name, role.address))
    message["Subject"] = f"{_AWAY[role.row['language']]}: {received.subject}"
    message["In-Reply-To"] = str(received.message["Message-ID"])
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["X-MS-Exchange-Inbox-Rules-Loop"] = role.address
    message.set_content(answer.words)
    return message


def _bounce(received: Received, role: Role, answer: Answer) -> EmailMessage:
    """A delivery status notification: words for people, fields for machines, the header of our mail (RFC 3464)."""
    code, status, words = answer.words.split(" ", 2)
    message = EmailMessage()
    message["From"] = f"Mail Delivery System <MAILER-DAEMON@{MAIL_SYSTEM}>"
    message["Subject"] = "Undelivered Mail Returned to Sender"
    message["Auto-Submitted"] = "auto-replied"
    message["Return-Path"] = "<>"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = 'multipart/report; report-type="delivery-status"'
    message.attach(_part("text/plain", f"Your message could not be delivered.\n\n<{role.address}>: {answer.words}\n"))
    fields = (
        f"Reporting-MTA: dns; {MAIL_SYSTEM}\n\nFinal-Recipient: rfc822; {role.address}\nAction: failed\n"
        f"Status: {status}\nDiagnostic-Code: smtp; {code} {status} {words}\n"
    )
    message.attach(_part("message/delivery-status", fields))
    header = "".join(f"{name}: {value}\n" for name, value in received.message.items())
    message.attach(_part("text/rfc822-headers", header))
    return message


def _part(content_type: str, text: str) -> EmailMessage:
    return message_from_string(f"Content-Type: {content_type}\n\n{text}", policy=policy.default)
