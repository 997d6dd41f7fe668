"""Our forwards, read by somebody else's parser: sender, date, recipient, subject and words come back (R1.14).

The parser is the npm package email-forward-parser, which mail clients and help desks use to take forwards apart.
"""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.core.letters.compose import bump, email
from followupd.core.letters.forward import ForwardStyle
from followupd.core.letters.forward_words import CALENDARS
from tests.core.letters import WRITTEN_AT, body, letter, read

NODE = Path(__file__).parents[2] / ".node"
PACKAGE = NODE / "node_modules" / "email-forward-parser"
HOW_TO_GET_IT = "tools/npm-package email-forward-parser 1.8.3, to read our forwards with an independent parser"

SCRIPT = """
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const loaded = createRequire(import.meta.url)(process.argv[1]);
const Parser = loaded.default ?? loaded;
const parser = new Parser();
const mails = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(mails.map((mail) => parser.read(mail.text, mail.subject))));
"""

LINE = "Did this get buried?"
TEXT = "Hi Sam,\n\nhere are the notes für dich: one, two.\n\nAna\nNorthwind"
CASES = [(style, language) for style in ForwardStyle for language in sorted(CALENDARS)]


@pytest.fixture(scope="module")
def parsed() -> dict[tuple[ForwardStyle, str], dict[str, Any]]:
    """What the parser makes of every style in every language, in one run of node."""
    node = shutil.which("node")
    if node is None or not PACKAGE.is_dir():
        pytest.skip(HOW_TO_GET_IT)
    first = email(letter(text=TEXT))
    mails = [forwarded(first, style, language) for style, language in CASES]
    questions = json.dumps([{"subject": str(read(raw)["Subject"]), "text": body(raw)} for raw in mails])
    command = [node, "--input-type=module", "--eval", SCRIPT, str(PACKAGE)]
    answer = subprocess.run(command, input=questions, capture_output=True, text=True, check=True, timeout=60)
    return dict(zip(CASES, json.loads(answer.stdout), strict=True))


def forwarded(first: bytes, style: ForwardStyle, language: str) -> bytes:
    line = letter(
        text=LINE,
        message_id="<bump-00000000001@example.com>",
        written_at=WRITTEN_AT + timedelta(days=3),
        language=language,
    )
    return bump(line, first, style=style)


@pytest.mark.parametrize(("style", "language"), CASES)
def test_an_independent_parser_gets_everything_back(
    parsed: dict[tuple[ForwardStyle, str], dict[str, Any]], style: ForwardStyle, language: str
) -> None:
    found = parsed[style, language]
    assert found["forwarded"] is True
    assert found["message"].strip() == LINE
    mail = found["email"]
    assert mail["from"] == {"name": "Ana Ruiz", "address": "ana@example.com"}
    assert mail["to"] == [{"name": "Sam Okafor", "address": "sam@acme.example"}]
    assert mail["subject"] == "The notes I mentioned"
    assert mail["date"]
    assert mail["body"].strip() == TEXT
