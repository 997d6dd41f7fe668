"""The journal of a run: which mails may have left, told to a file right before the byte that could complete them.

    <boot> <epoch>                     the head: this journal is in force
    <boot> <epoch> <mail> <attempt>    a mark: from here on this attempt may have left

A mark is written and not synced: it outlives the process, not the machine. *Boot* is the kernel's id of this boot of
the machine, *epoch* a token that the database holds too. Only where both are those of now does a missing mark prove
anything: after a power loss, beside a restored database, in a journal that somebody touched, nothing is proved.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from followupd.core.errors import UnavailableError
from followupd.core.model import OutgoingId
from followupd.store import mails, meta
from followupd.store.mails import MailState

FILE = "sending.journal"
EPOCH = "journal"  # its key in the table of single values
LONG = 1000  # marks after which it is begun anew


class JournalError(UnavailableError):
    """The journal cannot be written, so nothing may leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a journal proves."""

    in_force: bool
    attempts: frozenset[tuple[int, int]] = frozenset()  # mail and attempt

    def may_have_left(self, mail: OutgoingId, attempt: int) -> bool:
        """Say whether this attempt may have come to its last byte: yes, unless the contrary is proved."""
        return not self.in_force or (mail, attempt) in self.attempts


def read_marks(text: str, *, boot: str, epoch: str) -> Marks:
    """Read a journal as it is judged under this boot and this epoch, each "" where it is not known.

    One line that is no record, such as one torn by a full disk, and nothing is proved.
    """
    head, *lines = text.splitlines() or [""]
    if not boot or not epoch or head != f"{boot} {epoch}":
        return Marks(in_force=False)
    attempts = set()
    for line in lines:
        place, _, record = line.partition(f"{head} ")
        mail, _, attempt = record.partition(" ")
        if place or not (mail.isdecimal() and attempt.isdecimal()):
            return Marks(in_force=False)
        attempts.add((int(mail), int(attempt)))
    return Marks(in_force=text.endswith("\n"), attempts=frozenset(attempts))


class Journal:
    """The file, and the epoch that is being written into it."""

    def __init__(self, path: Path, boot: str) -> None:
        self._path = path
        self._boot = boot
        self._head = ""  # until the first `renew`
        self._marks = 0

    @property
    def is_long(self) -> bool:
        """Say whether it is worth a `renew`."""
        return self._marks >= LONG

    def mark(self, mail: OutgoingId, attempt: int) -> None:
        """Write that this attempt may leave from now on. Raises JournalError: then it must not."""
        try:
            self._append(f"{self._head} {mail} {attempt}\n")
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        self._marks += 1

    def read(self, connection: Connection) -> Marks:
        """Return what the last run left behind."""
        try:
            text = self._path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            text = ""
        return read_marks(text, boot=self._boot, epoch=meta.get(connection, EPOCH) or "")

    def renew(self, connection: Connection) -> None:
        """Begin a new journal under a new epoch, unless a mail is on its way: its mark would be lost.

        In a transaction, so that no mail is claimed meanwhile. A crash before its commit leaves the two at odds,
        which proves nothing about no mail. Raises JournalError, and the old journal goes on.
        """
        if mails.in_state(connection, MailState.SENDING):
            return
        epoch = secrets.token_hex(8)
        meta.put(connection, EPOCH, epoch)
        head = f"{self._boot} {epoch}"
        try:
            self._replace(f"{head}\n")
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        self._head, self._marks = head, 0

    def _append(self, record: str) -> None:
        # No O_CREAT: a journal that was taken away has no head, and a mark in it would prove nothing.
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        try:
            _write(descriptor, record)
        finally:
            os.close(descriptor)

    def _replace(self, text: str) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write(descriptor, text)
        finally:
            os.close(descriptor)
        new.replace(self._path)


def boot_id() -> str:
    """Return the kernel's id of this boot, "" where it has none: then every mail that was on its way is in doubt."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _write(descriptor: int, text: str) -> None:
    if os.write(descriptor, text.encode("ascii")) < len(text):
        raise OSError("the disk took only a part of it")


def _cannot_write(path: Path, error: OSError) -> JournalError:
    return JournalError(f"{path} cannot be written ({error}), so nothing is sent. Check free space and permissions.")
