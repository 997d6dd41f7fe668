"""How many mails a mailbox may send in a day while it is new to followupd: providers distrust sudden volume (R5.11)."""

from datetime import datetime, timedelta

FIRST_DAY = 10
DAYS = 14


def allowed(per_day: int, first_claim_at: datetime | None, now: datetime) -> int:
    """Return the cap of today: `FIRST_DAY` at first, growing evenly to `per_day` over the first `DAYS` days.

    Days are counted from the mailbox's first claim ever, None where there was none yet. A `per_day` that is lower
    than the first day's share holds as it is.
    """
    if per_day <= FIRST_DAY:
        return per_day
    age = 0 if first_claim_at is None else (now - first_claim_at) // timedelta(days=1)
    return FIRST_DAY + (per_day - FIRST_DAY) * min(max(age, 0), DAYS) // DAYS
