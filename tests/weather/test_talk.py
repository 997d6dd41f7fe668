"""What a client writes is cut into the steps that the weather may strike at, however the network cuts it."""

import pytest

from tests.weather.faults import SEALED
from tests.weather.talk import ImapTalk, SmtpTalk, Talk

SMTP = (
    b"EHLO [127.0.0.1]\r\n",
    b"AUTH PLAIN AGFuYQBwdw==\r\n",
    b"MAIL FROM:<ana@northwind.test>\r\n",
    b"RCPT TO:<sam@sam.test>\r\n",
    b"DATA\r\n",
    b"Subject: one\r\n\r\n..\r\nMAIL is not what this is\r\n.\r\n",
    b"QUIT\r\n",
)
SMTP_STEPS = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "body", "dot", "QUIT"]
IMAP = (
    b"A1 LOGIN ana pw\r\n",
    b"A2 EXAMINE INBOX\r\n",
    b"A3 UID SEARCH UID 1:*\r\n",
    b"A4 UID FETCH 1 (UID BODY.PEEK[]<0.1048577>)\r\n",
    b'A5 APPEND "Sent" (\\Seen) "23-Nov-2026 09:00:00 +0000" {11}\r\n',
    b"A6 x\r\nA7 y\r\n\r\n",
    b"A8 IDLE\r\n",
    b"DONE\r\n",
    b"A9 LOGOUT\r\n",
)
IMAP_STEPS = ["LOGIN", "EXAMINE", "SEARCH", "FETCH", "APPEND", "literal", "IDLE", "DONE", "LOGOUT"]


def steps(talk: Talk, chunks: tuple[bytes, ...], size: int) -> list[str]:
    """Say it all in pieces of this size; the server invites as soon as it is asked to."""
    found, said = [], b""
    for chunk in chunks:
        for at in range(0, len(chunk), size):
            for piece in talk.said(chunk[at : at + size]):
                said += piece.data
                found += [piece.step] if piece.step else []
        talk.answered(b"354 go on\r\n" if chunk.startswith(b"DATA") else b"250 ok\r\n")
    assert said == b"".join(chunks)
    return found


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_smtp_is_followed_in_pieces_of_any_size(size: int) -> None:
    assert steps(SmtpTalk(), SMTP, size) == SMTP_STEPS


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_imap_is_followed_in_pieces_of_any_size(size: int) -> None:
    assert steps(ImapTalk(), IMAP, size) == IMAP_STEPS


def test_what_follows_a_refused_data_is_no_text() -> None:
    talk = SmtpTalk()
    assert [piece.step for piece in talk.said(b"DATA\r\n")] == ["DATA"]
    talk.answered(b"451 4.3.0 not now\r\n")
    assert [piece.step for piece in talk.said(b"RSET\r\n")] == ["RSET"]


@pytest.mark.parametrize(
    ("talk", "line", "consent"),
    [(SmtpTalk(), b"STARTTLS\r\n", b"220 go\r\n"), (ImapTalk(), b"A1 STARTTLS\r\n", b"A1 OK begin\r\n")],
    ids=["smtp", "imap"],
)
def test_behind_tls_every_byte_is_passed_on_as_it_is(talk: Talk, line: bytes, consent: bytes) -> None:
    assert [piece.step for piece in talk.said(line)] == ["STARTTLS"]
    talk.answered(consent)
    assert talk.step == SEALED
    assert [(piece.step, piece.data) for piece in talk.said(b"\x16\x03\x01\r\n{7}\r\n")] == [
        ("", b"\x16\x03\x01\r\n{7}\r\n")
    ]
