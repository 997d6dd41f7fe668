"""How replies are read in a folder of the user's: with their phrases, their costs and what their corrections taught."""

from contextlib import closing
from pathlib import Path

import click

from followupd.core.errors import ConfigError
from followupd.replies.learning.taught import Taught
from followupd.service import lessons
from followupd.service.asking.mailpile import Manner
from followupd.service.house import open_house
from followupd.store.engine import is_made, open_store


def manner_of(path: Path, *, is_named: bool) -> Manner:
    """Return how the daemon of this followupd.toml reads replies.

    A folder that nobody named (`is_named`) is passed over with a word where it has faults; raises ConfigError else.
    """
    try:
        house = open_house(path)
    except ConfigError:
        if is_named:
            raise
        click.echo(f"Sorted by what ships, for {path} has faults: see followupd check.", err=True)
        return Manner()
    rules = house.settings.replies
    return Manner(
        lexicon=house.lexicon,
        costs=rules.costs,
        unsure_below=rules.unsure_below,
        taught=_taught(house.settings.database),
    )


def _taught(database: str) -> Taught | None:
    """Return what the corrections taught; to sort mail files makes no database."""
    if not is_made(database):
        return None
    with closing(open_store(database)) as store:
        return store.glance(lessons.in_use)
