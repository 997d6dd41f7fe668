"""What would be said, to whom and when, before anything leaves: for `preview`, `check` and `send-test`.

rehearsal: a sequence + what is known of a contact -> scenes, each with its words, its bytes, its time
here:      scenes -> a page to look at; the scenes of everybody -> what is missing, and what is somebody else's
"""

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
from sqlalchemy import Connection

from followupd.config import Mailbox
from followupd.core.letters.leaks import Leak, leaks
from followupd.core.letters.original import Original, read_original
from followupd.core.model import Contact, Enrollment, Hold, State, StepKind
from followupd.core.sequences import Sequence
from followupd.service.asking.rehearsal import Scene, rehearse_rest
from followupd.service.house import House
from followupd.service.sending.writing import Writer, gather
from followupd.store import contacts, enrollments
from followupd.templates import spoken_seconds

_GOES_ON = frozenset({Hold.TASK, Hold.PAUSED, Hold.FAULT, Hold.STALE})  # holds after which the same words are used


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The rest of a sequence for one contact, as it would go out if nobody answered."""

    contact: Contact
    sequence: Sequence
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A message that cannot be written: `sentence` names the place in the template and the fact that is missing."""

    contact: Contact
    sequence: str
    index: int
    at: datetime  # when it would be sent
    sentence: str


# --- for everybody ----------------------------------------------------------------------------------------------------


def upcoming(
    connection: Connection, house: House, now: datetime, *, until: datetime | None = None
) -> Iterator[Preview]:
    """Rehearse what is left for everybody who is in a sequence, or `until` a moment, from what the ledger holds."""
    for enrollment in enrollments.active(connection):
        mailbox = house.settings.mailboxes.get(enrollment.mailbox)
        if mailbox is not None and (enrollment.state is State.WAITING or enrollment.hold in _GOES_ON):
            preview = _rest(connection, house, enrollment, mailbox, now, until)
            if preview is not None:
                yield preview


def _rest(
    connection: Connection,
    house: House,
    enrollment: Enrollment,
    mailbox: Mailbox,
    now: datetime,
    until: datetime | None,
) -> Preview | None:
    place = house.planner.located(enrollment)
    if place is None:
        return None  # an edit took the step away, which is said elsewhere
    sequence, index = place
    history = gather(connection, enrollment)
    writer = Writer(mailbox=mailbox, planner=house.planner, library=house.library)
    at = max(enrollment.due_at or now, now)
    scenes = rehearse_rest(writer, sequence, history, index, at, until=until)
    return Preview(contact=history.contact, sequence=sequence, scenes=tuple(scenes))


def gaps(previews: Iterable[Preview]) -> Iterator[Gap]:
    """Yield what cannot be written, each missing fact once for a contact; not what would only be passed over."""
    for preview in previews:
        told: set[str] = set()
        for scene in preview.scenes:
            if scene.fault and not scene.left_out and scene.reason not in told:
                told.add(scene.reason)
                yield Gap(
                    contact=preview.contact,
                    sequence=preview.sequence.name,
                    index=scene.index,
                    at=scene.at,
                    sentence=scene.fault,
                )


def strangers(connection: Connection, house: House, previews: Iterable[Preview]) -> list[Leak]:
    """Return what the texts say to one contact out of the row of another one."""
    rows = {contact.address: contact.fields for contact in contacts.everybody(connection)}
    texts = [
        (preview.contact.address, f"{scene.subject}\n{scene.words}") for preview in previews for scene in preview.scenes
    ]
    ours = [
        f"{box.sender.name} {box.sender.address} {box.signature} {box.postal_address}"
        for box in house.settings.mailboxes.values()
    ]
    return leaks(texts, rows, common=ours)


# --- to look at -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A scene as the page shows it."""

    scene: Scene
    when: str
    mail: Original | None
    forwarded: str  # what stands below our own words
    promise: str
    seconds: int  # that a script takes to say; 0 of what is not said


def as_html(sequence: Sequence, scenes: Many[Scene], zone: str) -> str:
    """Return a page with every message of a sequence, that needs nothing but itself; `zone` is the contact's.

    Everything in it is escaped, nothing is loaded from anywhere, and it follows the light or dark of the screen.
    """
    return _page().render(sequence=sequence, cards=[_card(scene, ZoneInfo(zone)) for scene in scenes], zone=zone)


def _card(scene: Scene, zone: ZoneInfo) -> _Card:
    mail = read_original(scene.raw) if scene.raw else None
    return _Card(
        scene=scene,
        when=_written(scene.at, zone),
        mail=mail,
        forwarded=mail.text[len(scene.words) :].strip("\n") if mail and scene.step.kind is StepKind.BUMP else "",
        promise=_written(scene.promised_at, zone) if scene.promised_at else "",
        seconds=spoken_seconds(scene.words) if scene.step.kind is StepKind.CALL else 0,
    )


def _written(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b %Y, %H:%M}"


@cache
def _page() -> jinja2.Template:
    source = Path(__file__).with_name("preview.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
