"""entity/facts and entity/timeline; answers are read off tests/data/small/README.md and the tables of the seed."""

import re
from typing import Any

import pytest
from tests.queries.conftest import Ask

from muninet.catalogue import Catalogue
from muninet.model import Schema


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["fact"].facts[0].type, row["other"].id) for row in rows]


def test_every_type_is_in_its_class(catalogue: Catalogue, schema: Schema) -> None:
    query = catalogue["entity/facts"]
    lists = [re.findall(r"'(\w+)'", one) for one in re.findall(r"IN \[('\w+'(?:, '\w+')*)\]", query.text)]
    assert lists == [list(schema.of_class(kind)) for kind in schema.classes]
    assert query.parameter("class").choices == tuple(schema.classes)
    # Once to number the class asked for, once to name the class of a fact.
    assert query.text.count(", ".join(f"'{kind}'" for kind in schema.classes)) == 2


OUT = [("MEMBER_OF", "club-2")]
IN = [("MEMBER_OF", "club-0"), ("MEMBER_OF", "club-2"), ("SUPPORTED_BY", "zaba-ro")]
HOSTING = [("HOSTS_SECRETARIAT_OF", "climate-alliance")] * 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # A circle: club-1 is a member of club-2, and club-2 of club-1.
        ({}, [IN[0], IN[1], OUT[0], IN[2], *HOSTING]),
        ({"direction": "out"}, [*OUT, *HOSTING]),
        ({"direction": "in"}, IN),
        ({"class": "office"}, HOSTING),
        ({"relations": ["SUPPORTED_BY"]}, IN[2:]),
        ({"class": "office", "relations": ["SUPPORTED_BY"]}, []),
        # It hosted the secretariat until 2012 and again from 2015.
        ({"at": "2014-06-01"}, []),
        ({"at": "2012-12-31"}, HOSTING[:1]),
        ({"at": "2026-01-01", "class": "office"}, HOSTING[:1]),
        ({"class": "office", "without_licence": "notebook"}, HOSTING[:1]),
        ({"class": "topic"}, []),
    ],
)
async def test_facts_of_an_organisation(
    given: dict[str, str | list[str]], expected: list[tuple[str, str]], ask_small: Ask
) -> None:
    assert told(await ask_small("entity/facts", entity="club-1", **given)) == expected


async def test_of_facts_with_one_entity_the_earlier_comes_first(ask_small: Ask) -> None:
    rows = await ask_small("entity/facts", entity="club-1", class_="office")
    assert [str(row["fact"].facts[0].properties["since"]) for row in rows] == ["2010-01-01", "2015-01-01"]
    assert {row["class"] for row in rows} == {"office"}


@pytest.mark.parametrize("at", ["any", "2024-06-30", "2026-01-01"])
async def test_a_city_has_the_facts_of_its_profile(at: str, ask_small: Ask) -> None:
    async def ids(name: str, **given: str) -> set[tuple[str, str]]:
        rows = await ask_small(name, at=at, **given)
        found = {(row["class"], row["fact"].facts[0].properties["id"]) for row in rows}
        assert len(found) == len(rows)
        return found

    assert await ids("entity/facts", entity="aldea-ro") == await ids("city/profile", city="aldea-ro")


async def test_facts_of_entities_of_the_seed(ask_seed: Ask) -> None:
    project = await ask_seed("entity/facts", entity="pay-it-forward")
    assert told(project) == [
        ("TAKES_PART_IN", "istanbul-tr"),
        ("TAKES_PART_IN", "b40-smart-cities-and-digital-transformation"),
        ("ABOUT", "social-solidarity"),
    ]
    assert [row["class"] for row in project] == ["affiliation", "affiliation", "topic"]
    source = await ask_seed("entity/facts", entity="climate-alliance-award", direction="in")
    assert told(source) == [("MENTIONED_IN", "emerging-europe-awards"), ("MENTIONED_IN", "ceeseu")]


Row = tuple[str | None, str | None, str, str | None, str | None, str | None]


def days(rows: list[dict[str, Any]]) -> list[Row]:
    """Day, precision, what, type, other side, and what dates it."""
    return [
        (
            row["on"] and row["on"].isoformat(),
            row["precision"],
            row["what"],
            row["fact"] and row["fact"].facts[0].type,
            row["other"] and row["other"].id,
            row["dated_by"],
        )
        for row in rows
    ]


ALDEA: list[Row] = [
    ("2015-04-01", "day", "begin", "SIGNATORY_OF", "covenant-of-mayors", "fact"),
    ("2019-06-01", "day", "on", "DEPUTY_MAYOR_OF", "mai-saar", "fact"),
    ("2020-01-01", "year", "begin", "MAYOR_OF", "ana-pop", "fact"),
    ("2021-01-01", "year", "begin", "MEMBER_OF", "b40", "fact"),
    ("2021-11-30", "day", "begin", "MEMBER_OF", "b40", "fact"),
    ("2024-01-01", "month", "on", "SUPPORTED_BY", "agency-a", "fact"),
    ("2024-01-01", "month", "on", "SUPPORTED_BY", "agency-b", "fact"),
    ("2024-01-15", "day", "begin", "PRESIDES", "b40", "fact"),
    ("2024-03-05", "day", "on", "HOSTED", "summit-2024", "fact"),
    ("2024-07-01", "month", "end", "MAYOR_OF", "ana-pop", "fact"),
    ("2024-08-01", "day", "begin", "MAYOR_OF", "dan-rusu", "fact"),
    # No source says when it ended: the next presidency began.
    ("2025-01-20", None, "end", "PRESIDES", "b40", "successor"),
    (None, None, "undated", "IN_COUNTRY", "romania", None),
    (None, None, "undated", "MAYOR_OF", "eva-lup", None),
]


