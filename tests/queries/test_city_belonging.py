"""A city's networks and mayors, and whom a network could invite; read off tests/data/small/README.md and seed/*.csv."""

from typing import Any

import pytest
from tests.queries.conftest import Ask

Rows = list[dict[str, Any]]


def networks(rows: Rows) -> list[tuple[str, str, str | None, str | None]]:
    return [(r["network"].id, r["relation"], r["kind"], r["via_branch"] and r["via_branch"].id) for r in rows]


async def test_the_networks_of_a_city_kind_by_kind(ask_small: Ask) -> None:
    rows = await ask_small("city/networks", city="mere-ee")
    # Two sources state its one membership of the league; the preferred one comes first.
    assert networks(rows) == [
        ("lake-league", "MEMBER_OF", "founding", None),
        ("lake-league", "MEMBER_OF", "founding", None),
        ("mill-towns", "MEMBER_OF", None, None),
        ("water-pact", "SIGNATORY_OF", None, None),
    ]
    assert [row["fact"].facts[0].properties["rank"] for row in rows[:2]] == ["preferred", "normal"]


async def test_what_a_branch_belongs_to_is_said_to_come_through_it(ask_small: Ask) -> None:
    rows = await ask_small("city/networks", city="ried-at", relation="MEMBER_OF")
    # Its own membership of the league is deprecated.
    assert networks(rows) == [
        ("lake-league", "MEMBER_OF", None, "lake-league-east"),
        ("lake-league-east", "MEMBER_OF", None, None),
        ("mill-towns", "MEMBER_OF", "associate", None),
    ]
    assert [node.id for node in rows[0]["branch"].nodes] == ["lake-league-east", "lake-league"]
    assert rows[0]["fact"].facts[0].end.id == "lake-league-east"
    assert rows[1]["branch"] is None
    alone = await ask_small("city/networks", city="ried-at", relation="MEMBER_OF", branches="false")
    assert [row["network"].id for row in alone] == ["lake-league-east", "mill-towns"]
    told = await ask_small("city/networks", city="ried-at", relation="MEMBER_OF", deprecated="true")
    assert networks(told)[0] == ("lake-league", "MEMBER_OF", None, None)
    # Before 2021 it was no member of the branch, and the branch is one since 2020.
    assert [row["network"].id for row in await ask_small("city/networks", city="ried-at", at="2020-12-31")] == [
        "mill-towns",
        "water-pact",
    ]


async def test_who_left_and_came_back_has_two_rows(ask_small: Ask) -> None:
    rows = await ask_small("city/networks", city="orgu-ee", at="any")
    told = [(r["network"].id, r["relation"], str(r["since"]), str(r["until"])) for r in rows]
    # The end of 2018 and of 2016 is the last day of these years.
    assert told == [
        ("lake-league", "MEMBER_OF", "2012-01-01", "2019-01-01"),
        ("lake-league", "MEMBER_OF", "2022-01-01", "None"),
        ("mill-towns", "MEMBER_OF", "2014-01-01", "2017-01-01"),
        ("mill-towns", "CANDIDATE_OF", "2023-05-01", "None"),
    ]
    assert await ask_small("city/networks", city="orgu-ee", at="2021-12-31") == []
    assert await ask_small("city/networks", city="puhja-ee") == []
    assert [row["since"] for row in await ask_small("city/networks", city="puhja-ee", at="any")] == [None]


async def test_networks_on_the_seed(ask_seed: Ask) -> None:
    # MEMBER_OF.csv: tirana-al in b40 (as of April 2025) and in iclei (as of May 2024).
    assert networks(await ask_seed("city/networks")) == [
        ("b40", "MEMBER_OF", None, None),
        ("iclei", "MEMBER_OF", None, None),
    ]
    assert networks(await ask_seed("city/networks", at="2025-04-08")) == [("iclei", "MEMBER_OF", None, None)]
    assert networks(await ask_seed("city/networks", city="tuzla-ba")) == [("b40", "CANDIDATE_OF", "invited", None)]
    assert networks(await ask_seed("city/networks", city="laktasi-ba"))[0][2] == "founding"


async def test_mayors_over_time_with_who_has_no_date(ask_small: Ask) -> None:
    rows = await ask_small("city/mayors", city="mere-ee")
    assert [(r["mayor"].id, str(r["since"]), str(r["until"]), r["certainty"]) for r in rows] == [
        # Her term was to last through October, and ends where the next one begins.
        ("mari-maa", "2010-01-01", "2014-10-20", "dated"),
        ("juri-jogi", "2014-10-20", "2021-11-01", "dated"),
        ("liis-lepp", "2021-11-01", "None", "dated"),
        ("peep-pold", "None", "None", "undated"),
    ]
    told = await ask_small("city/mayors", city="mere-ee", deprecated="true")
    assert [row["mayor"].id for row in told][2] == "kalle-kivi"


