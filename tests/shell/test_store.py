"""What the queries promise, on SQLite in a file and on PostgreSQL alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import partial

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, StatementError

from followupd.core.model import (
    Channel,
    Contact,
    ContactId,
    Cursor,
    EnrollmentId,
    Hold,
    Label,
    ReplyId,
    State,
    Stop,
    TaskId,
    Verdict,
)
from followupd.store import contacts, cursors, enrollments, ledger, mails, meta, replies
from followupd.store.engine import Store
from followupd.store.enrollments import StaleError
from followupd.store.ledger import Agreement, Attempt
from followupd.store.mails import MailState
from tests.shell.rows import (
    DAY,
    HEAD,
    HOUR,
    NOW,
    claim_of,
    new_contact,
    new_enrollment,
    new_mail,
    new_reply,
    reply_of,
)

# --- what may never happen twice ------------------------------------------------------------------------------------


def _two_mails_for_one_step(connection: Connection) -> None:
    enrollment = new_enrollment(connection)
    new_mail(connection, enrollment, message_id="<one@northwind.example>")
    new_mail(connection, enrollment, message_id="<two@northwind.example>")


def _two_mails_with_one_message_id(connection: Connection) -> None:
    enrollment = new_enrollment(connection)
    new_mail(connection, enrollment)
    new_mail(connection, replace(enrollment, step_key="bump:second"))


def _two_mails_with_one_wire_id(connection: Connection) -> None:
    enrollment = new_enrollment(connection)
    others = [(enrollment, "<one@x.example>"), (replace(enrollment, step_key="bump:second"), "<two@x.example>")]
    for each, message_id in others:
        mail = new_mail(connection, each, message_id=message_id)
        mails.settle(connection, mail, MailState.ACCEPTED, answer="250", wire_id="<same@outlook.example>")


def _one_reply_from_two_folders(connection: Connection) -> None:
    sam = new_contact(connection)
    replies.add(connection, reply_of(sam, folder="INBOX"))
    replies.add(connection, reply_of(sam, folder="Junk"))


@pytest.mark.parametrize(
    "twice",
    [
        _two_mails_for_one_step,
        _two_mails_with_one_message_id,
        _two_mails_with_one_wire_id,
        _one_reply_from_two_folders,
    ],
)
def test_the_database_itself_refuses_what_may_never_happen_twice(
    store: Store, twice: Callable[[Connection], None]
) -> None:
    with pytest.raises(IntegrityError):
        store.now(twice)


def test_the_same_reply_counts_in_each_of_two_mailboxes(store: Store) -> None:
    def work(connection: Connection) -> None:
        sam = new_contact(connection)
        for mailbox in ("ana", "ben"):
            replies.add(connection, reply_of(sam, mailbox=mailbox))

    store.now(work)
    assert store.now(lambda c: replies.is_known(c, "ana", "one") and replies.is_known(c, "ben", "one"))
    assert not store.now(lambda c: replies.is_known(c, "ana", "another"))


# --- enrollments ----------------------------------------------------------------------------------------------------


def test_an_enrollment_comes_back_as_it_was_saved(store: Store) -> None:
    before = store.now(new_enrollment)
    held = replace(
        before,
        state=State.HELD,
        due_at=None,
        hold=Hold.UNSURE,
        promised_at=NOW + DAY,
        not_before=NOW + 2 * DAY,
        step=2,
        step_key="bump:second",
    )
    saved = store.now(lambda c: enrollments.save(c, before, held))
    assert saved == replace(held, revision=before.revision + 1)
    assert store.now(lambda c: enrollments.get(c, before.id)) == saved


def test_whoever_saves_second_has_to_decide_again(store: Store) -> None:
    seen = store.now(new_enrollment)
    stopped = replace(seen, state=State.STOPPED, due_at=None, stop=Stop.YES)
    store.now(lambda c: enrollments.save(c, seen, stopped))
    with pytest.raises(StaleError):
        store.now(lambda c: enrollments.save(c, seen, replace(seen, due_at=NOW + DAY)))
    assert store.now(lambda c: enrollments.get(c, seen.id)).stop is Stop.YES


def test_saving_what_has_not_changed_writes_nothing(store: Store) -> None:
    seen = store.now(new_enrollment)
    assert store.now(lambda c: enrollments.save(c, seen, seen)) == seen
    assert store.now(lambda c: enrollments.get(c, seen.id)).revision == 0


def test_due_are_promises_first_then_the_longest_overdue(store: Store) -> None:
    def work(connection: Connection) -> dict[str, EnrollmentId]:
        made = {
            "late": new_enrollment(connection, new_contact(connection, "a@x.example"), due_at=NOW - 2 * HOUR),
            "promised": new_enrollment(connection, new_contact(connection, "b@x.example"), due_at=NOW, promised_at=NOW),
            "earlier": new_enrollment(connection, new_contact(connection, "c@x.example"), due_at=NOW - 3 * HOUR),
            "later": new_enrollment(connection, new_contact(connection, "d@x.example"), due_at=NOW + HOUR),
            "other": new_enrollment(connection, new_contact(connection, "e@x.example"), mailbox="ben"),
        }
        return {name: enrollment.id for name, enrollment in made.items()}

    ids = store.now(work)
    due = store.now(lambda c: enrollments.due(c, "ana", NOW, 10))
    assert [each.id for each in due] == [ids["promised"], ids["earlier"], ids["late"]]
    assert [each.id for each in store.now(lambda c: enrollments.due(c, "ana", NOW, 1))] == [ids["promised"]]
    assert store.now(lambda c: enrollments.next_due_at(c, "ana", NOW)) == NOW + HOUR
    assert store.now(lambda c: enrollments.next_due_at(c, "ana", NOW + HOUR)) is None


def test_who_is_not_waiting_is_never_due(store: Store) -> None:
    seen = store.now(new_enrollment)
    store.now(lambda c: enrollments.save(c, seen, replace(seen, state=State.SENDING, due_at=None)))
    assert store.now(lambda c: enrollments.due(c, "ana", NOW + DAY, 10)) == []


def test_the_live_enrollment_counts_before_a_later_one_that_has_ended(store: Store) -> None:
    def work(connection: Connection) -> Contact:
        sam = new_contact(connection)
        new_enrollment(connection, sam)
        ended = new_enrollment(connection, sam)
        enrollments.save(connection, ended, replace(ended, state=State.STOPPED, due_at=None, stop=Stop.EXHAUSTED))
        return sam

    sam = store.now(work)
    live = store.now(lambda c: enrollments.last_for(c, sam.id))
    assert live is not None
    assert live.state is State.WAITING
    assert store.now(lambda c: enrollments.last_for(c, ContactId(99))) is None
    assert [each.id for each in store.now(lambda c: enrollments.active(c, sam.id))] == [live.id]
    assert store.now(enrollments.counts) == {"waiting": 1, "stopped": 1}


def test_mail_from_before_the_oldest_open_enrollment_concerns_nobody(store: Store) -> None:
    def work(connection: Connection) -> None:
        for address, days in (("a@x.example", 9), ("b@x.example", 5)):
            new_enrollment(connection, new_contact(connection, address), enrolled_at=NOW - days * DAY)
        first = enrollments.active(connection)[0]
        enrollments.save(connection, first, replace(first, state=State.STOPPED, due_at=None, stop=Stop.NO))

    store.now(work)
    assert store.now(lambda c: enrollments.oldest_open(c, "ana")) == NOW - 5 * DAY
    assert store.now(lambda c: enrollments.oldest_open(c, "ben")) is None


# --- times ----------------------------------------------------------------------------------------------------------


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="a naive time must not be stored"):
        store.now(lambda c: new_enrollment(c, due_at=NOW.replace(tzinfo=None)))


def test_times_of_any_zone_come_back_as_the_same_moment_in_utc(store: Store) -> None:
    tokyo = datetime(2026, 11, 23, 18, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    stored = store.now(lambda c: new_enrollment(c, due_at=tokyo))
    back = store.now(lambda c: enrollments.get(c, stored.id)).due_at
    assert back == tokyo
    assert back is not None
    assert back.utcoffset() == timedelta(0)


# --- contacts -------------------------------------------------------------------------------------------------------


def test_importing_an_address_again_adds_its_new_columns_and_keeps_the_old(store: Store) -> None:
    first = Contact(
        id=ContactId(0), address="Sam@acme.example", fields={"company": "Acme", "first_name": "Sam"}, timezone="UTC"
    )
    again = Contact(
        id=ContactId(0), address="sam@acme.example", fields={"company": "Acme Ltd"}, country="DE", language="de"
    )
    known = store.now(lambda c: contacts.add(c, first, NOW))
    updated = store.now(lambda c: contacts.add(c, again, NOW + DAY))
    assert updated.id == known.id
    assert updated.address == "Sam@acme.example"
    assert updated.fields == {"company": "Acme Ltd", "first_name": "Sam"}
    assert (updated.timezone, updated.country, updated.language) == ("UTC", "DE", "de")
    assert store.now(contacts.everybody) == [updated]


def test_a_contact_is_found_however_their_address_is_capitalised(store: Store) -> None:
    sam = store.now(lambda c: new_contact(c, "Sam.Lee@acme.example"))
    assert store.now(lambda c: contacts.by_address(c, "sam.lee@ACME.example")) == sam
    assert store.now(lambda c: contacts.by_addresses(c, ["SAM.LEE@acme.example", "x@y.example"])) == {
        "sam.lee@acme.example": sam
    }
    assert store.now(lambda c: contacts.by_addresses(c, [])) == {}


def test_the_same_person_cannot_be_stored_twice_under_two_spellings(store: Store) -> None:
    """Whoever writes past `contacts.add` is stopped by the key: two rows would be two mails to one person."""
    store.now(lambda c: new_contact(c, "sam@acme.example"))
    with pytest.raises(IntegrityError):
        store.now(
            lambda c: c.exec_driver_sql(
                "INSERT INTO contacts (address, fields, created_at)"
                " VALUES ('Sam@acme.example', '{}', '2026-11-23 00:00:00')"
            )
        )


@pytest.mark.parametrize(
    ("domain", "found"),
    [
        ("acme.example", ["sam@acme.example"]),
        ("ACME.example", ["sam@acme.example"]),
        ("a%.example", []),
        ("acme_example", []),
        ("example", []),
    ],
)
def test_colleagues_are_those_at_exactly_this_domain(store: Store, domain: str, found: list[str]) -> None:
    for address in ("sam@acme.example", "eve@notacme.example", "joe@mail.acme.example"):
        store.now(partial(new_contact, address=address))
    assert [each.address for each in store.now(lambda c: contacts.by_domain(c, domain))] == found


# --- mails ----------------------------------------------------------------------------------------------------------


def test_a_claim_is_in_the_database_before_anything_is_sent(store: Store) -> None:
    enrollment = store.now(new_enrollment)
    mail = store.now(lambda c: new_mail(c, enrollment))
    stored = store.now(lambda c: mails.get(c, mail))
    assert store.now(lambda c: mails.state_of(c, mail)) is MailState.SENDING
    assert (stored.message_id, stored.raw, stored.sent_at) == (
        "<one@northwind.example>",
        claim_of(enrollment).raw,
        None,
    )
    assert store.now(lambda c: mails.sent_to(c, enrollment.contact)) == []


def test_the_plan_that_a_mail_was_written_with_is_kept_with_it(store: Store) -> None:
    enrollment = store.now(new_enrollment)
    mail = store.now(lambda c: new_mail(c, enrollment))
    assert store.now(lambda c: mails.plan(c, mail)) == claim_of(enrollment).following


def test_a_deferred_mail_is_taken_up_again_with_its_message_id(store: Store) -> None:
    enrollment = store.now(new_enrollment)
    mail = store.now(lambda c: new_mail(c, enrollment))
    store.now(lambda c: mails.settle(c, mail, MailState.DEFERRED, answer="451 later"))
    plan = replace(claim_of(enrollment).following, due_at=NOW + 9 * DAY)
    store.now(lambda c: mails.claim_again(c, mail, b"new", plan, NOW + HOUR))
    stored = store.now(lambda c: mails.of_step(c, enrollment.id, "email:first"))
    assert stored is not None
    assert (stored.id, stored.message_id, stored.raw) == (mail, "<one@northwind.example>", b"new")
    assert store.now(lambda c: mails.tries(c, mail)) == (2, NOW)
    assert store.now(lambda c: mails.plan(c, mail)) == plan


def test_an_answer_is_recognised_by_either_id_and_by_the_conversation(store: Store) -> None:
    enrollment = store.now(new_enrollment)
    mail = store.now(lambda c: new_mail(c, enrollment))
    store.now(
        lambda c: mails.settle(c, mail, MailState.ACCEPTED, answer="250", sent_at=NOW, wire_id="<new@outlook.example>")
    )
    for found in (
        store.now(lambda c: mails.by_ids(c, ["<one@northwind.example>"])),
        store.now(lambda c: mails.by_ids(c, {"<new@outlook.example>", "<other@x.example>"})),
        store.now(lambda c: mails.by_thread_index(c, HEAD)),
        store.now(lambda c: mails.sent_to(c, enrollment.contact, enrollment.id)),
    ):
        assert [each.id for each in found] == [mail]
    assert store.now(lambda c: mails.by_ids(c, [])) == []


def test_refused_mails_count_for_the_caps(store: Store) -> None:
    """The server saw them too."""
    enrollment = store.now(new_enrollment)
    mail = store.now(lambda c: new_mail(c, enrollment))
    store.now(lambda c: mails.settle(c, mail, MailState.REFUSED, answer="550"))
    since = NOW - HOUR
    assert store.now(lambda c: mails.claims_since(c, since, mailbox="ana")) == [NOW]
    assert store.now(lambda c: mails.claims_since(c, since, domain="acme.example")) == [NOW]
    assert store.now(lambda c: mails.claims_since(c, since, contact=enrollment.contact)) == [NOW]
    assert store.now(lambda c: mails.claims_since(c, since, mailbox="ben")) == []
    assert store.now(lambda c: mails.claims_since(c, NOW)) == []
    assert store.now(lambda c: mails.recent_claims(c, since)) == [(NOW, "ana", "acme.example", enrollment.contact)]


def test_a_mail_is_unfiled_until_a_copy_is_known(store: Store) -> None:
    enrollment = store.now(new_enrollment)
    mail = store.now(lambda c: new_mail(c, enrollment))
    assert store.now(lambda c: mails.unfiled(c, "ana", NOW - DAY)) == []
    store.now(lambda c: mails.settle(c, mail, MailState.ACCEPTED, answer="250", sent_at=NOW))
    assert [each.id for each in store.now(lambda c: mails.unfiled(c, "ana", NOW - DAY))] == [mail]
    store.now(lambda c: mails.mark_filed(c, mail))
    assert store.now(lambda c: mails.unfiled(c, "ana", NOW - DAY)) == []
    assert store.now(lambda c: mails.last_sent_at(c, "ana")) == NOW


# --- replies and cursors --------------------------------------------------------------------------------------------


def test_a_reply_comes_back_as_it_was_stored_and_as_it_was_corrected(store: Store) -> None:
    sam = store.now(new_contact)
    reply = store.now(lambda c: new_reply(c, sam))
    assert store.now(lambda c: replies.get(c, reply)) == replace(reply_of(sam), id=reply)
    store.now(lambda c: replies.correct(c, reply, Label.LATER, Verdict.LATER, date(2027, 1, 12)))
    store.now(lambda c: replies.set_action(c, reply, "rescheduled"))
    corrected = store.now(lambda c: replies.of_contact(c, sam.id))[0]
    assert (corrected.label, corrected.verdict, corrected.resume_on) == (Label.LATER, Verdict.LATER, date(2027, 1, 12))
    assert (corrected.confidence, corrected.action) == (1.0, "rescheduled")
    assert store.now(lambda c: replies.get(c, ReplyId(99))) is None


def test_replies_are_picked_by_time_and_by_label_or_verdict(store: Store) -> None:
    def work(connection: Connection) -> None:
        sam = new_contact(connection)
        for identity, label, verdict, days in (
            ("1", Label.YES, Verdict.YES, 0),
            ("2", Label.QUESTION, Verdict.UNSURE, 1),
            ("3", Label.UNCLEAR, Verdict.UNSURE, 2),
        ):
            new = replace(reply_of(sam, identity=identity), label=label, verdict=verdict, decided_at=NOW + days * DAY)
            replies.add(connection, new)

    store.now(work)

    def identities(*, since: datetime | None = None, label: str | None = None) -> str:
        return "".join(each.identity for each in store.now(lambda c: replies.everything(c, since=since, label=label)))

    assert identities() == "123"
    assert identities(since=NOW + DAY) == "23"
    assert identities(label="unsure") == "23"
    assert identities(label="question") == "2"
    assert identities(since=NOW + 2 * DAY, label="unsure") == "3"


@pytest.mark.parametrize("number", [1, 2**31, 2**32 - 1], ids=str)
def test_a_cursor_holds_the_largest_numbers_that_imap_has(store: Store, number: int) -> None:
    """RFC 3501 section 2.3.1.1: UIDVALIDITY and UID are unsigned and have 32 bits."""
    cursor = Cursor(uidvalidity=number, last_uid=number)
    store.now(lambda c: cursors.put(c, "ana", "INBOX", Cursor(uidvalidity=1, last_uid=0)))
    store.now(lambda c: cursors.put(c, "ana", "INBOX", cursor))
    assert store.now(lambda c: cursors.get(c, "ana", "INBOX")) == cursor
    assert store.now(lambda c: cursors.get(c, "ana", "Junk")) is None


def test_a_mailbox_that_was_never_heard_says_so(store: Store) -> None:
    assert store.now(lambda c: cursors.heard_at(c, "ana")) is None
    store.now(lambda c: cursors.heard(c, "ana", NOW))
    store.now(lambda c: cursors.heard(c, "ana", NOW + HOUR))
    assert store.now(lambda c: cursors.heard_at(c, "ana")) == NOW + HOUR
    assert store.now(lambda c: cursors.heard_at(c, "ben")) is None


# --- the ledger and single values -----------------------------------------------------------------------------------


def test_every_attempt_on_every_channel_is_in_the_ledger_by_its_time(store: Store) -> None:
    def work(connection: Connection) -> Contact:
        sam = new_contact(connection)
        for channel, hours in ((Channel.CALL, 3), (Channel.VOICEMAIL, 1), (Channel.VOICEMAIL, 2)):
            ledger.note_attempt(connection, Attempt(contact=sam.id, channel=channel, at=NOW + hours * HOUR))
        return sam

    sam = store.now(work)
    attempts = store.now(lambda c: ledger.attempts_on(c, sam.id))
    assert [each.channel for each in attempts] == ["voicemail", "voicemail", "call"]
    last = store.now(lambda c: ledger.last_attempt(c, sam.id, Channel.VOICEMAIL))
    assert last is not None
    assert last.at == NOW + 2 * HOUR
    assert store.now(lambda c: ledger.last_attempt(c, sam.id, Channel.VISIT)) is None
    used = store.now(lambda c: ledger.last_by_channel(c, [Channel.VOICEMAIL, Channel.VISIT]))
    assert used == {"voicemail": NOW + 2 * HOUR}


def test_the_latest_agreement_counts(store: Store) -> None:
    sam = store.now(new_contact)
    assert store.now(lambda c: ledger.agreement_with(c, sam.id)) is None
    for day in (1, 2):
        made = Agreement(contact=sam.id, what=f"call {day}", agreed_on=date(2026, 12, day), made_at=NOW + day * DAY)
        store.now(partial(ledger.agree, agreement=made))
    assert store.now(lambda c: ledger.agreement_with(c, sam.id)) == made
    assert len(store.now(lambda c: ledger.agreements_with(c, sam.id))) == 2


def test_one_hold_makes_one_task_however_often_it_is_asked(store: Store) -> None:
    enrollment = store.now(new_enrollment)

    def ask(connection: Connection, words: str, hold: Hold = Hold.UNSURE) -> TaskId:
        return ledger.open_task(
            connection, enrollment.contact, enrollment.id, hold=hold, step_key="email:first", words=words, at=NOW
        )

    first = store.now(lambda c: ask(c, "first words"))
    assert store.now(lambda c: ask(c, "second words")) == first
    other = store.now(lambda c: ask(c, "a doubt", Hold.IN_DOUBT))
    assert [(task.id, task.words) for task in store.now(ledger.open_tasks)] == [
        (first, "second words"),
        (other, "a doubt"),
    ]
    store.now(lambda c: ledger.close_tasks(c, enrollment.id, NOW + HOUR, outcome="done", only=other))
    assert [task.id for task in store.now(lambda c: ledger.open_tasks(c, enrollment.contact))] == [first]
    store.now(lambda c: ledger.close_tasks(c, enrollment.id, NOW + DAY))
    closed = store.now(lambda c: ledger.tasks_of(c, enrollment.contact))
    assert [(task.closed_at, task.outcome) for task in closed] == [(NOW + DAY, ""), (NOW + HOUR, "done")]


def test_the_brake_is_a_value_that_is_set_and_taken_away(store: Store) -> None:
    store.now(lambda c: meta.put(c, meta.PAUSED, "at nine"))
    store.now(lambda c: meta.put(c, meta.PAUSED, "at ten"))
    assert store.now(lambda c: meta.get(c, meta.PAUSED)) == "at ten"
    store.now(lambda c: meta.remove(c, meta.PAUSED))
    assert store.now(lambda c: meta.get(c, meta.PAUSED)) is None
