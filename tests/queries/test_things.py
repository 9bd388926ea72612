"""Agreements, projects and commitments; answers are read off tests/data/small/README.md and the tables of the seed."""

from typing import Any

import pytest
from tests.queries.conftest import TODAY, Ask

from muninet.catalogue import Catalogue, bind
from muninet.model import Schema


def ids(rows: list[dict[str, Any]], column: str) -> list[str]:
    return [row[column].id for row in rows]


def facets(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["facet"], {})[row["value"]] = row["count"]
    return found


AGREEMENTS = ["energy-pact", "lake-pact", "twin-mere-quell", "twin-mere-ried", "soil-accord"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, AGREEMENTS),
        # By the day of signing; the soil accord has been in force since 2019, and the twinnings have no day.
        ({"sort": "signed"}, ["lake-pact", "soil-accord", "energy-pact", "twin-mere-quell", "twin-mere-ried"]),
        ({"sort": "-signed"}, ["energy-pact", "soil-accord", "lake-pact", "twin-mere-quell", "twin-mere-ried"]),
        ({"kind": "twinning"}, ["twin-mere-quell", "twin-mere-ried"]),
        ({"year": "2019"}, ["soil-accord"]),
        ({"year": "2024"}, ["energy-pact"]),
        ({"party": "upland"}, ["soil-accord"]),
        # lowland has left, marsh is undated, fen is deprecated.
        ({"party": "lowland"}, []),
        ({"party": "lowland", "at": "2021-12-31"}, ["soil-accord"]),
        ({"party": "marsh", "at": "any"}, ["soil-accord"]),
        ({"party": "fen", "at": "any"}, []),
        ({"party": "fen", "deprecated": "true"}, ["soil-accord"]),
        ({"topic": "soil"}, ["soil-accord"]),
        ({"topic": "soil", "without_licence": "notebook"}, []),
        ({"topic": "heat"}, []),
        ({"kind": "twinning", "party": "mere-ee"}, ["twin-mere-ried"]),
    ],
)
async def test_agreements_by_filter_and_order(given: dict[str, str], expected: list[str], ask_small: Ask) -> None:
    assert ids(await ask_small("partnership/list", **given), "partnership") == expected
    filters = {name: value for name, value in given.items() if name != "sort"}
    assert facets(await ask_small("partnership/facets", **filters))["total"] == {"": len(expected)}


async def test_a_party_in_two_roles_is_one(ask_small: Ask) -> None:
    async def parties(**given: str) -> dict[str, int]:
        return {row["partnership"].id: row["parties"] for row in await ask_small("partnership/list", **given)}

    assert await parties() == dict(zip(AGREEMENTS, [2, 3, 0, 2, 1], strict=True))
    assert await parties(at="any") == dict(zip(AGREEMENTS, [2, 3, 2, 2, 3], strict=True))
    assert (await parties(at="any", deprecated="true"))["soil-accord"] == 4


async def test_agreements_by_value(ask_small: Ask) -> None:
    assert facets(await ask_small("partnership/facets")) == {
        "kind": {"memorandum": 2, "twinning": 2, "declaration": 1},
        "topic": {"soil": 1},
        "total": {"": 5},
        "year": {"2010": 1, "2019": 1, "2024": 1},
    }
    assert [row["label"] for row in await ask_small("partnership/facets") if row["facet"] == "topic"] == ["Soil"]


async def test_days_of_an_agreement_with_their_precision(ask_small: Ask) -> None:
    rows = {row["partnership"].id: row for row in await ask_small("partnership/list")}
    pact, accord = rows["lake-pact"], rows["soil-accord"]
    assert [str(pact[name]) for name in ("signed", "signed_precision", "until", "until_precision")] == [
        *("2010-01-01", "year", "2015-01-01", "year")
    ]
    assert (str(accord["since"]), accord["since_precision"], accord["signed"]) == ("2019-02-03", "day", None)


async def test_parties_in_their_roles(ask_small: Ask) -> None:
    async def parties(**given: str) -> list[tuple[str, str | None]]:
        rows = await ask_small("partnership/parties", partnership="soil-accord", **given)
        return [(row["party"].id, row["role"]) for row in rows]

    upland = [("upland", "initiator"), ("upland", "speaker")]
    assert await parties() == upland
    assert await parties(at="2020-06-30") == [("lowland", None), upland[0], upland[1]]
    assert await parties(at="2019-12-31") == [("lowland", None), upland[0]]
    assert await parties(at="any", deprecated="true") == [("fen", None), ("lowland", None), ("marsh", None), *upland]
    assert await parties(without_licence="notebook") == upland[:1]


