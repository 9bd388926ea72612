"""Answers with `results` as a table: one row a result."""

from __future__ import annotations

from typing import Any, get_args

from muninet.answers.graphs import TimelineAnswer
from muninet.answers.models import NodeRef, QueryColumn, SearchAnswer
from muninet.answers.paths import PathsAnswer
from muninet.answers.quality import QualityAnswer
from muninet.answers.resources import ListAnswer
from muninet.answers.results import ResultsAnswer
from muninet.export.subgraph import sources_of
from muninet.export.tables import Table, rows_table

_PLACE = "location"


def results_table(answer: ListAnswer | ResultsAnswer | TimelineAnswer | SearchAnswer | QualityAnswer) -> Table:
    """An answer as a table: its columns are the fields of a result, those that were asked for.

    A place becomes two columns, `lat` and `lon`; an entity or a fact is its id. The last columns tell what a row rests
    on: the ids of its sources and their licences.
    """
    (shape,) = get_args(type(answer).model_fields["results"].annotation)
    kept = getattr(answer, "query", {}).get("fields")
    names = [
        field.alias or name
        for name, field in shape.model_fields.items()
        if name != "sources" and (not kept or name in kept or name in NodeRef.model_fields)
    ]
    columns = [part for name in names for part in (("lat", "lon") if name == _PLACE else (name,))]
    rows = [_flat(result.model_dump(mode="json", by_alias=True)) for result in answer.results]
    return rows_table([QueryColumn(name=name, type="") for name in columns], rows, sources_of(answer))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    place = row.get(_PLACE) or {}
    return {**row, "lat": place.get("lat"), "lon": place.get("lon")}


# Columns of routes between two entities as CSV, before what they rest on.
ROUTES_COLUMNS = ("id", "from_id", "to_id", "pattern", "length", "nodes", "facts", "sentence")


def routes_table(answer: PathsAnswer) -> Table:
    """One row a route; nodes and facts are their ids, separated by `;`."""
    rows = [
        {
            **route.model_dump(mode="json", by_alias=True),
            "from_id": route.nodes[0].id,
            "to_id": route.nodes[-1].id,
        }
        for route in answer.routes
    ]
    return rows_table([QueryColumn(name=name, type="") for name in ROUTES_COLUMNS], rows, answer.sources)
