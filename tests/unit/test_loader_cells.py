"""Each cell is read by the type of its property, or refused with a rule."""

import pytest

from muninet.errors import LoadError
from muninet.loader.checks import read_values
from muninet.loader.forms import forms_of
from muninet.loader.problems import Candidate, Nearest, Problems
from muninet.loader.records import Cell, Place, Record
from muninet.model import PartialDate, load_schema

FORMS = forms_of(load_schema())
CITY: dict[str, Cell] = {"id": "a-al", "name": "A", "country": "AL", "sources": "s"}
FIGURE: dict[str, Cell] = {"id": "f", "name": "F", "metric": "members", "value": "27", "on": "2022-04", "sources": "s"}
MEMBER: dict[str, Cell] = {"from": "a", "to": "b", "sources": "s"}


def values(type_: str, cells: dict[str, Cell]) -> dict[str, object]:
    problems = Problems()
    read = read_values(Record(type_, cells, Place("t.csv", 2)), FORMS[type_], problems)
    problems.refuse()
    return dict(read)


def rules(type_: str, cells: dict[str, Cell]) -> list[tuple[str | None, str]]:
    with pytest.raises(LoadError) as caught:
        values(type_, cells)
    return [(problem.column, problem.rule) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("type_", "cells", "name", "value"),
    [
        ("City", CITY | {"population": "557422"}, "population", 557422),
        ("City", CITY | {"population": 557422}, "population", 557422),
        ("City", CITY | {"lat": "41.33", "lon": "-0"}, "location", [41.33, 0.0]),
        ("City", CITY | {"lat": "4.1e1", "lon": "-4e-05"}, "location", [41.0, -0.00004]),
        ("City", CITY | {"names": "Tirana@en; Тирана@sr-Cyrl ;Tirana@en;"}, "names", ["Tirana@en", "Тирана@sr-Cyrl"]),
        ("City", CITY | {"names": ["Tirana@en"]}, "names", ["Tirana@en"]),
        ("City", CITY | {"description": "one\ntwo\tthree"}, "description", "one\ntwo\tthree"),
        ("City", CITY | {"identifiers": "wikidata:Q1;gcom:AL0001"}, "identifiers", ["wikidata:Q1", "gcom:AL0001"]),
        ("City", CITY | {"sources": "b;a"}, "sources", ["a", "b"]),
        ("City", CITY | {"url": "https://example.org/a?b=c"}, "url", "https://example.org/a?b=c"),
        ("Network", {**CITY, "country": None, "founded": "2021-11"}, "founded", "2021-11"),
        ("Network", {**CITY, "country": "", "founded": PartialDate.parse("2021")}, "founded", "2021"),
        ("Network", {**CITY, "country": None, "hub": "TRUE"}, "hub", True),
        ("Figure", FIGURE, "value", 27),
        ("Figure", FIGURE | {"value": "27.0"}, "value", 27),
        ("Figure", FIGURE | {"value": "-2.5"}, "value", -2.5),
        ("SIGNATORY_OF", MEMBER | {"commitments": "2030;Mayors Adapt"}, "commitments", ["2030", "Mayors Adapt"]),
        ("Source", {"id": "s", "title": "T", "publisher": "P"}, "name", "T"),
        ("Source", {"id": "s", "title": "T", "publisher": "P"}, "sources", ["s"]),
    ],
)
def test_cells_that_are_good(type_: str, cells: dict[str, Cell], name: str, value: object) -> None:
    assert values(type_, cells)[name] == value


