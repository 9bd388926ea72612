"""The form of each table, made from the schema: its columns, and what reads their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from muninet.loader.cells import Reader, degrees, reader_of, slug
from muninet.model import Property, Schema

# A source's name is its title, and it vouches for itself.
SOURCE = "Source"
_DERIVED_OF_SOURCE = ("name", "sources")
# Pairs of dates that follow one another, and whether the second still belongs to the period.
_PERIODS = (("since", "until", False), ("start", "end", True))


@dataclass(frozen=True)
class Form:
    """How a table of one label or fact type is read.

    Attributes:
        type: the label or fact type.
        kind: whether its rows are nodes or facts.
        properties: those that stand in the table, by name.
        readers: what reads each column's cells.
        required: columns that must be there and filled.
        periods: (start, end, inclusive) columns that follow one another.
    """

    type: str
    kind: Literal["node", "fact"]
    properties: Mapping[str, Property]
    readers: Mapping[str, Reader]
    required: frozenset[str]
    periods: tuple[tuple[str, str, bool], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the table may have."""
        return tuple(self.readers)


def forms_of(schema: Schema) -> dict[str, Form]:
    """Return the form of every label and fact type, by its name."""
    forms = {}
    for label in schema.nodes:
        properties = schema.node_properties_of(label)
        if label == SOURCE:
            properties = {name: prop for name, prop in properties.items() if name not in _DERIVED_OF_SOURCE}
        forms[label] = _form(label, "node", properties, ())
    for type_ in schema.facts:
        forms[type_] = _form(type_, "fact", schema.fact_properties_of(type_), ("from", "to"))
    return forms


def _form(type_: str, kind: Literal["node", "fact"], properties: dict[str, Property], ends: tuple[str, ...]) -> Form:
    readers: dict[str, Reader] = dict.fromkeys(ends, slug)
    required = set(ends)
    for prop in properties.values():
        if prop.type == "point":
            readers |= {"lat": degrees(90), "lon": degrees(180)}
        else:
            readers[prop.name] = reader_of(prop)
        if prop.required:
            required.update(prop.columns)
    return Form(
        type=type_,
        kind=kind,
        properties=properties,
        readers=readers,
        required=frozenset(required),
        periods=tuple(period for period in _PERIODS if {period[0], period[1]} <= set(readers)),
    )
