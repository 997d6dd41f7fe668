"""The picture in the documents: `python -m followupd.demo.picture FILE.svg` plays the demo and draws what it printed.

The first day and the reply-classification log, as a terminal of 124 columns shows them.
"""

import asyncio
import io
import re
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console

from followupd.demo import lines
from followupd.demo.cast import STARTS_AT
from followupd.demo.screen import Terminal
from followupd.demo.stage import perform
from followupd.demo.world import Happening

COLUMNS = 124


def draw(path: Path) -> None:
    """Play the demo and write the picture."""
    console = Console(
        record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True, color_system="truecolor", highlight=False
    )
    screen = Terminal(console)

    def tell(at: datetime, happening: Happening | None) -> None:
        if at < STARTS_AT + timedelta(days=1):
            screen.tell(at, happening)

    screen.say(("$ followupd demo", *lines.OPENING))
    with tempfile.TemporaryDirectory(prefix="followupd-demo-") as folder:
        result = asyncio.run(perform(Path(folder), tell))
    screen.say(("…",))
    screen.show_answers(result)
    path.write_text(_without_fonts(console.export_svg(title="followupd demo")), encoding="utf-8")


def _without_fonts(svg: str) -> str:
    """Take out the fonts that a viewer would fetch from elsewhere; any monospaced one will do."""
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
