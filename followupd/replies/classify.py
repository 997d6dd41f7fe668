"""Inbound → Classification: what a message means for a sequence, with every reason for it.

The order: what made the message (kinds), whether there is anything to read, what the rules read in it given what we
asked, what the weights make of it, and which label costs least to be wrong about. The words of a wish to be left alone
decide at once: no weight and no threshold turns them into anything but the end or a look by a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from followupd.core.model import Classification, Evidence, Inbound, Kind, KindName, Label, Person, Question
from followupd.replies.answers import Asked, apply, asked, choice, is_answer
from followupd.replies.decide import COSTS, UNSURE_BELOW, Decision, Table, decide
from followupd.replies.features import features, is_word, row
from followupd.replies.kinds import kind_of
from followupd.replies.learning.prints import print_of, writer_key
from followupd.replies.learning.taught import Taught, revise
from followupd.replies.learning.traces import sees_a_stop
from followupd.replies.model import Model, shipped_model, softmax
from followupd.replies.phrases.lexicon import Lexicon, Strength
from followupd.replies.phrases.shipped import shipped_lexicon
from followupd.replies.reading import Cue, Reading, Script, find_cues, script, weigh
from followupd.replies.when import Mention, Purpose, find_dates, resume_date

_MAX_EVIDENCE = 6
_BARE = 8  # words around a date that leave it bare
_STOP_FIRST = 2.0  # what a wish to be left alone adds, however politely it is put: recall before precision
_SETTLED = 12.0  # what they said outright adds: the weights do not know what stood beside the number they picked
_STOP_SURE = 0.97
_STOP_DOUBTED = 0.20  # of 1,900 replies with such words in the cross-validation, 69 were below it: 3 of them stops
_NEAR_DAYS = 14  # a bare date this near answers "when shall we talk?"; a later one says "not before"
_SPANS = (("week", 7), ("near", 14), ("soon", 31), ("quarter", 95))  # days
_SOON_DAYS = 31  # a day this near after a yes is the day of the call
_CALENDAR = {"accepted": Label.YES, "declined": Label.NO, "request": Label.YES}
_MACHINES = {
    KindName.AUTO_REPLY: Label.AUTO_REPLY,
    KindName.BOUNCE: Label.BOUNCE,
    KindName.DELAY: Label.BOUNCE,
    KindName.RECEIPT: Label.AUTO_REPLY,
    KindName.COMPLAINT: Label.UNSUBSCRIBE,
    KindName.UNREADABLE: Label.UNCLEAR,
}
_BEYOND_TEACHING = frozenset({KindName.COMPLAINT, KindName.DELAY, KindName.UNREADABLE})
_PURPOSE: Mapping[Label, Purpose] = {Label.AUTO_REPLY: "absence", Label.YES: "meeting"}
_HAS_DATE = frozenset({Label.YES, Label.LATER, Label.AUTO_REPLY})  # others name days only as reasons
_COIN = 0.5  # below every threshold: the owner is asked
_STRUCTURE_CONFIDENCE = 0.98  # structure does not lie, but programs that write it do


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What replies are read with; the defaults are what the program ships."""

    lexicon: Lexicon
    model: Model
    costs: Table
    unsure_below: float
    taught: Taught | None = None  # the owner's corrections; None where there are none


def classify(
    inbound: Inbound,
    question: Question,
    lexicon: Lexicon | None = None,
    *,
    model: Model | None = None,
    costs: Table = COSTS,
    unsure_below: float = UNSURE_BELOW,
    taught: Taught | None = None,
) -> Classification:
    """Say what a message means. Never raises for anything a message contains."""
    kind = kind_of(inbound)
    reader = Reader(
        lexicon=lexicon or shipped_lexicon(),
        model=model or shipped_model(),
        costs=costs,
        unsure_below=unsure_below,
        taught=taught,
    )
    if kind.name is KindName.CALENDAR:
        return _of_calendar(inbound, question, kind)
    if kind.name in _MACHINES:
        found = _of_machine(inbound, question, kind)
        is_open = reader.taught is not None and kind.name not in _BEYOND_TEACHING
        return _retold(found, inbound, question, reader) if is_open else found
    return _of_person(inbound, question, kind, reader)


def _of_machine(inbound: Inbound, question: Question, kind: Kind) -> Classification:
    label = _MACHINES[kind.name]
    evidence = kind.evidence
    if kind.name is KindName.DELAY:
        evidence = (*evidence, Evidence(text="not delivered yet, still being tried", why="bounce.temporary"))
    confidence = 0.5 if label is Label.UNCLEAR else _STRUCTURE_CONFIDENCE
    found = Classification(label=label, confidence=confidence, evidence=evidence, kind=kind)
    return _dated(found, inbound.fresh, question) if label is Label.AUTO_REPLY else found


def _retold(found: Classification, inbound: Inbound, question: Question, reader: Reader) -> Classification:
    """Let the owner have said otherwise of the same words of a robot."""
    page = script(inbound.fresh, reader.lexicon, question.language)
    ours = asked(question, inbound.quoted, reader.lexicon)
    return _as_taught(found, page, ours, read(page, ours, question, reader.lexicon), reader, inbound.sender)


