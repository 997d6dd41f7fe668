"""Certificates of a private authority, made for the session."""

import ssl
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.servers.machines import make_certificate, missing

Identities = Callable[[str], tuple[ssl.SSLContext, ssl.SSLContext]]


@pytest.fixture(scope="session")
def identities(tmp_path_factory: pytest.TempPathFactory) -> Identities:
    """Give a server's and a client's context for a certificate with these names, such as "DNS:localhost"."""
    if how := missing("openssl"):
        pytest.skip(how)
    folder: Path = tmp_path_factory.mktemp("tls")
    numbers = count()

    def make(hosts: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        certificate, key = make_certificate(folder, f"cert{next(numbers)}", hosts)
        serves = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        serves.load_cert_chain(certificate, key)
        return serves, ssl.create_default_context(cafile=str(certificate))

    return make
