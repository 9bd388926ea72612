"""Municipalities from a saved query of Wikidata: identifiers, names in many languages, places, heads of government.

docs/importing.md gives the query. An item is keyed by its own id: what other datasets state with the same
`wikidata:Q…` keeps the id that it has there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from muninet.importers.country_names import CountryNames
from muninet.importers.reading import Reading
from muninet.importers.wikidata_cities import (
    Saved,
    country_of,
    entity_id,
    identifiers_of,
    kind_of,
    names_of,
    point_of,
    population_of,
    shown_name,
    website_of,
)
from muninet.importers.wikidata_items import OF_REFUSED, Item, gather_items
from muninet.importers.wikidata_offices import Tenure, tenures
from muninet.importers.wikidata_results import moment, read_results
from muninet.loader.forms import forms_of
from muninet.loader.records import Cell, Place, Record
from muninet.model import PartialDate, load_schema
from muninet.quality.shapes import Shapes

SOURCE = "wikidata"
NEEDED = ("item", "itemLabel", "countryCode")


def read_wikidata(file: Path, reading: Reading) -> Iterator[Record]:
    """Yield the records of a saved result: source, countries, cities, people, and their terms as mayors.

    Args:
        file: the result in the standard JSON form of SPARQL.
        reading: told of rows, bad rows and findings; rows are those of `results.bindings`, counted from 1.

    Raises:
        UsageError: it is no such result, or lacks a variable.
    """
    gathering = gather_items(read_results(file, NEEDED), str(file), reading)
    form = forms_of(load_schema())["City"]
    read = Saved(
        str(file), reading, Shapes.load(), gathering, _day(gathering.retrieved), form.readers,
        form.properties["kind"].choices,
    )  # fmt: skip
    cities = [(item, city) for item in gathering.items.values() if (city := _city(item, read)) is not None]
    yield _source(read)
    names = CountryNames.load()
    for code in sorted({str(city.cells["country"]) for _, city in cities}):
        yield names.node(code, SOURCE, Place(read.name))
    stated: set[str] = set()
    for item, city in cities:
        yield city
        yield from _mayors(item, stated, read)


def _day(time: str) -> PartialDate | None:
    try:
        return moment(time, "11") if time else None
    except ValueError:
        return None


def _source(read: Saved) -> Record:
    cells: dict[str, Cell] = {
        "id": SOURCE,
        "title": "Wikidata",
        "publisher": "Wikidata contributors",
        "retrieved": read.retrieved,
        "licence": "CC0-1.0",
        "url": "https://www.wikidata.org/",
        "description": "The result of a query, as it was saved.",
    }
    return Record("Source", cells, Place(read.name))


def _city(item: Item, read: Saved) -> Record | None:
    place = Place(read.name, item.row)
    name, code = shown_name(item.labels, read), country_of(item, read)
    if name is None or code is None:
        _refuse(item, name, read)
        return None
    point = point_of(item, code, read)
    for rule, found, message in point.remarks:
        read.find(rule, item, found, message)
    cells: dict[str, Cell] = {
        "id": entity_id(item.key),
        "name": name,
        "names": names_of(item.labels, read),
        "identifiers": [f"wikidata:{item.key}", *identifiers_of(item, code, read)],
        "country": code,
        "kind": kind_of(item, read),
        "url": website_of(item, read),
        "lat": point.lat,
        "lon": point.lon,
        **population_of(item, read),
        "sources": [SOURCE],
    }
    return Record("City", cells, place)


def _refuse(item: Item, name: str | None, read: Saved) -> None:
    """Report an item of which no city can be made: its first row as a problem, its others as left out with it."""
    place = Place(read.name, item.row)
    if name is None:
        read.reading.problems.add(
            place, "itemLabel", "missing-value", f"{item.key} has no name in any language", expected="a name"
        )
    else:
        read.reading.problems.add(
            place, "countryCode", "bad-country", f"no country can be told of {item.key}",
            found=", ".join(item.of("countryCode")) or None, expected="ISO 3166-1 alpha-2, XK for Kosovo",
        )  # fmt: skip
    for _ in range(read.gathering.rows[item.key] - 1):
        read.reading.leave_out(OF_REFUSED)


def _mayors(item: Item, stated: set[str], read: Saved) -> Iterator[Record]:
    for tenure in tenures(item, partial(read.find_at, item)):
        labels = read.gathering.heads.get(tenure.head, {})
        name = shown_name(labels, read)
        place = Place(read.name, tenure.row)
        if name is None:
            message = "the head of government has no name in any language; nobody is stated"
            read.find_at(item, "missing-label", tenure.head, message, tenure.row)
            continue
        if tenure.head not in stated:
            stated.add(tenure.head)
            cells: dict[str, Cell] = {
                "id": entity_id(tenure.head),
                "name": name,
                "names": names_of(labels, read),
                "identifiers": [f"wikidata:{tenure.head}"],
                "sources": [SOURCE],
            }
            yield Record("Person", cells, place)
        yield _mayor(item, tenure, place, read)


def _mayor(item: Item, tenure: Tenure, place: Place, read: Saved) -> Record:
    # What the source says of one without an end, it says of the day of the query; of others it tells the days itself.
    is_open = tenure.until is None and tenure.rank != "deprecated"
    as_of = read.retrieved if is_open else None
    if as_of is not None and tenure.since is not None and tenure.since.first > as_of.first:
        as_of = None  # elected, and not in office yet
    cells: dict[str, Cell] = {
        "from": entity_id(tenure.head),
        "to": entity_id(item.key),
        "since": tenure.since,
        "until": tenure.until,
        "as_of": as_of,
        "rank": tenure.rank,
        "label": "head of government",
        "sources": [SOURCE],
    }
    return Record("MAYOR_OF", cells, place)
