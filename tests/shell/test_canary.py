"""Marked words that must not get out: a password into anything at all, an erased person into any file (R5.3, R6.7)."""

import base64
import stat
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.scripted import Action, imap_server, smtp_server
from tests.shell.cli_user import User
from tests.shell.test_run import HEAD, enroll, running
from tests.stories.world import CONFIG, world, write_folder

PASSWORD = "canary-Pa55-word"
ENCODED = [
    base64.b64encode(text.encode()).decode().rstrip("=")
    for text in (PASSWORD, f"\0ana\0{PASSWORD}", f"\0bea\0{PASSWORD}")
]
SECRETS = [PASSWORD, *ENCODED]
ADDRESS = "canary.bird@acme.example"
BODY = "canarysong"
BROKEN = "Subject: x\nAsks: interest\n\nHi {{ contact.first_name }}, {{ contact.no_such_column }}\n"


def box(name: str, *, smtp: int, imap: int, folder: Path, smtp_security: str = "none") -> str:
    secret = folder / f"{name}.password"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o600)
    return f"""
[mailboxes.{name}]
from = "{name}@northwind.example"
smtp = {{ host = "127.0.0.1", port = {smtp}, security = "{smtp_security}" }}
imap = {{ host = "127.0.0.1", port = {imap}, security = "none" }}
username = "{name}"
password = {{ file = "{secret}" }}
"""


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def argv(pid: int) -> str:
    """What anybody on the machine can read of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def holding(folder: Path, *words: str) -> set[str]:
    """The files below a folder in which one of the words stands."""
    found = {path: path.read_bytes().lower() for path in files(folder)}
    return {path.name for path, raw in found.items() if any(word.lower().encode() in raw for word in words)}


async def test_a_password_is_in_no_log_no_argument_and_no_file_whatever_goes_wrong(tmp_path: Path) -> None:
    """Bad logins on both sides, no TLS where it must be, a mail that cannot be written, a server that babbles."""
    echoing: dict[str, Action] = {"LOGIN": f"$TAG NO [AUTHENTICATIONFAILED] no, ana {PASSWORD[:4]}"}
    refusing: dict[str, Action] = {"AUTH": "535 5.7.8 no"}
    nonsense: dict[str, Action] = {"LIST": "* LIST ((((\r\n$TAG OK done", "UID SEARCH": "* SEARCH x y z\r\n$TAG OK"}
    plain = ("AUTH PLAIN LOGIN",)
    async with AsyncExitStack() as stack:
        refuses = await stack.enter_async_context(smtp_server(refusing, offers=plain))
        naked = await stack.enter_async_context(smtp_server(offers=plain))
        locked = await stack.enter_async_context(imap_server(echoing))
        mad = await stack.enter_async_context(imap_server(nonsense))
        fine = await stack.enter_async_context(imap_server())
        boxes = (
            box("ana", smtp=refuses.port, imap=fine.port, folder=tmp_path),
            box("bea", smtp=naked.port, imap=fine.port, folder=tmp_path, smtp_security="starttls"),
            box("cat", smtp=naked.port, imap=locked.port, folder=tmp_path),
            box("dan", smtp=naked.port, imap=mad.port, folder=tmp_path),
        )
        write_folder(tmp_path, config=HEAD + "".join(boxes))
        enroll(tmp_path, *((f"sam@{name}.example", name) for name in ("ana", "bea", "cat", "dan")))
        async with running(tmp_path, "--log-level", "debug") as daemon:
            await daemon.says("The mailbox ana cannot send")
            arguments = argv(daemon.process.pid)
            me = User(folder=tmp_path)
            me.write("templates/first.j2", BROKEN)
            enroll(tmp_path, ("kim@ana.example", "ana"))
            printed = "".join(
                said.out + said.err
                for said in (
                    me.type("status"),
                    me.type("check"),
                    me.type("export", "sam@ana.example"),
                    me.type("backup", str(tmp_path / "backup.db")),
                )
            )
            assert await daemon.end() == 0
        seen = "".join(line for server in (refuses, naked) for line in server.seen)
    assert any(code in seen for code in ENCODED)  # said to the server that may hear it
    assert not any(secret in text for secret in SECRETS for text in (daemon.said, arguments, printed))
    assert holding(tmp_path, *SECRETS) == {f"{name}.password" for name in ("ana", "bea", "cat", "dan")}


async def test_what_a_contact_writes_and_is_written_is_in_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    first = f"Subject: Your pump\nAsks: interest\n\nHi {{{{ contact.first_name }}}}, {BODY}?\n"
    async with world(tmp_path, files={"templates/first.j2": first}) as stage:
        await stage.enroll(ADDRESS)
        await stage.until_sent(1)
        await stage.answer(f"Well, {BODY}, who knows?")
        await stage.arrive(f"From: {ADDRESS}\r\nContent-Type: x/y; {BODY}\r\n\r\n".encode() + b"\xff\x00" * 50)
        await stage.days(1)
    assert BODY not in caplog.text


async def test_an_erased_person_is_in_no_file_of_the_state_directory_and_in_no_later_backup(tmp_path: Path) -> None:
    """R5.3: not in the database, its log, the reply log, a dry run's file; a keyed hash alone bars a re-import."""
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        for number in range(12):  # neighbours, so that rows move between pages
            await stage.enroll(f"sam{number}@other{number}.example", settle=False)
        await stage.enroll(ADDRESS, first_name=BODY, company=BODY)
        await stage.until_sent(1)
        await stage.days(2)
        stage.mailer.delivered.sort(key=lambda delivery: delivery.envelope.recipient == ADDRESS)
        await stage.answer(f"No thanks, {BODY}, we are not interested.")
        assert holding(tmp_path / "state", ADDRESS, BODY)
        said = me.type("erase", ADDRESS, "--yes")
        assert said.code == 0, said.err
        assert "still names" not in said.out
        assert holding(tmp_path / "state", ADDRESS, BODY) == set()
        me.type("backup", str(tmp_path / "backup.db"))
        assert holding(tmp_path / "state", ADDRESS, BODY) | holding(tmp_path, ADDRESS, BODY) <= {"people.csv"}
        assert "0 enrolled" in me.import_people(ADDRESS).out
        assert ADDRESS not in me.type("export", "sam1@other1.example").out


