"""People: their events, who links two networks, lists; read off tests/data/small/README.md and seed/*.csv."""

import csv
from typing import Any

import pytest
from tests.queries.conftest import Ask

from muninet._home import home

Rows = list[dict[str, Any]]
LINKED = {"first": "lake-league", "second": "mill-towns"}


def told(rows: Rows) -> list[tuple[str, str | None, str | None, bool]]:
    return [(r["event"].id, r["role"], r["on_behalf_of"] and r["on_behalf_of"].id, r["only_invited"]) for r in rows]


async def test_the_events_of_a_person_and_on_whose_behalf(ask_small: Ask) -> None:
    assert told(await ask_small("person/events", person="liis-lepp")) == [
        ("lake-days-2021", "speaker", "lake-league", False),
        ("mill-meeting-2022", "representative", "mere-ee", False),
    ]
    came, invited = ("lake-days-2019", "speaker", "mere-ee", False), ("lake-days-2021", None, "mere-ee", True)
    assert told(await ask_small("person/events", person="juri-jogi")) == [came, invited]
    assert told(await ask_small("person/events", person="juri-jogi", invited="false")) == [came]
    assert told(await ask_small("person/events", person="juri-jogi", year_from="2020")) == [invited]
    assert told(await ask_small("person/events", person="juri-jogi", year_to="2020")) == [came]
    # A city is no person, whatever it attended.
    assert await ask_small("person/events", person="mere-ee") == []


async def test_events_of_a_mayor_of_the_seed(ask_seed: Ask) -> None:
    # ATTENDED.csv and, for the Tirana summit, INVITED_TO.csv.
    assert told(await ask_seed("person/events")) == [
        ("b40-istanbul-summit-2021", "host", "istanbul-tr", False),
        ("b40-sarajevo-meeting-2022", "speaker", "istanbul-tr", False),
        ("b40-sarajevo-dinner-2022", "host", "b40", False),
        ("b40-athens-summit-2023", "representative", "istanbul-tr", False),
        ("b40-tirana-summit-2024", None, "istanbul-tr", True),
        ("b40-sofia-summit-2025", "speaker", "istanbul-tr", False),
    ]


def ways(rows: Rows) -> list[tuple[str, str, str, str]]:
    """Who, to which network, by what pattern, through which node."""
    return [(r["person"].id, r["network"].id, r["pattern"], r["route"].nodes[1].id) for r in rows]


LAKE, MILL = "lake-league", "mill-towns"


async def test_every_way_in_which_people_link_two_networks(ask_small: Ask) -> None:
    rows = await ask_small("person/connectors", **LINKED)
    # Two facts make Mere a member of the league, and each is a way. Jüri is no mayor any more, and Resi no director.
    assert ways(rows) == [
        ("juri-jogi", LAKE, "ATTENDED>HELD_BY", "lake-days-2019"),
        ("juri-jogi", LAKE, "ATTENDED>HELD_BY", "lake-days-2019"),
        ("juri-jogi", MILL, "HOLDS_OFFICE_IN", MILL),
        ("liis-lepp", LAKE, "HOLDS_OFFICE_IN", LAKE),
        ("liis-lepp", LAKE, "MAYOR_OF>MEMBER_OF", "mere-ee"),
        ("liis-lepp", LAKE, "MAYOR_OF>MEMBER_OF", "mere-ee"),
        # An event of a working group of the league, which she stood for itself.
        ("liis-lepp", LAKE, "ATTENDED>HELD_BY>WORKING_GROUP_OF", "lake-days-2021"),
        ("liis-lepp", MILL, "ATTENDED>HELD_BY", "mill-meeting-2022"),
        ("liis-lepp", MILL, "MAYOR_OF>MEMBER_OF", "mere-ee"),
        ("resi-rauch", LAKE, "ATTENDED>HELD_BY", "lake-days-2019"),
        ("resi-rauch", LAKE, "MAYOR_OF>MEMBER_OF>BRANCH_OF", "ried-at"),
        ("resi-rauch", MILL, "MAYOR_OF>MEMBER_OF[associate]", "ried-at"),
    ]
    stood_for = [r["on_behalf_of"].id if r["on_behalf_of"] else None for r in rows]
    assert stood_for == ["mere-ee", "mere-ee", None, None, None, None, LAKE, "mere-ee", None, "ried-at", None, None]
    assert [node.id for node in rows[9]["membership"].nodes] == ["ried-at", "lake-league-east", LAKE]
    assert rows[6]["membership"] is None


