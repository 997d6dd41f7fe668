"""The cast of the demo: a made-up company, a dozen made-up people, and what each of them does about a mail.

Everything is data: a person answers their n-th mail with the words that stand here, or not at all. Every address is
in `.example`, which belongs to nobody (RFC 2606).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from followupd.core.model import Outcome, Person

OWNER = Person(name="Ana Ruiz", address="ana@northwind.example")
COMPANY = "Northwind"
POSTAL_ADDRESS = "1 Main St, Springfield"
ZONE = ZoneInfo("Europe/Berlin")
STARTS_AT = datetime(2026, 11, 9, 7, 0, tzinfo=ZONE)  # a Monday; the same one each time, so that the story is too
ENDS_AT = STARTS_AT + timedelta(weeks=3)


class Hand(Enum):
    """What an answer is written with: each program quotes in a way of its own."""

    GMAIL = "gmail"
    OUTLOOK = "outlook"
    IPHONE = "iphone"
    EXCHANGE = "exchange"  # the machine that answers for somebody who is away
    MAIL_SYSTEM = "mail system"  # the machine that could not deliver


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back for a mail, and how long it takes."""

    after: timedelta
    hand: Hand
    words: str
    folder: str = "INBOX"
    sender: str = ""  # where they write from another address than the one they were written to


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Role:
    """One contact: their row of the CSV file, what they answer to which mail, how Ana fares with them by phone."""

    sequence: str
    row: Mapping[str, str]
    answers: Mapping[int, Answer] = field(default_factory=dict)  # by which mail it is for them, from 1
    calls: tuple[Outcome, ...] = ()  # how Ana's calls end, in turn; the last one stays
    by_hand: str = ""  # what Ana writes to them from her own mail program
    by_hand_at: datetime | None = None

    @property
    def address(self) -> str:
        """Where they are written to."""
        return self.row["email"]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.row['first_name']} {self.row['last_name']}"

    @property
    def zone(self) -> ZoneInfo:
        """Where their clock stands."""
        return ZoneInfo(self.row["timezone"])

    def reaction(self, count: int) -> Answer | None:
        """Return what they answer to the mail that is their `count`-th, None for silence."""
        return self.answers.get(count)

    def call(self, count: int) -> Outcome:
        """Return how Ana's `count`-th call ends."""
        return self.calls[min(count, len(self.calls)) - 1] if self.calls else Outcome.NO_ANSWER


def _row(email: str, name: str, company: str, zone: str, country: str, language: str, **more: str) -> Mapping[str, str]:
    first_name, _, last_name = name.partition(" ")
    return {
        "email": email,
        "first_name": first_name,
        "last_name": last_name,
        "company": company,
        "timezone": zone,
        "country": country,
        "language": language,
        **more,
    }


