"""Answers that stand in and under a quotation that nothing marks, found because we know what we wrote.

Outlook puts no quote marks. Who answers there point by point writes between our lines; what is not ours, from our
first line on, is the answer. Only for a reply that is empty above, or says that its answers are below.
"""

import re
from collections.abc import Callable, Sequence

from followupd.replies.own_words import lines_of_ours, repeated_lines
from followupd.replies.patterns import compiled, word_lists

_BELOW = compiled(word_lists("attributions")["answers_below"])
_SAID_WITHIN = 600  # characters of a reply in which it says so
_WORDLESS = re.compile(r"^[\W_]*$|^\W{0,3}(?:https?://|www\.)\S{1,2000}$|^\W{0,2}(?:image|cid)\s?:", re.IGNORECASE)


def points_below(text: str) -> bool:
    """Tell whether a reply says that its answers stand below: "my answers in red"."""
    return bool(_BELOW.search(text[:_SAID_WITHIN]))


def answers_in(lines: Sequence[str], ours: Sequence[str], is_older: Callable[[int], bool]) -> frozenset[int]:
    """Return the lines of theirs from our first line on; `is_older` tells what announces or marks older mail."""
    known = lines_of_ours(lines, ours)
    if not known:
        return frozenset()
    known |= repeated_lines(lines, ours)
    first, last = min(known), max(known)
    end = next((each for each in range(last + 1, len(lines)) if lines[each].strip() and is_older(each)), None)
    stop = len(lines) if end is None else last + 1
    inside = (each for each in range(first, stop) if each not in known and not _WORDLESS.search(lines[each][:3000]))
    return frozenset(each for each in inside if not is_older(each))
