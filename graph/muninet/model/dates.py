"""Dates as sources give them: a day, a month or a year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year"]

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A date in reduced precision (ISO 8601): `first` is the first day of its period.

    Attributes:
        first: the day itself, or the first day of the month or year.
        precision: `day`, `month` or `year`.
    """

    first: dt.date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2023`, `2023-07` or `2023-07-14`.

        Raises:
            ValueError: the text is none of these, or no such day exists.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date: write 2023, 2023-07 or 2023-07-14")
        year, month, day = match.groups()
        precision: Precision = "day" if day else "month" if month else "year"
        try:
            return cls(dt.date(int(year), int(month or 1), int(day or 1)), precision)
        except ValueError as error:
            raise ValueError(f"{text!r} is not a day of the calendar: {error}") from None

    def after(self) -> dt.date:
        """Return the first day after its period is over."""
        if self.precision == "day":
            return self.first + dt.timedelta(days=1)
        if self.precision == "month":
            return (self.first + dt.timedelta(days=32)).replace(day=1)
        return dt.date(self.first.year + 1, 1, 1)

    def ends(self) -> dt.date:
        """Return the first day that is no longer covered when this stands as an end.

        A day is exclusive (a term until 24 February does not hold on the 24th); a month or year is covered to its last
        day.
        """
        return self.first if self.precision == "day" else self.after()

    def __str__(self) -> str:
        """Render in ISO 8601, only as precise as it is known."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]
