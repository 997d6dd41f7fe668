"""Sequence files: TOML text -> `Sequence`, or all of its faults at once, each with file, key and what to write.

A sequence is a list of steps; a drip is a sequence with `every`, whose steps are a queue of pieces. Whether it is a
good sequence is another question: `core.cadence` gives advice, here only what cannot work is refused.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches

from followupd.core.calendar.spans import Delay, TimeOfDay, Unit, Window, parse_at, parse_delay, parse_window
from followupd.core.errors import ConfigError
from followupd.core.file_table import FileFault, FileTable, nearest
from followupd.core.model import Channel, StepKind

STOP = "stop"
END_KEY = ":end"  # the key of the silence after the last step; no step can have it

AUTOMATIC = frozenset({StepKind.EMAIL, StepKind.BUMP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, with every default filled in. `key` names it however the file around it is edited."""

    kind: StepKind
    key: str
    after: Delay  # since the step before it was done; of the first one, since the enrollment
    template: str = ""  # of an email or a bump: a template's file name
    script: str = ""  # of a call: a template's file name
    text: str = ""  # of a task: the words for the owner
    channel: str = ""  # of a task: how, in the owner's own word ("linkedin", "note", "visit")
    at: TimeOfDay | None = None  # None: whenever the delay leads to
    window: tuple[Window, ...] = ()  # (): the mailbox's own
    requires: Channel | None = None  # VOICEMAIL or CALL must have been logged, else the step is skipped
    within: Delay | None = None  # how fresh that must be; set where `requires` is
    closer: bool = False
    new_thread: bool = False

    @property
    def file(self) -> str:
        """The template that it needs, "" for a task."""
        return self.template or self.script

    @property
    def name(self) -> str:
        """What a person calls it: "bump bump-buried", "task linkedin"."""
        return f"{self.kind} {self.file.removesuffix('.j2') or self.channel}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """What silence after the last step leads to: another sequence, or STOP."""

    after: Delay
    then: str = STOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Steps in order, and what comes of silence after the last."""

    name: str
    steps: tuple[Step, ...]
    no_answer: NoAnswer
    description: str = ""
    every: Delay | None = None  # set: a drip, one piece per period

    def step_key(self, index: int) -> str:
        """Return the key of a step, or END_KEY for the silence after the last one."""
        return self.steps[index].key if index < len(self.steps) else END_KEY


class SequenceError(ConfigError):
    """A sequence file cannot be used; `faults` are all that is wrong with it, in the order of the file."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def parse_sequence(name: str, text: str) -> Sequence:
    """Read the text of `sequences/NAME.toml`; raises SequenceError with every fault found."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SequenceError([FileFault(file=file_of(name), key="", message=f"not TOML: {error}")]) from None
    top = FileTable(file_of(name), "", table, [])
    sequence = _sequence(name, top)
    if top.faults or sequence is None:
        raise SequenceError(top.faults)
    return sequence


def check_references(sequences: Iterable[Sequence], template_names: Collection[str]) -> list[FileFault]:
    """Find what only shows with everything at hand: templates and sequences that do not exist, endless rounds."""
    by_name = {sequence.name: sequence for sequence in sequences}
    faults = []
    for sequence in by_name.values():
        faults += _missing_templates(sequence, template_names)
        if message := _wrong_next(sequence, by_name):
            faults.append(FileFault(file=file_of(sequence.name), key="no_answer.then", message=message))
    return faults


def check_times(sequences: Iterable[Sequence], windows: Collection[Window]) -> list[FileFault]:
    """Find the steps whose `at` no window of the mailbox ever allows; those with windows of their own are right."""
    return [
        FileFault(
            file=file_of(sequence.name),
            key=f"step {number}, at",
            message=f'"{step.at}" lies outside [sending] window: change one of the two, or give the step a window',
        )
        for sequence in sequences
        for number, step in enumerate(sequence.steps, 1)
        if step.at and not step.window and not any(window.admits(step.at) for window in windows)
    ]


def locate(sequence: Sequence, index: int, key: str) -> int | None:
    """Find a step again after the file was edited: where it was, else where its key is now, else None.

    Who was at the end of a drip's queue gets the pieces that were added there since.
    """
    if key == END_KEY and sequence.every is not None:
        return min(index, len(sequence.steps))
    if sequence.step_key(index) == key:
        return min(index, len(sequence.steps))
    keys = [sequence.step_key(number) for number in range(len(sequence.steps) + 1)]
    return keys.index(key) if key in keys else None


