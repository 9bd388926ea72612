"""Points that many places share: where a geocoder puts what it does not find."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence

from muninet.match.namesakes import kilometres
from muninet.quality.entities import PLACES, Entity, written
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.shapes import Shapes

RULE = Rule("shared-point", "warning", "A point that five places or more share, such as a country's middle.")
MANY = 5
# A point so near to a country's centre of gravity is one of its middles: there are several ways to reckon it.
_MIDDLE_KM = 75.0


async def look(inspection: Inspection) -> Found:
    """Look at cities and regions with exactly the same coordinates."""
    return await asyncio.to_thread(lambda: Found.of(_findings(inspection.entities, inspection.shapes)))


def _findings(entities: Sequence[Entity], shapes: Shapes) -> Iterator[Finding]:
    at: dict[tuple[float, float], list[Entity]] = defaultdict(list)
    for entity in entities:
        if entity.label in PLACES and entity.point is not None:
            at[entity.point].append(entity)
    return (_finding(point, those, shapes) for point, those in at.items() if len(those) >= MANY)


def _finding(point: tuple[float, float], those: Sequence[Entity], shapes: Shapes) -> Finding:
    first, *others = those
    message = f"{len(those)} places have this very point, {_what(point, those, shapes)}"
    return first.finding(RULE, written(point), message, others=others)


def _what(point: tuple[float, float], those: Sequence[Entity], shapes: Shapes) -> str:
    for country in sorted({entity.country for entity in those if entity.country in shapes.codes}):
        try:
            km = kilometres(point, shapes.middle(country))
        except LookupError:
            continue
        if km <= _MIDDLE_KM:
            return f"{km:.0f} km from the middle of {country}: it stands for the country, not for a place"
    if all(degrees.is_integer() for degrees in point):
        return "written in whole degrees: it was rounded, or stands for a region"
    return "which they can hardly all lie at: it stands for a region, or for what was not found"
