"""The tree of MIME entities, walked with a stack of our own: at most `MAX_PARTS` leaves, `MAX_DEPTH` deep.

An attached message is a leaf here: its headers may be asked for, its body is not ours to read.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followupd.replies.charsets import decode
from followupd.replies.headers import Fields, content_type, decode_base64, split_message

MAX_PARTS = 100
MAX_DEPTH = 20
MAX_TEXT = 256 * 1024  # decoded bytes looked at of any one part


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A leaf: `path` holds the types of the multiparts around it, outermost first."""

    content_type: str
    parameters: Mapping[str, str]
    fields: Fields
    body: bytes
    path: tuple[str, ...] = ()

    @property
    def disposition(self) -> str:
        """Return inline, attachment or what else it calls itself; "" where it says nothing."""
        return content_type(self.fields.raw("content-disposition"))[0]

    @property
    def filename(self) -> str:
        """Return the file name that either field gives."""
        _, parameters = content_type(self.fields.raw("content-disposition"))
        return parameters.get("filename") or self.parameters.get("name", "")

    def data(self) -> bytes:
        """Return the first `MAX_TEXT` bytes of the body with its transfer encoding undone."""
        match self.fields.text("content-transfer-encoding").strip().lower():
            case "base64":
                return decode_base64(self.body[: MAX_TEXT * 2])[:MAX_TEXT]
            case "quoted-printable":
                return binascii.a2b_qp(self.body[: MAX_TEXT * 3])[:MAX_TEXT]
            case _:
                return self.body[:MAX_TEXT]

    def text(self) -> str:
        """Return the body as text."""
        return decode(self.data(), self.parameters.get("charset", ""))


def leaves(fields: Fields, body: bytes) -> Iterator[Part]:
    """Yield the leaves of a message in the order in which they stand."""
    stack: list[tuple[Fields, bytes, tuple[str, ...]]] = [(fields, body, ())]
    count = 0
    while stack and count < MAX_PARTS:
        fields, body, path = stack.pop()
        count += 1
        kind, parameters = _type_of(fields, path)
        children: tuple[bytes, ...] = ()
        if kind.startswith("multipart/") and len(path) < MAX_DEPTH:
            children = _children(body, parameters.get("boundary", ""))
        if children:
            inner = (*path, kind)
            stack.extend((*split_message(child), inner) for child in reversed(children))
        elif not kind.startswith("multipart/") or not path:
            yield Part(content_type=kind, parameters=parameters, fields=fields, body=body, path=path)


def _type_of(fields: Fields, path: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    kind, parameters = content_type(fields.raw("content-type"))
    if "/" not in kind:
        # RFC 2046 section 5.1.5: what stands in a digest is a message unless it says otherwise.
        kind = "message/rfc822" if path[-1:] == ("multipart/digest",) else "text/plain"
    return kind, parameters


def _children(body: bytes, boundary: str) -> tuple[bytes, ...]:
    """Cut a multipart body at its boundary lines; without a closing line the last part runs to the end."""
    if not boundary:
        return ()
    delimiter = re.compile(
        rb"^--" + re.escape(boundary.encode("latin-1", "replace")) + rb"(--)?[ \t]*\r?$", re.MULTILINE
    )
    found: list[bytes] = []
    start = -1
    for match in delimiter.finditer(body):
        if start >= 0:
            found.append(body[start : match.start()].removesuffix(b"\n").removesuffix(b"\r"))
        start = -1 if match[1] else match.end() + 1
        if match[1] or len(found) >= MAX_PARTS:
            break
    if start >= 0 and len(found) < MAX_PARTS:
        found.append(body[start:])
    return tuple(found)
