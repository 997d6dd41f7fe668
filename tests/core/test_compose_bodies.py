"""Bodies: what encoding, what line ends, the same words twice (R1.21 to R1.24)."""

import re
from html import unescape

import pytest

from followupd.core.letters.compose import ComposeError, email
from tests.core.letters import body, letter, read


def transfer_encoding(text: str) -> str:
    return str(read(email(letter(text=text)))["Content-Transfer-Encoding"])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Hi Sam,\n\nshort lines, plain words.", "7bit"),
        ("x" * 78, "7bit"),
        ("x" * 79, "quoted-printable"),
        ("für dich", "quoted-printable"),
        ("a line\n.\nafter a dot", "quoted-printable"),
        ("From here on", "quoted-printable"),
        ("a space at the end \nof a line", "quoted-printable"),
    ],
)
def test_7bit_only_where_no_relay_has_a_reason_to_touch_it(text: str, encoding: str) -> None:
    assert transfer_encoding(text) == encoding


@pytest.mark.parametrize(
    "text",
    [
        "word " * 120 + "end",
        "für " * 120 + "Ende",
        "=" * 300,
        "." * 300,
        "\n.\n..\n.x\n",
        "From here\n>From there\nFrom " + "x" * 200,
        "trailing space \ntrailing tab\t\nend",
        "tab\tinside",
        "😀" * 100,
        "-- \nAna Ruiz",
        "a=3Db",
        "x" * 75 + "\n" + "x" * 76 + "\n" + "x" * 77,
    ],
)
def test_a_text_arrives_as_it_was_written(text: str) -> None:
    assert body(email(letter(text=text))) == text.rstrip() + "\n"


def test_a_paragraph_is_one_line_to_the_reader() -> None:
    paragraph = "Words that go on for six hundred characters and more. " * 12
    assert body(email(letter(text=paragraph))).count("\n") == 1


def test_quoted_printable_keeps_its_lines_short_and_their_starts_harmless() -> None:
    raw = email(letter(text="." * 200 + "\nFrom " + "ü" * 200 + "\nxFrom here" + " From y" * 40))
    lines = raw.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, lines)) <= 76
    assert not [line for line in lines if line.startswith((b".", b"From "))]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\v", "\f"])
def test_every_kind_of_line_end_becomes_one(end: str) -> None:
    assert body(email(letter(text=f"one{end}two"))) == "one\ntwo\n"


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_a_control_character_in_the_text_is_refused(character: str) -> None:
    with pytest.raises(ComposeError, match=f"U\\+{ord(character):04X}"):
        email(letter(text=f"a{character}b"))


def words(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]*>", " ", html.partition("<body>")[2])).split()


def test_html_says_the_same_words_after_the_plain_text() -> None:
    text = 'Hi Sam,\n\n1 < 2 & 3 > 2, "quoted"  two spaces\n  indented\nfür dich 😀\n\n\nAna'
    raw = email(letter(text=text, html=True))
    assert [part.get_content_type() for part in read(raw).iter_parts()] == ["text/plain", "text/html"]
    assert body(raw) == text + "\n"
    assert words(body(raw, "html")) == text.split()


def test_html_loads_nothing_and_runs_nothing() -> None:
    html = body(
        email(letter(text="see https://example.com/x.png <script>alert(1)</script> <img src=x>", html=True)), "html"
    )
    assert not re.search(r"<(script|img|link|style|iframe|object|a)\b", html)
    assert not re.search(r"\b(src|href|background)\s*=\s*[\"']?http", html)


@pytest.mark.parametrize(("language", "marked"), [("de", "de"), ("pt-BR", "pt-BR"), ('en"><script>', "en"), ("", "en")])
def test_html_is_marked_with_its_language(language: str, marked: str) -> None:
    assert f'<html lang="{marked}">' in body(email(letter(html=True, language=language)), "html")


def test_html_has_the_font_of_a_mail_and_no_colours_of_its_own() -> None:
    """Without a font Outlook shows Times; with colours a program that turns pages dark would have to guess (R1.24)."""
    html = body(email(letter(html=True)), "html")
    assert html.count("style=") == html.count('style="font-family:Arial,Helvetica,sans-serif"') == 1
    assert '<meta name="color-scheme" content="light dark">' in html
