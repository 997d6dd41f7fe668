"""classify: mail files, sorted without touching anything."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shell.cli_user import typed

KEYS = ["path", "message_id", "label", "verdict", "confidence", "resume_on", "evidence"]


def mail(text: str, *, sender: str = "sam@acme.example", number: int = 1, **headers: str) -> str:
    """Return a message as it lies in a file."""
    fields = {
        "From": sender,
        "To": "ana@northwind.example",
        "Subject": "Re: Your pump",
        "Message-ID": f"<m{number}@acme.example>",
        "Date": "Fri, 20 Nov 2026 09:12:04 +0100",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"\n{text}\n"


NO = "No thanks, we are not interested."
LATER = "Not right now, please circle back in mid-January."
CLOSING = mail("Shall I close your file?", sender="Ana <ana@northwind.example>", number=7)


def sort(*arguments: str) -> list[dict[str, Any]]:
    """What `classify --json` says, message by message."""
    said = typed("classify", "--json", *arguments)
    assert said.code == 0, said.err
    return [json.loads(line) for line in said.lines]


def test_a_message_gets_exactly_the_promised_fields(tmp_path: Path) -> None:
    path = tmp_path / "later.eml"
    path.write_text(mail(LATER))
    (entry,) = sort(str(path))
    assert list(entry) == KEYS
    assert (entry["path"], entry["message_id"], entry["label"]) == (str(path), "<m1@acme.example>", "later")
    assert entry["evidence"][0].keys() == {"text", "why"}


@pytest.mark.parametrize(("written", "resume_on"), [("20 Nov 2026", "2027-01"), ("02 Feb 2024", "2025-01")])
def test_dates_count_from_the_day_on_which_the_message_was_written(
    tmp_path: Path, written: str, resume_on: str
) -> None:
    path = tmp_path / "later.eml"
    path.write_text(mail(LATER, Date=f"Fri, {written} 09:12:04 +0100"))
    assert sort(str(path))[0]["resume_on"].startswith(resume_on)


def test_a_folder_a_maildir_and_an_mbox_are_read_to_their_end(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "no.eml").write_text(mail(NO))
    (tmp_path / "deep" / "notes.txt").write_text("This is no mail: at all\n")
    for place in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / place).mkdir(parents=True)
    (tmp_path / "Maildir" / "cur" / "17.a:2,S").write_text(mail(LATER))
    box = f"From sam@acme.example Fri Nov 20 09:12:04 2026\n{mail(NO)}\nFrom x Fri Nov 20 09:12:04 2026\n{mail(LATER)}"
    (tmp_path / "box.mbox").write_text(box + "\n>From here on it is text.\n")
    entries = sort(str(tmp_path))
    names = [str(Path(entry["path"]).relative_to(tmp_path)) for entry in entries]
    assert names == ["box.mbox#1", "box.mbox#2", "Maildir/cur/17.a:2,S", "deep/no.eml"]
    assert [entry["label"] for entry in entries] == ["no", "later", "later", "no"]


def test_standard_input_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail(NO).encode())))
    (entry,) = sort("-")
    assert (entry["path"], entry["label"]) == ("-", "no")


@pytest.mark.parametrize("by", ["In-Reply-To", "References"])
def test_own_mail_is_the_context_of_what_answers_it_and_is_not_sorted(tmp_path: Path, by: str) -> None:
    (tmp_path / "a.eml").write_text(f"{by}: <other@x.example> <M7@acme.example>\n{mail('Yes')}")
    (tmp_path / "b.eml").write_text(CLOSING)
    without = sort(str(tmp_path))
    assert [entry["label"] for entry in without if entry["path"].endswith("a.eml")] == ["yes"]
    (entry,) = sort(str(tmp_path), "--me", "Ana@Northwind.example")
    assert (Path(entry["path"]).name, entry["label"]) == ("a.eml", "no")


def test_one_bad_file_is_named_and_the_others_are_sorted(tmp_path: Path) -> None:
    (tmp_path / "no.eml").write_text(mail(NO))
    said = typed("classify", "--json", str(tmp_path / "gone.eml"), str(tmp_path / "no.eml"))
    assert said.code == 66
    assert f"{tmp_path / 'gone.eml'} cannot be read: No such file or directory" in said.err
    assert [json.loads(line)["label"] for line in said.lines] == ["no"]


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 500, b"From: \xff\r\n\r\n", b"Subject: x"])
def test_a_message_too_broken_to_be_read_is_unsure(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "odd.eml"
    path.write_bytes(raw)
    (entry,) = sort(str(path))
    assert entry["verdict"] == "unsure"


def test_the_summary_counts_labels(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.eml").write_text(mail(NO if number else LATER, number=number))
    said = typed("classify", "--summary", "--json", str(tmp_path))
    counted = json.loads(said.out)
    assert (counted["messages"], counted["labels"]["no"], counted["labels"]["later"]) == (3, 2, 1)
    assert [Path(each["path"]).name for each in counted["examples"]["no"]] == ["1.eml", "2.eml"]


def test_the_summary_shows_at_most_three_examples_of_a_label(tmp_path: Path) -> None:
    for number in range(1, 6):
        (tmp_path / f"{number}.eml").write_text(mail(NO, number=number))
    shown = typed("classify", "--summary", str(tmp_path)).out
    assert [name for name in "12345" if f"{name}.eml" in shown] == ["1", "2", "3"]


def test_nothing_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "no.eml"
    path.write_text(mail(NO))
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    typed("classify", str(tmp_path))
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


def test_it_needs_neither_database_nor_settings() -> None:
    script = (
        "import sys; from followupd.cli.main import run; run(['classify', '-']);"
        "print([name for name in ('sqlalchemy', 'apscheduler', 'rich', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], input=mail(NO), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
