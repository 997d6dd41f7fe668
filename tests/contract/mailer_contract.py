"""What every `Mailer` promises. A class of tests per implementation inherits these and gives them a world."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import pytest

from followupd.core.delivery.status import SmtpLost, SmtpReply, SmtpVetoed, Stage
from followupd.core.errors import UnavailableError
from followupd.mail.ports import Envelope, Mailer

REFUSED = "nobody@example.test"  # the one recipient that every world's server refuses


def mail(name: str) -> bytes:
    """A mail with what SMTP could spoil: a line with a dot, and one that begins with dots."""
    head = f"From: <owner@example.test>\r\nTo: <sam@example.test>\r\nMessage-ID: <{name}@example.test>\r\n"
    date = "Date: Fri, 20 Nov 2026 09:30:00 +0000"  # a server adds one where there is none
    return f"{head}{date}\r\nSubject: {name}\r\n\r\nOne\r\n.\r\n..two\r\nFrom three\r\n".encode()


def envelope(recipient: str = "sam@example.test") -> Envelope:
    return Envelope(sender="owner@example.test", recipient=recipient)


def nothing_against_it() -> str | None:
    return None


def no_mark() -> None:
    """For tests that are about something else."""


@dataclass(kw_only=True)
class MailerWorld(ABC):
    """A `Mailer` and the place where its mail arrives."""

    mailer: Mailer

    @abstractmethod
    async def arrived(self, count: int) -> list[bytes]:
        """Return the messages for sam@example.test once there are that many."""


class MailerContract:
    """Inherit, and give a fixture `world`."""

    async def test_a_message_arrives_byte_for_byte(self, world: MailerWorld) -> None:
        result = await world.mailer.send(envelope(), mail("one"), nothing_against_it, no_mark)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code) == (Stage.DOT, 250)
        (raw,) = await world.arrived(1)
        assert raw.endswith(mail("one"))  # trace fields go on top

    async def test_one_message_after_the_other(self, world: MailerWorld) -> None:
        for name in ("one", "two", "three"):
            result = await world.mailer.send(envelope(), mail(name), nothing_against_it, no_mark)
            assert isinstance(result, SmtpReply)
            assert result.code == 250
        assert len(await world.arrived(3)) == 3

    async def test_a_reason_at_the_last_look_sends_nothing(self, world: MailerWorld) -> None:
        result = await world.mailer.send(envelope(), mail("vetoed"), lambda: "paused by hand", no_mark)
        assert result == SmtpVetoed(reason="paused by hand")
        await world.mailer.send(envelope(), mail("next"), nothing_against_it, no_mark)
        (raw,) = await world.arrived(1)
        assert raw.endswith(mail("next"))

    async def test_the_last_look_is_taken_once(self, world: MailerWorld) -> None:
        looks = []

        def look() -> str | None:
            looks.append("looked")
            return None

        await world.mailer.send(envelope(), mail("one"), look, no_mark)
        assert looks == ["looked"]

    async def test_a_message_that_arrives_is_marked_once(self, world: MailerWorld) -> None:
        marks: list[str] = []
        await world.mailer.send(envelope(), mail("one"), nothing_against_it, lambda: marks.append("marked"))
        assert marks == ["marked"]

    async def test_a_message_that_cannot_be_marked_does_not_leave(self, world: MailerWorld) -> None:
        def full() -> None:
            raise UnavailableError("the disk is full")

        result = await world.mailer.send(envelope(), mail("unmarked"), nothing_against_it, full)
        assert result == SmtpLost(stage=Stage.BODY, error="the disk is full")
        await world.mailer.send(envelope(), mail("next"), nothing_against_it, no_mark)
        (raw,) = await world.arrived(1)
        assert raw.endswith(mail("next"))

    async def test_a_refused_message_is_not_marked(self, world: MailerWorld) -> None:
        marks: list[str] = []
        await world.mailer.send(envelope(REFUSED), mail("one"), nothing_against_it, lambda: marks.append("marked"))
        assert marks == []

    async def test_a_refused_recipient_is_told_with_its_stage(self, world: MailerWorld) -> None:
        result = await world.mailer.send(envelope(REFUSED), mail("one"), nothing_against_it, no_mark)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code) == (Stage.RCPT, 550)
        assert "5.1.1" in result.text

    async def test_a_refusal_leaves_nothing_behind_for_the_next_message(self, world: MailerWorld) -> None:
        await world.mailer.send(envelope(REFUSED), mail("refused"), nothing_against_it, no_mark)
        await world.mailer.send(envelope(), mail("next"), nothing_against_it, no_mark)
        (raw,) = await world.arrived(1)
        assert raw.endswith(mail("next"))

    @pytest.mark.parametrize(
        "recipient",
        [
            "sam@example.test\r\nRCPT TO:<eve@example.test>",
            '"x\r\nRCPT TO:<eve@example.test>"@example.test',
            "sam@example.test> SIZE=1",
            "sam@example.test\x00",
            "sam smith@example.test",
            "sam",
            "@example.test",
            "",
        ],
    )
    async def test_an_address_that_is_none_is_refused_unseen(self, world: MailerWorld, recipient: str) -> None:
        result = await world.mailer.send(envelope(recipient), mail("one"), nothing_against_it, no_mark)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code) == (Stage.RCPT, 553)
        assert "not sent" in result.text

    async def test_a_closed_mailer_opens_again(self, world: MailerWorld) -> None:
        await world.mailer.close()
        await world.mailer.send(envelope(), mail("one"), nothing_against_it, no_mark)
        await world.mailer.close()
        await world.mailer.close()
        assert len(await world.arrived(1)) == 1
