"""Why a mail was not delivered: the words of servers and the codes of RFC 3463 -> whose problem, and for how long.

Words come first, for the same code means a dozen things in the wild; then the enhanced status code, then the reply
code. Only what makes the address itself dead is permanent (R2.17): everything of 5.7.x is about the sender.
"""

import re
from dataclasses import dataclass, replace

from followupd.core.delivery.status import judge_report
from followupd.core.model import Evidence, Fault
from followupd.replies.patterns import Words, compiled, word_lists

MAX_WORDS = 8000


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of failure. `permanent`: waiting will not help; where the fault is the recipient's, they are gone."""

    name: str
    fault: Fault
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A reason with the words or the code that it rests on."""

    reason: Reason
    evidence: Evidence


UNKNOWN_USER = Reason("user-unknown", Fault.RECIPIENT, permanent=True)
UNKNOWN_HOST = Reason("host-unknown", Fault.RECIPIENT, permanent=True)
NULL_MX = Reason("null-mx", Fault.RECIPIENT, permanent=True)
MOVED = Reason("moved", Fault.RECIPIENT, permanent=True)
DISABLED = Reason("disabled", Fault.RECIPIENT, permanent=True)
FULL = Reason("mailbox-full", Fault.RECIPIENT)
BUSY = Reason("recipient-busy", Fault.RECIPIENT)
POLICY = Reason("policy", Fault.MESSAGE)
QUOTA = Reason("sending-limit", Fault.ACCOUNT)
TOO_BIG = Reason("too-big", Fault.MESSAGE)
MALFORMED = Reason("malformed", Fault.MESSAGE)
# Alive, but out of reach: whoever sees to it is the owner, and the address is not suppressed.
NEEDS_SMTPUTF8 = Reason("needs-smtputf8", Fault.MESSAGE, permanent=True)
EXPIRED = Reason("expired", Fault.DOMAIN)
SYSTEM = Reason("their-system", Fault.DOMAIN)
UNSTATED = Reason("unstated", Fault.RECIPIENT)


_REASONS = {
    reason.name: reason
    for reason in (
        *(UNKNOWN_USER, UNKNOWN_HOST, NULL_MX, MOVED, DISABLED, FULL, BUSY),
        *(POLICY, QUOTA, TOO_BIG, MALFORMED, NEEDS_SMTPUTF8, EXPIRED, SYSTEM, UNSTATED),
    )
}


def _read_words() -> tuple[tuple[Reason, Words], ...]:
    entries = word_lists("failures")["reasons"]
    assert isinstance(entries, list)
    return tuple((_REASONS[entry["name"]], compiled(entry["words"])) for entry in entries)


_WORDS = _read_words()
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")
_BASIC = re.compile(r"(?<![\d.])([45])([0-5])(\d)(?=[ -])")
_BUSY = re.compile(
    r"gr[ae]y-?list|(?:receiv\w+|deliver\w*) (?:mail )?(?:at a rate|too (?:quickly|many|fast))|recipient .{0,30}rate",
    re.IGNORECASE,
)

_TRY_AGAIN = re.compile(r"try again later|host not found, try again|temporar", re.IGNORECASE)
_VAGUE = frozenset({EXPIRED, SYSTEM, UNSTATED})
_MAY_PASS = frozenset({UNKNOWN_HOST, DISABLED})  # what a name server or an operator may mend before it is final

_BY_SUBJECT_AND_DETAIL: dict[str, Reason] = {
    "1.0": UNKNOWN_USER,
    "1.1": UNKNOWN_USER,
    "1.2": UNKNOWN_HOST,
    "1.3": UNKNOWN_USER,
    "1.4": UNSTATED,
    "1.6": MOVED,
    "1.7": POLICY,
    "1.8": POLICY,
    "1.10": NULL_MX,
    "2.1": DISABLED,
    "2.2": FULL,
    "2.3": TOO_BIG,
    "3.4": TOO_BIG,
    "4.4": UNKNOWN_HOST,
    "4.5": QUOTA,
    "4.310": UNKNOWN_HOST,
    "5.3": QUOTA,
    "6.7": NEEDS_SMTPUTF8,
}
_BY_SUBJECT: dict[str, Reason] = {
    "1": UNKNOWN_USER,
    "2": UNSTATED,
    "3": SYSTEM,
    "4": EXPIRED,
    "5": SYSTEM,
    "6": MALFORMED,
    "7": POLICY,
}
_BY_REPLY_CODE = {"552": FULL, "551": MOVED, "421": EXPIRED, "450": SYSTEM, "451": SYSTEM, "452": FULL}


def failure_of(words: str, status: str = "") -> Failure:
    """Find the reason in a diagnostic or in the text of a bounce; `status` is the report's own field, if any.

    Whether it is the whole account's problem, the policy table of the sending side says: a refusal means the same at
    once and an hour later.
    """
    words = " ".join(words[:MAX_WORDS].split())
    found = _found(words, status)
    if not found.reason.permanent and judge_report(status, words).rule.startswith("account."):
        reason = POLICY if found.reason is UNSTATED else found.reason
        return replace(found, reason=replace(reason, fault=Fault.ACCOUNT))
    return found


def _found(words: str, status: str) -> Failure:
    said, coded = _by_words(words), _by_code(status) or _by_code(words)
    if said and coded and said.reason in _VAGUE and coded.reason not in _VAGUE:
        return coded
    if said and said.reason in _MAY_PASS and (status.startswith("4") or _TRY_AGAIN.search(words)):
        return _failure(EXPIRED, said.evidence.text)
    return said or coded or _by_reply_code(words) or _failure(UNSTATED, status or words[:80])


def _by_words(words: str) -> Failure | None:
    if busy := _BUSY.search(words):
        return _failure(BUSY, busy[0])
    for reason, pattern in _WORDS:
        if found := pattern.search(words):
            return _failure(reason, found[0])
    return None


def _by_code(text: str) -> Failure | None:
    for found in _ENHANCED.finditer(text):
        cls, subject, detail = found.groups()
        if cls == "2" or subject == "0":
            continue
        reason = _BY_SUBJECT_AND_DETAIL.get(f"{subject}.{detail}") or _BY_SUBJECT.get(subject, UNSTATED)
        if cls == "4" and reason.permanent:
            reason = EXPIRED if reason in {UNKNOWN_HOST, NULL_MX} else BUSY
        return _failure(reason, found[0])
    return None


def _by_reply_code(text: str) -> Failure | None:
    found = _BASIC.search(text)
    reason = _BY_REPLY_CODE.get(found[0]) if found else None
    return _failure(reason, found[0]) if found and reason else None


def _failure(reason: Reason, text: str) -> Failure:
    return Failure(reason, Evidence(text=text.strip(), why=f"bounce.{reason.name}"))
