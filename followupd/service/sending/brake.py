"""The emergency brake: `followupd pause --all`, or a file called PAUSE in the state directory.

Either stops the next mail, also on a running daemon, and survives a restart. The file works without the program, over
SSH or from a file manager.
"""

from pathlib import Path

from sqlalchemy import Connection

from followupd.store import meta

FILE = "PAUSE"


def pulled(connection: Connection, state_dir: Path) -> str | None:
    """Return who holds the brake, None where nobody does."""
    if (state_dir / FILE).exists():
        return f"there is a file {state_dir / FILE}; remove it to go on"
    if meta.get(connection, meta.PAUSED) is not None:
        return "by `followupd pause --all`; go on with `followupd resume --all`"
    return None