def file_of(name: str) -> str:
    """Return the file of a sequence, relative to the folder that the user edits."""
    return f"sequences/{name}.toml"


def _sequence(name: str, top: FileTable) -> Sequence | None:
    """Read a whole file; None where a fault leaves nothing to return."""
    top.only(("description", "every", "steps", "no_answer"))
    every = top.parsed("every", parse_delay)
    if every is not None and every.rough_length < timedelta(days=7):
        top.fault("every", f'a drip of one piece every {every} is no drip: write at least "1 week"')
    steps = []
    for number, values in enumerate(top.tables("steps"), 1):
        step = _step(FileTable(top.file, f"step {number}, ", values, top.faults), first=number == 1, every=every)
        steps.append(step)
    if not steps and "steps" not in {fault.key for fault in top.faults}:
        top.fault("steps", "a sequence needs at least one step, beginning with [[steps]]")
    no_answer = _no_answer(name, top, every)
    whole = tuple(step for step in steps if step is not None)
    if len(whole) < len(steps):
        return None
    _check_order(top, whole, drip=every is not None)
    return Sequence(
        name=name,
        description=top.text("description"),
        steps=_with_distinct_keys(top, whole),
        no_answer=no_answer,
        every=every,
    )


_COMMON_KEYS = ("kind", "id", "after", "at", "window", "requires", "within")
_KEYS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.EMAIL: (*_COMMON_KEYS, "template", "closer", "new_thread"),
    StepKind.BUMP: (*_COMMON_KEYS, "template", "closer"),
    StepKind.CALL: (*_COMMON_KEYS, "script"),
    StepKind.TASK: (*_COMMON_KEYS, "text", "channel"),
}
_CONTENT = {StepKind.EMAIL: "template", StepKind.BUMP: "template", StepKind.CALL: "script", StepKind.TASK: "text"}
_CONTENT_EXAMPLE = {
    StepKind.EMAIL: 'template = "first-mail.j2"',
    StepKind.BUMP: 'template = "bump-buried.j2"',
    StepKind.CALL: 'script = "voicemail-script.j2"',
    StepKind.TASK: 'text = "Send a handwritten note"',
}
_MAIL_DELAY = Delay(amount=3, unit=Unit.BUSINESS_DAY)
_TASK_DELAY = Delay(amount=1, unit=Unit.BUSINESS_DAY)
_AT_ONCE = Delay(amount=0, unit=Unit.MINUTE)
_FRESH = Delay(amount=1, unit=Unit.BUSINESS_DAY)
_PATIENCE = Delay(amount=10, unit=Unit.BUSINESS_DAY)


def _step(table: FileTable, *, first: bool, every: Delay | None) -> Step | None:
    """Read one step; None where its kind is not known, so that nothing else can be said of it."""
    kind = _kind(table)
    if kind is None:
        return None
    _check_keys(table, kind)
    requires = table.parsed("requires", _requirement)
    after = table.parsed("after", parse_delay)
    within = table.parsed("within", parse_delay)
    if "within" in table.values and "requires" not in table.values:
        table.fault("within", 'it says how fresh something must be, but not what: add requires = "voicemail"')
    step = Step(
        kind=kind,
        key=table.parsed("id", _id) or "",
        after=after or _default_after(kind, first=first, every=every, requires=requires),
        template=table.text("template"),
        script=table.text("script"),
        text=table.text("text"),
        channel=table.text("channel").lower(),
        at=table.parsed("at", parse_at),
        window=table.parsed_list("window", parse_window),
        requires=requires,
        within=within or (_FRESH if requires else None),
        closer=table.flag("closer"),
        new_thread=table.flag("new_thread"),
    )
    if step.at and step.window and not any(window.admits(step.at) for window in step.window):
        table.fault("at", f'"{step.at}" lies outside the window of this step: change one of the two')
    return step


def _kind(table: FileTable) -> StepKind | None:
    word = table.text("kind")
    if word in set(StepKind):
        return StepKind(word)
    kinds = ", ".join(StepKind)
    problem = f'"{word}" is no kind of step' if word else "a step needs a kind"
    table.fault("kind", f"{problem}: write one of {kinds}; {nearest(word, list(StepKind))}")
    table.only({key for keys in _KEYS.values() for key in keys})
    return None


