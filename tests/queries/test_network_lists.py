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
    # Branches are counted in: lake-league-east has two members of its own, ceesen-baltic has one.
    assert {id_: tuple(rows[id_][column] for column in columns) for id_ in rows} == {
        "b40": (2, 1, 1, 0),
        "ceesen": (6, 1, 1, 0),
        "ceesen-baltic": (1, 0, 0, 0),
        "climate-alliance": (3, 0, 0, 0),
        "covenant-of-mayors": (1, 0, 0, 4),
        "lake-league": (6, 0, 0, 0),
        "lake-league-east": (2, 0, 0, 0),
        "lake-league-west": (0, 0, 0, 0),
        "mill-towns": (2, 1, 1, 0),
        "water-pact": (0, 0, 0, 2),
    }
    assert list(rows) == sorted(rows)
    alone = {row["network"].id: row["members"] for row in await ask_small("network/list", branches="false")}
    assert alone == {id_: rows[id_]["members"] for id_ in rows} | {"ceesen": 5, "lake-league": 4}


@pytest.mark.parametrize(
    ("given", "circle", "charter"),
    [
        # Two of the circle's seven belong to its southern branch; alm-at's two facts are one member.
        ({}, (7, 0, 0, 0), (1, 0, 0, 5)),
        ({"branches": "false"}, (5, 0, 0, 0), (0, 0, 0, 4)),
        # The southern branch's members came later; dorn-at's branch left on the last day of June 2018.
        ({"at": "2016-06-30"}, (5, 0, 0, 0), (0, 0, 0, 2)),
        ({"at": "2018-06-30"}, (5, 0, 0, 0), (0, 0, 0, 3)),
        ({"at": "2018-07-01"}, (4, 0, 0, 0), (0, 0, 0, 3)),
        # The vale league would be a branch: berg-at and egg-ee are in both, dorn-at and fels-at come, calm-ee observes.
        ({"deprecated": "true"}, (9, 1, 0, 0), (1, 0, 0, 5)),
        ({"deprecated": "true", "without_licence": ["letter"]}, (7, 0, 0, 0), (1, 0, 0, 5)),
        # Who signed the branch and the charter counts once.
        ({"at": "any"}, (9, 0, 0, 0), (1, 0, 0, 6)),
    ],
)
async def test_members_of_branches_count_for_the_parent(
    ask_hills: Ask, given: dict[str, Any], circle: tuple[int, ...], charter: tuple[int, ...]
) -> None:
    rows = {row["network"].id: row for row in await ask_hills("network/list", **given)}
    columns = ("members", "observers", "candidates", "signatories")
    assert tuple(rows["hill-circle"][column] for column in columns) == circle
    assert tuple(rows["hill-charter"][column] for column in columns) == charter


@pytest.mark.parametrize(
    ("given", "networks"),
    [
        ({"member": "mere-ee"}, ["lake-league", "mill-towns"]),
        ({"member": "nomme-ee"}, ["lake-league", "lake-league-east"]),
        ({"member": "nomme-ee", "branches": "false"}, ["lake-league-east"]),
        # The branch is one since 2020, and Nõmme is in it since 2021.
        ({"member": "nomme-ee", "at": "2020-12-31"}, []),
        ({"member": "jula-ee"}, ["b40", "ceesen", "ceesen-baltic"]),
        ({"member": "orgu-ee", "at": "2015-07-01"}, ["lake-league", "mill-towns"]),
        ({"member": "orgu-ee"}, ["lake-league"]),
        ({"branch_of": "lake-league"}, ["lake-league-east"]),
        ({"scope": "global"}, []),
        ({"scope": "regional"}, ["lake-league", "lake-league-east"]),
        ({"country": "RO"}, ["ceesen"]),
        ({"country": "RO", "member": "agency-a"}, ["ceesen"]),
        ({"country": "EE"}, []),
        ({"founded": "2012"}, ["lake-league"]),
        ({"founded": "2003"}, ["lake-league"]),
        ({"founded": "2013"}, []),
        ({"founded": "2002"}, []),
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
    ("given", "networks"),
    [
        ({"legal_form": "covenant"}, ["covenant-of-mayors"]),
        ({"legal_form": "alliance"}, ["gcom"]),
        ({"founded": "2020"}, ["b40", "ceesen", "lithuanian-green-municipalities"]),
        ({"founded": "2000"}, ["balcinet"]),
        ({"founded": "2020", "scope": "regional"}, ["b40"]),
        ({"founded": "2020", "legal_form": "covenant"}, []),
    ],
)
async def test_networks_of_the_seed_by_form_and_decade(
    ask_seed: Ask, given: dict[str, str], networks: list[str]
) -> None:
    assert [row["network"].id for row in await ask_seed("network/list", **given)] == networks
    assert facets(await ask_seed("network/facets", **given))["total"] == {"": len(networks)}


async def filters_give_what_facets_count(ask: Ask, folder: str) -> None:
    found = facets(await ask(f"{folder}/facets", limit="1000"))
    assert len(await ask(f"{folder}/list", limit="1000")) == found.pop("total")[""]
    assert found
    for facet, values in found.items():
        for value, count in values.items():
            rows = await ask(f"{folder}/list", limit="1000", **{facet: value})
            assert len(rows) == count, (facet, value)


with_facets = pytest.mark.parametrize("folder", ["network", "city", "organisation", "country"])


@with_facets
async def test_what_a_facet_counts_the_list_filters_by(ask_seed: Ask, folder: str) -> None:
    await filters_give_what_facets_count(ask_seed, folder)


@with_facets
async def test_what_a_facet_counts_by_branches_the_list_filters_by(ask_small: Ask, folder: str) -> None:
    await filters_give_what_facets_count(ask_small, folder)


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


async def test_organisations_of_a_branch(ask_hills: Ask) -> None:
    # The office is a member of the eastern charter, the union of the circle itself.
    rows = await ask_hills("organisation/list", member_of="hill-charter")
    assert [row["organisation"].id for row in rows] == ["hut-office"]
    assert await ask_hills("organisation/list", member_of="hill-charter", branches="false") == []
    own = {"hill-charter-east": 1, "hill-circle": 1}
    assert facets(await ask_hills("organisation/facets"))["member_of"] == {"hill-charter": 1, **own}
    assert facets(await ask_hills("organisation/facets", branches="false"))["member_of"] == own
    alone = facets(await ask_hills("organisation/facets", member_of="hill-charter", branches="false"))
    assert alone == {"total": {"": 0}}


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
