"""What a refusal means for the whole mailbox: how long it rests, whether its cap shrinks, whether its owner is told.

The verdict about one mail is `status.judge`'s; this is the rest of the policy table (requirements 4b): the trouble of
an account concerns every mail that it would send, and two mails refused for their words are the account's, too.
"""

from dataclasses import dataclass
from datetime import timedelta

from followupd.core.delivery.status import Deferred, Refused, SmtpVerdict
from followupd.core.model import Fault

POLICY = "message.policy"
POLICY_WITHIN = timedelta(days=1)
POLICY_ENOUGH = 2
THROTTLE = "account.rate"
SHORTEST_AFTER_FAULT = timedelta(minutes=30)  # wrong credentials twice an hour at the most: no lock-out (R3.11)

_UNTIL_RESUMED = frozenset({"account.blocked"})
_RESUME = "Nothing is sent from this mailbox until you type: followupd resume --all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A mailbox that is to send nothing for a while."""

    rule: str
    why: str
    length: timedelta | None  # None: until its owner resumes it
    tell: bool  # its owner is to know at once
    halves: bool = False  # the cap of the day is halved until tomorrow


def is_policy(verdict: SmtpVerdict) -> bool:
    """Say whether a mail was refused for its words or its sender: to be counted."""
    return isinstance(verdict, Refused) and verdict.rule == POLICY


def rest_of(verdict: SmtpVerdict, policy_refusals: int) -> Rest | None:
    """Return how the mailbox rests, None where only this mail is concerned.

    `policy_refusals` counts those of the last `POLICY_WITHIN` in this mailbox, this verdict included.
    """
    if not isinstance(verdict, Deferred | Refused):
        return None
    if is_policy(verdict) and policy_refusals >= POLICY_ENOUGH:
        why = f"{policy_refusals} mails were refused for their words or their sender within a day, the last: "
        return Rest(rule="account.policy", why=f"{why}{_said(verdict)} {_RESUME}", length=None, tell=True)
    if verdict.fault is not Fault.ACCOUNT:
        return None
    if verdict.rule in _UNTIL_RESUMED:
        return Rest(rule=verdict.rule, why=f"{_said(verdict)} {_RESUME}", length=None, tell=True)
    return Rest(
        rule=verdict.rule,
        why=_said(verdict),
        length=_length(verdict),
        tell=verdict.permanent or verdict.advice != "",
        halves=verdict.rule == THROTTLE,
    )


def rest_of_report(verdict: SmtpVerdict, policy_refusals: int) -> Rest | None:
    """Return the same for what a delivery report says: of another server, which knows nothing of our login."""
    rest = rest_of(verdict, policy_refusals)
    return rest if rest is not None and rest.rule.startswith("account.") else None


def _length(verdict: Deferred | Refused) -> timedelta:
    asked = verdict.retry_after if isinstance(verdict, Deferred) else SHORTEST_AFTER_FAULT
    return max(asked, SHORTEST_AFTER_FAULT) if verdict.permanent else asked


def _said(verdict: Deferred | Refused) -> str:
    said = f"{verdict.code or ''} {' '.join(verdict.text.split())[:300]}".strip()
    return f"the server says: {said}. {verdict.advice}".rstrip()
