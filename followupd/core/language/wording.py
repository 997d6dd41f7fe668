"""Dates and times in words, as a person would write them in a mail: "Thursday morning", "three weeks ago".

What is written must be understood by somebody who reads it a day later: a day name alone is used only for the
six days before and after the day of writing; beyond that the date stands beside it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from followupd.core.language.languages import LANGUAGES, Words

Day = date  # inside `Wording` the name `date` is a method
Moment = datetime | Day

_A_FEW_MINUTES = timedelta(minutes=30)
_NIGHT = 4  # index into `Words.parts`
_PARTS_BEGIN = ((22, _NIGHT), (18, 3), (12, 2), (9, 1), (5, 0), (0, _NIGHT))
_DAY_NAME_IS_CLEAR = 6  # days to either side
_YEAR_IS_CLEAR = 183  # days to either side, in another calendar year
_LAST_DAY_IN_WEEKS = 45
_LAST_DAY_IN_MONTHS = 349


class WordingError(ValueError):
    """This value cannot be worded: the message is a sentence without its full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words a moment or a day for one reader.

    A moment is an aware `datetime`, a day a `date`; a moment is moved into `zone` first. Without `now` no day
    gets a date or a year added, and `ago` has nothing to count from.
    """

    language: str  # ISO 639 code, perhaps with a region as in "pt-BR"
    zone: tzinfo
    now: datetime | None = None

    def date(self, value: Moment) -> str:
        """Write "15 March", with the year where it would be guessed wrong."""
        return self._date(_day_of(self._local(value)))

    def day(self, value: Moment) -> str:
        """Write "Thursday", with the date where another Thursday could be meant."""
        day = _day_of(self._local(value))
        name = self._words.days[day.weekday()]
        if self._day_name_is_clear(day):
            return name
        return self._words.dated_day.format(name=name, date=self._date(day))

    def day_part(self, value: Moment) -> str:
        """Write "Thursday morning"; of a day that has no time only the day."""
        local = self._local(value)
        if not isinstance(local, datetime):
            return self.day(local)
        words, day, part = self._words, local.date(), _part(local)
        name = words.days[day.weekday()]
        if self._day_name_is_clear(day):
            return words.day_part.format(name=name, part=words.parts[part])
        part_words = (words.dated_parts or words.parts)[part]
        return words.dated_day_part.format(name=name, part=part_words, date=self._date(day))

    def end_of_part(self, moment: datetime) -> datetime:
        """Return when what `day_part` writes is over: the hour from which on it would write something else."""
        local = moment.astimezone(self.zone)
        words = self._words.parts
        later = [hour for hour, part in _PARTS_BEGIN if hour > local.hour and words[part] != words[_part(local)]]
        if later:
            return datetime.combine(local.date(), time(min(later)), tzinfo=self.zone).astimezone(UTC)
        return datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=self.zone).astimezone(UTC)

    def ago(self, value: Moment) -> str:
        """Write how long ago it was: "a few minutes ago", "this morning", "yesterday", "three weeks ago".

        Days are counted by the reader's calendar, not in hours. Raises `WordingError` for what lies ahead.
        """
        if self.now is None:
            raise WordingError("“ago” needs to know the time of writing")
        local, now = self._local(value), self.now.astimezone(self.zone)
        days = (now.date() - _day_of(local)).days
        # In UTC: two times of one zone are compared by their wall clocks, which go back once a year.
        passed = _utc(now) - _utc(local) if isinstance(local, datetime) else timedelta(days=days)
        if passed < timedelta(0):
            raise WordingError(f"“ago” is for the past, and {local:%Y-%m-%d} lies ahead")
        if isinstance(local, datetime) and passed <= _A_FEW_MINUTES:
            return self._words.minutes_ago
        if isinstance(local, datetime) and days == 0:
            return self._words.today_parts[_part(local)]
        return _days_ago(self._words, days)

    @property
    def _words(self) -> Words:
        return words_of(self.language)

    def _local(self, value: Moment) -> Moment:
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise WordingError(f"{value:%Y-%m-%d %H:%M} has no time zone")
        return value.astimezone(self.zone)

    def _days_away(self, day: Day) -> int | None:
        return None if self.now is None else (day - self.now.astimezone(self.zone).date()).days

    def _day_name_is_clear(self, day: Day) -> bool:
        away = self._days_away(day)
        return away is None or abs(away) <= _DAY_NAME_IS_CLEAR

    def _date(self, day: Day) -> str:
        words, away = self._words, self._days_away(day)
        number = words.first if day.day == 1 else str(day.day)
        text = words.date.format(day=number, month=words.months[day.month - 1])
        same_year = self.now is None or day.year == self.now.astimezone(self.zone).year
        if same_year or away is None or abs(away) <= _YEAR_IS_CLEAR:
            return text
        return words.with_year.format(date=text, year=day.year)


def words_of(language: str) -> Words:
    """Return the words of a language; raises `WordingError` where there are none."""
    code = base_language(language)
    if code not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise WordingError(
            f"days and dates can be worded in {known}, not in “{language}”; say which of them the text is in"
        )
    return LANGUAGES[code]


def base_language(language: str) -> str:
    """Return the ISO 639 part of a language tag: "pt" of "pt-BR"."""
    return language.replace("_", "-").split("-", 1)[0].lower()


def _day_of(local: Moment) -> Day:
    return local.date() if isinstance(local, datetime) else local


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _part(local: datetime) -> int:
    return next(part for begins, part in _PARTS_BEGIN if local.hour >= begins)


def _days_ago(words: Words, days: int) -> str:
    if days == 0:
        return words.today
    if days == 1:
        return words.yesterday
    if days < 7:
        return words.days_ago.format(n=_number(words.numbers, days))
    if days <= _LAST_DAY_IN_WEEKS:
        weeks = round(days / 7)
        numbers = words.week_numbers or words.numbers
        return words.week_ago if weeks == 1 else words.weeks_ago.format(n=_number(numbers, weeks))
    if days <= _LAST_DAY_IN_MONTHS:
        return words.months_ago.format(n=_number(words.numbers, round(days / 30.44)))
    years = max(1, round(days / 365.25))
    return words.year_ago if years == 1 else words.years_ago.format(n=_number(words.numbers, years))


def _number(numbers: tuple[str, ...], number: int) -> str:
    return numbers[number - 2] if 2 <= number < 2 + len(numbers) else str(number)
