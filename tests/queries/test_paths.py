"""path/all, path/shortest and path/between: against a plain walk over the tables, and read off the READMEs."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from tests.queries.conftest import Ask
from tests.queries.test_reference import AFFILIATION, MEETING, Asked, edges, named, routes, told

from muninet.catalogue import Catalogue
from muninet.model import Schema

EITHER_WAY = Asked(via=None, direction="any")


def given_for(asked: Asked) -> dict[str, Any]:
    """The parameters of path/all, which has no direction and no middle, and keeps branches."""
    given = asked.given()
    return {name: value for name, value in given.items() if name not in ("via", "direction", "branches")}


def cases() -> Iterator[tuple[str, Asked]]:
    for hops in range(1, 7):
        yield "aldea-ro", replace(EITHER_WAY, max_hops=hops, at="any")
    for start in ("iara-ro", "kalda-ee", "vara-ro", "agency-a", "b40", "climate-alliance"):
        yield start, replace(EITHER_WAY, to="ceesen", max_hops=5)
        yield start, replace(EITHER_WAY, to="jula-ee", max_hops=6, at="any", hubs=True)
    yield "covenant-of-mayors", replace(EITHER_WAY, to="kalda-ee", max_hops=6, at="any")
    yield "aldea-ro", replace(EITHER_WAY, to="covenant-of-mayors", max_hops=5, at="2024-10-01")
    yield "iara-ro", replace(EITHER_WAY, relations=frozenset(AFFILIATION | MEETING), max_hops=6, deprecated=True)
    yield "iara-ro", replace(EITHER_WAY, relations=frozenset({*AFFILIATION, "IN_COUNTRY"}), hubs=True, at="any")
    yield "aldea-ro", replace(EITHER_WAY, avoid=frozenset({"agency-a", "club-2"}), max_hops=6)
    yield "aldea-ro", replace(EITHER_WAY, to="aldea-ro", max_hops=6)


def label(value: object) -> str:
    return named(value) if isinstance(value, Asked) else str(value)


@pytest.mark.parametrize(("start", "asked"), list(cases()), ids=label)
async def test_all_are_the_routes_that_a_plain_walk_finds(ask_small: Ask, start: str, asked: Asked) -> None:
    rows = await ask_small("path/all", from_=start, **given_for(asked), limit="1000")
    assert len(rows) < 1000
    assert sorted(map(told, rows)) == sorted(routes(asked, start, edges()))
    assert all(before["length"] <= after["length"] for before, after in pairwise(rows))
    assert [row["length"] for row in rows] == [len(row["route"].facts) for row in rows]


@pytest.mark.parametrize("limit", [1, 3, 10])
async def test_pages_of_all_routes_add_up(ask_small: Ask, limit: int) -> None:
    given = {"from_": "aldea-ro", "at": "any", "hubs": "true", "max_hops": "5"}
    whole = await ask_small("path/all", **given, limit="1000")
    assert {row["length"] for row in whole} == {3, 4, 5}
    paged: list[dict[str, Any]] = []
    while page := await ask_small("path/all", **given, limit=str(limit), after=paged[-1]["key"] if paged else None):
        assert len(page) <= limit
        paged += page
    assert [row["key"] for row in paged] == [row["key"] for row in whole]


async def test_each_route_has_its_pattern(ask_small: Ask) -> None:
    rows = await ask_small("path/all", from_="aldea-ro")
    member = "MEMBER_OF>^OBSERVER_OF>MEMBER_OF>MEMBER_OF"
    assert [row["pattern"] for row in rows] == ["SUPPORTED_BY>MEMBER_OF>MEMBER_OF"] * 2 + [member] * 2
    former = await ask_small("path/all", from_="dolna-ro", at="any", max_hops="3")
    assert [row["pattern"] for row in former] == ["SUPPORTED_BY>MEMBER_OF[ended]>MEMBER_OF"]
    backwards = await ask_small("path/all", from_="climate-alliance", to="fenes-ro")
    assert [row["pattern"] for row in backwards] == ["^MEMBER_OF>^MEMBER_OF[associate]>^SUPPORTED_BY"]
    honorary = await ask_small("path/all", from_="agency-b", to="ceesen", at="any", max_hops="1")
    assert [row["pattern"] for row in honorary] == ["MEMBER_OF[honorary,ended]", "MEMBER_OF"]


async def test_patterns_are_those_of_links(ask_small: Ask) -> None:
    given = {"at": "any", "max_hops": "5"}
    linked = await ask_small("path/links", via=None, direction="any", **given, limit="1000")
    for city in ("aldea-ro", "jula-ee", "kalda-ee"):
        expected = sorted(row["pattern"] for row in linked if row["city"].id == city)
        every = await ask_small("path/all", from_=city, **given, limit="1000")
        assert expected
        assert sorted(row["pattern"] for row in every) == expected
        shortest = await ask_small("path/shortest", from_=city, **given, limit="1000")
        assert [row["pattern"] for row in shortest] == [
            row["pattern"] for row in every if row["length"] == every[0]["length"]
        ]


async def test_all_routes_of_tartu_on_the_seed(ask_seed: Ask) -> None:
    # Its supporter is a member of CEESEN, which is one of Climate Alliance; what else leads there passes the covenants.
    rows = await ask_seed("path/all", max_hops="6", at="any")
    assert [row["pattern"] for row in rows] == ["SUPPORTED_BY>MEMBER_OF>MEMBER_OF"]


@pytest.mark.parametrize("name", ["path/all", "path/shortest"])
def test_the_marks_of_patterns_are_those_of_the_model(catalogue: Catalogue, schema: Schema, name: str) -> None:
    text, links = catalogue.query(name).text, catalogue.query("path/links").text

    def marks(text: str) -> str:
        return text[text.index("[fact IN facts | [") : text.index(") AS pattern")]

    def plain(text: str) -> str:
        return " ".join(marks(text).replace("WITH start, route,", "WITH first, last,").split())

    assert plain(text).split("] AS marks")[0] == plain(links).split("] AS marks")[0]
    assert plain(text).split("reduce(")[1] == plain(links).split("reduce(")[1]


Direct = tuple[str, bool, bool]


def direct(rows: list[dict[str, Any]]) -> list[Direct]:
    return [(row["type"], row["forward"], row["ended"]) for row in rows]


@pytest.mark.parametrize(
    ("one", "other", "given", "expected"),
    [
        # Two sources of one membership; the presidency ended where the next one began.
        ("aldea-ro", "b40", {}, [("MEMBER_OF", True, False)] * 2 + [("PRESIDES", True, True)]),
        ("b40", "aldea-ro", {}, [("MEMBER_OF", False, False)] * 2 + [("PRESIDES", False, True)]),
        ("aldea-ro", "b40", {"at": "2021-06-01"}, [("MEMBER_OF", True, False)]),
        ("aldea-ro", "b40", {"relations": "office"}, [("PRESIDES", True, True)]),
        ("agency-returned", "ceesen", {}, [("MEMBER_OF", True, True), ("MEMBER_OF", True, False)]),
        ("agency-undated", "ceesen", {}, [("MEMBER_OF", True, False)]),
        ("agency-undated", "ceesen", {"at": "2026-01-01"}, []),
        ("dolna-ro", "b40", {}, []),
        # It displaces nobody, and ended like any other presidency when the next one began.
        ("dolna-ro", "b40", {"deprecated": "true"}, [("PRESIDES", True, True)]),
        # Linked through an agency, and by nothing direct.
        ("aldea-ro", "ceesen", {}, []),
        # Each is a member of the other.
        ("club-1", "club-2", {}, [("MEMBER_OF", True, False), ("MEMBER_OF", False, False)]),
        ("b40", "b40", {}, []),
    ],
)
async def test_every_direct_fact(
    ask_small: Ask, one: str, other: str, given: dict[str, str], expected: list[Direct]
) -> None:
    assert direct(await ask_small("path/between", from_=one, to=other, **given)) == expected


async def test_direct_facts_of_tirana_and_b40_on_the_seed(ask_seed: Ask) -> None:
    # It presided from January 2024 until Sofia did, and was named a member in April 2025.
    assert direct(await ask_seed("path/between")) == [("MEMBER_OF", True, False), ("PRESIDES", True, True)]
    # On a day, what held that day had not ended.
    assert direct(await ask_seed("path/between", at="2025-01-01")) == [("PRESIDES", True, False)]
