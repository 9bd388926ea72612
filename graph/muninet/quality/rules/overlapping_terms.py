"""Two who hold at the same time an office that only one can hold: a presidency, or a mayor's office."""

from __future__ import annotations

from muninet.quality.conflicts import conflicts, period
from muninet.quality.findings import Rule
from muninet.quality.inspection import Found, Inspection
from muninet.store.values import FactValue, NodeValue

RULE = Rule("overlapping-terms", "error", "Two who hold at the same time an office that only one can hold.")


async def look(inspection: Inspection) -> Found:
    """Look at dated terms, as the question admin/conflicts does; undated ones may follow each other."""
    return Found.of(await conflicts(inspection, "two-holders", RULE, _told))


def _told(_: str, about: NodeValue, what: str, facts: tuple[FactValue, ...]) -> tuple[str, str]:
    holders = "; ".join(f"{fact.start.properties['name']} {period(fact)}" for fact in facts)
    return holders, f"two hold {what} of {about.properties['name']} at the same time, and only one can"
