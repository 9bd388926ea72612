"""The formats an answer can be written in, and what writes each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from muninet.answers.models import Location, Model
from muninet.catalogue import Query
from muninet.export.cytoscape import render_cytoscape
from muninet.export.geojson import render_geojson
from muninet.export.graphml import render_graphml
from muninet.export.tables import Table, render_csv, table_of

# What a spreadsheet needs to see before it reads a CSV file as UTF-8.
_BOM = "\ufeff"


class ExportFormat(StrEnum):
    """How an answer can be written."""

    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    CYTOSCAPE = "cytoscape"

    @property
    def media_type(self) -> str:
        """Its media type, without parameters. Cytoscape has none of its own: the name is ours."""
        return _MEDIA_TYPES[self]

    @property
    def ending(self) -> str:
        """What the name of a file of it ends in."""
        return _ENDINGS.get(self, self.value)

    @property
    def has_places(self) -> bool:
        """Whether it shows where entities lie."""
        return self in (ExportFormat.GEOJSON, ExportFormat.GRAPHML, ExportFormat.CYTOSCAPE)


_MEDIA_TYPES = {
    ExportFormat.JSON: "application/json",
    ExportFormat.CSV: "text/csv",
    ExportFormat.GEOJSON: "application/geo+json",
    ExportFormat.GRAPHML: "application/graphml+xml",
    ExportFormat.CYTOSCAPE: "application/vnd.cytoscape+json",
}
_ENDINGS = {ExportFormat.CYTOSCAPE: "cyjs"}


def offered_by(query: Query) -> tuple[ExportFormat, ...]:
    """The formats that the answers to a question can be written in: maps need entities, drawings need facts."""
    has_nodes = any(column.type.removesuffix("[]") == "node" for column in query.columns)
    return (
        ExportFormat.JSON,
        ExportFormat.CSV,
        *([ExportFormat.GEOJSON] if has_nodes else []),
        *([ExportFormat.GRAPHML, ExportFormat.CYTOSCAPE] if query.has_facts and query.returns_graph else []),
    )


def export(
    answer: Model,
    format_: ExportFormat,
    places: Mapping[str, Location],
    *,
    table: Table | None = None,
    bom: bool = False,
    line_end: str = "\r\n",
) -> str:
    """Write an answer.

    Args:
        answer: any answer; see `subgraph` for what of it can be drawn.
        format_: what to write it as.
        places: where its entities lie, by id, for the formats that show places.
        table: its rows, for CSV; None takes those that `tables.table_of` makes.
        bom: whether a CSV begins with a byte order mark.
        line_end: what ends a row of CSV.
    """
    if format_ is ExportFormat.CSV:
        return (_BOM if bom else "") + render_csv(*(table or table_of(answer)), line_end=line_end)
    if format_ is ExportFormat.GEOJSON:
        return render_geojson(answer, places)
    if format_ is ExportFormat.GRAPHML:
        return render_graphml(answer, places)
    if format_ is ExportFormat.CYTOSCAPE:
        return render_cytoscape(answer, places)
    return answer.model_dump_json(by_alias=True)
