"""What the question admin/conflicts tells, as findings."""

from __future__ import annotations

from collections.abc import Callable

from muninet.catalogue import bind
from muninet.quality.entities import united
from muninet.quality.findings import Finding, Rule
from muninet.quality.inspection import MOST_LISTED, Inspection
from muninet.store.values import FactValue, NodeValue

_QUESTION = "admin/conflicts"
Told = Callable[[str, NodeValue, str, tuple[FactValue, ...]], tuple[str, str]]


async def conflicts(inspection: Inspection, sort: str, rule: Rule, told: Told) -> list[Finding]:
    """The conflicts of one sort as findings of a rule, at most MOST_LISTED.

    Args:
        inspection: what is looked at.
        sort: two-holders, figures, dates or kinds.
        rule: whose findings they are.
        told: from sort, entity, type or metric, and facts, what was found and what is made of it.
    """
    question = inspection.catalogue.query(_QUESTION)
    bound = bind(question, {"rule": sort}, inspection.today)
    rows = await inspection.store.read(question.text, {**bound.cypher, "limit": MOST_LISTED})
    found = []
    for row in rows.maps():
        about: NodeValue = row["about"]
        facts = tuple(path.facts[0] for path in row["facts"])
        what, message = told(sort, about, row["what"], facts)
        found.append(
            Finding(
                rule,
                about.id,
                what,
                "",
                message,
                type=about.type,
                name=str(about.properties["name"]),
                country=about.properties.get("country"),
                others=united(*({fact.start.id, fact.end.id} - {about.id} for fact in facts)),
                facts=tuple(str(fact.properties["id"]) for fact in facts),
                datasets=united(*(fact.properties.get("datasets", ()) for fact in facts)),
                sources=united(*(fact.properties.get("sources", ()) for fact in facts)),
            )
        )
    return found


def period(fact: FactValue) -> str:
    """When a fact held, as its source says: `2019-05 to 2022`, `as of 2024-01`."""
    properties = fact.properties

    def written(name: str) -> str:
        length = {"year": 4, "month": 7}.get(properties.get(f"{name}_precision", "day"), 10)
        return properties[name].isoformat()[:length] if properties.get(name) else ""

    since, until, as_of = written("since"), written("until"), written("as_of")
    if not (since or until):
        return f"as of {as_of}" if as_of else "undated"
    return f"{since or 'an unknown day'} to {until}" if until else f"since {since}"
