"""The policy table of requirements 4b, row by row: what a reply means for its mail, its address and its mailbox.

Each row is judged as the server says it at once, and as a delivery report says it later (R2.17).
"""

from datetime import timedelta

import pytest

from followupd.core.delivery.consequences import is_policy, rest_of, rest_of_report
from followupd.core.delivery.status import Deferred, Refused, SmtpReply, Stage, judge, judge_report
from followupd.core.model import Fault, KindName
from followupd.replies.kinds import kind_of
from followupd.replies.parse import parse
from tests.replies.test_bounces import group, report

R, A, D, M = Fault.RECIPIENT, Fault.ACCOUNT, Fault.DOMAIN, Fault.MESSAGE
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEVER = timedelta.max  # until the owner resumes the mailbox

Row = tuple[str, str, Fault, bool, timedelta | None, bool, bool]
# stage, answer, whose problem, whether the address is dead, how long the mailbox rests, told at once, halves the cap
ROWS: list[Row] = [
    ("rcpt", "421 4.3.0 busy", A, False, 15 * MINUTE, False, False),
    ("rcpt", "421 4.4.5 busy", A, False, 15 * MINUTE, False, False),
    ("connect", "421 4.3.2 shutting down", A, False, 15 * MINUTE, False, False),
    ("dot", "451 4.3.0 busy", A, False, 15 * MINUTE, False, False),
    ("dot", "421 4.7.0 try again later", A, False, HOUR, True, True),
    ("dot", "421 4.7.0 unusual rate of unsolicited mail", A, False, HOUR, True, True),
    ("dot", "421 4.7.26 unauthenticated", A, False, DAY, True, False),
    ("dot", "451 4.7.26 unauthenticated", A, False, DAY, True, False),
    ("dot", "550 5.7.26 unauthenticated", A, False, DAY, True, False),
    ("dot", "421 4.7.28 rate, or the same Message-ID", A, False, HOUR, True, True),
    ("mail", "421 4.7.66 TLS 1.0 is not supported", A, False, HOUR, True, False),
    ("dot", "432 4.3.2 Concurrent connections limit exceeded", A, False, 2 * MINUTE, False, False),
    ("rcpt", "450 4.2.1 receiving mail too quickly", R, False, None, False, False),
    ("rcpt", "550 5.2.1 receiving mail too quickly", R, False, None, False, False),
    ("rcpt", "450 4.7.1 Greylisted", R, False, None, False, False),
    ("rcpt", "451 4.7.1 Greylisted", R, False, None, False, False),
    ("rcpt", "451 4.7.500 Server busy", D, False, None, False, False),
    ("rcpt", "451 4.7.650 rate limited", D, False, None, False, False),
    ("rcpt", "452 4.2.2 mailbox full", R, False, None, False, False),
    ("rcpt", "552 5.2.2 mailbox full", R, False, None, False, False),
    ("rcpt", "452 4.5.3 too many recipients", M, False, None, False, False),
    ("auth", "454 4.7.0 temporary failure", A, False, 30 * MINUTE, False, False),
    ("auth", "454 4.7.1 temporary failure", A, False, 30 * MINUTE, False, False),
    ("auth", "454 4.7.0 too many login attempts", A, False, HOUR, True, False),
    ("auth", "530 5.7.0 authentication required", A, False, HOUR, True, False),
    ("auth", "534 5.7.9 app password needed", A, False, HOUR, True, False),
    ("auth", "535 5.7.8 not accepted", A, False, HOUR, True, False),
    ("auth", "535 5.7.1 not accepted", A, False, HOUR, True, False),
    ("auth", "535 5.7.3 not accepted", A, False, HOUR, True, False),
    ("auth", "538 5.7.11 encryption required", A, False, HOUR, True, False),
    ("auth", "535 5.7.139 SmtpClientAuthentication is disabled", A, False, HOUR, True, False),
    ("auth", "550 5.7.30 Basic authentication is not supported", A, False, HOUR, True, False),
    ("rcpt", "550 5.1.1 no such user", R, True, None, False, False),
    ("rcpt", "550 5.1.10 no such user", R, True, None, False, False),
    ("rcpt", "553 5.1.3 bad address", R, True, None, False, False),
    ("rcpt", "550 5.1.2 no such domain", R, True, None, False, False),
    ("rcpt", "556 5.1.10 null MX", R, True, None, False, False),
    ("rcpt", "550 5.1.6 moved", R, True, None, False, False),
    ("rcpt", "551 5.1.6 moved", R, True, None, False, False),
    ("mail", "550 5.1.8 bad outbound sender", A, False, NEVER, True, False),
    ("mail", "550 5.7.705 tenant has exceeded threshold", A, False, NEVER, True, False),
    ("mail", "550 5.7.708 traffic not accepted from this IP", A, False, NEVER, True, False),
    ("mail", "550 5.7.750 client blocked", A, False, NEVER, True, False),
    ("dot", "550 5.4.5 daily sending limit exceeded", A, False, DAY, True, False),
    ("dot", "550 5.7.233 tenant limit", A, False, DAY, True, False),
    ("dot", "550 5.7.1 You have exceeded your daily sending limit", A, False, DAY, True, False),
    ("dot", "554 5.2.0 STOREDRV.Submission.Exception:RecipientLimit", A, False, DAY, True, False),
    ("dot", "554 5.2.2 STOREDRV.Submission: mailbox full", A, False, DAY, True, False),
    ("mail", "550 5.7.60 not allowed to send as this sender", A, False, HOUR, True, False),
    ("dot", "554 5.2.252 SendAsDenied", A, False, HOUR, True, False),
    ("dot", "550 5.7.515 does not meet the required authentication level", A, False, DAY, True, False),
    ("dot", "550 5.7.1 rejected as spam", M, False, None, False, False),
    ("dot", "554 5.7.9 not accepted for policy reasons", M, False, None, False, False),
    ("dot", "550 5.7.606 banned sending IP", A, False, DAY, True, False),
    ("dot", "550 5.7.649 banned sending IP", A, False, DAY, True, False),
    ("mail", "552 5.3.4 too big", M, False, None, False, False),
    ("dot", "550 5.7.1 Encoded-word syntax is not permitted", M, False, None, False, False),
    ("dot", "550 5.7.1 duplicate headers", M, False, None, False, False),
    ("dot", "554 5.6.0 malformed", M, False, None, False, False),
    ("rcpt", "553 5.6.7 SMTPUTF8 needed", R, False, None, False, False),
    ("rcpt", "550 5.6.7 SMTPUTF8 needed", R, False, None, False, False),
    ("dot", "554 5.9.9 something else", M, False, None, False, False),
]
# Of another server, which knows nothing of our login and does not speak of being busy in a report of failure.
REPORTED = [row for row in ROWS if row[0] in {"rcpt", "dot"} and not row[1].startswith(("4", "550 5.2.1"))]


