"""py2neo's GraphObject classes for the model, for people with notebooks that use py2neo: `muninet[py2neo]`.

py2neo has reached its end of life: nothing else of muninet imports it, and `muninet.Graph` is what takes its place
(docs/py2neo.md). The classes read; what is written comes in by `muninet load`, which gives every fact an id, a date and
a source.

    >>> from py2neo.ogm import Repository
    >>> from muninet.graph_objects import Network
    >>> repository = Repository("bolt://localhost:7687", auth=("neo4j", "…"))
    >>> b40 = Network.match(repository, "b40").first()
    >>> [member.name for member in b40.has_member]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, Self

try:
    from interchange.collections import PropertyDict
    from py2neo.ogm import GraphObject, Property, RelatedFrom, RelatedObjects, RelatedTo
except ImportError as error:  # pragma: no cover
    raise ImportError("py2neo is not installed: pip install 'muninet[py2neo]'") from error

from muninet.model import Schema, load_schema

_CLASSES: dict[str, type[Entity]] = {}


class Entity(GraphObject):  # type: ignore[misc]
    """Any entity; whatever is matched or related comes as the class of its own type."""

    __primarylabel__ = "Entity"
    __primarykey__ = "id"

    @classmethod
    def wrap(cls, node: Any) -> Self | None:
        """Turn a node of py2neo into an object of the class of its label."""
        if node is None:
            return None
        own = next((_CLASSES[label] for label in node.labels if label in _CLASSES), cls)
        wrapped: Self = super(Entity, own).wrap(node)
        return wrapped

    def __db_merge__(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to be written: a fact without id, date and source would be in nobody's dataset."""
        raise TypeError(f"{type(self).__name__} objects only read: what is to be in the graph comes by `muninet load`")

    __db_create__ = __db_push__ = __db_delete__ = __db_merge__


class Facts(RelatedObjects):  # type: ignore[misc]
    """What is related by facts of one type: each entity once, and by `triples()` each fact, oldest first.

    py2neo itself keeps one relationship between two nodes and drops the others: whoever left a network and came back
    would have been there once.
    """

    def __init__(self, subject: Any, node: Any, direction: int, type_: str) -> None:
        """As py2neo makes them; they are read when they are first looked at."""
        super().__init__(subject, node, direction, type_, Entity)
        self._outgoing = direction > 0

    def __iter__(self) -> Iterator[Entity]:
        """Each entity once, however many facts lead to it."""
        yield from {entity.id: entity for entity, _ in self._related_objects}.values()

    def __len__(self) -> int:
        """How many entities."""
        return len(list(iter(self)))

    def __db_pull__(self, tx: Any) -> None:
        """Read every fact."""
        ends = (self.node, None) if self._outgoing else (None, self.node)
        found = sorted(tx.graph.match(nodes=ends, r_type=self.relationship_type), key=_age)
        self._related_objects[:] = [
            (Entity.wrap(fact.end_node if self._outgoing else fact.start_node), PropertyDict(fact)) for fact in found
        ]


def holds(fact: Mapping[str, Any], day: dt.date | None = None) -> bool:
    """Whether a fact counts on a day, as answers count: it has begun, has not ended, and is not of rank deprecated.

    Args:
        fact: its properties, as `triples()` gives them.
        day: today, where it is None.
    """
    # Days of py2neo are of a type of its own; written down they compare.
    on = (day or dt.date.today()).isoformat()
    begun, ended = fact["holds_from"], fact["holds_until"]
    counts = begun is not None and fact["rank"] != "deprecated"
    return counts and str(begun) <= on and (ended is None or str(ended) > on)


def _age(fact: Any) -> tuple[str, str]:
    return str(fact["holds_from"] or ""), fact["id"]


class _Kept:
    """Has relations kept as `Facts`."""

    direction: int
    relationship_type: str

    def __get__(self, instance: Any, owner: type) -> Facts:
        ogm, key = instance.__ogm__, (self.direction, self.relationship_type)
        if key not in ogm._related:  # py2neo has no other place for a class of one's own
            ogm._related[key] = Facts(ogm.subject, ogm.node, *key)
        found: Facts = ogm._related[key]
        return found


class _To(_Kept, RelatedTo):  # type: ignore[misc]
    pass


class _From(_Kept, RelatedFrom):  # type: ignore[misc]
    pass


def _attributes(schema: Schema, label: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, prop in schema.node_properties_of(label).items():
        found[name] = Property()
        if prop.type == "date":
            found[f"{name}_precision"] = Property()
    for type_, fact in schema.facts.items():
        if label in fact.from_labels:
            found[type_.lower()] = _To(Entity, type_)
        if label in fact.to_labels:
            found[fact.reverse.lower()] = _From(Entity, type_)
    return found


def _class(schema: Schema, label: str) -> type[Entity]:
    about = {
        "__doc__": schema.nodes[label].description,
        "__module__": __name__,
        "__primarylabel__": label,
        "__primarykey__": "id",
    }
    return type(label, (Entity,), {**_attributes(schema, label), **about})


_CLASSES |= {label: _class(load_schema(), label) for label in load_schema().nodes}

City = _CLASSES["City"]
Region = _CLASSES["Region"]
Country = _CLASSES["Country"]
Person = _CLASSES["Person"]
Network = _CLASSES["Network"]
WorkingGroup = _CLASSES["WorkingGroup"]
Organisation = _CLASSES["Organisation"]
Partnership = _CLASSES["Partnership"]
Event = _CLASSES["Event"]
Project = _CLASSES["Project"]
Commitment = _CLASSES["Commitment"]
Topic = _CLASSES["Topic"]
Figure = _CLASSES["Figure"]
Source = _CLASSES["Source"]
