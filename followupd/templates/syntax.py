"""The allow-list of template syntax: what keeps a template from taking all the time and memory there is.

Jinja's sandbox does not stop "a" * 10**9, loops in loops, or a text doubled thirty times. Here loops do not nest,
only printing makes a text longer, and nothing is called; what is left takes a time proportional to the length of
the template times that of its data.
"""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes
from jinja2.exceptions import TemplateAssertionError

from followupd.templates.filters import FILTER_TABLE

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Assign,
    nodes.For,
    nodes.List,
    nodes.Tuple,
    nodes.Block,
    nodes.Extends,
    nodes.Include,
)
_NOT_IN_A_LOOP = (nodes.For, nodes.Include, nodes.Block)
_IN_WORDS: dict[type[nodes.Node], str] = {
    nodes.Concat: "“~”; write the pieces side by side: {{ … }}{{ … }}",
    nodes.Mul: "“*”",
    nodes.Pow: "“**”",
    nodes.Mod: "“%”",
    nodes.Div: "“/”",
    nodes.FloorDiv: "“//”",
    nodes.Macro: "a macro",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.CallBlock: "a call block",
    nodes.AssignBlock: "a block of {% set %}; write {% set name = … %}",
    nodes.FilterBlock: "a block of {% filter %}; write {{ … | filter }}",
    nodes.With: "{% with %}; write {% set name = … %}",
    nodes.Slice: "a slice; write {{ … | truncate(40) }}",
    nodes.Dict: "a dictionary",
    nodes.NSRef: "a namespace",
}


def check_syntax(tree: nodes.Template, path: Path) -> None:
    """Raise Jinja's `TemplateAssertionError`, with the line, at the first thing that templates may not do."""
    for node in _walk(tree):
        reason = _refusal(node)
        if reason is not None:
            raise TemplateAssertionError(reason, node.lineno, path.name, str(path))


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield all nodes, but not a call of super(): the one call that is allowed."""
    yield node
    for child in node.iter_child_nodes():
        if not _is_super(child):
            yield from _walk(child)


def _is_super(node: nodes.Node) -> bool:
    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super"):
        return False
    return not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)


def _refusal(node: nodes.Node) -> str | None:
    """Say what is wrong with a node, None of a harmless one."""
    match node:
        case nodes.Call():
            return "templates may not call functions; a filter may do it: {{ … | upper }}"
        case nodes.Filter(name=name) if name not in FILTER_TABLE:
            return f"there is no filter “{name}”; there is {', '.join(FILTER_TABLE)}"
        case nodes.Getitem(arg=arg) if not (isinstance(arg, nodes.Const) and isinstance(arg.value, str)):
            return 'in [ ] stands the name of a column, in quotes: contact["job title"]'
        case nodes.For() if node.recursive or any(node.find_all(_NOT_IN_A_LOOP)):
            return "a loop may not hold another loop, a block or an include"
        case nodes.Assign() if any(node.find_all(nodes.Add)):
            return "{% set %} may not join texts; write them side by side where they are printed"
        case nodes.Include(template=name) | nodes.Extends(template=name) if not isinstance(name, nodes.Const):
            return "include and extends take the name of one file, in quotes"
        case nodes.Include(with_context=False):
            return "“without context” would hide the variables"
        case _ if not isinstance(node, _ALLOWED):
            return f"templates may not use {_IN_WORDS.get(type(node), type(node).__name__.lower())}"
        case _:
            return None
