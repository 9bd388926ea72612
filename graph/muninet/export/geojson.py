"""Answers as GeoJSON (RFC 7946): the entities that have a place, each with what the answer says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from muninet.answers.models import Fact, Location, Model, NodeRef
from muninet.export.subgraph import ABOUT, NODE_FIELDS, Subgraph, about, licence_names, sources_of, subgraph_of

_OWN = ("id", "type", "name", "country", "patterns", "sentences", "sources", "licences")


def render_geojson(answer: Model, places: Mapping[str, Location]) -> str:
    """Render a FeatureCollection: a point an entity, in the order of the answer.

    The properties of a feature are its id, type, name and country; the kinds of link (`patterns`) of the routes that
    start there; `sentences` of these routes, else of its facts; `sources` and `licences` of both; and the cells of the
    row that it leads, as lists where it leads several that differ. A column that is called like one of these is
    `column_` and its name. The collection has `query`, `licences`, `sources` and others as members of its own.
    """
    drawn = subgraph_of(answer)
    told = _Report(answer, drawn)
    features = [
        {
            "type": "Feature",
            "id": node.id,
            "geometry": {"type": "Point", "coordinates": [places[node.id].lon, places[node.id].lat]},
            "properties": told.properties(node),
        }
        for node in drawn.nodes.values()
        if node.id in places
    ]
    return json.dumps({"type": "FeatureCollection", **about(answer), "features": features}, ensure_ascii=False)


class _Report:
    """What an answer says of each of its entities."""

    def __init__(self, answer: Model, drawn: Subgraph) -> None:
        self._sources = sources_of(answer)
        self._facts: dict[str, list[Fact]] = {}
        self._patterns: dict[str, list[str]] = {}
        self._routes: dict[str, list[str]] = {}
        for fact in drawn.facts.values():
            for end in (fact.from_.id, fact.to.id):
                self._facts.setdefault(end, []).append(fact)
        for route in drawn.routes:
            self._patterns.setdefault(route.start, []).append(route.pattern)
            self._routes.setdefault(route.start, []).append(route.sentence)
            self._facts.setdefault(route.start, []).extend(drawn.facts[id_] for id_ in route.facts)
        self._rows = _rows_by_entity(_rows_of(answer))

    def properties(self, node: NodeRef) -> dict[str, Any]:
        facts = self._facts.get(node.id, [])
        rows = self._rows.get(node.id, [])
        sources = {source for fact in facts for source in fact.sources}
        sources.update(source for row in rows for source in _own_sources(row))
        return {
            **node.model_dump(),
            **_cells(rows),
            "patterns": _distinct(self._patterns.get(node.id, ())),
            "sentences": _distinct(self._routes.get(node.id) or (fact.sentence for fact in facts)),
            "sources": sorted(sources),
            "licences": licence_names(sources, self._sources),
        }


def _rows_of(answer: Model) -> list[dict[str, Any]]:
    """The rows of an answer as JSON values; an answer that is an entity itself is its own row."""
    fields = type(answer).model_fields
    if "rows" in fields:
        return answer.rows  # type: ignore[attr-defined, no-any-return]
    if "results" in fields:
        return [result.model_dump(mode="json", by_alias=True) for result in answer.results]  # type: ignore[attr-defined]
    if fields.keys() >= NODE_FIELDS:
        whole = answer.model_dump(mode="json", by_alias=True, exclude=set(ABOUT))
        return [{**whole, **whole.pop("properties", {})}]
    return []


def _rows_by_entity(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows by the entity that leads them: the one that a row is, else the first one in it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        leads = [one for one in (row, *row.values()) if isinstance(one, dict) and one.keys() >= NODE_FIELDS]
        if leads:
            found.setdefault(str(leads[0]["id"]), []).append(row)
    return found


def _cells(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What rows hold beside entities, facts, routes and what is not known: a value, or a list of those that differ."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        own = NODE_FIELDS if row.keys() >= NODE_FIELDS else frozenset[str]()
        for name, value in row.items():
            if name in own or value is None or not _is_plain(value) or (name == "sources" and _own_sources(row)):
                continue
            values = found.setdefault(name if name not in _OWN else f"column_{name}", [])
            if value not in values:
                values.append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _own_sources(row: dict[str, Any]) -> list[str]:
    """The sources that a row itself names, as ids."""
    own = row.get("sources")
    return own if isinstance(own, list) else []


def _is_plain(value: Any) -> bool:
    """Whether a value can stand in a table of attributes: neither nested nor an empty list."""
    if isinstance(value, list):
        return bool(value) and not any(isinstance(one, dict) for one in value)
    return not isinstance(value, dict)


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
