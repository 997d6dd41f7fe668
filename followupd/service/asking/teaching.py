"""What the owner teaches the reader: a correction becomes a lesson, a lesson a version of the model, and back again.

Functions of a `Connection`, each returning a sentence that says what was done.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from followupd.core.errors import UsageError
from followupd.core.model import Asks, Contact, Label, Person, Question
from followupd.replies.answers import asked
from followupd.replies.classify import read
from followupd.replies.learning.guard import shipped_guard
from followupd.replies.learning.memory import Lesson, Reach
from followupd.replies.learning.prints import writer_key
from followupd.replies.learning.teaching import Outcome, in_force, teach
from followupd.replies.learning.traces import Trace, pack, trace_of
from followupd.replies.phrases.lexicon import Lexicon
from followupd.replies.phrases.shipped import shipped_lexicon
from followupd.replies.reading import script
from followupd.service.lessons import lesson_of, lessons_in, lessons_of
from followupd.service.plans import Planner
from followupd.store import lessons
from followupd.store.lessons import SHIPPED, Correction, Version
from followupd.store.replies import Reply

_ASKS = frozenset(each.value for each in Asks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """One line of the history: a version, what it adds to the one before, and whether it is in use.

    Of the shipped version, and of a correction that was erased with its person, `correction` is None.
    """

    number: int
    correction: Correction | None
    version: Version | None  # None: the one that ships
    lessons: Sequence[Lesson]  # that it is made of, oldest first
    is_in_use: bool


def learn(
    connection: Connection,
    planner: Planner,
    reply: Reply,
    contact: Contact,
    label: Label,
    *,
    until: date | None,
    at: datetime,
    lexicon: Lexicon | None = None,
) -> str:
    """Store a correction and let the reader learn from it; return what it learnt, in a sentence or two."""
    trace = _trace(reply, contact, planner, lexicon or shipped_lexicon())
    correction = Correction(
        reply=reply.id,
        contact=reply.contact,
        made_at=at,
        was=reply.label,
        label=label,
        until=until,
        writer=writer_key(Person(address=reply.sender)),
        trace=pack(trace) if trace else None,
    )
    correction = replace(correction, id=lessons.correct(connection, correction))
    if trace is None:
        return "There are no words in it to learn from."
    parent = lessons.in_use(connection)
    outcome = teach(lessons_in(connection, parent), lesson_of(correction), shipped_guard())
    number = _keep(connection, parent, outcome, at)
    return f"{_said(outcome, reply.sender)} {_held(outcome)}This is version {number} of the model."


def _keep(connection: Connection, parent: int, outcome: Outcome, at: datetime) -> int:
    version = Version(
        parent=parent,
        correction=outcome.lesson.number,
        made_at=at,
        reach=outcome.lesson.reach.value,
        why=outcome.why,
        held=outcome.held,
        earlier=outcome.earlier,
        checked=outcome.checked,
    )
    return lessons.add(connection, version)


def _trace(reply: Reply, contact: Contact, planner: Planner, lexicon: Lexicon) -> Trace | None:
    """Return what is kept of a stored reply, as the reader saw it; None where nothing was written."""
    question = Question(
        now=reply.decided_at,
        timezone=planner.zone(contact).name,
        asks=Asks(reply.asked) if reply.asked in _ASKS else None,
        country=contact.country or planner.settings.country,
        language=contact.language,
    )
    page = script(reply.fresh.strip(), lexicon, contact.language)
    if not page.size:
        return None
    ours = asked(question, reply.quoted, lexicon)
    if reply.asked is not None:
        ours = replace(ours, what=reply.asked)
    writer = Person(address=reply.sender, name=contact.name if reply.sender == contact.address else "")
    return trace_of(page, ours, read(page, ours, question, lexicon), writer, lexicon)


def _said(outcome: Outcome, sender: str) -> str:
    label = outcome.lesson.label
    match outcome.lesson.reach:
        case Reach.WEIGHTS:
            return f"From now on replies like this are read as {label}."
        case Reach.WORDS:
            return (
                f"From now on these words, or much the same, are read as {label}. "
                f"The weights were left alone: {outcome.why}."
            )
        case Reach.WRITER:
            return (
                f"Should {sender} write the same again, it is shown to you as {label}; nobody else's replies are read "
                f"by it: {outcome.why}."
            )


def _held(outcome: Outcome) -> str:
    if not outcome.earlier:
        return ""
    plural = "" if outcome.earlier == 1 else "s"
    verb = "holds" if outcome.held == outcome.earlier == 1 else "hold"
    return f"{outcome.held} of {outcome.earlier} earlier correction{plural} still {verb}. "


# --- versions -------------------------------------------------------------------------------------------------------


def history(connection: Connection) -> Sequence[Learnt]:
    """Return all versions of the model, the one that ships first."""
    known, corrections = lessons.versions(connection), lessons.everything(connection)
    current = lessons.in_use(connection)
    shipped = Learnt(number=SHIPPED, correction=None, version=None, lessons=(), is_in_use=current == SHIPPED)
    made = [
        Learnt(
            number=version.id,
            correction=corrections.get(version.correction),
            version=version,
            lessons=in_force(lessons_of(lessons.chain(known, version.id), corrections)),
            is_in_use=version.id == current,
        )
        for version in known
    ]
    return [shipped, *made]


def go_back(connection: Connection) -> str:
    """Use the version that the present one was made from."""
    current = lessons.in_use(connection)
    if current == SHIPPED:
        raise UsageError("The model in use is the one that ships: there is nothing before it. See: followupd model")
    made_of = lessons.chain(lessons.versions(connection), current)
    return use(connection, made_of[-1].parent)


def use(connection: Connection, number: int) -> str:
    """Use this version; 0 is the one that ships. Nothing is lost: any other can be used again."""
    known = {version.id for version in lessons.versions(connection)}
    if number != SHIPPED and number not in known:
        raise UsageError(f"There is no version {number} of the model. See which there are: followupd model")
    before = lessons.in_use(connection)
    lessons.use(connection, number)
    name = "the model that ships" if number == SHIPPED else f"version {number}"
    return f"Replies are read by {name} from now on. To return: followupd model use {before}"
