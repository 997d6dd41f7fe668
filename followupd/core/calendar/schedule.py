"""When is it due? Delays, windows and times of day on a contact's calendar, as pure functions of `now`.

Every result is aware UTC, computed in the contact's wall time, with the rules of `zones` for gap and overlap.
A step after "2 hours" is due two hours later. A step after "3 business days" or "1 month" is due on that day: a call
or task from its first open hour on, a mail at some moment of its open hours, drawn by lot, because a person who says
"in three business days" names a day and no clock time. `at` names the time as well.

Nothing is due outside a window, on a public holiday or on a day off, nor on Monday to Friday where the country rests
on them; Saturday and Sunday are open only where a window names them.

What looks drawn by lot is computed from a seed: the same enrollment gets the same time on every run.
"""

import calendar as months
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b

from followupd.core.calendar.calendars import Calendar, day_off, is_business_day, is_weekend
from followupd.core.calendar.spans import Delay, TimeOfDay, Unit, Window
from followupd.core.calendar.zones import end_of_second_pass, in_second_pass, instant
from followupd.core.errors import ConfigError
from followupd.core.sequences import AUTOMATIC, Sequence, Step

Windows = tuple[Window, ...]
Seed = int | str
Hours = list[tuple[datetime, datetime]]  # stretches of time in order, each without its end; never an empty list

JITTER = timedelta(minutes=20)  # the most by which "2 hours" may become longer; never more than the delay itself
_HORIZON_DAYS = 800  # two years of days off: past that it is never


class NeverOpenError(ConfigError):
    """No day within two years lies in a window of this contact; the windows or the days off are wrong."""


def draw(seed: Seed, low: timedelta, high: timedelta) -> timedelta:
    """Return a length from `low` to `high`, in whole seconds: always the same for a seed, evenly spread over many."""
    span = int((high - low).total_seconds())
    if span <= 0:
        return low
    number = int.from_bytes(blake2b(str(seed).encode(), digest_size=8).digest(), "big")
    return low + timedelta(seconds=number % (span + 1))


def add_delay(at: datetime, delay: Delay, calendar: Calendar) -> datetime:
    """Return `at` plus the delay. Hours and less are elapsed time; days and more keep the wall time of `at`.

    Business days are counted from the day of `at`, which is not one of them: one business day after any time from
    Friday to Sunday is Monday. A month after the 31st is the last of a shorter month.
    """
    if delay.by_clock or delay.amount == 0:
        return at.astimezone(UTC) + (delay.length or timedelta())
    wall = at.astimezone(calendar.tz)
    return instant(_add_days(wall.date(), delay, calendar), wall.time(), calendar.tz)


def next_open(at: datetime, windows: Windows, calendar: Calendar) -> datetime:
    """Return the first instant from `at` on that lies in a window; raises NeverOpenError where there is none."""
    return _open_hours(at, windows, calendar)[0][0]


def end_of_day(at: datetime, calendar: Calendar) -> datetime:
    """Return the midnight that ends the day of `at` where the contact is."""
    return instant(calendar.day_of(at) + timedelta(days=1), time.min, calendar.tz)


def is_open_day(day: date, windows: Windows, calendar: Calendar) -> bool:
    """Whether any window opens on this day."""
    return any(_opens_on(day, window, calendar) for window in windows)


def step_due(
    step: Step, *, after: datetime, calendar: Calendar, windows: Windows, seed: Seed, jitter: timedelta = JITTER
) -> datetime:
    """Return when a step is due whose predecessor was done at `after`.

    `windows` are the mailbox's; the step's own take their place. A day that is closed hands over to the next open one
    at the same time of day. Nothing is drawn for calls and tasks, for exact times of day and for "0m".
    """
    hours = _step_hours(step, after, calendar, step.window or windows, jitter)
    return _by_lot(hours, calendar, f"{seed}/{step.key}") if step.kind in AUTOMATIC else hours[0][0]


