"""What the linter knows of a language: case-insensitive regular expressions, and how they are put together."""

import re
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class LintWords:
    """One language's patterns."""

    greeting: Pattern[str]  # at the start of a text
    sign_off: Pattern[str]  # at the start of a line near its end
    refers_back: Pattern[str]  # claims an earlier conversation
    as_promised: Pattern[str]  # claims that a promise was kept
    voicemail: Pattern[str]  # claims a message that was left
    promise: Pattern[str]  # names a day on which the writer will do something
    pressure: Pattern[str]
    closing: Pattern[str]  # a question to which "yes" means no
    either_or: Pattern[str]  # a question to which "yes" means nothing
    no_is_fine: Pattern[str]  # says that a no is welcome


def any_of(*alternatives: str) -> Pattern[str]:
    """Return what finds any of these, wherever it stands."""
    return re.compile("|".join(alternatives), re.IGNORECASE)


def at_start(*words: str) -> Pattern[str]:
    """Return what finds any of these as whole words at the start of a text."""
    return re.compile(rf"\s*(?:{'|'.join(words)})\b", re.IGNORECASE)
