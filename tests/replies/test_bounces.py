"""Delivery reports as mail servers word them: recognised, with the recipient, whose problem it is, and for how long."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from followupd.core.model import Fault, KindName
from followupd.replies.kinds import kind_of
from followupd.replies.parse import parse

SAM = "sam@acme.example"
RETURNED = (
    "Message-ID: <abc123@northwind.example>\r\nFrom: Ana Ruiz <ana@northwind.example>\r\nTo: Sam <sam@acme.example>\r\n"
    "Subject: The notes I mentioned\r\n\r\nHi Sam,\r\n"
)


def prose(text: str, *, sender: str, subject: str, headers: str = "Return-Path: <>\r\n") -> bytes:
    """A report in words only."""
    head = f"{headers}From: {sender}\r\nTo: ana@northwind.example\r\nSubject: {subject}\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".replace("\r\n", "\n").encode()


def report(status: str, *, text: str = "Your message could not be delivered.", returned: str = RETURNED) -> bytes:
    """A report by RFC 3464: `status` is the recipient's group."""
    parts = (
        f"Content-Type: text/plain\r\n\r\n{text}\r\n",
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{status}\r\n",
        f"Content-Type: message/rfc822\r\n\r\n{returned}",
    )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts)
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: ana@northwind.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n{body}--b--\r\n'
    ).encode()


def group(status: str, diagnostic: str, *, action: str = "failed", recipient: str = SAM) -> str:
    return (
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: smtp; {diagnostic}"
    )


R, A, D, M = Fault.RECIPIENT, Fault.ACCOUNT, Fault.DOMAIN, Fault.MESSAGE

DIAGNOSTICS = [
    (
        "5.1.1",
        "550 5.1.1 <sam@acme.example>: Recipient address rejected: User unknown in virtual mailbox table",
        True,
        R,
    ),
    (
        "5.1.1",
        "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking",
        True,
        R,
    ),
    ("5.0.0", "550 Requested action not taken: mailbox unavailable", True, R),
    ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).", True, R),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", True, R),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", True, R),
    ("5.0.0", "554 delivery error: dd This user doesn't have a yahoo.com account (sam@yahoo.com) [-5]", True, R),
    ("5.0.0", "550 No such user (sam)", True, R),
    ("5.1.1", "550 #5.1.0 Address rejected.", True, R),
    ("5.0.0", "550 Unrouteable address", True, R),
    ("5.0.0", "550 User not found", True, R),
    ("5.0.0", "551 User has moved to sam@other.example", True, R),
    ("5.1.6", "550 5.1.6 recipient no longer on server", True, R),
    (
        "5.4.4",
        "Host or domain name not found. Name service error for name=acme.example type=A: Host not found",
        True,
        R,
    ),
    ("5.1.2", "550 5.1.2 Host unknown (Name server: acme.example.: host not found)", True, R),
    ("5.1.10", "556 5.1.10 Recipient address has null MX", True, R),
    ("5.1.0", "Domain acme.example does not accept mail (nullMX)", True, R),
    ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled.", True, R),
    ("5.2.1", "550 5.2.1 This mailbox has been suspended due to inactivity", True, R),
    (
        "5.2.1",
        "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery",
        False,
        R,
    ),
    ("5.2.2", "552 5.2.2 The email account that you tried to reach is over quota.", False, R),
    ("5.0.0", "552 sorry, mailbox is full", False, R),
    ("5.0.0", "550 5.7.0 Mailbox full for sam@acme.example", False, R),
    ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", False, M),
    ("5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", False, M),
    ("5.4.7", "delivery time expired", False, D),
    ("4.4.7", "550 4.4.7 QUEUE.Expired; message expired", False, D),
    ("4.4.1", "connect to mx.acme.example[192.0.2.1]:25: Connection timed out", False, D),
    (
        "4.4.3",
        "Host or domain name not found. Name service error for name=acme.example type=MX: Host not found, try again",
        False,
        D,
    ),
    ("5.7.1", "550 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org", False, M),
    ("5.7.1", "554 5.7.1 Message rejected as spam by Content Filtering.", False, M),
    ("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated.", False, A),
    ("5.7.1", "550 5.7.1 Unable to relay", False, M),
    ("5.7.1", "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", False, M),
    ("5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.9]", False, A),
    ("5.4.5", "550-5.4.5 Daily user sending limit exceeded.", False, A),
    ("5.7.0", "550 5.7.0 Local Policy Violation", False, M),
    ("4.7.1", "451 4.7.1 Greylisting in action, please come back later", False, R),
    ("5.3.0", "553 5.3.0 <sam@acme.example>... Addressee unknown, relay=[192.0.2.1]", True, R),
    ("5.0.0", "554 Transaction failed", False, R),
    ("5.6.0", "554 5.6.0 Corrupt message content", False, M),
    ("5.4.6", "554 5.4.6 Too many hops", False, M),
    ("5.3.0", "550 5.3.0 local system error", False, D),
]


