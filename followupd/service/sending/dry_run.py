"""Where a dry run leaves the mails that it does not send: one file each, for their owner alone."""

import os
from pathlib import Path

_FOLDER = "dry-run"


def write(state_dir: Path, address: str, number: int, raw: bytes) -> Path:
    """Write the mail of a step, counted from 1, to a contact; return the file."""
    path = state_dir / _FOLDER / f"{_stem(address)}-{number}.eml"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
    return path


def files_of(state_dir: Path, address: str) -> list[Path]:
    """Return what was written of the mails to a contact."""
    start = f"{_stem(address)}-"
    folder = state_dir / _FOLDER
    found = folder.iterdir() if folder.is_dir() else []
    return [path for path in found if path.name.startswith(start) and path.stem[len(start) :].isdecimal()]


def _stem(address: str) -> str:
    return address.replace("/", "_")
