"""followupd.toml -> Settings: what a file means, and every fault of it in one go."""

import dataclasses
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.config import (
    FileSecret,
    Security,
    SentCopy,
    Server,
    Settings,
    SettingsError,
    load_settings,
)
from followupd.core.calendar.spans import parse_delay, parse_rate, parse_window
from followupd.core.letters.forward import ForwardStyle
from followupd.core.model import Label
from followupd.replies.decide import COSTS

MAILBOX = """
[mailboxes.ana]
from = "Ana Ruiz <ana@example.com>"
provider = "gmail"
password = { file = "ana.password" }
"""
SMALLEST = f'timezone = "Europe/Berlin"\n{MAILBOX}'


def load(tmp_path: Path, text: str, env: Mapping[str, str] | None = None) -> Settings:
    path = tmp_path / "followupd.toml"
    path.write_text(text)
    return load_settings(path, {"HOME": "/home/ana"} if env is None else env)


def faults_of(tmp_path: Path, text: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    return {fault.key: fault.message for fault in caught.value.faults}


def test_the_smallest_file_gets_every_default(tmp_path: Path) -> None:
    settings = load(tmp_path, SMALLEST)
    assert settings.live is False
    assert settings.country is None
    assert settings.days_off == frozenset()
    assert settings.folder == tmp_path
    assert settings.sending.windows == (parse_window("mon-fri 08:30-12:00"), parse_window("mon-fri 13:00-17:30"))
    assert (settings.sending.per_day, settings.sending.per_hour, settings.sending.per_domain_per_day) == (30, 10, 2)
    assert settings.sending.gap == (parse_delay("90s"), parse_delay("300s"))
    assert settings.sending.per_contact == parse_rate("1 per 2 days")
    assert settings.inbox.max_age == timedelta(minutes=5)
    assert (settings.inbox.junk, settings.inbox.label) == (True, False)
    assert settings.inbox.probe == timedelta(hours=6)
    assert settings.replies.unsure_below == 0.80
    assert settings.replies.later_default == parse_delay("30 days")
    assert settings.alerts.email is None


def test_a_provider_stands_for_its_servers(tmp_path: Path) -> None:
    mailbox = load(tmp_path, SMALLEST).mailboxes["ana"]
    assert mailbox.smtp == Server(host="smtp.gmail.com", port=465, security=Security.TLS)
    assert mailbox.imap == Server(host="imap.gmail.com", port=993, security=Security.TLS)
    assert mailbox.username == "ana@example.com"
    assert mailbox.password == FileSecret(path=tmp_path / "ana.password")
    assert mailbox.sent_copy is SentCopy.AUTO


def test_a_server_that_is_written_out_wins_over_the_provider(tmp_path: Path) -> None:
    text = SMALLEST + 'smtp = { host = "relay.example.com", port = 587 }\n'
    mailbox = load(tmp_path, text).mailboxes["ana"]
    assert mailbox.smtp == Server(host="relay.example.com", port=587, security=Security.STARTTLS)
    assert mailbox.imap.host == "imap.gmail.com"


@pytest.mark.parametrize(
    ("role", "written", "port", "security"),
    [
        ("smtp", 'host = "m.example"', 465, Security.TLS),
        ("imap", 'host = "m.example"', 993, Security.TLS),
        ("smtp", 'host = "m.example", security = "starttls"', 587, Security.STARTTLS),
        ("imap", 'host = "m.example", security = "starttls"', 143, Security.STARTTLS),
        ("imap", 'host = "m.example", port = 143', 143, Security.STARTTLS),
        ("smtp", 'host = "m.example", port = 2465', 2465, Security.TLS),
        ("smtp", 'host = "127.0.0.1", port = 1025, security = "none"', 1025, Security.NONE),
        ("imap", 'host = "::1", port = 1143, security = "none"', 1143, Security.NONE),
    ],
)
def test_port_and_security_follow_from_each_other(
    tmp_path: Path, role: str, written: str, port: int, security: Security
) -> None:
    mailbox = load(tmp_path, f"{SMALLEST}{role} = {{ {written} }}\n").mailboxes["ana"]
    server = mailbox.smtp if role == "smtp" else mailbox.imap
    assert (server.port, server.security) == (port, security)


def test_a_server_on_this_machine_may_ask_for_no_password(tmp_path: Path) -> None:
    text = """
    timezone = "UTC"
    [mailboxes.ana]
    from = "ana@example.com"
    smtp = { host = "localhost", port = 1025, security = "none" }
    imap = { host = "127.0.0.1", port = 1143, security = "none" }
    """
    assert load(tmp_path, text).mailboxes["ana"].password is None


def test_all_faults_come_at_once_one_line_each(tmp_path: Path) -> None:
    text = 'timezone = "Mars/Olympus"\nlive = "yes"\n' + MAILBOX + "[sending]\nper_day = 5000\n"
    path = tmp_path / "followupd.toml"
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        [str(path), "timezone"],
        [str(path), "live"],
        [str(path), "sending.per_day"],
    ]
    assert caught.value.exit_code == 78


