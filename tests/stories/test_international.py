"""A contact whose address is not ASCII: written to, heard, and held where a server cannot take it (R1.26)."""

from pathlib import Path

from followupd.core.delivery.status import SmtpReply, Stage
from followupd.core.model import Hold, State, Stop
from tests.fakes import FakeMailer
from tests.stories.test_answers import bounce
from tests.stories.world import world

JUERGEN = "jürgen@acme.example"
NOT_OFFERED = SmtpReply(
    stage=Stage.RCPT, code=553, text=f"5.6.7 not sent: your mail server has no SMTPUTF8 for {JUERGEN}"
)


async def test_the_mail_goes_out_as_rfc_6532_has_it(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll(JUERGEN)
        (delivery,) = stage.mailer.delivered
        assert delivery.envelope.recipient == JUERGEN
        assert f"\r\nTo: Sam <{JUERGEN}>\r\n".encode() in delivery.raw


async def test_a_refusal_for_want_of_smtputf8_is_the_owners_to_see_to_and_nothing_is_tried_again(
    tmp_path: Path,
) -> None:
    mailer = FakeMailer()
    mailer.answer(NOT_OFFERED)
    async with world(tmp_path, mailer=mailer) as stage:
        juergen, sam = await stage.enroll(JUERGEN), await stage.enroll("sam@acme.example")
        await stage.days(14)
        assert stage.enrollment(juergen).hold is Hold.REFUSED
        assert [each.recipient for each in mailer.attempts].count(JUERGEN) == 1
        (task,) = stage.tasks()
        assert f"The mail to {JUERGEN}: 553 5.6.7 not sent: your mail server has no SMTPUTF8" in task.words
        assert "ask them for another one" in task.words
        assert stage.suppressed(juergen) is None
        assert stage.enrollment(sam).step > 0  # the mailbox itself is not at fault


async def test_a_mail_that_comes_back_for_want_of_smtputf8_holds_and_does_not_suppress(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        juergen = await stage.enroll(JUERGEN)
        words = "SMTPUTF8 is required, but was not offered by host mx.acme.example"
        await stage.arrive(bounce(stage.sent[0]["Message-ID"], "5.6.7", words))
        assert stage.enrollment(juergen).hold is Hold.REFUSED
        assert stage.suppressed(juergen) is None


async def test_an_answer_without_any_id_is_known_by_the_address(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        juergen = await stage.enroll(JUERGEN)
        await stage.arrive(
            "From: Juergen <Ju\u0308rgen@acme.example>\r\nTo: ana@northwind.example\r\nSubject: pump\r\n"
            "Message-ID: <a1@acme.example>\r\n\r\nYes, call me.\r\n".encode()
        )
        assert stage.enrollment(juergen).state is State.STOPPED
        assert stage.enrollment(juergen).stop is Stop.YES
