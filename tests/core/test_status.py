"""What an SMTP answer means: the policy table, row by row (requirements 4b, R1.6, R2.17, R4.9 to R4.11)."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.delivery.status import (
    Accepted,
    Deferred,
    InDoubt,
    Refused,
    SmtpLost,
    SmtpReply,
    SmtpVetoed,
    Stage,
    Vetoed,
    enhanced_code,
    judge,
    judge_report,
    next_delay,
    wire_id,
)
from followupd.core.delivery.status_table import TABLE
from followupd.core.model import Fault

R, A, D, M = Fault.RECIPIENT, Fault.ACCOUNT, Fault.DOMAIN, Fault.MESSAGE
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# stage, answer, rule, fault, retry after, whether waiting alone does not help
WAITING = [
    ("rcpt", "421 4.3.0 Temporary system problem", "server.busy", A, 15 * MINUTE, False),
    ("rcpt", "421 4.4.5 Server busy", "server.busy", A, 15 * MINUTE, False),
    ("connect", "421 4.3.2 Service not available", "server.busy", A, 15 * MINUTE, False),
    ("dot", "451 4.3.0 Mail server temporarily rejected message", "server.busy", A, 15 * MINUTE, False),
    ("dot", "421 service shutting down", "server.busy", A, 15 * MINUTE, False),
    ("dot", "421-4.7.0 unusual rate of unsolicited mail\n4.7.0 try again later", "account.rate", A, HOUR, False),
    ("dot", "421-4.7.28 unusual rate of mail with the same Message-ID", "account.rate", A, HOUR, False),
    ("dot", "421-4.7.26 This mail has been rate limited: unauthenticated", "account.unauthenticated", A, DAY, True),
    ("dot", "550-5.7.26 This mail is unauthenticated", "account.unauthenticated", A, DAY, True),
    ("dot", "550-5.7.30 blocked because DKIM does not pass", "account.unauthenticated", A, DAY, True),
    (
        "dot",
        "550 5.7.515 Access denied, sending domain does not meet the required level",
        "account.unauthenticated",
        A,
        DAY,
        True,
    ),
    ("mail", "421 4.7.66 TLS 1.0 and 1.1 are not supported", "account.tls", A, HOUR, True),
    ("mail", "530 5.7.0 Must issue a STARTTLS command first", "auth.failed", A, HOUR, True),
    ("dot", "432 4.3.2 Concurrent connections limit exceeded", "account.connections", A, 2 * MINUTE, False),
    ("rcpt", "450 4.2.1 receiving mail too quickly", "recipient.too-quick", R, 4 * HOUR, False),
    ("rcpt", "550 5.2.1 The user is receiving mail at a rate that", "recipient.too-quick", R, 4 * HOUR, False),
    ("rcpt", "450 4.7.1 Greylisted, come back in 5 minutes", "recipient.greylisted", R, 5 * MINUTE, False),
    ("rcpt", "451 4.7.1 Please try again later", "recipient.greylisted", R, 5 * MINUTE, False),
    ("rcpt", "451 Graylisting in action", "recipient.greylisted", R, 5 * MINUTE, False),
    ("rcpt", "451 4.7.500 Server busy", "domain.throttle", D, 2 * HOUR, False),
    ("rcpt", "451 4.7.650 The mail server has been temporarily rate limited", "domain.throttle", D, 2 * HOUR, False),
    ("rcpt", "452 4.2.2 The email account is over quota", "recipient.full", R, DAY, False),
    ("rcpt", "552 5.2.2 Mailbox full", "recipient.full", R, DAY, False),
    ("rcpt", "552 mailbox is full", "recipient.full", R, DAY, False),
    ("rcpt", "452 4.5.3 Too many recipients", "message.recipients", M, 30 * MINUTE, False),
    ("auth", "454 4.7.0 Temporary authentication failure", "auth.busy", A, 30 * MINUTE, False),
    ("auth", "454-4.7.0 Too many login attempts, please try again later", "auth.too-many-logins", A, HOUR, False),
    ("auth", "530 5.7.0 Authentication required", "auth.failed", A, HOUR, True),
    ("auth", "534-5.7.9 Application-specific password required", "auth.failed", A, HOUR, True),
    ("auth", "535 5.7.8 Username and Password not accepted", "auth.failed", A, HOUR, True),
    ("auth", "535 5.7.3 Authentication unsuccessful", "auth.failed", A, HOUR, True),
    ("auth", "535 5.7.1 Authentication failed", "auth.failed", A, HOUR, True),
    ("auth", "538 Encryption required", "auth.failed", A, HOUR, True),
    ("auth", "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant", "auth.switched-off", A, HOUR, True),
    (
        "dot",
        "550 5.7.30 Basic authentication is not supported for Client Submission",
        "auth.switched-off",
        A,
        HOUR,
        True,
    ),
    ("mail", "550 5.1.8 Access denied, bad outbound sender", "account.blocked", A, DAY, True),
    ("dot", "550 5.7.705 Access denied, tenant has exceeded threshold", "account.blocked", A, DAY, True),
    ("dot", "550 5.7.708 Access denied, traffic not accepted from this IP", "account.blocked", A, DAY, True),
    ("dot", "550 5.7.750 Client blocked from sending from unregistered domains", "account.blocked", A, DAY, True),
    ("dot", "550-5.4.5 Daily user sending limit exceeded", "account.quota", A, DAY, False),
    ("dot", "550 5.7.233 tenant external recipient limit", "account.quota", A, DAY, False),
    ("rcpt", "550 5.7.1 You have exceeded your daily sending limit", "account.quota", A, DAY, False),
    ("dot", "554 5.2.0 STOREDRV.Submission.Exception:RecipientLimit", "account.mailbox-full", A, DAY, True),
    ("dot", "554 5.2.2 mailbox full; STOREDRV.Submission", "account.mailbox-full", A, DAY, True),
    (
        "mail",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "account.send-as",
        A,
        HOUR,
        True,
    ),
    ("dot", "554 5.2.252 SendAsDenied; ana@example.com not allowed to send as", "account.send-as", A, HOUR, True),
    (
        "mail",
        "553 5.7.1 <ana@example.com>: Sender address rejected: not owned by user x",
        "account.send-as",
        A,
        HOUR,
        True,
    ),
    ("dot", "550 5.7.606 Access denied, banned sending IP", "account.block-listed", A, DAY, True),
    ("dot", "550 5.7.649 banned", "account.block-listed", A, DAY, True),
    ("rcpt", "451 4.4.1 Connection timed out", "domain.unreachable", D, DAY, False),
    ("rcpt", "450 anything", "recipient.temporary", R, 5 * MINUTE, False),
    ("mail", "451 anything", "server.temporary", A, 15 * MINUTE, False),
    ("dot", "451 anything", "message.temporary", M, 5 * MINUTE, False),
    ("rcpt", "450 5.1.1 User unknown", "recipient.temporary", R, 5 * MINUTE, False),  # the basic code is the word
    ("connect", "554 No SMTP service here", "server.refuses", A, HOUR, True),
    ("auth", "504 Unrecognized authentication type", "server.refuses", A, HOUR, True),
    ("rcpt", "250 out of step", "recipient.temporary", R, 5 * MINUTE, False),
    ("data", "999 nonsense", "message.temporary", M, 5 * MINUTE, False),
]

# stage, answer, rule, fault, whether the address is dead
REFUSED = [
    ("rcpt", "550 5.1.1 The email account that you tried to reach does not exist", "recipient.unknown", R, True),
    ("rcpt", "550-5.1.1 The account\n550 5.1.1 does not exist", "recipient.unknown", R, True),
    ("dot", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "recipient.unknown", R, True),
    ("rcpt", "553 5.1.3 Bad recipient address syntax", "recipient.unknown", R, True),
    ("rcpt", "550 5.1.2 Bad destination system address", "recipient.unknown", R, True),
    ("rcpt", "556 5.1.10 Recipient address has null MX", "recipient.unknown", R, True),
    (
        "rcpt",
        "550 <x@acme.example>: Recipient address rejected: User unknown in virtual table",
        "recipient.unknown",
        R,
        True,
    ),
    ("rcpt", "550 No such user here", "recipient.unknown", R, True),
    ("rcpt", "550 5.1.1 mailbox unavailable", "recipient.unknown", R, True),
    ("rcpt", "550 4.1.1 class of the basic code", "recipient.unknown", R, True),
    ("rcpt", "550 5.2.1 The email account is disabled", "recipient.disabled", R, True),
    ("rcpt", "550 5.1.6 The user has moved", "recipient.moved", R, True),
    ("rcpt", "551 User not local; please try elsewhere", "recipient.moved", R, True),
    ("rcpt", "551 5.1.6 moved", "recipient.moved", R, True),
    ("rcpt", "550 5.4.1 Recipient address rejected: Access denied", "recipient.rejected", R, False),
    ("rcpt", "553 5.6.7 SMTPUTF8 needed", "recipient.needs-smtputf8", R, False),
    ("dot", "550 5.6.7 non-ASCII addresses not permitted", "recipient.needs-smtputf8", R, False),
    ("dot", "550 5.7.1 Message rejected as spam", "message.policy", M, False),
    ("dot", "554 5.7.9 Message not accepted for policy reasons", "message.policy", M, False),
    ("dot", "554 rejected as spam", "message.policy", M, False),
    ("mail", "552 5.3.4 Message size exceeds fixed limit", "message.size", M, False),
    ("dot", "552 message too large", "message.size", M, False),
    ("dot", "550-5.7.1 Encoded-word syntax is not permitted in message header", "message.malformed", M, False),
    ("dot", "550-5.7.1 duplicate headers", "message.malformed", M, False),
    ("dot", "554 5.6.0 Corrupt message content", "message.malformed", M, False),
    ("rcpt", "550 Requested action not taken: mailbox unavailable", "unknown", M, False),
    ("dot", "554 Transaction failed", "unknown", M, False),
    ("rcpt", "599 5.9.9 never heard of", "unknown", M, False),
    ("mail", "550 user unknown", "unknown", M, False),  # about the sender, so nobody's address is dead
]


def answer(stage: str, line: str) -> SmtpReply:
    code, text = line[:3], line[4:]
    return SmtpReply(stage=Stage(stage), code=int(code), text=text)


@pytest.mark.parametrize(("stage", "line", "rule", "fault", "retry_after", "permanent"), WAITING)
def test_a_mail_that_may_be_tried_again(
    stage: str, line: str, rule: str, fault: Fault, retry_after: timedelta, permanent: bool
) -> None:
    verdict = judge(answer(stage, line))
    assert isinstance(verdict, Deferred)
    assert (verdict.rule, verdict.fault) == (rule, fault)
    assert (verdict.retry_after, verdict.permanent) == (retry_after, permanent)
    assert verdict.text == line[4:]


@pytest.mark.parametrize(("stage", "line", "rule", "fault", "suppress"), REFUSED)
def test_a_mail_that_will_not_be_taken(stage: str, line: str, rule: str, fault: Fault, suppress: bool) -> None:
    verdict = judge(answer(stage, line))
    assert isinstance(verdict, Refused)
    assert (verdict.rule, verdict.fault, verdict.suppress) == (rule, fault, suppress)
    assert verdict.permanent
    assert verdict.advice


def test_every_rule_of_the_table_has_a_case() -> None:
    assert {rule.id for rule in TABLE} == {case[2] for case in (*WAITING, *REFUSED)}


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.id)
def test_what_only_the_owner_can_mend_says_what_to_do(rule: object) -> None:
    assert rule in TABLE
    assert all(each.advice for each in TABLE if each is rule and each.permanent)


@pytest.mark.parametrize("code", [200, 250, 251])
def test_a_mail_is_accepted_by_any_success_after_the_dot(code: int) -> None:
    assert judge(SmtpReply(stage=Stage.DOT, code=code, text="2.0.0 OK")) == Accepted(code=code, text="2.0.0 OK")


@pytest.mark.parametrize("code", [0, 150, 354, 600, 999])
def test_an_answer_to_the_dot_that_means_nothing_leaves_a_doubt(code: int) -> None:
    assert isinstance(judge(SmtpReply(stage=Stage.DOT, code=code, text="?")), InDoubt)


def test_a_connection_lost_at_the_dot_leaves_a_doubt() -> None:
    assert judge(SmtpLost(stage=Stage.DOT, error="timed out")) == InDoubt(text="timed out")


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DOT])
def test_a_connection_lost_earlier_is_tried_again_soon(stage: Stage) -> None:
    verdict = judge(SmtpLost(stage=stage, error="reset"))
    assert isinstance(verdict, Deferred)
    assert (verdict.fault, verdict.retry_after, verdict.permanent) == (A, 5 * MINUTE, False)


def test_a_server_that_cannot_be_used_waits_for_its_owner() -> None:
    verdict = judge(SmtpLost(stage=Stage.CONNECT, error="certificate is for another host", permanent=True))
    assert isinstance(verdict, Deferred)
    assert verdict.permanent
    assert "followupd check --online" in verdict.advice


def test_our_own_veto_stays_one() -> None:
    assert judge(SmtpVetoed(reason="suppressed")) == Vetoed(reason="suppressed")


@pytest.mark.parametrize(
    ("status", "diagnostic", "rule", "suppress"),
    [
        (
            "5.1.1",
            "smtp; 550-5.1.1 The email account that you tried to reach does not exist",
            "recipient.unknown",
            True,
        ),
        ("5.1.1", "", "recipient.unknown", True),
        ("", "smtp;550 5.1.1 <x@acme.example>: User unknown", "recipient.unknown", True),
        ("", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "recipient.unknown", True),
        ("5.0.0", "x-unix; user unknown", "recipient.unknown", True),
        ("5.4.4", "dns; host not found", "recipient.unknown", True),
        ("5.2.1", "smtp; 550 5.2.1 disabled", "recipient.disabled", True),
        ("5.3.4", "", "message.size", False),
        ("5.7.1", "smtp; 550 5.7.1 rejected", "message.policy", False),
        ("5.7.1 (delivery not authorized)", "", "message.policy", False),
        ("5.0.0", "", "unknown", False),
        ("", "", "unknown", False),
        ("garbage", "\x00" * 5000, "unknown", False),
    ],
)
def test_a_report_is_judged_like_an_answer(status: str, diagnostic: str, rule: str, suppress: bool) -> None:
    verdict = judge_report(status, diagnostic)
    assert isinstance(verdict, Refused)
    assert (verdict.rule, verdict.suppress) == (rule, suppress)


@pytest.mark.parametrize(
    ("status", "diagnostic", "rule"),
    [
        ("5.2.2", "smtp; 552 5.2.2 over quota", "recipient.full"),
        ("4.2.2", "", "recipient.full"),
        ("4.4.7", "smtp; delivery time expired", "domain.unreachable"),
        ("5.4.7", "smtp; 421 4.4.2 connection dropped", "domain.unreachable"),
        ("5.2.1", "smtp; 550-5.2.1 receiving mail at a rate that prevents", "recipient.too-quick"),
        ("5.7.26", "smtp; 550-5.7.26 unauthenticated", "account.unauthenticated"),
        ("5.7.606", "", "account.block-listed"),
    ],
)
def test_a_report_of_what_may_pass_or_is_ours_kills_no_address(status: str, diagnostic: str, rule: str) -> None:
    verdict = judge_report(status, diagnostic)
    assert isinstance(verdict, Deferred)
    assert verdict.rule == rule


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5.1.1 User unknown", "5.1.1"),
        ("-5.7.26 unauthenticated", "5.7.26"),
        ("2.0.0 OK", "2.0.0"),
        ("host 10.5.1.1 said no", ""),
        ("5.1.1.1", ""),
        ("version 3.5.1", ""),
        ("", ""),
    ],
)
def test_the_enhanced_code_is_found_where_there_is_one(text: str, code: str) -> None:
    assert enhanced_code(text) == code


def deferred(retry_after: timedelta) -> Deferred:
    verdict = judge(SmtpLost(stage=Stage.RCPT, error="reset"))
    assert isinstance(verdict, Deferred)
    return Deferred(**{name: getattr(verdict, name) for name in Deferred.__slots__} | {"retry_after": retry_after})


def test_tries_get_rarer_and_end_after_three_days() -> None:
    delays = [next_delay(deferred(5 * MINUTE), attempts=attempts, since_first=HOUR) for attempts in range(1, 8)]
    assert delays == [5 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 4 * HOUR, 4 * HOUR]
    assert next_delay(deferred(5 * MINUTE), attempts=9, since_first=3 * DAY) is None


def test_a_rule_that_waits_longer_is_heeded() -> None:
    assert next_delay(deferred(DAY), attempts=1, since_first=timedelta()) == DAY


@pytest.mark.parametrize(
    ("text", "host", "message_id"),
    [
        (
            "2.0.0 OK <NEW@X.PROD.OUTLOOK.COM> [Hostname=X.prod.outlook.com]",
            "smtp-mail.outlook.com",
            "<NEW@X.PROD.OUTLOOK.COM>",
        ),
        ("2.0.0 OK <NEW@X.PROD.OUTLOOK.COM> [Hostname=X]", "SMTP.Office365.com.", "<NEW@X.PROD.OUTLOOK.COM>"),
        ("2.0.0 OK", "smtp.office365.com", None),
        ("2.0.0 OK <no-at-sign>", "smtp.office365.com", None),
        ("2.0.0 OK <NEW@X.PROD.OUTLOOK.COM>", "smtp.example.com", None),
        ("2.0.0 OK <NEW@X.PROD.OUTLOOK.COM>", "evil-outlook.com", None),
        (
            "Ok 0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000",
            "email-smtp.us-east-1.amazonaws.com",
            "<0100018c1234abcd-12345678-1234-1234-1234-123456789abc-000000@email.amazonses.com>",
        ),
        (
            "Ok 0102018c1234abcd-12345678-1234-1234-1234-123456789abc-000000",
            "email-smtp.eu-west-1.amazonaws.com",
            "<0102018c1234abcd-12345678-1234-1234-1234-123456789abc-000000@eu-west-1.amazonses.com>",
        ),
        ("2.0.0 Ok: queued as 4F1Q2W3E4R", "mail.example.com", None),
        ("2.0.0 OK  1764000000 a1-2001.1 - gsmtp", "smtp.gmail.com", None),
    ],
)
def test_an_id_that_the_provider_gave_is_learnt_from_its_answer(text: str, host: str, message_id: str | None) -> None:
    assert wire_id(text, host) == message_id


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(Stage), st.integers(0, 999), st.text(max_size=200))
def test_every_answer_has_a_verdict_and_only_a_named_recipient_dies(stage: Stage, code: int, text: str) -> None:
    verdict = judge(SmtpReply(stage=stage, code=code, text=text))
    if isinstance(verdict, Accepted):
        assert stage is Stage.DOT
    if isinstance(verdict, Refused) and verdict.suppress:
        assert 500 <= code < 600
        assert verdict.fault is Fault.RECIPIENT


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_every_report_has_a_verdict(status: str, diagnostic: str) -> None:
    assert judge_report(status, diagnostic).rule
