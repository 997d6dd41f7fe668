"""How things look: tables and colours on a terminal, plain aligned lines in a pipe, JSON where it is asked for.

Words of strangers (a subject, a reply) lose their control characters here, so that no mail can write to a terminal.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Row = Sequence[str]


def is_terminal() -> bool:
    """Say whether a person looks at what is printed."""
    return sys.stdout.isatty()


def harmless(text: str) -> str:
    """Return a text without what would move a terminal's cursor or turn its writing around."""
    return _CONTROL.sub("�", text.replace("\r\n", "\n"))


def one_line(text: str, width: int = 0) -> str:
    """Return a text as one line, shortened to a width where one is given."""
    line = harmless(" ".join(text.split()))
    return f"{line[: width - 1]}…" if width and len(line) > width else line


def show_table(columns: Row, rows: Sequence[Row], *, empty: str = "") -> None:
    """Print rows below their column names; `empty` is what is said where there are none."""
    if not rows:
        click.echo(empty) if empty else None
        return
    cells = [[one_line(cell) for cell in row] for row in rows]
    if is_terminal():
        _rich_table(columns, cells)
        return
    for line in aligned([columns, *cells]):
        click.echo(line)


def aligned(rows: Sequence[Row]) -> list[str]:
    """Return rows as lines, each column as wide as its longest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def show_json(data: Mapping[str, Any]) -> None:
    """Print one JSON document, with the version of its form first."""
    click.echo(json.dumps({"v": 1, **data}, ensure_ascii=False, indent=2))


def local(at: datetime | None, zone: str) -> str:
    """Return a moment as the clock there shows it, with its weekday; "–" for none."""
    return "–" if at is None else f"{at.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def stamp(at: datetime | None) -> str | None:
    """Return a moment for a program to read: UTC to the second; None for none."""
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def show_marked(text: str, marked: Sequence[str], *, dimmed: bool = False) -> None:
    """Print a text with the passages that matter highlighted, or all of it dimmed; as it is in a pipe."""
    if not is_terminal():
        click.echo(harmless(text))
        return
    from rich.console import Console  # noqa: PLC0415 - what is piped does without
    from rich.text import Text  # noqa: PLC0415

    shown = Text(harmless(text), style="dim" if dimmed else "")
    for passage in filter(None, marked):
        shown.highlight_words([harmless(passage)], style="bold black on yellow", case_sensitive=False)
    Console(highlight=False).print(shown)


def _rich_table(columns: Row, cells: Sequence[Row]) -> None:
    from rich import box  # noqa: PLC0415 - a tenth of a second that a pipe does without
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(*columns, box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)
