"""The table of what an answer does, a story for every row: who is stopped, who is held, who is only waited for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from followupd.core.model import Hold, Label, State, Stop
from tests.stories.test_answers import bounce
from tests.stories.world import BERLIN, world

Message = Callable[[str], bytes]  # the Message-ID of our mail -> what comes
WAITING = State.WAITING
DAYS = 40  # in which every other step of the sequence would come due


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table, and what must have become of it at once and within `DAYS`."""

    name: str
    comes: Message
    label: Label | None  # None: it is not in the log of replies
    stands: Stop | Hold | State
    suppressed: str | None = None
    alert: str | None = None  # its kind; None: the owner is not called
    action: str | None = None  # as the log words it
    not_before: date | None = None  # the next mail, where there is one
    folder: str = "INBOX"


def says(text: str, **fields: str) -> Message:
    """Words in an answer to our mail; a field that is "" is left out."""

    def make(message_id: str) -> bytes:
        header = {
            "From": "Sam <sam@acme.example>",
            "To": "ana@northwind.example",
            "Subject": "Re: Your pump",
            "Message-ID": "<answer@acme.example>",
            "In-Reply-To": message_id,
            "Content-Type": "text/plain; charset=utf-8",
            **{name.replace("_", "-"): value for name, value in fields.items()},
        }
        lines = [f"{name}: {value}" for name, value in header.items() if value]
        return "\r\n".join((*lines, "", text, "")).encode()

    return make


def meeting(method: str, status: str) -> Message:
    """A part of the iTIP conversation (RFC 5546)."""
    return says(
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1@northwind.example\r\n"
        f"DTSTART:20261203T090000Z\r\nATTENDEE;PARTSTAT={status}:mailto:sam@acme.example\r\n"
        "END:VEVENT\r\nEND:VCALENDAR",
        Content_Type=f"text/calendar; charset=utf-8; method={method}",
        Subject="Meeting",
    )


def complaint(message_id: str) -> bytes:
    """A feedback report (RFC 5965): they pressed "this is spam"."""
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nUser-Agent: A/1\r\nVersion: 1\r\nOriginal-Rcpt-To: sam@acme.example\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nTo: sam@acme.example\r\n--b--"
    )
    kind = 'multipart/report; report-type=feedback-report; boundary="b"'
    fields = {"From": "feedback@acme.example", "Content_Type": kind, "MIME_Version": "1.0", "In_Reply_To": ""}
    return says(body, **fields)(message_id)


def receipt(message_id: str) -> bytes:
    """A read receipt (RFC 8098)."""
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message was displayed.\r\n"
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; sam@acme.example\r\n"
        f"Original-Message-ID: {message_id}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--"
    )
    kind = 'multipart/report; report-type=disposition-notification; boundary="b"'
    return says(body, Content_Type=kind, MIME_Version="1.0", Subject="Read: Your pump")(message_id)


def away(text: str) -> Message:
    return says(text, Subject="Automatic reply: Your pump", Auto_Submitted="auto-replied")


