"""What the owner's own receiving server found out about a sender: Authentication-Results (RFC 8601).

Anybody can write such a field; only those that the owner's own server put on top are believed (section 5). `trusted`
are domains that the names of that server lie under; "" stands for Microsoft's, which write no name at all (R2.24).
"""

import re
from collections.abc import Sequence

_MAX_VALUE = 8_192
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_DMARC = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*(\w+)", re.IGNORECASE)


def is_disowned(stamps: Sequence[str], trusted: Sequence[str]) -> bool:
    """Say whether the domain that a mail claims to come from says that it does not (dmarc=fail, RFC 7489).

    `stamps` are the values of the fields from the top down. iCloud writes one for each method, each under a name of
    its own; a name that comes a second time is somebody else's imitation, and so is all below it.
    """
    names = set[str]()
    for stamp in stamps:
        name, results = _read(stamp)
        if name in names or not _is_trusted(name, trusted):
            return False
        names.add(name)
        for result in results:
            if found := _DMARC.match(result):
                return found[1].lower() == "fail"
    return False


def _read(stamp: str) -> tuple[str, list[str]]:
    """Return the authserv-id in lower case, "" where there is none, and the results."""
    first, *others = _QUOTED.sub('""', _without_comments(stamp[:_MAX_VALUE])).split(";")
    if "=" in first:
        return "", [first, *others]
    return next(iter(first.lower().split()), ""), others


def _is_trusted(name: str, trusted: Sequence[str]) -> bool:
    return any(name == domain or (domain and name.endswith(f".{domain}")) for domain in trusted)


def _without_comments(text: str) -> str:
    """Leave out what stands in parentheses, which may be nested (RFC 5322 section 3.2.2)."""
    kept, depth = list[str](), 0
    for character in text:
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(character)
    return "".join(kept)
