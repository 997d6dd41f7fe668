"""`ImapInbox` against a real Dovecot, without TLS, with STARTTLS and with TLS."""

import os
from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio

from followupd.config.settings import Security, Server
from followupd.mail.ports import InboxError
from tests.contract.inbox_contract import InboxContract, InboxWorld, mail, read
from tests.contract.worlds import ImapWorld
from tests.servers.machines import ODD_PASSWORD, ODD_USER, PASSWORD, Dovecot

pytestmark = pytest.mark.servers

_numbers = count()


def world_at(dovecot: Dovecot, security: Security = Security.NONE, *, trusted: bool = True) -> ImapWorld:
    user, trust = f"user{next(_numbers)}", dovecot.trust if trusted else None
    return ImapWorld(dovecot.server(security), user, PASSWORD, clear_port=dovecot.port, trust=trust)


class TestImapInboxAtDovecot(InboxContract):
    @pytest_asyncio.fixture
    async def world(self, dovecot: Dovecot) -> AsyncIterator[InboxWorld]:
        world = world_at(dovecot)
        yield world
        await world.inbox.close()


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_mail_is_read_over_tls(dovecot: Dovecot, security: Security) -> None:
    world = world_at(dovecot, security)
    await world.deliver(mail("one"))
    assert [message.raw for message in await read(world)] == [mail("one")]
    await world.inbox.close()


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_an_unknown_authority_is_refused_for_good(dovecot: Dovecot, security: Security) -> None:
    world = world_at(dovecot, security, trusted=False)
    with pytest.raises(InboxError, match="certificate") as caught:
        await world.inbox.position("INBOX")
    assert caught.value.permanent


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_for_another_name_is_refused_for_good(dovecot: Dovecot, security: Security) -> None:
    """127.0.0.2 is the same server under a name that its certificate does not hold."""
    port = dovecot.server(security).port
    elsewhere = Server(host="127.0.0.2", port=port, security=security)
    world = ImapWorld(elsewhere, "anyone", PASSWORD, clear_port=dovecot.port, trust=dovecot.trust)
    with pytest.raises(InboxError) as caught:
        await world.inbox.position("INBOX")
    assert caught.value.permanent


async def test_a_password_may_hold_any_character(dovecot: Dovecot) -> None:
    world = ImapWorld(dovecot.server(), ODD_USER, ODD_PASSWORD, clear_port=dovecot.port)
    assert await read(world) == []
    await world.inbox.close()


async def test_a_wrong_password_is_permanent(dovecot: Dovecot) -> None:
    world = ImapWorld(dovecot.server(), "anyone", "wrong", clear_port=dovecot.port)
    with pytest.raises(InboxError, match="anyone") as caught:
        await world.inbox.position("INBOX")
    assert caught.value.permanent


async def test_twelve_hundred_messages_are_read_in_one_go(dovecot: Dovecot) -> None:
    """aioimaplib alone ends at about a thousand lines in silence."""
    world = world_at(dovecot)
    await world.deliver(mail("first"))
    maildir = next((dovecot.root / "mail").glob(f"{world.username}/Maildir"))
    (first,) = (maildir / "new").iterdir()
    for number in range(1200):
        os.link(first, maildir / "new" / f"{1_700_000_000 + number}.{number}.test")
    assert len(await read(world)) == 1201
    await world.inbox.close()
