"""SMTP and IMAP servers that say what a test tells them to: the weather that real servers have only now and then.

    async with imap_server({"UID SEARCH": "* SEARCH 1 2\r\n$TAG OK done"}) as server: ...
    async with smtp_server({"RCPT": "550 5.1.1 no such user", "DOT": DROP}) as server: ...

A script maps a command to what is done at it: a text to answer with, DROP (close), MUTE (say nothing), a list of these
for the first time, the second time and so on (the last one stays), or a coroutine function of the conversation.
What is not scripted is answered as an ordinary server does. `server.seen` holds every line that came in.
"""

import asyncio
import re
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum

from followupd.config.settings import Security, Server


class Act(Enum):
    """What a server may do instead of answering."""

    DROP = "drop"
    MUTE = "mute"


DROP, MUTE = Act.DROP, Act.MUTE


@dataclass(slots=True)
class Talk:
    """One conversation, as a script sees it."""

    server: "Scripted"
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    tag: str = ""
    line: str = ""

    async def say(self, text: str | bytes) -> None:
        """Send a text as it is, with `$TAG` filled in and a line end where it has none."""
        data = text.replace("$TAG", self.tag).encode() if isinstance(text, str) else text
        self.writer.write(data if data.endswith(b"\r\n") else data + b"\r\n")
        await self.writer.drain()

    async def listen(self) -> str:
        """Read a line; ConnectionError at the end of the stream."""
        line = await self.reader.readline()
        if not line:
            raise ConnectionResetError("the client closed the connection")
        self.server.seen.append(line.decode().rstrip("\r\n"))
        return self.server.seen[-1]


Action = str | bytes | Act | Callable[[Talk], Awaitable[None]]
Script = Mapping[str, Action | Sequence[Action]]


@dataclass(slots=True)
class Scripted:
    """A running server. `connections` counts those it took; `delivered` is what an SMTP client got rid of."""

    script: Script
    port: int = 0
    seen: list[str] = field(default_factory=list)
    connections: int = 0
    delivered: list[bytes] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    used: Counter[str] = field(default_factory=Counter)
    open: set[asyncio.Task[None]] = field(default_factory=set)
    ended_by: list[BaseException] = field(default_factory=list)

    def address(self, security: Security = Security.NONE, host: str = "127.0.0.1") -> Server:
        return Server(host=host, port=self.port, security=security)

    def action(self, command: str, default: Action) -> Action:
        """Return what the script has for this time that the command comes."""
        scripted = self.script.get(command, default)
        if isinstance(scripted, str | bytes | Act) or callable(scripted):
            return scripted
        turn = min(self.used[command], len(scripted) - 1)
        self.used[command] += 1
        return scripted[turn]

    async def act(self, talk: Talk, command: str, default: Action) -> str:
        """Do what the script has for a command; return the text that was said, "" where the script did otherwise."""
        match self.action(command, default):
            case Act.DROP:
                raise ConnectionResetError("scripted")
            case Act.MUTE:
                return ""
            case str() as text:
                await talk.say(text)
                return text
            case bytes() as data:
                await talk.say(data)
                return ""
            case script:
                await script(talk)
                return ""


Conversation = Callable[[Talk], Coroutine[None, None, None]]


@asynccontextmanager
async def _serve(server: Scripted, conversation: Conversation, *, at_once: bool) -> AsyncIterator[Scripted]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        task = asyncio.create_task(conversation(Talk(server=server, reader=reader, writer=writer)))
        server.open.add(task)
        await asyncio.wait({task})
        server.open.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            server.ended_by.append(error)
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 17, ssl=server.tls if at_once else None)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in list(server.open):
            task.cancel()
        await asyncio.gather(*server.open, return_exceptions=True)
        broken = [error for error in server.ended_by if not isinstance(error, OSError | EOFError)]
        assert not broken, broken  # a script that failed must fail its test


# SMTP.


@asynccontextmanager
async def smtp_server(
    script: Script | None = None,
    *,
    offers: Sequence[str] = ("SIZE 1000000", "8BITMIME"),
    after_tls: Sequence[str] = ("AUTH PLAIN LOGIN",),
    tls: ssl.SSLContext | None = None,
    at_once: bool = False,
) -> AsyncIterator[Scripted]:
    """Run an SMTP server. With a TLS context it offers STARTTLS, or begins with TLS when `at_once`.

    Commands of the script: GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY (before any of it is read), DOT,
    RSET, NOOP, QUIT.
    """
    plain = [*offers, "STARTTLS"] if tls and not at_once else list(offers)

    def greeted(extensions: Sequence[str]) -> str:
        lines = ["scripted.example", *extensions]
        return "\r\n".join(f"250{'-' if n < len(lines) - 1 else ' '}{line}" for n, line in enumerate(lines))

    async def conversation(talk: Talk) -> None:
        usual = {"EHLO": greeted([*offers, *after_tls] if at_once else plain), "AUTH": "235 2.7.0 ok"}
        usual |= {"STARTTLS": "220 go ahead", "DATA": "354 go ahead", "QUIT": "221 2.0.0 bye"}
        await server.act(talk, "GREETING", "220 scripted.example ESMTP")
        while True:
            command = (await talk.listen()).split(" ")[0].upper()
            said = await server.act(talk, command, usual.get(command, "250 2.0.0 ok"))
            if command == "QUIT" or said.startswith("421"):
                return
            if command == "STARTTLS" and tls and said.startswith("220"):
                await talk.writer.start_tls(tls)
                usual["EHLO"] = greeted([*offers, *after_tls])
            if command == "DATA" and said.startswith("354"):
                await server.act(talk, "BODY", _nothing)
                server.delivered.append(await _read_text(talk))
                await server.act(talk, "DOT", "250 2.0.0 queued")

    server = Scripted(script=script or {}, tls=tls)
    async with _serve(server, conversation, at_once=at_once):
        yield server


