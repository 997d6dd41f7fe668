"""The copy in Sent: filed exactly once, by the provider or by us, and never a reason to send anything again (R1.31)."""

from datetime import datetime, timedelta
from functools import partial

from followupd.config import FilesSent, SentCopy, provider_of
from followupd.mail.ports import Inbox
from followupd.service.desk import Desk
from followupd.store import mails

PROVIDER_TIME = timedelta(minutes=3)  # a provider that files sent mail has done so by then
GIVE_UP_AFTER = timedelta(days=2)


async def file_copies(desk: Desk, inbox: Inbox, sent_folder: str | None) -> datetime | None:
    """Append what the Sent folder still lacks; return when to look again, None when nothing waits.

    Called after Sent was read: what lay there is marked as filed already. Raises InboxError; the mail stays unfiled
    then and is looked at again.
    """
    if sent_folder is None or not files_itself(desk):
        return None
    now, mailbox = desk.clock.now(), desk.mailbox.name
    waiting = await desk.store.run(lambda c: mails.unfiled(c, mailbox, since=now - GIVE_UP_AFTER))
    for mail in waiting:
        sent_at = mail.sent_at or mail.claimed_at
        if sent_at + PROVIDER_TIME > now:
            return sent_at + PROVIDER_TIME
        await inbox.append(sent_folder, mail.raw, sent_at)
        await desk.store.run(partial(mails.mark_filed, mail=mail.id))
    return None


def files_itself(desk: Desk) -> bool:
    """Say whether copies are ours to file: not where the owner or the provider's preset says otherwise."""
    if desk.mailbox.sent_copy is not SentCopy.AUTO:
        return desk.mailbox.sent_copy is SentCopy.ALWAYS
    provider = provider_of(desk.mailbox.provider)
    return provider is None or provider.files_sent is not FilesSent.YES
