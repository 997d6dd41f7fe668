"""Thread-Index, by which Outlook and Exchange know a conversation (MS-OXOMSG section 2.2.1.3).

The *head* is 22 bytes: the six high bytes of the time as FILETIME (the first has been 0x01 since 1829 and will be
until 2057) and a GUID that names the conversation. Every answer appends a *child* block of five bytes. Ours carry
no chance: the GUID comes from the id of the thread's first mail, so that the same mail always has the same bytes.
"""

import binascii
import hashlib
from datetime import UTC, datetime

HEAD_BYTES = 22
CHILD_BYTES = 5
MAX_BYTES = HEAD_BYTES + 100 * CHILD_BYTES
"""An index that has grown so long is not extended any more: its line would come near the 998 octets allowed."""

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def decode_index(text: str) -> bytes:
    """Return the bytes of a Thread-Index field, b"" where it is not one."""
    try:
        index = binascii.a2b_base64("".join(text[:2000].split()))
    except (binascii.Error, ValueError):
        return b""
    return index if _is_index(index) else b""


def head(index: bytes) -> bytes:
    """Return the part that all mails of a conversation share, b"" where there is none."""
    return index[:HEAD_BYTES] if _is_index(index) else b""


def first_index(root_id: str, at: datetime) -> bytes:
    """Return the index of a conversation's first mail, named after the Message-ID of its root."""
    guid = hashlib.sha256(_bytes(root_id)).digest()[:16]
    return _filetime(at).to_bytes(8, "big")[:6] + guid


def child_index(parent: bytes, message_id: str, at: datetime) -> bytes:
    """Return the parent's index with one child block: time passed since the head, four bits told apart by the id."""
    if not _is_index(parent) or len(parent) > MAX_BYTES - CHILD_BYTES:
        return parent
    began = int.from_bytes(parent[:6] + b"\0\0", "big")
    passed = max(0, _filetime(at) - began)
    recent = passed < 1 << 49  # 1.8 years; beyond that the block counts in coarser steps, marked by its first bit
    block = (passed >> 18) & 0x7FFFFFFF if recent else 1 << 31 | (passed >> 23) & 0x7FFFFFFF
    chance = hashlib.sha256(_bytes(message_id)).digest()[0] & 0xF0
    return parent + block.to_bytes(4, "big") + bytes([chance])


def _filetime(at: datetime) -> int:
    """Ticks of 100 ns since 1601."""
    passed = at - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 10_000_000 + passed.microseconds * 10


def _bytes(message_id: str) -> bytes:
    """Return what is hashed; whether it is a Message-ID at all, those judge who write it."""
    return message_id.encode(errors="surrogatepass")


def _is_index(index: bytes) -> bool:
    return len(index) >= HEAD_BYTES and (len(index) - HEAD_BYTES) % CHILD_BYTES == 0


def encode_index(index: bytes) -> str:
    """Return the value of a Thread-Index field."""
    return binascii.b2a_base64(index, newline=False).decode("ascii")
