"""Sources that disagree: about numbers, about when the same fact began or ended, about its kind."""

from __future__ import annotations

from muninet.quality.conflicts import conflicts, period
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import Found, Inspection
from muninet.store.values import FactValue, NodeValue

RULE = Rule("conflicting-sources", "warning", "Sources that disagree about a number, a date or a kind.")
_SORTS = ("figures", "dates", "kinds")


async def look(inspection: Inspection) -> Found:
    """Look as the question admin/conflicts does."""
    found: list[Finding] = []
    for sort in _SORTS:
        found += await conflicts(inspection, sort, RULE, _told)
    return Found.of(found)


def _told(sort: str, about: NodeValue, what: str, facts: tuple[FactValue, ...]) -> tuple[str, str]:
    name = about.properties["name"]
    if sort == "figures":
        numbers = " / ".join(_number(fact) for fact in facts)
        return numbers, f"different numbers of {what} are reported of {name}"
    if sort == "kinds":
        kinds = " / ".join(str(fact.properties.get("kind")) for fact in facts)
        return kinds, f"sources call {what} of {name} to {facts[0].end.properties['name']} different kinds"
    dates = " / ".join(period(fact) for fact in facts)
    return dates, f"sources date {what} of {name} to {facts[0].end.properties['name']} differently"


def _number(fact: FactValue) -> str:
    figure = fact.end.properties
    hedge = f"{figure['qualifier']} " if figure.get("qualifier") else ""
    return f"{hedge}{figure.get('value', '?'):.15g}"
