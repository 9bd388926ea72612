"""Reads schema.yaml into frozen objects and refuses a model that contradicts itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

BaseType = Literal["string", "integer", "number", "boolean", "date", "country", "entity", "point", "url"]
PropertyType = Literal[
    "string", "integer", "number", "boolean", "date", "country", "entity", "point", "url", "string[]", "entity[]"
]
FILE = Path(__file__).with_name("schema.yaml")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Property(_Frozen):
    """One property of a node or fact.

    A `date` is stored as two graph properties, NAME (date) and NAME_precision; a `point` stands in the tables as two
    columns, lat and lon.
    """

    name: str
    type: PropertyType
    description: str
    required: bool = False
    unique: bool = False
    indexed: bool = False
    choices: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    default: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    to: tuple[str, ...] = ()
    implies: str | None = None

    @property
    def is_list(self) -> bool:
        """Whether a table cell holds several values, separated by `;`."""
        return self.type.endswith("[]")

    @property
    def columns(self) -> tuple[str, ...]:
        """The table columns that it is read from."""
        return ("lat", "lon") if self.type == "point" else (self.name,)


class NodeType(_Frozen):
    """A label: what it stands for, its own properties, its standards, its looks."""

    label: str
    plural: str
    description: str
    maps_to: tuple[str, ...]
    colour: str
    shape: str
    hub: bool = False
    properties: dict[str, Property]


class FactType(_Frozen):
    """A relationship type: between what, of which class, what makes two of them the same, and its own properties."""

    type: str
    kind: str = Field(alias="class", description="the class: affiliation, office, event …")
    from_labels: tuple[str, ...] = Field(alias="from")
    to_labels: tuple[str, ...] = Field(alias="to")
    pairs: tuple[tuple[str, str], ...] = ()
    description: str
    reverse: str
    identity: tuple[str, ...]
    exclusive: Literal["to"] | None = None
    meets: bool = False
    dash: str = Field(default="", pattern=r"^(\d+( \d+)*)?$")
    properties: dict[str, Property] = {}

    def joins(self, from_label: str, to_label: str) -> bool:
        """Whether a fact of this type may lead from one label to the other."""
        if self.pairs:
            return (from_label, to_label) in self.pairs
        return from_label in self.from_labels and to_label in self.to_labels


class Schema(_Frozen):
    """The whole model."""

    version: int
    classes: dict[str, str]
    class_colours: dict[str, str]
    node_properties: dict[str, Property]
    nodes: dict[str, NodeType]
    fact_properties: dict[str, Property]
    facts: dict[str, FactType]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for fact in self.facts.values():
            if fact.kind not in self.classes:
                raise ValueError(f"schema.yaml: facts.{fact.type}.class: {fact.kind!r} is not among the classes")
            for label in (*fact.from_labels, *fact.to_labels):
                if label not in self.nodes:
                    raise ValueError(f"schema.yaml: facts.{fact.type}: {label!r} is not among the nodes")
            known = {**self.fact_properties, **fact.properties}
            for field in fact.identity:
                if field not in known:
                    raise ValueError(f"schema.yaml: facts.{fact.type}.identity: {field!r} is not one of its properties")
        reverse = [fact.reverse for fact in self.facts.values()]
        if len(set(reverse)) != len(reverse):
            raise ValueError("schema.yaml: two fact types have the same reverse name")
        return self

    def of_class(self, kind: str) -> tuple[str, ...]:
        """The fact types of a class, in the order of the file."""
        return tuple(fact.type for fact in self.facts.values() if fact.kind == kind)

    def linking(self) -> tuple[str, ...]:
        """The fact types that the links question follows unless asked for more: affiliations between two parties."""
        return tuple(fact.type for fact in self.facts.values() if fact.kind == "affiliation" and not fact.meets)

    def node_properties_of(self, label: str) -> dict[str, Property]:
        """Every property of a node type: the shared ones and its own."""
        return {**self.node_properties, **self.nodes[label].properties}

    def fact_properties_of(self, type_: str) -> dict[str, Property]:
        """Every property of a fact type: the shared ones and its own."""
        return {**self.fact_properties, **self.facts[type_].properties}


def _named(block: dict[str, dict[str, object]] | None, key: str) -> dict[str, dict[str, object]]:
    return {name: {key: name, **fields} for name, fields in (block or {}).items()}


def read_schema(path: Path) -> Schema:
    """Read a model file.

    Raises:
        pydantic.ValidationError: a field is missing, unknown or contradicts another.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    for block, key in (("nodes", "label"), ("facts", "type")):
        raw[block] = _named(raw[block], key)
        for entry in raw[block].values():
            entry["properties"] = _named(entry.get("properties"), "name")
            for side in ("from", "to"):
                if entry.get(side) == "any":
                    entry[side] = list(raw["nodes"])
    for block in ("node_properties", "fact_properties"):
        raw[block] = _named(raw[block], "name")
    raw["class_colours"] = {name: entry["colour"] for name, entry in raw["classes"].items()}
    raw["classes"] = {name: entry["description"] for name, entry in raw["classes"].items()}
    return Schema.model_validate(raw)


@cache
def load_schema() -> Schema:
    """Return muninet's own model (schema.yaml)."""
    return read_schema(FILE)
