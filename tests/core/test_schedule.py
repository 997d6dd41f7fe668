"""When things are due: delays that mean what a person means, windows, times of day, and nothing that bursts."""

from collections.abc import Sequence as Many
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from followupd.core.calendar.calendars import Calendar
from followupd.core.calendar.schedule import (
    NeverOpenError,
    Overdue,
    add_delay,
    day_due,
    draw,
    first_due,
    fresh_until,
    is_open_day,
    next_due,
    next_open,
    spread,
    step_due,
)
from followupd.core.calendar.spans import Window, parse_delay, parse_window
from followupd.core.sequences import Sequence, Step, parse_sequence

BERLIN = Calendar(zone="Europe/Berlin", country="DE")
CHICAGO = Calendar(zone="America/Chicago", country="US")
RIYADH = Calendar(zone="Asia/Riyadh", country="SA")
OFFICE = (parse_window("mon-fri 08:30-12:00"), parse_window("mon-fri 13:00-17:30"))
AROUND_THE_CLOCK = (parse_window("mon-sun 00:00-24:00"),)


def at(text: str, calendar: Calendar = BERLIN) -> datetime:
    """Read a wall time of the calendar, such as "2026-11-20 15:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=calendar.tz).astimezone(UTC)


def wall(moment: datetime, calendar: Calendar = BERLIN) -> str:
    return f"{moment.astimezone(calendar.tz):%Y-%m-%d %H:%M}"


def a_step(**keys: str) -> Step:
    mail = {} if "kind" in keys else {"kind": "email", "template": "a.j2"}
    lines = "".join(f'{key} = "{value}"\n' for key, value in (mail | keys).items())
    return parse_sequence("s", f"[[steps]]\n{lines}").steps[0]


@pytest.mark.parametrize(
    ("start", "delay", "end"),
    [
        ("2026-11-20 15:00", "3 business days", "2026-11-25 15:00"),  # a Friday to Wednesday
        ("2026-11-21 15:00", "1 business day", "2026-11-23 15:00"),  # a Saturday to Monday
        ("2026-11-20 15:00", "0 business days", "2026-11-20 15:00"),
        ("2026-12-23 10:00", "3 business days", "2026-12-29 10:00"),  # Christmas on Friday and Saturday
        ("2026-11-20 15:00", "3 days", "2026-11-23 15:00"),
        ("2026-11-20 15:00", "2 weeks", "2026-12-04 15:00"),
        ("2026-11-20 15:00", "90s", "2026-11-20 15:01"),
        ("2027-01-31 10:00", "1 month", "2027-02-28 10:00"),
        ("2028-01-31 10:00", "1 month", "2028-02-29 10:00"),
        ("2026-11-30 10:00", "3 months", "2027-02-28 10:00"),
        ("2026-12-15 10:00", "1 month", "2027-01-15 10:00"),
        # Clocks go forward on 29 March and back on 25 October 2026 (R6.11): days keep the wall time, hours are elapsed.
        ("2026-03-27 09:00", "1 business day", "2026-03-30 09:00"),
        ("2026-10-23 09:00", "3 days", "2026-10-26 09:00"),
        ("2026-03-28 09:00", "24 hours", "2026-03-29 10:00"),
        ("2026-10-24 09:00", "24 hours", "2026-10-25 08:00"),
        ("2026-03-28 02:30", "1 day", "2026-03-29 03:00"),  # into the gap: the first instant after it
    ],
)
def test_a_delay_leads_where_a_person_means(start: str, delay: str, end: str) -> None:
    assert wall(add_delay(at(start), parse_delay(delay), BERLIN)) == end


def test_a_delay_into_the_overlap_means_the_first_pass() -> None:
    due = add_delay(at("2026-10-24 02:30"), parse_delay("1 day"), BERLIN)
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_business_days_are_counted_where_the_contact_rests_on_friday() -> None:
    thursday = at("2026-11-19 10:00", RIYADH)
    assert wall(add_delay(thursday, parse_delay("1 business day"), RIYADH), RIYADH) == "2026-11-22 10:00"


def test_business_days_are_counted_from_the_contacts_own_date() -> None:
    late_on_thursday_in_chicago = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    due = add_delay(late_on_thursday_in_chicago, parse_delay("1 business day"), CHICAGO)
    assert wall(due, CHICAGO) == "2026-11-20 22:00"


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-20 08:29", "2026-11-20 08:30"),
        ("2026-11-20 08:30", "2026-11-20 08:30"),
        ("2026-11-20 10:15", "2026-11-20 10:15"),
        ("2026-11-20 12:00", "2026-11-20 13:00"),
        ("2026-11-20 17:30", "2026-11-23 08:30"),
        ("2026-11-21 10:00", "2026-11-23 08:30"),
        ("2026-12-24 18:00", "2026-12-28 08:30"),  # over Christmas and the weekend
    ],
)
def test_it_opens_at_the_first_moment_inside_a_window(now: str, opens: str) -> None:
    assert wall(next_open(at(now), OFFICE, BERLIN)) == opens


def test_windows_open_in_the_contacts_zone() -> None:
    assert wall(next_open(at("2026-11-20 09:00"), OFFICE, CHICAGO), CHICAGO) == "2026-11-20 08:30"


def test_saturday_is_open_only_where_a_window_names_it() -> None:
    saturday = at("2026-11-21 09:00")
    assert wall(next_open(saturday, (parse_window("sat 10:00-12:00"), *OFFICE), BERLIN)) == "2026-11-21 10:00"
    assert wall(next_open(saturday, OFFICE, BERLIN)) == "2026-11-23 08:30"


def test_a_holiday_is_closed_even_where_a_window_names_its_weekday() -> None:
    assert not is_open_day(date(2026, 12, 26), (parse_window("sat 10:00-12:00"),), BERLIN)


def test_monday_to_friday_are_closed_where_the_country_rests_on_them() -> None:
    thursday_evening = at("2026-11-19 18:00", RIYADH)
    assert wall(next_open(thursday_evening, OFFICE, RIYADH), RIYADH) == "2026-11-23 08:30"


@pytest.mark.parametrize(
    ("now_utc", "window", "opens_utc"),
    [
        ("2026-03-29T00:00", "sun 02:30-04:00", "2026-03-29T01:00"),  # opens in the gap: right after it
        ("2026-03-29T00:00", "sun 02:10-02:50", "2026-04-05T00:10"),  # swallowed by the gap: a week later
        ("2026-10-25T00:00", "sun 02:30-04:00", "2026-10-25T00:30"),  # opens in the first pass
        ("2026-10-25T01:10", "sun 02:30-04:00", "2026-10-25T02:00"),  # not in the second pass, but after it
        ("2026-10-25T01:10", "sun 02:00-02:30", "2026-11-01T01:00"),  # was open in the first pass only
        ("2026-10-25T01:40", "sun 02:00-24:00", "2026-10-25T02:00"),
    ],
)
def test_windows_on_the_nights_when_clocks_change(now_utc: str, window: str, opens_utc: str) -> None:
    opens = next_open(datetime.fromisoformat(now_utc + "+00:00"), (parse_window(window),), BERLIN)
    assert opens == datetime.fromisoformat(opens_utc + "+00:00")


@pytest.mark.parametrize("windows", [(), (parse_window("fri 09:00-10:00"),)])
def test_a_contact_who_can_never_be_written_to_is_named(windows: tuple[Window, ...]) -> None:
    with pytest.raises(NeverOpenError, match=r"Asia/Riyadh \(SA\)"):
        next_open(at("2026-11-20 09:00"), windows, RIYADH)


def test_years_of_days_off_are_an_error_and_no_endless_search() -> None:
    days = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(1500))
    gone = Calendar(zone="Europe/Berlin", days_off=days)
    with pytest.raises(NeverOpenError):
        next_open(at("2026-11-20 09:00"), OFFICE, gone)
    with pytest.raises(NeverOpenError, match="days off"):
        add_delay(at("2026-11-20 09:00"), parse_delay("1 business day"), gone)


@pytest.mark.parametrize(
    ("after", "keys", "due"),
    [
        ("2026-11-20 15:00", {"after": "3 business days"}, "2026-11-25 08:30"),
        ("2026-11-20 15:00", {"after": "1 day"}, "2026-11-23 08:30"),  # Saturday: Monday
        ("2026-11-20 15:00", {"after": "0 days"}, "2026-11-20 15:00"),
        ("2026-11-20 15:00", {"after": "0m"}, "2026-11-20 15:00"),
        ("2026-11-20 15:00", {"after": "2 hours"}, "2026-11-20 17:00"),
        ("2026-11-20 17:29", {"after": "2 hours"}, "2026-11-23 08:30"),
        ("2026-11-20 15:00", {"after": "1 business day", "at": "09:30"}, "2026-11-23 09:30"),
        ("2026-11-20 15:00", {"after": "1 business day", "at": "morning"}, "2026-11-23 09:00"),
        ("2026-11-20 15:00", {"after": "1 day", "at": "09:30"}, "2026-11-23 09:30"),
        ("2026-11-20 15:00", {"after": "0m", "at": "09:30"}, "2026-11-23 09:30"),
        ("2026-11-20 08:00", {"after": "0m", "at": "09:30"}, "2026-11-20 09:30"),
        ("2026-11-20 10:00", {"after": "0m", "at": "morning"}, "2026-11-20 10:00"),  # it still is
        ("2026-11-20 15:00", {"after": "3 business days", "at": "thursday 09:00"}, "2026-11-26 09:00"),
        ("2026-11-20 15:00", {"after": "5 business days", "at": "thursday 09:00"}, "2026-12-03 09:00"),
        ("2026-11-26 08:00", {"after": "0 days", "at": "thursday 09:00"}, "2026-11-26 09:00"),
        ("2026-11-26 09:00", {"after": "0 days", "at": "thursday 09:00"}, "2026-11-26 09:00"),
        ("2026-11-26 09:01", {"after": "0 days", "at": "thursday 09:00"}, "2026-12-03 09:00"),
        ("2026-12-21 09:00", {"after": "1 day", "at": "friday 09:00"}, "2026-12-28 09:00"),  # Christmas Day
        ("2026-11-20 15:00", {"after": "1 day", "at": "19:00"}, "2026-11-24 08:30"),  # no window left that day
        ("2026-03-27 15:00", {"after": "1 business day", "at": "09:00"}, "2026-03-30 09:00"),
        ("2026-10-23 15:00", {"after": "1 business day", "at": "09:00"}, "2026-10-26 09:00"),
        ("2026-11-20 15:00", {"after": "0m", "window": "sat 10:00-11:00"}, "2026-11-21 10:00"),  # its own window
    ],
)
def test_a_call_is_due_when_a_person_would_expect_it(after: str, keys: dict[str, str], due: str) -> None:
    step = a_step(kind="call", script="c.j2", **keys)
    assert wall(step_due(step, after=at(after), calendar=BERLIN, windows=OFFICE, seed=1)) == due


def seeds_due(step: Step, after: str) -> list[datetime]:
    return [step_due(step, after=at(after), calendar=BERLIN, windows=OFFICE, seed=seed) for seed in range(300)]


def test_a_mail_after_days_comes_at_any_open_moment_of_the_day() -> None:
    dues = seeds_due(a_step(after="3 business days"), "2026-11-20 17:20")
    assert len(set(dues)) > 250
    assert all(next_open(due, OFFICE, BERLIN) == due for due in dues)
    assert at("2026-11-25 08:30") <= min(dues) < at("2026-11-25 09:00")
    assert at("2026-11-25 17:00") < max(dues) < at("2026-11-25 17:30")


def test_a_mail_on_the_same_day_comes_after_the_step_before_it() -> None:
    assert min(seeds_due(a_step(after="0 days"), "2026-11-20 15:00")) >= at("2026-11-20 15:00")


def test_a_mail_after_hours_comes_a_little_later_and_stays_in_its_window() -> None:
    dues = seeds_due(a_step(after="2 hours"), "2026-11-20 14:00")
    assert at("2026-11-20 16:00") <= min(dues) < at("2026-11-20 16:01")
    assert at("2026-11-20 16:19") < max(dues) < at("2026-11-20 16:20")
    late = seeds_due(a_step(after="2 hours"), "2026-11-20 15:25")
    assert at("2026-11-20 17:25") <= min(late) < max(late) < at("2026-11-20 17:30")


def test_a_mail_is_not_delayed_by_more_than_its_delay() -> None:
    assert max(seeds_due(a_step(after="5m"), "2026-11-20 14:00")) < at("2026-11-20 14:10")


def test_no_lot_falls_on_the_end_of_a_window() -> None:
    dues = seeds_due(a_step(after="1 day", window="mon-fri 09:00-09:01"), "2026-11-20 15:00")
    assert at("2026-11-23 09:00") == min(dues)
    assert max(dues) == at("2026-11-23 09:01") - timedelta(seconds=1)


def test_no_lot_falls_into_the_second_pass() -> None:
    dues = seeds_due(a_step(after="1 hour", window="sun 02:00-04:00"), "2026-10-25 01:50")
    assert datetime(2026, 10, 25, 0, 50, tzinfo=UTC) == min(dues)
    assert max(dues) < datetime(2026, 10, 25, 1, 0, tzinfo=UTC)


def test_the_lot_of_a_part_of_the_day_stays_in_that_part() -> None:
    dues = seeds_due(a_step(after="1 business day", at="morning"), "2026-11-20 15:00")
    assert at("2026-11-23 09:00") <= min(dues) < at("2026-11-23 09:10")
    assert at("2026-11-23 11:20") < max(dues) < at("2026-11-23 11:30")


@pytest.mark.parametrize(
    "keys",
    [
        {"after": "1 business day", "at": "thursday 09:00"},
        {"after": "0m"},
        {"kind": "call", "script": "c.j2", "after": "1 business day"},
        {"kind": "task", "text": "Visit", "after": "1 business day", "at": "morning"},
    ],
)
def test_no_lot_is_drawn_for_exact_times_nor_for_now_nor_for_people(keys: dict[str, str]) -> None:
    assert len(set(seeds_due(a_step(**keys), "2026-11-20 15:00"))) == 1


def test_the_same_seed_gives_the_same_time() -> None:
    low, high = timedelta(seconds=90), timedelta(seconds=300)
    assert draw("ana/41", low, high) == draw("ana/41", low, high) != draw("ana/42", low, high)
    assert draw(7, low, high) == draw("7", low, high)


def test_draws_reach_both_ends_and_nothing_beyond() -> None:
    drawn = {draw(seed, timedelta(seconds=3), timedelta(seconds=7)).total_seconds() for seed in range(300)}
    assert drawn == {3, 4, 5, 6, 7}
    assert draw(1, timedelta(seconds=5), timedelta(seconds=5)) == timedelta(seconds=5)


RUN = """
[[steps]]
kind = "email"
template = "a.j2"
[[steps]]
kind = "bump"
template = "b.j2"
after = "3 business days"
[no_answer]
after = "10 business days"
"""


def day_of(sequence: Sequence, index: int, after: datetime) -> str:
    due = next_due(sequence, index, after, calendar=BERLIN, windows=OFFICE, seed=1)
    assert next_open(due, OFFICE, BERLIN) == due
    return wall(due)[:10]


def test_a_run_goes_from_the_enrollment_to_the_end_of_the_silence() -> None:
    sequence = parse_sequence("run", RUN)
    saturday = at("2026-11-21 11:00")
    assert wall(first_due(sequence, saturday, calendar=BERLIN, windows=OFFICE, seed=1)) == "2026-11-23 08:30"
    assert day_of(sequence, 1, at("2026-11-23 08:30")) == "2026-11-26"
    assert day_of(sequence, 2, at("2026-11-26 08:30")) == "2026-12-10"


def test_a_drip_sends_one_piece_a_period() -> None:
    pieces = '[[steps]]\nkind = "email"\ntemplate = "a.j2"\n' * 2
    drip = parse_sequence("drip", f'every = "1 month"\n{pieces}')
    assert day_of(drip, 0, at("2026-11-23 10:00")) == "2026-12-23"
    assert day_of(drip, 1, at("2026-12-23 10:00")) == "2027-01-25"  # the 23rd is a Saturday


def test_later_means_that_day_or_the_next_open_one_and_never_earlier() -> None:
    for seed in range(50):
        tuesday = day_due(date(2027, 1, 12), calendar=BERLIN, windows=OFFICE, seed=seed)
        assert wall(tuesday)[:10] == "2027-01-12"
        assert next_open(tuesday, OFFICE, BERLIN) == tuesday
    assert wall(day_due(date(2027, 1, 1), calendar=BERLIN, windows=OFFICE, seed=1))[:10] == "2027-01-04"


def test_a_voicemail_is_fresh_for_as_long_as_the_step_says() -> None:
    step = a_step(requires="voicemail", within="1 business day")
    assert fresh_until(step, at("2026-11-20 17:45"), BERLIN) == at("2026-11-23 17:45")
    assert fresh_until(a_step(), at("2026-11-20 17:45"), BERLIN) is None


GAP = (timedelta(seconds=90), timedelta(seconds=300))


def overdue(keys: Many[int], calendar: Calendar = BERLIN) -> list[Overdue]:
    """Make items that came due one after the other while the machine was off for two weeks."""
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    return [Overdue(key=key, due_at=start + timedelta(minutes=key), calendar=calendar, windows=OFFICE) for key in keys]


def test_after_downtime_nothing_bursts() -> None:
    planned = spread(overdue(range(300)), at("2026-11-20 16:00"), GAP, seed="ana")
    times = sorted(planned.values())
    assert len(times) == 300
    assert min(later - earlier for earlier, later in pairwise(times)) >= GAP[0]
    assert times[0] == at("2026-11-20 16:00")
    assert all(next_open(time, OFFICE, BERLIN) == time for time in times)


def test_after_downtime_the_order_is_kept() -> None:
    planned = spread(reversed(overdue(range(50))), at("2026-11-20 16:00"), GAP, seed="ana")
    assert [key for key, _ in sorted(planned.items(), key=lambda item: item[1])] == list(range(50))


def test_after_downtime_nobody_waits_for_another_zones_morning() -> None:
    morning_in_berlin = at("2026-11-20 09:00")
    items = [*overdue(range(10), CHICAGO), *overdue(range(10, 20))]
    planned = spread(items, morning_in_berlin, GAP, seed="ana")
    assert all(planned[key] < at("2026-11-20 10:00") for key in range(10, 20))
    assert all(planned[key] >= at("2026-11-20 08:30", CHICAGO) for key in range(10))


def test_after_downtime_promised_times_stay_and_are_kept_clear() -> None:
    promised = at("2026-11-20 16:10")
    planned = spread(overdue(range(20)), at("2026-11-20 16:00"), GAP, seed="ana", taken=[promised])
    assert all(abs(time - promised) >= GAP[0] for time in planned.values())
    assert any(time < promised for time in planned.values())


def test_a_plan_after_downtime_is_the_same_each_time() -> None:
    now = at("2026-11-20 16:00")
    assert spread(overdue(range(30)), now, GAP, seed="a") == spread(overdue(range(30)), now, GAP, seed="a")
    assert spread(overdue(range(30)), now, GAP, seed="a") != spread(overdue(range(30)), now, GAP, seed="b")


def test_around_the_clock_means_every_minute_of_an_open_day() -> None:
    for moment in ("2026-11-20 00:00", "2026-11-20 23:59", "2026-11-22 03:00"):
        assert next_open(at(moment), AROUND_THE_CLOCK, BERLIN) == at(moment)
