"""What an answer does, from the wire to the stopped sequence."""

from datetime import timedelta
from pathlib import Path

from followupd.core.model import Hold, State, Stop
from tests.stories.world import BERLIN, CONFIG, text_of, world


async def test_silence_leads_to_the_closer_and_to_the_end(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.days(60)
        assert [mail["Subject"] for mail in stage.sent] == ["Your pump", "Fwd: Your pump", "Re: Your pump"]
        ended = stage.enrollment(sam)
        assert (ended.state, ended.stop) == (State.STOPPED, Stop.EXHAUSTED)


async def test_a_yes_stops_the_sequence(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes, let's talk on Thursday.")
        await stage.days(60)
        assert len(stage.sent) == 1
        assert stage.enrollment(sam).stop is Stop.YES
        assert [(line["label"], line["action"]) for line in stage.log] == [("yes", "stopped")]


async def test_a_no_stops_and_suppresses(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(2)
        await stage.answer("No thanks, we are not interested.")
        await stage.days(60)
        assert len(stage.sent) == 2
        assert stage.enrollment(sam).stop is Stop.NO
        assert stage.suppressed(sam) == "no"


async def test_yes_to_shall_i_close_your_file_is_a_no(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(3)
        await stage.answer("Yes")
        assert stage.enrollment(sam).stop is Stop.NO


async def test_later_waits_for_the_day_and_goes_on_with_the_next_step(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Not right now, please circle back on January 12th.")
        await stage.days(45)
        assert len(stage.sent) == 1
        await stage.until_sent(2)
        local = stage.clock.now().astimezone(BERLIN)
        assert (local.year, local.month, local.day) == (2027, 1, 12)
        assert stage.sent[1]["Subject"] == "Fwd: Your pump"
        assert stage.log[0]["resume_on"] == "2027-01-12"


async def test_an_absence_only_waits(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer(
            "I am out of the office until 7 December 2026 and will answer then.",
            quote=False,
            Subject="Automatic reply: Your pump",
            Auto_Submitted="auto-replied",
        )
        assert stage.labels() == ["auto_reply"]
        assert stage.enrollment(sam).state is State.WAITING
        await stage.until_sent(2)
        assert stage.clock.now().astimezone(BERLIN).date().isoformat() >= "2026-12-07"


async def test_an_opt_out_is_for_ever(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Please remove me from your list.")
        await stage.days(60)
        assert len(stage.sent) == 1
        assert (stage.enrollment(sam).stop, stage.suppressed(sam)) == (Stop.UNSUBSCRIBED, "unsubscribed")


async def test_a_question_holds_and_asks(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Does it also run on 110 volts?")
        await stage.days(60)
        assert len(stage.sent) == 1
        held = stage.enrollment(sam)
        assert (held.state, held.hold) == (State.HELD, Hold.UNSURE)
        assert "110 volts" in stage.tasks()[0].words


async def test_an_answer_in_junk_counts(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes please, send me an offer.", folder="Junk")
        assert stage.enrollment(sam).stop is Stop.YES


async def test_an_answer_in_two_folders_takes_effect_once(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes please, send me an offer.", folder="Junk")
        await stage.arrive(stage.inbox.boxes["Junk"].messages[-1].raw)
        assert len(stage.log) == 1


async def test_the_owner_writing_by_hand_takes_over(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        own = (
            b"From: Ana Ruiz <ana@northwind.example>\r\nTo: sam@acme.example\r\nSubject: Lunch?\r\n"
            b"Message-ID: <by-hand@northwind.example>\r\n\r\nShall we have lunch?\r\n"
        )
        await stage.arrive(own, "Sent")
        await stage.days(60)
        assert len(stage.sent) == 1
        assert stage.enrollment(sam).stop is Stop.OWNER_WROTE


async def test_our_own_copies_in_sent_are_no_answers(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.arrive(stage.mailer.delivered[0].raw, "Sent")
        await stage.arrive(stage.mailer.delivered[0].raw)
        assert stage.enrollment(sam).state is State.WAITING
        assert stage.log == []


async def test_a_bounce_ends_it_and_suppresses_the_address(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.arrive(bounce(stage.sent[0]["Message-ID"], "5.1.1", "550 5.1.1 No such user here"))
        assert stage.labels() == ["bounce"]
        assert (stage.enrollment(sam).stop, stage.suppressed(sam)) == (Stop.UNDELIVERABLE, "undeliverable")


async def test_a_full_mailbox_is_only_weather(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.arrive(bounce(stage.sent[0]["Message-ID"], "5.2.2", "552 5.2.2 Mailbox full"))
        assert stage.enrollment(sam).state is State.WAITING
        assert stage.suppressed(sam) is None


async def test_a_forged_bounce_changes_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.arrive(bounce("<guessed@northwind.example>", "5.1.1", "550 5.1.1 No such user here"))
        assert stage.enrollment(sam).state is State.WAITING
        assert stage.suppressed(sam) is None


async def test_a_colleague_who_answers_ends_it_too(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("Yes, Sam and I would like to see it.", From="Dana <dana@acme.example>")
        assert stage.enrollment(sam).stop is Stop.YES


async def test_our_own_quoted_words_do_not_decide(tmp_path: Path) -> None:
    """R2.7: "it is OK to say no" stands in our quoted mail; the answer above it is a yes."""
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(3)
        await stage.answer("No, please keep it open! Let's talk next Tuesday.")
        assert stage.suppressed(sam) is None


async def test_an_answer_that_lies_unread_at_the_claim_stops_the_mail(tmp_path: Path) -> None:
    """R2.26: the reply came after the last look at the inbox and before the claim; nobody announced it."""
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        due_at = stage.enrollment(sam).due_at
        assert due_at is not None
        await stage.until(due_at - timedelta(seconds=1))
        quiet = stage.inbox._idlers.copy()
        stage.inbox._idlers.clear()
        last = stage.sent[-1]
        reply = (
            f"From: sam@acme.example\r\nTo: ana@northwind.example\r\nIn-Reply-To: {last['Message-ID']}\r\n\r\nYes!\r\n"
        )
        stage.inbox.deliver(reply.encode(), at=stage.clock.now())
        stage.inbox._idlers.update(quiet)
        await stage.days(10)
        assert len(stage.sent) == 1


async def test_a_follow_up_stands_in_the_same_thread(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(3)
        first, bump, closer = stage.sent
        assert first["In-Reply-To"] is None
        assert bump["References"] == first["Message-ID"]
        assert closer["In-Reply-To"] == bump["Message-ID"]
        assert "Is the pump still of interest?" in text_of(bump)


def bounce(message_id: str, status: str, diagnostic: str) -> bytes:
    """A delivery report as Postfix writes it (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@northwind.example\r\nTo: ana@northwind.example\r\nSubject: Undelivered Mail\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.northwind.example\r\n\r\n"
        f"Final-Recipient: rfc822; sam@acme.example\r\nAction: failed\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {diagnostic}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


async def test_a_yes_reaches_the_owner_by_mail_and_is_no_answer_itself(tmp_path: Path) -> None:
    """R1.30: the notice says that no program should answer it, and coming back to the inbox it changes nothing."""
    config = f'{CONFIG}\n[alerts]\nemail = "ana@northwind.example"\n'
    async with world(tmp_path, config=config) as stage:
        await stage.enroll("sam@acme.example")
        await stage.answer("Yes, let's talk on Thursday.")
        await stage.days(0.01)
        notice = stage.sent[-1]
        assert notice["To"] == "ana@northwind.example"
        assert notice["Auto-Submitted"] == "auto-generated"
        assert "let's talk on Thursday" in text_of(notice)
        await stage.arrive(stage.mailer.delivered[-1].raw)
        assert stage.labels() == ["yes"]


async def test_two_strangers_at_a_freemail_provider_are_no_company(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        for number in range(4):
            await stage.enroll(f"sam{number}@gmail.com")
        await stage.until(stage.clock.now() + timedelta(hours=8))
        assert len(stage.sent) == 4
