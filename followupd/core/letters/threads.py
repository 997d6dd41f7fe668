"""Which of our mails does a message answer? Its own ids first, then what programs and people leave when ids are lost.

In three steps, so that nothing here asks a database: `keys` names all that is worth looking up, the shell fetches
the mails and enrollments that any of it leads to, `match` decides (requirements R2.1 to R2.6). Mail of our own side
is never a reply, however well it fits: a bump of ours that came by in All Mail, the owner writing from a telephone.

*By hand* means that a person of our side wrote it; *certain*, that the message belongs to the enrollment beyond
doubt, so that an answer in it counts. An uncertain match holds and asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from followupd.core.letters.addresses import address_key, domain_of, is_freemail
from followupd.core.letters.fields import read_people
from followupd.core.letters.message_ids import root_of, scan_ids
from followupd.core.letters.subjects import same_subject
from followupd.core.letters.thread_index import head
from followupd.core.model import EnrollmentId, Inbound, OutgoingId

CLOCK_SKEW = timedelta(minutes=10)
"""How far a correspondent's clock may be behind ours before an answer looks older than the question."""

MAX_PEOPLE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """All that a message can be looked up by, the most telling first. Ids go without regard to case.

    `own_id` finds out whether the message is one that we sent; `ids` what it answers; `recipients` whom the owner
    wrote to, if it is the owner's. Addresses are in the form of `address_key`.
    """

    own_id: str
    ids: tuple[str, ...]
    thread_head: bytes  # 22 bytes, or b""
    addresses: tuple[str, ...]  # who wrote it: From, Reply-To, Sender
    recipients: tuple[str, ...]  # To and Cc
    domains: tuple[str, ...]  # of the writer's organisation, the longest first; () for freemail


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMail:
    """A mail that we sent. `ids` are its Message-ID and, where the provider put another in its place, that one."""

    outgoing: OutgoingId
    enrollment: EnrollmentId
    ids: tuple[str, ...]
    subject: str
    sent_at: datetime  # the claim, while the outcome is unknown
    thread_head: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContact:
    """A contact in a sequence, live or stopped. `addresses`: theirs, with the aliases that the owner confirmed."""

    enrollment: EnrollmentId
    addresses: tuple[str, ...]
    enrolled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store has to say about the keys. `own` are all addresses of all mailboxes of the team."""

    own: tuple[str, ...]
    mails: tuple[KnownMail, ...] = ()
    contacts: tuple[KnownContact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A message that belongs to an enrollment.

    `also`: further enrollments that the same rule leads to, as a contact may be in two sequences and two colleagues
    may have had the same subject; whatever the message stops or holds, it stops or holds there as well.
    `from_contact` is false when somebody else answered (R2.5): the sequence ends all the same, and the other
    person is not enrolled.
    """

    rule: str
    enrollment: EnrollmentId
    outgoing: OutgoingId | None  # the mail of ours that it answers; None where nothing was sent yet
    certain: bool
    from_contact: bool
    also: tuple[EnrollmentId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMail:
    """A message of our own side. `by_hand` are the enrollments of those whom a person of ours wrote to (R2.6)."""

    by_hand: tuple[EnrollmentId, ...] = ()


def keys(inbound: Inbound) -> Keys:
    """Name all that the message can be looked up by."""
    ids = (*inbound.in_reply_to, *inbound.references, *_exchange_parent(inbound), *inbound.reported_ids)
    return Keys(
        own_id=inbound.message_id,
        ids=tuple(dict.fromkeys((*ids, *_roots(ids)))),
        thread_head=head(inbound.thread_index),
        addresses=_writers(inbound),
        recipients=_recipients(inbound),
        domains=_organisation(inbound),
    )


def match(inbound: Inbound, known: Known, *, received_at: datetime | None = None) -> Match | OwnMail | None:
    """Decide which enrollment the message belongs to; None where none of the known ones.

    `received_at` is the time that our server gave the message. It is believed before the Date field, which is
    written by a clock that nobody here has set.
    """
    arrived_at = received_at or inbound.sent_at
    then = replace(known, contacts=tuple(contact for contact in known.contacts if _enrolled(contact, arrived_at)))
    if _is_own(inbound, known):
        return OwnMail(by_hand=_written_to(inbound, then))
    return _by_mail(inbound, known, then) or _by_contact(inbound, then, arrived_at)


def _by_mail(inbound: Inbound, known: Known, then: Known) -> Match | None:
    """Find the mail of ours that the message tells it belongs to, by the first of these that leads to any.

    Of the References the last comes first: it is the newest, the one that was on the writer's screen. `then` is
    what was known when the message came: an old answer, read late, ends no younger enrollment.
    """
    index = head(inbound.thread_index)
    for rule, mails in (
        ("in-reply-to", _with_ids(inbound.in_reply_to, known)),
        ("references", _with_ids(reversed(inbound.references), known)),
        ("anchor", _anchored(inbound, known)),
        ("thread-index", [mail for mail in _newest_first(known.mails) if index and mail.thread_head == index]),
        ("exchange-parent", _with_ids(_exchange_parent(inbound), known)),
        ("reported", _with_ids(inbound.reported_ids, known)),
    ):
        if mails:
            people = [contact for contact in known.contacts if contact.enrollment == mails[0].enrollment]
            theirs = {address for contact in people for address in _contact_keys(contact)}
            return Match(
                rule=rule,
                enrollment=mails[0].enrollment,
                outgoing=mails[0].outgoing,
                certain=True,
                from_contact=not theirs.isdisjoint(_writers(inbound)),
                also=_others(mails[0].enrollment, [*mails, *_contacts_at(theirs, then)]),
            )
    return None


def _by_contact(inbound: Inbound, known: Known, arrived_at: datetime | None) -> Match | None:
    """Find the contact who wrote, or one whose colleague may have answered; the latter holds and asks (R2.2).

    Taken to be answered is the last mail that they had when they wrote (R2.26).
    """
    had = [mail for mail in _newest_first(known.mails) if arrived_at is None or mail.sent_at <= arrived_at + CLOCK_SKEW]
    latest_of = {mail.enrollment: mail for mail in reversed(had)}
    for rule, certain, contacts in (
        ("address", True, _contacts_at(set(_writers(inbound)), known)),
        ("organisation", False, [contact for contact in known.contacts if _colleague_answers(inbound, contact, known)]),
    ):
        if contacts:
            mails = [latest_of[contact.enrollment] for contact in contacts if contact.enrollment in latest_of]
            mail = max(mails, key=lambda each: each.sent_at, default=None)
            enrollment = mail.enrollment if mail else contacts[0].enrollment
            return Match(
                rule=rule,
                enrollment=enrollment,
                outgoing=mail.outgoing if mail else None,
                certain=certain,
                from_contact=certain,
                also=_others(enrollment, contacts),
            )
    return None


def _colleague_answers(inbound: Inbound, contact: KnownContact, known: Known) -> bool:
    """Whether somebody of the contact's organisation writes in our matter: our subject, or to us with them in Cc."""
    if not set(_organisation(inbound)) & {domain_of(address) for address in contact.addresses}:
        return False
    ours = [mail.subject for mail in known.mails if mail.enrollment == contact.enrollment]
    in_copy = not set(_address_keys(inbound.cc)).isdisjoint(_contact_keys(contact))
    to_us = not set(_address_keys(inbound.to)).isdisjoint(_address_keys(known.own))
    return any(same_subject(inbound.subject, subject) for subject in ours) or (in_copy and to_us)


def _is_own(inbound: Inbound, known: Known) -> bool:
    senders = _address_keys((inbound.sender.address, inbound.header("sender")))
    return not set(senders).isdisjoint(_address_keys(known.own)) or bool(_with_ids((inbound.message_id,), known))


def _written_to(inbound: Inbound, known: Known) -> tuple[EnrollmentId, ...]:
    """Return whose enrollments end because a person of our side has written to them.

    Not by what we sent ourselves, and not by what the owner's own programs sent: their absence note takes nothing over.
    """
    automatic = inbound.header("auto-submitted").partition(";")[0].strip().lower() not in {"", "no"}
    if automatic or _with_ids((inbound.message_id,), known):
        return ()
    return tuple(dict.fromkeys(contact.enrollment for contact in _contacts_at(set(_recipients(inbound)), known)))


def _enrolled(contact: KnownContact, arrived_at: datetime | None) -> bool:
    """Whether the message came after the enrollment: older mail is what led to it, not an answer to it."""
    return arrived_at is None or arrived_at + CLOCK_SKEW >= contact.enrolled_at


def _with_ids(ids: Iterable[str], known: Known) -> list[KnownMail]:
    """Return the mails with these ids in the order of the ids: as they stand, else without regard to case (R2.3)."""
    wanted = [each for each in ids if each]
    exact = [mail for each in wanted for mail in known.mails if each in mail.ids]
    folded = [each.casefold() for each in wanted]
    return exact or [mail for each in folded for mail in known.mails if each in (own.casefold() for own in mail.ids)]


def _roots(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the Message-IDs of the first mails of those threads whose anchor is among the ids (R1.7)."""
    return tuple(root for root in map(root_of, ids) if root)


def _anchored(inbound: Inbound, known: Known) -> list[KnownMail]:
    """Return the mails of a thread whose anchor the message names, the newest first: the anchor tells no more."""
    firsts = _with_ids(_roots((*inbound.in_reply_to, *inbound.references)), known)
    threads = {(mail.enrollment, mail.thread_head) for mail in firsts}
    return [mail for mail in _newest_first(known.mails) if (mail.enrollment, mail.thread_head) in threads]


def _newest_first(mails: Iterable[KnownMail]) -> list[KnownMail]:
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)


def _contacts_at(addresses: set[str], known: Known) -> list[KnownContact]:
    return [contact for contact in known.contacts if not addresses.isdisjoint(_contact_keys(contact))]


def _contact_keys(contact: KnownContact) -> tuple[str, ...]:
    return _address_keys(contact.addresses)


def _others(first: EnrollmentId, found: Iterable[KnownMail | KnownContact]) -> tuple[EnrollmentId, ...]:
    return tuple(dict.fromkeys(each.enrollment for each in found if each.enrollment != first))


def _exchange_parent(inbound: Inbound) -> tuple[str, ...]:
    """Exchange names what its rules and absence notes answer in a field of its own."""
    return scan_ids(inbound.header("x-ms-exchange-parent-message-id"))


def _writers(inbound: Inbound) -> tuple[str, ...]:
    return _address_keys((inbound.sender.address, *inbound.reply_to, inbound.header("sender")))


def _recipients(inbound: Inbound) -> tuple[str, ...]:
    return _address_keys((*inbound.to, *inbound.cc))


def _organisation(inbound: Inbound) -> tuple[str, ...]:
    """Return the domain that the writer shares with colleagues, and those above it: eu.acme.example, acme.example."""
    labels = domain_of(inbound.sender.address).split(".")
    domains = tuple(".".join(labels[start:]) for start in range(len(labels) - 1))
    return () if any(is_freemail(domain) for domain in domains) else domains


def _address_keys(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return addresses in comparable form, "" and repetitions left out; a name around one is taken off."""
    found = (address for each in list(addresses)[:MAX_PEOPLE] for address in _addresses(each))
    return tuple(dict.fromkeys(address_key(address) for address in found))


def _addresses(value: str) -> tuple[str, ...]:
    return tuple(person.address for person in read_people(value))