@pytest.mark.parametrize(("status", "diagnostic", "permanent", "fault"), DIAGNOSTICS)
def test_the_words_of_a_server_tell_whose_problem_it_is(
    status: str, diagnostic: str, permanent: bool, fault: Fault
) -> None:
    """R2.17: only what makes the address itself dead is permanent; 5.7.x is about our words or our account."""
    kind = kind_of(parse(report(group(status, diagnostic))))
    assert (kind.name, kind.permanent, kind.fault, kind.recipients) == (KindName.BOUNCE, permanent, fault, (SAM,))


QMAIL = """Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<sam@acme.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 <sam@acme.example>... User unknown
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <ana@northwind.example>
Message-ID: <abc123@northwind.example>
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  sam@acme.example
    host mx.acme.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<sam@acme.example>:
    550 5.1.1 unknown user

------ This is a copy of the message, including all the headers. ------

From: Ana Ruiz <ana@northwind.example>
"""
SENDMAIL = """The original message was received at Mon, 3 Mar 2025 10:22:11 +0100
from localhost [127.0.0.1]

   ----- The following addresses had permanent fatal errors -----
<sam@acme.example>
    (reason: 550 5.1.1 <sam@acme.example>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.acme.example.:
>>> DATA
<<< 550 5.1.1 <sam@acme.example>... User unknown
550 5.1.1 <sam@acme.example>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)
"""
POSTFIX = """This is the mail system at host mx.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<sam@acme.example>: host mx.acme.example[192.0.2.1] said: 552 5.2.2 Mailbox full
    (in reply to RCPT TO command)
"""
EXCHANGE_55 = """Your message

  To:      sam@acme.example
  Subject: The notes I mentioned
  Sent:    Mon, 3 Mar 2025 10:22:11 +0100

did not reach the following recipient(s):

sam@acme.example on Mon, 3 Mar 2025 10:22:15 +0100
    The recipient name is not recognized
\tThe MTS-ID of the original message is: c=us;a= ;p=acme;l=EX01
    MSEXCH:IMS:ACME:HQ:EX01 0 (000C05A6) Unknown Recipient
"""
NOTES = """Your message

  Subject: The notes I mentioned

was not delivered to:

  sam@acme.example

because:

  User sam (sam@acme.example) not listed in Domino Directory
"""
YAHOO = """Message from yahoo.com.
Unable to deliver message to the following address(es).

<sam@acme.example>:
This user doesn't have an acme.example account (sam@acme.example) [0]
"""
GMAIL = """** Address not found **

Your message wasn't delivered to sam@acme.example because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 5.1.1 The email account that you tried to reach does not exist.
"""
CARRIER = """The following address(es) could not be delivered to:
 RCPT TO: <sam@acme.example>
<<< 550 <sam@acme.example>: User unknown
"""
JAPANESE = """あなたが送信したメールは、次の宛先に配信できませんでした。

<sam@acme.example>
宛先のユーザが存在しません。
"""
GERMAN = """Ihre Nachricht konnte nicht zugestellt werden.

sam@acme.example
Der Empfänger ist unbekannt (550 5.1.1).
"""

PROSE = [
    (QMAIL, "MAILER-DAEMON@mx.example", "failure notice", True, R),
    (
        EXIM,
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "Mail delivery failed: returning message to sender",
        True,
        R,
    ),
    (
        SENDMAIL,
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Returned mail: see transcript for details",
        True,
        R,
    ),
    (POSTFIX, "MAILER-DAEMON@mx.example (Mail Delivery System)", "Undelivered Mail Returned to Sender", False, R),
    (EXCHANGE_55, "System Administrator <postmaster@acme.example>", "Undeliverable: The notes I mentioned", True, R),
    (NOTES, "Postmaster@acme.example", "DELIVERY FAILURE: User sam not listed in Domino Directory", True, R),
    (YAHOO, "MAILER-DAEMON@yahoo.com", "Failure Notice", True, R),
    (
        GMAIL,
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        True,
        R,
    ),
    (CARRIER, "post_master@vtext.example", "Undeliverable Message", True, R),
    (JAPANESE, "postmaster@mobile.example", "Mail System Error - Returned Mail", True, R),
    (GERMAN, "Mailer-Daemon@web.example", "Unzustellbar: Die Notizen", True, R),
]


