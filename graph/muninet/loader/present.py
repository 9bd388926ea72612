"""Reads what the graph holds, as far as a load needs it: always many ids in one statement."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from muninet.loader.problems import Candidate
from muninet.model import Schema
from muninet.store.bolt import Store

_CHUNK = 10_000
# Reading a whole dataset is no question of a user's: it may take its time (seconds).
_TIMEOUT = 600.0

_LABEL = "[label IN labels(n) WHERE label <> 'Entity'][0]"
# A record costs the driver more than what stands in it: rows come many to a record, in parts that the server can hold.
_NODE = f"left(n.id, 1) AS part, collect([n.id, {_LABEL}, n.datasets, n.statements]) AS rows"
_FACT = "left(f.id, 1) AS part, type(f) AS type, collect([type(f), f.id, a.id, b.id, f.datasets, f.statements]) AS rows"
_OWNED_NODES = f"MATCH (n:Entity) WHERE $dataset IN n.datasets RETURN {_NODE}"
_NODES = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) RETURN {_NODE}"
_NAMED_NODES = (
    f"MATCH (n:Entity) WHERE n.identifiers IS NOT NULL OR any(key IN keys(n) WHERE key IN $unique) RETURN {_NODE}"
)
_OWNED_FACTS = f"MATCH (a:Entity)-[f]->(b:Entity) WHERE $dataset IN f.datasets RETURN {_FACT}"
_FACTS_AT = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id})-[f]-() "
    "WHERE $but IS NULL OR any(name IN f.datasets WHERE name <> $but) "
    f"WITH DISTINCT f, startNode(f) AS a, endNode(f) AS b RETURN {_FACT}"
)
_CANDIDATES = (
    "MATCH (n:Entity) WHERE any(name IN n.datasets WHERE name <> $dataset) "
    f"RETURN left(n.id, 1) AS part, collect([n.id, n.name, {_LABEL}]) AS rows"
)


@dataclass(frozen=True, slots=True)
class PresentNode:
    """An entity in the graph: `statements` are canonical JSON by dataset."""

    id: str
    label: str
    statements: dict[str, str]


@dataclass(frozen=True, slots=True)
class PresentFact:
    """A fact in the graph: `statements` are canonical JSON by dataset."""

    type: str
    id: str
    start: str
    end: str
    statements: dict[str, str]


async def owned_nodes(store: Store, dataset: str) -> dict[str, PresentNode]:
    """Every entity that the dataset states."""
    return {node.id: node async for node in _nodes(store, _OWNED_NODES, {"dataset": dataset})}


async def named_nodes(store: Store, unique: Sequence[str] = ()) -> dict[str, PresentNode]:
    """Every entity that has an identifier elsewhere, or one of these properties."""
    return {node.id: node async for node in _nodes(store, _NAMED_NODES, {"unique": list(unique)})}


async def nodes(store: Store, ids: Iterable[str]) -> dict[str, PresentNode]:
    """Those of the entities that there are."""
    found = {}
    for chunk in chunks(sorted(ids), _CHUNK):
        found.update({node.id: node async for node in _nodes(store, _NODES, {"ids": chunk})})
    return found


async def owned_facts(store: Store, dataset: str) -> dict[str, PresentFact]:
    """Every fact that the dataset states."""
    return {fact.id: fact async for fact in _facts(store, _OWNED_FACTS, {"dataset": dataset})}


async def facts(store: Store, ids: Mapping[str, Sequence[str]]) -> dict[str, PresentFact]:
    """Those of the facts that there are, of ids given by type."""
    found = {}
    for type_, wanted in ids.items():
        text = f"UNWIND $ids AS id MATCH (a)-[f:{type_} {{id: id}}]->(b) RETURN {_FACT}"
        for chunk in chunks(sorted(wanted), _CHUNK):
            found.update({fact.id: fact async for fact in _facts(store, text, {"ids": chunk})})
    return found


async def facts_at(store: Store, ids: Iterable[str], *, but: str | None = None) -> dict[str, PresentFact]:
    """Every fact that one of the entities is an end of; without those that only the dataset `but` states."""
    found = {}
    for chunk in chunks(sorted(ids), _CHUNK):
        found.update({fact.id: fact async for fact in _facts(store, _FACTS_AT, {"ids": chunk, "but": but})})
    return found


async def unique_values(store: Store, schema: Schema, dataset: str) -> dict[tuple[str, str, str], str]:
    """The ids of nodes that have unique values and are stated by another dataset, by (label, property, value)."""
    found = {}
    for label, node in schema.nodes.items():
        for prop in node.properties.values():
            if prop.unique:
                text = (
                    f"MATCH (n:{label}) WHERE n.{prop.name} IS NOT NULL AND any(d IN n.datasets WHERE d <> $dataset) "
                    f"RETURN n.{prop.name} AS value, n.id AS id"
                )
                rows = await store.read(text, {"dataset": dataset}, timeout=_TIMEOUT)
                found.update({(label, prop.name, str(value)): str(id_) for value, id_ in rows.rows})
    return found


async def candidates(store: Store, dataset: str) -> list[Candidate]:
    """Every entity that another dataset states, for finding what was meant by a wrong id."""
    return [Candidate(*row) async for row in rows_of(store, _CANDIDATES, {"dataset": dataset})]


def chunks(items: Sequence[Any], size: int) -> Iterator[list[Any]]:
    """Cut a sequence into lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


async def rows_of(store: Store, text: str, parameters: Mapping[str, Any]) -> AsyncIterator[list[Any]]:
    """Yield the rows of a statement whose last column is a list of them."""
    found = await store.read(text, parameters, timeout=_TIMEOUT)
    for record in found.rows:
        for row in record[-1]:
            yield row


async def _nodes(store: Store, text: str, parameters: Mapping[str, Any]) -> AsyncIterator[PresentNode]:
    async for id_, label, datasets, statements in rows_of(store, text, parameters):
        yield PresentNode(id_, label, dict(zip(datasets, statements, strict=True)))


async def _facts(store: Store, text: str, parameters: Mapping[str, Any]) -> AsyncIterator[PresentFact]:
    async for type_, id_, start, end, datasets, statements in rows_of(store, text, parameters):
        yield PresentFact(type_, id_, start, end, dict(zip(datasets, statements, strict=True)))
