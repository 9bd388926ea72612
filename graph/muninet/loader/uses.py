"""Finds what other datasets say of entities that are about to go or to change their label."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muninet.loader.comparing import Differences
from muninet.loader.present import facts_at
from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.loader.spool import Spool
from muninet.loader.statements import parsed
from muninet.model import Schema
from muninet.store.bolt import Store

_TIMEOUT = 600.0
_OTHERS = "any(name IN x.datasets WHERE name <> $dataset)"


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """One reference by another dataset.

    Attributes:
        entity: id that is referred to.
        dataset: the other one.
        by: what refers to it, readable: `tirana-al MEMBER_OF b40`, `decided_at of …`.
    """

    entity: str
    dataset: str
    by: str

    def __str__(self) -> str:
        """Render as `b40: cities states tirana-al MEMBER_OF b40`."""
        return f"{self.entity}: the dataset {self.dataset} states {self.by}"


async def uses_elsewhere(
    store: Store, schema: Schema, differences: Differences, suppressed: Collection[str]
) -> list[Use]:
    """Return what other datasets say that would be left without its entity, or with one that does not fit."""
    dataset = differences.report.dataset
    gone = {change.node.id: change.node.label for change in differences.nodes("gone")}
    for id_ in suppressed:
        gone.pop(id_, None)
    changed = {change.node.id: change.node.label for change in differences.nodes("relabelled")}
    if not gone and not changed:
        return []
    found = set()
    async for facts in facts_at(store, sorted({*gone, *changed}), but=dataset):
        for fact in facts:
            for end in {fact.start, fact.end}:
                if end in gone or (end in changed and not _fits(schema, fact.type, end == fact.start, changed[end])):
                    for name in set(fact.statements) - {dataset}:
                        found.add(Use(end, name, f"{fact.start} {fact.type} {fact.end}"))
    for text, name in _property_queries(schema, set(gone.values())):
        rows = await store.read(text, {"dataset": dataset, "ids": sorted(gone)}, timeout=_TIMEOUT)
        for shown, datasets, statements in rows.rows:
            found.update(_stated_uses(shown, name, dict(zip(datasets, statements, strict=True)), gone, dataset))
    return sorted(found)


def _fits(schema: Schema, type_: str, is_start: bool, label: str) -> bool:
    fact = schema.facts[type_]
    return label in (fact.from_labels if is_start else fact.to_labels)


def _property_queries(schema: Schema, labels: set[str]) -> Iterator[tuple[str, str]]:
    """Yield (statement, property) for every property that may name an entity with one of the labels."""
    answer = "x.datasets AS datasets, x.statements AS statements"
    if "Source" in labels:
        hit = f"{_OTHERS} AND any(id IN x.sources WHERE id IN $ids)"
        yield f"MATCH (x:Entity) WHERE {hit} RETURN x.id AS shown, {answer}", "sources"
        yield (
            f"MATCH (a:Entity)-[x]->(b:Entity) WHERE {hit} RETURN a.id + ' ' + type(x) + ' ' + b.id AS shown, {answer}",
            "sources",
        )
    for type_, fact in schema.facts.items():
        for prop in fact.properties.values():
            if prop.type == "entity" and labels & set(prop.to):
                # Where several datasets state the fact, the one shown may be another's.
                hit = f"{_OTHERS} AND (x.{prop.name} IN $ids OR size(x.datasets) > 1)"
                shown = f"a.id + ' {type_} ' + b.id AS shown"
                yield f"MATCH (a)-[x:{type_}]->(b) WHERE {hit} RETURN {shown}, {answer}", prop.name


def _stated_uses(
    shown: str, name: str, statements: Mapping[str, str], gone: Mapping[str, Any], dataset: str
) -> Iterator[Use]:
    for owner, text in statements.items():
        value = parsed(text).get(name) if owner != dataset else None
        for id_ in value if isinstance(value, list) else [value]:
            # A source that vouches for itself goes with itself.
            if id_ in gone and shown != id_:
                yield Use(str(id_), owner, f"{name} of {shown}")


def report_uses(uses: Sequence[Use], spool: Spool, place: Place, problems: Problems) -> None:
    """Turn uses into problems of a load, at the row where the entity stands now, or else at `place`."""
    for use in uses:
        node = spool.node(use.entity)
        if node is not None:
            problems.add(
                node.place, "id", "still-referenced", f"{use} and a {node.label} cannot stand there", found=node.label,
                expected="the label it had, or another id",
            )  # fmt: skip
        else:
            problems.add(
                place, None, "still-referenced", f"a row is gone while {use}", found=use.entity,
                expected=f"the row of {use.entity}, or the dataset {use.dataset} without the reference",
            )  # fmt: skip
