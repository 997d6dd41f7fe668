"""The picture of the demo is drawn from a run of it."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from followupd.demo.cast import CAST
from followupd.demo.picture import draw

SHIPPED = Path(__file__).parents[2] / "docs" / "demo.svg"


def words(svg: Path) -> str:
    """Return what is written in a picture."""
    root = ET.fromstring(svg.read_text("utf-8"))  # noqa: S314 - written by ourselves
    return " ".join(
        "".join(text.itertext()).replace("\u00a0", " ") for text in root.iter() if text.tag.endswith("text")
    )


def test_the_picture_shows_the_log_and_the_figures_of_a_run(tmp_path: Path) -> None:
    path = tmp_path / "demo.svg"
    draw(path)
    shown = words(path)
    answered = [role.name for role in CAST if role.answers]
    assert [name for name in answered if name not in shown] == []
    assert "Answered: 3 yes, 3 no, 1 later" in shown


def test_the_shipped_picture_needs_nothing_from_elsewhere() -> None:
    svg = SHIPPED.read_text("utf-8")
    assert "mails sent to" in words(SHIPPED)
    assert not re.findall(r"url\(['\"]?https?:|@import|<image|href=", svg)
