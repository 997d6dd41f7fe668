"""What a verb works on, opened once: the settings, the database, the time."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Connection

from followupd.cli.options import config_option, json_option
from followupd.config import Mailbox, Settings, find_config
from followupd.core.errors import BusyError, UsageError
from followupd.core.sequences import Sequence
from followupd.mail.ports import Clock
from followupd.service.clock import SystemClock
from followupd.service.house import House, open_house
from followupd.service.plans import Planner
from followupd.service.telling.maillog import ReplyLog
from followupd.store.engine import Store, open_store
from followupd.store.enrollments import StaleError

__all__ = ["Office", "clock", "config_option", "json_option", "office", "open_folder"]

T = TypeVar("T")


def clock() -> Clock:
    """Return the clock to go by: the system's, unless the caller of `main.run` brought one along."""
    given: Clock | None = click.get_current_context().obj
    return given or SystemClock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The user's folder and database, and the present moment."""

    house: House
    store: Store
    now: datetime

    @property
    def settings(self) -> Settings:
        return self.house.settings

    @property
    def planner(self) -> Planner:
        return self.house.planner

    @property
    def zone(self) -> str:
        """The owner's zone: what they read times in."""
        return self.house.settings.timezone

    def look(self, work: Callable[[Connection], T]) -> T:
        """Read."""
        return self.store.glance(work)

    def change(self, work: Callable[[Connection], T]) -> T:
        """Write, in one transaction; then bring the reply log up to date where there is something new for it."""
        try:
            done = self.store.now(work)
        except StaleError as error:
            raise BusyError("The daemon changed the same contact at this very moment; try again.") from error
        self.store.now(self.reply_log.bring_up_to_date)
        return done

    @property
    def reply_log(self) -> ReplyLog:
        return ReplyLog(self.settings.state_dir / "replies.jsonl")

    def sequence(self, name: str) -> Sequence:
        """Return the sequence of this name; UsageError with the nearest one where there is none."""
        found = self.house.sequences.get(name)
        if found is None:
            near = get_close_matches(name, self.house.sequences, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(sorted(self.house.sequences))}."
            raise UsageError(f"There is no sequence “{name}” in {self.settings.folder / 'sequences'}. {hint}")
        return found

    def mailbox(self, name: str | None) -> Mailbox:
        """Return the mailbox of this name, or the only one there is."""
        mailboxes = self.settings.mailboxes
        name = next(iter(mailboxes)) if name is None and len(mailboxes) == 1 else name
        if name is not None and name in mailboxes:
            return mailboxes[name]
        said = f"There is no mailbox “{name}”." if name else "There is more than one mailbox."
        raise UsageError(f"{said} Say which with --mailbox: {', '.join(mailboxes)}.")


def open_folder(config: Path | None) -> House:
    """Read the folder that `--config` or the environment names; raises FolderError with every fault of it."""
    return open_house(find_config(config, os.environ))


@contextmanager
def office(config: Path | None) -> Iterator[Office]:
    """Open the folder and its database."""
    house = open_folder(config)
    house.settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(house.settings.database)
    try:
        yield Office(house=house, store=store, now=clock().now())
    finally:
        store.close()
