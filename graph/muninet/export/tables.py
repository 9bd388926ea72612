"""Answers as tables: rows of texts, and CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from muninet.answers.lookups import source_ids
from muninet.answers.models import LinksAnswer, Model, QueryColumn, Source
from muninet.export.subgraph import licence_names, sources_of, subgraph_of

# Columns of the links answer as CSV; lists in a cell are separated by `;`.
LINKS_COLUMNS = ("city_id", "city", "country", "pattern", "length", "facts", "sources", "sentence", "licences")
# Columns of an answer that is no rows but facts.
FACTS_COLUMNS = (
    "id", "type", "class", "from_id", "from", "to_id", "to", "since", "until", "as_of", "certainty", "rank", "status",
    "label", "sentence", "sources", "licences",
)  # fmt: skip
# A spreadsheet takes a cell that begins with one of these for a formula; the wide ones count where one writes Japanese.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A column of ids of sources is what the last but one tells.
_SOURCES = ("sources", "string[]")
Cell = str | int | float | bool | None


class Table(NamedTuple):
    """Rows of cells under the names of their columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def table_of(answer: Model) -> Table:
    """An answer as a table: routes, rows, or the facts of an answer that has neither.

    The last columns tell what a row rests on: the ids of its sources and their licences.
    """
    if isinstance(answer, LinksAnswer):
        return Table(LINKS_COLUMNS, _links_rows(answer))
    fields = type(answer).model_fields
    if "columns" in fields and "rows" in fields:
        return rows_table(answer.columns, answer.rows, sources_of(answer))  # type: ignore[attr-defined]
    return Table(FACTS_COLUMNS, _facts_rows(answer))


def rows_table(
    columns: Sequence[QueryColumn], rows: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]
) -> Table:
    """Rows of a question as a table; an entity is its id, a fact or route its id.

    The last two columns are `sources` and `licences` of the row, called `row_sources` and `row_licences` where the
    question has other columns of these names.
    """
    names = [column.name for column in columns if (column.name, column.type) != _SOURCES]
    added = [name if name not in names else f"row_{name}" for name in ("sources", "licences")]
    rests_on = [sorted(source_ids(dict(row))) for row in rows]
    # What is only counted may rest on any of the answer's sources.
    unknown = () if any(rests_on) else tuple(sources)
    cells: list[list[Cell]] = [
        [*(plain(row[name]) for name in names), ";".join(ids), ";".join(licence_names(ids or unknown, sources))]
        for row, ids in zip(rows, rests_on, strict=True)
    ]
    return Table([*names, *added], cells)


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


def _links_rows(answer: LinksAnswer) -> list[list[Cell]]:
    """One row a route, in the order of LINKS_COLUMNS."""
    found: list[list[Cell]] = []
    for route in answer.routes:
        first = route.nodes[0]
        sources = list(dict.fromkeys(source for fact in route.facts for source in fact.sources))
        found.append(
            [
                first.id,
                first.name,
                first.country,
                route.pattern,
                route.length,
                ";".join(fact.id for fact in route.facts),
                ";".join(sources),
                route.sentence,
                ";".join(licence_names(sources, answer.sources)),
            ]
        )
    return found


def _facts_rows(answer: Model) -> list[list[Cell]]:
    """One row a fact, in the order of FACTS_COLUMNS."""
    sources = sources_of(answer)
    found: list[list[Cell]] = []
    for fact in subgraph_of(answer).facts.values():
        known = fact.model_dump(mode="json", by_alias=True)
        known |= {"from_id": fact.from_.id, "from": fact.from_.name, "to_id": fact.to.id, "to": fact.to.name}
        known["licences"] = licence_names(fact.sources, sources)
        found.append([plain(known[column]) for column in FACTS_COLUMNS])
    return found


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
