"""[mailboxes.NAME]: an account with its servers and where its password lies."""

from collections.abc import Mapping
from pathlib import Path

from followupd.config import values
from followupd.config.credentials import CommandSecret, CredentialSecret, EnvSecret, FileSecret, Secret
from followupd.config.faults import Table
from followupd.config.providers import PROVIDERS, Provider, provider_of
from followupd.config.settings import ListUnsubscribe, Mailbox, Security, SentCopy, Server
from followupd.core.letters.addresses import address_key
from followupd.core.letters.forward import ForwardStyle
from followupd.core.model import Person

_NOBODY = Person(address="")
_NOWHERE = Server(host="", port=0, security=Security.TLS)

# What a port speaks by convention: RFC 8314 section 7, RFC 6409.
_SPOKEN: Mapping[int, Security] = {
    465: Security.TLS,
    993: Security.TLS,
    587: Security.STARTTLS,
    143: Security.STARTTLS,
}
_USUAL_PORTS: Mapping[str, Mapping[Security, int]] = {
    "smtp": {Security.TLS: 465, Security.STARTTLS: 587},
    "imap": {Security.TLS: 993, Security.STARTTLS: 143},
}


def read_mailboxes(top: Table, folder: Path) -> Mapping[str, Mailbox]:
    """Read every [mailboxes.NAME]; paths in them are relative to `folder`."""
    tables = top.table("mailboxes")
    mailboxes = {name: _mailbox(name, tables.table(name), folder) for name in tables.names()}
    if not mailboxes:
        top.fault("mailboxes", 'there is no mailbox to write from: write [mailboxes.ana] with from = "…" below it')
    for name in mailboxes:
        if not values.is_mailbox_name(name):
            tables.fault(name, f'"{name}" is no name for a mailbox: take letters, digits, "-" and "_"')
    _refuse_shared_addresses(tables, mailboxes)
    return mailboxes


def _mailbox(name: str, table: Table, folder: Path) -> Mailbox:
    sender = table.need("from", values.person, _NOBODY, 'from = "Ana Ruiz <ana@example.com>"')
    preset = PROVIDERS.get(table.read("provider", values.one_of(tuple(PROVIDERS)), ""))
    smtp = _server(table, "smtp", preset, sender)
    imap = _server(table, "imap", preset, sender)
    return Mailbox(
        name=name,
        sender=sender,
        aliases=table.read("aliases", values.addresses, ()),
        signature=table.read("signature", values.lines, ""),
        postal_address=table.read("postal_address", values.lines, ""),
        provider=preset.name if preset else "",
        smtp=smtp,
        imap=imap,
        username=table.read("username", values.line, sender.address),
        password=_password(table, folder, optional=values.is_loopback(smtp.host) and values.is_loopback(imap.host)),
        html=table.read("html", values.flag, False),
        language=table.read("language", values.language, "en"),
        forward_style=table.read(
            "forward_style", values.choice(ForwardStyle), preset.forward_style if preset else ForwardStyle.GMAIL
        ),
        sent_copy=table.read("sent_copy", values.choice(SentCopy), SentCopy.AUTO),
        list_unsubscribe=table.read("list_unsubscribe", values.choice(ListUnsubscribe), ListUnsubscribe.NEVER),
        ramp_up=table.read("ramp_up", values.flag, True),
        authserv=table.read(
            "authserv_id", lambda value: (values.line(value).lower(),), preset.authserv if preset else ()
        ),
    )


def _server(mailbox: Table, role: str, preset: Provider | None, sender: Person) -> Server:
    """Read smtp or imap; what the table leaves out follows from the preset, else from the port or the security."""
    if role not in mailbox:
        if preset is not None:
            return preset.smtp if role == "smtp" else preset.imap
        if "provider" not in mailbox:
            mailbox.fault("provider", _no_server_advice(sender))
        return _NOWHERE
    table = mailbox.table(role)
    host = table.need("host", values.line, "", f'host = "{role}.example.com"')
    port = table.read("port", values.whole(1, 65535), 0)
    security = table.read("security", values.choice(Security), _SPOKEN.get(port, Security.TLS))
    server = Server(host=host, port=port or _USUAL_PORTS[role].get(security, 0), security=security)
    _refuse_unsafe(table, server)
    return server


def _refuse_unsafe(table: Table, server: Server) -> None:
    """Note what would send a password in the clear or cannot work (R4.1)."""
    if server.security is Security.NONE and not values.is_loopback(server.host):
        table.fault("security", f'"none" would show the password to the network of {server.host}: write "tls"')
    elif server.security is Security.NONE and not server.port:
        table.fault("port", 'is missing: with security = "none" write the port, such as port = 1025')
    elif server.port == 25:
        table.fault("port", "25 is for servers among themselves: write 465 or 587")
    elif server.security is not Security.NONE and _SPOKEN.get(server.port, server.security) is not server.security:
        right = _SPOKEN[server.port]
        table.fault("security", f'port {server.port} speaks {right}: write security = "{right}", or another port')


def _no_server_advice(sender: Person) -> str:
    likely = provider_of(sender.address)
    names = f'"{likely.name}"' if likely else values.either(list(PROVIDERS))
    return f'is missing: write {names}, or smtp = {{ host = "…" }} and imap = {{ host = "…" }} instead'


def _password(mailbox: Table, folder: Path, *, optional: bool) -> Secret | None:
    """Read where the password lies; a server on this machine may ask for none."""
    if "password" not in mailbox:
        if not optional:
            mailbox.fault("password", 'is missing: write password = { file = "…" } with the path of a file of mode 600')
        return None
    # First of all the value must not be the password itself, or the table reader would repeat it.
    nowhere: Mapping[str, object] = {}
    if not mailbox.read("password", values.secret_place, nowhere):
        return None
    table = mailbox.table("password")
    found = (
        table.read("credential", lambda value: CredentialSecret(name=values.file_name(value)), None),
        table.read("file", lambda value: FileSecret(path=folder / Path(values.line(value)).expanduser()), None),
        table.read("env", lambda value: EnvSecret(variable=values.line(value)), None),
        table.read("command", lambda value: CommandSecret(argv=values.argv(value)), None),
    )
    return next((secret for secret in found if secret is not None), None)


def _refuse_shared_addresses(tables: Table, mailboxes: Mapping[str, Mailbox]) -> None:
    """Two mailboxes with one address would take each other's mail for their own."""
    owners: dict[str, str] = {}
    for mailbox in mailboxes.values():
        for address in filter(None, mailbox.addresses):
            owner = owners.setdefault(address_key(address), mailbox.name)
            if owner != mailbox.name:
                tables.fault(mailbox.name, f"{address} is an address of [mailboxes.{owner}] already: keep one of them")
