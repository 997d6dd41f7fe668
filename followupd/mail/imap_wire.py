"""One IMAP connection on the wire: aioimaplib's protocol, with the receiving half made sound.

aioimaplib 2.0.3 recurses once per line (a thousand in one chunk end it in silence), forgets a pending command when
the connection is lost, drops `EXISTS` that it did not ask for and takes every "* " out of a line. Here responses are
cut iteratively, each one is kept whole until the command it came with is done, and whatever goes wrong ends the
connection and with it the command. Its commands, tags and table of states are used as they are; the names of it that
are overridden are the reason for the pin in pyproject.

One command at a time; the callers see to that. A command that was given up leaves an answer on its way, so the
connection is of no use after it: `abort` it.
"""

import asyncio
import re
import socket
import ssl
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aioimaplib import aioimaplib

from followupd.mail.imap_grammar import Argument, pieces

MAX_LINE = 8 << 20  # a SEARCH result of a million messages still fits
MAX_ANSWER = 64 << 20  # everything that comes with one command, literals included

_LOST = "LOST"  # the result of a command whose connection went away
_LITERAL = re.compile(rb"\{(\d{1,12})\+?\}$")
_STATUS = re.compile(rb"\* (OK|NO|BAD|BYE|PREAUTH)\b", re.IGNORECASE)
_EXISTS = re.compile(rb"\* \d+ EXISTS\b", re.IGNORECASE)


