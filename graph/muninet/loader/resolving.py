"""Resolves the references of a load against its own rows and what other datasets have in the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from muninet.loader.forms import Form
from muninet.loader.gathering import FactRow, Gathered, Reference, references
from muninet.loader.problems import Nearest, Problems
from muninet.loader.records import FactStatement, NodeStatement, Place, Stated
from muninet.loader.statements import fact_id
from muninet.model import Schema


@dataclass
class Elsewhere:
    """What other datasets state, as far as a load refers to it.

    Attributes:
        labels: label of each entity, by id.
        datasets: which datasets state it, by id.
        unique: id of the node that has a unique value, by (label, property, value).
    """

    labels: dict[str, str] = field(default_factory=dict)
    datasets: dict[str, list[str]] = field(default_factory=dict)
    unique: dict[tuple[str, str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Context:
    gathered: Gathered
    elsewhere: Elsewhere
    nearest: Nearest
    problems: Problems
    schema: Schema

    def label_of(self, id_: str) -> str | None:
        node = self.gathered.nodes.get(id_)
        return node.label if node else self.elsewhere.labels.get(id_)


def resolve(
    gathered: Gathered,
    forms: Mapping[str, Form],
    schema: Schema,
    elsewhere: Elsewhere,
    nearest: Nearest,
    problems: Problems,
) -> Stated:
    """Check what rows say of each other and return what the dataset states; problems may make it incomplete."""
    context = _Context(gathered, elsewhere, nearest, problems, schema)
    _check_labels(context)
    unique = _unique_values(context)
    for reference in references(gathered, forms):
        _check_reference(reference, context)
    facts: dict[str, FactStatement] = {}
    for row in gathered.facts:
        fact = _fact(row, context)
        if fact is not None:
            _add(fact, facts, context)
    for fact in _implied(context, unique):
        facts.setdefault(fact.id, fact)
    return Stated(gathered.nodes, facts, gathered.suppressed)


def _check_labels(context: _Context) -> None:
    for node in context.gathered.nodes.values():
        other = context.elsewhere.labels.get(node.id)
        if other is not None and other != node.label:
            owners = ", ".join(context.elsewhere.datasets[node.id])
            context.problems.add(
                node.place, "id", "label-conflict", f"the dataset {owners} has this id for a {other}", found=node.label,
                expected=f"a {other}, or another id",
            )  # fmt: skip


def _unique_values(context: _Context) -> dict[tuple[str, str, str], str]:
    """The node that has each unique value, in this load and elsewhere."""
    unique = dict(context.elsewhere.unique)
    for node in context.gathered.nodes.values():
        for prop in context.schema.nodes[node.label].properties.values():
            if not prop.unique or prop.name not in node.values:
                continue
            key = (node.label, prop.name, str(node.values[prop.name]))
            other = unique.setdefault(key, node.id)
            if other != node.id:
                context.problems.add(
                    node.place, prop.name, "duplicate-value", f"{other} already has this {prop.name}", found=key[2],
                    expected="a value of its own",
                )  # fmt: skip
    return unique


def _check_reference(reference: Reference, context: _Context) -> bool:
    """Whether the entity exists and has one of the labels."""
    label = context.label_of(reference.id)
    if label in reference.labels:
        return True
    source = reference.column == "sources"
    if label is None:
        context.problems.add(
            reference.place, reference.column, "unknown-source" if source else "unknown-id",
            f"no {'source' if source else 'entity'} has this id", found=reference.id,
            expected=f"an id of type {_either(reference.labels)} in this load or in the graph",
            suggestions=context.nearest.suggest(reference.id, reference.labels),
        )  # fmt: skip
    else:
        context.problems.add(
            reference.place, reference.column, "wrong-type", f"{reference.id} is of type {label}", found=label,
            expected=f"the type {_either(reference.labels)}",
        )  # fmt: skip
    return False


def _either(labels: tuple[str, ...]) -> str:
    return ", ".join(labels[:-1]) + " or " + labels[-1] if len(labels) > 1 else labels[0]


def _fact(row: FactRow, context: _Context) -> FactStatement | None:
    """The fact of a row, or None where one of its ends cannot be used."""
    fact = context.schema.facts[row.type]
    good = True
    for column, id_, labels in (("from", row.start, fact.from_labels), ("to", row.end, fact.to_labels)):
        good = id_ is not None and _check_reference(Reference(id_, column, labels, row.place), context) and good
    if not good or row.start is None or row.end is None:
        return None
    pair = (str(context.label_of(row.start)), str(context.label_of(row.end)))
    if not fact.joins(*pair):
        allowed = ", ".join(f"{start} -> {end}" for start, end in fact.pairs)
        context.problems.add(
            row.place,
            "to",
            "wrong-type",
            f"{row.type} does not join these two",
            found=" -> ".join(pair),
            expected=allowed,
        )
    if row.start == row.end:
        context.problems.add(
            row.place, "to", "self-reference", "the fact leads from an entity to itself", found=row.end,
            expected="another entity",
        )  # fmt: skip
    id_ = fact_id(fact, row.start, row.end, row.values)
    return FactStatement(row.type, id_, row.start, row.end, row.values, row.place)


def _add(fact: FactStatement, facts: dict[str, FactStatement], context: _Context) -> None:
    known = facts.setdefault(fact.id, fact)
    if known is not fact:
        identity = ", ".join(("from", "to", *context.schema.facts[fact.type].identity))
        context.problems.add(
            fact.place, None, "duplicate-fact", f"the same fact stands at {known.place}",
            found=f"{fact.start} {fact.type} {fact.end}", expected=f"facts that differ in {identity}",
        )  # fmt: skip


def _implied(context: _Context, unique: Mapping[tuple[str, str, str], str]) -> Iterator[FactStatement]:
    """Yield the facts that follow from properties: a city's country code places it in that country."""
    for node in context.gathered.nodes.values():
        for prop in context.schema.nodes[node.label].properties.values():
            if prop.implies is None or prop.name not in node.values:
                continue
            fact = context.schema.facts[prop.implies]
            end = _coded(fact.to_labels, str(node.values[prop.name]), context.schema, unique)
            if end is None:
                context.problems.add(
                    node.place, prop.name, "unknown-country", "no Country has this code",
                    found=str(node.values[prop.name]), expected="the code of a Country in this load or in the graph",
                )  # fmt: skip
            elif "sources" in node.values:
                yield _implied_fact(context.schema, prop.implies, node, end)


def _coded(
    labels: tuple[str, ...], code: str, schema: Schema, unique: Mapping[tuple[str, str, str], str]
) -> str | None:
    keys = [
        (label, prop.name, code) for label in labels for prop in schema.nodes[label].properties.values() if prop.unique
    ]
    return next((unique[key] for key in keys if key in unique), None)


def _implied_fact(schema: Schema, type_: str, node: NodeStatement, end: str) -> FactStatement:
    id_ = fact_id(schema.facts[type_], node.id, end, {})
    place = Place(node.place.file, node.place.row)
    return FactStatement(type_, id_, node.id, end, {"sources": node.values["sources"]}, place, implied=True)
