"""`simulate` and the daemon are the same decisions: they agree to the second, for every shipped sequence."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.model import Contact, ContactId, Outcome
from followupd.core.sequences import STOP
from followupd.service.asking.simulation import END, Event, simulate
from followupd.shipped import shipped
from followupd.store import enrollments, ledger
from followupd.store.ledger import Agreement
from tests.stories.world import BERLIN, MONDAY, World, world

SHIPPED = {
    f"sequences/{path.name}": path.read_text(encoding="utf-8")
    for path in sorted((shipped("config") / "sequences").glob("*.toml"))
}
COLUMNS = {
    "first_name": "Sam",
    "company": "Acme",
    "topic": "the packing line",
    "reason": "You asked about the packing line at the fair.",
    "quote": "Q-17",
    "quote_on": "2026-11-20",
}
STARTS = {
    "a Monday": MONDAY,
    "before Christmas": datetime(2026, 12, 16, 11, 20, tzinfo=BERLIN),
    "before the clocks change": datetime(2027, 3, 22, 16, 5, tzinfo=BERLIN),
}


async def lived(stage: World, sequence: str) -> list[datetime]:
    """Let the daemon live through a sequence, with an owner who does everything at once; return each attempt's time."""
    sam = await stage.enroll("sam@acme.example", sequence, settle=True, **COLUMNS)
    agreed = Agreement(contact=sam.id, what="a call", agreed_on=stage.clock.now().date(), made_at=stage.clock.now())
    stage.do(lambda c: ledger.agree(c, agreed))
    end = stage.clock.now() + timedelta(days=400)
    while stage.do(enrollments.active):
        assert stage.clock.now() < end
        for task in stage.tasks():
            await stage.finish_task(Outcome.VOICEMAIL if task.step_key.startswith("call") else Outcome.DONE)
        await stage.clock.step(end)
    return [attempt.at for attempt in stage.do(lambda c: ledger.attempts_on(c, sam.id))]


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
@pytest.mark.parametrize("name", [Path(name).stem for name in SHIPPED])
async def test_simulate_and_the_daemon_agree_to_the_second(tmp_path: Path, name: str, start: datetime) -> None:
    async with world(tmp_path, files=SHIPPED, start=start) as stage:
        house = stage.daemon.house
        sam = Contact(id=ContactId(0), address="sam@acme.example", fields={"email": "sam@acme.example", **COLUMNS})
        expected = simulate(house.planner, house.library, house.sequences[name], sam, start, mailbox="ana")
        happened = await lived(stage, name)
        assert [event.at for event in expected if event.name != END and not event.skipped] == happened
        assert len(happened) >= 3
        assert expected[-1].name == END
        assert _goes_on_in_order(expected, house.sequences[name].no_answer.then)


def _goes_on_in_order(events: list[Event], then: str) -> bool:
    names = list(dict.fromkeys(event.sequence for event in events))
    times = [event.at for event in events]
    return names[1:] == ([] if then == STOP else [then]) and times == sorted(times)
