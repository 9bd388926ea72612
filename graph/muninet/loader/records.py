"""What goes through the loader: records as read, entities and facts as checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from muninet.model import PartialDate

Scalar = str | int | float | bool | PartialDate | None
Cell = Scalar | Sequence[str]
# A value in the form in which statements are compared and kept as JSON: a date is its ISO text, a point [lat, lon].
Plain = str | int | float | bool | list[str] | list[float]


class Place(NamedTuple):
    """Where a record stands: a file, and the line it begins on (the header being 1), as an editor counts them."""

    file: str
    row: int | None = None

    def __str__(self) -> str:
        """Render as `file:row`."""
        return self.file if self.row is None else f"{self.file}:{self.row}"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, or what an importer made of one, not checked yet.

    Attributes:
        type: a label (`City`) or a fact type (`MEMBER_OF`).
        cells: by column name as in the tables (`from`, `lat`, `sources` …). Text is read as a cell is (lists by `;`,
            reduced dates); numbers, dates and lists may also be given as such. Empty text and None are the same.
        place: where it stands.
        damaged: its text could not be read whole; it still declares its id, and nothing else is said of it.
    """

    type: str
    cells: Mapping[str, Cell]
    place: Place
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class NodeStatement:
    """What one dataset states of an entity: `values` by property name, in plain form, without the empty ones."""

    label: str
    id: str
    values: dict[str, Plain]
    place: Place


@dataclass(frozen=True, slots=True)
class FactRow:
    """A checked row of a fact table; its ends may be missing or point nowhere."""

    type: str
    start: str | None
    end: str | None
    values: dict[str, Plain]
    place: Place


@dataclass(frozen=True, slots=True)
class FactStatement:
    """What one dataset states of a fact; `implied` where it follows from a property of its `from` node."""

    type: str
    id: str
    start: str
    end: str
    values: dict[str, Plain]
    place: Place
    implied: bool = False