async def test_agreements_of_the_seed(ask_seed: Ask) -> None:
    """By Partnership.csv and the five rows of PARTY_TO.csv; no source names who signed in Istanbul."""
    rows = await ask_seed("partnership/list", sort="signed")
    assert [(row["partnership"].id, row["parties"]) for row in rows] == [
        ("istanbul-declaration-2021", 0),
        ("green-municipalities-memorandum-2022", 1),
        ("lithuanian-green-municipalities-smart-city-expo-2023", 2),
        ("ceesen-climate-alliance-2024", 2),
    ]
    assert facets(await ask_seed("partnership/facets"))["year"] == {"2021": 1, "2022": 1, "2023": 1, "2024": 1}
    assert [(row["party"].id, row["role"]) for row in await ask_seed("partnership/parties")] == [
        ("ceesen", "new member"),
        ("climate-alliance", "network joined"),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["heat-grid", "heat-plan", "heat-study", "warm-homes"]),
        ({"sort": "start"}, ["heat-study", "heat-grid", "heat-plan", "warm-homes"]),
        ({"sort": "-start"}, ["heat-grid", "heat-study", "heat-plan", "warm-homes"]),
        ({"kind": "plan"}, ["heat-plan"]),
        ({"status": "completed"}, ["heat-study"]),
        ({"funder": "LIFE"}, ["heat-grid", "heat-study"]),
        ({"year": "2021"}, ["heat-grid"]),
        # Planned or not.
        ({"participant": "moor"}, ["heat-grid", "heat-plan"]),
        ({"participant": "lowland"}, []),
        ({"participant": "lowland", "at": "2023-12-31"}, ["heat-grid"]),
        ({"participant": "iara-ro"}, ["warm-homes"]),
        # That heat-plan is about heat is undated, and still so.
        ({"topic": "heat"}, ["heat-grid", "heat-plan"]),
        ({"topic": "soil"}, []),
        ({"topic": "soil", "deprecated": "true"}, ["heat-grid"]),
        ({"funder": "LIFE", "without_licence": "notebook"}, ["heat-grid"]),
    ],
)
async def test_projects_by_filter_and_order(given: dict[str, str], expected: list[str], ask_small: Ask) -> None:
    assert ids(await ask_small("project/list", **given), "project") == expected
    filters = {name: value for name, value in given.items() if name != "sort"}
    assert facets(await ask_small("project/facets", **filters))["total"] == {"": len(expected)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Two sources state that upland leads: one participant.
        ({}, {"heat-grid": (1, 1), "heat-plan": (0, 1), "heat-study": (0, 0), "warm-homes": (2, 0)}),
        ({"at": "2023-12-31", "kind": "project", "topic": "heat"}, {"heat-grid": (2, 1)}),
        ({"at": "2021-06-30", "topic": "heat"}, {"heat-grid": (2, 0), "heat-plan": (0, 0)}),
        ({"at": "any", "status": "running"}, {"heat-grid": (3, 1)}),
        ({"at": "any", "status": "running", "deprecated": "true"}, {"heat-grid": (4, 1)}),
    ],
)
async def test_a_planned_part_is_counted_apart(
    given: dict[str, str], expected: dict[str, tuple[int, int]], ask_small: Ask
) -> None:
    rows = await ask_small("project/list", **given)
    assert {row["project"].id: (row["participants"], row["planned"]) for row in rows} == expected


async def test_projects_by_value(ask_small: Ask) -> None:
    assert facets(await ask_small("project/facets")) == {
        "funder": {"LIFE": 2},
        "kind": {"project": 3, "plan": 1},
        "status": {"completed": 1, "planned": 1, "running": 1},
        "topic": {"heat": 2, "mobility": 1},
        "total": {"": 4},
        "year": {"2018": 1, "2021": 1},
    }


async def test_participants_in_their_roles(ask_small: Ask) -> None:
    async def participants(**given: str) -> list[tuple[str, str | None]]:
        rows = await ask_small("project/participants", project="heat-grid", **given)
        return [(row["participant"].id, row["role"]) for row in rows]

    upland, moor = [("upland", "lead")] * 2, ("moor", "planned")
    assert await participants() == [moor, *upland]
    assert await participants(at="any") == [("lowland", "partner"), ("marsh", "partner"), moor, *upland]
    assert await participants(role="pilot", deprecated="true") == [("fen", "pilot")]
    assert await participants(role="lead", without_licence="notebook") == upland[:1]
    # A working group takes part in nothing that is no project.
    assert not await ask_small("project/participants", project="b40", at="any")


