"""The copy in Sent: filed exactly once, by the provider or by us, and never a reason to send anything again (R1.31).

Lists of who files what are out of date as soon as they are written, so the folder itself is asked: a copy that turns up
there by itself shows a provider that files, one that we had to put there shows one that does not. What was seen is
remembered for the mailbox, and put right as soon as the provider is seen to have changed its ways.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection

from followupd.config import PROVIDERS, FilesSent, Mailbox, SentCopy
from followupd.core.model import Outgoing, OutgoingId
from followupd.mail.ports import Inbox
from followupd.service.desk import Desk
from followupd.store import mails, meta

LOOKS = (timedelta(seconds=15), timedelta(seconds=60), timedelta(seconds=180))  # at an unknown provider's Sent folder
PATIENCE = timedelta(hours=1)  # with a provider that has filed by itself before
GIVE_UP_AFTER = timedelta(days=2)
_SAME_MOMENT = timedelta(seconds=2)  # IMAP knows no fractions


class Habit(StrEnum):
    """What a provider was seen to do with the mails that are submitted to it."""

    FILES = "files"
    LEAVES = "leaves"  # the copy is ours to make


async def file_copies(desk: Desk, inbox: Inbox, sent_folder: str | None) -> datetime | None:
    """Append what the Sent folder still lacks; return when to look again, None when nothing waits.

    Called after Sent was read: what lay there is marked as filed already. Raises InboxError; the mail stays unfiled
    then and is looked at again.
    """
    if sent_folder is None or not files_itself(desk):
        return None
    now, mailbox = desk.clock.now(), desk.mailbox
    habit = await desk.store.run(lambda c: habit_of(c, mailbox))
    for mail in await desk.store.run(lambda c: mails.unfiled(c, mailbox.name, since=now - GIVE_UP_AFTER)):
        sent_at = mail.sent_at or mail.claimed_at
        look_again_at = next_look(habit, sent_at, now)
        if look_again_at is not None:
            return look_again_at
        await inbox.append(sent_folder, mail.raw, sent_at)
        await desk.store.run(partial(_filed, mailbox=mailbox, mail=mail.id))
    return None


def next_look(habit: Habit | None, sent_at: datetime, now: datetime) -> datetime | None:
    """Return when to look for the provider's copy again, None when it is time to make one."""
    match habit:
        case Habit.LEAVES:
            return None
        case Habit.FILES:
            looks = [sent_at + PATIENCE]
        case None:
            looks = [sent_at + look for look in LOOKS]
    return next((look for look in looks if look > now), None)


def sighted(connection: Connection, mailbox: Mailbox, mail: Outgoing, received_at: datetime | None) -> None:
    """A copy of a mail of ours was found: one that we did not put there ourselves tells that the provider files.

    Ours bears the time at which the mail left, the provider's the time at which it was filed.
    """
    if not mails.is_filed(connection, mail.id):
        mails.mark_filed(connection, mail.id)
        _remember(connection, mailbox, Habit.FILES)
    elif mail.sent_at is not None and received_at is not None and abs(received_at - mail.sent_at) > _SAME_MOMENT:
        _remember(connection, mailbox, Habit.FILES)


def habit_of(connection: Connection, mailbox: Mailbox) -> Habit | None:
    """Return what the provider does: as the owner says, as was seen, as the preset says; None where nobody knows."""
    if mailbox.sent_copy is SentCopy.ALWAYS:
        return Habit.LEAVES
    seen, _, host = (meta.get(connection, _key(mailbox)) or "").partition(" ")
    if seen and host == mailbox.imap.host:
        return Habit(seen)
    provider = PROVIDERS.get(mailbox.provider)
    return Habit.LEAVES if provider is not None and provider.files_sent is FilesSent.NO else None


def files_itself(desk: Desk) -> bool:
    """Say whether copies are ours to file: not where the owner or the provider's preset says otherwise."""
    if desk.mailbox.sent_copy is not SentCopy.AUTO:
        return desk.mailbox.sent_copy is SentCopy.ALWAYS
    return not provider_files(desk.mailbox)


def provider_files(mailbox: Mailbox) -> bool:
    """Say whether the provider is known to file by itself what is submitted to it."""
    provider = PROVIDERS.get(mailbox.provider)
    return provider is not None and provider.files_sent is FilesSent.YES


def _filed(connection: Connection, mailbox: Mailbox, mail: OutgoingId) -> None:
    mails.mark_filed(connection, mail)
    _remember(connection, mailbox, Habit.LEAVES)


def _remember(connection: Connection, mailbox: Mailbox, habit: Habit) -> None:
    """Keep what was seen, with the server it was seen at: the account may move."""
    meta.put(connection, _key(mailbox), f"{habit} {mailbox.imap.host}")


def _key(mailbox: Mailbox) -> str:
    return f"sent-{mailbox.name}"
