"""The nightly look ahead: what of the next fourteen days cannot be written yet, told while there is time to mend it.

The same rehearsal as `followupd check` makes, cut off at the horizon: a fact that is missing for a mail in nine days
is worth an alert today, and not only the hold on the day when the mail would have left.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.service.asking.previews import Gap, Preview, gaps, upcoming
from followupd.service.house import House
from followupd.service.telling.alerts import Alert

HORIZON = timedelta(days=14)
NIGHT = time(2)  # the owner's: by then the day's imports and edits are done, and it is read in the morning
_LISTED = 10


def is_due(last: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether to look: after a start (`last` is None), and at the first moment after `NIGHT` of each day."""
    if last is None:
        return True
    today = now.astimezone(zone).date()
    night = datetime.combine(today, NIGHT, zone).astimezone(UTC)
    return last < night <= now


def missing_ahead(connection: Connection, house: House, now: datetime, is_stopping: Callable[[], bool]) -> list[Gap]:
    """Return what cannot be written until `HORIZON`, soonest first; who is told to stop returns what was found."""
    previews = upcoming(connection, house, now, until=now + HORIZON)
    return sorted(gaps(_until_stopped(previews, is_stopping)), key=lambda gap: gap.at)


def _until_stopped(previews: Iterator[Preview], is_stopping: Callable[[], bool]) -> Iterator[Preview]:
    for preview in previews:
        if is_stopping():
            return
        yield preview


def alert(found: list[Gap], house: House, now: datetime) -> Alert:
    """Return the one alert that tells of everything that was found."""
    zone = ZoneInfo(house.settings.timezone)
    lines = [_line(gap, zone) for gap in found[:_LISTED]]
    if len(found) > _LISTED:
        lines.append(f"and {len(found) - _LISTED} more")
    what = "1 message" if len(found) == 1 else f"{len(found)} messages"
    return Alert(
        kind="missing",
        title=f"{what} of the next {HORIZON.days} days cannot be written yet",
        words="\n".join([*lines, "Fill in what is missing, then see that all is well: followupd check"]),
        mailbox=next(iter(house.settings.mailboxes)),  # it is about all of them; one has to carry the mail
        at=now,
        cause="lookahead",
    )


def _line(gap: Gap, zone: ZoneInfo) -> str:
    on = gap.at.astimezone(zone)
    return f"{gap.contact.address}, {gap.sequence} step {gap.index + 1}, {on:%Y-%m-%d}: {gap.sentence}"
