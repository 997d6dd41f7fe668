"""The connection that waits for news in the INBOX: IDLE, renewed before routers forget it (R3.6)."""

import asyncio

from aioimaplib import aioimaplib

from followupd.mail.imap_faults import refusal
from followupd.mail.imap_reading import raise_unless_ok
from followupd.mail.imap_session import Account, Session
from followupd.mail.ports import InboxError


async def watch(session: Session, account: Account, *, renew_s: float, done_s: float) -> None:
    """IDLE until the connection is lost; return at once where the server has no IDLE.

    `renew_s`: how long one IDLE lasts; `done_s`: for a server to accept it and to answer DONE.
    """
    if "IDLE" not in session.capabilities:
        return
    wire, clock = session.wire, asyncio.get_running_loop().time
    reply = await wire.run("EXAMINE", "INBOX", timeout_s=account.command_s)  # its EXISTS sets `wake`
    raise_unless_ok(reply, "the folder 'INBOX' cannot be opened")
    wire.state = aioimaplib.SELECTED
    while True:
        began = clock()
        refused = await wire.idle(for_s=renew_s, timeout_s=done_s)
        if refused is not None:
            raise refusal("waiting for new mail is refused", refused.text)
        if clock() - began < min(1.0, renew_s):
            raise InboxError(f"{account.server.host} ends each IDLE at once")
        await wire.run("NOOP", timeout_s=done_s)