async def test_ways_of_another_day(ask_small: Ask) -> None:
    # In 2020 Jüri was mayor of Mere, Resi director of the lake office, and Ried not yet in the league's branch.
    assert ways(await ask_small("person/connectors", at="2020-12-31", **LINKED)) == [
        ("juri-jogi", LAKE, "ATTENDED>HELD_BY", "lake-days-2019"),
        ("juri-jogi", LAKE, "ATTENDED>HELD_BY", "lake-days-2019"),
        ("juri-jogi", LAKE, "MAYOR_OF>MEMBER_OF", "mere-ee"),
        ("juri-jogi", LAKE, "MAYOR_OF>MEMBER_OF", "mere-ee"),
        ("juri-jogi", MILL, "MAYOR_OF>MEMBER_OF", "mere-ee"),
        ("liis-lepp", LAKE, "ATTENDED>HELD_BY>WORKING_GROUP_OF", "lake-days-2021"),
        ("liis-lepp", MILL, "ATTENDED>HELD_BY", "mill-meeting-2022"),
        ("resi-rauch", LAKE, "HOLDS_OFFICE_IN>MEMBER_OF", "lake-office"),
        ("resi-rauch", MILL, "MAYOR_OF>MEMBER_OF[associate]", "ried-at"),
    ]


async def test_who_is_tied_to_one_alone_is_no_connector(ask_small: Ask) -> None:
    rows = await ask_small("person/connectors", branches="false", **LINKED)
    # Without the branch Resi has no tie to the league.
    assert {row["person"].id for row in rows} == {"juri-jogi", "liis-lepp"}
    assert await ask_small("person/connectors", first=LAKE, second=LAKE) == []
    over = await ask_small("person/connectors", at="any", **LINKED)
    assert ("mari-maa", MILL, "MAYOR_OF[ended]>MEMBER_OF", "mere-ee") in ways(over)
    assert ("resi-rauch", LAKE, "HOLDS_OFFICE_IN[ended]>MEMBER_OF", "lake-office") in ways(over)
    assert "kalle-kivi" not in {row["person"].id for row in over}


PANEL = "b40-climate-panel-tirana-2024-05"


async def test_connectors_on_the_seed(ask_seed: Ask) -> None:
    # Tirana is in both b40 and iclei: its mayor and its director link the two. He is on a committee of iclei's branch.
    assert ways(await ask_seed("person/connectors")) == [
        ("erion-veliaj", "b40", "ATTENDED>HELD_BY", "b40-climate-workshop-tirana-2024-05"),
        ("erion-veliaj", "b40", "ATTENDED>HELD_BY", "b40-tirana-summit-2024"),
        ("erion-veliaj", "b40", "ATTENDED>HELD_BY", "b40-podgorica-meeting-2024"),
        ("erion-veliaj", "b40", "MAYOR_OF>MEMBER_OF", "tirana-al"),
        # The panel was a part of a meeting of b40 and of two of its groups.
        ("erion-veliaj", "b40", "ATTENDED>PART_OF>HELD_BY", PANEL),
        ("erion-veliaj", "b40", "ATTENDED>PART_OF>HELD_BY>WORKING_GROUP_OF", PANEL),
        ("erion-veliaj", "b40", "ATTENDED>PART_OF>HELD_BY>WORKING_GROUP_OF", PANEL),
        ("erion-veliaj", "iclei", "HOLDS_OFFICE_IN>BRANCH_OF", "iclei-europe"),
        ("erion-veliaj", "iclei", "MAYOR_OF>MEMBER_OF", "tirana-al"),
        ("julinda-dahme", "b40", "ATTENDED>HELD_BY", "b40-climate-workshop-tirana-2024-05"),
        ("julinda-dahme", "b40", "HOLDS_OFFICE_IN>MEMBER_OF", "tirana-al"),
        ("julinda-dahme", "iclei", "HOLDS_OFFICE_IN>MEMBER_OF", "tirana-al"),
    ]


