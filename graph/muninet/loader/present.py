"""Reads what the graph holds, as far as a load needs it: many things in one statement, and a part at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from muninet.loader.problems import Candidate
from muninet.model import Schema
from muninet.store.bolt import Store

# Things in one answer: what is held in memory at a time, here and there.
_PAGE = 2_000
# Reading a whole dataset is no question of a user's: it may take its time (seconds).
_TIMEOUT = 600.0

_LABEL = "[label IN labels(n) WHERE label <> 'Entity'][0]"
_NODE_VALUES = f"n.id, {_LABEL}, n.datasets, n.statements"
_FACT_VALUES = "type(f), f.id, a.id, b.id, f.datasets, f.statements"
# A record costs the driver more than what stands in it: rows come many to a record. Pages follow each other by id, in
# the order of the index.
_NODE = f"RETURN collect([{_NODE_VALUES}]) AS rows"
_FACT = f"RETURN collect([{_FACT_VALUES}]) AS rows"
_OWNED_NODES = f"MATCH (n:Entity) WHERE $dataset IN n.datasets RETURN {_NODE_VALUES}"
_OWNED_FACTS = f"MATCH (a:Entity)-[f]->(b:Entity) WHERE $dataset IN f.datasets RETURN {_FACT_VALUES}"
_NODES = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) {_NODE}"
_NAMED_NODES = (
    "MATCH (n:Entity) WHERE n.id > $after AND any(name IN n.datasets WHERE name <> $dataset) "
    "AND (n.identifiers IS NOT NULL OR any(key IN keys(n) WHERE key IN $unique)) "
    f"WITH n ORDER BY n.id LIMIT {_PAGE} {_NODE}"
)
_FACTS_AT = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id})-[f]-() "
    "WHERE $but IS NULL OR any(name IN f.datasets WHERE name <> $but) "
    f"WITH DISTINCT f, startNode(f) AS a, endNode(f) AS b {_FACT}"
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


async def owned_nodes(store: Store, dataset: str) -> AsyncIterator[list[PresentNode]]:
    """Every entity that the dataset states, a part at a time."""
    async for rows in store.stream(_OWNED_NODES, {"dataset": dataset}, size=_PAGE, timeout=_TIMEOUT):
        yield _nodes(rows)


async def named_nodes(store: Store, dataset: str, unique: Sequence[str]) -> AsyncIterator[list[PresentNode]]:
    """Every entity that another dataset states and that has an identifier or one of these properties, in parts."""
    async for page in _pages(store, _NAMED_NODES, {"dataset": dataset, "unique": list(unique)}):
        yield _nodes(page)


async def nodes(store: Store, ids: Iterable[str]) -> AsyncIterator[list[PresentNode]]:
    """Those of the entities that there are, a part at a time."""
    for chunk in chunks(ids, _PAGE):
        yield _nodes(await _rows(store, _NODES, {"ids": chunk}))


async def people_known_by(store: Store, label: str, keys: Iterable[str]) -> AsyncIterator[list[PresentNode]]:
    """Those entities with the label whose id or identifier is among these, a part at a time."""
    text = f"MATCH (n:Entity:$($label)) WHERE n.id IN $keys OR any(key IN n.identifiers WHERE key IN $keys) {_NODE}"
    for chunk in chunks(sorted(keys), _PAGE):
        yield _nodes(await _rows(store, text, {"label": label, "keys": chunk}))


async def owned_facts(store: Store, dataset: str) -> AsyncIterator[list[PresentFact]]:
    """Every fact that the dataset states, a part at a time."""
    async for rows in store.stream(_OWNED_FACTS, {"dataset": dataset}, size=_PAGE, timeout=_TIMEOUT):
        yield _facts(rows)


async def facts(store: Store, type_: str, ids: Iterable[str]) -> AsyncIterator[list[PresentFact]]:
    """Those of the facts of a type that there are, a part at a time."""
    for chunk in chunks(ids, _PAGE):
        text = f"UNWIND $ids AS id MATCH (a)-[f:{type_} {{id: id}}]->(b) {_FACT}"
        yield _facts(await _rows(store, text, {"ids": chunk}))


async def facts_at(store: Store, ids: Iterable[str], *, but: str | None = None) -> AsyncIterator[list[PresentFact]]:
    """Every fact that one of the entities is an end of, in parts; without those that only the dataset `but` states."""
    for chunk in chunks(ids, _PAGE):
        yield _facts(await _rows(store, _FACTS_AT, {"ids": chunk, "but": but}))


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


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Cut items into lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


async def rows_of(store: Store, text: str, parameters: Mapping[str, Any]) -> AsyncIterator[list[Any]]:
    """Yield the rows of a statement whose last column is a list of them."""
    for row in await _rows(store, text, parameters):
        yield row


async def _pages(store: Store, text: str, parameters: Mapping[str, Any]) -> AsyncIterator[list[Any]]:
    """The pages of a statement that goes on after an id, until one is not full."""
    after = ""
    while True:
        page = await _rows(store, text, {**parameters, "after": after})
        if page:
            yield page
        if len(page) < _PAGE:
            return
        after = page[-1][0]


async def _rows(store: Store, text: str, parameters: Mapping[str, Any]) -> list[Any]:
    found = await store.read(text, parameters, timeout=_TIMEOUT)
    return [row for record in found.rows for row in record[-1]]


def _nodes(rows: Iterable[Sequence[Any]]) -> list[PresentNode]:
    return [
        PresentNode(id_, label, dict(zip(datasets, statements, strict=True)))
        for id_, label, datasets, statements in rows
    ]


def _facts(rows: Iterable[Sequence[Any]]) -> list[PresentFact]:
    return [
        PresentFact(type_, id_, start, end, dict(zip(datasets, statements, strict=True)))
        for type_, id_, start, end, datasets, statements in rows
    ]
