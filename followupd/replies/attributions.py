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
    rf"^[\W_]{{0,8}}(?:{compiled(_LISTS['openings']).pattern}\s.*\d|"
    r"\d{1,4}[./年-]\s?\d|\d{1,2}\.? \w{3,12}\.? \d{4}|\w{2,10}[.,]{1,2} \d{1,2}|"
    r"\w{2,10}[.,]{1,2} \w{3,12}\.? \d{1,2})",
    re.IGNORECASE,
)
_NAMED_ADDRESS = re.compile(r"^[\W_]{0,4}[^.!?<>]{2,60}[<(\[][^<>()\s]{1,200}@[^<>()\s]{1,200}[>)\]]")
_ADDRESS = re.compile(r"[^\s<>()\[\]]{1,64}@[\w.-]{1,200}")
_BRACKETED = re.compile(r"[<\[(](?:mailto:)?[^\s<>()\[\]]{1,64}@[\w.-]{1,200}")
_TIME = re.compile(r"\b\d{1,2}\s?[:.h時点点시]\s?\d{2}\b|\b\d{1,2}\s?(?:am|pm|uhr)\b", re.IGNORECASE)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b|\d年")
_ENDS = re.compile(r"[:：][*_\s]{0,4}$")

_STROKES = "-_=–—‐‑−─"
_BETWEEN_RULES = compiled(_LISTS["separators"])
_REPLY_ABOVE = compiled(_LISTS["reply_above"], r"^[\W_]{0,12}")
_RULED = re.compile(
    rf"^[\s*]{{0,4}}[{_STROKES}]{{2,60}}\s{{0,3}}([^\W\d_].{{2,240}}?)\s{{0,3}}[{_STROKES}]{{2,60}}[\s*]{{0,4}}$"
)
_HISTORY = re.compile(
    r"^.{2,80}?---\s?\d{1,2}[./-]\d{1,2}[./-]\d{2,4} .{4,20}?---"
)  # "Ana Ruiz---03/03/2025 10:22 AM---Hi"
_BEGINS_FORWARD = compiled(_LISTS["begins_forward"], r"^\W{0,4}", r"\s?[:：]\W{0,4}$")
_RULE = re.compile(rf"^\s*[{_STROKES}*]{{3,}}\s*$")
_GROUPWISE = re.compile(r"^\s{0,3}>>> .{2,160}\d.{0,20} >>>\s*$")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_][.!?…。！？])\s+")  # "3." is a day
_RUNS_ON = re.compile(r"[:：]\s{2,}\S")

_LABEL = re.compile(r"^[\s>*_|]{0,8}([^\W\d_][^:：\n@]{0,24}?)[\s*_]{0,4}[:：](.{0,400})")
_INNER_LABEL = re.compile(r"(?:^|(?<=\s))[*_]{0,2}([^\W\d_][^\W\d_' ]{0,18})[*_]{0,2}\s?[:：]")
_LABEL_KINDS = {
    label: kind for kind, labels in cast("Mapping[str, Sequence[str]]", _LISTS["labels"]).items() for label in labels
}


def attribution(lines: Sequence[str], end: int, *, before_quote: bool) -> int | None:
    """Return where the attribution that ends with line `end` begins, None where it is none.

    `before_quote`: a line with a quote mark comes next, so that less is needed to believe it.
    """
    if _runs_on(lines[end]):
        return end
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


def before_attribution(line: str) -> Sequence[str]:
    """Cut a line where an attribution follows the end of a sentence: "No. On Mon, 3 Mar 2025 Ana <ana@…> wrote:"."""
    if not _ENDS.search(line[-8:]) or len(line) > MAX_CHARACTERS * 4 or _OPENING.search(line[:200]):
        return (line,)
    for end in _SENTENCE_END.finditer(line):
        rest = line[end.end() :]
        if len(rest) <= MAX_CHARACTERS and _OPENING.search(rest[:200]) and _announces(rest, before_quote=False):
            return (line[: end.start()], rest)
    return (line,)


def _runs_on(line: str) -> bool:
    """Tell whether the quotation begins on the line of its attribution, as Yahoo's for telephones does."""
    head = _RUNS_ON.split(line[:MAX_CHARACTERS], maxsplit=1)
    if len(head) < 2 or not (verb := _VERBS.search(head[0][-40:])) or verb.end() < len(head[0][-40:].rstrip()):
        return False
    return bool(_OPENING.search(head[0]) and _DATE.search(head[0]) and _ADDRESS.search(head[0]))


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
    if _HISTORY.search(line[:200]):
        return True
    ruled = _RULED.search(line[:400])
    if not ruled:
        return False
    says_who = _VERBS.search(ruled[1]) and _ADDRESS.search(
        ruled[1]
    )  # "-----Ana <ana@…> wrote: -----", Zoho's "wrote ---"
    return bool(says_who or (len(ruled[1]) <= 80 and _BETWEEN_RULES.search(ruled[1])))


def is_lone_mark(line: str) -> bool:
    """Tell whether a line is GroupWise's ">>> Ana <ana@…> 3/3/2025 10:22 AM >>>", below which nothing is marked."""
    return bool(_GROUPWISE.search(line[:200]))


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
    has_address = bool(_ADDRESS.search(block))
    complete = {"from", "date"} <= kinds and bool(kinds & {"to", "subject"})
    undated = {"from", "to", "subject"} <= kinds and has_address
    return end if undated or (complete and ("subject" in kinds or has_address)) else None


def is_header_line(line: str) -> bool:
    """Tell whether a line is a whole header block: "From: … Sent: … To: … Subject: …", as poor converters write it."""
    if not label_of(line[:60]) or len(line) > MAX_CHARACTERS * 2:
        return False
    kinds = {_LABEL_KINDS.get(label[1].casefold(), "") for label in _INNER_LABEL.finditer(line)}
    return {"from", "date", "subject"} <= kinds and bool(_ADDRESS.search(line) or "to" in kinds)


def notes_block(lines: Sequence[str], number: int) -> int | None:
    """Return where the block begins that Lotus Notes puts above a quotation, of which line `number` is the bare "To".

    A name and a date stand above, each label has a line of its own, and what it labels follows on the next one.
    """
    if _lone_label(lines[number]) != "to" or "subject" not in map(_lone_label, lines[number + 1 : number + 12]):
        return None
    first = None
    for earlier in range(number - 1, max(-1, number - 6), -1):
        line = lines[earlier][:300]
        if first is not None and (_ADDRESS.search(line) or _is_name(line)):
            return earlier
        if _DATE.search(line):
            first = earlier
        elif line.strip():
            break
    return first


def _lone_label(line: str) -> str:
    return _LABEL_KINDS.get(line[:40].strip(" *_\t").casefold(), "")
