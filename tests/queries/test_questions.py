"""The other questions on the small graph; every answer is read off tests/data/small/README.md."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.queries.conftest import Ask

SMALL = Path(__file__).parents[1] / "data" / "small"


def ids(rows: list[dict[str, Any]], *columns: str) -> list[tuple[str | None, ...]]:
    """The ids in these columns, None where there is no node."""
    return [tuple(row[column].id if row[column] else None for column in columns) for row in rows]


CEESEN_2026 = [
    ("agency-a", None, "founding"),
    ("agency-associate", None, "associate"),
    ("agency-b", None, None),
    ("agency-returned", None, None),
    ("club-3", None, None),
    ("jula-ee", "ceesen-baltic", None),
]


async def test_members_are_neither_observers_nor_candidates(ask_small: Ask) -> None:
    rows = await ask_small("network/members", network="ceesen")
    assert [
        (*who, row["kind"]) for who, row in zip(ids(rows, "member", "via_branch"), rows, strict=True)
    ] == CEESEN_2026
    assert {row["fact"].facts[0].type for row in rows} == {"MEMBER_OF"}


@pytest.mark.parametrize(
    ("day", "returned", "former"),
    [
        ("2021-12-31", False, False),
        ("2022-01-01", False, True),
        ("2022-12-31", False, True),
        ("2023-01-01", True, True),
        ("2023-07-31", True, True),
        ("2023-08-01", False, True),
        ("2024-12-30", False, True),
        ("2024-12-31", False, False),
        ("2025-02-28", False, False),
        ("2025-03-01", True, False),
    ],
)
async def test_a_membership_holds_from_its_first_day_to_before_its_end(
    ask_small: Ask, day: str, returned: bool, former: bool
) -> None:
    members = [row["member"].id for row in await ask_small("network/members", network="ceesen", at=day)]
    assert members.count("agency-returned") == returned
    assert members.count("agency-former") == former


async def test_at_any_both_memberships_of_who_came_back_and_undated_ones(ask_small: Ask) -> None:
    rows = await ask_small("network/members", network="ceesen", at="any", branches="false")
    assert [who for (who,) in ids(rows, "member")] == [
        "agency-a",
        "agency-associate",
        "agency-b",
        "agency-b",
        "agency-former",
        "agency-returned",
        "agency-returned",
        "agency-undated",
        "club-3",
    ]
    returned = [row["fact"].facts[0].properties for row in rows if row["member"].id == "agency-returned"]
    assert [(str(fact["since"]), str(fact.get("until"))) for fact in returned] == [
        ("2023-01-01", "2023-07-01"),
        ("2025-03-01", "None"),
    ]


@pytest.mark.parametrize(
    ("given", "members"),
    [
        ({"relation": "OBSERVER_OF"}, ["agency-observing"]),
        ({"relation": "CANDIDATE_OF"}, ["agency-candidate"]),
        ({"relation": "SIGNATORY_OF"}, []),
        ({"kind": "associate"}, ["agency-associate"]),
        ({"country": "ee"}, ["jula-ee"]),
        ({"branches": "false", "country": "EE"}, []),
        ({"network": "covenant-of-mayors"}, ["ceesen"]),
        (
            {"network": "covenant-of-mayors", "relation": "SIGNATORY_OF", "country": "RO"},
            ["aldea-ro", "corva-ro", "iara-ro"],
        ),
        # The members of CEESEN are not Climate Alliance's: CEESEN is a member of it, not a branch.
        ({"network": "climate-alliance"}, ["agency-outside", "ceesen", "lind-at"]),
    ],
)
async def test_one_kind_of_belonging_at_a_time(ask_small: Ask, given: dict[str, str], members: list[str]) -> None:
    rows = await ask_small("network/members", **{"network": "ceesen", **given})
    assert [row["member"].id for row in rows] == members


async def test_deprecated_members_only_when_asked_for(ask_small: Ask) -> None:
    rows = await ask_small("network/members", network="ceesen", deprecated="true")
    assert [row["member"].id for row in rows if row["member"].id not in [who for who, _, _ in CEESEN_2026]] == [
        "agency-deprecated"
    ]


async def test_of_two_that_disagree_the_preferred_comes_first(ask_small: Ask) -> None:
    rows = await ask_small("network/members", network="b40")
    told = [(row["member"].id, row["fact"].facts[0].properties["rank"]) for row in rows]
    assert told == [("aldea-ro", "preferred"), ("aldea-ro", "normal"), ("jula-ee", "normal")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-01-14", []),
        ("2024-01-15", [("aldea-ro", "ana-pop")]),
        ("2024-06-30", [("aldea-ro", "ana-pop")]),
        ("2024-07-31", [("aldea-ro", "ana-pop")]),
        ("2024-08-01", [("aldea-ro", "dan-rusu")]),
        ("2025-01-19", [("aldea-ro", "dan-rusu")]),
        ("2025-01-20", [("jula-ee", None)]),
        ("2026-01-01", [("jula-ee", None)]),
        # Every term in its order with whoever was mayor meanwhile, the undated one last.
        ("any", [("aldea-ro", "ana-pop"), ("aldea-ro", "dan-rusu"), ("jula-ee", None), ("corva-ro", None)]),
    ],
)
async def test_one_presidency_can_span_two_mayors(
    ask_small: Ask, day: str, expected: list[tuple[str, str | None]]
) -> None:
    rows = await ask_small("network/presidency", at=day)
    assert ids(rows, "city", "mayor") == expected
    for row in rows:
        assert row["presidency"].facts[0].type == "PRESIDES"
        assert (row["office"] is None) == (row["mayor"] is None)


async def test_a_deprecated_presidency_is_shown_when_asked_for(ask_small: Ask) -> None:
    rows = await ask_small("network/presidency", at="2024-06-15", deprecated="true")
    assert ids(rows, "city", "mayor") == [("aldea-ro", "ana-pop"), ("dolna-ro", None)]


async def test_a_profile_tells_the_facts_of_the_day_by_class(ask_small: Ask) -> None:
    rows = await ask_small("city/profile", city="aldea-ro", at="2024-06-30")
    told = [(row["class"], row["fact"].facts[0].type, row["other"].id) for row in rows]
    assert told == [
        ("affiliation", "MEMBER_OF", "b40"),
        ("affiliation", "MEMBER_OF", "b40"),
        ("affiliation", "SIGNATORY_OF", "covenant-of-mayors"),
        ("affiliation", "SUPPORTED_BY", "agency-a"),
        ("affiliation", "SUPPORTED_BY", "agency-b"),
        ("office", "DEPUTY_MAYOR_OF", "mai-saar"),
        ("office", "MAYOR_OF", "ana-pop"),
        ("office", "PRESIDES", "b40"),
        ("event", "HOSTED", "summit-2024"),
    ]


async def test_a_profile_of_all_times_shows_ended_and_undated_facts_too(ask_small: Ask) -> None:
    rows = await ask_small("city/profile", city="aldea-ro", at="any")
    told = [(row["fact"].facts[0].type, row["other"].id) for row in rows]
    assert told[6:9] == [("MAYOR_OF", "ana-pop"), ("MAYOR_OF", "dan-rusu"), ("MAYOR_OF", "eva-lup")]
    assert told[-1] == ("IN_COUNTRY", "romania")
    assert len(told) == 12
    office = await ask_small("city/profile", city="aldea-ro", at="any", class_="office")
    assert [row["other"].id for row in office] == ["mai-saar", "ana-pop", "dan-rusu", "eva-lup", "b40"]


async def test_a_profile_is_of_a_city(ask_small: Ask) -> None:
    assert await ask_small("city/profile", city="ceesen", at="any") == []


PRESENT = [
    ("agency-observing", "observer", None, False),
    ("ana-pop", "representative", "aldea-ro", False),
    ("jula-ee", "member", None, False),
]
INVITED = [("dan-rusu", None, "jula-ee", True), ("iara-ro", None, None, True)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, PRESENT + INVITED),
        ({"invited": "false"}, PRESENT),
        ({"role": "member"}, PRESENT[2:]),
        ({"deprecated": "true", "role": "member"}, [("dolna-ro", "member", None, False), PRESENT[2]]),
    ],
)
async def test_who_came_and_who_was_only_invited(
    ask_small: Ask, given: dict[str, str], expected: list[tuple[str, str | None, str | None, bool]]
) -> None:
    rows = await ask_small("event/participants", event="summit-2024", **given)
    told = [
        (who, row["role"], represented, row["only_invited"])
        for (who, represented), row in zip(ids(rows, "participant", "on_behalf_of"), rows, strict=True)
    ]
    assert told == expected


@pytest.mark.parametrize(
    ("person", "day", "expected"),
    [
        (
            "ana-pop",
            "any",
            [("mayor", "aldea-ro"), ("president", "b40"), ("president", "b40"), ("adviser", "ceesen")],
        ),
        ("ana-pop", "2024-01-14", [("mayor", "aldea-ro"), ("president", "b40")]),
        ("ana-pop", "2024-08-01", []),
        ("mai-saar", "2026-01-01", [("deputy mayor", "aldea-ro"), ("director", "ceesen")]),
        ("eva-lup", "2026-01-01", []),
        ("eva-lup", "any", [("mayor", "aldea-ro")]),
    ],
)
async def test_the_offices_of_a_person(ask_small: Ask, person: str, day: str, expected: list[tuple[str, str]]) -> None:
    rows = await ask_small("person/offices", person=person, at=day)
    assert [(row["office"], row["held_in"].id) for row in rows] == expected


LETTER = [
    ("HOLDS_OFFICE_IN", "ana-pop", "b40"),
    ("HOLDS_OFFICE_IN", "ana-pop", "ceesen"),
    ("INVITED_TO", "dan-rusu", "summit-2024"),
    ("MAYOR_OF", "eva-lup", "aldea-ro"),
    ("MEMBER_OF", "aldea-ro", "b40"),
    ("MEMBER_OF", "agency-associate", "ceesen"),
    ("PRESIDES", "corva-ro", "b40"),
    ("REPORTS", "lake-days-2019", "lake-days-2019-people-about"),
    ("REPORTS", "lake-league", "lake-members-2019-letter"),
]
WITHDRAWN = [
    ("ABOUT", "summit-2024", "lake-water"),
    ("ATTENDED", "dolna-ro", "summit-2024"),
    ("MEMBER_OF", "agency-deprecated", "ceesen"),
    ("PRESIDES", "dolna-ro", "b40"),
    ("REPORTS", "lake-league", "lake-members-old"),
]


async def test_all_that_rests_on_a_source(ask_small: Ask) -> None:
    def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
        facts = [row["fact"].facts[0] for row in rows]
        return [(fact.type, fact.start.id, fact.end.id) for fact in facts]

    assert told(await ask_small("source/facts", source="letter")) == LETTER
    everything = await ask_small("source/facts", source="letter", deprecated="true")
    assert sorted(told(everything)) == sorted(LETTER + WITHDRAWN)
    offices = await ask_small("source/facts", source="letter", relations=["office"])
    assert told(offices) == [LETTER[0], LETTER[1], LETTER[3], LETTER[6]]


def tables(folder: str) -> dict[str, list[dict[str, str]]]:
    """The tables of the small graph in one folder, by label or fact type."""
    files = sorted((SMALL / folder).glob("*.csv"))
    return {file.stem: list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) for file in files}


async def test_counts_of_all_there_is(ask_small: Ask) -> None:
    rows = await ask_small("admin/counts")
    entities, facts = tables("nodes"), tables("facts")
    entities["Source"] = tables(".")["sources"]
    codes = {row["code"]: row["id"] for row in entities["Country"]}
    stated = {(row["from"], row["to"]) for row in facts["IN_COUNTRY"]}
    # Whatever names a country lies in it, undated, unless a row says so itself.
    implied = [
        {"from": row["id"], "to": codes[row["country"]]}
        for label in ("City", "Region", "Organisation")
        for row in entities.get(label, [])
        if row.get("country") and (row["id"], codes[row["country"]]) not in stated
    ]
    facts["IN_COUNTRY"] += implied
    expected = {("entity", label): len(found) for label, found in entities.items()}
    expected |= {("fact", type_): len(found) for type_, found in facts.items()}
    assert {(row["what"], row["type"]): row["count"] for row in rows} == expected
