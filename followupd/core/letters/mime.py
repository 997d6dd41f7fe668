"""Bodies put into bytes: UTF-8 text in 7bit or quoted-printable, and the same words once more as HTML.

Nothing is wrapped: a paragraph is one line to the reader's program, whatever the width of the screen (R1.22).
Nothing needs 8BITMIME: a relay that converts a body breaks its DKIM signature (R1.21).
"""

import hashlib
import html
import re
from collections.abc import Iterator

from followupd.core.letters.headers import ComposeError, plain_field

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_QP_ESCAPED = re.compile(rb"[^\t -<>-~]")
_QP_LINE = 76
_HEAD = (
    '<head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n'
    '<meta name="color-scheme" content="light dark">\n</head>'
)
_FONT = '<div style="font-family:Arial,Helvetica,sans-serif">'
_LONGEST_7BIT_LINE = 78


def clean_text(text: str) -> str:
    """Return the text with "\\n" line ends and exactly one at its end; raises for control characters (R1.23)."""
    text = _LINE_ENDS.sub("\n", text)
    if bad := _CONTROL.search(text):
        raise ComposeError(f"The text has the control character U+{ord(bad[0]):04X} in it: take it out of the template")
    return text.rstrip() + "\n"


def text_entity(text: str, subtype: str = "plain") -> str:
    """Return a MIME entity (fields, empty line, body) of a cleaned text, in ASCII with CRLF."""
    encoding, body = _encoded(text)
    return (
        plain_field("Content-Type", f"text/{subtype}; charset=utf-8")
        + plain_field("Content-Transfer-Encoding", encoding)
        + "\r\n"
        + body
    )


def alternative_entity(text: str, html_document: str, message_id: str) -> str:
    """Return a multipart/alternative entity, the plain text first (RFC 2046 section 5.1.4).

    The boundary comes from the Message-ID, whose random token no text can contain by accident.
    """
    boundary = "=_" + hashlib.sha256(message_id.encode()).hexdigest()[:32]
    parts = "".join(f"--{boundary}\r\n{part}\r\n" for part in (text_entity(text), text_entity(html_document, "html")))
    return (
        plain_field("Content-Type", f'multipart/alternative; boundary="{boundary}"')
        + "\r\n"
        + f"{parts}--{boundary}--\r\n"
    )


def html_paragraphs(text: str) -> str:
    """Return plain text as HTML: paragraphs at empty lines, line breaks inside them, nothing else (R1.24)."""
    paragraphs = re.split(r"\n{2,}", text.strip("\n"))
    return "\n".join(f"<p>{html_lines(paragraph)}</p>" for paragraph in paragraphs)


def html_lines(text: str) -> str:
    """Return plain text as HTML with a break at each line end and no spaces lost."""
    escaped = html.escape(text, quote=False)
    return re.sub(r"(?m)^ |(?<= ) ", "\u00a0", escaped).replace("\n", "<br>\n")


def html_document(body: str, language: str) -> str:
    """Return a whole HTML document around a body.

    One style and no colours: without a font Outlook shows Times, which nobody writes in; with a colour a program that
    turns pages dark would have to guess. `color-scheme` tells it that there is nothing to guess.
    """
    lang = language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else "en"
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n{_HEAD}\n<body>\n{_FONT}\n{body}\n</div>\n</body>\n</html>\n'


def _encoded(text: str) -> tuple[str, str]:
    """Choose 7bit for plain ASCII in short lines that no relay has a reason to touch, else quoted-printable."""
    lines = text.split("\n")
    plain = text.isascii() and all(_untouched(line) for line in lines)
    if plain:
        return "7bit", text.replace("\n", "\r\n")
    return "quoted-printable", _quoted_printable(text)


def _untouched(line: str) -> bool:
    """Whether a line arrives as it is: not long, no white space at its end, no dot alone, no mbox "From "."""
    return (
        len(line) <= _LONGEST_7BIT_LINE
        and not line.endswith((" ", "\t"))
        and line != "."
        and not line.startswith("From ")
    )


def _quoted_printable(text: str) -> str:
    """Encode by RFC 2045 section 6.7: lines of at most 76 characters, ended by CRLF."""
    return "\r\n".join(piece for line in text.split("\n") for piece in _soft_broken(_escaped(line)))


def _escaped(line: str) -> str:
    """Return a line with all but printable ASCII as =XX, and white space at its end too."""
    escaped = _QP_ESCAPED.sub(lambda byte: b"=%02X" % ord(byte[0]), line.encode()).decode("ascii")
    if escaped.endswith((" ", "\t")):
        return f"{escaped[:-1]}={ord(escaped[-1]):02X}"
    return escaped


def _soft_broken(line: str) -> Iterator[str]:
    """Cut an escaped line with soft line breaks, never inside =XX.

    A piece that begins like an mbox separator or with a dot has its first character escaped: some relay on the
    way would have put a ">" or a second dot in front of it.
    """
    start = 0
    while True:
        first = f"={ord(line[start]):02X}" if line.startswith((".", "From "), start) else ""
        start += bool(first)
        room = _QP_LINE - len(first)
        if len(line) - start <= room:
            yield first + line[start:]
            return
        end = start + room - 1
        end -= 1 if line[end - 1] == "=" else 2 if line[end - 2] == "=" else 0
        yield f"{first}{line[start:end]}="
        start = end
