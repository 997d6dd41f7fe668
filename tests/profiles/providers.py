"""What each provider's IMAP server is like, as data: the part of it that a client can trip over.

Capabilities and greetings are those that the servers showed in 2025 and 2026; hosts and session numbers are made up.
"""

from dataclasses import dataclass
from enum import Enum


class String(Enum):
    """How a server writes the text of a message in a FETCH (RFC 3501 section 4.3)."""

    LITERAL = "literal"
    LITERAL8 = "literal8"  # RFC 3516, by servers that offer BINARY
    QUOTED = "quoted"  # what is short and plain enough, and the literal for the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One folder as LIST shows it: the name as on the wire, in modified UTF-7."""

    name: str
    attributes: str = r"\HasNoChildren"
    role: str = ""  # junk, sent, drafts, all, trash: what it is, whether or not the server says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of server."""

    name: str
    greeting: str
    before: str  # capabilities before the login
    after: str  # and after it
    folders: tuple[Listed, ...]
    separator: str = "/"
    on_demand: bool = False  # special uses only where LIST asks for them
    login_says: str = "OK done"
    pushes: bool = True  # False: takes IDLE, answers DONE, and says nothing in between
    chatter: str = ""  # what it says in IDLE beside news
    uid_step: int = 1  # how far apart the UIDs are that it gives out
    uid_last: bool = False  # UID comes last in a FETCH
    text: String = String.LITERAL
    tells_uidnext: bool = True
    size_factor: float = 1.0  # what it takes RFC822.SIZE for, times the truth
    zone: str = "+0000"  # of INTERNALDATE
    expunges_midway: bool = False  # tells of removed messages in the middle of a FETCH, which RFC 3501 forbids

    @property
    def is_gmail(self) -> bool:
        return "X-GM-EXT-1" in self.after.split()

    def folder(self, role: str) -> str:
        """Return the wire name of the folder with a role."""
        return next(each.name for each in self.folders if each.role == role)


INBOX = Listed(name="INBOX")

GMAIL = Profile(
    name="Gmail",
    greeting="* OK Gimap ready for requests from 192.0.2.7 a640c23a62f3amb123",
    before="IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN "
    "AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER",
    after="IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE "
    "CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584",
    login_says="OK anna@example.com authenticated (Success)",
    folders=(
        INBOX,
        Listed(name="[Gmail]", attributes=r"\HasChildren \Noselect"),
        Listed(name="[Gmail]/Alle Nachrichten", attributes=r"\All \HasNoChildren", role="all"),
        Listed(name="[Gmail]/Entw&APw-rfe", attributes=r"\Drafts \HasNoChildren", role="drafts"),
        Listed(name="[Gmail]/Gesendet", attributes=r"\HasNoChildren \Sent", role="sent"),
        Listed(name="[Gmail]/Papierkorb", attributes=r"\HasNoChildren \Trash", role="trash"),
        Listed(name="[Gmail]/Spam", attributes=r"\HasNoChildren \Junk", role="junk"),
    ),
)

