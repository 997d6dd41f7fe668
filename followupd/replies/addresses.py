"""Address lists of From, To, Cc and Reply-To, read without recursion.

Groups are not resolved (their members are listed), comments of any depth cost one counter, and an unquoted
`Last, First <a@b>` as old Outlooks wrote it stays one person.
"""

import re
from collections.abc import Iterator

from followupd.core.letters.addresses import domain_of
from followupd.core.model import Person
from followupd.replies.headers import decode_words

MAX_ADDRESSES = 50
MAX_ADDRESS = 320  # RFC 3696 erratum 1690: 64 octets, "@", 255 octets

_NOT_IN = r"\s<>()\",;:@\[\]：；，、（）【】"
_BARE = re.compile(rf"[^{_NOT_IN}]{{1,64}}@(?:[^{_NOT_IN}]{{1,255}}|\[[\w.]{{1,60}}\])")
_AROUND = ".'`*[]{}|=!?"
_ROUTE = re.compile(r"^@[^:]*:")  # RFC 5322 section 4.4: source routes are ignored


def persons(value: str) -> tuple[Person, ...]:
    """Return who an address list names, at most `MAX_ADDRESSES`; entries without an address are left out."""
    found: list[Person] = []
    carried = ""
    for name, address in _entries(value):
        if not normal_address(address):
            carried = f"{carried}{name}, " if name else carried
            continue
        found.append(Person(address=normal_address(address), name=_display(carried + name)))
        carried = ""
        if len(found) == MAX_ADDRESSES:
            break
    return tuple(found)


def normal_address(address: str) -> str:
    """Return `local@domain` with the domain in lower-case A-labels where it can be had (R2.4); "" for what is none.

    Forgiving where `core.addresses.normalise` is strict: daemons write from `root@localhost`.
    """
    address = address.strip(" .'")[:MAX_ADDRESS]
    if not _BARE.fullmatch(address):
        return ""
    return f"{address.rpartition('@')[0]}@{domain_of(address)}"


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the addresses that running text holds, each once, in order."""
    found = (normal_address(match[0].strip(_AROUND)) for match in _BARE.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address))


def _display(name: str) -> str:
    return " ".join(decode_words(name).replace('"', "").split()).strip(" ,'")


def _entries(value: str) -> Iterator[tuple[str, str]]:
    """Yield (display name, address) per list entry; either may be empty."""
    for entry, angle, comment in _split(value):
        if angle:
            address = _ROUTE.sub("", "".join(angle.split()))
            yield entry or comment, address if "@" in address else ""
        else:
            bare = _BARE.search(entry)
            yield (comment, bare[0]) if bare else (entry, "")


def _split(value: str) -> Iterator[tuple[str, str, str]]:
    """Yield (words, angle-bracketed part, comment) per entry, one character at a time."""
    words, angle, comment = list[str](), list[str](), list[str]()
    depth, quoted, escaped, in_angle = 0, False, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
            continue
        elif quoted or (char == '"' and not depth):
            quoted = (char != '"') if quoted else True
            if char == '"':
                continue
        elif char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
            continue
        elif not depth and char in "<>":
            in_angle = char == "<"
            continue
        elif not depth and not in_angle and char == ":":
            words = []  # the name of a group: RFC 5322 section 3.4
            continue
        elif not depth and not in_angle and char in ",;":
            yield "".join(words).strip(), "".join(angle), "".join(comment).strip()
            words, angle, comment = [], [], []
            continue
        (comment if depth else angle if in_angle else words).append(char)
    yield "".join(words).strip(), "".join(angle), "".join(comment).strip()
