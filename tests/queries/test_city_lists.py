"""Cities near a place, lists of cities and their facets; read off tests/data/small/README.md and seed/*.csv."""

import csv
from collections import Counter
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from tests.queries.conftest import Ask

from muninet._home import home

Rows = list[dict[str, Any]]
# Metres of the mean radius of the earth; sphere or ellipsoid, what differs is less than half a percent.
RADIUS = 6_371_009
LAKES = {"mere-ee", "nomme-ee", "orgu-ee", "puhja-ee", "tila-ee", "quell-at", "ried-at"}


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points on a sphere."""
    a, b, c, d = map(radians, (lat, lon, other_lat, other_lon))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * RADIUS / 1000 * asin(sqrt(half))


def seed_cities() -> list[dict[str, str]]:
    return list(csv.DictReader((home("seed") / "nodes" / "City.csv").read_text(encoding="utf-8").splitlines()))


def near(rows: Rows) -> list[tuple[str, list[str]]]:
    return [(row["near"].id, [n.id for n in row["shared_networks"]]) for row in rows if row["near"].id in LAKES]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Half a degree east is 29 km on 58° north, half a degree north 56 km. Puhja and Tila have no place.
        ({"km": "100"}, [("nomme-ee", ["lake-league"]), ("orgu-ee", ["lake-league"])]),
        ({"km": "40"}, [("nomme-ee", ["lake-league"])]),
        ({"km": "100", "branches": "false"}, [("nomme-ee", []), ("orgu-ee", ["lake-league"])]),
        ({"km": "100", "at": "any"}, [("nomme-ee", ["lake-league"]), ("orgu-ee", ["lake-league", "mill-towns"])]),
        ({"km": "40", "relation": "SIGNATORY_OF", "at": "any"}, [("nomme-ee", [])]),
        ({"km": "40", "relation": "SIGNATORY_OF", "at": "any", "hubs": "true"}, [("nomme-ee", ["water-pact"])]),
        ({"city": "nomme-ee", "km": "40"}, [("mere-ee", ["lake-league"])]),
        # Both belong to the branch, so that its parent is not named again; the point lies beside Ried.
        ({"city": "nomme-ee", "lat": "47.1", "lon": "15.0", "km": "5"}, [("ried-at", ["lake-league-east"])]),
        ({"city": None, "lat": "47.05", "lon": "15.0", "km": "10"}, [("quell-at", []), ("ried-at", [])]),
        ({"lat": "47.05"}, []),
        ({"city": "puhja-ee"}, []),
    ],
)
async def test_cities_near_a_city_or_point(ask_small: Ask, given: dict[str, str | None], expected: list[Any]) -> None:
    rows = await ask_small("city/near", **{"city": "mere-ee", **given})
    assert sorted(near(rows)) == expected
    assert [row["km"] for row in rows] == sorted(row["km"] for row in rows)


async def test_distances_are_those_of_a_sphere(ask_small: Ask) -> None:
    rows = {row["near"].id: row["km"] for row in await ask_small("city/near", city="mere-ee", km="20000")}
    for city, place in {"nomme-ee": (58, 26.5), "orgu-ee": (58.5, 26), "quell-at": (47, 15)}.items():
        assert rows[city] == pytest.approx(kilometres(58, 26, *place), rel=0.005)
    assert "mere-ee" not in rows


async def test_near_on_the_seed(ask_seed: Ask) -> None:
    tirana = (41.3275, 19.8187)
    within = {
        row["id"]: distance
        for row in seed_cities()
        if row["lat"] and 0 < (distance := kilometres(*tirana, float(row["lat"]), float(row["lon"]))) <= 200
    }
    rows = await ask_seed("city/near")
    assert [row["near"].id for row in rows] == sorted(within, key=lambda city: within[city])
    # Tuzi, Podgorica, Kotor, Skopje, Nikšić and Pristina are all in b40, and not in iclei.
    assert len(rows) == 6
    assert all([network.id for network in row["shared_networks"]] == ["b40"] for row in rows)


def listed(rows: Rows) -> list[str]:
    return [row["city"].id for row in rows]


BY_NAME = ["mere-ee", "nomme-ee", "orgu-ee", "ried-at", "tila-ee"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, BY_NAME),
        ({"sort": "-name"}, BY_NAME[::-1]),
        # Two have 5000 inhabitants and stand by name; Tila's are not stated.
        ({"sort": "population"}, ["nomme-ee", "mere-ee", "ried-at", "orgu-ee", "tila-ee"]),
        ({"sort": "-population"}, ["orgu-ee", "mere-ee", "ried-at", "nomme-ee", "tila-ee"]),
        ({"country": "at"}, ["ried-at"]),
        ({"kind": "municipality"}, ["nomme-ee", "tila-ee"]),
        ({"population_min": "5000"}, ["mere-ee", "orgu-ee", "ried-at"]),
        ({"population_max": "5000"}, ["mere-ee", "nomme-ee", "ried-at"]),
        ({"at": "any"}, ["mere-ee", "nomme-ee", "orgu-ee", "puhja-ee", "quell-at", "ried-at", "tila-ee"]),
        ({"at": "2020-12-31"}, ["mere-ee", "quell-at"]),
        ({"member_of": "lake-league-east"}, ["nomme-ee", "ried-at"]),
        ({"branches": "false"}, ["mere-ee", "orgu-ee", "tila-ee"]),
        ({"member_of": "mill-towns", "relation": "OBSERVER_OF"}, ["nomme-ee"]),
        ({"member_of": "mill-towns"}, ["mere-ee", "ried-at"]),
    ],
)
async def test_lists_of_cities(ask_small: Ask, given: dict[str, str], expected: list[str]) -> None:
    assert listed(await ask_small("city/list", **{"member_of": "lake-league", **given})) == expected


@pytest.mark.parametrize("sort", ["name", "-name", "population", "-population"])
async def test_all_cities_of_the_seed_page_by_page(ask_seed: Ask, sort: str) -> None:
    def order(row: dict[str, Any]) -> tuple[Any, ...]:
        # Who has no population comes last in both directions; names decide among equals.
        people = row["population"]
        size = people if sort == "population" else -(people or 0)
        return (people is None, size if people else 0, row["city"].properties["search_names"][0], row["city"].id)

    whole = await ask_seed("city/list", sort=sort, limit="1000")
    assert sorted(listed(whole)) == sorted(row["id"] for row in seed_cities())
    names = [row["city"].properties["search_names"][0] for row in whole]
    if sort.endswith("name"):
        assert names == sorted(names, reverse=sort == "-name")
    else:
        assert whole == sorted(whole, key=order)
    pages, key = [], None
    while page := await ask_seed("city/list", sort=sort, limit="30", after=key):
        pages += listed(page)
        key = page[-1]["key"]
    assert pages == listed(whole)


async def test_filters_on_the_seed(ask_seed: Ask) -> None:
    # City.csv: the Romanian cities of 100,000 and more.
    rows = await ask_seed("city/list", country="RO", population_min="100000", sort="-population")
    assert listed(rows) == ["iasi-ro", "bacau-ro", "suceava-ro", "piatra-neamt-ro"]
    assert [(row["population"], row["population_year"]) for row in rows[:2]] == [(335585, 2011), (144307, 2011)]
    assert listed(await ask_seed("city/list", member_of="b40", country="GR")) == [
        "athens-gr",
        "pella-gr",
        "thessaloniki-gr",
    ]


def facets(rows: Rows) -> dict[str, list[tuple[str, str, int]]]:
    found: dict[str, list[tuple[str, str, int]]] = {}
    for row in rows:
        found.setdefault(row["facet"], []).append((row["value"], row["label"], row["count"]))
    return found


async def test_facets_count_what_the_list_lists(ask_small: Ask) -> None:
    assert facets(await ask_small("city/facets", member_of="lake-league")) == {
        "country": [("EE", "Estonia", 4), ("AT", "Austria", 1)],
        "kind": [("city", "city", 3), ("municipality", "municipality", 2)],
        # Mere counts once, though two facts say so; who is in the branch is in the league.
        "member_of": [
            ("lake-league", "Lake League", 5),
            ("lake-league-east", "Lake League East", 2),
            ("mill-towns", "Mill Towns", 2),
        ],
        "total": [("", "", 5)],
    }
    nobody = await ask_small("city/facets", member_of="lake-league", country="RO")
    assert facets(nobody) == {"total": [("", "", 0)]}
    # nomme-ee and ried-at are in the branch alone.
    alone = facets(await ask_small("city/facets", member_of="lake-league", branches="false"))
    assert (alone["total"], alone["member_of"]) == (
        [("", "", 3)],
        [("lake-league", "Lake League", 3), ("mill-towns", "Mill Towns", 1)],
    )
    observers = await ask_small("city/facets", member_of="mill-towns", relation="OBSERVER_OF")
    assert facets(observers)["member_of"] == [("mill-towns", "Mill Towns", 1)]


async def test_facets_on_the_seed(ask_seed: Ask) -> None:
    found = facets(await ask_seed("city/facets"))
    cities = seed_cities()
    assert found["total"] == [("", "", len(cities))]
    assert {value: count for value, _, count in found["country"]} == Counter(row["country"] for row in cities)
    assert {value: count for value, _, count in found["kind"]} == Counter(row["kind"] for row in cities)
    # MEMBER_OF.csv: 26 cities in b40, one in iclei.
    assert [(value, count) for value, _, count in found["member_of"]] == [("b40", 26), ("iclei", 1)]
