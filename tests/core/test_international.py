"""A contact whose address is not ASCII (R1.26): RFC 6531 and 6532 for that mail alone, from the CSV to its bytes."""

import re
from contextlib import suppress
from datetime import timedelta
from email import message_from_string
from email.policy import SMTPUTF8
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.contacts import read_csv
from followupd.core.letters.addresses import AddressError, address_key, is_international, normalise, same_address
from followupd.core.letters.compose import ComposeError, bump, email, thread_after
from followupd.core.letters.copies import is_copy
from followupd.core.letters.fields import read_fields, read_people
from followupd.core.letters.forward import ForwardStyle
from followupd.core.letters.threads import Known, KnownContact, Match, match
from followupd.core.model import EnrollmentId, Person
from followupd.replies.parse import parse
from tests.core.letters import MICROSOFT_ID, WRITTEN_AT, body, field_lines, letter

GOLDEN = Path(__file__).parent / "golden" / "international.eml"
JUERGEN = Person(name="Jürgen Groß", address="jürgen.groß@exämple.de")
ON_THE_WIRE = "jürgen.groß@xn--exmple-cua.de"
DECOMPOSED = "ju\u0308rgen@example.com"  # as macOS writes names into files

anything = st.text(st.characters(), min_size=1, max_size=40)
local_parts = st.text(st.characters(categories=("L", "Nd")), max_size=12) | anything


def international_mails() -> dict[str, bytes]:
    first = email(letter(to=JUERGEN, subject="Grüße", text="Grüß Gott,\n\nJürgen"))
    later = letter(to=JUERGEN, message_id="<later-0000000001@example.com>", thread=thread_after(first), text="Buried?")
    return {
        "first": first,
        "html": email(letter(to=JUERGEN, html=True, text="Grüß Gott")),
        "follow-up": email(later),
        "bump": bump(later, first, style=ForwardStyle.GMAIL),
    }


# --- let in ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("jürgen@exämple.de", "jürgen@xn--exmple-cua.de"),
        (DECOMPOSED, "jürgen@example.com"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("медведь@example.com", "медведь@example.com"),
        ("คำ.๑@example.com", "คำ.๑@example.com"),  # its vowel has a compatibility form that NFKC would put in its place
        ("संपर्क@example.com", "संपर्क@example.com"),
        ("JÜRGEN+x@example.com", "JÜRGEN+x@example.com"),
    ],
)
def test_an_international_address_is_imported_in_nfc_with_an_idna_2008_domain(written: str, stored: str) -> None:
    table = read_csv(f"email\n{written}\n".encode())
    assert [(each.address, each.fields["email"]) for each in table.contacts] == [(stored, stored)]
    assert is_international(stored)
    assert normalise(stored, eai=True) == stored


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("o’neil@example.com", "’"),
        ("anne–marie@example.com", "–"),
        ("sam\u00a0lee@example.com", "\u00a0"),
        ("ａna@example.com", "ａ"),
        ("ﬁona@example.com", "ﬁ"),
        ("x²@example.com", "²"),
        ("ana…@example.com", "…"),
    ],
    ids=["apostrophe", "dash", "no-break space", "full width", "ligature", "superscript", "ellipsis"],
)
def test_what_a_spreadsheet_made_of_an_ascii_address_is_refused_and_shown(written: str, slip: str) -> None:
    (fault,) = read_csv(f"email\n{written}\n".encode()).faults
    assert f"“{slip}” (U+{ord(slip):04X}) cannot stand before the @" in fault.message


@pytest.mark.parametrize("address", ["jürgen..x@example.com", ".ü@example.com", "ü x@example.com", "ü" * 33 + "@x.de"])
def test_the_grammar_and_the_64_octets_hold_for_it_too(address: str) -> None:
    with pytest.raises(AddressError):
        normalise(address, eai=True)


def test_two_spellings_of_one_address_are_one_contact() -> None:
    table = read_csv(f"email\n{DECOMPOSED}\njürgen@EXAMPLE.com\n".encode())
    assert [fault.message for fault in table.faults] == ["jürgen@example.com is on line 2 already"]


