"""Places that lie in their country, and far from all others that the same body supports, coordinates or groups.

The coordinates are then often those of a namesake at the other end of the country.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from muninet.match.namesakes import kilometres
from muninet.quality.entities import Entity, written
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.shapes import TOLERANCE_KM, Shapes

RULE = Rule("far-from-others", "warning", "A place far from all others of its agency, coordinator or group.")
# As many others of the same country a body must have for anything to follow from where they lie.
_ENOUGH = 5
# No other one may lie within this distance, and the middle of the others must lie beyond it; km.
_FAR_KM = 100.0
# So many times farther from the middle of the others than nine in ten of them are.
_TIMES = 4.0
_SHARE = 0.9
# Where the others lie this close together, or closer, it makes no difference; km.
_LEAST_SPREAD_KM = 10.0
_READ = """
MATCH (place:City|Region)-[f:SUPPORTED_BY|COORDINATED_BY|PART_OF]->(body)
WHERE f.rank <> 'deprecated' AND place.location IS NOT NULL
RETURN body.id, body.name, collect(DISTINCT place.id)
"""
_Point = tuple[float, float]


class _Away(NamedTuple):
    """How far a place is from the others of a body."""

    km: float
    times: float
    others: int
    body: str
    body_id: str


async def look(inspection: Inspection) -> Found:
    """Look at the places of each body; what lies outside of its country is told by another rule."""
    groups = (await inspection.store.read(_READ)).rows
    known = {entity.id: entity for entity in inspection.entities}
    return await asyncio.to_thread(lambda: Found.of(_findings(groups, known, inspection.shapes)))


def _findings(
    groups: Iterable[tuple[str, str, list[str]]], known: Mapping[str, Entity], shapes: Shapes
) -> Iterator[Finding]:
    worst: dict[str, _Away] = {}
    for body_id, body, ids in groups:
        by_country: dict[str | None, list[Entity]] = {}
        for entity in (known[id_] for id_ in sorted(ids) if id_ in known):
            by_country.setdefault(entity.country, []).append(entity)
        for those in by_country.values():
            for entity, km, times in _outliers(those):
                away = _Away(km, times, len(those) - 1, body, body_id)
                # Of several bodies the one that says the most.
                worst[entity.id] = max(away, worst.get(entity.id, away), key=lambda one: (one.times, one.body_id))
    for id_, away in worst.items():
        entity = known[id_]
        if entity.point and entity.country in shapes.codes and not _inside(entity, shapes):
            continue
        yield entity.finding(
            RULE,
            written(entity.point or (math.nan, math.nan)),
            f"it lies {away.km:.0f} km from the other {away.others} places of {away.body}, {away.times:.0f} times as "
            f"far from their middle as nine in ten of them do",
        )


def _inside(entity: Entity, shapes: Shapes) -> bool | None:
    assert entity.point is not None  # noqa: S101
    assert entity.country is not None  # noqa: S101
    return shapes.contains(entity.country, *entity.point, tolerance_km=TOLERANCE_KM)


def _outliers(those: Sequence[Entity]) -> Iterator[tuple[Entity, float, float]]:
    """Places, how far they are from the others (the median of the distances, km), and how many times too far."""
    placed = [(entity, entity.point) for entity in those if entity.point is not None]
    if len(placed) <= _ENOUGH:
        return
    # Leaving one out hardly moves the middle of all, nor their median distance, which choose whom to look at closely.
    rough = _middle([point for _, point in placed])
    roughly = [kilometres(point, rough) for _, point in placed]
    least = max(_FAR_KM / 2, _TIMES / 2 * median(roughly))
    for index, (entity, point) in enumerate(placed):
        if roughly[index] < least:
            continue
        others = [other for place, (_, other) in enumerate(placed) if place != index]
        middle = _middle(others)
        away = kilometres(point, middle)
        if away < _FAR_KM:
            continue
        spread = sorted(kilometres(other, middle) for other in others)
        usual = max(spread[min(len(spread) - 1, int(_SHARE * len(spread)))], _LEAST_SPREAD_KM)
        if away < _TIMES * usual:
            continue
        distances = [kilometres(point, other) for other in others]
        if min(distances) >= _FAR_KM:
            yield entity, median(distances), away / usual


def _middle(points: Sequence[_Point]) -> _Point:
    """The median of latitudes and of longitudes: a few that are wrong hardly move it."""
    return median(lat for lat, _ in points), median(lon for _, lon in points)
