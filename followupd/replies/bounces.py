"""Is this a delivery report, and what does it say? RFC 3464 where servers keep to it, and the many forms where not.

qmail, Exim, old Exchange, Notes, carriers and a hundred gateways write prose. One sign proves nothing, for people
forward bounces and postmasters write letters; signs are added up (`_signs`), and one of them has to come from the
envelope or the structure, which a person's mail does not have.
"""

import re
from collections.abc import Iterable, Sequence

from followupd.core.model import Evidence, Inbound, Kind, KindName, Report
from followupd.replies.addresses import addresses_in
from followupd.replies.failures import Failure, failure_of
from followupd.replies.patterns import compiled, word_lists

ENOUGH = 3
MAX_EVIDENCE = 200

_LISTS = word_lists("bounces")
_DAEMON_ADDRESS = compiled(_LISTS["daemon_address"], "^", "(?:[-+_.=].*)?$")
_DAEMON_NAME = compiled(_LISTS["daemon_name"])
_SUBJECT = compiled(_LISTS["subject"], r"^\W{0,8}")
_VERBATIM_SUBJECT = compiled(_LISTS["verbatim_subject"], r"^\W{0,4}")
_PHRASE = compiled(_LISTS["phrase"])
_DELAY = compiled(_LISTS["delay"])
_GIVEN_UP = compiled(_LISTS["given_up"])
_REPLY_CODE = re.compile(r"(?<![\d.])[45][0-5]\d[ -](?:[45]\.\d{1,3}\.\d{1,3}|[<#A-Za-z(])|\b[45]\.\d\.\d{1,3}\b")
_FORWARDED = re.compile(r"^\s*(?:re|aw|fwd?|wg|tr|rv|sv|vs|antw|i|r|odp|enc|vb|vl)\s?:", re.IGNORECASE)
_REPORTED = re.compile(
    r"^[ \t>]{0,4}(?:Final|Original)-Recipient:[ \t]{0,4}(?:rfc822;)?(.{1,320})$", re.IGNORECASE | re.MULTILINE
)
_STATUS_FIELD = re.compile(r"^[ \t>]{0,4}Status:[ \t]{0,4}([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_LOCAL_AND_DOMAIN = r"[^\s<>()\[\]\"',;:]{1,64}@[^\s<>()\[\]\"',;:]{1,255}"
_NAMED_IN_PROSE = re.compile(
    rf"^[ \t>]{{0,8}}<({_LOCAL_AND_DOMAIN})>"
    rf"|^[ \t]{{1,12}}({_LOCAL_AND_DOMAIN})[:;]?[ \t]{{0,4}}$"
    r"|(?:rcpt to:|recipients?:?|address(?:ee)?:?|user:?|to:?|smtp:|account:?|mailbox:?|for)"
    rf"[ \t\[(]{{0,4}}(?:smtp:|rfc822;)?[ \t]{{0,2}}<?({_LOCAL_AND_DOMAIN})>?",
    re.IGNORECASE | re.MULTILINE,
)
_ID_LINE = re.compile(
    r"^.{0,40}(?:message-id|references|in-reply-to|^received|return-path|^from|^sender|reply-to|^x-).{0,400}$",
    re.IGNORECASE | re.MULTILINE,
)


def delivery_report(inbound: Inbound) -> Kind | None:
    """Return a bounce or a delay, None for what is no delivery report at all."""
    evidence = _signs(inbound)
    if not evidence:
        return None
    failed = [report for report in inbound.reports if report.action not in _HARMLESS]
    if _is_no_failure(inbound, failed):
        return Kind(name=KindName.DELAY, evidence=evidence, recipients=_recipients(inbound, inbound.reports))
    failure = _worst(inbound, failed)
    return Kind(
        name=KindName.BOUNCE,
        evidence=(*evidence, failure.evidence),
        permanent=failure.reason.permanent,
        fault=failure.reason.fault,
        recipients=_recipients(inbound, failed),
        detail=failure.reason.name,
    )


_HARMLESS = frozenset({"delayed", "delivered", "relayed", "expanded"})


def _signs(inbound: Inbound) -> tuple[Evidence, ...]:
    """Return why this is a delivery report; nothing where the signs do not suffice."""
    if inbound.report_type == "delivery-status" or _has_status_part(inbound):
        return (Evidence(text=inbound.content_type, why="bounce.report"),)
    if failed := inbound.header("x-failed-recipients"):
        return (Evidence(text=failed[:MAX_EVIDENCE], why="bounce.x-failed-recipients"),)
    structure, words = _structural_signs(inbound), _word_signs(inbound)
    total = sum(weight for weight, _ in (*structure, *words))
    if not structure or not words or total < ENOUGH:
        return ()
    return tuple(evidence for _, evidence in (*structure, *words))


def _has_status_part(inbound: Inbound) -> bool:
    return bool(inbound.reports) and not inbound.report_type.startswith(("disposition", "feedback"))


def _structural_signs(inbound: Inbound) -> list[tuple[int, Evidence]]:
    found: list[tuple[int, Evidence]] = []
    local = inbound.sender.address.partition("@")[0]
    if _DAEMON_ADDRESS.match(local) or _DAEMON_NAME.search(inbound.sender.name[:200]):
        found.append((2, Evidence(text=inbound.sender.name or inbound.sender.address, why="bounce.daemon")))
    elif not inbound.sender.address:
        found.append((1, Evidence(text=inbound.header("from")[:MAX_EVIDENCE], why="bounce.no-sender")))
    if match := _VERBATIM_SUBJECT.search(inbound.subject[:300]):
        found.append((1, Evidence(text=match[0], why="bounce.subject")))
    if has_null_return_path(inbound):
        found.append((1, Evidence(text="Return-Path: <>", why="bounce.null-return-path")))
    if inbound.content_type == "multipart/report":
        found.append((2, Evidence(text=inbound.content_type, why="bounce.report")))
    if inbound.returned_to or inbound.reported_ids:
        found.append((1, Evidence(text=" ".join(inbound.returned_to)[:MAX_EVIDENCE], why="bounce.returned-message")))
    return found


def _word_signs(inbound: Inbound) -> list[tuple[int, Evidence]]:
    found: list[tuple[int, Evidence]] = []
    subject = inbound.subject[:300]
    if not _FORWARDED.match(subject) and (match := _SUBJECT.search(subject)):
        found.append((2, Evidence(text=match[0], why="bounce.subject")))
    text = _text(inbound)
    if match := _PHRASE.search(text):
        found.append((1, Evidence(text=match[0], why="bounce.words")))
    if match := _REPLY_CODE.search(text):
        found.append((1, Evidence(text=match[0], why="bounce.reply-code")))
    return found


def has_null_return_path(inbound: Inbound) -> bool:
    """Tell whether the envelope sender was empty, as RFC 5321 section 4.5.5 wants it of notifications."""
    stated = (*inbound.headers.get("return-path", ()), *inbound.headers.get("x-envelope-from", ()))
    return any(value.strip().lower() in {"<>", "<mailer-daemon>", "<<>>"} for value in stated)


def _text(inbound: Inbound) -> str:
    """Return what a server wrote: its lines may look quoted (">>> RCPT TO:…"), so both halves count."""
    return f"{inbound.fresh}\n{inbound.quoted}"[:20_000]


def _is_no_failure(inbound: Inbound, failed: Sequence[Report]) -> bool:
    if inbound.reports:
        return not failed
    text = f"{inbound.subject}\n{inbound.fresh or inbound.quoted}"[:4000]
    return bool(_DELAY.search(text)) and not _GIVEN_UP.search(text)


def _worst(inbound: Inbound, failed: Sequence[Report]) -> Failure:
    """Return the reason that decides: of several recipients the one that is dead, else the first."""
    found = [failure_of(report.diagnostic, report.status) for report in failed if report.diagnostic or report.status]
    known = [failure for failure in found if failure.reason.name != "unstated"]
    if known:
        return next((failure for failure in known if failure.reason.permanent), known[0])
    status = _STATUS_FIELD.search(_text(inbound))
    return failure_of(_before_original(inbound), status[1] if status else "")


def _before_original(inbound: Inbound) -> str:
    return inbound.fresh if len(inbound.fresh) > _SHORT else _text(inbound)


_SHORT = 60


def _recipients(inbound: Inbound, reports: Iterable[Report]) -> tuple[str, ...]:
    """Return who was not reached: from the report, the header, the prose, and last from the mail that came back."""
    by_report = [report.recipient for report in reports if report.recipient]
    by_header = addresses_in(inbound.header("x-failed-recipients"))
    if by_report or by_header:
        return tuple(dict.fromkeys((*by_report, *by_header)))
    text = _text(inbound)
    if by_field := addresses_in(" ".join(match[1] for match in _REPORTED.finditer(text))):
        return by_field
    strangers = _strangers(inbound, text)
    written_to = [address for address in strangers if address in inbound.returned_to]
    return tuple(written_to or strangers[:1] or inbound.returned_to)


def _strangers(inbound: Inbound, text: str) -> list[str]:
    """Return the addresses in a text that are neither ours nor the server's, the prominent ones first."""
    text = _ID_LINE.sub("", text)
    prominent = addresses_in(" ".join(next(filter(None, match.groups())) for match in _NAMED_IN_PROSE.finditer(text)))
    own = {inbound.sender.address, *inbound.to, *inbound.cc}
    return [
        address
        for address in dict.fromkeys((*prominent, *addresses_in(text)))
        if address not in own and not _DAEMON_ADDRESS.match(address.partition("@")[0])
    ]
