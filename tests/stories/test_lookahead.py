"""The nightly look ahead: what cannot be written is told days before it is due, and nothing where all is well."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.service.asking.lookahead import is_due
from followupd.store import meta
from tests.stories.world import BERLIN, CONFIG, world

TELL = '\n[alerts]\ncommand = ["tee", "-a", "{file}"]\n'
SEQUENCE = """
[[steps]]
kind = "email"
template = "first.j2"
[[steps]]
kind = "email"
template = "topic.j2"
after = "{after}"
"""
TOPIC = "Asks: interest\n\nIs {{ contact.topic }} still of interest?\n"


async def told(folder: Path, *, after: str, people: int = 1, topic: str = "") -> list[dict[str, Any]]:
    """Enroll into a sequence whose second step speaks of a topic, look ahead, return the alerts about it."""
    file = folder / "alerts.json"
    files = {"sequences/topic.toml": SEQUENCE.format(after=after), "templates/topic.j2": TOPIC}
    async with world(folder, config=CONFIG + TELL.format(file=file), files=files) as stage:
        for number in range(people):
            await stage.enroll(f"sam{number}@acme{number}.example", "topic", topic=topic)
        await stage.daemon.look_ahead()
    entries = file.read_text().replace("}{", "}\n{").splitlines() if file.exists() else []
    return [entry for entry in map(json.loads, entries) if entry["kind"] == "missing"]


async def test_what_is_missing_in_nine_days_is_told_today(tmp_path: Path) -> None:
    (alert,) = await told(tmp_path, after="9 days")
    assert alert["title"] == "1 message of the next 14 days cannot be written yet"
    line, remedy = alert["words"].splitlines()
    assert line.startswith("sam0@acme0.example, topic step 2, 2026-12-02: ")
    assert "contact.topic" in line
    assert "followupd check" in remedy


async def test_what_is_missing_in_twenty_days_can_wait(tmp_path: Path) -> None:
    assert await told(tmp_path, after="20 days") == []


async def test_where_all_is_well_nothing_is_said(tmp_path: Path) -> None:
    assert await told(tmp_path, after="9 days", topic="the pump") == []


async def test_of_many_the_first_ten_are_listed(tmp_path: Path) -> None:
    (alert,) = await told(tmp_path, after="9 days", people=12)
    assert alert["title"].startswith("12 messages ")
    lines = alert["words"].splitlines()
    assert (len(lines), lines[10]) == (12, "and 2 more")


async def test_a_gap_that_stays_is_told_once_a_day(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = {"sequences/topic.toml": SEQUENCE.format(after="9 days"), "templates/topic.j2": TOPIC}
    rung = []
    async with world(tmp_path, files=files) as stage:
        await stage.enroll("sam@acme.example", "topic")
        for hours in (0, 1, 23):
            await stage.until(stage.clock.now() + timedelta(hours=hours))
            await stage.daemon.look_ahead()
            rung.append(sum("alert kind=missing" in record.getMessage() for record in caplog.records))
    assert rung == [1, 1, 2]


async def test_a_look_ahead_that_fails_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        key = stage.do(lambda c: meta.get(c, meta.HASH_KEY)) or ""
        stage.do(lambda c: meta.remove(c, meta.HASH_KEY))  # nothing can be rendered now
        await stage.daemon.look_ahead()
        stage.do(lambda c: meta.put(c, meta.HASH_KEY, key))
        assert "looked ahead" in caplog.text
        await stage.until_sent(2)


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, "2026-11-23 14:00", True),  # just started
        ("2026-11-23 01:58", "2026-11-23 01:59", False),
        ("2026-11-23 01:59", "2026-11-23 02:00", True),
        ("2026-11-23 02:00", "2026-11-23 02:01", False),
        ("2026-11-23 14:00", "2026-11-24 01:59", False),
        ("2026-11-23 14:00", "2026-11-24 02:00", True),
        ("2026-11-21 02:00", "2026-11-23 09:00", True),  # a laptop that slept
        ("2026-10-24 12:00", "2026-10-25 03:30", True),  # the night that has 02:00 twice
        ("2026-03-28 12:00", "2026-03-29 03:05", True),  # the night that has no 02:00
    ],
)
def test_it_looks_once_a_day_after_two_at_night_of_the_owners_zone(last: str | None, now: str, expected: bool) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)

    assert is_due(at(last) if last else None, at(now), BERLIN) is expected
