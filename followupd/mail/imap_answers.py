"""What the answers of an IMAP server say about folders and messages, and how much of them to ask for at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from followupd.mail.imap_grammar import Value, fetched_items, read_date
from followupd.mail.imap_wire import Reply

_DRAFT = {b"\\draft", b"\\drafts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What EXAMINE told of a folder."""

    uidvalidity: int
    uidnext: int | None  # Courier gives none


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A message before its text is fetched."""

    uid: int
    size: int
    received_at: datetime | None
    gmail_id: str = ""  # X-GM-MSGID; "" at any other server
    is_draft: bool = False  # by its label at Gmail, which sets no \\Draft flag

    def before(self, first_at: datetime | None) -> bool:
        """Whether it certainly arrived earlier than that."""
        return first_at is not None and self.received_at is not None and self.received_at < first_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The bytes of a message as far as they could be had."""

    raw: bytes
    whole: bool = True  # False: the server refused the rest of it


def uids_in(reply: Reply) -> list[int]:
    """Return the UIDs that SEARCH found, ascending; its answer may come in several lines."""
    lines = [parts[0].split() for parts in reply.untagged]
    return sorted({int(uid) for line in lines if line[1:2] == [b"SEARCH"] for uid in line[2:]})


def weighed_in(reply: Reply) -> list[Weighed]:
    return sorted((_weighed(uid, items) for uid, items in _items(reply)), key=lambda each: each.uid)


def texts_in(reply: Reply, *, whole: bool = True) -> dict[int, Text]:
    """Return by their UIDs the texts, or headers, that FETCH brought; b"" where it brought none."""
    return {uid: Text(raw=_body(items), whole=whole) for uid, items in _items(reply)}


def response_code(reply: Reply, name: bytes) -> int | None:
    """Return the number in a response code such as `* OK [UIDNEXT 44]`, None where there is no such code."""
    pattern = re.compile(rb"\* OK \[" + name + rb" (\d+)\]", re.IGNORECASE)
    found = [match for parts in reply.untagged if (match := pattern.match(parts[0]))]
    return int(found[-1][1]) if found else None


def batches(uids: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    return (uids[at : at + length] for at in range(0, len(uids), length))


def loads(weighed: Sequence[Weighed], *, cap: int, limit: int) -> Iterator[Sequence[Weighed]]:
    """Divide messages into runs of bounded bytes; none counts for more than `cap`, and each run holds at least one."""
    load: list[Weighed] = []
    total = 0
    for each in weighed:
        total += min(each.size, cap)
        if load and total > limit:
            yield load
            load, total = [], min(each.size, cap)
        load.append(each)
    if load:
        yield load


def _items(reply: Reply) -> Iterator[tuple[int, dict[bytes, Value]]]:
    """Yield UID and items of each FETCH response that has a UID; those without (a changed flag) were not asked for."""
    for parts in reply.untagged:
        items = fetched_items(parts)
        if items is not None and b"UID" in items:
            yield _number(items, b"UID"), items


def _weighed(uid: int, items: dict[bytes, Value]) -> Weighed:
    at = items.get(b"INTERNALDATE")
    received_at = read_date(at.decode("ascii", "replace")) if isinstance(at, bytes) else None
    gmail_id, labels = items.get(b"X-GM-MSGID"), items.get(b"X-GM-LABELS")
    return Weighed(
        uid=uid,
        size=_number(items, b"RFC822.SIZE"),
        received_at=received_at,
        gmail_id=gmail_id.decode("ascii", "replace") if isinstance(gmail_id, bytes) else "",
        is_draft=isinstance(labels, list)
        and not _DRAFT.isdisjoint(each.lower() for each in labels if isinstance(each, bytes)),
    )


def _number(items: dict[bytes, Value], name: bytes) -> int:
    value = items.get(name)
    return int(value) if isinstance(value, bytes) else 0


def _body(items: dict[bytes, Value]) -> bytes:
    body = next((value for name, value in items.items() if name.startswith(b"BODY[")), None)
    return body if isinstance(body, bytes) else b""
