"""An agreed next step that passes without anything happening is followed up, where the owner has said with what."""

import logging
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.core.model import Contact, Outcome
from followupd.service.asking import owner
from followupd.store import enrollments, suppressions
from tests.stories.world import MONDAY, World, text_of, world

MISSED = {
    "sequences/missed.toml": """
[[steps]]
kind = "email"
template = "missed.j2"
""",
    "templates/missed.j2": "Subject: Our talk\n\nWe agreed on {{ agreement.what }} for {{ agreement.on | day }}.\n",
}
THURSDAY = date(2026, 11, 26)


async def agreed(stage: World, *, then: str | None = "missed") -> Contact:
    """Speak on the phone on Monday and agree on Thursday; the call is reported a minute after."""
    sam = await stage.enroll("sam@acme.example", "voicemail")
    at = stage.clock.now()
    stage.do(lambda c: owner.agree(c, sam, what="a call with your CFO", on=THURSDAY, at=at, then=then))
    await stage.until(stage.clock.now() + timedelta(minutes=1))
    await stage.finish_task(Outcome.SPOKE)
    return sam


async def test_the_day_passes_and_the_sequence_begins(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "followupd.alerts")
    async with world(tmp_path, files=MISSED) as stage:
        sam = await agreed(stage)
        await stage.until(MONDAY + timedelta(days=3, hours=14))  # Thursday, 23:00
        assert stage.sent == []
        await stage.until(MONDAY + timedelta(days=4, hours=9))
        assert "We agreed on a call with your CFO for Thursday." in text_of(stage.sent[0])
        await stage.days(90)
        assert len(stage.do(lambda c: enrollments.of_contact(c, sam.id))) == 2
        assert caplog.text.count("kind=agreement") == 1


async def test_nothing_begins_where_the_owner_has_named_no_sequence(tmp_path: Path) -> None:
    async with world(tmp_path, files=MISSED) as stage:
        await agreed(stage, then=None)
        await stage.days(30)
        assert stage.sent == []


@pytest.mark.parametrize("what", ["call", "note", "visit"])
async def test_anything_that_happened_is_enough(tmp_path: Path, what: str) -> None:
    async with world(tmp_path, files=MISSED) as stage:
        sam = await agreed(stage)
        await stage.days(3)
        planner, at = stage.daemon.house.planner, stage.clock.now()
        stage.do(lambda c: owner.log_attempt(c, planner, sam, what, note="", at=at))
        await stage.days(30)
        assert stage.sent == []


async def test_a_later_agreement_takes_the_place_of_the_first(tmp_path: Path) -> None:
    async with world(tmp_path, files=MISSED) as stage:
        sam = await agreed(stage)
        at = stage.clock.now()
        stage.do(lambda c: owner.agree(c, sam, what="lunch", on=date(2026, 12, 10), at=at, then="missed"))
        await stage.until(MONDAY + timedelta(days=17))  # the evening before
        assert stage.sent == []
        await stage.until(MONDAY + timedelta(days=18, hours=9))
        assert "We agreed on lunch" in text_of(stage.sent[0])


async def test_who_must_not_be_written_to_is_left_alone_and_the_owner_hears(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "followupd.alerts")
    async with world(tmp_path, files=MISSED) as stage:
        sam = await agreed(stage)
        stage.do(lambda c: suppressions.add(c, sam.address, reason="no", at=stage.clock.now()))
        await stage.days(30)
        assert stage.sent == []
        assert caplog.text.count("kind=agreement") == 1