def test_what_says_nothing_is_left_out() -> None:
    read = values("MEMBER_OF", MEMBER | {"rank": "normal", "note": "", "kind": None})
    assert read == {"from": "a", "to": "b", "sources": ["s"]}


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"id": "Tirana-AL"}, "id", "bad-id"),
        ({"id": "tirana--al"}, "id", "bad-id"),
        ({"id": "a" * 161}, "id", "bad-id"),
        ({"id": ""}, "id", "missing-value"),
        ({"sources": ""}, "sources", "missing-source"),
        ({"sources": " ; "}, "sources", "missing-source"),
        ({"sources": []}, "sources", "missing-source"),
        ({"sources": "A Report"}, "sources", "bad-id"),
        ({"name": 5}, "name", "bad-value"),
        ({"name": "Tir\x00ana"}, "name", "bad-value"),
        ({"name": "\u202eanariT"}, "name", "bad-value"),
        ({"description": "a \x1b[31mcity"}, "description", "bad-value"),
        ({"names": ["Tirana", "Tir\x07ana"]}, "names", "bad-value"),
        ({"identifiers": "gcom:AL\x000001"}, "identifiers", "bad-value"),
        ({"names": "@en"}, "names", "bad-name"),
        ({"names": "Tirana@"}, "names", "bad-name"),
        ({"names": f"{'x' * 2001}@en"}, "names", "bad-name"),
        ({"name": "x" * 2001}, "name", "bad-name"),
        ({"identifiers": "wikidata:19689"}, "identifiers", "bad-identifier"),
        ({"identifiers": "http://x y"}, "identifiers", "bad-identifier"),
        ({"country": "AAA"}, "country", "bad-country"),
        ({"country": "UK"}, "country", "bad-country"),
        ({"kind": "town"}, "kind", "unknown-choice"),
        ({"population": "1.5"}, "population", "bad-number"),
        ({"population": "12,000"}, "population", "bad-number"),
        ({"population": "٣"}, "population", "bad-number"),
        ({"population": True}, "population", "bad-number"),
        ({"population_year": "1492"}, "population_year", "bad-number"),
        ({"lat": "41,33", "lon": "19.8"}, "lat", "bad-coordinates"),
        ({"lat": "41.33"}, "lon", "bad-coordinates"),
        ({"lat": "91", "lon": "100"}, "lat", "bad-coordinates"),
        ({"lat": "0", "lon": "0"}, "lat", "bad-coordinates"),
        ({"lat": "nan", "lon": "0"}, "lat", "bad-coordinates"),
        ({"url": "example.org"}, "url", "bad-url"),
        ({"url": "https://exa mple.org"}, "url", "bad-url"),
        ({"url": "https://["}, "url", "bad-url"),
        ({"mayor": "x"}, "mayor", "unknown-column"),
    ],
)
def test_cells_that_are_bad(cells: dict[str, Cell], column: str, rule: str) -> None:
    assert rules("City", CITY | cells) == [(column, rule)]


@pytest.mark.parametrize(
    "text", ["2023-13", "2023-02-29", "23-07-14", "2023-7-1", "14.07.2023", "2023/07/14", "July 2023", "0203", "20223"]
)
def test_dates_that_are_none(text: str) -> None:
    assert rules("MEMBER_OF", MEMBER | {"since": text}) == [("since", "bad-date")]


@pytest.mark.parametrize(
    ("since", "until", "good"),
    [
        ("2023", "2023", True),
        ("2023-07", "2023", True),
        ("2023-07-14", "2023-07", True),
        ("2023-07-14", "2023-07-15", True),
        ("2023-07-14", "2023-07-14", False),
        ("2023-07-14", "2023-06", False),
        ("2023-07", "2023-07-01", False),
        ("2023", "2022", False),
    ],
)
def test_an_end_must_be_after_the_start(since: str, until: str, good: bool) -> None:
    cells = MEMBER | {"since": since, "until": until}
    if good:
        assert values("MEMBER_OF", cells)["until"] == until
    else:
        assert rules("MEMBER_OF", cells) == [("until", "end-before-start")]


def test_a_last_day_that_counts_may_be_the_first() -> None:
    event: dict[str, Cell] = {"id": "e", "name": "E", "start": "2024-05-24", "end": "2024-05-24", "sources": "s"}
    assert values("Event", event)["end"] == "2024-05-24"
    assert rules("Event", event | {"end": "2024-05-23"}) == [("end", "end-before-start")]


def test_all_that_is_wrong_with_a_row_is_told() -> None:
    cells: dict[str, Cell] = {"id": "A", "name": "", "country": "al", "lat": "x", "lon": "200", "sources": ""}
    assert rules("City", cells) == [
        ("country", "bad-country"),
        ("id", "bad-id"),
        ("lat", "bad-coordinates"),
        ("lon", "bad-coordinates"),
        ("name", "missing-value"),
        ("sources", "missing-source"),
    ]


def test_of_a_damaged_row_only_its_id_is_heard() -> None:
    problems = Problems()
    record = Record("City", {"id": "a-al", "name": "", "country": "??"}, Place("t.csv", 2), damaged=True)
    assert read_values(record, FORMS["City"], problems) == {"id": "a-al"}
    assert len(problems) == 0


def test_the_nearest_entities_are_found_by_id_and_by_name() -> None:
    nearest = Nearest(
        [
            Candidate("istanbul-tr", "İstanbul", "City"),
            Candidate("tirana-al", "Tirana", "City"),
            Candidate("skopje-mk", "Скопје", "City"),
            Candidate("tirana-club", "Tirana", "Network"),
        ]
    )
    assert [s.id for s in nearest.suggest("istambul", ("City",))] == ["istanbul-tr"]
    assert [s.id for s in nearest.suggest("tiranna-al", ("City",))] == ["tirana-al"]
    assert [s.id for s in nearest.suggest("skopie", ("City",))] == ["skopje-mk"]
    assert [s.id for s in nearest.suggest("tirana", ("Network",))] == ["tirana-club"]
    assert nearest.suggest("zzzzzzzzz", ("City", "Network")) == ()
