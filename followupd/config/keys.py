"""The keys of followupd.toml, and what to say about one that is not among them."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

KEYS: Mapping[str, tuple[str, ...]] = {
    "": (
        "timezone",
        "country",
        "days_off",
        "state",
        "database",
        "live",
        "mailboxes",
        "sending",
        "inbox",
        "replies",
        "alerts",
    ),
    "mailboxes.NAME": (
        "from",
        "aliases",
        "signature",
        "postal_address",
        "provider",
        "smtp",
        "imap",
        "username",
        "password",
        "html",
        "language",
        "forward_style",
        "sent_copy",
        "list_unsubscribe",
        "ramp_up",
        "authserv_id",
    ),
    "mailboxes.NAME.smtp": ("host", "port", "security"),
    "mailboxes.NAME.imap": ("host", "port", "security"),
    "mailboxes.NAME.password": ("credential", "file", "env", "command"),
    "sending": ("window", "per_day", "per_hour", "gap", "per_contact", "per_domain_per_day"),
    "inbox": ("max_age", "probe", "junk", "label"),
    "replies": ("unsure_below", "later_default", "costs"),
    "alerts": ("email", "command", "webhook"),
}
"""Every table with its keys; NAME stands for whatever the user calls a mailbox."""


def unknown_keys(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each key that means nothing, with its tables, and what is wrong with it."""
    yield from _unknown(document, "", "")


def _unknown(values: Mapping[str, Any], table: str, written: str) -> Iterator[tuple[str, str]]:
    known = KEYS.get(table)
    for key, value in values.items():
        path = f"{written}.{key}" if written else key
        if known is not None and key not in known:
            yield path, _advice(key, table, known)
        elif isinstance(value, dict):
            # Below [mailboxes] the names are the user's own.
            inner = f"{table}.{'NAME' if table == 'mailboxes' else key}" if table else key
            yield from _unknown(value, inner, path)


def _advice(key: str, table: str, known: tuple[str, ...]) -> str:
    if near := get_close_matches(key, known, n=1):
        return f"there is no such key: write {near[0]}"
    elsewhere = [other for other, keys in KEYS.items() if key in keys]
    if elsewhere:
        place = f"in [{elsewhere[0]}]" if elsewhere[0] else "at the top of the file, before the first [table]"
        return f"does not belong here: write it {place}"
    where = f"[{table}]" if table else "the top of the file"
    return f"there is no such key: {where} knows {', '.join(known)}"