class ConnectionLostError(ConnectionError):
    """The connection is gone; `str(error)` says why. `said` when these are the server's own words, from its BYE."""

    def __init__(self, why: str, *, said: bool) -> None:
        super().__init__(why)
        self.said = said


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How a command ended: OK, NO or BAD with its text, and every untagged response that came before."""

    result: str
    text: str
    untagged: list[list[bytes]]

    @property
    def ok(self) -> bool:
        return self.result == "OK"


class Wire(aioimaplib.IMAP4ClientProtocol):  # type: ignore[misc]  # the library has no types
    """One connection. `on_exists` is called for every EXISTS, whichever command it came with."""

    # The library's own, which has no types.
    transport: Any
    pending_sync_command: Any
    state: str

    def __init__(self, on_exists: Callable[[], None]) -> None:
        super().__init__(asyncio.get_running_loop())
        self.greeting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.lost: ConnectionLostError | None = None  # None while the connection stands
        self._on_exists = on_exists
        self._buffer = bytearray()
        self._scanned = 0  # bytes of the buffer that are known to hold no line end
        self._missing = 0  # bytes of the literal that is being received
        self._parts: list[bytes] = []
        self._untagged: list[list[bytes]] = []
        self._answer_size = 0
        self._owed: deque[bytes] = deque()  # what is to be sent at each `+`
        self._idling: asyncio.Future[None] | None = None
        self._deaf = False  # between the server's consent to TLS and the handshake
        self._silence: asyncio.Timeout | None = None
        self._patience_s = 0.0

    # Commands.

    async def run(
        self, name: str, *arguments: Argument, timeout_s: float, by_uid: bool = False, owed: Sequence[bytes] = ()
    ) -> Reply:
        """Send a command and wait for its end. `owed` are further lines, one for each `+` of the server.

        `timeout_s` is how long the server may be silent; TimeoutError after that, and after ten times as long in any
        case. ConnectionLostError when the connection is or gets lost.
        """
        self.raise_if_lost()
        first, *literals = pieces(arguments)
        self._owed = deque([*literals, *owed])
        self._untagged, self._answer_size = [], 0
        command = aioimaplib.Command(
            name, self.new_tag(), *([first.decode("ascii")] if first else []), prefix="UID" if by_uid else None
        )
        self._patience_s = timeout_s
        try:
            async with asyncio.timeout(10 * timeout_s), asyncio.timeout(timeout_s) as self._silence:
                result, lines = await self.execute(command)
        finally:
            self._silence = None
        return self._reply(result, lines[-1])

    async def idle(self, *, for_s: float, timeout_s: float) -> Reply | None:
        """IDLE (RFC 2177) for a time, or until the server ends it; return its refusal, None where it took it.

        `timeout_s` is how long the server may take to accept, and to answer DONE.
        """
        self.raise_if_lost()
        self._owed.clear()
        self._idling = self.loop.create_future()
        pending = asyncio.ensure_future(self.execute(aioimaplib.Command("IDLE", self.new_tag())))
        try:
            async with asyncio.timeout(timeout_s):
                await asyncio.wait({pending, self._idling}, return_when=asyncio.FIRST_COMPLETED)
            accepted = self._idling.done()
            await asyncio.wait({pending}, timeout=for_s)
            if not pending.done():
                self.send("DONE")
            async with asyncio.timeout(timeout_s):
                result, lines = await pending
        finally:
            pending.cancel()
            self._idling = None
        reply = self._reply(result, lines[-1])
        return None if accepted else reply

    def _reply(self, result: str, line: bytes) -> Reply:
        """A command that was answered is answered, even where a BYE came in the same breath."""
        if result == _LOST:
            self.raise_if_lost()
        return Reply(result=result.upper(), text=line.decode("utf-8", "replace"), untagged=self._untagged)

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Put TLS under the connection. What came in the clear after the server's OK has been dropped."""
        self.transport = await self.loop.start_tls(self.transport, self, context, server_hostname=host)
        self._deaf = False

    def keep_alive(self) -> None:
        """Let the kernel notice within two minutes that the other side is gone without a word."""
        sock = self.transport.get_extra_info("socket")
        wanted = (
            ("SO_KEEPALIVE", socket.SOL_SOCKET, 1),
            ("TCP_KEEPIDLE", socket.IPPROTO_TCP, 60),
            ("TCP_KEEPINTVL", socket.IPPROTO_TCP, 20),
            ("TCP_KEEPCNT", socket.IPPROTO_TCP, 3),
            ("TCP_USER_TIMEOUT", socket.IPPROTO_TCP, 120_000),
        )
        for name, level, value in wanted:
            if hasattr(socket, name):  # not every system has all of them
                sock.setsockopt(level, getattr(socket, name), value)

    def leave(self) -> None:
        """Take leave without waiting for the answer: for whoever is being cancelled."""
        if self.lost or self.transport is None:
            return
        if self._idling is not None:
            self.send("DONE")
        self.send(f"{self.new_tag()} LOGOUT")
        self._fail("closed by us")
        self.transport.close()

    def abort(self, why: str = "closed by us", *, said: bool = False) -> None:
        """End the connection at once; a pending command ends as lost."""
        self._fail(why, said=said)
        if self.transport is not None:
            self.transport.abort()

    # What the library calls.

    def send(self, line: str, scrub: str | None = None) -> None:  # noqa: ARG002 - the library's signature
        """Write a line. Unlike the library's, it tells no log: what is sent may be a password."""
        self.transport.write(line.encode() + b"\r\n")

    # What asyncio calls.

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(str(exc or "the server closed the connection"))

    def data_received(self, d: bytes) -> None:
        if self._silence is not None:
            self._silence.reschedule(self.loop.time() + self._patience_s)
        self._buffer += d
        try:
            self._cut()
        except (ValueError, aioimaplib.AioImapException) as error:
            self.abort(f"the server does not speak IMAP: {error}")

    def _cut(self) -> None:
        """Cut the buffer into responses; each one is a line, its literal, the rest of the line, and so on."""
        at = 0
        while not (self.lost or self._deaf):
            if self._missing > len(self._buffer) - at:
                break
            if self._missing:
                self._parts.append(bytes(self._buffer[at : at + self._missing]))
                at, self._missing = at + self._missing, 0
            end = self._buffer.find(b"\r\n", max(at, self._scanned))
            if end < 0:
                self._scanned = max(len(self._buffer) - 1, at)
                break
            line, at = bytes(self._buffer[at:end]), end + 2
            self._take_line(line)
        del self._buffer[:at]
        self._scanned = max(0, self._scanned - at)
        if self._deaf:
            self._buffer.clear()
        if not self._missing and len(self._buffer) > MAX_LINE:
            raise ValueError(f"a line of more than {MAX_LINE} bytes")

    def _take_line(self, line: bytes) -> None:
        """Add a line to the response, and act on the response when that completed it."""
        self._parts.append(line)
        self._grow(len(line))
        announced = _LITERAL.search(line)
        if announced and self._parts[0].startswith(b"* ") and not _STATUS.match(self._parts[0]):
            self._expect(int(announced[1]))
        else:
            parts, self._parts = self._parts, []
            self._respond(parts)

    def _expect(self, size: int) -> None:
        self._grow(size)
        self._missing = size
        if not size:
            self._parts.append(b"")

    def _grow(self, size: int) -> None:
        self._answer_size += size
        if self._answer_size > MAX_ANSWER:
            raise ValueError(f"an answer of {self._answer_size} bytes or more")

    def _respond(self, parts: list[bytes]) -> None:
        line = parts[0]
        if self.state == aioimaplib.CONNECTED:
            self._greet(line.decode("utf-8", "replace"))
        elif line.startswith(b"* "):
            self._take_untagged(parts)
        elif line.startswith(b"+"):
            self._continue()
        else:
            self._end(line)

    def _greet(self, line: str) -> None:
        word = line[2:].partition(" ")[0].upper() if line.startswith("* ") else ""
        if word not in {"OK", "PREAUTH"}:
            self.abort(line.removeprefix("* "), said=True)
            return
        self.state = aioimaplib.AUTH if word == "PREAUTH" else aioimaplib.NONAUTH
        if not self.greeting.done():
            self.greeting.set_result(word)

    def _take_untagged(self, parts: list[bytes]) -> None:
        line, pending = parts[0], self.pending_sync_command
        if line[2:5].upper() == b"BYE" and (pending is None or pending.name != "LOGOUT"):
            self.abort(line[2:].decode("utf-8", "replace"), said=True)
            return
        if _EXISTS.match(line):
            self._on_exists()
        if self._idling is None:  # a watcher that hears of ten thousand EXPUNGEs keeps none of them
            self._untagged.append(parts)
        else:
            self._answer_size = 0

    def _continue(self) -> None:
        """Answer a `+` with what is owed; without anything owed it is the server's consent to IDLE."""
        if self._owed:
            self.transport.write(self._owed.popleft() + b"\r\n")
        elif self._idling is None:
            raise ValueError("it asks for more than the command has")
        elif not self._idling.done():
            self._idling.set_result(None)

    def _end(self, line: bytes) -> None:
        """End the command that a tagged line belongs to."""
        command = self.pending_sync_command
        self._response_done(line)  # raises for a tag that is not the pending command's
        if command is not None and command.name == "STARTTLS" and command.response.result == "OK":
            self._deaf = True  # whatever follows in the clear was put in by somebody else (RFC 3501 section 6.2.1)

    def _fail(self, why: str, *, said: bool = False) -> None:
        self.lost = self.lost or ConnectionLostError(why, said=said)
        self.state = aioimaplib.LOGOUT
        if not self.greeting.done():
            self.greeting.set_result("")
        pending = [self.pending_sync_command, *self.pending_async_commands.values()]
        self.pending_sync_command = None
        self.pending_async_commands.clear()
        for command in pending:
            if command is not None:
                command.close(b"", _LOST)

    def raise_if_lost(self) -> None:
        """Raise ConnectionLostError where the connection is gone."""
        if self.lost is not None:
            raise ConnectionLostError(str(self.lost), said=self.lost.said)
