"""What of an answer can be drawn: its entities, and its facts, each once, in the order of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from muninet.answers.models import Fact, Location, Model, NodeRef, Route, Source

NODE_FIELDS = frozenset(NodeRef.model_fields)
_FACT = frozenset({"class", "from", "to", "certainty"})
_ROUTE = frozenset({"pattern", "nodes", "facts", "footnotes"})
# What an answer says about itself, and every export repeats.
ABOUT = ("query", "graph_version", "data_as_of", "next", "licences", "sources")
# How a source that states no licence is told, as in the parameter `without_licence`.
NONE_STATED = "none"


class Told(NamedTuple):
    """A route, as far as an export tells of it: where it starts, its kind and its words, and the ids of its facts."""

    start: str
    pattern: str
    sentence: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Subgraph:
    """The drawable part of an answer.

    Attributes:
        nodes: entities by id, those that only a fact or a route names too.
        facts: facts by id.
        routes: routes, as often as they stand there.
    """

    nodes: dict[str, NodeRef] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    routes: list[Told] = field(default_factory=list)


def subgraph_of(value: Any) -> Subgraph:
    """Collect from an answer, or any part of one, shaped or as JSON: whatever is an entity, a fact or a route."""
    found = Subgraph()
    _collect(value, found)
    return found


def about(answer: Model) -> dict[str, Any]:
    """What an answer says about itself, as JSON values: the question, the graph's version, licences and sources."""
    return answer.model_dump(mode="json", by_alias=True, include=set(ABOUT) & set(type(answer).model_fields))


def sources_of(answer: Model) -> dict[str, Source]:
    """The sources that an answer names, by id."""
    found: dict[str, Source] = getattr(answer, "sources", {})
    return found


def licence_names(ids: Iterable[str], sources: Mapping[str, Source]) -> list[str]:
    """The licences of these sources, sorted, `none` for those that state none."""
    return sorted({sources[id_].licence or NONE_STATED for id_ in ids if id_ in sources})


def node_attributes(node: NodeRef, places: Mapping[str, Location]) -> dict[str, Any]:
    """What a drawing tells of an entity; what is not known is left out."""
    place = places.get(node.id)
    found = {**node.model_dump(), "lat": place and place.lat, "lon": place and place.lon}
    return {name: value for name, value in found.items() if value is not None}


def fact_attributes(fact: Fact, sources: Mapping[str, Source]) -> dict[str, Any]:
    """What a drawing tells of a fact: its ends aside, all that is known. `sources` and `licences` are lists."""
    whole = fact.model_dump(mode="json", by_alias=True, exclude={"from_", "to", "properties", "datasets"})
    found = {**fact.properties, **whole, "licences": licence_names(fact.sources, sources)}
    return {name: value for name, value in found.items() if value is not None}


def _collect(value: Any, found: Subgraph) -> None:
    if isinstance(value, Model):
        _collect_model(value, found)
    elif isinstance(value, dict):
        _collect_json(value, found)
    elif isinstance(value, list | tuple):
        for item in value:
            _collect(item, found)


def _collect_model(value: Model, found: Subgraph) -> None:
    if isinstance(value, Route):
        _collect((value.nodes, value.facts), found)
        ids = tuple(fact.id for fact in value.facts)
        found.routes.append(Told(value.nodes[0].id, value.pattern, value.sentence, ids))
    elif isinstance(value, Fact):
        # The same few facts stand in many rows: each is looked at once.
        if value.id not in found.facts:
            _collect((value.from_, value.to), found)
            found.facts[value.id] = value
    elif type(value) is NodeRef:
        _add(value, found)
    else:
        fields = type(value).model_fields
        if fields.keys() >= NODE_FIELDS:
            _add(NodeRef(**{name: getattr(value, name) for name in NODE_FIELDS}), found)
        for name in fields:
            _collect(getattr(value, name), found)


def _collect_json(value: dict[str, Any], found: Subgraph) -> None:
    """Rows of a question hold their values as JSON already."""
    keys = value.keys()
    if keys == NODE_FIELDS:
        if value["id"] not in found.nodes:
            _add(NodeRef.model_validate(value), found)
    elif keys >= _FACT:
        if value["id"] not in found.facts:
            _collect(Fact.model_validate(value), found)
    elif keys >= _ROUTE:
        _collect((value["nodes"], value["facts"]), found)
        ids = tuple(fact["id"] for fact in value["facts"])
        found.routes.append(Told(value["nodes"][0]["id"], value["pattern"], value["sentence"], ids))
    else:
        for item in value.values():
            _collect(item, found)


def _add(node: NodeRef, found: Subgraph) -> None:
    found.nodes.setdefault(node.id, node)