def _check_keys(table: FileTable, kind: StepKind) -> None:
    content = _CONTENT[kind]
    misspelt = get_close_matches(content, set(table.values) - {content})
    if not misspelt and not str(table.values.get(content, "")).strip():
        table.fault(content, f"a step of kind {kind} needs it: {_CONTENT_EXAMPLE[kind]}")
    elsewhere = {key for keys in _KEYS.values() for key in keys} - set(_KEYS[kind])
    for key in [key for key in table.values if key in elsewhere]:
        table.fault(key, f"it means nothing in a step of kind {kind}; {nearest(key, _KEYS[kind])}")
    table.only(_KEYS[kind])


def _default_after(kind: StepKind, *, first: bool, every: Delay | None, requires: Channel | None) -> Delay:
    if every is not None:
        return every
    if first or requires is not None:
        return _AT_ONCE
    return _MAIL_DELAY if kind in AUTOMATIC else _TASK_DELAY


def _requirement(word: str) -> Channel:
    if word not in {Channel.VOICEMAIL, Channel.CALL}:
        raise ValueError(f'"{word}" cannot be required: write "voicemail", or "call" for any call')
    return Channel(word)


def _id(word: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", word):
        raise ValueError(f'"{word}" is not an id: write small letters, digits and hyphens, such as "second-call"')
    return word


def _no_answer(name: str, top: FileTable, every: Delay | None) -> NoAnswer:
    default = NoAnswer(after=every or _PATIENCE)
    table = top.table("no_answer")
    if table is None:
        return default
    table.only(("after", "then"))
    then = table.text("then") or STOP
    if then == name:
        table.fault("then", f'a sequence cannot follow itself: write another one, or "{STOP}"')
    return NoAnswer(after=table.parsed("after", parse_delay) or default.after, then=then)


def _check_order(top: FileTable, steps: Many[Step], *, drip: bool) -> None:
    """What one step says about those before it: a bump needs a mail to forward, nothing follows the closer."""
    mail, closer = False, 0
    for number, step in enumerate(steps, 1):
        table = FileTable(top.file, f"step {number}, ", {}, top.faults)
        if step.kind is StepKind.BUMP and not mail:
            table.fault("kind", "a bump forwards the last e-mail, but no step of kind email comes before it")
        if closer and step.kind in AUTOMATIC:
            table.fault("", f"step {closer} is the closer, the last automatic mail: move this step before it")
        if step.closer and drip:
            table.fault("closer", "a drip has no closer: its pieces ask for nothing, so leave it out")
        mail = mail or step.kind is StepKind.EMAIL
        closer = number if step.closer else closer


def _with_distinct_keys(top: FileTable, steps: Many[Step]) -> tuple[Step, ...]:
    """Give every step its key: its id, else kind and template, with "#2" where that comes again."""
    seen: Counter[str] = Counter()
    named = []
    for number, step in enumerate(steps, 1):
        key = step.key or f"{step.kind}:{step.file.removesuffix('.j2') or step.channel}"
        seen[key] += 1
        if step.key and seen[key] > 1:
            top.fault(f"step {number}, id", f'"{key}" names another step already: give this one its own')
        named.append(replace(step, key=key if seen[key] == 1 else f"{key}#{seen[key]}"))
    return tuple(named)


def _missing_templates(sequence: Sequence, template_names: Collection[str]) -> list[FileFault]:
    return [
        FileFault(
            file=file_of(sequence.name),
            key=f"step {number}, {_CONTENT[step.kind]}",
            message=f'there is no template "{step.file}"; {nearest(step.file, template_names)}',
        )
        for number, step in enumerate(sequence.steps, 1)
        if step.file and step.file not in template_names
    ]


def _wrong_next(sequence: Sequence, by_name: Mapping[str, Sequence]) -> str | None:
    """Say what is wrong with the sequence that silence leads to, if anything is."""
    then = sequence.no_answer.then
    if then == STOP:
        return None
    if then not in by_name:
        return f'there is no sequence "{then}"; {nearest(then, [*by_name, STOP])}'
    if by_name[then].every is None and any(step.closer for step in sequence.steps):
        return f'nothing follows a closer but a drip, and "{then}" has no every: write a drip, or "{STOP}"'
    seen = {sequence.name}
    while then in by_name:
        if then in seen:
            return f'this goes round for ever, back to "{then}": let one of these sequences end with "{STOP}"'
        seen.add(then)
        then = by_name[then].no_answer.then
    return None
