"""requirements.lock: what `make setup` installs is what pyproject.toml asks for, byte by byte, from anywhere."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PINS = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WANTED = [
    *PYPROJECT["project"]["dependencies"],
    *(name for names in PYPROJECT["project"]["optional-dependencies"].values() for name in names),
    *(name for names in PYPROJECT["dependency-groups"].values() for name in names),
    *PYPROJECT["build-system"]["requires"],
]


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_pins_a_version_that_pyproject_allows(wanted: str) -> None:
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)]), "type: make lock"


def test_every_pin_has_its_hashes() -> None:
    pins = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert len(pins) == len(PINS)


def test_the_lock_says_nothing_of_where_to_download() -> None:
    assert not re.search(r"://|^\s*-(-index|-extra|-find|-trusted|i |f )", LOCK, re.MULTILINE)
