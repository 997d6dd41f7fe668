"""`followupd send-test`: one message of a sequence, to its owner and to nobody else."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.cli import main
from followupd.core.model import Contact, ContactId
from followupd.demo.clock import VirtualClock
from followupd.service import changes
from followupd.service.house import open_house
from followupd.store import contacts, enrollments, mails
from followupd.store.engine import open_store
from tests.scripted import Script, Scripted, smtp_server
from tests.stories.world import CONFIG, read, text_of, write_folder

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DRY = CONFIG.replace("live = true", "live = false").replace(
    'username = "ana"', 'username = "ana"\naliases = ["ana@home.example"]\nlist_unsubscribe = "mailto"'
)


async def send_test(folder: Path, *arguments: str, script: Script | None = None) -> tuple[int, Scripted]:
    """Type the command where only the first mail server of the folder runs; return its exit code and the server."""
    async with smtp_server(script) as server:
        write_folder(folder, config=DRY.replace("2525", str(server.port)))
        command = ["send-test", *arguments, "--config", str(folder)]
        return await asyncio.to_thread(main.run, command, VirtualClock(NOW)), server


async def test_the_first_mail_goes_to_the_owner_in_a_dry_run_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, server = await send_test(tmp_path, "no-reply", "--to", "Ana@Northwind.example")
    assert code == 0
    assert "Sent to ana@northwind.example: 250" in capsys.readouterr().out
    (raw,) = server.delivered
    assert read(raw)["To"] == "Ana Ruiz <ana@northwind.example>"
    assert read(raw)["Subject"] == "Your pump"
    assert "Hi Sam," in text_of(read(raw))
    assert [line for line in server.seen if line.startswith("RCPT")] == ["RCPT TO:<ana@northwind.example>"]


async def test_any_mail_of_the_sequence_can_be_asked_for(tmp_path: Path) -> None:
    code, server = await send_test(tmp_path, "no-reply", "--step", "2", "--to", "ana@home.example")
    assert code == 0
    mail = read(server.delivered[0])
    assert mail["Subject"] == "Fwd: Your pump"
    assert "To: Sam Lee <sam@acme.example>" in text_of(mail)  # what it forwards went to the contact
    assert mail["To"] == "Ana Ruiz <ana@home.example>"


@pytest.mark.parametrize(
    "address",
    ["sam@acme.example", "ana@northwind.example.evil.example", "ana", "ana@northwind.example\r\nRCPT TO:<x@y>"],
)
async def test_nobody_elses_address_is_taken(tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, server = await send_test(tmp_path, "no-reply", "--to", address)
    assert code == 64
    assert "no address of [mailboxes.ana]" in capsys.readouterr().err
    assert server.connections == 0


@pytest.mark.parametrize(("step", "listed"), [("1", "2, 3"), ("9", "2, 3")])
async def test_a_step_that_is_no_mail_is_answered_with_those_that_are(
    tmp_path: Path, step: str, listed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, server = await send_test(tmp_path, "voicemail", "--step", step, "--to", "ana@home.example")
    assert code == 64
    assert f"Its mails are: {listed}." in capsys.readouterr().err
    assert server.connections == 0


@pytest.mark.parametrize("step", ["1", "2"])
async def test_a_mail_that_cannot_be_written_is_not_sent_nor_a_bump_of_it(
    tmp_path: Path, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path, config=DRY)
    store = open_store(open_house(tmp_path / "followupd.toml").settings.database)
    kim = Contact(id=ContactId(0), address="kim@globex.example", fields={"email": "kim@globex.example"})
    store.now(lambda c: contacts.add(c, kim, NOW))
    store.close()
    code, server = await send_test(
        tmp_path, "no-reply", "--step", step, "--to", "ana@home.example", "--contact", "kim@globex.example"
    )
    assert code == 78
    assert "contact.first_name" in capsys.readouterr().err
    assert server.connections == 0


async def test_a_test_for_a_contact_leaves_no_trace_with_them(tmp_path: Path) -> None:
    house = open_house(write_folder(tmp_path, config=DRY))
    store = open_store(house.settings.database)
    columns = {"email": "kim@globex.example", "first_name": "Kim"}
    new = Contact(id=ContactId(0), address="kim@globex.example", fields=columns)
    kim = store.now(lambda c: contacts.add(c, new, NOW))
    store.now(lambda c: changes.enroll(c, house.planner, kim, house.sequences["no-reply"], mailbox="ana", at=NOW))
    before = store.glance(lambda c: enrollments.of_contact(c, kim.id))
    _, server = await send_test(tmp_path, "no-reply", "--to", "ana@home.example", "--contact", "kim@globex.example")
    assert "Hi Kim," in text_of(read(server.delivered[0]))
    assert b"kim@globex" not in server.delivered[0]
    assert read(server.delivered[0])["List-Unsubscribe"] is None  # who tries the button must not take Kim off
    assert store.glance(lambda c: enrollments.of_contact(c, kim.id)) == before
    assert store.glance(lambda c: mails.ever_for(c, kim.id)) == []
    store.close()


async def test_what_the_server_refuses_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, server = await send_test(
        tmp_path, "no-reply", "--to", "ana@home.example", script={"MAIL": "550 5.7.60 not your address"}
    )
    assert code == 69
    assert "not your address" in capsys.readouterr().err
    assert server.delivered == []


async def test_two_tests_are_two_mails(tmp_path: Path) -> None:
    """A mail program shows a Message-ID once."""
    _, one = await send_test(tmp_path, "no-reply", "--to", "ana@home.example")
    _, two = await send_test(tmp_path, "no-reply", "--to", "ana@home.example")
    assert read(one.delivered[0])["Message-ID"] != read(two.delivered[0])["Message-ID"]
