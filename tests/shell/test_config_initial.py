"""The shipped followupd.toml: a manual that is true, and what `followupd init` makes of it."""

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from followupd.config import (
    KEYS,
    PROVIDERS,
    Alerts,
    FileSecret,
    InboxRules,
    Mailbox,
    ReplyRules,
    Sending,
    Server,
    Settings,
    SettingsError,
    load_settings,
    provider_of,
    render_config,
)
from followupd.core.errors import UsageError
from followupd.core.model import Person

BOB = Person(address="bob@ray.example", name="Bob Ray")

# Fields that are no key under their own name: worked out, or called otherwise in the file.
RENAMED = {"authserv": "authserv_id", "state_dir": "state", "sender": "from", "windows": "window"}
WORKED_OUT = {"path", "name"}


def with_everything_on(text: str) -> str:
    """Take the "#" away from every setting that is switched off."""
    return re.sub(r"^#(?=\w+ = )", "", text, flags=re.MULTILINE)


def key_paths(document: Mapping[str, Any], table: str = "") -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        yield table, key
        if isinstance(value, dict):
            inner = "NAME" if table == "mailboxes" else key
            yield from key_paths(value, f"{table}.{inner}" if table else inner)


def loaded(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "followupd.toml"
    path.write_text(text)
    return load_settings(path, {"HOME": "/home/ana"})


def test_every_key_is_documented_and_every_documented_key_exists(tmp_path: Path) -> None:
    text = with_everything_on(render_config())
    loaded(tmp_path, text)
    documented = set(key_paths(tomllib.loads(text)))
    documented |= {("mailboxes.NAME.password", key) for key in re.findall(r"^#   \{ (\w+) = ", text, re.MULTILINE)}
    documented -= {("mailboxes", "ana")}
    documented = {(table, key) for table, key in documented if not table.startswith("replies.costs")}  # any two labels
    assert documented == {(table, key) for table, keys in KEYS.items() for key in keys}


@pytest.mark.parametrize(
    ("table", "record"),
    [
        ("", Settings),
        ("mailboxes.NAME", Mailbox),
        ("mailboxes.NAME.smtp", Server),
        ("mailboxes.NAME.imap", Server),
        ("sending", Sending),
        ("inbox", InboxRules),
        ("replies", ReplyRules),
        ("alerts", Alerts),
    ],
)
def test_every_field_of_the_records_has_a_key(table: str, record: type[Any]) -> None:
    fields = {field.name for field in dataclasses.fields(record)} - WORKED_OUT
    assert {RENAMED.get(name, name) for name in fields} == set(KEYS[table])


def test_what_the_file_calls_a_default_is_one(tmp_path: Path) -> None:
    text = render_config()
    shipped = loaded(tmp_path, text)
    without_rules = re.sub(r"^\[sending\].*?(?=^\[alerts\])", "", text, flags=re.MULTILINE | re.DOTALL)
    switched_on = re.sub(
        r"^#(?=(database|username|html|language|forward_style|sent_copy|ramp_up) = )", "", text, flags=re.MULTILINE
    )
    assert loaded(tmp_path, without_rules) == shipped
    assert loaded(tmp_path, switched_on) == shipped
    assert "[sending]" not in without_rules
    assert switched_on.count("#") == text.count("#") - 7


def test_nothing_leaves_until_the_owner_says_so(tmp_path: Path) -> None:
    assert loaded(tmp_path, render_config()).live is False


def test_a_person_and_a_provider_are_all_it_takes(tmp_path: Path) -> None:
    settings = loaded(tmp_path, render_config(BOB, "fastmail", "America/Chicago"))
    mailbox = settings.mailboxes["bob"]
    assert mailbox.sender == BOB
    assert mailbox.smtp == PROVIDERS["fastmail"].smtp
    assert mailbox.password == FileSecret(path=tmp_path / "bob.password")
    assert settings.alerts.email == "bob@ray.example"
    assert settings.timezone == "America/Chicago"
    assert settings.country is None


def test_nothing_of_the_example_person_is_left() -> None:
    """A stranger's signature or street must not end up in a mail."""
    written = tomllib.loads(render_config(BOB, "gmail"))
    assert not re.search(r"(?i)ana|northwind|springfield", str(written))


@pytest.mark.parametrize(("provider", "preset"), PROVIDERS.items())
def test_the_file_says_what_the_provider_takes_for_a_password(provider: str, preset: object) -> None:
    prose = " ".join(line.removeprefix("# ") for line in render_config(BOB, provider).splitlines())
    told = [name for name, known in PROVIDERS.items() if known.login_hint in prose]
    assert told == [provider]


@pytest.mark.parametrize(
    ("sender", "mailbox"),
    [
        (Person(address="bob@ray.example"), "bob"),
        (Person(address="b.ray@ray.example", name="Ray, Bob"), "ray"),
        (Person(address="o@ray.example", name="Ørsted"), "rsted"),
        (Person(address="x@ray.example", name="王"), "me"),
        (Person(address="x@ray.example", name='Bob "The" \\ Ray'), "bob"),
    ],
)
def test_any_name_gives_a_file_that_loads(tmp_path: Path, sender: Person, mailbox: str) -> None:
    assert loaded(tmp_path, render_config(sender, "gmail")).mailboxes[mailbox].sender == sender


def test_the_address_tells_the_provider_where_it_can(tmp_path: Path) -> None:
    settings = loaded(tmp_path, render_config(Person(address="bob@icloud.com")))
    assert settings.mailboxes["bob"].provider == "icloud"


def test_an_unknown_provider_is_asked_for_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mailboxes\.bob\.provider: is missing"):
        loaded(tmp_path, render_config(BOB))


def test_a_provider_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UsageError, match="fastmail"):
        render_config(BOB, "gmial")


def test_a_domain_belongs_to_one_provider() -> None:
    for preset in PROVIDERS.values():
        for domain in preset.domains:
            assert provider_of(f"someone@{domain.upper()}") is preset
    assert provider_of("someone@gmail.com.example") is None