def first_due(
    sequence: Sequence,
    now: datetime,
    *,
    calendar: Calendar,
    windows: Windows,
    seed: Seed,
    jitter: timedelta = JITTER,
) -> datetime:
    """Return when the first step is due for somebody who is enrolled now."""
    return next_due(sequence, 0, now, calendar=calendar, windows=windows, seed=seed, jitter=jitter)


def next_due(
    sequence: Sequence,
    index: int,
    after: datetime,
    *,
    calendar: Calendar,
    windows: Windows,
    seed: Seed,
    jitter: timedelta = JITTER,
) -> datetime:
    """Return when the step of this index is due; the index after the last is the end of the silence.

    `after` is when the step before it was done, in whatever way: sent, skipped, or ticked off.
    """
    if index >= len(sequence.steps):
        return next_open(add_delay(after, sequence.no_answer.after, calendar), windows, calendar)
    step = sequence.steps[index]
    return step_due(step, after=after, calendar=calendar, windows=windows, seed=seed, jitter=jitter)


def day_due(day: date, *, calendar: Calendar, windows: Windows, seed: Seed) -> datetime:
    """Return a time on this day, or on the next open one: for "write me again on the 12th", never earlier."""
    return _by_lot(_open_hours(instant(day, time.min, calendar.tz), windows, calendar), calendar, seed)


