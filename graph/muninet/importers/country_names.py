"""Countries by their English names, as tables write them, with the codes that the graph knows them by."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from muninet.loader.records import Place, Record
from muninet.model.names import fold

FILE = Path(__file__).with_name("country_names.csv")


class Meant(NamedTuple):
    """The country that is meant by a text.

    Attributes:
        code: ISO 3166-1 alpha-2, XK for Kosovo.
        misspelt: whether the text is a known misspelling.
    """

    code: str
    misspelt: bool = False


@dataclass(frozen=True)
class CountryNames:
    """The names of `country_names.csv`: a row for each code, other names and misspellings beside, parted by `;`.

    Attributes:
        names: by code, the English name that a country is shown with.
        meant: by folded name, what is meant.
    """

    names: dict[str, str]
    meant: dict[str, Meant]

    @classmethod
    def load(cls) -> CountryNames:
        """Read the table that comes with the package."""
        names: dict[str, str] = {}
        meant: dict[str, Meant] = {}
        with FILE.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                code = row["code"]
                names[code] = row["name"]
                for name in (row["name"], *row["also"].split(";")):
                    meant[fold(name)] = Meant(code)
                for name in row["misspelt"].split(";"):
                    meant[fold(name)] = Meant(code, misspelt=True)
        del meant[""]
        return cls(names, meant)

    def read(self, text: str) -> Meant | None:
        """The country that a text means; of a part and its country (`England, United Kingdom`) the country.

        None where it names none that the table knows.
        """
        whole = self.meant.get(fold(text))
        return whole or self.meant.get(fold(text.rpartition(",")[2]))

    def node(self, code: str, source: str, place: Place) -> Record:
        """The node of a country: its id is made of its name, unless the graph has one with this code already."""
        name = self.names.get(code, code)
        cells = {"id": fold(name).replace(" ", "-"), "name": name, "code": code, "sources": [source]}
        return Record("Country", cells, place)
