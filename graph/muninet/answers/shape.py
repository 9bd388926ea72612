"""Turns what the store hands out into the shapes of answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from muninet.answers.licences import licences_of
from muninet.answers.models import EntityAnswer, Fact, Location, Name, NodeRef, Source
from muninet.answers.reading import Reading
from muninet.model import Schema
from muninet.store.values import FactValue, NodeValue, Point


def node_ref(node: NodeValue) -> NodeRef:
    """Name an entity, as short as it can be."""
    return NodeRef(id=node.id, type=node.type, name=node.properties["name"], country=node.properties.get("country"))


def json_value(value: Any) -> Any:
    """Return a property as JSON can hold it."""
    if isinstance(value, Point):
        return {"lat": value.lat, "lon": value.lon}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [json_value(item) for item in value]
    if isinstance(value, dict):
        return {key: json_value(item) for key, item in value.items()}
    return value


def fact(value: FactValue, reading: Reading) -> Fact:
    """Shape a fact with both its ends; putting it into words is left to `sentences`."""
    properties = value.properties
    fact_type = reading.schema.facts[value.type]
    own = {name: json_value(properties[name]) for name in fact_type.properties if name in properties}
    return Fact(
        id=properties["id"],
        type=value.type,
        kind=fact_type.kind,
        from_=node_ref(value.start),
        to=node_ref(value.end),
        since=json_value(properties.get("since")),
        since_precision=properties.get("since_precision"),
        until=json_value(properties.get("until")),
        until_precision=properties.get("until_precision"),
        as_of=json_value(properties.get("as_of")),
        as_of_precision=properties.get("as_of_precision"),
        certainty=properties["certainty"],
        holds_from=json_value(properties.get("holds_from")),
        holds_until=json_value(properties.get("holds_until")),
        rank=properties["rank"],
        status=properties.get("status"),
        label=properties.get("label"),
        note=properties.get("note"),
        properties=own,
        sources=reading.cited(properties["sources"]),
        datasets=properties["datasets"],
        sentence="",
    )


def source(node: NodeValue) -> Source:
    """Shape a source."""
    properties = node.properties
    return Source(
        id=node.id,
        title=properties.get("title") or properties["name"],
        publisher=properties["publisher"],
        published=json_value(properties.get("published")),
        published_precision=properties.get("published_precision"),
        url=properties.get("url"),
        licence=properties.get("licence"),
        retrieved=json_value(properties.get("retrieved")),
    )


def entity(
    node: NodeValue, counts: dict[str, int], sources: dict[str, Source], version: str, schema: Schema
) -> EntityAnswer:
    """Shape all that stands on an entity."""
    properties = node.properties
    langs = properties.get("names_lang") or []
    names = [
        Name(value=value, lang=(langs[index] if index < len(langs) else "") or None)
        for index, value in enumerate(properties.get("names") or [])
    ]
    location = properties.get("location")
    return EntityAnswer(
        id=node.id,
        type=node.type,
        name=properties["name"],
        names=names,
        identifiers=properties.get("identifiers") or [],
        description=properties.get("description"),
        url=properties.get("url"),
        country=properties.get("country"),
        location=Location(lat=location.lat, lon=location.lon) if location else None,
        properties=_own(node, schema),
        sources=sources,
        datasets=properties.get("datasets") or [],
        licences=licences_of(sources.values()),
        fact_counts=counts,
        graph_version=version,
    )


def _own(node: NodeValue, schema: Schema) -> dict[str, Any]:
    """The type's own properties, dates with their precision; country and location stand on their own."""
    found: dict[str, Any] = {}
    for name, declared in schema.nodes[node.type].properties.items():
        if name in ("country", "location") or name not in node.properties:
            continue
        found[name] = json_value(node.properties[name])
        if declared.type == "date":
            found[f"{name}_precision"] = node.properties.get(f"{name}_precision")
    return found
