"""Is it silent, or is the ear deaf? After a long silence a message of our own, laid into the Inbox, has to come back.

A server may stick to an old state of a folder: EXAMINE works, nothing is new, and an answer lies there unseen. So the
Inbox has to show that what is put into it can be read. Anything else that is new there is proof enough, and spares the
probe.

The probe is marked as read, bears a signed field of ours that nobody else can write, is never taken for a reply, and
is removed as soon as it is seen, in whatever folder and by whichever run of the program.
"""

import hmac
import json
import logging
import re
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from followupd.core.letters.headers import rfc_date
from followupd.mail.ports import Fetched, Inbox, InboxError
from followupd.service.desk import Desk
from followupd.store import cursors, enrollments, meta

log = logging.getLogger("followupd.proof")

FIELD = "X-Followupd-Probe"
ONE_MORE_AFTER = timedelta(hours=1)  # a probe that does not come back may have been taken away by somebody

_HEADER_BYTES = 65_536
_MOST_LYING = 200  # more than a week of bad weather leaves; beyond it the oldest are the owner's to delete
_FIELD = re.compile(rb"^X-Followupd-Probe:[ \t]*([0-9a-f]{16})-([0-9a-f]{32})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)


class Proof:
    """What one mailbox owes and has given. `given`: something new was read from the Inbox in this turn."""

    def __init__(self, desk: Desk, inbox: Inbox) -> None:
        self._desk = desk
        self._inbox = inbox
        self._key: bytes | None = None  # None: not read from the store yet
        self._laid_at: datetime | None = None  # of the probe that has not come back yet
        self.given = False
        self._tried_at: datetime | None = None  # when those that lie there were to be removed; None: not in this run

    async def begin(self) -> None:
        """Begin a turn. A probe that a broken connection left lying is removed within an hour, or by the next run."""
        self.given = False
        now = self._desk.clock.now()
        if self._tried_at is None or abs(now - self._tried_at) >= ONE_MORE_AFTER:
            self._tried_at = now
            for folder, nonce in await self._desk.store.run(lambda c: _lying(c, self._desk.mailbox.name)):
                if not await self._remove(folder, nonce):
                    break  # nor would the others be

    async def takes(self, message: Fetched) -> bool:
        """Look at a message; one that is a probe is removed, and nobody else has to look at it."""
        nonce = _nonce(message.raw, await self._sign_with())
        if nonce is not None:
            self._laid_at = None
            await self._remove(message.folder, nonce, message)
        self.given = self.given or nonce is not None or message.folder.upper() == "INBOX"
        return nonce is not None

    async def is_owed(self, now: datetime) -> bool:
        """Say whether the Inbox has been silent for so long that it has to show that it is not stuck."""
        mailbox, patience = self._desk.mailbox.name, self._desk.settings.inbox.probe
        if self.given or patience is None or not self._desk.settings.live:
            return False

        def owes(connection: Connection) -> bool:
            proved_at = cursors.proved_at(connection, mailbox)
            if proved_at is None:
                cursors.proved(connection, mailbox, now)  # silence is counted from the first reading
                return False
            return abs(now - proved_at) >= patience and enrollments.oldest_open(connection, mailbox) is not None

        return await self._desk.store.run(owes)

    async def lay(self, inbox: str, now: datetime) -> None:
        """Put a probe into the Inbox, where there is none yet; InboxError where the server takes none."""
        if self._laid_at is not None and now - self._laid_at < ONE_MORE_AFTER:
            return
        key = await self._sign_with()
        zone = ZoneInfo(self._desk.settings.timezone)
        await self._inbox.append(inbox, write_probe(self._desk.mailbox.sender.address, key, now.astimezone(zone)), now)
        self._laid_at = now
        log.debug("probe laid mailbox=%s", self._desk.mailbox.name)

    async def demand(self, inbox: str) -> None:
        """Raise InboxError unless the probe has come back.

        The next look is then a new login's: where a session alone was stuck, that heals it.
        """
        if self.given:
            return
        await self._inbox.close()
        since = f" at {self._laid_at:%H:%M} UTC" if self._laid_at else ""
        raise InboxError(
            f"a message put into {inbox!r}{since} does not show up there, so an answer might not either; if that is "
            'how this server is, write probe = "off" under [inbox]'
        )

    async def _sign_with(self) -> bytes:
        if self._key is None:
            self._key = await self._desk.store.run(meta.hash_key)
        return self._key

    async def _remove(self, folder: str, nonce: str, message: Fetched | None = None) -> bool:
        """Remove a probe and say whether it is gone; without `message` it is looked for by its Message-ID.

        Never by a UID of yesterday's: a mailbox that was restored from a backup may have given it to somebody's mail.
        """
        mailbox, lies = self._desk.mailbox.name, False
        try:
            message = message or await self._inbox.find(folder, _message_id(nonce))
            if message is not None and is_probe(message.raw, await self._sign_with()):
                await self._inbox.discard(message)
        except InboxError as error:
            lies, next_ = True, "again in an hour, or delete it by hand"
            line = "probe not removed mailbox=%s folder=%r error=%r next=%r"
            log.warning(line, mailbox, folder, str(error), next_)
        await self._desk.store.run(lambda c: _note(c, mailbox, (folder, nonce), lies=lies))
        return not lies


def write_probe(address: str, key: bytes, at: datetime) -> bytes:
    """Return a probe from and to the mailbox's own address; `at` in the owner's zone becomes its date."""
    nonce = token_hex(8)
    lines = (
        f"From: followupd <{address}>",
        f"To: <{address}>",
        "Subject: followupd: does the inbox show what is put into it?",
        f"Date: {rfc_date(at)}",
        f"Message-ID: {_message_id(nonce)}",
        "Auto-Submitted: auto-generated",
        f"{FIELD}: {nonce}-{_signature(key, nonce)}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "followupd put this message here to see whether it can be read back, and removes it at once.",
        'If you see it, that did not work: delete it. The setting is "probe" in followupd.toml.',
        "",
    )
    return "\r\n".join(lines).encode("utf-8")


def is_probe(raw: bytes, key: bytes) -> bool:
    """Say whether we wrote this message as a probe: nobody else can sign one."""
    return _nonce(raw, key) is not None


def _nonce(raw: bytes, key: bytes) -> str | None:
    """Return what was signed; None where the message is none of ours."""
    header = raw[:_HEADER_BYTES].partition(b"\r\n\r\n")[0]
    for found in _FIELD.finditer(header):
        nonce, signature = (part.decode().lower() for part in found.groups())
        if hmac.compare_digest(_signature(key, nonce), signature):
            return nonce
    return None


def _message_id(nonce: str) -> str:
    return f"<probe.{nonce}@followupd.invalid>"


def _lying(connection: Connection, mailbox: str) -> list[tuple[str, str]]:
    """Return folder and nonce of the probes that could not be removed: the cursors have moved on past them."""
    return [(folder, nonce) for folder, nonce in json.loads(meta.get(connection, meta.probes(mailbox)) or "[]")]


def _note(connection: Connection, mailbox: str, probe: tuple[str, str], *, lies: bool) -> None:
    """Remember that a probe could not be removed, or that it is gone."""
    before = _lying(connection, mailbox)
    after = [*(each for each in before if each != probe), *([probe] * lies)][-_MOST_LYING:]
    if after:
        meta.put(connection, meta.probes(mailbox), json.dumps(after))
    elif before:
        meta.remove(connection, meta.probes(mailbox))


def _signature(key: bytes, nonce: str) -> str:
    return hmac.new(key, f"probe {nonce}".encode(), sha256).hexdigest()[:32]
