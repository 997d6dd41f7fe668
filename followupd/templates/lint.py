"""Checks a template against what good follow-up does not do: a table of small rules over its words.

The words are those for a made-up contact of whom everything is known, or those that were rendered for a real one.
A fault is never right; advice is for the writer to weigh.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from followupd.core.language.wording import base_language
from followupd.core.model import Asks, StepKind
from followupd.templates.errors import TemplateError
from followupd.templates.loader import Template
from followupd.templates.render import Rendered
from followupd.templates.sample import render_sample
from followupd.templates.usage import uses_promise, variables_used, words_dates
from followupd.templates.variables import VARIABLES, unknown_name
from followupd.templates.words import FALSE_SUBJECT, GAP_LEFT_OPEN, SENT_FROM, WORDS, LintWords

WORDS_PER_MINUTE = 150
LONGEST_SCRIPT_S = 30
LONGEST_BUMP = 200
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_LAST_QUESTION = re.compile(r"(?:^|[.!?\n])([^.!?\n]*\?)(?!.*\?)", re.DOTALL)
_NUMBERED = re.compile(r"(?m)^\s*1\b.*\n(?:.*\n)?\s*2\b")


class Severity(StrEnum):
    FAULT = "fault"  # must not go out
    ADVICE = "advice"  # may be meant so


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, or may be. `rule` is the name by which the README explains it."""

    rule: str
    severity: Severity
    line: int  # of the template's file
    sentence: str
    column: int | None = None  # counted from 1; None where it is about no words in particular


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What the rules look at."""

    template: Template
    kind: StepKind
    first: bool
    closer: bool
    columns: frozenset[str] | None
    used: frozenset[str]
    subject: str
    text: str
    words: LintWords | None  # None: the linter does not know the language

    def fault(self, rule: str, sentence: str, near: str = "") -> Finding:
        return self._finding(rule, Severity.FAULT, sentence, near)

    def advice(self, rule: str, sentence: str, near: str = "") -> Finding:
        return self._finding(rule, Severity.ADVICE, sentence, near)

    @property
    def owners(self) -> set[str]:
        """The variables that it speaks of, without their parts."""
        return {name.partition(".")[0] for name in self.used}

    def _finding(self, rule: str, severity: Severity, sentence: str, near: str) -> Finding:
        """Place a finding at these words, at the first line of the text where the file does not hold them."""
        template = self.template
        line, column = template.body_line, None
        if near and (place := (template.subject or "").find(near)) >= 0:
            line, column = template.subject_line, template.subject_column + place
        elif near and (place := template.body.find(near)) >= 0:
            line += template.body.count("\n", 0, place)
            column = place - template.body.rfind("\n", 0, place)
        return Finding(rule=rule, severity=severity, line=line, column=column, sentence=sentence)


def lint(
    template: Template,
    kind: StepKind,
    *,
    first: bool = False,
    closer: bool = False,
    columns: Collection[str] | None = None,
    rendered: Rendered | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong or doubtful with a template used by a step of this kind.

    `first`: it starts a thread; `closer`: it is the last automatic mail of its sequence. `columns` are those that
    the contacts have, None where that is not known; `rendered` are the words for a real contact in place of the
    made-up one.
    """
    try:
        words = rendered or render_sample(template)
        used = variables_used(template)
    except TemplateError as error:
        line = error.line or template.body_line
        unusable = Finding(
            rule="unusable", severity=Severity.FAULT, line=line, column=error.column, sentence=error.reason
        )
        return (unusable,)
    draft = _Draft(
        template=template,
        kind=kind,
        first=first,
        closer=closer,
        columns=None if columns is None else frozenset(columns),
        used=used,
        subject=words.subject or "",
        text=words.text,
        words=WORDS.get(base_language(words.language)),
    )
    return tuple(finding for rule in _RULES for finding in rule(draft))


def spoken_seconds(text: str) -> int:
    """Return how long a text takes to say at an unhurried 150 words a minute, in whole seconds."""
    return math.ceil(len(re.findall(r"\w+(?:['’-]\w+)*", text)) * 60 / WORDS_PER_MINUTE)


