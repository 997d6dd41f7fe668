"""Where does the writer of a message sit? Their zone, as far as the Date field tells it: "tomorrow" is theirs."""

import re
from collections.abc import Mapping

# North America writes months first and is told by its offsets; elsewhere an offset is only an offset.
_AMERICA: Mapping[str, str] = {
    "-0400": "America/New_York",
    "-0500": "America/New_York",
    "-0600": "America/Chicago",
    "-0700": "America/Denver",
    "-0800": "America/Los_Angeles",
}
_OFFSET = re.compile(r"([+-])(0\d|1[0-4])([0-5]\d)\b")


def zone_of(date_field: str) -> str:
    """Return an IANA zone for a Date field such as "Fri, 20 Nov 2026 09:12:04 +0100"; "UTC" where it tells none.

    Half-hour offsets come out as the full hour below: a day is told right but at its very edge.
    """
    found = _OFFSET.search(date_field[:200])
    if found is None or int(found[2]) == 0:
        return "UTC"
    if found[0] in _AMERICA:
        return _AMERICA[found[0]]
    hours = int(found[2])
    if found[1] == "-":
        return f"Etc/GMT+{min(hours, 12)}"  # POSIX counts westward
    return f"Etc/GMT-{hours}"
