"""The command line: `followupd VERB`. A verb's module is imported when it is used, so that `--help` is instant."""

import importlib
import logging
import sys
from collections.abc import Mapping

import click

from followupd import __version__
from followupd.core.errors import FollowupdError

# Verb -> (module below followupd.cli, function), in the order in which they are listed.
VERBS: Mapping[str, tuple[str, str]] = {
    "init": ("setup", "init"),
    "check": ("setup", "check"),
    "run": ("running", "run"),
    "demo": ("running", "demo"),
    "import": ("people", "import_"),
    "enroll": ("people", "enroll"),
    "status": ("running", "status"),
    "tasks": ("work", "tasks"),
    "done": ("work", "done"),
    "log": ("people", "log"),
    "agree": ("people", "agree"),
    "show": ("people", "show"),
    "plan": ("planning", "plan"),
    "why": ("planning", "why"),
    "preview": ("planning", "preview"),
    "replies": ("reading", "replies"),
    "reply": ("reading", "reply"),
    "correct": ("reading", "correct"),
    "classify": ("reading", "classify"),
    "pause": ("running", "pause"),
    "resume": ("running", "resume"),
    "stop": ("running", "stop"),
    "settle": ("running", "settle"),
    "suppress": ("people", "suppress"),
    "backup": ("running", "backup"),
}


class _Verbs(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        module, function = VERBS[cmd_name]
        command = getattr(importlib.import_module(f"followupd.cli.{module}"), function)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{function} is no command")
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="followupd")
def cli() -> None:
    """Take over the follow-up of e-mails: send on time, read the answers, stop in time.

    \b
    Try it without an account:   followupd demo
    Begin with your mailbox:     followupd init ~/followups --from "Ana Ruiz <ana@example.com>" --provider gmail
    """


def main() -> None:
    """Run the command line and exit with a sysexits code; an error is a sentence on stderr, without a traceback."""
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        code = cli.main(args=arguments, prog_name="followupd", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 64 if isinstance(error, click.UsageError) else error.exit_code
    except FollowupdError as error:
        click.echo(f"followupd: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:
        # `followupd replies | head`: nothing is wrong, and nobody is left to be told.
        sys.stdout = None  # type: ignore[assignment]
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        click.echo(f"followupd: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
        return 74
    except Exception as error:
        logging.getLogger("followupd").debug("a fault of the program", exc_info=True)
        click.echo(
            f"followupd: a fault in the program itself ({type(error).__name__}: {error}). "
            "Nothing was changed by this command. Please report it with the output of FOLLOWUPD_DEBUG=1.",
            err=True,
        )
        return 70
    return code if isinstance(code, int) else 0
