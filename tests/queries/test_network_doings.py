"""Events, countries and reported figures of networks; answers are read off tests/data/hills/README.md and the seed."""

from collections import Counter
from typing import Any

import pytest
from tests.queries.conftest import Ask

SOUTH, WEST = "hill-circle-south", "hill-circle-west"
# (event, relation, role, via), oldest first; of two rows of one event the facts' ids decide.
EVENTS = [
    ("fires-2012", "HELD_BY", None, "hill-fires"),
    ("hill-days-2014", "HELD_BY", None, None),
    ("hill-days-2014", "ORGANISED", "organiser", None),
    ("south-2015", "HELD_BY", None, SOUTH),
    ("paths-walk-2016", "HELD_BY", None, "hill-paths"),
    ("hill-days-2017", "HELD_BY", None, None),
    ("west-fair-2017", "HELD_BY", None, WEST),
    ("trade-fair-2018", "ORGANISED", "co-organiser", SOUTH),
    ("trade-fair-2018", "ORGANISED", "supporter", None),
    ("huts-talk-2020", "HELD_BY", None, "hill-huts"),
    ("hill-fest", "HELD_BY", None, None),
]
VALE_DAY = ("vale-day-2015", "ORGANISED", "organiser", None)
# The letter also makes the vale league a branch, which would make its day one of the circle's.
VALE_BRANCH = ("vale-day-2015", "HELD_BY", None, "vale-league")


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (row["event"].id, row["relation"], row["role"], row["via"].id if row["via"] else None)
        for row in sorted(rows, key=lambda row: (row["key"].split("\t")[0], row["event"].id, row["role"] or ""))
    ]


async def test_events_of_a_network_its_groups_and_its_branches(ask_hills: Ask) -> None:
    rows = await ask_hills("network/events", network="hill-circle")
    assert told(rows) == EVENTS
    assert [row["event"].id for row in rows] == [event for event, *_ in EVENTS]
    assert [str(row["start"]) for row in rows][3:6] == ["2015-01-01", "2016-05-01", "2017-01-01"]
    assert rows[-1]["start"] is None


async def test_the_way_from_an_event_to_the_network(ask_hills: Ask) -> None:
    rows = await ask_hills("network/events", network="hill-circle", year="2020")
    [route] = [row["route"] for row in rows]
    assert [node.id for node in route.nodes] == ["huts-talk-2020", "hill-huts", SOUTH, "hill-circle"]
    assert [fact.type for fact in route.facts] == ["HELD_BY", "WORKING_GROUP_OF", "BRANCH_OF"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"relations": "HELD_BY"}, [event for event in EVENTS if event[1] == "HELD_BY"]),
        ({"relations": "ORGANISED"}, [event for event in EVENTS if event[1] == "ORGANISED"]),
        ({"kind": "conference"}, [EVENTS[i] for i in (1, 2, 3, 5)]),
        ({"year": "2016"}, [EVENTS[4]]),
        # Without branches their working groups go too.
        ({"branches": "false"}, [EVENTS[i] for i in (0, 1, 2, 4, 5, 8, 10)]),
        ({"deprecated": "true", "year": "2015"}, [EVENTS[3], VALE_BRANCH, VALE_DAY]),
        ({"deprecated": "true", "year": "2015", "without_licence": ["letter"]}, [EVENTS[3]]),
    ],
)
async def test_events_narrowed(ask_hills: Ask, given: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    assert told(await ask_hills("network/events", network="hill-circle", **given)) == expected


async def test_events_of_b40_on_the_seed(ask_seed: Ask) -> None:
    rows = told(await ask_seed("network/events"))
    # Ten are its own, and the panel is part of one; it organised one of them. Its groups held the meetings of May 2024
    # (two, and with it the panel) and of April 2025 (four).
    assert len([row for row in rows if row[1:] == ("HELD_BY", None, None)]) == 11
    assert [row for row in rows if row[1] == "ORGANISED"] == [
        ("b40-sarajevo-meeting-2022", "ORGANISED", "organiser", None)
    ]
    by_groups = Counter(event for event, _, _, via in rows if via)
    assert by_groups == {
        "b40-working-groups-tirana-2024-05": 2,
        "b40-climate-panel-tirana-2024-05": 2,
        "b40-online-working-groups-2025-04": 4,
    }
    assert len(rows) == 20


async def test_events_of_iclei_are_those_of_its_branch_too(ask_seed: Ask) -> None:
    assert told(await ask_seed("network/events", network="iclei")) == [
        ("b40-climate-panel-tirana-2024-05", "ORGANISED", "co-organiser", None),
        ("b40-climate-workshop-tirana-2024-05", "ORGANISED", "supporter", "iclei-europe"),
    ]


Country = tuple[str, str | None, str | None, int, int]


def by_country(rows: list[dict[str, Any]]) -> list[Country]:
    return [
        (
            row["relation"],
            row["kind"],
            row["country"].id if row["country"] else None,
            row["count"],
            row["only_branches"],
        )
        for row in rows
    ]


# alm-at and berg-at; calm-ee by a branch, egg-ee and hill-friends; hill-guests, by a branch, is of no country.
COUNTRIES: list[Country] = [
    ("COORDINATED_BY", None, None, 1, 0),
    ("MEMBER_OF", None, "austria", 2, 0),
    ("MEMBER_OF", None, "estonia", 3, 1),
    ("MEMBER_OF", None, None, 1, 1),
    ("MEMBER_OF", "associate", None, 1, 0),
    ("SUPPORTED_BY", None, "austria", 1, 0),
    ("SUPPORTED_BY", None, "estonia", 1, 1),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, COUNTRIES),
        ({"relations": "SUPPORTED_BY"}, COUNTRIES[5:]),
        # Without hill-friends, hill-guests and the union.
        ({"from_type": "City"}, [COUNTRIES[1], ("MEMBER_OF", None, "estonia", 2, 1), *COUNTRIES[5:]]),
        ({"from_type": "Organisation"}, COUNTRIES[4:5]),
        (
            {"branches": "false", "relations": "MEMBER_OF"},
            [COUNTRIES[1], ("MEMBER_OF", None, "estonia", 2, 0), COUNTRIES[4]],
        ),
        # dorn-at by the western branch, and berg-at for the first time.
        ({"at": "2016-12-31", "relations": "MEMBER_OF"}, [("MEMBER_OF", None, "austria", 3, 1), *COUNTRIES[:0]]),
    ],
)
async def test_countries_by_kind_of_belonging(ask_hills: Ask, given: dict[str, str], expected: list[Country]) -> None:
    rows = by_country(await ask_hills("network/countries", network="hill-circle", **given))
    if given.get("at"):
        # hill-friends and hut-union besides.
        expected = [*expected, ("MEMBER_OF", None, "estonia", 1, 0), COUNTRIES[4]]
    assert rows == expected


