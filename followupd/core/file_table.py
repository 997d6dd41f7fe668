"""One TOML table of a file that the user edits, being read: typed values out of it, its faults into a list.

What cannot be read leaves a fault and a stand-in, so that one run finds every fault of a file.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """One thing wrong in one file; `key` is "step 3, after", "no_answer.then" or "" for the whole file."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.message) if part)


class FileTable:
    """Hands out values of the right type; `faults` is shared by all tables of one file.

    `where` is put before each key to say where it stands: "", "no_answer.", "step 3, ".
    """

    def __init__(self, file: str, where: str, values: Mapping[str, Any], faults: list[FileFault]) -> None:
        self.file = file
        self.where = where
        self.values = values
        self.faults = faults

    def fault(self, key: str, message: str) -> None:
        """Note a fault of a key, or with "" of the table as a whole; of one key only the first."""
        place = (self.where + key).rstrip(" ,.")
        if place not in {known.key for known in self.faults}:
            self.faults.append(FileFault(file=self.file, key=place, message=message))

    def text(self, key: str) -> str:
        """Return the words, "" where there are none."""
        value = self.values.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.fault(key, f"{_shown(value)} is not a text: put it in quotes, with its unit if it has one")
        return ""

    def flag(self, key: str) -> bool:
        """Return true or false, false where nothing is said."""
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        self.fault(key, f"{_shown(value)} is neither true nor false: write one of the two, without quotes")
        return False

    def parsed(self, key: str, parse: Callable[[str], _T]) -> _T | None:
        """Return what `parse` makes of the words, None where there are none or they are wrong."""
        words = self.text(key)
        return self._try(key, words, parse) if words else None

    def parsed_list(self, key: str, parse: Callable[[str], _T]) -> tuple[_T, ...]:
        """Like `parsed`, for one text or a list of them."""
        value = self.values.get(key, [])
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            self.fault(key, f"{_shown(value)} is neither a text nor a list of texts")
            return ()
        results = [self._try(key, str(item), parse) for item in items]
        return tuple(result for result in results if result is not None)

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Return the tables of an array such as [[steps]]."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.fault(key, f"write each one as a table of its own, beginning with [[{key}]]")
        return []

    def table(self, key: str) -> "FileTable | None":
        """Return the table of this name, None where there is none."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return FileTable(self.file, f"{key}.", value, self.faults)
        if value is not None:
            self.fault(key, f"write it as a table, beginning with [{key}]")
        return None

    def only(self, allowed: Collection[str]) -> None:
        """Refuse every other key, with the nearest right one."""
        for key in self.values:
            if key not in allowed:
                self.fault(key, f"there is no such key; {nearest(key, allowed)}")

    def _try(self, key: str, words: str, parse: Callable[[str], _T]) -> _T | None:
        try:
            return parse(words)
        except ValueError as error:
            self.fault(key, str(error))
            return None


def nearest(word: str, right: Collection[str]) -> str:
    """Word the way out: the right name if one is near, else all of them."""
    near = get_close_matches(word, right, n=1)
    return f'did you mean "{near[0]}"?' if near else f"there {_listed(right)}"


def _listed(names: Collection[str]) -> str:
    return f"are {', '.join(sorted(names))}" if names else "is none at all"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
