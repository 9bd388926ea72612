"""Guesses from the first cells of a column how its dates and numbers are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muninet.importers.table.moments import read_moment

if TYPE_CHECKING:
    from muninet.importers.sheets import Cell

_PATTERNS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d. %B %Y", "%B %d, %Y", "%Y/%m/%d", "%m/%d/%Y",
    "%Y-%m", "%m.%Y", "%m/%Y", "%B %Y", "%Y",
)  # fmt: skip
_ISO = {"%Y-%m-%d", "%Y-%m", "%Y"}
_DECIMAL_COMMA = re.compile(r"-?\d{1,3}(?:[.\s']?\d{3})*,\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([.,\s'])\d{3})+(?:\D\d+)?", re.ASCII)


@dataclass(frozen=True)
class DateGuess:
    """How a column's dates are written.

    Attributes:
        patterns: forms that read its text; none where they are in ISO 8601, or days of a workbook.
        unread: the first cell that none of them reads, if there is one.
        either: whether day and month might be the other way round in every cell.
    """

    patterns: tuple[str, ...]
    unread: Cell
    either: bool


def guess_dates(cells: Sequence[Cell]) -> DateGuess | None:
    """Guess a column's form of dates; None where most of its cells are no dates."""
    texts = [str(cell) for cell in cells if isinstance(cell, str | int) and not isinstance(cell, bool)]
    left, patterns = texts, []
    while left:
        best = max(_PATTERNS, key=lambda pattern: sum(read_moment(text, [pattern], None) is not None for text in left))
        rest = [text for text in left if read_moment(text, [best], None) is None]
        if len(rest) == len(left):
            break
        left = rest
        patterns.append(best)
    days = sum(isinstance(cell, dt.date) for cell in cells)
    if 2 * (len(texts) - len(left) + days) <= len(cells):
        return None
    turned = [text for text in texts if read_moment(text, ["%m/%d/%Y", "%m-%d-%Y"], None)]
    full = [text for text in texts if read_moment(text, ["%d/%m/%Y", "%d-%m-%Y"], None)]
    iso = set(patterns) <= _ISO
    return DateGuess(() if iso else tuple(patterns), left[0] if left else None, bool(full) and full == turned)


def guess_number(cells: Sequence[Cell]) -> dict[str, str]:
    """Guess the signs of a column's numbers: `decimal` and `thousands`, each where it must be said."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    decimal = any(_DECIMAL_COMMA.fullmatch(text) and not _GROUPED.fullmatch(text) for text in texts)
    marks = [match[1] for match in map(_GROUPED.fullmatch, texts) if match]
    said = {"decimal": ","} if decimal or "." in marks else {}
    if marks and marks[0] != said.get("decimal", "."):
        said["thousands"] = " " if marks[0].isspace() else marks[0]
    return said
