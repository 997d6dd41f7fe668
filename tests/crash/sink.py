"""The mail server and the people behind it: they outlive the daemon, and count what really arrives.

A mail is written down, on the disk, before it is answered with 250. Who receives it answers at once, each in their
way; where the provider files what is sent, the copy lies in Sent by then.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash import mailbox

OWNER = "ana@northwind.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message that the server took."""

    recipient: str
    message_id: str
    step: str


@dataclass(slots=True, kw_only=True)
class Sink:
    """A server for one mailbox."""

    folder: Path
    files_sent: bool
    port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    sessions: set[asyncio.Task[None]] = field(default_factory=set)
    deferred: set[str] = field(default_factory=set)

    async def quiet(self) -> None:
        """Return when every connection is over: what a killed client had sent is dealt with by then."""
        while self.sessions:
            await asyncio.wait(self.sessions)

    def judge(self, recipient: str) -> str:
        """Answer RCPT."""
        if recipient.startswith("gone@"):
            return "550 5.1.1 no such user"
        if recipient.startswith("grey@") and recipient not in self.deferred:
            self.deferred.add(recipient)
            return "451 4.7.1 greylisted, try again"
        return "250 2.1.5 ok"

    def take(self, recipient: str, raw: bytes) -> None:
        """Write a mail down, file it, and let its recipient answer."""
        found = re.search(rb"Mark (\w+)\.", raw)
        assert found is not None
        delivery = Delivery(recipient=recipient, message_id=mailbox.message_id(raw), step=found[1].decode())
        mailbox.sync(self.folder / "deliveries", f"{delivery}\n".encode())
        self.deliveries.append(delivery)
        if self.files_sent:
            mailbox.put(self.folder / "mailbox", "Sent", raw)
        answer = ANSWERS.get((recipient.partition("@")[0], delivery.step))
        if answer is not None:
            date = re.search(rb"(?im)^date:\s*(.*?)\r?$", raw)
            assert date is not None
            message = answer.format(
                id=delivery.message_id.strip("<>"), to=OWNER, sender=recipient, date=date[1].decode()
            )
            mailbox.put(self.folder / "mailbox", "INBOX", message.replace("\n", "\r\n").encode())


_HEAD = """\
Date: {date}
To: {to}
Subject: Re: Your pump
Message-ID: <answer-{id}>
"""
_ANSWER = "From: {sender}\n" + _HEAD + "In-Reply-To: <{id}>\n"
ANSWERS = {
    ("yes", "one"): _ANSWER + "\nYes, please. Call me tomorrow.\n",
    ("no", "two"): _ANSWER + "\nNo thanks, we are not interested.\n",
    ("away", "one"): _ANSWER + "Auto-Submitted: auto-replied\n\nI am out of the office.\n",
    ("dead", "one"): "From: MAILER-DAEMON@northwind.example\n"
    + _HEAD
    + """\
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; northwind.example

Final-Recipient: rfc822; {sender}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <{id}>
To: {sender}

--b--
""",
}


@asynccontextmanager
async def sink(folder: Path, *, files_sent: bool) -> AsyncIterator[Sink]:
    """Run a server as long as the context lasts."""
    there = Sink(folder=folder, files_sent=files_sent)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        there.sessions.add(task)
        try:
            await _talk(there, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # its client was killed
        finally:
            there.sessions.discard(task)
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    try:
        yield there
    finally:
        server.close()
        await server.wait_closed()


async def _talk(there: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    recipient = ""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        match line[:4].upper():
            case b"EHLO":
                answer = "250 sink"
            case b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                answer = there.judge(recipient)
            case b"DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                there.take(recipient, text.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
                answer = "250 2.0.0 taken"
            case b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            case _:
                answer = "250 ok"
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()
