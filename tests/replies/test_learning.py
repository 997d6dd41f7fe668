"""Corrections that teach: what is remembered, how far it reaches, and what no lesson can do."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.model import Asks, Inbound, Label, Person
from followupd.replies.classify import classify
from followupd.replies.learning.guard import TOO_LIKE, Entry, Guard, shipped_guard
from followupd.replies.learning.harm import is_harmful
from followupd.replies.learning.memory import Lesson, Memory, Reach
from followupd.replies.learning.overlay import Overlay
from followupd.replies.learning.prints import writer_key
from followupd.replies.learning.taught import Taught
from followupd.replies.learning.teaching import agreed, stamp, taught, teach
from followupd.replies.learning.traces import pack, unpack
from followupd.replies.learning.weights import FARTHEST, learn, rarity_of
from tests.replies.lessons import KIM, REFUSALS, SAM, lesson, question, said, trace

GUARD = shipped_guard()
STOPS = tuple(entry.text for entry in GUARD.entries if entry.label is Label.UNSUBSCRIBE and not entry.trace.seen.asked)


@cache
def misread() -> str:
    """A reply that the model of the day reads as a no, and that no guard reply is like."""
    found = (text for text in REFUSALS if said(text).label is Label.NO and not GUARD.contradiction(to_later(text)))
    return next(found)


def to_later(text: str, *, writer: Person = SAM, number: int = 1) -> Lesson:
    return lesson(text, Label.LATER, writer=writer, number=number)


def guarded(label: Label) -> Entry:
    """A guard reply of this label that does not answer a question of ours."""
    return next(entry for entry in GUARD.entries if entry.label is label and not entry.trace.seen.asked)


def after(*lessons: Lesson) -> Taught:
    """What is in force when these were taught one after another."""
    known: list[Lesson] = []
    for each in lessons:
        known.append(teach(known, each, GUARD).lesson)
    return taught(known, GUARD)


# --- the fingerprint ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Please write again in March.", "please write again in  October"),
        ("Back on 3.12.2026, Sam.", "Back on 14.01.2027, Sam."),
        ("Hi Ana,\n\nwe bought another one.\n\nBest regards,\nSam", "we bought another one"),
        ("Call 030 123456 or 0171 9876543", "Call 030 654321 or 0171 3456789"),
        ("We'll be back on Monday with news.", "We'll be back on Friday with news."),
    ],
)
def test_names_dates_and_numbers_make_no_other_reply(one: str, other: str) -> None:
    assert trace(one).seen.is_same(trace(other).seen)


def test_the_writers_own_name_makes_no_other_reply() -> None:
    of_sam = trace("I told them, Sam Miller is who you want.", writer=SAM)
    of_kim = trace("I told them, Kim Novak is who you want.", writer=KIM)
    assert of_sam.seen.is_same(of_kim.seen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "2"),  # of the options that we gave
        ("Yes.", "Yes?"),
        ("We do want it for the hall.", "We do not want it for the hall."),
        ("We may buy it.", "We will buy it."),  # a month only where it is written like one
    ],
)
def test_what_changes_the_meaning_makes_another_reply(one: str, other: str) -> None:
    assert not trace(one).seen.is_same(trace(other).seen)


def test_a_yes_to_another_question_is_another_reply() -> None:
    asked = [trace("Yes", asks=asks).seen for asks in (Asks.INTEREST, Asks.CLOSE_FILE, None)]
    assert len({seen.exact for seen in asked}) == 3


def test_what_we_asked_is_no_matter_where_nobody_answers_it() -> None:
    note = "Thank you for your message, which has reached the service desk of Globex and will be seen to."
    assert trace(note, asks=Asks.INTEREST).seen.is_same(trace(note, asks=Asks.CLOSE_FILE).seen)


def test_a_trace_is_stored_and_read_back_without_a_word_of_the_reply() -> None:
    kept = trace(misread())
    assert unpack(pack(kept)) == kept
    assert not any(word in str(pack(kept)) for word in misread().split() if len(word) > 5)


# --- the memory -----------------------------------------------------------------------------------------------------


def test_a_corrected_reply_is_read_as_it_was_corrected_whoever_writes_it() -> None:
    lessons = after(to_later(misread()))
    for writer in (SAM, KIM):
        found = said(misread(), lessons, writer=writer)
        assert found.label is Label.LATER
        assert found.evidence[0].why == "memory → later (corrected 2026-11-22, reply 1: the same words)"


def test_much_the_same_words_are_read_as_the_corrected_ones() -> None:
    found = said(misread().replace("Brandt", "Zenlo"), after(to_later(misread())), writer=KIM)
    assert found.label is Label.LATER
    assert "much the same words" in found.evidence[0].why


def test_one_word_that_turns_the_sense_makes_it_another_reply() -> None:
    """However many words are the same."""
    text = "We went through the whole of the offer with the people in Lyon and we are happy with what stands in it."
    memory = Memory([lesson(text, Label.YES)])
    assert memory.recall(trace(text.replace("are happy", "are happy now")).seen, "") is not None
    assert memory.recall(trace(text.replace("are happy", "are not happy")).seen, "") is None


@pytest.mark.parametrize(("was", "is_sure"), [(Label.NO, True), (Label.UNCLEAR, False)])
def test_likeness_alone_overturns_only_the_mistake_that_was_corrected(was: Label, is_sure: bool) -> None:
    """What shipped as a refusal is not mailed to because it is like something that nobody could read."""
    memory = Taught(memory=Memory([lesson(misread(), Label.LATER, was=was)]))
    found = said(misread().replace("Brandt", "Zenlo"), memory, writer=KIM)
    assert (found.label, found.confidence >= 0.8) == (Label.LATER, is_sure)


def test_the_word_about_this_writer_counts_before_that_about_others() -> None:
    text = misread()
    memory = Memory([lesson(text, Label.LATER, writer=SAM), lesson(text, Label.REFERRAL, writer=KIM, number=2)])
    found = [memory.recall(trace(text).seen, writer_key(each)) for each in (SAM, KIM)]
    assert [each and each.lesson.label for each in found] == [Label.LATER, Label.REFERRAL]


def test_of_two_words_about_one_writer_the_newer_counts() -> None:
    memory = Memory([lesson(misread(), Label.LATER), lesson(misread(), Label.REFERRAL, number=2)])
    found = memory.recall(trace(misread()).seen, writer_key(SAM))
    assert found is not None
    assert found.lesson.label is Label.REFERRAL


def test_what_is_taught_in_two_ways_decides_nothing_for_a_stranger() -> None:
    text = misread()
    memory = Memory([lesson(text, Label.LATER, writer=SAM), lesson(text, Label.REFERRAL, writer=KIM, number=2)])
    assert memory.recall(trace(text).seen, writer_key(Person(address="lee@initech.example"))) is None


def test_a_robots_words_can_be_put_right_too() -> None:
    text = "The colleague you are writing to has left us. Ms Novak looks after all pumps from now on."
    headers = {"auto-submitted": ("auto-replied",)}
    note = Inbound(message_id="<1@acme.example>", sender=SAM, fresh=text, headers=headers)
    assert classify(note, question()).label is Label.AUTO_REPLY
    memory = Taught(memory=Memory([lesson(text, Label.REFERRAL, writer=KIM)]))
    assert classify(note, question(), taught=memory).label is Label.REFERRAL


def test_a_complaint_stays_one() -> None:
    headers = {"content-type": ("multipart/report; report-type=feedback-report",)}
    report = Inbound(
        message_id="<1@acme.example>",
        sender=SAM,
        fresh=misread(),
        headers=headers,
        content_type="multipart/report",
        report_type="feedback-report",
    )
    memory = Taught(memory=Memory([to_later(misread())]))
    assert classify(report, question(), taught=memory).label is Label.UNSUBSCRIBE


# --- the weights ----------------------------------------------------------------------------------------------------


def test_a_lesson_moves_the_weights_towards_its_label() -> None:
    new = to_later(misread())
    overlay = learn([new], GUARD.model, rarity_of(each.trace for each in GUARD.entries))
    rows = new.trace.rows
    moved = Taught(overlay=overlay).model(GUARD.model).logits(rows)
    before = GUARD.model.logits(rows)
    change = {label: moved[label] - before[label] for label in Label}
    assert max(change, key=lambda label: change[label]) is Label.LATER


def test_the_same_lessons_make_the_same_weights() -> None:
    lessons = [to_later(text, number=number) for number, text in enumerate(REFUSALS, 1)]
    assert taught(lessons, GUARD).overlay == taught(lessons, GUARD).overlay


def test_however_much_is_taught_the_weights_stay_near_the_shipped_ones() -> None:
    lessons = [
        replace(to_later("…", number=number), label=Label.UNCLEAR, trace=entry.trace)
        for number, entry in enumerate(GUARD.entries, 1)
    ]
    overlay = learn(lessons, GUARD.model, {})
    length = sqrt(sum(value**2 for table in overlay.weights.values() for value in table.values()))
    assert length == pytest.approx(FARTHEST)


def test_a_short_answer_to_our_own_question_is_left_to_the_memory() -> None:
    new = lesson("Yes", Label.QUESTION, asks=Asks.CLOSE_FILE)
    assert learn([new], GUARD.model, {}) == Overlay()
    assert said("Yes", taught([new], GUARD), asks=Asks.CLOSE_FILE).label is Label.QUESTION


def test_weights_alone_turn_no_refusal_into_mail() -> None:
    """What only looks like a corrected reply is shown to the owner instead."""
    text = misread()
    to_the_full = {Label.LATER: dict.fromkeys(trace(text).rows, 50.0)}
    found = said(text, Taught(overlay=Overlay(to_the_full)))
    assert found.label is Label.UNCLEAR
    assert found.confidence <= 0.5
    assert any(each.why.startswith("lessons → later, without them no") for each in found.evidence)


def test_weights_move_what_only_a_person_had_to_look_at() -> None:
    text = "Hmm."
    assert said(text).verdict.value == "unsure"
    found = said(text, Taught(overlay=Overlay({Label.LATER: dict.fromkeys(trace(text).rows, 50.0)})))
    assert found.label is Label.LATER


# --- how far a lesson reaches ---------------------------------------------------------------------------------------


def test_a_lesson_that_hurts_nobody_is_taken_up_whole() -> None:
    outcome = teach([], to_later(misread()), GUARD)
    assert (outcome.lesson.reach, outcome.why) == (Reach.WEIGHTS, "")


@pytest.mark.parametrize(
    ("truth", "taught_as"),
    [(Label.NO, Label.LATER), (Label.NO, Label.YES), (Label.YES, Label.NO), (Label.AUTO_REPLY, Label.NO)],
)
def test_a_lesson_against_the_guard_reaches_its_own_writer_alone(truth: Label, taught_as: Label) -> None:
    entry = guarded(truth)
    outcome = teach([], lesson(entry.text, taught_as), GUARD)
    assert outcome.lesson.reach is Reach.WRITER
    assert entry.text in outcome.why or "means" in outcome.why
    lessons = taught([outcome.lesson], GUARD)
    assert said(entry.text, lessons, writer=KIM) == said(entry.text, writer=KIM)
    own = said(entry.text, lessons)
    assert own.label is taught_as
    assert own.confidence <= 0.5  # and so the owner is asked


LONG_REFUSALS = [entry.text for entry in GUARD.entries if entry.label is Label.NO and len(entry.text.split()) >= 5]


@pytest.mark.parametrize("text", LONG_REFUSALS[:4])
def test_a_lesson_much_like_a_guard_reply_reaches_no_stranger(text: str) -> None:
    """Long before it is so like it that the memory would take one for the other."""
    new = lesson(f"{text} Selma", Label.LATER)
    likeness = max(new.trace.seen.likeness(entry.trace.seen) for entry in GUARD.entries)
    assert TOO_LIKE <= likeness < 1
    outcome = teach([], new, GUARD)
    assert outcome.lesson.reach is Reach.WRITER
    assert "means no" in outcome.why


def test_where_the_weights_would_lose_replies_only_the_memory_is_kept() -> None:
    """A guard reply that the weights cannot tell from the lesson, though its words are others."""
    twin = Entry(text="…", label=Label.NO, trace=replace(trace(misread()), seen=trace("Hmm.").seen))
    outcome = teach([], lesson(misread(), Label.REFERRAL), Guard(entries=[twin], model=GUARD.model))
    assert outcome.lesson.reach is Reach.WORDS
    assert outcome.why == "1 of 1 replies that are read rightly now would not be any more"
    lessons = taught([outcome.lesson], GUARD)
    assert lessons.overlay == Overlay()
    assert said(misread(), lessons, writer=KIM).label is Label.REFERRAL


def test_a_wish_to_be_left_alone_is_not_for_teaching() -> None:
    outcome = teach([], lesson("Please take me off your list.", Label.YES), GUARD)
    assert outcome.lesson.reach is Reach.WRITER
    assert "left alone" in outcome.why
    lessons = taught([outcome.lesson], GUARD)
    assert said("Please take me off your list.", lessons, writer=KIM).label is Label.UNSUBSCRIBE
    assert said("Please take me off your list, I have asked before.", lessons).label is Label.UNSUBSCRIBE
    assert said("Please take me off your list.", lessons).label is Label.YES


def test_a_stop_can_be_taught() -> None:
    """That is the one direction in which even a guess may be followed."""
    outcome = teach([], lesson(misread(), Label.UNSUBSCRIBE), GUARD)
    assert said(misread(), taught([outcome.lesson], GUARD), writer=KIM).label is Label.UNSUBSCRIBE


def test_earlier_corrections_still_hold_and_are_counted() -> None:
    known = [teach([], to_later(misread()), GUARD).lesson]
    outcome = teach(known, lesson("Ask Bob, he has it on his desk.", Label.REFERRAL, number=2), GUARD)
    assert (outcome.held, outcome.earlier) == (1, 1)
    assert said(misread(), taught([*known, outcome.lesson], GUARD)).label is Label.LATER


def test_a_reply_that_is_corrected_twice_means_what_was_said_last() -> None:
    first, second = to_later(misread()), lesson(misread(), Label.REFERRAL, number=2)
    again = replace(second, reply=first.reply)
    outcome = teach([first], again, GUARD)
    assert (outcome.held, outcome.earlier) == (0, 0)
    assert said(misread(), taught([first, outcome.lesson], GUARD), writer=KIM).label is Label.REFERRAL


def test_lessons_that_a_newer_guard_refuses_reach_less_far() -> None:
    """They were taken up under another one: after an upgrade the guard is asked again."""
    entry = guarded(Label.NO)
    lessons = taught(agreed([lesson(entry.text, Label.YES)], GUARD), GUARD)
    assert said(entry.text, lessons, writer=KIM).label is Label.NO


def test_what_was_checked_has_another_name_when_a_lesson_is_gone() -> None:
    lessons = [to_later(text, number=number) for number, text in enumerate(REFUSALS, 1)]
    assert stamp(lessons) == stamp(list(lessons))
    assert stamp(lessons) != stamp(lessons[1:])


# --- the guard ------------------------------------------------------------------------------------------------------


def test_the_shipped_guard_has_every_label_and_is_read_without_harm() -> None:
    """Where this fails after a training: python tools/make_guard.py."""
    assert {entry.label for entry in GUARD.entries} == set(Label)
    assert GUARD.untaught.harmful == frozenset()
    assert GUARD.untaught.right >= 0.97 * len(GUARD.entries)
    assert len(STOPS) >= 80


numbers = st.lists(
    st.tuples(st.integers(0, len(GUARD.entries) - 1), st.sampled_from(Label), st.booleans()), min_size=1, max_size=6
)


def lessons_of(drawn: Sequence[tuple[int, Label, bool]]) -> list[Lesson]:
    """Corrections of guard replies, right or wrong ones; every other one of a reply that is nearly the same."""
    numbered = count(1)
    return [
        lesson(
            GUARD.entries[index].text + (" That is all for this time." if is_changed else ""),
            label,
            writer=Person(address=f"w{number}@acme.example"),
            number=number,
        )
        for (index, label, is_changed), number in zip(drawn, numbered, strict=False)
    ]


@settings(max_examples=25, deadline=None)
@given(numbers)
def test_whatever_is_taught_the_guard_is_read_without_more_harm(drawn: list[tuple[int, Label, bool]]) -> None:
    lessons = after(*lessons_of(drawn))
    marks = GUARD.examine(lessons)
    assert marks.harmful <= GUARD.untaught.harmful
    assert marks.stops >= GUARD.untaught.stops


@settings(max_examples=20, deadline=None)
@given(numbers, st.sampled_from(STOPS))
def test_whatever_is_taught_a_stop_stays_a_stop(drawn: list[tuple[int, Label, bool]], stop: str) -> None:
    """Even where the lessons were never checked at all."""
    unchecked = lessons_of(drawn)
    loudest = Overlay({label: dict.fromkeys(trace(stop).rows, 50.0) for label in (Label.LATER, Label.YES)})
    for lessons in (taught(unchecked, GUARD), Taught(memory=Memory(unchecked), overlay=loudest)):
        assert said(stop, lessons).label is Label.UNSUBSCRIBE


def test_harm_is_mail_to_who_declined_and_an_end_for_who_did_not() -> None:
    assert is_harmful(Label.NO, Label.LATER)
    assert is_harmful(Label.YES, Label.NO)
    assert is_harmful(Label.AUTO_REPLY, Label.NO)
    assert not is_harmful(Label.NO, Label.UNSUBSCRIBE)
    assert not any(is_harmful(truth, Label.UNCLEAR) for truth in Label)


def test_dates_are_found_in_a_remembered_reply() -> None:
    text = f"{misread()} Write again on 12 January 2027, if you like."
    lessons = Taught(memory=Memory([to_later(text)]))
    assert str(said(text, lessons, writer=KIM).resume_on) == "2027-01-12"
