"""What is known of the large mail providers: where their servers are and what they want for a password.

Data, not policy, looked up in the providers' own pages at the date in `checked` (R3.20). Sending limits are left
out on purpose: our own ceiling lies far below every one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from followupd.config.settings import Security, Server
from followupd.core.letters.forward import ForwardStyle


class FilesSent(StrEnum):
    """Whether the provider puts what is submitted by SMTP into the Sent folder by itself."""

    YES = "yes"
    NO = "no"
    PROBE = "probe"  # differs by account: look for the copy before making one


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A preset: what `provider = "…"` in a mailbox stands for."""

    name: str
    title: str
    smtp: Server
    imap: Server
    files_sent: FilesSent
    login_hint: str  # what the login takes for a password and where to get it, in whole sentences
    domains: tuple[str, ...] = ()  # whose addresses are certainly hosted there
    takes_passwords: bool = True  # False: IMAP there takes access tokens only
    authserv: tuple[str, ...] = ()  # domains of the names under which it writes Authentication-Results; "" for no name
    forward_style: ForwardStyle = ForwardStyle.GMAIL  # what a forward looks like that is written in its own web mail
    checked: str = "2026-11"


def _tls(host: str, port: int) -> Server:
    return Server(host=host, port=port, security=Security.TLS)


def _starttls(host: str, port: int) -> Server:
    return Server(host=host, port=port, security=Security.STARTTLS)


_PRESETS = (
    Provider(
        name="gmail",
        title="Gmail and Google Workspace",
        smtp=_tls("smtp.gmail.com", 465),
        imap=_tls("imap.gmail.com", 993),
        files_sent=FilesSent.YES,
        login_hint="Google takes an app password only: turn on 2-Step Verification, then make one at "
        "myaccount.google.com/apppasswords. In a Workspace the administrator has to allow it.",
        domains=("gmail.com", "googlemail.com"),
        authserv=("google.com",),
    ),
    Provider(
        name="m365",
        title="Microsoft 365 for business",
        smtp=_starttls("smtp.office365.com", 587),
        imap=_tls("outlook.office365.com", 993),
        files_sent=FilesSent.YES,
        login_hint="Microsoft 365 has taken no passwords for IMAP since 2023, and takes none for SMTP by default "
        "from the end of December 2026: it wants an OAuth access token.",
        takes_passwords=False,
        forward_style=ForwardStyle.OUTLOOK,
        authserv=("",),
    ),
    Provider(
        name="outlook",
        title="Outlook.com, Hotmail, Live",
        smtp=_starttls("smtp-mail.outlook.com", 587),
        imap=_tls("outlook.office365.com", 993),
        files_sent=FilesSent.YES,
        login_hint="Outlook.com has taken no passwords since 16 September 2024: it wants an OAuth access token.",
        domains=("outlook.com", "hotmail.com", "live.com", "msn.com"),
        takes_passwords=False,
        forward_style=ForwardStyle.OUTLOOK,
        authserv=("",),
    ),
    Provider(
        name="icloud",
        title="iCloud Mail",
        smtp=_starttls("smtp.mail.me.com", 587),
        imap=_tls("imap.mail.me.com", 993),
        files_sent=FilesSent.NO,
        login_hint="Apple takes an app-specific password only: make one at account.apple.com under Sign-In and "
        "Security. Where the login fails, try the part before the @ as the username.",
        domains=("icloud.com", "me.com", "mac.com"),
        forward_style=ForwardStyle.APPLE,
        authserv=("icloud.com",),
    ),
    Provider(
        name="yahoo",
        title="Yahoo Mail",
        smtp=_tls("smtp.mail.yahoo.com", 465),
        imap=_tls("imap.mail.yahoo.com", 993),
        files_sent=FilesSent.PROBE,
        login_hint="Yahoo takes an app password only: make one in the account's Security settings.",
        domains=("yahoo.com", "ymail.com", "rocketmail.com"),
        authserv=("yahoo.com",),
    ),
    Provider(
        name="fastmail",
        title="Fastmail",
        smtp=_tls("smtp.fastmail.com", 465),
        imap=_tls("imap.fastmail.com", 993),
        files_sent=FilesSent.NO,
        login_hint="Fastmail takes an app password: make one with access to IMAP and SMTP in Settings, "
        "Privacy & Security.",
        domains=("fastmail.com", "fastmail.fm"),
        authserv=("messagingengine.com",),
    ),
    Provider(
        name="zoho",
        title="Zoho Mail",
        smtp=_tls("smtp.zoho.com", 465),
        imap=_tls("imap.zoho.com", 993),
        files_sent=FilesSent.YES,
        login_hint="Zoho takes an app-specific password once two-factor login is on, and IMAP has to be turned "
        "on in its mail settings. Accounts outside the US region: give smtp and imap yourself, such as imap.zoho.eu.",
        domains=("zoho.com", "zohomail.com"),
        authserv=("zohomail.com", "zohomail.eu", "zohomail.in"),
    ),
)

PROVIDERS: Mapping[str, Provider] = {preset.name: preset for preset in _PRESETS}


def provider_of(address: str) -> Provider | None:
    """Return the preset that an address certainly belongs to, None for a domain of one's own."""
    domain = address.rpartition("@")[2].lower()
    return next((preset for preset in _PRESETS if domain in preset.domains), None)
