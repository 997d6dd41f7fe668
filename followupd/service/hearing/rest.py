"""How long a mailbox is left alone after it could not be read: longer each time, and never shorter than was asked for.

One rest for everybody who wants to read: the loop that hears and the one that sends knock at the same door (R3.10).
Times are those of `Clock.elapsed`: a clock that is set back must not make a rest of a minute last a day.
"""

from dataclasses import dataclass
from datetime import timedelta

from followupd.mail.ports import InboxError

FIRST_S = 10.0
LONGEST_S = 900.0
STANDING_S = 3600.0  # where waiting does not help: a dead password locks the account if it is tried too often (R3.11)


@dataclass(slots=True, kw_only=True)
class Rest:
    """The failures in a row, what the last one was, and when its rest is over."""

    failures: int = 0
    error: InboxError | None = None  # None: nothing is the matter
    over_at: timedelta = timedelta()

    def begin(self, error: InboxError, elapsed: timedelta, draw: float) -> timedelta:
        """Take note of a failure; return how long to wait. `draw`, from 0 to 1, keeps mailboxes out of step."""
        self.failures += 1
        self.error = error
        length = timedelta(seconds=pause_s(self.failures, error, draw))
        self.over_at = elapsed + length
        return length

    def end(self) -> None:
        """Take note of a success."""
        self.failures, self.error = 0, None

    def left(self, elapsed: timedelta) -> timedelta:
        """Return how much of the rest is left."""
        return max(timedelta(), self.over_at - elapsed) if self.error is not None else timedelta()

    def refuse(self, elapsed: timedelta) -> None:
        """Raise what the last error said while the rest lasts: nothing is asked of the server."""
        if self.error is not None and self.left(elapsed):
            last = self.error
            raise InboxError(str(last), permanent=last.permanent, retry_after_s=last.retry_after_s)


def pause_s(failures: int, error: InboxError, draw: float) -> float:
    """Return how long to wait after so many failures in a row.

    A server's own wish doubles as well: whoever has to say it twice was asked too soon.
    """
    if error.permanent:
        return STANDING_S
    doubled = float(2 ** min(failures - 1, 10))
    own = min(LONGEST_S, FIRST_S * doubled) * (0.5 + draw / 2)
    wish = error.retry_after_s or 0.0
    return max(own, wish, min(LONGEST_S, wish * doubled))
