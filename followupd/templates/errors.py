"""The one error of this room: a template that cannot be used, with the place and the remedy."""

from pathlib import Path

from followupd.core.errors import ConfigError


class TemplateError(ConfigError):
    """A template cannot be found, read or rendered.

    `reason` is the sentence without the place; `str(error)` puts "file:line:column: " before it. `line` and
    `column` count from 1 and are None where they are not known.
    """

    def __init__(
        self, reason: str, *, path: Path | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column if line is not None else None
        place = ":".join(str(part) for part in (path, line, self.column) if part is not None)
        super().__init__(f"{place}: {reason}" if place else reason)
