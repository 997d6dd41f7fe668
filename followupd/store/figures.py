"""The rows that `core.reports` turns into figures: mails that left and answers that came, without their words."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from followupd.core.model import EnrollmentId, Verdict
from followupd.core.reports import Answer, SentMail
from followupd.store.tables import enrollments, mails, replies


def sent_mails(connection: Connection) -> Sequence[SentMail]:
    """Return every mail that was accepted."""
    columns = (mails.c.enrollment, enrollments.c.sequence, mails.c.step, mails.c.step_key, mails.c.sent_at)
    rows = connection.execute(
        select(*columns).join(enrollments, mails.c.enrollment == enrollments.c.id).where(mails.c.sent_at.is_not(None))
    )
    return [
        SentMail(
            enrollment=EnrollmentId(row.enrollment),
            sequence=row.sequence,
            step=row.step,
            step_key=row.step_key,
            sent_at=row.sent_at,
        )
        for row in rows
    ]


def answers(connection: Connection) -> Sequence[Answer]:
    """Return every reply that belongs to an enrollment, with the verdict that holds now."""
    rows = connection.execute(
        select(replies.c.enrollment, replies.c.verdict, replies.c.received_at).where(replies.c.enrollment.is_not(None))
    )
    return [
        Answer(enrollment=EnrollmentId(row.enrollment), verdict=Verdict(row.verdict), at=row.received_at)
        for row in rows
    ]
