"""What a classified message means for an enrollment: Classification -> Event, with the contact's calendar."""

from datetime import datetime

from followupd.core import lifecycle
from followupd.core.calendar import schedule
from followupd.core.calendar.spans import Delay, Unit
from followupd.core.letters.threads import Match
from followupd.core.lifecycle import Event
from followupd.core.model import Classification, Contact, Fault, Hold, Kind, KindName, Label, Stop
from followupd.service.desk import Desk

AWAY = Delay(amount=5, unit=Unit.BUSINESS_DAY)  # an absence without a date
BACK = Delay(amount=1, unit=Unit.BUSINESS_DAY)  # the first day back is for the heap of mail
_ACTED_ON = frozenset({Label.YES, Label.NO, Label.LATER, Label.AUTO_REPLY, Label.BOUNCE})  # the others hold or stop


def event_of(
    desk: Desk, contact: Contact, classification: Classification, found: Match | None, at: datetime
) -> Event | None:
    """Return what a classified message means for the lifecycle, None where it changes nothing.

    A person's words that are not sure enough hold and ask, whatever they were taken for; only a wish to be left alone
    is granted on a guess.
    """
    kind = classification.kind
    if _is_a_guess(desk, classification):
        return lifecycle.Answered(label=Label.UNCLEAR)
    match classification.label:
        case Label.AUTO_REPLY:
            return _of_auto_reply(desk, contact, classification, at)
        case Label.BOUNCE:
            return None if found is None or found.outgoing is None else _of_bounce(kind)
        case Label.NO if kind.name is KindName.CALENDAR:
            return lifecycle.Cancelled(stop=Stop.NO)  # no to a meeting is not no for ever (R2.21)
        case Label.LATER:
            return lifecycle.Answered(label=Label.LATER, resume_at=resume_at(desk, contact, classification, at))
        case _:
            return lifecycle.Answered(label=classification.label)


def _of_bounce(kind: Kind) -> Event | None:
    """Stop where nobody lives there; hold where our own words were refused, as if they had been at once (R2.17)."""
    is_ours = kind.fault is Fault.MESSAGE
    if kind.name is KindName.DELAY or not (kind.permanent or is_ours):
        return None
    return lifecycle.Bounced(dead_address=kind.fault is Fault.RECIPIENT)


def _is_a_guess(desk: Desk, classification: Classification) -> bool:
    sure = classification.confidence >= desk.settings.replies.unsure_below
    return not sure and classification.label in _ACTED_ON and classification.kind.name is KindName.HUMAN


def resume_at(desk: Desk, contact: Contact, classification: Classification, at: datetime) -> datetime:
    """Return when to write again to somebody who said later: never before the day they named."""
    calendar = desk.planner.calendar(contact)
    day = classification.resume_on
    if day is None:
        day = calendar.day_of(schedule.add_delay(at, desk.settings.replies.later_default, calendar))
    return desk.planner.on(day, contact)


def _of_auto_reply(desk: Desk, contact: Contact, classification: Classification, at: datetime) -> Event | None:
    """Wait until they are back. Who has left does not come back; a challenge is for a person (R2.13, R2.14)."""
    kind = classification.kind
    if kind.name is KindName.RECEIPT:
        return None
    if kind.detail in {"left", "challenge"}:
        return lifecycle.HeldUp(hold=Hold.UNSURE)
    calendar = desk.planner.calendar(contact)
    back_on = classification.resume_on
    if back_on is None:
        return lifecycle.AutoReplied(until=schedule.add_delay(at, AWAY, calendar))
    first_day = desk.planner.on(back_on, contact)
    return lifecycle.AutoReplied(until=schedule.add_delay(first_day, BACK, calendar))
