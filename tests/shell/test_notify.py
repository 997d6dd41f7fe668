"""What systemd is told, at a socket of our own."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from followupd.service.notify import Notifier
from followupd.service.pulse import Pulse


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """The value of $NOTIFY_SOCKET and the end where systemd listens."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@followupd-{secrets.token_hex(8)}"
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening:
        listening.settimeout(10)
        listening.bind(f"\0{name[1:]}" if name.startswith("@") else name)
        yield name, listening


def test_each_thing_that_is_said_is_a_datagram(manager: tuple[str, socket.socket]) -> None:
    name, listening = manager
    notifier = Notifier({"NOTIFY_SOCKET": name})
    notifier.ready("live; 2 mailboxes – fine")
    notifier.status("live; 3 waiting")
    notifier.alive()
    notifier.stopping()
    assert [listening.recv(4096).decode() for _ in range(4)] == [
        "READY=1\nSTATUS=live; 2 mailboxes – fine",
        "STATUS=live; 3 waiting",
        "WATCHDOG=1",
        "STOPPING=1\nSTATUS=finishing the mail in flight",
    ]


def test_reloading_carries_the_time_as_type_notify_reload_wants_it(manager: tuple[str, socket.socket]) -> None:
    name, listening = manager
    Notifier({"NOTIFY_SOCKET": name}).reloading()
    first, second = listening.recv(4096).decode().splitlines()
    assert first == "RELOADING=1"
    key, _, value = second.partition("=")
    assert key == "MONOTONIC_USEC"
    assert int(value) > 0


@pytest.mark.parametrize("path", ["", "/nowhere/at/all", "/" + "x" * 200], ids=["unset", "gone", "too long"])
def test_nobody_who_listens_is_no_trouble(path: str) -> None:
    Notifier({"NOTIFY_SOCKET": path} if path else {}).ready("fine")


@pytest.mark.parametrize(
    ("variable", "every"), [("60000000", 30.0), ("500000", 0.25), ("", None), ("soon", None), ("0", None)]
)
def test_the_watchdog_is_fed_twice_in_its_time(variable: str, every: float | None) -> None:
    """As sd_watchdog_enabled(3) recommends; without a time there is no watchdog."""
    assert Notifier({"WATCHDOG_USEC": variable}).watchdog_every_s == every


def test_a_loop_is_silent_once_its_patience_is_over() -> None:
    pulse = Pulse({"dispatch": 1000.0, "hear": -1.0})
    assert pulse.silent() == []  # whoever has not begun is not late
    pulse.beat("dispatch")
    assert pulse.silent() == []
    pulse.beat("hear")
    assert pulse.silent() == ["hear"]


def test_a_loop_that_stays_away_on_purpose_is_not_silent() -> None:
    pulse = Pulse({"hear": -1.0})
    pulse.beat("hear")
    pulse.rest("hear")
    assert pulse.silent() == []
