"""Where the settings file lies, and what this machine calls its time zone."""

from pathlib import Path

import pytest

from followupd.config import find_config, local_timezone
from followupd.core.errors import ConfigError


def config_in(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "followupd.toml").touch()
    return folder / "followupd.toml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_first_place_that_holds_one_wins(tmp_path: Path, here: Path) -> None:
    env = {"HOME": str(tmp_path / "home"), "FOLLOWUPD_CONFIG": str(config_in(tmp_path / "variable"))}
    system = config_in(tmp_path / "etc")
    xdg = config_in(tmp_path / "home/.config/followupd")
    local = config_in(here)
    explicit = config_in(tmp_path / "explicit")
    found = []
    found.append(find_config(explicit, env, system.parent))
    found.append(find_config(None, env, system.parent))
    del env["FOLLOWUPD_CONFIG"]
    for place in (local, xdg, system):
        found.append(find_config(None, env, system.parent))
        place.unlink()
    assert found == [explicit, tmp_path / "variable/followupd.toml", local, xdg, system]


def test_systemds_configuration_directory_stands_for_the_xdg_one(tmp_path: Path, here: Path) -> None:
    """R6.6."""
    given = config_in(tmp_path / "given")
    config_in(tmp_path / "home/.config/followupd")
    env = {"HOME": str(tmp_path / "home"), "CONFIGURATION_DIRECTORY": str(given.parent)}
    assert find_config(None, env, tmp_path / "etc") == given


def test_a_folder_stands_for_the_file_in_it(tmp_path: Path) -> None:
    assert find_config(tmp_path, {}) == tmp_path / "followupd.toml"


def test_a_file_that_was_asked_for_is_never_replaced_by_another(tmp_path: Path, here: Path) -> None:
    config_in(here)
    assert find_config(tmp_path / "missing.toml", {}) == tmp_path / "missing.toml"


def test_a_relative_path_becomes_absolute(here: Path) -> None:
    assert find_config(Path("f.toml"), {}) == here / "f.toml"


def test_finding_none_names_every_place_and_the_command_to_type(tmp_path: Path, here: Path) -> None:
    with pytest.raises(ConfigError, match="followupd init") as caught:
        find_config(None, {"HOME": "/home/ana"}, tmp_path / "etc")
    for place in (here, "/home/ana/.config/followupd", tmp_path / "etc"):
        assert str(place) in str(caught.value)


@pytest.mark.parametrize(
    ("env", "target", "zone"),
    [
        ({}, "/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ({}, "../usr/share/zoneinfo/America/Argentina/Salta", "America/Argentina/Salta"),
        ({"TZ": ":Asia/Tokyo"}, "/usr/share/zoneinfo/Europe/Berlin", "Asia/Tokyo"),
        ({}, "/usr/share/zoneinfo/UTC", None),  # a server's zone, hardly its owner's
        ({}, "", None),
    ],
)
def test_the_zone_of_this_machine(tmp_path: Path, env: dict[str, str], target: str, zone: str | None) -> None:
    link = tmp_path / "localtime"
    if target:
        link.symlink_to(target)
    assert local_timezone(env, link) == zone
