"""Gives the entities of a load the ids that they go by: as people have decided, and as the graph knows them.

Importers key entities by their dataset's own numbers. Where another dataset states an entity with the same identifier
(`gcom-org:20700`), or the same unique value (the code of a country), the load speaks of that one: its id is taken, and
the importer's own is kept among the identifiers as `muninet:<id>`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from muninet.loader.gathering import FactRow, Gathered
from muninet.loader.present import PresentNode, named_nodes
from muninet.loader.records import NodeStatement, Plain
from muninet.loader.statements import fact_id, parsed, united
from muninet.loader.survey import Context
from muninet.model import Property, Schema

# The scheme of ids of this graph that an entity had, or would have had, by itself.
SCHEME = "muninet"


@dataclass(frozen=True, slots=True)
class _Known:
    """An entity that other datasets state."""

    id: str
    label: str


async def adopt(gathered: Gathered, context: Context) -> Gathered:
    """Give the entities of a load the ids that the graph knows them by, wherever they stand in its rows.

    An identifier decides only where one entity of the load and one of the others have it, and an entity only where all
    its identifiers lead to the same one: what is ambiguous stays apart, for `muninet match` to tell.
    """
    schema = context.schema
    others: dict[str, set[_Known]] = {}
    unique = {prop.name for node in schema.nodes.values() for prop in node.properties.values() if prop.unique}
    for node in (await named_nodes(context.store, sorted(unique))).values():
        for key in _stated_elsewhere(node, schema, context.dataset):
            others.setdefault(key, set()).add(_Known(node.id, node.label))
    own: dict[str, set[str]] = {}
    for stated in gathered.nodes.values():
        for key in _keys(stated.label, stated.values, schema):
            own.setdefault(key, set()).add(stated.id)
    found: dict[str, set[_Known]] = {}
    for key, ids in own.items():
        known = others.get(key, set())
        if len(ids) == 1 and len(known) == 1:
            found.setdefault(next(iter(ids)), set()).update(known)
    taken: dict[str, _Known] = {}
    for id_, known in found.items():
        one = next(iter(known))
        if len(known) == 1 and one.id != id_ and one.id not in gathered.nodes:
            taken[id_] = one
    return _renamed(gathered, _fitting(taken, gathered, schema), context) if taken else gathered


def _stated_elsewhere(node: PresentNode, schema: Schema, dataset: str) -> Iterator[str]:
    for name, text in node.statements.items():
        if name != dataset:
            yield from _keys(node.label, parsed(text), schema)


def _keys(label: str, values: Mapping[str, Plain], schema: Schema) -> Iterator[str]:
    identifiers = values.get("identifiers")
    if isinstance(identifiers, list):
        yield from map(str, identifiers)
    for prop in schema.nodes[label].properties.values():
        if prop.unique and prop.name in values:
            yield f"{label}.{prop.name}:{values[prop.name]}"


def _fitting(taken: Mapping[str, _Known], gathered: Gathered, schema: Schema) -> dict[str, _Known]:
    """Those of which all that is stated may stand on an entity of the label that the graph has."""
    return {
        id_: known
        for id_, known in taken.items()
        if gathered.nodes[id_].values.keys() <= schema.node_properties_of(known.label).keys()
    }


def decided(gathered: Gathered, context: Context) -> Gathered:
    """Say of the id that remains whatever is said of one that goes, as people have decided of the two."""
    taken = {}
    for id_, remains in context.same.items():
        node = gathered.nodes.get(id_) or gathered.nodes.get(remains)
        taken[id_] = _Known(remains, node.label if node else "")
    return _renamed(gathered, taken, context) if taken else gathered


def _renamed(gathered: Gathered, taken: Mapping[str, _Known], context: Context) -> Gathered:
    """The same rows with other ids. Entities that become one are stated as one; who keeps its id has the first word."""
    nodes: dict[str, NodeStatement] = {}
    for node in sorted(gathered.nodes.values(), key=lambda node: node.id in taken):
        values = _with_ids(node.values, context.forms[node.label].properties, taken)
        known = taken.get(node.id)
        if known is None:
            nodes[node.id] = replace(node, values=values)
            continue
        identifiers = values.get("identifiers")
        kept = identifiers if isinstance(identifiers, list) else []
        values["identifiers"] = [*map(str, kept), f"{SCHEME}:{node.id}"]
        first = nodes.get(known.id)
        nodes[known.id] = (
            replace(first, values=united(first.values, values))
            if first
            else NodeStatement(known.label, known.id, values, node.place)
        )
    return Gathered(nodes, _renamed_facts(gathered, taken, context), gathered.suppressed)


def _renamed_facts(gathered: Gathered, taken: Mapping[str, _Known], context: Context) -> list[FactRow]:
    """The facts with other ids: what was said of two is said of one now, once, and nothing of one and itself."""
    ids = Counter(known.id for known in taken.values())
    shared = {id_ for id_, count in ids.items() if count > 1 or id_ in gathered.nodes}
    found: dict[str, FactRow] = {}
    facts: list[FactRow] = []
    for fact in gathered.facts:
        start, end = _id(fact.start, taken), _id(fact.end, taken)
        values = _with_ids(fact.values, context.forms[fact.type].properties, taken)
        row = FactRow(fact.type, start, end, values, fact.place)
        if start is None or end is None or shared.isdisjoint((start, end)):
            facts.append(row)
        elif start != end or fact.start == fact.end:
            id_ = fact_id(context.schema.facts[fact.type], start, end, values)
            before = found.get(id_)
            found[id_] = replace(before, values=united(before.values, values)) if before else row
    return [*facts, *found.values()]


def _id(id_: str | None, taken: Mapping[str, _Known]) -> str | None:
    return taken[id_].id if id_ is not None and id_ in taken else id_


def _with_ids(
    values: Mapping[str, Plain], properties: Mapping[str, Property], taken: Mapping[str, _Known]
) -> dict[str, Plain]:
    """The values, with the ids that stand in entity properties replaced."""
    changed = dict(values)
    for name, value in values.items():
        if name in properties and properties[name].type.removesuffix("[]") == "entity":
            if isinstance(value, list):
                changed[name] = [taken[str(one)].id if one in taken else str(one) for one in value]
            elif value in taken:
                changed[name] = taken[str(value)].id
    return changed