@pytest.mark.parametrize(
    ("text", "key", "advice"),
    [
        ("contry = 'DE'\n" + SMALLEST, "contry", "write country"),
        (SMALLEST + "[sending]\nper_dya = 3\n", "sending.per_dya", "write per_day"),
        (SMALLEST + "usrname = 'x'\n", "mailboxes.ana.usrname", "write username"),
        (SMALLEST + "smtp = { hots = 'm.example' }\n", "mailboxes.ana.smtp.hots", "write host"),
        ("per_day = 3\n" + SMALLEST, "per_day", "write it in [sending]"),
        (SMALLEST + "[inbox]\ncountry = 'DE'\n", "inbox.country", "at the top of the file"),
        (SMALLEST + "[inbox]\nzzz = 1\n", "inbox.zzz", "max_age, probe, junk, label"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_right_one(
    tmp_path: Path, text: str, key: str, advice: str
) -> None:
    assert advice in faults_of(tmp_path, text)[key]


@pytest.mark.parametrize(
    ("text", "key", "advice"),
    [
        (MAILBOX, "timezone", 'timezone = "Europe/Berlin"'),
        ('timezone = "UTC"\n', "mailboxes", "[mailboxes.ana]"),
        ('timezone = "UTC"\n[mailboxes.ana]\nprovider = "gmail"\n', "mailboxes.ana.from", "Ana Ruiz <"),
        ('timezone = "UTC"\n[mailboxes.ana]\nfrom = "ana@gmail.com"\n', "mailboxes.ana.provider", 'write "gmail"'),
        ('timezone = "UTC"\n[mailboxes.ana]\nfrom = "ana@own.example"\n', "mailboxes.ana.provider", '"fastmail"'),
        ('timezone = "UTC"\n[mailboxes.ana]\nfrom = "ana@gmail.com"\n', "mailboxes.ana.password", "mode 600"),
    ],
)
def test_what_is_missing_is_named_with_what_to_write(tmp_path: Path, text: str, key: str, advice: str) -> None:
    assert advice in faults_of(tmp_path, text)[key]


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("sending", "per_day = 201"),  # R5.7
        ("sending", "per_day = 0"),
        ("sending", "per_day = true"),
        ("sending", 'per_day = "30"'),
        ("sending", "per_hour = 5000"),
        ("sending", 'gap = "5m-1m"'),
        ("sending", 'gap = "1 business day"'),
        ("sending", 'per_contact = "0 per day"'),
        ("sending", "window = []"),
        ("sending", 'window = "mon-fri 09:00-17:00"'),
        ("sending", 'window = ["mon-fri 17:00-09:00"]'),
        ("inbox", 'max_age = "2h"'),  # R5.12: deafness cannot be configured
        ("inbox", 'max_age = "0s"'),
        ("inbox", 'max_age = "1 business day"'),
        ("inbox", "junk = 1"),
        ("inbox", 'probe = "1m"'),
        ("inbox", "probe = false"),
        ("replies", "unsure_below = 0.1"),
        ("replies", "unsure_below = 1.1"),
        ("replies", 'later_default = "soon"'),
        ("alerts", 'email = "ana"'),
        ("alerts", 'command = "notify-send followupd"'),
        ("alerts", "command = []"),
        ("alerts", 'webhook = "http://hooks.example.com/x"'),
        ("alerts", 'webhook = "example.com"'),
    ],
)
def test_a_wrong_value_is_a_fault_of_its_key(tmp_path: Path, table: str, line: str) -> None:
    assert list(faults_of(tmp_path, f"{SMALLEST}[{table}]\n{line}\n")) == [f"{table}.{line.split(' ', maxsplit=1)[0]}"]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('provider = "gmial"', "provider"),
        ('smtp = { host = "m.example", port = 25 }', "smtp.port"),  # R4.1
        ('smtp = { host = "m.example", security = "none" }', "smtp.security"),
        ('smtp = { host = "localhost.example", port = 1025, security = "none" }', "smtp.security"),
        ('smtp = { host = "localhost", security = "none" }', "smtp.port"),
        ('smtp = { host = "m.example", port = 465, security = "starttls" }', "smtp.security"),
        ('imap = { host = "m.example", port = 143, security = "tls" }', "imap.security"),
        ("imap = { port = 993 }", "imap.host"),
        ('imap = "m.example"', "imap"),
        ('aliases = ["nobody"]', "aliases"),
        ('language = "English"', "language"),
        ('forward_style = "lotus"', "forward_style"),
        ('sent_copy = "maybe"', "sent_copy"),
        ('html = "true"', "html"),
        (r'signature = "a\u0007b"', "signature"),
        ("password = {}", "password"),
        ('password = { file = "a", env = "B" }', "password"),
        ('password = { command = "pass show mail" }', "password.command"),
        ('password = { credential = "../ana" }', "password.credential"),
    ],
)
def test_a_wrong_value_of_a_mailbox_is_a_fault_of_its_key(tmp_path: Path, line: str, key: str) -> None:
    kept = [old for old in SMALLEST.splitlines() if not old.startswith(f"{line.partition(' ')[0]} ")]
    assert list(faults_of(tmp_path, "\n".join([*kept, line]))) == [f"mailboxes.ana.{key}"]


