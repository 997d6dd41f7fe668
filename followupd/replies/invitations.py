"""Answers to invitations, and invitations: text/calendar by RFC 5545, 5546 and 6047 (R2.21)."""

import re

from followupd.core.model import Evidence, Kind, KindName

MAX_LINES = 2000

_FOLD = re.compile(r"\r?\n[ \t]")
_PARTSTAT = re.compile(r"PARTSTAT=\"?([A-Z-]{1,20})", re.IGNORECASE)
_DETAILS = {"ACCEPTED": "accepted", "DECLINED": "declined"}


def calendar_answer(calendar: str, sender: str) -> Kind | None:
    """Return what a calendar part says; None where it is a mere attachment (METHOD:PUBLISH, or no method).

    `detail` is accepted, declined or request; tentative stands for whatever needs a person: TENTATIVE, DELEGATED,
    COUNTER, CANCEL.
    """
    lines = _FOLD.sub("", calendar).splitlines()[:MAX_LINES]
    method = _value(lines, "METHOD").upper()
    if method == "REQUEST":
        return _kind("request", f"METHOD:{method}")
    if method in {"COUNTER", "DECLINECOUNTER", "CANCEL"}:
        return _kind("tentative", f"METHOD:{method}")
    if method != "REPLY":
        return None
    state = _participation(lines, sender)
    return _kind(_DETAILS.get(state, "tentative"), f"PARTSTAT={state}")


def _kind(detail: str, text: str) -> Kind:
    return Kind(name=KindName.CALENDAR, detail=detail, evidence=(Evidence(text=text, why=f"calendar.{detail}"),))


def _value(lines: list[str], name: str) -> str:
    for line in lines:
        head, colon, value = line.partition(":")
        if colon and head.partition(";")[0].strip().upper() == name:
            return value.strip()
    return ""


def _participation(lines: list[str], sender: str) -> str:
    """Return the PARTSTAT of who answers: the sender's own line where several attendees are listed."""
    attendees = [line for line in lines if line.upper().startswith("ATTENDEE")]
    own = [line for line in attendees if sender and sender.lower() in line.lower()]
    for line in (*own, *attendees):
        if match := _PARTSTAT.search(line):
            return match[1].upper()
    return ""
