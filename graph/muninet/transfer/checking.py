"""Looks at every line of a graph in its canonical form, so that what is written to a file can be read from one.

Lines stand in one order and no key comes twice: what is repeated, moved or mixed is seen at once. A line that is right
is one that Neo4j takes, so that nothing is found wrong once writing has begun.
"""

from __future__ import annotations

from typing import Any

from muninet.loader.bookkeeping import WHOLE
from muninet.model import Schema
from muninet.store.values import Point
from muninet.transfer.canonical import FORMAT, KEPT, read

_NODE = {"key", "label", "properties"}
_FACT = {"from", "properties", "to", "type"}
# Numbers that muninet counts on with, so that anything else would end a later load.
_COUNTS = {"Graph": ("loads", "sequence"), "Dataset": ("nodes", "facts"), "Load": ("number",)}


class Check:
    """What has been seen of one graph, line after line.

    Attributes:
        version: the graph's, as its first line says.
    """

    def __init__(self, schema: Schema) -> None:
        """Take the model; nothing has been seen yet."""
        self._schema = schema
        kinds = [*KEPT, *sorted(schema.nodes), *sorted(schema.facts)]
        self._sections = {kind: section for section, kind in enumerate(kinds)}
        self._unique: dict[tuple[str, str], set[Any]] = {
            (label, one.name): set() for label in schema.nodes for one in _unique(schema, label)
        }
        self._last: tuple[int, Any] = (-1, None)
        self._entities: set[str] = set()
        self._facts: set[str] = set()
        self._told = (0, 0)
        self.version = ""

    def head(self, content: dict[str, Any]) -> None:
        """Look at the first line.

        Raises:
            ValueError: it is none; says why.
        """
        if content.get("muninet") != "graph":
            raise ValueError("this is not an exported graph: `muninet export --all FILE` writes one")
        if content.get("format") != FORMAT or content.get("model") != self._schema.version:
            raise ValueError(
                f"it has format {content.get('format')} and model {content.get('model')}, and this muninet reads "
                f"format {FORMAT} and model {self._schema.version}: read it with the version that wrote it"
            )
        nodes, facts = (_count(content, name) for name in ("nodes", "facts"))
        self._told = (nodes, facts)
        self.version = _text(content, "version")

    def line(self, content: dict[str, Any]) -> None:
        """Look at one of the lines after it.

        Raises:
            ValueError: it is none, or not in its place; says why.
        """
        try:
            self._line(content)
        except (AttributeError, TypeError, RecursionError) as error:
            raise ValueError(f"this is not a line of an exported graph ({error})") from None

    def end(self) -> None:
        """Look whether all that the first line names has come.

        Raises:
            ValueError: it has not.
        """
        if self._told != (held := (len(self._entities), len(self._facts))):
            raise ValueError(
                f"it names {self._told[0]} entities and {self._told[1]} facts, and holds {held[0]} and {held[1]}"
            )
        if self._last[0] < 0:
            raise ValueError("it holds no line of the Graph itself")

    def _line(self, content: dict[str, Any]) -> None:
        fact = "type" in content
        if content.keys() != (_FACT if fact else _NODE):
            raise ValueError(
                f"this is not a line of an exported graph (it has {', '.join(sorted(content)) or 'nothing'})"
            )
        kind, properties = content["type" if fact else "label"], content["properties"]
        section = self._sections.get(kind)
        if section is None or fact != (kind in self._schema.facts):
            raise ValueError(f"{kind!r} is none of the model's labels and types")
        for name, value in properties.items():
            if not name or "\0" in name:
                raise ValueError(f"{name!r} cannot be the name of a property")
            # Most are texts, and there are millions of them.
            if type(value) is not str and isinstance(read(value), Point) and kind not in self._schema.nodes:
                raise ValueError(f"{name} is a point, which only an entity may have")
        if kind in KEPT:
            key = self._kept(kind, content["key"], properties)
        elif fact:
            key = self._fact(content)
        else:
            key = self._entity(kind, content["key"], properties)
        if not self._last < (section, key):
            raise ValueError(f"{kind} {key!r} is not in its place: a file holds everything once, and in order")
        if self._last[0] < 0 < section:
            raise ValueError("it holds no line of the Graph itself, which comes first")
        self._last = (section, key)

    def _entity(self, label: str, key: str, properties: dict[str, Any]) -> str:
        id_ = _text(properties, "id")
        if key != id_:
            raise ValueError(f"the key {key!r} is not its id {id_!r}")
        if id_ in self._entities:
            raise ValueError(f"the id {id_!r} comes twice")
        self._entities.add(id_)
        for one in _unique(self._schema, label):
            self._only(label, one.name, properties.get(one.name))
        return id_

    def _only(self, label: str, name: str, value: Any) -> None:
        seen = self._unique[label, name]
        if value is not None and value in seen:
            raise ValueError(f"two entities of the label {label} have the {name} {value!r}")
        seen.add(value)

    def _fact(self, content: dict[str, Any]) -> str:
        id_ = _text(content["properties"], "id")
        if id_ in self._facts:
            raise ValueError(f"the fact {id_!r} comes twice")
        self._facts.add(id_)
        for end in (content["from"], content["to"]):
            if end not in self._entities:
                raise ValueError(f"the fact leads to {end!r}, which is not among the entities")
        return id_

    def _kept(self, label: str, key: Any, properties: dict[str, Any]) -> Any:
        name = KEPT[label]
        found = _count(properties, name) if label == "Load" else _text(properties, name)
        if type(key) is not type(found) or key != found:
            raise ValueError(f"the key {key!r} is not its {name} {found!r}")
        for count in _COUNTS[label]:
            if count in properties:
                _count(properties, count)
        if label == "Graph":
            self._graph(properties)
        elif label == "Dataset" and (properties.get("state") != "loaded" or str(found).startswith(WHOLE)):
            raise ValueError(f"the dataset {found!r} is not one that was loaded to its end")
        return found

    def _graph(self, properties: dict[str, Any]) -> None:
        if properties["key"] != "graph" or properties.get("version") != self.version:
            raise ValueError(
                f"the Graph has the version {properties.get('version')!r}, and the first line says {self.version!r}"
            )
        suppressed = properties.get("suppressed", [])
        if not isinstance(suppressed, list) or not all(isinstance(one, str) for one in suppressed):
            raise ValueError("suppressed is no list of texts")


def _unique(schema: Schema, label: str) -> list[Any]:
    return [one for one in schema.nodes[label].properties.values() if one.unique]


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is {value!r}, and should be a text")
    return value


def _count(content: dict[str, Any], name: str) -> int:
    value = content.get(name)
    if type(value) is not int or value < 0:
        raise ValueError(f"{name} is {value!r}, and should be a number from 0 on")
    return value
