"""Lines that announce somebody else's words: "On … wrote:", header blocks, separators, in the languages we meet.

An attribution needs more than a verb: a date or an address as well, and where it runs over several lines its first
one has to begin like one. A looser rule swallows replies that happen to contain an address.
"""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from followupd.replies.patterns import compiled, word_lists

MAX_LINES = 4
MAX_CHARACTERS = 500
_MIN_LABELS = 3
_NAME_WORDS = 5
_NAME = 50  # characters that a name before "wrote on …" may have

_LISTS = word_lists("attributions")
_VERBS = re.compile(
    rf"\b{compiled(_LISTS['verbs']).pattern}(?!\w)|{compiled(_LISTS['verbs_unspaced']).pattern}",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^[\W_]{0,8}(?:(?:on|at|in a message dated|am|le|el|em|il|il giorno|op|den|på|w dniu|dnia|dne|dňa|el dia|"
    r"pada|vào|a|ve|la data de|la)\s.*\d|\d{1,4}[./年-]\s?\d|\d{1,2}\.? \w{3,12}\.? \d{4}|"
    r"\w{2,10}[.,]{1,2} \d{1,2}|\w{2,10}[.,]{1,2} \w{3,12}\.? \d{1,2})",
    re.IGNORECASE,
)
_NAMED_ADDRESS = re.compile(r"^[\W_]{0,4}[^.!?<>]{2,60}[<(\[][^<>()\s]{1,200}@[^<>()\s]{1,200}[>)\]]")
_ADDRESS = re.compile(r"[^\s<>()\[\]]{1,64}@[\w.-]{1,200}")
_BRACKETED = re.compile(r"[<\[(](?:mailto:)?[^\s<>()\[\]]{1,64}@[\w.-]{1,200}")
_TIME = re.compile(r"\b\d{1,2}\s?[:.h時点点시]\s?\d{2}\b|\b\d{1,2}\s?(?:am|pm|uhr)\b", re.IGNORECASE)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b|\d年")
_ENDS = re.compile(r"[:：][*_\s]{0,4}$")

_BETWEEN_RULES = compiled(_LISTS["separators"])
_REPLY_ABOVE = compiled(_LISTS["reply_above"], r"^[\W_]{0,12}")
_RULED = re.compile(r"^[\s*]{0,4}[-_=–—]{2,60}\s{0,3}([^\W\d_].{2,80}?)\s{0,3}[-_=–—]{2,60}[\s*]{0,4}$")
_BEGINS_FORWARD = compiled(_LISTS["begins_forward"], r"^\W{0,4}", r"\s?[:：]\W{0,4}$")
_RULE = re.compile(r"^\s*[-_=–—*]{3,}\s*$")

_LABEL = re.compile(r"^[\s>*_|]{0,8}([^\W\d_][^:：\n@]{0,24}?)[\s*_]{0,4}[:：](.{0,400})")
_LABEL_KINDS = {
    label: kind for kind, labels in cast("Mapping[str, Sequence[str]]", _LISTS["labels"]).items() for label in labels
}


def attribution(lines: Sequence[str], end: int, *, before_quote: bool) -> int | None:
    """Return where the attribution that ends with line `end` begins, None where it is none.

    `before_quote`: a line with a quote mark comes next, so that less is needed to believe it.
    """
    if not _ENDS.search(lines[end][-8:]) and not (before_quote and _VERBS.search(lines[end][-40:])):
        return None
    for start in range(end, max(-1, end - MAX_LINES), -1):
        if not lines[start].strip():
            return None
        joined = " ".join(line.strip() for line in lines[start : end + 1])
        if len(joined) > MAX_CHARACTERS:
            return None
        if (start == end or _begins(lines[start])) and _announces(joined, before_quote=before_quote):
            return _earlier_beginning(lines, start, end)
    return None


def _earlier_beginning(lines: Sequence[str], start: int, end: int) -> int:
    """Take in the line before, where the date stands on it: "On Mon, 3 Mar 2025 at 10:22" / "Ana <ana@…> wrote:"."""
    if _OPENING.search(lines[start][:200]):
        return start
    for earlier in range(start - 1, max(-1, end - MAX_LINES), -1):
        line = lines[earlier].strip()
        if not line or len(line) > MAX_CHARACTERS // 2:
            break
        if _OPENING.search(line) and _DATE.search(line) and not re.search(r"[!?]|\.$", line):
            return earlier
    return start


def _begins(line: str) -> bool:
    return bool(_OPENING.search(line[:200]) or _NAMED_ADDRESS.search(line[:300]))


def _announces(text: str, *, before_quote: bool) -> bool:
    has_address, has_time, has_date = _ADDRESS.search(text), _TIME.search(text), _DATE.search(text)
    if re.search(r"[!?]\s", text):
        return False
    if verb := _VERBS.search(text):
        named_first = verb.start() <= _NAME and not (has_time and has_time.start() < verb.start())
        dated = bool(has_date and (_OPENING.search(text) or (has_time and named_first)))
        return bool(has_address) or dated or (before_quote and _is_name(text[: verb.start()]))
    if not _ENDS.search(text[-8:]):
        return False
    if before_quote:
        return bool(_BRACKETED.search(text) or (has_time and has_date))
    return bool(_BRACKETED.search(text) and (has_time or has_date))


def _is_name(text: str) -> bool:
    """Tell whether the words before "wrote:" are a name; "I disagree with what you wrote:" is a sentence."""
    words = text.split()
    return 0 < len(words) <= _NAME_WORDS and all(not word[0].islower() for word in words)


def is_separator(line: str) -> bool:
    """Tell whether a line says that the original or forwarded message follows."""
    if _BEGINS_FORWARD.search(line[:120]) or (len(line) <= 120 and _REPLY_ABOVE.search(line)):
        return True
    ruled = _RULED.search(line[:200])
    return bool(ruled and _BETWEEN_RULES.search(ruled[1]))


def is_rule(line: str) -> bool:
    """Tell whether a line only draws one, as Outlook does above a header block."""
    return bool(_RULE.search(line[:200]))


def label_of(line: str) -> str:
    """Return which header field a line of a header block shows (from, date, to, cc, subject), "" for none."""
    match = _LABEL.search(line)
    return _LABEL_KINDS.get(match[1].strip(" *_").casefold(), "") if match else ""


def header_block(lines: Sequence[str], start: int) -> int | None:
    """Return where the header block that begins with line `start` ends (exclusive), None where there is none.

    A sender, a date and a recipient or subject have to be there, and an address or a subject: "From: Berlin, To:
    Munich, Date: 3 March" is a traveller's.
    """
    if label_of(lines[start]) not in {"from", "date", "subject"}:
        return None
    kinds: set[str] = set()
    end, unlabelled = start, 0
    for index in range(start, min(start + 16, len(lines))):
        line = lines[index]
        kind = label_of(line)
        if kind and kind not in kinds:
            kinds.add(kind)
            end, unlabelled = index + 1, 0
        elif kind:
            break
        else:
            unlabelled += 1
            if unlabelled > 2 or (len(kinds) >= _MIN_LABELS and not line.strip()):
                break
    block = "\n".join(line[:300] for line in lines[start:end])
    complete = {"from", "date"} <= kinds and bool(kinds & {"to", "subject"})
    return end if complete and ("subject" in kinds or _ADDRESS.search(block)) else None
