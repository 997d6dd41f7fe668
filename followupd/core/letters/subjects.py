"""Subjects: what stands in front of them (Re:, AW:, 转发: …) and what is left without it.

Two uses, two strengths. `bare_subject` is for writing: a follow-up must carry its thread's subject unchanged but
for one prefix, or Gmail starts a new conversation (R1.9, R1.10). `base_subject` is for comparing (RFC 5256
section 2.1): it also takes off "[list]", "(fwd)" and "[Fwd: …]".
"""

import re

MAX_SUBJECT = 998
"""Characters of a subject that are read; more is nobody's subject."""

_SURE = (
    "re", "aw", "antw", "antwort", "sv", "odp", "ynt", "bls", "vá", "ats", "atb", "odg", "απ", "отв", "відп",
    "回复", "答复", "回覆", "答覆", "返信", "회신", "답장", "השב", "תשובה", "رد",
    "fwd", "fw", "wg", "vl", "vb", "doorst", "i̇lt", "ilt", "προωθ", "σχετ", "пересл", "redir", "videresend",
    "转发", "轉寄", "轉發", "転送", "전달", "הועבר", "إعادة توجيه",
)  # fmt: skip
"""Prefixes that no language starts a subject of its own with."""

_DOUBTFUL = ("r", "i", "res", "rif", "ref", "vs", "tr", "enc", "rv", "pd", "на")
"""Prefixes of some client that may as well be a subject's own first word: "Ref: 4711", "TR: invoice"."""


def _prefixes(words: tuple[str, ...]) -> re.Pattern[str]:
    """One or more prefixes in a row, each with the counter of some clients: "Re[2]:", "RE^3:", "回复："."""
    one = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:(?:{one}) ?(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,4}})? ?[:：] ?)+", re.IGNORECASE)


_ALONE = _prefixes(_SURE)
_IN_THREAD = _prefixes(_SURE + _DOUBTFUL)
_BLOB = re.compile(r"\[[^\[\]]*\] ?")
_WRAPPER = re.compile(r"\[fwd: ?(.*)\]", re.IGNORECASE)
_TRAILER = re.compile(r"(?: ?\(fwd\))+$", re.IGNORECASE)


def clean_subject(text: str) -> str:
    """Return the subject with each run of white space made one space and none at the ends; no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text[:MAX_SUBJECT]).strip(" ")


def bare_subject(text: str, *, in_thread: bool = False) -> str:
    """Return the subject without reply and forward prefixes, otherwise untouched.

    `in_thread`: other signs (References) say that this is an answer, so that doubtful prefixes count as well.
    """
    text = clean_subject(text)
    prefix = (_IN_THREAD if in_thread else _ALONE).match(text)
    return text[prefix.end() :] if prefix else text


def base_subject(text: str, *, in_thread: bool = False) -> str:
    """Return the base subject of RFC 5256 section 2.1, its case folded: equal for all mails of a thread."""
    text = _TRAILER.sub("", clean_subject(text))
    while True:
        shorter = _without_blob(bare_subject(text, in_thread=in_thread))
        if wrapped := _WRAPPER.fullmatch(shorter):
            shorter = _TRAILER.sub("", wrapped[1])
        if shorter == text:
            return text.casefold()
        text = shorter


def same_subject(theirs: str, ours: str) -> bool:
    """Whether two mails could be of one thread by their subjects. Two empty subjects are not the same one."""
    base = base_subject(ours)
    return bool(base) and base in {base_subject(theirs), base_subject(theirs, in_thread=True)}


def _without_blob(text: str) -> str:
    """Take off one "[list]" in front, unless nothing would be left of the subject."""
    blob = _BLOB.match(text)
    return text[blob.end() :] if blob and blob.end() < len(text) else text
