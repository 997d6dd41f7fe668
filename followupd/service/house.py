"""The folder that the user edits, opened: settings, sequences, templates and phrases, or all their faults at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from followupd.config import Settings, SettingsError, load_settings
from followupd.core.errors import ConfigError
from followupd.core.file_table import FileFault
from followupd.core.sequences import Sequence, SequenceError, check_references, check_times, parse_sequence
from followupd.replies.phrases.files import load_lexicon
from followupd.replies.phrases.lexicon import Lexicon
from followupd.replies.phrases.shipped import shipped_lexicon
from followupd.service.plans import Planner
from followupd.shipped import shipped
from followupd.templates import Library


class FolderError(ConfigError):
    """The folder has faults; `str()` is one line for each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that the user wrote, read and found good."""

    settings: Settings
    sequences: Mapping[str, Sequence]
    library: Library
    lexicon: Lexicon

    @property
    def planner(self) -> Planner:
        """Return who plans on these settings."""
        return Planner(settings=self.settings, sequences=self.sequences)


def open_house(path: Path) -> House:
    """Read the folder around a followupd.toml; raises FolderError with every fault of every file."""
    lines: list[str] = []
    settings: Settings | None = None
    try:
        settings = load_settings(path)
    except SettingsError as error:
        lines += str(error).splitlines()
    folder = path.parent
    library = Library(user_dir=folder / "templates", shipped_dir=shipped("templates"))
    sequences, faults = read_sequences(folder / "sequences")
    faults += check_references(sequences.values(), library.names())
    faults += check_times(sequences.values(), settings.sending.windows) if settings else []
    lines += [str(fault) for fault in faults]
    lexicon: Lexicon | None = None
    try:
        lexicon = read_lexicon(folder / "phrases")
    except ConfigError as error:
        lines += str(error).splitlines()
    if lines or settings is None or lexicon is None:
        raise FolderError(lines)
    return House(settings=settings, sequences=sequences, library=library, lexicon=lexicon)


def read_sequences(folder: Path) -> tuple[dict[str, Sequence], list[FileFault]]:
    """Return the sequences of a folder by name, and the faults of those that are none."""
    sequences: dict[str, Sequence] = {}
    faults: list[FileFault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            sequences[path.stem] = parse_sequence(path.stem, path.read_text(encoding="utf-8"))
        except SequenceError as error:
            faults += error.faults
        except (OSError, UnicodeDecodeError) as error:
            faults.append(FileFault(file=f"sequences/{path.name}", key="", message=f"cannot be read: {error}"))
    return sequences, faults


def read_lexicon(folder: Path) -> Lexicon:
    """Return the shipped phrases with the user's own over them."""
    return _lexicon(tuple((f"phrases/{path.name}", _phrases(path)) for path in sorted(folder.glob("*.toml"))))


def _phrases(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"phrases/{path.name} cannot be read: {error}") from error


@cache
def _lexicon(texts: tuple[tuple[str, str], ...]) -> Lexicon:
    """A reload that changed no phrase need not compile them again."""
    return load_lexicon(dict(texts), over=shipped_lexicon()) if texts else shipped_lexicon()
