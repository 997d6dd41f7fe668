"""The Jinja environment: only the named parts of views can be reached, and only files of the templates' folders.

The contact's data is never the source of a template. What the syntax may be is the business of `syntax`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, Undefined, UndefinedError, meta, nodes
from jinja2 import Template as CompiledTemplate
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateRuntimeError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from followupd.templates.filters import FILTER_TABLE
from followupd.templates.loader import Template, body_of, read_source, resolve
from followupd.templates.syntax import check_syntax
from followupd.templates.variables import View, may_be_absent

_MAX_PARTS = 50  # that one template may include, directly or not
_LOOP_PARTS = frozenset({"first", "last", "index"})


class MissingVariableError(UndefinedError):
    """A variable that is not there was used. `owner` is the view it was looked up in, None for a whole variable."""

    def __init__(self, owner: View | None, name: str, message: str | None = None) -> None:
        super().__init__(message)
        self.owner = owner
        self.name = name


class Missing(StrictUndefined):
    """Stands for what is not there: an error when printed, false in a condition if its name is a known one."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        if exc is UndefinedError and name is not None:
            # Jinja calls `exc` with its message alone; ours is to know what was looked up, and where.
            exc = cast("type[TemplateRuntimeError]", partial(MissingVariableError, _view(obj), name))
        super().__init__(hint, obj, name, exc)

    def __bool__(self) -> bool:  # type: ignore[override]  # there it only ever raises
        if may_be_absent(_view(self._undefined_obj), self._undefined_name or ""):
            return False
        return bool(str(self))  # raises, as the printing of it does


def _only_words(value: object) -> object:
    """Refuse to print what has no words of its own: a whole contact, or a time as computers write it."""
    if isinstance(value, View):
        raise SecurityError("this has several parts; write the one that is meant, as in {{ contact.first_name }}")
    if isinstance(value, date):
        raise SecurityError("a time is put into words by a filter: {{ … | date }}, day, day_part or ago")
    return value


def _view(obj: object) -> View | None:
    return obj if isinstance(obj, View) else None


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which only the named parts of views can be reached."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Undefined):
            return obj  # `voicemail.note` is missing because the voicemail is: that is what is to be said
        if isinstance(obj, View):
            value = obj.look_up(attribute)
            return self.undefined(obj=obj, name=attribute) if value is None else value
        if isinstance(obj, LoopContext) and attribute in _LOOP_PARTS:
            return getattr(obj, attribute)
        raise SecurityError(f"“.{attribute}” cannot be reached here; see the table of variables in templates/README.md")

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.getattr(obj, str(argument))


class _Folders(BaseLoader):
    """Gives Jinja what a template includes or extends, from the templates' folders alone."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = self._find(template)
        if path is None:
            raise TemplateNotFound(template)
        text = read_source(path)
        source = _on_line(*body_of(text))
        check_syntax(_parse(environment, source, path), path)
        return source, str(path), lambda: self._find(template) == path and read_source(path) == text

    def _find(self, name: str) -> Path | None:
        return next((path for folder in self._folders if (path := resolve(folder, name)) is not None), None)


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> Sandbox:
    environment = Sandbox(
        loader=_Folders(folders),
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_only_words,
        autoescape=False,  # plain text; `core.letters.compose` escapes where it makes HTML of it
    )
    environment.globals.clear()  # range, lipsum, cycler, joiner, namespace
    environment.filters = dict(FILTER_TABLE)
    return environment


@lru_cache(maxsize=256)
def compile_template(template: Template) -> tuple[CompiledTemplate | None, CompiledTemplate]:
    """Check and compile the subject, None where there is none, and the words.

    Raises Jinja's `TemplateError` for what is no Jinja and for what is not allowed.
    """
    environment = _environment(template.folders)
    tuple(syntax_trees(template))  # each one is checked as it is read, those it includes too
    subject = None if template.subject is None else _compile(environment, template, _subject_source(template))
    return subject, _compile(environment, template, _body_source(template))


def syntax_trees(template: Template) -> Iterator[nodes.Template]:
    """Yield the checked syntax trees of the subject, of the words and of all that they include.

    Raises `TemplateRuntimeError` where includes go round in a circle or multiply beyond reason.
    """
    environment = _environment(template.folders)
    subject = [] if template.subject is None else [_subject_source(template)]
    count = 0
    for source in [*subject, _body_source(template)]:
        tree = _parse(environment, source, template.path)
        check_syntax(tree, template.path)
        yield tree
        for part in _parts(environment, tree, (template.path.name,)):
            count += 1
            if count > _MAX_PARTS:
                raise TemplateRuntimeError(f"more than {_MAX_PARTS} parts are included")
            yield part


def _parts(environment: Sandbox, tree: nodes.Template, above: tuple[str, ...]) -> Iterator[nodes.Template]:
    for name in filter(None, meta.find_referenced_templates(tree)):
        if name in above:
            raise TemplateRuntimeError(f"“{name}” includes itself")
        source, filename, _ = _loader(environment).get_source(environment, name)
        part = _parse(environment, source, Path(filename or name))
        yield part
        yield from _parts(environment, part, (*above, name))


def _loader(environment: Sandbox) -> BaseLoader:
    assert environment.loader is not None
    return environment.loader


def _compile(environment: Sandbox, template: Template, source: str) -> CompiledTemplate:
    code = environment.compile(source, name=template.path.name, filename=str(template.path))
    return environment.template_class.from_code(environment, code, environment.make_globals(None))


def _parse(environment: Environment, source: str, path: Path) -> nodes.Template:
    return environment.parse(source, name=path.name, filename=str(path))


def _subject_source(template: Template) -> str:
    return _on_line(template.subject or "", template.subject_line)


def _body_source(template: Template) -> str:
    return _on_line(template.body, template.body_line)


def _on_line(text: str, line: int) -> str:
    """Make a text start on this line, by a comment that prints nothing: so errors name the line of the file."""
    return text if line == 1 else "{#" + "\n" * (line - 2) + "#}\n" + text
