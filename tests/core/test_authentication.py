"""Whose Authentication-Results are believed, and what they have to say (R2.24)."""

import pytest

from followupd.core.letters.authentication import is_disowned

GOOGLE = ("google.com",)
MICROSOFT = ("",)
FAIL = (
    "mx.google.com; spf=pass smtp.mailfrom=evil.example; dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=acme.example"
)
PASS = "mx.google.com; dkim=pass header.i=@acme.example; dmarc=pass (p=REJECT) header.from=acme.example"
NAMELESS = "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=none;dmarc=fail action=none"


@pytest.mark.parametrize(
    ("stamps", "trusted"),
    [
        ((FAIL,), GOOGLE),
        ((FAIL, PASS), GOOGLE),
        (('MX.Google.com 1; DMARC/1 = Fail reason="p; q"',), GOOGLE),
        ((NAMELESS,), MICROSOFT),
        (
            ("atlas101.aol.mail.bf1.yahoo.com;\t dkim=unknown;\t dmarc=fail(p=NONE) header.from=acme.example",),
            ("yahoo.com",),
        ),
        (("bimi.icloud.com; bimi=none", "dmarc.icloud.com; dmarc=fail header.from=acme.example"), ("icloud.com",)),
        (("mx.northwind.example; dmarc=fail",), ("mx.northwind.example",)),
    ],
    ids=["google", "a pass below", "odd spelling", "microsoft", "yahoo", "icloud, one each", "a server of one's own"],
)
def test_a_fail_of_ones_own_server_counts(stamps: tuple[str, ...], trusted: tuple[str, ...]) -> None:
    assert is_disowned(stamps, trusted)


@pytest.mark.parametrize(
    ("stamps", "trusted"),
    [
        ((), GOOGLE),
        ((PASS,), GOOGLE),
        ((PASS, FAIL), GOOGLE),
        (("mx.google.com; spf=pass", FAIL), GOOGLE),
        (("relay.evil.example; dmarc=pass", FAIL), GOOGLE),
        ((FAIL.replace("mx.google.com", "google.com.evil.example"),), GOOGLE),
        ((FAIL.replace("mx.google.com", "notgoogle.com"),), GOOGLE),
        ((NAMELESS,), GOOGLE),
        ((FAIL,), MICROSOFT),
        ((FAIL,), ()),
        (("mx.google.com; dmarc=pass (dmarc=fail; dmarc=fail) header.from=acme.example",), GOOGLE),
        (('mx.google.com; spf=pass reason="; dmarc=fail"',), GOOGLE),
        (("mx.google.com; dmarc=temperror",), GOOGLE),
        (("(" * 9000 + "mx.google.com; dmarc=fail",), GOOGLE),
        (("",), MICROSOFT),
    ],
    ids=[
        "no stamp", "a pass", "a forged one below", "a forged one below, without dmarc above", "a stranger's on top",
        "a name that only begins alike", "a name that only ends alike", "nameless at google", "google's at microsoft",
        "nobody is trusted", "in a comment", "in a quoted string", "not found out", "nothing but parentheses", "empty",
    ],
)  # fmt: skip
def test_anything_else_does_not(stamps: tuple[str, ...], trusted: tuple[str, ...]) -> None:
    assert not is_disowned(stamps, trusted)
