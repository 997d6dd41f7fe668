"""R5.16: what speaks against a clock, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from followupd.core.timekeeping import Jump, jumped, too_early

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "latest_at", "says"),
    [
        (NOW, None, ""),
        (NOW, NOW - 400 * DAY, ""),
        (NOW, NOW + 10 * MINUTE, ""),
        (NOW, NOW + 11 * MINUTE, "at work at 2026-11-23 09:11 UTC already"),
        (NOW, NOW + 3000 * DAY, "followupd adopt"),
        (NOW.replace(year=1970), None, "1970-11-23, which is long past"),
        (NOW.replace(year=2025), NOW.replace(year=2025), "long past"),
    ],
)
def test_what_cannot_be_the_time(now: datetime, latest_at: datetime | None, says: str) -> None:
    found = too_early(now, latest_at)
    if says:
        assert found is not None
        assert says in found
    else:
        assert found is None


@pytest.mark.parametrize(
    ("by", "says"),
    [
        (11 * MINUTE, "forward by 11 minutes"),
        (-3 * HOUR, "back by 3 hours"),
        (4 * DAY, "forward by 4 days"),
        (-20000 * DAY, "back by 20000 days"),
    ],
)
def test_a_jump_is_told_with_its_direction_and_length(by: timedelta, says: str) -> None:
    words = jumped(Jump(by=by, left=HOUR))
    assert says in words
    assert "followupd pause --all" in words
