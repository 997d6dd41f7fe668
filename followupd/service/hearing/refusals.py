"""A bounce that is about us: what another server says of our account or our words counts for the whole mailbox.

Providers accept a mail first and have it refused a minute later, so that most of what `sending.rests` has to know comes
back as a delivery report (R2.17).
"""

from datetime import datetime

from sqlalchemy import Connection

from followupd.core.delivery.status import judge_report
from followupd.core.model import Inbound, Kind, KindName
from followupd.service.sending import rests

_FAILED = "failed"


def note(connection: Connection, mailbox: str, inbound: Inbound, kind: Kind, at: datetime) -> None:
    """Take down what the reports of a bounce mean for the mailbox that it came to; a delay means nothing."""
    if kind.name is not KindName.BOUNCE:
        return
    for report in inbound.reports:
        if report.action in {_FAILED, ""}:
            rests.note(connection, mailbox, judge_report(report.status, report.diagnostic), at, in_report=True)
