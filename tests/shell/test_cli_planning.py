"""plan, why, preview, simulate: what lies ahead."""

import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tests.shell.cli_user import User, user
from tests.shell.test_cli_people import StoppedClock
from tests.stories.world import CONFIG, text_of, world


@pytest.fixture
def me(tmp_path: Path) -> User:
    return user(tmp_path, clock=StoppedClock())


def plan(me: User, *options: str) -> list[tuple[Any, str, str | None]]:
    """When, what, and what pushed it back."""
    rows = json.loads(me.type("plan", "--json", *options).out)["plan"]
    return [(row["at"], row["what"], row["pushed_by"]) for row in rows]


async def test_the_plan_is_what_happens(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        await stage.enroll("sam@acme.example", settle=False)
        planned = [at for at, _, _ in plan(me, "--days", "30")]
        await stage.days(30)
        sent = json.loads(me.type("show", "sam@acme.example", "--json").out)["timeline"]
        assert [entry["at"] for entry in sent if entry["kind"] == "mail"] == planned[:3]


def test_the_plan_follows_everybody_until_the_day_asked_for(me: User) -> None:
    me.import_people("sam@acme.example")
    assert [what for _, what, _ in plan(me, "--days", "1")] == ["email first"]
    assert [what for _, what, _ in plan(me, "--days", "60")] == [
        "email first", "bump bump", "email closer", "the end of the silence",
    ]  # fmt: skip


def test_the_caps_push_back_and_are_named(tmp_path: Path) -> None:
    me = user(tmp_path, config=f"{CONFIG}\n[sending]\nper_day = 1\n", clock=StoppedClock())
    me.import_people("sam@acme.example", "kim@globex.example")
    first, second = plan(me, "--days", "2")
    assert first[2] is None
    assert second[2] == "per-day"
    assert second[0] >= first[0].replace("11-23", "11-24")


def test_colleagues_are_not_written_to_on_one_day_beyond_the_cap(me: User) -> None:
    me.import_people("a@acme.example", "b@acme.example", "c@acme.example")
    days = [at[:10] for at, _, _ in plan(me, "--days", "2")]
    assert days == ["2026-11-23", "2026-11-23", "2026-11-24"]


def test_the_plan_of_one_contact_is_theirs_alone(me: User) -> None:
    me.import_people("sam@acme.example", "kim@globex.example")
    rows = json.loads(me.type("plan", "--json", "--contact", "kim@globex.example").out)["plan"]
    assert {row["contact"] for row in rows} == {"kim@globex.example"}


def test_who_is_held_stands_in_the_plan_without_a_date(me: User) -> None:
    me.import_people("sam@acme.example")
    me.type("pause", "sam@acme.example")
    assert plan(me) == [(None, "email first", None)]


def test_why_names_every_rule_that_objects_and_what_to_do(me: User) -> None:
    me.import_people("sam@acme.example")
    me.type("pause", "--all")
    said = me.type("why", "sam@acme.example")
    assert said.code == 0
    assert "step 1 of 3, email first on Mon 2026-11-23 09:00 their time" in said.out
    assert "brake: everything is paused" in said.out
    assert "followupd resume --all" in said.out
    assert "deaf: the inbox has not been read to its end (never)" in said.out


def test_why_tells_who_stopped_it(me: User) -> None:
    me.import_people("sam@acme.example")
    me.type("stop", "sam@acme.example")
    assert "stopped: you stopped it" in me.type("why", "sam@acme.example").out


def test_why_tells_of_a_mail_that_waits_for_a_voicemail(me: User) -> None:
    text = (me.folder / "sequences" / "voicemail.toml").read_text()
    call = '[[steps]]\n        kind = "call"\n        script = "script.j2"\n'
    me.write("sequences/mail-first.toml", text.replace(call, ""))
    me.import_people("sam@acme.example", sequence="mail-first")
    out = me.type("why", "sam@acme.example").out
    assert "requires: no voicemail to sam@acme.example is logged" in out
    assert "followupd log sam@acme.example voicemail" in out


def test_why_and_plan_know_no_strangers(me: User) -> None:
    for arguments in (("why", "x@y.example"), ("plan", "--contact", "x@y.example"), ("show", "x@y.example")):
        said = me.type(*arguments)
        assert (said.code, "Nobody with the address x@y.example is known" in said.err) == (64, True)


def test_preview_shows_every_message_with_its_date_and_what_a_bump_forwards(me: User) -> None:
    said = me.type("preview", "no-reply")
    assert said.code == 0, said.out
    assert "1 of 3  Mon 2026-11-23 09:00 their time  email first" in said.out
    assert "Subject: Fwd: Your pump" in said.out
    assert said.out.count("Is the pump still of interest?") == 2
    assert "Shall I close your file?" in said.out


def test_preview_tells_how_long_a_script_takes_to_say(me: User) -> None:
    assert "call script, about 4 seconds to say" in me.type("preview", "voicemail").out


def test_preview_for_a_contact_uses_their_columns(me: User) -> None:
    me.type("import", str(me.write("p.csv", "email,first_name\nkim@globex.example,Kim\n")), "--sequence", "no-reply")
    assert "Hi Kim," in me.type("preview", "no-reply", "--contact", "kim@globex.example").out


def test_preview_says_what_cannot_be_written(me: User) -> None:
    me.type("import", str(me.write("p.csv", "email,company\nkim@globex.example,Globex\n")), "--sequence", "no-reply")
    said = me.type("preview", "no-reply", "--contact", "kim@globex.example")
    assert said.code == 78
    assert "This cannot be sent: " in said.out
    assert "contact.first_name" in said.out


def test_preview_writes_mails_that_a_mail_program_opens(me: User) -> None:
    me.type("preview", "no-reply", "--eml", str(me.folder / "out"))
    paths = sorted((me.folder / "out").iterdir())
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in paths]
    assert [mail["Subject"] for mail in mails] == ["Your pump", "Fwd: Your pump", "Re: Your pump"]
    assert "Hi Sam," in text_of(mails[0])


