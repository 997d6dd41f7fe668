"""What servers and networks do to an IMAP client, one promise each: the ways in which aioimaplib 2.0.3 alone fails."""

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from followupd.config.settings import Security, Server
from followupd.core.errors import ConfigError
from followupd.core.model import Cursor
from followupd.mail.imap import ImapInbox, Limits
from followupd.mail.imap_session import Account
from followupd.mail.ports import Fetched, InboxError
from tests.contract.conftest import Identities
from tests.scripted import DROP, MUTE, Action, Script, Scripted, Talk, holding, idle_until_done, imap_server

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
START = Cursor(uidvalidity=7, last_uid=0)
QUICK = Limits(done_s=0.3, logout_s=0.3)


def secret(text: str) -> Callable[[], Awaitable[str]]:
    async def give() -> str:
        return text

    return give


@asynccontextmanager
async def inbox_at(
    server: Scripted,
    *,
    limits: Limits = QUICK,
    username: str = "anna",
    password: str = "pw-anna",
    token: str | None = None,
    security: Security = Security.NONE,
    trust: ssl.SSLContext | None = None,
) -> AsyncIterator[ImapInbox]:
    account = Account(
        server=server.address(security),
        username=username,
        password=secret(password),
        token=secret(token) if token else None,
        ssl_context=trust,
        connect_s=0.5,
        command_s=0.5,
    )
    inbox = ImapInbox(account, limits)
    try:
        yield inbox
    finally:
        await inbox.close()


async def read(inbox: ImapInbox, cursor: Cursor | None = START) -> list[Fetched]:
    return [message async for message in inbox.fetch_after("INBOX", cursor, SINCE)]


async def error_of(awaitable: Awaitable[object]) -> InboxError:
    with pytest.raises(InboxError) as caught:
        await asyncio.wait_for(awaitable, 5)
    return caught.value


def commands(server: Scripted) -> list[str]:
    return [line.partition(" ")[2] for line in server.seen]


# Receiving.


async def test_ten_thousand_lines_in_one_chunk_are_read() -> None:
    lines = b"".join(b"* %d FETCH (FLAGS (\\Seen))\r\n" % n for n in range(1, 10_001))

    async def flood(talk: Talk) -> None:
        await talk.say(lines + b"* SEARCH 5\r\n" + talk.tag.encode() + b" OK done")

    script: Script = {**holding({5: b"x"}), "UID SEARCH": [flood, "* SEARCH\r\n$TAG OK"]}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert [message.uid for message in await read(inbox)] == [5]


async def test_a_message_in_chunks_of_seven_bytes_arrives_whole() -> None:
    raw = b"Subject: * 3 EXISTS\r\n\r\nA1 OK not a reply {12}\r\n* BYE neither\r\n)\r\n"
    usual = holding({1: raw})["UID FETCH"]

    async def drip(talk: Talk) -> None:
        data = b"* 1 FETCH (BODY[]<0> {%d}\r\n%s UID 1)\r\n%s OK done\r\n" % (len(raw), raw, talk.tag.encode())
        for at in range(0, len(data), 7):
            talk.writer.write(data[at : at + 7])
            await talk.writer.drain()
            await asyncio.sleep(0)

    script = holding({1: raw}) | {"UID FETCH": [usual, drip]}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert [message.raw for message in await read(inbox)] == [raw]


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        (b"{0}\r\n", b""),
        (b'"5* hotel * deal \\"A\\\\B\\""', b'5* hotel * deal "A\\B"'),
        (b"NIL", b""),
        (b"~{3}\r\n\x00()", b"\x00()"),
    ],
)
async def test_a_message_comes_as_any_kind_of_string(body: bytes, raw: bytes) -> None:
    text = b"* 1 FETCH (uid 1 BODY[]<0> %s)\r\n" % body
    script = holding({1: b"x"})

    async def give(talk: Talk) -> None:
        await talk.say(text + talk.tag.encode() + b" OK done")

    async with imap_server(script | {"UID FETCH": [script["UID FETCH"], give]}) as server, inbox_at(server) as inbox:
        assert [message.raw for message in await read(inbox)] == [raw]


async def test_the_last_message_is_not_read_twice() -> None:
    """`UID 6:*` names message 5 when that is the last one (RFC 9051 section 9)."""
    without_uidnext = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n$TAG OK done"
    async with (
        imap_server(holding({5: b"x"}) | {"EXAMINE": without_uidnext}) as server,
        inbox_at(server) as inbox,
    ):
        assert await read(inbox, Cursor(uidvalidity=7, last_uid=5)) == []


