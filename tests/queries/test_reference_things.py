"""Topics, sources and countries; answers are read off tests/data/small/README.md and the tables of the seed."""

from typing import Any

import pytest
from tests.queries.conftest import Ask


def ids(rows: list[dict[str, Any]], column: str) -> list[str]:
    return [row[column].id for row in rows]


def facets(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["facet"], {})[row["value"]] = row["count"]
    return found


ABOUT = ("events", "projects", "working_groups", "partnerships", "commitments")


async def test_what_is_about_a_topic_is_counted_by_its_type(ask_small: Ask) -> None:
    async def numbers(**given: str | list[str]) -> dict[str, tuple[int, ...]]:
        rows = await ask_small("topic/list", **given)
        return {row["topic"].id: tuple(row[column] for column in ABOUT) for row in rows}

    every = {
        "heat": (0, 2, 0, 0, 1),
        "hush": (0, 0, 0, 0, 0),
        "lake-water": (2, 0, 1, 0, 1),
        "mobility": (1, 1, 0, 0, 0),
        "quiet": (0, 0, 0, 0, 0),
        "soil": (0, 0, 1, 1, 0),
    }
    assert await numbers() == every
    withdrawn = {"lake-water": (3, 0, 1, 0, 1), "soil": (0, 1, 1, 1, 0)}
    assert await numbers(deprecated="true") == {**every, **withdrawn}
    # The name of mobility stands in the ledger alone, and so does what lake-days-2021 is about.
    without = {**every, "lake-water": (1, 0, 1, 0, 1)}
    del without["mobility"]
    assert await numbers(without_licence=["ledger"]) == without


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["heat", "hush", "lake-water", "mobility", "quiet", "soil"]),
        ({"about": "Project"}, ["heat", "mobility"]),
        ({"about": "Project", "deprecated": "true"}, ["heat", "mobility", "soil"]),
        ({"about": "Partnership"}, ["soil"]),
        # As many working groups come by name.
        ({"sort": "-working_groups"}, ["lake-water", "soil", "heat", "hush", "mobility", "quiet"]),
        ({"sort": "-projects"}, ["heat", "mobility", "hush", "lake-water", "quiet", "soil"]),
    ],
)
async def test_topics_by_filter_and_order(given: dict[str, str], expected: list[str], ask_small: Ask) -> None:
    assert ids(await ask_small("topic/list", **given), "topic") == expected


async def test_topics_are_counted_by_what_is_about_them(ask_small: Ask) -> None:
    every = {"Event": 2, "WorkingGroup": 2, "Commitment": 2, "Project": 2, "Partnership": 1}
    assert facets(await ask_small("topic/facets")) == {"total": {"": 6}, "about": every}
    # Those with a project are heat, which has a commitment too, and mobility, which has an event.
    assert facets(await ask_small("topic/facets", about="Project")) == {
        "total": {"": 2},
        "about": {"Project": 2, "Commitment": 1, "Event": 1},
    }


async def test_what_is_about_a_topic(ask_small: Ask) -> None:
    rows = await ask_small("topic/subjects", topic="lake-water")
    assert [
        (row["type"], row["subject"].id, row["on"] and row["on"].isoformat(), row["precision"]) for row in rows
    ] == [
        ("Commitment", "mere-secap", None, None),
        ("Event", "lake-days-2019", "2019-06-01", "day"),
        ("Event", "lake-days-2021", "2021-06-01", "month"),
        ("WorkingGroup", "lake-shores", None, None),
    ]
    assert [row["fact"].facts[0].type for row in rows] == ["ABOUT"] * 4
    events = await ask_small("topic/subjects", topic="lake-water", type="Event", deprecated="true")
    assert ids(events, "subject") == ["lake-days-2019", "lake-days-2021", "summit-2024"]
    assert not await ask_small("topic/subjects", topic="quiet")


