"""What a thread is known by, read from bytes: ids, subjects, Outlook's index (R1.4, R1.9, R1.11, R2.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from followupd.core.letters.conversation import thread_after, thread_of
from followupd.core.letters.fields import MAX_FIELDS, decode_words, read_fields, read_people
from followupd.core.letters.message_ids import scan_ids
from followupd.core.letters.subjects import bare_subject, base_subject, same_subject
from followupd.core.letters.thread_index import MAX_BYTES, child_index, decode_index, encode_index, first_index, head
from followupd.core.model import Person
from tests.core.letters import MICROSOFT_ID

NOW = datetime(2026, 11, 23, 8, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "ids"),
    [
        ("<a@b> <c@d>", ("<a@b>", "<c@d>")),
        ("<a@b>\t<c@d>\r\n <e@f>", ("<a@b>", "<c@d>", "<e@f>")),
        ("<a@b><c@d>", ("<a@b>", "<c@d>")),
        ("<a@b> <A@b> <a@b>", ("<a@b>", "<A@b>")),
        ("<folded\r\n in.the.middle@b>", ("<foldedin.the.middle@b>",)),
        ("a@b, <c@d>", ("<a@b>", "<c@d>")),
        ("<a@b>,<c@d>,", ("<a@b>", "<c@d>")),
        ('"Your message of Monday" <a@b>', ("<a@b>",)),
        ("<no-at-sign>", ("<no-at-sign>",)),
        ("<>", ()),
        ("words and (comments) only", ()),
        ("<unclosed@b", ("<unclosed@b>",)),
        ("=?utf-8?q?=3Ca=40b=3E?=", ("<a@b>",)),
        (f"=?utf-8?q?=3C{MICROSOFT_ID[1:40]}?=\r\n =?utf-8?q?{MICROSOFT_ID[40:-1]}=3E?=", (MICROSOFT_ID,)),
        ("=?us-ascii?B?PGFAYj4=?= <c@d>", ("<a@b>", "<c@d>")),
        ("a@b, <c@d>=?utf-8?q?_=3Ce=40f=3E?=", ("<a@b>", "<c@d>", "<e@f>")),
        ("=?utf-8?b?!!!?= <c@d>", ("<c@d>",)),
        ("", ()),
    ],
)
def test_ids_are_found_as_programs_really_write_them(field: str, ids: tuple[str, ...]) -> None:
    assert scan_ids(field) == ids


@pytest.mark.parametrize("field", ["<" * 200_000, "a" * 200_000, "=?" * 100_000, "<a@b> " * 50_000, "=?a?q?" * 50_000])
def test_hostile_id_fields_are_read_at_once(field: str) -> None:
    assert len(scan_ids(field)) <= 1


SUBJECTS = [
    ("Re: Notes", "Notes"),
    ("RE: Notes", "Notes"),
    ("re:Notes", "Notes"),
    ("RE : Notes", "Notes"),
    ("Re[2]: Notes", "Notes"),
    ("Re(3): Notes", "Notes"),
    ("RE^4: Notes", "Notes"),
    ("Re: Re: RE: Notes", "Notes"),
    ("Re: Fwd: AW: Notes", "Notes"),
    ("AW: Notes", "Notes"),
    ("Antw: Notes", "Notes"),
    ("Antwort: Notes", "Notes"),
    ("SV: Notes", "Notes"),
    ("Odp: Notes", "Notes"),
    ("YNT: Notes", "Notes"),
    ("Vá: Notes", "Notes"),
    ("ΑΠ: Notes", "Notes"),
    ("Отв: Notes", "Notes"),
    ("回复: Notes", "Notes"),
    ("回复：Notes", "Notes"),
    ("答复: Notes", "Notes"),
    ("返信: Notes", "Notes"),
    ("회신: Notes", "Notes"),
    ("תשובה: Notes", "Notes"),
    ("رد: Notes", "Notes"),
    ("Fwd: Notes", "Notes"),
    ("FW: Notes", "Notes"),
    ("WG: Notes", "Notes"),
    ("VL: Notes", "Notes"),
    ("VB: Notes", "Notes"),
    ("İLT: Notes", "Notes"),
    ("Doorst: Notes", "Notes"),
    ("Redir: Notes", "Notes"),
    ("转发: Notes", "Notes"),
    ("転送: Notes", "Notes"),
    ("Regarding: Notes", "Regarding: Notes"),
    ("Notes Re: money", "Notes Re: money"),
    ("[list] Notes", "[list] Notes"),
    ("Re:", ""),
]


@pytest.mark.parametrize(("subject", "bare"), SUBJECTS)
def test_prefixes_of_many_languages_come_off(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@pytest.mark.parametrize("prefix", ["R", "I", "Ref", "TR", "RV", "ENC", "Res", "Rif", "PD", "Vs", "На"])
def test_a_doubtful_prefix_comes_off_in_a_thread_only(prefix: str) -> None:
    assert bare_subject(f"{prefix}: Notes") == f"{prefix}: Notes"
    assert bare_subject(f"{prefix}: Notes", in_thread=True) == "Notes"


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: [team] Re: Notes (fwd)", "notes"),
        ("[Fwd: Re: Notes]", "notes"),
        ("[team] [urgent] Notes", "notes"),
        ("[team]", "[team]"),
        ("Notes  (fwd) (fwd)", "notes"),
    ],
)
def test_the_base_subject_is_that_of_rfc_5256(subject: str, base: str) -> None:
    assert base_subject(subject) == base


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ("AW: Notes", "Notes", True),
        ("R: Notes", "Notes", True),
        ("[EXTERNAL] Re: NOTES", "Notes", True),
        ("Other notes", "Notes", False),
        ("Re:", "", False),
        ("", "", False),
    ],
)
def test_subjects_agree_by_their_base(theirs: str, ours: str, same: bool) -> None:
    assert same_subject(theirs, ours) is same


@pytest.mark.parametrize(
    "subject", ["Re: " * 50_000, "[" * 100_000, "[Fwd: " * 50_000, " " * 100_000, "(fwd)" * 50_000]
)
def test_hostile_subjects_are_read_at_once(subject: str) -> None:
    assert len(base_subject(subject)) <= 998


def test_the_head_of_an_index_is_the_time_and_the_conversation() -> None:
    index = first_index("<root@x.example>", NOW)
    assert len(index) == 22
    assert index[0] == 1
    ticks = int.from_bytes(index[:6] + b"\0\0", "big")
    began = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    assert timedelta() <= NOW - began < timedelta(milliseconds=10)


def test_a_child_block_tells_the_time_since_the_head() -> None:
    index = child_index(first_index("<root@x.example>", NOW), "<b@x.example>", NOW + timedelta(days=3))
    units = int.from_bytes(index[22:26], "big")
    assert abs(timedelta(microseconds=(units << 18) / 10) - timedelta(days=3)) < timedelta(seconds=1)


def test_after_two_years_a_child_block_counts_in_coarser_steps() -> None:
    index = child_index(first_index("<root@x.example>", NOW), "<b@x.example>", NOW + timedelta(days=900))
    block = int.from_bytes(index[22:26], "big")
    assert block >> 31
    assert abs(timedelta(microseconds=((block & 0x7FFFFFFF) << 23) / 10) - timedelta(days=900)) < timedelta(seconds=1)


def test_an_index_stops_growing_before_its_line_gets_too_long() -> None:
    index = first_index("<root@x.example>", NOW)
    for _ in range(500):
        index = child_index(index, "<b@x.example>", NOW)
    assert len(index) <= MAX_BYTES
    assert len(encode_index(index)) < 900


@pytest.mark.parametrize("text", ["", "not base64!", "AQ==", encode_index(bytes(23)), "é"])
def test_what_is_no_index_is_none(text: str) -> None:
    assert decode_index(text) == b""
    assert head(decode_index(text)) == b""


def test_a_folded_index_is_read_whole() -> None:
    index = encode_index(bytes(range(27)))
    assert decode_index(f"{index[:20]}\r\n {index[20:]}") == bytes(range(27))


def test_the_thread_after_a_mail_is_read_from_its_header() -> None:
    raw = (
        b"Received: from x\r\n\tby y\r\n"
        b"Subject: =?utf-8?q?AW=3A_Notizen_f=C3=BCr?=\r\n =?utf-8?q?_dich?=\r\n"
        b"Message-ID:\r\n " + MICROSOFT_ID.encode() + b"\r\n"
        b"In-Reply-To: <b@x.example>\r\n"
        b"References: <a@x.example>\r\n <b@x.example>\r\n"
        b"Thread-Index: " + encode_index(bytes(range(27))).encode() + b"\r\n"
        b"\r\nReferences: <body@x.example>\r\n"
    )
    thread = thread_after(raw)
    assert thread.parent_id == MICROSOFT_ID
    assert thread.references == ("<a@x.example>", "<b@x.example>")
    assert thread.base_subject == "Notizen für dich"
    assert thread.thread_index == bytes(range(27))


def test_a_provider_that_changed_the_id_is_followed() -> None:
    assert thread_after(b"Message-ID: <ours@x.example>\r\n\r\n", wire_id=MICROSOFT_ID).parent_id == MICROSOFT_ID


def test_a_single_in_reply_to_stands_in_for_missing_references() -> None:
    def references(*in_reply_to: str) -> tuple[str, ...]:
        return thread_of(message_id="<c@x>", references=(), in_reply_to=in_reply_to, subject="Re: Notes").references

    assert references("<a@x>") == ("<a@x>",)
    assert references("<a@x>", "<b@x>") == ()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"no header at all",
        b"Message-ID: <\r\n\r\n",
        b"Subject: =?x-unknown?q?a?=\r\n\r\n",
        b"\xff\xfe\0" * 99,
    ],
)
def test_a_malformed_header_gives_a_thread_all_the_same(raw: bytes) -> None:
    assert thread_after(raw).parent_id == ""


def test_ids_that_cannot_be_written_again_are_left_out() -> None:
    raw = "Message-ID: <c@x>\r\nReferences: <ä@x> <b@x> <c@x>\r\nSubject: Re: a\x00b\u202ec\r\n\r\n".encode()
    thread = thread_after(raw)
    assert thread.references == ("<b@x>",)
    assert thread.base_subject == "abc"


def test_only_the_head_of_a_huge_header_is_read() -> None:
    fields = read_fields(b"".join(b"X-%d: y\r\n" % number for number in range(100_000)))
    assert len(fields) <= MAX_FIELDS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?f=C3=BCr?= =?utf-8?q?_dich?=", "für dich"),
        ("=?utf-8?q?f=C3?= =?utf-8?q?=BCr?=", "für"),  # a character cut in two
        ("=?iso-8859-1?q?f=FCr?= dich", "für dich"),
        ("=?utf-8?b?ZsO8cg==?=", "für"),
        ("=?utf-8*de?q?f=C3=BCr?=", "für"),
        ("plain =?utf-8?q?a?= plain", "plain a plain"),
        ("=?utf-7?q?+ADw-?=", "=?utf-7?q?+ADw-?="),
        ("=?nope?q?a?=", "=?nope?q?a?="),
        ("=?utf-8?b?A?=", "=?utf-8?b?A?="),
        ("Grüße", "Grüße"),
    ],
)
def test_encoded_words_are_decoded_and_joined(value: str, text: str) -> None:
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("a@x.example", (Person(address="a@x.example"),)),
        (
            '"Lee, Kim" <k@x.example>, b@x.example',
            (Person(name="Lee, Kim", address="k@x.example"), Person(address="b@x.example")),
        ),
        ('"<b@y.example>" <k@x.example>', (Person(name="<b@y.example>", address="k@x.example"),)),
        ("=?utf-8?q?J=C3=B6rg?= <j@x.example>", (Person(name="Jörg", address="j@x.example"),)),
        ("undisclosed-recipients:;", ()),
        ("<a@x.example", (Person(address="a@x.example"),)),
        ("", ()),
    ],
)
def test_the_people_of_an_address_field_are_read(value: str, people: tuple[Person, ...]) -> None:
    assert read_people(value) == people


@pytest.mark.parametrize("value", ["(" * 8000, '"' * 8001, "<" * 8000, "a@b," * 9000, '"\\' * 4000])
def test_hostile_address_fields_are_read_at_once(value: str) -> None:
    assert len(read_people(value)) <= 50
