"""Places that lie outside of the country that they are said to be in, by the countries' real shapes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from muninet.quality.entities import Entity, written
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.shapes import TOLERANCE_KM, Shapes

RULE = Rule("out-of-country", "error", "Coordinates that lie outside of the country that is stated.")


async def look(inspection: Inspection) -> Found:
    """Look at every point; one that lies no more than TOLERANCE_KM outside is taken for inside."""
    return await asyncio.to_thread(lambda: Found.of(_findings(inspection.entities, inspection.shapes)))


def _findings(entities: Sequence[Entity], shapes: Shapes) -> Iterator[Finding]:
    known = shapes.codes
    for entity in entities:
        if entity.point is None or entity.country not in known:
            continue
        if not shapes.contains(entity.country, *entity.point, tolerance_km=TOLERANCE_KM):
            yield entity.finding(RULE, written(entity.point), _message(entity.country, entity.point, shapes))


def _message(country: str, point: tuple[float, float], shapes: Shapes) -> str:
    lat, lon = point
    there = shapes.countries_at(lat, lon)
    where = f"in {there[0]}" if there else "at sea"
    message = f"the point lies {shapes.distance_km(country, lat, lon):.0f} km outside of {country}, {where}"
    for other, what in (((lon, lat), "exchanged"), ((lat, -lon), "with the other sign of the longitude")):
        if abs(other[0]) <= 90 and shapes.contains(country, *other, tolerance_km=TOLERANCE_KM):
            return f"{message}; {what} it would lie inside"
    return message
