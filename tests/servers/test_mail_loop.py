"""Our mails through a real Postfix into a real Dovecot: what is read there is what was written, byte by byte."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
import pytest_asyncio

from followupd.core.delivery.status import SmtpReply, Stage
from followupd.core.letters.compose import bump, email, thread_after
from followupd.core.letters.forward import ForwardStyle
from followupd.core.model import Cursor, Letter, Person
from followupd.mail.imap import ImapInbox
from followupd.mail.ports import Envelope
from followupd.mail.smtp import SmtpMailer, Submission
from tests.contract.inbox_contract import NOW, idling
from tests.contract.worlds import ImapWorld
from tests.core.letters import WRITTEN_AT, body, letter, read
from tests.servers.machines import PASSWORD, Dovecot, Postfix

pytestmark = pytest.mark.servers

_numbers = count()

TRACES = ("return-path", "delivered-to", "received")
"""What servers on the way put above a mail; everything below must be as it left us."""

TEXTS = {
    "plain words": "Hi Sam,\n\nhere are the notes.\n\nAna\n",
    "a paragraph of 600 characters": f"Hi Sam,\n\n{'Six hundred characters in one line, and no more. ' * 12}\n\nAna\n",
    "a paragraph of 5000 characters": f"{'word ' * 1000}end\n",
    "dots": "one\n.\n..\n.hidden\n...\n\n.\nend\n",
    "From at the beginning of lines": "From here on:\nFrom Ana\n>From Sam\n\nFrom\n",
    "spaces at the ends": "two spaces  \na tab\t\n \n  indented\n\nend\n",
    "many scripts": "Grüße aus Łódź — „Test“ 日本語 עברית 😀👩‍👩‍👧‍👦\n",
    "signs of other notations": "=20 =C3=BC =?utf-8?q?x?= & <b>not bold</b> &amp;\n--\n-- \nAna\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A mailer and the mailbox of whom it writes to."""

    mailer: SmtpMailer
    inbox: ImapInbox
    start: Cursor
    address: str

    async def carry(self, raw: bytes) -> bytes:
        """Send a mail and return it as it lies in the mailbox, without the traces of its way."""
        envelope = Envelope(sender="ana@example.com", recipient=self.address)
        result = await self.mailer.send(envelope, raw, lambda: None, lambda: None)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code) == (Stage.DOT, 250)
        wake = asyncio.Event()
        async with asyncio.timeout(20), idling(self.inbox, wake):
            while not (found := [each.raw async for each in self.inbox.fetch_after("INBOX", self.start, NOW)]):
                await wake.wait()
                wake.clear()
        assert len(found) == 1
        return without_traces(found[0])


def without_traces(raw: bytes) -> bytes:
    """Take the fields off that servers put on top."""
    lines = raw.split(b"\r\n")
    while lines[0].partition(b":")[0].decode().lower() in TRACES:
        del lines[0]
        while lines[0].startswith((b" ", b"\t")):
            del lines[0]
    return b"\r\n".join(lines)


@pytest_asyncio.fixture
async def loop(dovecot: Dovecot, postfix: Postfix) -> AsyncIterator[Loop]:
    name = f"loop{next(_numbers)}"
    mailer = SmtpMailer(Submission(server=postfix.server(), ssl_context=postfix.trust))
    inbox = ImapWorld(dovecot.server(), name, PASSWORD, clear_port=dovecot.port).inbox
    start = await inbox.position("INBOX")
    yield Loop(mailer=mailer, inbox=inbox, start=start, address=f"{name}@example.test")
    await mailer.close()
    await inbox.close()


def second(first: bytes, **changes: object) -> Letter:
    later = {"message_id": "<follow-up-00000001@example.com>", "written_at": WRITTEN_AT + timedelta(days=3)}
    return letter(**{**later, "thread": thread_after(first), **changes})


@pytest.mark.parametrize("html", [False, True], ids=["plain", "html"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_a_mail_arrives_as_it_was_written(loop: Loop, text: str, html: bool) -> None:
    """R1.21 to R1.24: nothing on the way has a reason to touch it."""
    raw = email(letter(text=text, html=html))
    arrived = await loop.carry(raw)
    assert arrived == raw
    assert body(arrived) == text


@pytest.mark.parametrize("subject", ["Grüße — 日本語 😀", "The notes " * 30, "=?utf-8?q?no?= word"])
@pytest.mark.parametrize("name", ["Müller, Jürgen", 'Łódź "X"', "עדי כהן"])
async def test_a_subject_and_a_name_arrive_in_their_letters(loop: Loop, subject: str, name: str) -> None:
    """R1.25."""
    raw = email(letter(subject=subject, sender=Person(name=name, address="ana@example.com")))
    arrived = await loop.carry(raw)
    assert arrived == raw
    assert read(arrived)["Subject"] == subject.strip()
    assert read(arrived)["From"].addresses[0].display_name == name


@pytest.mark.parametrize("html", [False, True], ids=["plain", "html"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_a_bump_arrives_with_what_it_forwards(loop: Loop, text: str, html: bool) -> None:
    """R1.15: the words of the first mail, to the last space."""
    first = email(letter(text=text))
    raw = bump(second(first, text="Did this get buried?", html=html), first, style=ForwardStyle.GMAIL)
    arrived = await loop.carry(raw)
    assert arrived == raw
    assert body(arrived).endswith(f"\n\n\n{text}")


async def test_a_follow_up_arrives_in_its_thread(loop: Loop) -> None:
    """R1.4, R1.9, R1.11."""
    first = email(letter())
    arrived = read(await loop.carry(email(second(first))))
    assert arrived["In-Reply-To"] == arrived["References"] == read(first)["Message-ID"]
    assert arrived["Subject"] == "Re: The notes I mentioned"
    assert arrived["Thread-Index"].startswith(read(first)["Thread-Index"].rstrip("=")[:28])


async def test_anchor_and_way_out_arrive_in_one_line_each(loop: Loop) -> None:
    """R1.7, R1.29."""
    raw = email(letter(anchored=True, unsubscribe=f"mailto:ana@example.com?subject=unsubscribe%20u17-{'a' * 26}"))
    arrived = await loop.carry(raw)
    assert arrived == raw
    assert read(arrived)["List-Unsubscribe"].startswith("<mailto:ana@example.com?subject=unsubscribe%20u17-")
