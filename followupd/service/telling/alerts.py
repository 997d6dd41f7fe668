"""Tells the owner at once: by the journal in any case, and by the command, mail or webhook of [alerts].

An alert never waits for a mail server and never fails anything: what cannot be delivered is logged and dropped, the
database still knows it.
"""

import asyncio
import json
import logging
import urllib.request
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from followupd.config import Alerts
from followupd.mail.ports import Clock

log = logging.getLogger("followupd.alerts")

HOOK_TIMEOUT_S = 10
REPEAT_AFTER = timedelta(hours=6)
Notify = Callable[["Alert"], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something that the owner wants to know now. `cause` names it: trouble with the same cause is told once in 6 h."""

    kind: str  # the label of a reply, "held", "task", "promise", "agreement", "missing", "halt", or "trouble"
    title: str  # one line
    words: str  # a few lines: what was written, what it was taken for, what to type
    mailbox: str
    at: datetime
    contact: str = ""
    reply: int | None = None
    cause: str = ""

    def as_json(self) -> str:
        """Return what a command gets on its standard input, and a webhook as its body."""
        entry: dict[str, Any] = {
            "v": 1,
            "kind": self.kind,
            "title": self.title,
            "words": self.words,
            "mailbox": self.mailbox,
            "time": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "contact": self.contact or None,
            "reply": self.reply,
        }
        return json.dumps(entry, ensure_ascii=False)


class Bell:
    """Rings on every way that the settings name."""

    def __init__(self, ways: Alerts, clock: Clock, by_mail: Notify | None = None) -> None:
        self._ways = ways
        self._clock = clock
        self._by_mail = by_mail
        self._told: dict[str, datetime] = {}
        self._ringing: set[asyncio.Task[None]] = set()

    def take(self, ways: Alerts) -> None:
        """Ring on other ways from now on."""
        self._ways = ways

    def ring(self, alert: Alert) -> None:
        """Start telling the owner and return at once."""
        if self._is_repeated(alert):
            return
        log.warning("alert kind=%s mailbox=%s title=%r", alert.kind, alert.mailbox, alert.title)
        task = asyncio.create_task(self._tell(alert))
        self._ringing.add(task)
        task.add_done_callback(self._ringing.discard)

    async def close(self) -> None:
        """Wait for the hooks that are still running; each has its own deadline."""
        await asyncio.gather(*self._ringing, return_exceptions=True)

    def _is_repeated(self, alert: Alert) -> bool:
        if not alert.cause:
            return False
        self._told = {cause: at for cause, at in self._told.items() if alert.at - at < REPEAT_AFTER}
        is_repeated = alert.cause in self._told
        self._told.setdefault(alert.cause, alert.at)
        return is_repeated

    async def _tell(self, alert: Alert) -> None:
        ways = []
        if self._ways.command:
            ways.append(_run(self._ways.command, alert))
        if self._ways.webhook:
            ways.append(asyncio.to_thread(_post, self._ways.webhook, alert))
        if self._ways.email and self._by_mail is not None and alert.kind != "trouble":
            # Not for trouble: the mail server may be the trouble.
            ways.append(self._by_mail(alert))
        for outcome in await asyncio.gather(*ways, return_exceptions=True):
            if isinstance(outcome, Exception):
                log.warning("alert not delivered kind=%s error=%r next='followupd status'", alert.kind, str(outcome))


async def _run(command: tuple[str, ...], alert: Alert) -> None:
    """Run the owner's command with the alert on its standard input; no shell, ten seconds."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(HOOK_TIMEOUT_S):
            await process.communicate(alert.as_json().encode())
    except TimeoutError:
        process.kill()
        await process.wait()
        raise TimeoutError(f"{command[0]} did not end within {HOOK_TIMEOUT_S} seconds") from None
    if process.returncode:
        raise OSError(f"{command[0]} ended with exit code {process.returncode}")


def _post(url: str, alert: Alert) -> None:
    request = urllib.request.Request(  # noqa: S310 - config.Alerts lets https and loopback through alone
        url, data=alert.as_json().encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=HOOK_TIMEOUT_S):  # noqa: S310
        pass
