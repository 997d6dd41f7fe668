"""Contacts whose address is not ASCII, at the command line and in the store (R1.26)."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from followupd.core.model import Contact, ContactId
from followupd.demo.servers import MailServers, mail_servers
from followupd.store import contacts
from followupd.store.engine import Store
from tests.scripted import Scripted, smtp_server
from tests.shell.cli_user import user
from tests.stories.world import CONFIG

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DECOMPOSED = "ju\u0308rgen@acme.example"


def without_smtputf8() -> AbstractAsyncContextManager[MailServers]:
    return mail_servers("ana", "pw", lambda *_: None)


def with_smtputf8() -> AbstractAsyncContextManager[Scripted]:
    return smtp_server(offers=("SMTPUTF8", "AUTH PLAIN"))


async def check_online(folder: Path, smtp_port: int, imap_port: int, *people: str) -> tuple[int, str]:
    config = CONFIG.replace("2525", str(smtp_port)).replace("1143", str(imap_port))
    me = user(folder, config=f'{config}password = {{ file = "secret" }}\n')
    me.write("secret", "pw\n").chmod(0o600)
    assert me.import_people(*people).code == 0
    said = await asyncio.to_thread(me.type, "check", "--online")
    return said.code, said.out


async def test_check_online_says_whose_mails_the_server_cannot_take(tmp_path: Path) -> None:
    people = ("sam@acme.example", DECOMPOSED, "用户@acme.example")
    async with without_smtputf8() as servers:
        code, out = await check_online(tmp_path, servers.smtp_port, servers.imap_port, *people)
    assert "advice  mailboxes.ana: the server cannot send to addresses with letters outside ASCII" in out
    assert "as jürgen@acme.example and 1 more: ask them for another address" in out
    assert code == 0


async def test_check_online_says_that_the_server_takes_them(tmp_path: Path) -> None:
    async with without_smtputf8() as servers, with_smtputf8() as smtp:
        _, out = await check_online(tmp_path, smtp.port, servers.imap_port, "jürgen@acme.example")
    assert "the server takes addresses with letters outside ASCII, as jürgen@acme.example." in out
    assert not [line for line in smtp.seen if line.startswith("MAIL")]


async def test_check_online_does_not_speak_of_what_nobody_needs(tmp_path: Path) -> None:
    async with without_smtputf8() as servers:
        _, out = await check_online(tmp_path, servers.smtp_port, servers.imap_port, "joerg@bücher.example")
    assert "outside ASCII" not in out


def test_whoever_is_suppressed_is_not_imported_however_the_address_is_written(tmp_path: Path) -> None:
    me = user(tmp_path)
    assert me.type("suppress", "add", "JÜRGEN@acme.example").code == 0
    said = me.import_people(DECOMPOSED)
    assert "jürgen@acme.example" in said.out + said.err
    assert me.rows()["enrollments"] == []


@pytest.mark.parametrize("stored", ["jürgen@xn--bcher-kva.example", "JÜRGEN@xn--bcher-kva.example"])
def test_the_contact_is_found_by_any_spelling_with_the_same_letters(store: Store, stored: str) -> None:
    contact = store.now(lambda c: contacts.add(c, Contact(id=ContactId(0), address=stored), NOW))
    local = stored.partition("@")[0]
    for spelling in (stored, local.replace("Ü", "U\u0308").replace("ü", "u\u0308") + "@BÜCHER.example"):
        assert store.now(partial(contacts.by_address, address=spelling)) == contact
        found = store.now(partial(contacts.by_addresses, addresses=[spelling]))
        assert list(found.values()) == [contact]