_EXCHANGE = "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+"
EXCHANGE = Profile(
    name="Exchange Online",
    greeting="* OK The Microsoft Exchange IMAP4 service is ready. [RgBSADIAUAAyADgAMQBDAEEA]",
    before=_EXCHANGE,
    after=_EXCHANGE,
    login_says="OK LOGIN completed.",
    folders=(
        Listed(name="Archiv"),
        Listed(name="Calendar/United States holidays"),
        Listed(name="Entw&APw-rfe", role="drafts"),
        Listed(name="Gesendete Elemente", role="sent"),
        INBOX,
        Listed(name="Junk-E-Mail", role="junk"),
        Listed(name="Postausgang"),
    ),
    uid_step=3,
    size_factor=1.3,  # an estimate, unless the administrator asks for exact ones
    expunges_midway=True,
)
OUTLOOK = Profile(
    name="Outlook.com",
    greeting="* OK The Microsoft Exchange IMAP4 service is ready. [TABPADIAUAAyADYANQBDAEEA]",
    before=_EXCHANGE,
    after=_EXCHANGE,
    login_says="OK AUTHENTICATE completed.",
    folders=(
        Listed(name="Archive"),
        Listed(name="Deleted", attributes=r"\HasNoChildren \Trash"),
        Listed(name="Drafts", attributes=r"\Drafts \HasNoChildren", role="drafts"),
        INBOX,
        Listed(name="Junk", role="junk"),
        Listed(name="Notes"),
        Listed(name="Sent", role="sent"),
    ),
    size_factor=0.8,
    pushes=False,  # now and then for hours
)
ICLOUD = Profile(
    name="iCloud",
    greeting="* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN AUTH=PLAIN] "
    "(2423B46-1a2b3c4d5e6f) pv50p00im-example.me.com",
    before="XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN AUTH=PLAIN",
    # Its front end writes a word of its own into the answers that begin with CAPABILITY.
    after="XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 CONDSTORE ENABLE QRESYNC QUOTA NAMESPACE UIDPLUS CHILDREN BINARY UNSELECT "
    "SORT CATENATE URLAUTH LANGUAGE ESEARCH ESORT CONTEXT=SEARCH CONTEXT=SORT WITHIN SASL-IR SEARCHRES METADATA ID "
    "XMSEARCH X-SUN-SORT ANNOTATE-EXPERIMENT-1 X-UNAUTHENTICATE X-SUN-IMAP XUM1 MULTISEARCH IDLE LIST-STATUS",
    login_says="OK user anna authenticated",
    folders=(
        Listed(name="INBOX", attributes=r"\Noinferiors"),
        Listed(name="Archive", attributes=""),
        Listed(name="Deleted Messages", attributes=""),
        Listed(name="Drafts", attributes="", role="drafts"),
        Listed(name="Junk", attributes="", role="junk"),
        Listed(name="Sent Messages", attributes="", role="sent"),
    ),
    text=String.LITERAL8,
    uid_last=True,
    zone="-0700",
)
YAHOO = Profile(
    name="Yahoo",
    greeting="* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER ID MOVE NAMESPACE UIDPLUS "
    "LITERAL+ CHILDREN UNSELECT OBJECTID] IMAP4rev1 imapgate-0.0.1 imapgate.example",
    before="IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER ID MOVE NAMESPACE UIDPLUS LITERAL+ CHILDREN",
    after="IMAP4rev1 ID MOVE NAMESPACE XYMHIGHESTMODSEQ UIDPLUS LITERAL+ CHILDREN UNSELECT X-MSG-EXT OBJECTID "
    "MESSAGELIMIT=1000",  # no IDLE
    folders=(
        Listed(name="Archive", attributes=r"\Archive \HasNoChildren"),
        Listed(name="Bulk", attributes=r"\Junk \HasNoChildren", role="junk"),
        Listed(name="Draft", attributes=r"\Drafts \HasNoChildren", role="drafts"),
        Listed(name="Inbox"),
        Listed(name="Sent", attributes=r"\Sent \HasNoChildren", role="sent"),
    ),
    uid_step=7,
)
DOVECOT = Profile(
    name="Dovecot",
    greeting="* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN] Dovecot ready.",
    before="IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN",
    after="IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT THREAD=REFERENCES MULTIAPPEND UNSELECT CHILDREN "
    "NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH "
    "LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY SPECIAL-USE LITERAL+ NOTIFY",
    login_says="OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] Logged in",
    folders=(
        Listed(name="Drafts", attributes=r"\HasNoChildren \Drafts", role="drafts"),
        Listed(name="Sent", attributes=r"\HasNoChildren \Sent", role="sent"),
        Listed(name="Junk", attributes=r"\HasNoChildren \Junk", role="junk"),
        Listed(name="Virtual.All", attributes=r"\HasNoChildren \All", role="all"),
        INBOX,
    ),
    separator=".",
    chatter="* OK Still here",
)
CYRUS = Profile(
    name="Cyrus",
    greeting="* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN SASL-IR] mail.example Cyrus IMAP ready",
    before="IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN SASL-IR",
    after="IMAP4rev1 LITERAL+ ID ENABLE ACL QUOTA MAILBOX-REFERRALS NAMESPACE UIDPLUS NO_ATOMIC_RENAME UNSELECT "
    "CHILDREN MULTIAPPEND BINARY CATENATE CONDSTORE ESEARCH SEARCH=FUZZY SORT LIST-EXTENDED LIST-STATUS QRESYNC "
    "URLAUTH MOVE SPECIAL-USE CREATE-SPECIAL-USE IDLE",
    folders=(
        Listed(name="INBOX", attributes=r"\HasChildren"),
        Listed(name="INBOX.Outbox", attributes=r"\HasNoChildren \Sent", role="sent"),
        Listed(name="INBOX.Drafts", attributes=r"\HasNoChildren \Drafts", role="drafts"),
        Listed(name="INBOX.Spam", attributes=r"\HasNoChildren \Junk", role="junk"),
    ),
    separator=".",
    on_demand=True,
    uid_last=True,
    text=String.QUOTED,
    chatter="* 1 FETCH (FLAGS (\\Seen))",
)
OLD = Profile(
    name="an old one",  # in the manner of Courier: no UIDPLUS, no UIDNEXT
    greeting="* OK [CAPABILITY IMAP4rev1 CHILDREN NAMESPACE IDLE] ready. See COPYING for distribution information.",
    before="IMAP4rev1 CHILDREN NAMESPACE IDLE",
    after="IMAP4rev1 CHILDREN NAMESPACE IDLE",
    folders=(
        INBOX,
        Listed(name="INBOX.Sent", role="sent"),
        Listed(name="INBOX.Drafts", role="drafts"),
        Listed(name="INBOX.Junk", role="junk"),
    ),
    separator=".",
    uid_last=True,
    tells_uidnext=False,
)

PROFILES = (GMAIL, EXCHANGE, OUTLOOK, ICLOUD, YAHOO, DOVECOT, CYRUS, OLD)
