"""A made-up contact of whom everything is known: what the linter renders a template for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from followupd.core.model import StepKind
from followupd.templates.loader import Template
from followupd.templates.render import Rendered, render
from followupd.templates.usage import dated_columns
from followupd.templates.variables import Agreement, ContactView, Logged, NextStep, Promise, Sender, Touch

_NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)  # a Monday
_COLUMNS: Mapping[str, str] = {
    "first_name": "Sam",
    "last_name": "Lee",
    "name": "Sam Lee",
    "company": "Acme",
    "email": "sam@acme.example",
    "timezone": "UTC",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anybody(ContactView):
    """Has every column there can be: what it does not know it makes up from the column's name."""

    dated: frozenset[str]

    def look_up(self, name: str) -> object | None:
        if name in self.dated:
            return "2026-03-12"
        return _COLUMNS.get(name, name.replace("_", " "))


def render_sample(template: Template, *, promise_kept: bool = True) -> Rendered:
    """Render a template for the made-up contact, to whom a promise was made, and kept or broken.

    Raises `TemplateError` where it could be rendered for nobody of that kind.
    """
    mail = Touch(at=_NOW - timedelta(days=4), kind=StepKind.EMAIL, subject="The packing line")
    variables = {
        "contact": _Anybody(dated=dated_columns(template)),
        "sender": Sender(
            name="Ana Ruiz", email="ana@example.com", signature="Ana Ruiz", postal_address="1 Main St, Springfield"
        ),
        "now": _NOW,
        "attempts": 3,
        "first_email": mail,
        "last_email": mail,
        "last_contact": mail,
        "voicemail": Logged(at=_NOW - timedelta(hours=1), note="about the packing line"),
        "call": Logged(at=_NOW - timedelta(days=1), note="about the packing line"),
        "agreement": Agreement(what="a call", on=date(2026, 3, 12), made_at=_NOW - timedelta(days=21)),
        "promise": Promise(at=_NOW - timedelta(hours=1), kept=_NOW - timedelta(hours=1) if promise_kept else None),
        "next_step": NextStep(at=_NOW + timedelta(days=3), kind=StepKind.CALL),
    }
    return render(template, variables, None, UTC)
