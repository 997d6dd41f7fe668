"""Looking around in a text's lexemes: what stands here, what leads in, what follows.

The rules of the grammar are methods in a chain of classes, each on the shoulders of the one before: `Cursor`,
`Stretches`, `Quarters`, `Occasions`, `Days`, `Weekdays`, `Parts`, `Counted`, `Ranges`, `Grammar`. A rule takes the
index where it starts and returns the `Period` with the index behind it, or None. It looks at a bounded number of
lexemes, and nests only so deep: the whole is linear in the text.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from followupd.replies.when.lexing import Lexeme
from followupd.replies.when.numeric import Order
from followupd.replies.when.periods import Period
from followupd.replies.when.words import speakers

Found = tuple[Period, int] | None
Shape = Callable[[Period], Period]

_MAX_DEPTH = 4  # "early in the first half of next year" needs three
_SHORT = 6  # words: of so short an answer a bare "3 months" or "March" is all it says
_AFTER_BARE = frozenset(
    (
        "suit work would is looks should or and works suits good fine passt geht wieder onwards latest earliest again"
    ).split()
)
_POSSESSIVE = frozenset("our your their my his her unser unsere notre nuestro nuestra onze ons".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The circumstances that words are read in."""

    today: date
    country: str
    order: Order
    grace: int  # a date without a year this many days ago is past, not next year's


class Cursor(ABC):
    """The lexemes with the state of the reading: the bound in force, the period read last."""

    def __init__(self, lexemes: Sequence[Lexeme], setting: Setting) -> None:
        self._lexemes = lexemes
        self._means = [lexeme.means for lexeme in lexemes]
        self._today = setting.today
        self._setting = setting
        self._bound = "on"
        self._previous: Period | None = None
        self._previous_end = 0
        self._depth = 0
        self._wanted: Shape | None = None  # the part that the rule above wants of the period
        self._seen: dict[tuple[int, str, int], Found] = {}
        self._short = sum(not lexeme.get("mark") and not lexeme.get("stop") for lexeme in lexemes) <= _SHORT

    @abstractmethod
    def _by_rules(self, index: int, shape: Shape | None) -> Found:
        """One period, by the first rule that reads one."""

    @abstractmethod
    def _more_exactly(self, period: Period, index: int) -> tuple[Period, int]:
        """The day itself, where it stands behind a stretch that is named."""

    @abstractmethod
    def _counted(self, index: int) -> Found:
        """So many units from now, or from another date."""

    def _basic(self, index: int, shape: Shape | None = None) -> Found:
        """One period, by the first rule that reads one; of parts of parts only so many."""
        lexeme = self._at(index)
        if not lexeme or not lexeme.means or self._depth == _MAX_DEPTH:
            return None
        key = (index, self._bound, self._depth)
        if shape is None and key in self._seen:
            return self._seen[key]
        self._depth += 1
        found = self._by_rules(index, shape)
        self._depth -= 1
        if shape is None:
            self._seen[key] = found
        return found

    def _at(self, index: int) -> Lexeme | None:
        return self._lexemes[index] if 0 <= index < len(self._lexemes) else None

    def _get(self, index: int, category: str) -> Any:
        return self._means[index].get(category) if 0 <= index < len(self._means) else None

    def _has(self, index: int, *categories: str) -> bool:
        if not 0 <= index < len(self._means) or not self._means[index]:
            return False
        means = self._means[index]
        for category in categories:  # a plain loop: this is the innermost step of every rule  # noqa: SIM110
            if category in means:
                return True
        return False

    def _skip(self, index: int, *categories: str) -> int:
        """Return the index behind at most three lexemes of these categories."""
        for _ in range(3):
            if not self._has(index, *categories) or self._has(index, "unit", "month", "weekday"):
                break
            index += 1
        return index

    def _led(self, index: int) -> bool:
        """Whether the lexeme before leads into a date: a preposition, an article, "week of"."""
        return self._has(index - 1, "at", "bound", "art", "part", "within", "rel", "afterw", "before")

    def _ends_here(self, index: int, *, strict: bool) -> bool:
        """Whether no noun follows that a number would belong to ("the 2nd option")."""
        lexeme = self._at(index)
        if not lexeme or lexeme.get("stop") or lexeme.get("comma") or lexeme.get("mark"):
            return True
        if strict or lexeme.get("unit") or lexeme.get("month") or lexeme.get("junk") or lexeme.text in {"h", "uhr"}:
            return False
        known = any(weight == 3 for _, weight in speakers().get(lexeme.text.split(" ")[0], ()))
        return (
            known
            or lexeme.text in _AFTER_BARE
            or any(lexeme.get(each) for each in ("dash", "to", "onward", "incl", "and", "at"))
        )

    def _is_name(self, index: int) -> bool:
        """Whether an unknown word with a capital stands here: the name of a feast, a firm, a person."""
        lexeme = self._at(index)
        return bool(lexeme and lexeme.capital and not lexeme.means)

    def _is_in_name(self, index: int) -> bool:
        """Whether the word is part of a name or a compound: "Winter & Sons", "Easter Ross", "Sunday-roast"."""
        here, joint, then = self._at(index), self._at(index + 1), self._at(index + 2)
        if not here or not joint:
            return False
        glued = joint.get("dash") and joint.start == here.end and then and then.start == joint.end
        if glued and then and not then.means:
            return True
        if joint.text in {"&", "+"} and self._is_name(index + 2):
            return True
        return here.capital and not self._led(index) and self._is_name(index + 1)

    def _modifies(self, index: int) -> bool:
        """Whether it only names a thing: "our Monday meeting", "your Q3 report"."""
        before, after = self._at(index - 1), self._at(index + 1)
        return bool(before and before.text in _POSSESSIVE and after and not after.means)

    def _abbreviated(self, index: int, word: int) -> int:
        """Step over the full stop of "Jan." where the sentence goes on with a number."""
        stop = self._at(index)
        short = len(self._lexemes[word].text) <= 4
        return index + 1 if short and stop and stop.text == "." and self._in_figures(index + 1) else index

    def _in_figures(self, index: int) -> bool:
        lexeme = self._at(index)
        return bool(lexeme and lexeme.text[0].isdigit() and self._has(index, "num", "ord", "year"))

    def _day_number(self, index: int) -> tuple[int, int]:
        """Return a day of the month and the index behind it; 0 where there is none."""
        lexeme = self._at(index)
        if not lexeme:
            return 0, index
        number = lexeme.get("ord")
        if number is None and lexeme.get("digits"):
            number = lexeme.get("num")
        if number is None or not 1 <= number <= 31 or number != int(number):
            return 0, index
        stop = self._at(index + 1)
        if (
            stop
            and stop.get("stop")
            and stop.text == "."
            and lexeme.get("digits")
            and self._has(index + 2, "month", "dash")
        ):
            return int(number), index + 2
        return int(number), index + 1
