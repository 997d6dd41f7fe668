"""What must hold of a run, whatever the weather was: a history and an ending -> what is wrong with them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from followupd.core.model import Label, State, Stop
from followupd.store.mails import MailState
from tests.weather.cast import STEPS
from tests.weather.history import (
    Answered,
    Arrived,
    Barred,
    Ending,
    Handed,
    Happening,
    Invited,
    Looked,
    Marked,
    Read,
    Standing,
)

T = TypeVar("T")
WATCHED = ("INBOX", "Junk")
LATE = timedelta(hours=2)  # what came due so long ago, in fair weather, stands still
STOPS = {Label.YES: Stop.YES, Label.NO: Stop.NO, Label.UNSUBSCRIBE: Stop.UNSUBSCRIBED}
SUPPRESSED = {Label.NO, Label.UNSUBSCRIBE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A promise that was broken."""

    rule: str
    words: str


Check = Callable[[list[Happening], Ending], Iterator[str]]


def judge(happenings: list[Happening], ending: Ending) -> list[Violation]:
    """Return every broken promise, none where all were kept."""
    return [Violation(rule=rule, words=words) for rule, check in CHECKS.items() for words in check(happenings, ending)]


def _of(kind: type[T], happenings: Iterable[object]) -> list[T]:
    return [each for each in happenings if isinstance(each, kind)]


def _repeated(items: Iterable[str]) -> list[str]:
    return [f"{item}: {count} times" for item, count in Counter(items).items() if count > 1]


def _twice(happenings: list[Happening], _: Ending) -> Iterator[str]:
    arrived = _of(Arrived, happenings)
    yield from _repeated(each.message_id for each in arrived)
    yield from _repeated(f"{each.contact} got step {each.step}" for each in arrived)


def _after_an_answer(happenings: list[Happening], _: Ending) -> Iterator[str]:
    """An answer counts from when on a reading began that came to its end before the claim."""
    heard: dict[str, int] = {}
    answers: dict[str, list[tuple[int, Answered]]] = {}
    for number, each in enumerate(happenings):
        match each:
            case Answered():
                answers.setdefault(each.contact, []).append((number, each))
            case Read(folder=folder, began=began):
                heard[folder] = max(began, heard.get(folder, 0))
            case Handed(contact=contact, at=at):
                for lay_there, answer in answers.get(contact, []):
                    if lay_there < heard.get(answer.folder, 0) and at < answer.quiet_until:
                        yield f"{contact} was written to at {at:%d %H:%M}, after their {answer.label}"


def _without_listening(happenings: list[Happening], _: Ending) -> Iterator[str]:
    """Cannot hear, does not speak: the clock stands still between the reading and the claim (R2.26)."""
    read_at = {}
    for each in happenings:
        match each:
            case Read(folder=folder, at=at):
                read_at[folder] = at
            case Handed(contact=contact, at=at):
                unheard = [folder for folder in WATCHED if read_at.get(folder) != at]
                if unheard:
                    yield f"{contact} was written to at {at:%d %H:%M} without a look into {', '.join(unheard)}"


def _to_the_suppressed(happenings: list[Happening], _: Ending) -> Iterator[str]:
    barred: set[str] = set()
    for each in happenings:
        match each:
            case Barred(contact=contact):
                barred.add(contact)
            case Looked(contact=contact) if contact in barred:
                yield f"{contact} is on the list, and the last look found nothing"


def _answers_once(happenings: list[Happening], ending: Ending) -> Iterator[str]:
    given = Counter(each.message_id for each in _of(Answered, happenings))
    for place, found in (("the database", Counter(ending.stored)), ("replies.jsonl", Counter(ending.logged))):
        yield from (f"{each} is not in {place}" for each in given - found)
        yield from (f"{each} is in {place} once too often" for each in found - given)


def _effects(happenings: list[Happening], ending: Ending) -> Iterator[str]:
    standings = {each.contact: each for each in ending.standings}
    for answer in _of(Answered, happenings):
        standing = standings[answer.contact]
        if answer.label in STOPS and standing.stop not in {STOPS[answer.label], Stop.EXHAUSTED}:  # or it came too late
            yield f"{answer.contact} said {answer.label} and is {standing.state} ({standing.stop or standing.hold})"
        if answer.label in SUPPRESSED and answer.contact not in ending.suppressed:
            yield f"{answer.contact} said {answer.label} and is not suppressed"
        if answer.label is Label.QUESTION and (standing.state, standing.unsure_tasks) != (State.HELD, 1):
            yield f"{answer.contact} asked, is {standing.state} and was shown {standing.unsure_tasks} times"


