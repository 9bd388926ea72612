"""Growth of networks by year; answers are read off the READMEs of tests/data/small and hills, and the seed."""

import datetime as dt
from typing import Any

import pytest
from tests.queries.conftest import Ask

from muninet.catalogue import Catalogue, bind
from muninet.loader import Place, Record, load_records
from muninet.store.bolt import Store

Row = tuple[int, int, int, int, int]


def years(rows: list[dict[str, Any]], kind: str | None = None) -> dict[int, Row]:
    """Of one kind, by year: began, first seen, ended, belonged, undated."""
    columns = ("began", "first_seen", "ended", "belonged", "undated")
    return {row["year"]: tuple(row[c] for c in columns) for row in rows if row["kind"] == kind}


async def test_growth_counts_members_and_not_facts(ask_small: Ask) -> None:
    # mere-ee's two facts are one beginning; orgu-ee began twice, and belonged to the last day of 2018; quell-at to that
    # of 2020.
    rows = await ask_small("network/growth", network="lake-league")
    assert {row["kind"] for row in rows} == {None}
    assert years(rows) == {
        2012: (1, 0, 0, 1, 1),
        2013: (0, 0, 0, 1, 1),
        2014: (0, 0, 0, 1, 1),
        2015: (2, 0, 0, 3, 1),
        2016: (1, 0, 0, 4, 1),
        2017: (0, 0, 0, 4, 1),
        2018: (0, 0, 1, 4, 1),
        2019: (0, 0, 0, 3, 1),
        2020: (0, 0, 1, 3, 1),
        2021: (2, 0, 0, 4, 1),
        2022: (1, 0, 0, 5, 1),
        2023: (1, 0, 0, 6, 1),
        2024: (0, 0, 0, 6, 1),
        2025: (0, 0, 0, 6, 1),
        2026: (0, 0, 0, 6, 1),
    }


async def test_growth_tells_what_began_from_what_was_only_seen(ask_small: Ask) -> None:
    rows = await ask_small("network/growth", network="ceesen")
    # In 2024 a source tells that agency-b is a member; agency-returned ended in July 2023, agency-former in 2024.
    assert years(rows) == {
        2022: (2, 0, 0, 2, 1),
        2023: (3, 0, 1, 4, 1),
        2024: (0, 1, 1, 4, 1),
        2025: (1, 0, 0, 5, 1),
        2026: (0, 0, 0, 5, 1),
    }
    assert years(rows, "associate") == dict.fromkeys(range(2024, 2027), (0, 0, 0, 1, 0)) | {2023: (1, 0, 0, 1, 0)}
    # agency-b was an honorary member to the last day of 2021.
    honorary = years(rows, "honorary")
    assert {year: honorary[year] for year in range(2019, 2023)} == {
        2019: (1, 0, 0, 1, 0),
        2020: (0, 0, 0, 1, 0),
        2021: (0, 0, 1, 1, 0),
        2022: (0, 0, 0, 0, 0),
    }


async def test_growth_ends_on_the_day_asked_for(ask_small: Ask) -> None:
    rows = years(await ask_small("network/growth", network="lake-league", at="2019-01-01", branches="false"))
    assert list(rows) == list(range(2012, 2020))
    assert (rows[2018], rows[2019]) == ((0, 0, 1, 4, 1), (0, 0, 0, 3, 1))
    before = years(await ask_small("network/growth", network="lake-league", at="2018-12-31"))
    assert before[2018] == (0, 0, 0, 4, 1)


async def test_growth_at_any_goes_to_the_last_day_told_of(ask_small: Ask) -> None:
    assert list(years(await ask_small("network/growth", network="mill-towns", at="any")))[-1] == 2019


# Of 2012 alm-at by two facts, and dorn-at by a branch that left in June 2018; calm-ee and hill-guests belong by the
# southern one.
CIRCLE = {
    2012: (2, 0, 0, 2, 1),
    2013: (1, 0, 0, 3, 1),
    2014: (0, 0, 0, 3, 1),
    2015: (0, 0, 0, 3, 1),
    2016: (1, 0, 1, 4, 1),
    2017: (1, 0, 0, 4, 1),
    2018: (0, 0, 1, 3, 1),
    2019: (1, 0, 0, 4, 1),
    2020: (1, 0, 0, 5, 1),
    2021: (0, 1, 0, 6, 1),
}


async def test_growth_by_branches_while_they_are_branches(ask_hills: Ask) -> None:
    rows = await ask_hills("network/growth", network="hill-circle", at="2021-12-31")
    assert years(rows) == CIRCLE
    associate = years(rows, "associate")
    assert (associate[2014], associate[2021]) == ((1, 0, 0, 1, 0), (0, 0, 0, 1, 0))
    alone = years(await ask_hills("network/growth", network="hill-circle", at="2021-12-31", branches="false"))
    # Without dorn-at, calm-ee and hill-guests.
    assert (alone[2012], alone[2018], alone[2021]) == ((1, 0, 0, 1, 1), (0, 0, 0, 2, 1), (0, 1, 0, 4, 1))


