"""What is asked of every connection before a word is said (RFC 8314)."""

import ssl

import pytest

from followupd.config.settings import Security, Server
from followupd.mail.tls import clear_text_fault, client_context


def test_a_lenient_context_is_made_strict() -> None:
    """R3.14"""
    lenient = ssl.create_default_context()
    lenient.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    assert client_context(lenient).minimum_version is ssl.TLSVersion.TLSv1_2


def test_the_name_in_the_certificate_is_checked() -> None:
    context = client_context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("192.168.1.5", False),
        ("mail.example.com", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_clear_text_is_for_this_machine_only(host: str, allowed: bool) -> None:
    assert (clear_text_fault(Server(host=host, port=25, security=Security.NONE)) == "") is allowed
    assert clear_text_fault(Server(host=host, port=25, security=Security.STARTTLS)) == ""
