"""One daemon for each state directory."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from followupd.core.errors import BusyError
from followupd.store.engine import daemon_lock

HOLDER = """
import sys
from pathlib import Path
from followupd.store.engine import daemon_lock
with daemon_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(state: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock elsewhere for the length of the block."""
    command = [sys.executable, "-c", HOLDER, str(state)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_a_second_daemon_is_refused_until_the_first_has_gone_however_it_went(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with another_process(state) as process:
        with pytest.raises(BusyError, match=r"already runs on .*state") as caught, daemon_lock(state):
            pass
        assert caught.value.exit_code == 75
        process.kill()
        process.wait()
        with daemon_lock(state):
            pass


def test_two_state_directories_are_two_daemons(tmp_path: Path) -> None:
    with daemon_lock(tmp_path / "one"), daemon_lock(tmp_path / "two"):
        assert (tmp_path / "two" / "followupd.lock").exists()


def test_the_state_directory_is_the_owners_alone(tmp_path: Path) -> None:
    with daemon_lock(tmp_path / "state"):
        assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "state" / "followupd.lock").stat().st_mode) == 0o600
