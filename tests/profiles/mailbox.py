"""The mailbox behind a `ProfileServer`: folders, messages, and what happens to them beside the client under test."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from followupd.config.settings import Security, Server
from tests.profiles.providers import Profile


class Connection(Protocol):
    """One client that is connected."""

    changed: asyncio.Event

    def hang_up(self) -> None:
        """Close the connection without a word."""


@dataclass(slots=True, kw_only=True)
class Stored:
    """A message in a folder."""

    uid: int
    raw: bytes
    at: datetime
    number: int  # X-GM-MSGID: the same for the same message in each folder
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Box:
    """A folder, with what it shows where it is stuck."""

    uidvalidity: int = 7
    uidnext: int = 1
    messages: dict[int, Stored] = field(default_factory=dict)


class ProfileServer:
    """The mailbox of one account, and what happens to it beside the client under test."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.boxes = {each.name: Box() for each in profile.folders if r"\Noselect" not in each.attributes}
        if "Inbox" in self.boxes:  # Yahoo; the name is the same in any case (RFC 3501 section 5.1)
            self.boxes["INBOX"] = self.boxes.pop("Inbox")
        self.seen: list[str] = []
        self.logins = 0
        self.answers: dict[str, str] = {}
        self.port = 0
        self.sessions: set[Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.broken: list[Exception] = []
        self.told = 0  # how many UIDs it had to name in answers to SEARCH
        self._stuck: dict[str, tuple[int, list[int]]] | None = None  # folder -> UIDNEXT and UIDs as it was
        self._stuck_sessions: set[Connection] | None = None  # None: every session is
        self._numbers = 1_800_000_000_000_000_000

    @property
    def address(self) -> Server:
        return Server(host="127.0.0.1", port=self.port, security=Security.NONE)

    def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime, flags: str = "") -> int:
        """Put a message into a folder as the server would; return its UID."""
        self._numbers += 1
        uid = self._put(raw, folder, at=at, flags=flags, number=self._numbers)
        if self.profile.is_gmail and folder not in {self.profile.folder(role) for role in ("all", "junk", "trash")}:
            self._put(raw, self.profile.folder("all"), at=at, flags=flags, number=self._numbers)
        return uid

    def move(self, uid: int, folder: str, to: str) -> int:
        """Move a message; at Gmail into and out of the view of All Mail as well. Return its new UID."""
        message = self.boxes[folder].messages.pop(uid)
        if self.profile.is_gmail and to in {self.profile.folder(role) for role in ("junk", "trash")}:
            for box in self.boxes.values():
                for other in [each.uid for each in box.messages.values() if each.number == message.number]:
                    del box.messages[other]
        self.boxes.setdefault(to, Box())
        return self._put(message.raw, to, at=message.at, flags=" ".join(message.flags), number=message.number)

    def remove(self, uid: int, folder: str = "INBOX") -> None:
        """Expunge a message; Gmail keeps it in All Mail."""
        self.boxes[folder].messages.pop(uid, None)
        self._announce()

    def rebuild(self, folder: str, *, keep: bool = False) -> None:
        """Give a folder another UIDVALIDITY; its messages get new UIDs, or are gone."""
        old = self.boxes[folder]
        self.boxes[folder] = Box(uidvalidity=old.uidvalidity + 1)
        for each in old.messages.values() if keep else ():
            self._put(each.raw, folder, at=each.at, flags=" ".join(each.flags), number=each.number)

    def refuse(self, command: str, says: str) -> None:
        """Answer a command with this from now on; where it belongs to the login, everybody has to log in anew."""
        self.answers[command] = says
        for session in list(self.sessions) if command in {"GREETING", "LOGIN"} else ():
            session.hang_up()

    def freeze(self, *, this_login_only: bool = False) -> None:
        """Go on showing what is there now, to those who are logged in now or to everybody."""
        self._stuck = {name: (box.uidnext, list(box.messages)) for name, box in self.boxes.items()}
        self._stuck_sessions = set(self.sessions) if this_login_only else None

    def thaw(self) -> None:
        """Show things as they are."""
        self._stuck = None

    def view(self, session: Connection, folder: str) -> tuple[int, list[int]]:
        """Return UIDNEXT and the UIDs that a session is shown."""
        box = self.boxes[folder]
        if self._stuck is not None and (self._stuck_sessions is None or session in self._stuck_sessions):
            uidnext, uids = self._stuck[folder]
            return uidnext, [uid for uid in uids if uid in box.messages]
        return box.uidnext, list(box.messages)

    def labels(self, message: Stored) -> str:
        """Return X-GM-LABELS: in which other folders it lies. Gmail sets no \\Draft flag, but this label."""
        roles = {"INBOX": "Inbox", self.profile.folder("sent"): "Sent", self.profile.folder("drafts"): "Draft"}
        held = [
            label
            for name, label in roles.items()
            if any(each.number == message.number for each in self.boxes[name].messages.values())
        ]
        return " ".join(f'"\\\\{label}"' for label in held)

    def _put(self, raw: bytes, folder: str, *, at: datetime, flags: str, number: int) -> int:
        box = self.boxes[folder]
        uid = box.uidnext + self.profile.uid_step - 1  # what lay between was taken away by a rule of the owner's
        box.uidnext = uid + 1
        box.messages[uid] = Stored(uid=uid, raw=raw, at=at, number=number, flags=set(flags.split()))
        self._announce()
        return uid

    def _announce(self) -> None:
        for session in self.sessions:
            session.changed.set()
