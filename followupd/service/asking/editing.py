"""What an edit of the sequence files changes: against the steps as the daemon last took them over."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection

from followupd.core.edits import EditEffect, effects_of_edit, keys_of
from followupd.core.sequences import Sequence
from followupd.store import enrollments, meta


def remember(connection: Connection, sequences: Mapping[str, Sequence]) -> None:
    """Remember the steps that are in force from now on."""
    meta.put(connection, meta.STEPS, json.dumps({name: keys_of(sequence) for name, sequence in sequences.items()}))


def effects(connection: Connection, sequences: Mapping[str, Sequence]) -> tuple[EditEffect, ...]:
    """Return what would change for those who are in a sequence if the files as they are now came into force."""
    old = json.loads(meta.get(connection, meta.STEPS) or "{}")
    return effects_of_edit(enrollments.active(connection), old, sequences)
