"""Our own mails seen again under an id that their provider gave them: learnt, so that answers to it are ours."""

from datetime import timedelta

from sqlalchemy import Connection

from followupd.core.letters.addresses import address_key
from followupd.core.letters.copies import first_ids, is_copy
from followupd.core.model import Inbound, Outgoing
from followupd.service.desk import Desk
from followupd.store import mails

WITHIN = timedelta(minutes=15)  # between our claim and the time in the copy: queues and clocks differ


def recognise(connection: Connection, desk: Desk, inbound: Inbound, raw: bytes) -> None:
    """Where this is a copy of a mail of ours with another Message-ID, remember that id as its wire id (R1.6).

    To be asked before anybody wonders whose message it is: with its wire id known, it is a mail that we sent.
    """
    own = {address_key(address) for address in desk.mailbox.addresses}
    if not inbound.message_id or address_key(inbound.sender.address) not in own:
        return
    if mails.by_ids(connection, [inbound.message_id]):
        return
    mail = _named(connection, inbound) or _alike(connection, desk, inbound, raw)
    if mail is not None:
        mails.learn_wire_id(connection, mail.id, inbound.message_id)


def _named(connection: Connection, inbound: Inbound) -> Outgoing | None:
    """Return the mail that the message says it was."""
    return next(iter(mails.by_ids(connection, first_ids(inbound.headers))), None)


def _alike(connection: Connection, desk: Desk, inbound: Inbound, raw: bytes) -> Outgoing | None:
    """Return the mail of the same minutes that says the same to the same people."""
    if inbound.sent_at is None:
        return None
    near = mails.claimed_between(connection, desk.mailbox.name, inbound.sent_at - WITHIN, inbound.sent_at + WITHIN)
    return next((mail for mail in near if is_copy(raw, mail.raw)), None)
