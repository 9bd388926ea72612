"""What the store hands out: plain values, so that no other module needs the driver's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Point(NamedTuple):
    """A place in WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class NodeValue:
    """A node: its labels and properties (dates as datetime.date, points as Point)."""

    labels: frozenset[str]
    properties: dict[str, Any]

    @property
    def id(self) -> str:
        """The entity's id."""
        return str(self.properties["id"])

    @property
    def type(self) -> str:
        """The type label, the one beside Entity."""
        return next(iter(self.labels - {"Entity"}), "Entity")


@dataclass(frozen=True, slots=True)
class FactValue:
    """A relationship with both its ends. Ends carry properties only where the query returned the nodes or a path."""

    type: str
    properties: dict[str, Any]
    start: NodeValue
    end: NodeValue


@dataclass(frozen=True, slots=True)
class PathValue:
    """A path: n + 1 nodes and the n facts between them, in the order walked."""

    nodes: tuple[NodeValue, ...]
    facts: tuple[FactValue, ...]

    @property
    def forward(self) -> tuple[bool, ...]:
        """For each fact, whether it is walked in its own direction."""
        return tuple(fact.start is node for fact, node in zip(self.facts, self.nodes, strict=False))


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a read: `keys` name the columns, each of `rows` holds one value a column."""

    keys: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def maps(self) -> list[dict[str, Any]]:
        """The rows as one mapping each."""
        return [dict(zip(self.keys, row, strict=True)) for row in self.rows]

    def single(self) -> Any:
        """The value of a one-row, one-column answer; None where there is no row."""
        return self.rows[0][0] if self.rows else None


@dataclass(frozen=True, slots=True)
class Statement:
    """Cypher and its parameters; values stand in the parameters only."""

    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What EXPLAIN says of a statement.

    Attributes:
        query_type: `r`, `rw`, `w` or `s`, as the server tells it.
        operators: every operator of the plan, without the runtime's suffix.
    """

    query_type: str
    operators: tuple[str, ...]
