"""Reads the samples in `quotes/`: mails of many clients, with whose words are whose.

In the text files a line that begins with two blanks is its writer's, one that begins with "- " is not; "== name |
From" begins a mail.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from pathlib import Path

FOLDER = Path(__file__).with_name("quotes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One mail and what its writer wrote of it."""

    name: str
    raw: bytes
    fresh: str


def written_samples(topic: str) -> Iterator[Sample]:
    """Read the mails of `quotes/{topic}.txt`."""
    for block in (FOLDER / f"{topic}.txt").read_text("utf-8").split("\n== "):
        title, *lines = block.removeprefix("== ").rstrip("\n").split("\n")
        name, _, sender = title.partition("|")
        text = "\n".join(line[2:] for line in lines)
        yield Sample(name=name.strip(), raw=_mail(sender.strip(), "plain", text), fresh=_kept(lines))


def html_samples() -> Iterator[Sample]:
    """Read the mails of `quotes/html.toml`."""
    for mail in tomllib.loads((FOLDER / "html.toml").read_text("utf-8"))["mail"]:
        yield Sample(
            name=mail["name"], raw=_mail(mail.get("from", ""), "html", mail["html"]), fresh=mail["fresh"].strip("\n")
        )


def _kept(lines: list[str]) -> str:
    """Return the writer's lines, with one blank line where something between them is not theirs."""
    text = "\n".join("" if line.startswith("-") else line[2:].rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _mail(sender: str, form: str, text: str) -> bytes:
    name = "" if "@" in sender else Header(f'"{sender}"' if "," in sender else sender, "utf-8").encode()
    address = sender if "@" in sender else "writer@acme.example"
    return f"From: {name} <{address}>\nContent-Type: text/{form}; charset=utf-8\n\n{text}\n".encode()
