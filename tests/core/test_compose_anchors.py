"""The anchor of a thread (R1.7), the button to unsubscribe (R1.29), and a mail for another reader."""

from datetime import timedelta

import pytest

from followupd.core.letters.compose import ComposeError, ForwardStyle, bump, email, readdressed, thread_after
from followupd.core.letters.message_ids import anchor_of, root_of
from followupd.core.model import Letter, Person
from tests.core.letters import MICROSOFT_ID, WRITTEN_AT, body, field_lines, letter, read

ROOT = "<k3v9q7m2x8c4b6n1@example.com>"
ANCHOR = "<thread.k3v9q7m2x8c4b6n1@example.com>"
WAY_OUT = "mailto:ana@example.com?subject=unsubscribe%20u17-mfrggzdfmztwq2lknnwg23tpob"


def follow_up(parent: bytes, number: int = 1, *, wire_id: str | None = None) -> Letter:
    return letter(
        message_id=f"<follow-up-00000{number}@example.com>",
        written_at=WRITTEN_AT + timedelta(days=number),
        thread=thread_after(parent, wire_id=wire_id),
    )


def test_an_anchor_leads_back_to_the_first_mail_of_its_thread() -> None:
    assert anchor_of(ROOT) == ANCHOR
    assert root_of(ANCHOR) == ROOT
    assert root_of(ANCHOR.upper()) == ROOT.upper()
    assert root_of(ROOT) is None
    assert root_of(MICROSOFT_ID) is None


def test_a_first_mail_names_its_anchor_and_answers_nothing() -> None:
    """An In-Reply-To on a first mail pretends to be an answer (R5.13)."""
    mail = read(email(letter(anchored=True)))
    assert mail["References"] == ANCHOR
    assert mail["In-Reply-To"] is None
    assert mail["Subject"] == "The notes I mentioned"


def test_without_need_there_is_no_anchor() -> None:
    assert read(email(letter()))["References"] is None


def test_the_anchor_stays_first_through_rewritten_ids_and_forwards() -> None:
    raw = email(letter(anchored=True))
    for number in range(1, 4):
        raw = email(follow_up(raw, number, wire_id=MICROSOFT_ID.replace("8812", f"000{number}")))
    assert read(raw)["References"].split()[0] == ANCHOR
    bumped = bump(follow_up(raw, 5), raw, style=ForwardStyle.OUTLOOK)
    assert read(bumped)["References"].split()[0] == ANCHOR
    assert read(bumped)["In-Reply-To"] == "<follow-up-000003@example.com>"


def test_the_anchor_survives_the_cap_on_references() -> None:
    """R1.8."""
    raw = email(letter(anchored=True))
    for number in range(1, 40):
        raw = email(follow_up(raw, number))
    references = read(raw)["References"].split()
    assert (len(references), references[0]) == (20, ANCHOR)


@pytest.mark.parametrize("subject", ["Ref: 4711", "TR: the invoice"])
@pytest.mark.parametrize("anchored", [True, False])
def test_a_subject_that_starts_like_a_prefix_keeps_its_first_word(subject: str, anchored: bool) -> None:
    first = email(letter(subject=subject, anchored=anchored))
    assert read(email(follow_up(first)))["Subject"] == f"Re: {subject}"
    assert read(bump(follow_up(first), first, style=ForwardStyle.GMAIL))["Subject"] == f"Fwd: {subject}"


def test_a_first_mail_with_an_anchor_is_no_forward() -> None:
    first = email(letter(anchored=True, text="The notes."))
    assert "The notes." in body(bump(follow_up(first), first, style=ForwardStyle.GMAIL))


def test_the_way_out_is_one_line_that_nothing_encodes() -> None:
    """R1.5, R1.29."""
    assert field_lines(email(letter(unsubscribe=WAY_OUT)), "List-Unsubscribe") == [f"<{WAY_OUT}>".encode()]


def test_a_way_out_that_breaks_out_of_its_line_is_refused() -> None:
    with pytest.raises(ComposeError, match="List-Unsubscribe"):
        email(letter(unsubscribe="mailto:a@b\r\nBcc: eve@evil.example"))


@pytest.mark.parametrize("html", [True, False])
@pytest.mark.parametrize("name", ["Sam", "Łódź " * 30 + "Ruiz"])
def test_another_reader_gets_the_same_mail_with_three_fields_changed(name: str, html: bool) -> None:
    raw = email(letter(html=html, to=Person(name=name, address="sam@acme.example")))
    ana = Person(name="Ana", address="ana@example.com")
    changed = readdressed(raw, to=ana, message_id="<test-00000000001@example.com>", at=WRITTEN_AT + timedelta(days=1))
    before, after = read(raw), read(changed)
    assert [key for key in before if before[key] != after[key]] == ["To", "Date", "Message-ID"]
    assert list(before) == list(after)
    assert (after["To"], after["Message-ID"]) == ("Ana <ana@example.com>", "<test-00000000001@example.com>")
    assert changed.partition(b"\r\n\r\n")[2] == raw.partition(b"\r\n\r\n")[2]


def test_another_reader_must_have_an_address() -> None:
    with pytest.raises(ComposeError):
        readdressed(email(letter()), to=Person(address="a@b\r\nBcc: eve@evil.example"), message_id=ROOT, at=WRITTEN_AT)
