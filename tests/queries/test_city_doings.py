"""A city's events, agreements, commitments and peers; read off tests/data/small/README.md and seed/*.csv."""

from typing import Any

import pytest
from tests.queries.conftest import Ask

Rows = list[dict[str, Any]]


def named(nodes: list[Any]) -> list[str]:
    return [node.id for node in nodes]


def events(rows: Rows) -> list[tuple[str, str, str | None, str | None]]:
    return [(r["event"].id, r["relation"], r["role"], r["person"] and r["person"].id) for r in rows]


MERE = [
    ("pact-signing-2010", "HOSTED", None, None),
    ("lake-days-2019", "HOSTED", None, None),
    ("lake-days-2019", "ATTENDED", "host", None),
    ("lake-days-2019", "ATTENDED", "speaker", "juri-jogi"),
    ("lake-days-2019", "LOCATED_IN", None, None),
    ("lake-days-2021", "ATTENDED", "member", None),
    ("lake-days-2021", "INVITED_TO", None, "juri-jogi"),
    ("mill-meeting-2022", "ATTENDED", "representative", "liis-lepp"),
    ("lake-days-next", "INVITED_TO", None, None),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, MERE),
        ({"relation": "HOSTED"}, MERE[:2]),
        ({"relation": "INVITED_TO"}, [MERE[6], MERE[8]]),
        ({"year_from": "2019", "year_to": "2021"}, MERE[1:7]),
        ({"year_to": "2010"}, MERE[:1]),
    ],
)
async def test_the_events_of_a_city(ask_small: Ask, given: dict[str, str], expected: list[Any]) -> None:
    assert events(await ask_small("city/events", city="mere-ee", **given)) == expected


async def test_deprecated_attendance_only_when_asked_for(ask_small: Ask) -> None:
    ried = [
        ("lake-days-2019", "ATTENDED", "representative", "resi-rauch"),
        ("lake-days-2021", "ATTENDED", "member", None),
        ("mill-meeting-2022", "HOSTED", None, None),
        ("mill-meeting-2022", "ATTENDED", "host", None),
        ("mill-meeting-2022", "LOCATED_IN", None, None),
    ]
    assert events(await ask_small("city/events", city="ried-at")) == ried
    told = await ask_small("city/events", city="ried-at", deprecated="true")
    assert events(told) == [("lake-days-2019", "ATTENDED", "member", None), *ried]


async def test_events_on_the_seed(ask_seed: Ask) -> None:
    # Istanbul itself, and its mayor on its behalf; the dinner that he gave for b40 is not the city's.
    assert events(await ask_seed("city/events", city="istanbul-tr")) == [
        ("b40-istanbul-summit-2021", "HOSTED", None, None),
        ("b40-istanbul-summit-2021", "ATTENDED", "host", "ekrem-imamoglu"),
        ("b40-istanbul-summit-2021", "LOCATED_IN", None, None),
        ("b40-sarajevo-meeting-2022", "ATTENDED", "speaker", "ekrem-imamoglu"),
        ("b40-athens-summit-2023", "ATTENDED", "representative", "ekrem-imamoglu"),
        ("seimas-istanbul-event-2023-09", "ORGANISED", "co-organiser", None),
        ("b40-tirana-summit-2024", "INVITED_TO", None, "ekrem-imamoglu"),
        ("b40-climate-panel-tirana-2024-05", "ATTENDED", "speaker", None),
        ("b40-sofia-summit-2025", "ATTENDED", "speaker", "ekrem-imamoglu"),
        ("b40-online-working-groups-2025-04", "ATTENDED", "member", None),
    ]


def agreements(rows: Rows) -> list[tuple[str, str, bool, list[str]]]:
    return [(r["partnership"].id, r["part"], r["ended"], named(r["other_parties"])) for r in rows]


PACT = ("lake-pact", "party", True, ["lake-league", "orgu-ee"])
PACT_HOSTED = ("lake-pact", "host", True, ["lake-league", "orgu-ee"])
QUELL = ("twin-mere-quell", "party", False, ["quell-at"])
RIED = ("twin-mere-ried", "party", False, ["ried-at"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [PACT, QUELL, RIED, PACT_HOSTED]),
        ({"hosted": "false"}, [PACT, QUELL, RIED]),
        ({"kind": "twinning"}, [QUELL, RIED]),
        # The pact lasts to the end of 2015; the twinning with Quell has no date and counts on no day.
        ({"at": "2015-12-31", "hosted": "false"}, [("lake-pact", "party", False, ["lake-league", "orgu-ee"]), RIED]),
        ({"at": "2016-01-01"}, [RIED]),
        ({"at": "2004-12-31"}, []),
    ],
)
async def test_agreements_and_twin_towns(ask_small: Ask, given: dict[str, str], expected: list[Any]) -> None:
    assert agreements(await ask_small("city/partnerships", city="mere-ee", **given)) == expected


async def test_an_agreement_shows_what_it_rests_on(ask_small: Ask) -> None:
    first, *_, hosted = await ask_small("city/partnerships", city="mere-ee")
    assert (first["kind"], first["role"]) == ("memorandum", "initiator")
    assert [(fact.facts[0].type, fact.facts[0].start.id) for fact in first["other_facts"]] == [
        ("PARTY_TO", "lake-league"),
        ("PARTY_TO", "orgu-ee"),
    ]
    assert [fact.type for fact in hosted["route"].facts] == ["HOSTED", "RESULTED_IN"]
    assert named(hosted["route"].nodes) == ["mere-ee", "pact-signing-2010", "lake-pact"]