async def test_topics_of_the_seed(ask_seed: Ask) -> None:
    """By the rows of seed/facts/ABOUT.csv that name them."""
    assert ids(await ask_seed("topic/subjects", topic="climate-action"), "subject") == [
        "istanbul-secap",
        "b40-climate-panel-tirana-2024-05",
        "b40-climate-workshop-tirana-2024-05",
        "b40-regional-climate-action-master-plan",
        "b40-local-climate-action",
    ]
    rows = {row["topic"].id: row for row in await ask_seed("topic/list")}
    assert len(rows) == 46
    assert tuple(rows["smart-cities"][column] for column in ABOUT) == (3, 2, 1, 1, 0)
    assert tuple(rows["climate-action"][column] for column in ABOUT) == (2, 1, 1, 0, 1)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["leaflet", "ledger", "letter", "notebook", "register", "editors"]),
        # The leaflet does not say when it was published, and comes last either way.
        ({"sort": "published"}, ["notebook", "editors", "ledger", "register", "letter", "leaflet"]),
        ({"sort": "-published"}, ["letter", "register", "ledger", "editors", "notebook", "leaflet"]),
        ({"sort": "publisher"}, ["leaflet", "notebook", "ledger", "letter", "register", "editors"]),
        ({"licence": "CC-BY-4.0"}, ["leaflet", "ledger"]),
        ({"licence": "none"}, ["notebook"]),
        ({"publisher": "A traveller"}, ["leaflet", "notebook"]),
        ({"year": "2025", "language": "en"}, ["ledger", "letter", "register", "editors"]),
        ({"year": "2024"}, []),
        ({"entity": "mere-ee"}, ["register", "editors"]),
        ({"without_licence": ["leaflet", "ledger"]}, ["letter", "notebook", "register", "editors"]),
    ],
)
async def test_sources_by_filter_and_order(
    given: dict[str, str | list[str]], expected: list[str], ask_small: Ask
) -> None:
    assert ids(await ask_small("source/list", **given), "source") == expected


async def test_sources_of_the_seed(ask_seed: Ask) -> None:
    """By seed/sources.csv: 36 rows, of which 15 do not say when they were published."""
    newest = await ask_seed("source/list", sort="-published")
    assert ids(newest[:3], "source") == ["founding-notes", "editors", "b40-2025-04-16"]
    for order in (newest, await ask_seed("source/list", sort="published")):
        assert [row["published"] is None for row in order] == [False] * 21 + [True] * 15
    # Two of a year: its first day stands for it, and its precision is told.
    assert [(row["published"].isoformat(), row["published_precision"]) for row in newest[:2]] == [
        ("2026-01-01", "year")
    ] * 2
    assert ids(await ask_seed("source/list", language="lt"), "source") == [
        "green-municipalities-2023-06",
        "green-municipalities-2024-04",
    ]


async def test_sources_of_the_seed_by_value(ask_seed: Ask) -> None:
    found = facets(await ask_seed("source/facets"))
    assert found["total"] == {"": 36}
    assert found["licence"] == {"none": 34, "CC-BY-4.0": 1, "Apache-2.0": 1}
    assert found["language"] == {"en": 30, "de": 2, "lt": 2, "hr": 1, "sr": 1}
    assert found["year"] == {"2022": 3, "2023": 6, "2024": 6, "2025": 4, "2026": 2}
    assert found["publisher"]["B40 Balkan Cities Network"] == 7
    assert facets(await ask_seed("source/facets", year="2026"))["licence"] == {"none": 1, "Apache-2.0": 1}


INSIDE = ("cities", "regions", "organisations", "networks")


async def test_countries_with_what_is_in_them(ask_small: Ask) -> None:
    rows = {row["code"]: tuple(row[column] for column in INSIDE) for row in await ask_small("country/list")}
    # iara-ro lies in Romania by a row of its own: one city.
    assert rows == {"AT": (3, 0, 0, 0), "EE": (7, 2, 0, 0), "RO": (11, 3, 0, 1)}
    assert ids(await ask_small("country/list", sort="-cities"), "country") == ["romania", "estonia", "austria"]
    assert ids(await ask_small("country/list", has="Network"), "country") == ["romania"]
    assert facets(await ask_small("country/facets")) == {
        "total": {"": 3},
        "has": {"City": 3, "Region": 2, "Network": 1},
    }


