"""The word lists of `data/*.toml` as compiled patterns: what servers, machines and mail programs write.

What a contact means is the lexicon's business (`phrases`); these lists are about programs, so they are shipped code
and not the user's to edit.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files


@cache
def word_lists(name: str) -> Mapping[str, object]:
    """Return a shipped file's tables."""
    return tomllib.loads(files("followupd.replies").joinpath("data", f"{name}.toml").read_text("utf-8"))


class Words:
    """A pattern that is compiled when it is first asked: most mails never meet most of them."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self.pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self._compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self._compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """As `re.Pattern.findall`, of a pattern without groups."""
        return self._compiled.findall(text)

    def sub(self, new: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self._compiled.sub(new, text)


def compiled(alternatives: object, before: str = "", after: str = "", flags: re.RegexFlag = re.NOFLAG) -> Words:
    """Make one pattern of a list of alternatives, without regard to case, between two fixed pieces."""
    if not isinstance(alternatives, list):
        raise TypeError("a word list is a list of regular expressions")
    return Words(f"{before}(?:{'|'.join(alternatives)}){after}", re.IGNORECASE | flags)


def named(table: object) -> Mapping[str, Words]:
    """Make patterns of a table of lists."""
    if not isinstance(table, Mapping):
        raise TypeError("a table of word lists maps names to lists")
    return {name: compiled(alternatives) for name, alternatives in table.items()}
