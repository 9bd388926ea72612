"""Who belongs to a network, how and through whom; answers are read off tests/data/hills/README.md and the seed."""

from typing import Any

import pytest
from tests.queries.conftest import Ask


def told(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    """These columns of each row, nodes by their ids."""
    return [tuple(getattr(row[column], "id", row[column]) for column in columns) for row in rows]


SOUTH, WEST = "hill-circle-south", "hill-circle-west"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"relation": "SUPPORTED_BY"}, [("dorn-at", None), ("egg-ee", SOUTH)]),
        ({"relation": "SUPPORTED_BY", "branches": "false"}, [("dorn-at", None)]),
        ({"relation": "SUPPORTED_BY", "at": "2019-12-31"}, [("dorn-at", None)]),
        ({"relation": "COORDINATED_BY"}, [("hill-guests", None)]),
        # A network lies where a source says so; alm-at's two facts are two rows.
        ({"country": "EE"}, [("calm-ee", SOUTH), ("egg-ee", None), ("hill-friends", None)]),
        ({"country": "AT"}, [("alm-at", None), ("alm-at", None), ("berg-at", None)]),
        ({"kind": "associate"}, [("hut-union", None)]),
        ({"kind": "founding", "country": "EE"}, []),
        ({"from_type": "Organisation"}, [("hut-union", None)]),
        ({"from_type": "Network"}, [("hill-friends", None), ("hill-guests", SOUTH)]),
        ({"from_type": "City", "country": "EE"}, [("calm-ee", SOUTH), ("egg-ee", None)]),
        ({"from_type": "Region"}, []),
        # The western branch counted to the last day of June 2018.
        ({"at": "2018-06-30", "country": "AT"}, [("alm-at", None), ("alm-at", None), ("dorn-at", WEST)]),
        ({"at": "2018-07-01", "country": "AT"}, [("alm-at", None), ("alm-at", None)]),
        ({"at": "2016-12-31", "country": "AT"}, [*[("alm-at", None)] * 2, ("berg-at", None), ("dorn-at", WEST)]),
    ],
)
async def test_members_by_kind_country_and_day(
    ask_hills: Ask, given: dict[str, str], expected: list[tuple[str, str | None]]
) -> None:
    rows = await ask_hills("network/members", network="hill-circle", **given)
    assert told(rows, "member", "via_branch") == expected


async def test_pages_of_members_cut_between_two_facts_of_one(ask_hills: Ask) -> None:
    whole = await ask_hills("network/members", network="hill-circle", at="any")
    assert told(whole, "member")[:4] == [("alm-at",), ("alm-at",), ("berg-at",), ("berg-at",)]
    for size in (1, 2, 3):
        paged: list[dict[str, Any]] = []
        while page := await ask_hills(
            "network/members",
            network="hill-circle",
            at="any",
            limit=str(size),
            after=paged[-1]["key"] if paged else None,
        ):
            assert len(page) <= size
            paged += page
        assert paged == whole


async def test_the_supported_of_a_network_on_the_seed(ask_seed: Ask) -> None:
    # The table names agencies as supporters, county and region as coordinators; an institute coordinates one network.
    assert await ask_seed("network/members", network="climate-alliance", relation="SUPPORTED_BY") == []
    supported = await ask_seed("network/members", network="alba-local-energy-agency", relation="SUPPORTED_BY")
    assert len(supported) == 24
    coordinated = await ask_seed("network/members", network="lithuanian-energy-institute", relation="COORDINATED_BY")
    assert told(coordinated, "member") == [("lithuanian-green-municipalities",)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"stage": "invited"}, [("tuzla-ba", "invited"), ("zenica-ba", "invited")]),
        ({"stage": "interested"}, [("bijeljina-ba", "interested")]),
        ({"stage": "applying"}, []),
        ({"relation": "MEMBER_OF", "stage": "invited"}, []),
        ({"relation": "MEMBER_OF", "kind": "founding"}, [("laktasi-ba", "founding"), ("sarajevo-ba", "founding")]),
    ],
)
async def test_candidates_by_how_far_they_have_come(
    ask_seed: Ask, given: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    rows = await ask_seed("network/members", **{"relation": "CANDIDATE_OF", **given})
    assert told(rows, "member", "kind") == expected


async def test_signatories_by_their_status(ask_seed: Ask) -> None:
    async def signatories(status: str, **given: str) -> list[str]:
        rows = await ask_seed(
            "network/members", network="covenant-of-mayors", relation="SIGNATORY_OF", status=status, **given
        )
        return [row["member"].id for row in rows]

    # SIGNATORY_OF.csv: 28 rows, six of them on hold.
    on_hold = {"craciunelu-de-jos-ro", "craciunelu-de-jos-judetul-alba-ro", "hateg-ro", "ocna-mures-ro"}
    assert set(await signatories("on_hold")) == on_hold | {"poiana-vadului-ro", "siret-ro"}
    assert len(await signatories("published")) == 22
    assert await signatories("published", country="EE") == ["tartu-ee"]
    assert await signatories("on hold") == []


BRANCHES = [
    ("BRANCH_OF", "hill-circle-attic", SOUTH),
    ("BRANCH_OF", SOUTH, None),
    ("MEMBER_OF", "hill-friends", None),
    ("MEMBER_OF", "hill-guests", SOUTH),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, BRANCHES),
        ({"at": "any"}, [*BRANCHES[:2], ("BRANCH_OF", WEST, None), *BRANCHES[2:]]),
        ({"deprecated": "true"}, [*BRANCHES[:2], ("BRANCH_OF", "vale-league", None), *BRANCHES[2:]]),
        ({"branches": "false"}, BRANCHES[1:3]),
        ({"relations": "MEMBER_OF"}, BRANCHES[2:]),
        ({"at": "2015-06-01"}, [("BRANCH_OF", SOUTH, None), ("BRANCH_OF", WEST, None)]),
    ],
)
async def test_branches_are_no_member_networks(
    ask_hills: Ask, given: dict[str, str], expected: list[tuple[str, str, str | None]]
) -> None:
    rows = await ask_hills("network/branches", network="hill-circle", **given)
    assert told(rows, "relation", "belonging", "via_branch") == expected


