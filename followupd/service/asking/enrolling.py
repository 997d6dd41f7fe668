"""Takes people in: stores who is new, enrolls who may be written to, and names who may not, all in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from followupd.core import lifecycle
from followupd.core.model import Contact, State
from followupd.core.sequences import Sequence
from followupd.service import changes
from followupd.service.plans import Planner
from followupd.store import contacts, enrollments, suppressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who came in, when the first of them is due, and who did not, with the reason."""

    enrolled: tuple[Contact, ...]
    first_due_at: datetime | None
    refused: tuple[tuple[str, str], ...]  # address, why


def admit(
    connection: Connection,
    planner: Planner,
    people: Iterable[Contact],
    sequence: Sequence,
    *,
    mailbox: str,
    at: datetime,
) -> Admission:
    """Enroll everybody who may be enrolled. Suppressed people are not even stored; known ones get their new columns."""
    enrolled, refused, due = [], [], []
    for person in people:
        suppressed = suppressions.reason(connection, person.address)
        if suppressed is not None:
            refused.append((person.address, f"is on the suppression list ({suppressed})"))
            continue
        contact = contacts.add(connection, person, at)
        why = changes.refusal(connection, contact, sequence.name)
        if why is not None:
            refused.append((contact.address, why))
            continue
        enrollment = changes.enroll(connection, planner, contact, sequence, mailbox=mailbox, at=at)
        enrolled.append(contact)
        due += [enrollment.due_at] if enrollment.due_at else []
    return Admission(enrolled=tuple(enrolled), first_due_at=min(due, default=None), refused=tuple(refused))


def suppress(
    connection: Connection, planner: Planner, address_or_domain: str, *, reason: str, note: str, at: datetime
) -> tuple[bool, int]:
    """Put an address or a domain on the list and end what runs there; return whether it is new, and how many ended."""
    if "@" in address_or_domain:
        is_new = suppressions.add(connection, address_or_domain, reason=reason, at=at, note=note)
        known = contacts.by_address(connection, address_or_domain)
        affected = [known] if known else []
    else:
        is_new = suppressions.add_domain(connection, address_or_domain, reason=reason, at=at, note=note)
        affected = list(contacts.by_domain(connection, address_or_domain))
    ended = 0
    for contact in affected:
        for enrollment in enrollments.active(connection, contact.id):
            after = changes.happen(connection, planner, enrollment, lifecycle.Cancelled(), at=at)
            ended += after.state is State.STOPPED
    return is_new, ended
