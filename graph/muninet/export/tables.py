"""Answers as tables: rows of texts, and CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from muninet.answers.models import LinksAnswer, QueryAnswer

# Columns of the links answer as CSV; lists in a cell are separated by `;`.
LINKS_COLUMNS = ("city_id", "city", "country", "pattern", "length", "facts", "sources", "sentence")
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | float | bool | None


def links_rows(answer: LinksAnswer) -> list[list[Cell]]:
    """One row a route, in the order of LINKS_COLUMNS."""
    return [
        [
            route.nodes[0].id,
            route.nodes[0].name,
            route.nodes[0].country,
            route.pattern,
            route.length,
            ";".join(fact.id for fact in route.facts),
            ";".join(dict.fromkeys(source for fact in route.facts for source in fact.sources)),
            route.sentence,
        ]
        for route in answer.routes
    ]


def query_rows(answer: QueryAnswer) -> list[list[Cell]]:
    """One row a row of the answer, in the order of its columns; an entity is its id, a fact or route its id."""
    return [[plain(row[column.name]) for column in answer.columns] for row in answer.rows]


def plain(value: Any) -> Cell:
    """Return a value of an answer as one cell: entities, facts and routes by their id, lists separated by `;`."""
    if isinstance(value, list):
        return ";".join("" if cell is None else str(cell) for cell in map(plain, value))
    if isinstance(value, dict):
        return str(value["id"]) if "id" in value else json.dumps(value, ensure_ascii=False, sort_keys=True)
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"an answer holds no values of type {type(value).__name__}")


def render_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], line_end: str = "\r\n") -> str:
    """Render a table as CSV (RFC 4180); a text that a spreadsheet would run as a formula gets a `'` before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
