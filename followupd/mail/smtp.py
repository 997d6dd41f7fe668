"""`Mailer` over SMTP submission (RFC 6409): one message at a time, and for each failure how far it had come.

MAIL, RCPT, DATA, the text and the final dot are separate steps, because aiosmtplib raises the same error for a
connection lost before the 354 and after the dot, and only the latter leaves a doubt. Nothing is tried twice but a
connection that turns out to be dead before MAIL.
"""

import asyncio
import ipaddress
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import cast

import aiosmtplib
from aiosmtplib.protocol import SMTPProtocol

from followupd.config.settings import Security, Server
from followupd.core.delivery.status import SmtpLost, SmtpReply, SmtpResult, SmtpVetoed, Stage
from followupd.core.errors import ConfigError, FollowupdError
from followupd.mail.ports import Envelope
from followupd.mail.tls import certificate_fault, clear_text_fault, client_context, is_loopback

Secret = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpTimeouts:
    """RFC 5321 section 4.5.3.2. Shorter ones make duplicates: the server has the mail and we do not know it (R4.6)."""

    greeting_s: float = 300.0  # TCP and TLS included
    command_s: float = 300.0  # EHLO, AUTH, MAIL, RCPT
    data_s: float = 120.0
    block_s: float = 180.0
    dot_s: float = 600.0
    check_s: float = 30.0  # for RSET on a connection that was used before
    quit_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """How long one connection may serve (R4.7)."""

    mails: int = 10
    idle_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Where to submit and as whom. Without password and token there is no login; a token goes before the password."""

    server: Server
    username: str = ""
    password: Secret | None = None
    token: Secret | None = None
    ssl_context: ssl.SSLContext | None = None


class _UnfitError(Exception):
    """The server lacks what we insist on; waiting will not help."""


class SmtpMailer:
    """The `Mailer` of one account."""

    def __init__(
        self, submission: Submission, *, timeouts: SmtpTimeouts | None = None, reuse: Reuse | None = None
    ) -> None:
        self._submission = submission
        self._timeouts = timeouts or SmtpTimeouts()
        self._reuse = reuse or Reuse()
        self._turn = asyncio.Lock()
        self._smtp: aiosmtplib.SMTP | None = None
        self._used = 0  # messages given to this connection
        self._stage = Stage.CONNECT  # how far the attempt in hand has come
        self._retirement: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    async def send(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        if refused := unsendable(envelope):
            return refused
        async with self._turn:
            self._stage = Stage.CONNECT
            try:
                return await self._attempt(envelope, raw, last_look, mark)
            except aiosmtplib.SMTPResponseException as error:
                return self._answered(error.code, error.message)
            except (aiosmtplib.SMTPException, OSError, ValueError, FollowupdError, _UnfitError) as error:
                self._drop()
                return self._lost(error)
            except BaseException:
                self._drop()
                raise
            finally:
                self._keep()

    async def close(self) -> None:
        async with self._turn:  # a message on its way is not cut off
            self._retire()
        if self._leaving:
            await asyncio.wait(self._leaving)

    # One attempt.

    async def _attempt(
        self, envelope: Envelope, raw: bytes, last_look: Callable[[], str | None], mark: Callable[[], None]
    ) -> SmtpResult:
        smtp = await self._ready()
        self._stage = Stage.MAIL
        if refused := beyond(smtp.esmtp_extensions, envelope, raw):
            return refused
        if reason := last_look():
            return SmtpVetoed(reason=reason)
        self._used += 1
        command_s, international = self._timeouts.command_s, not envelope.recipient.isascii()
        encoding = "utf-8" if international else "ascii"
        options = [f"SIZE={len(raw)}"] if smtp.supports_extension("size") else []
        options += ["SMTPUTF8"] if international else []
        await smtp.mail(envelope.sender, options=options, encoding=encoding, timeout=command_s)
        self._stage = Stage.RCPT
        await smtp.rcpt(envelope.recipient, encoding=encoding, timeout=command_s)
        return await self._hand_over(smtp, raw, mark)

    async def _hand_over(self, smtp: aiosmtplib.SMTP, raw: bytes, mark: Callable[[], None]) -> SmtpResult:
        self._stage = Stage.DATA
        started = await smtp.execute_command(b"DATA", timeout=self._timeouts.data_s)
        protocol = smtp.protocol
        if started.code != 354 or protocol is None:
            return self._answered(started.code, started.message)
        self._stage = Stage.BODY
        text = stuffed(raw)
        for at in range(0, len(text), _BLOCK):
            protocol.write(text[at : at + _BLOCK])
            await self._written(protocol)
        mark()  # a text without its dot is no message: whoever ends before this line has sent nothing
        self._stage = Stage.DOT  # before the write: whatever happens from here on leaves a doubt
        protocol.write(b".\r\n")
        reply = await protocol.read_response(timeout=self._timeouts.dot_s)
        return self._answered(reply.code, reply.message)

    async def _written(self, protocol: SMTPProtocol) -> None:
        """Wait until asyncio has given everything to the kernel, so that the dot is not behind it in a queue of ours.

        Who is told when that is so is the protocol, which is the library's and keeps it to itself: hence the polling,
        which a message of ordinary size never comes to.
        """
        async with asyncio.timeout(self._timeouts.block_s):
            await asyncio.sleep(0)  # lets the loop see that the other side has hung up, if it has
            while _unwritten(protocol):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    # What came of it.

    def _answered(self, code: int, text: str) -> SmtpResult:
        if code < 0:  # aiosmtplib: a line that is no SMTP
            self._drop()
            return SmtpLost(stage=self._stage, error=f"the server does not speak SMTP: {text}")
        if code == 421 or self._stage in {Stage.CONNECT, Stage.AUTH}:
            self._drop()
        return SmtpReply(stage=self._stage, code=code, text=text.encode(errors="replace").decode())

    def _lost(self, error: Exception) -> SmtpLost:
        host = self._submission.server.host
        if fault := certificate_fault(error, host):
            return SmtpLost(stage=self._stage, error=fault, permanent=True)
        if isinstance(error, _UnfitError | ConfigError):
            return SmtpLost(stage=self._stage, error=str(error), permanent=True)
        if isinstance(error, FollowupdError):
            return SmtpLost(stage=self._stage, error=str(error))
        if isinstance(error, TimeoutError):
            return SmtpLost(stage=self._stage, error=f"{host} did not answer in time")
        return SmtpLost(stage=self._stage, error=f"{host}: {error}")

    # The connection.

    async def _ready(self) -> aiosmtplib.SMTP:
        """Return a connection that can take a MAIL: the one in use if it still answers, else a new one."""
        if self._retirement is not None:
            self._retirement.cancel()
        if self._smtp is not None and await self._answers(self._smtp):
            return self._smtp
        self._drop()
        self._used = 0
        return await self._connect()

    async def _answers(self, smtp: aiosmtplib.SMTP) -> bool:
        """Ask by RSET, which also ends what a refused message left behind."""
        try:
            await smtp.rset(timeout=self._timeouts.check_s)
        except (aiosmtplib.SMTPException, OSError):
            return False
        return True

    async def _connect(self) -> aiosmtplib.SMTP:
        server, command_s = self._submission.server, self._timeouts.command_s
        if fault := clear_text_fault(server):
            raise _UnfitError(fault)
        clear = server.security is Security.NONE
        smtp = self._smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security is Security.TLS,
            start_tls=False,  # done below: the library's own way would accept a server that has none
            tls_context=None if clear else client_context(self._submission.ssl_context),
            local_hostname="[127.0.0.1]",  # unless given, the library waits for DNS; replaced once there is a socket
            timeout=command_s,
        )
        await smtp.connect(timeout=self._timeouts.greeting_s)
        smtp.local_hostname = own_literal(smtp.get_transport_info("sockname")[0])
        await smtp.ehlo()
        if server.security is Security.STARTTLS:
            if not smtp.supports_extension("starttls"):
                raise _UnfitError(_NO_STARTTLS.format(host=server.host, port=server.port))
            await smtp.starttls()
            await smtp.ehlo()  # what was said before TLS does not count (RFC 3207 section 4.2)
        await self._log_in(smtp)
        return smtp

    async def _log_in(self, smtp: aiosmtplib.SMTP) -> None:
        """Log in by the one best method: a server that hears a wrong password three times locks the account."""
        account, offered = self._submission, smtp.server_auth_methods
        self._stage = Stage.AUTH
        if not offered and is_loopback(account.server.host):
            return  # a relay on this machine that asks nobody
        if account.token is not None and "xoauth2" in offered:
            await smtp.auth_xoauth2(account.username, await account.token())
        elif account.password is not None and "plain" in offered:
            await smtp.auth_plain(account.username, await account.password())
        elif account.password is not None and "login" in offered:
            await smtp.auth_login(account.username, await account.password())
        elif account.token is not None or account.password is not None:
            raise _UnfitError(_NO_AUTH.format(host=account.server.host, offered=" ".join(offered) or "none"))

    def _keep(self) -> None:
        """Keep the connection for the next message, if one comes soon enough."""
        if self._smtp is None:
            return
        if self._used >= self._reuse.mails:
            self._retire()
        else:
            self._retirement = asyncio.get_running_loop().call_later(self._reuse.idle_s, self._retire)

    def _retire(self) -> None:
        """Part from the connection; nobody waits for the answer to QUIT."""
        smtp, self._smtp = self._smtp, None
        if self._retirement is not None:
            self._retirement.cancel()
        if smtp is not None:
            task = asyncio.get_running_loop().create_task(_quit(smtp, self._timeouts.quit_s))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _unwritten(protocol: SMTPProtocol) -> int:
    """Return how many bytes asyncio still holds; none when the connection is gone, which the next write will say."""
    transport = cast("asyncio.WriteTransport | None", protocol.transport)
    return transport.get_write_buffer_size() if transport else 0


async def _quit(smtp: aiosmtplib.SMTP, timeout_s: float) -> None:
    try:
        await smtp.quit(timeout=timeout_s)
    except (aiosmtplib.SMTPException, OSError):
        pass  # it was gone already
    finally:
        smtp.close()


def unsendable(envelope: Envelope) -> SmtpReply | None:
    """Return the refusal that an impossible address earns before anybody is connected to; None where both are fine.

    Stricter than RFC 5321: no quoted local parts, in which a line end could hide.
    """
    if not (_ADDRESS.fullmatch(envelope.sender) and envelope.sender.isascii()):
        return SmtpReply(stage=Stage.MAIL, code=553, text=f"5.1.7 not sent: {envelope.sender!r} is no sender address")
    if not _ADDRESS.fullmatch(envelope.recipient):
        return SmtpReply(stage=Stage.RCPT, code=553, text=f"5.1.3 not sent: {envelope.recipient!r} is no mail address")
    return None


def beyond(extensions: Mapping[str, str], envelope: Envelope, raw: bytes) -> SmtpReply | None:
    """Return the refusal of a message that the server has said it will not take (RFC 1870, RFC 6531), else None."""
    size = extensions.get("size", "")
    if size.isdecimal() and 0 < int(size) < len(raw):
        text = f"5.3.4 not sent: the message has {len(raw)} bytes, the server takes {size}"
        return SmtpReply(stage=Stage.MAIL, code=552, text=text)
    if not envelope.recipient.isascii() and "smtputf8" not in extensions:
        text = (
            f"5.6.7 not sent: your mail server has no SMTPUTF8, which the letters outside ASCII in "
            f"{envelope.recipient} need"
        )
        return SmtpReply(stage=Stage.RCPT, code=553, text=text)
    return None


def stuffed(raw: bytes) -> bytes:
    """Return the text as DATA wants it: CRLF line ends only, so that nobody else finds a dot line in it; dots doubled.

    RFC 5321 sections 2.3.8 and 4.5.2.
    """
    text = re.sub(rb"\r\n|\r|\n", b"\r\n", raw if raw.endswith((b"\r", b"\n")) else raw + b"\r\n")
    return re.sub(rb"^\.", b"..", text, flags=re.MULTILINE)


def own_literal(address: str) -> str:
    """Return the EHLO name: our end of the connection as an address literal (RFC 5321 section 4.1.3).

    Always valid, where a machine's own name may be `localhost`, hold an underscore or tell more than it should (R4.2).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        return f"[{ip.ipv4_mapped}]" if ip.ipv4_mapped else f"[IPv6:{ip}]"
    return f"[{ip}]"


_BLOCK = 64 << 10
_ADDRESS = re.compile(r'[^\s\x00-\x1f\x7f<>@"(),:;\\\[\]]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?')
_NO_STARTTLS = (
    "{host} offers no STARTTLS on port {port}, so nothing was sent to it; if it is the right server, "
    'set security = "tls" and port = 465'
)
_NO_AUTH = "{host} offers no login that followupd can use (offered: {offered})"
