"""Business days, public holidays, and guesses at a zone."""

from datetime import UTC, date, datetime

import pytest

from followupd.core.calendar.calendars import Calendar, day_off, is_business_day, parse_country
from followupd.core.calendar.zone_hints import zone_hint

BERLIN = Calendar(zone="Europe/Berlin", country="DE-BE")


@pytest.mark.parametrize(
    ("zone", "country", "day", "open_"),
    [
        ("Europe/Berlin", "DE", date(2026, 12, 24), True),
        ("Europe/Berlin", "DE", date(2026, 12, 25), False),
        ("Europe/Berlin", "DE-BE", date(2027, 3, 8), False),  # Women's Day, in Berlin
        ("Europe/Berlin", "DE", date(2027, 3, 8), True),
        ("Europe/Berlin", "DE-ZZ", date(2026, 12, 25), False),  # an unknown state has the country's holidays
        ("Europe/Berlin", "de-be", date(2027, 3, 8), False),
        ("America/New_York", "US", date(2026, 11, 26), False),  # Thanksgiving
        ("America/New_York", "US", date(2026, 7, 3), False),  # Independence Day falls on a Saturday
        ("America/New_York", "US", date(2027, 12, 31), False),  # New Year's Day of 2028, kept the day before
        ("Europe/Berlin", None, date(2026, 12, 25), True),
        ("Europe/Berlin", "XX", date(2026, 12, 25), True),  # a country that nobody knows has no holidays
        ("Europe/Berlin", None, date(2026, 11, 21), False),  # a Saturday
        ("Asia/Riyadh", "SA", date(2026, 11, 20), False),  # a Friday
        ("Asia/Riyadh", "SA", date(2026, 11, 22), True),  # a Sunday
    ],
)
def test_a_business_day_is_one_where_the_contact_is(zone: str, country: str | None, day: date, open_: bool) -> None:
    assert is_business_day(day, Calendar(zone=zone, country=country)) is open_


def test_the_owners_days_off_are_no_business_days() -> None:
    mine = Calendar(zone="Europe/Berlin", country="DE", days_off=frozenset({date(2026, 12, 28)}))
    assert not is_business_day(date(2026, 12, 28), mine)
    assert is_business_day(date(2026, 12, 29), mine)


def test_a_day_off_says_what_it_is() -> None:
    mine = Calendar(zone="Europe/Berlin", country="DE", days_off=frozenset({date(2026, 12, 28)}))
    assert day_off(date(2026, 12, 25), mine) == "Christmas Day"
    assert day_off(date(2026, 12, 28), mine) == "your day off"
    assert day_off(date(2026, 12, 29), mine) is None
    assert day_off(date(2026, 11, 21), mine) is None  # a weekend is no day off


def test_the_date_is_the_one_where_the_contact_is() -> None:
    at = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert BERLIN.day_of(at) == date(2026, 11, 22)
    assert Calendar(zone="America/Chicago").day_of(at) == date(2026, 11, 21)


def test_a_calendar_of_no_zone_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ValueError, match=r'"Europe/Berln" is not a time zone: .*"Europe/Berlin"'):
        Calendar(zone="Europe/Berln")


@pytest.mark.parametrize(("text", "code"), [("DE", "DE"), ("de-be", "DE-BE"), (" us-ca ", "US-CA"), ("SG", "SG")])
def test_a_country_code_is_put_into_capitals(text: str, code: str) -> None:
    assert parse_country(text) == code


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Germany", "is not a country code"),
        ("DEU", "is not a country code"),
        ("XX", "is not a country code"),
        ("", "is not a country code"),
        ("DE-BRE", "names no state whose holidays are known: write for example"),
        ("SG-01", 'write for example "SG'),
    ],
)
def test_a_wrong_country_is_told_what_to_write(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_country(text)


@pytest.mark.parametrize(
    ("country", "phone", "address", "zone"),
    [
        ("DE", "", "sam@acme.example", "Europe/Berlin"),
        ("DE-BY", "", "sam@acme.example", "Europe/Berlin"),
        ("US-CA", "", "sam@acme.example", "America/Los_Angeles"),
        ("us-ny", "", "sam@acme.example", "America/New_York"),
        ("US", "", "sam@acme.example", None),
        ("US-TX", "", "sam@acme.example", None),  # El Paso is an hour behind
        ("US", "+49 30 901820", "sam@acme.de", None),  # a known country is not overruled
        (None, "+49 30 901820", "sam@acme.fr", "Europe/Berlin"),
        (None, "0049 30 901820", "sam@acme.example", "Europe/Berlin"),
        (None, "+353 1 6764000", "sam@acme.example", "Europe/Dublin"),
        (None, "+1 212 555 0100", "sam@acme.de", None),
        (None, "030 901820", "sam@acme.de", "Europe/Berlin"),  # no country in this number
        (None, "", "sam@acme.co.uk", "Europe/London"),
        (None, "", "sam@startup.io", None),
        (None, "", "sam@startup.co", None),
        (None, "", "sam@acme.com", None),
        (None, "", "nonsense", None),
    ],
)
def test_a_zone_is_guessed_only_where_there_is_one(
    country: str | None, phone: str, address: str, zone: str | None
) -> None:
    hint = zone_hint(country, phone, address)
    assert (hint and hint[0]) == zone


def test_a_guess_says_that_it_is_one_and_from_what() -> None:
    assert zone_hint(None, "+49 30 901820", "") == ("Europe/Berlin", "guessed from the phone number +49 30 901820")
    assert zone_hint("AT", "", "") == ("Europe/Vienna", "guessed from the country AT")
    assert zone_hint(None, "", "a@b.at") == ("Europe/Vienna", "guessed from the mail domain .at")