async def test_countries_of_the_seed(ask_seed: Ask) -> None:
    rows = await ask_seed("country/list", sort="-cities")
    assert len(rows) == 24
    assert [(row["code"], row["cities"]) for row in rows[:4]] == [("RO", 26), ("HR", 7), ("LT", 7), ("BA", 5)]
    assert tuple(rows[0][column] for column in INSIDE) == (26, 1, 3, 0)
    assert facets(await ask_seed("country/facets")) == {
        "total": {"": 24},
        "has": {"City": 17, "Organisation": 11, "Network": 4, "Region": 2},
    }


async def belonging(ask: Ask, country: str, **given: str) -> list[tuple[str, str, int, int]]:
    rows = await ask("country/networks", country=country, **given)
    return [(row["network"].id, row["relation"], row["members"], row["cities"]) for row in rows]


async def test_networks_in_a_country(ask_small: Ask) -> None:
    # mere-ee counts once though two sources state it, orgu-ee has come back, nomme-ee belongs through a branch.
    assert await belonging(ask_small, "EE") == [
        ("b40", "CANDIDATE_OF", 1, 1),
        ("b40", "MEMBER_OF", 1, 1),
        ("ceesen", "MEMBER_OF", 1, 1),
        ("ceesen-baltic", "MEMBER_OF", 1, 1),
        ("covenant-of-mayors", "SIGNATORY_OF", 1, 1),
        ("lake-league", "MEMBER_OF", 4, 4),
        ("lake-league-east", "MEMBER_OF", 1, 1),
        ("mill-towns", "CANDIDATE_OF", 1, 1),
        ("mill-towns", "MEMBER_OF", 1, 1),
        ("mill-towns", "OBSERVER_OF", 1, 1),
        ("water-pact", "SIGNATORY_OF", 1, 1),
    ]
    assert ("lake-league", "MEMBER_OF", 3, 3) in await belonging(ask_small, "EE", branches="false")
    # CEESEN is seated in Romania, and is no city.
    assert await belonging(ask_small, "RO") == [
        ("b40", "MEMBER_OF", 1, 1),
        ("climate-alliance", "MEMBER_OF", 1, 0),
        ("covenant-of-mayors", "MEMBER_OF", 1, 0),
        ("covenant-of-mayors", "SIGNATORY_OF", 3, 3),
    ]


async def test_networks_in_a_country_of_all_times(ask_small: Ask) -> None:
    # quell-at has left; ried-at's own membership is deprecated, the one through the branch is not.
    assert await belonging(ask_small, "AT", at="any", relation="MEMBER_OF") == [
        ("climate-alliance", "MEMBER_OF", 1, 1),
        ("lake-league", "MEMBER_OF", 1, 1),
        ("lake-league", "MEMBER_OF[ended]", 1, 1),
        ("lake-league-east", "MEMBER_OF", 1, 1),
        ("mill-towns", "MEMBER_OF[associate]", 1, 1),
    ]
    # puhja-ee and tila-ee are undated; nomme-ee's signature has ended, and so have orgu-ee's first memberships.
    of_all_times = await belonging(ask_small, "EE", at="any")
    for row in (
        ("lake-league", "MEMBER_OF", 5, 5),
        ("lake-league", "MEMBER_OF[ended]", 1, 1),
        ("mill-towns", "MEMBER_OF", 2, 2),
        ("mill-towns", "MEMBER_OF[ended]", 1, 1),
        ("water-pact", "SIGNATORY_OF[ended]", 1, 1),
    ):
        assert row in of_all_times


async def test_networks_in_countries_of_the_seed(ask_seed: Ask) -> None:
    # Laktaši and Sarajevo are members; Tuzla, Zenica and Bijeljina were invited or interested.
    assert await belonging(ask_seed, "BA") == [("b40", "CANDIDATE_OF", 3, 3), ("b40", "MEMBER_OF", 2, 2)]
    # Two universities and an agency in CEESEN, and Tartu in the covenant.
    assert await belonging(ask_seed, "EE") == [
        ("ceesen", "MEMBER_OF", 3, 0),
        ("covenant-of-mayors", "SIGNATORY_OF", 1, 1),
    ]
