"""The suppression list: it outlives everything but the owner's express wish."""

import pytest
from sqlalchemy import Connection, update

from followupd.store import contacts, meta, suppressions
from followupd.store.engine import Store
from followupd.store.suppressions import Suppression
from followupd.store.tables import suppressions as table
from tests.shell.rows import DAY, NOW, new_contact


def suppress(connection: Connection, address: str = "sam@acme.example", reason: str = "no") -> bool:
    return suppressions.add(connection, address, reason=reason, at=NOW)


def reason(store: Store, address: str = "sam@acme.example") -> str | None:
    return store.now(lambda c: suppressions.reason(c, address))


def test_a_suppressed_address_is_found_in_any_capitals(store: Store) -> None:
    assert store.now(lambda c: suppress(c, "Sam@Acme.example"))
    assert reason(store, "sAM@acme.EXAMPLE") == "no"
    assert reason(store, "samuel@acme.example") is None


def test_it_still_works_when_the_address_is_erased(store: Store) -> None:
    store.now(suppress)
    store.now(lambda c: c.execute(update(table).values(address=None)))
    assert reason(store) == "no"
    assert store.now(suppressions.everybody) == [
        Suppression(address=None, domain=None, reason="no", made_at=NOW, note="")
    ]


def test_what_is_left_of_an_erased_address_cannot_be_guessed_without_the_key(store: Store) -> None:
    store.now(suppress)
    digest = store.now(lambda c: c.execute(table.select()).mappings().one())["address_hash"]
    store.now(lambda c: meta.put(c, meta.HASH_KEY, "00" * 32))
    assert reason(store) is None  # another key, another hash: the key is part of it
    assert "sam" not in digest


def test_importing_a_contact_again_takes_nobody_off_the_list(store: Store) -> None:
    store.now(suppress)
    store.now(new_contact)
    assert reason(store) == "no"
    assert store.now(contacts.everybody)[0].address == "sam@acme.example"


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        ("no", "unsubscribed", "unsubscribed"),
        ("undeliverable", "unsubscribed", "unsubscribed"),
        ("unsubscribed", "no", "unsubscribed"),
        ("unsubscribed", "undeliverable", "unsubscribed"),
        ("no", "undeliverable", "no"),
    ],
)
def test_an_opt_out_outweighs_any_other_reason_and_else_the_first_one_stays(
    store: Store, first: str, second: str, stays: str
) -> None:
    assert store.now(lambda c: suppress(c, reason=first))
    assert not store.now(lambda c: suppress(c, reason=second))
    assert reason(store) == stays


def test_a_suppressed_domain_is_everybody_there_and_nobody_else(store: Store) -> None:
    assert store.now(lambda c: suppressions.add_domain(c, "Acme.example", reason="competitor", at=NOW))
    assert not store.now(lambda c: suppressions.add_domain(c, "acme.example", reason="again", at=NOW + DAY))
    assert reason(store, "anybody@ACME.example") == "competitor"
    assert reason(store, "anybody@mail.acme.example") is None
    assert reason(store, "anybody@notacme.example") is None


def test_only_remove_takes_an_entry_off_the_list(store: Store) -> None:
    store.now(suppress)
    store.now(lambda c: suppressions.add_domain(c, "acme.example", reason="competitor", at=NOW))
    assert store.now(lambda c: suppressions.remove(c, "SAM@acme.example"))
    assert reason(store) == "competitor"
    assert store.now(lambda c: suppressions.remove(c, "Acme.example"))
    assert reason(store) is None
    assert not store.now(lambda c: suppressions.remove(c, "sam@acme.example"))
