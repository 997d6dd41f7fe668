"""Letters for the tests of composing, and their bytes read back by the standard library."""

from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from followupd.core.letters.compose import new_message_id
from followupd.core.model import Letter, Person

ZONE = timezone(timedelta(hours=1))
WRITTEN_AT = datetime(2026, 11, 23, 9, 5, 7, tzinfo=ZONE)
MICROSOFT_ID = "<PN3PR01MB9597DA8661D1AFDF4C927A11B8812@PN3PR01MB9597.INDPRD01.PROD.OUTLOOK.COM>"


def letter(**changes: Any) -> Letter:
    """Return a plain first letter, changed as a test needs it."""
    usual: dict[str, Any] = {
        "sender": Person(name="Ana Ruiz", address="ana@example.com"),
        "to": Person(name="Sam Okafor", address="sam@acme.example"),
        "subject": "The notes I mentioned",
        "text": "Hi Sam,\n\nhere are the notes.\n\nAna",
        "message_id": new_message_id("k3v9q7m2x8c4b6n1", "ana@example.com"),
        "written_at": WRITTEN_AT,
    }
    return Letter(**(usual | changes))


def read(raw: bytes) -> EmailMessage:
    """Parse with the strictest reader at hand."""
    return message_from_bytes(raw, policy=SMTP)


def body(raw: bytes, kind: str = "plain") -> str:
    """Return the decoded text of one form of the body."""
    part = read(raw).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def field_lines(raw: bytes, name: str) -> list[bytes]:
    """Return the physical lines of a header field, without its name."""
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    start = next(place for place, line in enumerate(head) if line.lower().startswith(name.lower().encode() + b":"))
    lines = [head[start].partition(b":")[2].strip()]
    for line in head[start + 1 :]:
        if not line.startswith(b" "):
            break
        lines.append(line.strip())
    return lines
