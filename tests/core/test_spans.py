"""The words for time in the user's files: what they mean, and what is said of a wrong one."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from followupd.core.calendar.spans import (
    Delay,
    TimeOfDay,
    Unit,
    Window,
    parse_at,
    parse_days,
    parse_delay,
    parse_duration,
    parse_range,
    parse_rate,
    parse_window,
)

MON_FRI = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("0m", 0, Unit.MINUTE),
        ("90s", 90, Unit.SECOND),
        ("5 min", 5, Unit.MINUTE),
        ("2 hours", 2, Unit.HOUR),
        ("1 day", 1, Unit.DAY),
        ("30 days", 30, Unit.DAY),
        ("1 business day", 1, Unit.BUSINESS_DAY),
        ("3 business days", 3, Unit.BUSINESS_DAY),
        ("  3   Business\tDays ", 3, Unit.BUSINESS_DAY),
        ("3 working days", 3, Unit.BUSINESS_DAY),
        ("2 weeks", 2, Unit.WEEK),
        ("1 month", 1, Unit.MONTH),
        ("6M", 6, Unit.MINUTE),
    ],
)
def test_a_delay_keeps_its_amount_and_unit(text: str, amount: int, unit: Unit) -> None:
    assert parse_delay(text) == Delay(amount=amount, unit=unit)


@pytest.mark.parametrize("text", ["90 seconds", "0 minutes", "1 hour", "3 business days", "1 month"])
def test_a_delay_reads_back_as_it_is_written(text: str) -> None:
    assert str(parse_delay(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "days",
        "-3 days",
        "1.5 hours",
        "3 dayz",
        "three days",
        "3 days ago",
        "in 3 days",
        "²d",
        "3 days\n4 days",
    ],
)
def test_a_wrong_delay_is_named_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r'is not a duration: write .*"3 business days"') as caught:
        parse_delay(text)
    assert f'"{text}"' in str(caught.value)


@pytest.mark.parametrize("text", ["999999999 months", "121 months", "400000000 seconds"])
def test_a_delay_beyond_ten_years_is_refused_before_any_date_can_overflow(text: str) -> None:
    with pytest.raises(ValueError, match="longer than ten years"):
        parse_delay(text)


def test_a_negative_delay_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="negative"):
        Delay(amount=-1, unit=Unit.DAY)


def test_only_a_delay_of_fixed_length_is_a_duration() -> None:
    assert parse_duration("5m") == timedelta(minutes=5)
    assert parse_duration("2 weeks") == timedelta(days=14)
    for text in ("3 business days", "1 month"):
        with pytest.raises(ValueError, match="no fixed length"):
            parse_duration(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("90s-300s", 90, 300), ("90s - 5m", 90, 300), ("90s–300s", 90, 300), ("120s", 120, 120), ("0m-0m", 0, 0)],
)
def test_a_range_has_two_ends(text: str, low: int, high: int) -> None:
    first, last = parse_range(text)
    assert (first.length, last.length) == (timedelta(seconds=low), timedelta(seconds=high))


@pytest.mark.parametrize("text", ["300s-90s", "1m-2m-3m", "1 month-2 months", "90-300s", "-", ""])
def test_a_wrong_range_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_range(text)


@pytest.mark.parametrize(
    ("text", "count", "per"),
    [
        ("1 per 2 days", 1, Delay(amount=2, unit=Unit.DAY)),
        ("10 per hour", 10, Delay(amount=1, unit=Unit.HOUR)),
        ("2 PER business day", 2, Delay(amount=1, unit=Unit.BUSINESS_DAY)),
    ],
)
def test_a_rate_is_a_count_in_a_time(text: str, count: int, per: Delay) -> None:
    rate = parse_rate(text)
    assert (rate.count, rate.per) == (count, per)


@pytest.mark.parametrize("text", ["1 per 0 days", "0 per day", "2 days", "1 per", "1 per  ", "1 per 2", "x per day"])
def test_a_wrong_rate_is_named_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r'write .*"1 per 2 days"') as caught:
        parse_rate(text)
    assert f'"{text}"' in str(caught.value)


@pytest.mark.parametrize(
    ("text", "weekdays", "start", "end"),
    [
        ("mon-fri 08:30-12:00", MON_FRI, time(8, 30), time(12)),
        ("MON-FRI 8:30 - 12:00", MON_FRI, time(8, 30), time(12)),
        ("tue, thu 13:00-17:30", {1, 3}, time(13), time(17, 30)),
        ("saturday 10:00-11:00", {5}, time(10), time(11)),
        ("fri-mon 10:00-11:00", {4, 5, 6, 0}, time(10), time(11)),
        ("mon-tue,fri 10:00-11:00", {0, 1, 4}, time(10), time(11)),
        ("sun 00:00-24:00", {6}, time.min, time.min),
    ],
)
def test_a_window_is_hours_of_weekdays(text: str, weekdays: set[int], start: time, end: time) -> None:
    assert parse_window(text) == Window(weekdays=frozenset(weekdays), start=start, end=end)


@pytest.mark.parametrize("text", ["mon-fri 08:30-12:00", "tue,thu 13:00-17:30", "sun 00:00-24:00"])
def test_a_window_reads_back_as_it_is_written(text: str) -> None:
    assert str(parse_window(text)) == text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("08:30-12:00", "is not a window"),
        ("mon-fri", "is not a window"),
        ("mo-fr 08:30-12:00", '"mo" is no weekday'),
        ("mon-fri 08:30-25:00", '"25:00" is no time'),
        ("mon-fri 08:75-12:00", '"08:75" is no time'),
        ("mon-fri 22:00-02:00", "ends before it starts"),
        ("mon-fri 09:00-09:00", "ends before it starts"),
        ("mon-fri 09:00-00:00", "write 24:00"),
        ("mon,,fri 08:30-12:00", '"" is no weekday'),
    ],
)
def test_a_wrong_window_is_told_what_is_wrong_with_it(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        parse_window(text)
    assert f'"{text}"' in str(caught.value)


@pytest.mark.parametrize(
    ("at", "inside"),
    [(time(8, 29, 59), False), (time(8, 30), True), (time(11, 59, 59), True), (time(12), False)],
)
def test_a_window_begins_with_its_start_and_stops_short_of_its_end(at: time, inside: bool) -> None:
    assert parse_window("mon 08:30-12:00").covers(at) is inside


def test_a_window_to_midnight_covers_the_last_second() -> None:
    assert parse_window("mon 22:00-24:00").covers(time(23, 59, 59))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:30", TimeOfDay(start=time(9, 30))),
        ("9:30", TimeOfDay(start=time(9, 30))),
        ("thursday 09:00", TimeOfDay(start=time(9), weekday=3)),
        ("Thu 09:00", TimeOfDay(start=time(9), weekday=3)),
        ("morning", TimeOfDay(start=time(9), end=time(11, 30))),
        ("friday late", TimeOfDay(start=time(17), end=time(18), weekday=4)),
    ],
)
def test_a_time_of_day_is_exact_or_a_part_of_the_day(text: str, expected: TimeOfDay) -> None:
    assert parse_at(text) == expected


@pytest.mark.parametrize("text", ["09:30", "thursday 09:00", "morning", "friday late"])
def test_a_time_of_day_reads_back_as_it_is_written(text: str) -> None:
    assert str(parse_at(text)) == text


@pytest.mark.parametrize("text", ["", "thursday", "24:00", "thrusday 09:00", "next thursday 09:00", "9am", "dawn"])
def test_a_wrong_time_of_day_is_named_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r'is not a time of day, .*"thursday morning"') as caught:
        parse_at(text)
    assert f'"{text}"' in str(caught.value)


@pytest.mark.parametrize(
    ("at", "fits"),
    [
        ("09:00", True),
        ("12:00", False),
        ("thursday 09:00", True),
        ("saturday 09:00", False),
        ("morning", True),
        ("early", False),
        ("afternoon", False),
    ],
)
def test_a_window_tells_whether_a_time_of_day_can_be_kept_in_it(at: str, fits: bool) -> None:
    assert parse_window("mon-fri 08:30-12:00").admits(parse_at(at)) is fits


def test_a_part_of_the_day_fits_a_window_that_opens_within_it() -> None:
    assert parse_window("mon-fri 10:00-10:30").admits(parse_at("morning"))


def test_days_off_are_single_days_or_spans_with_both_ends() -> None:
    assert parse_days("2026-12-24") == {date(2026, 12, 24)}
    assert parse_days("2026-12-30..2027-01-01") == {date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)}


@pytest.mark.parametrize("text", ["24.12.2026", "2026-12-24..", "2027-01-01..2026-12-24", "2026-01-01..2036-01-01"])
def test_wrong_days_off_are_named_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"2026-12-24\.\.2027-01-03") as caught:
        parse_days(text)
    assert f'"{text}"' in str(caught.value)


@pytest.mark.parametrize("parse", [parse_delay, parse_range, parse_rate, parse_window, parse_at, parse_days])
def test_no_parser_raises_anything_but_a_sentence(parse: Callable[[str], object]) -> None:
    for text in ("", " ", "\x00", "9" * 400, "mon " * 400, "٣ days", ":", "..", "per", "1 per -", "-:-", "mon-"):
        with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
            parse(text)
