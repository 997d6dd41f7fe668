"""What one row of the policy table is: signs that a refusal is known by, and what it means.

The rows themselves are in `status_table`; `status` asks them in order.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from followupd.core.model import Fault


class Phase(StrEnum):
    """What the server was being asked when it said so."""

    SESSION = "session"  # connecting, logging in
    SENDER = "sender"  # MAIL FROM
    RECIPIENT = "recipient"  # RCPT TO; also a delivery report, which is about one recipient
    CONTENT = "content"  # DATA and the message


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What there is to go by."""

    code: int | None  # basic code; None where a delivery report gives none
    enhanced: str  # "5.1.1"; "" where there is none
    words: str
    phase: Phase

    @property
    def temporary(self) -> bool:
        """The class of the code, else of the enhanced code; a report with neither reports a failure."""
        if self.code is not None:
            return not 500 <= self.code < 600
        return self.enhanced.startswith("4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Conditions that have to hold together; one that is empty holds for everything."""

    codes: frozenset[int]
    enhanced: re.Pattern[str] | None
    words: re.Pattern[str] | None
    phases: frozenset[Phase]
    temporary: bool | None

    def fits(self, signal: Signal) -> bool:
        """Whether all conditions hold. A report without a basic code is known by its enhanced code alone."""
        known_by_status = signal.code is None and signal.enhanced != "" and self.enhanced is not None
        return (
            (not self.codes or signal.code in self.codes or known_by_status)
            and (self.enhanced is None or self.enhanced.fullmatch(signal.enhanced) is not None)
            and (self.words is None or self.words.search(signal.words[:2000]) is not None)
            and (not self.phases or signal.phase in self.phases)
            and (self.temporary is None or self.temporary == signal.temporary)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row: any of the signs, then whose problem it is and what follows."""

    id: str
    fault: Fault
    signs: tuple[Sign, ...]
    retry_after: timedelta | None = None  # None: refused
    permanent: bool = False  # waiting alone will not mend it
    suppress: bool = False  # the address is dead
    advice: str = ""  # what the owner can do; "" where there is nothing but to wait

    def fits(self, signal: Signal) -> bool:
        """Whether this row speaks about the signal."""
        return any(sign.fits(signal) for sign in self.signs)


def when(
    *codes: int,
    status: str = "",
    words: tuple[str, ...] = (),
    phases: tuple[Phase, ...] = (),
    temporary: bool | None = None,
) -> Sign:
    """Return a sign. `status` lists enhanced codes, with "x" for either class, "*" for any number, "-" for none."""
    numbers = (re.escape(code).replace("x", "[45]", 1).replace(r"\*", r"\d+") for code in status.split())
    return Sign(
        codes=frozenset(codes),
        enhanced=re.compile("|".join(numbers).replace(r"\-", "")) if status else None,
        words=re.compile("|".join(words), re.IGNORECASE) if words else None,
        phases=frozenset(phases),
        temporary=temporary,
    )
