"""Settles when the terms of an exclusive office end: at the latest where the next one starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.loader.present import rows_of
from muninet.model import PartialDate, Schema
from muninet.store.bolt import Store
from muninet.store.values import Statement


@dataclass(frozen=True, slots=True)
class Term:
    """One fact of an exclusive type.

    Attributes:
        id: of the fact.
        group: what there is at most one of at a time: the id of the node that the fact points to.
        starts: first day it counts; None where undated.
        ends: first day it no longer counts by its own `until`; None where open.
        deprecated: whether its rank is deprecated.
        settled: end that the graph has for it now.
    """

    id: str
    group: str
    starts: dt.date | None
    ends: dt.date | None
    deprecated: bool
    settled: dt.date | None = None


def settled(terms: Iterable[Term]) -> dict[str, dt.date | None]:
    """Return the first day on which each term no longer holds, by id; None where it is open.

    A term ends where it says so, and where the next dated one of its group that is not deprecated starts. Terms that
    start on the same day both hold: sources disagree, and that stays visible. A term that was over before the day its
    source speaks of holds on no day that is known, and ends no other.
    """
    groups: dict[str, list[Term]] = {}
    for term in terms:
        groups.setdefault(term.group, []).append(term)
    return {term.id: end for group in groups.values() for term, end in _settled_group(group)}


def _settled_group(terms: Sequence[Term]) -> list[tuple[Term, dt.date | None]]:
    starts = sorted(
        {
            term.starts
            for term in terms
            if term.starts is not None and not term.deprecated and (term.ends is None or term.ends > term.starts)
        }
    )
    result = []
    for term in terms:
        start = term.starts
        following = next((other for other in starts if start is not None and other > start), None)
        days = [day for day in (term.ends, following) if day is not None]
        result.append((term, min(days, default=None)))
    return result


def exclusive_types(schema: Schema) -> tuple[str, ...]:
    """The fact types of which there is at most one at a time for the node they point to."""
    return tuple(type_ for type_, fact in schema.facts.items() if fact.exclusive == "to")


async def unsettled(store: Store, type_: str, groups: Iterable[str] | None) -> list[tuple[str, dt.date | None]]:
    """Return the facts (id, end) whose end in the graph is not the settled one.

    Args:
        store: where to look.
        type_: an exclusive fact type.
        groups: ids of the nodes pointed to, or None for all.
    """
    found = "MATCH (n:Entity)" if groups is None else "UNWIND $groups AS id MATCH (n:Entity {id: id})"
    # Most have held an office with nobody before or after them, and end where they say so.
    alone = f"WITH n, COUNT {{ (n)<-[:{type_}]-() }} AS terms WHERE terms > 0"
    text = (
        f"{found} {alone} MATCH (n)<-[f:{type_}]-() "
        "WHERE terms > 1 OR f.until IS NOT NULL OR f.holds_until IS NOT NULL RETURN left(n.id, 1) AS part, "
        "collect([f.id, n.id, f.holds_from, f.until, f.until_precision, f.rank, f.holds_until]) AS rows"
    )
    wanted = None if groups is None else sorted(groups)
    terms = [_term(row) async for row in rows_of(store, text, {"groups": wanted})]
    ends = settled(terms)
    return [(term.id, ends[term.id]) for term in terms if ends[term.id] != term.settled]


def _term(row: Sequence[Any]) -> Term:
    id_, group, starts, until, precision, rank, holds_until = row
    ends = PartialDate(until, precision).ends() if until is not None else None
    return Term(id_, group, starts, ends, rank == "deprecated", holds_until)


def settling(
    type_: str, ends: Sequence[tuple[str, dt.date | None]], fence: str, parameters: dict[str, Any]
) -> Statement:
    """The statement that writes settled ends; `fence` is what must hold for it to write anything."""
    text = f"{fence} UNWIND $rows AS row MATCH ()-[f:{type_} {{id: row.id}}]->() SET f.holds_until = row.ends"
    return Statement(text, {**parameters, "rows": [{"id": id_, "ends": end} for id_, end in ends]})
