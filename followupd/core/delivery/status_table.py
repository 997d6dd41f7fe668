"""What a server's refusal means: an ordered table of named rules, the first that fits decides (requirements 4b).

Servers share codes between unlike troubles: Gmail's 550 5.2.1 is both "account disabled" and "receiving too quickly",
5.7.30 is Microsoft's end of password logins and Gmail's missing DKIM. So rules that read words stand above those
that do not, and the account's troubles above the recipient's: a mailbox that must not send suppresses nobody.
"""

from datetime import timedelta

from followupd.core.delivery.status_rules import Phase, Rule, when
from followupd.core.model import Fault

_DNS = "Let `followupd check --online` look at SPF, DKIM and DMARC of the sender's domain."

_ACCOUNT = (
    Rule(
        id="auth.switched-off",
        fault=Fault.ACCOUNT,
        signs=(when(status="5.7.139"), when(words=("basic authentication is not supported",))),
        retry_after=timedelta(hours=1),
        permanent=True,
        advice="Microsoft has switched off this kind of login. Set up OAuth for the mailbox, and let the administrator "
        "allow it to send: Set-CASMailbox -SmtpClientAuthenticationDisabled $false.",
    ),
    Rule(
        id="auth.too-many-logins",
        fault=Fault.ACCOUNT,
        signs=(when(words=("too many (failed )?(login|auth)",)),),
        retry_after=timedelta(hours=1),
        advice="The server saw too many logins. This passes; look whether another program uses the mailbox.",
    ),
    Rule(
        id="auth.busy",
        fault=Fault.ACCOUNT,
        signs=(when(454, status="4.7.*"), when(454, phases=(Phase.SESSION,))),
        retry_after=timedelta(minutes=30),
    ),
    Rule(
        id="auth.failed",
        fault=Fault.ACCOUNT,
        signs=(when(530, 534, 535, 538), when(phases=(Phase.SESSION,), status="5.7.*")),
        retry_after=timedelta(hours=1),
        permanent=True,
        advice="The server does not accept the login. Put the right password (with two-step login an app password) "
        "in place, or log in with OAuth again, then try `followupd check --online`.",
    ),
    Rule(
        id="account.blocked",
        fault=Fault.ACCOUNT,
        signs=(when(status="x.1.8 x.7.705 x.7.708 x.7.750"),),
        retry_after=timedelta(hours=24),
        permanent=True,
        advice="The provider has blocked this account as a source of spam. Clear that with the provider before you "
        "resume the mailbox.",
    ),
    Rule(
        id="account.send-as",
        fault=Fault.ACCOUNT,
        signs=(
            when(status="x.7.60 x.2.252 x.1.7"),
            when(words=("SendAsDenied", r"not (allowed|permitted|authori[sz]ed) to send as", "not owned by user")),
        ),
        retry_after=timedelta(hours=1),
        permanent=True,
        advice="This account may not write in the name of its From address: correct `from` in followupd.toml, or let "
        "the administrator grant SendAs.",
    ),
    Rule(
        id="account.quota",
        fault=Fault.ACCOUNT,
        signs=(
            when(status="x.4.5 x.7.233", temporary=False),
            when(
                words=(
                    r"exceeded (your|the|its) (daily |hourly )?(user )?(sending|message) (limit|quota|rate)",
                    "daily (user )?sending (limit|quota)",
                    "SubmissionQuotaExceeded",
                )
            ),
        ),
        retry_after=timedelta(hours=24),
        advice="The account's sending limit is used up; sending goes on in 24 hours. A lower `per_day` avoids this.",
    ),
    Rule(
        id="account.mailbox-full",
        fault=Fault.ACCOUNT,
        signs=(when(status="x.2.*", words=(r"STOREDRV\.Submission", "RecipientLimit")),),
        retry_after=timedelta(hours=24),
        permanent=True,
        advice="Your own mailbox is full or over a limit of its own: make room in it, then resume it.",
    ),
    Rule(
        id="account.unauthenticated",
        fault=Fault.ACCOUNT,
        signs=(when(status="x.7.26 x.7.27 x.7.30 x.7.515"),),
        retry_after=timedelta(hours=24),
        permanent=True,
        advice="The recipient's server does not find the sender's domain in order. " + _DNS,
    ),
    Rule(
        id="account.block-listed",
        fault=Fault.ACCOUNT,
        signs=(when(status=" ".join(f"x.7.{number}" for number in range(606, 650))),),
        retry_after=timedelta(hours=24),
        permanent=True,
        advice="The address of the sending server is on a block list: ask your provider.",
    ),
    Rule(
        id="account.tls",
        fault=Fault.ACCOUNT,
        signs=(
            when(status="x.7.29 x.7.66"),
            when(words=("must issue a STARTTLS", r"TLS ?v?1\.[01]\b", "requires TLS", "TLS (is )?required")),
        ),
        retry_after=timedelta(hours=1),
        permanent=True,
        advice="The server wants TLS, or a newer one than it was offered: look at `smtp` in followupd.toml.",
    ),
    Rule(
        id="account.connections",
        fault=Fault.ACCOUNT,
        signs=(when(432),),
        retry_after=timedelta(minutes=2),
    ),
    Rule(
        id="account.rate",
        fault=Fault.ACCOUNT,
        signs=(when(status="x.7.28"), when(421, status="4.7.0")),
        retry_after=timedelta(hours=1),
        advice="The server finds this account's mail too frequent; it rests for an hour. A lower `per_hour` helps.",
    ),
)

