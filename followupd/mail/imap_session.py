"""From an account's settings to a connection that is logged in: TCP, TLS, CAPABILITY, the login, once more CAPABILITY.

Nothing secret is said before TLS stands, and nothing that the server said before it is believed after it (RFC 8314,
RFC 3501 section 6.2.1).
"""

import base64
import ssl
from asyncio import get_running_loop, timeout
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aioimaplib import aioimaplib

from followupd import __version__
from followupd.config.settings import Security, Server
from followupd.core.errors import ConfigError, FollowupdError
from followupd.mail.imap_faults import refusal
from followupd.mail.imap_grammar import Argument, astring
from followupd.mail.imap_wire import ConnectionLostError, Reply, Wire
from followupd.mail.ports import InboxError
from followupd.mail.tls import certificate_fault, clear_text_fault, client_context

Secret = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where to log in and as whom. With a `token` that is what is shown (XOAUTH2, OAUTHBEARER), else the password."""

    server: Server
    username: str
    password: Secret
    token: Secret | None = None
    ssl_context: ssl.SSLContext | None = None
    connect_s: float = 30.0  # for TCP with TLS, and again for the greeting
    command_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A connection that is logged in, with the capabilities (in capitals) that hold from there on."""

    wire: Wire
    capabilities: frozenset[str]


async def open_session(account: Account, on_exists: Callable[[], None]) -> Session:
    """Connect and log in; InboxError where that does not work, after which nothing is left open."""
    if fault := clear_text_fault(account.server):
        raise InboxError(fault, permanent=True)
    wire = Wire(on_exists)
    session: Session | None = None
    try:
        session = await _log_in(account, wire)
    except OSError as error:
        raise lost(account.server, error) from error
    except FollowupdError as error:  # the password or the token cannot be had
        raise InboxError(str(error), permanent=isinstance(error, ConfigError)) from error
    finally:
        if session is None:
            wire.abort()
    return session


async def _log_in(account: Account, wire: Wire) -> Session:
    await _connect(account, wire)
    capabilities = await _capabilities(account, wire)
    if account.server.security is Security.STARTTLS:
        await _start_tls(account, wire, capabilities)
        capabilities = await _capabilities(account, wire)
    if wire.state == aioimaplib.NONAUTH:
        await _authenticate(account, wire, capabilities)
        capabilities = await _capabilities(account, wire)
    if "ID" in capabilities:  # Google asks for it; what a server thinks of it does not matter
        await wire.run("ID", f'("name" "followupd" "version" "{__version__}")', timeout_s=account.command_s)
    return Session(wire=wire, capabilities=capabilities)


async def _connect(account: Account, wire: Wire) -> None:
    server = account.server
    tls = client_context(account.ssl_context) if server.security is Security.TLS else None
    async with timeout(account.connect_s):
        await get_running_loop().create_connection(
            lambda: wire, server.host, server.port, ssl=tls, server_hostname=server.host if tls else None
        )
    wire.keep_alive()
    async with timeout(account.connect_s):
        await wire.greeting
    wire.raise_if_lost()


async def _capabilities(account: Account, wire: Wire) -> frozenset[str]:
    """Ask for the capabilities: those in a login's answer may be cut short, and they change with the login (R3.1)."""
    reply = await wire.run("CAPABILITY", timeout_s=account.command_s)
    words = [part[0].decode("ascii", "replace").upper().split() for part in reply.untagged]
    return frozenset(word for each in words if each[1:2] == ["CAPABILITY"] for word in each[2:])


async def _start_tls(account: Account, wire: Wire, capabilities: frozenset[str]) -> None:
    host = account.server.host
    if wire.state != aioimaplib.NONAUTH or "STARTTLS" not in capabilities:
        raise InboxError(
            f"{host} offers no STARTTLS on port {account.server.port}, so nothing was sent to it; if it is the right "
            'server, set security = "tls" and port = 993',
            permanent=True,
        )
    reply = await wire.run("STARTTLS", timeout_s=account.command_s)
    if not reply.ok:
        raise refusal(f"{host} refused STARTTLS", reply.text)
    async with timeout(account.connect_s):
        await wire.start_tls(client_context(account.ssl_context), host)


async def _authenticate(account: Account, wire: Wire, capabilities: frozenset[str]) -> None:
    doing = f"the login of {account.username} at {account.server.host} failed"
    try:
        if account.token is not None:
            reply = await _show_token(account, wire, capabilities, await account.token())
        else:
            reply = await _say_password(account, wire, capabilities, await account.password())
    except ValueError as error:
        raise InboxError(f"{doing}: {error}", permanent=True) from error
    if not reply.ok:
        raise refusal(doing, reply.text, at_login=reply.result == "NO")
    wire.state = aioimaplib.AUTH


async def _say_password(account: Account, wire: Wire, capabilities: frozenset[str], password: str) -> Reply:
    username = astring(account.username)  # refuses control characters on either way
    if "LOGINDISABLED" not in capabilities:
        return await wire.run("LOGIN", username, astring(password), timeout_s=account.command_s)
    if "AUTH=PLAIN" not in capabilities:
        raise ValueError("the server takes no passwords here")
    return await _sasl(account, wire, capabilities, "PLAIN", f"\0{account.username}\0{password}")


async def _show_token(account: Account, wire: Wire, capabilities: frozenset[str], token: str) -> Reply:
    if "AUTH=XOAUTH2" in capabilities:
        shown = f"user={account.username}\x01auth=Bearer {token}\x01\x01"
        return await _sasl(account, wire, capabilities, "XOAUTH2", shown)
    if "AUTH=OAUTHBEARER" in capabilities:  # RFC 7628
        shown = f"n,a={account.username},\x01auth=Bearer {token}\x01\x01"
        return await _sasl(account, wire, capabilities, "OAUTHBEARER", shown)
    raise ValueError("the server takes no OAuth tokens")


async def _sasl(account: Account, wire: Wire, capabilities: frozenset[str], mechanism: str, said: str) -> Reply:
    """AUTHENTICATE with one message of ours; a challenge after it holds an error, and wants a dummy for an answer."""
    coded, dummy = base64.b64encode(said.encode()), b"AQ==" if mechanism == "OAUTHBEARER" else b""
    first: list[Argument] = [mechanism]
    if "SASL-IR" in capabilities:
        first.append(coded.decode())
        return await wire.run("AUTHENTICATE", *first, owed=(dummy,), timeout_s=account.command_s)
    return await wire.run("AUTHENTICATE", *first, owed=(coded, dummy), timeout_s=account.command_s)


def lost(server: Server, error: Exception) -> InboxError:
    """Return the error for a connection that could not be made, broke, or fell silent."""
    where = f"{server.host}:{server.port}"
    if fault := certificate_fault(error, server.host):
        return InboxError(fault, permanent=True)
    if isinstance(error, TimeoutError):
        return InboxError(f"{where} does not answer")
    if isinstance(error, ConnectionLostError) and error.said:
        return refusal(f"{where} ended the connection", str(error))
    return InboxError(f"the connection to {where} failed: {error}")
