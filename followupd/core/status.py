"""SMTP reply codes and RFC 3463 enhanced status codes: whose problem, temporary or permanent, what to do.

`SmtpResult` is what an adapter saw; `judge` says what it means. The table is by scope: a full mailbox is the
recipient's problem, a quota the account's, a malformed header the message's own.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far an SMTP session had come."""

    CONNECT = "connect"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"  # the DATA command, before the 354
    BODY = "body"  # bytes of the message are on the wire, the final dot is not
    DOT = "dot"  # the final dot may have left: from here on a lost connection leaves a doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpReply:
    """The server answered. After a code of 250 at `DOT` it has taken the message."""

    stage: Stage
    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpLost:
    """The connection was lost, or a deadline passed, at this stage."""

    stage: Stage
    error: str
    permanent: bool = False  # a certificate that does not match, no STARTTLS, no AUTH: waiting will not help


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpVetoed:
    """The last look before MAIL FROM found a reason against it; nothing was sent."""

    reason: str


SmtpResult = SmtpReply | SmtpLost | SmtpVetoed
