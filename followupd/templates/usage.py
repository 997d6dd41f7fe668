"""Which variables a template uses, read from its syntax and that of what it includes, without rendering it."""

from collections.abc import Iterator

from jinja2 import TemplateError as JinjaError
from jinja2 import meta, nodes

from followupd.templates.errors import TemplateError
from followupd.templates.filters import DATE_FILTERS
from followupd.templates.loader import Template
from followupd.templates.sandbox import syntax_trees


def variables_used(template: Template) -> frozenset[str]:
    """Return the dotted names of all variables, those in conditions too: {"contact.first_name", "attempts"}.

    Raises `TemplateError` where the template cannot be read as Jinja.
    """
    return frozenset(name for tree in _trees(template) for name in _names(tree))


def uses_promise(template: Template) -> bool:
    """Tell whether a template may speak of the next step: its time must then be fixed before the text is made."""
    return any(name.partition(".")[0] == "next_step" for name in variables_used(template))


def dated_columns(template: Template) -> frozenset[str]:
    """Return the contact's columns that are worded as dates: {"quote_on"}."""
    found = (node for tree in _trees(template) for node in tree.find_all(nodes.Filter) if node.name in DATE_FILTERS)
    names = {_dotted(node.node) for node in found if node.node is not None}
    return frozenset(name.removeprefix("contact.") for name in names if name and name.startswith("contact."))


def words_dates(template: Template) -> bool:
    """Tell whether a template has dates put into words, which takes a language."""
    return any(node.name in DATE_FILTERS for tree in _trees(template) for node in tree.find_all(nodes.Filter))


def _trees(template: Template) -> tuple[nodes.Template, ...]:
    try:
        return tuple(syntax_trees(template))
    except JinjaError as error:
        line = getattr(error, "lineno", None)
        raise TemplateError(error.message or str(error), path=template.path, line=line) from error
    except RecursionError as error:
        raise TemplateError("the template is nested too deeply", path=template.path) from error


def _names(tree: nodes.Template) -> Iterator[str]:
    undeclared = meta.find_undeclared_variables(tree)
    owners = set()
    parts: tuple[type[nodes.Getattr | nodes.Getitem], ...] = (nodes.Getattr, nodes.Getitem)
    for node in tree.find_all(parts):
        dotted = _dotted(node)
        if dotted is not None and dotted.partition(".")[0] in undeclared:
            owners.add(id(node.node))
            yield dotted
    for name in tree.find_all(nodes.Name):
        if name.name in undeclared and id(name) not in owners:
            yield name.name


def _dotted(node: nodes.Node) -> str | None:
    """Return "contact.topic" for that part of that variable, however written; None for anything else."""
    match node:
        case nodes.Getattr(node=nodes.Name(name=owner), attr=part):
            return f"{owner}.{part}"
        case nodes.Getitem(node=nodes.Name(name=owner), arg=nodes.Const(value=part)):
            return f"{owner}.{part}"
        case nodes.Filter(node=nodes.Node() as inner):  # {{ contact.day | default("2026-03-15") | date }}
            return _dotted(inner)
        case _:
            return None
