"""One address, strictly (R1.26, R1.27, R2.4)."""

import pytest

from followupd.core.letters.addresses import (
    AddressError,
    address_key,
    alias_hint,
    domain_of,
    is_freemail,
    normalise,
    parse_address,
    same_address,
)
from followupd.core.model import Person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("ana@example.com", Person(address="ana@example.com")),
        ("  ana@example.com ", Person(address="ana@example.com")),
        ("<ana@example.com>", Person(address="ana@example.com")),
        ("Ana Ruiz <ana@example.com>", Person(name="Ana Ruiz", address="ana@example.com")),
        ("Łukasz Ćwik <l@example.com>", Person(name="Łukasz Ćwik", address="l@example.com")),
        ('"Ruiz, Ana" <ana@example.com>', Person(name="Ruiz, Ana", address="ana@example.com")),
        (r'"Ana \"X\" \\ Ruiz" <ana@example.com>', Person(name=r'Ana "X" \ Ruiz', address="ana@example.com")),
        (
            "Dr. Ana Ruiz (Northwind) <ana@example.com>",
            Person(name="Dr. Ana Ruiz (Northwind)", address="ana@example.com"),
        ),
        ("Ana <Ana.Ruiz+x@EXAMPLE.Com>", Person(name="Ana", address="Ana.Ruiz+x@example.com")),
    ],
)
def test_one_address_is_read_with_its_name(text: str, person: Person) -> None:
    assert parse_address(text) == person


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "ana@@example.com",
        "a b@example.com",
        "ana@exa mple.com",
        "ana@-example.com",
        "ana@example..com",
        "ana@example.com.",
        "ana@127.0.0.1",
        "ana@[127.0.0.1]",
        "ana@exam_ple.com",
        "ana@xn--a.example",
        "ana@ex\u212ample\u3002com_.de",
        ".ana@example.com",
        "ana.@example.com",
        "a..b@example.com",
        '"ana b"@example.com',
        f"{'a' * 65}@example.com",
        f"a@{'b' * 64}.com",
        f"a@{'b.' * 130}com",
        "ana@example.com, bob@example.com",
        "ana@example.com bob@example.com",
        "Ana <b@r.example>, evil@x.example",
        "Ana <b@r.example> NOTIFY=SUCCESS",
        "Ana <b@r.example> <c@r.example>",
        "Ruiz, Ana <ana@example.com>",
        "evil@x.example <ana@example.com>",
        "team: ana@example.com;",
        "jürgen@example.com",
        "ana@exa\u00admple.com",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        parse_address(text)


@pytest.mark.parametrize(
    "character",
    ["\r\n", "\n", "\r", "\0", "\t", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff"],
)
@pytest.mark.parametrize(
    "text", ["An{}a <ana@example.com>", "an{}a@example.com", "ana@exam{}ple.com", "ana@example.com{}"]
)
def test_invisible_characters_are_refused_and_named(text: str, character: str) -> None:
    with pytest.raises(AddressError, match=f"U\\+{ord(character[0]):04X}") as refused:
        parse_address(text.format(character))
    assert character not in str(refused.value)


def test_a_local_part_outside_ascii_is_taken_only_where_asked_for() -> None:
    assert normalise("jürgen@exämple.de", eai=True) == "jürgen@xn--exmple-cua.de"
    with pytest.raises(AddressError, match="can write to such an address, but not from it"):
        normalise("jürgen@exämple.de")


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("Ana@EXAMPLE.com", "Ana@example.com"),
        ("ana@exämple.de", "ana@xn--exmple-cua.de"),
        ("ana@EXÄMPLE.de", "ana@xn--exmple-cua.de"),
        ("ana@xn--exmple-cua.de", "ana@xn--exmple-cua.de"),
        ("ana@straße.de", "ana@xn--strae-oqa.de"),  # IDNA 2003 sends it to strasse.de, somebody else's
        ("ana@例え.jp", "ana@xn--r8jz45g.jp"),
        ("o'neil!#$%&*+/=?^_`{|}~-@example.com", "o'neil!#$%&*+/=?^_`{|}~-@example.com"),
    ],
)
def test_the_domain_is_stored_in_a_labels_of_idna_2008(address: str, stored: str) -> None:
    assert normalise(address) == stored
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("A@Exämple.de", "a@xn--exmple-cua.de", True),
        ("Jo@example.com", "jo@EXAMPLE.com", True),
        ("a@b", "a@b.c", False),
        ("a@example.com", "a@example.com.evil.example", False),
        ("Jo.Doe+x@GMAIL.com", "jodoe@gmail.com", False),
        ("not an address", "not an address", True),
    ],
)
def test_addresses_are_the_same_by_domain_in_ascii_and_local_part_without_case(a: str, b: str, same: bool) -> None:
    assert same_address(a, b) is same


@pytest.mark.parametrize(
    ("a", "b", "hint"),
    [
        ("Jo.Doe+x@GMAIL.com", "jodoe@gmail.com", True),
        ("jodoe@googlemail.com", "jo.doe@gmail.com", True),
        ("sam+news@acme.example", "sam@acme.example", True),
        ("sa.m@acme.example", "sam@acme.example", False),
        ("sam@acme.example", "SAM@acme.example", False),  # the same one is no alias
        ("sam@acme.example", "pat@acme.example", False),
    ],
)
def test_a_tag_or_dots_at_gmail_hint_at_one_mailbox(a: str, b: str, hint: bool) -> None:
    assert alias_hint(a, b) is hint


@pytest.mark.parametrize("text", ["", "@", "a@", "\x00@\x00", "a@" + "ü" * 5000 + ".de", "@" * 9000, "\ud800@x.de"])
def test_comparing_takes_any_text(text: str) -> None:
    assert same_address(text, text)
    assert address_key(text) == address_key(address_key(text))


def test_the_domain_is_what_follows_the_last_at_sign() -> None:
    assert domain_of("Ana@Exämple.DE") == "xn--exmple-cua.de"
    assert domain_of("nobody") == ""


@pytest.mark.parametrize("domain", ["gmail.com", "yahoo.co.uk", "gmx.at", "web.de", "hotmail.fr", "corp.mail.ru"])
def test_freemail_is_known_in_its_national_forms(domain: str) -> None:
    assert is_freemail(domain)


@pytest.mark.parametrize("domain", ["acme.example", "outlook.acme.example", "mygmail.com", "live.acmecorp.com", ""])
def test_a_company_is_not_freemail_for_its_name(domain: str) -> None:
    assert not is_freemail(domain)


@pytest.mark.parametrize(
    "text", ["a" + " " * 50_000 + "b", '"' + "\\" * 50_000, "<" * 50_000, "a@" + "b." * 50_000, "." * 50_000 + "@x.de"]
)
def test_a_hostile_text_is_refused_at_once(text: str) -> None:
    with pytest.raises(AddressError):
        parse_address(text)
