"""What both protocols ask of a connection before a word is said: TLS 1.2 or later with a checked name (RFC 8314).

Clear text is for servers on this machine only: the demo, a test, a local relay.
"""

import ipaddress
import ssl

from followupd.config.settings import Security, Server


def client_context(given: ssl.SSLContext | None = None) -> ssl.SSLContext:
    """Return the given context or one that trusts the system's authorities; either way nothing below TLS 1.2."""
    context = given or ssl.create_default_context()
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    return context


def clear_text_fault(server: Server) -> str:
    """Return why this server must not be talked to without TLS, "" where TLS is asked for or it is this machine."""
    if server.security is not Security.NONE or is_loopback(server.host):
        return ""
    return (
        f"{server.host} is another machine: a connection without TLS would show it the password and every mail; "
        'set security = "tls" or "starttls"'
    )


def certificate_fault(error: BaseException, host: str) -> str:
    """Return the sentence for a certificate that was refused, "" where the error has another cause.

    Libraries wrap it: the whole chain of causes is looked through.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} was refused: {cause.verify_message}"
        cause = cause.__cause__
    return ""


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
