"""A yes from somebody who is not who they say they are (R2.24)."""

from pathlib import Path

import pytest

from followupd.core.model import Hold, Stop
from tests.stories.world import CONFIG, text_of, world

FORGED = "mx.northwind.example; spf=fail; dmarc=fail header.from=acme.example"
GENUINE = "mx.northwind.example; dkim=pass; dmarc=pass header.from=acme.example"
GUARDED = f'{CONFIG}authserv_id = "mx.northwind.example"\n'


async def test_a_forged_yes_holds_and_says_why(tmp_path: Path) -> None:
    async with world(tmp_path, config=f'{GUARDED}[alerts]\nemail = "ana@northwind.example"\n') as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("Yes, let's talk on Thursday.", Authentication_Results=FORGED)
        assert stage.enrollment(sam).hold is Hold.UNSURE
        assert "the sender could not be verified" in stage.tasks()[0].words
        (line,) = stage.log
        assert (line["label"], line["action"]) == ("unclear", "held")
        assert "the sender could not be verified" in line["evidence"][0]["why"]
        await stage.days(0.01)
        notice = stage.sent[-1]
        assert "yes" not in notice["Subject"]
        assert "the sender could not be verified" in text_of(notice)


@pytest.mark.parametrize(
    ("provider", "stamp"),
    [
        ("gmail", "mx.google.com; dmarc=fail (p=REJECT dis=NONE) header.from=acme.example"),
        ("m365", "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=none;dmarc=fail action=none"),
        ("fastmail", "mx6.messagingengine.com; dmarc=fail header.from=acme.example"),
    ],
)
async def test_the_names_of_a_providers_servers_are_known(tmp_path: Path, provider: str, stamp: str) -> None:
    async with world(tmp_path, config=f'{CONFIG}provider = "{provider}"\n') as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("Yes, let's talk on Thursday.", Authentication_Results=stamp)
        assert stage.enrollment(sam).hold is Hold.UNSURE


async def test_an_invitation_accepted_by_somebody_else_holds_too(tmp_path: Path) -> None:
    async with world(tmp_path, config=GUARDED) as stage:
        sam = await stage.enroll("sam@acme.example")
        last = stage.sent[-1]
        await stage.arrive(
            f"Authentication-Results: {FORGED}\r\nFrom: sam@acme.example\r\nTo: ana@northwind.example\r\n"
            f"Message-ID: <rsvp@acme.example>\r\nIn-Reply-To: {last['Message-ID']}\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
            "UID:1@northwind.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:sam@acme.example\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n".encode()
        )
        assert stage.enrollment(sam).hold is Hold.UNSURE


@pytest.mark.parametrize(
    ("text", "stop"),
    [("No thanks, we are not interested.", Stop.NO), ("Please remove me from your list.", Stop.UNSUBSCRIBED)],
)
async def test_a_forged_wish_to_be_left_alone_is_obeyed(tmp_path: Path, text: str, stop: Stop) -> None:
    async with world(tmp_path, config=GUARDED) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer(text, Authentication_Results=FORGED)
        assert stage.enrollment(sam).stop is stop


@pytest.mark.parametrize(
    ("config", "stamp"),
    [(GUARDED, GENUINE), (GUARDED, FORGED.replace("mx.", "mx.evil.")), (CONFIG, FORGED)],
    ids=["genuine", "stamped by a stranger", "nobody is trusted"],
)
async def test_a_yes_that_nobody_disowns_is_a_yes(tmp_path: Path, config: str, stamp: str) -> None:
    async with world(tmp_path, config=config) as stage:
        sam = await stage.enroll("sam@acme.example")
        await stage.answer("Yes, let's talk on Thursday.", Authentication_Results=stamp)
        assert stage.enrollment(sam).stop is Stop.YES
