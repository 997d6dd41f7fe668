"""Bumps: a genuine forward in five programs' ways (R1.14 to R1.20)."""

import locale
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from followupd.core.letters.compose import ComposeError, bump, email, thread_after
from followupd.core.letters.forward import ForwardStyle
from followupd.core.model import Person
from tests.core.letters import MICROSOFT_ID, WRITTEN_AT, body, field_lines, letter, read

GOLDEN = Path(__file__).parent / "golden" / "forward"
TEXT = "Hi Sam,\n\nhere are the notes für dich.\n\nAna"
LINE = "Did this get buried?"
SEPARATORS = {
    ForwardStyle.GMAIL: "---------- Forwarded message ---------",
    ForwardStyle.OUTLOOK: "_" * 32,
    ForwardStyle.OUTLOOK_MAC: "From: ",
    ForwardStyle.APPLE: "> Begin forwarded message:",
    ForwardStyle.THUNDERBIRD: "-------- Forwarded Message --------",
}


def bumped(style: ForwardStyle, original: bytes | None = None, *, keep_thread: bool = True, **changes: object) -> bytes:
    line = letter(
        text=LINE,
        subject="ignored",
        message_id="<bump-00000000001@example.com>",
        written_at=WRITTEN_AT + timedelta(days=3),
        **changes,
    )
    return bump(line, email(letter(text=TEXT)) if original is None else original, style=style, keep_thread=keep_thread)


def sent_copy(text: str = "As I really sent it.", **fields: str) -> EmailMessage:
    """Return what the Sent folder may hold: filed by another program, changed by the owner."""
    mail = EmailMessage(policy=SMTP)
    headers = {
        "Received": "from host.internal by mx.example.com; Mon, 23 Nov 2026 08:05:09 +0000",
        "From": "Ana Ruiz <ana@example.com>",
        "To": "Sam Okafor <sam@acme.example>, Pat <pat@acme.example>",
        "Cc": '"Lee, Kim" <kim@acme.example>',
        "Bcc": "boss@example.com",
        "Date": "Mon, 23 Nov 2026 08:05:07 +0000",
        "Subject": "The notes I mentioned",
        "Message-ID": "<sent-copy@example.com>",
    }
    for name, value in (headers | fields).items():
        mail[name] = value
    mail.set_content(text)
    return mail


@pytest.mark.parametrize("style", ForwardStyle)
def test_the_line_stands_on_top_then_an_empty_line_then_the_block(style: ForwardStyle) -> None:
    top, empty, separator = body(bumped(style)).split("\n")[:3]
    assert (top, empty) == (LINE, "")
    assert separator.startswith(SEPARATORS[style])


@pytest.mark.parametrize("html", [False, True], ids=["plain", "html"])
@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("style", ForwardStyle)
def test_the_bytes_are_the_golden_ones(style: ForwardStyle, language: str, html: bool) -> None:
    golden = GOLDEN / f"{style}-{language}{'-html' if html else ''}.eml"
    assert bumped(style, language=language, html=html) == golden.read_bytes()


@pytest.mark.parametrize("style", ForwardStyle)
def test_the_forwarded_words_are_those_of_the_copy_that_was_sent(style: ForwardStyle) -> None:
    text = body(bumped(style, sent_copy().as_bytes()))
    assert "As I really sent it." in text
    assert "The notes I mentioned" in text


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("style", ForwardStyle)
def test_the_block_shows_every_to_and_cc_and_never_a_bcc(style: ForwardStyle, html: bool) -> None:
    raw = bumped(style, sent_copy().as_bytes(), html=html)
    text = body(raw)
    for shown in ("Ana Ruiz <ana@example.com>", "Sam Okafor <sam@", "Pat <pat@", "Lee, Kim <kim@acme.example>"):
        assert shown in text
    assert "boss@example.com" not in raw.decode()
    assert "host.internal" not in raw.decode()


def test_only_outlook_joins_recipients_with_semicolons() -> None:
    for style in ForwardStyle:
        joined = "; Pat <" if style is ForwardStyle.OUTLOOK else ", Pat <"
        assert joined in body(bumped(style, sent_copy().as_bytes()))


def test_apple_quotes_every_line_and_nobody_else_any() -> None:
    for style in ForwardStyle:
        below = body(bumped(style)).split("\n\n", 1)[1].rstrip("\n").split("\n")
        quoted = [line.startswith(">") for line in below]
        assert all(quoted) if style is ForwardStyle.APPLE else not any(quoted)


