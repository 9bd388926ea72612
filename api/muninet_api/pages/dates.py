"""Dates in words, only as precise as they are known."""

from __future__ import annotations

import datetime as dt

from muninet.answers.wording import Wording


def written(iso: str | None, precision: str | None, wording: Wording) -> str:
    """A day as `17 October 2024`, a month as `October 2024`, a year as `2024`; empty where there is none.

    Args:
        iso: the day, or the first one of the period, as an answer holds it.
        precision: day, month or year; None for a day.
        wording: names of months and how they stand.
    """
    if not iso:
        return ""
    day = dt.date.fromisoformat(iso)
    words = wording.dates
    template = {"day": words.day, "month": words.month, "year": words.year}[precision or "day"]
    return template.format(day=day.day, month=words.months[day.month - 1], year=day.year)
