"""Single days: in figures, as day and month, as a bare number; weeks by their number."""

from datetime import date

from followupd.replies.when.cursor import Found
from followupd.replies.when.numeric import calendar_day
from followupd.replies.when.occasions import Occasions
from followupd.replies.when.periods import DAY, add_months, calendar_date, single, unit_around, week_of
from followupd.replies.when.stretches import PLURALS

_BEFORE_BARE = {"le", "el", "il", "dia", "den", "du", "au", "del", "al", "dal", "am", "vom", "zum", "dem", "o", "d",
                "op", "tot", "til", "do", "dnia", "die", "de"}  # fmt: skip
_NO_DATE_BEFORE = {"of", "de", "der", "des", "van", "di", "av", "af", "uhr", "h", "hrs", "euro", "eur", "am", "pm"}
_NUMBERED = {"invoice", "order", "ref", "no", "nr", "number", "part", "case", "ticket", "po", "room", "version",
             "model", "rechnung", "auftrag", "facture", "commande", "factura", "pedido", "factuur"}  # fmt: skip
_ASKED = {"me", "us", "back", "again", "call", "ping", "try", "up", "out", "base"}  # "ping me 1/4"
_SENTENCE = 12  # lexemes over which a month named before is still the one meant


class Days(Occasions):
    """Rules for a day, and for a week by its number."""

    def _numeric(self, index: int) -> Found:
        lexeme = self._lexemes[index]
        if not lexeme.get("numdate"):
            return None
        led = self._led(index) or self._has(index - 1, "weekday", "dash", "to") or self._has(index + 1, "dash")
        before = self._at(index - 1)
        led = led or bool(self._short and before and before.text in _ASKED)
        after = self._at(index + 1)
        noun = self._at(index - 2 if self._has(index - 1, "stop", "mark") else index - 1)
        if noun and noun.text in _NUMBERED:
            return None
        if lexeme.get("shape") == "weak" and any(self._is_indefinite(at) for at in (index - 1, index - 3)):
            return None
        part_of_something = bool(after and after.text in _NO_DATE_BEFORE)
        day = calendar_day(lexeme, self._setting.order, self._today, self._setting.grace, led=led)
        if not day or (part_of_something and lexeme.get("shape") == "weak"):
            return None
        return day, index + 1

    def _is_indefinite(self, index: int) -> bool:
        """Whether "a" stands here: of days there is only one, so what follows is a fraction."""
        before = self._at(index)
        return bool(before and before.text in {"a", "an", "ein", "eine", "un", "une", "een"})

    def _day_of_month(self, index: int) -> Found:
        start = index
        weekday = self._get(index, "weekday")
        if weekday is not None:
            index = self._skip(index + 1, "comma", "art", "stop")
            if self._has(index, "numdate"):
                return self._numeric(index)
        elif self._has(index, "art") and self._day_number(index + 1)[0]:
            index += 1
        found = self._day_then_month(index) or self._month_then_day(index)
        if found or weekday is None:
            return found
        day, behind = self._day_number(index)
        article = self._has(index - 1, "art") or index == start + 1
        if self._has(behind, "dash", "to") and self._has(behind + 1, "num") and not self._has(behind + 2, "month"):
            return None  # "Fri 8-12" are hours
        hour = self._at(behind)
        if hour and hour.text in _NO_DATE_BEFORE and not hour.get("of"):
            return None
        if not day or self._has(behind, "unit", "month") or not (self._get(index, "ord") or article):
            return None
        for ahead in range(1, 63):
            each = self._today + DAY * ahead
            if each.day == day and each.weekday() == weekday:
                return single(each, "date.weekday-day"), behind
        return None

    def _day_then_month(self, index: int) -> Found:
        day, behind = self._day_number(index)
        if not day:
            return None
        on = self._skip(behind, "of", "art", "dash")
        month = self._get(on, "month")
        if month:
            year, end = self._year_after(self._abbreviated(on + 1, on))
            return self._dated(day, month, year, end)
        if on > behind and self._get(on, "unit") == "month":
            return self._next_such_day(day, on + 1)
        relative = self._relative_unit(on) if on > behind else None
        if relative and relative[0] == "month":
            first = unit_around(self._today, "month", relative[1], "").first
            found = calendar_date(first.year, first.month, day)
            return (single(found, "date.day-of-month"), relative[2]) if found else None
        return None

    def _month_then_day(self, index: int) -> Found:
        month = self._get(index, "month")
        if not month:
            return None
        on = self._skip(self._abbreviated(index + 1, index), "art", "art")
        day, behind = self._day_number(on)
        counts = self._has(behind, "unit") and not self._has(on, "ord")
        if not day or counts or self._has(behind, "month") or self._get(on, "halfof"):
            return None
        year, end = self._year_after(behind)
        return self._dated(day, month, year, end)

    def _dated(self, day: int, month: int, year: int | None, behind: int) -> Found:
        if year:
            found = calendar_date(year, month, day)
            return (single(found, "date.day-month-year"), behind) if found else None
        earliest = self._today - DAY * self._setting.grace
        for each in (earliest.year, earliest.year + 1, earliest.year + 2, earliest.year + 3, earliest.year + 4):
            found = calendar_date(each, month, day)
            if found and found >= earliest:
                return single(found, "date.day-month"), behind
        return None

    def _bare_day(self, index: int) -> Found:
        """As in "after the 15th", "am 15.", "le 15": the next day of that number."""
        lexeme = self._lexemes[index]
        day, behind = self._day_number(index)
        if not day or index == 0:
            return None
        before = self._lexemes[index - 1]
        led = before.get("art") or before.get("bound") or before.get("at")
        if lexeme.get("digits") and before.text.rsplit(" ", 1)[-1] not in _BEFORE_BARE:
            return None
        if not led or not self._ends_here(behind, strict=day < 10 and not lexeme.text[0].isdigit()):
            return None
        return self._day_of_previous(day, index, behind) or self._next_such_day(day, behind)

    def _day_of_previous(self, day: int, index: int, behind: int) -> Found:
        """As in "in January, after the 14th": the day of the month that the same sentence names before it."""
        between = range(self._previous_end, index)
        if (
            not self._previous
            or len(between) > _SENTENCE
            or any(self._has(each, "stop") and self._lexemes[each].text != ";" for each in between)
        ):
            return None
        named = self._previous.first
        found = calendar_date(named.year, named.month, day)
        if found and found <= named and self._bound in {"until", "through"}:
            return single(add_months(found, 1), "date.day"), behind  # "until Christmas, then off till the 4th"
        vague = self._previous.grain != "day"
        return (
            (single(found, "date.day"), behind) if found and found > self._today and (vague or found > named) else None
        )

    def _next_such_day(self, day: int, behind: int) -> Found:
        ahead = (self._today + DAY * number for number in range(1, 63))
        return next(((single(each, "date.day"), behind) for each in ahead if each.day == day), None)

    def _iso_week(self, index: int) -> Found:
        lexeme = self._lexemes[index]
        if lexeme.get("unit") != "week" or lexeme.text in PLURALS:
            return None
        on = self._skip(index + 1, "stop", "mark") if len(lexeme.text) <= 3 else self._skip(index + 1, "mark")
        number, digits = self._get(on, "num") or self._get(on, "ord"), self._at(on)
        if (
            not number
            or not digits
            or not digits.text[0].isdigit()
            or not 1 <= number <= 53
            or self._has(on + 1, "unit")
        ):
            return None
        year, behind = self._year_after(on + 1)
        monday = iso_monday(self._today, year, int(number))
        return (week_of(monday, "date.iso-week"), behind) if monday else None

    def _short_iso_week(self, index: int) -> Found:
        """As in French "S38", Swedish "v34"."""
        number = self._get(index, "isoweek")
        if not number or not (self._led(index) or self._short):
            return None
        monday = iso_monday(self._today, None, number)
        return (week_of(monday, "date.iso-week"), index + 1) if monday else None


def iso_monday(today: date, year: int | None, week: int) -> date | None:
    """Return the Monday of an ISO week: of the year named, else of the next such week that is not over."""
    for each in (year,) if year else range(today.year, today.year + 3):
        try:
            monday = date.fromisocalendar(each, week, 1)
        except ValueError:
            continue
        if year or monday + DAY * 6 >= today:
            return monday
    return None
