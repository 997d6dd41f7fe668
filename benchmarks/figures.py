"""One line of the table, and the stage that the measurements share."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from followupd.service.house import House, open_house
from followupd.store.engine import Store, open_store

CONFIG = """
timezone = "UTC"
state = "state"
live = true

[mailboxes.ana]
from = "Ana Ruiz <ana@northwind.example>"
smtp = {{ host = "127.0.0.1", port = {smtp}, security = "none" }}
imap = {{ host = "127.0.0.1", port = {imap}, security = "none" }}
username = "ana"
password = {{ env = "FOLLOWUPD_BENCHMARK" }}
sent_copy = "never"
ramp_up = false

[sending]
window = ["mon-sun 00:00-24:00"]
gap = "0s"
per_day = 200
per_hour = 200
"""
TEMPLATE = (
    "Subject: Your enquiry\nAsks: interest\n\nHi {{ contact.first_name }},\n\n" + "Is it of interest? " * 40 + "\n"
)
SEQUENCE = '[[steps]]\nkind = "email"\ntemplate = "first.j2"\n[[steps]]\nkind = "bump"\ntemplate = "bump.j2"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What we take and what the reference takes, in `unit`."""

    what: str
    ours: float
    reference: float
    unit: str
    against: str

    @property
    def ratio(self) -> str:
        """Return ours as a multiple of the reference."""
        return f"{self.ours / self.reference:.2f} x"

    def shown(self, value: float) -> str:
        """Return a value with its unit."""
        return f"{value:,.1f} {self.unit}" if value < 100 else f"{value:,.0f} {self.unit}"


@asynccontextmanager
async def house(*, smtp: int, imap: int) -> AsyncIterator[tuple[House, Store]]:
    """Write a folder for two servers on this machine and open it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, files in (
            ("templates", {"first.j2": TEMPLATE, "bump.j2": "Did this get buried?\n"}),
            ("sequences", {"plain.toml": SEQUENCE}),
        ):
            (folder / kind).mkdir()
            for file, text in files.items():
                (folder / kind / file).write_text(text, encoding="utf-8")
        (folder / "followupd.toml").write_text(CONFIG.format(smtp=smtp, imap=imap), encoding="utf-8")
        opened = open_house(folder / "followupd.toml")
        store = open_store(opened.settings.database)
        try:
            yield opened, store
        finally:
            store.close()
