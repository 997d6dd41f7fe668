"""CSV -> contacts, or row-numbered faults. The text is data: nothing in a cell is ever evaluated.

The first line names the columns; `email` is the one that must be there. Names are compared in lower case with `_`
for blanks, so "First Name" is `first_name`. Every column reaches the templates as `contact.<name>`.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from followupd.core.calendar.calendars import parse_country
from followupd.core.calendar.zones import parse_zone
from followupd.core.errors import DataError
from followupd.core.letters.addresses import AddressError, address_key, normalise
from followupd.core.model import Contact, ContactId

MAX_CELL = 2000  # characters; a longer one is a file in the wrong column
MAX_COLUMNS = 100
_ALIASES: Mapping[str, str] = {
    "e-mail": "email", "e_mail": "email", "mail": "email", "email_address": "email", "address": "email",
    "tz": "timezone", "time_zone": "timezone", "zone": "timezone", "lang": "language",
    "firstname": "first_name", "given_name": "first_name", "lastname": "last_name", "surname": "last_name",
    "organisation": "company", "organization": "company",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong with one row; `line` counts lines of the file from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV file as read: the good rows and the faults of the others."""

    contacts: tuple[Contact, ...]
    faults: tuple[RowFault, ...]


def read_csv(content: bytes) -> Table:
    """Read a CSV file: UTF-8 with or without a byte order mark; commas, semicolons or tabs.

    Raises DataError where the file as a whole cannot be used. Contacts carry the id 0 until they are stored.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"line {line}: this is not UTF-8. Save the file as “CSV UTF-8” and import it again.") from error
    if "\0" in text:
        raise DataError("the file holds NUL bytes: it is not a CSV file. Export the sheet as “CSV UTF-8”.")
    rows = _rows(text)
    header = next(rows, None)
    if header is None:
        raise DataError("the file is empty: the first line must name the columns, such as email,first_name,company")
    columns = _columns(header[1])
    contacts: list[Contact] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        row = _row(line, columns, cells, seen)
        if isinstance(row, RowFault):
            faults.append(row)
        else:
            contacts.append(row)
    return Table(contacts=tuple(contacts), faults=tuple(faults))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds anything, with the line that it begins on."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(f"line {line}: this row cannot be read ({error}): see to its quotation marks.") from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _columns(cells: Sequence[str]) -> list[str]:
    names = []
    for cell in cells:
        name = re.sub(r"\W+", "_", cell.strip().lower()).strip("_")
        names.append(_ALIASES.get(cell.strip().lower(), _ALIASES.get(name, name)))
    if len(names) > MAX_COLUMNS:
        raise DataError(f"line 1: {len(names)} columns; at most {MAX_COLUMNS} can be used.")
    if "email" not in names:
        raise DataError(
            f"line 1: no column is called “email” (found: {', '.join(filter(None, names)) or 'nothing'}). "
            "Name the column with the addresses “email”."
        )
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise DataError(f"line 1: the column “{min(twice)}” is there twice. Rename one of them.")
    return names


def _row(line: int, columns: Sequence[str], cells: Sequence[str], seen: dict[str, int]) -> Contact | RowFault:
    if len(cells) > len(columns):
        return RowFault(line=line, message=f"{len(cells)} cells, but {len(columns)} columns: put commas in quotes")
    fields = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
    try:
        for name, cell in fields.items():
            _check_cell(name, cell)
        contact = _contact(fields)
    except (ValueError, AddressError) as error:
        return RowFault(line=line, message=str(error))
    key = address_key(contact.address)
    if key in seen:
        return RowFault(line=line, message=f"{contact.address} is on line {seen[key]} already")
    seen[key] = line
    return contact


def _contact(fields: Mapping[str, str]) -> Contact:
    if "email" not in fields:
        raise ValueError("the email is missing")
    address = normalise(fields["email"], eai=True)
    return Contact(
        id=ContactId(0),
        address=address,
        fields={**fields, "email": address},
        timezone=parse_zone(fields["timezone"]) if "timezone" in fields else None,
        country=parse_country(fields["country"]) if "country" in fields else None,
        language=_language(fields["language"]) if "language" in fields else None,
    )


def _language(text: str) -> str:
    code = text.lower().replace("_", "-").partition("-")[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise ValueError(f"“{text}” is not a language: write a code such as “de” or “en”")
    return code


def _check_cell(name: str, cell: str) -> None:
    """Refuse what could break out of a header field or show something else than is written."""
    if len(cell) > MAX_CELL:
        raise ValueError(f"the cell “{name}” has {len(cell)} characters; at most {MAX_CELL} can be used")
    for character in cell:
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp"} and character != "\t":
            raise ValueError(f"the cell “{name}” holds a line break or control character (U+{ord(character):04X})")
        if category in {"Cs", "Co", "Cn"} or character in _HIDDEN:
            raise ValueError(f"the cell “{name}” holds an invisible or reordering character (U+{ord(character):04X})")


# Zero-width and direction-changing characters: a name that shows otherwise than it reads is no name. The joiners
# U+200C and U+200D stay: Persian, Hindi and many emoji need them.
_HIDDEN = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
