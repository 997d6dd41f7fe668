"""Dates in words: what a reader in another zone and another language is told is the day that is meant."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from followupd.core.language.languages import LANGUAGES
from followupd.core.language.wording import Wording, WordingError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)  # Monday, 9:30 in Berlin
THURSDAY = datetime(2026, 3, 19, 9, 0, tzinfo=UTC)  # 10:00 in Berlin


def wording(language: str = "en", zone: ZoneInfo = BERLIN, now: datetime | None = NOW) -> Wording:
    return Wording(language=language, zone=zone, now=now)


@pytest.mark.parametrize(
    ("language", "day", "day_part", "later", "day_of_month", "three_weeks", "yesterday", "minutes"),
    [
        (
            "en",
            "Thursday",
            "Thursday morning",
            "Thursday morning, 26 March",
            "19 March",
            "three weeks ago",
            "yesterday",
            "a few minutes ago",
        ),
        (
            "de",
            "Donnerstag",
            "Donnerstagvormittag",
            "Donnerstagvormittag, 26. März",
            "19. März",
            "vor drei Wochen",
            "gestern",
            "vor ein paar Minuten",
        ),
        (
            "fr",
            "jeudi",
            "jeudi matin",
            "jeudi 26 mars dans la matinée",
            "19 mars",
            "il y a trois semaines",
            "hier",
            "il y a quelques minutes",
        ),
        (
            "es",
            "jueves",
            "jueves por la mañana",
            "jueves 26 de marzo por la mañana",
            "19 de marzo",
            "hace tres semanas",
            "ayer",
            "hace unos minutos",
        ),
        (
            "nl",
            "donderdag",
            "donderdagochtend",
            "donderdagochtend 26 maart",
            "19 maart",
            "drie weken geleden",
            "gisteren",
            "een paar minuten geleden",
        ),
        (
            "it",
            "giovedì",
            "giovedì mattina",
            "giovedì mattina, 26 marzo",
            "19 marzo",
            "tre settimane fa",
            "ieri",
            "pochi minuti fa",
        ),
        (
            "pt",
            "quinta-feira",
            "quinta-feira de manhã",
            "quinta-feira, 26 de março, de manhã",
            "19 de março",
            "há três semanas",
            "ontem",
            "há poucos minutos",
        ),
        (
            "sv",
            "torsdag",
            "torsdag förmiddag",
            "torsdag förmiddag den 26 mars",
            "19 mars",
            "för tre veckor sedan",
            "i går",
            "för några minuter sedan",
        ),
    ],
)
def test_each_language_has_its_own_words(
    language: str,
    day: str,
    day_part: str,
    later: str,
    day_of_month: str,
    three_weeks: str,
    yesterday: str,
    minutes: str,
) -> None:
    words = wording(language)
    assert words.day(THURSDAY) == day
    assert words.day_part(THURSDAY) == day_part
    assert words.day_part(THURSDAY + timedelta(days=7)) == later
    assert words.date(THURSDAY) == day_of_month
    assert words.ago(NOW - timedelta(days=21)) == three_weeks
    assert words.ago(NOW - timedelta(days=1)) == yesterday
    assert words.ago(NOW - timedelta(minutes=4)) == minutes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_words_every_hour_and_every_distance(language: str) -> None:
    words = wording(language)
    said = [words.day_part(THURSDAY + timedelta(hours=hours)) for hours in range(24 * 9)]
    said += [words.ago(NOW - timedelta(days=days)) for days in range(1500)]
    said += [words.date(date(2026, month, day)) for month, day in product(range(1, 13), (1, 2, 28))]
    assert not [text for text in said if not text.strip() or "{" in text or "  " in text]


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(0), "a few minutes ago"),
        (timedelta(minutes=30), "a few minutes ago"),
        (timedelta(minutes=31), "this morning"),
        (timedelta(hours=9), "earlier today"),
        (timedelta(hours=10), "yesterday"),  # 23:30 of the day before: by the calendar, not by the hour
        (timedelta(days=2), "two days ago"),
        (timedelta(days=6), "six days ago"),
        (timedelta(days=7), "a week ago"),
        (timedelta(days=10), "a week ago"),
        (timedelta(days=11), "two weeks ago"),
        (timedelta(days=45), "six weeks ago"),
        (timedelta(days=46), "two months ago"),
        (timedelta(days=349), "eleven months ago"),
        (timedelta(days=350), "a year ago"),
        (timedelta(days=730), "two years ago"),
        (timedelta(days=365 * 20), "20 years ago"),
    ],
)
def test_ago_counts_by_the_readers_calendar(passed: timedelta, words: str) -> None:
    assert wording().ago(NOW - passed) == words


def test_a_mail_of_just_before_midnight_was_a_few_minutes_ago() -> None:
    midnight = datetime(2026, 3, 16, 0, 5, tzinfo=BERLIN)
    assert wording(now=midnight).ago(midnight - timedelta(minutes=10)) == "a few minutes ago"


def test_ago_is_right_in_the_hour_that_comes_twice() -> None:
    before = datetime(2026, 10, 25, 0, 55, tzinfo=UTC)  # 2:55 in Berlin, for the first time
    after = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 2:15, for the second
    assert wording(now=after).ago(before) == "a few minutes ago"


@pytest.mark.parametrize("ahead", [NOW + timedelta(minutes=1), date(2026, 3, 17)])
def test_ago_refuses_what_lies_ahead(ahead: datetime | date) -> None:
    with pytest.raises(WordingError, match="lies ahead"):
        wording().ago(ahead)


@pytest.mark.parametrize(
    ("hour", "english", "german"),
    [
        (4, "Thursday night", "Donnerstagnacht"),
        (5, "Thursday morning", "Donnerstagmorgen"),
        (9, "Thursday morning", "Donnerstagvormittag"),
        (12, "Thursday afternoon", "Donnerstagnachmittag"),
        (17, "Thursday afternoon", "Donnerstagnachmittag"),
        (18, "Thursday evening", "Donnerstagabend"),
        (22, "Thursday night", "Donnerstagnacht"),
    ],
)
def test_the_parts_of_a_day_begin_at_their_hours(hour: int, english: str, german: str) -> None:
    at = datetime(2026, 3, 19, hour, 59 if hour in {4, 17} else 0, tzinfo=BERLIN)
    assert (wording().day_part(at), wording("de").day_part(at)) == (english, german)


def test_a_day_has_no_hour_to_speak_of() -> None:
    assert wording().ago(date(2026, 3, 16)) == "today"
    assert wording().day_part(date(2026, 3, 19)) == "Thursday"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", "Thursday night"),
        ("America/Los_Angeles", "Thursday afternoon"),
        ("Asia/Tokyo", "Friday morning"),
    ],
)
def test_the_day_is_that_of_the_readers_zone(zone: str, words: str) -> None:
    at = datetime(2026, 3, 19, 21, 30, tzinfo=UTC)
    assert wording(zone=ZoneInfo(zone)).day_part(at) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-7, "Monday, 9 March"),
        (-6, "Tuesday"),
        (6, "Sunday"),
        (7, "Monday, 23 March"),  # "Monday" alone would be taken for today
    ],
)
def test_a_day_name_that_could_mean_another_week_gets_its_date(days: int, words: str) -> None:
    assert wording().day(NOW + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 2), "2 January"),
        (date(2026, 12, 31), "31 December"),
        (date(2025, 11, 20), "20 November"),  # the last one there was
        (date(2025, 3, 1), "1 March 2025"),
        (date(2027, 1, 12), "12 January 2027"),
    ],
)
def test_a_date_that_could_be_of_another_year_gets_its_year(day: date, words: str) -> None:
    assert wording().date(day) == words


def test_the_first_of_a_month_is_written_as_the_language_has_it() -> None:
    assert wording("fr").date(date(2026, 3, 1)) == "1er mars"
    assert wording("it").date(date(2026, 3, 1)) == "1º marzo"


def test_portuguese_weeks_are_feminine() -> None:
    assert wording("pt").ago(NOW - timedelta(days=14)) == "há duas semanas"
    assert wording("pt").ago(NOW - timedelta(days=2)) == "há dois dias"


def test_a_region_does_not_change_the_language() -> None:
    assert wording("pt-BR").day(THURSDAY) == "quinta-feira"


def test_an_unknown_language_is_an_error_and_not_english() -> None:
    with pytest.raises(WordingError, match="not in “pl”"):
        wording("pl").day(THURSDAY)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(WordingError, match="no time zone"):
        wording().day(THURSDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("language", "at", "over"),
    [
        ("en", "2026-11-26 07:30", "2026-11-26 12:00"),  # "Thursday morning"
        ("de", "2026-11-26 07:30", "2026-11-26 09:00"),  # "Donnerstagmorgen"
        ("de", "2026-11-26 09:00", "2026-11-26 12:00"),  # "Donnerstagvormittag"
        ("en", "2026-11-26 11:59", "2026-11-26 12:00"),
        ("en", "2026-11-26 12:00", "2026-11-26 18:00"),
        ("es", "2026-11-26 19:00", "2026-11-27 00:00"),  # evening and night are one word, but not one day
        ("en", "2026-11-26 00:10", "2026-11-26 05:00"),
        ("en", "2027-03-28 00:30", "2027-03-28 05:00"),  # the clocks go forward in between
    ],
)
def test_a_part_of_the_day_is_over_when_another_word_begins(language: str, at: str, over: str) -> None:
    words = Wording(language=language, zone=BERLIN)
    moment = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    assert words.end_of_part(moment) == datetime.fromisoformat(over).replace(tzinfo=BERLIN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hour", range(24))
def test_up_to_its_last_second_a_part_of_the_day_is_worded_alike(language: str, hour: int) -> None:
    words = Wording(language=language, zone=BERLIN)
    moment = datetime(2026, 11, 26, hour, tzinfo=BERLIN)
    over = words.end_of_part(moment)
    assert words.day_part(over - timedelta(seconds=1)) == words.day_part(moment)
    assert words.day_part(over) != words.day_part(moment)
