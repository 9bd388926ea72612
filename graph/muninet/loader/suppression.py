"""The suppression list: people who asked not to be in the graph, honoured by every load of every dataset.

The graph remembers them as hashes of their ids and identifiers, so that they stay out under whatever id another dataset
has for them, and out of loads that do not see the list; it does not remember their names.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic_core import PydanticCustomError

from muninet._home import home
from muninet.loader.cells import Reader, reader_of, slug, text
from muninet.loader.problems import Problems
from muninet.loader.records import Cell, Place, Record
from muninet.loader.rows import read_rows
from muninet.loader.tables import SUPPRESSED_FILE, suppression_file
from muninet.model import Property

LABEL = "Person"
# Rows of people that are held back, at most, until the graph has said whom it remembers.
_HELD = 2_000
_READERS: Mapping[str, Reader] = {
    "id": slug,
    "reason": text,
    "date": reader_of(Property(name="date", type="date", description="When it was asked for.")),
    "identifiers": reader_of(
        Property(name="identifiers", type="string[]", description="Identifiers elsewhere, as `scheme:value`.")
    ),
}
_REQUIRED = ("id", "reason", "date")


@dataclass
class Suppression:
    """Who stays out of the graph.

    Attributes:
        places: ids of people on the lists, and where each is listed.
        identifiers: what else these people are known by, here and elsewhere.
        remembered: hashes of ids and identifiers that the graph has kept of people who left it; None until it is asked.
        met: ids under which rows of this load speak of them.
        label: what alone can be suppressed.
    """

    places: Mapping[str, Place]
    identifiers: set[str] = field(default_factory=set)
    remembered: frozenset[str] | None = None
    met: set[str] = field(default_factory=set)
    label: str = LABEL
    _asked: threading.Event = field(default_factory=threading.Event, init=False, repr=False)

    @property
    def ids(self) -> KeysView[str]:
        """The ids on the lists."""
        return self.places.keys()

    @property
    def hashes(self) -> list[str]:
        """What the graph is to remember from now on."""
        return sorted({*(self.remembered or ()), *map(hashed, self.identifiers), *map(hashed, self.ids)})

    def remember(self, hashes: Iterable[str]) -> None:
        """Note what the graph remembers; whoever waits for that goes on."""
        # Earlier versions remembered the empty identifier of people who have none.
        self.remembered = frozenset(hashes) - {_NOBODY}
        self._asked.set()

    def let_go(self) -> None:
        """Have whoever waits go on, since the load is over."""
        self._asked.set()

    def people_once_known(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, of which those of people come once it is known whom the graph remembers."""
        held: list[Record] = []
        for record in records:
            person = record.type == self.label
            if person and len(held) == _HELD:
                self._asked.wait()
            if person and not self._asked.is_set():
                held.append(record)
                continue
            if held and self._asked.is_set():
                yield from held
                held.clear()
            yield record
        self._asked.wait()
        yield from held

    def leaves_out(self, record: Record) -> bool:
        """Whether a row states such a person; then also what the row knows them by counts from here on."""
        if record.type != self.label:
            return False
        id_, identifiers = str(record.cells.get("id")), set(_listed(record.cells.get("identifiers")))
        if not self.concerns(id_, identifiers):
            return False
        self.met.add(id_)
        self.learn(id_, identifiers)
        return True

    def concerns(self, id_: str, identifiers: Iterable[str]) -> bool:
        """Whether somebody who is known by these stays out."""
        keys = {id_, *identifiers}
        return not (self.ids.isdisjoint(keys) and self.identifiers.isdisjoint(keys)) or self._remembers(keys)

    def learn(self, id_: str, identifiers: Iterable[str]) -> None:
        """Note what a person who stays out is known by."""
        self.identifiers |= {id_, *identifiers}

    def _remembers(self, keys: Iterable[str]) -> bool:
        remembered = self.remembered or frozenset()
        return bool(remembered) and not remembered.isdisjoint(map(hashed, keys))


def hashed(key: str) -> str:
    """An id or identifier as the graph remembers it."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


_NOBODY = hashed("")


def _listed(cell: Cell) -> Iterator[str]:
    parts = cell.split(";") if isinstance(cell, str) else cell if isinstance(cell, list | tuple) else ()
    # An empty cell names nobody: everybody else whose cell is empty would be taken for that person.
    return (one for part in parts if (one := str(part).strip()))


def suppression_files(paths: Iterable[Path]) -> list[Path]:
    """The list that travels with the seed, and those that stand in the folders loaded."""
    try:
        own = [home("seed")]
    except FileNotFoundError:
        own = []
    found = [file for folder in (*own, *paths) if (file := suppression_file(folder)) is not None]
    return list({file.resolve(): file for file in found}.values())


def read_suppression(files: Iterable[Path], problems: Problems) -> Suppression:
    """Read lists with the columns id, reason, date and, where there are any, identifiers: each row is a person."""
    places: dict[str, Place] = {}
    identifiers: set[str] = set()
    for file in files:
        for row in read_rows(file, _READERS, _REQUIRED, problems, of=SUPPRESSED_FILE):
            place = Place(str(file), row.line)
            for column, cell in row.cells.items():
                _check(place, column, cell, problems)
            places.setdefault(row.cells.get("id", ""), place)
            identifiers.update(_listed(row.cells.get("identifiers", "")))
    places.pop("", None)
    identifiers.discard("")
    return Suppression(places, identifiers)


def _check(place: Place, column: str, cell: str, problems: Problems) -> None:
    if not cell:
        if column in _REQUIRED:
            problems.add(place, column, "missing-value", f"{column} is empty", expected=f"a value for {column}")
        return
    try:
        _READERS[column](cell)
    except PydanticCustomError as error:
        context = error.context or {}
        problems.add(place, column, error.type, context["message"], found=cell, expected=context["expected"])
