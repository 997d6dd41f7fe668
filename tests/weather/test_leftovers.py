"""What the weather once left behind."""

from datetime import timedelta
from pathlib import Path

from followupd.store import cursors
from tests.profiles.providers import DOVECOT
from tests.profiles.stage import stage_at
from tests.stories.world import CONFIG, MONDAY

PROBING = f"{CONFIG}[inbox]\nprobe = '6h'\n"


async def test_a_probe_that_a_lost_connection_left_lying_is_removed_later(tmp_path: Path) -> None:
    """The cursor has moved past it, so that no reading would ever find it again."""
    async with stage_at(DOVECOT, tmp_path, config=PROBING) as (stage, server):
        server.answers["UID EXPUNGE"] = "* BYE the weather is bad"
        stage.do(lambda c: cursors.proved(c, "ana", stage.clock.now() - timedelta(days=1)))
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        assert len(server.boxes["INBOX"].messages) == 1
        del server.answers["UID EXPUNGE"]
        await stage.until(MONDAY + timedelta(hours=2))
        await stage.wake()
        assert not server.boxes["INBOX"].messages
