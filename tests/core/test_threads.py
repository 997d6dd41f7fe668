"""Which of our mails does a message answer? (R2.1 to R2.6, R2.16, R2.26)"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.core.letters.message_ids import scan_ids
from followupd.core.letters.threads import Known, KnownContact, KnownMail, Match, OwnMail, keys, match
from followupd.core.model import EnrollmentId, Inbound, OutgoingId, Person
from tests.core.letters import MICROSOFT_ID

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)
INDEX = bytes(range(22))
SAM, PAT = EnrollmentId(1), EnrollmentId(2)

FIRST = KnownMail(
    outgoing=OutgoingId(11),
    enrollment=SAM,
    ids=("<first@example.com>",),
    subject="The notes I mentioned",
    sent_at=MONDAY,
    thread_head=INDEX,
)
SECOND = replace(FIRST, outgoing=OutgoingId(12), ids=("<second@example.com>", MICROSOFT_ID), sent_at=THURSDAY)
TO_PAT = replace(
    FIRST,
    outgoing=OutgoingId(21),
    enrollment=PAT,
    ids=("<pat@example.com>",),
    subject="A quote",
    thread_head=INDEX[::-1],
)
KNOWN = Known(
    own=("ana@example.com", "ana@northwind.example"),
    mails=(FIRST, SECOND, TO_PAT),
    contacts=(
        KnownContact(enrollment=SAM, addresses=("Sam@acme.example",), enrolled_at=MONDAY),
        KnownContact(enrollment=PAT, addresses=("pat@other.example",), enrolled_at=MONDAY),
    ),
)


def inbound(sender: str = "stranger@else.example", **fields: Any) -> Inbound:
    usual: dict[str, Any] = {
        "message_id": "<theirs@x>",
        "to": ("ana@example.com",),
        "sent_at": THURSDAY + timedelta(hours=1),
    }
    return Inbound(sender=Person(address=sender), **(usual | fields))


def matched(message: Inbound, known: Known = KNOWN, **circumstances: Any) -> Match:
    found = match(message, known, **circumstances)
    assert isinstance(found, Match)
    return found


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("in-reply-to", inbound(in_reply_to=("<second@example.com>",))),
        ("in-reply-to", inbound(in_reply_to=(MICROSOFT_ID,))),
        ("in-reply-to", inbound(in_reply_to=(MICROSOFT_ID.lower(),))),
        ("references", inbound(references=("<first@example.com>", "<second@example.com>", "<lost@x>"))),
        ("references", inbound(in_reply_to=("<lost@x>",), references=("<second@example.com>",))),
        ("thread-index", inbound(thread_index=INDEX + b"12345")),
        ("exchange-parent", inbound(headers={"x-ms-exchange-parent-message-id": ("<second@example.com>",)})),
        ("reported", inbound("mailer-daemon@mx.example", reported_ids=("<second@example.com>",))),
        ("address", inbound("SAM@Acme.Example")),
        ("address", inbound("sam.home@gmail.com", reply_to=("sam@acme.example",))),
        ("address", inbound("assistant@acme-mail.example", headers={"sender": ("Sam <sam@acme.example>",)})),
    ],
)
def test_each_rule_finds_the_newest_mail_and_is_certain(rule: str, message: Inbound) -> None:
    found = matched(message)
    assert (found.rule, found.enrollment, found.outgoing) == (rule, SAM, SECOND.outgoing)
    assert found.certain


@pytest.mark.parametrize(
    "message",
    [
        inbound("kim@acme.example", subject="AW: the notes I mentioned"),
        inbound("kim@eu.acme.example", subject="Re: The notes I mentioned"),
        inbound("kim@acme.example", subject="Hello", cc=("sam@acme.example",)),
    ],
)
def test_a_colleague_in_our_matter_is_an_uncertain_match(message: Inbound) -> None:
    found = matched(message)
    assert (found.rule, found.enrollment, found.certain) == ("organisation", SAM, False)
    assert not found.from_contact


@pytest.mark.parametrize(
    "message",
    [
        inbound(),
        inbound(subject="Re: The notes I mentioned"),
        inbound("kim@acme.example", subject="Something else"),
        inbound("kim@acme.example", subject="Hello", cc=("sam@acme.example",), to=("list@x.example",)),
        inbound("kim@notacme.example", subject="Re: The notes I mentioned"),
        inbound("kim@acme.example.evil.example", subject="Re: The notes I mentioned"),
        inbound(in_reply_to=("<first@example.co>",), references=("<unknown@x>",)),
        inbound(thread_index=INDEX[:21] + b"\xff12345"),
        inbound(thread_index=b""),
        inbound(""),
    ],
)
def test_what_concerns_nobody_matches_nothing(message: Inbound) -> None:
    assert match(message, KNOWN) is None


def test_strangers_at_a_freemail_domain_are_no_colleagues() -> None:
    contact = KnownContact(enrollment=SAM, addresses=("sam@gmail.com",), enrolled_at=MONDAY)
    known = replace(KNOWN, contacts=(contact,))
    assert match(inbound("kim@gmail.com", subject="Re: The notes I mentioned"), known) is None
    assert keys(inbound("kim@gmail.com")).domains == ()


def test_ids_decide_before_the_address() -> None:
    """Pat answers in the thread with Sam: it was forwarded, and Sam's sequence is the one that ends (R2.5)."""
    found = matched(inbound("pat@other.example", in_reply_to=("<first@example.com>",)))
    assert (found.enrollment, found.outgoing, found.from_contact) == (SAM, FIRST.outgoing, False)


