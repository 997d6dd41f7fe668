"""What came of it: an answer counts for the mail before it, and machines do not answer."""

from datetime import UTC, datetime, timedelta

import pytest

from followupd.core.model import EnrollmentId, Verdict
from followupd.core.reports import Answer, SentMail, report

START = datetime(2026, 11, 23, 8, tzinfo=UTC)


def sent(enrollment: int, step: int, day: float) -> SentMail:
    return SentMail(
        enrollment=EnrollmentId(enrollment),
        sequence="no-reply",
        step=step,
        step_key=f"step-{step}",
        sent_at=START + timedelta(days=day),
    )


def answer(enrollment: int, verdict: Verdict, day: float) -> Answer:
    return Answer(enrollment=EnrollmentId(enrollment), verdict=verdict, at=START + timedelta(days=day))


def test_an_answer_counts_for_the_last_mail_before_it() -> None:
    found = report([sent(1, 0, 0), sent(1, 1, 3), sent(1, 2, 8)], [answer(1, Verdict.NO, 4)])
    assert [(step.step, step.sent, step.no) for step in found.steps] == [(0, 1, 0), (1, 1, 1), (2, 1, 0)]


def test_the_days_to_a_yes_and_to_a_no_begin_with_the_first_mail() -> None:
    mails = [sent(1, 0, 0), sent(1, 1, 3), sent(2, 0, 1), sent(2, 1, 5)]
    found = report(mails, [answer(1, Verdict.NO, 4), answer(2, Verdict.NO, 7)])
    assert found.steps[1].days_to_no == pytest.approx(5.0)
    assert found.steps[1].days_to_yes is None


@pytest.mark.parametrize(
    "answers",
    [[answer(1, Verdict.NONE, 1)], [answer(1, Verdict.YES, -1)], [answer(9, Verdict.YES, 1)]],
    ids=["a machine", "before anything was sent", "of nobody"],
)
def test_what_is_no_answer_to_a_mail_counts_nowhere(answers: list[Answer]) -> None:
    found = report([sent(1, 0, 0)], answers)
    assert (found.steps[0].yes, found.mails_to_answer) == (0, None)


def test_the_mails_that_an_answer_took_are_counted_on_average() -> None:
    mails = [sent(1, 0, 0), sent(2, 0, 0), sent(2, 1, 3), sent(2, 2, 6)]
    found = report(mails, [answer(1, Verdict.YES, 1), answer(2, Verdict.LATER, 7)])
    assert found.mails_to_answer == pytest.approx(2.0)


def test_nothing_sent_is_no_figures() -> None:
    assert report([], [answer(1, Verdict.YES, 0)]).steps == ()
