"""The followupd.toml that `followupd init` writes: the shipped one, filled in for one person.

The shipped file is itself a settings file that loads; filling it in replaces single lines, so its comments are the
manual that the user reads.
"""

import json
import re
from textwrap import wrap

from followupd.config.places import CONFIG_NAME
from followupd.config.providers import PROVIDERS, provider_of
from followupd.core.errors import UsageError
from followupd.core.model import Person
from followupd.shipped import shipped

_EXAMPLE_NAME = "ana"


def render_config(sender: Person | None = None, provider: str | None = None, timezone: str | None = None) -> str:
    """Return the text of a followupd.toml for this person; what is not given stays as shipped.

    A provider that is neither given nor told by the address is commented out, so that loading the file asks for it.
    A given timezone takes the example's country away with it. Raises `UsageError` for an unknown provider.
    """
    text = (shipped("config") / CONFIG_NAME).read_text(encoding="utf-8")
    if provider is not None and provider not in PROVIDERS:
        raise UsageError(f'There is no provider "{provider}"; type one of {", ".join(PROVIDERS)}.')
    if sender is not None:
        likely = provider_of(sender.address)
        provider = provider or (likely.name if likely else None)
        text = _with_provider(_with_sender(text, sender), provider)
    elif provider is not None:
        text = _with_provider(text, provider)
    if timezone is not None:
        text = _commented(_with_value(text, "timezone", timezone), "country")
    return text


def _with_sender(text: str, sender: Person) -> str:
    name = _mailbox_name(sender)
    shown = f"{_quoted_name(sender.name)} <{sender.address}>" if sender.name else sender.address
    text = text.replace(f"[mailboxes.{_EXAMPLE_NAME}]", f"[mailboxes.{name}]")
    text = text.replace(f"{_EXAMPLE_NAME}.password", f"{name}.password")
    text = text.replace(f'credential = "{_EXAMPLE_NAME}"', f'credential = "{name}"')
    # The example's own words must not end up in somebody's mail.
    filled = {"from": shown, "signature": sender.name, "postal_address": "", "email": sender.address}
    for key, value in filled.items():
        text = _with_value(text, key, value)
    return text


def _with_provider(text: str, provider: str | None) -> str:
    hint = "\n".join(f"# {line}" for line in wrap(PROVIDERS["gmail"].login_hint, 110))
    if provider is None:
        return _commented(text, "provider").replace(f"{hint}\n", "")
    mine = "\n".join(f"# {line}" for line in wrap(PROVIDERS[provider].login_hint, 110))
    return _with_value(text, "provider", provider).replace(hint, mine)


def _with_value(text: str, key: str, value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)  # the escapes of JSON are escapes of TOML
    return re.sub(rf"^({key}\s*=\s*).*$", lambda found: found[1] + written, text, count=1, flags=re.MULTILINE)


def _commented(text: str, key: str) -> str:
    return re.sub(rf"^{key}\s*=", lambda found: f"#{found[0]}", text, count=1, flags=re.MULTILINE)


def _quoted_name(name: str) -> str:
    """Return a display name as a quoted string where its characters ask for it (RFC 5322 section 3.2.4)."""
    if not re.search(r'[,;:<>@"\\()\[\].]', name):
        return name
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _mailbox_name(sender: Person) -> str:
    """Return a short name for the mailbox: the first name, else the local part, else "me"."""
    first_word = (sender.name or sender.address).partition(" ")[0].partition("@")[0].partition(".")[0]
    return re.sub(r"[^a-z0-9_-]", "", first_word.lower()).strip("-_") or "me"
