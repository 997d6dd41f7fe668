"""A promise: a mail of ours has named the time of the next step. How long is it kept, and who must be told when?

"I'll try you again Thursday morning" is kept by whatever happens before that morning is over where they are. A mail
keeps its promise by itself; a call is the owner's, so they are reminded while there is still time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from followupd.core.lifecycle import Fate
from followupd.core.model import ContactId, EnrollmentId

REMIND_BEFORE = timedelta(hours=1)


class Standing(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    FREED = "freed"  # they answered before, or the owner ended it: neither kept nor broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise to one contact."""

    id: int
    enrollment: EnrollmentId
    contact: ContactId
    step_key: str  # of the step whose time was named
    at: datetime  # the time that was named
    until: datetime  # the end of the part of the day that was named: what happens before it still keeps the word
    standing: Standing = Standing.OPEN
    done_at: datetime | None = None  # when what was promised happened; None where it has not (yet)
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is to be done about an open promise now, and when to look at it again (None: never)."""

    remind: bool = False
    is_broken: bool = False
    again_at: datetime | None = None


def standing(promise: Promise, fate: Fate, done_at: datetime) -> Standing:
    """Return what a promise comes to when it ends. What the owner did in time but reported late is still kept."""
    match fate:
        case Fate.DONE:
            return Standing.KEPT if done_at < promise.until else Standing.BROKEN
        case Fate.MISSED:
            return Standing.BROKEN
        case Fate.FREED:
            return promise.standing if promise.standing is Standing.BROKEN else Standing.FREED


def time_kept(promise: Promise, now: datetime) -> datetime | None:
    """Return when it was kept, or that it is being kept at this moment; None where it was not."""
    match promise.standing:
        case Standing.KEPT:
            return promise.done_at
        case Standing.OPEN:
            return now if promise.at <= now < promise.until else None
        case Standing.BROKEN | Standing.FREED:
            return None


def look(promise: Promise, now: datetime, *, task_is_open: bool) -> Look:
    """Look at an open promise: it is broken once its part of the day is over, and an open task is called out before."""
    if now >= promise.until:
        return Look(is_broken=True)
    remind_at = max(promise.until - REMIND_BEFORE, promise.at)
    if now < remind_at:
        return Look(again_at=remind_at)
    return Look(remind=task_is_open and promise.reminded_at is None, again_at=promise.until)
