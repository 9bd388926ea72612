"""One point that is given for places of several countries."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence

from muninet.quality.entities import PLACES, Entity, written
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.quality.shapes import TOLERANCE_KM, Shapes

RULE = Rule("several-countries", "error", "One point that is given for places of several countries.")


async def look(inspection: Inspection) -> Found:
    """Look at cities and regions with exactly the same coordinates and different countries."""
    return await asyncio.to_thread(lambda: Found.of(_findings(inspection.entities, inspection.shapes)))


def _findings(entities: Sequence[Entity], shapes: Shapes) -> Iterator[Finding]:
    at: dict[tuple[float, float], list[Entity]] = defaultdict(list)
    for entity in entities:
        if entity.label in PLACES and entity.point is not None and entity.country is not None:
            at[entity.point].append(entity)
    for point, those in at.items():
        if len({entity.country for entity in those}) > 1:
            yield _finding(point, those, shapes)


def _finding(point: tuple[float, float], those: Sequence[Entity], shapes: Shapes) -> Finding:
    countries = sorted({str(entity.country) for entity in those})
    there = [
        code for code in countries if code in shapes.codes and shapes.contains(code, *point, tolerance_km=TOLERANCE_KM)
    ]
    # Told of one that is wrong, where it is known which.
    first, *others = sorted(those, key=lambda entity: (entity.country in there, entity.id))
    where = f"it lies in {' and '.join(there)}" if there else "it lies in none of them"
    message = f"places of {', '.join(countries)} have this very point: {where}"
    return first.finding(RULE, written(point), message, others=others)
