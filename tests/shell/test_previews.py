"""What would be said, before anything leaves: what is missing, what is somebody else's, and the page to look at."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from followupd.core.model import Contact, ContactId
from followupd.service import changes
from followupd.service.asking.inspection import Finding, inspect
from followupd.service.asking.previews import Preview, as_html, gaps, strangers, upcoming
from followupd.service.asking.rehearsal import rehearse
from followupd.service.house import House, open_house
from followupd.service.sending.writing import History, Writer
from followupd.store import contacts
from followupd.store.engine import Store, open_store
from tests.stories.world import write_folder

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return open_house(write_folder(tmp_path))


@pytest.fixture
def store(house: House) -> Iterator[Store]:
    store = open_store(house.settings.database)
    yield store
    store.close()


def enroll(store: Store, house: House, address: str, **fields: str) -> Contact:
    new = Contact(id=ContactId(0), address=address, fields={"email": address, **fields})
    contact = store.now(lambda c: contacts.add(c, new, NOW))
    sequence = house.sequences["no-reply"]
    store.now(lambda c: changes.enroll(c, house.planner, contact, sequence, mailbox="ana", at=NOW))
    return contact


def previews(store: Store, house: House) -> list[Preview]:
    return store.glance(lambda c: list(upcoming(c, house, NOW)))


def found(store: Store, house: House, address: str) -> list[Finding]:
    return [each for each in store.glance(lambda c: inspect(c, house, NOW)) if each.place.startswith(address)]


def write(house: House, name: str, text: str) -> None:
    (house.settings.folder / "templates" / name).write_text(text, encoding="utf-8")


def test_everybodys_messages_to_the_end_are_written(store: Store, house: House) -> None:
    enroll(store, house, "sam@acme.example", first_name="Sam")
    enroll(store, house, "kim@globex.example", first_name="Kim")
    found_ = previews(store, house)
    assert [(each.contact.address, len(each.scenes)) for each in found_] == [
        ("sam@acme.example", 3),
        ("kim@globex.example", 3),
    ]
    assert all(scene.raw for each in found_ for scene in each.scenes)


def test_each_missing_fact_is_told_once_for_each_contact(store: Store, house: House) -> None:
    write(
        house,
        "closer.j2",
        "Asks: close-file\n\n{{ contact.first_name }}, shall I close the file of {{ contact.company }}?\n",
    )
    enroll(store, house, "sam@acme.example", first_name="Sam", company="Acme")
    enroll(store, house, "kim@globex.example", company="Globex")
    enroll(store, house, "pat@initech.example", first_name="Pat")
    told = [(gap.contact.address, gap.index, gap.sentence) for gap in gaps(previews(store, house))]
    assert [(address, index) for address, index, _ in told] == [
        ("kim@globex.example", 0),
        ("pat@initech.example", 2),
    ]
    assert "contact.first_name" in told[0][2]
    assert "contact.company" in told[1][2]


def test_a_fact_that_two_templates_need_is_told_once(store: Store, house: House) -> None:
    write(house, "closer.j2", "Asks: close-file\n\n{{ contact.first_name }}, shall I close your file?\n")
    enroll(store, house, "kim@globex.example")
    assert [gap.index for gap in gaps(previews(store, house))] == [0]


def test_a_mail_that_cannot_be_written_is_no_fault_of_those_after_it(store: Store, house: House) -> None:
    enroll(store, house, "kim@globex.example")
    assert [gap.index for gap in gaps(previews(store, house))] == [0]


def test_what_another_ones_row_holds_is_found_in_a_text(store: Store, house: House) -> None:
    write(house, "closer.j2", "Asks: close-file\n\nShall I close the file of Globex Corporation?\n")
    enroll(store, house, "sam@acme.example", first_name="Sam", company="Acme")
    enroll(store, house, "kim@globex.example", first_name="Kim", company="Globex Corporation")
    leaks = store.glance(lambda c: strangers(c, house, upcoming(c, house, NOW)))
    assert [(each.reader, each.owner, each.column) for each in leaks] == [
        ("sam@acme.example", "kim@globex.example", "company")
    ]
    (finding,) = found(store, house, "sam@acme.example")
    assert finding.is_fault
    assert "“Globex Corporation”, which is the company of kim@globex.example" in finding.sentence


def test_the_check_names_contact_step_file_and_fact(store: Store, house: House) -> None:
    enroll(store, house, "kim@globex.example")
    (finding,) = found(store, house, "kim@globex.example")
    assert finding.place == "kim@globex.example (no-reply, step 1)"
    assert "first.j2" in finding.sentence
    assert "contact.first_name" in finding.sentence
    assert finding.is_fault


# --- the page -------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would make of it: tags, what they load, the text that is seen."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [
            value or "" for name, value in attrs if name in {"src", "href", "srcset", "action", "background"}
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


def page(house: House, sequence: str = "no-reply", **fields: str) -> str:
    writer = Writer(mailbox=house.settings.mailboxes["ana"], planner=house.planner, library=house.library)
    contact = Contact(id=ContactId(1), address="sam@acme.example", fields={"email": "sam@acme.example", **fields})
    plan = house.sequences[sequence]
    return as_html(plan, rehearse(writer, plan, History(contact=contact), NOW), "Europe/Berlin")


def test_the_page_shows_every_message_with_its_time(house: House) -> None:
    text = Page(page(house, first_name="Sam")).text
    for words in (
        "Hi Sam,",
        "Mon 23 Nov 2026, 09:",
        "Fwd: Your pump",
        "Forwarded message",
        "Re: Your pump",
        "Shall I close your file?",
        "Ana Ruiz <ana@northwind.example>",
    ):
        assert words in text


def test_the_page_says_what_cannot_be_sent_and_why(house: House) -> None:
    text = Page(page(house)).text
    assert "This cannot be sent" in text
    assert "contact.first_name" in text


def test_a_script_tells_how_long_it_takes_to_say(house: House) -> None:
    assert re.search(r"About \d+ seconds to say", Page(page(house, "voicemail", first_name="Sam")).text)


def test_nothing_of_a_contact_becomes_markup(house: House) -> None:
    poison = '"><script>alert(1)</script><img src=https://evil.example/x.png>'
    shown = Page(page(house, first_name=poison))
    assert not {"script", "img"} & set(shown.tags)
    assert poison in shown.text


def test_the_page_loads_nothing(house: House) -> None:
    source = page(house, first_name="Sam")
    assert Page(source).loads == []
    assert "default-src 'none'" in source
    assert not re.search(r"url\(|@import|https?://", source)


def test_the_page_follows_light_and_dark(house: House) -> None:
    source = page(house, first_name="Sam")
    assert "prefers-color-scheme: dark" in source
    assert '<meta name="color-scheme" content="light dark">' in source
