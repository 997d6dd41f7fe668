"""How many mails a day while a mailbox is new to followupd (R5.11)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core import ramp

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("per_day", "age", "expected"),
    [
        (30, None, 10),  # no claim yet
        (30, timedelta(0), 10),
        (30, DAY - SECOND, 10),
        (30, DAY, 11),
        (30, 3 * DAY, 14),
        (30, 7 * DAY, 20),
        (30, 14 * DAY - SECOND, 28),
        (30, 14 * DAY, 30),
        (30, 400 * DAY, 30),
        (30, -DAY, 10),  # the machine's clock was ahead when the first mail left
        (200, 7 * DAY, 105),
        (11, 13 * DAY, 10),
        (10, None, 10),
        (3, None, 3),  # who wants fewer gets fewer
        (3, 14 * DAY, 3),
    ],
)
def test_it_grows_evenly_from_ten_to_the_setting(per_day: int, age: timedelta | None, expected: int) -> None:
    assert ramp.allowed(per_day, None if age is None else NOW - age, NOW) == expected


@given(per_day=st.integers(1, 200), hours=st.integers(0, 600))
def test_it_never_shrinks_and_stays_between_the_first_share_and_the_setting(per_day: int, hours: int) -> None:
    then, later = (ramp.allowed(per_day, NOW, NOW + timedelta(hours=each)) for each in (hours, hours + 1))
    assert min(per_day, 10) <= then <= later <= per_day