def _unknown_variables(draft: _Draft) -> Iterator[Finding]:
    columns = tuple(sorted(draft.columns or ()))
    for dotted in sorted(draft.used):
        owner, _, part = dotted.partition(".")
        if owner == "contact" and part:
            if draft.columns is not None and part not in draft.columns:
                yield draft.advice("unknown-column", unknown_name(dotted, columns), dotted)
        elif owner not in VARIABLES or (part and part not in VARIABLES[owner]):
            yield draft.fault("unknown-variable", unknown_name(dotted, columns), dotted)


def _subject(draft: _Draft) -> Iterator[Finding]:
    if FALSE_SUBJECT.match(draft.subject):
        yield draft.fault(
            "false-subject",
            f"the subject “{draft.subject}” pretends to be an answer; followupd adds Re: and Fwd: where they are true",
            draft.template.subject or "",
        )
    if draft.kind is StepKind.EMAIL and draft.first and not draft.subject:
        yield draft.fault("no-subject", "the first mail of a sequence needs a Subject line")
    if draft.kind is not StepKind.EMAIL and draft.subject:
        yield draft.advice("idle-subject", f"a {draft.kind} has no subject of its own: the Subject line is not used")


def _false_claims(draft: _Draft) -> Iterator[Finding]:
    if found := SENT_FROM.search(draft.text):
        yield draft.fault("sent-from", f"“{found[0]}” is not true of a mail that followupd sends", found[0])
    if draft.words is None:
        return
    both = f"{draft.subject}\n{draft.text}"
    if (found := draft.words.refers_back.search(both)) and not draft.owners & {"agreement", "last_contact", "call"}:
        yield draft.fault(
            "claims-a-talk",
            f"“{found[0]}” claims a conversation; say which with agreement, last_contact or call, so that it is true",
            found[0],
        )
    is_mail = draft.kind in {StepKind.EMAIL, StepKind.BUMP}
    if is_mail and (found := draft.words.voicemail.search(both)) and "voicemail" not in draft.owners:
        yield draft.fault(
            "claims-a-voicemail",
            f"“{found[0]}” claims a voicemail; say when with {{{{ voicemail.at | ago }}}}, so that it is true",
            found[0],
        )


def _promise_claimed(draft: _Draft) -> Iterator[Finding]:
    """Look at the words for somebody to whom the promise was broken: what was not kept must never be claimed."""
    if draft.words is None or draft.owners & {"agreement", "call"}:  # a promise of another kind, which the ledger holds
        return
    try:
        broken = render_sample(draft.template, promise_kept=False)
    except TemplateError:
        return  # it names the time at which it was kept: without one nothing is sent
    if found := draft.words.as_promised.search(f"{broken.subject or ''}\n{broken.text}"):
        yield draft.fault(
            "claims-a-promise",
            f"“{found[0]}” is also said where the promise was broken; say it inside {{% if promise.kept %}}",
            found[0],
        )


def _promise_by_hand(draft: _Draft) -> Iterator[Finding]:
    if draft.words is None or uses_promise(draft.template):
        return
    if found := draft.words.promise.search(draft.text):
        yield draft.advice(
            "promise-by-hand",
            f"“{found[0]}” is a promise that nobody keeps; write {{{{ next_step.at | day_part }}}} for the day",
            found[0],
        )


def _gaps(draft: _Draft) -> Iterator[Finding]:
    if found := GAP_LEFT_OPEN.search(f"{draft.subject}\n{draft.text}"):
        yield draft.fault("gap", f"“{found[0]}” looks like a gap that was never filled", found[0])


def _pressure(draft: _Draft) -> Iterator[Finding]:
    if draft.words is None:
        return
    for found in draft.words.pressure.finditer(f"{draft.subject}\n{draft.text}"):
        yield draft.advice("pressure", f"“{found[0]}” puts pressure on the reader; say what you want to know", found[0])


