"""What the owner taught, in the store: events that stay, versions that make a chain, and nothing of who was erased."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, select

from followupd.core.model import Contact, Label, ReplyId
from followupd.store import erasure, lessons
from followupd.store.engine import Store
from followupd.store.lessons import SHIPPED, Correction, Version
from followupd.store.tables import corrections
from tests.shell.rows import NOW, new_contact, new_reply

TRACE: Mapping[str, Any] = {
    "asked": "",
    "exact": "ab",
    "shingles": [1, 2],
    "sense": "/0",
    "rows": [3],
    "rules": [None, 1, False, False],
}


def new_correction(
    connection: Connection,
    contact: Contact,
    reply: ReplyId,
    label: Label = Label.LATER,
    trace: Mapping[str, Any] | None = TRACE,
) -> int:
    correction = Correction(
        reply=reply,
        contact=contact.id,
        made_at=NOW,
        was=Label.NO,
        label=label,
        until=None,
        writer="00ff",
        trace=trace,
    )
    return lessons.correct(connection, correction)


def new_version(connection: Connection, correction: int, parent: int = SHIPPED) -> int:
    version = Version(
        parent=parent,
        correction=correction,
        made_at=NOW,
        reach="weights",
        why="",
        held=0,
        earlier=0,
        checked="x",
    )
    return lessons.add(connection, version)


def test_a_correction_is_read_back_as_it_was_made(store: Store) -> None:
    sam = store.now(new_contact)
    reply = store.now(lambda c: new_reply(c, sam))
    number = store.now(lambda c: new_correction(c, sam, reply))
    found = store.now(lessons.everything)[number]
    assert (found.id, found.reply, found.was, found.label, found.made_at) == (
        number,
        reply,
        Label.NO,
        Label.LATER,
        NOW,
    )
    assert found.trace == TRACE


def test_a_second_correction_of_a_reply_leaves_the_first(store: Store) -> None:
    sam = store.now(new_contact)
    reply = store.now(lambda c: new_reply(c, sam))
    for label in (Label.LATER, Label.YES):
        store.now(lambda c, label=label: new_correction(c, sam, reply, label))  # type: ignore[misc]
    assert [each.label for each in store.now(lessons.everything).values()] == [Label.LATER, Label.YES]


def test_without_words_there_is_no_trace(store: Store) -> None:
    sam = store.now(new_contact)
    reply = store.now(lambda c: new_reply(c, sam))
    number = store.now(lambda c: new_correction(c, sam, reply, trace=None))
    assert store.now(lessons.everything)[number].trace is None
    assert store.now(lambda c: c.execute(select(corrections.c.id).where(corrections.c.trace.is_(None))).all())


def test_a_new_version_is_in_use_and_any_other_can_be(store: Store) -> None:
    assert store.now(lessons.in_use) == SHIPPED
    first = store.now(lambda c: new_version(c, 1))
    second = store.now(lambda c: new_version(c, 2, parent=first))
    assert store.now(lessons.in_use) == second
    for number in (first, SHIPPED):
        store.now(lambda c, number=number: lessons.use(c, number))  # type: ignore[misc]
        assert store.now(lessons.in_use) == number


@pytest.mark.parametrize(("number", "made_of"), [(0, []), (1, [1]), (2, [1, 2]), (3, [1, 3])])
def test_a_version_is_made_of_the_ones_that_it_was_made_from(store: Store, number: int, made_of: list[int]) -> None:
    """What was left by going back is not among them: version 3 was made from version 1."""

    def write(connection: Connection) -> None:
        for correction, parent in ((1, SHIPPED), (2, 1), (3, 1)):
            new_version(connection, correction, parent)

    store.now(write)
    assert [each.id for each in lessons.chain(store.now(lessons.versions), number)] == made_of


def test_whatever_changes_the_lessons_changes_their_state(store: Store) -> None:
    sam = store.now(new_contact)
    reply = store.now(lambda c: new_reply(c, sam))
    seen = [store.now(lessons.state)]
    number = store.now(lambda c: new_correction(c, sam, reply))
    store.now(lambda c: new_version(c, number))
    seen.append(store.now(lessons.state))
    store.now(lambda c: erasure.forget(c, sam.id))
    seen.append(store.now(lessons.state))
    store.now(lambda c: lessons.use(c, SHIPPED))
    seen.append(store.now(lessons.state))
    assert all(one != other for one, other in pairwise(seen))


def test_who_is_erased_leaves_nothing_that_was_learnt_from_them(store: Store) -> None:
    sam, kim = store.now(new_contact), store.now(lambda c: new_contact(c, "kim@globex.example"))
    for person in (sam, kim):
        reply = store.now(lambda c, person=person: new_reply(c, person, identity=person.address))  # type: ignore[misc]
        number = store.now(lambda c, p=person, r=reply: new_correction(c, p, r))  # type: ignore[misc]
        store.now(lambda c, number=number: new_version(c, number))  # type: ignore[misc]
    store.now(lambda c: erasure.forget(c, sam.id))
    assert [each.contact for each in store.now(lessons.everything).values()] == [kim.id]
    assert len(store.now(lessons.versions)) == 2


def test_a_correction_without_its_reply_is_refused(store: Store) -> None:
    sam = store.now(new_contact)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.now(lambda c: new_correction(c, sam, ReplyId(99)))
