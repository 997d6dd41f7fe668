"""The unit files, judged by systemd itself (R6.4, R6.5, R6.6)."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from followupd.core.errors import ConfigError, DataError, UsageError
from followupd.shipped import shipped

SYSTEM = "followupd.service"
USER = "followupd-user.service"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze: apt install systemd"
)


def setting(unit: str, key: str) -> str:
    """Return the value of the only line that sets `key`."""
    values = re.findall(rf"^{key}=(.*)$", (shipped("systemd") / unit).read_text(), re.MULTILINE)
    assert len(values) == 1
    return str(values[0])


def analyze(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False, env=env)


@needs_systemd
def test_the_system_unit_is_locked_down(tmp_path: Path) -> None:
    """R6.5: an exposure of 1.5 at most."""
    unit = shipped("systemd") / SYSTEM
    done = analyze(tmp_path, "security", "--offline=true", "--threshold=15", "--no-pager", str(unit))
    assert done.returncode == 0, done.stdout.splitlines()[-1:]


@needs_systemd
@pytest.mark.parametrize(("unit", "manager"), [(SYSTEM, "--system"), (USER, "--user")])
def test_systemd_understands_every_line(tmp_path: Path, unit: str, manager: str) -> None:
    copy = tmp_path / "followupd.service"
    # Neither followupd nor, on a minimal system, kill is where the unit expects it; any program will do.
    text = (shipped("systemd") / unit).read_text()
    copy.write_text(re.sub(r"^(Exec\w+)=\S+", rf"\1={sys.executable}", text, flags=re.MULTILINE))
    done = analyze(tmp_path, manager, "verify", "--man=no", str(copy))
    complaints = [line for line in done.stderr.splitlines() if "followupd" in line]
    assert (done.returncode, complaints) == (0, [])


@pytest.mark.parametrize("unit", [SYSTEM, USER])
def test_a_fault_that_stays_is_not_tried_again(unit: str) -> None:
    """R6.4: the exit codes of usage, data, permission and configuration."""
    codes = {int(code) for code in setting(unit, "RestartPreventExitStatus").split()}
    assert {error.exit_code for error in (UsageError, DataError, ConfigError)} <= codes
    assert codes == {64, 65, 77, 78}


@pytest.mark.parametrize("unit", [SYSTEM, USER])
def test_systemd_waits_for_ready_watches_and_reloads(unit: str) -> None:
    """R6.2, R6.3."""
    assert setting(unit, "Type") == "notify"
    assert int(setting(unit, "WatchdogSec")) > 0
    assert setting(unit, "Restart") == "on-failure"
    assert setting(unit, "ExecReload") == "kill -HUP $MAINPID"
    assert int(setting(unit, "TimeoutStopSec")) > 60  # the mail in flight has 60 seconds


@pytest.mark.parametrize(("unit", "program"), [(SYSTEM, "/usr/local/bin/followupd"), (USER, "%h/.local/bin/followupd")])
def test_the_unit_runs_the_daemon_once_it_is_configured(unit: str, program: str) -> None:
    assert setting(unit, "ExecStart") == f"{program} run"
    assert setting(unit, "ConditionPathExists") == "%E/followupd/followupd.toml"
    assert setting(unit, "Environment") == "FOLLOWUPD_CONFIG=%E/followupd/followupd.toml"