def _of_calendar(inbound: Inbound, question: Question, kind: Kind) -> Classification:
    label = _CALENDAR.get(kind.detail, Label.UNCLEAR)
    evidence = (*kind.evidence, Evidence(text=f"meeting {kind.detail}", why=f"calendar.{kind.detail or 'unknown'}"))
    found = Classification(label=label, confidence=_STRUCTURE_CONFIDENCE, evidence=evidence, kind=kind)
    return _dated(found, inbound.fresh, question)


def _of_person(inbound: Inbound, question: Question, kind: Kind, reader: Reader) -> Classification:
    text = inbound.fresh.strip() or _subject_words(inbound.subject)
    page = script(text, reader.lexicon, question.language)
    ours = asked(question, inbound.quoted, reader.lexicon)
    if not page.size:
        evidence = (Evidence(text="", why="nothing new was written"),)
        return Classification(label=Label.UNCLEAR, confidence=1.0, evidence=evidence, kind=kind)
    reading = read(page, ours, question, reader.lexicon)
    found = judge(page, ours, reading, reader)
    found = replace(_as_taught(found, page, ours, reading, reader, inbound.sender), kind=kind, asked=ours.what)
    delays = any(cue.means == Label.LATER.value for cue in reading.cues)
    return _dated(found, _dated_text(page, ours, reading), question) if delays or found.label in _HAS_DATE else found


def _as_taught(
    found: Classification, page: Script, ours: Asked, reading: Reading, reader: Reader, writer: Person
) -> Classification:
    """Let the owner's corrections have their say; the weights that they moved, where a person wrote."""
    taught = reader.taught
    if taught is None:
        return found

    def again() -> Classification:
        if found.kind.name is not KindName.HUMAN or not taught.overlay.weights:
            return found
        return judge(page, ours, reading, replace(reader, model=taught.model(reader.model)))

    seen = print_of(page, ours, reading, writer, reader.lexicon)
    recalled = taught.memory.recall(seen, writer_key(writer))
    return revise(found, recalled, is_stop=sees_a_stop(reading), again=again)


def read(page: Script, ours: Asked, question: Question, lexicon: Lexicon) -> Reading:
    """Let the rules read a reply: the cues, and the day that it names."""
    return replace(_read_cues(page, ours, question, lexicon), day=_day_named(page, question))


def _day_named(page: Script, question: Question) -> str:
    """How far away the day is on which they want to be written to, such as `near:after`; "" where they name none."""
    mention = _mention(page.text, question, "later")
    if mention is None:
        return ""
    days = (mention.resume_on - question.now.date()).days
    span = next((name for name, limit in _SPANS if days <= limit), "far")
    return f"{span}:{mention.bound}"


def _read_cues(page: Script, ours: Asked, question: Question, lexicon: Lexicon) -> Reading:
    """Read an option of ours picked, a bare date, or the cues weighed."""
    cues = apply(find_cues(page, lexicon), page, ours)
    reading = weigh(cues)
    picked = choice(page, ours)
    only_answers = all(cue.rule.means == "answer" for cue in reading.deciding)  # the "no" of "no 1"
    if picked is not None and (only_answers or reading.strength < Strength.SURE):
        return Reading(label=picked[1], strength=Strength.SURE, cues=cues, picked=picked[0], firm=True, settled=True)
    if reading.label is None and page.size <= _BARE:
        return _bare_date(page, question) or reading
    agreed = tuple(cue for cue in reading.cues if _opens_with_yes(cue))
    if agreed and reading.label is Label.LATER and _is_soon(page, question):
        return replace(reading, label=Label.YES, strength=Strength.SURE, contested=False, deciding=agreed, settled=True)
    is_told = any(cue.rule.own for cue in reading.deciding) and reading.strength is Strength.SURE
    return replace(reading, firm=is_answer(reading.deciding, page, ours), settled=is_told)


def _opens_with_yes(cue: Cue) -> bool:
    return cue.rule.means == "answer" and cue.means == Label.YES.value and cue.clause == 0


def _is_soon(page: Script, question: Question) -> bool:
    """Whether the day they name is near: "yes, but call after the 15th" is no delay."""
    mention = _mention(page.text, question, "meeting")
    return mention is not None and (mention.first_on - question.now.date()).days <= _SOON_DAYS


def _bare_date(page: Script, question: Question) -> Reading | None:
    """Read "Tuesday at ten" as a yes and "after Easter" as later: a near day is an appointment, a far one a delay."""
    mention = _mention(page.text, question, "meeting")
    if mention is None:
        return None
    near = (mention.first_on - question.now.date()).days <= _NEAR_DAYS
    return Reading(label=Label.YES if near else Label.LATER, strength=Strength.LIKELY, bare_date=True)


