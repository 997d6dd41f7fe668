"""Gmail's All Mail: what a filter archived past the Inbox is heard, and nothing counts twice (R3.7, R3.8)."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from followupd.core.model import State, Stop
from tests.contract.inbox_contract import NOW, mail, read
from tests.profiles.providers import DOVECOT, GMAIL, PROFILES, Profile
from tests.profiles.server import serve
from tests.profiles.stage import at, stage_at
from tests.profiles.world import ProfileWorld
from tests.stories.world import World

ALL, SENT, DRAFTS = (GMAIL.folder(role) for role in ("all", "sent", "drafts"))


def from_owner(stage: World, text: str = "Shall we talk on Tuesday?") -> bytes:
    """A mail that the owner writes to the contact by hand."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ana Ruiz <ana@northwind.example>", "sam@acme.example"
    mail["Subject"], mail["Message-ID"] = "Tuesday", "<by-hand@northwind.example>"
    mail["Date"] = stage.clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    mail.set_content(text)
    return mail.as_bytes(policy=policy.SMTP)


async def test_an_answer_that_a_filter_archived_is_heard(tmp_path: Path) -> None:
    async with stage_at(GMAIL, tmp_path) as (stage, _):
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes, please call me tomorrow.", folder=ALL)
        assert stage.labels() == ["yes"]
        assert stage.enrollment(sam).stop is Stop.YES


async def test_an_answer_that_lies_in_inbox_and_all_mail_takes_effect_once(tmp_path: Path) -> None:
    async with stage_at(GMAIL, tmp_path) as (stage, server):
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Back in January, write to me then.")
        assert any(b"Back in January" in each.raw for each in server.boxes[ALL].messages.values())
        await stage.days(1)
        assert stage.labels() == ["later"]
        assert len(stage.log) == 1


async def test_two_messages_of_the_same_words_are_two(tmp_path: Path) -> None:
    """A program that gives its messages neither id nor date: only Gmail can tell them apart."""
    async with stage_at(GMAIL, tmp_path) as (stage, _):
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        for _ in range(2):
            await stage.answer("What does it cost?", Message_ID="", Date="")
        assert stage.labels() == ["question", "question"]


async def test_our_own_mails_in_all_mail_answer_nothing(tmp_path: Path) -> None:
    async with stage_at(GMAIL, tmp_path) as (stage, server):
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        server.deliver(stage.mailer.delivered[0].raw, SENT, at=stage.clock.now())
        await stage.until_sent(2)
        assert stage.labels() == []
        assert stage.enrollment(sam).state is State.WAITING


async def test_a_mail_that_the_owner_wrote_and_archived_ends_the_sequence(tmp_path: Path) -> None:
    async with stage_at(GMAIL, tmp_path) as (stage, _):
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.arrive(from_owner(stage), ALL)
        assert stage.enrollment(sam).stop is Stop.OWNER_WROTE


async def test_a_draft_of_the_owner_ends_nothing(tmp_path: Path) -> None:
    """It lies in All Mail as soon as a word is typed, and has a label, but no flag."""
    async with stage_at(GMAIL, tmp_path) as (stage, server):
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.arrive(from_owner(stage), DRAFTS)
        assert b"Tuesday" in b"".join(each.raw for each in server.boxes[ALL].messages.values())
        await stage.until_sent(2)
        assert stage.enrollment(sam).state is State.WAITING


async def test_the_text_of_a_draft_is_not_fetched() -> None:
    async with serve(GMAIL) as server:
        world = ProfileWorld(server)
        server.deliver(mail("draft"), DRAFTS, at=NOW)
        (message,) = await read(world, folder="[Gmail]/Alle Nachrichten")
        assert (message.is_draft, message.raw) == (True, b"")
        assert not [line for line in server.seen if "BODY" in line]
        await world.inbox.close()


async def test_what_lay_in_all_mail_before_is_not_read(tmp_path: Path) -> None:
    async with serve(GMAIL) as server:
        for number in range(30):
            server.deliver(mail(f"old{number}"), ALL, at=NOW - timedelta(days=number))
        async with at(server, tmp_path):
            assert not [line for line in server.seen if "BODY" in line]


async def test_a_discarded_message_is_not_kept_in_all_mail() -> None:
    """Expunged in the Inbox it would be: to Gmail that means to archive."""
    async with serve(GMAIL) as server:
        world = ProfileWorld(server)
        server.deliver(mail("one"), at=NOW)
        (message,) = await read(world)
        await world.inbox.discard(message)
        assert [name for name, box in server.boxes.items() if box.messages] == []
        await world.inbox.close()


@pytest.mark.parametrize("profile", PROFILES, ids=lambda each: each.name)
async def test_gmails_own_words_are_said_to_gmail_alone_and_the_client_names_itself_once(profile: Profile) -> None:
    async with serve(profile) as server:
        world = ProfileWorld(server)
        server.deliver(mail("one"), at=NOW)
        (message,) = await read(world)
        said = "X-GM-" in " ".join(server.seen)
        assert said == bool(message.gmail_id) == profile.is_gmail
        named = [line for line in server.seen if line.startswith("ID ")]
        assert len(named) == ("ID" in profile.after.split())
        await world.inbox.close()


async def test_all_mail_of_another_server_is_not_watched() -> None:
    """Dovecot's virtual folder of that name holds the bin and the drafts."""
    async with serve(DOVECOT) as server:
        world = ProfileWorld(server)
        assert (await world.inbox.folders()).all_mail is None
        await world.inbox.close()
