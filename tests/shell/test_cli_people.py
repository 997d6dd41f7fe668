"""import, enroll, log, agree, show, suppress, export, erase."""

import json
from pathlib import Path

import pytest

from tests.shell.cli_user import User, user
from tests.stories.world import MONDAY, world


class StoppedClock:
    """A clock that stands still, on a Monday at nine in Berlin."""

    def now(self) -> object:
        return MONDAY


@pytest.fixture
def me(tmp_path: Path) -> User:
    return user(tmp_path, clock=StoppedClock())


def test_import_enrolls_and_says_when_the_first_one_is_due(me: User) -> None:
    said = me.import_people("sam@acme.example", "kim@globex.example")
    assert said.code == 0, said.err
    assert said.lines[0] == "2 enrolled in “no-reply”."
    assert "The first one is due Mon 2026-11-23 09:00 (Europe/Berlin)" in said.out


def test_one_bad_row_and_nobody_is_imported(me: User) -> None:
    path = me.write("people.csv", "email,first_name\nsam@acme.example,Sam\nkim at globex,Kim\n,Lee\n")
    with me.changes_nothing():
        said = me.type("import", str(path), "--sequence", "no-reply")
    assert said.code == 65
    assert f"{path}, line 3: “kim at globex” is not an e-mail address" in said.err
    assert f"{path}, line 4: the email is missing" in said.err
    assert "--skip-bad" in said.err


def test_skip_bad_takes_the_good_rows_and_names_the_others(me: User) -> None:
    path = me.write("people.csv", "email,first_name\nsam@acme.example,Sam\nkim at globex,Kim\n")
    said = me.type("import", str(path), "--sequence", "no-reply", "--skip-bad")
    assert said.code == 0
    assert "line 3" in said.err
    assert [row[1] for row in me.rows()["contacts"]] == ["sam@acme.example"]


@pytest.mark.parametrize(
    ("content", "sequence", "code", "sentence"),
    [
        ("email\nsam@acme.example\n", "no-replay", 64, "Did you mean “no-reply”?"),
        ("name\nSam\n", "no-reply", 65, "no column is called “email”"),
        ("", "no-reply", 65, "the file is empty"),
        ('email,first_name\nsam@acme.example,"Sa\nm"\n', "no-reply", 65, "line 2: the cell “first_name”"),
    ],
)
def test_a_file_that_cannot_be_imported_gets_a_sentence_and_changes_nothing(
    me: User, content: str, sequence: str, code: int, sentence: str
) -> None:
    path = me.write("people.csv", content)
    with me.changes_nothing():
        said = me.type("import", str(path), "--sequence", sequence)
    assert (said.code, sentence in said.err) == (code, True), said.err


def test_nobody_on_the_suppression_list_comes_in(me: User) -> None:
    me.type("suppress", "add", "Sam@Acme.example")
    said = me.import_people("sam@acme.example", "kim@globex.example")
    assert "not enrolled: sam@acme.example is on the suppression list (by-hand)" in said.err
    assert [row[1] for row in me.rows()["contacts"]] == ["kim@globex.example"]


def test_nobody_of_a_suppressed_domain_comes_in(me: User) -> None:
    me.type("suppress", "add", "acme.example")
    assert "0 enrolled" in me.import_people("sam@acme.example").out


def test_who_is_in_a_sequence_is_not_enrolled_again_but_gets_the_new_columns(me: User) -> None:
    me.import_people("sam@acme.example")
    path = me.write("people.csv", "email,company\nsam@acme.example,Acme\n")
    said = me.type("import", str(path), "--sequence", "voicemail")
    assert "not enrolled: sam@acme.example is in the sequence “no-reply” already" in said.err
    assert len(me.rows()["enrollments"]) == 1
    assert "company: Acme" in me.type("show", "sam@acme.example").out


def test_with_two_mailboxes_import_asks_which(tmp_path: Path) -> None:
    me = user(tmp_path)
    second = (
        '\n[mailboxes.bo]\nfrom = "bo@northwind.example"\n'
        'smtp = { host = "127.0.0.1", port = 2525, security = "none" }\n'
        'imap = { host = "127.0.0.1", port = 1143, security = "none" }\n'
    )
    me.write("followupd.toml", (tmp_path / "followupd.toml").read_text() + second)
    said = me.import_people("sam@acme.example")
    assert said.code == 64
    assert "--mailbox: ana, bo" in said.err


def test_enroll_takes_known_contacts_only(me: User) -> None:
    with me.changes_nothing():
        said = me.type("enroll", "sam@acme.example", "--sequence", "voicemail")
    assert said.code == 64
    assert "Nobody with the address sam@acme.example is known" in said.err


def test_enroll_says_why_somebody_cannot_be_enrolled(me: User) -> None:
    me.import_people("sam@acme.example")
    with me.changes_nothing():
        said = me.type("enroll", "sam@acme.example", "--sequence", "voicemail")
    assert said.code == 65
    assert "is in the sequence “no-reply” already" in said.err


def test_a_logged_voicemail_is_in_the_timeline_at_its_own_time(me: User) -> None:
    me.import_people("sam@acme.example")
    said = me.type("log", "sam@acme.example", "voicemail", "--note", "about the pump", "--at", "8:15")
    assert said.code == 0, said.err
    assert "Mon 2026-11-23 08:15  voicemail" in me.type("show", "sam@acme.example").out


