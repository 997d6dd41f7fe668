"""replies, reply, correct, tasks, done, report: what the owner reads and says about answers."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.shell.cli_user import User
from tests.stories.world import World, world


@dataclass(slots=True, kw_only=True)
class Scene:
    """A daemon at work, and the user who types beside it."""

    stage: World
    me: User

    @property
    def log_file(self) -> str:
        return (self.me.folder / "state" / "replies.jsonl").read_text()


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Sam got one mail and asks what they cannot be sure about; Kim says no."""
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("What does it cost?")
        await stage.enroll("kim@globex.example", first_name="Kim")
        await stage.until_sent(2)
        await stage.answer("No thanks, we are not interested.")
        yield Scene(stage=stage, me=User(folder=tmp_path, clock=stage.clock))


async def test_the_log_is_a_table_with_the_strongest_evidence(scene: Scene) -> None:
    lines = scene.me.type("replies").lines
    assert lines[0].split()[:3] == ["time", "id", "contact"]
    assert "sam@acme.example    question → unsure" in lines[1]
    assert "kim@globex.example  no → no" in lines[2]


async def test_json_is_the_log_file_line_by_line(scene: Scene) -> None:
    assert scene.me.type("replies", "--json").out == scene.log_file


@pytest.mark.parametrize(
    ("options", "contacts"),
    [
        (("--label", "no"), ["kim@globex.example"]),
        (("--label", "unsure"), ["sam@acme.example"]),
        (("--unsure",), ["sam@acme.example"]),
        (("--since", "2026-11-24"), []),
        (("--since", "7d"), ["sam@acme.example", "kim@globex.example"]),
    ],
)
async def test_the_log_is_filtered(scene: Scene, options: tuple[str, ...], contacts: list[str]) -> None:
    lines = scene.me.type("replies", "--json", *options).lines
    assert [json.loads(line)["contact"] for line in lines] == contacts


async def test_follow_goes_on_with_each_new_line(scene: Scene) -> None:
    command = (sys.executable, "-m", "followupd.cli", "replies", "--follow", "--json", "--config", scene.me.folder)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    seen = [await process.stdout.readline(), await process.stdout.readline()]
    scene.me.type("correct", "1", "no")
    seen.append(await process.stdout.readline())
    process.send_signal(signal.SIGINT)
    await process.wait()
    assert b"".join(seen).decode() == scene.log_file


async def test_a_reply_shows_text_quotation_evidence_and_decision(scene: Scene) -> None:
    shown = scene.me.type("reply", "1").out
    order = [
        "What does it cost?",
        "Set aside as quoted",
        "| > Is the pump still of interest?",
        "Evidence:",
        "Taken for",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "followupd correct 1" in shown


async def test_the_words_of_a_stranger_cannot_move_the_cursor(scene: Scene) -> None:
    await scene.stage.enroll("eve@evil.example", first_name="Eve")
    await scene.stage.until_sent(3)
    await scene.stage.answer("What does \x1b[2Jit cost?", Subject="Re: \x1b]0;owned\x07")
    assert "\x1b" not in scene.me.type("reply", "3").out
    assert "\x1b" not in scene.me.type("replies").out
    assert "\x1b" not in scene.me.type("tasks").out


async def test_a_correction_moves_the_sequence_and_stands_in_the_log(scene: Scene) -> None:
    said = scene.me.type("correct", "1", "later", "--until", "2027-01-12")
    assert said.code == 0, said.err
    last = json.loads(scene.log_file.splitlines()[-1])
    assert (last["label"], last["resume_on"], last["by"]) == ("later", "2027-01-12", "owner")
    assert scene.me.type("replies", "--unsure").out == "No replies yet.\n"
    assert "Tue 2027-01-12" in scene.me.type("why", "sam@acme.example").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("99", "yes"), "There is no reply 99. See which there are: followupd replies"),
        (("1", "later"), "--until 2027-01-12"),
        (("1", "later", "--until", "soon"), "write it as 2027-01-12"),
        (("1", "maybe"), "'maybe' is not one of"),
    ],
)
async def test_a_correction_that_makes_no_sense_changes_nothing(
    scene: Scene, arguments: tuple[str, ...], sentence: str
) -> None:
    with scene.me.changes_nothing():
        said = scene.me.type("correct", *arguments)
    assert (said.code, sentence in said.err) == (64, True), said.err


async def test_tasks_show_the_unsure_reply_with_what_to_type(scene: Scene) -> None:
    shown = scene.me.type("tasks").out
    assert "an answer to read: Sam <sam@acme.example>" in shown
    assert "followupd correct 1 yes, no or later" in shown


async def test_a_call_task_has_script_phone_and_seconds_and_done_sends_the_mail(scene: Scene) -> None:
    await scene.stage.enroll("lee@initech.example", "voicemail", first_name="Lee", phone="+49 30 1234")
    await scene.stage.days(1)
    task = next(t for t in json.loads(scene.me.type("tasks", "--json").out)["tasks"] if t["kind"] == "task")
    assert task["words"] == "Hello Lee, I will send the same by e-mail.\n"
    assert "phone +49 30 1234, about 4 seconds" in scene.me.type("tasks").out
    said = scene.me.type("done", str(task["id"]), "--outcome", "voicemail", "--note", "about the pump")
    assert said.code == 0, said.err
    await scene.stage.wake()
    await scene.stage.until_sent(3)
    assert scene.stage.sent[2]["Subject"] == "My voicemail"


async def test_a_task_is_done_once(scene: Scene) -> None:
    with scene.me.changes_nothing():
        said = scene.me.type("done", "99")
    assert said.code == 64
    assert "There is no task 99. See which there are: followupd tasks" in said.err


async def test_the_report_counts_what_came_of_each_step(scene: Scene) -> None:
    figures = json.loads(scene.me.type("report", "--json").out)
    assert figures["v"] == 1
    assert [(step["sent"], step["no"], step["unsure"]) for step in figures["steps"]] == [(2, 1, 1)]
    assert "1 email:first" in scene.me.type("report").out
