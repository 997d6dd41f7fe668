"""Watches the clock by a second one that nobody can set: has the time jumped while the program ran?

A suspended laptop is no jump: both clocks go on while it sleeps, and what came due meanwhile is late like after any
other standstill.
"""

from datetime import datetime, timedelta

from followupd.core.timekeeping import SETTLES_IN, TOLERANCE, WAITS_FOR_SERVER, Jump
from followupd.mail.ports import Clock


class Timekeeper:
    """Compares the two clocks each time that it is asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_at = self._beginning()
        self._by = timedelta()
        self._over_at = timedelta()  # of the clock that nobody can set

    def jump(self) -> Jump | None:
        """Return the last jump as long as it is to be watched, None while the clock goes evenly."""
        began_at, elapsed = self._beginning(), self._clock.elapsed()
        by, self._began_at = began_at - self._began_at, began_at
        if abs(by) > TOLERANCE:
            self._by, self._over_at = by, elapsed + SETTLES_IN
        left = self._over_at - elapsed
        return Jump(by=self._by, left=left) if left > timedelta() else None

    def is_unset(self) -> bool:
        """Say whether to wait for the machine's time service."""
        return self._clock.elapsed() < WAITS_FOR_SERVER and self._clock.is_unset()

    def _beginning(self) -> datetime:
        """Return what the clock says of the moment from which the other one counts: always the same, unless set."""
        return self._clock.now() - self._clock.elapsed()
