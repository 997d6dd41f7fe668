"""The demo's folder: what `followupd init` and `followupd import` would have left, for the made-up company."""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from followupd.core.contacts import read_csv
from followupd.core.errors import DataError
from followupd.demo.cast import CAST, COMPANY, OWNER, POSTAL_ADDRESS, Role
from followupd.demo.servers import LOOPBACK
from followupd.service.asking import founding
from followupd.service.asking.enrolling import admit
from followupd.service.house import House

PASSWORD_FILE = "ana.password"  # noqa: S105 - a name that the shipped settings mention


def write_folder(folder: Path, *, smtp_port: int, imap_port: int, password: str) -> Path:
    """Write what `init` writes, the password and the CSV files; return the path of followupd.toml."""
    config = founding.write_folder(folder, OWNER, None, None)
    config.write_text(_filled_in(config.read_text(encoding="utf-8"), smtp_port, imap_port), encoding="utf-8")
    secret = folder / PASSWORD_FILE
    secret.touch(mode=0o600)
    secret.write_text(f"{password}\n", encoding="utf-8")
    for sequence in sequences():
        path = folder / f"{sequence}.csv"
        path.write_text(_table(role for role in CAST if role.sequence == sequence), encoding="utf-8")
    return config


def sequences() -> list[str]:
    """Return the sequences that somebody of the cast is in."""
    return list(dict.fromkeys(role.sequence for role in CAST))


def enroll_everybody(connection: Connection, house: House, at: datetime) -> None:
    """Import each CSV file into the sequence that it is called after."""
    (mailbox,) = house.settings.mailboxes
    for sequence in sequences():
        table = read_csv((house.settings.folder / f"{sequence}.csv").read_bytes())
        admission = admit(connection, house.planner, table.contacts, house.sequences[sequence], mailbox=mailbox, at=at)
        if table.faults or admission.refused:
            raise DataError(f"{sequence}.csv: {table.faults or admission.refused}")


def lay_down(path: Path) -> None:
    """Switch a folder that is kept to a dry run: its servers are gone, and no other is to hear from it."""
    path.write_text(_with(path.read_text(encoding="utf-8"), "live", "false"), encoding="utf-8")


def _filled_in(text: str, smtp_port: int, imap_port: int) -> str:
    """Return the settings with the lines changed that a user with servers of their own would change."""
    for role, port in (("smtp", smtp_port), ("imap", imap_port)):
        text = _with(text, role, f'{{ host = "{LOOPBACK}", port = {port}, security = "none" }}')
    text = _with(text, "live", "true")
    text = _with(text, "state", '"state"')
    text = _with(text, "signature", json.dumps(f"{OWNER.name}\n{COMPANY}"))
    return _with(text, "postal_address", json.dumps(POSTAL_ADDRESS))


def _with(text: str, key: str, value: str) -> str:
    """Return the text with this key switched on and set; it is in the shipped file, at least as a comment."""
    changed, count = re.subn(rf"^#?{key}\s*=.*$", lambda _: f"{key} = {value}", text, count=1, flags=re.MULTILINE)
    if not count:
        raise ValueError(f"the shipped settings have no line with the key {key}")
    return changed


def _table(roles: Iterable[Role]) -> str:
    """Return the rows as CSV with a column for everything that anybody has."""
    rows = [role.row for role in roles]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