_RECIPIENT = (
    Rule(
        id="recipient.too-quick",
        fault=Fault.RECIPIENT,
        signs=(when(status="x.2.1", words=("too quickly", r"\brate\b")),),
        retry_after=timedelta(hours=4),
    ),
    Rule(
        id="domain.throttle",
        fault=Fault.DOMAIN,
        signs=(when(status="4.7.500 4.7.650"),),
        retry_after=timedelta(hours=2),
    ),
    Rule(
        id="recipient.full",
        fault=Fault.RECIPIENT,
        signs=(
            when(status="x.2.2"),
            when(452, 552, words=("mailbox (is )?full", "over ?quota", "quota exceeded", "insufficient storage")),
        ),
        retry_after=timedelta(hours=24),
        advice="Their mailbox is full; the mail is tried once a day.",
    ),
    Rule(
        id="recipient.moved",
        fault=Fault.RECIPIENT,
        signs=(when(status="5.1.6"), when(551, status="-")),
        permanent=True,
        suppress=True,
        advice="They have moved to another address: ask them, then enrol the new one yourself.",
    ),
    Rule(
        id="recipient.needs-smtputf8",
        fault=Fault.RECIPIENT,
        signs=(when(status="5.6.7"),),
        permanent=True,
        advice="A server on the way cannot take an address with letters outside ASCII: ask them for another one.",
    ),
    Rule(
        id="recipient.disabled",
        fault=Fault.RECIPIENT,
        signs=(when(status="5.2.1"),),
        permanent=True,
        suppress=True,
        advice="This mailbox has been switched off: they may have left.",
    ),
    Rule(
        id="recipient.unknown",
        fault=Fault.RECIPIENT,
        signs=(
            when(status="5.1.1 5.1.2 5.1.3 5.1.10 5.4.4"),
            when(
                status="- 5.0.0 5.1.0",
                phases=(Phase.RECIPIENT, Phase.CONTENT),
                temporary=False,
                words=(
                    "(user|recipient|mailbox|address) unknown",
                    "unknown (user|recipient|mailbox|address)",
                    "no such (user|recipient|mailbox|address|person)",
                    r"(user|recipient|mailbox|account|address)( \S{1,320})? (doesn['’]?t|does not) exist",
                    r"(user|recipient|mailbox|account|address)( \S{1,320})? not found",
                    "(invalid|non-?existent) (recipient|mailbox|user)",
                    "no mailbox (here )?by that name",
                    "domain (does not exist|not found)",
                    "null ?mx",
                ),
            ),
        ),
        permanent=True,
        suppress=True,
        advice="This address does not exist: look for a typing error, or another way to reach them.",
    ),
    Rule(
        id="recipient.rejected",
        fault=Fault.RECIPIENT,
        signs=(when(status="5.4.1", words=("recipient address rejected",)),),
        permanent=True,
        advice="Their server rejects this address, most likely because it does not exist: check it with them.",
    ),
    Rule(
        id="recipient.greylisted",
        fault=Fault.RECIPIENT,
        signs=(when(450, 451, status="4.7.1"), when(words=("gr[ae]y-?list",), temporary=True)),
        retry_after=timedelta(minutes=5),
    ),
    Rule(
        id="domain.unreachable",
        fault=Fault.DOMAIN,
        signs=(when(status="x.4.1 x.4.7", phases=(Phase.RECIPIENT, Phase.CONTENT)),),
        retry_after=timedelta(hours=24),
        advice="Their mail server could not be reached: if that goes on, check the domain for a typing error.",
    ),
)

