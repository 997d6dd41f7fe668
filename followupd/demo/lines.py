"""The demo's words: what happened as a line, and the result as two tables and three sentences of figures."""

from collections.abc import Sequence
from datetime import datetime

from followupd.core.model import Evidence, Label, Verdict
from followupd.demo.cast import CAST, COMPANY, OWNER, STARTS_AT, ZONE
from followupd.demo.result import Promise, Result
from followupd.demo.world import Answered, ByHand, Happening, Sent
from followupd.store.replies import Reply

OPENING = (
    f"{OWNER.name} of {COMPANY} follows up {len(CAST)} people for three weeks, from {STARTS_AT:%A, %d %B %Y} on.",
    "Real SMTP and IMAP servers on this machine alone, the daemon of `followupd run`, and a clock that jumps.",
)
MAIL_COLUMNS = ("their time", "to", "step", "subject")
REPLY_COLUMNS = ("contact", "label → verdict", "sure", "resume on", "done", "evidence and rule")
MAILS_TITLE = "Mails sent"
REPLIES_TITLE = "The reply-classification log"
_MARKS = {Sent: "→", Answered: "←", ByHand: "✎"}
_QUOTED = 52  # characters of an answer


def moment(at: datetime) -> str:
    """Return a time as the progress shows it: Ana's."""
    return f"{at.astimezone(ZONE):%a %d %b %H:%M}"


def happened(happening: Happening) -> tuple[str, str, str]:
    """Return a mark for the direction, who it is about, and what happened."""
    match happening:
        case Sent(subject=subject):
            words = subject
        case Answered(reply=reply):
            words = f"{_said(reply)} {reply.label}: {reply.action}"
        case ByHand(words=deed):
            words = f"{OWNER.name.partition(' ')[0]} {deed}"
    return _MARKS[type(happening)], happening.role.name, words


def _said(reply: Reply) -> str:
    """Return how an answer begins after its greeting; what a mail system says is not worth quoting."""
    if reply.label is Label.BOUNCE:
        return "(could not be delivered)"
    greeting, _, rest = reply.fresh.partition("\n\n")
    text = " ".join((rest if greeting.endswith(",") else reply.fresh).split())
    return f"“{text[: _QUOTED - 1]}…”" if len(text) > _QUOTED else f"“{text}”"


def mail_rows(result: Result) -> list[tuple[str, ...]]:
    """Return the table of the mails that were sent."""
    return [(f"{mail.at:%a %d %b %H:%M}", mail.to, mail.step, mail.subject) for mail in result.mails]


def reply_rows(result: Result) -> list[tuple[str, ...]]:
    """Return the table of the answers and what they were taken for; `followupd reply` has all of the evidence."""
    return [
        (
            answer.contact,
            f"{answer.reply.label} → {answer.reply.verdict}",
            f"{answer.reply.confidence:.0%}",
            f"{answer.reply.resume_on:%d %b %Y}" if answer.reply.resume_on else "",
            answer.reply.action,
            _evidence(answer.reply.evidence),
        )
        for answer in result.replies
    ]


def _evidence(evidence: Sequence[Evidence]) -> str:
    """Return three pieces of evidence, a line each: the words and their rule; the date among them, weights last."""
    distinct = list(dict.fromkeys((each.text, each.why) for each in evidence))
    dates = [each for each in distinct if each[1].startswith("date")]
    weights = [each for each in distinct if each[1].startswith("weights")]
    rules = [each for each in distinct if each not in dates and each not in weights]
    shown = [*rules[:2], *dates[:1], *rules[2:], *weights][:3]
    return "\n".join(f"“{text}” {why}" for text, why in shown)


def figures(result: Result) -> tuple[str, str, str]:
    """Return the three sentences of figures."""
    verdicts, promises = result.verdicts, result.promises
    people = len({mail.to for mail in result.mails})
    sent = f"{len(result.mails)} mails sent to {people} people; {result.by_hand} calls and other tasks done by hand."
    answered = (
        f"Answered: {verdicts[Verdict.YES]} yes, {verdicts[Verdict.NO]} no, {verdicts[Verdict.LATER]} later; "
        f"{verdicts[Verdict.NONE]} by machines; {result.held} held for you."
    )
    promised = (
        f"Mails that named the time of the next try: {promises.total()}; {promises[Promise.KEPT]} kept to it, "
        f"{promises[Promise.BROKEN]} did not, for {promises[Promise.OVERTAKEN]} an answer came first."
    )
    return sent, answered, promised


def closing(kept_in: str | None) -> tuple[str, ...]:
    """Return what to type next. `kept_in` is the folder that stays, None where nothing does."""
    look = f"followupd show sam@acme.example --config {kept_in}" if kept_in else "followupd demo --keep DIR"
    why = "To look around in what this left:" if kept_in else "To keep the folder and look around in it:"
    return (
        f"{why}  {look}",
        'With your own mailbox:  followupd init ~/followups --from "Your Name <you@example.com>" --provider gmail',
    )
