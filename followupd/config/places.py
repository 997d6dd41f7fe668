"""Where things lie: the settings file, and the state directory (R6.6).

systemd's own directories come before XDG's: a user unit of systemd 252 puts `StateDirectory=` below
`$XDG_CONFIG_HOME`, so only `$STATE_DIRECTORY` is to be trusted.
"""

from collections.abc import Mapping
from pathlib import Path

from followupd.core.errors import ConfigError

CONFIG_NAME = "followupd.toml"
SYSTEM_FOLDER = Path("/etc/followupd")


def find_config(explicit: Path | None, env: Mapping[str, str], system: Path = SYSTEM_FOLDER) -> Path:
    """Return the absolute path of the settings file; a folder stands for the followupd.toml in it.

    What was asked for by name (`explicit`, `$FOLLOWUPD_CONFIG`) is returned whether it exists or not, so that a
    slip is reported under its own name and never replaced by another file. Raises `ConfigError` when nothing was
    asked for and none of the usual places holds one.
    """
    asked = explicit or (Path(env["FOLLOWUPD_CONFIG"]) if env.get("FOLLOWUPD_CONFIG") else None)
    if asked is not None:
        asked = asked.expanduser().absolute()
        return asked / CONFIG_NAME if asked.is_dir() else asked
    places = [Path().absolute(), config_home(env), system]
    for folder in places:
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    looked = ", ".join(str(folder) for folder in places)
    raise ConfigError(
        f"There is no {CONFIG_NAME} in {looked}. "
        'Type: followupd init DIR --from "Your Name <you@example.com>", or say where yours is with --config FILE.'
    )


def config_home(env: Mapping[str, str]) -> Path:
    """Return the folder for a person's settings."""
    return _given(env, "CONFIGURATION_DIRECTORY") or _xdg(env, "XDG_CONFIG_HOME", ".config")


def state_home(env: Mapping[str, str], written: Path | None = None) -> Path:
    """Return the state directory: `$STATE_DIRECTORY`, else what the file says, else the XDG one."""
    return _given(env, "STATE_DIRECTORY") or written or _xdg(env, "XDG_STATE_HOME", ".local/state")


def local_timezone(env: Mapping[str, str], link: Path = Path("/etc/localtime")) -> str | None:
    """Return the IANA name of this machine's zone, None where it has no name."""
    name = env.get("TZ", "").removeprefix(":")
    if not name and link.is_symlink():
        name = str(link.readlink()).partition("zoneinfo/")[2]
    return name if "/" in name else None


def _given(env: Mapping[str, str], variable: str) -> Path | None:
    # systemd separates several directories with colons; the unit files ask for one.
    first = env.get(variable, "").partition(":")[0]
    return Path(first) if first else None


def _xdg(env: Mapping[str, str], variable: str, fallback: str) -> Path:
    # The XDG specification has relative paths ignored.
    given = Path(env.get(variable, ""))
    base = given if given.is_absolute() else Path(env.get("HOME") or Path.home()) / fallback
    return base / "followupd"
