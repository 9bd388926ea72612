"""Who supports and coordinates those who belong to a network; read off tests/data/hills/README.md and the seed."""

from typing import Any

import pytest
from tests.queries.conftest import Ask

Row = tuple[str, str, str, int]
SUPPORTS, COORDINATES, SIGNED = "SUPPORTED_BY", "COORDINATED_BY", "SIGNATORY_OF"
OFFICE: Row = ("hut-office", SUPPORTS, SIGNED, 5)
CIRCLE: Row = ("hill-circle", SUPPORTS, SIGNED, 1)
SOUTH: Row = ("hill-circle-south", SUPPORTS, SIGNED, 1)
FRIENDS: Row = ("hill-friends", SUPPORTS, SIGNED, 1)
UNION: Row = ("hut-union", COORDINATES, SIGNED, 1)
TODAY = [CIRCLE, SOUTH, FRIENDS, OFFICE, UNION]


def told(rows: list[dict[str, Any]]) -> list[Row]:
    return [(row["supporter"].id, row["kind"], row["relation"], row["count"]) for row in rows]


def supported(row: dict[str, Any]) -> list[str]:
    """Whom the facts of a row name."""
    assert {(fact.facts[0].end.id, fact.facts[0].type) for fact in row["facts"]} == {
        (row["supporter"].id, row["kind"].removesuffix("[ended]"))
    }
    return [fact.facts[0].start.id for fact in row["facts"]]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, TODAY),
        # calm-ee has signed the branch.
        ({"branches": "false"}, [CIRCLE, SOUTH, FRIENDS, ("hut-office", SUPPORTS, SIGNED, 4), UNION]),
        ({"kind": COORDINATES}, [UNION]),
        ({"kind": SUPPORTS}, TODAY[:4]),
        ({"country": "AT"}, [OFFICE]),
        # A network lies where a source says so.
        ({"country": "EE"}, [FRIENDS]),
        ({"relation": "MEMBER_OF"}, []),
        # The letter says that the union supports calm-ee.
        ({"deprecated": "true"}, [*TODAY, ("hut-union", SUPPORTS, SIGNED, 1)]),
        ({"without_licence": ["letter"], "deprecated": "true"}, TODAY),
        ({"without_licence": ["register"]}, []),
        # Then alm-at, berg-at and dorn-at had signed; the eastern charter was no branch yet.
        ({"at": "2018-12-31"}, [("hut-office", SUPPORTS, SIGNED, 3)]),
        # fels-at signed in 2020, and the union supported it to the last day of 2021.
        ({"at": "2021-12-31"}, [*TODAY, ("hut-union", SUPPORTS, SIGNED, 1)]),
        ({"at": "2022-01-01"}, TODAY),
    ],
)
async def test_supporters_of_signatories(ask_hills: Ask, given: dict[str, Any], expected: list[Row]) -> None:
    assert told(await ask_hills("network/supporters", network="hill-charter", **given)) == expected


async def test_what_has_ended_is_another_kind(ask_hills: Ask) -> None:
    ended = f"{SIGNED}[ended]"
    # Signatures of alm-at and fels-at through the branch are over, and so is berg-at's.
    assert told(await ask_hills("network/supporters", network="hill-charter", at="any")) == [
        *(CIRCLE, SOUTH, FRIENDS, ("hill-friends", SUPPORTS, ended, 1)),
        *(OFFICE, ("hut-office", SUPPORTS, ended, 3), UNION),
        ("hut-union", f"{SUPPORTS}[ended]", SIGNED, 1),
        ("hut-union", f"{SUPPORTS}[ended]", ended, 1),
    ]
    # dorn-at is a member of the western branch, which has left; berg-at was a member, and is one.
    rows = await ask_hills("network/supporters", network="hill-circle", at="any", country="AT")
    assert told(rows) == [
        ("hut-office", SUPPORTS, "MEMBER_OF", 5),
        ("hut-office", SUPPORTS, "MEMBER_OF[ended]", 2),
    ]
    assert supported(rows[1]) == ["berg-at", "dorn-at"]


async def test_ways_of_belonging_are_never_added_up(ask_hills: Ask) -> None:
    rows: list[Row] = [
        ("hut-office", SUPPORTS, "MEMBER_OF", 1),
        ("hut-office", SUPPORTS, "MEMBER_OF[associate]", 2),
        ("hut-office", SUPPORTS, "OBSERVER_OF", 1),
    ]
    office = await ask_hills("network/supporters", network="vale-league", country="AT")
    assert told(office) == rows
    assert [supported(row) for row in office] == [["fels-at"], ["berg-at", "dorn-at"], ["calm-ee"]]
    observers = await ask_hills("network/supporters", network="vale-league", relation="OBSERVER_OF")
    assert told(observers) == rows[2:]
    # A network may be coordinated, too.
    members = await ask_hills("network/supporters", network="hill-circle", kind=COORDINATES)
    assert told(members) == [("hill-circle", COORDINATES, "MEMBER_OF", 1)]
    assert supported(members[0]) == ["hill-guests"]


async def test_three_facts_at_most_and_two_of_one_city(ask_hills: Ask) -> None:
    # Two sources state that the office supports alm-at: one signatory.
    [office] = await ask_hills("network/supporters", network="hill-charter", country="AT")
    assert supported(office) == ["alm-at", "alm-at", "calm-ee"]
    [office] = await ask_hills("network/supporters", network="hill-charter", country="AT", without_licence=["letter"])
    assert office["count"] == 5
    assert supported(office) == ["alm-at", "calm-ee", "dorn-at"]


async def test_pages_of_supporters(ask_hills: Ask) -> None:
    whole = await ask_hills("network/supporters", network="hill-charter", at="any")
    paged: list[dict[str, Any]] = []
    while page := await ask_hills(
        "network/supporters",
        network="hill-charter",
        at="any",
        limit="2",
        after=paged[-1]["key"] if paged else None,
    ):
        paged += page
    assert paged == whole


async def test_supporters_on_the_seed(ask_seed: Ask) -> None:
    # SUPPORTED_BY.csv and COORDINATED_BY.csv, as of January 2024: all of the cities have signed the covenant.
    covenant: list[Row] = [
        ("alba-local-energy-agency", SUPPORTS, SIGNED, 24),
        ("centru-regional-development-agency", COORDINATES, SIGNED, 2),
        ("county-council-alba", COORDINATES, SIGNED, 13),
        ("medjimurje-energy-agency", SUPPORTS, SIGNED, 3),
        ("tartu-regional-energy-agency", SUPPORTS, SIGNED, 1),
    ]
    rows = await ask_seed("network/supporters")
    assert sorted(told(rows)) == covenant
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert sorted(told(await ask_seed("network/supporters", country="HR"))) == covenant[3:4]
    assert await ask_seed("network/supporters", at="2023-12-31") == []
    # Its supporters are no signatories, and those of CEESEN's members are none of CEESEN's.
    assert await ask_seed("network/supporters", network="ceesen") == []
