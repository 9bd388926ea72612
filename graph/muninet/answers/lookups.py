"""The small reads behind every answer: entities, sources, names, the state of the graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from muninet.answers.models import GraphState, LoadState, NodeRef, Source
from muninet.answers.shape import node_ref, source
from muninet.loader.bookkeeping import read_ledger
from muninet.store.bolt import Store
from muninet.store.values import NodeValue

NEVER_LOADED = "0"
_VERSION = "OPTIONAL MATCH (g:Graph {key: 'graph'}) RETURN g.version AS version"
_EMPTY = "RETURN NOT EXISTS { MATCH (:Entity) } AS empty"
_NAMED = """
MATCH (e:Entity) WHERE e.id IN $ids
RETURN e.id AS id, [label IN labels(e) WHERE label <> 'Entity'][0] AS type, e.name AS name
"""
_REFS = "MATCH (e:Entity) WHERE e.id IN $ids RETURN e"
_SOURCES = "MATCH (s:Entity) WHERE s.id IN $ids AND s:Source RETURN s"
_EVERY_SOURCE = "MATCH (s:Entity) WHERE s.sort_key > 'Source\t' AND s.sort_key < 'Source\n' RETURN s"
_ENTITY = """
MATCH (e:Entity {id: $id})
CALL (e) {
  OPTIONAL MATCH (e)-[f]-()
  WHERE any(source IN f.sources WHERE NOT source IN $barred)
  WITH type(f) AS type, count(f) AS facts WHERE type IS NOT NULL
  RETURN collect([type, facts]) AS counts
}
RETURN e, counts
"""


async def version(store: Store) -> str:
    """The version of the graph, just now; `0` where nothing was ever loaded."""
    return (await store.read(_VERSION)).single() or NEVER_LOADED


async def state(store: Store) -> GraphState:
    """What the graph is, just now: version, whether it is empty, and loads that have not ended."""
    ledger = await read_ledger(store)
    loads = [
        LoadState(dataset=dataset.name, state=dataset.state, started=dataset.started)
        for dataset in ledger.datasets
        if dataset.state != "loaded"
    ]
    empty = (await store.read(_EMPTY)).single()
    return GraphState(version=ledger.version or NEVER_LOADED, empty=empty, finished_loads=ledger.loads, loads=loads)


async def named(store: Store, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Type and name, by id, of those of the entities that there are."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await store.read(_NAMED, {"ids": sorted(wanted)})
    return {id_: (type_, name) for id_, type_, name in found.rows}


async def refs(store: Store, ids: Iterable[str]) -> dict[str, NodeRef]:
    """Those of the entities that there are, by id."""
    found = await store.read(_REFS, {"ids": sorted(set(ids))})
    return {node.id: node_ref(node) for (node,) in found.rows}


async def sources(store: Store, ids: Iterable[str]) -> dict[str, Source]:
    """The sources of these ids, by id, in the order of their ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    found = await store.read(_SOURCES, {"ids": wanted})
    shaped = [source(row[0]) for row in found.rows]
    return {one.id: one for one in sorted(shaped, key=lambda one: one.id)}


async def every_source(store: Store, barred: Collection[str]) -> dict[str, Source]:
    """All sources of the graph but the barred ones, by id, in the order of their ids."""
    shaped = [source(row[0]) for row in (await store.read(_EVERY_SOURCE)).rows]
    return {one.id: one for one in sorted(shaped, key=lambda one: one.id) if one.id not in barred}


async def entity(store: Store, id_: str, barred: Collection[str] = ()) -> tuple[NodeValue, dict[str, int]] | None:
    """An entity and its number of facts by type; None where no entity has the id.

    Args:
        store: where it is.
        id_: its id.
        barred: ids of sources; facts that rest on these alone are not counted.
    """
    found = await store.read(_ENTITY, {"id": id_, "barred": sorted(barred)})
    if not found.rows:
        return None
    node, counts = found.rows[0]
    return node, dict(sorted(counts))


def newest(found: Sequence[Source]) -> str | None:
    """The newest day on which one of the sources was published, or else read; None without any."""
    days = [day for one in found if (day := one.published or one.retrieved)]
    return max(days) if days else None


def source_ids(value: dict[str, Any] | list[Any]) -> set[str]:
    """The ids of sources that a shaped row, fact or route rests on."""
    found: set[str] = set()
    left: list[dict[str, Any] | list[Any]] = [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            own = one.get("sources")
            if isinstance(own, list):
                found.update(item for item in own if isinstance(item, str))
        left.extend(item for item in (one.values() if isinstance(one, dict) else one) if isinstance(item, dict | list))
    return found


def today() -> dt.date:
    """The day it is here."""
    return dt.datetime.now(tz=dt.UTC).date()
