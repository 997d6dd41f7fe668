"""SMTP and IMAP as somebody in the middle follows them: what a client writes, cut into the steps that it takes.

Both clients of ours wait for each answer, so that what comes back belongs to the last step.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol as Interface

from tests.weather.faults import BODY, DOT, LITERAL, SEALED, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some bytes of the client. `step` where they begin one, "" where they belong to the one before."""

    step: str
    data: bytes


class Talk(Interface):
    """One conversation."""

    protocol: Protocol
    step: str  # the last one that was begun
    farewell: bytes  # with what its server takes leave

    def said(self, data: bytes) -> Iterator[Piece]:
        """Cut what the client said; an unfinished line is kept until its end has come."""

    def answered(self, data: bytes) -> None:
        """Take note of what the server said."""


@dataclass(slots=True)
class SmtpTalk:
    """RFC 5321, from the client's first line on."""

    protocol: Protocol = Protocol.SMTP
    step: str = ""
    recipient: str = ""
    goes_on: bool = False  # the server has asked for the text
    farewell: bytes = b"421 4.3.2 the weather is bad, try again later\r\n"
    _rest: bytes = b""

    def said(self, data: bytes) -> Iterator[Piece]:
        if self.step == SEALED:
            yield Piece(step="", data=data)
            return
        *lines, self._rest = (self._rest + data).split(b"\r\n")
        text: list[bytes] = []
        for line in lines:
            if self.goes_on and line != b".":
                text.append(line)
                continue
            if text:
                yield self._text(text)
                text = []
            yield self._line(line)
        if text:
            yield self._text(text)

    def answered(self, data: bytes) -> None:
        if self.step == "DATA" and data.startswith(b"354"):
            self.goes_on = True
        if self.step == "STARTTLS" and data.startswith(b"220"):
            self.step = SEALED

    def _text(self, lines: list[bytes]) -> Piece:
        begins, self.step = self.step != BODY, BODY
        return Piece(step=BODY if begins else "", data=b"".join(line + b"\r\n" for line in lines))

    def _line(self, line: bytes) -> Piece:
        if self.goes_on:
            self.goes_on, self.step = False, DOT
        else:
            self.step = line[:8].decode("ascii", "replace").partition(" ")[0].upper()
        if self.step == "RCPT":
            self.recipient = line.decode().partition("<")[2].partition(">")[0]
        return Piece(step=self.step, data=line + b"\r\n")


@dataclass(slots=True)
class ImapTalk:
    """RFC 3501, from the client's first line on."""

    protocol: Protocol = Protocol.IMAP
    step: str = ""
    farewell: bytes = b"* BYE the weather is bad, try again later\r\n"
    _rest: bytes = b""
    _missing: int = 0  # bytes of a literal that are still to come
    _inside: bool = False  # the line goes on behind a literal

    def said(self, data: bytes) -> Iterator[Piece]:
        if self.step == SEALED:
            yield Piece(step="", data=data)
            return
        data, self._rest = self._rest + data, b""
        while data:
            if self._missing:
                literal, data = data[: self._missing], data[self._missing :]
                self._missing -= len(literal)
                begins, self.step = self.step != LITERAL, LITERAL
                yield Piece(step=LITERAL if begins else "", data=literal)
                continue
            line, end, data = data.partition(b"\r\n")
            if not end:
                self._rest = line
                return
            yield self._line(line)

    def answered(self, data: bytes) -> None:
        if self.step == "STARTTLS" and b" OK " in data:
            self.step = SEALED

    def _line(self, line: bytes) -> Piece:
        begins, self._inside = not self._inside, False
        if found := re.search(rb"\{(\d+)\+?\}$", line):
            self._missing, self._inside = int(found[1]), True
        if begins:
            words = line.decode("ascii", "replace").upper().split()
            name = words[0] if len(words) == 1 else words[2] if words[1] == "UID" else words[1]
            self.step = name
        return Piece(step=self.step if begins else "", data=line + b"\r\n")