async def test_nothing_new_costs_one_command() -> None:
    async with imap_server(holding({5: b"x"})) as server, inbox_at(server) as inbox:
        await read(inbox, Cursor(uidvalidity=7, last_uid=5))
        assert not [line for line in commands(server) if "SEARCH" in line or "FETCH" in line]


async def test_position_without_uidnext_is_the_last_uid() -> None:
    """Courier gives no UIDNEXT."""
    script = holding({3: b"x", 9: b"y"}) | {
        "EXAMINE": "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n$TAG OK done",
        "UID SEARCH": "* SEARCH 9\r\n$TAG OK done",
    }
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert await inbox.position("INBOX") == Cursor(uidvalidity=7, last_uid=9)


async def test_mail_that_arrives_during_a_fetch_is_read_with_it() -> None:
    messages = {1: b"one"}
    script = holding(messages)

    async def arrives(talk: Talk) -> None:
        messages.setdefault(2, b"two")
        await script["UID FETCH"](talk)  # type: ignore[operator]

    async with imap_server(script | {"UID FETCH": arrives}) as server, inbox_at(server) as inbox:
        assert [message.uid for message in await read(inbox)] == [1, 2]


async def test_a_message_expunged_between_search_and_fetch_is_left_out() -> None:
    messages = {1: b"one", 2: b"two", 3: b"three"}
    script = holding(messages)

    async def expunge(talk: Talk) -> None:
        messages.pop(2, None)
        await script["UID FETCH"](talk)  # type: ignore[operator]

    async with (
        imap_server(script | {"UID FETCH": [script["UID FETCH"], expunge]}) as server,
        inbox_at(server) as inbox,
    ):
        assert [message.uid for message in await read(inbox)] == [1, 3]


async def test_a_message_over_the_cap_comes_truncated_and_is_not_downloaded() -> None:
    limits = Limits(cap=100, done_s=0.3, logout_s=0.3)
    async with (
        imap_server(holding({1: b"a" * 100, 2: b"b" * 101})) as server,
        inbox_at(server, limits=limits) as inbox,
    ):
        first, second = await read(inbox)
    assert (first.raw, first.truncated) == (b"a" * 100, False)
    assert (second.raw, second.truncated) == (b"b" * 100, True)


async def test_one_unreadable_message_does_not_hide_the_others() -> None:
    """Exchange refuses a whole batch for one message that it cannot convert."""
    messages = {1: b"one", 2: b"two", 3: b"three"}
    script = holding(messages)

    async def refuse(talk: Talk) -> None:
        if "BODY.PEEK[HEADER]" in talk.line:
            await talk.say("* 2 FETCH (UID 2 BODY[HEADER] {11}\r\nSubject: x\n)\r\n$TAG OK done")
        elif "BODY" in talk.line and "2" in talk.line.split(" ")[3].split(","):
            await talk.say("$TAG NO the message could not be rendered")
        else:
            await script["UID FETCH"](talk)  # type: ignore[operator]

    async with imap_server(script | {"UID FETCH": refuse}) as server, inbox_at(server) as inbox:
        read_ = [(message.uid, message.raw, message.truncated) for message in await read(inbox)]
    assert read_ == [(1, b"one", False), (2, b"Subject: x\n", True), (3, b"three", False)]


@pytest.mark.parametrize("answer", ["$TAG BAD no partial fetch here", "$TAG NO [UNAVAILABLE] try again later"])
async def test_a_refusal_that_is_about_no_message_is_an_error(answer: str) -> None:
    """Else every message would be taken for an unreadable one."""
    script = holding({1: b"one"})
    async with (
        imap_server({**script, "UID FETCH": [script["UID FETCH"], answer]}) as server,
        inbox_at(server) as inbox,
    ):
        await error_of(read(inbox))


async def test_many_messages_come_in_batches_of_bounded_bytes() -> None:
    limits = Limits(cap=1000, batch=4, batch_bytes=2000, done_s=0.3, logout_s=0.3)
    async with (
        imap_server(holding(dict.fromkeys(range(1, 10), b"x" * 900))) as server,
        inbox_at(server, limits=limits) as inbox,
    ):
        assert len(await read(inbox)) == 9
        texts = [line.split(" ")[2] for line in commands(server) if "BODY.PEEK[]" in line]
    assert texts == ["1,2", "3,4", "5,6", "7,8", "9"]


