"""Reads dates as lists write them: by declared forms, by months' names, as days of a workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from muninet.importers.table.vocabulary import month_named
from muninet.model import PartialDate, Precision

_PARTS = {
    "%d": r"(?P<day>\d{1,2})",
    "%m": r"(?P<month>\d{1,2})",
    "%Y": r"(?P<year>\d{4})",
    "%B": r"(?P<name>[^\W\d_]{3,12}\.?)",
}
_PART = re.compile(r"%.?")
_LENGTHS: dict[str, int] = {"year": 4, "month": 7, "day": 10}


def check_format(pattern: str) -> str | None:
    """Say what is wrong with the form of a date, if anything is."""
    parts = _PART.findall(pattern)
    unknown = [part for part in parts if part not in _PARTS]
    if unknown:
        years = "; a year of two digits does not say its century" if "%y" in unknown else ""
        return f"{unknown[0]} is not known: %d, %m, %B and %Y are{years}, found {pattern!r}"
    if len(set(parts)) != len(parts) or "%Y" not in parts or {"%m", "%B"} <= set(parts):
        return f"a date has a year (%Y), and may have one month (%m or %B) and one day (%d), found {pattern!r}"
    if "%d" in parts and not {"%m", "%B"} & set(parts):
        return f"a day without a month, found {pattern!r}"
    return None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    text = "".join(_PARTS.get(part, re.escape(part)) for part in re.split(r"(%.)", " ".join(pattern.split())) if part)
    return re.compile(text, re.IGNORECASE)


def read_moment(cell: str | int | dt.date, patterns: Sequence[str], precision: Precision | None) -> PartialDate | None:
    """Read a date.

    Args:
        cell: text, a year, or a day of a workbook.
        patterns: forms to try in turn; ISO 8601 where there are none.
        precision: what it is cut to, where that is less.

    Returns:
        None where it is no date of these forms, or no day of the calendar.
    """
    if isinstance(cell, dt.date):
        found: PartialDate | None = PartialDate(cell, "day")
    else:
        text = " ".join(str(cell).split())
        found = _iso(text) if not patterns else next(filter(None, (_by(pattern, text) for pattern in patterns)), None)
    if found is None or precision is None:
        return found
    return PartialDate.parse(str(found)[: _LENGTHS[precision]])


def _iso(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _by(pattern: str, text: str) -> PartialDate | None:
    match = _compiled(pattern).fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    month = parts.get("month") or (month_named(parts["name"]) if "name" in parts else None)
    if month is None and "name" in parts:
        return None
    precision: Precision = "day" if "day" in parts else "month" if month else "year"
    try:
        return PartialDate(dt.date(int(parts["year"]), int(month or 1), int(parts.get("day") or 1)), precision)
    except ValueError:
        return None
