"""Bytes of a message -> `Inbound`: bounded in size and time, and never an exception (R2.25).

What is read and what is refused stands in the modules this one joins: `headers` and `addresses` for the fields,
`mime` and `body` for the text, `reports` for what servers enclose, `quotes` for whose words are whose.
"""

import binascii
from collections.abc import Sequence

from followupd.core.model import Inbound, Person, Report
from followupd.replies import reports
from followupd.replies.addresses import persons
from followupd.replies.body import body_of
from followupd.replies.charsets import decode
from followupd.replies.headers import Fields, content_type, date_of, message_ids, split_message
from followupd.replies.mime import Part, leaves
from followupd.replies.quotes import isolate

MAX_RAW = 8 * 1024 * 1024
MAX_TEXT = 64 * 1024
MAX_LINES = 2000
MAX_NAME = 200

_ATTACHED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
_REPORT_READERS = {
    "message/delivery-status": reports.read_delivery_status,
    "message/global-delivery-status": reports.read_delivery_status,
    "message/disposition-notification": reports.read_disposition,
    "message/feedback-report": reports.read_feedback,
}


def parse(raw: bytes, *, ours: Sequence[str] = (), truncated: bool = False) -> Inbound:
    """Read a message. `ours` are texts of mails that we sent: found again in this one they are quotation.

    `truncated` says that `raw` is only the beginning of the message.
    """
    fields, content = split_message(raw[:MAX_RAW])
    parts = tuple(leaves(fields, content))
    body = body_of(parts, truncated=truncated or len(raw) > MAX_RAW)
    sender = _sender(fields)
    split = isolate(_bounded(body.text), ours=ours, html=_bounded(body.html), writer=sender)
    kind, parameters = content_type(fields.raw("content-type"))
    return Inbound(
        message_id=next(iter(message_ids(fields.raw("message-id"))), ""),
        sender=sender,
        subject=" ".join(fields.text("subject").split()),
        reply_to=_addresses(fields, "reply-to"),
        to=_addresses(fields, "to"),
        cc=_addresses(fields, "cc"),
        in_reply_to=message_ids(fields.raw("in-reply-to")),
        references=message_ids(fields.raw("references")),
        reported_ids=_reported_ids(parts),
        returned_to=_returned_to(parts),
        thread_index=_thread_index(fields),
        sent_at=date_of(fields.text("date")),
        headers=fields.decoded(),
        content_type=kind or "text/plain",
        fresh=split.fresh,
        quoted=split.quoted,
        reports=_reports(parts),
        report_type=_report_type(kind, parameters, parts),
        calendar=body.calendar,
        has_attachment=body.has_attachment,
        unreadable=body.unreadable,
    )


def _bounded(text: str) -> str:
    return "\n".join(text[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MAX_LINES])


def _sender(fields: Fields) -> Person:
    named = persons(decode(fields.raw("from")))
    return next(iter(named), Person(address="", name=fields.text("from")[:MAX_NAME]))


def _addresses(fields: Fields, name: str) -> tuple[str, ...]:
    values = fields.values.get(name, ())
    return tuple(person.address for value in values for person in persons(decode(value)))


def _thread_index(fields: Fields) -> bytes:
    """Return the decoded Thread-Index, b"" where it is absent or no base64."""
    try:
        return binascii.a2b_base64("".join(fields.text("thread-index").split()))
    except (binascii.Error, ValueError):
        return b""


def _report_type(kind: str, parameters: dict[str, str], parts: Sequence[Part]) -> str:
    """Return the report type, from the parts where the top does not say; some servers forget the parameter."""
    if kind == "multipart/report" and (stated := parameters.get("report-type", "").lower()):
        return stated
    enclosed = (part.content_type for part in parts if part.content_type in _REPORT_READERS)
    return next(enclosed, "").removeprefix("message/").removeprefix("global-")


def _reports(parts: Sequence[Part]) -> tuple[Report, ...]:
    return tuple(
        report for part in parts if (read := _REPORT_READERS.get(part.content_type)) for report in read(part.data())
    )


def _enclosed(parts: Sequence[Part]) -> list[Fields]:
    """Return the header blocks of the messages that are attached."""
    return [split_message(part.data().lstrip(b"\r\n"))[0] for part in parts if part.content_type in _ATTACHED]


def _reported_ids(parts: Sequence[Part]) -> tuple[str, ...]:
    of_messages = (found for block in _enclosed(parts) for found in reports.ids_in(block))
    of_reports = (
        found for part in parts if part.content_type in _REPORT_READERS for found in reports.ids_in_groups(part.data())
    )
    return tuple(dict.fromkeys((*of_messages, *of_reports)))


def _returned_to(parts: Sequence[Part]) -> tuple[str, ...]:
    found = (address for block in _enclosed(parts) for name in ("to", "cc") for address in _addresses(block, name))
    return tuple(dict.fromkeys(found))
