"""The contacts: what each answers to which mail, what that means, and from when on it must be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from followupd.core.model import Label

FOR_EVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
A_FEW_DAYS = timedelta(days=4)  # of five business days, at the least
STEPS = ("one", "two", "three")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody writes back, once."""

    to_step: str
    label: Label
    words: str
    headers: str = ""
    folder: str = "INBOX"
    quiet_for: timedelta | None = None  # None: for ever


ROLES: Mapping[str, Answer | None] = {
    "silent": None,
    "patient": None,
    "yes": Answer(to_step="one", label=Label.YES, words="Yes, please. Call me tomorrow."),
    "junk": Answer(to_step="one", label=Label.YES, words="Yes, please. Call me tomorrow.", folder="Junk"),
    "no": Answer(to_step="two", label=Label.NO, words="No thanks, we are not interested."),
    "late-no": Answer(to_step="one", label=Label.NO, words="No thanks, we are not interested."),
    "leave": Answer(to_step="two", label=Label.UNSUBSCRIBE, words="Please remove me from your mailing list."),
    "ask": Answer(to_step="one", label=Label.QUESTION, words="What does it cost?"),
    "away": Answer(
        to_step="one",
        label=Label.AUTO_REPLY,
        words="I am out of the office.",
        headers="Auto-Submitted: auto-replied\n",
        quiet_for=A_FEW_DAYS,
    ),
    "barred": None,  # the owner puts them on the list
    "nobody": None,  # the server knows no such user
}
NO_SUCH_USER = "nobody@example.test"  # as tests/servers/machines.py has it


def letter(answer: Answer, *, sender: str, to: str, in_reply_to: str, at: datetime) -> bytes:
    """Return the answer as it arrives."""
    return (
        f"From: {sender}\nTo: {to}\nSubject: Re: Your pump\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\n"
        f"Message-ID: {answer_id(in_reply_to)}\nIn-Reply-To: {in_reply_to}\n{answer.headers}\n{answer.words}\n"
    ).replace("\n", "\r\n").encode()  # fmt: skip


def answer_id(in_reply_to: str) -> str:
    """Return the Message-ID of the answer to this mail."""
    return f"<answer-{in_reply_to.strip('<>')}>"