async def test_projects_of_the_seed(ask_seed: Ask) -> None:
    """28 rows, two with a start; Climate Alliance took part in CEESEU until October 2023, and does in two others."""
    rows = await ask_seed("project/list", sort="start")
    assert len(rows) == 28
    assert ids(rows[:3], "project") == ["panel2050", "ceeseu", "b40-working-group-action-plans"]
    assert ids(await ask_seed("project/list", participant="climate-alliance"), "project") == [
        "ceesen-bender",
        "ceeseu-digit",
    ]
    found = facets(await ask_seed("project/facets"))
    assert found["status"] == {"planned": 21, "running": 5, "completed": 2}
    assert found["funder"] == {"European Commission": 1, "Horizon 2020": 1, "LIFE": 1}
    assert {(row["participant"].id, row["role"]) for row in await ask_seed("project/participants")} == {
        ("istanbul-tr", "provider"),
        ("b40-smart-cities-and-digital-transformation", "planned"),
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"heat-target": 2, "mere-zero": 1, "mere-secap": 1}),
        # lind-at's ended in 2020, and mere-ee's to be neutral is undated.
        ({"at": "2026-01-01"}, {"heat-target": 1, "mere-zero": 0, "mere-secap": 1}),
        ({"sort": "target_year"}, {"mere-secap": 1, "mere-zero": 1, "heat-target": 2}),
        ({"sort": "-target_year"}, {"heat-target": 2, "mere-zero": 1, "mere-secap": 1}),
        ({"status": "adopted"}, {"heat-target": 2, "mere-secap": 1}),
        ({"kind": "SECAP"}, {"mere-secap": 1}),
        ({"target_year": "2040"}, {"mere-zero": 1}),
        ({"holder": "mere-ee"}, {"mere-zero": 1, "mere-secap": 1}),
        ({"holder": "lind-at", "at": "2026-01-01"}, {}),
        ({"topic": "heat"}, {"heat-target": 2}),
        ({"topic": "heat", "without_licence": "notebook"}, {"heat-target": 1}),
    ],
)
async def test_commitments_by_filter_and_order(given: dict[str, str], expected: dict[str, int], ask_small: Ask) -> None:
    rows = await ask_small("commitment/list", **given)
    assert [(row["commitment"].id, row["holders"]) for row in rows] == list(expected.items())
    filters = {name: value for name, value in given.items() if name != "sort"}
    assert facets(await ask_small("commitment/facets", **filters))["total"] == {"": len(expected)}


async def test_commitments_by_value(ask_small: Ask) -> None:
    assert facets(await ask_small("commitment/facets")) == {
        "kind": {"SECAP": 1, "climate neutrality": 1, "emission target": 1},
        "status": {"adopted": 2, "planned": 1},
        "target_year": {"2030": 1, "2040": 1, "2050": 1},
        "topic": {"heat": 1, "lake-water": 1},
        "total": {"": 3},
    }


async def test_holders_of_a_commitment(ask_small: Ask) -> None:
    async def holders(**given: str) -> list[str]:
        return ids(await ask_small("commitment/holders", commitment="heat-target", **given), "holder")

    assert await holders() == ["climate-alliance", "lind-at"]
    assert await holders(at="2026-01-01") == ["climate-alliance"]
    assert await holders(at="2020-12-31") == ["lind-at"]
    assert await holders(country="AT") == ["lind-at"]
    assert await holders(without_licence="notebook") == ["climate-alliance"]


async def test_a_network_lies_where_a_source_places_it(ask_seed: Ask) -> None:
    target = "lithuanian-climate-neutral-municipalities-2030"
    rows = await ask_seed("commitment/holders", commitment=target, country="LT")
    assert ids(rows, "holder") == ["lithuanian-green-municipalities"]
    assert await ask_seed("commitment/holders", commitment=target, country="RO") == []


async def test_commitments_of_the_seed(ask_seed: Ask) -> None:
    """By seed/nodes/Commitment.csv and COMMITTED_TO.csv: the requests of unnamed cities have no holder."""
    rows = {row["commitment"].id: row for row in await ask_seed("commitment/list")}
    assert {id_: row["holders"] for id_, row in rows.items()} == {
        "b40-marketplace-requests-2024": 0,
        "climate-alliance-climate-justice": 1,
        "climate-alliance-emission-target": 1,
        "istanbul-secap": 1,
        "lithuanian-climate-neutral-municipalities-2030": 1,
    }
    target = rows["climate-alliance-emission-target"]
    assert [target[name] for name in ("baseline_year", "target_year", "value", "unit")] == [1990, 2050, 95.0, "percent"]
    assert facets(await ask_seed("commitment/facets"))["status"] == {"adopted": 3, "in preparation": 1, "planned": 1}
    holders = await ask_seed("commitment/holders", commitment="lithuanian-climate-neutral-municipalities-2030")
    assert ids(holders, "holder") == ["lithuanian-green-municipalities"]


def test_choices_are_those_of_the_model(catalogue: Catalogue, schema: Schema) -> None:
    about = schema.facts["ABOUT"].from_labels
    for name, parameter in (("topic/list", "about"), ("topic/facets", "about"), ("topic/subjects", "type")):
        assert set(catalogue[name].parameter(parameter).choices) == set(about)
    roles = catalogue["project/participants"].parameter("role").choices
    assert roles == schema.facts["TAKES_PART_IN"].properties["role"].choices
    kept = [name for kind in ("affiliation", "office", "commitment") for name in schema.of_class(kind)]
    assert set(bind(catalogue["admin/stale"], {}, TODAY).cypher["relations"]) == set(kept)
