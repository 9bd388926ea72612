"""Constraints and indexes that the model asks of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from muninet.model.schema import Property, Schema

NAME_INDEX = "entity_names"
SORT_INDEX = "entity_sort_key"
# Names are folded to plain words before they are indexed, so all that is left to do is to part them.
_ANALYZER = "whitespace"


@dataclass(frozen=True, slots=True)
class SchemaStatement:
    """One constraint or index: its name in the graph, and the Cypher that makes it unless it is there."""

    name: str
    text: str


def schema_statements(schema: Schema) -> tuple[SchemaStatement, ...]:
    """Return what the graph must have before anything is written to it; running them again changes nothing.

    Unique ids of entities and, per type, of facts; unique values of properties that the model marks so; one full-text
    index over all names, a range index over their order; range indexes over the dates that it marks as indexed, and
    point indexes over places.
    """
    return (*_constraints(schema), *_indexes(schema))


def _constraints(schema: Schema) -> Iterator[SchemaStatement]:
    yield _unique_node("Entity", "id")
    yield _unique_node("Dataset", "name")
    yield _unique_node("Graph", "key")
    yield _unique_node("Load", "number")
    for label, node in schema.nodes.items():
        for prop in node.properties.values():
            if prop.unique:
                yield _unique_node(label, prop.name)
    for type_ in schema.facts:
        name = f"{type_.lower()}_id"
        yield SchemaStatement(
            name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR ()-[f:{type_}]-() REQUIRE f.id IS UNIQUE"
        )


def _unique_node(label: str, name: str) -> SchemaStatement:
    key = f"{label.lower()}_{name}"
    return SchemaStatement(key, f"CREATE CONSTRAINT {key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE")


def _indexes(schema: Schema) -> Iterator[SchemaStatement]:
    yield SchemaStatement(
        NAME_INDEX,
        f"CREATE FULLTEXT INDEX {NAME_INDEX} IF NOT EXISTS FOR (n:Entity) ON EACH [n.search_names] "
        f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{_ANALYZER}'}}}}",
    )
    # Lists are read from here: `Label<tab>name<tab>id` hands out one type of entity in the order of names.
    yield SchemaStatement(SORT_INDEX, f"CREATE INDEX {SORT_INDEX} IF NOT EXISTS FOR (n:Entity) ON (n.sort_key)")
    for label, node in schema.nodes.items():
        if "location" in node.properties:
            key = f"{label.lower()}_location"
            yield SchemaStatement(key, f"CREATE POINT INDEX {key} IF NOT EXISTS FOR (n:{label}) ON (n.location)")
        for prop in _indexed(node.properties):
            key = f"{label.lower()}_{prop.name}"
            yield SchemaStatement(key, f"CREATE INDEX {key} IF NOT EXISTS FOR (n:{label}) ON (n.{prop.name})")
    for type_ in schema.facts:
        for prop in _indexed(schema.fact_properties_of(type_)):
            key = f"{type_.lower()}_{prop.name}"
            yield SchemaStatement(key, f"CREATE INDEX {key} IF NOT EXISTS FOR ()-[f:{type_}]-() ON (f.{prop.name})")


def _indexed(properties: dict[str, Property]) -> Iterator[Property]:
    return (prop for prop in properties.values() if prop.indexed and not prop.unique)