@pytest.mark.parametrize("name", ['"a b"', '"a.b"', '"-a"', '"ä"', '""'])
def test_a_mailbox_needs_a_name_that_can_be_typed(tmp_path: Path, name: str) -> None:
    text = SMALLEST.replace("[mailboxes.ana]", f"[mailboxes.{name}]")
    assert list(faults_of(tmp_path, text)) == [f"mailboxes.{name.strip(chr(34))}"]


def test_one_address_belongs_to_one_mailbox(tmp_path: Path) -> None:
    other = MAILBOX.replace("[mailboxes.ana]", "[mailboxes.bob]").replace("ana@example.com", "bob@example.com")
    text = SMALLEST + other + 'aliases = ["ANA@Example.com"]\n'
    assert "[mailboxes.ana]" in faults_of(tmp_path, text)["mailboxes.bob"]


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    """R6.7."""
    text = SMALLEST.replace('{ file = "ana.password" }', '"hunter2"')
    problem = faults_of(tmp_path, text)["mailboxes.ana.password"]
    assert "{ file = " in problem
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://ana:hunter2@db/f", "postgresql+psycopg://ana@db/f?password=hunter2"]
)
def test_a_password_in_the_database_url_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    problem = faults_of(tmp_path, f'database = "{url}"\n{SMALLEST}')["database"]
    assert "postgresql+psycopg://user@host/db" in problem
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("sqlite:///followupd.db", "sqlite:////var/lib/f/followupd.db"),
        ("sqlite:///sub/f.db", "sqlite:////var/lib/f/sub/f.db"),
        ("sqlite:////srv/f.db", "sqlite:////srv/f.db"),
        ("postgresql+psycopg://ana@db:5433/f", "postgresql+psycopg://ana@db:5433/f"),
        ("postgresql+psycopg:///f?host=/run/postgresql", "postgresql+psycopg:///f?host=/run/postgresql"),
    ],
)
def test_a_sqlite_file_lies_in_the_state_directory(tmp_path: Path, written: str, url: str) -> None:
    settings = load(tmp_path, f'database = "{written}"\n{SMALLEST}', {"STATE_DIRECTORY": "/var/lib/f"})
    assert settings.database == url


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://db/f", "followupd.db", "postgresql://db/f"]
)
def test_a_database_that_forgets_or_is_not_known_is_refused(tmp_path: Path, url: str) -> None:
    assert list(faults_of(tmp_path, f'database = "{url}"\n{SMALLEST}')) == ["database"]


