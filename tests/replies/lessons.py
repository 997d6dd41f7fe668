"""Lessons as the tests of the learning give them: a reply in words, and what the owner says it means."""

from datetime import UTC, date, datetime

from followupd.core.model import Asks, Classification, Inbound, Label, Person, Question, ReplyId
from followupd.replies.answers import asked
from followupd.replies.classify import classify, read
from followupd.replies.learning.memory import Lesson, Reach
from followupd.replies.learning.prints import writer_key
from followupd.replies.learning.taught import Taught
from followupd.replies.learning.traces import Trace, trace_of
from followupd.replies.phrases.shipped import shipped_lexicon
from followupd.replies.reading import script

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAM = Person(address="sam@acme.example", name="Sam Miller")
KIM = Person(address="kim@globex.example", name="Kim Novak")

# Refusals in words that no guard reply is like; a test takes one that the model of the day does read as a no.
REFUSALS = (
    "We went with another supplier for the packing hall, Brandt, who has had a man standing in it since the summer.",
    "We no longer need the pump for the packing hall, because Brandt has lent one of theirs to the people in Lyon.",
    "The pump for the packing hall is not needed, for the people in Lyon have found one of Brandt's in the cellar.",
    "We bought the machine from Brandt after all, and it has been standing in the hall since the summer.",
    "My boss told me on the phone that we will go with Brandt, as the people in Lyon have done for a good many years.",
)


def question(asks: Asks | None = None) -> Question:
    return Question(now=NOW, timezone="Europe/Berlin", asks=asks)


def trace(text: str, *, writer: Person = SAM, asks: Asks | None = None) -> Trace:
    """What is kept of a reply."""
    lexicon = shipped_lexicon()
    page = script(text, lexicon)
    ours = asked(question(asks), "", lexicon)
    return trace_of(page, ours, read(page, ours, question(asks), lexicon), writer, lexicon)


def lesson(
    text: str,
    label: Label,
    *,
    writer: Person = SAM,
    number: int = 1,
    asks: Asks | None = None,
    reach: Reach = Reach.WEIGHTS,
    was: Label = Label.NO,
) -> Lesson:
    """A correction of a reply, which has the same number."""
    return Lesson(
        number=number,
        reply=ReplyId(number),
        was=was,
        label=label,
        taught_on=date(2026, 11, 22),
        writer=writer_key(writer),
        trace=trace(text, writer=writer, asks=asks),
        reach=reach,
    )


def said(text: str, taught: Taught | None = None, *, writer: Person = SAM, asks: Asks | None = None) -> Classification:
    """What a reply is taken for."""
    inbound = Inbound(message_id="<1@acme.example>", sender=writer, fresh=text)
    return classify(inbound, question(asks), taught=taught)
