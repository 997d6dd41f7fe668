"""Tells systemd how things are: sd_notify over a datagram socket, without a dependency. Silent where nobody listens."""

import os
import socket
import time
from collections.abc import Mapping


class Notifier:
    """The service manager's ear, from `$NOTIFY_SOCKET` and `$WATCHDOG_USEC`."""

    def __init__(self, env: Mapping[str, str] = os.environ) -> None:
        path = env.get("NOTIFY_SOCKET", "")
        self._address = f"\0{path[1:]}" if path.startswith("@") else path  # "@" is the abstract name space
        watchdog_us = env.get("WATCHDOG_USEC", "")
        # Twice in its time, as sd_watchdog_enabled(3) has it; 0 is none.
        self.watchdog_every_s = (int(watchdog_us) / 2_000_000 or None) if watchdog_us.isdecimal() else None

    def ready(self, status: str) -> None:
        """Say that configuration, database and lock are fine; the network may still be down."""
        self._send(f"READY=1\nSTATUS={status}")

    def status(self, text: str) -> None:
        """Say in a line how things are: `systemctl status` shows it."""
        self._send(f"STATUS={text}")

    def alive(self) -> None:
        """Feed the watchdog."""
        self._send("WATCHDOG=1")

    def reloading(self) -> None:
        """Say that the configuration is being read again; `ready` ends it."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that the end has begun."""
        self._send("STOPPING=1\nSTATUS=finishing the mail in flight")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            try:
                sock.sendto(message.encode(), self._address)
            except OSError:
                return  # the manager is gone; there is nobody to tell that to
