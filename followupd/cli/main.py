"""The command line: `followupd VERB`. A verb's module is imported when it is used, so that `--help` is instant."""

import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import click

from followupd import __version__
from followupd.core.errors import FollowupdError

# Heading -> verb -> (module below followupd.cli, function, what it does), as `followupd --help` lists them.
SECTIONS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "Begin": {
        "demo": ("running", "demo", "See it all on this machine, without an account."),
        "init": ("setup", "init", "Write the folder that you will edit."),
        "check": ("setup", "check", "Find every fault in it; --online logs in, too."),
        "run": ("running", "run", "Run the daemon, in the foreground."),
    },
    "People": {
        "import": ("people", "import_", "Take in contacts from a CSV file and enroll them."),
        "enroll": ("people", "enroll", "Put known contacts into a sequence."),
        "log": ("people", "log", "Write down a voicemail, a call, a note."),
        "agree": ("people", "agree", "Write down the next step you agreed on."),
        "show": ("people", "show", "Show everything between you and a contact."),
        "suppress": ("people", "suppress", "Keep the list of those never to be written to."),
        "export": ("people", "export", "Print everything that is kept about a person."),
        "erase": ("people", "erase", "Forget a person, but not that they said no."),
    },
    "Every day": {
        "status": ("running", "status", "How things are, and what is wrong."),
        "tasks": ("work", "tasks", "What is for you: calls, unsure replies, doubts."),
        "done": ("work", "done", "Tick off a task."),
        "pause": ("running", "pause", "Hold a contact, or everything (--all)."),
        "resume": ("running", "resume", "Go on."),
        "stop": ("running", "stop", "End the sequences of a contact."),
        "settle": ("running", "settle", "End the doubt about a mail."),
    },
    "Replies": {
        "replies": ("reading", "replies", "The reply-classification log."),
        "reply": ("reading", "reply", "One reply: its text, the evidence, the decision."),
        "correct": ("reading", "correct", "Put a verdict right; the reader learns from it."),
        "model": ("model", "model", "What your corrections taught the reader, and back."),
        "classify": ("sorting", "classify", "Sort mail files without touching anything."),
        "report": ("work", "report", "What came of it: figures by sequence and step."),
    },
    "Ahead": {
        "plan": ("planning", "plan", "What will be sent to whom and when."),
        "why": ("planning", "why", "What happens next to a contact, and why not now."),
        "preview": ("planning", "preview", "Every message of a sequence, as it would go out."),
        "send-test": ("trying", "send_test", "One message of a sequence, to yourself."),
        "simulate": ("planning", "simulate", "The dates of a sequence."),
        "backup": ("running", "backup", "Copy the database while it is in use."),
        "adopt": ("running", "adopt", "After a restore or a move: this state is the true one."),
    },
}
VERBS = {verb: place for section in SECTIONS.values() for verb, place in section.items()}


class _Verbs(click.Group):
    """A group whose commands are imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            near = get_close_matches(cmd_name, VERBS, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else "See which there are: followupd --help"
            return None if cmd_name.startswith("-") else ctx.fail(f"There is no command “{cmd_name}”. {hint}")
        module, function, _ = VERBS[cmd_name]
        command = getattr(importlib.import_module(f"followupd.cli.{module}"), function)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{function} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs without importing any."""
        for heading, verbs in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{verb:<8}", words) for verb, (_, _, words) in verbs.items()])


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
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], clock: object = None) -> int:
    """Run one command and return its exit code. `clock` is a `mail.ports.Clock` to go by instead of the system's."""
    try:
        code = cli.main(args=list(arguments), prog_name="followupd", standalone_mode=False, obj=clock)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return 64 if isinstance(error, click.UsageError) else error.exit_code
    except FollowupdError as error:
        click.echo(f"followupd: {error}", err=True)
        return error.exit_code
    except SystemExit:
        # This is how click ends `followupd replies | head`: nothing is wrong, and nobody is left to be told.
        return 0
    except OSError as error:
        click.echo(f"followupd: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
        return 74
    except Exception as error:  # noqa: BLE001 - the one place that ends a program fault in a sentence
        if os.environ.get("FOLLOWUPD_DEBUG"):
            traceback.print_exc()
        click.echo(
            f"followupd: a fault in the program itself ({type(error).__name__}: {error}). "
            "Nothing was changed by this command. Please report it with what FOLLOWUPD_DEBUG=1 prints.",
            err=True,
        )
        return 70
    return code if isinstance(code, int) else 0
