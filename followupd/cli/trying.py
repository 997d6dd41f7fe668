"""send-test: one message of a sequence, to its owner."""

import asyncio
import secrets
from pathlib import Path

import click

from followupd.cli.opening import config_option, office
from followupd.core.letters.message_ids import new_message_id
from followupd.service.asking import owner, rehearsal, trials
from followupd.service.sending.writing import Writer


@click.command("send-test")
@click.argument("sequence")
@click.option("--step", type=click.IntRange(1), metavar="N", help="Which one; else the first mail.")
@click.option("--to", "me", required=True, metavar="ME", help="One of your own addresses; nobody else's is taken.")
@click.option("--contact", "email", metavar="EMAIL", help="Written as for this contact; else for a made-up one.")
@click.option("--mailbox", metavar="NAME", help="Who writes; needed with more than one mailbox.")
@config_option
def send_test(
    sequence: str, step: int | None, me: str, email: str | None, mailbox: str | None, config: Path | None
) -> None:
    """Send one message of a sequence to yourself, as a contact would get it. Also while live = false.

    Read it on your telephone, and look at what your mail program shows before the first line is opened.

    \b
    Example:  followupd send-test no-reply --step 2 --to ana@example.com
    """
    from followupd.cli.connecting import connect  # noqa: PLC0415 - the mail adapters, which `preview` does not need

    with office(config) as here:
        plan, box = here.sequence(sequence), here.mailbox(mailbox)
        to = trials.own_address(box, me)
        writer = Writer(mailbox=box, planner=here.planner, library=here.house.library)
        history = (
            rehearsal.made_up(plan, here.house.library, box.language, here.now)
            if email is None
            else here.look(lambda c: rehearsal.newcomer(c, owner.contact_at(c, email)))
        )
        message_id = new_message_id(secrets.token_hex(16), box.sender.address)
        raw = trials.trial(writer, plan, history, step=step, to=to, message_id=message_id, now=here.now)
        mailer, _ = connect(box)
        answer = asyncio.run(trials.send_trial(mailer, box, to, raw))
    click.echo(f"Sent to {to}: {answer}")
