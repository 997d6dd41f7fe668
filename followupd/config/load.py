"""followupd.toml -> `Settings`, or every fault of the file at once.

The result is whole or it is nothing: a reload with one wrong key changes nothing (R6.3). Each function reads one
table; the defaults stand in the calls that read the keys.
"""

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from followupd.config import costs, values
from followupd.config.faults import FaultList, Table
from followupd.config.keys import unknown_keys
from followupd.config.mailboxes import read_mailboxes
from followupd.config.places import state_home
from followupd.config.settings import MAX_PER_DAY, Alerts, InboxRules, ReplyRules, Sending, Settings
from followupd.core.calendar.spans import parse_delay, parse_range, parse_rate, parse_window

_WINDOWS = (parse_window("mon-fri 08:30-12:00"), parse_window("mon-fri 13:00-17:30"))
_GAP = parse_range("90s-300s")
_PER_CONTACT = parse_rate("1 per 2 days")
_LATER = parse_delay("30 days")
_PROBE: timedelta | None = timedelta(hours=6)


def load_settings(path: Path, env: Mapping[str, str] = os.environ) -> Settings:
    """Read the file; raises `SettingsError` with all its faults. Reads no password and connects to nothing."""
    path = path.expanduser().absolute()
    faults = FaultList(path)
    document = _document(path, faults)
    faults.raise_any()
    for key, problem in unknown_keys(document):
        faults.note(key, problem)
    settings = _settings(path, Table(document, faults), env)
    faults.raise_any()
    return settings


def _document(path: Path, faults: FaultList) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        faults.note("", f"the file cannot be read ({error.strerror}): `followupd init DIR` writes one")
    except UnicodeDecodeError:
        faults.note("", "the file is not UTF-8 text: save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        faults.note("", f"the file is not TOML: {error}")
    return {}


def _settings(path: Path, top: Table, env: Mapping[str, str]) -> Settings:
    written = top.read("state", values.line, None)
    state_dir = state_home(env, path.parent / Path(written).expanduser() if written else None)
    return Settings(
        path=path,
        timezone=top.need("timezone", values.zone, "UTC", 'timezone = "Europe/Berlin"'),
        country=top.read("country", values.country, None),
        days_off=top.read("days_off", values.days, frozenset()),
        state_dir=state_dir,
        database=_database_in(state_dir, top.read("database", _database, "sqlite:///followupd.db")),
        live=top.read("live", values.flag, False),
        mailboxes=read_mailboxes(top, path.parent),
        sending=_sending(top.table("sending")),
        inbox=_inbox(top.table("inbox")),
        replies=_replies(top.table("replies")),
        alerts=_alerts(top.table("alerts")),
    )


def _sending(table: Table) -> Sending:
    cap = values.whole(1, MAX_PER_DAY)
    return Sending(
        windows=table.read("window", values.windows, _WINDOWS),
        per_day=table.read("per_day", cap, 30),
        per_hour=table.read("per_hour", cap, 10),
        gap=table.read("gap", values.delay_range, _GAP),
        per_contact=table.read("per_contact", values.rate, _PER_CONTACT),
        per_domain_per_day=table.read("per_domain_per_day", cap, 2),
    )


def _inbox(table: Table) -> InboxRules:
    return InboxRules(
        # The ceiling keeps "cannot hear, does not speak" from being configured away (R5.12).
        max_age=table.read("max_age", values.duration("1m", "1h"), timedelta(minutes=5)),
        probe=table.read("probe", values.duration_or_off("1h", "7 days"), _PROBE),
        junk=table.read("junk", values.flag, True),
        label=table.read("label", values.flag, False),
    )


def _replies(table: Table) -> ReplyRules:
    return ReplyRules(
        # Below one half a guess would act that is more likely wrong than right.
        unsure_below=table.read("unsure_below", values.share(0.5, 1.0), 0.80),
        later_default=table.read("later_default", values.delay, _LATER),
        costs=costs.read(table.table("costs")),
    )


def _alerts(table: Table) -> Alerts:
    return Alerts(
        email=table.read("email", values.address, None),
        command=table.read("command", values.argv, ()),
        webhook=table.read("webhook", values.webhook, None),
    )


def _database(value: object) -> str:
    """Read an SQLAlchemy URL of a database that keeps what it is given and holds no password."""
    url = values.line(value)
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1 and ":memory:" not in url:
        return url
    if parts.scheme == "postgresql+psycopg":
        if parts.password is not None or "password" in parse_qs(parts.query):
            # The URL is not repeated: it holds a password.
            raise ValueError(
                "a password does not belong in this file: put it into ~/.pgpass or $PGPASSWORD and "
                'write "postgresql+psycopg://user@host/db"'
            )
        return url
    raise ValueError(
        f'"{url}" is not possible here: write "sqlite:///followupd.db" or "postgresql+psycopg://user@host/db"'
    )


def _database_in(state_dir: Path, url: str) -> str:
    """Make the path of a SQLite file absolute: in the URL it is what follows the third slash."""
    scheme, slashes, path = url.partition(":///")
    return f"{scheme}{slashes}{state_dir / path}" if scheme == "sqlite" else url
