"""The lease: a small file beside the database that says which ledger may send from here, and where "here" is.

    followupd lease 1
    state 9f86d081884c7d659a2feaa0c55ad015      the ledger's own id, which the database holds too
    generation 00000000000000000042             grows with each start and each claim, here and in the database
    place 2049 131077                           device and inode of this very file
    machine 5e884898da28047151d0e56f8d062927    of the machine's id; "-" where it has none

A flock keeps two daemons from one state directory; it cannot know that the directory is a copy of another one, or its
database a backup of last week. Either would write to people who were written to, or who have said no, meanwhile. So a
state whose lease does not fit sends nothing until its owner says that it is the true one (`followupd adopt`).

What a lease cannot notice: a whole disk that was copied bit by bit, and started twice.
"""

import os
import re
import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from followupd.core.errors import UnavailableError
from followupd.store import meta

FILE = "lease"
STATE = "state"
GENERATION = "generation"
ADOPT = "If this is the true one and no other copy runs: followupd adopt"

_FORM = re.compile(
    r"followupd lease 1\nstate ([0-9a-f]{32})\ngeneration (\d{20})\nplace (\d+) (\d+)\nmachine ([0-9a-f]{32}|-)\n"
)


class LeaseError(UnavailableError):
    """The lease cannot be written, so nothing may leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lease lies: which file of which device of which machine."""

    device: int
    inode: int
    machine: str  # a hash; "-" where the machine has no id

    def is_same_as(self, other: "Place") -> bool:
        """Say whether two places are one: a copy has another inode.

        Devices are numbered anew at a boot, and a container is a new machine each time it is made: either may change,
        but not both at once.
        """
        return self.inode == other.inode and (self.device == other.device or self.machine == other.machine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """What the file says."""

    state: str
    generation: int  # 0: not in force yet, its database was never committed
    place: Place

    def text(self) -> str:
        """Return the file's content. Its length stays the same, so that it can be written over in place."""
        place = self.place
        return (
            f"followupd lease 1\nstate {self.state}\ngeneration {self.generation:020}\n"
            f"place {place.device} {place.inode}\nmachine {place.machine}\n"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the database says of itself."""

    state: str | None  # None: no daemon has ever worked with it
    generation: int


# --- the decision ---------------------------------------------------------------------------------------------------


def fault(ledger: Ledger, lease: Lease | None, place: Place | None, folder: Path) -> str | None:
    """Return why this state may not send, None where its lease is good or nothing was ever sent from it.

    `lease` None with a `place`: there is a file that cannot be read as a lease.
    """
    if lease is None or place is None:
        if place is not None:
            return f"The file {folder / FILE} is damaged, so it cannot be told whose state this is. {ADOPT}"
        if ledger.state is None:
            return None
        return f"The database was in use elsewhere: there is no lease for it in {folder}. {ADOPT}"
    if ledger.state is None and lease.generation == 0:
        return None
    if ledger.state != lease.state:
        return f"The database is not the one that the lease in {folder} belongs to. {ADOPT}"
    if not place.is_same_as(lease.place):
        return f"The state directory {folder} is a copy: its lease was made in another place. {ADOPT}"
    if ledger.generation < lease.generation:
        return f"The database is older than what was last sent from {folder}: it comes from a backup. {ADOPT}"
    return None


# --- the two halves, read -------------------------------------------------------------------------------------------


def look(connection: Connection, folder: Path) -> str | None:
    """Return why the state in this folder may not send, None where nothing speaks against it."""
    lease, place = _read(folder)  # before the database: while a daemon works, the file is never ahead of it
    return fault(_ledger(connection), lease, place, folder)


def _read(folder: Path) -> tuple[Lease | None, Place | None]:
    try:
        with (folder / FILE).open("rb") as file:
            status = os.fstat(file.fileno())
            text = file.read(1024).decode("ascii", "replace")
    except FileNotFoundError:
        return None, None
    except OSError as error:
        raise UnavailableError(f"{folder / FILE} cannot be read: {error.strerror}.") from error
    place = Place(device=status.st_dev, inode=status.st_ino, machine=_machine())
    found = _FORM.fullmatch(text)
    if found is None:
        return None, place
    made_in = Place(device=int(found[3]), inode=int(found[4]), machine=found[5])
    return Lease(state=found[1], generation=int(found[2]), place=made_in), place


def _ledger(connection: Connection) -> Ledger:
    return Ledger(state=meta.get(connection, STATE), generation=int(meta.get(connection, GENERATION) or 0))


def _machine() -> str:
    """Return a hash of the machine's id, which is not to be shown to others (machine-id(5))."""
    try:
        identity = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        identity = ""
    return sha256(f"followupd {identity}".encode()).hexdigest()[:32] if identity else "-"


# --- and written ----------------------------------------------------------------------------------------------------


def take_up(connection: Connection, folder: Path) -> int | None:
    """Begin to work on a state: return its new generation, to be recorded after the commit; None where it is at fault.

    The first time, this makes the lease. It comes into force with the first `record`.
    """
    if look(connection, folder) is not None:
        return None
    if meta.get(connection, STATE) is None:
        _found(connection, folder, generation=0)
    return advance(connection)


def advance(connection: Connection) -> int:
    """Raise the generation in the database; return it, to be recorded in the file after the commit."""
    generation = _ledger(connection).generation + 1
    meta.put(connection, GENERATION, str(generation))
    return generation


def record(folder: Path, generation: int) -> None:
    """Write a committed generation into the lease. Raises LeaseError: then nothing may leave.

    In place, and not synced: what a power loss takes back makes the file older than the database, which is no fault.
    """
    try:
        lease, place = _read(folder)
        if lease is None or place is None:
            raise LeaseError(f"{folder / FILE} is gone or damaged, so nothing is sent: see followupd status.")
        current = replace(lease, generation=max(generation, lease.generation), place=place)
        descriptor = os.open(folder / FILE, os.O_WRONLY)
        try:
            os.pwrite(descriptor, current.text().encode("ascii"), 0)
            os.ftruncate(descriptor, len(current.text()))  # another device's number may have fewer digits
        finally:
            os.close(descriptor)
    except OSError as error:
        raise LeaseError(f"{folder / FILE} cannot be written ({error.strerror}), so nothing is sent.") from error


def adopt(connection: Connection, folder: Path) -> int:
    """Declare this state to be the true one: under a new id, so that any other copy is at fault from now on.

    Returns the generation, to be recorded after the commit: a crash before that is mended by adopting again.
    """
    lease, _ = _read(folder)
    generation = max(_ledger(connection).generation, lease.generation if lease else 0) + 1
    _found(connection, folder, generation=0)
    meta.put(connection, GENERATION, str(generation))
    return generation


def _found(connection: Connection, folder: Path, *, generation: int) -> None:
    state = secrets.token_hex(16)
    meta.put(connection, STATE, state)
    new = folder / f"{FILE}.new"
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            status = os.fstat(descriptor)
            place = Place(device=status.st_dev, inode=status.st_ino, machine=_machine())
            os.write(descriptor, Lease(state=state, generation=generation, place=place).text().encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        new.replace(folder / FILE)
    except OSError as error:
        raise LeaseError(f"{folder / FILE} cannot be written ({error.strerror}), so nothing is sent.") from error
