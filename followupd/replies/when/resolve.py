"""Readings → mentions: the first day to write again, and the one mention that decides.

What a mention is worth depends on the words around it (`context`): days that are only a reason, or past, or
refused, do not decide.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from followupd.replies.when.context import Context
from followupd.replies.when.grammar import Grammar, Reading, Setting
from followupd.replies.when.lexing import lex
from followupd.replies.when.numeric import day_month_order
from followupd.replies.when.periods import DAY, Period
from followupd.replies.when.words import cues
from followupd.replies.when.workdays import country_of, language_of, working_day

Purpose = Literal["later", "absence", "meeting"]

_HORIZON = timedelta(days=550)
_GRACE = {"later": 45, "absence": 150, "meeting": 45}
_ENDS = {"until", "through", "after", "notbefore"}
_UNAVAILABLE = {"until", "through"}
_WHOLE_AFTERWARDS = {"feast", "end-part", "range", "weekend"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name days to come, the days they mean, and the first one on which to write again."""

    text: str
    start: int
    end: int
    first_on: date
    last_on: date
    resume_on: date  # a working day, never earlier than they said
    rule: str
    ambiguous: bool  # day and month could be the other way round; resume_on is the later of both
    bound: str  # on, after, until, through, from, notbefore, before, by, during


def find_dates(
    text: str, *, now: datetime, zone: str, country: str | None = None, language: str | None = None
) -> tuple[Mention, ...]:
    """Return all mentions of days to come, in text order; past, negated and far ones are left out."""
    reader = _Reader(text, now, zone, country, language, "later")
    return tuple(mention for _, mention in reader.mentions())


def resume_date(
    text: str, *, now: datetime, zone: str, purpose: Purpose, country: str | None = None, language: str | None = None
) -> Mention | None:
    """Return the mention that decides when to write again; None where no day to come is named for it.

    For "later" the day that a deferral or a contact is tied to, for "absence" the day of return, for "meeting"
    the day proposed.
    """
    reader = _Reader(text, now, zone, country, language, purpose)
    found = reader.mentions()
    return reader.absence(found) if purpose == "absence" else reader.deferral(found)


