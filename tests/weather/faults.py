"""What can befall a step of a conversation, and when it does: a deck of faults for each step, shuffled by a seed."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product


class Protocol(StrEnum):
    """Who talks."""

    SMTP = "smtp"
    IMAP = "imap"


class Kind(StrEnum):
    """What happens to the connection."""

    RESET = "reset"  # RST
    DROP = "drop"  # FIN, without a word
    STALL = "stall"  # open, and silent for ever
    HALF_OPEN = "half-open"  # one direction is dead, the other lives
    TRUNCATE = "truncate"  # a part gets through, in the middle of a line or of a literal; then FIN
    DELAY = "delay"  # late, and now and then too late
    GARBAGE = "garbage"  # noise in place of the answer
    FAREWELL = "farewell"  # 421 or BYE in place of the answer; the server was not asked


class Moment(StrEnum):
    """On which way it happens."""

    ASKED = "asked"  # before what the client says has reached the server
    ANSWERED = "answered"  # when the server has done it, before the client knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that can go wrong."""

    kind: Kind
    moment: Moment = Moment.ANSWERED


_BOTH = (Kind.RESET, Kind.DROP, Kind.HALF_OPEN, Kind.TRUNCATE, Kind.DELAY)
_ANY = (
    *(Fault(kind=kind, moment=moment) for kind, moment in product(_BOTH, Moment)),
    Fault(kind=Kind.STALL, moment=Moment.ASKED),
    Fault(kind=Kind.FAREWELL, moment=Moment.ASKED),
    Fault(kind=Kind.GARBAGE),
)


def _asked(*kinds: Kind) -> tuple[Fault, ...]:
    return tuple(Fault(kind=kind, moment=Moment.ASKED) for kind in kinds)


def _answered(*kinds: Kind) -> tuple[Fault, ...]:
    return tuple(Fault(kind=kind) for kind in kinds)


CONNECT, GREETING, BODY, DOT, SEALED, LITERAL, IDLING = (
    "connect", "greeting", "body", "dot", "sealed", "literal", "idling",
)  # fmt: skip

_DECKS: Mapping[str, Sequence[Fault]] = {
    CONNECT: _asked(Kind.RESET, Kind.DROP, Kind.STALL, Kind.DELAY),
    GREETING: _answered(*(kind for kind in Kind)),
    BODY: _asked(Kind.RESET, Kind.DROP, Kind.STALL, Kind.HALF_OPEN, Kind.TRUNCATE, Kind.DELAY, Kind.FAREWELL),
    IDLING: _answered(*(kind for kind in Kind if kind is not Kind.DELAY)),
    SEALED: _answered(Kind.RESET, Kind.DROP, Kind.STALL, Kind.HALF_OPEN, Kind.TRUNCATE, Kind.DELAY),
}

IN_THE_CLEAR: Mapping[Protocol, Sequence[str]] = {
    Protocol.SMTP: (CONNECT, GREETING, "EHLO", "AUTH", "MAIL", "RCPT", "DATA", BODY, DOT, "RSET", "QUIT"),
    Protocol.IMAP: (
        CONNECT, GREETING, "CAPABILITY", "LOGIN", "ID", "LIST", "EXAMINE", "SEARCH", "FETCH", "IDLE", IDLING, "DONE",
        "NOOP", "APPEND", LITERAL, "SELECT", "STORE", "LOGOUT",
    ),
}  # fmt: skip
UNDER_TLS: Mapping[Protocol, Sequence[str]] = {
    Protocol.SMTP: (CONNECT, GREETING, "EHLO", "STARTTLS", SEALED),
    Protocol.IMAP: (CONNECT, GREETING, "CAPABILITY", "STARTTLS", SEALED),
}

# How likely, in the ordinary misery. What comes with every connection is rare, or nothing else would be reached; what
# comes with few mails, and leaves a doubt about one, is not.
_LIKELY: Mapping[str, float] = {
    CONNECT: 0.05, GREETING: 0.05, "EHLO": 0.08, "AUTH": 0.1, "STARTTLS": 0.1, SEALED: 0.6,
    "MAIL": 0.12, "RCPT": 0.12, "DATA": 0.15, BODY: 0.15, DOT: 0.2, "RSET": 0.4, "QUIT": 0.4,
    "CAPABILITY": 0.02, "LOGIN": 0.04, "ID": 0.04, "LIST": 0.1, "EXAMINE": 0.03, "SEARCH": 0.1, "FETCH": 0.12,
    "NOOP": 0.08, "IDLE": 0.1, IDLING: 0.3, "DONE": 0.1, "APPEND": 0.25, LITERAL: 0.3, "SELECT": 0.3, "STORE": 0.3,
    "LOGOUT": 0.5,
}  # fmt: skip


_OTHERWISE = 0.1
SPARED_AT_MOST = 3  # times, before a step is struck for the first time


@dataclass(slots=True)
class Weather:
    """The weather of one run. `intensity` 0 is a clear sky, 1 the ordinary misery, more is a storm."""

    seed: str
    intensity: float = 0.0
    injected: Counter[tuple[Protocol, str, Kind]] = field(default_factory=Counter)
    _chances: dict[tuple[Protocol, str], random.Random] = field(default_factory=dict)
    _decks: dict[tuple[Protocol, str], list[Fault]] = field(default_factory=dict)
    _spared: Counter[tuple[Protocol, str]] = field(default_factory=Counter)

    def draw(self, protocol: Protocol, step: str) -> Fault | None:
        """Say what befalls a step that is about to happen, None where nothing does."""
        place = (protocol, step)
        chance = self._chances.setdefault(place, random.Random(f"{self.seed} {protocol} {step}"))  # noqa: S311
        if chance.random() >= _LIKELY.get(step, _OTHERWISE) * self.intensity and not self._is_overdue(place):
            return None
        deck = self._decks.setdefault(place, [])
        if not deck:
            deck += _DECKS.get(step, _ANY)
            chance.shuffle(deck)
        fault = deck.pop()
        self.injected[protocol, step, fault.kind] += 1
        return fault

    def _is_overdue(self, place: tuple[Protocol, str]) -> bool:
        """Say whether a step has been spared so often that luck alone must not spare it for ever."""
        if not self.intensity:
            return False
        self._spared[place] += 1
        return self._spared[place] == SPARED_AT_MOST

    def fraction(self, protocol: Protocol, step: str) -> float:
        """Return a number below one: how much of it gets through, how late it is."""
        return self._chances[protocol, step].random()
