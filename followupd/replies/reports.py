"""The machine-readable parts of a multipart/report (RFC 6522) and the ids of what they report on.

Delivery status (RFC 3464), disposition (RFC 8098) and feedback reports (RFC 5965) have one form: groups of
header-like fields, the first about the message, each later one about a recipient. Fields are kept as found.
"""

import re
from collections.abc import Iterable, Sequence

from followupd.core.model import Report
from followupd.replies.addresses import addresses_in
from followupd.replies.headers import Fields, message_ids, scan

MAX_REPORTS = 50

_GROUPS = re.compile(rb"\r?\n[ \t]*\r?\n")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_ID_FIELDS = ("message-id", "original-message-id", "x-original-message-id", "x-microsoft-original-message-id")


def read_delivery_status(data: bytes) -> tuple[Report, ...]:
    """Read the recipients' groups; a recipient that was rewritten on the way is listed under both addresses."""
    found: list[Report] = []
    for fields in _groups(data):
        report = Report(
            recipient="",
            action=_first_word(fields.text("action")),
            status=_status(fields),
            diagnostic=_without_type(fields.text("diagnostic-code")),
        )
        found.extend(
            Report(recipient=who, action=report.action, status=report.status, diagnostic=report.diagnostic)
            for who in _recipients(fields)
        )
    return tuple(found[:MAX_REPORTS])


def read_feedback(data: bytes) -> tuple[Report, ...]:
    """Read a feedback report as one `Report`, whose action is the Feedback-Type."""
    for fields in _groups(data):
        if kind := _first_word(fields.text("feedback-type")):
            who = (*addresses_in(fields.text("original-rcpt-to")), *addresses_in(fields.text("removal-recipient")))
            return (Report(recipient=next(iter(who), ""), action=kind, status=""),)
    return ()


def read_disposition(data: bytes) -> tuple[Report, ...]:
    """Read a disposition notification as one `Report`, whose action is the disposition type (displayed, deleted)."""
    for fields in _groups(data):
        if mode := fields.text("disposition"):
            who = addresses_in(fields.text("original-recipient") + " " + fields.text("final-recipient"))
            kind = _first_word(mode.rpartition(";")[2])
            return (Report(recipient=next(iter(who), ""), action=kind, status="", diagnostic=mode),)
    return ()


def ids_in(fields: Fields) -> tuple[str, ...]:
    """Return the ids that identify the message whose header block this is, and those of its thread."""
    own = [found for name in _ID_FIELDS for found in message_ids(fields.raw(name))]
    thread = (*message_ids(fields.raw("in-reply-to")), *message_ids(fields.raw("references")))
    return tuple(dict.fromkeys((*own, *thread)))


def ids_in_groups(data: bytes) -> tuple[str, ...]:
    """Return the ids named by the fields of a report."""
    return tuple(dict.fromkeys(found for fields in _groups(data) for found in ids_in(fields)))


def _groups(data: bytes) -> Iterable[Fields]:
    return (scan(group) for group in _GROUPS.split(data.strip())[:MAX_REPORTS])


def _recipients(fields: Fields) -> Sequence[str]:
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    return tuple(dict.fromkeys(who for name in names for who in addresses_in(fields.text(name))[:1]))


def _status(fields: Fields) -> str:
    """Return the enhanced status code; where Status says no more than x.0.0 the diagnostic may know better."""
    stated = _STATUS.search(fields.text("status"))
    diagnosed = _STATUS.search(fields.text("diagnostic-code"))
    if stated and (not stated[0].endswith(".0.0") or not diagnosed):
        return stated[0]
    return diagnosed[0] if diagnosed else ""


def _first_word(value: str) -> str:
    return next(iter(re.findall(r"[\w-]+", value.lower())), "")


def _without_type(value: str) -> str:
    kind, semicolon, rest = value.partition(";")
    return (
        rest.strip() if semicolon and kind.strip().lower() in {"smtp", "x-unix", "x-notes", "x400"} else value.strip()
    )
