"""CSV -> contacts: what people's spreadsheets really hold, and what is never let in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.contacts import MAX_CELL, Table, read_csv
from followupd.core.errors import DataError


def addresses(table: Table) -> list[str]:
    return [contact.address for contact in table.contacts]


def faults(table: Table) -> list[str]:
    return [str(fault) for fault in table.faults]


def one_row(cell: str, column: str = "first_name") -> Table:
    quoted = '"' + cell.replace('"', '""') + '"'
    return read_csv(f"email,{column}\nsam@acme.example,{quoted}\n".encode())


def test_every_column_reaches_the_templates() -> None:
    text = "email,First Name,Favourite colour,Umsatz 2025\nsam@acme.example, Sam ,blue,1.000\n"
    (sam,) = read_csv(text.encode()).contacts
    assert sam.fields == {
        "email": "sam@acme.example",
        "first_name": "Sam",
        "favourite_colour": "blue",
        "umsatz_2025": "1.000",
    }


@pytest.mark.parametrize(
    "content",
    [
        b"email,first_name\nsam@acme.example,Sam\n",
        b"\xef\xbb\xbfemail,first_name\nsam@acme.example,Sam\n",
        b"email;first_name\nsam@acme.example;Sam\n",
        b"email\tfirst_name\nsam@acme.example\tSam\n",
        b"email,first_name\r\nsam@acme.example,Sam\r\n",
        b"email,first_name\rsam@acme.example,Sam\r",
        b'"email","first_name"\n"sam@acme.example","Sam"',
        b"first_name,email\nSam,sam@acme.example\n",
        b"\nemail,first_name\nsam@acme.example,Sam\n",
        b"email,first_name,\nsam@acme.example,Sam,\n",
        b"email,first_name\n\n , \nsam@acme.example,Sam\n\n",
    ],
    ids=[
        "plain", "byte order mark", "semicolons", "tabs", "CRLF", "CR", "all in quotes", "other order",
        "empty first line", "a column without a name", "empty rows",
    ],
)  # fmt: skip
def test_however_a_spreadsheet_writes_it_the_contact_is_the_same(content: bytes) -> None:
    table = read_csv(content)
    assert faults(table) == []
    assert [contact.fields for contact in table.contacts] == [{"email": "sam@acme.example", "first_name": "Sam"}]


@pytest.mark.parametrize("name", ["email", "E-Mail", "EMAIL", " e_mail ", "Mail", "Email address", "Address"])
def test_the_column_with_the_addresses_has_many_names(name: str) -> None:
    assert addresses(read_csv(f"{name}\nsam@acme.example\n".encode())) == ["sam@acme.example"]


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("Firstname", "first_name"),
        ("Given Name", "first_name"),
        ("Surname", "last_name"),
        ("LastName", "last_name"),
        ("Organisation", "company"),
        ("organization", "company"),
    ],
)
def test_other_names_of_columns_are_known(name: str, known_as: str) -> None:
    assert one_row("x", name).contacts[0].fields[known_as] == "x"


def test_zone_country_and_language_are_read_from_their_columns() -> None:
    text = "email;tz;country;lang\nsam@acme.example;America/New_York;us;en-US\nkim@acme.example;;;\n"
    sam, kim = read_csv(text.encode()).contacts
    assert (sam.timezone, sam.country, sam.language) == ("America/New_York", "US", "en")
    assert (kim.timezone, kim.country, kim.language) == (None, None, None)


def test_addresses_are_stored_in_their_one_spelling() -> None:
    assert addresses(read_csv("email\nSam@BÜCHER.example\n".encode())) == ["Sam@xn--bcher-kva.example"]


# --- bad rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("not an address,Kim", "not an e-mail address"),
        (",Kim", "the email is missing"),
        ("a@b.example; c@d.example,Kim", "not an e-mail address"),
        ("kim@acme.example,Kim,Lee", "3 cells, but 2 columns"),
        ("sam@ACME.example,Kim", "sam@acme.example is on line 2 already"),
        ("SAM@acme.example,Kim", "SAM@acme.example is on line 2 already"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_are_taken(row: str, words: str) -> None:
    table = read_csv(f"email,first_name\nsam@acme.example,Sam\n{row}\njoe@acme.example,Joe\n".encode())
    assert addresses(table) == ["sam@acme.example", "joe@acme.example"]
    (fault,) = table.faults
    assert fault.line == 3
    assert words in fault.message


@pytest.mark.parametrize(
    ("column", "value"), [("timezone", "Mars/Olympus"), ("country", "Atlantis"), ("language", "the usual one")]
)
def test_a_zone_country_or_language_that_does_not_exist_is_a_fault_of_its_row(column: str, value: str) -> None:
    table = one_row(value, column)
    assert table.contacts == ()
    assert value in faults(table)[0]


def test_lines_are_those_of_the_file_also_after_a_quoted_line_break() -> None:
    text = 'email,note\r\nsam@acme.example,"two\r\nlines"\r\nkim@acme.example,fine\r\nbad,row\r\n'
    table = read_csv(text.encode())
    assert [fault.line for fault in table.faults] == [2, 5]
    assert addresses(table) == ["kim@acme.example"]


HIDDEN = {
    "line break": "two\nlines",
    "carriage return": "two\rlines",
    "header injection": "Sam\r\nBcc: all@acme.example",
    "bell": "Sam\x07my",
    "escape": "Sam\x1b[31m",
    "next line": "Sam\x85my",
    "line separator": "Sam\u2028my",
    "paragraph separator": "Sam\u2029my",
    "right-to-left override": "Sam\u202etxt.exe",
    "right-to-left isolate": "Sam\u2067my",
    "right-to-left mark": "Sam\u200fmy",
    "Arabic letter mark": "Sam\u061cmy",
    "zero width space": "Sam\u200bmy",
    "word joiner": "Sam\u2060my",
    "byte order mark": "Sam\ufeffmy",
    "private use": "Sam\ue000my",
}


@pytest.mark.parametrize("cell", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_seen_is_not_let_in(cell: str) -> None:
    table = one_row(cell)
    assert table.contacts == ()
    assert faults(table)[0].startswith("line 2: the cell “first_name” holds")


@pytest.mark.parametrize("cell", ["نیکی\u200cها", "क\u094d\u200dष", "👩\u200d🔧", "Zoë", 'O\'Neil, "Bob"', "a\tb"])
def test_what_people_are_called_is_let_in(cell: str) -> None:
    assert one_row(cell).contacts[0].fields["first_name"] == cell


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x.example")', "+1+1", "@SUM(A1)", "-2", "{{ sender.email }}"])
def test_a_formula_is_a_text_like_any_other(cell: str) -> None:
    assert one_row(cell).contacts[0].fields["first_name"] == cell


def test_a_huge_cell_is_a_fault_of_its_row_alone() -> None:
    text = f"email,note\nsam@acme.example,{'x' * 100_000}\nkim@acme.example,fine\n"
    table = read_csv(text.encode())
    assert faults(table) == [f"line 2: the cell “note” has 100000 characters; at most {MAX_CELL} can be used"]
    assert addresses(table) == ["kim@acme.example"]


def test_the_longest_cell_that_may_be_is_taken() -> None:
    assert one_row("x" * MAX_CELL).contacts[0].fields["first_name"] == "x" * MAX_CELL


# --- files that are none --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\n\r\n\n", "the file is empty"),
        (b"first_name\nSam\n", "no column is called “email” (found: first_name)"),
        (b"sam@acme.example,Sam\n", "no column is called “email”"),
        (b"email,mail\na@b.example,c@d.example\n", "the column “email” is there twice"),
        (b"email,Name,name\na@b.example,x,y\n", "the column “name” is there twice"),
        (b"email," + b",".join(b"c%d" % n for n in range(100)), "101 columns"),
        ("email,name\nsam@acme.example,Zoë\n".encode("latin-1"), "line 2: this is not UTF-8"),
        ("email\nsam@acme.example\n".encode("utf-16"), "line 1: this is not UTF-8"),
        ("email\nsam@acme.example\n".encode("utf-16-le"), "NUL bytes"),
        (b"PK\x03\x04\x14\x00\x06\x00", "NUL bytes"),
        (b'email,name\nsam@acme.example,"Sam\nkim@acme.example,Kim\n', "line 2: this row cannot be read"),
        (b'email,name\nsam@acme.example,"' + b"x" * 200_000, "line 2: this row cannot be read (field larger"),
        (b'email,name\nsam@acme.example,"Sam" Lee\n', "line 2: this row cannot be read"),
    ],
    ids=[
        "empty", "byte order mark alone", "blank lines alone", "no addresses", "no header", "two address columns",
        "two columns of a name", "too many columns", "Latin-1", "UTF-16", "UTF-16 without mark", "a real spreadsheet",
        "an open quote", "an open quote before a large file", "text after a quote",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(DataError) as caught:
        read_csv(content)
    assert words in str(caught.value)
    assert caught.value.exit_code == 65


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"email,name\n{text}".encode(errors="ignore")))
def test_whatever_is_in_a_file_it_is_read_or_refused(content: bytes) -> None:
    try:
        table = read_csv(content)
    except DataError:
        return
    for contact in table.contacts:
        assert not any("\n" in cell or "\r" in cell for cell in contact.fields.values())
