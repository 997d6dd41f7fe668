"""Where the demo is told: on a terminal with its clock running, or line by line into a pipe."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import click
from rich import box
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from followupd.core.model import Verdict
from followupd.demo import lines
from followupd.demo.cast import ENDS_AT, STARTS_AT
from followupd.demo.result import Result
from followupd.demo.world import Answered, ByHand, Happening, Sent

_VERDICTS = {Verdict.YES: "bold green", Verdict.NO: "red", Verdict.LATER: "yellow", Verdict.UNSURE: "magenta"}


class Screen(Protocol):
    """Shows the demo."""

    def tell(self, at: datetime, happening: Happening | None) -> None:
        """Show the time, and what happened."""

    def show(self, result: Result) -> None:
        """Show how it went."""

    def say(self, sentences: Sequence[str]) -> None:
        """Show some sentences."""


class Pipe:
    """Plain lines with aligned columns."""

    def tell(self, at: datetime, happening: Happening | None) -> None:
        """Print what happened; that time passes is no news."""
        if happening is not None:
            mark, who, words = lines.happened(happening)
            click.echo(f"{lines.moment(at)}  {mark} {who:<14}  {words}")

    def show(self, result: Result) -> None:
        """Print both tables and the figures."""
        self._table(lines.MAILS_TITLE, lines.MAIL_COLUMNS, lines.mail_rows(result))
        self._table(lines.REPLIES_TITLE, lines.REPLY_COLUMNS, lines.reply_rows(result))
        self.say(lines.figures(result))

    def say(self, sentences: Sequence[str]) -> None:
        """Print each on a line, and an empty one."""
        click.echo("\n".join((*sentences, "")))

    @staticmethod
    def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        click.echo(f"\n{title}\n")
        rows = [[cell.replace("\n", "; ") for cell in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
        for row in (columns, *rows):
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        click.echo()


class Terminal:
    """Colours, and a line at the bottom in which the time passes."""

    def __init__(self, console: Console, status: Status | None = None) -> None:
        self._console = console
        self._status = status

    def tell(self, at: datetime, happening: Happening | None) -> None:
        """Let the clock show the time, and print what happened above it."""
        if self._status is not None:
            self._status.update(f"[bold]{lines.moment(at)}[/]  {_bar(at)}")
        if happening is None:
            return
        mark, who, words = lines.happened(happening)
        style = _style(happening)
        line = Text.assemble((f"{lines.moment(at)}  ", "dim"), (f"{mark} {who:<14}  ", style), words)
        self._console.print(line, no_wrap=True, overflow="ellipsis")

    def show(self, result: Result) -> None:
        """Print both tables and the figures."""
        self._table(lines.MAILS_TITLE, lines.MAIL_COLUMNS, lines.mail_rows(result))
        self.show_answers(result)

    def show_answers(self, result: Result) -> None:
        """Print the reply-classification log and the figures."""
        self._table(lines.REPLIES_TITLE, lines.REPLY_COLUMNS, lines.reply_rows(result))
        self._console.print(*lines.figures(result), sep="\n")
        self._console.print()

    def say(self, sentences: Sequence[str]) -> None:
        """Print each on a line, and an empty one."""
        for sentence in sentences:
            self._console.print(Text(sentence))
        self._console.print()

    def _table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", title=title, title_style="bold", title_justify="left")
        for column in columns[:-1]:
            table.add_column(column, no_wrap=True)
        table.add_column(columns[-1])
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self._console.print(table)


@contextmanager
def live_terminal() -> Iterator[Terminal]:
    """Show the demo on this terminal; the clock at the bottom is gone at the end."""
    console = Console(highlight=False)
    with console.status(lines.moment(STARTS_AT)) as status:
        yield Terminal(console, status)


def _bar(at: datetime, width: int = 40) -> str:
    """Return how much of the three weeks is over."""
    over = round(width * ((at - STARTS_AT) / (ENDS_AT - STARTS_AT)))
    return f"[cyan]{'━' * over}[/][dim]{'━' * (width - over)}[/]"


def _style(happening: Happening) -> str:
    match happening:
        case Sent():
            return "cyan"
        case ByHand():
            return "blue"
        case Answered(reply=reply):
            return _VERDICTS.get(reply.verdict, "dim")