def test_a_colleague_answering_our_mail_is_certain_but_not_the_contact() -> None:
    found = matched(inbound("kim@acme.example", in_reply_to=("<first@example.com>",)))
    assert (found.certain, found.from_contact) == (True, False)


def test_the_contact_answering_our_mail_is_told_from_a_stranger() -> None:
    assert matched(inbound("sam@ACME.example", in_reply_to=("<first@example.com>",))).from_contact


def test_an_exact_id_goes_before_one_that_differs_in_case() -> None:
    other = replace(TO_PAT, ids=("<FIRST@example.com>",))
    assert (
        matched(inbound(in_reply_to=("<first@example.com>",)), replace(KNOWN, mails=(other, FIRST))).enrollment == SAM
    )


@pytest.mark.parametrize("message", [inbound("sam@acme.example"), inbound(in_reply_to=("<first@example.com>",))])
def test_the_other_sequences_of_the_contact_are_named_too(message: Inbound) -> None:
    again = KnownContact(enrollment=EnrollmentId(3), addresses=("sam@acme.example",), enrolled_at=MONDAY)
    assert matched(message, replace(KNOWN, contacts=(*KNOWN.contacts, again))).also == (EnrollmentId(3),)


def test_every_contact_whom_a_colleague_may_mean_is_named() -> None:
    kim = KnownContact(enrollment=EnrollmentId(3), addresses=("kim@acme.example",), enrolled_at=MONDAY)
    mail = replace(FIRST, enrollment=kim.enrollment, outgoing=OutgoingId(31), ids=("<kim@example.com>",))
    known = replace(KNOWN, contacts=(*KNOWN.contacts, kim), mails=(*KNOWN.mails, mail))
    found = matched(inbound("lee@acme.example", subject="Re: The notes I mentioned"), known)
    assert {found.enrollment, *found.also} == {SAM, kim.enrollment}


def test_a_confirmed_alias_is_the_contact() -> None:
    contact = replace(KNOWN.contacts[0], addresses=("sam@acme.example", "sam.home@gmail.com"))
    assert matched(inbound("sam.home@gmail.com"), replace(KNOWN, contacts=(contact,))).rule == "address"


def test_mail_from_before_the_enrollment_is_no_answer() -> None:
    old = inbound("sam@acme.example", sent_at=MONDAY - timedelta(days=1))
    assert match(old, KNOWN) is None
    assert match(replace(old, sent_at=MONDAY - timedelta(minutes=5)), KNOWN) is not None  # their clock is slow