class _Reader:
    def __init__(
        self, text: str, now: datetime, zone: str, country: str | None, language: str | None, purpose: Purpose
    ) -> None:
        self._text = text
        self._today = now.astimezone(ZoneInfo(zone)).date()
        self._country = country or country_of(zone)
        self._purpose = purpose
        spoken = (language or "").partition("-")[0].lower() or language_of(self._country.partition("-")[0])
        self._lexemes, languages = lex(text, spoken)
        home = self._country.partition("-")[0]
        setting = Setting(
            today=self._today,
            country=home,
            order=day_month_order(home, languages[0]),
            grace=_GRACE[purpose],
        )
        self._readings = Grammar(self._lexemes, setting).readings()
        self._context = Context(text, self._lexemes, self._readings, cues(languages), self._today)

    def mentions(self) -> list[tuple[Reading, Mention]]:
        """Return what lies ahead and within eighteen months, each with its reading."""
        ahead = []
        for reading in map(self._understood, self._readings):
            if self._says_nothing(reading):
                continue
            mention = self._mention(reading)
            if mention and self._today <= mention.resume_on <= self._today + _HORIZON:
                ahead.append((reading, mention))
        return ahead

    def _understood(self, reading: Reading) -> Reading:
        """The same reading with the bound that the words around it give it."""
        if self._context.denied(reading):
            return replace(reading, bound="notbefore")
        if self._context.final_day(reading) or self._context.ends_an_absence(reading):
            return replace(reading, bound="through")
        if self._context.until_then(reading):
            return replace(reading, bound="from")
        if self._purpose == "later" and self._context.absent(reading):
            return replace(reading, bound="after")
        if self._purpose == "absence" and (reading.negated or reading.bound == "ruledout"):
            return replace(reading, bound="after", negated=False)  # "not in this week"
        return reading

    def _says_nothing(self, reading: Reading) -> bool:
        context = self._context
        if reading.negated or reading.bound in {"since", "ruledout"} or context.past(reading) or context.habit(reading):
            return True
        if self._purpose == "absence":
            return context.service_term(reading)
        return context.only_reason(reading) or (self._purpose == "later" and context.idle(reading))

    def _ruled_out(self) -> list[Period]:
        """The stretches in which they do not want to hear: "not this year", "January is hopeless"."""
        return [
            reading.period
            for reading in self._readings
            if reading.period.grain not in {"day", "offset"}
            and (reading.negated or reading.bound == "ruledout" or self._context.refused(reading))
            and not self._context.past(reading)
        ]

    def _mention(self, reading: Reading) -> Mention | None:
        period = reading.period
        if period.last < self._today:
            return None
        start, end = self._lexemes[reading.first].start, self._lexemes[reading.behind - 1].end
        first, last = self._window(period, reading.bound)
        return Mention(
            text=self._text[start:end],
            start=start,
            end=end,
            first_on=first,
            last_on=max(first, last),
            resume_on=self._resume(first, period, reading.bound),
            rule=period.rule,
            ambiguous=period.ambiguous,
            bound=reading.bound,
        )

    def _window(self, period: Period, bound: str) -> tuple[date, date]:
        """Return the days the words mean, bound included; a running period begins tomorrow."""
        tomorrow = self._today + DAY
        if _is_after(period, bound):
            return period.last + DAY, period.last + DAY * 7
        if bound == "before":
            return max(tomorrow, period.first - DAY * 7), max(tomorrow, period.first - DAY)
        if bound == "until":
            return max(tomorrow, period.first), period.first + DAY
        first = period.first if period.grain == "day" else max(tomorrow, period.first)
        return first, period.last

    def _resume(self, first: date, period: Period, bound: str) -> date:
        named = period.by_hand and not _is_after(period, bound)
        return working_day(first, self._country, heed_holidays=not named)

    # --- which one decides ---

    def deferral(self, found: list[tuple[Reading, Mention]]) -> Mention | None:
        """Of several, the one that most speaks for writing again; of equals, the one with the strongest bound."""
        if self._purpose == "later":
            found = [each for each in found if each[1].resume_on > self._today]
        ruled_out = self._ruled_out()
        found = [each for each in found if not self._context.refused(each[0])]
        clear = [each for each in found if not _lies_in(each[1].resume_on, ruled_out)]
        ranked = [(self._context.weight(reading), -place, mention) for place, (reading, mention) in enumerate(clear)]
        best = max(ranked, key=lambda each: each[:2], default=None)
        if best and best[2].bound in _UNAVAILABLE:  # of one absence after another the end of the last
            same = [each for each in ranked if each[2].bound in _UNAVAILABLE and each[0] >= best[0] - 1]
            best = max(same, key=lambda each: each[2].resume_on)
        chosen = self._narrowed(best[2], clear) if best else self._after(ruled_out)
        return None if chosen and chosen.ambiguous else chosen  # 3/4 may be either: the owner is asked

    def _after(self, ruled_out: list[Period]) -> Mention | None:
        """The first day behind all that they ruled out, where they named nothing else."""
        last = max(ruled_out, key=lambda period: period.last, default=None)
        reading = next((each for each in self._readings if each.period is last), None)
        mention = self._mention(replace(reading, bound="after", negated=False)) if reading else None
        return mention if mention and mention.resume_on <= self._today + _HORIZON else None

    def _narrowed(self, mention: Mention, found: list[tuple[Reading, Mention]]) -> Mention:
        """As in "next month, ideally after the 10th": days that are named behind a vaguer wish and narrow it."""
        long = mention.last_on - mention.first_on > DAY * 10
        for reading, other in found:
            if other.start < mention.end or other.first_on <= mention.first_on:
                continue
            within = long and other.first_on <= mention.last_on and other.last_on <= mention.last_on + DAY * 7
            if within or self._context.preferred(reading):
                return other
        return mention

    def absence(self, found: list[tuple[Reading, Mention]]) -> Mention | None:
        """A return named as such; else the day after the latest end of what they are away for."""
        returns = [mention for reading, mention in found if self._context.returns(reading)]
        if returns:
            return max(returns, key=lambda mention: mention.resume_on)
        aways = [self._day_after(reading, mention) for reading, mention in found if not _only_begins(reading)]
        ends = [mention for mention in aways if mention.bound in _ENDS or mention.rule == "date.range"]
        return max(ends or aways, key=lambda mention: mention.resume_on, default=None)

    def _day_after(self, reading: Reading, mention: Mention) -> Mention:
        if (
            reading.bound in {"after", "notbefore"}
            or reading.period.rule == "date.chained"
            or reading.period.grain == "offset"
        ):
            return mention
        inclusive = reading.bound != "until" or not self._context.english(reading)
        if reading.bound == "until" and reading.period.grain not in {"day", "range"}:
            inclusive = False
        if not inclusive:
            return mention
        free = reading.period.last + DAY
        return replace(mention, resume_on=working_day(free, self._country, heed_holidays=True))


def _lies_in(day: date, periods: list[Period]) -> bool:
    return any(period.first <= day <= period.last for period in periods)


def _only_begins(reading: Reading) -> bool:
    """Whether it says from when they are away, and not until when."""
    return reading.bound in {"from", "by"} and reading.period.grain != "range"


def _is_after(period: Period, bound: str) -> bool:
    if period.rule == "date.in-days" or (period.grain == "offset" and bound == "after"):
        return bound == "through"
    short_feast = period.grain == "feast" and period.last - period.first <= DAY * 4
    if bound == "notbefore" and (short_feast or period.grain == "end-part"):
        return True  # "not before Easter": whoever says so is not at work on Good Friday either
    return bound in {"after", "through"} or (bound == "until" and period.grain in _WHOLE_AFTERWARDS)