def judge(page: Script, ours: Asked, reading: Reading, reader: Reader) -> Classification:
    """Decide from the rules' reading and the weights together."""
    listed = features(page, reading, ours.what)
    chances = chances_of(reader.model.logits([row(each) for each in listed]), reading, reader.model.scale)
    stop = stop_of(reading, chances)
    if stop is not None:
        sure = _STOP_SURE if stop is Label.UNSUBSCRIBE else _COIN
        return Classification(label=stop, confidence=sure, evidence=_evidence(reading, ours))
    decision = decide(chances, costs=reader.costs, unsure_below=reader.unsure_below)
    evidence = (*_evidence(reading, ours), *_weights(listed, decision, chances, reader.model))
    return Classification(label=decision.label, confidence=round(decision.confidence, 3), evidence=evidence)


def stop_of(reading: Reading, chances: Mapping[Label, float]) -> Label | None:
    """What the words of a wish to be left alone decide by themselves: the end, or a look by a person.

    No weight turns them into anything that would let a mail go. But "they told your competitors to stop calling" holds
    the words and not the wish: where the weights see neither refusal nor stop in all the rest, somebody has to look.
    """
    if reading.label is not Label.UNSUBSCRIBE or reading.strength is not Strength.SURE:
        return None
    refused = chances[Label.UNSUBSCRIBE] + chances[Label.NO]
    return Label.UNSUBSCRIBE if refused >= _STOP_DOUBTED else Label.UNCLEAR


def chances_of(logits: Mapping[Label, float], reading: Reading, scale: float) -> dict[Label, float]:
    """Turn what the weights say into probabilities, with the benefit of every doubt for a wish to be left alone."""
    total = {label: scale * value for label, value in logits.items()}
    if reading.label is Label.UNSUBSCRIBE and not reading.contested:
        total[Label.UNSUBSCRIBE] += _STOP_FIRST
    if reading.settled and reading.label is not None:
        total[reading.label] += _SETTLED
    return softmax(total)


def _evidence(reading: Reading, ours: Asked) -> tuple[Evidence, ...]:
    """The deciding cues first, then the others; what we asked where it decided."""
    found = [cue.evidence for cue in reading.deciding]
    found += [cue.evidence for cue in reading.cues if cue not in reading.deciding and cue.means != "nothing"]
    if reading.picked:
        found.insert(0, Evidence(text=reading.picked, why=f"asked.choose → {reading.label}"))
    if ours.what and any(cue.rule.means == "answer" for cue in reading.deciding):
        found.append(Evidence(text=ours.text, why=f"asked.{ours.what}"))
    return tuple(found[:_MAX_EVIDENCE])


def _weights(
    listed: list[str], decision: Decision, chances: Mapping[Label, float], model: Model
) -> tuple[Evidence, ...]:
    """The words that weighed most, and what else it might be."""
    words = [each for each in listed if is_word(each)]
    heaviest = sorted(words, key=lambda each: -model.weight(each, decision.likeliest))[:3]
    named = tuple(each for each in heaviest if model.weight(each, decision.likeliest) > 0)
    ranked = sorted(chances, key=lambda label: -chances[label])[:2]
    guess = ", ".join(f"{label} {chances[label]:.2f}" for label in ranked)
    return (Evidence(text=" · ".join(named), why=f"weights → {guess}"),)


def _dated_text(page: Script, ours: Asked, reading: Reading) -> str:
    """The words a date is looked for in: theirs, with ours where they only agreed to or picked what we proposed."""
    if reading.picked:
        return ours.option_texts.get(reading.picked, page.text)
    return f"{page.text}\n{ours.text}" if reading.firm and ours.what == "later" else page.text


def _dated(found: Classification, text: str, question: Question) -> Classification:
    mention = _mention(text, question, _PURPOSE.get(found.label, "later"))
    if mention is None:
        return _asked_about(found, text, question)
    evidence = (*found.evidence, _date_evidence(mention.text, mention.resume_on))
    return replace(found, resume_on=mention.resume_on, evidence=evidence)


def _asked_about(found: Classification, text: str, question: Question) -> Classification:
    """Leave a delay until 3/4 to a person where nothing tells whether day or month comes first."""
    if found.label is not Label.LATER:
        return found
    mentions = find_dates(
        text, now=question.now, zone=question.timezone, country=question.country, language=question.language
    )
    either = next((each for each in mentions if each.ambiguous), None)
    if either is None:
        return found
    evidence = (*found.evidence, Evidence(text=either.text, why="date → day or month first? ask"))
    return replace(found, confidence=min(found.confidence, _COIN), evidence=evidence)


def _mention(text: str, question: Question, purpose: Purpose) -> Mention | None:
    return resume_date(
        text,
        now=question.now,
        zone=question.timezone,
        country=question.country,
        language=question.language,
        purpose=purpose,
    )


def _date_evidence(text: str, day: date) -> Evidence:
    return Evidence(text=text, why=f"date → {day.isoformat()}")


def _subject_words(subject: str) -> str:
    """A subject without its prefixes, where the body is empty: "STOP" says all. A subject of ours says nothing."""
    return "" if ":" in subject[:5] else subject.strip()
