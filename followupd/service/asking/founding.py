"""Writes the folder that the user edits: the shipped files, filled in for one person. Overwrites nothing, ever."""

from collections.abc import Iterator
from pathlib import Path

from followupd.config import render_config
from followupd.config.places import CONFIG_NAME
from followupd.core.errors import FollowupdError
from followupd.core.model import Person
from followupd.shipped import shipped

PHRASES_README = """\
# Your own reply phrases

followupd knows the usual ways to say yes, no and later in several languages. What your contacts say besides goes
into a file here, such as `mine.toml`:

    language = "en"

    [no.taken-care-of]
    phrases = ["(we are|we have) all set", "taken care of"]

    [later.budget]
    phrases  = ["new ... budget", "next fiscal year"]
    strength = "sure"

`[no.taken-care-of]` is the id of a rule; its first part is what the phrases mean: yes, no, later, unsubscribe,
question, referral, unclear or auto_reply. `(a|b)` is either, `[a]` may be missing, `...` is up to three words between.
`[no.sold]` with `off = true` switches a shipped rule off, with `also = ["..."]` it makes it longer.

Run `followupd check` afterwards, and try it on mail that you have: `followupd classify FILE.eml`.
"""


class OccupiedError(FollowupdError):
    """The folder holds a file that would be overwritten."""

    exit_code = 73


def write_folder(folder: Path, sender: Person, provider: str | None, timezone: str | None) -> Path:
    """Write a whole folder and return the path of its followupd.toml.

    Raises OccupiedError before anything is written where any of the files is there already.
    """
    config = folder / CONFIG_NAME
    texts = {
        config: render_config(sender, provider, timezone),
        folder / "phrases" / "README.md": PHRASES_README,
        **{folder / place: source.read_text(encoding="utf-8") for place, source in _shipped_files()},
    }
    occupied = [path for path in texts if path.exists()]
    if occupied:
        raise OccupiedError(
            f"{occupied[0]} is there already, and init overwrites nothing. "
            f"Edit it, or take another folder: followupd init {folder}-2"
        )
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    return config


def _shipped_files() -> Iterator[tuple[Path, Path]]:
    """Yield where each shipped file goes, and where it comes from."""
    for source in sorted((shipped("config") / "sequences").glob("*.toml")):
        yield Path("sequences") / source.name, source
    templates = shipped("templates")
    for source in sorted([*templates.glob("*.j2"), *templates.glob("*.md")]):
        yield Path("templates") / source.name, source
