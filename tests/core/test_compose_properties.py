"""What holds for every mail: whatever the names, the words and the thread (R1.4, R1.8, R1.21 to R1.27)."""

import re
from contextlib import suppress
from email.header import decode_header, make_header

from hypothesis import example, given, settings
from hypothesis import strategies as st

from followupd.core.letters.compose import ComposeError, bump, email, thread_after
from followupd.core.letters.fields import decode_words, read_fields, read_people
from followupd.core.letters.forward import ForwardStyle
from followupd.core.letters.message_ids import scan_ids
from followupd.core.letters.mime import clean_text
from followupd.core.model import Person, Thread
from tests.core.letters import body, field_lines, letter, read

bounded = settings(max_examples=150, deadline=None)

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
allowed = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=OVERRIDES)
lines = st.text(allowed, min_size=1, max_size=120).map(lambda text: " ".join(text.split())).filter(bool)
texts = st.lists(st.text(allowed, max_size=200), min_size=1, max_size=8).map("\n".join).filter(str.strip)
ids = st.from_regex(r"<[!-;=?-~]{1,60}@[A-Za-z0-9.-]{1,60}>", fullmatch=True)
threads = st.builds(
    Thread,
    parent_id=ids,
    references=st.lists(ids, max_size=60).map(tuple),
    base_subject=lines,
    thread_index=st.just(b"") | st.binary(min_size=27, max_size=27),
)


def on_the_wire(raw: bytes) -> None:
    """Assert what every server may count on: ASCII, but for an address that needs SMTPUTF8 (R1.26)."""
    to = read_people(read_fields(raw)["to"][0])[0].address
    assert raw.replace(to.encode(), b"", 1).isascii()
    assert b"\0" not in raw
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@bounded
@given(name=lines, subject=lines, text=texts, html=st.booleans())
def test_name_subject_and_text_read_back_as_they_were(name: str, subject: str, text: str, html: bool) -> None:
    raw = email(letter(to=Person(name=name, address="sam@acme.example"), subject=subject, text=text, html=html))
    on_the_wire(raw)
    fields = read_fields(raw)
    assert decode_words(fields["subject"][0]) == subject
    assert str(make_header(decode_header(fields["subject"][0]))) == subject
    assert read_people(fields["to"][0]) == (Person(name=name, address="sam@acme.example"),)
    assert body(raw) == clean_text(text)


@bounded
@given(threads)
def test_references_run_from_the_root_to_the_parent_each_once_and_at_most_twenty(thread: Thread) -> None:
    raw = email(letter(thread=thread))
    on_the_wire(raw)
    references = [line.decode() for line in field_lines(raw, "References")]
    others = [each for each in dict.fromkeys(thread.references) if each != thread.parent_id]
    assert references[-1] == thread.parent_id
    assert references[0] == (others[0] if others else thread.parent_id)
    assert references[1:-1] == others[1:][-18:]
    assert len(references) == len(set(references)) <= 20
    assert scan_ids(read_fields(raw)["references"][0]) == tuple(references)
    assert "=?" not in "".join(references) or any("=?" in each for each in (*thread.references, thread.parent_id))


@bounded
@given(threads)
def test_the_thread_after_a_mail_goes_on_where_it_stopped(thread: Thread) -> None:
    after = thread_after(email(letter(thread=thread)))
    assert after.parent_id == letter().message_id
    assert after.references[-1] == thread.parent_id


@bounded
@given(st.text(st.characters(), min_size=1, max_size=40), st.sampled_from(["subject", "name", "address", "id"]))
@example("\ud800", "id")
def test_no_text_gets_out_of_its_field(text: str, place: str) -> None:
    before = [name.lower() for name in read(email(letter()))]
    places: dict[str, dict[str, object]] = {
        "subject": {"subject": f"x{text}"},
        "name": {"to": Person(name=text, address="sam@acme.example")},
        "address": {"to": Person(address=f"sam{text}@acme.example")},
        "id": {"message_id": f"<{text}@example.com>"},
    }
    try:
        raw = email(letter(**places[place]))
    except ComposeError:
        return
    on_the_wire(raw)
    assert [name.lower() for name in read_fields(raw)] == before


@bounded
@given(
    line=lines,
    text=texts,
    style=st.sampled_from(ForwardStyle),
    language=st.sampled_from(["en", "de", "fr", "es", "nl", "it", "pt"]),
)
def test_a_bump_shows_every_word_of_what_was_sent(line: str, text: str, style: ForwardStyle, language: str) -> None:
    original = email(letter(text=text))
    raw = bump(letter(text=line, language=language), original, style=style)
    on_the_wire(raw)
    shown = body(raw).split("\n")
    unquoted = [each.removeprefix("> ") if style is ForwardStyle.APPLE else each for each in shown]
    assert "\n".join(unquoted).rstrip().endswith(clean_text(text).rstrip())


@bounded
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_thread_and_any_original_a_bump_or_a_refusal(raw: bytes) -> None:
    assert isinstance(thread_after(raw), Thread)
    for original in (raw, b"From: a@example.com\r\nDate: Mon, 23 Nov 2026 08:05:07 +0000\r\n" + raw):
        with suppress(ComposeError):
            on_the_wire(bump(letter(), original, style=ForwardStyle.GMAIL))
