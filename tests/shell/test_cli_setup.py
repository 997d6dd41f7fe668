"""init and check."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.demo.servers import mail_servers
from followupd.service.asking.mailpile import Found, Manner, Pile
from followupd.service.house import open_house
from tests.shell.cli_user import typed, user
from tests.stories.world import CONFIG

FROM = ("--from", "Ana Ruiz <ana@example.com>", "--provider", "gmail")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory, for the state of a folder that names none."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    return tmp_path


def test_init_writes_a_folder_in_which_check_finds_no_fault(home: Path) -> None:
    assert typed("init", str(home / "mine"), *FROM).code == 0
    said = typed("check", "--config", str(home / "mine"))
    assert said.code == 0, said.out + said.err
    assert "No faults" in said.out


def test_init_says_the_three_things_to_type_next(home: Path) -> None:
    said = typed("init", str(home / "mine"), *FROM)
    assert "ana.password" in said.out
    assert "followupd check --online" in said.out
    assert "followupd import people.csv --sequence voicemail" in said.out


def test_init_writes_a_dry_run(home: Path) -> None:
    typed("init", str(home / "mine"), *FROM)
    assert open_house(home / "mine" / "followupd.toml").settings.live is False


def test_init_overwrites_nothing(home: Path) -> None:
    kept = home / "mine" / "templates" / "first-mail.j2"
    kept.parent.mkdir(parents=True)
    kept.write_text("my words")
    said = typed("init", str(home / "mine"), *FROM)
    assert said.code == 73
    assert str(kept) in said.err
    assert [path for path in (home / "mine").rglob("*") if path.is_file()] == [kept]
    assert kept.read_text() == "my words"


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        ((), 64, '--from "Your Name <you@example.com>"'),
        (("--from", "ana"), 65, "“ana” is not an e-mail address"),
        (("--from", "ana@example.com", "--provider", "gmial"), 64, "gmial"),
    ],
)
def test_init_writes_nothing_without_a_sender_it_can_use(
    home: Path, options: tuple[str, ...], code: int, sentence: str
) -> None:
    said = typed("init", str(home / "mine"), *options)
    assert (said.code, sentence in said.err) == (code, True), said.err
    assert not (home / "mine").exists()


def test_the_example_that_init_gives_for_own_phrases_works(home: Path) -> None:
    typed("init", str(home / "mine"), *FROM)
    readme = (home / "mine" / "phrases" / "README.md").read_text()
    example = "\n".join(line[4:] for line in readme.splitlines() if line.startswith("    "))
    (home / "mine" / "phrases" / "mine.toml").write_text(example)
    lexicon = open_house(home / "mine" / "followupd.toml").lexicon
    raw = b"From: sam@acme.example\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n\nThere will be a new marketing budget.\n"
    pile = Pile(manner=Manner(lexicon=lexicon))
    found = pile.sort(Found(name="-", raw=raw), now=lambda: datetime(2026, 11, 20, tzinfo=UTC))
    assert "later.budget" in [item.why for item in found.classification.evidence]


def test_check_names_the_contact_whose_next_mail_cannot_be_written(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.type("import", str(me.write("p.csv", "email,company\nlee@acme.example,Acme\n")), "--sequence", "no-reply")
    said = me.type("check")
    assert said.code == 78
    assert "fault   lee@acme.example (no-reply, step 1)" in said.out
    assert "first_name" in said.out


def test_check_says_for_whom_an_edit_took_the_step_away(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.import_people("sam@acme.example")
    path = tmp_path / "sequences" / "no-reply.toml"
    path.write_text(path.read_text().replace('template = "first.j2"', 'template = "closer.j2"\nid = "opening"'))
    said = me.type("check")
    assert said.code == 78
    assert "sequences/no-reply.toml: sam@acme.example wait for “email:first”" in said.out


def test_check_names_file_and_line_of_a_broken_template(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.write("templates/bump.j2", "Hello {{ contact.first_name }\n")
    said = me.type("check")
    assert said.code == 78
    assert "templates/bump.j2:1" in said.out


def test_check_names_line_and_column_of_a_claim(tmp_path: Path) -> None:
    me = user(tmp_path)
    me.write(
        "templates/closer.j2",
        "Asks: close-file\nLang: en\n\nHi,\n\nas promised: shall I close your file? No is fine.\n",
    )
    said = me.type("check")
    assert said.code == 78
    assert "fault   templates/closer.j2:6:1: “as promised” is also said where the promise was broken" in said.out


def test_advice_alone_is_no_fault(tmp_path: Path) -> None:
    said = user(tmp_path).type("check")
    assert said.code == 0
    assert "advice  sequences/voicemail.toml: " in said.out


def test_check_refuses_a_password_that_others_may_read(tmp_path: Path) -> None:
    me = user(tmp_path)
    config = tmp_path / "followupd.toml"
    config.write_text(config.read_text() + 'password = { file = "secret" }\n')
    me.write("secret", "hunter2\n").chmod(0o644)
    said = me.type("check")
    assert said.code == 78
    assert f"chmod 600 {tmp_path / 'secret'}" in said.out


def test_check_says_that_a_provider_takes_no_passwords(home: Path) -> None:
    typed("init", str(home / "mine"), "--from", "ana@example.com", "--provider", "m365")
    said = typed("check", "--config", str(home / "mine"))
    assert "wants an OAuth access token" in said.out


@pytest.mark.parametrize(
    ("password", "code", "answers"),
    [
        ("right", 0, ["online  mailboxes.ana: logged in. Inbox is “INBOX”"]),
        ("wrong", 69, ["fault   mailboxes.ana: IMAP: the login of ana", "fault   mailboxes.ana: SMTP: "]),
    ],
)
async def test_check_online_logs_in_at_both_servers_and_sends_nothing(
    tmp_path: Path, password: str, code: int, answers: list[str]
) -> None:
    received: list[str] = []
    async with mail_servers("ana", "right", lambda recipient, _: received.append(recipient)) as servers:
        config = CONFIG.replace("2525", str(servers.smtp_port)).replace("1143", str(servers.imap_port))
        me = user(tmp_path, config=f'{config}password = {{ file = "secret" }}\n')
        me.write("secret", f"{password}\n").chmod(0o600)
        said = await asyncio.to_thread(me.type, "check", "--online")
    assert said.code == code, said.out + said.err
    assert [answer for answer in answers if answer not in said.out] == []
    assert received == []


def test_check_online_says_which_server_cannot_be_reached(tmp_path: Path) -> None:
    me = user(tmp_path, config=CONFIG.replace("2525", "1").replace("1143", "1"))
    said = me.type("check", "--online")
    assert said.code == 69
    assert "IMAP: the connection to 127.0.0.1:1 failed" in said.out
    assert "SMTP: 127.0.0.1" in said.out


def test_check_says_that_without_a_country_no_holiday_counts(tmp_path: Path) -> None:
    me = user(tmp_path, config=CONFIG.replace('country = "DE"\n', ""))
    assert "mails leave on Christmas Day" in me.type("check").out
    assert "Christmas" not in user(tmp_path, config=CONFIG).type("check").out
