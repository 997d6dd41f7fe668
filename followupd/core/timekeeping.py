"""Can the clock be believed? What speaks against it, from the ledger, the calendar and the clock that nobody can set.

Everything that followupd does rests on the time, so that a wrong clock would write to people on the wrong day, after
"not before January" in December, or all at once. A clock in doubt holds everything and says so (R5.16).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=10)  # time servers may set a clock back by a little
SETTLES_IN = timedelta(hours=1)  # after a jump: long enough for its owner to read the alert
WAITS_FOR_SERVER = timedelta(hours=1)  # after the boot; a firewall may keep the time server away for ever
WRITTEN_IN = 2026  # no clock that runs this program can be right and show an earlier year


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """The clock was set, forward or (negative) backward, while the program ran."""

    by: timedelta
    left: timedelta  # how long it is to be watched from now on


def too_early(now: datetime, latest_at: datetime | None) -> str | None:
    """Return why `now` cannot be right, None where nothing tells; `latest_at` is the last time in the ledger."""
    if now.year < WRITTEN_IN:
        return f"The clock of this machine says {now:%Y-%m-%d}, which is long past: set it right (timedatectl)."
    if latest_at is None or now >= latest_at - TOLERANCE:
        return None
    return (
        f"The clock of this machine says {now:%Y-%m-%d %H:%M} UTC, but followupd was at work at"
        f" {latest_at:%Y-%m-%d %H:%M} UTC already: set it right (timedatectl). If it is right now: followupd adopt"
    )


def jumped(jump: Jump) -> str:
    """Return what the owner reads about a clock that was set."""
    direction = "forward" if jump.by > timedelta() else "back"
    return (
        f"The clock of this machine was set {direction} by {_length(abs(jump.by))}. Nothing is sent for an hour; then"
        " what is due goes on by the new time. If that is wrong: followupd pause --all, and set the clock right."
    )


UNSET = (
    "The clock of this machine was not set since it booted: its time service has not reached a time server yet"
    " (timedatectl). Sending waits for that, for an hour at most."
)


def _length(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 2 * 60:
        return f"{minutes} minutes"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 2 * 24 else f"{round(hours / 24)} days"
