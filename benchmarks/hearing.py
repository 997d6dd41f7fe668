"""From the server's announcement of a reply to the committed stop, against the bare way of the bytes to this process.

Both begin when the message is put into the mailbox, in the same in-process IMAP server, which announces it by IDLE.
The reference ends when an adapter holds the bytes; ours ends when the stop is committed and the log line written.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass

from benchmarks.figures import Figure
from benchmarks.stage import Stage, account, stage
from followupd.mail.imap import ImapInbox
from followupd.service.clock import SystemClock

REPLIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """Milliseconds, sorted."""

    values: list[float]

    @property
    def median(self) -> float:
        """Return the middle one."""
        return statistics.median(self.values)

    @property
    def p99(self) -> float:
        """Return the one that only the slowest exceed."""
        return self.values[int(len(self.values) * 0.99)]


async def measure() -> list[Figure]:
    """Return the median and the slowest."""
    async with stage() as set_up:
        set_up.enroll(REPLIES)
        set_up.daemon.wake()
        await set_up.lines.until("sent ", REPLIES)
        ours = await _stops(set_up)
    async with stage() as bare:
        reference = await _bytes(bare)
    against = "IDLE and FETCH alone: the bytes are here, nothing is decided"
    return [
        Figure(
            what="reply announced -> stop committed, median",
            ours=ours.median,
            reference=reference.median,
            unit="ms",
            against=against,
        ),
        Figure(
            what="reply announced -> stop committed, slowest of 60",
            ours=ours.p99,
            reference=reference.p99,
            unit="ms",
            against=against,
        ),
    ]


async def _stops(set_up: Stage) -> Delays:
    delays = []
    for number, (recipient, raw) in enumerate(set_up.received[:REPLIES]):
        reply = _reply(recipient, raw)
        begin = time.perf_counter()
        await set_up.servers.deliver(reply, "INBOX", SystemClock().now())
        await set_up.lines.until("reply ", number + 1)
        delays.append((time.perf_counter() - begin) * 1000)
    return Delays(values=sorted(delays))


async def _bytes(set_up: Stage) -> Delays:
    """Measure what any program would take: an idling connection and a fetch behind a cursor."""
    mailbox = set_up.house.settings.mailboxes["ana"]
    inbox = ImapInbox(account(set_up.servers.imap_port, mailbox))
    wake = asyncio.Event()
    watching = asyncio.create_task(inbox.idle(wake))
    cursor = await inbox.position("INBOX")
    delays = []
    for number in range(REPLIES):
        reply = _reply(f"sam@company{number}.example", b"Message-ID: <none@northwind.example>\r\n\r\n")
        begin = time.perf_counter()
        await set_up.servers.deliver(reply, "INBOX", SystemClock().now())
        fetched = False
        while not fetched:
            await wake.wait()
            wake.clear()
            async for message in inbox.fetch_after("INBOX", cursor, SystemClock().now()):
                cursor = type(cursor)(uidvalidity=message.uidvalidity, last_uid=message.uid)
                fetched = True
        delays.append((time.perf_counter() - begin) * 1000)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await inbox.close()
    return Delays(values=sorted(delays))


def _reply(sender: str, raw: bytes) -> bytes:
    header = raw.partition(b"\r\n\r\n")[0]
    line = next(line for line in header.split(b"\r\n") if line.lower().startswith(b"message-id:"))
    message_id = line.partition(b":")[2].strip().decode()
    return (
        f"From: {sender}\r\nTo: ana@northwind.example\r\nSubject: Re: Your enquiry\r\nIn-Reply-To: {message_id}\r\n"
        f"Message-ID: <re-{sender}>\r\n\r\nYes, please call me on Thursday.\r\n\r\n> Is it of interest?\r\n"
    ).encode()
