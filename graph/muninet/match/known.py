"""Reads the entities of the graph as parties, each with the datasets that state it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from muninet.match.parties import Party
from muninet.store.bolt import Store

# Those that several datasets may each have under an id of their own.
LABELS = ("City", "Region", "Organisation", "Network", "Person")
_TIMEOUT = 600.0
# Many to a record, which costs the driver more than what stands in it.
_PARTIES = """
MATCH (n:Entity)
WHERE any(label IN labels(n) WHERE label IN $labels)
WITH n, [label IN labels(n) WHERE label IN $labels][0] AS label
RETURN left(n.id, 2) AS part, collect([
  n.id, label, n.name, n.names, n.country, n.location.latitude, n.location.longitude, n.population, n.kind,
  n.identifiers, n.datasets, COLLECT { MATCH (n)-[:MAYOR_OF]->(city) RETURN DISTINCT city.id }
]) AS rows
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of the graph as a party, and the datasets that state it."""

    party: Party
    datasets: frozenset[str]


async def known_parties(store: Store, labels: Collection[str] = LABELS) -> dict[str, Known]:
    """Every entity with one of these labels, by id."""
    found: dict[str, Known] = {}
    answer = await store.read(_PARTIES, {"labels": list(labels)}, timeout=_TIMEOUT)
    for _, rows in answer.rows:
        for id_, label, name, names, country, lat, lon, population, kind, identifiers, datasets, cities in rows:
            party = Party(
                id_, label, tuple(dict.fromkeys([name, *(names or ())])), country, lat, lon, population, kind,
                frozenset(identifiers or ()), frozenset(cities),
            )  # fmt: skip
            found[id_] = Known(party, frozenset(datasets))
    return found
