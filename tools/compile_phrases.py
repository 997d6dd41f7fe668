"""Compile `config/phrases/*.toml` into `followupd/replies/data/lexicon.json`, which makes every start quicker.

    python tools/compile_phrases.py

Nothing depends on it: a copy that does not fit the phrases any more is not looked at.
"""

# ruff: noqa: T201, INP001 - a script that prints

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from followupd.replies.phrases.shipped import COMPILED, compiled, shipped_texts

if __name__ == "__main__":
    COMPILED.write_text(compiled(shipped_texts()), "utf-8")
    print(f"{COMPILED.name}: {COMPILED.stat().st_size / 1e6:.2f} MB")
