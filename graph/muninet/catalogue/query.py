"""What a query file declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

ParameterType = Literal[
    "string", "integer", "float", "boolean", "date", "at", "entity", "entity_type", "relation", "country", "licence"
]
PARAMETER_TYPES: tuple[ParameterType, ...] = get_args(ParameterType)
COLUMN_TYPES = ("node", "path", "fact", "string", "integer", "float", "boolean", "date", "map")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query.

    Attributes:
        name: as in Cypher, without the dollar.
        type: what its values are; of lists, what their items are.
        is_list: whether it takes several values.
        optional: whether it may be left empty (null).
        default: as written in the header: the default, the example and the test's input; None for an empty one.
        minimum: smallest value of a number, or None.
        maximum: largest value of a number, or None.
        choices: the words that it accepts; empty where any will do.
        description: what it is for.
        names: of ids: the types of the entities that it takes; empty where any will do.
        vocabulary: for types whose words stand for names of the model: what each word stands for.
    """

    name: str
    type: ParameterType
    is_list: bool
    optional: bool
    default: str | None
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    description: str
    names: tuple[str, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False, repr=False)

    @property
    def written_type(self) -> str:
        """The type as a header writes it: `entity[]?`."""
        return self.type + ("[]" if self.is_list else "") + ("?" if self.optional else "")


@dataclass(frozen=True)
class Column:
    """A column of a query's answer.

    Attributes:
        name: the result's key.
        type: one of COLUMN_TYPES, or a list of it (`node[]`).
        optional: whether a value may be null.
        description: what it holds.
    """

    name: str
    type: str
    optional: bool
    description: str


_SOURCES = Column("sources", "string[]", False, "ids of the sources that what stands on its entities comes from")


@dataclass(frozen=True)
class Query:
    """One question: a `.cypher` file whose header has been checked against its statement and the model.

    Attributes:
        name: its path below the folder, without the ending: `path/links`.
        title: its first line.
        description: what it answers; paragraphs are separated by an empty line.
        parameters: in the order of the header; `limit` and `after` among them.
        columns: in the order of the result; `key`, which the rows are sorted by, is the last.
        text: the whole file, which runs as it stands.
        file: where it was read from.
        returns_graph: whether its rows can be drawn.
        scan: why it has to read every node or fact; None where it does not.
        slow: what was measured and why, where it may take longer than others; None where it does not.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    file: Path
    returns_graph: bool
    scan: str | None
    slow: str | None

    @property
    def answered(self) -> tuple[Column, ...]:
        """The columns of an answer: all but the key.

        Rows of entities that tell their sources neither with facts nor in so many words get those of the entities.
        """
        shown = tuple(column for column in self.columns if column.name != "key")
        is_told = self.has_facts or any(column.name == "sources" for column in shown)
        has_nodes = any(column.type.removesuffix("[]") == "node" for column in shown)
        return (*shown, _SOURCES) if has_nodes and not is_told else shown

    @property
    def only_counts(self) -> bool:
        """Whether its rows name no entity, fact or source: what they count may rest on any source of the graph."""
        types = {column.type.removesuffix("[]") for column in self.answered}
        return not self.has_facts and "node" not in types and all(c.name != "sources" for c in self.answered)

    @property
    def has_facts(self) -> bool:
        """Whether its rows hold facts or routes."""
        return any(column.type.removesuffix("[]") in ("fact", "path") for column in self.columns)

    def parameter(self, name: str) -> Parameter:
        """Return one of its parameters.

        Raises:
            KeyError: it has none of that name.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)
