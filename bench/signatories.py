"""The open table of signatories of the Covenant of Mayors as one large graph, to measure on.

Every row becomes a city, its signature, its mayor, its supporter and its coordinator. Nothing is cleaned or compared
with other data: what matters here is the size, some 22,800 entities and 44,000 facts.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from muninet.loader.records import Cell, Place, Record
from muninet.model.names import fold

TABLE = "gcom-mycovenant/signatories_2024.csv"
# The source is one of the seed's, which is loaded first.
SOURCE = "gcom-mycovenant-2024-01"
_AS_OF = "2024-01"
# A name of a month's length is a list of names, and no id.
_LONGEST_SLUG = 60
_DEGREES = re.compile(r"-?\d+(\.\d+)?")
_FORMS = {"2020": "commitment_CoM2020_flag", "2030": "commitment_CoM2030_flag", "2050": "commitment_CoM2050_flag"}


def signatory_records(folder: Path, known_countries: set[str]) -> Iterator[Record]:
    """Yield the records of the table.

    Args:
        folder: where the open datasets are.
        known_countries: ISO codes of the countries that the graph has already.
    """
    named: set[str] = set(known_countries)
    bodies: set[str] = set()
    path = folder / TABLE
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            place = Place(str(path), number)
            code = row["country_code"].upper()
            if code not in named:
                named.add(code)
                yield _record("Country", place, id=_slug(row["country_name"]), name=row["country_name"], code=code)
            city = f"mycovenant-{_slug(row['organisation_id'])}"
            yield from _city(row, city, code, place)
            for column, type_ in (("supporter_name", "SUPPORTED_BY"), ("coordinator_name", "COORDINATED_BY")):
                name = row[column]
                if name:
                    body = f"mycovenant-{_slug(name)}"
                    if body not in bodies:
                        bodies.add(body)
                        yield _record("Organisation", place, id=body, name=name)
                    yield _fact(type_, place, city, body, as_of=_AS_OF)


def _city(row: dict[str, str], city: str, code: str, place: Place) -> Iterator[Record]:
    lat, lon = row["organisation_latitude"], row["organisation_longitude"]
    # Some rows have one of them, or a comma in it, and six have them swapped: the loader refuses such a place.
    # (All but a few lie north of 28°.)
    plausible = all(map(_DEGREES.fullmatch, (lat, lon))) and float(lat) > 28
    point = {"lat": lat, "lon": lon} if plausible else {}
    inhabitants = row["population_adhesion"].partition(".")[0]
    yield _record("City", place, id=city, name=row["organisation_name"], country=code, population=inhabitants, **point)
    signed = ";".join(year for year, column in _FORMS.items() if row[column] == "1")
    yield _fact(
        "SIGNATORY_OF",
        place,
        city,
        "covenant-of-mayors",
        since=row["date_of_adhesion"],
        as_of=_AS_OF,
        status=row["signatory_status"],
        commitments=signed,
    )
    if row["mayor"]:
        mayor = f"mycovenant-mayor-{_slug(row['organisation_id'])}"
        yield _record("Person", place, id=mayor, name=row["mayor"])
        yield _fact("MAYOR_OF", place, mayor, city, as_of=_AS_OF)


def _record(label: str, place: Place, **cells: Cell) -> Record:
    return Record(label, {**cells, "sources": SOURCE}, place)


def _fact(type_: str, place: Place, start: str, end: str, **cells: Cell) -> Record:
    return Record(type_, {"from": start, "to": end, **cells, "sources": SOURCE}, place)


def _slug(name: str) -> str:
    words = fold(name).replace(" ", "-")
    if len(words) <= _LONGEST_SLUG:
        return words
    return f"{words[:_LONGEST_SLUG].rstrip('-')}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"
