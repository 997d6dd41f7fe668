"""A TCP proxy with weather: what a client says goes on to the server, step by step, until something befalls one.

Whatever becomes of the client, its server is given the time to finish what it was told: when `calm` returns, nothing
that was said through this proxy can have an effect any more.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NoReturn, cast

from tests.weather.faults import CONNECT, GREETING, IDLING, SEALED, Fault, Kind, Moment, Weather
from tests.weather.talk import ImapTalk, Talk

LONGEST_DELAY_S = 0.5  # some are longer than the daemon's patience
NOISE = b"\x00\xff\x16\x03 what is this? \x07\r\n"
_RST = struct.pack("ii", 1, 0)  # SO_LINGER with no time to linger


class _EndError(Exception):
    """This connection is over."""


@dataclass(slots=True, kw_only=True)
class Proxy:
    """One server's front."""

    weather: Weather
    upstream: int
    make_talk: Callable[[], Talk]
    on_fault: Callable[[], Awaitable[None]]  # told before anything happens
    on_answer: Callable[[Talk], None] = field(default=lambda _: None)  # told behind every answer that came through
    port: int = 0
    links: "set[_Link]" = field(default_factory=set)
    ended: asyncio.Event = field(default_factory=asyncio.Event)  # one of them, or its delay

    async def calm(self) -> None:
        """Return when no byte is late any more, and every server whose client has gone has ended its work."""
        while any(link.is_orphan or link.is_late for link in self.links):
            self.ended.clear()
            await self.ended.wait()


