"""A saved result of a query of Wikidata: what is made of its rows, and what is found in them.

`tests/data/wikidata/municipalities.json` was written by hand; README.md beside it says what in it is invented.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from muninet.errors import UsageError
from muninet.importers.importing import IMPORTERS, import_file
from muninet.importers.reading import Reading
from muninet.importers.wikidata import read_wikidata
from muninet.importers.wikidata_results import coordinates, moment
from muninet.loader import Place, Record, load_records
from muninet.loader.checks import read_values
from muninet.loader.forms import forms_of
from muninet.loader.problems import Problems
from muninet.model import load_schema
from muninet.store.bolt import Store

SAMPLE = Path(__file__).parents[1] / "data" / "wikidata" / "municipalities.json"
UNKNOWN = {"type": "bnode", "value": "t17"}
SOMEONE = {"head": "Q21", "headLabel": "Ann Ott@en"}
COUNTS = [{"population": "900", "populationDate": "2011-01-01"}, {"population": "950", "populationDate": "2021-06-01"}]
Query = Callable[..., Path]


def term(text: str) -> dict[str, str]:
    """A value as the service writes it: an item, a name with its language, or other text."""
    if re.fullmatch(r"Q\d+", text):
        return {"type": "uri", "value": f"http://www.wikidata.org/entity/{text}"}
    words, at, language = text.rpartition("@")
    return {"type": "literal", "value": words, "xml:lang": language} if at else {"type": "literal", "value": text}


@pytest.fixture
def query(tmp_path: Path) -> Query:
    """Write a result: a row for each mapping of what differs from an ordinary one; None leaves a variable out."""

    def write(*rows: dict[str, Any]) -> Path:
        file = tmp_path / "result.json"
        ordinary = {"item": "Q11", "itemLabel": "Ova@en", "countryCode": "EE", "coordinates": "Point(25.5 58.5)"}
        bindings = [
            {name: term(cell) if isinstance(cell, str) else cell for name, cell in {**ordinary, **row}.items() if cell}
            for row in rows
        ]  # fmt: skip
        result = {"head": {"vars": sorted({*ordinary, *(name for row in rows for name in row)})},
                  "results": {"bindings": bindings}}  # fmt: skip
        file.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        return file

    return write


def read(file: Path) -> tuple[list[Record], Reading]:
    reading = Reading()
    return list(read_wikidata(file, reading)), reading


def of(records: list[Record], type_: str) -> list[dict[str, Any]]:
    return [dict(record.cells) for record in records if record.type == type_]


def told(reading: Reading) -> list[str]:
    return sorted(finding.rule.name for finding in reading.findings)


def terms(records: list[Record]) -> list[tuple[str, str | None, str | None, str]]:
    """Head, start, end and rank of every term."""
    return [
        (fact["from"], *(fact[name] and str(fact[name]) for name in ("since", "until")), fact["rank"])
        for fact in of(records, "MAYOR_OF")
    ]


def test_the_sample() -> None:
    records, reading = read(SAMPLE)
    bindings = json.loads(SAMPLE.read_text(encoding="utf-8"))["results"]["bindings"]
    assert (reading.rows, len(reading.problems), reading.left_out) == (len(bindings), 0, Counter())
    cities = {city["id"]: city for city in of(records, "City")}
    assert len(cities) == len({row["item"]["value"] for row in bindings}) == 12
    sofia = cities["wikidata-q472"]
    assert (sofia["name"], sofia["country"], sofia["lat"], sofia["lon"]) == ("Sofia", "BG", 42.6977, 23.3219)
    assert sofia["names"] == ["София@bg", "Σόφια@el", "Sofia@en", "Софија@sr", "Sofya@tr"]
    assert sofia["identifiers"] == ["wikidata:Q472", "geonames:727011", "nuts:BG411", "lau:BG_68134"]
    assert (sofia["population"], sofia["population_year"], sofia["url"]) == (1190256, 2022, "https://www.sofia.bg/")
    assert (cities["wikidata-q11194"]["kind"], cities["wikidata-q1435"]["name"]) == ("city", "Zagreb")
    assert cities["wikidata-q1435"]["names"] == ["Zagreb", "Загреб@sr"]
    assert ("wikidata-q990000101", "2009-11", "2023-11-13", "normal") in terms(records)
    assert ("wikidata-q990000102", "2023-11-13", None, "preferred") in terms(records)
    assert ("wikidata-q990000301", "2021-04-08", "2024", "normal") in terms(records)
    assert ("wikidata-q990000803", "2019", None, "deprecated") in terms(records)
    assert told(reading) == [
        "missing-label", "several-heads", "unknown-value", "unknown-word", "unreadable-value", "unreadable-value",
    ]  # fmt: skip
    [source] = of(records, "Source")
    assert (source["licence"], str(source["retrieved"])) == ("CC0-1.0", "2026-03-02")
    forms, problems = forms_of(load_schema()), Problems()
    for record in records:
        read_values(record, forms[record.type], problems)
    problems.refuse()


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    result = json.loads(SAMPLE.read_text(encoding="utf-8"))
    expected = sorted(repr((record.type, record.cells)) for record in read(SAMPLE)[0])
    file = tmp_path / "mixed.json"
    for seed in range(3):
        random.Random(seed).shuffle(result["results"]["bindings"])
        file.write_text(json.dumps(result), encoding="utf-8")
        assert sorted(repr((record.type, record.cells)) for record in read(file)[0]) == expected


@pytest.mark.parametrize(
    ("row", "stated", "rules"),
    [
        ({"start": "2020-05-04T00:00:00Z", "startPrecision": "11"}, [("2020-05-04", None)], []),
        ({"start": "2020-05-01T00:00:00Z", "startPrecision": "10"}, [("2020-05", None)], []),
        ({"start": "2020-01-01T00:00:00Z", "startPrecision": "9"}, [("2020", None)], []),
        ({"start": "2020-01-01T00:00:00Z", "startPrecision": "11"}, [("2020-01-01", None)], []),
        # Without a precision, a first of January may stand for its year.
        ({"start": "2020-01-01T00:00:00Z"}, [("2020", None)], []),
        ({"start": "2020-05-04T00:00:00Z"}, [("2020-05-04", None)], []),
        ({"start": "2020-01-01T00:00:00Z", "startPrecision": "8"}, [(None, None)], ["unreadable-value"]),
        ({"start": UNKNOWN}, [(None, None)], []),
        # What has ended on a day that cannot be told must not be stated to go on.
        ({"end": "2020-01-01T00:00:00Z", "endPrecision": "8"}, [], ["unreadable-value"]),
        ({"end": UNKNOWN}, [], ["unknown-value"]),
        ({"start": "2020-05-04T00:00:00Z", "end": "2019-05-04T00:00:00Z"}, [], ["impossible-term"]),
        ({"end": "2019-05-04T00:00:00Z"}, [(None, "2019-05-04")], []),
        ({"headLabel": None}, [], ["missing-label"]),
        # The label service writes the id where there is no label.
        ({"headLabel": {"type": "literal", "value": "Q21"}}, [], ["missing-label"]),
        ({"head": UNKNOWN, "headLabel": None}, [], ["unknown-value"]),
        (
            {"head": {"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/5f"}, "headLabel": None},
            [],
            ["unknown-value"],
        ),
    ],
)
def test_terms(row: dict[str, Any], stated: list[tuple[str, str]], rules: list[str], query: Query) -> None:
    records, reading = read(query({**SOMEONE, **row}))
    assert [(since, until) for _, since, until, _ in terms(records)] == stated
    assert told(reading) == rules
    assert len(of(records, "Person")) == len(stated)


@pytest.mark.parametrize(
    ("ranks", "ends", "rules"),
    [
        (("NormalRank", "NormalRank"), (None, None), ["several-heads"]),
        # The one that Wikidata prefers is the one of today.
        (("NormalRank", "PreferredRank"), (None, None), []),
        (("NormalRank", "DeprecatedRank"), (None, None), []),
        (("NormalRank", "NormalRank"), ("2020-05-04T00:00:00Z", None), []),
    ],
)
def test_two_heads(ranks: tuple[str, str], ends: tuple[str | None, str | None], rules: list[str], query: Query) -> None:
    rows = [
        {"head": head, "headLabel": f"{head} Ott@en", "end": end, "rank": f"http://wikiba.se/ontology#{rank}"}
        for head, rank, end in zip(("Q21", "Q22"), ranks, ends, strict=True)
    ]
    records, reading = read(query(*rows))
    assert Counter(rank for *_, rank in terms(records)) == Counter(rank.removesuffix("Rank").lower() for rank in ranks)
    assert told(reading) == rules


def test_one_term_with_two_ends_is_one(query: Query) -> None:
    start = {**SOMEONE, "start": "2010-05-04T00:00:00Z"}
    records, reading = read(query(start, {**start, "end": "2014-06-05T00:00:00Z"}))
    assert [(since, until) for _, since, until, _ in terms(records)] == [("2010-05-04", "2014-06-05")]
    assert told(reading) == ["several-values"]


def test_a_term_is_stated_as_of_the_day_of_the_query(query: Query) -> None:
    ran = {"retrieved": "2026-03-02T09:15:00Z"}
    over = {"head": "Q22", "headLabel": "Ben Ott@en", "end": "2019-05-04T00:00:00Z"}
    coming = {"head": "Q23", "headLabel": "Cy Ott@en", "start": "2026-05-04T00:00:00Z"}
    records, _ = read(query({**SOMEONE, **ran}, {**over, **ran}, {**coming, **ran}))
    days = {fact["from"]: fact["as_of"] and str(fact["as_of"]) for fact in of(records, "MAYOR_OF")}
    assert days == {"wikidata-q21": "2026-03-02", "wikidata-q22": None, "wikidata-q23": None}
    assert of(read(query(SOMEONE))[0], "MAYOR_OF")[0]["as_of"] is None


@pytest.mark.parametrize(
    ("rows", "stated", "rules"),
    [
        # The first of two that lies in the country.
        ([{"coordinates": "Point(-70 10)"}, {"coordinates": "Point(25.5 58.5)"}], {"lat": 58.5}, ["several-values"]),
        ([{"coordinates": "Point(58.5 25.5)"}], {"lat": None}, ["swapped-coordinates"]),
        ([{"coordinates": "<http://www.wikidata.org/entity/Q405> Point(1 2)"}], {"lat": None}, ["unreadable-value"]),
        ([{"coordinates": UNKNOWN}], {"lat": None}, []),
        ([{"coordinates": None}], {"lat": None}, []),
        # Two countries, and the point says which.
        ([{"countryCode": "EE"}, {"countryCode": "LV"}], {"country": "EE"}, ["several-values"]),
        ([{"population": "900"}, {"population": "950"}], {"population": None}, ["several-values"]),
        (COUNTS, {"population": 950, "population_year": 2021}, []),
        ([{"population": "many"}], {"population": None}, ["unreadable-value"]),
        ([{"website": "https://b.org"}, {"website": "https://a.org"}], {"url": "https://a.org"}, ["several-values"]),
        ([{"kind": "city"}, {"kind": "district"}], {"kind": None}, ["several-values"]),
        ([{"lau": "EE 0793"}], {"identifiers": ["wikidata:Q11", "lau:EE_0793"]}, []),
        ([{"itemLabel": "Ova@simple"}], {"name": "Ova", "names": ["Ova"]}, []),
        ([{"itemLabel": "Όβα@el"}, {"itemLabel": "Ова@bg"}], {"name": "Ова", "names": ["Ова@bg", "Όβα@el"]}, []),
    ],
)  # fmt: skip
def test_one_city(rows: list[dict[str, Any]], stated: dict[str, Any], rules: list[str], query: Query) -> None:
    records, reading = read(query(*rows))
    [city] = of(records, "City")
    assert {name: city.get(name) for name in stated} == stated
    assert told(reading) == rules


@pytest.mark.parametrize(
    ("rows", "column", "rule", "left_out"),
    [
        ([{"item": UNKNOWN}], "item", "bad-id", 0),
        ([{"item": None}], "item", "bad-id", 0),
        ([{"itemLabel": None}], "itemLabel", "missing-value", 0),
        ([{"itemLabel": None}, {"itemLabel": {"type": "literal", "value": "Q11"}}], "itemLabel", "missing-value", 1),
        ([{"countryCode": "SU"}, {"countryCode": "SU", "itemLabel": "Оva@ru"}], "countryCode", "bad-country", 1),
        # The point lies in neither.
        ([{"countryCode": "LV"}, {"countryCode": "LT"}], "countryCode", "bad-country", 1),
        ([{"countryCode": {"type": "literal"}}], None, "bad-value", 0),
    ],
)
def test_rows_that_cannot_be_used(
    rows: list[dict[str, Any]], column: str | None, rule: str, left_out: int, query: Query
) -> None:
    records, reading = read(query({"item": "Q12"}, *rows))
    [problem] = reading.problems.take_rows()
    assert (problem.row, problem.column, problem.rule) == (2, column, rule)
    assert reading.rows == 1 + len(rows)
    assert sum(reading.left_out.values()) == left_out
    assert [city["id"] for city in of(records, "City")] == ["wikidata-q12"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"head": {"vars": []},\n "results": {"bindings": [{"item"', r":2:\d+: not JSON"),
        (b'{"head":\xff}', ":1: not UTF-8"),
        (b'[{"item": "http://www.wikidata.org/entity/Q472"}]', "a bare list"),
        (b'{"head": {}, "boolean": true}', "SELECT"),
        (b'{"head": {"vars": ["item"]}, "results": {}}', "results.bindings is no list"),
        (b'{"results": {"bindings": []}}', "head.vars is no list"),
        (b'{"head": {"vars": ["item"]}, "results": {"bindings": []}}', "no variable itemLabel, countryCode"),
        (b"[" * 100_000, "deeply|not JSON"),
    ],
)
def test_what_is_no_result_is_refused(text: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(text)
    with pytest.raises(UsageError, match=f"result.json.*{message}"):
        read(file)
    with pytest.raises(UsageError, match=r"absent\.json cannot be read: No such file"):
        read(tmp_path / "absent.json")


@pytest.mark.parametrize(
    ("time", "precision", "why"),
    [
        ("-0044-03-15T00:00:00Z", "11", "of our era"),
        ("0900-01-01T00:00:00Z", "9", "a year outside"),
        ("soon", "", "not a time"),
        ("2020-02-30", "11", "calendar"),
        ("2020-01-01", "day", "precision"),
    ],
)
def test_times_that_cannot_be_stated(time: str, precision: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        moment(time, precision)


def test_a_point_is_written_with_its_longitude_first() -> None:
    assert coordinates("POINT(23.32 42.7)") == ("42.7", "23.32")


async def test_cities_that_others_state_with_the_same_item_keep_their_ids(store: Store, empty_graph: object) -> None:
    place = Place("ours")
    ours = [
        Record("Source", {"id": "we", "title": "We", "publisher": "We"}, place),
        Record("Country", {"id": "balgariya", "name": "България", "code": "BG", "sources": "we"}, place),
        Record(
            "City",
            {"id": "sofia-bg", "name": "Sofia", "country": "BG", "identifiers": "wikidata:Q472", "sources": "we"},
            place,
        ),
        Record(
            "Person",
            {"id": "vasil-terziev", "name": "V. Terziev", "identifiers": "wikidata:Q990000102", "sources": "we"},
            place,
        ),
    ]
    await load_records(store, ours, "ours", suppression=())
    imported = await import_file(store, IMPORTERS["wikidata"], SAMPLE)
    assert (imported.read, imported.skipped) == (59, 0)
    ids = {row[0] for row in (await store.read("MATCH (n:City) RETURN n.id")).rows}
    assert "sofia-bg" in ids
    assert "wikidata-q472" not in ids
    rows = await store.read(
        "MATCH (p:Person)-[f:MAYOR_OF]->(c:Entity {id: 'sofia-bg'})-[:IN_COUNTRY]->(n) "
        "RETURN p.id, toString(f.since), f.since_precision, toString(f.holds_until), n.id ORDER BY f.since"
    )
    assert [tuple(row) for row in rows.rows] == [
        ("wikidata-q990000101", "2009-11-01", "month", "2023-11-13", "balgariya"),
        ("vasil-terziev", "2023-11-13", "day", None, "balgariya"),
    ]
    identifiers = await store.read("MATCH (n:Entity {id: 'sofia-bg'}) RETURN n.identifiers")
    assert {"wikidata:Q472", "muninet:wikidata-q472", "geonames:727011"} <= set(identifiers.single())
    assert (await import_file(store, IMPORTERS["wikidata"], SAMPLE)).report.nothing_changed