async def test_a_dry_runs_file_goes_with_its_person_and_an_old_copy_is_named(tmp_path: Path) -> None:
    async with world(tmp_path, config=CONFIG.replace("live = true", "live = false")) as stage:
        await stage.enroll(ADDRESS)
        state = tmp_path / "state"
        assert [path.name for path in (state / "dry-run").iterdir()] == [f"{ADDRESS}-1.eml"]
        (state / "followupd.db.before-9").write_bytes(ADDRESS.upper().encode())
        said = User(folder=tmp_path, clock=stage.clock).type("erase", ADDRESS, "--yes")
        assert f"{state / 'followupd.db.before-9'} still names them" in said.out
        assert holding(state, ADDRESS) == {"followupd.db.before-9"}


async def test_the_state_is_its_owners_alone(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        await stage.enroll("sam@acme.example")
        await stage.answer("Yes, please!")
        state = tmp_path / "state"
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files(state)}
        assert {"followupd.db", "lease", "sending.journal", "replies.jsonl"} <= modes.keys()
        assert {name: mode for name, mode in modes.items() if mode != 0o600} == {}
        assert stat.S_IMODE(state.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "line", [f'password = "{PASSWORD}"', f'password = {{ file = "x", value = "{PASSWORD}" }}'], ids=["bare", "beside"]
)
def test_a_password_in_the_settings_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    write_folder(tmp_path, config=CONFIG.replace('username = "ana"', f'username = "ana"\n{line}'))
    said = User(folder=tmp_path).type("check")
    assert said.code == 78
    assert "password" in said.out + said.err
    assert PASSWORD not in said.out + said.err
