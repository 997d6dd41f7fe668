"""The reply-classification log as its readers ask for it: from the rows it is written from, filtered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from followupd.core.model import Verdict
from followupd.store import replies


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of replies.jsonl, as text and as read."""

    position: int
    text: str
    entry: Mapping[str, Any]

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.entry["time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def read(
    connection: Connection, *, after: int = 0, since: datetime | None = None, label: str = "", unsure: bool = False
) -> list[Line]:
    """Return the lines past a position, oldest first: since a moment, of one label or verdict, or still unsure."""
    lines = [
        Line(position=position, text=text, entry=json.loads(text))
        for position, text in replies.lines_after(connection, after)
    ]
    if unsure:
        lines = [line for line in _latest(lines) if line.entry["verdict"] == Verdict.UNSURE]
    return [
        line
        for line in lines
        if (since is None or line.at >= since) and label in {"", line.entry["label"], line.entry["verdict"]}
    ]


def _latest(lines: Iterable[Line]) -> list[Line]:
    """Return the last line of each reply: a correction takes the place of what it corrects."""
    by_reply = {line.entry["reply"]: line for line in lines}
    return sorted(by_reply.values(), key=lambda line: line.position)
