"""Bytes of a message -> Inbound: fields as the wild sends them, bodies in every wrapping, and nothing that hurts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.model import Inbound
from followupd.replies import headers, mime
from followupd.replies.addresses import MAX_ADDRESSES, persons
from followupd.replies.kinds import kind_of
from followupd.replies.parse import MAX_LINES, MAX_TEXT, parse


def test_a_plain_message_is_read() -> None:
    raw = (
        b"Message-ID: <r1@acme.example>\r\nFrom: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <joerg@ACME.example>\r\n"
        b"To: Ana <ana@northwind.example>\r\nCc: jo@acme.example\r\nReply-To: office@acme.example\r\n"
        b"Subject: Re: The\r\n notes\r\nIn-Reply-To: <m1@northwind.example>\r\n"
        b"References: <m0@northwind.example>\r\n <m1@northwind.example>\r\n"
        b"Date: Mon, 3 Mar 2025 10:22:11 +0100\r\n\r\nYes.\r\n"
    )
    found = parse(raw)
    assert (found.message_id, found.sender.address, found.sender.name) == (
        "<r1@acme.example>",
        "joerg@acme.example",
        "Jörg Müller",
    )
    assert (found.to, found.cc, found.reply_to) == (
        ("ana@northwind.example",),
        ("jo@acme.example",),
        ("office@acme.example",),
    )
    assert (found.subject, found.in_reply_to) == ("Re: The notes", ("<m1@northwind.example>",))
    assert found.references == ("<m0@northwind.example>", "<m1@northwind.example>")
    assert found.sent_at == datetime(2025, 3, 3, 9, 22, 11, tzinfo=UTC)
    assert (found.fresh, found.unreadable, found.has_attachment) == ("Yes.", "", False)


IDS = [
    (b"<a@b>", ("<a@b>",)),
    (b"<a@b> <c@d>", ("<a@b>", "<c@d>")),
    (b"a@b, <c@d>=?utf-8?q?=3Ce=40f=3E?=", ("<a@b>", "<c@d>", "<e@f>")),
    (b"<a\r\n b@c>", ("<ab@c>",)),
    (b"<a@b><a@b>", ("<a@b>",)),
    (b"<", ()),
    (b"", ()),
    (b"your message of Monday", ()),
]


@pytest.mark.parametrize(("value", "ids"), IDS)
def test_ids_are_read_however_they_were_mangled(value: bytes, ids: tuple[str, ...]) -> None:
    """R2.3."""
    assert parse(b"References: " + value + b"\r\n\r\n").references == ids


def test_of_a_very_long_list_of_ids_the_newest_are_kept() -> None:
    value = b" ".join(b"<%d@northwind.example>" % number for number in range(2000))
    assert "<1999@northwind.example>" in parse(b"References: " + value + b"\n\n").references


ADDRESSES = [
    ("Ana <ana@northwind.example>", [("Ana", "ana@northwind.example")]),
    ('"Ruiz, Ana" <ana@northwind.example>', [("Ruiz, Ana", "ana@northwind.example")]),
    ("Ruiz, Ana <ana@northwind.example>", [("Ruiz, Ana", "ana@northwind.example")]),
    ("ana@northwind.example (Ana (at work))", [("Ana at work", "ana@northwind.example")]),
    ("team: a@x.example, b@x.example;", [("", "a@x.example"), ("", "b@x.example")]),
    ("<ana@EXÄMPLE.example>", [("", "ana@xn--exmple-cua.example")]),
    ("=?utf-8?q?Ruiz=2C_Ana?= <ana@northwind.example>", [("Ruiz, Ana", "ana@northwind.example")]),
    ("Ana <mailto>", []),
    ("a@[", []),
    ("undisclosed-recipients:;", []),
]


@pytest.mark.parametrize(("value", "expected"), ADDRESSES)
def test_an_address_list_names_persons(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(person.name, person.address) for person in persons(value)] == expected


WORDS = [
    ("=?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"),
    ("=?UTF-8?B?R3LDvMOf?= =?UTF-8?B?ZQ==?=", "Grüße"),
    ("=?utf-8?B?w7w=?= and =?utf-8?q?=C3=9F?=", "ü and ß"),
    ("=?utf-8?B?w?= broken", " broken"),
    ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
    ("=?x-unknown?Q?abc?=", "abc"),
    ("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("a =? b", "a =? b"),
]


@pytest.mark.parametrize(("value", "text"), WORDS)
def test_encoded_words_are_decoded(value: str, text: str) -> None:
    assert headers.decode_words(value) == text


def part(headers_: str, body: bytes) -> bytes:
    return headers_.encode() + b"\n\n" + body + b"\n"


def multipart(kind: str, *parts: bytes) -> bytes:
    body = b"".join(b"--b\n" + each for each in parts)
    return b"From: sam@acme.example\nContent-Type: multipart/" + kind.encode() + b"; boundary=b\n\n" + body + b"--b--\n"


BODIES = [
    (part("Content-Type: text/plain; charset=utf-8", "Grüße".encode()), "Grüße"),
    (part("Content-Type: text/plain; charset=iso-8859-1", "Grüße".encode("latin-1")), "Grüße"),
    (part("Content-Type: text/plain; charset=iso-8859-1", "Grüße".encode()), "Grüße"),
    (part('Content-Type: text/plain; charset="windows-1252"', b"\x93yes\x94"), "“yes”"),
    (part("Content-Type: text/plain; charset=utf-7", b"+ADw-script"), "+ADw-script"),
    (part("Content-Type: text/plain; charset=punycode", b"abc-"), "abc-"),
    (part("Content-Type: text/plain; charset=iso-2022-jp", "はい".encode("iso-2022-jp")), "はい"),
    (part("Content-Type: text/plain; charset=gb2312", "好的".encode("gb18030")), "好的"),
    (
        part(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            b"Gr=C3=BC=\n=C3=9Fe",
        ),
        "Grüße",
    ),
    (part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"R3LDvMOfZQ=="), "Grüße"),
    (part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"R3LD!!\nvMOfZQ"), "Grüße"),
    (part("Content-Type: text/html; charset=utf-8", b"<p>Yes,<br>call me</p>"), "Yes,\ncall me"),
    (
        multipart(
            "alternative", part("Content-Type: text/plain", b"Yes"), part("Content-Type: text/html", b"<b>Yes</b>")
        ),
        "Yes",
    ),
    (
        multipart("alternative", part("Content-Type: text/plain", b""), part("Content-Type: text/html", b"<b>Yes</b>")),
        "Yes",
    ),
    (
        multipart(
            "mixed", part("Content-Type: text/plain", b"Yes"), part('Content-Type: text/plain; name="a.txt"', b"No")
        ),
        "Yes",
    ),
    (
        multipart(
            "mixed", part("Content-Type: text/plain", b"Yes"), part("Content-Type: message/rfc822", b"Subject: x\n\nNo")
        ),
        "Yes",
    ),
    (b"no header at all\nYes.", "no header at all\nYes."),
    (b"From sam@acme.example Mon Mar  3 10:22:11 2025\nFrom: sam@acme.example\n\nYes.", "Yes."),
]


@pytest.mark.parametrize(("raw", "text"), BODIES)
def test_a_body_is_decoded(raw: bytes, text: str) -> None:
    assert parse(raw).fresh == text


HTML = [
    (
        (
            '<div>Yes</div><div class="gmail_quote"><div class="gmail_attr">On Mon, Ana wrote:</div>'
            '<blockquote class="gmail_quote">no is fine'
            "</blockquote></div>"
        ),
        "Yes",
    ),
    (
        '<div>Yes</div><div id="appendonsend"></div><div id="divRplyFwdMsg"><b>From:</b> Ana</div><p>no is fine</p>',
        "Yes",
    ),
    ('<div>Yes</div><div id="x_divRplyFwdMsg">From: Ana</div><p>no is fine</p>', "Yes"),
    (
        '<p>Yes</p><div class="moz-cite-prefix">Am 3.3. schrieb A:</div><blockquote type="cite">no is ok</blockquote>',
        "Yes",
    ),
    ('<div>Yes</div><div class="yahoo_quoted"><div>On Mon, Ana wrote:</div><div>no is fine</div></div>', "Yes"),
    (
        '<blockquote type="cite">Is it fine?</blockquote><p>Yes</p><blockquote type="cite">Sure?</blockquote><p>No</p>',
        "Yes\n\nNo",
    ),
    (
        '<div class="gmail_quote"><blockquote>Is it fine?</blockquote>Yes<blockquote>Sure?</blockquote>No</div>',
        "Yes\n\nNo",
    ),
    ('<div name="quote">no is fine</div><div>Yes</div>', "Yes"),
    ('<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Yes, indented</blockquote>', "Yes, indented"),
    ("<style>p { no: fine }</style><title>no</title><p>Yes</p><div style='display:none'>no</div>", "Yes"),
    (
        (
            "<p>Yes</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>"
            "<p><b>Von:</b> Ana &lt;a@b.example&gt;<br><b>Gesendet:</b> Montag<br>"
            "<b>An:</b> Sam<br><b>Betreff:</b> Notizen</p></div><p>no is fine</p>"
        ),
        "Yes",
    ),
    ("<table><tr><td>Yes</td><td>please</td></tr></table>", "Yes please"),
    ("<pre>Yes\n\n> no is fine</pre>", "Yes"),
]


@pytest.mark.parametrize(("html", "text"), HTML)
def test_what_a_client_marks_as_quoted_is_set_aside(html: str, text: str) -> None:
    """R2.7 (c)."""
    assert parse(part("Content-Type: text/html; charset=utf-8", html.encode())).fresh == text


def test_a_message_that_was_cut_off_before_its_text_is_unreadable() -> None:
    raw = multipart("mixed", part("Content-Type: image/png\nContent-Transfer-Encoding: base64", b"AAAA"))
    assert parse(raw, truncated=True).unreadable
    assert not parse(raw).unreadable


def test_a_logo_is_no_attachment_and_a_contract_is_one() -> None:
    text = part("Content-Type: text/plain", b"Yes")
    logo = multipart("related", text, part("Content-Type: image/png\nContent-ID: <logo>", b"x"))
    contract = multipart("mixed", text, part('Content-Type: application/pdf; name="contract.pdf"', b"x"))
    assert (parse(logo).has_attachment, parse(contract).has_attachment) == (False, True)


def test_the_thread_index_is_decoded() -> None:
    assert parse(b"Thread-Index: AdSb0w==\n\n").thread_index == b"\x01\xd4\x9b\xd3"


def nested(depth: int) -> bytes:
    return (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)) + b"\n\nhi"
    )


def rfc822(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * depth


HOSTILE = {
    "message-id of one bracket": b"Message-ID: <\n\n",
    "address literal cut off": b"From: a@[\n\n",
    "unknown charset": b"Content-Type: text/plain; charset=\x00bogus\n\nhi \xff",
    "comments": b"From: " + b"(" * 60_000 + b"\n\n",
    "groups": b"To: " + b"a:" * 30_000 + b"\n\n",
    "addresses": b"To: " + b"a@b.example, " * 16_000 + b"\n\n",
    "encoded words": b"Subject: " + b"=?utf-8?q?=41?= " * 16_000 + b"\n\n",
    "folded lines": b"Subject: x\n" + b" y\n" * 200_000 + b"\n",
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 16_000 + b"\n\n",
    "siblings": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "nested multiparts": nested(2000),
    "nested messages": rfc822(5000),
    "one line": b"x" * 3_000_000,
    "empty lines": b"\n" * 2_000_000,
    "quote marks": b"\n" + b">" * 500_000,
    "attributions": b"\n" + b"On Mon, 3 Mar 2025 10:22 a@b.example\n" * 20_000,
    "labels": b"\n" + b"From: a@b.example\n" * 20_000,
    "nested html": b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
    "open tags": b"Content-Type: text/html\n\n" + b"<" * 250_000,
    "blockquotes": b"Content-Type: text/html\n\n" + b"<blockquote>" * 900 + b"x",
    "nul": b"\x00" * 10_000,
    "nothing": b"",
    "header without body": b"Subject: x",
    "base64 noise": b"Content-Transfer-Encoding: base64\n\n" + b"=" * 100_000,
    "spaces": b"\n" + b" " * 500_000 + b"x",
    "words": b"\n" + b"user unknown mailbox " * 3_000,
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_bounded_and_never_raises(name: str) -> None:
    """R2.25; performance of the standard library on these goes from seconds to RecursionError."""
    found = parse(HOSTILE[name], ours=["one two three four five six seven"])
    kind_of(found)
    assert_bounded(found)


def assert_bounded(found: Inbound) -> None:
    assert len(found.fresh) + len(found.quoted) <= MAX_TEXT + MAX_LINES
    assert max(len(found.to), len(found.cc), len(found.reply_to)) <= MAX_ADDRESSES * headers.MAX_VALUES
    assert all(len(values) <= headers.MAX_VALUES for values in found.headers.values())
    assert all(len(value) <= headers.MAX_VALUE for values in found.headers.values() for value in values)


def test_the_walker_stops_at_its_limits() -> None:
    fields, body = headers.split_message(HOSTILE["siblings"])
    assert len(list(mime.leaves(fields, body))) <= mime.MAX_PARTS
    fields, body = headers.split_message(HOSTILE["nested multiparts"])
    assert all(len(leaf.path) <= mime.MAX_DEPTH for leaf in mime.leaves(fields, body))


PIECES = st.sampled_from(
    [
        b"From: Ana <ana@northwind.example>\r\n",
        b"Message-ID: <",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Type: text/html\r\n",
        b"Content-Type: text/calendar; method=REPLY\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"<div class=gmail_quote>",
        b"=?utf-8?b?",
        b"?=",
        b"Final-Recipient: rfc822; sam@acme.example\r\nStatus: 5.1.1\r\n",
        b"> quoted\r\n",
    ],
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=40)), max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_bytes_at_all_make_it_raise(pieces: list[bytes]) -> None:
    """R2.25."""
    found = parse(b"".join(pieces), ours=["Would you like to hear more about it?"])
    kind_of(found)
    assert_bounded(found)
