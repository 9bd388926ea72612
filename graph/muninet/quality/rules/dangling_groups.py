"""Groups that others are part of, and that nothing else is known of."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from muninet.quality.entities import united
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.store.bolt import Store

RULE = Rule("dangling-group", "warning", "A group that is known only by its parts: it has no row of its own.")
# Where it lies says nothing of its own: the country is taken from its parts.
_READ = """
MATCH (group:City|Region)<-[f:PART_OF]-(part)
WHERE f.rank <> 'deprecated' AND group.location IS NULL
  AND NOT EXISTS { MATCH (group)-[g]-() WHERE NOT type(g) IN ['PART_OF', 'IN_COUNTRY'] }
  AND NOT EXISTS { MATCH (group)-[:PART_OF]->() }
WITH group, part ORDER BY part.id
RETURN group.id, [label IN labels(group) WHERE label <> 'Entity'][0], group.name, group.country,
  group.datasets, group.sources, collect(DISTINCT part.id) AS parts
"""


class Group(NamedTuple):
    """A group that only its parts speak of."""

    id: str
    label: str
    name: str
    country: str | None
    datasets: list[str]
    sources: list[str] | None
    parts: list[str]


async def dangling(store: Store) -> list[Group]:
    """The entities that only PART_OF leads to, and that lie nowhere."""
    return [Group(*row) for row in (await store.read(_READ)).rows]


async def look(inspection: Inspection) -> Found:
    """Look for such groups; where another entity bears the name, it may be what is meant."""
    bearers: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for entity in inspection.entities:
        for name in entity.stated:
            bearers[name.casefold(), entity.country].append(entity.id)
    found = []
    for group in await dangling(inspection.store):
        namesakes = [id_ for id_ in bearers[group.name.casefold(), group.country] if id_ != group.id]
        found.append(
            Finding(
                RULE,
                group.id,
                f"{len(group.parts)} parts" if len(group.parts) != 1 else "1 part",
                "",
                "nothing is known of this group but what its parts say: "
                + (f"{', '.join(namesakes)} has its name" if namesakes else "it may be missing from its table"),
                type=group.label,
                name=group.name,
                country=group.country,
                others=(*namesakes, *group.parts),
                datasets=united(group.datasets),
                sources=united(group.sources or ()),
            )
        )
    return Found.of(found)