_MESSAGE = (
    Rule(
        id="message.recipients",
        fault=Fault.MESSAGE,
        signs=(when(status="4.5.3"),),
        retry_after=timedelta(minutes=30),
    ),
    Rule(
        id="message.size",
        fault=Fault.MESSAGE,
        signs=(
            when(status="5.3.4 5.2.3"),
            when(552, words=("too (big|large)", r"exceeds? .{0,40}(size|limit)", "message size")),
        ),
        permanent=True,
        advice="The mail is too big for the server: shorten the template.",
    ),
    Rule(
        id="message.malformed",
        fault=Fault.MESSAGE,
        signs=(
            when(status="5.6.*"),
            when(
                words=("encoded-word syntax", "duplicate headers?", r"not RFC ?\d{3,4} compliant", "missing a valid"),
                temporary=False,
            ),
        ),
        permanent=True,
        advice="The server finds the mail malformed. That is a fault of followupd's: please report it with the bytes "
        "of the mail.",
    ),
    Rule(
        id="message.policy",
        fault=Fault.MESSAGE,
        signs=(when(status="5.7.*"), when(words=("spam", "block ?list", "black ?list", "policy"), temporary=False)),
        permanent=True,
        advice="A filter refused the mail for its words or its sender. Read what the server says; when a second mail "
        "is refused like this within a day, stop and look at the template. " + _DNS,
    ),
)

# The last row fits everything.
_REST = (
    Rule(
        id="server.busy",
        fault=Fault.ACCOUNT,
        signs=(when(421), when(451, status="4.3.* 4.4.2 4.4.5")),
        retry_after=timedelta(minutes=15),
    ),
    Rule(
        id="server.temporary",
        fault=Fault.ACCOUNT,
        signs=(when(phases=(Phase.SESSION, Phase.SENDER), temporary=True),),
        retry_after=timedelta(minutes=15),
    ),
    Rule(
        id="recipient.temporary",
        fault=Fault.RECIPIENT,
        signs=(when(phases=(Phase.RECIPIENT,), temporary=True),),
        retry_after=timedelta(minutes=5),
    ),
    Rule(
        id="message.temporary",
        fault=Fault.MESSAGE,
        signs=(when(phases=(Phase.CONTENT,), temporary=True),),
        retry_after=timedelta(minutes=5),
    ),
    Rule(
        id="server.refuses",
        fault=Fault.ACCOUNT,
        signs=(when(phases=(Phase.SESSION,)),),
        retry_after=timedelta(hours=1),
        permanent=True,
        advice="The server does not want to talk to us: read what it says, and check `smtp` in followupd.toml.",
    ),
    Rule(
        id="unknown",
        fault=Fault.MESSAGE,
        signs=(when(),),
        permanent=True,
        advice="The server refused the mail for a reason that followupd does not know: read what it says, then decide.",
    ),
)

TABLE: tuple[Rule, ...] = (*_ACCOUNT, *_RECIPIENT, *_MESSAGE, *_REST)
