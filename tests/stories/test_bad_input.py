"""What must never get into a mail: along the whole path nothing is sent, and a sentence names the place (R1.27)."""

from pathlib import Path
from typing import Any

import pytest

from followupd.cli import main
from followupd.core.contacts import read_csv
from followupd.core.errors import DataError
from followupd.core.model import Hold, State
from tests.stories.world import World, world, write_folder

POISONS = {
    "line break": "x\r\nBcc: eve@evil.example",
    "bare line feed": "x\nBcc: eve@evil.example",
    "bare carriage return": "x\rBcc: eve@evil.example",
    "NEL": "x\x85Bcc: eve@evil.example",
    "line separator": "x\u2028Bcc: eve@evil.example",
    "escape": "x\x1b[31m",
}
NUL = "x\0y"
TRICKS = {
    "right-to-left override": "Sam\u202egpj.exe",
    "isolate": "Sam\u2067y",
    "zero-width space": "S\u200bam",
    "word joiner": "S\u2060am",
    "byte order mark": "S\ufeffam",
    "right-to-left mark": "Sam\u200f",
}


def template(stage: World, text: str | bytes, name: str = "first.j2") -> None:
    """Change a template under the running daemon."""
    path = stage.folder / "templates" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


async def held_words(stage: World, **fields: Any) -> str:
    """Enroll somebody; return what the owner reads, after a month in which nothing may have left."""
    sam = await stage.enroll("sam@acme.example", **fields)
    await stage.days(30)
    assert stage.mailer.attempts == []
    assert (stage.enrollment(sam).state, stage.enrollment(sam).hold) == (State.HELD, Hold.FAULT)
    (task,) = stage.tasks()
    assert task.contact == sam.id
    return task.words


@pytest.mark.parametrize("poison", [*POISONS.values(), NUL], ids=[*POISONS, "NUL"])
async def test_a_subject_that_a_cell_breaks_out_of_is_not_sent(tmp_path: Path, poison: str) -> None:
    async with world(tmp_path) as stage:
        template(stage, "Subject: About {{ contact.topic }}\nAsks: interest\n\nHi, still of interest?\n")
        words = await held_words(stage, topic=poison)
        assert "first.j2:1" in words
        assert "\r" not in words


@pytest.mark.parametrize("poison", [*POISONS.values(), NUL], ids=[*POISONS, "NUL"])
async def test_a_name_that_breaks_out_of_to_is_not_sent(tmp_path: Path, poison: str) -> None:
    async with world(tmp_path) as stage:
        template(stage, "Subject: The pump\nAsks: interest\n\nHi, still of interest?\n")
        words = await held_words(stage, name=poison)
        assert "To: " in words
        assert "U+" in words


@pytest.mark.parametrize("poison", ["x\0y", "x\x1b[31m", "x\u202egpj"])
async def test_a_text_with_control_characters_is_not_sent(tmp_path: Path, poison: str) -> None:
    async with world(tmp_path) as stage:
        template(stage, "Subject: The pump\nAsks: interest\n\nHi {{ contact.topic }}, still of interest?\n")
        assert "first.j2" in await held_words(stage, topic=poison)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"Subject: Gr\xfc\xdfe\nAsks: interest\n\nHi\n", "UTF-8"),
        ("Subject: One\nSubject: Two\n\nHi\n", "given twice"),
        ("Subject: One\nBcc: eve@evil.example\n\nHi\n", "no header line of a template"),
        ("Subject: One\n\nHi {{ contact.__class__ }}\n", "__class__"),
        ("Subject: One\n\nHi {{ ''.join(contact) }}\n", "functions"),
        ("Subject: One\n\nHi {% include '../followupd.toml' %}\n", "followupd.toml"),
        ("Subject: One\n\nHi {{ contact.first_nam }}\n", "contact.first_name"),
        ("Subject: One\n\nHi {{ contact.first_name\n", "first.j2"),
    ],
    ids=["not UTF-8", "two subjects", "Bcc", "class", "call", "include outside", "misspelt", "unclosed"],
)
async def test_a_template_that_is_broken_or_reaches_out_sends_nothing(
    tmp_path: Path, written: str | bytes, said: str
) -> None:
    async with world(tmp_path) as stage:
        template(stage, written)
        words = await held_words(stage)
        assert "first.j2" in words
        assert said in words


async def test_what_looks_like_a_template_in_a_cell_stays_as_it_is(tmp_path: Path) -> None:
    """A contact's data is never the source of a template; with its braces it does not go out either."""
    async with world(tmp_path) as stage:
        assert "piece of template" in await held_words(stage, first_name="{{ sender.email }}")


@pytest.mark.parametrize("column", ["first_name", "name", "company"])
@pytest.mark.parametrize("cell", [*POISONS.values(), *TRICKS.values()], ids=[*POISONS, *TRICKS])
def test_the_import_refuses_the_cell_with_its_line_and_column(column: str, cell: str) -> None:
    (fault,) = read_csv(table(column, cell)).faults
    assert fault.line >= 3
    assert f"“{column}”" in fault.message
    assert fault.message.isprintable()


def test_the_import_refuses_a_file_with_nul_bytes() -> None:
    with pytest.raises(DataError, match="NUL"):
        read_csv(table("first_name", NUL))


def table(column: str, cell: str) -> bytes:
    return f'email,{column}\nkim@globex.example,Kim\nsam@acme.example,"{cell}"\n'.encode()


def test_an_import_with_a_bad_cell_takes_nobody_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(tmp_path)
    people = tmp_path / "people.csv"
    people.write_bytes("email,first_name\nkim@globex.example,Kim\nsam@acme.example,S\u202eam\n".encode())
    code = main.run(["import", str(people), "--sequence", "no-reply", "--config", str(tmp_path)])
    assert code == 65
    said = capsys.readouterr().err
    assert f"{people}, line 3: the cell “first_name” holds an invisible or reordering character (U+202E)" in said
    assert "Nothing was imported." in said
