"""SMTP reply codes and RFC 3463 enhanced status codes: whose problem, temporary or permanent, what to do.

`SmtpResult` is what an adapter saw; `judge` says what it means, and `judge_report(status, diagnostic)` says the
same of the fields of a delivery report (RFC 3464), so that an address refused at once and an address refused an
hour later come to the same verdict. The rules are data, in `status_table`, by scope: a full mailbox is the
recipient's problem, a quota the account's, a malformed header the message's own.

`Deferred` leaves the mail in the queue: it has a time for the next try, and if it is `permanent` the mailbox should
rest until its owner has done what `advice` says. `Refused` ends this mail; only with `suppress` is the address dead.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from followupd.core.delivery.status_rules import Phase, Signal
from followupd.core.delivery.status_table import TABLE
from followupd.core.model import Fault


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The server has taken the message. `text` may name the id it gave it: see `wire_id`."""

    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """The message did not leave and may be tried again, with the same Message-ID, after `retry_after`.

    `permanent`: time alone will not mend it. The mailbox should rest until its owner has done what `advice` says.
    """

    rule: str
    fault: Fault
    retry_after: timedelta
    permanent: bool
    code: int | None  # None where no server answered
    enhanced: str  # of the same class as the code; "" where the server gave none
    text: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The message will not be taken as it is. `suppress`: the address itself is dead and must not be tried again."""

    rule: str
    fault: Fault
    permanent: bool
    code: int | None  # None where a delivery report named none
    enhanced: str
    text: str
    suppress: bool
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InDoubt:
    """Nobody can tell whether the server has taken the message: settled by evidence, never by a blind second try."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetoed:
    """Nothing was sent, on our own decision."""

    reason: str


SmtpVerdict = Accepted | Deferred | Refused | InDoubt | Vetoed

GIVE_UP_AFTER = timedelta(days=3)
"""A mail that could not be handed over for so long is the owner's to decide about (R4.10)."""

_PHASES = {
    Stage.CONNECT: Phase.SESSION,
    Stage.AUTH: Phase.SESSION,
    Stage.MAIL: Phase.SENDER,
    Stage.RCPT: Phase.RECIPIENT,
    Stage.DATA: Phase.CONTENT,
    Stage.BODY: Phase.CONTENT,
    Stage.DOT: Phase.CONTENT,
}

_MICROSOFT = (".outlook.com", ".office365.com", ".hotmail.com", ".live.com")
_SES = re.compile(r"email-smtp(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com")

_LADDER = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 60, 120, 240))


def judge(result: SmtpResult) -> SmtpVerdict:
    """Say what an attempt came to. Total: every result has a verdict, also what no server should answer."""
    match result:
        case SmtpVetoed(reason=reason):
            return Vetoed(reason=reason)
        case SmtpLost():
            return _judge_lost(result)
        case SmtpReply(stage=Stage.DOT, code=code, text=text) if 200 <= code < 300:
            return Accepted(code=code, text=text)
        case SmtpReply(stage=Stage.DOT, code=code, text=text) if not 400 <= code < 600:
            return InDoubt(text=f"the server answered {code} {text} to the end of the message")
        case SmtpReply():
            return _judge_reply(result)


