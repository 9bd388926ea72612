"""What the graph has of what a table may refer to: its entities, and its countries by code and by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from muninet.errors import Suggestion
from muninet.importers.country_names import CountryNames
from muninet.importers.table.checking import TableMapping, refuse
from muninet.importers.table.document import Path_
from muninet.importers.table.mapping import Value
from muninet.loader.problems import Candidate, Nearest
from muninet.model import Property
from muninet.model.names import fold
from muninet.store.bolt import Store

# What only the dataset itself states may be gone from the table that is read now.
_ENTITIES = """
MATCH (n:Entity)
WHERE any(name IN n.datasets WHERE name <> $dataset)
RETURN left(n.id, 1) AS part, collect([n.id, n.name, [label IN labels(n) WHERE label <> 'Entity'][0]]) AS rows
"""
_COUNTRIES = """
MATCH (c:Country)
WHERE c.code IS NOT NULL AND any(name IN c.datasets WHERE name <> $dataset)
RETURN c.code, [c.name] + coalesce(c.names, [])
"""
# As long as the loader's own reading of the whole graph may take (seconds).
_TIMEOUT = 600.0
# In letters; Neo4j takes 8,000 bytes in an index.
_LONGEST_NAME = 2000


class Wrong(NamedTuple):
    """What is wrong with a cell: the fields of LoadProblem that are not its place."""

    rule: str
    message: str
    found: str | None = None
    expected: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the graph has.

    Attributes:
        countries: ISO codes by the names of countries, in any language; case and accents do not matter.
        codes: of the countries that the graph has; None where nobody has looked.
        entities: what other datasets state; None where nobody has looked.
        same: ids that go, and the ids of those that they went into, as people have decided.
    """

    countries: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[str] | None = None
    entities: tuple[Candidate, ...] | None = None
    same: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {entity.id: entity.label for entity in self.entities or ()}

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.entities or ())

    def label_of(self, id_: str) -> str | None:
        """The label of an entity; None where there is none of that id."""
        return self._labels.get(self.same.get(id_, id_))

    def nearest(self, id_: str, labels: Collection[str]) -> tuple[Suggestion, ...]:
        """Those with one of the labels that a wrong id may have been meant for."""
        return self._nearest.suggest(id_, labels)

    def other_label(self, id_: str, label: str) -> Wrong | None:
        """What is wrong where an id, to be stated with a label, is another's."""
        there = self.label_of(id_)
        if there is None or there == label:
            return None
        expected = f"a {there}, or a key with another prefix"
        return Wrong("label-conflict", f"the graph has this id for a {there}", id_, expected)

    def no_entity(self, id_: str, labels: Sequence[str], stated: Collection[str]) -> Wrong | None:
        """What is wrong where an id is to be that of an entity with one of the labels, none of which the rows state."""
        label = self.label_of(id_)
        if self.entities is None or label in labels or not set(stated).isdisjoint(labels):
            return None
        wanted = " or ".join(labels)
        if label is not None:
            return Wrong("wrong-type", f"{id_} is of type {label}", label, f"the type {wanted}")
        expected = f"an id of type {wanted} in the graph"
        return Wrong("unknown-id", "no entity has this id", id_, expected, self.nearest(id_, labels))

    def no_country(self, prop: Property, value: object, stated: Collection[str]) -> Wrong | None:
        """What is wrong where a property implies a country that the graph does not have, and the rows do not state."""
        if prop.implies is None or self.codes is None or value in self.codes or "Country" in stated:
            return None
        expected = "the code of a Country in the graph, or one that the mapping states"
        return Wrong("unknown-country", "no Country has this code", str(value), expected)


def too_long(prop: Property, value: object) -> Wrong | None:
    """What is wrong where a name is longer than an index of the graph takes; it holds names in Latin letters."""
    if prop.name not in ("name", "names", "title"):
        return None
    texts = value if isinstance(value, list) else [value]
    # A sign becomes 42 letters at most.
    if all(len(str(text)) * 42 <= _LONGEST_NAME or len(fold(str(text))) <= _LONGEST_NAME for text in texts):
        return None
    longest = max(map(str, texts), key=len)
    expected = f"one of {_LONGEST_NAME:,} letters at most"
    return Wrong("bad-name", f"a name of {len(longest):,} signs", f"{longest[:40]}…", expected)


