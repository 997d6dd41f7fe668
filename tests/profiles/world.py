"""The mailbox of the contract tests at a `ProfileServer`, through the real adapter."""

from datetime import datetime

from followupd.mail.imap import ImapInbox, Limits
from followupd.mail.imap_names import decode_name, encode_name
from followupd.mail.imap_session import Account
from tests.contract.inbox_contract import NOW, InboxWorld
from tests.profiles.mailbox import ProfileServer


async def password() -> str:
    return "pw-anna"


def account(server: ProfileServer) -> Account:
    return Account(server=server.address, username="anna", password=password, connect_s=5.0, command_s=5.0)


class ProfileWorld(InboxWorld):
    """Folders go by the names that a person sees; on the wire they are in modified UTF-7."""

    def __init__(self, server: ProfileServer) -> None:
        profile = server.profile
        self.server = server
        self.inbox: ImapInbox = ImapInbox(account(server), Limits(cap=self.cap, batch=2, done_s=2.0, logout_s=2.0))
        self.junk, self.sent, self.drafts = (decode_name(profile.folder(role)) for role in ("junk", "sent", "drafts"))
        self.tells_uidnext = profile.tells_uidnext
        self.removes = "UIDPLUS" in profile.after.split()

    async def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime = NOW) -> None:
        self.server.deliver(raw, encode_name(folder), at=at)

    async def remove(self, uid: int) -> None:
        self.server.remove(uid)

    async def rebuild(self, folder: str) -> None:
        self.server.rebuild(encode_name(folder))

    async def seen(self, folder: str) -> list[bool]:
        return await self.marked(folder, r"\Seen")

    async def marked(self, folder: str, keyword: str) -> list[bool]:
        return [keyword in each.flags for each in self.server.boxes[encode_name(folder)].messages.values()]
