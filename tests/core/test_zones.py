"""Wall time and instants on the nights when clocks change (R6.11): after the gap, in the first pass of the overlap."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from followupd.core.calendar.zone_hints import zone_hint
from followupd.core.calendar.zones import end_of_second_pass, in_second_pass, instant, parse_zone, valid_zone


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("Europe/Berlin", date(2026, 7, 1), time(9), "2026-07-01T07:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(1, 59), "2026-03-29T00:59"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 0), "2026-03-29T01:00"),  # the gap begins
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 59, 59, 999999), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 3, 29), time(3, 0), "2026-03-29T01:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # the overlap: the first pass
        ("Europe/Berlin", date(2026, 10, 25), time(3, 0), "2026-10-25T02:00"),
        ("America/Chicago", date(2027, 3, 14), time(2, 30), "2027-03-14T08:00"),
        ("America/Chicago", date(2026, 11, 1), time(1, 30), "2026-11-01T06:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:30"),  # a gap of half an hour
        ("America/Santiago", date(2026, 9, 6), time(0, 0), "2026-09-06T04:00"),  # midnight itself is in the gap
        ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-30T10:00"),  # a whole day that never was
    ],
)
def test_a_wall_time_means_one_instant(zone: str, day: date, clock: time, utc: str) -> None:
    assert instant(day, clock, ZoneInfo(zone)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "second"),
    [("00:59:59", False), ("01:00:00", True), ("01:59:59", True), ("02:00:00", False)],
)
def test_the_second_pass_is_the_hour_after_the_clocks_went_back(utc: str, second: bool) -> None:
    at = datetime.fromisoformat(f"2026-10-25T{utc}").replace(tzinfo=UTC)
    assert in_second_pass(at, ZoneInfo("Europe/Berlin")) is second


def test_the_second_pass_ends_when_the_wall_clock_shows_something_new() -> None:
    at = datetime(2026, 10, 25, 1, 10, 0, 500, tzinfo=UTC)
    assert end_of_second_pass(at, ZoneInfo("Europe/Berlin")) == datetime(2026, 10, 25, 2, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"])
def test_a_zone_is_known_by_its_iana_name(name: str) -> None:
    assert valid_zone(name)
    assert parse_zone(name) == name


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Berln", "../etc/passwd", "/etc/localtime", "x\x00", "CEST+1"])
def test_what_is_no_zone_is_refused_with_an_example(name: str) -> None:
    assert not valid_zone(name)
    with pytest.raises(ValueError, match='is not a time zone: write an IANA name such as "'):
        parse_zone(name)


@pytest.mark.parametrize("country", ["DE", "GB", "IN", "US-CA", "AU-QLD", "ES-CN", "CA-MB", "CO"])
def test_every_guessed_zone_exists(country: str) -> None:
    hint = zone_hint(country, "", "")
    assert hint is not None
    assert valid_zone(hint[0])
