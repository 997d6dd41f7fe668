"""Real mail servers for the whole session; a machine without them skips what needs them, and says how to get them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.machines import Dovecot, Postfix, missing, run_dovecot, run_postfix


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that the servers' own users may look into, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="followupd-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def dovecot(open_folder: Path) -> Iterator[Dovecot]:
    if how := missing("dovecot", "openssl"):
        pytest.skip(how)
    (open_folder / "dovecot").mkdir()
    with run_dovecot(open_folder / "dovecot") as running:
        yield running


@pytest.fixture(scope="session")
def postfix(open_folder: Path, dovecot: Dovecot) -> Iterator[Postfix]:
    if how := missing("postfix", "openssl"):
        pytest.skip(how)
    if os.geteuid() != 0:
        pytest.skip("Postfix can only be started by root")
    (open_folder / "postfix").mkdir()
    with run_postfix(open_folder / "postfix", dovecot.lmtp_port) as running:
        yield running