def test_our_servers_time_is_believed_before_their_date() -> None:
    message = inbound("sam@acme.example", sent_at=datetime(1999, 1, 1, tzinfo=UTC))
    assert matched(message, received_at=THURSDAY).rule == "address"
    assert match(replace(message, sent_at=THURSDAY), KNOWN, received_at=MONDAY - timedelta(days=9)) is None


def test_an_old_answer_read_late_ends_no_younger_enrollment() -> None:
    again = KnownContact(enrollment=EnrollmentId(3), addresses=("sam@acme.example",), enrolled_at=THURSDAY)
    message = inbound("sam@acme.example", in_reply_to=("<first@example.com>",), sent_at=MONDAY + timedelta(days=1))
    assert matched(message, replace(KNOWN, contacts=(*KNOWN.contacts, again))).also == ()


def test_a_wrong_clock_does_not_make_the_contact_a_stranger() -> None:
    message = inbound(
        "sam@acme.example", in_reply_to=("<first@example.com>",), sent_at=datetime(1999, 1, 1, tzinfo=UTC)
    )
    assert matched(message).from_contact


def test_a_message_without_any_date_counts_as_new() -> None:
    assert matched(inbound("sam@acme.example", sent_at=None)).rule == "address"


def test_the_mail_taken_to_be_answered_is_one_that_had_been_sent() -> None:
    found = matched(inbound("sam@acme.example", sent_at=MONDAY + timedelta(days=1)))
    assert found.outgoing == FIRST.outgoing


def test_a_contact_who_writes_before_our_first_mail_matches_without_one() -> None:
    found = matched(inbound("sam@acme.example"), replace(KNOWN, mails=()))
    assert (found.enrollment, found.outgoing) == (SAM, None)


@pytest.mark.parametrize(
    "message",
    [
        inbound("ana@example.com", message_id="<second@example.com>", to=("sam@acme.example",)),
        inbound(
            "ana@example.com", message_id=MICROSOFT_ID, references=("<first@example.com>",), to=("sam@acme.example",)
        ),
        inbound("list@lists.example", message_id="<second@example.com>"),  # our mail, handed round by a list
        inbound("ana@example.com", to=("boss@example.com",), references=("<first@example.com>",)),
        inbound("ana@example.com", to=("sam@acme.example",), headers={"auto-submitted": ("auto-replied",)}),
        inbound("ana@example.com", to=("sam@acme.example",), sent_at=MONDAY - timedelta(days=1)),
    ],
)
def test_mail_of_our_own_side_is_never_a_reply(message: Inbound) -> None:
    assert match(message, KNOWN) == OwnMail()


@pytest.mark.parametrize(
    "message",
    [
        inbound("ana@example.com", to=("sam@acme.example",)),
        inbound("Ana@Northwind.example", to=("x@y.example",), cc=("SAM@acme.example",)),
        inbound("team@else.example", headers={"sender": ("ana@example.com",)}, to=("sam@acme.example",)),
        inbound("ana@example.com", to=("sam@acme.example",), headers={"auto-submitted": ("No ; by=hand",)}),
    ],
)
def test_the_owner_writing_by_hand_is_told_with_whom(message: Inbound) -> None:
    assert match(message, KNOWN) == OwnMail(by_hand=(SAM,))


def test_the_keys_name_all_there_is_to_look_up() -> None:
    message = inbound(
        "Kim@EU.Acme.Example",
        reply_to=("sam@acme.example",),
        cc=("Pat@other.example",),
        in_reply_to=scan_ids("<b@x>"),
        references=scan_ids("<a@x> <b@x>"),
        reported_ids=("<r@x>",),
        thread_index=INDEX + b"12345",
        headers={"x-ms-exchange-parent-message-id": ("<p@x>",)},
    )
    found = keys(message)
    assert found.own_id == "<theirs@x>"
    assert found.ids == ("<b@x>", "<a@x>", "<p@x>", "<r@x>")
    assert found.thread_head == INDEX
    assert found.addresses == ("kim@eu.acme.example", "sam@acme.example")
    assert found.recipients == ("ana@example.com", "pat@other.example")
    assert found.domains == ("eu.acme.example", "acme.example")
