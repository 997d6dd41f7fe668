"""How the owner is told: by a command and a webhook, which may fail in any way without failing anything else."""

import asyncio
import json
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.config import Alerts
from followupd.service.clock import SystemClock
from followupd.service.telling import alerts
from followupd.service.telling.alerts import Alert, Bell
from tests.shell.rows import NOW

YES = Alert(
    kind="yes",
    title="Sam said yes – „gern“",
    words="Yes, please.\nType: followupd reply 41",
    mailbox="ana",
    at=NOW,
    contact="sam@acme.example",
    reply=41,
)
TOLD = {
    "v": 1,
    "kind": "yes",
    "title": "Sam said yes – „gern“",
    "words": "Yes, please.\nType: followupd reply 41",
    "mailbox": "ana",
    "time": "2026-11-23T09:00:00Z",
    "contact": "sam@acme.example",
    "reply": 41,
}
TROUBLE = replace(YES, kind="trouble", contact="", reply=None, cause="ana/deaf")


async def ring(ways: Alerts, *alerts_: Alert) -> None:
    """Ring, and wait until everybody who is told has been told."""
    bell = Bell(ways, SystemClock())
    for each in alerts_:
        bell.ring(each)
    await bell.close()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "not delivered" in record.getMessage()]


# --- the command ----------------------------------------------------------------------------------------------------


async def test_the_command_gets_json_on_its_standard_input(tmp_path: Path) -> None:
    told = tmp_path / "told"
    await ring(Alerts(command=("tee", str(told))), YES)
    assert json.loads(told.read_text(encoding="utf-8")) == TOLD


async def test_no_shell_ever_reads_the_command(tmp_path: Path) -> None:
    told = tmp_path / "$(whoami); touch x"
    await ring(Alerts(command=("tee", str(told))), YES)
    assert names_in(tmp_path) == [told.name]


async def test_a_contact_is_null_where_none_is_concerned(tmp_path: Path) -> None:
    told = tmp_path / "told"
    await ring(Alerts(command=("tee", str(told))), TROUBLE)
    entry = json.loads(told.read_text(encoding="utf-8"))
    assert (entry["contact"], entry["reply"]) == (None, None)
    assert list(entry) == list(TOLD)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("false",), "false ended with exit code 1"),
        (("/nowhere/at/all",), "No such file or directory"),
        (("true",), ""),
    ],
    ids=["fails", "is missing", "reads nothing"],
)
async def test_a_command_that_fails_is_logged_and_harms_nothing(
    command: tuple[str, ...], words: str, caplog: pytest.LogCaptureFixture
) -> None:
    await ring(Alerts(command=command), replace(YES, words="x" * 200_000))
    said = complaints(caplog)
    assert len(said) == bool(words)
    assert words in "".join(said)


async def test_a_command_that_hangs_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(alerts, "HOOK_TIMEOUT_S", 0.2)
    pid_file = tmp_path / "pid"
    await ring(Alerts(command=("sh", "-c", f"echo $$ > {pid_file}; exec sleep 1000")), YES)
    assert "did not end within 0.2 seconds" in complaints(caplog)[0]
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), signal.SIGCONT)


async def test_ringing_waits_for_nobody(tmp_path: Path) -> None:
    told = tmp_path / "told"
    bell = Bell(Alerts(command=("tee", str(told))), SystemClock())
    bell.ring(YES)
    assert not told.exists()
    await bell.close()
    assert told.exists()


async def test_new_settings_ring_elsewhere(tmp_path: Path) -> None:
    bell = Bell(Alerts(command=("tee", str(tmp_path / "old"))), SystemClock())
    bell.take(Alerts(command=("tee", str(tmp_path / "new"))))
    bell.ring(YES)
    await bell.close()
    assert names_in(tmp_path) == ["new"]


# --- how often ------------------------------------------------------------------------------------------------------


async def count(tmp_path: Path, *alerts_: Alert) -> int:
    told = tmp_path / "told"
    await ring(Alerts(command=("sh", "-c", f"cat >> {told}; echo >> {told}")), *alerts_)
    return len(told.read_text().splitlines())


@pytest.mark.parametrize(("hours", "told"), [((0, 0, 1, 5.99), 1), ((0, 6), 2), ((0, 5, 7), 2), ((0, 6, 11, 12), 3)])
async def test_trouble_with_the_same_cause_is_told_once_in_six_hours(
    tmp_path: Path, hours: tuple[float, ...], told: int
) -> None:
    assert await count(tmp_path, *(replace(TROUBLE, at=NOW + timedelta(hours=hour)) for hour in hours)) == told


async def test_another_cause_is_another_trouble(tmp_path: Path) -> None:
    assert await count(tmp_path, TROUBLE, replace(TROUBLE, cause="ben/deaf"), replace(TROUBLE, cause="ana/mute")) == 3


async def test_answers_are_told_each_time(tmp_path: Path) -> None:
    assert await count(tmp_path, YES, YES, YES) == 3


# --- the webhook ----------------------------------------------------------------------------------------------------


@dataclass
class Hook:
    """A web server that remembers what it was sent."""

    url: str = ""
    requests: list[tuple[str, bytes]] = field(default_factory=list)


@asynccontextmanager
async def web_server(status: str) -> AsyncIterator[Hook]:
    hook = Hook()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(line for line in head.lower().splitlines() if line.startswith("content-length:"))
        hook.requests.append((head, await reader.readexactly(int(length.partition(":")[2]))))
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/told?by=followupd"
    async with server:
        yield hook


async def test_the_webhook_is_sent_the_same_json() -> None:
    async with web_server("204 No Content") as hook:
        await ring(Alerts(webhook=hook.url), YES)
    ((head, body),) = hook.requests
    assert head.startswith("POST /told?by=followupd HTTP/1.1\r\n")
    assert "content-type: application/json" in head.lower()
    assert json.loads(body) == TOLD


@pytest.mark.parametrize("status", ["500 Internal Server Error", "404 Not Found"])
async def test_a_webhook_that_fails_is_logged_and_the_command_is_run_all_the_same(
    tmp_path: Path, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = tmp_path / "told"
    async with web_server(status) as hook:
        await ring(Alerts(webhook=hook.url, command=("tee", str(told))), YES)
    assert status[:3] in complaints(caplog)[0]
    assert told.exists()


async def test_a_webhook_that_is_not_there_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    await ring(Alerts(webhook="http://127.0.0.1:1/"), YES)
    assert "refused" in complaints(caplog)[0]


# --- mail, and the journal ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("alert", "mailed"), [(YES, 1), (TROUBLE, 0)], ids=["answer", "trouble"])
async def test_trouble_is_not_told_by_mail_for_the_mail_may_be_the_trouble(alert: Alert, mailed: int) -> None:
    posted: list[Alert] = []

    async def by_mail(each: Alert) -> None:
        posted.append(each)

    bell = Bell(Alerts(email="ana@example.com"), SystemClock(), by_mail)
    bell.ring(alert)
    await bell.close()
    assert len(posted) == mailed


async def test_the_journal_is_told_in_any_case_but_not_who_they_are(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "followupd"):
        await ring(Alerts(), replace(YES, title="A reply"))
    assert [record.getMessage() for record in caplog.records] == ["alert kind=yes mailbox=ana title='A reply'"]
