"""What the store has to say about the keys of a message: the mails, contacts and enrollments that they lead to."""

from collections.abc import Iterable

from sqlalchemy import Connection

from followupd.core.letters import threads
from followupd.core.letters.threads import Keys, Known, KnownContact, KnownMail
from followupd.core.model import Contact, ContactId, Inbound, Outgoing
from followupd.service.desk import Desk
from followupd.store import contacts, enrollments, mails


def look_up(connection: Connection, desk: Desk, inbound: Inbound) -> Known:
    """Return everything that `threads.match` may choose from for this message."""
    keys = threads.keys(inbound)
    ours = _mails(connection, keys)
    people = _people(connection, keys, ours)
    theirs = [mail for person in people for mail in mails.sent_to(connection, person.id)]
    own = tuple(address for mailbox in desk.settings.mailboxes.values() for address in mailbox.addresses)
    return Known(own=own, mails=_known_mails([*ours, *theirs]), contacts=_known_contacts(connection, people))


def _mails(connection: Connection, keys: Keys) -> list[Outgoing]:
    by_ids = mails.by_ids(connection, [keys.own_id, *keys.ids])
    by_index = mails.by_thread_index(connection, keys.thread_head) if keys.thread_head else []
    return [*by_ids, *by_index]


def _people(connection: Connection, keys: Keys, ours: Iterable[Outgoing]) -> list[Contact]:
    """Return who may have written, who was written to, and whose colleagues may have answered."""
    found: dict[ContactId, Contact] = {}
    for mail in ours:
        found[mail.contact] = contacts.get(connection, mail.contact)
    for person in contacts.by_addresses(connection, [*keys.addresses, *keys.recipients]).values():
        found[person.id] = person
    for domain in keys.domains:
        for person in contacts.by_domain(connection, domain):
            found[person.id] = person
    return list(found.values())


def _known_mails(sent: Iterable[Outgoing]) -> tuple[KnownMail, ...]:
    unique = {mail.id: mail for mail in sent}
    return tuple(
        KnownMail(
            outgoing=mail.id,
            enrollment=mail.enrollment,
            ids=(mail.message_id, mail.wire_id) if mail.wire_id else (mail.message_id,),
            subject=mail.subject,
            sent_at=mail.sent_at or mail.claimed_at,
            thread_head=mail.thread_head,
        )
        for mail in unique.values()
    )


def _known_contacts(connection: Connection, people: Iterable[Contact]) -> tuple[KnownContact, ...]:
    return tuple(
        KnownContact(enrollment=enrollment.id, addresses=(person.address,), enrolled_at=enrollment.enrolled_at)
        for person in people
        for enrollment in enrollments.of_contact(connection, person.id)
    )
