"""Lists and facets of networks and organisations; answers are read off tests/data/small/README.md and the seed."""

from typing import Any

import pytest
from tests.queries.conftest import Ask


def facets(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["facet"], {})[row["value"]] = row["count"]
    return found


async def test_each_way_of_belonging_has_a_number_of_its_own(ask_small: Ask) -> None:
    rows = {row["network"].id: row for row in await ask_small("network/list")}
    columns = ("members", "observers", "candidates", "signatories")
    # Branches are not counted in: lake-league-east has two members of its own.
    assert {id_: tuple(rows[id_][column] for column in columns) for id_ in rows} == {
        "b40": (2, 1, 1, 0),
        "ceesen": (5, 1, 1, 0),
        "ceesen-baltic": (1, 0, 0, 0),
        "climate-alliance": (3, 0, 0, 0),
        "covenant-of-mayors": (1, 0, 0, 4),
        "lake-league": (4, 0, 0, 0),
        "lake-league-east": (2, 0, 0, 0),
        "lake-league-west": (0, 0, 0, 0),
        "mill-towns": (2, 1, 1, 0),
        "water-pact": (0, 0, 0, 2),
    }
    assert list(rows) == sorted(rows)


@pytest.mark.parametrize(
    ("given", "networks"),
    [
        ({"member": "mere-ee"}, ["lake-league", "mill-towns"]),
        ({"member": "nomme-ee"}, ["lake-league-east"]),
        ({"member": "orgu-ee", "at": "2015-07-01"}, ["lake-league", "mill-towns"]),
        ({"member": "orgu-ee"}, ["lake-league"]),
        ({"branch_of": "lake-league"}, ["lake-league-east"]),
        ({"scope": "global"}, []),
        ({"scope": "regional"}, ["lake-league", "lake-league-east"]),
        ({"country": "RO"}, ["ceesen"]),
        ({"country": "RO", "member": "agency-a"}, ["ceesen"]),
        ({"country": "EE"}, []),
    ],
)
async def test_networks_narrowed(ask_small: Ask, given: dict[str, str], networks: list[str]) -> None:
    assert [row["network"].id for row in await ask_small("network/list", **given)] == networks
    assert facets(await ask_small("network/facets", **given))["total"] == {"": len(networks)}


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("founded", ["balcinet", "gcom", "b40", "ceesen", "lithuanian-green-municipalities"]),
        ("-founded", ["lithuanian-green-municipalities", "ceesen", "b40", "gcom", "balcinet"]),
    ],
)
async def test_networks_by_foundation_those_of_unknown_age_last(ask_seed: Ask, sort: str, first: list[str]) -> None:
    rows = await ask_seed("network/list", sort=sort)
    assert [row["network"].id for row in rows][: len(first)] == first
    assert {row["founded"] for row in rows[len(first) :]} == {None}


async def test_facets_of_the_networks_of_the_seed(ask_seed: Ask) -> None:
    assert facets(await ask_seed("network/facets")) == {
        "total": {"": 19},
        "scope": {"European": 8, "global": 5, "national": 4, "regional": 2},
        # Three branches of Climate Alliance, and the Lithuanian network.
        "country": dict.fromkeys(["AT", "HU", "IT", "LT"], 1),
        "legal_form": {"alliance": 1, "covenant": 1, "non-governmental organisation": 1},
        "founded": {"2020": 3, "2000": 1, "2010": 1},
    }


@pytest.mark.parametrize(
    ("given", "organisations"),
    [
        ({"kind": "public body"}, ["lake-office"]),
        ({"kind": "association"}, ["club-0", "club-1", "club-2", "club-3"]),
        # Members of CEESEN on 1 January 2026, without networks and cities.
        ({"member_of": "ceesen"}, ["agency-a", "agency-associate", "agency-b", "agency-returned", "club-3"]),
        ({"member_of": "ceesen", "relation": "OBSERVER_OF"}, ["agency-observing"]),
        ({"member_of": "ceesen", "at": "2024-06-01", "kind": "energy agency"}, ["a", "associate", "b", "former"]),
        ({"member_of": "lake-league"}, ["lake-office"]),
        ({"country": "RO"}, []),
    ],
)
async def test_organisations_narrowed(ask_small: Ask, given: dict[str, str], organisations: list[str]) -> None:
    rows = await ask_small("organisation/list", **given)
    expected = [id_ if "-" in id_ else f"agency-{id_}" for id_ in organisations]
    assert [row["organisation"].id for row in rows] == expected
    assert facets(await ask_small("organisation/facets", **given))["total"] == {"": len(expected)}


async def test_facets_of_the_organisations_of_the_small_graph(ask_small: Ask) -> None:
    assert facets(await ask_small("organisation/facets")) == {
        "total": {"": 15},
        "kind": {"energy agency": 10, "association": 4, "public body": 1},
        "member_of": {
            # A member of a member is no member. The clubs are members of one another.
            "ceesen": 5,
            "club-1": 2,
            "club-2": 1,
            "club-3": 1,
            "climate-alliance": 1,
            "lake-league": 1,
        },
    }


async def test_organisations_of_the_seed(ask_seed: Ask) -> None:
    found = facets(await ask_seed("organisation/facets"))
    assert found["total"] == {"": 23}
    assert found["kind"]["energy agency"] == 4
    assert found["country"] == {
        **{"LT": 4, "RO": 3, "EE": 3, "HR": 2},
        **dict.fromkeys(["SI", "CZ", "AT", "HU", "PL", "TR", "ES"], 1),
    }
    # Twelve members, one of which is a planning region.
    assert found["member_of"]["ceesen"] == 11
    by_age = await ask_seed("organisation/list", sort="founded", limit="3")
    assert [row["organisation"].id for row in by_age][:2] == ["seimas-green-municipalities-2030", "b40-secretariat"]
    newest = await ask_seed("organisation/list", sort="-founded", limit="3")
    assert [row["organisation"].id for row in newest][:2] == ["b40-secretariat", "seimas-green-municipalities-2030"]
