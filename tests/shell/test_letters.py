"""From an enrollment to the mail of its step: what the settings of the mailbox and the ledger make of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.config import ListUnsubscribe, Mailbox, Security, Server
from followupd.core.errors import ConfigError
from followupd.core.model import Contact, ContactId
from followupd.service.asking.rehearsal import Scene, rehearse
from followupd.service.house import House, open_house
from followupd.service.sending.writing import History, Writer
from tests.stories.world import read, text_of, write_folder

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OUTLOOK = Server(host="smtp-mail.outlook.com", port=587, security=Security.STARTTLS)
SES = Server(host="email-smtp.eu-west-1.amazonaws.com", port=587, security=Security.STARTTLS)
GMAIL = Server(host="smtp.gmail.com", port=465, security=Security.TLS)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(write_folder(tmp_path))


def writer(house: House, **changes: object) -> Writer:
    mailbox: Mailbox = replace(house.settings.mailboxes["ana"], **changes)  # type: ignore[arg-type]
    return Writer(mailbox=mailbox, planner=house.planner, library=house.library)


def history(**fields: str) -> History:
    columns = {"email": "sam@acme.example", "first_name": "Sam", **fields}
    return History(contact=Contact(id=ContactId(1), address="sam@acme.example", fields=columns), way_out="u1-token")


def scenes(house: House, known: History, **changes: object) -> list[Scene]:
    return rehearse(writer(house, **changes), house.sequences["no-reply"], known, NOW)


@pytest.mark.parametrize(("server", "anchored"), [(OUTLOOK, True), (SES, True), (GMAIL, False)])
def test_a_thread_has_an_anchor_where_the_provider_replaces_ids(house: House, server: Server, anchored: bool) -> None:
    """R1.7: in every mail of the thread, first."""
    mails = [read(scene.raw) for scene in scenes(house, history(), smtp=server)]
    anchors = [(mail["References"] or "").split()[:1] for mail in mails]
    assert all(anchor[0].startswith("<thread.") for anchor in anchors) if anchored else anchors[0] == []
    assert len({tuple(anchor) for anchor in anchors if anchor}) == 1


@pytest.mark.parametrize(
    ("setting", "token", "present"),
    [
        (ListUnsubscribe.MAILTO, "u1-token", True),
        (ListUnsubscribe.MAILTO, "", False),
        (ListUnsubscribe.NEVER, "u1-token", False),
    ],
)
def test_the_button_is_there_where_the_owner_wants_it(
    house: House, setting: ListUnsubscribe, token: str, present: bool
) -> None:
    """R1.29."""
    for scene in scenes(house, replace(history(), way_out=token), list_unsubscribe=setting):
        field = read(scene.raw)["List-Unsubscribe"]
        assert field == ("<mailto:ana@northwind.example?subject=unsubscribe%20u1-token>" if present else None)


def test_a_bump_forwards_the_message_before_it(house: House) -> None:
    first, bump, _ = scenes(house, history())
    assert text_of(read(bump.raw)).endswith(text_of(read(first.raw)))


def test_the_date_is_in_the_owners_zone(house: House) -> None:
    """R1.3."""
    assert read(scenes(house, history())[0].raw)["Date"].datetime.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("field", ["first_name", "name"])
@pytest.mark.parametrize("poison", ["x\r\nBcc: eve@evil.example", "x\nX: y", "x\u2028y", "x\0", "x\u202egpj.exe"])
def test_no_field_of_a_contact_breaks_out_of_a_header(house: House, field: str, poison: str) -> None:
    """R1.27: the import refuses such cells; a row that came in another way is refused here."""
    for scene in scenes(house, history(**{field: poison})):
        assert scene.raw == b""
        assert "U+" in scene.fault or "subject" in scene.fault or "control" in scene.fault or "direction" in scene.fault


def test_a_sequence_that_begins_with_a_template_without_a_subject_says_so(house: House, tmp_path: Path) -> None:
    (tmp_path / "templates" / "first.j2").write_text("Asks: interest\n\nHi there, still of interest?\n")
    fault = scenes(house, history())[0].fault
    assert "first.j2" in fault
    assert "Subject" in fault


def test_a_mailbox_knows_no_other_button(tmp_path: Path) -> None:
    config = (
        (write_folder(tmp_path)).read_text().replace('username = "ana"', 'username = "ana"\nlist_unsubscribe = "https"')
    )
    (tmp_path / "followupd.toml").write_text(config)
    with pytest.raises(ConfigError, match="list_unsubscribe"):
        open_house(tmp_path / "followupd.toml")
