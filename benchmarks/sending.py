"""How fast a queue drains, against a bare aiosmtplib loop that sends the same bytes into the same server.

The bare loop remembers nothing. Ours reads the inbox, asks the gate, writes the mail and commits twice for each one:
the price of never sending twice. Providers allow a mail every two seconds at best.
"""

import time

import aiosmtplib

from benchmarks.figures import Figure
from benchmarks.stage import PASSWORD, stage

MAILS = 200  # what a mailbox may send in a day


async def measure() -> list[Figure]:
    """Return mails per second."""
    async with stage() as set_up:
        set_up.enroll(MAILS)
        begin = time.perf_counter()
        set_up.daemon.wake()
        await set_up.lines.until("sent ", MAILS)
        ours = MAILS / (time.perf_counter() - begin)
        reference = await _bare(set_up.servers.smtp_port, list(set_up.received))
    return [
        Figure(
            what=f"mails a second, a queue of {MAILS}",
            ours=ours,
            reference=reference,
            unit="/s",
            against="aiosmtplib, one connection, the same bytes, nothing remembered",
        )
    ]


async def _bare(port: int, mails: list[tuple[str, bytes]]) -> float:
    begin = time.perf_counter()
    smtp = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, use_tls=False)
    await smtp.connect()
    await smtp.login("ana", PASSWORD)
    for recipient, raw in mails:
        await smtp.mail("ana@northwind.example")
        await smtp.rcpt(recipient)
        await smtp.data(raw)
    await smtp.quit()
    return len(mails) / (time.perf_counter() - begin)
