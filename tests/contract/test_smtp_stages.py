"""How far a failed submission had come, and what is never said to a server: against servers that misbehave."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from followupd.config.settings import Security, Server
from followupd.core.delivery.status import SmtpLost, SmtpReply, SmtpResult, SmtpVetoed, Stage
from followupd.core.errors import ConfigError
from followupd.mail.ports import Envelope
from followupd.mail.smtp import Reuse, SmtpMailer, SmtpTimeouts, Submission, own_literal, stuffed
from tests.contract.conftest import Identities
from tests.contract.mailer_contract import envelope, mail, no_mark, nothing_against_it
from tests.scripted import DROP, MUTE, Action, Script, Scripted, Talk, smtp_server

QUICK = SmtpTimeouts(greeting_s=0.4, command_s=0.4, data_s=0.4, block_s=0.4, dot_s=0.4, check_s=0.4, quit_s=0.2)
STAGES = {
    "GREETING": Stage.CONNECT,
    "EHLO": Stage.CONNECT,
    "AUTH": Stage.AUTH,
    "MAIL": Stage.MAIL,
    "RCPT": Stage.RCPT,
    "DATA": Stage.DATA,
    "DOT": Stage.DOT,
}


async def password() -> str:
    return "pw-anna"


@asynccontextmanager
async def mailer_at(
    server: Scripted,
    *,
    security: Security = Security.NONE,
    login: bool = True,
    token: Callable[[], Awaitable[str]] | None = None,
    reuse: Reuse | None = None,
    trust: ssl.SSLContext | None = None,
    host: str = "127.0.0.1",
) -> AsyncIterator[SmtpMailer]:
    submission = Submission(
        server=server.address(security, host),
        username="anna" if login else "",
        password=password if login and token is None else None,
        token=token,
        ssl_context=trust,
    )
    mailer = SmtpMailer(submission, timeouts=QUICK, reuse=reuse)
    try:
        yield mailer
    finally:
        await mailer.close()


async def send(mailer: SmtpMailer, raw: bytes = mail("one"), to: Envelope | None = None) -> SmtpResult:
    return await asyncio.wait_for(mailer.send(to or envelope(), raw, nothing_against_it, no_mark), 5)


async def send_once(script: Script) -> tuple[SmtpResult, Scripted]:
    async with smtp_server(script, offers=("AUTH PLAIN",)) as server, mailer_at(server) as mailer:
        return await send(mailer), server


def said(server: Scripted, command: str) -> list[str]:
    return [line for line in server.seen if line.upper().startswith(command)]


def lost_at(result: SmtpResult) -> Stage:
    assert isinstance(result, SmtpLost)
    assert not result.permanent
    return result.stage


# How far it came.


@pytest.mark.parametrize("how", [DROP, MUTE], ids=["hangs up", "falls silent"])
@pytest.mark.parametrize("command", list(STAGES))
async def test_a_lost_connection_has_its_stage(command: str, how: Action) -> None:
    result, server = await send_once({command: how})
    assert lost_at(result) is STAGES[command]
    assert len(said(server, "MAIL")) <= 1


@pytest.mark.parametrize("code", [421, 450, 550])
@pytest.mark.parametrize("command", list(STAGES))
async def test_an_answer_has_its_stage_and_is_kept_word_for_word(command: str, code: int) -> None:
    result, _ = await send_once({command: f"{code}-5.0.0 first line\r\n{code} 5.0.0 second line"})
    assert result == SmtpReply(stage=STAGES[command], code=code, text="5.0.0 first line\n5.0.0 second line")


LONG = (b"x" * 900 + b"\r\n") * 20_000  # more than the kernels in between take


async def test_bytes_before_the_dot_leave_no_doubt() -> None:
    async def hang_up(talk: Talk) -> None:
        await talk.reader.readline()
        raise ConnectionResetError

    raw = b"Subject: long\r\n\r\n" + LONG
    async with smtp_server({"BODY": hang_up}, offers=()) as server, mailer_at(server, login=False) as mailer:
        assert lost_at(await send(mailer, raw)) is Stage.BODY
        assert server.delivered == []


async def test_a_message_that_a_server_stops_reading_is_given_up_before_the_dot() -> None:
    async def stop_reading(talk: Talk) -> None:
        await asyncio.Event().wait()

    raw = b"Subject: long\r\n\r\n" + LONG
    async with smtp_server({"BODY": stop_reading}, offers=()) as server, mailer_at(server, login=False) as mailer:
        assert lost_at(await send(mailer, raw)) is Stage.BODY


async def test_a_slow_answer_to_the_dot_is_waited_for() -> None:
    """R4.6: giving up early makes duplicates."""

    async def think(talk: Talk) -> None:
        await asyncio.sleep(0.2)
        await talk.say("250 2.0.0 at last")

    result, server = await send_once({"DOT": think})
    assert result == SmtpReply(stage=Stage.DOT, code=250, text="2.0.0 at last")
    assert len(server.delivered) == 1


async def test_an_answer_that_is_no_smtp_after_the_dot_is_a_doubt() -> None:
    result, _ = await send_once({"DOT": "HTTP/1.1 400 Bad Request"})
    assert lost_at(result) is Stage.DOT


async def test_nobody_listening_is_no_reason_to_give_up_for_good() -> None:
    async with smtp_server() as server:
        pass
    async with mailer_at(server) as mailer:
        assert lost_at(await send(mailer)) is Stage.CONNECT


async def test_a_cancelled_send_closes_its_connection() -> None:
    reached, closed = asyncio.Event(), asyncio.Event()

    async def hold(talk: Talk) -> None:
        reached.set()
        await talk.reader.read()
        closed.set()

    async with smtp_server({"RCPT": hold}, offers=()) as server, mailer_at(server, login=False) as mailer:
        task = asyncio.create_task(send(mailer))
        await asyncio.wait_for(reached.wait(), 5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.wait_for(closed.wait(), 5)


async def test_the_last_look_comes_right_before_mail() -> None:
    async with smtp_server(offers=("AUTH PLAIN",)) as server, mailer_at(server) as mailer:

        def look() -> str | None:
            assert server.seen[-1].startswith("AUTH")
            return "not now"

        assert await mailer.send(envelope(), mail("one"), look, no_mark) == SmtpVetoed(reason="not now")
        assert not said(server, "MAIL")


# One connection for several messages.


async def test_a_connection_is_used_again_after_rset() -> None:
    async with smtp_server(offers=()) as server, mailer_at(server, login=False) as mailer:
        for _ in range(3):
            await send(mailer)
        assert (server.connections, len(server.delivered), len(said(server, "RSET"))) == (1, 3, 2)


async def test_a_connection_serves_a_limited_number_of_messages() -> None:
    """R4.7"""
    reuse = Reuse(mails=2)
    async with smtp_server(offers=()) as server, mailer_at(server, login=False, reuse=reuse) as mailer:
        for _ in range(5):
            await send(mailer)
        assert server.connections == 3
        await mailer.close()
        assert len(said(server, "QUIT")) == 3


async def test_a_connection_left_alone_is_given_back() -> None:
    gone = asyncio.Event()

    async def note(talk: Talk) -> None:
        gone.set()
        await talk.say("221 bye")

    reuse = Reuse(idle_s=0.05)
    async with smtp_server({"QUIT": note}, offers=()) as server, mailer_at(server, login=False, reuse=reuse) as mailer:
        await send(mailer)
        await asyncio.wait_for(gone.wait(), 5)


@pytest.mark.parametrize("how", [DROP, MUTE, "421 4.4.2 idle for too long", "500 what?"])
async def test_a_connection_that_died_between_two_messages_is_replaced(how: Action) -> None:
    async with smtp_server({"RSET": how}, offers=()) as server, mailer_at(server, login=False) as mailer:
        await send(mailer)
        assert isinstance(await send(mailer), SmtpReply)
        assert (server.connections, len(server.delivered)) == (2, 2)


async def test_a_server_that_never_answers_quit_delays_nobody() -> None:
    async with smtp_server({"QUIT": MUTE}, offers=()) as server, mailer_at(server, login=False) as mailer:
        result = await asyncio.wait_for(mailer.send(envelope(), mail("one"), nothing_against_it, no_mark), 0.15)
        assert isinstance(result, SmtpReply)


async def test_two_messages_at_once_share_one_connection() -> None:
    async with smtp_server(offers=()) as server, mailer_at(server, login=False) as mailer:
        await asyncio.gather(*(send(mailer) for _ in range(4)))
        assert (server.connections, len(server.delivered)) == (1, 4)


# Logging in.


@pytest.mark.parametrize(
    ("offered", "line"),
    [
        ("AUTH PLAIN LOGIN", "AUTH PLAIN " + base64.b64encode(b"\0anna\0pw-anna").decode()),
        ("AUTH CRAM-MD5 PLAIN", "AUTH PLAIN " + base64.b64encode(b"\0anna\0pw-anna").decode()),
    ],
)
async def test_the_password_is_said_once_by_the_plainest_way(offered: str, line: str) -> None:
    async with smtp_server({"AUTH": "535 5.7.8 no"}, offers=(offered,)) as server, mailer_at(server) as mailer:
        result = await send(mailer)
        assert result == SmtpReply(stage=Stage.AUTH, code=535, text="5.7.8 no")
        assert said(server, "AUTH") == [line]


async def test_a_refused_login_is_not_taken_for_a_login_by_the_next_message() -> None:
    async with (
        smtp_server({"AUTH": ["454 4.7.0 later", "235 ok"]}, offers=("AUTH PLAIN",)) as server,
        mailer_at(server) as mailer,
    ):
        await send(mailer)
        assert isinstance(await send(mailer), SmtpReply)
        assert (server.connections, len(said(server, "AUTH")), len(server.delivered)) == (2, 2, 1)


async def test_login_is_used_where_plain_is_missing() -> None:
    async def ask(talk: Talk) -> None:
        await talk.say("334 UGFzc3dvcmQ6")
        assert base64.b64decode(await talk.listen()) == b"pw-anna"
        await talk.say("235 ok")

    async with smtp_server({"AUTH": ask}, offers=("AUTH LOGIN",)) as server, mailer_at(server) as mailer:
        assert isinstance(await send(mailer), SmtpReply)
        assert len(server.delivered) == 1


async def test_a_refused_token_ends_in_the_servers_answer() -> None:
    async def challenge(talk: Talk) -> None:
        await talk.say("334 eyJzdGF0dXMiOiI0MDEifQ==")
        assert await talk.listen() == ""
        await talk.say("535 5.7.3 Authentication unsuccessful")

    async def token() -> str:
        return "tk"

    script: Script = {"AUTH": challenge}
    async with smtp_server(script, offers=("AUTH XOAUTH2",)) as server, mailer_at(server, token=token) as mailer:
        assert await send(mailer) == SmtpReply(stage=Stage.AUTH, code=535, text="5.7.3 Authentication unsuccessful")


async def test_a_server_without_a_login_is_permanent() -> None:
    async with smtp_server(offers=("AUTH GSSAPI",)) as server, mailer_at(server) as mailer:
        result = await send(mailer)
        assert isinstance(result, SmtpLost)
        assert (result.stage, result.permanent) == (Stage.AUTH, True)
        assert "gssapi" in result.error


async def test_a_password_that_cannot_be_had_is_told_in_its_own_words() -> None:
    async def token() -> str:
        raise ConfigError("the file ana.token is missing: run followupd auth ana")

    async with smtp_server(offers=("AUTH XOAUTH2",)) as server, mailer_at(server, token=token) as mailer:
        result = await send(mailer)
    assert result == SmtpLost(
        stage=Stage.AUTH, error="the file ana.token is missing: run followupd auth ana", permanent=True
    )


# TLS.


OURS = "DNS:localhost,IP:127.0.0.1"
BOTH_WAYS = pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])


@BOTH_WAYS
async def test_the_login_happens_inside_tls(identities: Identities, security: Security) -> None:
    serves, trusts = identities(OURS)
    async with (
        smtp_server(tls=serves, at_once=security is Security.TLS) as server,
        mailer_at(server, security=security, trust=trusts) as mailer,
    ):
        assert isinstance(await send(mailer), SmtpReply)
        assert len(said(server, "EHLO")) == (1 if security is Security.TLS else 2)
        assert len(server.delivered) == 1


@BOTH_WAYS
@pytest.mark.parametrize("hosts", [OURS, "DNS:elsewhere.example"], ids=["unknown authority", "another name"])
async def test_a_certificate_that_does_not_fit_is_refused_for_good(
    identities: Identities, security: Security, hosts: str
) -> None:
    serves, trusts = identities(hosts)
    trust = None if hosts == OURS else trusts
    async with (
        smtp_server(tls=serves, at_once=security is Security.TLS) as server,
        mailer_at(server, security=security, trust=trust) as mailer,
    ):
        result = await send(mailer)
        assert isinstance(result, SmtpLost)
        assert (result.stage, result.permanent) == (Stage.CONNECT, True)
        assert "certificate of 127.0.0.1 was refused" in result.error
        assert not said(server, "AUTH")


async def test_a_stripped_starttls_gets_no_password_and_no_mail() -> None:
    """R4.1: never fall back to clear text."""
    async with (
        smtp_server(offers=("AUTH PLAIN",)) as server,
        mailer_at(server, security=Security.STARTTLS) as mailer,
    ):
        result = await send(mailer)
        assert isinstance(result, SmtpLost)
        assert (result.stage, result.permanent) == (Stage.CONNECT, True)
        assert "STARTTLS" in result.error
        assert {line.split(" ")[0] for line in server.seen} == {"EHLO"}


async def test_what_is_slipped_in_before_tls_is_not_believed(identities: Identities) -> None:
    serves, trusts = identities(OURS)
    script: Script = {"STARTTLS": "220 go ahead\r\n250-evil.example\r\n250 AUTH GSSAPI"}
    async with (
        smtp_server(script, tls=serves) as server,
        mailer_at(server, security=Security.STARTTLS, trust=trusts) as mailer,
    ):
        assert isinstance(await send(mailer), SmtpReply)
        assert len(server.delivered) == 1


async def test_another_machine_is_not_talked_to_without_tls() -> None:
    server = Server(host="smtp.example.com", port=587, security=Security.NONE)
    result = await send(SmtpMailer(Submission(server=server)))
    assert isinstance(result, SmtpLost)
    assert result.permanent
    assert "smtp.example.com" in result.error


# What goes over the wire.


async def test_a_message_over_the_servers_size_is_not_sent() -> None:
    """R1.28"""
    async with smtp_server(offers=("SIZE 1000",)) as server, mailer_at(server, login=False) as mailer:
        result = await send(mailer, mail("long") + b"x" * 1000)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code, result.text[:5]) == (Stage.MAIL, 552, "5.3.4")
        assert not said(server, "MAIL")


async def test_the_size_is_announced_where_the_server_wants_it() -> None:
    async with smtp_server(offers=("SIZE",)) as server, mailer_at(server, login=False) as mailer:
        await send(mailer)
        assert said(server, "MAIL") == [f"MAIL FROM:<owner@example.test> SIZE={len(mail('one'))}"]


async def test_an_international_address_needs_smtputf8() -> None:
    """R1.26"""
    to = envelope("jürgen@example.test")
    async with smtp_server(offers=()) as server, mailer_at(server, login=False) as mailer:
        result = await send(mailer, to=to)
        assert isinstance(result, SmtpReply)
        assert (result.stage, result.code, result.text[:5]) == (Stage.RCPT, 553, "5.6.7")
        assert not said(server, "MAIL")
    async with smtp_server(offers=("SMTPUTF8",)) as server, mailer_at(server, login=False) as mailer:
        assert isinstance(await send(mailer, to=to), SmtpReply)
        assert said(server, "MAIL") == ["MAIL FROM:<owner@example.test> SMTPUTF8"]
        assert said(server, "RCPT") == ["RCPT TO:<jürgen@example.test>"]


async def test_the_ehlo_name_is_our_address() -> None:
    """R4.2"""
    async with smtp_server(offers=()) as server, mailer_at(server, login=False) as mailer:
        await send(mailer)
        assert said(server, "EHLO") == ["EHLO [127.0.0.1]"]


@pytest.mark.parametrize(
    ("address", "literal"),
    [
        ("192.0.2.7", "[192.0.2.7]"),
        ("2001:db8::7", "[IPv6:2001:db8::7]"),
        ("fe80::1%eth0", "[IPv6:fe80::1]"),
        ("::ffff:192.0.2.7", "[192.0.2.7]"),
    ],
)
def test_any_address_makes_a_valid_ehlo_name(address: str, literal: str) -> None:
    assert own_literal(address) == literal


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n"),
        (b"a\n.\nb", b"a\r\n..\r\nb\r\n"),
        (b"a\r.\rb\r", b"a\r\n..\r\nb\r\n"),
        (b".\r\n", b"..\r\n"),
        (b"a\r\n\r\n..b\r\n", b"a\r\n\r\n...b\r\n"),
        (b"", b"\r\n"),
    ],
)
def test_no_line_of_a_message_can_end_it(raw: bytes, text: bytes) -> None:
    """R1.23: bare CR and LF are how one message is smuggled into another."""
    assert stuffed(raw) == text