@pytest.mark.parametrize(
    ("style", "language", "line"),
    [
        ("gmail", "en", "Date: Mon, Nov 23, 2026 at 9:05 AM"),
        ("gmail", "de", "Date: Mo., 23. Nov. 2026 um 09:05 Uhr"),
        ("outlook", "en", "Sent: Monday, November 23, 2026 09:05"),
        ("outlook", "fr", "Envoyé : lundi 23 novembre 2026 09:05"),
        ("outlook", "xx", "Sent: Monday, November 23, 2026 09:05"),
        ("outlook_mac", "nl", "Datum: maandag 23 november 2026 om 09:05"),
        ("apple", "es", "> Fecha: 23 de noviembre de 2026, 9:05:07 GMT+1"),
        ("thunderbird", "de", "Datum: \tMon, 23 Nov 2026 09:05:07 +0100"),
        ("gmail", "pt-BR", "Date: seg., 23 de nov. de 2026 às 09:05"),
    ],
)
def test_the_date_is_in_the_owners_zone_and_the_programs_own_form(style: str, language: str, line: str) -> None:
    """The copy says 08:05:07 +0000."""
    raw = bumped(ForwardStyle(style), sent_copy().as_bytes(), language=language)
    assert line in body(raw).split("\n")


def test_the_locale_of_the_process_changes_nothing() -> None:
    before = bumped(ForwardStyle.GMAIL)
    old = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "C.UTF-8" if old == "C" else "C")
        assert bumped(ForwardStyle.GMAIL) == before
    finally:
        locale.setlocale(locale.LC_TIME, old)


@pytest.mark.parametrize(
    ("style", "language", "prefix"),
    [
        ("gmail", "de", "Fwd: "),
        ("apple", "fr", "Fwd: "),
        ("thunderbird", "es", "Fwd: "),
        ("outlook", "en", "Fw: "),
        ("outlook", "de", "WG: "),
        ("outlook", "fr", "TR: "),
        ("outlook", "es", "RV: "),
        ("outlook", "it", "I: "),
        ("outlook_mac", "en", "FW: "),
    ],
)
@pytest.mark.parametrize("subject", ["The notes", "Re: The notes", "RE: AW: The notes"])
def test_the_subject_has_the_programs_prefix_and_no_other(style: str, language: str, prefix: str, subject: str) -> None:
    original = sent_copy(**{"Subject": subject, "In-Reply-To": "<root@x.example>"}).as_bytes()
    assert read(bumped(ForwardStyle(style), original, language=language))["Subject"] == f"{prefix}The notes"


def test_a_bump_stays_in_the_conversation_and_names_what_it_forwards() -> None:
    original = sent_copy(**{"References": "<root@x.example>", "In-Reply-To": "<root@x.example>"}).as_bytes()
    mail = read(bumped(ForwardStyle.GMAIL, original))
    assert mail["In-Reply-To"] == "<sent-copy@example.com>"
    assert mail["References"].split() == ["<root@x.example>", "<sent-copy@example.com>"]
    assert mail["X-Forwarded-Message-Id"] == "<sent-copy@example.com>"


def test_a_bump_in_a_new_thread_names_no_ids() -> None:
    mail = read(bumped(ForwardStyle.GMAIL, keep_thread=False))
    assert mail["Subject"] == "Fwd: The notes I mentioned"
    for name in ("In-Reply-To", "References", "X-Forwarded-Message-Id"):
        assert mail[name] is None


def test_a_known_thread_is_kept_where_the_copy_carries_another_id() -> None:
    first = email(letter(text=TEXT))
    raw = bumped(ForwardStyle.GMAIL, first, thread=thread_after(first, wire_id=MICROSOFT_ID))
    assert field_lines(raw, "In-Reply-To") == [MICROSOFT_ID.encode()]


@pytest.mark.parametrize("keep_thread", [True, False])
@pytest.mark.parametrize("style", ForwardStyle)
def test_a_bump_is_never_forwarded_itself(style: ForwardStyle, keep_thread: bool) -> None:
    with pytest.raises(ComposeError, match="itself a forward"):
        bumped(style, bumped(style, keep_thread=keep_thread, language="it"))


def test_three_letters_and_a_colon_make_no_forward() -> None:
    """Exchange writes "Thread-Topic: plan" into the Sent copy of "Q3: plan"."""
    original = sent_copy(**{"Subject": "Q3: plan", "Thread-Topic": "plan"}).as_bytes()
    assert read(bumped(ForwardStyle.GMAIL, original))["Subject"] == "Fwd: Q3: plan"


def test_a_follow_up_can_be_forwarded() -> None:
    first = email(letter())
    assert "notes" in body(bumped(ForwardStyle.GMAIL, email(letter(thread=thread_after(first), text="More notes."))))


