"""Our mails in bytes (R1.1 to R1.5, R1.8 to R1.11, R1.23 to R1.30)."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header

import pytest

from followupd.core.errors import DataError
from followupd.core.letters.compose import ComposeError, bump, email, new_message_id, notice, thread_after
from followupd.core.letters.forward import ForwardStyle
from followupd.core.letters.thread_index import HEAD_BYTES, decode_index
from followupd.core.model import Letter, Person, Thread
from tests.core.letters import MICROSOFT_ID, WRITTEN_AT, body, field_lines, letter, read

ROOT = "<k3v9q7m2x8c4b6n1@example.com>"
LATER = WRITTEN_AT + timedelta(days=3)

ALLOWED = {
    "from",
    "to",
    "date",
    "message-id",
    "subject",
    "in-reply-to",
    "references",
    "thread-topic",
    "thread-index",
    "x-forwarded-message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
}


def follow_up(parent: bytes, token: str = "follow-up-000001") -> Letter:
    return letter(message_id=f"<{token}@example.com>", written_at=LATER, thread=thread_after(parent))


def kinds_of_mail() -> dict[str, bytes]:
    first = email(letter())
    return {
        "first": first,
        "follow-up": email(follow_up(first)),
        "html": email(letter(html=True)),
        "bump": bump(follow_up(first), first, style=ForwardStyle.GMAIL),
    }


def test_a_message_id_is_the_token_at_the_domain_of_from() -> None:
    assert new_message_id("k3v9q7m2x8c4b6n1", "Ana@Exämple.DE") == "<k3v9q7m2x8c4b6n1@xn--exmple-cua.de>"


@pytest.mark.parametrize(
    "token", ["", "short", "a" * 49, "has space in it..", "k3v9q7m2x8c4\r\nb6n1", ".3v9q7m2x8c4b6n1", "ü" * 16]
)
def test_a_token_that_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(DataError, match="token"):
        new_message_id(token, "ana@example.com")


def test_the_first_mail_reads_back_as_it_was_meant() -> None:
    mail = read(email(letter()))
    assert mail["From"] == "Ana Ruiz <ana@example.com>"
    assert mail["To"] == "Sam Okafor <sam@acme.example>"
    assert mail["Subject"] == "The notes I mentioned"
    assert mail["Message-ID"] == ROOT
    assert mail["Date"].datetime == WRITTEN_AT
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None
    assert not mail.defects
    assert body(email(letter())) == "Hi Sam,\n\nhere are the notes.\n\nAna\n"


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert email(letter(html=True)) == email(letter(html=True))


@pytest.mark.parametrize(("kind", "raw"), kinds_of_mail().items())
def test_a_mail_to_a_contact_has_no_field_beyond_the_allowed_and_each_once(kind: str, raw: bytes) -> None:
    names = [name.lower() for name in read(raw)]
    assert set(names) <= ALLOWED
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("kind", "raw"), kinds_of_mail().items())
def test_every_mail_is_ascii_in_lines_of_crlf(kind: str, raw: bytes) -> None:
    assert raw.isascii()
    assert b"\0" not in raw
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_notice_to_the_owner_asks_programs_not_to_answer() -> None:
    mail = read(notice(letter(to=Person(address="ana@example.com"))))
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), b"Fri, 02 Jan 2026 03:04:05 +0000"),
        (
            datetime(2026, 7, 1, 23, 0, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
            b"Wed, 01 Jul 2026 23:00:00 -0330",
        ),
        (
            datetime(2026, 12, 31, 0, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))),
            b"Thu, 31 Dec 2026 00:00:00 +0545",
        ),
    ],
)
def test_the_date_is_in_the_senders_zone(at: datetime, written: bytes) -> None:
    assert field_lines(email(letter(written_at=at)), "Date") == [written]


def test_a_follow_up_answers_the_mail_before_it() -> None:
    mail = read(email(follow_up(email(letter()))))
    assert mail["Subject"] == "Re: The notes I mentioned"
    assert mail["In-Reply-To"] == ROOT
    assert mail["References"] == ROOT


def test_the_subject_of_the_thread_wins_over_the_letters() -> None:
    first = email(letter())
    assert (
        read(email(letter(subject="Something new", thread=thread_after(first))))["Subject"]
        == "Re: The notes I mentioned"
    )


def test_prefixes_never_pile_up() -> None:
    raw = email(letter())
    for number in range(4):
        raw = email(follow_up(raw, f"follow-up-00000{number}"))
    assert field_lines(raw, "Subject") == [b"Re: The notes I mentioned"]
    assert field_lines(raw, "Thread-Topic") == [b"The notes I mentioned"]


def test_a_subject_that_starts_like_a_prefix_keeps_its_first_word() -> None:
    first = email(letter(subject="Ref: 4711"))
    second = email(follow_up(first))
    assert read(second)["Subject"] == "Re: Ref: 4711"


@pytest.mark.parametrize("style", ForwardStyle)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt"])
@pytest.mark.parametrize("keep_thread", [True, False])
def test_a_follow_up_to_a_bump_drops_the_bumps_prefix(style: ForwardStyle, language: str, keep_thread: bool) -> None:
    bumped = bump(letter(language=language), email(letter()), style=style, keep_thread=keep_thread)
    assert read(email(follow_up(bumped)))["Subject"] == "Re: The notes I mentioned"


def test_ids_of_microsoft_stay_byte_for_byte() -> None:
    others = tuple(MICROSOFT_ID.replace("8812", f"000{number}") for number in range(3))
    thread = Thread(parent_id=MICROSOFT_ID, references=others, base_subject="Notes")
    raw = email(letter(thread=thread))
    assert field_lines(raw, "References") == [each.encode() for each in (*others, MICROSOFT_ID)]
    assert field_lines(raw, "In-Reply-To") == [MICROSOFT_ID.encode()]


def test_references_keep_the_root_and_the_newest_nineteen() -> None:
    ids = tuple(f"<{number}@x.example>" for number in range(200))
    raw = email(letter(thread=Thread(parent_id="<parent@x.example>", references=ids, base_subject="Notes")))
    assert read(raw)["References"].split() == [ids[0], *ids[-18:], "<parent@x.example>"]


def test_a_parent_without_a_usable_id_is_not_named() -> None:
    raw = email(letter(thread=Thread(parent_id="", references=("<root@x.example>",), base_subject="Notes")))
    assert read(raw)["In-Reply-To"] is None
    assert read(raw)["References"] == "<root@x.example>"


def test_the_thread_index_grows_by_five_bytes_a_mail_over_the_same_head() -> None:
    raw = email(letter())
    indexes = [decode_index(read(raw)["Thread-Index"])]
    for number in range(3):
        raw = email(follow_up(raw, f"follow-up-00000{number}"))
        indexes.append(decode_index(read(raw)["Thread-Index"]))
    assert [len(index) for index in indexes] == [22, 27, 32, 37]
    assert len({index[:HEAD_BYTES] for index in indexes}) == 1


def test_an_inbound_thread_index_is_the_one_extended() -> None:
    theirs = bytes([1]) + bytes(range(31))
    thread = Thread(parent_id="<a@x.example>", references=(), base_subject="Notes", thread_index=theirs)
    assert decode_index(read(email(letter(thread=thread)))["Thread-Index"])[:32] == theirs


def test_two_threads_have_two_conversations() -> None:
    one, two = (
        email(letter(message_id=f"<{token}@example.com>")) for token in ("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb")
    )
    assert decode_index(read(one)["Thread-Index"])[6:22] != decode_index(read(two)["Thread-Index"])[6:22]


def test_a_thread_that_outlook_never_saw_gets_one_conversation_named_after_its_root() -> None:
    def conversation(parent: str, *references: str) -> bytes:
        thread = Thread(parent_id=parent, references=references, base_subject="Notes")
        ours = letter(thread=thread, message_id=f"<under-{len(references)}@example.com>")
        return decode_index(read(email(ours))["Thread-Index"])[6:22]

    assert conversation("<root@x.example>") == conversation("<late@x.example>", "<root@x.example>", "<mid@x.example>")


@pytest.mark.parametrize(
    "broken",
    [
        {"subject": "x\r\nBcc: eve@evil.example"},
        {"subject": "x\ny"},
        {"subject": "x\0y"},
        {"subject": "x\u202egpj.exe"},
        {"subject": "x\u2028y"},
        {"subject": "x\u2067y"},
        {"subject": ""},
        {"subject": "   "},
        {"sender": Person(name="Ana\r\nBcc: eve@evil.example", address="ana@example.com")},
        {"to": Person(name="Sam\nX: y", address="sam@acme.example")},
        {"to": Person(name="Sam\x85", address="sam@acme.example")},
        {"to": Person(address="sam@acme.example\r\nBcc: eve@evil.example")},
        {"to": Person(address="sam@acme.example, eve@evil.example")},
        {"to": Person(address="sam@acme.example> NOTIFY=SUCCESS")},
        {"to": Person(address="jürgen’s@acme.example")},
        {"sender": Person(address="jürgen@acme.example")},
        {"message_id": "<a@b>\r\nBcc: eve@evil.example"},
        {"message_id": "no brackets"},
        {"thread": Thread(parent_id="<a@b>\r\nX: y", references=(), base_subject="Notes")},
        {"thread": Thread(parent_id="<a@b>", references=("<c d@e>",), base_subject="Notes")},
        {"text": "a\0b"},
        {"text": "a\x1bb"},
        {"text": " \n\n "},
    ],
)
def test_what_would_break_out_of_its_place_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ComposeError):
        email(letter(**broken))


def test_a_refusal_names_the_field_and_shows_no_control_character() -> None:
    with pytest.raises(ComposeError, match=r"^Subject: .*U\+000D") as refused:
        email(letter(subject="x\r\nBcc: a@b"))
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    "name",
    [
        "Müller, Jürgen",
        'Łódź "X"',
        "Ana 😀👩‍👩‍👧‍👦 Ruiz",
        "עדי כהן",
        "Ruiz, Ana",
        "Ana (Northwind)",
        r"back\slash",
        "a@b.example",
        "=?utf-8?q?x?=",
        "J. R. R.",
    ],
)
def test_a_display_name_reads_back_as_it_was(name: str) -> None:
    mail = read(email(letter(sender=Person(name=name, address="ana@example.com"))))
    (sender,) = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "ana@example.com")


@pytest.mark.parametrize("name", ["x" * 300, "Łódź " * 40 + "Ruiz", "👩‍👩‍👧‍👦" * 20])
def test_a_long_display_name_is_cut_into_words_that_join_again(name: str) -> None:
    # The standard library's own reader of phrases puts a space between adjacent encoded-words; RFC 2047 does not.
    words, _, address = b" ".join(
        field_lines(email(letter(to=Person(name=name, address="s@acme.example"))), "To")
    ).rpartition(b" ")
    assert str(make_header(decode_header(words.decode()))) == name
    assert address == b"<s@acme.example>"


def test_an_idn_domain_goes_out_in_a_labels() -> None:
    raw = email(letter(to=Person(name="Jörg", address="joerg@exämple.de")))
    assert field_lines(raw, "To")[-1].endswith(b"<joerg@xn--exmple-cua.de>")


@pytest.mark.parametrize(
    "subject",
    [
        "Plain",
        "Über die Notizen — für Jürgen",
        "日本語の件名" * 20,
        "😀" * 60,
        "word " * 60 + "end",
        "ASCII then ünïcode then ASCII again to the end",
        "=?utf-8?q?not_a_word?=",
        "x" * 950,
        "Prix : 5\u00a0000 €",
    ],
)
def test_a_subject_reads_back_as_it_was_from_short_lines(subject: str) -> None:
    raw = email(letter(subject=subject))
    assert read(raw)["Subject"] == subject
    for line in field_lines(raw, "Subject"):
        assert len(line) <= 76
        for word in re.findall(rb"=\?[^ ]*\?=", line):
            assert len(word) <= 75
            read(b"Subject: " + word + b"\r\n\r\n")["Subject"].encode()  # each word is whole characters of its own


def test_the_prefix_stays_legible_in_front_of_encoded_words() -> None:
    raw = email(follow_up(email(letter(subject="Über alles"))))
    assert field_lines(raw, "Subject")[0].startswith(b"Re: =?utf-8?")


def test_a_thread_without_a_subject_stays_without_one() -> None:
    mail = read(email(letter(thread=Thread(parent_id="<a@x.example>", references=(), base_subject=""))))
    assert mail["Subject"] == "Re:"
    assert mail["Thread-Topic"] is None


def test_white_space_around_and_inside_a_subject_does_not_split_the_thread() -> None:
    assert read(email(letter(subject="  The   notes ")))["Subject"] == "The notes"