async def test_the_timeline_of_a_city(ask_small: Ask) -> None:
    assert days(await ask_small("entity/timeline", entity="aldea-ro")) == ALDEA


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"since": "2021-01-01", "until": "2024-01-15"}, ALDEA[3:7]),
        ({"since": "2025-01-20"}, ALDEA[11:12]),
        ({"relations": ["MAYOR_OF"]}, [ALDEA[2], ALDEA[9], ALDEA[10], ALDEA[13]]),
        ({"without_licence": "letter"}, ALDEA[:4] + ALDEA[5:13]),
    ],
)
async def test_a_part_of_a_timeline(given: dict[str, str | list[str]], expected: list[Row], ask_small: Ask) -> None:
    assert days(await ask_small("entity/timeline", entity="aldea-ro", **given)) == expected


@pytest.mark.parametrize(
    ("entity", "given", "expected"),
    [
        (
            "soil-accord",
            {},
            [
                ("2019-01-01", "year", "begin", "PARTY_TO", "lowland", "fact"),
                ("2019-01-01", "year", "on", "ABOUT", "soil", "fact"),
                ("2019-02-03", "day", "begin", None, None, "since"),
                ("2019-02-03", "day", "begin", "PARTY_TO", "upland", "fact"),
                ("2020-01-01", "year", "on", "PARTY_TO", "upland", "fact"),
                ("2021-01-01", "year", "end", "PARTY_TO", "lowland", "fact"),
                (None, None, "undated", "PARTY_TO", "marsh", None),
            ],
        ),
        # What stands on it comes from the notebook alone.
        ("heat-study", {"without_licence": "notebook"}, []),
        (
            "heat-study",
            {},
            [("2018-01-01", "year", "begin", None, None, "start"), ("2019-06-30", "day", "end", None, None, "end")],
        ),
        # Undated facts stand where the event does that they lead to; heat-plan has no day either.
        (
            "lake-water",
            {"since": "2021-01-01"},
            [("2021-06-01", "month", "on", "ABOUT", "lake-days-2021", "thing")],
        ),
        (
            "heat",
            {"relations": ["ABOUT"]},
            [
                ("2021-01-01", "year", "on", "ABOUT", "heat-grid", "fact"),
                ("2024-10-01", "month", "on", "ABOUT", "heat-target", "fact"),
                (None, None, "undated", "ABOUT", "heat-plan", None),
            ],
        ),
        # A day whose own source may not be used dates nothing.
        (
            "mobility",
            {"without_licence": "register"},
            [],
        ),
    ],
)
async def test_dates_of_its_own_and_of_what_it_leads_to(
    entity: str, given: dict[str, str | list[str]], expected: list[Row], ask_small: Ask
) -> None:
    assert days(await ask_small("entity/timeline", entity=entity, **given)) == expected


async def test_an_event_of_one_day_and_one_of_two(ask_small: Ask) -> None:
    async def own(entity: str) -> list[Row]:
        return [row for row in days(await ask_small("entity/timeline", entity=entity)) if row[3] is None]

    assert await own("mill-meeting-2022") == [("2022-03-10", "day", "on", None, None, "start")]
    assert await own("lake-days-2019") == [
        ("2019-06-01", "day", "begin", None, None, "start"),
        ("2019-06-02", "day", "end", None, None, "end"),
    ]


async def test_timelines_of_the_seed(ask_seed: Ask) -> None:
    """Athens presided until Tirana took over on 31 January 2024; CEESEU and its partner's part have the same dates."""
    assert days(await ask_seed("entity/timeline", entity="athens-gr", relations=["PRESIDES"])) == [
        ("2023-01-24", "day", "begin", "PRESIDES", "b40", "fact"),
        ("2024-01-31", None, "end", "PRESIDES", "b40", "successor"),
    ]
    assert days(await ask_seed("entity/timeline", entity="ceeseu")) == [
        ("2020-11-01", "month", "begin", None, None, "start"),
        ("2020-11-01", "month", "begin", "TAKES_PART_IN", "climate-alliance", "fact"),
        ("2020-11-01", "month", "on", "REPORTS", "ceeseu-countries", "fact"),
        ("2020-11-01", "month", "on", "REPORTS", "ceeseu-partners", "fact"),
        ("2023-10-01", "month", "end", None, None, "end"),
        ("2023-10-01", "month", "end", "TAKES_PART_IN", "climate-alliance", "fact"),
        (None, None, "undated", "ABOUT", "sustainable-energy-planning", None),
        (None, None, "undated", "MENTIONED_IN", "climate-alliance-award", None),
    ]
    first = days(await ask_seed("entity/timeline", entity="b40", until="2021-12-01"))
    assert first[0] == ("2021-11-29", "day", "on", "HELD_BY", "b40-istanbul-summit-2021", "thing")
    assert first[1] == ("2021-11-30", "day", "begin", None, None, "founded")
