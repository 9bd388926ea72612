"""Gives the entities of a load the ids that they go by: as people have decided, and as the graph knows them.

Importers key entities by their dataset's own numbers. Where another dataset states an entity with the same identifier
(`gcom-org:20700`), or the same unique value (the code of a country), the load speaks of that one: its id is taken, and
the importer's own is kept among the identifiers as `muninet:<id>`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from muninet.loader.present import PresentNode, named_nodes
from muninet.loader.records import FactRow, NodeStatement, Plain
from muninet.loader.spool import Spool
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


async def adopt(spool: Spool, context: Context) -> None:
    """Give the entities of a load the ids that the graph knows them by, wherever they stand in its rows.

    An identifier decides only where one entity of the load and one of the others have it, and an entity only where all
    its identifiers lead to the same one: what is ambiguous stays apart, for `muninet match` to tell.
    """
    schema = context.schema
    unique = sorted({prop.name for node in schema.nodes.values() for prop in node.properties.values() if prop.unique})
    pages = named_nodes(context.store, context.dataset, unique)
    with _Keys(spool) as keys:
        keys.own((key, node.id) for node in spool.nodes() for key in _keys(node.label, node.values, schema))
        async for page in pages:
            keys.known(
                (key, node.id, node.label) for node in page for key in _stated_elsewhere(node, schema, context.dataset)
            )
        taken = {
            id_: _Known(known, label) for id_, known, label in keys.shared() if _is_fitting(spool, id_, label, schema)
        }
    _rename(spool, taken, context)


class _Keys:
    """What entities of the load and of others can be known by, as long as it is needed."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    def __enter__(self) -> _Keys:
        self._spool.execute("CREATE TEMP TABLE own (key TEXT, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID")
        self._spool.execute(
            "CREATE TEMP TABLE known (key TEXT, id TEXT, label TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.execute("DROP TABLE own")
        self._spool.execute("DROP TABLE known")

    def own(self, rows: Iterable[tuple[str, str]]) -> None:
        for row in rows:
            self._spool.execute("INSERT OR IGNORE INTO own VALUES (?, ?)", row)

    def known(self, rows: Iterable[tuple[str, str, str]]) -> None:
        for key, id_, label in rows:
            self._spool.execute(
                "INSERT OR IGNORE INTO known SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM own WHERE key = ?)",
                (key, id_, label, key),
            )

    def shared(self) -> Iterator[tuple[str, str, str]]:
        """(own id, known id, known label) of those that are one, and not one by their id already."""
        text = """
            SELECT id, min(known), min(label) FROM (
              SELECT own.id AS id, known.id AS known, known.label AS label FROM own JOIN known USING (key)
              WHERE (SELECT count(*) FROM own o WHERE o.key = own.key) = 1
                AND (SELECT count(*) FROM known k WHERE k.key = own.key) = 1)
            GROUP BY id HAVING count(DISTINCT known) = 1
              AND min(known) <> id AND min(known) NOT IN (SELECT id FROM nodes)
        """
        return ((id_, known, label) for id_, known, label in self._spool.select(text))


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


def _is_fitting(spool: Spool, id_: str, label: str, schema: Schema) -> bool:
    """Whether all that is stated of the entity may stand on one of the label that the graph has."""
    node = spool.node(id_)
    return node is not None and node.values.keys() <= schema.node_properties_of(label).keys()


def decided(spool: Spool, context: Context) -> None:
    """Say of the id that remains whatever is said of one that goes, as people have decided of the two."""
    taken = {}
    for id_, remains in context.same.items():
        label = spool.label(id_) or spool.label(remains)
        taken[id_] = _Known(remains, label or "")
    _rename(spool, taken, context)


def take_for(spool: Spool, ids: Mapping[str, str], label: str, context: Context) -> None:
    """Give entities of a label the ids of those that they are taken for."""
    _rename(spool, {id_: _Known(known, label) for id_, known in ids.items()}, context)


def _rename(spool: Spool, taken: Mapping[str, _Known], context: Context) -> None:
    """Give entities other ids. Those that become one are stated as one; who keeps its id has the first word."""
    if not taken:
        return
    ids = Counter(known.id for known in taken.values())
    # Ids that were the load's own before, or that several become.
    shared = {id_ for id_, count in ids.items() if count > 1 or spool.label(id_) is not None}
    for node in spool.take_nodes(taken):
        values = dict(node.values)
        known = taken[node.id]
        identifiers = values.get("identifiers")
        kept = identifiers if isinstance(identifiers, list) else []
        values["identifiers"] = [*map(str, kept), f"{SCHEME}:{node.id}"]
        first = spool.node(known.id)
        spool.add_node(
            replace(first, values=united(first.values, values))
            if first
            else NodeStatement(known.label, known.id, values, node.place)
        )
    _rename_values(spool, taken, context)
    _rename_rows(spool, taken, shared, context)


def _rename_values(spool: Spool, taken: Mapping[str, _Known], context: Context) -> None:
    """Replace the ids that stand in properties of entities."""
    changed = []
    for node in spool.nodes():
        values = _with_ids(node.values, context.forms[node.label].properties, taken)
        if values != node.values:
            changed.append((node.id, values))
    for id_, values in changed:
        spool.replace_values(id_, values)


def _rename_rows(spool: Spool, taken: Mapping[str, _Known], shared: set[str], context: Context) -> None:
    """The facts with other ids: what was said of two is said of one now, once, and nothing of one and itself."""
    found: dict[str, FactRow] = {}
    for n, fact in spool.rows():
        start, end = _id(fact.start, taken), _id(fact.end, taken)
        values = _with_ids(fact.values, context.forms[fact.type].properties, taken)
        row = FactRow(fact.type, start, end, values, fact.place)
        if start is None or end is None or shared.isdisjoint((start, end)):
            if row != fact:
                spool.replace_row(n, row)
            continue
        spool.replace_row(n, None)
        if start != end or fact.start == fact.end:
            id_ = fact_id(context.schema.facts[fact.type], start, end, values)
            before = found.get(id_)
            found[id_] = replace(before, values=united(before.values, values)) if before else row
    for row in found.values():
        spool.add_row(row)


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
