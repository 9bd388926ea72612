"""The table of twin cities: which rows speak of one city, where it lies, and what is found in the rows."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from muninet.errors import LoadError, UsageError
from muninet.importers.importing import IMPORTERS, import_file
from muninet.importers.reading import Reading
from muninet.importers.twincities import COLUMNS, read_twin_cities
from muninet.loader import Place, Record, load_records
from muninet.loader.checks import read_values
from muninet.loader.forms import forms_of
from muninet.loader.problems import Problems
from muninet.model import load_schema
from muninet.store.bolt import Store

# As the table writes them; what they mean was looked up by their coordinates.
MISSPELT = {
    "Grece": "GR", "Bosnia and Hercegovina": "BA", "Kazakhstah": "KZ", "Madagaskar": "MG", "Island": "IS",
    "Surinam": "SR", "in Italy": "IT",
}  # fmt: skip
Pairs = Callable[..., Path]
TIRANA = ("Tirana", "Albania", "41.33", "19.82")
TARTU = ("Tartu", "Estonia", "58.38", "26.72")
GRAZ = ("Graz", "Austria", "47.07", "15.44")


@pytest.fixture
def pairs(tmp_path: Path) -> Pairs:
    def write(*rows: tuple[tuple[str, str, str, str], tuple[str, str, str, str]]) -> Path:
        file = tmp_path / "pairs.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([COLUMNS, *([*one, *other] for one, other in rows)])
        return file

    return write


def read(file: Path) -> tuple[list[Record], Reading]:
    reading = Reading()
    return list(read_twin_cities(file, reading)), reading


def of(records: list[Record], type_: str) -> list[dict[str, object]]:
    return [dict(record.cells) for record in records if record.type == type_]


def places(records: list[Record]) -> dict[str, tuple[object, object]]:
    return {str(city["id"]): (city.get("lat"), city.get("lon")) for city in of(records, "City")}


def parties(records: list[Record]) -> set[frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for fact in of(records, "PARTY_TO"):
        found[str(fact["to"])].add(str(fact["from"]))
    return {frozenset(cities) for cities in found.values()}


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(finding.rule.name, finding.entity) for finding in reading.findings]


@pytest.fixture(scope="module")
def raw(open_data: Path) -> list[dict[str, str]]:
    with (open_data / "twincities" / "twin_cities.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def table(open_data: Path) -> tuple[list[Record], Reading]:
    return read(open_data / "twincities" / "twin_cities.csv")


def test_every_row_of_the_table_is_accounted_for(
    table: tuple[list[Record], Reading], raw: list[dict[str, str]]
) -> None:
    records, reading = table
    itself = [
        number
        for number, row in enumerate(raw, 2)
        if (row["city1"], row["country1"]) == (row["city2"], row["country2"])
    ]
    nowhere = [number for number, row in enumerate(raw, 2) if not row["country2"] and "," not in row["city2"]]
    assert (len(itself), len(nowhere)) == (3, 2)
    bad = {(problem.row, problem.rule) for problem in reading.problems.take_rows()}
    assert bad == {*((row, "self-reference") for row in itself), *((row, "missing-value") for row in nowhere)}
    used = len(of(records, "Partnership"))
    assert reading.rows == len(raw) == used + reading.left_out["repeated"] + len(bad)
    assert len(of(records, "PARTY_TO")) == 2 * used
    forms, problems = forms_of(load_schema()), Problems()
    for record in records:
        read_values(record, forms[record.type], problems)
    problems.refuse()
    entities = Counter(record.cells["id"] for record in records if "id" in record.cells)
    assert max(entities.values()) == 1
    countries = {city["country"] for city in of(records, "City")}
    assert countries == {country["code"] for country in of(records, "Country")}


def test_one_point_in_several_countries_is_found_as_often_as_it_stands_there(
    table: tuple[list[Record], Reading], raw: list[dict[str, str]]
) -> None:
    """594 names with coordinates carry two or more countries: SOURCE.md says so, and here it is counted again."""
    countries: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in raw:
        for side in "12":
            countries[row[f"city{side}"], row[f"lat{side}"], row[f"lng{side}"]].add(row[f"country{side}"])
    expected = {key for key, written in countries.items() if len(written) > 1}
    assert len(expected) == 594
    _, reading = table
    found = [finding.found.partition(":")[0] for finding in reading.findings if finding.rule.name == "two-countries"]
    assert sorted(found) == sorted(", ".join(key) for key in expected)


def test_cities_are_placed_in_their_own_country(table: tuple[list[Record], Reading]) -> None:
    records, reading = table
    there = places(records)
    assert there["twin-athens-us"] == there["twin-tuzla-tr"] == (None, None)
    assert there["twin-athens-gr"] == (37.9842, 23.7281)
    assert there["twin-tuzla-ba"][0] is not None
    messages = {finding.entity: finding.message for finding in reading.findings if finding.rule.name == "two-countries"}
    assert messages["twin-athens-us"] == "it lies in GR; no place is stated by it for twin-athens-us"


def test_misspelt_countries_are_read_as_what_they_mean(
    table: tuple[list[Record], Reading], raw: list[dict[str, str]]
) -> None:
    records, reading = table
    written = Counter(row[f"country{side}"] for row in raw for side in "12")
    findings = [finding for finding in reading.findings if finding.rule.name == "misspelt-country"]
    assert Counter(finding.found for finding in findings) == {word: written[word] for word in MISSPELT}
    codes = {city["id"]: city["country"] for city in of(records, "City")}
    assert {finding.found: codes[finding.entity] for finding in findings} == MISSPELT


def test_a_pair_as_records(pairs: Pairs) -> None:
    file = pairs((TIRANA, TARTU))
    records, reading = read(file)
    city, _ = of(records, "City")[::-1]
    assert city == {
        "id": "twin-tirana-al", "name": "Tirana", "names": [], "identifiers": ["twincities:tirana-al"],
        "country": "AL", "lat": 41.33, "lon": 19.82, "sources": ["twin-cities-coordinates"],
    }  # fmt: skip
    [partnership] = of(records, "Partnership")
    assert partnership == {
        "id": "twinning-tartu-ee-and-tirana-al", "name": "Tartu – Tirana", "kind": "twinning",
        "sources": ["twin-cities-pairs"],
    }  # fmt: skip
    assert [(fact["from"], fact["to"], fact["sources"]) for fact in of(records, "PARTY_TO")] == [
        ("twin-tartu-ee", "twinning-tartu-ee-and-tirana-al", ["twin-cities-pairs"]),
        ("twin-tirana-al", "twinning-tartu-ee-and-tirana-al", ["twin-cities-pairs"]),
    ]
    assert {source["id"]: source["licence"] for source in of(records, "Source")} == {
        "twin-cities-pairs": "CC-BY-SA-4.0", "twin-cities-coordinates": "ODbL-1.0",
    }  # fmt: skip
    assert {(country["id"], country["code"]) for country in of(records, "Country")} == {
        ("albania", "AL"), ("estonia", "EE"),
    }  # fmt: skip
    assert (told(reading), reading.left_out) == ([], Counter())


def test_a_pair_that_stands_twice_is_one(pairs: Pairs) -> None:
    english, british = ("Bath", "England", "51.38", "-2.36"), ("Bath", "England, United Kingdom", "51.38", "-2.36")
    records, reading = read(pairs((TIRANA, english), (british, TIRANA), (TIRANA, TARTU)))
    assert parties(records) == {
        frozenset({"twin-tirana-al", "twin-bath-gb"}),
        frozenset({"twin-tirana-al", "twin-tartu-ee"}),
    }
    assert (reading.rows, reading.left_out) == (3, Counter({"repeated": 1}))
    [finding] = reading.findings
    assert (finding.rule.name, finding.message) == ("two-countries", "all of them mean GB")


@pytest.mark.parametrize(
    ("cities", "ids"),
    [
        # Two spellings, 400 m apart: one city.
        ([("Iaşi", "Romania", "47.162", "27.589"), ("Iași", "Romania", "47.159", "27.587")], {"twin-iasi-ro"}),
        # Fürth lies in Middle Franconia, Furth near Landshut.
        (
            [("Fürth", "Germany", "49.4667", "11"), ("Furth", "Germany", "48.5915", "12.0228")],
            {"twin-furth-de-49-47n-11-00e", "twin-furth-de-48-59n-12-02e"},
        ),
        # Nothing but the names, which differ in accents alone.
        ([("Iaşi", "Romania", "", ""), ("Iași", "Romania", "", "")], {"twin-iasi-ro"}),
        # One without a place is written like one of the two.
        (
            [
                ("Fürth", "Germany", "49.4667", "11"), ("Furth", "Germany", "48.5915", "12.0228"),
                ("Fürth", "Germany", "", ""),
            ],
            {"twin-furth-de-49-47n-11-00e", "twin-furth-de-48-59n-12-02e"},
        ),
        (
            [("Perth", "Scotland", "56.396", "-3.437"), ("Perth", "Australia", "-31.95", "115.86")],
            {"twin-perth-gb", "twin-perth-au"},
        ),
    ],
)  # fmt: skip
def test_which_cities_are_one(cities: list[tuple[str, str, str, str]], ids: set[str], pairs: Pairs) -> None:
    partners = [TIRANA, TARTU, GRAZ]
    records, _ = read(pairs(*zip(cities, partners, strict=False)))
    own = {"twin-tirana-al", "twin-tartu-ee", "twin-graz-at"}
    assert set(places(records)) - own == ids


def test_the_order_of_rows_does_not_matter(pairs: Pairs) -> None:
    rows = [
        (("Fürth", "Germany", "49.4667", "11"), TIRANA), (("Furth", "Germany", "48.5915", "12.0228"), TIRANA),
        (("Fürth", "Germany", "", ""), TARTU), (TARTU, ("Iaşi", "Romania", "47.162", "27.589")),
        (("Iași", "Romania", "47.159", "27.587"), GRAZ), (GRAZ, TARTU), (TARTU, GRAZ),
        (("Athens", "United States", "37.9842", "23.7281"), GRAZ), (GRAZ, ("Athens", "Greece", "37.9842", "23.7281")),
    ]  # fmt: skip
    expected = _stated(pairs(*rows))
    for seed in range(5):
        mixed = [(one, other) if seed % 2 else (other, one) for one, other in rows]
        random.Random(seed).shuffle(mixed)
        assert _stated(pairs(*mixed)) == expected


def _stated(file: Path) -> tuple[set[str], list[str]]:
    records, reading = read(file)
    stated = {json.dumps([record.type, record.cells], sort_keys=True) for record in records}
    return stated, sorted(f"{finding.rule.name} {finding.entity} {finding.message}" for finding in reading.findings)


def test_a_point_in_neither_country_places_nobody(pairs: Pairs) -> None:
    records, reading = read(
        pairs((("Ova", "Australia", "54.75", "-3"), TIRANA), (("Ova", "United States", "54.75", "-3"), TIRANA))
    )
    assert places(records)["twin-ova-au"] == places(records)["twin-ova-us"] == (None, None)
    [finding] = reading.findings
    assert finding.message == "it lies in none of them; no place is stated by it for twin-ova-au, twin-ova-us"
    city = next(city for city in of(records, "City") if city["id"] == "twin-ova-au")
    assert city["sources"] == ["twin-cities-pairs"]


def test_a_country_in_the_name_of_the_city(pairs: Pairs) -> None:
    records, reading = read(pairs((TIRANA, ("Varna, Bulgaria", "", "43.2167", "27.9167"))))
    assert "twin-varna-bg" in places(records)
    assert told(reading) == [("missing-country", "twin-varna-bg")]


@pytest.mark.parametrize(
    ("city", "column", "rule"),
    [
        (("", "Albania", "41", "20"), "city2", "missing-value"),
        (("—", "Albania", "41", "20"), "city2", "bad-name"),
        (("Be\x07ll", "Albania", "41", "20"), "city2", "bad-value"),
        (("Ova", "", "41", "20"), "country2", "missing-value"),
        (("Ova", "Albanya Republik", "41", "20"), "country2", "bad-country"),
        (TIRANA, "city2", "self-reference"),
    ],
)
def test_rows_that_cannot_be_used(city: tuple[str, str, str, str], column: str, rule: str, pairs: Pairs) -> None:
    records, reading = read(pairs((TIRANA, city), (GRAZ, TARTU)))
    [problem] = reading.problems.take_rows()
    assert (problem.row, problem.column, problem.rule) == (2, column, rule)
    assert set(places(records)) == {"twin-graz-at", "twin-tartu-ee"}


def test_another_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("city1,country1\nA,B\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has no column lat1, lng1, city2"):
        read(file)


async def test_pairs_in_a_graph(store: Store, empty_graph: object, pairs: Pairs) -> None:
    place = Place("ours")
    ours = [
        Record("Source", {"id": "we", "title": "We", "publisher": "We"}, place),
        Record("Country", {"id": "shqiperia", "name": "Shqipëria", "code": "AL", "sources": "we"}, place),
        Record(
            "City",
            {"id": "tirana", "name": "Tiranë", "country": "AL", "identifiers": "twincities:tirana-al", "sources": "we"},
            place,
        ),
    ]
    await load_records(store, ours, "ours", suppression=())
    importer = IMPORTERS["twin-cities"]
    file = pairs((TIRANA, TARTU), (GRAZ, GRAZ), (TARTU, TIRANA), (GRAZ, ("Ova", "", "41", "20")))
    with pytest.raises(LoadError) as caught:
        await import_file(store, importer, file)
    assert [(problem.row, problem.rule) for problem in caught.value.problems] == [
        (3, "self-reference"),
        (5, "missing-value"),
    ]
    imported = await import_file(store, importer, file, skip_bad=True)
    assert imported.as_json()["rows"] == {
        "read": 4, "loaded": 1, "skipped": {"self-reference": 1, "missing-value": 1, "repeated": 1},
    }  # fmt: skip
    assert "    1 left out: repeated" in imported.summary()
    facts = await store.read("MATCH (c:City)-[:PARTY_TO]->(p:Partnership) RETURN c.id, p.id, p.kind ORDER BY c.id")
    twinning = "twinning-tartu-ee-and-tirana-al"
    assert [tuple(row) for row in facts.rows] == [
        ("tirana", twinning, "twinning"),
        ("twin-tartu-ee", twinning, "twinning"),
    ]
    countries = await store.read("MATCH (c:City)-[:IN_COUNTRY]->(n) RETURN c.id, n.id ORDER BY c.id")
    assert [tuple(row) for row in countries.rows] == [("tirana", "shqiperia"), ("twin-tartu-ee", "estonia")]
    assert (await import_file(store, importer, file, skip_bad=True)).report.nothing_changed
