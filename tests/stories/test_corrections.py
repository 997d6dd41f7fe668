"""What a correction teaches, from the mail that was read wrongly to the next one like it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from followupd.core.errors import UsageError
from followupd.core.model import Asks, Contact, Hold, Label, State, Stop
from followupd.replies.answers import SHORT
from followupd.replies.learning.guard import shipped_guard
from followupd.service.asking import dossier, owner, teaching
from followupd.store import lessons, replies, suppressions
from tests.replies.lessons import REFUSALS, lesson, said
from tests.stories.world import World, world

GUARD = shipped_guard()
# So long that it means the same whatever we asked.
REFUSAL = next(each.text for each in GUARD.entries if each.label is Label.NO and len(each.text.split()) > SHORT)
BACK_ON = date(2027, 1, 12)


def misread() -> str:
    """A reply that is surely read as a no by the model of the day, and that no guard reply is like."""
    for text in REFUSALS:
        found = said(text, asks=Asks.INTEREST)
        if found.label is Label.NO and found.confidence >= 0.8 and not GUARD.contradiction(lesson(text, Label.LATER)):
            return text
    raise AssertionError("none of the refusals is read as a no any more: write another")


MISREAD = misread()


def correct(stage: World, label: Label, until: date | None = None, *, reply: int = -1) -> str:
    """Put a reply right, the last one unless said otherwise, as `followupd correct` does."""
    planner, at = stage.daemon.house.planner, stage.clock.now()
    number = stage.do(replies.everything)[reply].id
    told = stage.do(lambda c: owner.correct(c, planner, number, label, until=until, at=at))
    stage.do(stage.daemon.reply_log.bring_up_to_date)
    return told


async def hear(stage: World, address: str, text: str) -> Contact:
    """Enroll somebody who answers the first mail with this."""
    sent = len(stage.sent)
    contact = await stage.enroll(address)
    await stage.until_sent(sent + 1)
    await stage.answer(text)
    return contact


async def test_a_no_that_was_none_goes_on_at_its_date_and_is_read_rightly_from_then_on(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await hear(stage, "sam@acme.example", MISREAD)
        assert (stage.enrollment(sam).stop, stage.suppressed(sam)) == (Stop.NO, "no")
        told = correct(stage, Label.LATER, BACK_ON)
        assert "From now on replies like this are read as later." in told
        await stage.wake()
        assert stage.suppressed(sam) is None
        due_at = stage.enrollment(sam).due_at
        assert due_at is not None
        assert due_at.date() == BACK_ON

        await stage.days(1)  # and tomorrow somebody else writes the same
        kim = await hear(stage, "kim@globex.example", MISREAD)
        assert stage.labels()[-1] == "later"
        assert stage.enrollment(kim).state is State.WAITING
        assert stage.suppressed(kim) is None
        assert "memory → later (corrected" in stage.log[-1]["evidence"][0]["why"]

        sent = len(stage.sent)
        await stage.until_sent(sent + 1)
        assert stage.clock.now().date() >= date(2026, 12, 23)  # a later without a date is 30 days


@pytest.mark.parametrize("address", ["sam@acme.example", "kim@globex.example"])
@pytest.mark.parametrize(
    "text", [MISREAD, MISREAD.upper(), f"Hi Ana,\n\n{MISREAD}", MISREAD.replace("Brandt", "Zenlo")]
)
async def test_a_corrected_mistake_does_not_come_back(tmp_path: Path, text: str, address: str) -> None:
    async with world(tmp_path) as stage:
        sam = await hear(stage, "sam@acme.example", MISREAD)
        correct(stage, Label.REFERRAL)
        if address == "sam@acme.example":
            stage.do(lambda c: owner.resume(c, stage.daemon.house.planner, sam, stage.clock.now()))
            await stage.answer(text)
        else:
            await hear(stage, address, text)
        assert stage.labels() == ["referral", "referral"]


async def test_a_harmful_lesson_is_followed_for_its_reply_and_for_nobody_else(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await hear(stage, "sam@acme.example", REFUSAL)
        told = correct(stage, Label.LATER, BACK_ON)
        assert "nobody else's replies are read by it" in told
        assert stage.enrollment(sam).state is State.WAITING  # the owner has said so
        assert "nobody else's" in stage.log[-1]["evidence"][1]["why"]
        kim = await hear(stage, "kim@globex.example", REFUSAL)
        assert stage.labels()[-1] == "no"
        assert stage.suppressed(kim) == "no"


async def test_who_writes_again_what_was_a_harmful_lesson_is_shown_to_the_owner(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await hear(stage, "sam@acme.example", REFUSAL)
        correct(stage, Label.LATER, date(2026, 11, 26))
        await stage.until_sent(2)
        await stage.answer(REFUSAL)
        held = stage.enrollment(sam)
        assert (held.state, held.hold) == (State.HELD, Hold.UNSURE)


async def test_an_opt_out_of_somebody_else_stays_one(tmp_path: Path) -> None:
    text = "Please remove me from your list."
    async with world(tmp_path) as stage:
        sam = await hear(stage, "sam@acme.example", text)
        stage.do(lambda c: suppressions.remove(c, sam.address))
        with pytest.raises(UsageError, match="followupd suppress remove"):
            correct(stage, Label.YES)
        correct(stage, Label.NO)
        assert "left alone" in correct(stage, Label.YES)
        kim = await hear(stage, "kim@globex.example", text)
        assert stage.suppressed(kim) == "unsubscribed"


async def test_going_back_forgets_and_going_forward_remembers(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await hear(stage, "sam@acme.example", MISREAD)
        correct(stage, Label.REFERRAL)
        stage.do(teaching.go_back)
        await hear(stage, "kim@globex.example", MISREAD)
        stage.do(lambda c: teaching.use(c, 1))
        await hear(stage, "lee@initech.example", MISREAD)
        assert stage.labels() == ["referral", "no", "referral"]


async def test_what_was_undone_stays_undone_when_something_else_is_taught(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await hear(stage, "sam@acme.example", MISREAD)
        correct(stage, Label.REFERRAL)
        stage.do(teaching.go_back)
        await hear(stage, "kim@globex.example", "Hmm.")
        correct(stage, Label.QUESTION)
        await hear(stage, "lee@initech.example", MISREAD)
        assert stage.labels()[-1] == "no"
        assert [(each.number, each.is_in_use, len(each.lessons)) for each in stage.do(teaching.history)] == [
            (0, False, 0),
            (1, False, 1),
            (2, True, 1),
        ]


async def test_there_is_nothing_before_what_ships(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        with pytest.raises(UsageError, match="the one that ships"):
            stage.do(teaching.go_back)
        with pytest.raises(UsageError, match="There is no version 7"):
            stage.do(lambda c: teaching.use(c, 7))


async def test_a_yes_to_one_question_teaches_nothing_about_another(tmp_path: Path) -> None:
    """A yes to "shall I close your file?" is another reply than a yes to "is it still of interest?"."""
    async with world(tmp_path) as stage:
        await hear(stage, "sam@acme.example", "Yes")
        correct(stage, Label.QUESTION)
        kim = await stage.enroll("kim@globex.example")
        while stage.sent[-1]["Subject"] != "Re: Your pump":
            await stage.days(1)
        await stage.answer("Yes")
        assert stage.labels()[-1] == "no"
        assert stage.enrollment(kim).stop is Stop.NO


async def test_what_we_asked_is_known_where_they_quote_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes", quote=False)
        assert stage.labels() == ["yes"]
        correct(stage, Label.QUESTION)
        stage.do(lambda c: owner.resume(c, stage.daemon.house.planner, sam, stage.clock.now()))
        await stage.answer("Yes", quote=False)
        assert stage.labels() == ["question", "question"]


async def test_what_another_guard_agreed_to_is_checked_again(tmp_path: Path) -> None:
    """After an upgrade, say: the lesson stays, but reaches only as far as the present guard lets it."""
    async with world(tmp_path) as stage:
        await hear(stage, "sam@acme.example", REFUSAL)
        correct(stage, Label.YES)
        (made,) = stage.do(lessons.versions)
        stage.do(lambda c: lessons.add(c, replace(made, parent=0, reach="weights", checked="by another guard")))
        await hear(stage, "kim@globex.example", REFUSAL)
        assert stage.labels()[-1] == "no"


async def test_who_is_erased_takes_what_was_learnt_from_them_along(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await hear(stage, "sam@acme.example", MISREAD)
        correct(stage, Label.REFERRAL)
        assert [each["label"] for each in stage.do(lambda c: dossier.everything(c, sam))["corrections"]] == ["referral"]
        stage.do(lambda c: dossier.erase(c, sam, stage.daemon.reply_log))
        assert not stage.do(lessons.everything)
        await hear(stage, "kim@globex.example", MISREAD)
        assert stage.labels() == ["no"]


async def test_a_reply_without_words_teaches_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await hear(stage, "sam@acme.example", "")
        assert "no words in it to learn from" in correct(stage, Label.YES)
        assert [each.number for each in stage.do(teaching.history)] == [0]