def fresh_until(step: Step, logged_at: datetime, calendar: Calendar) -> datetime | None:
    """Return until when the step may go out on the strength of a voicemail or call logged then; None: it needs none."""
    return None if step.within is None else add_delay(logged_at, step.within, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Something that came due while nothing could leave."""

    key: int
    due_at: datetime
    calendar: Calendar
    windows: Windows


def spread(
    overdue: Iterable[Overdue],
    now: datetime,
    gap: tuple[timedelta, timedelta],
    seed: Seed,
    taken: Iterable[datetime] = (),
) -> Mapping[int, datetime]:
    """Give each overdue item of one mailbox a new time, by key, so that nothing bursts.

    No two are nearer than a gap drawn for each, nor nearer to a time already `taken` (promises keep theirs). Those
    who share calendar and windows keep the order in which they were due; nobody waits for another zone's morning.
    """
    slots = sorted(taken)
    reached: dict[tuple[Calendar, Windows], datetime] = {}
    planned = {}
    for item in sorted(overdue, key=lambda item: (item.due_at, item.key)):
        group = (item.calendar, item.windows)
        distance = draw(f"{seed}/{item.key}", *gap)
        at = next_open(reached.get(group, now), item.windows, item.calendar)
        while (neighbour := _too_near(at, slots, distance)) is not None:
            at = next_open(neighbour + distance, item.windows, item.calendar)
        insort(slots, at)
        planned[item.key] = reached[group] = at
    return planned


def _add_days(day: date, delay: Delay, calendar: Calendar) -> date:
    match delay.unit:
        case Unit.BUSINESS_DAY:
            return _add_business_days(day, delay.amount, calendar)
        case Unit.MONTH:
            return _add_months(day, delay.amount)
        case _:
            return day + (delay.length or timedelta())


def _add_business_days(day: date, amount: int, calendar: Calendar) -> date:
    missing, closed = amount, 0
    while missing:
        day += timedelta(days=1)
        if is_business_day(day, calendar):
            missing, closed = missing - 1, 0
        elif (closed := closed + 1) > _HORIZON_DAYS:
            raise NeverOpenError(f"no business day in {calendar.zone} within two years of {day}: look at your days off")
    return day


def _add_months(day: date, amount: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _opens_on(day: date, window: Window, calendar: Calendar) -> bool:
    """Whether this window opens on this day; a Saturday or Sunday that it names is meant."""
    if day.weekday() not in window.weekdays or day_off(day, calendar) is not None:
        return False
    return day.weekday() >= 5 or not is_weekend(day, calendar)


def _open_hours(at: datetime, windows: Windows, calendar: Calendar) -> Hours:
    """Return what is open from `at` on, on the first day on which anything is."""
    today = calendar.day_of(at)
    for offset in range(_HORIZON_DAYS):
        hours = []
        for opens, closes in _windows_of(today + timedelta(days=offset), windows, calendar):
            first = max(at.astimezone(UTC), opens)
            if in_second_pass(first, calendar.tz):
                first = end_of_second_pass(first, calendar.tz)
            if first < closes:
                hours.append((first, closes))
        if hours:
            return hours
    words = ", ".join(f'"{window}"' for window in windows) or "none"
    where = f"{calendar.zone} ({calendar.country})" if calendar.country else calendar.zone
    raise NeverOpenError(f"no window opens within two years for a contact in {where}; the windows are {words}")


def _windows_of(day: date, windows: Windows, calendar: Calendar) -> Hours:
    """Return when the windows of a day open and close, in order; the two are equal where a gap swallows one."""
    next_day = day + timedelta(days=1)
    return sorted(
        (
            instant(day, window.start, calendar.tz),
            instant(next_day if window.end == time.min else day, window.end, calendar.tz),
        )
        for window in windows
        if _opens_on(day, window, calendar)
    )


def _step_hours(step: Step, after: datetime, calendar: Calendar, windows: Windows, jitter: timedelta) -> Hours:
    """Return the stretches of time in which a step may be due; an exact time is one without length."""
    reached = add_delay(after, step.after, calendar)
    if step.at is not None:
        return _pinned_hours(step.at, reached, reached if step.after.by_clock else after, windows, calendar)
    if step.after.by_clock:
        opens, closes = _open_hours(reached, windows, calendar)[0]
        return [(opens, min(closes, opens + min(jitter, step.after.rough_length)))]
    day = calendar.day_of(reached)
    return _open_hours(max(after, instant(day, time.min, calendar.tz)), windows, calendar)


def _pinned_hours(at: TimeOfDay, reached: datetime, floor: datetime, windows: Windows, calendar: Calendar) -> Hours:
    """Return the exact time, or the part of the day, on the day to which the delay led, and not before `floor`."""
    day = _pinned_day(at, calendar.day_of(reached), floor, windows, calendar)
    hours = _open_hours(max(floor, instant(day, at.start, calendar.tz)), windows, calendar)
    over = instant(day, at.last, calendar.tz)
    return [(opens, min(closes, over)) for opens, closes in hours if opens < over] or [(hours[0][0], hours[0][0])]


def _pinned_day(at: TimeOfDay, day: date, floor: datetime, windows: Windows, calendar: Calendar) -> date:
    """Return the first day from `day` on that has the weekday and whose time of day is still to come.

    Where that day is closed it is the next open one: whoever was told Thursday is not left waiting for a week.
    """
    while (at.weekday is not None and day.weekday() != at.weekday) or instant(day, at.last, calendar.tz) < floor:
        day += timedelta(days=1)
    for offset in range(_HORIZON_DAYS):
        if is_open_day(day + timedelta(days=offset), windows, calendar):
            return day + timedelta(days=offset)
    return day


def _by_lot(hours: Hours, calendar: Calendar, seed: Seed) -> datetime:
    """Draw a moment, each second being as likely as the next; a second pass is not drawn from."""
    left = sum((closes - opens for opens, closes in hours), timedelta())
    left = draw(seed, timedelta(), max(timedelta(), left - timedelta(seconds=1)))
    for opens, closes in hours:
        if left < closes - opens:
            return opens if in_second_pass(opens + left, calendar.tz) else opens + left
        left -= closes - opens
    return hours[0][0]


def _too_near(at: datetime, slots: list[datetime], distance: timedelta) -> datetime | None:
    """Return the latest slot that is nearer to `at` than `distance`, None where all keep it."""
    index = bisect_left(slots, at + distance)
    return slots[index - 1] if index and slots[index - 1] > at - distance else None
