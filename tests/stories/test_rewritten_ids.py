"""A provider that puts its own Message-ID in the place of ours (R1.6, R1.7)."""

import re
from pathlib import Path

import pytest

from followupd.core.delivery.status import SmtpLost, SmtpReply, Stage
from followupd.core.letters.thread_index import decode_index, encode_index
from followupd.core.model import State, Stop
from followupd.store import mails, replies
from followupd.store.mails import MailState
from tests.fakes import FakeMailer
from tests.stories.world import CONFIG, World, world

WIRE_ID = "<PN3PR01MB9597DA8661D1AFDF4C927A11B8812@PN3PR01MB9597.INDPRD01.PROD.OUTLOOK.COM>"
SECOND_WIRE_ID = "<0102019abcde-1f2e-4c3d-9a8b-000000@eu-west-1.amazonses.com>"
OUTLOOK = CONFIG.replace(
    'smtp = { host = "127.0.0.1", port = 2525, security = "none" }',
    'smtp = { host = "smtp-mail.outlook.com", port = 587 }\npassword = { env = "NOBODY" }',
)


def rewritten(raw: bytes, *, named: bool = False) -> bytes:
    """Return the mail as such a provider passes it on and files it."""
    ours = re.search(rb"(?m)^Message-ID: (<[^>]+>)", raw)
    assert ours is not None
    extra = b"\r\nX-Microsoft-Original-Message-ID: " + ours[1] if named else b""
    return raw.replace(ours[0], b"Message-ID: " + WIRE_ID.encode() + extra)


def wire_ids(stage: World) -> list[str | None]:
    return [mail.wire_id for mail in stage.do(lambda c: mails.in_state(c, MailState.ACCEPTED))]


@pytest.mark.parametrize("named", [True, False], ids=["named in a field", "known by its words"])
async def test_the_copy_in_sent_teaches_the_id_and_ends_nothing(tmp_path: Path, named: bool) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.arrive(rewritten(stage.mailer.delivered[0].raw, named=named), "Sent")
        assert wire_ids(stage) == [WIRE_ID]
        assert stage.enrollment(sam).state is State.WAITING
        await stage.days(1)
        assert len(stage.inbox.boxes["Sent"].messages) == 1
        await stage.until_sent(2)
        assert stage.sent[1]["In-Reply-To"] == WIRE_ID


async def test_the_copy_in_sent_ends_a_doubt(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpLost(stage=Stage.DOT, error="reset"), delivered=True)
    async with world(tmp_path, mailer=mailer) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.arrive(rewritten(mailer.delivered[0].raw), "Sent")
        assert (stage.enrollment(sam).state, stage.enrollment(sam).step) == (State.WAITING, 1)
        assert len(mailer.attempts) == 1


async def test_what_the_owner_writes_by_hand_under_the_same_subject_is_theirs(tmp_path: Path) -> None:
    """R2.6: a person took over."""
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        by_hand = rewritten(stage.mailer.delivered[0].raw).replace(b"Is the pump still of interest?", b"I forgot this.")
        await stage.arrive(by_hand, "Sent")
        assert stage.enrollment(sam).stop is Stop.OWNER_WROTE
        assert wire_ids(stage) == [None]


async def test_a_stranger_cannot_teach_an_id(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        forged = rewritten(stage.mailer.delivered[0].raw, named=True)
        await stage.arrive(forged.replace(b"From: Ana Ruiz <ana@northwind.example>", b"From: eve@evil.example"))
        assert wire_ids(stage) == [None]


async def test_an_answer_that_names_the_id_of_the_250_is_matched(tmp_path: Path) -> None:
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.DOT, code=250, text=f"2.0.0 OK {WIRE_ID} [Hostname=x.PROD.OUTLOOK.COM]"))
    async with world(tmp_path, mailer=mailer, config=OUTLOOK) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("Yes, call me.", From="assistant@else.example", In_Reply_To=WIRE_ID)
        assert stage.enrollment(sam).stop is Stop.YES