def _questions(draft: _Draft) -> Iterator[Finding]:
    if draft.kind is StepKind.EMAIL and draft.text.count("?") > 2:
        yield draft.advice("questions", "more than two questions in one mail: the answer to one of them is enough")


def _asks(draft: _Draft) -> Iterator[Finding]:
    if draft.template.asks is not None or draft.kind not in {StepKind.EMAIL, StepKind.BUMP}:
        return
    found = _LAST_QUESTION.search(draft.text)
    if found is None and not _NUMBERED.search(draft.text):
        return
    question = " ".join(found[1].split()) if found else ""
    meant = _ambiguous(draft, question)
    if meant is not None:
        yield draft.advice(
            "asks",
            f"a bare “yes” to “{question or '1 / 2 / 3'}” can be misread; add the line “Asks: {meant}” to the header",
            question,
        )


def _ambiguous(draft: _Draft, question: str) -> Asks | None:
    if _NUMBERED.search(draft.text):
        return Asks.CHOOSE
    if draft.words is None:
        return None
    if draft.words.closing.search(question):
        return Asks.CLOSE_FILE
    return Asks.EITHER_OR if draft.words.either_or.search(question) else None


def _no_is_fine(draft: _Draft) -> Iterator[Finding]:
    if draft.kind is not StepKind.EMAIL or not (draft.first or draft.closer) or draft.words is None:
        return
    if not draft.words.no_is_fine.search(draft.text):
        which = "closer" if draft.closer else "first mail"
        yield draft.advice("no-is-fine", f"this {which} does not say that a short “no” is fine; add such a line")


def _bump(draft: _Draft) -> Iterator[Finding]:
    """A bump stands on top of the mail it forwards: one short question, no greeting, no signature (R1.14)."""
    if draft.kind is not StepKind.BUMP:
        return
    text = draft.text.strip()
    if draft.words and (found := draft.words.greeting.match(text)):
        yield draft.fault("bump-greeting", f"a bump has no greeting: leave out “{found[0].strip()}”", found[0])
    if signed := _signature(draft, text):
        yield draft.fault("bump-signature", f"a bump has no sign-off and no signature: leave out “{signed}”", signed)
    if (questions := text.count("?")) > 1:
        yield draft.fault("bump-questions", f"a bump asks one question, this one asks {questions}")
    elif questions == 0:
        yield draft.advice("bump-questions", "a bump that asks nothing is easily left unanswered; ask one question")
    if len(text) > LONGEST_BUMP:
        yield draft.fault("bump-length", f"a bump has at most {LONGEST_BUMP} characters, this one has {len(text)}")
    if (sentences := sum(1 for sentence in _SENTENCE_END.split(text) if sentence.strip())) > 2:
        yield draft.fault("bump-length", f"a bump has at most two sentences, this one has {sentences}")


def _signature(draft: _Draft, text: str) -> str:
    for name in ("sender.signature", "sender.name", "sender.first_name"):
        if name in draft.used:
            return name
    for line in text.split("\n")[1:]:
        if line.rstrip() == "--" or (draft.words and draft.words.sign_off.match(line)):
            return line.strip()
    return ""


def _script(draft: _Draft) -> Iterator[Finding]:
    if draft.kind is StepKind.CALL and (seconds := spoken_seconds(draft.text)) > LONGEST_SCRIPT_S:
        yield draft.advice(
            "script-length", f"this takes about {seconds} seconds to say; a voicemail is heard for {LONGEST_SCRIPT_S}"
        )


def _language(draft: _Draft) -> Iterator[Finding]:
    if draft.template.language is None and words_dates(draft.template):
        yield draft.advice(
            "language", "its dates are worded in each contact's language; say the language of the text: “Lang: en”"
        )


_RULES: tuple[Callable[[_Draft], Iterator[Finding]], ...] = (
    _unknown_variables,
    _subject,
    _false_claims,
    _promise_claimed,
    _promise_by_hand,
    _gaps,
    _pressure,
    _questions,
    _asks,
    _no_is_fine,
    _bump,
    _script,
    _language,
)