async def _nothing(talk: Talk) -> None:
    """Go on as usual."""


async def _read_text(talk: Talk) -> bytes:
    lines: list[bytes] = []
    while (line := await talk.reader.readline()) != b".\r\n":
        if not line:
            raise ConnectionResetError("the client left in the middle of a message")
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(lines)


# IMAP.


@asynccontextmanager
async def imap_server(
    script: Script | None = None, *, tls: ssl.SSLContext | None = None, at_once: bool = False
) -> AsyncIterator[Scripted]:
    """Run an IMAP server with an empty INBOX. Commands of the script are as on the wire: LOGIN, UID FETCH, IDLE ..."""

    async def conversation(talk: Talk) -> None:
        await server.act(talk, "GREETING", "* OK scripted ready")
        while True:
            talk.tag, command = await _read_command(talk)
            said = await server.act(talk, command, _IMAP.get(command, "$TAG OK done"))
            if command == "LOGOUT":
                return
            if command == "STARTTLS" and tls and "OK" in said:
                await talk.writer.start_tls(tls)

    server = Scripted(script=script or {}, tls=tls)
    async with _serve(server, conversation, at_once=at_once):
        yield server


async def idle_until_done(talk: Talk) -> None:
    """IDLE as it should be."""
    await talk.say("+ idling")
    while (await talk.listen()).upper() != "DONE":
        pass
    await talk.say("$TAG OK idle ended")


_IMAP: dict[str, Action] = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE UIDPLUS\r\n$TAG OK done",
    "LIST": '* LIST () "/" INBOX\r\n$TAG OK done',
    "EXAMINE": "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n$TAG OK [READ-ONLY] done",
    "UID SEARCH": "* SEARCH\r\n$TAG OK done",
    "IDLE": idle_until_done,
    "LOGOUT": "* BYE see you\r\n$TAG OK done",
}


async def _read_command(talk: Talk) -> tuple[str, str]:
    """Read a command with its literals; return its tag and its name in capitals."""
    line = await talk.listen()
    whole = line
    while literal := re.search(r"\{(\d+)\}$", line):
        await talk.say("+ go ahead")
        data = await talk.reader.readexactly(int(literal[1]))
        line = await talk.listen()
        whole += data.decode("utf-8", "replace") + line
    talk.line = whole
    tag, *words = whole.split(" ")
    name = words[0].upper()
    return tag, f"UID {words[1].upper()}" if name == "UID" else name


def holding(messages: Mapping[int, bytes], *, uidvalidity: int = 7) -> dict[str, Action]:
    """Return the script of an INBOX with these messages by UID."""

    async def examine(talk: Talk) -> None:
        await talk.say(f"* {len(messages)} EXISTS\r\n* OK [UIDVALIDITY {uidvalidity}] x")
        await talk.say(f"* OK [UIDNEXT {max(messages, default=0) + 1}] x\r\n$TAG OK [READ-ONLY] done")

    async def search(talk: Talk) -> None:
        first = re.search(r"SEARCH UID (\d+):\*", talk.line)
        found = [uid for uid in messages if first is None or uid >= int(first[1])] or list(messages)[-1:]
        await talk.say(f"* SEARCH {' '.join(map(str, found))}\r\n$TAG OK done")

    async def fetch(talk: Talk) -> None:
        wanted = re.search(r"UID FETCH ([\d,]+) \((.*)\)", talk.line)
        assert wanted is not None
        cut = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", wanted[2])
        for number, uid in enumerate(map(int, wanted[1].split(",")), 1):
            if uid in messages:
                await talk.say(_fetched(number, uid, messages[uid], int(cut[1]) if cut else None))
        await talk.say("$TAG OK done")

    return {"EXAMINE": examine, "UID SEARCH": search, "UID FETCH": fetch}


def _fetched(number: int, uid: int, raw: bytes, cut: int | None) -> bytes:
    date = b'INTERNALDATE "21-Nov-2026 10:00:00 +0000"'
    if cut is None:
        return b"* %d FETCH (UID %d RFC822.SIZE %d %s)" % (number, uid, len(raw), date)
    body = raw[:cut]
    return b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n%s)" % (number, uid, len(body), body)