_SAM = Role(
    sequence="voicemail",
    row=_row(
        "sam@acme.example", "Sam Okafor", "Acme Foods", "America/New_York", "US", "en", topic="the second packing line"
    ),
    calls=(Outcome.VOICEMAIL,),
    answers={
        2: Answer(
            after=timedelta(minutes=47),
            hand=Hand.GMAIL,
            words="Hi Ana,\n\nsorry, this did get buried. Yes, let's talk. Does Thursday at 10 work for you?\n\nSam",
        )
    },
)
_DANA = Role(
    sequence="voicemail",
    row=_row("dana.whitfield@lakeside.example", "Dana Whitfield", "Lakeside Dairy", "America/Chicago", "US", "en"),
    calls=(Outcome.VOICEMAIL,),
    answers={
        1: Answer(
            after=timedelta(hours=5, minutes=3),
            hand=Hand.IPHONE,
            words="Please take me off your list and don't contact me again.",
        )
    },
)
_NILS = Role(
    sequence="voicemail",
    row=_row(
        "nils.berg@fjordfisk.example", "Nils Berg", "Fjordfisk", "Europe/Oslo", "NO", "en", topic="the new conveyor"
    ),
    calls=(Outcome.VOICEMAIL, Outcome.NO_ANSWER),
)
_INES = Role(
    sequence="voicemail",
    row=_row(
        "ines.costa@azulejo.example",
        "Ines Costa",
        "Azulejo",
        "Europe/Lisbon",
        "PT",
        "en",
        topic="the labelling machine",
    ),
    calls=(Outcome.NO_ANSWER, Outcome.VOICEMAIL),
    by_hand="Hi Ines,\n\nI met Rui at the fair and he told me about your move. Shall I come by next month?\n\nAna",
    by_hand_at=datetime(2026, 11, 18, 16, 5, tzinfo=ZONE),
)
_PRIYA = Role(
    sequence="no-reply",
    row=_row("priya.nair@brightwell.example", "Priya Nair", "Brightwell", "Europe/London", "GB", "en"),
    answers={
        1: Answer(
            after=timedelta(hours=3, minutes=11),
            hand=Hand.IPHONE,
            words="Not now, we are in the middle of an audit. Could you circle back in mid-January?",
        )
    },
)
_TOM = Role(
    sequence="no-reply",
    row=_row(
        "tom.becker@hafenbau.example", "Tom Becker", "Hafenbau", "Europe/Berlin", "DE", "de", topic="Palettieranlage"
    ),
    answers={
        1: Answer(
            after=timedelta(seconds=20),
            hand=Hand.EXCHANGE,
            words="Guten Tag,\n\nich bin bis einschließlich 17. November nicht im Büro und lese keine E-Mails.\n\n"
            "Tom Becker",
        ),
        2: Answer(
            after=timedelta(hours=1, minutes=32),
            hand=Hand.OUTLOOK,
            words="Hallo Frau Ruiz,\n\nja, gerne. Rufen Sie mich am Freitag um 11 Uhr an.\n\nViele Grüße\nTom Becker",
        ),
    },
)
_GRETA = Role(
    sequence="no-reply",
    row=_row(
        "greta.vogel@isarwerk.example",
        "Greta Vogel",
        "Isarwerk",
        "Europe/Berlin",
        "DE-BY",
        "de",
        topic="Etikettiermaschine",
    ),
    answers={
        2: Answer(
            after=timedelta(hours=2, minutes=26),
            hand=Hand.OUTLOOK,
            words="Hallo Frau Ruiz,\n\nnein danke, wir haben uns für einen anderen Anbieter entschieden.\n\n"
            "Mit freundlichen Grüßen\nGreta Vogel",
        )
    },
)
_HELENE = Role(
    sequence="no-reply",
    row=_row(
        "helene.moreau@maisonverte.example",
        "Hélène Moreau",
        "Maison Verte",
        "Europe/Paris",
        "FR",
        "fr",
        topic="la ligne de conditionnement",
    ),
    answers={
        1: Answer(
            after=timedelta(hours=1, minutes=8),
            hand=Hand.GMAIL,
            words="Bonjour Ana,\n\nquel serait le prix pour deux lignes ?\n\nHélène Moreau",
        )
    },
)
_LUIS = Role(
    sequence="no-reply",
    row=_row("luis.ortega@cobalto.example", "Luis Ortega", "Cobalto", "Europe/Madrid", "ES", "es"),
    answers={1: Answer(after=timedelta(minutes=2), hand=Hand.MAIL_SYSTEM, words="550 5.1.1 User unknown")},
)
_OLIVIA = Role(
    sequence="no-reply",
    row=_row(
        "olivia.chen@mapleworks.example",
        "Olivia Chen",
        "Mapleworks",
        "America/Toronto",
        "CA",
        "en",
        topic="the case sealer",
    ),
    answers={
        2: Answer(
            after=timedelta(hours=4, minutes=17),
            hand=Hand.OUTLOOK,
            words="Hello Ana,\n\nI'm not the right person for this. Jonas Weber looks after our machines, please ask "
            "him: jonas.weber@mapleworks.example\n\nOlivia",
        )
    },
)
_MAREK = Role(
    sequence="quote-sent",
    row=_row(
        "marek@wisla.example",
        "Marek Nowak",
        "Wisla",
        "Europe/Warsaw",
        "PL",
        "en",
        topic="the shrink wrapper",
        quote="Q-118",
        quote_on="2026-11-06",
    ),
    answers={
        1: Answer(
            after=timedelta(hours=9, minutes=14),
            hand=Hand.GMAIL,
            words="Hello Ana,\n\nwriting from home. We accept the quote, please send us the contract.\n\nMarek",
            sender="marek.nowak.home@postbox.example",
        )
    },
)
_JOOST = Role(
    sequence="quote-sent",
    row=_row(
        "joost@dewit.example",
        "Joost de Wit",
        "De Wit",
        "Europe/Amsterdam",
        "NL",
        "en",
        topic="the tray former",
        quote="Q-121",
        quote_on="2026-11-06",
    ),
    calls=(Outcome.NO_ANSWER,),
    answers={
        2: Answer(
            after=timedelta(hours=2, minutes=39),
            hand=Hand.IPHONE,
            words="No thanks, we went with another supplier.",
            folder="Junk",
        )
    },
)

CAST = (_SAM, _DANA, _NILS, _INES, _PRIYA, _TOM, _GRETA, _HELENE, _LUIS, _OLIVIA, _MAREK, _JOOST)
