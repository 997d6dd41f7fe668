"""Promises of the calendar over many zones, countries and the years 2024 to 2030, both clock changes included."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.calendar.calendars import Calendar, day_off, is_business_day
from followupd.core.calendar.schedule import Overdue, add_delay, next_open, spread, step_due
from followupd.core.calendar.spans import Delay, Unit, Window, parse_at, parse_window
from followupd.core.calendar.zones import instant
from followupd.core.sequences import Step, parse_sequence

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",  # its standard time is the summer's
    "Africa/Casablanca",  # changes around Ramadan
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",  # changes at midnight
    "America/Havana",
    "Atlantic/Azores",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Asia/Jerusalem",
    "Asia/Almaty",  # moved its clocks for good in 2024
    "Asia/Beirut",
    "Africa/Cairo",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)
COUNTRIES = (None, "DE", "DE-BE", "US", "GB", "JP", "IL", "SA", "IN", "XX")
WINDOWS = (
    "mon-fri 08:30-12:00",
    "mon-fri 13:00-17:30",
    "tue,thu 09:00-10:00",
    "sat 10:00-12:00",
    "sun 01:30-03:30",  # where most zones have their gap and their overlap
    "mon-sun 00:00-24:00",
    "mon-fri 23:00-24:00",
)
BOUNDED = settings(max_examples=200, deadline=None, database=None)


@cache
def changes(zone: str) -> list[datetime]:
    """Find the clock changes of a zone, to within the six hours before each of these instants."""
    hours = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=6 * n) for n in range(7 * 365 * 4)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return [hours[n] for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]


@st.composite
def meetings(draw: st.DrawFn) -> tuple[datetime, Calendar]:
    """Draw a calendar and an instant for it, every second one within hours of a clock change if there is any."""
    calendar = draw(calendars)
    near = changes(calendar.zone)
    if draw(st.booleans()) and near:
        return draw(st.sampled_from(near)) + timedelta(seconds=draw(st.integers(-12 * 3600, 6 * 3600))), calendar
    return draw(moments), calendar


calendars = st.builds(Calendar, zone=st.sampled_from(ZONES), country=st.sampled_from(COUNTRIES))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
# One that opens in every country is always among them: "mon-wed" are business days everywhere.
window_sets = st.sets(st.sampled_from(WINDOWS), max_size=3).map(
    lambda words: tuple(parse_window(word) for word in sorted(words | {"mon-wed 10:00-11:00"}))
)
delays = st.builds(Delay, amount=st.integers(0, 40), unit=st.sampled_from(Unit))


def is_open(at: datetime, windows: tuple[Window, ...], calendar: Calendar) -> bool:
    """Say by the words of the contract, and unlike the code, whether something may be due at this instant."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    if local.fold or day_off(local.date(), calendar):
        return False
    if local.weekday() < 5 and not is_business_day(local.date(), calendar):
        return False
    return any(local.weekday() in window.weekdays and window.covers(local.time()) for window in windows)


@BOUNDED
@given(meetings(), window_sets)
def test_next_open_is_open_and_nothing_before_it_is(
    meeting: tuple[datetime, Calendar], windows: tuple[Window, ...]
) -> None:
    at, calendar = meeting
    opens = next_open(at, windows, calendar)
    assert opens >= at
    assert is_open(opens, windows, calendar)
    if opens > at:
        span = opens - at
        before = [at + span * n / 40 for n in range(40)] + [opens - timedelta(microseconds=1)]
        assert not any(is_open(moment, windows, calendar) for moment in before)


@BOUNDED
@given(meetings(), delays, st.sampled_from([None, "09:30", "morning", "thursday 02:30", "late"]), window_sets)
def test_a_mail_is_never_due_too_early_nor_outside_its_window(
    meeting: tuple[datetime, Calendar], delay: Delay, pinned: str | None, windows: tuple[Window, ...]
) -> None:
    after, calendar = meeting
    step = mail(delay, pinned)
    due = step_due(step, after=after, calendar=calendar, windows=windows, seed=str(after))
    assert due >= after
    assert is_open(due, windows, calendar)
    if pinned is None and delay.by_clock:
        assert due >= add_delay(after, delay, calendar)
    else:
        assert calendar.day_of(due) >= calendar.day_of(add_delay(after, delay, calendar))


@BOUNDED
@given(meetings(), st.timedeltas(timedelta(days=1), timedelta(days=60)), delays)
def test_what_was_done_first_is_due_first(meeting: tuple[datetime, Calendar], later: timedelta, delay: Delay) -> None:
    first, calendar = meeting
    windows = (parse_window("mon-fri 08:30-17:30"),)
    earlier, after = (next_open(add_delay(at, delay, calendar), windows, calendar) for at in (first, first + later))
    assert earlier <= after


@BOUNDED
@given(meetings(), st.integers(1, 40))
def test_business_days_are_counted_one_by_one(meeting: tuple[datetime, Calendar], amount: int) -> None:
    at, calendar = meeting
    begin = calendar.day_of(at)
    end = calendar.day_of(add_delay(at, Delay(amount=amount, unit=Unit.BUSINESS_DAY), calendar))
    between = [begin + timedelta(days=n) for n in range(1, (end - begin).days + 1)]
    assert sum(is_business_day(day, calendar) for day in between) == amount
    assert is_business_day(end, calendar)


@BOUNDED
@given(meetings(), st.times())
def test_a_wall_time_is_its_first_pass_or_the_end_of_the_gap(meeting: tuple[datetime, Calendar], clock: time) -> None:
    at, calendar = meeting
    for wall in (datetime.combine(calendar.day_of(at), clock), at.astimezone(calendar.tz).replace(tzinfo=None)):
        found = instant(wall.date(), wall.time(), calendar.tz)
        shown = found.astimezone(calendar.tz)
        assert shown.fold == 0
        if shown.replace(tzinfo=None) != wall:
            just_before = (found - timedelta(microseconds=1)).astimezone(calendar.tz).replace(tzinfo=None)
            assert just_before < wall < shown.replace(tzinfo=None)


@BOUNDED
@given(st.lists(meetings(), max_size=30), window_sets)
def test_replanned_mail_keeps_its_gaps_and_windows(
    items: list[tuple[datetime, Calendar]], windows: tuple[Window, ...]
) -> None:
    now = datetime(2031, 1, 6, tzinfo=UTC)
    gap = (timedelta(seconds=90), timedelta(seconds=300))
    overdue = [
        Overdue(key=key, due_at=due, calendar=calendar, windows=windows) for key, (due, calendar) in enumerate(items)
    ]
    planned = spread(overdue, now, gap, seed="ana")
    times = sorted(planned.values())
    assert set(planned) == set(range(len(items)))
    assert all(later - earlier >= gap[0] for earlier, later in pairwise(times))
    assert all(is_open(planned[item.key], windows, item.calendar) and planned[item.key] >= now for item in overdue)


def mail(delay: Delay, pinned: str | None) -> Step:
    fixed = "" if pinned is None else f'at = "{parse_at(pinned)}"'
    text = f'[[steps]]\nkind = "email"\ntemplate = "a.j2"\nafter = "{delay}"\n{fixed}'
    return parse_sequence("s", text).steps[0]
