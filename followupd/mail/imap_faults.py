"""What a server's refusal means for whoever wants to read the mailbox: wait, or call the owner.

Response codes are those of RFC 5530; the texts without a code are the ones that large providers send (R3.10, R3.11).
"""

import re

from followupd.mail.ports import InboxError

# Waiting will not help: a person has to change something.
_FOR_THE_OWNER = re.compile(
    r"\[(AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|PRIVACYREQUIRED|CONTACTADMIN|NOPERM|WEBALERT)\b"
    r"|application-specific password|app password|log in via your web browser|enable imap|imap is disabled"
    r"|invalid credentials|basic authentication",
    re.IGNORECASE,
)
_STATED_WAIT = re.compile(r"suggested backoff time:\s*(\d+)\s*(milli)?s", re.IGNORECASE)

# A text that is met in the wild -> how long to stay away, in seconds. The first match counts.
_WAITS = (
    (re.compile(r"user is authenticated but not connected", re.IGNORECASE), 300.0),  # Exchange: no bad password
    (re.compile(r"exceeded (command or )?bandwidth|bandwidth limit", re.IGNORECASE), 3600.0),
    (re.compile(r"too many (simultaneous |concurrent )?connections|\[LIMIT\]|throttl", re.IGNORECASE), 300.0),
    (re.compile(r"\[(UNAVAILABLE|INUSE|SERVERBUG)\b|temporar|try again", re.IGNORECASE), 60.0),
)


def refusal(doing: str, text: str, *, at_login: bool = False) -> InboxError:
    """Return the error for a NO, BAD or BYE with this text.

    A NO to a login that says nothing else is a wrong password: old servers know no codes.
    """
    sentence = f"{doing}: the server says {text.strip() or 'no'!r}"
    if stated := _STATED_WAIT.search(text):
        return InboxError(sentence, retry_after_s=int(stated[1]) / (1000 if stated[2] else 1))
    if _FOR_THE_OWNER.search(text):
        return InboxError(sentence, permanent=True)
    for pattern, wait_s in _WAITS:
        if pattern.search(text):
            return InboxError(sentence, retry_after_s=wait_s)
    return InboxError(sentence, permanent=at_login)
