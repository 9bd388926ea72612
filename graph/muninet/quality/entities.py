"""The places and bodies of the graph, read once for all rules that compare them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.match import Party
from muninet.quality.findings import Finding, Rule
from muninet.store.bolt import Store

LABELS = ("City", "Region", "Organisation", "Network")
PLACES = ("City", "Region")
# Many to a record, since each costs the driver more than what stands in it; few enough that others are answered
# while one is read.
_READ = """
MATCH (n:City|Region|Organisation|Network)
WITH n, [label IN labels(n) WHERE label IN $labels][0] AS label
RETURN right(n.id, 2) AS part, collect([
  n.id, label, n.name, n.names, n.country, n.location.latitude, n.location.longitude, n.kind, n.population,
  n.identifiers, n.datasets, n.sources, CASE WHEN size(n.datasets) > 1 THEN n.statements END
]) AS rows
"""
_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Entity:
    """A place or body.

    Attributes:
        id: its id.
        label: City, Region, Organisation or Network.
        name: the one shown.
        stated: every name that a dataset gives it as the one to be shown.
        names: the one shown, and all others in any script.
        country: ISO code; None where it has none.
        point: latitude and longitude in degrees; None where it has none.
        kind: of the model's choices.
        population: inhabitants.
        identifiers: `scheme:value`.
        datasets: names of those that state it.
        sources: ids.
    """

    id: str
    label: str
    name: str
    stated: frozenset[str]
    names: tuple[str, ...]
    country: str | None
    point: _Point | None
    kind: str | None
    population: int | None
    identifiers: frozenset[str]
    datasets: tuple[str, ...]
    sources: tuple[str, ...]

    def finding(
        self,
        rule: Rule,
        found: str,
        message: str,
        *,
        others: Iterable[Entity] = (),
        facts: Iterable[str] = (),
    ) -> Finding:
        """A finding about this entity and others; it came from the datasets and sources of all of them."""
        others = tuple(others)
        return Finding(
            rule,
            self.id,
            found,
            "",
            message,
            type=self.label,
            name=self.name,
            country=self.country,
            others=tuple(other.id for other in others),
            facts=tuple(facts),
            datasets=united(self.datasets, *(other.datasets for other in others)),
            sources=united(self.sources, *(other.sources for other in others)),
        )

    def party(self) -> Party:
        """The entity as names and identities are compared."""
        lat, lon = self.point or (None, None)
        return Party(
            self.id, self.label, self.names, self.country, lat, lon, self.population, self.kind, self.identifiers
        )


def united(*parts: Collection[str]) -> tuple[str, ...]:
    """All of them, each once, sorted."""
    return tuple(sorted({one for part in parts for one in part}))


def written(point: _Point) -> str:
    """A point as findings write it: `42.6384261, 12.674297`."""
    return f"{point[0]:.15g}, {point[1]:.15g}"


async def read_entities(store: Store) -> tuple[Entity, ...]:
    """Every City, Region, Organisation and Network, by id."""
    rows = (await store.read(_READ, {"labels": list(LABELS)})).rows
    return await asyncio.to_thread(_entities, [row for _, part in rows for row in part])


def _entities(rows: Iterable[Sequence[Any]]) -> tuple[Entity, ...]:
    # Most have the same datasets and sources: one tuple serves all.
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = []
    for id_, label, name, names, country, lat, lon, kind, population, ids, datasets, sources, statements in rows:
        stated = (json.loads(text).get("name") for text in statements or ())
        owners, told = (shared.setdefault(key, key) for key in (tuple(datasets), tuple(sources or ())))
        found.append(
            Entity(
                id=id_,
                label=label,
                name=name,
                stated=frozenset([name, *(one for one in stated if one)]),
                names=tuple(dict.fromkeys([name, *(names or ())])),
                country=country,
                point=None if lat is None else (lat, lon),
                kind=kind,
                population=population,
                identifiers=frozenset(ids or ()),
                datasets=owners,
                sources=told,
            )
        )
    return tuple(sorted(found, key=lambda entity: entity.id))
