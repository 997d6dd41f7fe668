"""The word lists of `data/*.toml` as compiled patterns: what servers, machines and mail programs write.

What a contact means is the lexicon's business (`phrases`); these lists are about programs, so they are shipped code
and not the user's to edit.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def word_lists(name: str) -> Mapping[str, object]:
    """Return a shipped file's tables."""
    return tomllib.loads(files("followupd.replies").joinpath("data", f"{name}.toml").read_text("utf-8"))


def compiled(
    alternatives: object, before: str = "", after: str = "", flags: re.RegexFlag = re.NOFLAG
) -> re.Pattern[str]:
    """Compile a list of alternatives, without regard to case, between two fixed pieces."""
    if not isinstance(alternatives, list):
        raise TypeError("a word list is a list of regular expressions")
    return re.compile(f"{before}(?:{'|'.join(alternatives)}){after}", re.IGNORECASE | flags)


def named(table: object) -> Mapping[str, re.Pattern[str]]:
    """Compile a table of lists."""
    if not isinstance(table, Mapping):
        raise TypeError("a table of word lists maps names to lists")
    return {name: compiled(alternatives) for name, alternatives in table.items()}
