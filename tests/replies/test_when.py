"""What the dates in replies promise: never too early, never invented, in the writer's zone, in bounded time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from time import process_time
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.replies.when import Mention, find_dates, resume_date

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def later(
    text: str, *, now: datetime = WEDNESDAY, zone: str = "Europe/London", country: str | None = None
) -> Mention | None:
    return resume_date(text, now=now, zone=zone, country=country, purpose="later")


def resumed(
    text: str,
    *,
    purpose: Literal["later", "absence", "meeting"] = "later",
    now: datetime = WEDNESDAY,
    zone: str = "Europe/London",
    language: str | None = None,
) -> date | None:
    mention = resume_date(text, now=now, zone=zone, purpose=purpose, language=language)
    return mention.resume_on if mention else None


def test_a_mention_says_where_its_words_stand_and_which_rule_read_them() -> None:
    text = "Please circle back in mid-January, thanks."
    mention = later(text)
    assert mention is not None
    assert text[mention.start : mention.end] == mention.text
    assert "mid-January" in mention.text
    assert (mention.rule, mention.bound) == ("date.mid-month", "on")
    assert (mention.first_on, mention.last_on) == (date(2027, 1, 15), date(2027, 1, 18))


def test_mentions_come_in_text_order_and_without_the_past_ones() -> None:
    text = "We spoke on 3 November. Not in January, but 2 March or 10 March would do."
    mentions = find_dates(text, now=WEDNESDAY, zone=BERLIN)
    assert [mention.first_on for mention in mentions] == [date(2027, 3, 2)]
    assert all(one.end <= two.start for one, two in pairwise(mentions))


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        (datetime(2026, 11, 18, 23, 30, tzinfo=UTC), "Asia/Tokyo", date(2026, 11, 20)),
        (datetime(2026, 11, 18, 23, 30, tzinfo=UTC), "America/Los_Angeles", date(2026, 11, 19)),
        (datetime(2026, 11, 19, 3, 0, tzinfo=UTC), "America/New_York", date(2026, 11, 19)),
    ],
)
def test_tomorrow_is_the_writers(now: datetime, zone: str, day: date) -> None:
    assert resumed("tomorrow works", now=now, zone=zone) == day


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", date(2027, 3, 4)),
        ("Europe/London", date(2027, 4, 5)),  # 3 April is a Saturday; Easter Monday was a week before
        ("Australia/Sydney", date(2027, 4, 5)),
    ],
)
def test_the_order_of_day_and_month_follows_the_zone(zone: str, day: date) -> None:
    mention = later("Ring me on 03/04.", zone=zone)
    assert mention is not None
    assert mention.resume_on == day
    assert not mention.ambiguous


def test_without_a_hint_no_order_is_guessed_and_the_date_is_told_as_ambiguous() -> None:
    assert later("Ring me on 03/04.", zone="UTC") is None
    (mention,) = find_dates("Ring me on 03/04.", now=WEDNESDAY, zone="UTC")
    assert mention.ambiguous
    assert mention.first_on == date(2027, 4, 3)  # the later of both: whoever uses it is never too early


@pytest.mark.parametrize(("zone", "text"), [("UTC", "Ring me on 25/03."), ("Europe/Berlin", "Ring me on 03/25.")])
def test_a_date_that_can_only_be_read_one_way_is_not_ambiguous(zone: str, text: str) -> None:
    mention = later(text, zone=zone)
    assert mention is not None
    assert not mention.ambiguous
    assert mention.first_on == date(2027, 3, 25)


def test_the_country_outweighs_the_zone() -> None:
    mention = later("Ring me on 03/04.", zone="Europe/London", country="US")
    assert mention is not None
    assert mention.first_on == date(2027, 3, 4)


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("after Christmas", "Europe/Berlin", date(2026, 12, 28)),
        ("after Christmas", "Europe/London", date(2026, 12, 29)),  # Boxing Day is made up for on the Monday
        ("after Easter", "America/New_York", date(2027, 3, 29)),
        ("after Easter", "Europe/Berlin", date(2027, 3, 30)),
        ("in January", "Europe/Berlin", date(2027, 1, 4)),
        ("nach dem 5. Januar", "Europe/Vienna", date(2027, 1, 7)),  # Epiphany
    ],
)
def test_the_day_to_write_is_a_working_day_of_the_country(text: str, zone: str, day: date) -> None:
    assert resumed(text, zone=zone) == day


@pytest.mark.parametrize(
    ("text", "bound", "day"),
    [
        ("after 15 January", "after", date(2027, 1, 18)),
        ("until 15 January", "until", date(2027, 1, 15)),
        ("through 15 January", "through", date(2027, 1, 18)),
        ("not before 15 January", "notbefore", date(2027, 1, 15)),
        ("not until 15 January", "notbefore", date(2027, 1, 15)),
        ("until after 15 January", "through", date(2027, 1, 18)),
        ("from 15 January onwards", "from", date(2027, 1, 15)),
        ("the week of 15 January", "on", date(2027, 1, 11)),
        ("until the end of January", "until", date(2027, 2, 1)),
    ],
)
def test_a_bound_moves_the_day_and_never_before_what_they_said(text: str, bound: str, day: date) -> None:
    mention = later(text)
    assert mention is not None
    assert (mention.bound, mention.resume_on) == (bound, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # R2.13: the day of return in en, de, fr, es; year wrap; "bis einschließlich"
        ("I am away until 3 January, back on 4 January.", date(2027, 1, 4)),
        ("Ich bin bis einschließlich 3.1. nicht im Büro.", date(2027, 1, 4)),
        ("Je suis absent jusqu'au 8 janvier inclus.", date(2027, 1, 11)),
        ("Estaré de vacaciones hasta el 7 de enero inclusive.", date(2027, 1, 8)),
        ("Jag är på semester till och med 8 januari.", date(2027, 1, 11)),
        ("Out of office 21 December to 4 January", date(2027, 1, 5)),
        ("Ich bin vom 21.12. bis 8.1. im Urlaub. In dringenden Fällen: Frau Mai.", date(2027, 1, 11)),
        ("I am out today.", date(2026, 12, 30)),
    ],
)
def test_an_absence_ends_on_its_day_of_return(text: str, day: date) -> None:
    now = datetime(2026, 12, 29, 9, 0, tzinfo=UTC)
    assert resumed(text, now=now, purpose="absence", zone="Europe/Copenhagen") == day


@pytest.mark.parametrize(
    "text",
    [
        "I was away until 10 November and am catching up.",
        "Back on 2 November.",
        "Ich bin bis 6. November im Urlaub.",
        "I am out of the office with limited access to e-mail.",
    ],
)
def test_a_return_in_the_past_is_none(text: str) -> None:
    assert resumed(text, purpose="absence") is None


@pytest.mark.parametrize(
    "text",
    [
        "May I ask who you are?",
        "They march on, they fall short, they spring back.",
        "Best regards, June",
        "Ring 030 12 03 2027 or +1 212 555 0199.",
        "It costs 1.500 euros, 3/4 of the old price.",
        "We run version 3.12 on Windows 11.",
        "We are open 24/7.",
        "Seit März arbeiten wir mit anderen.",
        "Il y a deux mois nous avons signé.",
        "Hace tres semanas firmamos con otro.",
        "We bought one last year.",
        "Our renewal was in June.",
        "Our renewal is in June.",
        "Happy Easter!",
        "Frohe Weihnachten und einen guten Rutsch!",
        "The 2nd option is fine.",
        "Our contract runs until March 2029.",
    ],
)
def test_no_date_is_read_where_none_is_named(text: str) -> None:
    assert resumed(text, zone=BERLIN) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Our contract expires in June, so ping me in April.", date(2027, 4, 1)),
        ("Next week is bad. The week after is better.", date(2026, 11, 30)),
        ("January is crazy, February is fine.", date(2027, 2, 1)),
        ("The contract is up end of March. Call me a month before that.", date(2027, 3, 1)),
        ("We sit together on 10 December; after that we can talk.", date(2026, 12, 11)),
        ("After our trade fair on 10 December, please.", date(2026, 12, 11)),
        ("Not on Monday, Tuesday works.", date(2026, 11, 24)),
    ],
)
def test_of_several_dates_the_one_tied_to_writing_again_decides(text: str, day: date) -> None:
    assert resumed(text) == day


def test_nothing_further_off_than_eighteen_months_decides() -> None:
    assert resumed("Call me in May 2028.") == date(2028, 5, 2)
    assert resumed("Call me in July 2028.") is None


def test_a_language_that_is_told_decides_where_words_have_two_meanings() -> None:
    assert resumed("no segundo trimestre", language="pt", zone="UTC") == date(2027, 4, 1)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "next last week of the 3 . / - January Montag in zwei Wochen 31.2. 29/2 after until not before that KW 53 "
            "early Q4 99 2027 th été \n\n du au 30. Februar einen 1st Easter from a".split(" ")
        ),
        max_size=14,
    )
)
def test_any_jumble_of_date_words_is_read_without_an_error_and_never_into_the_past(words: list[str]) -> None:
    text = " ".join(words)
    for zone in ("Europe/Berlin", "America/New_York"):
        today = WEDNESDAY.astimezone(ZoneInfo(zone)).date()
        for mention in find_dates(text, now=WEDNESDAY, zone=zone):
            assert mention.resume_on >= today
            assert mention.first_on <= mention.last_on
            assert mention.resume_on.weekday() < 5


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in a month or two", date(2027, 1, 18)),
        ("in 6-8 weeks", date(2027, 1, 13)),
        ("late January", date(2027, 1, 25)),
        ("end of January", date(2027, 1, 29)),
        ("not before the end of January", date(2027, 2, 1)),
        ("until mid-January", date(2027, 1, 15)),
        ("FY27", date(2027, 4, 6)),  # which began in April where years go by their end, and is to come elsewhere
    ],
)
def test_of_two_readings_the_later_one_counts(text: str, day: date) -> None:
    assert resumed(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Not this year, not next month, February.", date(2027, 2, 1)),
        ("Not in December, please.", date(2027, 1, 4)),
        ("January is hopeless.", date(2027, 2, 1)),
        ("No for this year. Second week of January, different story.", date(2027, 1, 11)),
    ],
)
def test_what_they_rule_out_is_waited_for_to_its_end(text: str, day: date) -> None:
    assert resumed(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "Our hours are Mon-Fri 8-5.",
        "Sprechzeiten: Mo-Fr 8-12 Uhr.",
        "We aim to answer within ten working days.",
        "We will get back to you in 2 business days.",
        "This mailbox will be closed on 31 December.",
    ],
)
def test_opening_hours_and_terms_of_service_are_no_absence(text: str) -> None:
    assert resumed(text, purpose="absence") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("My last day of leave is the 9th.", date(2026, 12, 10)),
        ("Mein letzter Urlaubstag ist der 9. Dezember.", date(2026, 12, 10)),
        ("I'm away from Monday for two weeks.", date(2026, 12, 7)),
        ("Ik ben afwezig en op dinsdag 1 december weer bereikbaar.", date(2026, 12, 1)),
    ],
)
def test_an_absence_is_over_on_the_first_day_back(text: str, day: date) -> None:
    assert resumed(text, purpose="absence") == day


@pytest.mark.parametrize("text", ["in Febuary", "on wendesday", "by tommorow", "in Novembre", "next thrusday"])
def test_a_slip_of_the_finger_in_a_long_name_does_no_harm(text: str) -> None:
    assert resumed(text) is not None


@pytest.mark.parametrize("word", ["tension", "satisfactory", "sunrise", "decemvir", "monetary", "thirsty"])
def test_other_words_are_not_taken_for_misspelt_days(word: str) -> None:
    assert find_dates(f"in {word}", now=WEDNESDAY, zone="UTC") == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["later", "absence", "meeting"]))
def test_no_text_whatever_raises(text: str, purpose: Literal["later", "absence", "meeting"]) -> None:
    mention = resume_date(text, now=WEDNESDAY, zone=BERLIN, purpose=purpose)
    assert mention is None or mention.resume_on >= WEDNESDAY.date()


HOSTILE = [
    "early ", "a month before ", "1/", "next ", "in the first week of the ", "3 - ", "of ", "1 ", "(a", "ge",
    "after the ", "I'm away ", "we have ", "last day of ", "not ", "Mon-", "12.", "a@b.", "give me ", "février ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_costs_in_proportion_to_its_length(
    piece: str, record_property: Callable[[str, object], None]
) -> None:
    spent = {}
    for size in (1, 4, 16, 64):
        text = (piece * (size * 1024))[: size * 1024]
        started = process_time()
        found = find_dates(text, now=WEDNESDAY, zone="UTC")
        spent[size] = process_time() - started
        assert len(found) <= 100
    # seconds by kilobytes in the report (-v); four times the text may not cost sixteen times as much
    record_property("seconds", spent)
    assert spent[64] <= 10 * spent[16] + 0.2, spent