async def test_branches_of_climate_alliance_on_the_seed(ask_seed: Ask) -> None:
    national = [("BRANCH_OF", f"climate-alliance-{country}") for country in ("austria", "hungary", "italy")]
    rows = await ask_seed("network/branches")
    assert told(rows, "relation", "belonging") == [*national, ("MEMBER_OF", "ceesen")]
    # CEESEN became a member in October 2024.
    rows = await ask_seed("network/branches", at="2024-09-30")
    assert told(rows, "relation", "belonging") == national


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # hut-office took part to the last day of 2019, berg-at on no day; alm-at has two roles.
        ({}, [("hill-huts", SOUTH, 0), ("hill-paths", None, 1)]),
        ({"at": "2019-12-31"}, [("hill-huts", SOUTH, 0), ("hill-paths", None, 2)]),
        ({"at": "2017-12-31"}, []),
        ({"at": "2014-12-31"}, [("hill-fires", None, 0)]),
        ({"at": "any"}, [("hill-fires", None, 0), ("hill-huts", SOUTH, 0), ("hill-paths", None, 3)]),
        ({"branches": "false"}, [("hill-paths", None, 1)]),
    ],
)
async def test_working_groups_with_how_many_take_part(
    ask_hills: Ask, given: dict[str, str], expected: list[tuple[str, str | None, int]]
) -> None:
    rows = await ask_hills("network/working-groups", network="hill-circle", **given)
    assert told(rows, "group", "via_branch", "participants") == expected


async def test_working_groups_of_the_seed(ask_seed: Ask) -> None:
    # Four of B40, as of 25 April 2022; the council of the Global Covenant has no date.
    assert len(await ask_seed("network/working-groups", at="2022-04-25")) == 4
    assert await ask_seed("network/working-groups", at="2022-04-24") == []
    assert await ask_seed("network/working-groups", network="gcom") == []
    undated = await ask_seed("network/working-groups", network="gcom", at="any")
    assert told(undated, "group") == [("gcom-founders-council",)]


BOTH = ["hill-circle", "vale-league"]
CIRCLE_BERG = "MEMBER_OF[ended], MEMBER_OF"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"berg-at": ["MEMBER_OF", "MEMBER_OF[associate]"]}),
        ({"networks": ["vale-league", "hill-circle"]}, {"berg-at": ["MEMBER_OF[associate]", "MEMBER_OF"]}),
        ({"at": "2017-01-01"}, {"alm-at": ["MEMBER_OF", "MEMBER_OF"]}),
        (
            {"at": "any"},
            {
                "alm-at": ["MEMBER_OF", "MEMBER_OF[ended]"],
                "berg-at": [CIRCLE_BERG, "MEMBER_OF[associate]"],
                # Its membership of the western branch goes on; the branch has left.
                "dorn-at": ["MEMBER_OF[ended]", "MEMBER_OF[associate]"],
                "fels-at": ["MEMBER_OF", "MEMBER_OF"],
            },
        ),
        ({"at": "any", "country": "EE"}, {}),
        ({"deprecated": "true", "country": "EE"}, {"egg-ee": ["MEMBER_OF", "MEMBER_OF"]}),
        ({"relations": ["MEMBER_OF", "OBSERVER_OF"], "country": "EE"}, {"calm-ee": ["MEMBER_OF", "OBSERVER_OF"]}),
        ({"relations": ["MEMBER_OF", "OBSERVER_OF"], "country": "EE", "branches": "false"}, {}),
        ({"networks": ["hill-circle"]}, {}),
        # A member of a branch belongs to both.
        ({"networks": ["hill-circle", SOUTH], "country": "EE"}, {"calm-ee": ["MEMBER_OF", "MEMBER_OF"]}),
        ({"networks": ["hill-circle", SOUTH], "from_type": "Network"}, {"hill-guests": ["MEMBER_OF", "MEMBER_OF"]}),
        ({"from_type": "Network"}, {}),
        ({"networks": ["hill-circle", WEST], "at": "any"}, {"dorn-at": ["MEMBER_OF[ended]", "MEMBER_OF"]}),
        ({"networks": ["hill-circle", WEST], "at": "2018-06-30"}, {"dorn-at": ["MEMBER_OF", "MEMBER_OF"]}),
        ({"networks": ["hill-circle", WEST]}, {}),
    ],
)
async def test_who_belongs_to_both(
    ask_hills: Ask, given: dict[str, str | list[str]], expected: dict[str, list[str]]
) -> None:
    rows = await ask_hills("network/overlap", **{"networks": BOTH, **given})
    assert {row["entity"].id: row["belongings"] for row in rows} == expected
    assert [row["entity"].id for row in rows] == sorted(expected)