async def test_an_answer_that_names_the_anchor_alone_is_matched(tmp_path: Path) -> None:
    async with world(tmp_path, config=OUTLOOK) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(2)
        anchor = stage.sent[0]["References"]
        assert stage.sent[1]["References"].split()[0] == anchor
        await stage.answer(
            "Yes, call me.", quote=False, From="sam@private.example", In_Reply_To="<lost@x.example>", References=anchor
        )
        assert stage.enrollment(sam).stop is Stop.YES


def under(wire_id: str, stage: World) -> bytes:
    return rewritten(stage.mailer.delivered[0].raw).replace(WIRE_ID.encode(), wire_id.encode())


def as_outlook_answers(stage: World) -> str:
    """Return the Thread-Index of an answer: ours with a block more."""
    return encode_index(decode_index(stage.sent[-1]["Thread-Index"]) + b"\x01\x02\x03\x04\x05")


@pytest.mark.parametrize(
    ("sender", "outlook", "rule"),
    [
        ("sam@acme.example", False, "address"),
        ("sam@private.example", True, "thread-index"),
        ("boss@acme.example", False, "organisation"),
    ],
)
async def test_an_answer_that_names_an_id_which_nobody_has_learnt_yet_is_matched_all_the_same(
    tmp_path: Path, sender: str, outlook: bool, rule: str
) -> None:
    """R2.1: by the conversation, by who writes, or by who writes about what; the last is only held."""
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        index = as_outlook_answers(stage) if outlook else ""
        await stage.answer("Yes, call me.", From=sender, In_Reply_To=WIRE_ID, References=WIRE_ID, Thread_Index=index)
        (reply,) = stage.do(replies.everything)
        assert reply.matched_by == rule
        before = stage.enrollment(sam)
        assert before.state in {State.STOPPED, State.HELD}
        await stage.days(0.002)
        await stage.arrive(under(WIRE_ID, stage), "Sent")
        assert wire_ids(stage) == [WIRE_ID]
        assert stage.enrollment(sam) == before
        await stage.days(30)
        assert len(stage.sent) == 1


async def test_an_answer_after_the_id_was_learnt_is_matched_by_the_id(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.days(0.002)
        await stage.arrive(under(WIRE_ID, stage), "Sent")
        await stage.answer("Yes, call me.", quote=False, From="assistant@else.example", In_Reply_To=WIRE_ID)
        assert stage.enrollment(sam).stop is Stop.YES


async def test_an_id_that_is_learnt_twice_changes_nothing(tmp_path: Path) -> None:
    """First from the 250, then from the copy in Sent, and once more when the server has renumbered the folder."""
    mailer = FakeMailer()
    mailer.answer(SmtpReply(stage=Stage.DOT, code=250, text=f"2.0.0 OK {WIRE_ID} [Hostname=x.PROD.OUTLOOK.COM]"))
    async with world(tmp_path, mailer=mailer, config=OUTLOOK) as stage:
        sam = await stage.enroll("sam@acme.example")
        for _ in range(3):
            await stage.arrive(under(WIRE_ID, stage), "Sent")
            assert wire_ids(stage) == [WIRE_ID]
            assert stage.enrollment(sam).state is State.WAITING


async def test_a_second_id_ends_nothing(tmp_path: Path) -> None:
    """One copy as the relay sent it and one as the mailbox filed it, each under an id of its own."""
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        for wire_id in (WIRE_ID, SECOND_WIRE_ID, WIRE_ID):
            await stage.arrive(under(wire_id, stage), "Sent")
            assert stage.enrollment(sam).state is State.WAITING
        await stage.answer("Yes, call me.", In_Reply_To=SECOND_WIRE_ID)
        assert stage.enrollment(sam).stop is Stop.YES


async def test_where_ids_were_seen_to_be_replaced_every_new_thread_has_an_anchor(tmp_path: Path) -> None:
    """R1.7: the next answer may come before its id is learnt, and from an address that nobody knows."""
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        assert stage.sent[0]["References"] is None
        await stage.arrive(under(WIRE_ID, stage), "Sent")
        kim = await stage.enroll("kim@other.example")
        await stage.days(0.1)
        anchor = stage.sent[1]["References"]
        await stage.answer(
            "Yes, call me.",
            From="kim@private.example",
            In_Reply_To="<new@x.example>",
            References=f"{anchor} <new@x.example>",
        )
        assert stage.enrollment(kim).stop is Stop.YES