@pytest.mark.parametrize(
    ("kind", "at", "sentence"),
    [
        ("voicemial", "8:15", "Did you mean voicemail?"),
        ("voice mail!", "8:15", "voicemail"),
        ("voicemail", "tomorrow", "write 14:30, yesterday 14:30 or 2026-11-20 14:30"),
        ("voicemail", "14:30", "lies in the future"),
    ],
)
def test_what_cannot_be_logged_is_refused_with_what_can(me: User, kind: str, at: str, sentence: str) -> None:
    me.import_people("sam@acme.example")
    with me.changes_nothing():
        said = me.type("log", "sam@acme.example", kind, "--at", at)
    assert (said.code, sentence in said.err) == (64, True), said.err


@pytest.mark.parametrize(
    ("words", "day"),
    [("yesterday 14:30", "Sun 2026-11-22 14:30"), ("friday 9:00", "Fri 2026-11-20 09:00"),
     ("2026-11-19T16:05", "Thu 2026-11-19 16:05")],
)  # fmt: skip
def test_the_time_of_a_call_can_be_said_as_people_say_it(me: User, words: str, day: str) -> None:
    me.import_people("sam@acme.example")
    me.type("log", "sam@acme.example", "call", "--at", words)
    assert f"{day}  call" in me.type("show", "sam@acme.example").out


def test_an_agreement_is_kept(me: User) -> None:
    me.import_people("sam@acme.example")
    assert me.type("agree", "sam@acme.example", "--what", "a call", "--on", "2026-12-01").code == 0
    assert "agreed on “a call” for 2026-12-01" in me.type("show", "sam@acme.example").out


def test_an_agreement_for_no_day_is_refused(me: User) -> None:
    me.import_people("sam@acme.example")
    with me.changes_nothing():
        said = me.type("agree", "sam@acme.example", "--what", "a call", "--on", "next tuesday")
    assert said.code == 64
    assert "write it as 2027-01-12" in said.err


def test_an_agreement_names_a_sequence_that_exists(me: User) -> None:
    me.import_people("sam@acme.example")
    agreed = ("agree", "sam@acme.example", "--what", "a call", "--on", "2026-12-01", "--then")
    with me.changes_nothing():
        assert "Did you mean “no-reply”?" in me.type(*agreed, "no-replay").err
    assert "“no-reply” begins" in me.type(*agreed, "no-reply").out


def test_suppressing_somebody_stops_their_sequence(me: User) -> None:
    me.import_people("sam@acme.example")
    said = me.type("suppress", "add", "sam@acme.example", "--note", "asked on the phone")
    assert "1 put on the suppression list, 0 there already; 1 sequences stopped" in said.out
    assert "sam@acme.example  by-hand" in me.type("suppress", "list").out
    assert me.type("plan").out.startswith("Nothing happens")


def test_the_suppression_list_survives_export_and_import(me: User, tmp_path: Path) -> None:
    me.type("suppress", "add", "sam@acme.example", "globex.example", "--note", "told so, twice")
    exported = me.write("list.csv", me.type("suppress", "export").out)
    other = user(tmp_path / "other")
    assert other.type("suppress", "import", str(exported)).code == 0
    listed = [json.loads(each.type("suppress", "list", "--json").out)["suppressed"] for each in (me, other)]
    strip = [[(row["address"], row["domain"], row["reason"], row["note"]) for row in rows] for rows in listed]
    assert strip[0] == strip[1] != []


def test_a_suppression_file_with_one_bad_line_changes_nothing(me: User) -> None:
    path = me.write("list.csv", "sam@acme.example\nnot an address\n")
    with me.changes_nothing():
        said = me.type("suppress", "import", str(path))
    assert said.code == 65
    assert f"{path}, line 2" in said.err


def test_only_who_is_on_the_list_can_be_taken_off_it(me: User) -> None:
    assert me.type("suppress", "remove", "sam@acme.example").code == 64
    me.type("suppress", "add", "sam@acme.example")
    assert me.type("suppress", "remove", "sam@acme.example").code == 0
    assert me.type("suppress", "list").out == "Nobody is on the suppression list.\n"


async def test_show_tells_mails_and_replies_in_the_order_of_time(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.days(1)
        await stage.answer("Yes, let's talk on Thursday.")
        shown = json.loads(me.type("show", "sam@acme.example", "--json").out)
        kinds = [entry["kind"] for entry in shown["timeline"]]
        assert shown["v"] == 1
        assert kinds == ["enrolled", "mail", "reply"]
        assert shown["enrollments"][0]["stop"] == "yes"
        text = me.type("show", "sam@acme.example").out
        assert text.index("email “Your pump”, step 1: accepted") < text.index("yes → yes")


async def test_an_erased_person_leaves_no_trace_but_the_bar(tmp_path: Path) -> None:
    async with world(tmp_path) as stage:
        me = User(folder=tmp_path, clock=stage.clock)
        await stage.enroll("sam@acme.example")
        await stage.until_sent(1)
        await stage.answer("No thanks, we are not interested.")
        assert "Is the pump still of interest?" in me.type("export", "sam@acme.example").out
        assert me.type("erase", "sam@acme.example").code == 64  # not without --yes
        said = me.type("erase", "sam@acme.example", "--yes")
        assert "a keyed hash of the address stays" in said.out
        assert not [rows for table, rows in me.rows().items() if rows and table != "suppressions"]
        assert b"sam@acme" not in (tmp_path / "state" / "replies.jsonl").read_bytes()
        assert "0 enrolled" in me.import_people("sam@acme.example").out
