"""Reading a password from where the settings say it lies (R6.7, R6.17)."""

import sys
from pathlib import Path

import pytest

from followupd.config import CommandSecret, CredentialSecret, EnvSecret, FileSecret, Secret, SecretError, read_secret


def private_file(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def printing(text: str, code: int = 0) -> CommandSecret:
    return CommandSecret(argv=(sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})"))


@pytest.mark.parametrize("text", ["hunter2", "hunter2\n", "hunter2\r\n", "hunter2\nuser: ana\n"])
def test_the_first_line_of_a_file_is_the_password(tmp_path: Path, text: str) -> None:
    assert read_secret(FileSecret(path=private_file(tmp_path / "p", text)), {}) == "hunter2"


def test_blanks_belong_to_the_password(tmp_path: Path) -> None:
    assert read_secret(FileSecret(path=private_file(tmp_path / "p", " abcd efgh \n")), {}) == " abcd efgh "


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_may_touch_is_refused_with_the_command_that_mends_it(tmp_path: Path, mode: int) -> None:
    path = private_file(tmp_path / "p", "hunter2", mode)
    with pytest.raises(SecretError, match=f"chmod 600 {path}"):
        read_secret(FileSecret(path=path), {})


def test_a_credential_is_read_from_the_directory_that_systemd_names(tmp_path: Path) -> None:
    private_file(tmp_path / "ana", "hunter2", 0o440)
    assert read_secret(CredentialSecret(name="ana"), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == "hunter2"


def test_without_systemd_a_credential_says_what_is_missing() -> None:
    with pytest.raises(SecretError, match="LoadCredential=ana:"):
        read_secret(CredentialSecret(name="ana"), {})


def test_a_variable_is_read_from_the_environment() -> None:
    assert read_secret(EnvSecret(variable="ANA_PASSWORD"), {"ANA_PASSWORD": "hunter2"}) == "hunter2"


def test_a_command_prints_the_password_on_its_first_line() -> None:
    assert read_secret(printing("hunter2\nlogin: ana"), {}) == "hunter2"


def test_a_command_runs_without_a_shell(tmp_path: Path) -> None:
    """R6.17."""
    argv = (sys.executable, "-c", "import sys; print(sys.argv[1])", f"$(touch {tmp_path}/seen); hunter2")
    assert read_secret(CommandSecret(argv=argv), {}).endswith("; hunter2")
    assert not (tmp_path / "seen").exists()


@pytest.mark.parametrize(
    "secret",
    [
        FileSecret(path=Path("/nonexistent/ana.password")),
        CredentialSecret(name="ana"),
        EnvSecret(variable="ANA_PASSWORD"),
        CommandSecret(argv=("/nonexistent/pass",)),
        printing(""),
        printing("hunter2", code=3),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_a_configuration_error_in_a_sentence(secret: Secret) -> None:
    with pytest.raises(SecretError) as caught:
        read_secret(secret, {"CREDENTIALS_DIRECTORY": "/nonexistent"})
    assert caught.value.exit_code == 78
    assert "hunter2" not in str(caught.value)


def test_a_failed_command_is_reported_with_what_it_complained_of() -> None:
    complain = "import sys; print('hunter2'); print('no such entry', file=sys.stderr); sys.exit(1)"
    with pytest.raises(SecretError, match=r"code 1: no such entry") as caught:
        read_secret(CommandSecret(argv=(sys.executable, "-c", complain)), {})
    assert "hunter2" not in str(caught.value)
