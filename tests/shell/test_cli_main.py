"""The command line as a whole: help, exit codes, sentences."""

import subprocess
import sys
from pathlib import Path

import pytest

from followupd.cli.main import VERBS
from tests.shell.cli_user import typed, user

GROUPS = {"suppress": ("add", "remove", "list", "import", "export")}
COMMANDS = [(verb,) for verb in VERBS] + [(verb, sub) for verb, subs in GROUPS.items() for sub in subs]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_verb_has_help_with_an_example(command: tuple[str, ...]) -> None:
    said = typed(*command, "--help")
    assert said.code == 0
    assert f"Example:  followupd {' '.join(command)}" in said.out


def test_help_imports_neither_the_database_nor_the_scheduler_nor_the_tables() -> None:
    script = (
        "import sys; from followupd.cli.main import run; run(['--help']);"
        "print([name for name in ('sqlalchemy', 'apscheduler', 'rich', 'jinja2', 'asyncio') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"


def test_help_lists_every_verb() -> None:
    shown = typed("--help").out
    assert [verb for verb in VERBS if f"\n  {verb} " not in shown] == []


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("statsu",), 64, "There is no command “statsu”. Did you mean “status”?"),
        (("show",), 64, "Missing argument 'EMAIL'"),
        (("plan", "--days", "0"), 64, "'--days': 0 is not in the range"),
        (("status", "--config", "/nowhere/followupd.toml"), 78, "/nowhere/followupd.toml: the file cannot be read"),
    ],
)
def test_a_wrong_command_gets_a_sentence_and_its_exit_code(
    arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    said = typed(*arguments)
    assert said.code == code
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_without_a_folder_the_user_is_told_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOLLOWUPD_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    said = typed("status")
    assert said.code == 78
    assert str(tmp_path) in said.err
    assert "followupd init DIR" in said.err


def test_the_environment_may_name_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user(tmp_path)
    monkeypatch.setenv("FOLLOWUPD_CONFIG", str(tmp_path / "followupd.toml"))
    assert "ana" in typed("status").out


def test_all_faults_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.write("sequences/bad.toml", '[[steps]]\nkind = "emial"\n')
    me.write("followupd.toml", (tmp_path / "followupd.toml").read_text() + "\n[sending]\nper_dya = 3\n")
    said = me.type("status")
    assert said.code == 78
    assert "per_dya" in said.err
    assert "per_day" in said.err
    assert "sequences/bad.toml: step 1, kind" in said.err


def test_the_reader_of_a_pipe_may_leave_early(tmp_path: Path) -> None:
    me = user(tmp_path)
    command = f"{sys.executable} -m followupd.cli simulate no-reply --from 2026-11-23 --config {me.folder}"
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