# --- on the wire ----------------------------------------------------------------------------------------------------


def test_the_bytes_are_the_golden_ones() -> None:
    assert international_mails()["first"] == GOLDEN.read_bytes()


@pytest.mark.parametrize(("kind", "raw"), international_mails().items())
def test_all_but_the_address_in_to_is_ascii(kind: str, raw: bytes) -> None:
    """R1.21: what a relay might convert breaks a DKIM signature."""
    address = f"<{ON_THE_WIRE}>".encode()
    assert field_lines(raw, "To")[-1].endswith(address)
    assert raw.count(address) == 1
    assert raw.replace(address, b"").isascii()
    assert not re.search(rb"(?m)^Content-Transfer-Encoding: 8bit", raw)


@pytest.mark.parametrize(("kind", "raw"), international_mails().items())
def test_it_reads_back_as_it_was_meant(kind: str, raw: bytes) -> None:
    assert read_people(read_fields(raw)["to"][0]) == (Person(name=JUERGEN.name, address=ON_THE_WIRE),)
    (to,) = message_from_string(raw.decode(), policy=SMTPUTF8)["To"].addresses
    assert (to.display_name, f"{to.username}@{to.domain}") == (JUERGEN.name, ON_THE_WIRE)


def test_the_forwarded_block_shows_the_address() -> None:
    assert f"To: Jürgen Groß <{ON_THE_WIRE}>\n" in body(international_mails()["bump"])


def test_its_copy_under_another_id_is_known_again() -> None:
    ours = international_mails()["first"]
    theirs = email(letter(to=JUERGEN, subject="Grüße", text="Grüß Gott,\n\nJürgen", message_id=MICROSOFT_ID))
    assert is_copy(theirs, ours)


def test_no_mail_is_written_from_such_an_address() -> None:
    with pytest.raises(ComposeError, match="can write to such an address, but not from it"):
        email(letter(sender=JUERGEN))


@settings(max_examples=300, deadline=None)
@given(name=anything, subject=anything, text=anything, local=local_parts, html=st.booleans())
def test_no_octet_above_7f_leaves_but_in_an_international_address(
    name: str, subject: str, text: str, local: str, html: bool
) -> None:
    """R1.21, R1.26: the mail is ASCII exactly where the address is."""
    to = Person(name=name, address=f"sam{local}@acme.example")
    with suppress(ComposeError):
        raw = email(letter(to=to, subject=f"x{subject}", text=f"x{text}", html=html))
        wire = normalise(to.address, eai=True)
        assert raw.isascii() is wire.isascii()
        assert raw.replace(wire.encode(), b"", 1).isascii()


# --- and back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sender",
    ["jürgen@example.com", "Jürgen@EXAMPLE.com", DECOMPOSED],
    ids=["as stored", "ASCII capitals", "decomposed"],
)
def test_an_answer_that_lost_its_ids_is_matched_by_the_address(sender: str) -> None:
    raw = f"From: Jürgen <{sender}>\r\nTo: ana@example.com\r\nSubject: x\r\nMessage-ID: <a@example.com>\r\n\r\nYes.\r\n"
    contact = KnownContact(
        enrollment=EnrollmentId(7), addresses=("jürgen@example.com",), enrolled_at=WRITTEN_AT - timedelta(days=1)
    )
    found = match(parse(raw.encode()), Known(own=("ana@example.com",), contacts=(contact,)), received_at=WRITTEN_AT)
    assert isinstance(found, Match)
    assert (found.rule, found.enrollment, found.from_contact) == ("address", 7, True)


def test_two_people_are_not_one_by_folding() -> None:
    assert not same_address("groß@example.com", "gross@example.com")
    assert address_key("JÜRGEN@Exämple.de") == "jÜrgen@xn--exmple-cua.de"


def write_golden() -> None:
    """Accept an intended change: `python -m tests.core.test_international`, then read the diff."""
    GOLDEN.write_bytes(international_mails()["first"])


if __name__ == "__main__":
    write_golden()
