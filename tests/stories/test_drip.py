"""A drip: one piece a month, each once, for those who never answered."""

from datetime import timedelta
from pathlib import Path

from followupd.core.model import Hold, State, Stop
from followupd.store import enrollments
from tests.stories.world import MONDAY, World, world

PIECE = '[[steps]]\nkind = "email"\ntemplate = "{}.j2"\nnew_thread = true\n'
WARM = """
[[steps]]
kind = "email"
template = "first.j2"
[no_answer]
after = "10 business days"
then = "drip"
"""
NAMES = ("one", "two", "three")


def drip(*pieces: str) -> dict[str, str]:
    return {
        "sequences/drip.toml": 'every = "1 month"\n' + "".join(PIECE.format(piece) for piece in pieces),
        "sequences/warm.toml": WARM,
        **{f"templates/{name}.j2": f"Subject: {name}\n\nSomething useful.\n" for name in NAMES},
    }


def subjects(stage: World) -> list[str]:
    return [mail["Subject"] for mail in stage.sent]


async def test_silence_leads_into_the_drip_and_each_piece_goes_out_once(tmp_path: Path) -> None:
    async with world(tmp_path, files=drip("one", "two")) as stage:
        sam = await stage.enroll("sam@acme.example", "warm")
        await stage.days(200)
        assert subjects(stage) == ["Your pump", "one", "two"]
        first, second = (mail["Date"].datetime for mail in stage.sent[1:])
        assert timedelta(days=27) < second - first < timedelta(days=35)
        assert stage.enrollment(sam).stop is Stop.EXHAUSTED


async def test_a_piece_that_is_added_reaches_those_who_were_at_the_end(tmp_path: Path) -> None:
    async with world(tmp_path, files=drip("one", "two")) as stage:
        await stage.enroll("sam@acme.example", "drip")
        await stage.until_sent(2)
        now = stage.clock.now()
    async with world(tmp_path, files=drip("one", "two", "three"), start=now + timedelta(days=1)) as again:
        await again.days(120)
        assert subjects(again) == ["three"]


async def test_a_new_order_repeats_nothing(tmp_path: Path) -> None:
    async with world(tmp_path, files=drip("one", "two")) as stage:
        await stage.enroll("sam@acme.example", "drip")
        await stage.until_sent(1)
        now = stage.clock.now()
    async with world(tmp_path, files=drip("two", "one", "three"), start=now + timedelta(days=1)) as again:
        await again.days(200)
        assert subjects(again) == ["two", "three"]


async def test_a_later_leaves_the_drip_and_asks(tmp_path: Path) -> None:
    async with world(tmp_path, files=drip("one", "two")) as stage:
        sam = await stage.enroll("sam@acme.example", "drip")
        await stage.until_sent(1)
        await stage.answer("Not right now, please circle back on March 12th.")
        await stage.days(200)
        assert len(stage.sent) == 1
        assert (stage.enrollment(sam).state, stage.enrollment(sam).hold) == (State.HELD, Hold.UNSURE)


async def test_an_absence_does_not_leave_it(tmp_path: Path) -> None:
    async with world(tmp_path, files=drip("one", "two")) as stage:
        await stage.enroll("sam@acme.example", "drip")
        await stage.until_sent(1)
        await stage.answer(
            "I am out of the office.", quote=False, Subject="Automatic reply", Auto_Submitted="auto-replied"
        )
        await stage.until_sent(2)


async def test_the_drip_never_starts_for_somebody_who_answered(tmp_path: Path) -> None:
    async with world(tmp_path, files=drip("one")) as stage:
        sam = await stage.enroll("sam@acme.example", "warm")
        await stage.answer("Not right now, please circle back on January 12th.")
        await stage.days(200)
        assert subjects(stage) == ["Your pump"]
        assert [each.sequence for each in stage.do(lambda c: enrollments.of_contact(c, sam.id))] == ["warm"]
        assert stage.clock.now() > MONDAY
