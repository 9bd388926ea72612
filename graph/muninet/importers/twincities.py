"""Twin towns and sister cities: the table of the public repository Hekman/twincities, made of Wikipedia's lists.

A row is a pair of cities, in no order. The table has no ids, no dates and no word for the kind of agreement. Cities are
told apart by name, country and coordinates (`twincities_cities`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from muninet.errors import UsageError
from muninet.importers.country_names import CountryNames
from muninet.importers.findings import RULES
from muninet.importers.reading import Reading
from muninet.importers.sheets import Sheet, SheetRow, read_sheet
from muninet.importers.twincities_cities import Cities, Named, SharedPoint, Survey, TwinCity, tell_apart
from muninet.loader.cells import reader_of
from muninet.loader.problems import nearest_word
from muninet.loader.records import Cell, Place, Record
from muninet.model import load_schema
from muninet.model.names import fold
from muninet.quality.shapes import Shapes

PAIRS = "twin-cities-pairs"
COORDINATES = "twin-cities-coordinates"
COLUMNS = ("city1", "country1", "lat1", "lng1", "city2", "country2", "lat2", "lng2")
_REPOSITORY = "https://github.com/Hekman/twincities"
_REPEATED = "repeated"


class _Side(NamedTuple):
    """One city of a row: as written, its country as written, and what must be told of how that is written."""

    named: Named
    country: str
    rule: str | None


class _Pair(NamedTuple):
    row: int
    sides: tuple[_Side, _Side]


@dataclass
class _Table:
    """What has been read.

    Attributes:
        file: the file, for places.
        reading: told of rows, bad rows and findings.
        countries: how countries are written.
        name: reads a name as the loader does, so that a row with a bad one is left out before its other city is met.
        survey: how cities are written.
        rows: of each name with its coordinates, the first row that it stands in.
    """

    file: str
    reading: Reading
    countries: CountryNames
    name: Callable[[object], object]
    survey: Survey = field(default_factory=Survey)
    rows: dict[tuple[str, str, str], int] = field(default_factory=dict)


def read_twin_cities(file: Path, reading: Reading) -> Iterator[Record]:
    """Yield the records of the table: sources, countries, cities, twinnings and their parties.

    Args:
        file: the table, with the columns that `COLUMNS` names.
        reading: told of rows, bad rows, repeated pairs and findings.

    Raises:
        UsageError: the file cannot be read, or lacks a column.
    """
    opened = read_sheet(file)
    missing = [name for name in COLUMNS if name not in opened.columns]
    if missing:
        raise UsageError(f"{file}: the header has no column {', '.join(missing)}: it is not the table of twin cities")
    name = reader_of(load_schema().node_properties_of("City")["name"])
    table = _Table(str(file), reading, CountryNames.load(), name)
    pairs = list(_pairs(opened, table))
    cities = tell_apart(table.survey, Shapes.load())
    twinned = _twinned(pairs, cities, table)
    used = _first_rows(twinned)
    yield from _sources(table)
    for code in sorted({city.code for city in used}):
        yield table.countries.node(code, PAIRS, Place(table.file))
    for city, row in used.items():
        yield _city(city, Place(table.file, row), table)
    for (left, right), row in twinned.items():
        yield from _twinning(left, right, Place(table.file, row))
    _tell_shared(cities, table)


def _pairs(sheet: Sheet, table: _Table) -> Iterator[_Pair]:
    """The rows of which both sides can be read."""
    for row in sheet.rows():
        table.reading.rows += 1
        place = Place(table.file, row.number)
        if row.fault is not None:
            fault = row.fault
            table.reading.problems.add(
                place, None, fault.rule, fault.message, found=fault.found, expected=fault.expected
            )
            continue
        left, right = _side(row, "1", place, table), _side(row, "2", place, table)
        for side in (left, right):
            if side is not None:
                table.survey.take(side.named, side.country)
                table.rows.setdefault((side.named.name, side.named.lat, side.named.lon), row.number)
        if left is not None and right is not None:
            yield _Pair(row.number, (left, right))


def _side(row: SheetRow, number: str, place: Place, table: _Table) -> _Side | None:
    name, country, lat, lon = (_text(row, column + number) for column in ("city", "country", "lat", "lng"))
    if not _has_name(name, f"city{number}", place, table):
        return None
    meant, rule = table.countries.read(country), None
    if not country and "," in name:
        meant, rule = table.countries.read(name.rpartition(",")[2]), "missing-country"
    if meant is None:
        _refuse_country(country, f"country{number}", place, table)
        return None
    if rule is not None:
        name = name.rpartition(",")[0].strip()
    elif meant.misspelt:
        rule = "misspelt-country"
    return _Side(Named(name, meant.code, lat, lon), country, rule)


def _text(row: SheetRow, column: str) -> str:
    cell = row.cells.get(column)
    return "" if cell is None else str(cell)


def _has_name(name: str, column: str, place: Place, table: _Table) -> bool:
    problems = table.reading.problems
    try:
        table.name(name)
    except ValueError:
        problems.add(place, column, "bad-value", "not text: a control character", found=repr(name), expected="a name")
        return False
    if not name:
        problems.add(place, column, "missing-value", "the city has no name", expected="a name")
    elif not fold(name):
        problems.add(
            place, column, "bad-name", "no id can be made of it", found=name, expected="a name with a letter or a digit"
        )
    return bool(fold(name))


def _refuse_country(country: str, column: str, place: Place, table: _Table) -> None:
    problems = table.reading.problems
    if not country:
        problems.add(
            place, column, "missing-value", "the country is empty, and the city's name does not end with one",
            expected="a country",
        )  # fmt: skip
        return
    near = nearest_word(country, table.countries.names.values())
    hint = f" (did you mean {near}?)" if near else ""
    problems.add(
        place, column, "bad-country", f"no country that is known by this name{hint}", found=country,
        expected="the English name of a country",
    )  # fmt: skip


def _twinned(pairs: list[_Pair], cities: Cities, table: _Table) -> dict[tuple[TwinCity, TwinCity], int]:
    """The row that each pair of cities first stands in; what is said of it again is left out."""
    rows: dict[tuple[TwinCity, TwinCity], int] = {}
    for pair in pairs:
        place = Place(table.file, pair.row)
        left, right = sorted((cities.of[side.named] for side in pair.sides), key=lambda city: city.key)
        if left == right:
            table.reading.problems.add(
                place, "city2", "self-reference", "a city is paired with itself", found=pair.sides[1].named.name,
                expected="another city",
            )  # fmt: skip
        elif (left, right) in rows:
            table.reading.leave_out(_REPEATED)
        else:
            rows[left, right] = pair.row
        if left != right:
            for side in pair.sides:
                _tell_country(side, cities.of[side.named], place, table)
    return rows


def _tell_country(side: _Side, city: TwinCity, place: Place, table: _Table) -> None:
    if side.rule == "misspelt-country":
        message = f"the country is read as {table.countries.names[city.code]}"
        table.reading.find(RULES[side.rule], city.id, place, side.country, message)
    elif side.rule == "missing-country":
        message = f"the country is empty; by the city's name it is {table.countries.names[city.code]}"
        table.reading.find(RULES[side.rule], city.id, place, side.named.name, message)


def _first_rows(twinned: Mapping[tuple[TwinCity, TwinCity], int]) -> dict[TwinCity, int]:
    used: dict[TwinCity, int] = {}
    for pair, row in twinned.items():
        for city in pair:
            used.setdefault(city, row)
    return used


def _sources(table: _Table) -> Iterator[Record]:
    """Two, since they are under two licences, and a source is what a reader can leave out."""
    place = Place(table.file)
    yield Record(
        "Source",
        {
            "id": PAIRS,
            "title": "Lists of twin towns and sister cities, as gathered in Hekman/twincities",
            "publisher": "Wikipedia contributors",
            "licence": "CC-BY-SA-4.0",
            "language": "en",
            "url": _REPOSITORY,
            "description": "Pairs of cities from Wikipedia's lists, undated. The repository itself is under MIT.",
        },
        place,
    )
    yield Record(
        "Source",
        {
            "id": COORDINATES,
            "title": "Places of the twin towns and sister cities in Hekman/twincities",
            "publisher": "OpenStreetMap and Wikipedia contributors",
            "licence": "ODbL-1.0",
            "language": "en",
            "url": _REPOSITORY,
            "description": "Some of the coordinates are OpenStreetMap's (Nominatim), under ODbL; the table does not "
            "mark which, so every city that is stated with coordinates rests on this source alone.",
        },
        place,
    )


def _city(city: TwinCity, place: Place, table: _Table) -> Record:
    for rule, found, message in city.remarks:
        table.reading.find(RULES[rule], city.id, place, found, message)
    cells: dict[str, Cell] = {
        "id": city.id,
        "name": city.name,
        "names": list(city.others),
        "identifiers": [f"twincities:{city.key}"],
        "country": city.code,
        "sources": [PAIRS],
    }
    if city.lat is not None:
        cells |= {"lat": city.lat, "lon": city.lon, "sources": [COORDINATES]}
    return Record("City", cells, place)


def _twinning(left: TwinCity, right: TwinCity, place: Place) -> Iterator[Record]:
    id_ = f"twinning-{left.key}-and-{right.key}"
    name = f"{left.name} – {right.name}"
    yield Record("Partnership", {"id": id_, "name": name, "kind": "twinning", "sources": [PAIRS]}, place)
    for city in (left, right):
        yield Record("PARTY_TO", {"from": city.id, "to": id_, "label": "twin town", "sources": [PAIRS]}, place)


def _tell_shared(cities: Cities, table: _Table) -> None:
    for point in cities.shared:
        row = table.rows[point.name, point.lat, point.lon]
        city, found, message = _told(point, cities)
        table.reading.find(RULES["two-countries"], city.id, Place(table.file, row), found, message)


def _told(point: SharedPoint, cities: Cities) -> tuple[TwinCity, str, str]:
    """The city that a finding is about, a misplaced one where there is one; what stands there; and what it means."""
    found = f"{point.name}, {point.lat}, {point.lon}: {'; '.join(sorted(point.codes))}"
    by_code = {
        code: cities.of[Named(point.name, code, point.lat, point.lon)] for code in sorted(set(point.codes.values()))
    }
    if len(by_code) == 1:
        [(code, city)] = by_code.items()
        return city, found, f"all of them mean {code}"
    elsewhere = [code for code in by_code if code not in point.real]
    if not elsewhere:
        return by_code[point.real[0]], found, f"the point counts with {' and '.join(point.real)}"
    where = f"it lies in {' and '.join(point.real)}" if point.real else "it lies in none of them"
    cities_named = ", ".join(by_code[code].id for code in elsewhere)
    return by_code[elsewhere[0]], found, f"{where}; no place is stated by it for {cities_named}"