def judge_report(status: str, diagnostic: str) -> Refused | Deferred:
    """Judge one recipient's Status and Diagnostic-Code of a delivery report by the rules of `judge` (R2.17).

    The fields are taken as found: "smtp; 550-5.1.1 No such user" is as good as a bare "5.1.1". A report that names
    no code at all counts as a permanent failure, for that is what it reports. An action of "delayed" is not for here.
    """
    text = re.sub(r"^\s*[\w-]+\s*;", "", diagnostic[:2000]).strip()
    enhanced = enhanced_code(status) or enhanced_code(text)
    basic = re.match(r"\D{0,80}?\b([45]\d\d)(?=[\s-]|$)", text)
    code = int(basic[1]) if basic else None
    if code is not None and enhanced and not enhanced.startswith(str(code // 100)):
        code = None  # a relay may quote the code of one try and give up with a Status of its own, which is the verdict
    return _failure(Signal(code=code, enhanced=enhanced, words=text, phase=Phase.RECIPIENT))


def next_delay(verdict: Deferred, *, attempts: int, since_first: timedelta) -> timedelta | None:
    """Return how long to wait before the next try, None to give up (R4.10).

    `attempts` counts the tries so far, at least 1; `since_first` is the time since the first of them.
    """
    if since_first >= GIVE_UP_AFTER:
        return None
    rung = _LADDER[min(attempts, len(_LADDER)) - 1]
    return max(verdict.retry_after, rung)


def enhanced_code(text: str) -> str:
    """Return the first enhanced status code (RFC 3463) in a text, "" where it has none."""
    found = re.search(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)", text[:1000])
    return found[1] if found else ""


def replaces_ids(host: str) -> bool:
    """Whether the provider behind this server is known to give some mails another Message-ID (R1.6)."""
    host = host.lower().rstrip(".")
    return host.endswith(_MICROSOFT) or _SES.fullmatch(host) is not None


def wire_id(text: str, host: str) -> str | None:
    """Return the Message-ID that a provider says, in its 250, it gave our message; None where it says nothing (R1.6).

    Outlook.com names it in angle brackets, Amazon SES bare after "Ok". Other hosts put queue names there, which
    mean nothing to anybody else, so that `host`, the server we submitted to, decides.
    """
    host = host.lower().rstrip(".")
    if host.endswith(_MICROSOFT):
        found = re.search(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>", text)
        return found[0] if found and "@" in found[0] else None
    ses = _SES.fullmatch(host)
    taken = re.search(r"\bOk ([0-9A-Za-z-]{20,100})\s*$", text, re.IGNORECASE)
    if not ses or not taken:
        return None
    domain = "email" if ses[1] == "us-east-1" else ses[1]
    return f"<{taken[1]}@{domain}.amazonses.com>"


def _judge_lost(lost: SmtpLost) -> Deferred | InDoubt:
    """Before the final dot nothing can have been taken (RFC 5321 section 4.1.1.4); after it nobody knows (R4.9)."""
    if lost.stage is Stage.DOT:
        return InDoubt(text=lost.error)
    return Deferred(
        rule="server.unusable" if lost.permanent else "server.lost",
        fault=Fault.ACCOUNT,
        retry_after=timedelta(hours=1) if lost.permanent else timedelta(minutes=5),
        permanent=lost.permanent,
        code=None,
        enhanced="",
        text=lost.error,
        advice="Check the smtp settings of this mailbox with `followupd check --online`." if lost.permanent else "",
    )


def _judge_reply(reply: SmtpReply) -> Refused | Deferred:
    enhanced = enhanced_code(reply.text)
    if enhanced:
        # Where the two contradict each other the basic code is the one that the protocol acts on (R4.11).
        enhanced = f"{reply.code // 100}{enhanced[1:]}"
    return _failure(Signal(code=reply.code, enhanced=enhanced, words=reply.text, phase=_PHASES[reply.stage]))


def _failure(signal: Signal) -> Refused | Deferred:
    """Apply the first rule that fits: the last one fits everything."""
    rule = next(rule for rule in TABLE if rule.fits(signal))
    if rule.retry_after is not None:
        return Deferred(
            rule=rule.id,
            fault=rule.fault,
            retry_after=rule.retry_after,
            permanent=rule.permanent,
            code=signal.code,
            enhanced=signal.enhanced,
            text=signal.words,
            advice=rule.advice,
        )
    return Refused(
        rule=rule.id,
        fault=rule.fault,
        permanent=rule.permanent,
        code=signal.code,
        enhanced=signal.enhanced,
        text=signal.words,
        suppress=rule.suppress,
        advice=rule.advice,
    )
