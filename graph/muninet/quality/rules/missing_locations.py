"""Cities that no point is stated of."""

from __future__ import annotations

from muninet.quality.findings import Rule
from muninet.quality.inspection import Found, Inspection

RULE = Rule("no-location", "note", "A city that no coordinates are stated of.")


async def look(inspection: Inspection) -> Found:
    """Look among cities; whether a source gave coordinates that could not be read is told by its import."""
    return Found.of(
        entity.finding(RULE, "", "it is on no map, and its country cannot be checked: no coordinates are stated")
        for entity in inspection.entities
        if entity.label == "City" and entity.point is None
    )
