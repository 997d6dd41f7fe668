"""Mails of ours that come back under another Message-ID (R1.6)."""

from datetime import timedelta

import pytest

from followupd.core.letters.compose import ForwardStyle, bump, email
from followupd.core.letters.copies import first_ids, is_copy
from followupd.core.model import Person
from tests.core.letters import MICROSOFT_ID, WRITTEN_AT, letter

TEXT = "Hi Sam,\n\nhere are the notes für dich.  \n\nAna"
OURS = email(letter(text=TEXT))


def test_a_mail_is_a_copy_of_itself_under_another_id_and_date() -> None:
    later = email(letter(text=TEXT, message_id=MICROSOFT_ID, written_at=WRITTEN_AT + timedelta(minutes=3)))
    assert is_copy(later, OURS)


def test_another_encoding_and_other_line_ends_make_no_difference() -> None:
    served = (
        'From: Ana Ruiz <ana@example.com>\nTo: "Sam Okafor" <SAM@acme.example>\nSubject: The notes I mentioned\n'
        f"Date: Mon, 23 Nov 2026 08:05:09 +0000\nMessage-ID: {MICROSOFT_ID}\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        "Hi Sam,\n\nhere are the notes für\ndich.\n\nAna\n\n"
    )
    assert is_copy(served.encode(), OURS)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Hi Sam,\n\nI forgot to say: call me.\n\nAna"},
        {"subject": "Something else", "text": TEXT},
        {"to": Person(name="Kim", address="kim@acme.example"), "text": TEXT},
    ],
    ids=["words", "subject", "reader"],
)
def test_what_its_owner_wrote_by_hand_is_no_copy(other: dict[str, object]) -> None:
    assert not is_copy(email(letter(message_id=MICROSOFT_ID, **other)), OURS)


def test_a_bump_and_the_mail_it_forwards_are_two() -> None:
    bumped = bump(letter(text="Did this get buried?", message_id=MICROSOFT_ID), OURS, style=ForwardStyle.GMAIL)
    assert is_copy(bumped, bumped)
    assert not is_copy(bumped, OURS)


@pytest.mark.parametrize("message", [b"", b"From: a@b\r\n\r\nx", b"\xff\xfe", OURS.partition(b"\r\n\r\n")[0]])
def test_what_cannot_be_read_is_no_copy(message: bytes) -> None:
    assert not is_copy(message, OURS)


@pytest.mark.parametrize("name", ["x-microsoft-original-message-id", "x-google-original-message-id"])
def test_a_message_may_say_which_id_it_had(name: str) -> None:
    assert first_ids({name: (" <ours@example.com> ",)}) == ("<ours@example.com>",)
    assert first_ids({"x-original-message-id": ("<ours@example.com>",)}) == ()
