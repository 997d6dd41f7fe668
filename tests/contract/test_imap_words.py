"""The words of IMAP: what is written and read, which folder plays which role, what a refusal means."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.mail.imap_faults import refusal
from followupd.mail.imap_grammar import Literal, astring, fetched_items, pieces, read_date, values, write_date
from followupd.mail.imap_names import decode_name, encode_name, read_list, roles
from followupd.mail.ports import Folders

# Arguments.


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("INBOX", [b'"INBOX"']),
        ("", [b'""']),
        ('a"b\\c', [b'"a\\"b\\\\c"']),
        ("grün", [b"{5}", "grün".encode()]),
    ],
)
def test_an_argument_is_quoted_or_a_literal(text: str, sent: list[bytes]) -> None:
    assert pieces([astring(text)]) == sent


@pytest.mark.parametrize("text", ["a\r\nb", "a\nb", "a\rb", "a\x00b", "a\x7fb"])
def test_a_control_character_is_no_argument(text: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        astring(text)


def test_what_follows_a_literal_is_sent_with_it() -> None:
    assert pieces(["X", Literal(b"ab"), "(Y)", Literal(b""), "Z"]) == [b"X {2}", b"ab (Y) {0}", b" Z"]


# Responses.


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ([b"* SEARCH 1 2"], [b"*", b"SEARCH", b"1", b"2"]),
        ([b'a (b "c \\"d\\\\" NIL) nil'], [b"a", [b"b", b'c "d\\', None], None]),
        ([b'"NIL" "(" ")"'], [b"NIL", b"(", b")"]),
        ([b"a {3}", b")\r\n", b" b"], [b"a", b")\r\n", b"b"]),
        ([b"((()))"], [[[[]]]]),
        ([b"a {0}", b"", b""], [b"a", b""]),
    ],
)
def test_a_response_is_read(parts: list[bytes], read: object) -> None:
    assert values(parts) == read


@pytest.mark.parametrize("text", [b"(a", b"a)", b'"a', b"(()"])
def test_a_response_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        values([text])


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=5))
def test_any_bytes_are_read_or_refused(parts: list[bytes]) -> None:
    try:
        values(parts)
    except ValueError:
        return


def test_a_hundred_thousand_parentheses_are_read() -> None:
    """Without recursion."""
    deep = values([b"(" * 100_000 + b")" * 100_000])
    assert len(deep) == 1


@pytest.mark.parametrize(
    "parts",
    [
        [b"* 3 FETCH (UID 7 RFC822.SIZE 44)"],
        [b"* 3 fetch (rfc822.size 44 uid 7)"],
        [b"* 3 FETCH (FLAGS (\\Seen) RFC822.SIZE 44 UID 7)"],
    ],
)
def test_items_are_found_in_any_order_and_case(parts: list[bytes]) -> None:
    items = fetched_items(parts)
    assert items is not None
    assert (items[b"UID"], items[b"RFC822.SIZE"]) == (b"7", b"44")


def test_other_responses_are_no_fetch() -> None:
    assert fetched_items([b"* 3 EXPUNGE"]) is None


# Dates.


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("21-Nov-2026 10:15:00 +0100", datetime(2026, 11, 21, 9, 15, tzinfo=UTC)),
        (" 1-jan-2027 00:00:59 -0530", datetime(2027, 1, 1, 5, 30, 59, tzinfo=UTC)),
        ("31-Feb-2026 10:15:00 +0100", None),
        ("21-Foo-2026 10:15:00 +0100", None),
        ("21-Nov-2026", None),
        ("", None),
    ],
)
def test_a_date_is_read(text: str, at: datetime | None) -> None:
    assert read_date(text) == at


def test_a_date_is_read_as_written() -> None:
    at = datetime(2026, 3, 1, 9, 5, 7, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    assert write_date(at) == '"01-Mar-2026 09:05:07 -0330"'
    assert read_date(write_date(at).strip('"')) == at


# Names of folders (R3.12).


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("INBOX", "INBOX"),
        ("A&B", "A&-B"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("Éléments envoyés", "&AMk-l&AOk-ments envoy&AOk-s"),
        ("送信済み", "&kAFP4W4IMH8-"),
        ("Kunden/Łódź & Ñ", "Kunden/&AUEA8w-d&AXo- &- &ANE-"),
        ("😀", "&2D3eAA-"),
    ],
)
def test_a_name_in_modified_utf7(name: str, raw: str) -> None:
    assert encode_name(name) == raw
    assert decode_name(raw) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_survives_modified_utf7(name: str) -> None:
    assert decode_name(encode_name(name)) == name


@pytest.mark.parametrize("raw", ["A&B", "&", "&APw", "&A-", "&=-", "Entwürfe", "&2D0-"])
def test_a_name_that_is_not_modified_utf7_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode_name(raw)


# Roles of folders (R1.32). Our own words in the shapes that these servers answer in.

LISTS = {
    "Dovecot": (
        rb'* LIST (\HasNoChildren \Marked \Trash) "." Trash',
        rb'* LIST (\HasNoChildren \UnMarked \Drafts) "." Drafts',
        rb'* LIST (\HasNoChildren \Sent) "." Sent',
        rb'* LIST (\HasNoChildren \Junk) "." Spam',
        rb'* LIST (\HasNoChildren) "." INBOX',
    ),
    "Gmail": (
        rb'* LIST (\HasNoChildren) "/" "INBOX"',
        rb'* LIST (\HasChildren \Noselect) "/" "[Gmail]"',
        rb'* LIST (\All \HasNoChildren) "/" "[Gmail]/Alle Nachrichten"',
        rb'* LIST (\HasNoChildren \Drafts) "/" "[Gmail]/Entw&APw-rfe"',
        rb'* LIST (\HasNoChildren \Sent) "/" "[Gmail]/Gesendet"',
        rb'* LIST (\HasNoChildren \Junk) "/" "[Gmail]/Spam"',
        rb'* LIST (\Flagged \HasNoChildren) "/" "[Gmail]/Markiert"',
    ),
    "Exchange": (
        rb'* LIST (\HasNoChildren \Marked) "/" INBOX',
        rb'* LIST (\HasNoChildren) "/" Drafts',
        rb'* LIST (\HasNoChildren) "/" "Junk Email"',
        rb'* LIST (\HasNoChildren) "/" "Sent Items"',
        rb'* LIST (\HasNoChildren) "/" "Old/Sent"',
    ),
    "Exchange in German": (
        rb'* LIST (\HasNoChildren) "/" INBOX',
        rb'* LIST (\HasNoChildren) "/" "Gesendete Elemente"',
        rb'* LIST (\HasNoChildren) "/" "Junk-E-Mail"',
        rb'* LIST (\HasNoChildren) "/" Entw&APw-rfe',
    ),
    "iCloud": (
        rb'* LIST (\HasNoChildren) "/" "INBOX"',
        rb'* LIST (\HasNoChildren) "/" "Sent Messages"',
        rb'* LIST (\HasNoChildren) "/" "Junk"',
        rb'* LIST (\HasNoChildren) "/" "Drafts"',
    ),
    "Courier": (
        rb'* LIST (\HasChildren) "." "INBOX"',
        rb'* LIST (\HasNoChildren) "." "INBOX.Sent"',
        rb'* LIST (\HasNoChildren) "." "INBOX.Sent.2025"',
        rb'* LIST (\HasNoChildren) "." "INBOX.Drafts"',
    ),
    "a French one": (
        rb'* LIST () "/" "&AMk-l&AOk-ments envoy&AOk-s"',
        rb'* LIST () "/" "Courrier ind&AOk-sirable"',
        rb'* LIST () "/" Brouillons',
    ),
    "one without a hierarchy": (
        rb"* LIST () NIL INBOX",
        rb"* LIST () NIL Sent",
        rb"* LIST () NIL not&utf7",
    ),
    "one with everything twice": (
        rb'* LIST (\Sent) "/" "Archive of sent things"',
        rb'* LIST (\Sent) "/" Sent',
        rb'* LIST (\Noselect) "/" Junk',
        rb'* LIST () "/" Spam',
    ),
}


@pytest.mark.parametrize(
    ("server", "folders"),
    [
        ("Dovecot", Folders(inbox="INBOX", junk="Spam", sent="Sent", drafts="Drafts")),
        (
            "Gmail",
            Folders(
                inbox="INBOX",
                junk="[Gmail]/Spam",
                sent="[Gmail]/Gesendet",
                all_mail="[Gmail]/Alle Nachrichten",
                drafts="[Gmail]/Entwürfe",
            ),
        ),
        ("Exchange", Folders(inbox="INBOX", junk="Junk Email", sent="Sent Items", drafts="Drafts")),
        (
            "Exchange in German",
            Folders(inbox="INBOX", junk="Junk-E-Mail", sent="Gesendete Elemente", drafts="Entwürfe"),
        ),
        ("iCloud", Folders(inbox="INBOX", junk="Junk", sent="Sent Messages", drafts="Drafts")),
        ("Courier", Folders(inbox="INBOX", sent="INBOX.Sent", drafts="INBOX.Drafts")),
        (
            "a French one",
            Folders(inbox="INBOX", junk="Courrier indésirable", sent="Éléments envoyés", drafts="Brouillons"),
        ),
        ("one without a hierarchy", Folders(inbox="INBOX", sent="Sent")),
        ("one with everything twice", Folders(inbox="INBOX", junk="Spam", sent="Sent")),
    ],
)
def test_folders_are_found_by_role(server: str, folders: Folders) -> None:
    assert roles(read_list([line] for line in LISTS[server])) == folders


def test_a_name_may_come_as_a_literal() -> None:
    parts = [rb'* LIST (\Sent) "/" {9}', b'Sent "to"', b""]
    assert [listed.name for listed in read_list([parts])] == ['Sent "to"']


# What a refusal means (R3.10, R3.11).

PERMANENT = "permanent"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("[AUTHENTICATIONFAILED] Invalid credentials (Failure)", PERMANENT),
        ("[ALERT] Application-specific password required: https://example.com", PERMANENT),
        ("[ALERT] Please log in via your web browser", PERMANENT),
        ("[CONTACTADMIN] ask them", PERMANENT),
        ("[EXPIRED] the password has expired", PERMANENT),
        ("LOGIN failed.", PERMANENT),
        ("Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92.415),
        ("User is authenticated but not connected.", 300),
        ("[ALERT] Too many simultaneous connections. (Failure)", 300),
        ("[LIMIT] enough", 300),
        ("[ALERT] Account exceeded command or bandwidth limits.", 3600),
        ("[UNAVAILABLE] Temporary authentication failure.", 60),
        ("[INUSE] Mailbox in use", 60),
        ("[SERVERBUG] Internal error occurred", 60),
    ],
)
def test_a_refused_login(text: str, means: str | float) -> None:
    error = refusal("the login failed", text, at_login=True)
    assert error.permanent is (means == PERMANENT)
    assert error.retry_after_s == (None if means == PERMANENT else means)
    assert text in str(error)


def test_a_refusal_later_on_is_not_for_good() -> None:
    error = refusal("the folder cannot be opened", "[NONEXISTENT] Unknown Mailbox: Sent")
    assert (error.permanent, error.retry_after_s) == (False, None)