@pytest.mark.parametrize(
    ("day", "mayors"),
    [
        ("2009-12-31", []),
        ("2014-10-19", ["mari-maa"]),
        ("2014-10-20", ["juri-jogi"]),
        ("2021-10-31", ["juri-jogi"]),
        ("today", ["liis-lepp"]),
    ],
)
async def test_the_mayor_on_a_day(ask_small: Ask, day: str, mayors: list[str]) -> None:
    assert [row["mayor"].id for row in await ask_small("city/mayors", city="mere-ee", at=day)] == mayors


async def test_mayors_on_the_seed(ask_seed: Ask) -> None:
    athens = await ask_seed("city/mayors")
    assert [(r["mayor"].id, str(r["until"]), r["certainty"]) for r in athens] == [
        ("kostas-bakoyannis", "2024-01-01", "as_of"),
        ("haris-doukas", "None", "dated"),
    ]
    # The open table names mayors without a date.
    iasi = await ask_seed("city/mayors", city="iasi-ro")
    assert [(r["mayor"].id, r["since"], r["certainty"]) for r in iasi] == [("mihai-chirica", None, "undated")]
    assert await ask_seed("city/mayors", city="iasi-ro", at="today") == []


def gaps(rows: Rows) -> list[tuple[str, list[str]]]:
    return [(row["member"].id, row["standing"]) for row in rows]


LAKES_NOT_MILLS = {"network": "lake-league", "missing_from": "mill-towns"}


async def test_whom_to_invite_are_those_who_are_no_members(ask_small: Ask) -> None:
    rows = await ask_small("city/gaps", **LAKES_NOT_MILLS)
    # Mere is a member and Ried an associate; Puhja's membership of the league has no date, and Quell's is over.
    assert gaps(rows) == [
        ("nomme-ee", ["observer"]),
        ("orgu-ee", ["candidate", "former member"]),
        ("tila-ee", ["member without a date"]),
    ]
    assert [[fact.facts[0].end.id for fact in row["facts"]] for row in rows] == [
        ["lake-league-east"],
        ["lake-league"],
        ["lake-league"],
    ]
    assert [fact.facts[0].type for fact in rows[1]["ties"]] == ["CANDIDATE_OF", "MEMBER_OF"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Ever in the one and never in the other: Orgu was a member of both, and so was Tila.
        ({"at": "any"}, [("nomme-ee", ["observer"]), ("puhja-ee", []), ("quell-at", [])]),
        # On that day Orgu was a member of both, and Ried of neither. Mere joined the mill towns in 2018.
        ({"at": "2016-12-31"}, [("mere-ee", []), ("quell-at", [])]),
        ({"branches": "false"}, [("orgu-ee", ["candidate", "former member"]), ("tila-ee", ["member without a date"])]),
        ({"country": "AT"}, []),
        ({"from_type": "Organisation"}, [("lake-office", [])]),
        ({"network": "mill-towns", "missing_from": "lake-league"}, []),
        # Members of a branch belong to its parent, so only direct members of the league are not in the branch.
        (
            {"network": "lake-league", "missing_from": "lake-league-east"},
            [("mere-ee", []), ("orgu-ee", []), ("tila-ee", [])],
        ),
        # Who has signed a covenant belongs to it; Nõmme no longer does.
        ({"missing_from": "water-pact"}, [("nomme-ee", ["former signatory"]), ("orgu-ee", []), ("tila-ee", [])]),
        (
            {"network": "water-pact", "relation": "SIGNATORY_OF", "missing_from": "lake-league", "branches": "false"},
            [("ried-at", [])],
        ),
    ],
)
async def test_gaps_by_day_kind_and_branch(
    ask_small: Ask, given: dict[str, str], expected: list[tuple[str, list[str]]]
) -> None:
    assert gaps(await ask_small("city/gaps", **{**LAKES_NOT_MILLS, **given})) == expected


async def test_two_sources_make_one_city_to_invite(ask_small: Ask) -> None:
    rows = await ask_small("city/gaps", network="lake-league", missing_from="b40")
    assert [row["member"].id for row in rows] == ["mere-ee", "nomme-ee", "orgu-ee", "ried-at", "tila-ee"]
    assert len(rows[0]["facts"]) == 2


async def test_gaps_on_the_seed(ask_seed: Ask) -> None:
    # MEMBER_OF.csv has 26 cities in b40; the only member of climate-alliance is a network.
    rows = await ask_seed("city/gaps")
    assert len(rows) == 26
    assert all(row["standing"] == [] for row in rows)
    # Of these 26 only Tirana is in iclei, which itself observes b40.
    lacking = {row["member"].id for row in await ask_seed("city/gaps", missing_from="iclei")}
    assert lacking == {row["member"].id for row in rows} - {"tirana-al"}
