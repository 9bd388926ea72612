"""Projects through working groups, agreements in force, offices in bodies; read off tests/data/fairs/README.md."""

from typing import Any

import pytest
from tests.conftest import TESTS, GraphStates
from tests.queries.conftest import Ask, asking

from muninet.catalogue import Catalogue
from muninet.store.bolt import Store


@pytest.fixture
async def ask_fairs(store: Store, catalogue: Catalogue, graph: GraphStates) -> Ask:
    """Asks the tables of tests/data/fairs: events with parts, groups that do something, agreements that end."""
    await graph.reach("fairs", TESTS / "data" / "fairs")
    return asking(store, catalogue)


def totals(rows: list[dict[str, Any]]) -> list[int]:
    return [row["count"] for row in rows if row["facet"] == "total"]


# A project, and the groups through which one takes part in it.
Through = tuple[str, list[str]]
DYE: Through = ("dye-study", [])
LOOM: Through = ("loom-grid", ["guild-crafts"])
WOOL: Through = ("wool-plan", ["north-crafts"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # ash-at takes part itself too, since 2019.
        ({"participant": "ash-at"}, [LOOM]),
        ({"participant": "ash-at", "at": "2018-06-01"}, [LOOM]),
        ({"participant": "ash-at", "at": "2018-06-01", "groups": "false"}, []),
        ({"participant": "ash-at", "groups": "false"}, [("loom-grid", [])]),
        # Before the group took part.
        ({"participant": "ash-at", "at": "2017-12-31"}, []),
        # In the group to the last day of 2018.
        ({"participant": "birch-ee"}, []),
        ({"participant": "birch-ee", "at": "2018-12-31"}, [LOOM]),
        ({"participant": "cedar-at"}, [DYE]),
        ({"participant": "cedar-at", "deprecated": "true"}, [DYE, LOOM]),
        ({"participant": "fir-at"}, [LOOM]),
        ({"participant": "fir-at", "without_licence": "letter"}, []),
        ({"participant": "craft-union"}, [LOOM]),
        ({"participant": "guild-crafts"}, [("loom-grid", [])]),
        # The network whose group it is; the northern group was one until 2016.
        ({"participant": "fair-guild"}, [LOOM]),
        ({"participant": "fair-guild", "at": "2016-12-31"}, [WOOL]),
        ({"participant": "fair-guild", "at": "2017-01-01"}, []),
        ({"participant": "fair-guild", "at": "any"}, [LOOM, WOOL]),
        ({"participant": "fair-guild", "at": "any", "groups": "false"}, []),
        ({"participant": "fair-guild-north", "at": "any"}, [WOOL]),
        ({"participant": "elm-ee"}, [WOOL]),
        # A project takes part in nothing, though the group that is in it is in others too.
        ({"participant": "loom-grid", "at": "any"}, []),
        ({"year": "1750"}, [("old-mill", [])]),
    ],
)
async def test_projects_of_who_is_in_a_working_group(
    ask_fairs: Ask, given: dict[str, str], expected: list[Through]
) -> None:
    rows = await ask_fairs("project/list", **given)
    assert [(row["project"].id, [group.id for group in row["via_groups"]]) for row in rows] == expected
    assert totals(await ask_fairs("project/facets", **given)) == [len(expected)]


async def test_who_is_only_in_a_group_is_not_counted(ask_fairs: Ask) -> None:
    rows = {row["project"].id: (row["participants"], row["planned"]) for row in await ask_fairs("project/list")}
    assert rows == {"dye-study": (1, 0), "loom-grid": (2, 0), "old-mill": (0, 0), "wool-plan": (0, 1)}


async def test_projects_of_b40_are_those_of_its_groups(ask_seed: Ask) -> None:
    """By TAKES_PART_IN.csv: its groups are to take part in 22, lead one, and Istanbul provides one of those."""
    rows = await ask_seed("project/list", participant="b40")
    assert len(rows) == 23
    [platform] = [row for row in rows if row["project"].id == "pay-it-forward"]
    assert [group.id for group in platform["via_groups"]] == ["b40-smart-cities-and-digital-transformation"]
    assert await ask_seed("project/list", participant="b40", groups="false") == []