def _lost(happenings: list[Happening], ending: Ending) -> Iterator[str]:
    arrived = {(each.contact, each.step) for each in _of(Arrived, happenings)}
    for standing in ending.standings:
        match standing.state:
            case State.SENDING:
                yield f"{standing.contact} is being sent to for ever"
            case State.WAITING if standing.due_at is not None and standing.due_at < ending.at - LATE:
                yield f"{standing.contact} was due at {standing.due_at:%d %H:%M}, and nothing happens"
            case State.HELD if standing.hold not in standing.open_tasks:
                yield f"{standing.contact} is held ({standing.hold}), and nobody is told"
            case State.STOPPED:
                yield from _stopped_short(happenings, standing, arrived)
            case _:
                pass


def _stopped_short(happenings: list[Happening], standing: Standing, arrived: set[tuple[str, str]]) -> Iterator[str]:
    """Whoever is done with has had everything, or there is a reason why not."""
    if standing.stop is Stop.EXHAUSTED:
        missing = [step for step in STEPS if (standing.contact, step) not in arrived]
        if missing:
            yield f"{standing.contact} came to the end without {', '.join(missing)}"
        return
    answers = {STOPS.get(each.label) for each in _of(Answered, happenings) if each.contact == standing.contact}
    barred = any(each.contact == standing.contact for each in _of(Barred, happenings))
    refused = standing.stop is Stop.UNDELIVERABLE and not any(who == standing.contact for who, _ in arrived)
    if standing.stop not in answers and not barred and not refused:
        yield f"{standing.contact} is stopped ({standing.stop}) for no reason"


def _books(happenings: list[Happening], ending: Ending) -> Iterator[str]:
    """What the database says was sent is there, and the other way round."""
    arrived = {each.message_id for each in _of(Arrived, happenings)}
    state = {mail.message_id: mail.state for mail in ending.mails}
    yield from (f"{each} arrived and is unknown" for each in arrived - state.keys())
    for mail in ending.mails:
        there = mail.message_id in arrived
        if there and mail.state not in {MailState.ACCEPTED, MailState.IN_DOUBT}:
            yield f"the mail to {mail.contact} arrived and is {mail.state}"
        if not there and mail.state is MailState.ACCEPTED:
            yield f"the mail to {mail.contact} is accepted and did not arrive"


def _unfounded_doubts(happenings: list[Happening], ending: Ending) -> Iterator[str]:
    """A doubt needs a mark, and an invitation by the server before it: else the last byte cannot have left."""
    marked = {each.message_id for each in _of(Marked, happenings)}
    invited = {each.contact for each in _of(Invited, happenings)}
    for mail in ending.mails:
        possible = mail.message_id in marked and (mail.contact in invited or not ending.in_the_clear)
        if mail.was_in_doubt and not possible:
            yield f"the mail to {mail.contact} was doubted and cannot have left"


def _unsettled_doubts(_: list[Happening], ending: Ending) -> Iterator[str]:
    """Where the provider files what it sends, Sent ends every doubt but the second about the same mail."""
    if ending.files_sent:
        filed = set(ending.in_sent)
        for mail in ending.mails:
            if mail.state is MailState.IN_DOUBT and mail.message_id in filed:
                yield f"the mail to {mail.contact} lies in Sent and is doubted still"


def _copies(_: list[Happening], ending: Ending) -> Iterator[str]:
    yield from _repeated(f"{each} in Sent" for each in ending.in_sent)
    sent = {mail.message_id for mail in ending.mails if mail.state is MailState.ACCEPTED}
    yield from (f"{each} is accepted and has no copy in Sent" for each in sent - set(ending.in_sent))


def _clean_inbox(happenings: list[Happening], ending: Ending) -> Iterator[str]:
    """Nothing of ours is left among the owner's mail."""
    theirs = {each.message_id for each in _of(Answered, happenings)}
    yield from (f"{each} lies in the owner's Inbox" for each in ending.in_inbox if each not in theirs)


def _alive(_: list[Happening], ending: Ending) -> Iterator[str]:
    yield from ending.outcry


def _recovered(_: list[Happening], ending: Ending) -> Iterator[str]:
    yield from ending.unrecovered


CHECKS: dict[str, Check] = {
    "a mail twice": _twice,
    "a mail after an answer": _after_an_answer,
    "a mail without listening": _without_listening,
    "a mail to the suppressed": _to_the_suppressed,
    "an answer not exactly once": _answers_once,
    "an answer without its effect": _effects,
    "something lost": _lost,
    "the books are wrong": _books,
    "a doubt without a reason": _unfounded_doubts,
    "a doubt without an end": _unsettled_doubts,
    "copies in Sent": _copies,
    "something left in the Inbox": _clean_inbox,
    "a fault in the program": _alive,
    "no recovery": _recovered,
}
