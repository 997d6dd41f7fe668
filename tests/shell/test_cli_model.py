"""model: what corrections taught the reader, version by version; and classify, which reads by it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.replies.lessons import REFUSALS
from tests.shell.cli_user import User, typed, user
from tests.shell.test_cli_classify import mail
from tests.stories.test_corrections import MISREAD, hear
from tests.stories.world import CONFIG, World, world

HARMLESS = "From now on replies like this are read as referral."


class Scene:
    """Sam's referral was taken for a no."""

    def __init__(self, stage: World, folder: Path) -> None:
        self.stage = stage
        self.me = User(folder=folder, clock=stage.clock)

    def versions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.me.type("model", "--json").out)["versions"]
        return found

    def in_use(self) -> list[int]:
        return [each["version"] for each in self.versions() if each["in_use"]]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with world(tmp_path) as stage:
        await hear(stage, "sam@acme.example", MISREAD)
        yield Scene(stage, tmp_path)


async def test_correct_says_what_was_learnt(scene: Scene) -> None:
    first = scene.me.type("correct", "1", "referral").lines
    assert first[1] == f"{HARMLESS} This is version 1 of the model."
    await hear(scene.stage, "kim@globex.example", "Hmm.")
    second = scene.me.type("correct", "2", "question").lines
    assert "1 of 1 earlier correction still holds. This is version 2 of the model." in second[1]


async def test_a_corrected_reply_shows_what_was_learnt_from_it(scene: Scene) -> None:
    scene.me.type("correct", "1", "referral")
    shown = scene.me.type("reply", "1").out
    assert "corrected by hand; it was taken for no" in shown
    assert f"learnt → {HARMLESS}" in shown


async def test_the_shipped_model_is_version_0_and_in_use_from_the_start(scene: Scene) -> None:
    assert [(each["version"], each["in_use"]) for each in scene.versions()] == [(0, True)]
    assert "ships with the program" in scene.me.type("model").out


async def test_each_version_says_what_it_learnt_and_whether_it_is_in_use(scene: Scene) -> None:
    scene.me.type("correct", "1", "referral")
    shipped, made = scene.versions()
    assert (shipped["in_use"], made["in_use"]) == (False, True)
    assert (made["reply"], made["was"], made["label"]) == (1, "no", "referral")
    assert (made["labels"], made["replies"], made["weights_taken"]) == ({"referral": 1}, [1], True)
    (line,) = [line for line in scene.me.type("model").lines if line.startswith("1 ")]
    for words in ("reply 1: no → referral", "1 referral", "weights and memory", "in use"):
        assert words in line


async def test_a_lesson_that_was_not_taken_up_whole_says_why(scene: Scene) -> None:
    await hear(scene.stage, "kim@globex.example", "Please take me off your list.")
    scene.me.type("suppress", "remove", "kim@globex.example")
    scene.me.type("correct", "2", "no")
    said = scene.me.type("correct", "2", "yes")
    assert "nobody else's replies are read by it: it reads like a wish to be left alone" in said.out
    assert (scene.versions()[-1]["weights_taken"], scene.versions()[-1]["reach"]) == (False, "writer")
    assert "went no farther: it reads like a wish to be left alone" in scene.me.type("model").out


async def test_back_and_use_move_between_versions_and_the_daemon_reads_by_the_new_one(scene: Scene) -> None:
    scene.me.type("correct", "1", "referral")
    said = scene.me.type("model", "back")
    assert said.out == "Replies are read by the model that ships from now on. To return: followupd model use 1\n"
    assert scene.in_use() == [0]
    await hear(scene.stage, "kim@globex.example", MISREAD)
    scene.me.type("model", "use", "1")
    assert scene.in_use() == [1]
    await hear(scene.stage, "lee@initech.example", MISREAD)
    assert scene.stage.labels() == ["referral", "no", "referral"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("back",), "there is nothing before it"),
        (("use",), "followupd model use N"),
        (("use", "7"), "There is no version 7 of the model"),
        (("back", "1"), "followupd model use N"),
        (("forward",), "'forward' is not one of"),
        (("use", "-1"), "No such option"),
    ],
)
async def test_what_makes_no_sense_changes_nothing(scene: Scene, arguments: tuple[str, ...], sentence: str) -> None:
    with scene.me.changes_nothing():
        said = scene.me.type("model", *arguments)
    assert (said.code, sentence in said.err) == (64, True), said.err
    assert scene.in_use() == [0]


async def test_a_correction_is_kept_beside_the_first_reading(scene: Scene) -> None:
    scene.me.type("correct", "1", "referral")
    scene.me.type("correct", "1", "question")
    assert [(each["was"], each["label"]) for each in scene.versions()[1:]] == [
        ("no", "referral"),
        ("referral", "question"),
    ]
    assert scene.versions()[-1]["labels"] == {"question": 1}
    assert HARMLESS in scene.me.type("replies", "--json").lines[-2]


# --- classify -------------------------------------------------------------------------------------------------------


async def test_classify_reads_by_the_model_in_use(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "reply.eml"
    file.write_text(mail(MISREAD, sender="Kim <kim@globex.example>"))
    found = []
    for step in ((), ("correct", "1", "referral"), ("model", "back")):
        if step:
            scene.me.type(*step)
        found.append(json.loads(scene.me.type("classify", str(file), "--json").out)["label"])
    assert found == ["no", "referral", "no"]


def test_classify_reads_by_the_users_own_phrases(tmp_path: Path) -> None:
    me = user(tmp_path)
    file = me.write("reply.eml", mail("Blorp, as we say here."))
    before = json.loads(me.type("classify", str(file), "--json").out)["label"]
    me.write("phrases/own.toml", 'language = "en"\n[referral.blorp]\nphrases = ["blorp"]\nstrength = "sure"\n')
    after = json.loads(me.type("classify", str(file), "--json").out)["label"]
    assert (before != "referral", after) == (True, "referral")


def test_classify_weighs_mistakes_as_the_user_does(tmp_path: Path) -> None:
    """Where to take anything else for a no is dear, fewer replies are taken for one."""
    me = user(tmp_path)
    for number, text in enumerate(REFUSALS):
        me.write(f"mails/{number}.eml", mail(text))

    def refusals() -> int:
        lines = me.type("classify", str(tmp_path / "mails"), "--json").lines
        return [json.loads(line)["label"] for line in lines].count("no")

    before = refusals()
    dear = "".join(f"{label} = {{ no = 1000 }}\n" for label in ("yes", "later", "referral", "question", "unclear"))
    me.write("followupd.toml", f"{CONFIG}\n[replies.costs]\n{dear}")
    assert refusals() < before


def test_classify_makes_no_database(tmp_path: Path) -> None:
    me = user(tmp_path)
    assert me.type("classify", str(me.write("reply.eml", mail("No thanks."))), "--json").code == 0
    assert not (tmp_path / "state").exists()


def test_a_faulty_folder_stops_classify_only_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = User(folder=tmp_path)
    me.write("followupd.toml", "live = 7\n")
    file = me.write("reply.eml", mail("No thanks."))
    assert me.type("classify", str(file)).code == 78
    monkeypatch.setenv("FOLLOWUPD_CONFIG", str(tmp_path))
    said = typed("classify", str(file), "--json")
    assert (said.code, json.loads(said.out)["label"]) == (0, "no")
    assert "followupd check" in said.err
