"""What an erased person leaves outside the database: files of the state directory that were made of their data."""

import re
from pathlib import Path

from followupd.core.model import Contact
from followupd.service.sending.dry_run import files_of

_CHUNK = 1 << 20


def sweep(state_dir: Path, contact: Contact) -> None:
    """Delete what dry runs have left of the mails to a person."""
    for path in files_of(state_dir, contact.address):
        path.unlink(missing_ok=True)


def still_naming(state_dir: Path, contact: Contact) -> list[Path]:
    """Return the files of the state directory in which an address can still be found: old copies of the database."""
    pattern = re.compile(re.escape(contact.address.encode()), re.IGNORECASE)
    files = sorted(path for path in state_dir.rglob("*") if path.is_file())
    return [path for path in files if _holds(path, pattern)]


def _holds(path: Path, pattern: re.Pattern[bytes]) -> bool:
    last = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if pattern.search(last + chunk):
                return True
            last = chunk[-320:]  # no address is longer
    return False