def offices(rows: Rows) -> list[tuple[str, str | None, str | None]]:
    return [(r["person"].id, r["office"], r["held_in"] and r["held_in"].id) for r in rows]


JURI, LIIS = ("juri-jogi", "mayor", "mere-ee"), ("liis-lepp", "mayor", "mere-ee")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [LIIS]),
        ({"at": "2021-10-31"}, [JURI]),
        ({"at": "any"}, [JURI, LIIS, ("mari-maa", "mayor", "mere-ee"), ("peep-pold", "mayor", "mere-ee")]),
        (
            {"at": "any", "sort": "-name", "limit": "2"},
            [("peep-pold", "mayor", "mere-ee"), ("mari-maa", "mayor", "mere-ee")],
        ),
        ({"office": "HOLDS_OFFICE_IN"}, []),
        ({"country": "AT"}, []),
        ({"city": "ried-at", "country": "AT"}, [("resi-rauch", "mayor", "ried-at")]),
    ],
)
async def test_lists_of_people(ask_small: Ask, given: dict[str, str], expected: list[Any]) -> None:
    assert offices(await ask_small("person/list", **{"city": "mere-ee", **given})) == expected


async def test_the_latest_office_is_shown(ask_small: Ask) -> None:
    shown = {row[0]: row[1:] for row in offices(await ask_small("person/list"))}
    # Chair since 2022, and mayor since 2021. Mari's term is over and Peep's has no date: both are listed all the same.
    assert shown["liis-lepp"] == ("chair", "lake-league")
    assert shown["mari-maa"] == shown["peep-pold"] == (None, None)
    others = await ask_small("person/list", office="HOLDS_OFFICE_IN", at="2022-06-01")
    found = [row for row in offices(others) if row[0] in {"juri-jogi", "liis-lepp", "resi-rauch"}]
    assert found == [
        ("juri-jogi", "secretary", "mill-towns"),
        ("liis-lepp", "chair", "lake-league"),
        ("resi-rauch", "director", "lake-office"),
    ]


def seed_table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((home("seed") / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("sort", ["name", "-name"])
async def test_all_people_of_the_seed_page_by_page(ask_seed: Ask, sort: str) -> None:
    everyone, key = [], None
    while page := await ask_seed("person/list", sort=sort, limit="20", after=key):
        everyone += page
        key = page[-1]["key"]
    assert sorted(row["person"].id for row in everyone) == sorted(row["id"] for row in seed_table("nodes/Person"))
    names = [row["person"].properties["search_names"][0] for row in everyone]
    assert names == sorted(names, reverse=sort == "-name")


async def test_people_by_country_on_the_seed(ask_seed: Ask) -> None:
    countries = {row["id"]: row["country"] for row in seed_table("nodes/City")}
    romanian = {row["from"] for row in seed_table("facts/MAYOR_OF") if countries[row["to"]] == "RO"}
    rows = await ask_seed("person/list", country="RO", at="any")
    assert {row["person"].id for row in rows} == romanian
    # One woman is mayor of both entries of Crăciunelu de Jos, and is one person.
    assert len(rows) == len(romanian)
    assert await ask_seed("person/list", country="RO") == []


def facets(rows: Rows) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        found.setdefault(row["facet"], []).append((row["value"], row["count"]))
    return found


async def test_facets_of_people(ask_seed: Ask) -> None:
    found = facets(await ask_seed("person/facets", country="BA"))
    # Four mayors, since Karić's term ended where Puharić's begins, and the deputy mayor of Laktaši.
    assert found == {"country": [("BA", 5)], "office": [("MAYOR_OF", 4), ("DEPUTY_MAYOR_OF", 1)], "total": [("", 5)]}
    people = facets(await ask_seed("person/facets"))
    assert people["total"] == [("", len(seed_table("nodes/Person")))]


async def test_facets_of_the_people_of_a_city(ask_small: Ask) -> None:
    assert facets(await ask_small("person/facets", city="mere-ee", at="any")) == {
        "country": [("EE", 4)],
        "office": [("MAYOR_OF", 4)],
        "total": [("", 4)],
    }
    rows = await ask_small("person/facets", city="mere-ee", office="DEPUTY_MAYOR_OF")
    assert facets(rows) == {"total": [("", 0)]}
