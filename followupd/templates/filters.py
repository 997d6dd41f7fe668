"""The filters of templates: dates in words, and the harmless ones of Jinja.

Not one of them makes a text longer than its input (but `default`, by what the template itself says): that is
what keeps a template from filling the memory.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import pass_context
from jinja2.filters import FILTERS
from jinja2.runtime import Context

from followupd.core.language.wording import Wording, WordingError

# No identifier, so no template can name it.
WORDING_KEY = "followupd.wording"

_FROM_JINJA = (
    "capitalize",
    "d",
    "default",
    "first",
    "last",
    "length",
    "lower",
    "title",
    "trim",
    "truncate",
    "upper",
)


def _dated(word: Callable[[Wording, datetime | date], str]) -> Callable[[Context, object], str]:
    @pass_context
    def apply(context: Context, value: object) -> str:
        wording = context[WORDING_KEY]
        return word(wording, _moment(wording, value))

    return apply


DATE_FILTERS: Mapping[str, Callable[..., str]] = {
    "date": _dated(Wording.date),
    "day": _dated(Wording.day),
    "day_part": _dated(Wording.day_part),
    "ago": _dated(Wording.ago),
}

FILTER_TABLE: Mapping[str, Callable[..., Any]] = {**DATE_FILTERS, **{name: FILTERS[name] for name in _FROM_JINJA}}


def _moment(wording: Wording, value: object) -> datetime | date:
    """Take a date as it comes, or read one from a CSV column in ISO 8601; a time without a zone is the contact's."""
    if isinstance(value, date):  # a datetime is one too
        return value
    text = str(value)  # of a missing variable this raises, with its name
    try:
        return date.fromisoformat(text) if len(text) <= 10 else _aware(wording, datetime.fromisoformat(text))
    except ValueError:
        raise WordingError(f"“{text}” is no date; write it as 2026-03-15") from None


def _aware(wording: Wording, moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=wording.zone)