async def test_agreements_on_the_seed(ask_seed: Ask) -> None:
    # No city is named in PARTY_TO.csv; the Istanbul Declaration came of the summit that Istanbul hosted.
    assert agreements(await ask_seed("city/partnerships")) == [("istanbul-declaration-2021", "host", False, [])]
    assert await ask_seed("city/partnerships", hosted="false") == []
    assert await ask_seed("city/partnerships", city="tirana-al") == []


async def test_commitments_and_signatures_are_kinds_apart(ask_small: Ask) -> None:
    def told(rows: Rows) -> list[tuple[Any, ...]]:
        return [(r["kind"], r["to"].id, r["generations"], r["status"], r["target_year"]) for r in rows]

    zero: tuple[Any, ...] = ("commitment", "mere-zero", [], "planned", 2040)
    secap: tuple[Any, ...] = ("commitment", "mere-secap", [], "adopted", 2030)
    pact: tuple[Any, ...] = ("signature", "water-pact", ["2020", "2030"], "published", None)
    assert told(await ask_small("city/commitments", city="mere-ee")) == [zero, secap, pact]
    assert told(await ask_small("city/commitments", city="mere-ee", at="2018-12-31")) == [pact]
    assert told(await ask_small("city/commitments", city="mere-ee", kind="commitment")) == [zero, secap]
    # Nõmme's signature lasted to the end of 2019.
    rows = await ask_small("city/commitments", city="nomme-ee")
    assert [(r["to"].id, str(r["until"])) for r in rows] == [("water-pact", "2020-01-01")]
    assert await ask_small("city/commitments", city="nomme-ee", at="2020-01-01") == []


async def test_commitments_on_the_seed(ask_seed: Ask) -> None:
    (row,) = await ask_seed("city/commitments")
    assert (row["kind"], row["to"].id, row["status"]) == ("commitment", "istanbul-secap", "in preparation")
    (row,) = await ask_seed("city/commitments", city="cugir-ro")
    assert (row["kind"], row["generations"]) == ("signature", ["2020", "2050"])


def peers(rows: Rows) -> list[tuple[Any, ...]]:
    for row in rows:
        for count in ("networks", "events", "partnerships"):
            assert row[count] == len(row[f"shared_{count}"])
    columns = ("shared_networks", "shared_events", "shared_partnerships")
    return [(row["peer"].id, *(named(row[column]) for column in columns)) for row in rows]


LAKE, BOTH = ["lake-league"], ["lake-league", "mill-towns"]
THREE = ["lake-days-2019", "lake-days-2021", "mill-meeting-2022"]


async def test_peers_have_three_counts_of_their_own(ask_small: Ask) -> None:
    # Ried is in the league through its branch, and an associate of the mill towns; Liis came to its meeting for Mere.
    # The lake pact is over, and the twinning with Quell undated; that Orgu was invited in 2019 is no attendance.
    assert peers(await ask_small("city/peers", city="mere-ee")) == [
        ("nomme-ee", LAKE, ["lake-days-2019"], []),
        ("orgu-ee", LAKE, ["lake-days-2021"], []),
        ("ried-at", LAKE, THREE, ["twin-mere-ried"]),
        ("tila-ee", LAKE, [], []),
    ]


async def test_the_order_of_peers_is_by_the_count_asked_for(ask_small: Ask) -> None:
    assert peers(await ask_small("city/peers", city="mere-ee", by="partnerships", at="any")) == [
        ("orgu-ee", BOTH, ["lake-days-2021"], ["lake-pact"]),
        ("quell-at", LAKE, [], ["twin-mere-quell"]),
        ("ried-at", LAKE, THREE, ["twin-mere-ried"]),
        ("nomme-ee", LAKE, ["lake-days-2019"], []),
        ("puhja-ee", LAKE, [], []),
        ("tila-ee", BOTH, [], []),
    ]
    rows = await ask_small("city/peers", city="mere-ee", by="events")
    assert [row["peer"].id for row in rows] == ["ried-at", "nomme-ee", "orgu-ee", "tila-ee"]


async def test_of_a_branch_and_its_parent_the_branch_is_shared(ask_small: Ask) -> None:
    rows = {row["peer"].id: row for row in await ask_small("city/peers", city="nomme-ee")}
    assert {who: named(row["shared_networks"]) for who, row in rows.items()} == {
        "ried-at": ["lake-league-east"],
        "mere-ee": LAKE,
        "orgu-ee": LAKE,
        "tila-ee": LAKE,
    }
    alone = await ask_small("city/peers", city="nomme-ee", branches="false")
    assert [row["peer"].id for row in alone if row["networks"]] == ["ried-at"]


async def test_hubs_are_shared_only_when_asked_for(ask_small: Ask) -> None:
    signed = await ask_small("city/peers", city="mere-ee", relation="SIGNATORY_OF")
    assert not any(row["networks"] for row in signed)
    through = await ask_small("city/peers", city="mere-ee", relation="SIGNATORY_OF", hubs="true")
    # Nõmme's signature is over.
    assert [(r["peer"].id, named(r["shared_networks"])) for r in through if r["networks"]] == [
        ("ried-at", ["water-pact"])
    ]


async def test_peers_on_the_seed(ask_seed: Ask) -> None:
    rows = {row[0]: row for row in peers(await ask_seed("city/peers"))}
    # The other 25 cities of b40; nobody else is in iclei.
    assert len(rows) == 25
    assert all(row[1] == ["b40"] for row in rows.values())
    # Doukas came to the Tirana summit for Athens; Istanbul spoke at the panel, and was only invited to the summit.
    assert rows["athens-gr"][2] == ["b40-online-working-groups-2025-04", "b40-tirana-summit-2024"]
    assert rows["istanbul-tr"][2] == ["b40-online-working-groups-2025-04", "b40-climate-panel-tirana-2024-05"]
    assert rows["kotor-me"][2] == []
