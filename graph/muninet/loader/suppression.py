"""The suppression list: people who asked not to be in the graph, honoured by every load of every dataset."""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticCustomError

from muninet._home import home
from muninet.loader.cells import Reader, reader_of, slug, text
from muninet.loader.problems import Problems
from muninet.loader.records import Place
from muninet.loader.rows import read_rows
from muninet.loader.tables import SUPPRESSED_FILE, suppression_file
from muninet.model import Property

LABEL = "Person"
_READERS: Mapping[str, Reader] = {
    "id": slug,
    "reason": text,
    "date": reader_of(Property(name="date", type="date", description="When it was asked for.")),
}


@dataclass(frozen=True)
class Suppression:
    """Ids of people who stay out of the graph, and where each is listed."""

    places: Mapping[str, Place]
    label: str = LABEL

    @property
    def ids(self) -> KeysView[str]:
        """The ids alone."""
        return self.places.keys()


def suppression_files(paths: Iterable[Path]) -> list[Path]:
    """The list that travels with the seed, and those that stand in the folders loaded."""
    try:
        own = [home("seed")]
    except FileNotFoundError:
        own = []
    found = [file for folder in (*own, *paths) if (file := suppression_file(folder)) is not None]
    return list({file.resolve(): file for file in found}.values())


def read_suppression(files: Iterable[Path], problems: Problems) -> Suppression:
    """Read lists with the columns id, reason, date; each row is a person to leave out."""
    places: dict[str, Place] = {}
    for file in files:
        for row in read_rows(file, _READERS, _READERS, problems, of=SUPPRESSED_FILE):
            place = Place(str(file), row.line)
            for column, cell in row.cells.items():
                _check(place, column, cell, problems)
            places.setdefault(row.cells.get("id", ""), place)
    places.pop("", None)
    return Suppression(places)


def _check(place: Place, column: str, cell: str, problems: Problems) -> None:
    if not cell:
        problems.add(place, column, "missing-value", f"{column} is empty", expected=f"a value for {column}")
        return
    try:
        _READERS[column](cell)
    except PydanticCustomError as error:
        context = error.context or {}
        problems.add(place, column, error.type, context["message"], found=cell, expected=context["expected"])