async def read_known(store: Store, dataset: str, same: Mapping[str, str] | None = None) -> Known:
    """Ask the graph what it has; names of countries that it does not tell come from the table of names.

    Args:
        store: the graph.
        dataset: the one that is about to be loaded: what it alone states is left aside.
        same: ids that go, and the ids of those that they went into.
    """
    countries = {name: meant.code for name, meant in CountryNames.load().meant.items() if not meant.misspelt}
    codes = set()
    for code, names in (await store.read(_COUNTRIES, {"dataset": dataset})).rows:
        codes.add(str(code))
        countries |= {str(name): str(code) for name in names if name}
    found = await store.read(_ENTITIES, {"dataset": dataset}, timeout=_TIMEOUT)
    entities = tuple(Candidate(id_, name or id_, label) for _, rows in found.rows for id_, name, label in rows)
    return Known(countries, frozenset(codes), entities, same or {})


def check_known(mapping: TableMapping, known: Known) -> None:
    """Check what a mapping names for every row alike: its source, the ids and countries that are constants.

    Raises:
        UsageError: the graph has no such thing, and the mapping does not state it; a line for each.
    """
    refuse(mapping.document, _unknown(mapping, known))


def stated_labels(mapping: TableMapping) -> frozenset[str]:
    """The labels of what a mapping states itself; whether a reference to one of these is right, only all rows tell."""
    return frozenset(entity.type for entity in mapping.declared.entities.values() if entity.properties)


def _unknown(mapping: TableMapping, known: Known) -> Iterator[tuple[Path_, str]]:
    declared, stated = mapping.declared, stated_labels(mapping)
    if isinstance(declared.source, str):
        yield from _missing(("source",), declared.source, ("Source",), known, stated)
    for name, entity in declared.entities.items():
        path: Path_ = ("entities", name)
        if entity.id.constant is not None and not entity.properties:
            yield from _missing((*path, "id"), str(entity.id.constant), (entity.type,), known, stated)
        yield from _countries(mapping, entity.type, entity.properties, path, known)
    for number, fact in enumerate(declared.facts):
        kind = mapping.schema.facts[fact.type]
        for key, end, labels in (("from", fact.from_, kind.from_labels), ("to", fact.to, kind.to_labels)):
            if isinstance(end, Value) and end.constant is not None:
                yield from _missing(("facts", number, key), str(end.constant), labels, known, stated)


def _missing(
    path: Path_, id_: str, labels: Collection[str], known: Known, stated: Collection[str]
) -> Iterator[tuple[Path_, str]]:
    label = known.label_of(id_)
    if known.entities is None or label in labels or not set(labels).isdisjoint(stated):
        return
    wanted = ", ".join(labels)
    if label is not None:
        yield path, f"{id_!r} is the id of a {label} in the graph, and here stands a {wanted}"
        return
    near = known.nearest(id_, labels)
    hint = "; nearest: " + ", ".join(f"{one.id} ({one.name})" for one in near) if near else ""
    wrong = f"the graph has no {wanted} with the id {id_!r}{hint}"
    how = "say its title and publisher here" if path == ("source",) else "or state it here, with its name"
    yield path, f"{wrong}: load it first, {how}"


def _countries(
    mapping: TableMapping, type_: str, properties: Mapping[str, list[Value]], path: Path_, known: Known
) -> Iterator[tuple[Path_, str]]:
    if known.codes is None or "Country" in stated_labels(mapping):
        return
    for column, values in properties.items():
        for value in values:
            implied = mapping.property_of(type_, column).implies is not None
            if implied and value.constant is not None and value.constant not in known.codes:
                yield (*path, column), f"the graph has no Country with the code {value.constant!r}: load the seed first"