@asynccontextmanager
async def proxy(made: Proxy) -> AsyncIterator[Proxy]:
    """Listen for as long as the context lasts."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = _Link(made, reader, writer)
        made.links.add(link)
        try:
            await link.run()
        finally:
            made.links.discard(link)
            made.ended.set()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        for link in made.links:
            link.end()
        while made.links:
            made.ended.clear()
            await made.ended.wait()


class _Link:
    """One connection."""

    def __init__(self, front: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talk = front.make_talk()
        self.deaf = False  # what the client says is lost
        self.mute = False  # what the server says is lost
        self.is_orphan = False  # the client has gone
        self.is_late = False  # something is held back, and will be let go
        self._front = front
        self._client = (reader, writer)
        self._server: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._armed: Fault | None = None  # what befalls the next answer
        self._pumps: set[asyncio.Task[None]] = set()
        self._later: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Carry until an end, then let the server finish."""
        try:
            await self._carry()
        except (_EndError, OSError):
            pass
        finally:
            self.is_orphan = True
            self._client[1].close()
            await self._part()

    def end(self) -> None:
        """Have it over with: the run is."""
        self.is_orphan = True
        for pump in self._pumps:
            pump.cancel()

    async def _carry(self) -> None:
        fault = self._draw(CONNECT)
        if fault is not None:
            await self._befall(fault, CONNECT)
        self._server = await asyncio.open_connection("127.0.0.1", self._front.upstream)
        self._armed = self._draw(GREETING)
        self._pumps = {asyncio.create_task(self._up()), asyncio.create_task(self._down())}
        done, left = await asyncio.wait(self._pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in (*left, *([self._later] if self._later else [])):
            pump.cancel()
        await asyncio.gather(*left, *([self._later] if self._later else []), return_exceptions=True)
        for pump in done:
            if not pump.cancelled():
                pump.result()

    async def _part(self) -> None:
        """Say goodbye to the server and hear it out."""
        if self._server is None:
            return
        reader, writer = self._server
        with suppress(OSError):
            writer.write_eof()
            while await reader.read(1 << 16):
                pass
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    # --- there and back ---------------------------------------------------------------------------------------------

    async def _up(self) -> None:
        """Carry what the client says."""
        reader, server = self._client[0], self._to_server()
        while data := await reader.read(1 << 16):
            for piece in self.talk.said(data):
                if piece.step:
                    fault = self._draw(piece.step)
                    self._armed = fault
                    if fault is not None and fault.moment is Moment.ASKED:
                        self._armed = None
                        await self._befall(fault, piece.step, there=piece.data)
                if not self.deaf:
                    server.write(piece.data)
                    await server.drain()

    async def _down(self) -> None:
        """Carry what the server says."""
        assert self._server is not None
        while data := await self._server[0].read(1 << 16):
            step = self.talk.step or GREETING
            self.talk.answered(data)
            fault, self._armed = self._armed, None
            if fault is not None:
                await self._befall(fault, step, back=data)
            if self.mute:
                continue
            self._client[1].write(data)
            await self._client[1].drain()
            self._front.on_answer(self.talk)
            self._look_out(data)

    def _look_out(self, data: bytes) -> None:
        """Arm what comes by the hour: for a client that idles, and behind the veil of TLS."""
        if isinstance(self.talk, ImapTalk) and self.talk.step == "IDLE" and data.startswith(b"+"):
            self._arm_later(IDLING)
        elif self.talk.step == SEALED and self._later is None:
            self._arm_later(SEALED)

    def _arm_later(self, step: str) -> None:
        if self._later is not None:
            self._later.cancel()
        fault = self._draw(step)
        self._later = asyncio.create_task(self._after_a_while(fault, step)) if fault is not None else None

    async def _after_a_while(self, fault: Fault, step: str) -> None:
        """Let something befall the connection at some moment, as cables do."""
        await asyncio.sleep(self._front.weather.fraction(self.talk.protocol, step) * 0.2)
        if step == IDLING and self.talk.step != "IDLE":
            return
        try:
            await self._befall(fault, step, back=b"* 12 EXISTS\r\n" if step == IDLING else b"\x17\x03\x03\x01\x00\x00")
        except _EndError:
            for pump in self._pumps:
                pump.cancel()

    # --- what befalls it --------------------------------------------------------------------------------------------

    def _draw(self, step: str) -> Fault | None:
        return self._front.weather.draw(self.talk.protocol, step)

    async def _befall(self, fault: Fault, step: str, *, there: bytes = b"", back: bytes = b"") -> None:
        """Do it. Returns where the conversation goes on, dead or alive; raises where it is over."""
        await self._front.on_fault()
        fraction = self._front.weather.fraction(self.talk.protocol, step)
        client = self._client[1]
        match fault.kind:
            case Kind.RESET:
                sock = cast("socket.socket", client.get_extra_info("socket"))
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RST)
                client.transport.abort()
                self._end()
            case Kind.DROP:
                self._end()
            case Kind.STALL:
                self.deaf = self.mute = True
                if step == CONNECT:
                    await self._outwait()
            case Kind.HALF_OPEN:
                self.deaf |= fault.moment is Moment.ASKED
                self.mute |= fault.moment is Moment.ANSWERED
            case Kind.TRUNCATE:
                await self._cut(there, back)
            case Kind.DELAY:
                self.is_late = True
                await asyncio.sleep(fraction * LONGEST_DELAY_S)
                self.is_late = False
                self._front.ended.set()
            case Kind.GARBAGE | Kind.FAREWELL:
                client.write(NOISE if fault.kind is Kind.GARBAGE else self.talk.farewell)
                await client.drain()
                self._end()

    async def _cut(self, there: bytes, back: bytes) -> NoReturn:
        if there:
            self._to_server().write(there[: len(there) // 2])
        if back:
            self._client[1].write(back[: len(back) // 2])
            await self._client[1].drain()
        self._end()

    async def _outwait(self) -> NoReturn:
        """Keep a client waiting that no server knows of, until it has had enough."""
        while await self._client[0].read(1 << 16):
            pass
        self._end()

    def _to_server(self) -> asyncio.StreamWriter:
        assert self._server is not None
        return self._server[1]

    def _end(self) -> NoReturn:
        raise _EndError
