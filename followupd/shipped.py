"""Where the files that come with the program are: the shipped templates, configuration and unit files."""

from pathlib import Path
from typing import Literal

from followupd.core.errors import UnavailableError

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: Literal["templates", "config", "systemd"]) -> Path:
    """Return the folder of a kind: inside an installed wheel, else at the top of a checkout.

    Raises `UnavailableError` where neither is there. The folder is read-only to the program.
    """
    for folder in (_PACKAGE / "_data" / kind, _PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    raise UnavailableError(
        f"the shipped {kind} are missing beside {_PACKAGE}: the installation is damaged; install followupd again"
    )
