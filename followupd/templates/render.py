"""From a template and the facts to the words that go out, or to a sentence that says why not."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from types import TracebackType

import jinja2
from jinja2 import Template as CompiledTemplate

from followupd.core.language.wording import Wording
from followupd.core.model import Asks
from followupd.templates.errors import TemplateError
from followupd.templates.filters import WORDING_KEY
from followupd.templates.loader import SUFFIX, Template
from followupd.templates.sandbox import MissingVariableError, compile_template
from followupd.templates.variables import NextStep, View, explain_missing

MAX_CHARACTERS = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_BIDI_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The words as they go out. `text` ends in one "\\n"; `subject` is one line, None where the template has none."""

    subject: str | None
    text: str
    asks: Asks | None
    language: str
    promised_at: datetime | None  # the time of the next step, where the text names it: to be kept


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched(NextStep):
    """The next step, which notes whether the template spoke of its time."""

    spoken: list[str] = field(default_factory=list)

    def look_up(self, name: str) -> object | None:
        self.spoken.append(name)
        return getattr(self, name) if name in NextStep.names() else None

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return NextStep.names()


def render(template: Template, variables: Mapping[str, object], language: str | None, zone: tzinfo) -> Rendered:
    """Fill in the variables of `build_variables`; raises `TemplateError` rather than leave any gap.

    Dates are worded in the template's language, else in `language` (the contact's), else in English, and in
    `zone` (the contact's).
    """
    spoken_in = template.language or language or "en"
    now = variables.get("now")
    wording = Wording(language=spoken_in, zone=zone, now=now if isinstance(now, datetime) else None)
    next_step = variables.get("next_step")
    watched = _Watched(at=next_step.at, kind=next_step.kind) if isinstance(next_step, NextStep) else None
    facts = {**variables, WORDING_KEY: wording} | ({"next_step": watched} if watched else {})
    with _faults_in_words(template, facts):
        subject_source, body_source = compile_template(template)
        subject = None if subject_source is None else _subject(template, _fill(subject_source, facts))
        text = _text(template, _fill(body_source, facts))
    promised = watched.at if watched is not None and "at" in watched.spoken else None
    return Rendered(subject=subject, text=text, asks=template.asks, language=spoken_in, promised_at=promised)


def _fill(compiled: CompiledTemplate, facts: Mapping[str, object]) -> str:
    pieces, size = [], 0
    for piece in compiled.generate(facts):
        size += len(piece)
        if size > MAX_CHARACTERS:
            raise jinja2.TemplateRuntimeError(f"the text is longer than {MAX_CHARACTERS} characters")
        pieces.append(piece)
    return "".join(pieces)


def _subject(template: Template, filled: str) -> str:
    """Refuse what has no business in a header field: a line break here would be one that the data brought along."""

    def refuse(reason: str) -> TemplateError:
        return TemplateError(f"the subject {reason}: {filled!r}", path=template.path, line=template.subject_line)

    if _CONTROL.search(filled) or _LINE_BREAK.search(filled) or "\n" in filled:
        raise refuse("has a line break or a control character in it")
    if _BIDI_OVERRIDE.search(filled) or _ZERO_WIDTH.search(filled):
        raise refuse("has an invisible character in it")
    if _LEFTOVER.search(filled):
        raise refuse("has a piece of template left in it")
    subject = " ".join(filled.split())
    if not subject:
        raise refuse("is empty")
    return subject


def _text(template: Template, filled: str) -> str:
    text = _LINE_BREAK.sub("\n", filled).strip("\n").rstrip()
    if not text:
        raise TemplateError("the template has no words", path=template.path, line=template.body_line)
    for pattern, reason in (
        (_LEFTOVER, "a piece of template is left in the text"),
        (_CONTROL, "a control character is in the text"),
        (_BIDI_OVERRIDE, "a character that turns the direction of writing is in the text"),
    ):
        if found := pattern.search(text):
            line = text[text.rfind("\n", 0, found.start()) + 1 :].split("\n", 1)[0]
            raise TemplateError(f"{reason}, in the line {line!r}", path=template.path)
    return text + "\n"


@contextmanager
def _faults_in_words(template: Template, facts: Mapping[str, object]) -> Iterator[None]:
    """Turn whatever Jinja and the filters raise into a `TemplateError` with its place."""
    try:
        yield
    except MissingVariableError as error:
        path, line = _place(template, error.__traceback__)
        reason = explain_missing(facts, error.owner, error.name)
        column = _column(path, line, error.name, is_part=isinstance(error.owner, View))
        raise TemplateError(reason, path=path, line=line, column=column) from error
    except jinja2.TemplateNotFound as error:
        path, line = _place(template, error.__traceback__)
        raise TemplateError(_no_part(template, str(error.name)), path=path, line=line) from error
    except jinja2.TemplateSyntaxError as error:
        path = Path(error.filename) if error.filename else template.path
        raise TemplateError(f"{error.message}", path=path, line=error.lineno) from error
    except RecursionError as error:
        raise TemplateError("the template is nested too deeply", path=template.path) from error
    except (jinja2.TemplateError, TypeError, ValueError) as error:
        path, line = _place(template, error.__traceback__)
        raise TemplateError(str(error), path=path, line=line) from error


def _place(template: Template, traceback: TracebackType | None) -> tuple[Path, int | None]:
    """Find the innermost line of a template file that a traceback went through; Jinja has put those lines into it."""
    place: tuple[Path, int | None] = (template.path, None)
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if file.name.endswith(SUFFIX):
            place = (file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


def _column(path: Path, line: int | None, name: str, *, is_part: bool) -> int | None:
    """Find the column of a name in a line of the file, as a word of its own."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if path.is_file() else []
    if line is None or line > len(lines):
        return None
    found = re.search((r"[\w.]+\." if is_part else r"(?<![\w.])") + re.escape(name) + r"\b", lines[line - 1])
    return found.start() + 1 if found else None


def _no_part(template: Template, name: str) -> str:
    files = chain.from_iterable(folder.glob(f"*{SUFFIX}") for folder in template.folders)
    near = get_close_matches(name, sorted({file.name for file in files}), n=1)
    hint = f"; did you mean “{near[0]}”?" if near else ""
    return f"there is no “{name}” in the folders of the templates{hint}"