STOPPED, HELD, FOR_EVER = "stopped", "held", "stopped, suppressed"
ROWS = (
    Row(name="yes", comes=says("Yes, let's talk on Thursday."), label=Label.YES, stands=Stop.YES, alert="yes",
        action=STOPPED),
    Row(name="no", comes=says("No thanks, we are not interested."), label=Label.NO, stands=Stop.NO, suppressed="no",
        action=FOR_EVER),
    Row(name="later", comes=says("Not right now, please circle back on December 14th."), label=Label.LATER,
        stands=WAITING, action="rescheduled", not_before=date(2026, 12, 14)),
    Row(name="later, without a date", comes=says("Not right now. Maybe later."), label=Label.LATER, stands=WAITING,
        action="rescheduled", not_before=date(2026, 12, 22)),
    Row(name="unsubscribe", comes=says("Please remove me from your list."), label=Label.UNSUBSCRIBE,
        stands=Stop.UNSUBSCRIBED, suppressed="unsubscribed", action=FOR_EVER),
    Row(name="question", comes=says("Does it also run on 110 volts?"), label=Label.QUESTION, stands=Hold.UNSURE,
        alert="question", action=HELD),
    Row(name="referral", comes=says("I am not the right person for this, please contact dana@acme.example."),
        label=Label.REFERRAL, stands=Hold.UNSURE, alert="referral", action=HELD),
    Row(name="unclear", comes=says("Hmm, the weather."), label=Label.UNCLEAR, stands=Hold.UNSURE, alert="unclear",
        action=HELD),
    Row(name="unreadable", comes=says("MIAGCSqGSIb3DQEHA6CAMIACAQ==", Content_Type="application/pkcs7-mime",
                                      Content_Transfer_Encoding="base64"),
        label=Label.UNCLEAR, stands=Hold.UNSURE, alert="unclear", action=HELD),
    Row(name="auto_reply, with a date", comes=away("I am out of the office until 7 December 2026."),
        label=Label.AUTO_REPLY, stands=WAITING, action="waiting", not_before=date(2026, 12, 8)),
    Row(name="auto_reply, without a date", comes=away("I am out of the office."), label=Label.AUTO_REPLY,
        stands=WAITING, action="waiting", not_before=date(2026, 11, 30)),
    Row(name="auto_reply, gone for good", comes=away("Sam has left the company. Please write to dana@acme.example."),
        label=Label.AUTO_REPLY, stands=Hold.UNSURE, alert="auto_reply", action=HELD),
    Row(name="a read receipt", comes=receipt, label=Label.AUTO_REPLY, stands=WAITING, action="none"),
    Row(name="bounce, dead address", comes=lambda ours: bounce(ours, "5.1.1", "550 5.1.1 No such user here"),
        label=Label.BOUNCE, stands=Stop.UNDELIVERABLE, suppressed="undeliverable", action=FOR_EVER),
    Row(name="bounce, temporary", comes=lambda ours: bounce(ours, "5.2.2", "552 5.2.2 Mailbox full"),
        label=Label.BOUNCE, stands=WAITING, action="none"),
    Row(name="bounce, our own fault", comes=lambda ours: bounce(ours, "5.7.1", "554 5.7.1 Message looks like spam"),
        label=Label.BOUNCE, stands=Hold.REFUSED, alert="bounce", action=HELD),
    Row(name="complaint", comes=complaint, label=Label.UNSUBSCRIBE, stands=Stop.UNSUBSCRIBED,
        suppressed="unsubscribed", action=FOR_EVER),
    Row(name="invitation accepted", comes=meeting("REPLY", "ACCEPTED"), label=Label.YES, stands=Stop.YES, alert="yes",
        action=STOPPED),
    Row(name="invitation declined", comes=meeting("REPLY", "DECLINED"), label=Label.NO, stands=Stop.NO,
        action=STOPPED),
    Row(name="invitation, perhaps", comes=meeting("REPLY", "TENTATIVE"), label=Label.UNCLEAR, stands=Hold.UNSURE,
        alert="unclear", action=HELD),
    Row(name="they invite us", comes=meeting("REQUEST", "NEEDS-ACTION"), label=Label.YES, stands=Stop.YES,
        alert="yes", action=STOPPED),
    Row(name="a colleague answered our mail", comes=says("Yes, Sam and I would like to see it.",
                                                         From="Dana <dana@acme.example>"),
        label=Label.YES, stands=Stop.YES, alert="yes", action=STOPPED),
    Row(name="a colleague, it seems", comes=says("Yes, we would like to see it.", From="Dana <dana@acme.example>",
                                                 In_Reply_To=""),
        label=Label.UNCLEAR, stands=Hold.UNSURE, alert="unclear", action=HELD),
    Row(name="the owner wrote by hand", comes=says("Hi Sam, one more thing.", From="ana@northwind.example",
                                                   To="sam@acme.example", Message_ID="<by-hand@northwind.example>"),
        label=None, stands=Stop.OWNER_WROTE, folder="Sent"),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
async def test_every_answer_does_what_its_row_says(row: Row, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with world(tmp_path) as stage:
        sam = await stage.enroll("sam@acme.example")
        caplog.clear()
        await stage.arrive(row.comes(stage.sent[0]["Message-ID"]), row.folder)
        found = stage.enrollment(sam)
        assert stage.labels() == ([row.label.value] if row.label else [])
        assert (found.stop or found.hold or found.state) is row.stands
        assert stage.suppressed(sam) == row.suppressed
        assert [line["action"] for line in stage.log] == ([row.action] if row.action else [])
        assert rung(caplog) == ([row.alert] if row.alert else [])
        assert bool(stage.tasks()) == isinstance(row.stands, Hold)
        await stage.days(DAYS)
        further = [mail["Date"].datetime.astimezone(BERLIN).date() for mail in stage.sent[1:]]
        assert bool(further) == (row.stands is WAITING)
        if row.not_before is not None:
            assert further[0] >= row.not_before


def test_every_label_has_its_row() -> None:
    assert {row.label for row in ROWS} >= set(Label)


def rung(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The kinds of the alerts that the owner got."""
    words = [message.split() for message in caplog.messages if message.startswith("alert kind=")]
    return [each[1].removeprefix("kind=") for each in words]
