"""`inbox.label`: sorted replies carry a keyword where the owner wants it, and nowhere else."""

from pathlib import Path

from followupd.core.model import Stop
from followupd.mail.ports import InboxError
from tests.stories.world import CONFIG, world

LABELLED = f"{CONFIG}\n[inbox]\nlabel = true\n"


async def test_a_reply_is_marked_with_its_label(tmp_path: Path) -> None:
    async with world(tmp_path, config=LABELLED) as stage:
        await stage.enroll("sam@acme.example")
        await stage.answer("Yes, let's talk on Thursday.")
        assert list(stage.inbox.boxes["INBOX"].keywords.values()) == [{"followupd-yes"}]


async def test_nothing_is_marked_unless_asked_for(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.answer("Yes, let's talk on Thursday.")
        assert stage.inbox.boxes["INBOX"].keywords == {}


async def test_a_server_without_keywords_is_no_trouble(tmp_path: Path) -> None:
    async with world(tmp_path, config=LABELLED) as stage:
        sam = await stage.enroll("sam@acme.example")
        stage.inbox.fail(InboxError("NO keywords are not supported"), "mark")
        await stage.answer("Yes, let's talk on Thursday.")
        assert stage.enrollment(sam).stop is Stop.YES
