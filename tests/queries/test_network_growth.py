"""Growth of networks by year; answers are read off tests/data/small/README.md and the seed."""

from typing import Any

from tests.queries.conftest import Ask

Row = tuple[int, int, int, int, int]


def years(rows: list[dict[str, Any]]) -> dict[int, Row]:
    """By year: began, first seen, ended, belonged, undated."""
    columns = ("began", "first_seen", "ended", "belonged", "undated")
    return {row["year"]: tuple(row[column] for column in columns) for row in rows}  # type: ignore[misc]


async def test_growth_counts_members_and_not_facts(ask_small: Ask) -> None:
    # mere-ee's two facts are one beginning; orgu-ee began twice; its end to the last day of 2018 shows in 2019.
    assert years(await ask_small("network/growth", network="lake-league")) == {
        2012: (1, 0, 0, 1, 1),
        2013: (0, 0, 0, 1, 1),
        2014: (0, 0, 0, 1, 1),
        2015: (2, 0, 0, 3, 1),
        2016: (1, 0, 0, 4, 1),
        2017: (0, 0, 0, 4, 1),
        2018: (0, 0, 0, 4, 1),
        2019: (0, 0, 1, 3, 1),
        2020: (0, 0, 0, 3, 1),
        2021: (2, 0, 1, 4, 1),
        2022: (1, 0, 0, 5, 1),
        2023: (1, 0, 0, 6, 1),
        2024: (0, 0, 0, 6, 1),
        2025: (0, 0, 0, 6, 1),
        2026: (0, 0, 0, 6, 1),
    }


async def test_growth_tells_what_began_from_what_was_only_seen(ask_small: Ask) -> None:
    # agency-b was an honorary member to the end of 2021; in 2024 a source tells that it is a member.
    assert years(await ask_small("network/growth", network="ceesen")) == {
        2019: (1, 0, 0, 1, 1),
        2020: (0, 0, 0, 1, 1),
        2021: (0, 0, 0, 1, 1),
        2022: (2, 0, 1, 2, 1),
        2023: (4, 0, 1, 5, 1),
        2024: (0, 1, 1, 5, 1),
        2025: (1, 0, 0, 6, 1),
        2026: (0, 0, 0, 6, 1),
    }


async def test_growth_ends_on_the_day_asked_for(ask_small: Ask) -> None:
    rows = years(await ask_small("network/growth", network="lake-league", at="2019-01-01", branches="false"))
    assert list(rows) == list(range(2012, 2020))
    assert rows[2019] == (0, 0, 1, 3, 1)
    before = years(await ask_small("network/growth", network="lake-league", at="2018-12-31"))
    assert before[2018] == (0, 0, 0, 4, 1)


async def test_growth_at_any_goes_to_the_last_day_told_of(ask_small: Ask) -> None:
    assert list(years(await ask_small("network/growth", network="mill-towns", at="any")))[-1] == 2019


async def test_growth_of_members_is_that_of_the_list_of_members(ask_small: Ask) -> None:
    for network in ("b40", "ceesen", "lake-league", "climate-alliance"):
        last = list(years(await ask_small("network/growth", network=network)).values())[-1]
        members = await ask_small("network/members", network=network)
        assert last[3] == len({row["member"].id for row in members}), network


async def test_growth_of_ceesen_on_the_seed(ask_seed: Ask) -> None:
    # One founding member with a date, eleven members that a page of March 2024 names; today is 1 January 2026.
    assert years(await ask_seed("network/growth", network="ceesen")) == {
        2022: (1, 0, 0, 1, 0),
        2023: (0, 0, 0, 1, 0),
        2024: (0, 11, 0, 12, 0),
        2025: (0, 0, 0, 12, 0),
        2026: (0, 0, 0, 12, 0),
    }