async def test_a_text_in_braces_announces_no_literal() -> None:
    script: Script = {"EXAMINE": "* OK [UIDVALIDITY 7] opened {300}\r\n* OK [UIDNEXT 1] x\r\n$TAG OK done {5}"}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert await inbox.position("INBOX") == START


async def test_a_slow_line_is_not_taken_for_a_silent_one() -> None:
    usual = holding({1: b"x" * 8})["UID FETCH"]

    async def drip(talk: Talk) -> None:
        data = b"* 1 FETCH (UID 1 BODY[]<0> {8}\r\nxxxxxxxx)\r\n%s OK done\r\n" % talk.tag.encode()
        for at in range(0, len(data), 10):
            talk.writer.write(data[at : at + 10])
            await asyncio.sleep(0.15)

    script: Script = {**holding({1: b"x" * 8}), "UID FETCH": [usual, drip]}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert [message.raw for message in await read(inbox)] == [b"x" * 8]


async def test_an_oversized_literal_ends_the_connection() -> None:
    script: Script = {**holding({1: b"x"}), "UID FETCH": "* 1 FETCH (UID 1 BODY[] {99999999999}"}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert "does not speak IMAP" in str(await error_of(read(inbox)))


# Failing.


@pytest.mark.parametrize("command", ["GREETING", "CAPABILITY", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize("how", [DROP, MUTE])
async def test_a_server_that_hangs_up_or_falls_silent_is_an_error_and_the_next_call_connects_anew(
    command: str, how: Action
) -> None:
    usual = holding({1: b"one"})
    script = {**usual, command: [how, usual.get(command, _USUAL.get(command, "$TAG OK done"))]}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert not (await error_of(read(inbox))).permanent
        assert [message.uid for message in await read(inbox)] == [1]
        assert server.connections == 2


_USUAL = {"GREETING": "* OK ready", "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n$TAG OK done"}


async def test_a_bye_for_a_greeting_is_told_at_once() -> None:
    async with imap_server({"GREETING": "* BYE [UNAVAILABLE] come back later"}) as server, inbox_at(server) as inbox:
        error = await error_of(read(inbox))
    assert "come back later" in str(error)
    assert not error.permanent


async def test_a_bye_in_the_middle_is_told_in_the_servers_words() -> None:
    script: Script = {"UID SEARCH": "* BYE [ALERT] Too many simultaneous connections"}
    async with imap_server({**holding({1: b"x"}), **script}) as server, inbox_at(server) as inbox:
        error = await error_of(read(inbox))
    assert "Too many simultaneous connections" in str(error)
    assert error.retry_after_s


async def test_a_connection_closed_between_two_calls_is_replaced_without_an_error() -> None:
    """Gmail closes a session when its token expires, about every hour (R3.9)."""

    async def leave(talk: Talk) -> None:
        await talk.say("$TAG OK done\r\n* BYE session expired")

    script = holding({1: b"x"}) | {"UID FETCH": [holding({1: b"x"})["UID FETCH"]]}
    async with imap_server(script | {"LIST": leave}) as server, inbox_at(server) as inbox:
        await inbox.folders()
        assert await read(inbox)
        assert server.connections == 2


async def test_a_connection_left_alone_is_asked_before_it_is_used() -> None:
    limits = Limits(unused_s=0, done_s=0.2, logout_s=0.2)
    async with (
        imap_server(holding({1: b"x"}) | {"NOOP": MUTE}) as server,
        inbox_at(server, limits=limits) as inbox,
    ):
        await inbox.position("INBOX")
        assert await inbox.position("INBOX") == Cursor(uidvalidity=7, last_uid=1)
        assert server.connections == 2


async def test_a_no_keeps_the_connection() -> None:
    script: Script = {"EXAMINE": ["$TAG NO [NONEXISTENT] no such folder", holding({})["EXAMINE"]]}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert "no such folder" in str(await error_of(inbox.position("INBOX")))
        await inbox.position("INBOX")
        assert server.connections == 1


async def test_a_cancelled_call_leaves_no_answer_for_the_next_one() -> None:
    search = holding({1: b"x"})["UID SEARCH"]
    script: Script = {"UID SEARCH": [MUTE, search]}
    async with imap_server({**holding({1: b"x"}), **script}) as server, inbox_at(server) as inbox:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(read(inbox), 0.1)
        assert [message.uid for message in await read(inbox)] == [1]


# Logging in.


@pytest.mark.parametrize(
    ("username", "password", "sent"),
    [
        ("anna", "pw", 'LOGIN "anna" "pw"'),
        ('an"na', "a\\b c", 'LOGIN "an\\"na" "a\\\\b c"'),
        ("anna", "grün", 'LOGIN "anna" {5}'),
    ],
)
async def test_names_and_passwords_are_quoted_or_sent_as_literals(username: str, password: str, sent: str) -> None:
    async with imap_server() as server, inbox_at(server, username=username, password=password) as inbox:
        await inbox.position("INBOX")
        assert sent in commands(server)


async def test_a_line_end_in_a_user_name_sends_nothing() -> None:
    async with imap_server() as server, inbox_at(server, username="anna\r\nA1 DELETE INBOX") as inbox:
        assert (await error_of(inbox.position("INBOX"))).permanent
        assert not [line for line in server.seen if "anna" in line or "DELETE" in line]


async def test_a_wrong_password_is_permanent_and_leaves_no_connection() -> None:
    script: Script = {"LOGIN": "$TAG NO [AUTHENTICATIONFAILED] Authentication failed."}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        error = await error_of(inbox.position("INBOX"))
        _, still_open = await asyncio.wait(server.open, timeout=5)
        assert not still_open
    assert error.permanent
    assert "pw-anna" not in str(error)


async def test_a_refused_token_ends_in_a_permanent_error_not_in_silence() -> None:
    """The server puts the reason into a challenge and waits for an empty answer before its NO."""

    async def challenge(talk: Talk) -> None:
        assert base64.b64decode(talk.line.split(" ")[-1]) == b"user=anna\x01auth=Bearer tk\x01\x01"
        await talk.say(b"+ eyJzdGF0dXMiOiI0MDEifQ==")
        assert await talk.listen() == ""
        await talk.say("$TAG NO [AUTHENTICATIONFAILED] invalid credentials")

    capability = "* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n$TAG OK done"
    script: Script = {"CAPABILITY": capability, "AUTHENTICATE": challenge}
    async with imap_server(script) as server, inbox_at(server, token="tk") as inbox:
        assert (await error_of(inbox.position("INBOX"))).permanent


async def test_a_token_waits_for_the_server_without_sasl_ir() -> None:
    async def ask(talk: Talk) -> None:
        await talk.say("+ ")
        assert base64.b64decode(await talk.listen()) == b"n,a=anna,\x01auth=Bearer tk\x01\x01"
        await talk.say("$TAG OK welcome")

    capability = "* CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER\r\n$TAG OK done"
    script: Script = {"CAPABILITY": capability, "AUTHENTICATE": ask}
    async with imap_server(script) as server, inbox_at(server, token="tk") as inbox:
        assert (await inbox.position("INBOX")).uidvalidity == 7


async def test_capabilities_are_asked_for_after_the_login_and_read_in_any_case() -> None:
    """Taken from the LOGIN's answer by splitting at blanks, the last one would be `IDLE]`."""
    after = "* CAPABILITY IMAP4rev1 Special-Use list-extended idle\r\n$TAG OK done"
    script: Script = {
        "CAPABILITY": ["* CAPABILITY IMAP4rev1\r\n$TAG OK done", after],
        "LOGIN": "$TAG OK [CAPABILITY IMAP4rev1 IDLE] Logged in",
    }
    async with imap_server(script) as server, inbox_at(server) as inbox:
        await inbox.folders()
        assert 'LIST "" "*" RETURN (SPECIAL-USE)' in commands(server)


async def test_login_is_not_tried_where_it_is_disabled() -> None:
    script: Script = {"CAPABILITY": "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n$TAG OK done"}
    async with imap_server(script) as server, inbox_at(server) as inbox:
        assert (await error_of(inbox.position("INBOX"))).permanent
        assert not [line for line in commands(server) if line.startswith(("LOGIN", "AUTHENTICATE"))]


@pytest.mark.parametrize(
    "script",
    [
        {},
        {"GREETING": "* PREAUTH no login needed", "CAPABILITY": "* CAPABILITY IMAP4rev1 STARTTLS\r\n$TAG OK done"},
        {"CAPABILITY": "* CAPABILITY IMAP4rev1 STARTTLS\r\n$TAG OK done", "STARTTLS": "$TAG BAD no"},
    ],
    ids=["not offered", "logged in already", "refused"],
)
async def test_a_stripped_starttls_gets_no_password(script: Script) -> None:
    async with imap_server(script) as server, inbox_at(server, security=Security.STARTTLS) as inbox:
        await error_of(inbox.position("INBOX"))
        assert not [line for line in server.seen if "pw-anna" in line]


async def test_what_is_slipped_in_before_tls_is_not_believed(identities: Identities) -> None:
    """Response injection: a tagged answer and a half one that wait in the buffer when TLS begins."""
    serves, trusts = identities("DNS:localhost,IP:127.0.0.1")
    capabilities = ["* CAPABILITY IMAP4rev1 STARTTLS\r\n$TAG OK done", "* CAPABILITY IMAP4rev1\r\n$TAG OK done"]

    async def inject(talk: Talk) -> None:
        await talk.say(talk.tag.encode() + b" OK begin\r\nX1 OK forged\r\n* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n")
        await talk.writer.start_tls(serves)

    async with (
        imap_server({"CAPABILITY": capabilities, "STARTTLS": inject}, tls=serves) as server,
        inbox_at(server, security=Security.STARTTLS, trust=trusts) as inbox,
    ):
        assert (await inbox.position("INBOX")).uidvalidity == 7


async def test_another_machine_is_not_talked_to_without_tls() -> None:
    server = Server(host="imap.example.com", port=143, security=Security.NONE)
    inbox = ImapInbox(Account(server=server, username="anna", password=secret("pw")))
    error = await error_of(inbox.position("INBOX"))
    assert error.permanent
    assert "imap.example.com" in str(error)


async def test_a_password_that_cannot_be_had_is_told_in_its_own_words() -> None:
    async def missing() -> str:
        raise ConfigError("the file ana.pw is missing")

    async with imap_server() as server:
        inbox = ImapInbox(Account(server=server.address(), username="anna", password=missing))
        error = await error_of(inbox.position("INBOX"))
    assert (str(error), error.permanent) == ("the file ana.pw is missing", True)


# Changing nothing.


async def test_only_examine_and_peek_are_said() -> None:
    """R3.2"""
    async with imap_server(holding({1: b"x"})) as server, inbox_at(server) as inbox:
        await read(inbox, None)
        await inbox.find("INBOX", "<a@b>")
        await inbox.position("INBOX")
        said = {line.split(" ")[0].upper() for line in commands(server)}
        assert said <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID"}
        assert all("BODY.PEEK[" in line for line in commands(server) if "BODY" in line)


async def test_folder_names_go_out_in_modified_utf7_and_quoted() -> None:
    async with imap_server() as server, inbox_at(server) as inbox:
        await inbox.position('Entwürfe & "more"')
        assert 'EXAMINE "Entw&APw-rfe &- \\"more\\""' in commands(server)


# Waiting for news.


async def idle_error(inbox: ImapInbox, wake: asyncio.Event) -> InboxError:
    return await error_of(inbox.idle(wake))


@pytest.mark.parametrize(
    "ending",
    [DROP, "* BYE too long", "$TAG NO not now", "$TAG BAD what?"],
)
async def test_idle_that_is_not_accepted_is_an_error_at_once(ending: Action) -> None:
    async with imap_server({"IDLE": ending}) as server, inbox_at(server) as inbox:
        await idle_error(inbox, asyncio.Event())


async def test_idle_that_is_never_answered_is_given_up() -> None:
    async with imap_server({"IDLE": MUTE}) as server, inbox_at(server) as inbox:
        assert "does not answer" in str(await idle_error(inbox, asyncio.Event()))


async def test_a_connection_lost_while_idle_is_an_error_at_once() -> None:
    async def hang_up(talk: Talk) -> None:
        await talk.say("+ idling")
        raise ConnectionResetError

    async with imap_server({"IDLE": hang_up}) as server, inbox_at(server) as inbox:
        await idle_error(inbox, asyncio.Event())


async def test_a_server_that_fell_silent_while_idle_is_noticed_at_the_renewal() -> None:
    async def no_done(talk: Talk) -> None:
        await talk.say("+ idling")
        await talk.reader.read()

    limits = Limits(renew_s=0.1, done_s=0.2, logout_s=0.2)
    async with imap_server({"IDLE": no_done}) as server, inbox_at(server, limits=limits) as inbox:
        assert "does not answer" in str(await idle_error(inbox, asyncio.Event()))


async def test_idle_is_renewed_with_a_noop_in_between() -> None:
    renewed = asyncio.Event()

    async def second(talk: Talk) -> None:
        renewed.set()
        await idle_until_done(talk)

    limits = Limits(renew_s=0.05, done_s=0.3, logout_s=0.2)
    async with (
        imap_server({"IDLE": [idle_until_done, second]}) as server,
        inbox_at(server, limits=limits) as inbox,
        idling(inbox, asyncio.Event()),
    ):
        await asyncio.wait_for(renewed.wait(), 5)
        said = [line for line in server.seen if "CAPABILITY" not in line and "LOGIN" not in line]
    assert [line.rpartition(" ")[2] for line in said][1:5] == ["IDLE", "DONE", "NOOP", "IDLE"]


@asynccontextmanager
async def idling(inbox: ImapInbox, wake: asyncio.Event) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(inbox.idle(wake))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def announcing(text: bytes, wake: asyncio.Event) -> None:
    """Let a server say something in IDLE after the start, and wait for the wake."""
    listening = asyncio.Event()
    say = asyncio.Event()

    async def push(talk: Talk) -> None:
        await talk.say("+ idling")
        listening.set()
        await say.wait()
        await talk.say(text)
        await talk.reader.read()

    async with (
        imap_server({"IDLE": push}) as server,
        inbox_at(server) as inbox,
        idling(inbox, wake) as task,
    ):
        await asyncio.wait_for(listening.wait(), 5)
        wake.clear()
        say.set()
        await asyncio.wait({task, asyncio.create_task(wake.wait())}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        assert not task.done()


@pytest.mark.parametrize(
    "text",
    [
        b"* 1 EXISTS",
        b"* OK Still here\r\n* 1 RECENT\r\n* 1 EXISTS",
        b"".join(b"* 1 EXPUNGE\r\n" for _ in range(20_000)) + b"* 3 EXISTS",
    ],
    ids=["plain", "chatty", "after a flood of EXPUNGE"],
)
async def test_news_in_idle_wake(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followupd.mail.imap_wire.MAX_ANSWER", 10_000)  # a flood does not add up to an answer
    wake = asyncio.Event()
    await announcing(text, wake)
    assert wake.is_set()


@pytest.mark.parametrize("command", ["EXAMINE", "NOOP", "IDLE"])
async def test_news_beside_idle_are_not_lost(command: str) -> None:
    """An EXISTS may come with any command of the waiting connection, not only inside IDLE."""
    armed = asyncio.Event()
    wake = asyncio.Event()

    async def with_exists(talk: Talk) -> None:
        wake.clear()
        await talk.say("* 9 EXISTS")
        armed.set()
        if command == "IDLE":
            await idle_until_done(talk)
        else:
            await talk.say("$TAG OK done")

    limits = Limits(renew_s=0.05, done_s=0.5, logout_s=0.2)
    async with (
        imap_server({command: with_exists}) as server,
        inbox_at(server, limits=limits) as inbox,
        idling(inbox, wake),
    ):
        await asyncio.wait_for(armed.wait(), 5)
        await asyncio.wait_for(wake.wait(), 5)


async def test_a_server_without_idle_sets_nothing_and_returns() -> None:
    script: Script = {"CAPABILITY": "* CAPABILITY IMAP4rev1\r\n$TAG OK done"}
    wake = asyncio.Event()
    async with imap_server(script) as server, inbox_at(server) as inbox:
        await asyncio.wait_for(inbox.idle(wake), 5)
    assert not wake.is_set()


async def test_whoever_stops_waiting_logs_out() -> None:
    async with imap_server() as server, inbox_at(server) as inbox:
        async with idling(inbox, wake := asyncio.Event()):
            await asyncio.wait_for(wake.wait(), 5)
        (conversation,) = server.open
        await asyncio.wait({conversation}, timeout=5)
        assert server.seen[-1].endswith("LOGOUT")


async def test_two_connections_are_all_there_ever_are() -> None:
    """R3.10"""
    async with (
        imap_server(holding({1: b"x"})) as server,
        inbox_at(server) as inbox,
        idling(inbox, wake := asyncio.Event()),
    ):
        await asyncio.wait_for(wake.wait(), 5)
        await asyncio.gather(*(read(inbox) for _ in range(5)), inbox.folders(), inbox.find("INBOX", "<a@b>"))
        assert server.connections == 2