DEALS = ["dye-deal", "ended-deal", "fair-pact", "kin-deal", "lost-deal", "old-oath"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, DEALS),
        ({"in_force": "any"}, DEALS),
        # The oath was signed in 1790, and no source says that it ended.
        ({"in_force": "today"}, ["old-oath"]),
        ({"in_force": "1789-12-31"}, []),
        ({"in_force": "1790-01-01"}, ["old-oath"]),
        ({"year": "1790"}, ["old-oath"]),
        # By the day of signing, and to the last day of June.
        ({"in_force": "2018-06-30"}, ["fair-pact", "old-oath"]),
        ({"in_force": "2018-07-01"}, ["old-oath"]),
        ({"in_force": "2013-12-31"}, ["old-oath"]),
        # Signed before, in force since May 2019 only; the day of its end is no day of it.
        ({"in_force": "2019-04-30"}, ["old-oath"]),
        ({"in_force": "2019-05-01"}, ["dye-deal", "old-oath"]),
        ({"in_force": "2021-04-30"}, ["dye-deal", "old-oath"]),
        ({"in_force": "2021-05-01"}, ["old-oath"]),
        # Two have no first day: a party's stands for it; of the lost deal nobody knows.
        ({"in_force": "2015-12-31"}, ["ended-deal", "fair-pact", "old-oath"]),
        ({"in_force": "2017-12-31"}, ["ended-deal", "fair-pact", "kin-deal", "old-oath"]),
        ({"in_force": "2017-12-31", "without_licence": "letter"}, ["ended-deal", "fair-pact", "old-oath"]),
        # Its own end counts, though ash-at is a party to this day.
        ({"in_force": "2018-01-01"}, ["fair-pact", "old-oath"]),
        ({"in_force": "2018-01-01", "deprecated": "true"}, ["fair-pact", "kin-deal", "old-oath"]),
        # A party of another day than the one it was in force on.
        ({"in_force": "2017-12-31", "party": "ash-at"}, ["ended-deal"]),
        ({"in_force": "2017-12-31", "party": "ash-at", "at": "2017-12-31"}, ["ended-deal", "kin-deal"]),
    ],
)
async def test_agreements_in_force_on_a_day(ask_fairs: Ask, given: dict[str, str], expected: list[str]) -> None:
    assert [row["partnership"].id for row in await ask_fairs("partnership/list", **given)] == expected
    assert totals(await ask_fairs("partnership/facets", **given)) == [len(expected)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"held_in": "fair-guild"}, [("ida-ott", "chair")]),
        # An office in a branch is none in the network.
        ({"held_in": "fair-guild-north"}, [("uma-oja", "secretary")]),
        ({"held_in": "fair-guild-north", "without_licence": "letter"}, []),
        ({"held_in": "fair-office"}, []),
        ({"held_in": "fair-office", "at": "2019-12-31"}, [("tom-aru", "director")]),
        ({"held_in": "craft-union"}, []),
        ({"held_in": "craft-union", "deprecated": "true"}, [("tom-aru", "treasurer")]),
        ({"held_in": "ash-at"}, [("tom-aru", "councillor")]),
        ({"held_in": "birch-ee", "office": "MAYOR_OF"}, [("ida-ott", "mayor")]),
        ({"held_in": "fair-guild", "office": "MAYOR_OF"}, []),
        # One office has to meet all filters.
        ({"held_in": "fair-guild", "city": "birch-ee"}, []),
        ({"held_in": "fair-guild", "sort": "-name"}, [("ida-ott", "chair")]),
    ],
)
async def test_people_by_where_they_hold_an_office(
    ask_fairs: Ask, given: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    rows = await ask_fairs("person/list", **given)
    assert [(row["person"].id, row["office"]) for row in rows] == expected
    assert all(row["held_in"].id == given["held_in"] for row in rows)
    filters = {name: value for name, value in given.items() if name != "sort"}
    assert totals(await ask_fairs("person/facets", **filters)) == [len(expected)]


async def test_people_of_networks_and_bodies_of_the_seed(ask_seed: Ask) -> None:
    """By HOLDS_OFFICE_IN.csv: İmamoğlu's term as president of B40 ended, and CEESEN has one."""
    offices = {
        body: [(row["person"].id, row["office"]) for row in await ask_seed("person/list", held_in=body)]
        for body in ("ceesen", "lithuanian-energy-institute", "b40")
    }
    assert offices == {
        "ceesen": [("elis-vollmer", "President")],
        "lithuanian-energy-institute": [("rolandas-urbonas", "Deputy Director")],
        "b40": [],
    }
