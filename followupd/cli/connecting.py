"""From a mailbox's settings to its mail servers. Private certificate authorities: set SSL_CERT_FILE, as for OpenSSL."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from followupd.config import Mailbox, Secret, SecretError, provider_of, read_secret
from followupd.config.providers import PROVIDERS
from followupd.core.delivery.status import Accepted, InDoubt, Vetoed, judge
from followupd.mail.imap import ImapInbox
from followupd.mail.imap_session import Account, open_session
from followupd.mail.ports import Envelope, Folders, Inbox, InboxError, Mailer
from followupd.mail.smtp import SmtpMailer, SmtpTimeouts, Submission

_ONLY_LOOKING = "only looking"
_IMPATIENT = SmtpTimeouts(greeting_s=30.0, command_s=30.0)  # somebody waits for the answer, and no mail is at stake


def connect(mailbox: Mailbox) -> tuple[Mailer, Inbox]:
    """Return the way out and the ear of a mailbox; neither connects before it is used."""
    return SmtpMailer(submission(mailbox)), ImapInbox(account(mailbox))


def submission(mailbox: Mailbox) -> Submission:
    """Return where this mailbox submits; without a password there is no login."""
    secret = mailbox.password
    return Submission(
        server=mailbox.smtp, username=mailbox.username, password=_reader(secret) if secret is not None else None
    )


def account(mailbox: Mailbox) -> Account:
    """Return where this mailbox is read."""
    return Account(server=mailbox.imap, username=mailbox.username, password=_told(_reader(mailbox.password)))


def _reader(secret: Secret | None) -> Callable[[], Awaitable[str]]:
    """Read the password anew for each login: it may have been changed, and a program that prints it takes time."""

    async def password() -> str:
        return "" if secret is None else await asyncio.to_thread(read_secret, secret)

    return password


def _told(password: Callable[[], Awaitable[str]]) -> Callable[[], Awaitable[str]]:
    """Let a password that cannot be read be a mailbox that cannot be read: waiting will not help."""

    async def told() -> str:
        try:
            return await password()
        except SecretError as error:
            raise InboxError(str(error), permanent=True) from error

    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What the servers of a mailbox said. `faults` are sentences; without any, mail can be read and sent."""

    mailbox: str
    folders: Folders | None
    capabilities: frozenset[str]
    faults: tuple[str, ...]
    takes_international: bool | None = None  # SMTPUTF8 (RFC 6531); None where nobody needs it or nobody answered


async def probe(mailbox: Mailbox, *, international: str = "") -> Probe:
    """Log in at both servers and look; nothing is sent, nothing in the mailbox is changed.

    `international`: an address that needs SMTPUTF8, to be told whether the server offers it.
    """
    folders, capabilities, deaf = await _listen(mailbox)
    mute = await _speak(mailbox)
    return Probe(
        mailbox=mailbox.name,
        folders=folders,
        capabilities=capabilities,
        faults=tuple(fault for fault in (deaf, mute) if fault),
        takes_international=await _takes(mailbox, international) if international and not mute else None,
    )


async def _listen(mailbox: Mailbox) -> tuple[Folders | None, frozenset[str], str]:
    inbox = ImapInbox(account(mailbox))
    try:
        session = await open_session(account(mailbox), lambda: None)
        with suppress(OSError):  # the login was what counted
            await session.wire.run("LOGOUT", timeout_s=5)
        session.wire.abort()
        return await inbox.folders(), session.capabilities, ""
    except InboxError as error:
        return None, frozenset(), f"IMAP: {error}{_hint(mailbox)}"
    finally:
        await inbox.close()


async def _speak(mailbox: Mailbox, recipient: str = "") -> str:
    """EHLO and AUTH without MAIL: the last look before it objects. Return what stands against it, "" for nothing."""
    mailer = SmtpMailer(submission(mailbox), timeouts=_IMPATIENT)
    envelope = Envelope(sender=mailbox.sender.address, recipient=recipient or mailbox.sender.address)
    verdict = judge(await mailer.send(envelope, b"", lambda: _ONLY_LOOKING, lambda: None))
    await mailer.close()
    match verdict:
        case Vetoed() | Accepted():
            return ""
        case InDoubt(text=text):
            return f"SMTP: {text}"
        case failed:
            return f"SMTP: {failed.text} {failed.advice}".rstrip() + _hint(mailbox)


async def _takes(mailbox: Mailbox, address: str) -> bool | None:
    """Whether the server would take a mail to this address; None where it says something else this time."""
    said = await _speak(mailbox, address)
    return not said if not said or "5.6.7" in said else None


def _hint(mailbox: Mailbox) -> str:
    """Return what the provider wants for a password, as it is the likeliest reason."""
    provider = PROVIDERS.get(mailbox.provider) or provider_of(mailbox.sender.address)
    return f"\n  {provider.login_hint}" if provider is not None else ""
