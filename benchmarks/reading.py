"""What one reply costs to read, and one mail to write, against the standard library doing the plain part of it."""

import email
import email.policy
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

from benchmarks.figures import Figure
from followupd.core.letters import compose
from followupd.core.model import Letter, Person, Question
from followupd.replies.classify import classify
from followupd.replies.parse import parse

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUOTED = "\r\n".join(f"> {line}" for line in ["Hi Sam,", "", *["Is the pump still of interest?"] * 20, "", "Ana"])
REPLIES = [
    "From: Sam <sam@acme.example>\r\nTo: ana@northwind.example\r\nSubject: Re: Your pump\r\n"
    f"Message-ID: <{n}@acme.example>\r\nIn-Reply-To: <x@northwind.example>\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n\r\n"
    f"On Mon, Nov 23, 2026 at 9:00 AM Ana Ruiz <ana@northwind.example> wrote:\r\n{QUOTED}\r\n"
    for n, words in enumerate(
        [
            "Yes, let's talk on Thursday.",
            "No thanks, we went with another vendor.",
            "Not now. Please circle back in mid-January, we are in the middle of an audit.",
            "Could you send me the price list first?",
            "Not my call, please talk to Dana in purchasing.",
        ]
    )
]


def measure() -> list[Figure]:
    """Return milliseconds a message, medians."""
    raws = [reply.encode() for reply in REPLIES]
    question = Question(now=NOW, timezone="Europe/Berlin", our_text="Is the pump still of interest?")
    return [
        Figure(
            what="one reply: parsed, quotation set aside, sorted, dated",
            ours=_median(lambda: [classify(parse(raw), question) for raw in raws]) / len(raws),
            reference=_median(lambda: [_standard(raw) for raw in raws]) / len(raws),
            unit="ms",
            against="email.policy.default: parsed, five header fields and the text looked at",
        ),
        Figure(
            what="one mail put into bytes",
            ours=_median(lambda: compose.email(_letter())),
            reference=_median(_message),
            unit="ms",
            against="EmailMessage under policy.SMTP, the same fields and words",
        ),
    ]


def _median(work: Callable[[], object], rounds: int = 100) -> float:
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def _standard(raw: bytes) -> str:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    fields = [str(message[name]) for name in ("From", "To", "Subject", "Message-ID", "In-Reply-To")]
    body = message.get_body(preferencelist=("plain",))
    return "".join(fields) + (str(body.get_content()) if body is not None else "")


def _letter() -> Letter:
    return Letter(
        sender=Person(name="Ana Ruiz", address="ana@northwind.example"),
        to=Person(name="Sam Jones", address="sam@acme.example"),
        subject="Your enquiry",
        text="Grüße,\n" + "Is it of interest? " * 40,
        message_id="<0123456789abcdef@northwind.example>",
        written_at=NOW,
    )


def _message() -> bytes:
    letter = _letter()
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = f"{letter.sender.name} <{letter.sender.address}>"
    message["To"] = f"{letter.to.name} <{letter.to.address}>"
    message["Subject"] = letter.subject
    message["Date"] = letter.written_at
    message["Message-ID"] = letter.message_id
    message.set_content(letter.text, cte="quoted-printable")
    return message.as_bytes()
