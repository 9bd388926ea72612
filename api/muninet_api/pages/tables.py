"""Answers of questions as tables: a row for each, entities as links, facts and routes as sentences."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.answers.lookups import source_ids
from muninet.answers.models import Fact, NodeRef, Route
from muninet.answers.sentences import label_of
from muninet.answers.wording import Wording
from muninet.catalogue.query import Column
from muninet_api.pages.addresses import is_web
from muninet_api.pages.dates import written
from muninet_api.pages.facts import ToldFact, ToldRoute, told_fact, told_route
from muninet_api.pages.notes import Footnotes, Note

_PRECISION = "_precision"
_SOURCES = "sources"
_STEP = re.compile(r"\^?([A-Z_]+)(\[[^\[\]]*\])?")
# Numbers from here on are parted by thin spaces.
_GROUPED = 10_000


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        kind: `text`, `number`, `link`, `nodes`, `facts` or `routes`.
        text: what it says, of the first three.
        items: what it holds, of the others.
    """

    kind: str
    text: str = ""
    items: tuple[NodeRef | ToldFact | ToldRoute, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.text and not self.items


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    name: str
    about: str
    is_number: bool


@dataclass(frozen=True)
class Row:
    """A row: its cells, and the footnotes of those of its cells that hold no sentence of their own."""

    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class PageTable:
    """A table."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    has_notes: bool


class Reader:
    """What it takes to put values into cells: the footnotes of the page, the day, and the words."""

    def __init__(self, notes: Footnotes, day: dt.date, wording: Wording) -> None:
        """Take them."""
        self.notes = notes
        self.day = day
        self.wording = wording

    def table(self, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> PageTable:
        """Make a table of the rows of an answer."""
        names = {column.name for column in columns}
        shown = [column for column in columns if not _is_beside(column.name, names) and column.name != _SOURCES]
        heads = tuple(Head(_words(one.name), one.description, one.type in ("integer", "float")) for one in shown)
        found = tuple(self._row(shown, row) for row in rows)
        return PageTable(heads, found, any(row.notes for row in found))

    def cell(self, column: Column, row: Mapping[str, Any]) -> Cell:
        """One value as a cell."""
        value, kind = row[column.name], column.type.removesuffix("[]")
        if value is None or value == []:
            return Cell("text")
        values = value if isinstance(value, list) else [value]
        if kind == "node":
            return Cell("nodes", items=tuple(NodeRef.model_validate(one) for one in values if one))
        if kind == "fact":
            facts = [Fact.model_validate(one) for one in values if one]
            return Cell("facts", items=tuple(told_fact(one, self.notes, self.day) for one in facts))
        if kind == "path":
            routes = [Route.model_validate(one) for one in values if one]
            return Cell("routes", items=tuple(told_route(one, self.notes, self.day) for one in routes))
        if kind == "date":
            precision = row.get(column.name + _PRECISION)
            return Cell("text", written(str(value), precision, self.wording))
        if isinstance(value, str) and is_web(value):
            return Cell("link", value)
        if kind in ("integer", "float"):
            return Cell("number", "; ".join(map(plain, values)))
        return Cell("text", "; ".join(self._in_words(plain(one)) for one in values))

    def _in_words(self, text: str) -> str:
        """A kind of link in words, where a text is one: `MEMBER_OF[ended]` is `a former member of`."""
        steps = text.split(">")
        known = all((found := _STEP.fullmatch(step)) and found[1] in self.wording.facts for step in steps)
        return label_of(text, self.wording, "…") if known else text

    def _row(self, columns: Sequence[Column], row: Mapping[str, Any]) -> Row:
        cells = tuple(self.cell(column, row) for column in columns)
        told = any(cell.kind in ("facts", "routes") and cell.items for cell in cells)
        return Row(cells, () if told else self.notes.of(sorted(source_ids(dict(row)))))


def plain(value: Any) -> str:
    """A value without a shape of its own, as a text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        # Years stay as they are.
        return f"{value:,}".replace(",", "\u202f") if abs(value) >= _GROUPED else str(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)


def _is_beside(name: str, names: set[str]) -> bool:
    """Whether a column only says how precise another is."""
    return name.endswith(_PRECISION) and name.removesuffix(_PRECISION) in names


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
