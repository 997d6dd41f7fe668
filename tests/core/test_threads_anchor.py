"""Answers of which nothing but the anchor of their thread has survived (R1.7, R2.1)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from followupd.core.letters.message_ids import anchor_of
from followupd.core.letters.threads import Known, KnownMail, Match, keys, match
from followupd.core.model import EnrollmentId, Inbound, OutgoingId, Person

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST = KnownMail(
    outgoing=OutgoingId(11),
    enrollment=EnrollmentId(1),
    ids=("<first@example.com>",),
    subject="The notes",
    sent_at=MONDAY,
    thread_head=bytes(22),
)
SECOND = replace(FIRST, outgoing=OutgoingId(12), ids=("<second@example.com>",), sent_at=MONDAY + timedelta(days=3))
NEW_THREAD = replace(
    FIRST,
    outgoing=OutgoingId(13),
    ids=("<third@example.com>",),
    sent_at=MONDAY + timedelta(days=5),
    thread_head=b"\1" * 22,
)
KNOWN = Known(own=("ana@example.com",), mails=(FIRST, SECOND, NEW_THREAD))


def inbound(*references: str) -> Inbound:
    return Inbound(message_id="<theirs@x>", sender=Person(address="sam@private.example"), references=references)


def test_the_first_mail_of_the_thread_is_looked_up() -> None:
    assert "<first@example.com>" in keys(inbound(anchor_of("<first@example.com>"))).ids


def test_the_newest_mail_of_that_thread_is_what_they_answer() -> None:
    found = match(inbound(anchor_of("<first@example.com>"), "<rewritten@x>"), KNOWN)
    assert isinstance(found, Match)
    assert (found.rule, found.outgoing, found.certain) == ("anchor", SECOND.outgoing, True)


def test_an_id_of_ours_tells_more_than_the_anchor() -> None:
    found = match(inbound(anchor_of("<first@example.com>"), "<first@example.com>"), KNOWN)
    assert isinstance(found, Match)
    assert (found.rule, found.outgoing) == ("references", FIRST.outgoing)


def test_somebody_elses_anchor_is_nobodys() -> None:
    assert match(inbound(anchor_of("<other@example.com>")), KNOWN) is None