@pytest.mark.parametrize(
    ("env", "line", "state_dir"),
    [
        ({"STATE_DIRECTORY": "/var/lib/f", "XDG_STATE_HOME": "/x"}, 'state = "state"', "/var/lib/f"),
        ({"STATE_DIRECTORY": "/var/lib/f:/var/lib/g"}, "", "/var/lib/f"),
        ({"XDG_STATE_HOME": "/x"}, 'state = "state"', "HERE/state"),
        ({"XDG_STATE_HOME": "/x"}, 'state = "/srv/state"', "/srv/state"),
        ({"XDG_STATE_HOME": "/x", "HOME": "/home/ana"}, "", "/x/followupd"),
        ({"XDG_STATE_HOME": "x", "HOME": "/home/ana"}, "", "/home/ana/.local/state/followupd"),
        ({"HOME": "/home/ana"}, "", "/home/ana/.local/state/followupd"),
    ],
)
def test_the_state_directory(tmp_path: Path, env: dict[str, str], line: str, state_dir: str) -> None:
    """R6.6: systemd's word, then the file's, then XDG's."""
    settings = load(tmp_path, f"{line}\n{SMALLEST}", env)
    assert settings.state_dir == Path(state_dir.replace("HERE", str(tmp_path)))


def test_the_probe_can_be_switched_off(tmp_path: Path) -> None:
    assert load(tmp_path, SMALLEST + "[inbox]\nprobe = 'off'\n").inbox.probe is None


def test_days_off_are_days_and_ranges(tmp_path: Path) -> None:
    text = f'days_off = [2026-12-31, "2026-12-24..2026-12-26"]\n{SMALLEST}'
    assert load(tmp_path, text).days_off == {date(2026, 12, 31), *(date(2026, 12, day) for day in (24, 25, 26))}


@pytest.mark.parametrize(
    ("content", "advice"), [(b"live = \n", "line 1"), (b"\xff", "UTF-8"), (None, "followupd init")]
)
def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path, content: bytes | None, advice: str) -> None:
    path = tmp_path / "followupd.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=re.escape(str(path))) as caught:
        load_settings(path, {})
    assert len(caught.value.faults) == 1
    assert advice in str(caught.value)


@pytest.mark.parametrize("style", ForwardStyle)
def test_every_forward_style_can_be_chosen(tmp_path: Path, style: ForwardStyle) -> None:
    assert load(tmp_path, f'{SMALLEST}forward_style = "{style}"\n').mailboxes["ana"].forward_style is style


def test_settings_cannot_be_changed(tmp_path: Path) -> None:
    settings = load(tmp_path, SMALLEST)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.live = True  # type: ignore[misc]


def test_the_users_costs_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    settings = load(tmp_path, f"{SMALLEST}[replies.costs]\nyes = {{ no = 20 }}\nno.later = 9.5\n")
    assert settings.replies.costs[Label.YES] == {**COSTS[Label.YES], Label.NO: 20.0}
    assert settings.replies.costs[Label.NO][Label.LATER] == 9.5
    assert load(tmp_path, SMALLEST).replies.costs == COSTS


@pytest.mark.parametrize(
    ("line", "key", "advice"),
    [
        ("yse = { no = 20 }", "yse", "write yes"),
        ("yes = { nno = 20 }", "yes.nno", "write no"),
        ("perhaps = { no = 20 }", "perhaps", "they are yes, no, later"),
        ("yes = { yes = 1 }", "yes.yes", "to be right costs nothing"),
        ('yes = { no = "dear" }', "yes.no", "a number from 0 to 1000"),
        ("yes = { no = -1 }", "yes.no", "a number from 0 to 1000"),
        ("yes = { no = true }", "yes.no", "a number from 0 to 1000"),
        ("yes = { no = nan }", "yes.no", "a number from 0 to 1000"),
        ("yes = 20", "yes", "is not a table"),
        ("no = { later = 1 }", "no.later", "a number from 8.0 to 1000"),  # no setting switches that off
        ("unsubscribe = { auto_reply = 1 }", "unsubscribe.auto_reply", "a number from 10.0 to 1000"),
    ],
)
def test_a_wrong_cost_is_a_fault_of_its_key(tmp_path: Path, line: str, key: str, advice: str) -> None:
    found = faults_of(tmp_path, f"{SMALLEST}[replies.costs]\n{line}\n")
    assert list(found) == [f"replies.costs.{key}"]
    assert advice in found[f"replies.costs.{key}"]
