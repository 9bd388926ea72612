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

from typing import Any, NoReturn, Self

try:
    from py2neo.ogm import GraphObject, Property, RelatedFrom, RelatedTo
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


def _attributes(schema: Schema, label: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, prop in schema.node_properties_of(label).items():
        found[name] = Property()
        if prop.type == "date":
            found[f"{name}_precision"] = Property()
    for type_, fact in schema.facts.items():
        if label in fact.from_labels:
            found[type_.lower()] = RelatedTo(Entity, type_)
        if label in fact.to_labels:
            found[fact.reverse.lower()] = RelatedFrom(Entity, type_)
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