@pytest.mark.parametrize(("stage", "answer", "fault", "dead", "rest", "tell", "halves"), ROWS, ids=[r[1] for r in ROWS])
def test_a_row_at_once(
    stage: str, answer: str, fault: Fault, dead: bool, rest: timedelta | None, tell: bool, halves: bool
) -> None:
    verdict = judge(SmtpReply(stage=Stage(stage), code=int(answer[:3]), text=answer[4:]))
    assert isinstance(verdict, Deferred | Refused)
    assert verdict.fault is fault
    assert (isinstance(verdict, Refused) and verdict.suppress) is dead
    found = rest_of(verdict, policy_refusals=1)
    if rest is None:
        assert found is None
    else:
        assert found is not None
        assert (found.length or NEVER, found.tell, found.halves) == (rest, tell, halves)


@pytest.mark.parametrize(("stage", "answer", "fault", "dead"), [row[:4] for row in REPORTED])
def test_a_row_in_a_report(stage: str, answer: str, fault: Fault, dead: bool) -> None:
    """Both readers of a report say the same: whose problem it is, and whether the address is dead."""
    enhanced = answer[4:].partition(" ")[0]
    verdict = judge_report(enhanced, f"smtp; {answer}")
    kind = kind_of(parse(report(group(enhanced, answer))))
    assert kind.name is KindName.BOUNCE
    assert verdict.fault is fault
    assert (kind.permanent and kind.fault is R) is dead
    assert (isinstance(verdict, Refused) and verdict.suppress) is dead
    assert (kind.fault is A) is (fault is A)


def test_two_refusals_for_policy_within_a_day_rest_the_mailbox_until_it_is_resumed() -> None:
    verdict = judge_report("5.7.1", "smtp; 550 5.7.1 rejected as spam")
    assert is_policy(verdict)
    assert rest_of_report(verdict, policy_refusals=1) is None
    rest = rest_of_report(verdict, policy_refusals=2)
    assert rest is not None
    assert (rest.length, rest.tell) == (None, True)
    assert "2 mails were refused" in rest.why
    assert "followupd resume --all" in rest.why


@pytest.mark.parametrize("answer", ["530 5.7.1 authentication required", "421 4.3.0 busy"])
def test_a_report_of_another_servers_login_or_load_is_not_about_our_account(answer: str) -> None:
    assert rest_of_report(judge_report("", f"smtp; {answer}"), policy_refusals=0) is None
