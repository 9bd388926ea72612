"""Reads the entities of the graph as parties, each with the datasets that state it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.match.parties import Party
from muninet.store.bolt import Store

# Those that several datasets may each have under an id of their own.
LABELS = ("City", "Region", "Organisation", "Network", "Person")
_TIMEOUT = 600.0
_PAGE = 2_000
# Many to a record, which costs the driver more than what stands in it.
_PARTIES = """
MATCH (n:Entity)
WHERE n.id > $after AND any(label IN labels(n) WHERE label IN $labels)
  AND ($but IS NULL OR any(name IN n.datasets WHERE name <> $but))
WITH n ORDER BY n.id LIMIT $size
RETURN collect([
  n.id, [label IN labels(n) WHERE label IN $labels][0], n.name, n.names, n.country, n.location.latitude,
  n.location.longitude, n.population, n.kind, n.identifiers, n.datasets,
  COLLECT { MATCH (n)-[:MAYOR_OF]->(city) RETURN DISTINCT city.id }
]) AS rows
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the graph as a party, and the datasets that state it."""

    party: Party
    datasets: frozenset[str]


async def known_parties(store: Store, labels: Collection[str] = LABELS) -> dict[str, Known]:
    """Every entity with one of these labels, by id."""
    return {one.party.id: one async for page in parties_by_page(store, labels) for one in page}


async def parties_by_page(
    store: Store, labels: Collection[str] = LABELS, but: str | None = None
) -> AsyncIterator[list[Known]]:
    """Every entity with one of these labels, by id and a part at a time; without those that only `but` states."""
    after = ""
    while True:
        parameters = {"after": after, "labels": list(labels), "but": but, "size": _PAGE}
        rows = (await store.read(_PARTIES, parameters, timeout=_TIMEOUT)).single() or []
        if rows:
            yield [_known(row) for row in rows]
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]


def _known(row: Sequence[Any]) -> Known:
    id_, label, name, names, country, lat, lon, population, kind, identifiers, datasets, cities = row
    party = Party(
        id_, label, tuple(dict.fromkeys([name, *(names or ())])), country, lat, lon, population, kind,
        frozenset(identifiers or ()), frozenset(cities),
    )  # fmt: skip
    return Known(party, frozenset(datasets))