async def test_countries_of_all_times(ask_hills: Ask) -> None:
    # Undated fels-at and dorn-at, whose branch has left, are added; berg-at's two terms are one member.
    rows = by_country(await ask_hills("network/countries", network="hill-circle", at="any", relations="MEMBER_OF"))
    assert rows[0] == ("MEMBER_OF", None, "austria", 4, 1)


async def test_countries_of_b40_on_the_seed(ask_seed: Ask) -> None:
    rows = by_country(await ask_seed("network/countries"))
    members = {country: count for relation, _, country, count, _ in rows if relation == "MEMBER_OF"}
    assert members == {
        **{"albania": 1, "bosnia-and-herzegovina": 2, "bulgaria": 3, "croatia": 4, "greece": 3, "kosovo": 1},
        **{"montenegro": 4, "north-macedonia": 1, "romania": 2, "serbia": 1, "turkiye": 4},
    }
    # Tuzla, Zenica and Bijeljina are no members; ICLEI, an observer, is of no country.
    assert ("CANDIDATE_OF", None, "bosnia-and-herzegovina", 3, 0) in rows
    assert rows[-2:] == [("OBSERVER_OF", None, "turkiye", 1, 0), ("OBSERVER_OF", None, None, 1, 0)]


async def test_countries_of_climate_alliance_have_none_of_its_member_networks(ask_seed: Ask) -> None:
    # CEESEN, a member, is said to lie in no country.
    assert by_country(await ask_seed("network/countries", network="climate-alliance")) == [
        ("MEMBER_OF", None, None, 1, 0)
    ]


def figures(rows: list[dict[str, Any]]) -> list[tuple[str, float, str | None, str, str]]:
    columns = ("metric", "value", "qualifier", "on", "on_precision")
    return [tuple(str(row[c]) if c == "on" else row[c] for c in columns) for row in rows]  # type: ignore[misc]


REPORTED = [
    ("countries", 2.0, None, "2018-01-01", "year"),
    ("members", 40.0, None, "2018-01-01", "year"),
    ("members", 45.0, "more than", "2018-06-01", "month"),
]


async def test_figures_that_disagree_stand_beside_one_another(ask_hills: Ask) -> None:
    rows = await ask_hills("network/figures", network="hill-circle")
    assert figures(rows) == REPORTED
    assert [[source.id for source in row["sources"]] for row in rows] == [["register"], ["register"], ["letter"]]
    assert {row["fact"].facts[0].type for row in rows} == {"REPORTS"}
    members = await ask_hills("network/figures", network="hill-circle", metric="members", deprecated="true")
    assert [row["value"] for row in members] == [40.0, 99.0, 45.0]
    without = await ask_hills("network/figures", network="hill-circle", without_licence=["letter"])
    assert figures(without) == REPORTED[:2]


async def test_of_two_figures_of_one_day_the_preferred_comes_first(ask_small: Ask) -> None:
    rows = await ask_small("network/figures", network="lake-league", metric="members")
    assert [(row["value"], row["qualifier"]) for row in rows] == [(5.0, None), (6.0, "more than")]


async def test_figures_of_climate_alliance_on_the_seed(ask_seed: Ask) -> None:
    assert figures(await ask_seed("network/figures")) == [
        ("countries", 24.0, None, "2015-03-01", "month"),
        ("countries", 25.0, "more than", "2024-10-17", "day"),
        ("member municipalities", 2000.0, None, "2024-10-17", "day"),
        ("members", 1700.0, "more than", "2015-03-01", "month"),
        ("members", 2000.0, "nearly", "2024-05-17", "day"),
    ]
    # What was reported of its summits is no figure of B40.
    assert figures(await ask_seed("network/figures", network="b40")) == [
        ("member cities", 27.0, None, "2022-04-25", "day")
    ]
