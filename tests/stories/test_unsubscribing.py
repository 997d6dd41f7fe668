"""The button that a mail program makes of List-Unsubscribe, from the header field to the suppression list (R1.29)."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from followupd.core.model import State, Stop
from tests.stories.world import CONFIG, World, world

WANTED = CONFIG.replace('username = "ana"', 'username = "ana"\nlist_unsubscribe = "mailto"')


def button(stage: World) -> tuple[str, str]:
    """Return address and subject of the mail that the button of the last mail makes."""
    link = urlsplit(stage.sent[-1]["List-Unsubscribe"].strip("<>"))
    assert link.scheme == "mailto"
    return unquote(link.path), unquote(link.query.removeprefix("subject="))


async def press(stage: World, *, sender: str, to: str, subject: str, folder: str = "INBOX") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = "<pressed@mailer.example>"
    mail.set_content("")
    await stage.arrive(mail.as_bytes(policy=SMTP), folder)


async def test_by_default_no_mail_has_the_field(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(2)
        assert [mail["List-Unsubscribe"] for mail in stage.sent] == [None, None]


@pytest.mark.parametrize("folder", ["INBOX", "Junk"])
@pytest.mark.parametrize("sender", ["sam@acme.example", "noreply@provider.example", "ana@northwind.example"])
async def test_whoever_presses_the_button_it_is_obeyed(tmp_path: Path, sender: str, folder: str) -> None:
    async with world(tmp_path, config=WANTED) as stage:
        sam = await stage.enroll("sam@acme.example")
        kim = await stage.enroll("kim@globex.example", settle=False)
        to, subject = button(stage)
        assert to == "ana@northwind.example"
        await press(stage, sender=sender, to=to, subject=subject, folder=folder)
        assert (stage.enrollment(sam).stop, stage.suppressed(sam)) == (Stop.UNSUBSCRIBED, "unsubscribed")
        assert (stage.enrollment(kim).stop, stage.suppressed(kim)) == (None, None)
        (entry,) = stage.log
        assert (entry["contact"], entry["label"], entry["action"]) == (
            "sam@acme.example", "unsubscribe", "stopped, suppressed",
        )  # fmt: skip


async def test_every_mail_has_the_same_button_and_the_bump_too(tmp_path: Path) -> None:
    async with world(tmp_path, config=WANTED) as stage:
        await stage.enroll("sam@acme.example")
        await stage.until_sent(3)
        assert len({mail["List-Unsubscribe"] for mail in stage.sent}) == 1


async def test_the_token_counts_behind_a_plus_too(tmp_path: Path) -> None:
    async with world(tmp_path, config=WANTED) as stage:
        sam = await stage.enroll("sam@acme.example")
        token = button(stage)[1].split()[1]
        await press(stage, sender="x@y.example", to=f"ana+{token}@northwind.example", subject="")
        assert stage.enrollment(sam).stop is Stop.UNSUBSCRIBED


async def test_the_button_counts_after_the_sequence_has_ended(tmp_path: Path) -> None:
    async with world(tmp_path, config=WANTED) as stage:
        sam = await stage.enroll("sam@acme.example")
        to, subject = button(stage)
        await stage.days(60)
        assert stage.enrollment(sam).state is State.STOPPED
        await press(stage, sender="x@y.example", to=to, subject=subject)
        assert stage.suppressed(sam) == "unsubscribed"


@pytest.mark.parametrize("forge", ["another contact", "another signature", "a long number", "no signature"])
async def test_a_forged_token_does_nothing(tmp_path: Path, forge: str) -> None:
    async with world(tmp_path, config=WANTED) as stage:
        sam = await stage.enroll("sam@acme.example")
        kim = await stage.enroll("kim@globex.example", settle=False)
        to, subject = button(stage)
        token = subject.split()[1]
        forged = {
            "another contact": re.sub(r"u\d+", f"u{kim.id if token.startswith(f'u{sam.id}-') else sam.id}", token),
            "another signature": token[:-1] + ("a" if token[-1] != "a" else "b"),
            "a long number": f"u999999999{token[2:]}",
            "no signature": token.partition("-")[0],
        }[forge]
        await press(stage, sender="eve@evil.example", to=to, subject=f"unsubscribe {forged}")
        assert (stage.suppressed(sam), stage.suppressed(kim)) == (None, None)
        assert stage.log == []
