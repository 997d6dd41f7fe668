"""run, status, pause, resume, stop, settle, backup."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from followupd.core.delivery.status import SmtpLost, Stage
from followupd.store.engine import daemon_lock
from tests.shell.cli_user import User, user
from tests.stories.world import CONFIG, world


def causes(me: User) -> list[str]:
    """What status says is wrong, by the names that programs know."""
    return [cause["code"] for cause in json.loads(me.type("status", "--json").out)["causes"]]


async def test_status_is_well_while_the_daemon_hears(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        await stage.enroll("sam@acme.example")
        said = me.type("status")
        assert (said.code, causes(me)) == (0, []), said.out
        assert "Live." in said.out
        assert "Nothing is wrong." in said.out


def test_a_live_mailbox_that_nobody_reads_is_deaf(tmp_path: Path) -> None:
    me = user(tmp_path)
    assert me.type("status").code == 1
    assert causes(me) == ["deaf"]


def test_a_dry_run_that_nobody_reads_is_well(tmp_path: Path) -> None:
    me = user(tmp_path, config=CONFIG.replace("live = true", "live = false"))
    said = me.type("status")
    assert said.code == 0
    assert "Dry run" in said.out


def test_status_lists_everybody(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.import_people("sam@acme.example")
    listed = json.loads(me.type("status", "--contacts", "--json").out)["contacts"]
    assert [(each["contact"], each["sequence"], each["step"], each["state"]) for each in listed] == [
        ("sam@acme.example", "no-reply", 1, "waiting")
    ]


async def test_the_brake_stops_a_running_daemon_before_its_next_mail(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        assert me.type("pause", "--all").code == 0
        await stage.enroll("sam@acme.example")
        await stage.days(3)
        assert stage.sent == []
        assert "brake" in causes(me)
        me.type("resume", "--all")
        await stage.wake()
        await stage.until_sent(1)


def test_resume_tells_of_a_brake_that_it_cannot_release(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.type("status")
    me.write("state/PAUSE", "")
    said = me.type("resume", "--all")
    assert said.code == 1
    assert f"Still paused: there is a file {tmp_path / 'state' / 'PAUSE'}" in said.out


async def test_a_paused_contact_gets_nothing_until_resumed(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert "is held (paused)" in me.type("pause", "sam@acme.example").out
        await stage.days(20)
        assert len(stage.sent) == 1
        me.type("resume", "sam@acme.example")
        await stage.wake()
        await stage.until_sent(2)


@pytest.mark.parametrize("verb", ["pause", "resume", "stop"])
def test_who_is_meant_must_be_said(tmp_path: Path, verb: str) -> None:
    me = user(tmp_path)
    assert "an EMAIL, or --all" in me.type(verb).err
    assert "Either an EMAIL or --all" in me.type(verb, "sam@acme.example", "--all").err


def test_everybody_is_not_stopped_by_accident(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.import_people("sam@acme.example", "kim@globex.example")
    with me.changes_nothing():
        said = me.type("stop", "--all")
    assert (said.code, "--all --yes" in said.err) == (64, True)
    assert me.type("stop", "--all", "--yes").out == "2 sequences stopped.\n"


async def test_a_doubt_is_seen_in_status_and_ended_by_settle(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        stage.mailer.answer(SmtpLost(stage=Stage.DOT, error="the line broke"))
        await stage.enroll("sam@acme.example")
        assert causes(me) == ["in-doubt"]
        refused = me.type("settle", "99", "delivered")
        assert (refused.code, "In doubt: 1 (sam@acme.example)" in refused.err) == (64, True), refused.err
        assert me.type("settle", "1", "delivered").code == 0
        assert causes(me) == []


def test_a_backup_is_a_whole_database_and_overwrites_nothing(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.import_people("sam@acme.example")
    target = tmp_path / "copy.db"
    assert me.type("backup", str(target)).code == 0
    with closing(sqlite3.connect(target)) as database:
        assert database.execute("SELECT address FROM contacts").fetchall() == [("sam@acme.example",)]
    before = target.read_bytes()
    said = me.type("backup", str(target))
    assert (said.code, target.read_bytes() == before) == (73, True)


# --- the daemon in its own process ----------------------------------------------------------------------------------

OFFLINE = CONFIG.replace("2525", "1").replace("1143", "1")


def test_run_refuses_a_folder_with_faults(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.write("sequences/bad.toml", "steps = 3\n")
    said = me.type("run")
    assert (said.code, "sequences/bad.toml" in said.err) == (78, True)


def test_a_second_daemon_on_the_same_state_ends_with_75(tmp_path: Path) -> None:
    me = user(tmp_path)
    with daemon_lock(tmp_path / "state"):
        said = me.type("run")
    assert (said.code, "Another followupd already runs" in said.err) == (75, True)


async def _lines_of_a_run(folder: Path, journal: bool) -> tuple[int | None, list[str]]:
    """Start the daemon, end it by SIGTERM once it has spoken, and return its exit code and what it logged."""
    reading, writing = os.pipe()
    status = os.fstat(writing)
    env = {**os.environ, "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"} if journal else dict(os.environ)
    command = [sys.executable, "-m", "followupd.cli", "run", "--config", str(folder)]
    process = await asyncio.to_thread(subprocess.Popen, command, stderr=writing, env=env)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        first = await asyncio.to_thread(pipe.readline)
        process.send_signal(signal.SIGTERM)
        rest = await asyncio.to_thread(pipe.readlines)
    code = await asyncio.to_thread(process.wait, 30)
    return code, [first, *rest]


@pytest.mark.parametrize(("journal", "beginning"), [(True, "<"), (False, "20")])
async def test_run_logs_for_its_reader_and_ends_well_on_sigterm(tmp_path: Path, journal: bool, beginning: str) -> None:
    user(tmp_path, config=OFFLINE)
    code, lines = await _lines_of_a_run(tmp_path, journal)
    assert code == 0, lines
    assert [line for line in lines if not line.startswith(beginning)] == []
    assert "inbox not read mailbox=ana" in "".join(lines)