def test_the_page_of_a_preview_shows_words_and_never_runs_them(me: User) -> None:
    me.type(
        "import", str(me.write("p.csv", "email,first_name\nkim@globex.example,<script>x\n")), "--sequence", "no-reply"
    )
    page = me.folder / "page.html"
    me.type("preview", "no-reply", "--contact", "kim@globex.example", "--html", str(page))
    assert "Hi &lt;script&gt;x," in page.read_text()
    assert "<script" not in page.read_text()


def test_simulate_goes_round_weekends_and_holidays_and_names_them(me: User) -> None:
    steps = json.loads(me.type("simulate", "no-reply", "--from", "2026-12-22", "--json").out)["steps"]
    assert [step["at"][:10] for step in steps[:2]] == ["2026-12-22", "2026-12-28"]
    assert [words.partition(":")[0] for words in steps[1]["passed_over"]] == ["25 Dec"]


def test_simulate_follows_the_zone_and_holidays_of_the_contact(me: User) -> None:
    said = me.type("simulate", "no-reply", "--from", "2026-11-23", "--zone", "America/Chicago", "--country", "US")
    assert "when (America/Chicago)" in said.out
    assert "26 Nov: Thanksgiving" in said.out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("no-replay", "--from", "2026-11-23"), "Did you mean “no-reply”?"),
        (("no-reply", "--from", "monday"), "write it as 2027-01-12"),
        (("no-reply", "--from", "2026-11-23", "--zone", "Europe/Berlim"), "Europe/Berlin"),
        (("no-reply", "--from", "2026-11-23", "--country", "Germany"), "is not a country code"),
    ],
)
def test_simulate_says_what_to_type_instead(me: User, options: tuple[str, ...], sentence: str) -> None:
    said = me.type("simulate", *options)
    assert (said.code, sentence in said.err) == (64, True), said.err
