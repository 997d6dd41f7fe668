"""Quarters and halves, of the calendar year and of fiscal ones: "Q2", "H1 FY28", "the third quarter"."""

from followupd.replies.when.cursor import Found, Shape
from followupd.replies.when.fiscal import coming_year, named_year, part_of_year
from followupd.replies.when.stretches import Stretches, shaped


class Quarters(Stretches):
    """Rules for the parts of a year that go by a number."""

    def _quarter(self, index: int, shape: Shape | None) -> Found:
        lexeme = self._lexemes[index]
        number, unit, behind = lexeme.get("q"), "quarter", index + 1
        if self._modifies(index):
            return None
        if not number:
            number, unit = lexeme.get("h"), "half"
        if not number and lexeme.get("unit") in {"quarter", "half"} and self._has(index + 1, "num"):
            number, unit, behind = int(self._get(index + 1, "num")), lexeme.get("unit"), index + 2
        if not number and lexeme.get("fy"):
            return self._named_fiscal_year(index, shape)
        if not number or number > (4 if unit == "quarter" else 2):
            return None
        fiscal = self._fiscal_year(behind)
        if fiscal:
            return shaped(part_of_year(fiscal[0], number, unit), shape), fiscal[1]
        year, behind = self._year_after(behind)
        if lexeme.text[0] in "tsh" and not (year or self._led(index) or self._short):
            return None
        return self._pick_months((number - 1) * (3 if unit == "quarter" else 6) + 1, unit, year, shape), behind

    def _named_fiscal_year(self, index: int, shape: Shape | None) -> Found:
        """As in "FY28", "FY28 H1"."""
        whole = named_year(self._get(index, "fy"), self._today, self._setting.country)
        quarter, half = self._get(index + 1, "q"), self._get(index + 1, "h")
        if not quarter and not half:
            return shaped(whole, shape), index + 1
        inner = part_of_year(whole, quarter or half, "quarter" if quarter else "half")
        return shaped(inner, shape), index + 2

    def _numbered(self, unit: str, number: int, index: int) -> Found:
        """A quarter or half by its number, with its year where that follows."""
        size, most = (3, 4) if unit == "quarter" else (6, 2)
        number = most if number < 0 else number
        if not 1 <= number <= most:
            return None
        fiscal = self._fiscal_year(index)
        if fiscal:
            return part_of_year(fiscal[0], number, unit), fiscal[1]
        year, behind = self._year_after(index)
        return self._pick_months((number - 1) * size + 1, unit, year, self._wanted), behind

    def _fiscal_year(self, index: int) -> Found:
        """The fiscal year that a quarter or half is one of: "of FY28", "of the next financial year"."""
        on = self._skip(index, "of", "art", "dash")
        if self._has(on, "fy"):
            return named_year(self._get(on, "fy"), self._today, self._setting.country), on + 1
        relative = self._relative_unit(on)
        if relative and relative[0] == "fiscal":
            return coming_year(relative[1], self._today, self._setting.country), relative[2]
        return None