async def test_the_overlap_shows_every_fact_it_rests_on(ask_hills: Ask) -> None:
    def facts(row: dict[str, Any]) -> list[tuple[str, str, str]]:
        return [(one.nodes[0].id, one.facts[0].type, one.nodes[1].id) for one in row["facts"]]

    [calm] = await ask_hills("network/overlap", networks=BOTH, relations=["MEMBER_OF", "OBSERVER_OF"], country="EE")
    assert sorted(facts(calm)) == [
        ("calm-ee", "MEMBER_OF", SOUTH),
        ("calm-ee", "OBSERVER_OF", "vale-league"),
        (SOUTH, "BRANCH_OF", "hill-circle"),
    ]
    [alm] = await ask_hills("network/overlap", networks=BOTH, at="2017-01-01")
    # Two sources of one membership, and the other network's fact behind them.
    assert [end for _, _, end in facts(alm)] == ["hill-circle", "hill-circle", "vale-league"]


async def test_the_overlap_without_a_source(ask_hills: Ask) -> None:
    # The letter's fact of alm-at goes, the register's stays.
    [alm] = await ask_hills("network/overlap", networks=BOTH, at="2017-01-01", without_licence=["letter"])
    assert [fact.facts[0].properties["sources"] for fact in alm["facts"]] == [["register"], ["register"]]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"at": "any"},
        {"at": "2017-01-01"},
        {"relation": "OBSERVER_OF"},
        {"from_type": "Network"},
        {"country": "EE"},
        {"branches": "false"},
        {"deprecated": "true"},
        {"without_licence": ["letter"]},
        {"networks": ["hill-circle"]},
        {"networks": ["vale-league", "hill-circle"]},
        {"networks": ["hill-circle", SOUTH, WEST], "at": "any"},
    ],
)
async def test_cities_by_network_are_the_members_of_each(ask_hills: Ask, given: dict[str, str | list[str]]) -> None:
    asked: dict[str, Any] = {"networks": BOTH, "from_type": "City", **given}
    rows = await ask_hills("network/cities", **asked)
    networks = asked.pop("networks")
    expected: dict[str, list[str]] = {}
    for network in networks:
        for row in await ask_hills("network/members", network=network, limit="1000", **asked):
            found = expected.setdefault(row["member"].id, [])
            if network not in found:
                found.append(network)
    assert {row["entity"].id: row["networks"] for row in rows} == expected
    assert len({row["entity"].id for row in rows}) == len(rows)
    for row in rows:
        # Each of its networks is reached by the facts that are told.
        ends = {fact.nodes[1].id for fact in row["facts"]}
        assert set(row["networks"]) <= ends
        assert any(fact.nodes[0].id == row["entity"].id for fact in row["facts"])


async def test_who_belongs_to_both_on_the_seed(ask_seed: Ask) -> None:
    rows = await ask_seed("network/overlap")
    assert [row["entity"].id for row in rows] == ["tirana-al"]
    # ICLEI's own date is of May 2024, B40's of April 2025.
    assert await ask_seed("network/overlap", at="2025-04-08") == []


async def test_networks_in_a_country_with_branches_that_have_left(ask_hills: Ask) -> None:
    async def networks(**given: str) -> list[tuple[Any, ...]]:
        rows = await ask_hills("country/networks", country="AT", relation="MEMBER_OF", **given)
        return told(rows, "network", "relation", "members", "cities")

    # alm-at, berg-at and fels-at are in the circle; berg-at was before, and dorn-at while its branch was one.
    charter = [("hill-charter", "MEMBER_OF", 1, 0), ("hill-charter-east", "MEMBER_OF", 1, 0)]
    others = [
        (WEST, "MEMBER_OF", 1, 1),
        ("vale-league", "MEMBER_OF", 1, 1),
        ("vale-league", "MEMBER_OF[associate]", 2, 2),
        ("vale-league", "MEMBER_OF[ended]", 1, 1),
    ]
    whole = [*charter, ("hill-circle", "MEMBER_OF", 3, 3), ("hill-circle", "MEMBER_OF[ended]", 2, 2), *others]
    assert await networks(at="any") == whole
    direct = [charter[1], whole[2], ("hill-circle", "MEMBER_OF[ended]", 1, 1), *others]
    assert await networks(at="any", branches="false") == direct
    # On a day of its time nothing has ended: alm-at, and dorn-at by the branch.
    assert ("hill-circle", "MEMBER_OF", 2, 2) in await networks(at="2018-06-30")