@pytest.mark.parametrize(("text", "sender", "subject", "permanent", "fault"), PROSE)
def test_a_report_in_prose_is_recognised(text: str, sender: str, subject: str, permanent: bool, fault: Fault) -> None:
    """R2.16: servers that never heard of RFC 3464."""
    kind = kind_of(parse(prose(text, sender=sender, subject=subject)))
    assert (kind.name, kind.permanent, kind.fault, kind.recipients) == (KindName.BOUNCE, permanent, fault, (SAM,))


WILD = tomllib.loads(Path(__file__).with_name("wild_bounces.toml").read_text("utf-8"))["reports"]


@pytest.mark.parametrize("wild", WILD, ids=[wild["name"] for wild in WILD])
def test_gateways_carriers_and_old_servers_are_understood(wild: dict[str, Any]) -> None:
    """R2.16, without the help of a Return-Path."""
    kind = kind_of(parse(prose(wild["text"], sender=wild["from"], subject=wild["subject"], headers="")))
    assert (kind.name, kind.permanent, kind.fault) == (KindName.BOUNCE, wild["permanent"], wild["fault"])
    assert [address.partition("@")[0] for address in kind.recipients] == ["sam"]


def test_a_header_of_gmail_and_exim_names_the_recipients() -> None:
    raw = prose("See below.", sender="x@y.example", subject="hm", headers="X-Failed-Recipients: sam@acme.example\r\n")
    assert kind_of(parse(raw)).recipients == (SAM,)


def test_a_recipient_who_was_forwarded_is_found_under_the_address_we_wrote_to() -> None:
    status = "Original-Recipient: rfc822; sam@acme.example\r\n" + group(
        "5.1.1", "550 unknown user", recipient="s@new.example"
    )
    assert kind_of(parse(report(status))).recipients == (SAM, "s@new.example")


def test_of_two_recipients_the_dead_one_decides() -> None:
    status = (
        group("5.2.2", "552 mailbox full", recipient="a@acme.example") + "\r\n\r\n" + group("5.1.1", "550 user unknown")
    )
    kind = kind_of(parse(report(status)))
    assert (kind.permanent, kind.recipients) == (True, ("a@acme.example", SAM))


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_no_failure_is_a_delay(action: str) -> None:
    """R2.17: `delayed` asks for no action."""
    assert kind_of(parse(report(group("4.4.1", "451 try later", action=action)))).name is KindName.DELAY


DELAYS = [
    (
        "Warning: could not send message for past 4 hours",
        "    ** THIS IS A WARNING MESSAGE ONLY **\n ** YOU DO NOT NEED TO RESEND YOUR MESSAGE **",
    ),
    (
        "Warning: message 1abc delayed 24 hours",
        (
            "A message that you sent has not yet been delivered to one or more of its recipients"
            " after more than 24 hours on the queue.\n\n  sam@acme.example\n    Delay reason: Connection timed out\n\n"
            "No action is required on your part. Delivery attempts will continue"
        ),
    ),
    (
        "Delivery Status Notification (Delay)",
        "There was a temporary problem delivering your message to sam@acme.example. It is retried for 46 more hours.",
    ),
    (
        "Zustellung verzögert",
        "Ihre Nachricht an sam@acme.example konnte noch nicht zugestellt werden. Es wird weiterhin versucht.",
    ),
]


@pytest.mark.parametrize(("subject", "text"), DELAYS)
def test_a_warning_in_prose_is_a_delay(subject: str, text: str) -> None:
    assert kind_of(parse(prose(text, sender="MAILER-DAEMON@mx.example", subject=subject))).name is KindName.DELAY


def test_the_ids_of_the_returned_message_are_collected() -> None:
    """R2.1 (5), R2.16: part 3 says which mail of ours it was."""
    found = parse(report(group("5.1.1", "550 user unknown")))
    assert (found.reported_ids, found.returned_to) == (("<abc123@northwind.example>",), (SAM,))


HUMAN = [
    (
        "Sam <sam@acme.example>",
        "Re: The notes",
        "Your mail to bob@acme.example bounced: 550 5.1.1 user unknown. Write to me instead.",
    ),
    (
        "Sam <sam@acme.example>",
        "FW: Undeliverable: The notes",
        "Look what I got, delivery failed: 550 5.1.1 user unknown",
    ),
    (
        "Sam <sam@acme.example>",
        "Undelivered mail",
        "Hi Ana, your brochure was returned to us as undeliverable, the street is wrong.",
    ),
    (
        "Postmaster <postmaster@acme.example>",
        "Re: your question",
        "Hi Ana, I looked into it, all is well here. Call me any time.",
    ),
]


@pytest.mark.parametrize(("sender", "subject", "text"), HUMAN)
def test_a_person_who_writes_about_a_bounce_is_no_bounce(sender: str, subject: str, text: str) -> None:
    assert kind_of(parse(prose(text, sender=sender, subject=subject, headers=""))).name is KindName.HUMAN