async def test_growth_of_a_branch_that_came_late(ask_hills: Ask) -> None:
    # With the letter the vale league is a branch from 2014 on: its members of 2015 count, berg-at's associate term too.
    given = {"network": "hill-circle", "at": "2021-12-31", "deprecated": "true", "country": "AT"}
    rows = await ask_hills("network/growth", **given)
    # fels-at has a date now; alm-at belonged before and after.
    assert years(rows)[2015] == (1, 0, 0, 4, 0)
    assert years(rows, "associate")[2019] == (1, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"relation": "SUPPORTED_BY"}, {2019: (0, 1, 0, 1, 0), 2020: (0, 1, 0, 2, 0), 2021: (0, 0, 0, 2, 0)}),
        ({"relation": "COORDINATED_BY"}, {2020: (1, 0, 0, 1, 0), 2021: (0, 0, 0, 1, 0)}),
        ({"network": "vale-league", "relation": "OBSERVER_OF", "at": "2018-01-01"}, {2018: (1, 0, 0, 1, 0)}),
        ({"relation": "SIGNATORY_OF"}, {}),
        (
            {"from_type": "Network"},
            {
                **{2016: (1, 0, 0, 1, 0), 2017: (0, 0, 0, 1, 0), 2018: (0, 0, 0, 1, 0)},
                **{2019: (1, 0, 0, 2, 0), 2020: (0, 0, 0, 2, 0), 2021: (0, 0, 0, 2, 0)},
            },
        ),
        # hill-friends lies in Estonia by a fact.
        ({"country": "EE", "at": "2017-12-31"}, {2016: (1, 0, 0, 1, 0), 2017: (1, 0, 0, 2, 0)}),
    ],
)
async def test_growth_of_one_kind_of_belonging(ask_hills: Ask, given: dict[str, str], expected: dict[int, Row]) -> None:
    rows = await ask_hills("network/growth", **{"network": "hill-circle", "at": "2021-06-01", **given})
    assert years(rows) == expected


@pytest.mark.parametrize("day", ["2012-12-31", "2018-06-30", "2018-07-01", "2018-12-31", "2020-12-31", "2026-01-01"])
async def test_growth_is_that_of_the_list_of_members(ask_hills: Ask, day: str) -> None:
    for network in ("hill-circle", "hill-circle-south", "hill-circle-west", "vale-league"):
        for kind in (None, "associate"):
            rows = years(await ask_hills("network/growth", network=network, at=day), kind)
            members = await ask_hills("network/members", network=network, at=day)
            ids = {row["member"].id for row in members if (row["kind"] == "associate") == (kind == "associate")}
            assert (list(rows.values())[-1][3] if rows else 0) == len(ids), (network, kind)


async def test_growth_of_the_small_graph_is_that_of_the_list_of_members(ask_small: Ask) -> None:
    for network in ("b40", "ceesen", "lake-league", "climate-alliance"):
        rows = await ask_small("network/growth", network=network)
        members = await ask_small("network/members", network=network)
        last = sum(row["belonged"] for row in rows if row["year"] == 2026)
        assert last == len({row["member"].id for row in members}), network


async def test_growth_of_ceesen_on_the_seed(ask_seed: Ask) -> None:
    # One founding member with a date, eleven members that a page of March 2024 names; today is 1 January 2026.
    assert years(await ask_seed("network/growth", network="ceesen")) == {
        2022: (1, 0, 0, 1, 0),
        2023: (0, 0, 0, 1, 0),
        2024: (0, 11, 0, 12, 0),
        2025: (0, 0, 0, 12, 0),
        2026: (0, 0, 0, 12, 0),
    }


async def test_growth_of_b40_on_the_seed(ask_seed: Ask) -> None:
    # Two founding members have a date; a list of April 2022 names thirteen more, one of April 2025 eleven more. None is
    # said to have left.
    assert years(await ask_seed("network/growth", network="b40", at="2025-12-31")) == {
        2021: (2, 0, 0, 2, 0),
        2022: (0, 13, 0, 15, 0),
        2023: (0, 0, 0, 15, 0),
        2024: (0, 0, 0, 15, 0),
        2025: (0, 11, 0, 26, 0),
    }


@pytest.mark.parametrize(
    ("branches", "at", "undated"),
    [
        # Left with 2018, and back from 2021 on.
        ([("low", "high", "2016", "2018"), ("low", "high", "2021", "")], "2018-12-31", 1),
        ([("low", "high", "2016", "2018"), ("low", "high", "2021", "")], "2024-01-01", 1),
        # One of two ways has ended; both have.
        ([("low", "high", "2016", "2018"), ("low", "mid", "2016", ""), ("mid", "high", "2016", "")], "2024-01-01", 1),
        (
            [("low", "high", "2016", "2018"), ("low", "mid", "2016", "2020"), ("mid", "high", "2016", "")],
            "2024-01-01",
            0,
        ),
    ],
)
async def test_who_belongs_without_a_date_does_while_one_way_is_open(
    branches: list[tuple[str, str, str, str]], at: str, undated: int,
    store: Store, catalogue: Catalogue, empty_graph: object,
) -> None:  # fmt: skip
    place = Place("made up")
    records = [
        Record("Source", {"id": "one", "title": "One", "publisher": "p"}, place),
        Record("Country", {"id": "romania", "name": "Romania", "code": "RO", "sources": "one"}, place),
        Record("City", {"id": "town", "name": "Town", "country": "RO", "sources": "one"}, place),
        *(Record("Network", {"id": id_, "name": id_, "sources": "one"}, place) for id_ in ("low", "mid", "high")),
        Record("MEMBER_OF", {"from": "town", "to": "low", "sources": "one"}, place),
    ]
    for start, end, since, until in branches:
        cells = {"from": start, "to": end, "since": since, "until": until, "sources": "one"}
        records.append(Record("BRANCH_OF", cells, place))
    await load_records(store, records, "made", suppression=())
    query = catalogue.query("network/growth")
    bound = bind(query, {"network": "high", "at": at}, dt.date(2026, 1, 1))
    rows = (await store.read(query.text, bound.cypher)).maps()
    assert {row["undated"] for row in rows} == ({undated} if undated else set())
