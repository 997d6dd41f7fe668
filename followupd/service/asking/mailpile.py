"""A pile of mail in files, read and sorted without touching anything: `followupd classify`.

Terms: a *source* is what the user names: a file, a folder, a Maildir, an mbox. Own mail in the pile is not sorted: it
is what the answers to it are read against (what did we ask?).
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from followupd.core.letters.addresses import address_key
from followupd.core.letters.fields import read_fields, read_people
from followupd.core.letters.message_ids import scan_ids
from followupd.core.model import Classification, Inbound, Question
from followupd.replies.classify import classify
from followupd.replies.decide import COSTS, UNSURE_BELOW, Table
from followupd.replies.learning.taught import Taught
from followupd.replies.parse import MAX_RAW, parse
from followupd.replies.phrases.lexicon import Lexicon
from followupd.replies.writer_zone import zone_of

_BOXES = frozenset({".mbox", ".mbx"})
_MAIL = frozenset({".eml", ".msg", ".rfc822"})
_MAILDIR = frozenset({"cur", "new"})
_HEADER = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One message of the pile, or the reason why there is none. `name` says where it lies: `inbox.mbox#3`."""

    name: str
    raw: bytes = b""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """One message with what it was taken for."""

    name: str
    inbound: Inbound
    classification: Classification


def files_of(source: Path) -> Iterator[Path]:
    """Yield the mail files of a source in a steady order; a file that is named itself is taken for mail."""
    if not source.is_dir():
        yield source
        return
    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix.lower() in _MAIL | _BOXES or path.parent.name in _MAILDIR or _looks_like_mail(path):
                yield path


def messages(path: Path) -> Iterator[Found]:
    """Yield the messages of a file: one, or all those of an mbox. A file that cannot be read is one with a fault."""
    try:
        with path.open("rb") as file:
            yield from split(file, str(path))
    except OSError as error:
        yield Found(name=str(path), fault=f"cannot be read: {error.strerror or error}")


def split(file: BinaryIO, name: str) -> Iterator[Found]:
    """Yield the messages of an open file; an mbox is known by its first line (RFC 4155)."""
    first = file.readline(1 << 20)
    if not first.startswith(b"From "):
        yield Found(name=name, raw=first + file.read(MAX_RAW))
        return
    lines: list[bytes] = []
    size, count, blank = 0, 1, False
    for line in file:
        if blank and line.startswith(b"From "):
            yield Found(name=f"{name}#{count}", raw=b"".join(lines))
            lines, size, count = [], 0, count + 1
        elif size <= MAX_RAW:
            lines.append(line[1:] if line.lstrip(b">").startswith(b"From ") and line[:1] == b">" else line)
            size += len(line)
        blank = not line.strip()
    yield Found(name=f"{name}#{count}", raw=b"".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What a pile is read with; without a folder of the user's, what ships."""

    lexicon: Lexicon | None = None
    costs: Table = field(default_factory=lambda: COSTS)
    unsure_below: float = UNSURE_BELOW
    taught: Taught | None = None


class Pile:
    """Sorts messages; knows the owner's own mail by `learn`, which has to see the pile first."""

    def __init__(self, me: Iterable[str] = (), manner: Manner | None = None) -> None:
        self._me: Collection[str] = {address_key(address) for address in me}
        self._manner = manner or Manner()
        self._own: dict[str, str] = {}  # Message-ID in lower case -> our words

    def learn(self, found: Iterable[Found]) -> None:
        """Remember the words of own mail, by its Message-ID."""
        for each in found:
            if self.is_own(each.raw):
                own = parse(each.raw)
                if own.message_id:
                    self._own[own.message_id.lower()] = own.fresh

    def is_own(self, raw: bytes) -> bool:
        """Say whether a message is from an address of the owner."""
        if not self._me:
            return False
        fields = read_fields(raw[:_HEADER])
        people = read_people(fields.get("from", ("",))[0])
        return bool(people) and address_key(people[0].address) in self._me

    def sort(self, found: Found, now: Callable[[], datetime]) -> Sorted:
        """Say what a message means; `now` is asked where its Date cannot be read."""
        ours = self._answered(found.raw)
        inbound = parse(found.raw, ours=[ours] if ours else ())
        question = Question(
            now=inbound.sent_at or now(),
            timezone=zone_of(inbound.header("date")),
            asks=None,
            our_text=ours,
        )
        manner = self._manner
        classification = classify(
            inbound,
            question,
            manner.lexicon,
            costs=manner.costs,
            unsure_below=manner.unsure_below,
            taught=manner.taught,
        )
        return Sorted(name=found.name, inbound=inbound, classification=classification)

    def _answered(self, raw: bytes) -> str:
        """Return our words that this message answers, "" where they are not in the pile."""
        if not self._own:
            return ""
        fields: Mapping[str, Sequence[str]] = read_fields(raw[:_HEADER])
        ids = [
            *scan_ids(fields.get("in-reply-to", ("",))[0]),
            *reversed(scan_ids(fields.get("references", ("",))[0])),
        ]
        return next((self._own[each.lower()] for each in ids if each.lower() in self._own), "")


def _looks_like_mail(path: Path) -> bool:
    """Look at the beginning of a file whose name says nothing: header fields, or the line that opens an mbox."""
    if path.name.startswith(".") or path.suffix.lower() not in {"", ".txt", ".mail"}:
        return False
    try:
        with path.open("rb") as file:
            beginning = file.read(2048)
    except OSError:
        return True  # named, so that the user hears of it
    known = {"from", "to", "date", "subject", "received", "message-id", "return-path"}
    return beginning.startswith(b"From ") or len(known & set(read_fields(beginning))) >= 2