def test_the_plain_text_of_a_copy_with_attachments_is_forwarded_without_them() -> None:
    mail = sent_copy()
    mail.add_alternative("<p>html</p>", subtype="html")
    mail.add_attachment("a,b\n", subtype="csv", filename="prices.csv")
    mail.add_attachment("not this text", filename="notes.txt")
    raw = bumped(ForwardStyle.GMAIL, mail.as_bytes())
    assert "As I really sent it." in body(raw)
    assert not read(raw).is_multipart()
    assert "not this text" not in body(raw)


def test_an_attached_text_is_not_taken_for_the_body() -> None:
    attached = (
        b"From: a@example.com\r\nDate: Mon, 23 Nov 2026 08:05:07 +0000\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Disposition: attachment\r\n\r\nattached\r\n--b\r\n\r\nwritten\r\n--b--\r\n"
    )
    text = body(bumped(ForwardStyle.GMAIL, attached))
    assert "written" in text
    assert "attached" not in text


def test_a_copy_in_another_charset_is_shown_in_its_own_letters() -> None:
    mail = sent_copy()
    mail.set_content("Grüße", charset="iso-8859-1")
    assert "Grüße" in body(bumped(ForwardStyle.GMAIL, mail.as_bytes()))


@pytest.mark.parametrize(
    ("original", "why"),
    [
        (b"", "From"),
        (b"Subject: x\r\n\r\ntext", "From"),
        (b"From: a@example.com\r\nSubject: x\r\n\r\ntext", "date"),
        (b"From: a@example.com\r\nDate: yesterday\r\n\r\ntext", "date"),
        (b"From: a@example.com\r\nDate: Mon, 23 Nov 2026 08:05:07 -0000\r\n\r\n \r\n", "no plain text"),
        (
            b"From: a@example.com\r\nDate: Mon, 23 Nov 2026 08:05:07 -0000\r\nContent-Type: text/html\r\n\r\n<p>x</p>",
            "no plain text",
        ),
    ],
)
def test_a_copy_that_cannot_be_shown_truly_is_not_forwarded(original: bytes, why: str) -> None:
    with pytest.raises(ComposeError, match=why):
        bumped(ForwardStyle.GMAIL, original)


def test_nesting_beyond_reason_is_refused_and_crashes_nothing() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    head = b"From: a@example.com\r\nDate: Mon, 23 Nov 2026 08:05:07 +0000\r\n"
    with pytest.raises(ComposeError):
        bumped(ForwardStyle.GMAIL, head + deep)


def test_a_hostile_name_in_the_copy_stays_text() -> None:
    original = sent_copy(To='"<script>alert(1)</script>" <sam@acme.example>').as_bytes()
    assert "<script>" not in body(bumped(ForwardStyle.GMAIL, original, html=True), "html")


def test_a_line_end_hidden_in_an_encoded_word_adds_no_line_to_the_block() -> None:
    hidden = "=?utf-8?q?a=0D=0AFrom=3A_boss_=3Cboss=40example=2Ecom=3E?="
    head = f"From: {hidden} <a@example.com>\r\nSubject: {hidden}\r\nDate: Mon, 23 Nov 2026 08:05:07 +0000\r\n\r\ntext"
    assert sum(line.startswith("From:") for line in body(bumped(ForwardStyle.GMAIL, head.encode())).split("\n")) == 1


@pytest.mark.parametrize("field", ["Subject: =?utf-8?q?=1B?=\r\nDate: \x1b", "Subject: \u202ex\r\nDate: \u202e"])
def test_a_refusal_shows_no_control_character(field: str) -> None:
    with pytest.raises(ComposeError) as refused:
        bumped(ForwardStyle.GMAIL, f"From: a@example.com\r\n{field}\r\n\r\ntext".encode())
    assert str(refused.value).isprintable()


def test_people_without_a_name_are_shown_by_address() -> None:
    original = email(letter(text=TEXT, to=Person(address="sam@acme.example")))
    assert "To: <sam@acme.example>\n" in body(bumped(ForwardStyle.GMAIL, original))
    assert "To: sam@acme.example\n" in body(bumped(ForwardStyle.OUTLOOK, original))


def write_golden() -> None:
    """Accept an intended change: `python -m tests.core.test_forward`, then read the diff."""
    for style in ForwardStyle:
        for language in ("en", "de", "fr"):
            plain, html = (bumped(style, language=language, html=html) for html in (False, True))
            (GOLDEN / f"{style}-{language}.eml").write_bytes(plain)
            (GOLDEN / f"{style}-{language}-html.eml").write_bytes(html)


if __name__ == "__main__":
    write_golden()
