"""What a template may not do: reach into the program, or take all its time and memory."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.core.model import Contact, ContactId
from followupd.templates import Library, Sender, TemplateError, build_variables, render

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)


def render_text(folder: Path, body: str, **columns: str) -> str:
    (folder / "t.j2").write_text(body, encoding="utf-8")
    template = Library(user_dir=folder, shipped_dir=folder).find("t.j2")
    contact = Contact(id=ContactId(1), address="sam@acme.example", fields={"first_name": "Sam", **columns})
    variables = build_variables(contact=contact, sender=Sender(name="Ana", email="ana@example.com"), now=NOW)
    return render(template, variables, "en", ZoneInfo("Europe/Berlin")).text


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ contact.__class__ }}",
        "{{ contact['__class__'] }}",
        "{{ contact.columns.keys() }}",
        "{{ contact.look_up }}",
        "{{ sender.names }}",
        "{{ now.tzinfo }}",
        "{{ contact.first_name.format }}",
        "{{ contact.first_name | attr('__class__') }}",
        "{{ self._TemplateReference__context }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__ }}",
        "{{ lipsum() }}",
    ],
)
def test_a_template_reaches_nothing_but_the_named_parts(tmp_path: Path, body: str) -> None:
    with pytest.raises(TemplateError):
        render_text(tmp_path, body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{{ "a" * 1000000000 }}', "may not use “*”"),
        ("{{ 10 ** 10 ** 10 }}", "may not use “**”"),
        ('{{ "%1000000000d" % 1 }}', "may not use “%”"),
        ('{{ "%1000000000d" | format(1) }}', "there is no filter “format”"),
        ('{{ "a" | center(1000000000) }}', "there is no filter “center”"),
        ("{{ contact.first_name | random }}", "there is no filter “random”"),  # preview and mail would differ
        ("{% for i in range(99999) %}x{% endfor %}", "may not call functions"),
        ('{% for a in "xy" %}{% for b in "xy" %}x{% endfor %}{% endfor %}', "may not hold another loop"),
        ('{% for a in "xy" recursive %}{{ a }}{% endfor %}', "may not hold another loop"),
        ('{% for a in "xy" %}{% include "t.j2" %}{% endfor %}', "may not hold another loop, a block or an include"),
        ('{% set a = "x" %}{% set a = a ~ a %}{{ a }}', "may not use “~”"),
        ('{% set a = "x" %}{% set a = a + a %}{{ a }}', "{% set %} may not join texts"),
        ("{% set a %}x{% endset %}{{ a }}", "may not use a block of {% set %}"),
        ("{% macro m() %}x{% endmacro %}x", "may not use a macro"),
        ('{% import "t.j2" as t %}x', "may not use import"),
        ('{% from "t.j2" import t %}x', "may not use import"),
        ("{% set ns = namespace(a=1) %}x", "may not call functions"),
        ("{% with a = 1 %}x{% endwith %}", "may not use {% with %}"),
        ("{% filter upper %}x{% endfilter %}", "may not use a block of {% filter %}"),
        ("{{ contact.first_name.upper() }}", "may not call functions; a filter may do it"),
        ("{{ contact.first_name[:2] }}", "in [ ] stands the name of a column"),
        ("{{ {} }}", "may not use a dictionary"),
        ("{% include contact.first_name %}", "take the name of one file, in quotes"),
        ('{% include "t.j2" without context %}', "would hide the variables"),
        ('x{% include "t.j2" %}', "“t.j2” includes itself"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "nested too deeply"),
    ],
)
def test_what_could_take_all_time_or_memory_is_refused_at_once(tmp_path: Path, body: str, reason: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render_text(tmp_path, body)
    assert reason in str(caught.value)


def test_parts_that_multiply_are_refused(tmp_path: Path) -> None:
    for level in range(8):
        (tmp_path / f"p{level}.j2").write_text(f'{{% include "p{level + 1}.j2" %}}' * 2)
    (tmp_path / "p8.j2").write_text("x")
    with pytest.raises(TemplateError, match="more than 50 parts are included"):
        render_text(tmp_path, '{% include "p0.j2" %}')


def test_a_text_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="longer than 100000 characters"):
        render_text(tmp_path, "{{ contact.notes }}" * 20, notes="x" * 9_000)


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="larger than 64 kB"):
        render_text(tmp_path, "x" * 70_000)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{% if attempts > 2 and not call %}many{% else %}few{% endif %}", "few\n"),
        ("{% set who = contact.first_name | upper %}{{ who }}", "SAM\n"),
        ('{{ "Hi " + contact.first_name }}', "Hi Sam\n"),
        ("{{ attempts + 1 }}", "1\n"),
        ("{% for word in ['a', 'b'] %}{{ word }}{% if not loop.last %}, {% endif %}{% endfor %}", "a, b\n"),
        ("{{ 'a' if attempts == 0 else 'b' }}", "a\n"),
    ],
)
def test_what_a_text_needs_is_allowed(tmp_path: Path, body: str, text: str) -> None:
    assert render_text(tmp_path, body) == text
