"""Resolves the references of a load against its own rows and what other datasets have in the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from muninet.loader.forms import Form
from muninet.loader.gathering import Reference, node_references, row_references
from muninet.loader.problems import Nearest, Problems
from muninet.loader.records import FactRow, FactStatement, NodeStatement, Place
from muninet.loader.spool import Spool
from muninet.loader.statements import fact_id
from muninet.model import Schema

# Rows that stand near each other name the same entities.
_REMEMBERED = 20_000
# (label, property, value): the id of the node that has this unique value.
Unique = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True)
class Elsewhere:
    """What other datasets state, as far as a load refers to it and the spool holds it.

    Attributes:
        dataset: whose load it is.
        unique: values that other datasets have given.
    """

    dataset: str
    unique: Unique


class _Context:
    def __init__(
        self,
        spool: Spool,
        forms: Mapping[str, Form],
        schema: Schema,
        dataset: str,
        nearest: Nearest,
        problems: Problems,
    ) -> None:
        self.spool, self.forms, self.schema = spool, forms, schema
        self.dataset, self.nearest, self.problems = dataset, nearest, problems
        self.label_of = lru_cache(_REMEMBERED)(self._label_of)

    def _label_of(self, id_: str) -> str | None:
        label = self.spool.label(id_)
        if label is None:
            held = self.spool.held_node(id_)
            label = held.label if held and held.statements.keys() - {self.dataset} else None
        return label


def resolve(
    spool: Spool,
    forms: Mapping[str, Form],
    schema: Schema,
    elsewhere: Elsewhere,
    nearest: Nearest,
    problems: Problems,
) -> None:
    """Check what rows say of each other, and keep in `spool` the facts that the dataset states."""
    context = _Context(spool, forms, schema, elsewhere.dataset, nearest, problems)
    unique = _unique_values(context, elsewhere.unique)
    for node in spool.nodes():
        _check_label(node, context)
        for reference in node_references(node, forms):
            _check_reference(reference, context)
    for n, row in spool.rows():
        for reference in row_references(row, forms):
            _check_reference(reference, context)
        if _joins(row, context):
            _add(n, row, context)
    for fact in _implied(context, unique):
        spool.add_implied_fact(fact)


def _check_label(node: NodeStatement, context: _Context) -> None:
    held = context.spool.held_node(node.id)
    others = sorted(set(held.statements) - {context.dataset}) if held else []
    if held and others and held.label != node.label:
        context.problems.add(
            node.place, "id", "label-conflict", f"the dataset {', '.join(others)} has this id for a {held.label}",
            found=node.label, expected=f"a {held.label}, or another id",
        )  # fmt: skip


def _unique_values(context: _Context, elsewhere: Unique) -> Unique:
    """The node that has each unique value, in this load and elsewhere."""
    unique = dict(elsewhere)
    marked = {
        label: [prop.name for prop in node.properties.values() if prop.unique]
        for label, node in context.schema.nodes.items()
    }
    for node in context.spool.nodes([label for label, names in marked.items() if names]):
        for name in marked[node.label]:
            if name not in node.values:
                continue
            key = (node.label, name, str(node.values[name]))
            other = unique.setdefault(key, node.id)
            if other != node.id:
                context.problems.add(
                    node.place, name, "duplicate-value", f"{other} already has this {name}", found=key[2],
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


def _joins(row: FactRow, context: _Context) -> bool:
    """Whether both ends of a fact can be used; what is wrong with them is reported."""
    fact = context.schema.facts[row.type]
    good = True
    for column, id_, labels in (("from", row.start, fact.from_labels), ("to", row.end, fact.to_labels)):
        good = id_ is not None and _check_reference(Reference(id_, column, labels, row.place), context) and good
    if not good or row.start is None or row.end is None:
        return False
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
    return True


def _add(n: int, row: FactRow, context: _Context) -> None:
    """Keep the fact of a row that has both ends."""
    start, end = str(row.start), str(row.end)
    known = context.spool.add_row_fact(fact_id(context.schema.facts[row.type], start, end, row.values), n)
    if known is not None:
        identity = ", ".join(("from", "to", *context.schema.facts[row.type].identity))
        context.problems.add(
            row.place, None, "duplicate-fact", f"the same fact stands at {known}",
            found=f"{start} {row.type} {end}", expected=f"facts that differ in {identity}",
        )  # fmt: skip


def _implied(context: _Context, unique: Unique) -> Iterator[FactStatement]:
    """Yield the facts that follow from properties: a city's country code places it in that country."""
    implying = {
        label: [(prop.name, prop.implies) for prop in node.properties.values() if prop.implies is not None]
        for label, node in context.schema.nodes.items()
    }
    for node in context.spool.nodes([label for label, found in implying.items() if found]):
        for name, type_ in implying[node.label]:
            if name not in node.values:
                continue
            end = _coded(context.schema.facts[type_].to_labels, str(node.values[name]), context.schema, unique)
            if end is None:
                context.problems.add(
                    node.place, name, "unknown-country", "no Country has this code",
                    found=str(node.values[name]), expected="the code of a Country in this load or in the graph",
                )  # fmt: skip
            elif "sources" in node.values:
                yield _implied_fact(context.schema, type_, node, end)


def _coded(labels: tuple[str, ...], code: str, schema: Schema, unique: Unique) -> str | None:
    keys = [
        (label, prop.name, code) for label in labels for prop in schema.nodes[label].properties.values() if prop.unique
    ]
    return next((unique[key] for key in keys if key in unique), None)


def _implied_fact(schema: Schema, type_: str, node: NodeStatement, end: str) -> FactStatement:
    id_ = fact_id(schema.facts[type_], node.id, end, {})
    place = Place(node.place.file, node.place.row)
    return FactStatement(type_, id_, node.id, end, {"sources": node.values["sources"]}, place, implied=True)
