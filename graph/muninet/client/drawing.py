"""Answers as graphs of networkx."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from muninet.client.parts import content_of, licence_names, parts_of
from muninet.client.records import Fact, Source

# What an answer says about itself.
_ABOUT = ("query", "graph_version", "data_as_of", "next", "licences", "sources")
# The ends of an edge are where it stands, and its own properties are attributes like the others.
_NOT_ATTRIBUTES = ("from_", "to", "kind", "properties", "datasets")


def drawn(answer: Any) -> Any:
    """Return the entities and facts of an answer as a networkx.MultiDiGraph; `Answer.to_networkx` describes it."""
    # It takes a moment to import, which an answer that is only read need not wait for.
    import networkx as nx

    parts = parts_of(content_of(answer))
    about = {name: value for name in _ABOUT if (value := getattr(answer, name, None)) is not None}
    graph = nx.MultiDiGraph(**{name: _plain(value) for name, value in about.items()})
    for node in parts.nodes.values():
        graph.add_node(node.id, **_attributes(asdict(node)))
    for fact in parts.facts.values():
        graph.add_edge(fact.from_.id, fact.to.id, fact.id, **_attributes(_told(fact, answer.sources)))
    return graph


def _told(fact: Fact, sources: Mapping[str, Source]) -> dict[str, Any]:
    own = {name: getattr(fact, name) for name in Fact.__slots__ if name not in _NOT_ATTRIBUTES}
    return {**fact.properties, **own, "class": fact.kind, "licences": licence_names(fact.sources, sources)}


def _attributes(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in told.items() if value is not None}


def _plain(value: Any) -> str | int | float | bool:
    """A value as every writer of graphs takes it."""
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False, default=_json)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else asdict(value)
