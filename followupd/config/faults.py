"""What is wrong with a settings file: collected while it is read, raised all at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from followupd.core.errors import ConfigError, FollowupdError
from followupd.core.file_table import FileFault

T = TypeVar("T")


class SettingsError(ConfigError):
    """Every fault of one settings file; `str()` has one line for each."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class FaultList:
    """Where the readers of one file leave what they found.

    Of each key only the first fault is kept, and none of what lies inside a table that is no table.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, FileFault] = {}

    def note(self, key: str, message: str) -> None:
        """Add one."""
        if not any(key.startswith(f"{outer}.") for outer in self._found):
            self._found.setdefault(key, FileFault(file=str(self._path), key=key, message=message))

    def raise_any(self) -> None:
        """Raise `SettingsError` if there is anything to raise."""
        if self._found:
            raise SettingsError(tuple(self._found.values()))


class Table:
    """One table of the file. What it cannot read it notes, and goes on with a stand-in that nobody will see."""

    def __init__(self, values: Mapping[str, Any], faults: FaultList, name: str = "") -> None:
        self._values = values
        self._faults = faults
        self.name = name

    def __contains__(self, key: str) -> bool:
        """Tell whether the file has this key."""
        return key in self._values

    def fault(self, key: str, message: str) -> None:
        """Note a fault of `key` of this table."""
        self._faults.note(self._path_of(key), message)

    def read(self, key: str, parse: Callable[[Any], T], default: T) -> T:
        """Return what `parse` makes of the value, `default` where there is none or it is wrong."""
        if key not in self._values:
            return default
        try:
            return parse(self._values[key])
        except (ValueError, FollowupdError) as error:
            self.fault(key, str(error))
            return default

    def need(self, key: str, parse: Callable[[Any], T], stand_in: T, example: str) -> T:
        """Like `read`, for a key that has no default; `example` is what to type."""
        if key not in self._values:
            self.fault(key, f"is missing: write {example}")
        return self.read(key, parse, stand_in)

    def table(self, key: str) -> "Table":
        """Return the table under `key`, an empty one where the file has none."""
        return Table(self.read(key, _mapping, {}), self._faults, self._path_of(key))

    def names(self) -> Iterator[str]:
        """Yield the keys that the file has in this table."""
        yield from self._values

    def _path_of(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not a table: write {{ key = value }} or a line [table] with the keys below it")
    return value
