"""Finds, checks and renders the user's words: Jinja templates with a few header lines.

loader     files -> Template, the user's before the shipped, in the contact's language
variables  the facts a template may speak of, as views; what to say when one is not there
filters    "Thursday morning", "three weeks ago" and the harmless filters of Jinja
syntax     the allow-list of what a template may do
sandbox    the environment: what it can reach, what it can include
render     Template + facts -> Rendered, or an error that names the line and the remedy
usage      which variables a template uses
words      the greetings, sign-offs, claims and pressure that the linter knows, by language
sample     the made-up contact that the linter renders for
lint       a table of small rules: what a good follow-up does not do
"""

from followupd.templates.errors import TemplateError
from followupd.templates.lint import Finding, Severity, lint, spoken_seconds
from followupd.templates.loader import Library, Template
from followupd.templates.render import Rendered, render
from followupd.templates.usage import uses_promise, variables_used
from followupd.templates.variables import (
    VARIABLES,
    Agreement,
    ContactView,
    Logged,
    NextStep,
    Promise,
    Sender,
    Touch,
    build_variables,
)

__all__ = [
    "VARIABLES",
    "Agreement",
    "ContactView",
    "Finding",
    "Library",
    "Logged",
    "NextStep",
    "Promise",
    "Rendered",
    "Sender",
    "Severity",
    "Template",
    "TemplateError",
    "Touch",
    "build_variables",
    "lint",
    "render",
    "spoken_seconds",
    "uses_promise",
    "variables_used",
]
