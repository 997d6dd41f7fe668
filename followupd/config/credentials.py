"""Passwords: the settings say where one lies, and it is read when a connection needs it.

A `Secret` is a reference and safe to print. The password itself is never stored in a record, so no repr, log line
or error can show it.
"""

import os
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from followupd.core.errors import ConfigError

COMMAND_TIMEOUT_S = 60
"""Long enough to type a passphrase into the agent of a password store."""


class SecretError(ConfigError):
    """A password cannot be read from where the settings say it lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSecret:
    """A file that systemd hands over with LoadCredential= (R6.7)."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSecret:
    """A file that only its owner may read."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvSecret:
    """A variable of the environment."""

    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSecret:
    """A program, such as a password store, that prints the password. Never a shell line (R6.17)."""

    argv: tuple[str, ...]


Secret = CredentialSecret | FileSecret | EnvSecret | CommandSecret


def read_secret(secret: Secret, env: Mapping[str, str] = os.environ) -> str:
    """Return the first line of what `secret` refers to; raises `SecretError` when there is none.

    Blocks, for a command up to `COMMAND_TIMEOUT_S`: the daemon calls it in a thread.
    """
    match secret:
        case CredentialSecret():
            text = _from_credential(secret.name, env)
        case FileSecret():
            text = _from_file(secret.path)
        case EnvSecret():
            text = _from_variable(secret.variable, env)
        case CommandSecret():
            text = _from_command(secret.argv, env)
        case _:
            assert_never(secret)
    first_line = text.partition("\n")[0].rstrip("\r")
    if not first_line:
        raise SecretError(f"{_described(secret)} is empty; put the password on its first line.")
    return first_line


def _described(secret: Secret) -> str:
    """Name the place of a password for a person to read."""
    match secret:
        case CredentialSecret():
            return f"The credential {secret.name!r}"
        case FileSecret():
            return f"The password file {secret.path}"
        case EnvSecret():
            return f"The variable {secret.variable}"
        case CommandSecret():
            return f"The output of the password command {secret.argv[0]!r}"
        case _:
            assert_never(secret)


def _from_credential(name: str, env: Mapping[str, str]) -> str:
    folder = env.get("CREDENTIALS_DIRECTORY")
    if not folder:
        raise SecretError(
            f"The credential {name!r} is only there in a systemd service with "
            f"LoadCredential={name}:/etc/followupd/{name}.password. Elsewhere set CREDENTIALS_DIRECTORY to a folder "
            f"that holds a file {name!r}, or type password = {{ file = … }} in followupd.toml."
        )
    return _text_of(Path(folder) / name)


def _from_file(path: Path) -> str:
    return _text_of(path, private=True)


def _text_of(path: Path, *, private: bool = False) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            # Asked of the open file, not of the name: the name may be another file by now.
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if private and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise SecretError(f"Others may read the password file {path} (mode {mode:04o}); type: chmod 600 {path}")
            return file.read(4096)
    except OSError as error:
        raise SecretError(f"The password file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SecretError(f"The password file {path} is not UTF-8 text.") from error


def _from_variable(variable: str, env: Mapping[str, str]) -> str:
    if variable not in env:
        raise SecretError(f"The variable {variable} is not set; type: export {variable}=… before starting followupd.")
    return env[variable]


def _from_command(argv: tuple[str, ...], env: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the owner's own argv, and no shell
            argv,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=COMMAND_TIMEOUT_S,
        )
    except OSError as error:
        raise SecretError(f"The password command {argv[0]!r} cannot be run: {error.strerror}.") from error
    except subprocess.TimeoutExpired:
        # Not chained: the exception carries what the command had printed.
        raise SecretError(f"The password command {argv[0]!r} did not end within {COMMAND_TIMEOUT_S} seconds.") from None
    if done.returncode != 0:
        # Only what it complained of: its output may be half a password.
        complaint = done.stderr.decode(errors="replace").strip().partition("\n")[0] or "no message"
        raise SecretError(f"The password command {argv[0]!r} failed with code {done.returncode}: {complaint}")
    return done.stdout.decode(errors="replace")
