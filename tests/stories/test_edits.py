"""A sequence file that is edited while people are in it."""

from datetime import timedelta
from pathlib import Path

from followupd.core.edits import Change
from followupd.core.model import Hold
from followupd.service.asking import editing
from followupd.service.house import open_house
from tests.stories.world import MONDAY, World, world


def plan(*steps: str) -> dict[str, str]:
    """A sequence of mails, each with a template and a key of its own."""
    step = '[[steps]]\nid = "{0}"\nkind = "email"\ntemplate = "{0}.j2"\nafter = "3 business days"\nnew_thread = true\n'
    return {
        "sequences/plan.toml": "".join(step.format(name) for name in steps),
        **{f"templates/{name}.j2": f"Subject: {name}\n\nHello.\n" for name in "abcx"},
    }


def subjects(stage: World) -> list[str]:
    return [mail["Subject"] for mail in stage.sent]


async def before_b(tmp_path: Path) -> None:
    """Sam has had `a` and waits for `b`."""
    async with world(tmp_path, files=plan("a", "b", "c")) as stage:
        await stage.enroll("sam@acme.example", "plan")
        await stage.until_sent(1)


async def test_everybody_goes_on_with_the_step_that_they_have_reached(tmp_path: Path) -> None:
    await before_b(tmp_path)
    async with world(tmp_path, files=plan("a", "x", "b", "c"), start=MONDAY + timedelta(days=4)) as again:
        await again.days(30)
        assert subjects(again) == ["b", "c"]


async def test_a_step_that_was_moved_behind_theirs_is_not_repeated(tmp_path: Path) -> None:
    await before_b(tmp_path)
    async with world(tmp_path, files=plan("b", "a", "c"), start=MONDAY + timedelta(days=4)) as again:
        await again.days(30)
        assert subjects(again) == ["b", "c"]


async def test_a_step_that_is_gone_holds_who_waits_for_it_and_check_says_so_before(tmp_path: Path) -> None:
    await before_b(tmp_path)
    async with world(tmp_path, files=plan("a", "b", "c"), start=MONDAY + timedelta(days=4)) as stage:
        assert stage.do(lambda c: editing.effects(c, stage.daemon.house.sequences)) == ()
        (tmp_path / "sequences" / "plan.toml").write_text(plan("a", "c")["sequences/plan.toml"])
        edited = open_house(tmp_path / "followupd.toml")
        effects = stage.do(lambda c: editing.effects(c, edited.sequences))
        assert [(each.change, each.keys, each.is_refused) for each in effects] == [(Change.STRANDED, ("b",), True)]
    async with world(tmp_path, files=plan("a", "c"), start=MONDAY + timedelta(days=5)) as again:
        await again.days(10)
        assert again.sent == []
        assert again.tasks()[0].hold is Hold.FAULT
        assert "“b” is not in sequences/plan.toml" in again.tasks()[0].words
