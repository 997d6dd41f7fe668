"""Real servers for the weather between them; a machine without them skips what needs them, and says how to get them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.machines import missing
from tests.weather.servers import Servers, run_servers


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    if how := missing("dovecot", "postfix", "openssl"):
        pytest.skip(how)
    if os.geteuid() != 0:
        pytest.skip("Postfix can only be started by root")
    folder = Path(tempfile.mkdtemp(prefix="followupd-"))
    folder.chmod(0o755)  # the servers have users of their own
    try:
        with run_servers(folder) as running:
            yield running
    finally:
        shutil.rmtree(folder)
